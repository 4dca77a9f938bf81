package rfm

import (
	"slices"

	"github.com/retentionkit/retention"
)

// Segmenter finds the segment of a score. It comes from [Map.Compile], is
// immutable, and is safe for concurrent use.
type Segmenter struct {
	bins     int
	segments []Segment // those of the map, then the one without sales
	index    []uint16  // segment of each score, numbered as a cell of three axes
}

// newSegmenter takes a map that was found in order, and the segment of each
// of its cells.
func newSegmenter(m Map, owner []int) *Segmenter {
	g := &Segmenter{
		bins:     m.Bins,
		segments: append(slices.Clone(m.Segments), m.WithoutSales),
		index:    make([]uint16, countCells(3, m.Bins)),
	}
	for i := range g.index {
		cell := i
		if m.Axes == TwoAxes {
			r, f, mon := i/(m.Bins*m.Bins), i/m.Bins%m.Bins, i%m.Bins
			cell = r*m.Bins + (f+mon+1)/2
		}
		g.index[i] = uint16(owner[cell])
	}
	return g
}

// Of returns the name of a score's segment. For the zero Score it is the
// segment of customers without sales, and for a score that the map's scale does
// not have it is "".
func (g *Segmenter) Of(s Score) string {
	i := g.of(s)
	if i == noSegment {
		return ""
	}
	return g.segments[i].Name
}

// of returns the index of a score's segment, or noSegment.
func (g *Segmenter) of(s Score) int {
	if !s.Scored() {
		return len(g.segments) - 1
	}
	r, f, m := int(s.R)-1, int(s.F)-1, int(s.M)-1
	if min(r, f, m) < 0 || max(r, f, m) >= g.bins {
		return noSegment
	}
	return int(g.index[(r*g.bins+f)*g.bins+m])
}

// Names returns the names of all segments: those of the map in its order,
// then the one of customers without sales.
func (g *Segmenter) Names() []string {
	names := make([]string, len(g.segments))
	for i, s := range g.segments {
		names[i] = s.Name
	}
	return names
}

// Title returns a segment's name for people, or the name itself if it has no
// title or is unknown.
func (g *Segmenter) Title(name string, lang retention.Language) string {
	if title := g.find(name).Title.In(lang); title != "" {
		return title
	}
	return name
}

// Advice says in one sentence what to do about the customers of a segment; ""
// if the map has no advice for it.
func (g *Segmenter) Advice(name string, lang retention.Language) string {
	return g.find(name).Advice.In(lang)
}

// find returns the segment of that name, or a blank one.
func (g *Segmenter) find(name string) Segment {
	for _, s := range g.segments {
		if s.Name == name {
			return s
		}
	}
	return Segment{}
}
