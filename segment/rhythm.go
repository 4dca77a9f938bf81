package segment

import "github.com/retentionkit/retention"

// Rhythm defines who is overdue by the customer's own rhythm: ten days are late for
// somebody who buys bread, and early for somebody who buys shoes.
type Rhythm[T any] struct {
	LastOrder TimeField[T]
	UsualDays Field[T, float64] // between this customer's orders, such as their mean; missing if there are too few

	Lapsing float64 // times the usual days; 1.5 if zero
	Lapsed  float64 // likewise; 3 if zero
}

// Overdue returns the field of the days since the last order, divided by the usual
// days. It is missing if one of them is, or if the usual days are 0.
func (r Rhythm[T]) Overdue() Field[T, float64] { return Ratio(r.LastOrder.DaysAgo(), r.UsualDays) }

// Segments returns a partition of the customers whose rhythm is known: in rhythm,
// lapsing, lapsed.
func (r Rhythm[T]) Segments() []Segment[T] {
	lapsing, lapsed := orFactor(r.Lapsing, 1.5), orFactor(r.Lapsed, 3)
	overdue := r.Overdue()
	return []Segment[T]{
		{"in rhythm", retention.Text{English: "In rhythm", Japanese: "いつもの間隔"}, overdue.Below(lapsing)},
		{"lapsing", retention.Text{English: "Lapsing by rhythm", Japanese: "間隔が空き始めた"}, overdue.InRange(lapsing, lapsed)},
		{"lapsed by rhythm", retention.Text{English: "Lapsed by rhythm", Japanese: "間隔が空いた"}, overdue.AtLeast(lapsed)},
	}
}

func orFactor(x, zero float64) float64 {
	if x == 0 {
		return zero
	}
	return x
}
