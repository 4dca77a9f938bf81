package rfm

import (
	"fmt"
	"iter"
	"time"
)

// Segmented is a table of customers with the segment of each. It comes from
// [Segmenter.Apply], is immutable, and is safe for concurrent use.
type Segmented struct {
	scored    *Scored
	segmenter *Segmenter
	segment   []uint16 // of each row, an index of segmenter.segments
}

// Classify is the short way from measures to names: it fits a scale to the
// customers, scores them by it and finds their segments. The scores, the scorer
// and the scale are in the result: [Segmented.Scored], [Scored.Scorer],
// [Scorer.Scale].
//
// If scores should change only when customers do, store the scale and apply it
// the next time: see the package documentation.
//
// The error is that of [Map.Compile] or [Fit], or says that the map has another
// number of bins than the method.
func Classify(t *Table, m Method, segments Map) (*Segmented, error) {
	segmenter, err := segments.Compile()
	if err != nil {
		return nil, err
	}
	scale, err := Fit(t, m)
	if err != nil {
		return nil, err
	}
	scored, err := scale.Apply(t)
	if err != nil {
		return nil, err
	}
	return segmenter.Apply(scored)
}

// Apply finds the segment of every customer, in O(n).
//
// It is an error if the scale of the scores has more or fewer bins than the map.
func (g *Segmenter) Apply(s *Scored) (*Segmented, error) {
	if bins := s.bins(); bins != g.bins {
		return nil, fmt.Errorf("rfm: scores of 1 to %d, but a segment map of 1 to %d: set Method.Bins to that of the map", bins, g.bins)
	}
	segment := make([]uint16, s.Len())
	for i := range segment {
		segment[i] = uint16(g.of(s.Score(i)))
	}
	return &Segmented{s, g, segment}, nil
}

// Scored returns the scores that the segments were found by.
func (s *Segmented) Scored() *Scored { return s.scored }

// Segmenter returns what found the segments.
func (s *Segmented) Segmenter() *Segmenter { return s.segmenter }

// Len returns the number of customers.
func (s *Segmented) Len() int { return len(s.segment) }

// Segment returns the name of the segment of the customer in row i,
// 0 <= i < Len().
func (s *Segmented) Segment(i int) string {
	return s.segmenter.segments[s.segment[i]].Name
}

// Of returns the name of a customer's segment, in O(log n), and whether the
// customer is in the table.
func (s *Segmented) Of(customer string) (string, bool) {
	i, ok := s.table().Row(customer)
	if !ok {
		return "", false
	}
	return s.Segment(i), true
}

// All iterates over the customers and the names of their segments, in the
// order of customer IDs.
func (s *Segmented) All() iter.Seq2[Customer, string] {
	return func(yield func(Customer, string) bool) {
		for i, c := range s.table().All() {
			if !yield(c, s.Segment(i)) {
				return
			}
		}
	}
}

// Members iterates over the customers of a segment, in the order of customer
// IDs. A name that is not a segment has none.
func (s *Segmented) Members(segment string) iter.Seq[Customer] {
	return func(yield func(Customer) bool) {
		for i := range s.segment {
			if s.Segment(i) == segment && !yield(s.table().At(i)) {
				return
			}
		}
	}
}

func (s *Segmented) table() *Table { return s.scored.Table() }

func (s *Segmented) asOf() time.Time { return s.table().AsOf() }
