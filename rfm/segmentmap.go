package rfm

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/retentionkit/retention"
)

// Map names every score: a list of segments that together cover each cell of
// the scale exactly once. It is plain data that survives JSON, to be loaded,
// cloned and edited; [Map.Compile] checks it. [ElevenSegments], [TenGroups] and
// [SixGroups] return ready-made maps.
type Map struct {
	Version int    `json:"version"` // 1
	Name    string `json:"name"`    // for people; may be empty
	Bins    int    `json:"bins"`    // scores per axis, 2 to MaxBins
	Axes    Axes   `json:"axes"`
	// Segments are in the order in which they are shown, by custom the best
	// first. The order decides nothing, as no cell may be in two of them.
	Segments []Segment `json:"segments"`
	// WithoutSales is the segment of customers who have no score. It has no
	// Cells. Where its other fields are empty, they are those of the
	// ready-made maps, named "prospects".
	WithoutSales Segment `json:"withoutSales,omitzero"`
}

// Segment is a group of customers to be treated alike.
type Segment struct {
	// Name is a stable code such as "at-risk", unique within its map.
	Name string `json:"name"`
	// Title is the name for people.
	Title retention.Text `json:"title,omitzero"`
	// Advice says in one sentence what to do about these customers.
	Advice retention.Text `json:"advice,omitzero"`
	// Cells are patterns with one part per axis of the map: a score ("5"), a
	// range of scores ("[3-5]"), or any score ("*"). With five bins "[4-5]5*"
	// stands for ten cells. Patterns of the same segment may overlap.
	Cells []string `json:"cells,omitzero"`
}

// Axes says what the parts of a cell stand for.
type Axes string

const (
	// ThreeAxes are recency, frequency and monetary, as in "543".
	ThreeAxes Axes = "rfm"
	// TwoAxes are recency and the mean of frequency and monetary, halves
	// rounded up: the score 5-3-2 is in cell "53".
	TwoAxes Axes = "r-fm"
)

// count returns the number of parts of a cell, 0 for unknown axes.
func (a Axes) count() int {
	switch a {
	case ThreeAxes:
		return 3
	case TwoAxes:
		return 2
	}
	return 0
}

// mapVersion is the only version of [Map] so far.
const mapVersion = 1

// Compile checks that the map is a partition — each cell of the scale in
// exactly one segment, each segment with at least one cell, each name given and
// different from the others, all text valid UTF-8 — and returns the engine that
// applies it.
//
// The error is a [*MapError] with every fault in it. Only if Version, Bins or
// Axes are wrong, or there are more segments than cells, cells mean nothing
// and are not looked at.
func (m Map) Compile() (*Segmenter, error) {
	std := prospects()
	m.WithoutSales.Name = cmp.Or(m.WithoutSales.Name, std.Name)
	m.WithoutSales.Title = cmp.Or(m.WithoutSales.Title, std.Title)
	m.WithoutSales.Advice = cmp.Or(m.WithoutSales.Advice, std.Advice)

	c := mapCompiler{Map: m, all: append(slices.Clone(m.Segments), m.WithoutSales)}
	c.checkTexts()
	if c.checkScale() {
		c.claimCells()
		c.findGaps()
	}
	if c.faults != nil {
		return nil, &MapError{Map: m.Name, Faults: c.faults}
	}
	return newSegmenter(m, c.owner), nil
}

// mapCompiler collects what is wrong with a map.
type mapCompiler struct {
	Map
	all    []Segment // Segments, then WithoutSales
	owner  []int     // index of each cell's first segment, or free
	faults []MapFault
}

const free = -1

// noSegment is the index in faults of the map as a whole.
const noSegment = -1

func (c *mapCompiler) fault(code string, segment int, cell, other string) {
	f := MapFault{Code: code, Index: segment, Cell: cell, Other: other}
	if segment != noSegment {
		f.Segment = c.all[segment].Name
	}
	c.faults = append(c.faults, f)
}

func (c *mapCompiler) checkTexts() {
	if !utf8.ValidString(c.Name) {
		c.fault(faultEncoding, noSegment, "", "")
	}
	seen := map[string]bool{}
	for i, s := range c.all {
		texts := []string{s.Name, s.Title.English, s.Title.Japanese, s.Advice.English, s.Advice.Japanese}
		if slices.ContainsFunc(texts, func(s string) bool { return !utf8.ValidString(s) }) {
			c.fault(faultEncoding, i, "", "")
		}
		if strings.TrimSpace(s.Name) == "" {
			c.fault(faultNameMissing, i, "", "")
		} else if seen[s.Name] {
			c.fault(faultNameRepeated, i, "", "")
		}
		seen[s.Name] = true
	}
	if cells := c.WithoutSales.Cells; len(cells) > 0 {
		c.fault(faultCellsWithoutSales, len(c.Segments), "", "")
	}
}

// checkScale reports whether there are cells that can be checked.
func (c *mapCompiler) checkScale() bool {
	before := len(c.faults)
	if c.Version != mapVersion {
		c.fault(faultVersion, noSegment, "", "")
	}
	if c.Bins < 2 || c.Bins > MaxBins {
		c.fault(faultBins, noSegment, "", "")
	}
	if c.Axes.count() == 0 {
		c.fault(faultAxes, noSegment, "", "")
	}
	if len(c.faults) > before {
		return false
	}
	cells := countCells(c.Axes.count(), c.Bins)
	if len(c.Segments) > cells {
		c.fault(faultSegments, noSegment, "", "")
		return false
	}
	c.owner = slices.Repeat([]int{free}, cells)
	return true
}

// claimCells gives each cell to the first segment that lists it.
func (c *mapCompiler) claimCells() {
	for i, s := range c.Segments {
		cells := c.readCells(i)
		won := 0
		for _, cell := range cells {
			if first := c.owner[cell]; first != free {
				c.fault(faultOverlap, i, c.cellName(cell), c.Segments[first].Name)
				continue
			}
			c.owner[cell] = i
			won++
		}
		if len(s.Cells) == 0 {
			c.fault(faultNoCells, i, "", "")
		} else if len(cells) > 0 && won == 0 {
			c.fault(faultUnreachable, i, "", "")
		}
	}
}

// readCells returns the cells of a segment, ascending and each once.
func (c *mapCompiler) readCells(segment int) []int {
	listed := make([]bool, len(c.owner))
	for _, pattern := range c.Segments[segment].Cells {
		cells, ok := parseCells(pattern, c.Axes.count(), c.Bins)
		if !ok {
			c.fault(faultCellSyntax, segment, pattern, "")
		}
		for _, cell := range cells {
			listed[cell] = true
		}
	}
	var cells []int
	for cell, yes := range listed {
		if yes {
			cells = append(cells, cell)
		}
	}
	return cells
}

func (c *mapCompiler) findGaps() {
	for cell, owner := range c.owner {
		if owner == free {
			c.fault(faultUncovered, noSegment, c.cellName(cell), "")
		}
	}
}

func (c *mapCompiler) cellName(cell int) string {
	return cellName(cell, c.Axes.count(), c.Bins)
}
