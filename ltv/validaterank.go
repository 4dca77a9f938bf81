package ltv

import (
	"cmp"
	"slices"
)

// Decile is a tenth of the customers, ranked by the number of purchases that
// the model expected of them in the holdout.
//
// It is exactly a tenth, so part of a customer may count in it. Where customers
// with equal expectations fall into several deciles, each decile gets an equal
// part of all of them: the mean over all ways to order them. So neither the
// order of rows nor IDs matter.
type Decile struct {
	Decile    int     `json:"decile"` // 1 to 10; 1 is of whom most was expected
	Customers float64 `json:"customers"`
	// Actual and Expected are the mean numbers of purchases of a customer in
	// the holdout.
	Actual   float64 `json:"actual"`
	Expected float64 `json:"expected"`

	// Share is the decile's share of all purchases in the holdout.
	// CumulativeShare includes the deciles before it. PerfectShare is what
	// CumulativeShare would be if customers were ranked by their actual
	// purchases. All are 0 if nobody bought.
	Share           float64 `json:"share"`
	CumulativeShare float64 `json:"cumulativeShare"`
	PerfectShare    float64 `json:"perfectShare"`
	// Lift is the mean number of purchases of the decile's customers divided by
	// that of all customers. CumulativeLift includes the deciles before it.
	Lift           float64 `json:"lift"`
	CumulativeLift float64 `json:"cumulativeLift"`
}

// Gini tells how well customers are ranked by what a model expects of them. It
// is twice the area between the diagonal and the curve of cumulative shares of
// purchases, where the customers of whom most was expected come first. It is 0
// on average for a ranking by chance, and below 0 for one that is upside down.
// Customers with equal expectations lie on a straight line: the mean over all
// ways to order them.
type Gini struct {
	Model   float64 `json:"model"`
	Perfect float64 `json:"perfect"` // of a ranking by what customers did: the most there can be
	// Normalised is Model/Perfect. It is nil if Perfect is 0, because all
	// customers bought equally often.
	Normalised *float64 `json:"normalised,omitempty"`
}

// tied is customers of the same rank.
type tied struct {
	key       float64 // what ranks them
	customers int
	purchases int
	expected  float64
}

// rank returns the deciles and the Gini coefficients.
func rank(list []forecast) ([]Decile, Gini) {
	byModel := make([]tied, 0, len(list))
	var byActual []tied
	for i := range list {
		f := &list[i]
		t := tied{f.expected, f.customers, 0, float64(f.customers) * f.expected}
		for _, p := range f.patterns {
			t.purchases += p.customers * p.purchases
			byActual = append(byActual, tied{float64(p.purchases), p.customers, p.customers * p.purchases, 0})
		}
		byModel = append(byModel, t)
	}
	model, perfect := rankingOf(byModel), rankingOf(byActual)
	g := Gini{Model: model.gini(), Perfect: perfect.gini()}
	if g.Perfect > 0 {
		n := g.Model / g.Perfect
		g.Normalised = &n
	}
	return model.deciles(perfect), g
}

// ranking is customers from the highest to the lowest, ties together.
type ranking struct {
	groups               []tied
	customers, purchases int
}

func rankingOf(list []tied) (r ranking) {
	slices.SortStableFunc(list, func(a, b tied) int { return cmp.Compare(b.key, a.key) })
	for _, t := range list {
		r.customers += t.customers
		r.purchases += t.purchases
		if n := len(r.groups); n > 0 && r.groups[n-1].key == t.key {
			same := &r.groups[n-1]
			same.customers += t.customers
			same.purchases += t.purchases
			same.expected += t.expected
		} else {
			r.groups = append(r.groups, t)
		}
	}
	return r
}

// gini returns twice the area under the curve, by trapezoids, less 1.
func (r ranking) gini() float64 {
	if r.purchases == 0 {
		return 0
	}
	area, before := 0.0, 0 // the area in customers times purchases, twice
	for _, t := range r.groups {
		area += float64(t.customers) * float64(2*before+t.purchases)
		before += t.purchases
	}
	all := float64(r.customers) * float64(r.purchases)
	return (area - all) / all
}

// top returns the purchases, actual and expected, of the highest tenths.
func (r ranking) top(tenths int) (actual, expected float64) {
	left := tenths * r.customers // in tenths of a customer
	for _, t := range r.groups {
		if size := 10 * t.customers; left < size {
			part := float64(left) / float64(size)
			return actual + part*float64(t.purchases), expected + part*t.expected
		}
		actual += float64(t.purchases)
		expected += t.expected
		left -= 10 * t.customers
	}
	return actual, expected
}

func (r ranking) deciles(perfect ranking) []Decile {
	list := make([]Decile, 10)
	n, all := float64(r.customers)/10, float64(max(1, r.purchases))
	var actual, expected float64
	for i := range list {
		a, e := r.top(i + 1)
		most, _ := perfect.top(i + 1)
		share, cumulative := (a-actual)/all, a/all
		list[i] = Decile{
			Decile: i + 1, Customers: n, Actual: (a - actual) / n, Expected: (e - expected) / n,
			Share: share, CumulativeShare: cumulative, PerfectShare: most / all,
			Lift: 10 * share, CumulativeLift: 10 * cumulative / float64(i+1),
		}
		actual, expected = a, e
	}
	return list
}
