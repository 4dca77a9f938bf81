package segment

// Overlap tells for each two segments how many customers they share.
type Overlap struct {
	Segments []string `json:"segments"` // the names, in the order of the set
	// Customers[i][j] is the number of members of both Segments[i] and
	// Segments[j]. Customers[i][i] is the size of one.
	Customers [][]int `json:"customers"`
	// Share[i][j] is the share of the members of Segments[i] who are members of
	// Segments[j] too; 0 if there are none.
	Share [][]float64 `json:"share"`
	// Jaccard[i][j] is the number of members of both divided by the number of members
	// of at least one of the two (Jaccard 1912): 1 if they have the same members, 0 if
	// nobody is in both, and 0 if nobody is in either.
	Jaccard [][]float64 `json:"jaccard"`
}

// Overlap counts the customers that segments share, in O(s²·n/64) time for s
// segments and n customers.
func (e *Evaluation) Overlap() Overlap {
	n := len(e.Segments)
	o := Overlap{make([]string, n), square[int](n), square[float64](n), square[float64](n)}
	for i, g := range e.Segments {
		o.Segments[i] = g.Name
		for j, h := range e.Segments {
			o.Customers[i][j] = g.Members.countBoth(h.Members)
		}
	}
	for i, row := range o.Customers {
		for j, both := range row {
			o.Share[i][j] = fraction(both, row[i])
			o.Jaccard[i][j] = fraction(both, row[i]+o.Customers[j][j]-both)
		}
	}
	return o
}

// Size is how many customers a segment has.
type Size struct {
	Segment   string  `json:"segment"`
	Customers int     `json:"customers"`
	Share     float64 `json:"share"` // of all customers, 0 if there are none
	// Unknown is the number of customers for whom the rule is Unknown, and
	// UnknownShare their share of all. If they were all members, the share of the
	// segment would be Share + UnknownShare.
	Unknown      int     `json:"unknown"`
	UnknownShare float64 `json:"unknownShare"`
}

// Sizes returns the sizes of the segments, in the order of the set.
func (e *Evaluation) Sizes() []Size {
	sizes := make([]Size, len(e.Segments))
	for i, g := range e.Segments {
		size := g.Size()
		sizes[i] = Size{g.Name, size, fraction(size, len(e.IDs)), g.Unknown, fraction(g.Unknown, len(e.IDs))}
	}
	return sizes
}

// square returns an n by n matrix of zeros.
func square[V any](n int) [][]V {
	rows := make([][]V, n)
	for i := range rows {
		rows[i] = make([]V, n)
	}
	return rows
}

// fraction returns part / whole, and 0 for nothing of nothing.
func fraction(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
