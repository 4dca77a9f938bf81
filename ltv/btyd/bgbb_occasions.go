package btyd

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrOccasions is wrapped by every [*OccasionsError].
var ErrOccasions = errors.New("impossible record of occasions")

// OccasionsError says which numbers cannot be a customer's record of occasions.
type OccasionsError struct {
	X, TX, N int
	Reason   string
}

// Error returns the numbers and what is wrong with them.
func (e *OccasionsError) Error() string {
	return fmt.Sprintf("btyd: %v x=%d, t_x=%d, n=%d: %s", ErrOccasions, e.X, e.TX, e.N, e.Reason)
}

// Unwrap returns [ErrOccasions].
func (e *OccasionsError) Unwrap() error { return ErrOccasions }

// Occasions is the record of a customer for [BGBB]: the number of occasions,
// such as years or yearly events, on which the customer could have bought since
// the first purchase; the number on which they did; and the last of these. The
// only way to make one is [NewOccasions]. The zero Occasions is a customer who
// came just now. Occasions can be compared with ==.
type Occasions struct{ x, tx, n int }

// NewOccasions returns the record of a customer who bought on x of n occasions,
// the last time on the tx-th, not counting the first purchase of all.
//
// The error is a *[OccasionsError] if a number is negative, tx is beyond n or
// below x, or tx is not 0 exactly where x is 0.
func NewOccasions(x, tx, n int) (Occasions, error) {
	reason := ""
	switch {
	case x < 0:
		reason = "x is negative"
	case n < 0:
		reason = "n is negative"
	case tx < 0:
		reason = "t_x is negative"
	case tx > n:
		reason = "t_x is beyond n"
	case x == 0 && tx > 0:
		reason = "without purchases t_x is 0"
	case x > tx:
		reason = "more purchases than occasions up to the last"
	}
	if reason != "" {
		return Occasions{}, &OccasionsError{x, tx, n, reason}
	}
	return Occasions{x, tx, n}, nil
}

// X returns on how many occasions the customer bought.
func (c Occasions) X() int { return c.x }

// TX returns the last occasion on which the customer bought, 0 if there is none.
func (c Occasions) TX() int { return c.tx }

// N returns how many occasions there were.
func (c Occasions) N() int { return c.n }

// Next returns the record after one more occasion.
func (c Occasions) Next(bought bool) Occasions {
	c.n++
	if bought {
		c.x, c.tx = c.x+1, c.n
	}
	return c
}

// String returns the record as the paper writes it.
func (c Occasions) String() string { return fmt.Sprintf("x=%d, t_x=%d, n=%d", c.x, c.tx, c.n) }

type occasionsJSON struct {
	X  int `json:"x"`
	TX int `json:"tx"`
	N  int `json:"n"`
}

// MarshalJSON returns, say, {"x":2,"tx":4,"n":6}.
func (c Occasions) MarshalJSON() ([]byte, error) { return json.Marshal(occasionsJSON{c.x, c.tx, c.n}) }

// UnmarshalJSON reads what MarshalJSON wrote. The error is that of [NewOccasions],
// or about the text.
func (c *Occasions) UnmarshalJSON(text []byte) error {
	var j occasionsJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	read, err := NewOccasions(j.X, j.TX, j.N)
	if err == nil {
		*c = read
	}
	return err
}

func (c Occasions) compare(o Occasions) int {
	return cmp.Or(cmp.Compare(c.x, o.x), cmp.Compare(c.tx, o.tx), cmp.Compare(c.n, o.n))
}
