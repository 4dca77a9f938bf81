package btyd

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// ErrTenure is wrapped by every [*TenureError].
var ErrTenure = errors.New("impossible tenure")

// TenureError says why numbers are not a tenure, or not the survivors of a
// cohort.
type TenureError struct {
	Period int // of the survivors, from 0
	Count  int // what was there
	Reason string
}

// Error returns the number and what is wrong with it.
func (e *TenureError) Error() string {
	return fmt.Sprintf("btyd: %v: %d in period %d: %s", ErrTenure, e.Count, e.Period, e.Reason)
}

// Unwrap returns [ErrTenure].
func (e *TenureError) Unwrap() error { return ErrTenure }

// Tenure is the record of a customer under contract: how often they have
// renewed, and whether they left at the next renewal or are still there. The
// only ways to make one are [NewTenure] and [CohortTenures]. The zero Tenure is
// a customer who has not been asked to renew yet. Tenures can be compared with
// ==.
type Tenure struct {
	renewals int
	left     bool
}

// NewTenure returns the tenure of a customer who renewed the given number of
// times, and then left or is still there. The error is a *[TenureError] if
// renewals is negative.
func NewTenure(renewals int, left bool) (Tenure, error) {
	if renewals < 0 {
		return Tenure{}, &TenureError{0, renewals, "renewals are negative"}
	}
	return Tenure{renewals, left}, nil
}

// CohortTenures returns the tenures of customers who began together, and how many
// customers have each, given how many began and how many were left after each
// renewal: 1000, 631, 468. For several cohorts, of the same or of different age,
// append the tenures and the weights of each to those of the others.
//
// The error is a *[TenureError] if a number is negative or above the one before
// it, or if there are none.
func CohortTenures(survivors []int) (tenures []Tenure, weights []float64, err error) {
	if len(survivors) == 0 {
		return nil, nil, &TenureError{Reason: "no survivors are given"}
	}
	for i, n := range survivors {
		switch {
		case n < 0:
			return nil, nil, &TenureError{i, n, "survivors are negative"}
		case i > 0 && n > survivors[i-1]:
			return nil, nil, &TenureError{i, n, "more survivors than before"}
		case i > 0:
			tenures = append(tenures, Tenure{i - 1, true})
			weights = append(weights, float64(survivors[i-1]-n))
		}
	}
	last := len(survivors) - 1
	return append(tenures, Tenure{last, false}), append(weights, float64(survivors[last])), nil
}

// Renewals returns how often the customer renewed.
func (c Tenure) Renewals() int { return c.renewals }

// Left reports whether the customer left at the renewal after those.
func (c Tenure) Left() bool { return c.left }

// String returns, say, "left after 3 renewals".
func (c Tenure) String() string {
	if c.left {
		return fmt.Sprintf("left after %d renewals", c.renewals)
	}
	return fmt.Sprintf("active after %d renewals", c.renewals)
}

type tenureJSON struct {
	Renewals int  `json:"renewals"`
	Left     bool `json:"left"`
}

// MarshalJSON returns, say, {"renewals":3,"left":true}.
func (c Tenure) MarshalJSON() ([]byte, error) { return json.Marshal(tenureJSON{c.renewals, c.left}) }

// UnmarshalJSON reads what MarshalJSON wrote. The error is that of [NewTenure], or
// about the text.
func (c *Tenure) UnmarshalJSON(text []byte) error {
	var j tenureJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	read, err := NewTenure(j.Renewals, j.Left)
	if err == nil {
		*c = read
	}
	return err
}

func (c Tenure) compare(o Tenure) int {
	if c.renewals == o.renewals && c.left != o.left {
		if c.left {
			return -1
		}
		return 1
	}
	return cmp.Compare(c.renewals, o.renewals)
}

// rowOf is a T that several customers have.
type rowOf[T any] struct {
	of     T
	weight float64
}

// groupBy returns the different rows in the order of compare, each with the sum
// of its weights. A nil weights counts each once. What has no weight is left out.
func groupBy[T comparable](of []T, weights []float64, compare func(a, b T) int) []rowOf[T] {
	rows := weigh(of, weights)
	// Weights in order too: their sum must not depend on the order of the rows.
	slices.SortFunc(rows, func(a, b rowOf[T]) int {
		return cmp.Or(compare(a.of, b.of), cmp.Compare(a.weight, b.weight))
	})
	return merge(rows)
}

// weigh returns rows with their weights, without those of no weight.
func weigh[T any](of []T, weights []float64) []rowOf[T] {
	rows := make([]rowOf[T], 0, len(of))
	for i, c := range of {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		if w > 0 {
			rows = append(rows, rowOf[T]{c, w})
		}
	}
	return rows
}

// merge makes one of equal rows beside each other.
func merge[T comparable](rows []rowOf[T]) []rowOf[T] {
	distinct := rows[:0]
	for _, row := range rows {
		if n := len(distinct); n > 0 && distinct[n-1].of == row.of {
			distinct[n-1].weight += row.weight
		} else {
			distinct = append(distinct, row)
		}
	}
	return distinct
}
