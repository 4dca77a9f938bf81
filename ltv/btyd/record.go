package btyd

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// ErrRecord is wrapped by every [*RecordError].
var ErrRecord = errors.New("impossible record")

// RecordError says which numbers cannot be the record of a customer.
type RecordError struct {
	X      int
	TX, T  Time
	Reason string
}

// Error returns the numbers and what is wrong with them.
func (e *RecordError) Error() string {
	return fmt.Sprintf("btyd: %v x=%d, t_x=%v, T=%v: %s", ErrRecord, e.X, e.TX, e.T, e.Reason)
}

// Unwrap returns [ErrRecord].
func (e *RecordError) Unwrap() error { return ErrRecord }

// Record holds all that the models need of a customer: how often the customer
// came back, when they last did, and for how long they have been observed. A
// Record is always possible, as [NewRecord] makes no others. The zero Record is
// a customer who came just now. Records can be compared with ==.
type Record struct {
	x     int
	tx, t Time
}

// NewRecord returns the record of a customer with x repeat purchases, not
// counting the first, the last of which came tx after the first purchase, and
// who has been observed for t since the first purchase. Purchases of one day
// are one.
//
// The error is a *[RecordError] if x is negative, a time is negative or not
// finite, tx is beyond t, or tx is not 0 exactly where x is 0. Repeat purchases
// at the moment of the first (x > 0, tx = 0) are impossible as well: in the
// models, no two purchases come at the same time.
func NewRecord(x int, tx, t Time) (Record, error) {
	reason := ""
	switch {
	case x < 0:
		reason = "x is negative"
	case !tx.finite():
		reason = "t_x is negative or not finite"
	case !t.finite():
		reason = "T is negative or not finite"
	case tx.days > t.days:
		reason = "t_x is beyond T"
	case x == 0 && tx.days > 0:
		reason = "without repeat purchases t_x is 0"
	case x > 0 && tx.days == 0:
		reason = "repeat purchases at the moment of the first"
	}
	if reason != "" {
		return Record{}, &RecordError{x, tx, t, reason}
	}
	return Record{x, tx, t}, nil
}

// X returns the number of repeat purchases.
func (c Record) X() int { return c.x }

// TX returns the time from the first purchase to the last, 0 if there is only
// one. Other libraries call it recency.
func (c Record) TX() Time { return c.tx }

// T returns the time from the first purchase to the end of the observation.
// Other libraries call it age.
func (c Record) T() Time { return c.t }

// Wait returns the record after t without a purchase.
func (c Record) Wait(t Time) Record {
	c.t.days = min(c.t.days+t.horizon("Record.Wait"), math.MaxFloat64)
	return c
}

// Purchase returns the record after a repeat purchase at a time since the first,
// which becomes the end of the observation. The error is that of [NewRecord];
// it is also an error if the purchase is before the end of what was observed.
func (c Record) Purchase(at Time) (Record, error) {
	if at.days < c.t.days {
		return c, &RecordError{c.x + 1, at, c.t, "a purchase before the end of the observation"}
	}
	return NewRecord(c.x+1, at, at)
}

// String returns the record as the papers write it.
func (c Record) String() string { return fmt.Sprintf("x=%d, t_x=%v, T=%v", c.x, c.tx, c.t) }

func (c Record) compare(o Record) int {
	return cmp.Or(cmp.Compare(c.x, o.x), cmp.Compare(c.tx.days, o.tx.days), cmp.Compare(c.t.days, o.t.days))
}

// weighted is a record that several customers have.
type weighted struct {
	Record
	weight float64
}

// group returns the different records, in order, each with the sum of its
// weights: the likelihood of equal customers is that of one, so many times. A nil
// weights counts each record once. Records of no weight are left out.
func group(records []Record, weights []float64) []weighted {
	rows := make([]weighted, 0, len(records))
	for i, c := range records {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		if w > 0 {
			rows = append(rows, weighted{c, w})
		}
	}
	// Weights in order too: their sum must not depend on the order of the records.
	slices.SortFunc(rows, func(a, b weighted) int {
		return cmp.Or(a.compare(b.Record), cmp.Compare(a.weight, b.weight))
	})
	distinct := rows[:0]
	for _, row := range rows {
		if n := len(distinct); n > 0 && distinct[n-1].Record == row.Record {
			distinct[n-1].weight += row.weight
		} else {
			distinct = append(distinct, row)
		}
	}
	return distinct
}

type recordJSON struct {
	X      int  `json:"x"`
	TXDays Time `json:"txDays"`
	TDays  Time `json:"tDays"`
}

// MarshalJSON returns, say, {"x":2,"txDays":213,"tDays":272}.
func (c Record) MarshalJSON() ([]byte, error) { return json.Marshal(recordJSON{c.x, c.tx, c.t}) }

// UnmarshalJSON reads what MarshalJSON wrote. The error is that of [NewRecord], or
// about the text.
func (c *Record) UnmarshalJSON(text []byte) error {
	var j recordJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	read, err := NewRecord(j.X, j.TXDays, j.TDays)
	if err == nil {
		*c = read
	}
	return err
}
