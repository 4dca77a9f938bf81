package btyd

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// ErrSpend is wrapped by every [*SpendError].
var ErrSpend = errors.New("impossible spend")

// SpendError says which numbers cannot be the spend of a customer.
type SpendError struct {
	X      int
	Mean   float64
	Reason string
}

// Error returns the numbers and what is wrong with them.
func (e *SpendError) Error() string {
	return fmt.Sprintf("btyd: %v x=%d, mean=%v: %s", ErrSpend, e.X, e.Mean, e.Reason)
}

// Unwrap returns [ErrSpend].
func (e *SpendError) Unwrap() error { return ErrSpend }

// Spend is the record of a customer for [GammaGamma]: the number of purchases,
// and their mean amount. The only way to make one is [NewSpend]. The zero Spend
// is a customer without purchases that count. Spends can be compared with ==.
type Spend struct {
	x    int
	mean float64
}

// NewSpend returns the spend of a customer whose x purchases cost mean on
// average. By custom these are the repeat purchases with an amount above 0,
// because first purchases often differ. A customer with none has x = 0 and
// mean = 0.
//
// The error is a *[SpendError] if x is negative, or if the mean is not above 0
// or not finite: the model has no free purchases and no refunds. Leave out free
// purchases before you take the mean.
func NewSpend(x int, mean float64) (Spend, error) {
	reason := ""
	switch {
	case x < 0:
		reason = "x is negative"
	case math.IsNaN(mean):
		reason = "the mean is not a number"
	case mean < 0:
		reason = "the mean is negative"
	case x == 0 && mean != 0:
		reason = "a mean of no purchases"
	case x > 0 && mean == 0:
		reason = "the mean is 0: leave purchases without money out"
	case float64(x)*mean > math.MaxFloat64:
		reason = "the total is not finite"
	}
	if reason != "" {
		return Spend{}, &SpendError{x, mean, reason}
	}
	return Spend{x, mean}, nil
}

// X returns the number of purchases.
func (c Spend) X() int { return c.x }

// Mean returns the mean amount of the purchases, 0 if there are none.
func (c Spend) Mean() float64 { return c.mean }

// String returns, say, "x=2, mean=22.35".
func (c Spend) String() string { return fmt.Sprintf("x=%d, mean=%v", c.x, c.mean) }

// total returns the money of all purchases.
func (c Spend) total() float64 { return float64(c.x) * c.mean }

type spendJSON struct {
	X    int     `json:"x"`
	Mean float64 `json:"mean"`
}

// MarshalJSON returns, say, {"x":2,"mean":22.35}.
func (c Spend) MarshalJSON() ([]byte, error) { return json.Marshal(spendJSON{c.x, c.mean}) }

// UnmarshalJSON reads what MarshalJSON wrote. The error is that of [NewSpend], or
// about the text.
func (c *Spend) UnmarshalJSON(text []byte) error {
	var j spendJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	read, err := NewSpend(j.X, j.Mean)
	if err == nil {
		*c = read
	}
	return err
}
