package ltv

import (
	"errors"
	"fmt"
	"math"

	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// ValueBasis says what is counted in a valuation. Fields that are zero have the
// stated defaults; a basis without a Horizon needs a Discount.
type ValueBasis struct {
	// Horizon is the time ahead in which purchases count. Zero is without end,
	// and then the rate of Discount must be above 0: the expected number of
	// purchases may be infinite otherwise.
	Horizon btyd.Time
	// Discount takes interest off each purchase, for the time from the last day
	// of the base to the purchase. The zero Discount takes nothing off.
	Discount btyd.Discount
	// Margin is the part of net sales that the shop keeps, in (0, 1]. Zero
	// stands for 1: the value is then revenue and not profit. (In a [Formula],
	// a zero margin leaves nothing.) Set it wherever values are compared with
	// costs, such as the cost of winning a customer.
	Margin decimal.Decimal
	// Gross ignores refunds. Otherwise every future purchase is lowered by the
	// share of refunds in the sales of the base.
	Gross bool
	// RoundTo is the unit of rounding: values are rounded to multiples of it,
	// half away from zero. It is 0.01 unless set; take 1 for yen. It may be
	// from 10^-12 to 10^12.
	RoundTo decimal.Decimal
	// Level is the confidence of intervals, in (0, 1): 0.95 unless set.
	Level float64
}

// ErrValueBasis is wrapped by every error about a [ValueBasis] that cannot be
// used.
var ErrValueBasis = errors.New("unusable value basis")

// The limits of RoundTo, and what it is unless set.
var (
	cent     = decimal.New(1, -2)
	finest   = decimal.New(1, -12)
	coarsest = decimal.New(1, 12)
)

// Check returns all that is wrong with the basis, each fault an *[InputError]
// that wraps [ErrValueBasis], or nil.
func (b ValueBasis) Check() error {
	var faults []error
	fault := func(field, format string, args ...any) {
		faults = append(faults, &InputError{"ValueBasis." + field, fmt.Errorf("%w: "+format, append([]any{ErrValueBasis}, args...)...)})
	}
	days := b.Horizon.In(btyd.Day)
	if !(days >= 0 && days <= math.MaxFloat64) {
		fault("Horizon", "%v ahead", b.Horizon)
	}
	if err := b.Discount.Check(); err != nil {
		fault("Discount", "%v", err)
	} else if days == 0 && b.Discount.Rate == 0 {
		fault("Discount", "without a Horizon the rate must be above 0, as purchases for ever may add up to no finite sum")
	}
	if !between(b.Margin, decimal.Zero, decimalOne) {
		fault("Margin", "%s is not in (0, 1]", shown(b.Margin))
	}
	if !between(b.RoundTo, finest, coarsest) && !between(b.RoundTo, decimal.Zero, decimal.Zero) {
		fault("RoundTo", "%s is not from 10^-12 to 10^12", shown(b.RoundTo))
	}
	if !(b.Level >= 0 && b.Level < 1) {
		fault("Level", "%v is not in (0, 1)", b.Level)
	}
	return errors.Join(faults...)
}

// between reports whether d lies in [low, high].
func between(d, low, high decimal.Decimal) bool {
	return !tooWide(d) && d.GreaterThanOrEqual(low) && d.LessThanOrEqual(high)
}

// filled returns the basis with its defaults in place.
func (b ValueBasis) filled() ValueBasis {
	if b.Margin.IsZero() {
		b.Margin = decimalOne
	}
	if b.RoundTo.IsZero() {
		b.RoundTo = cent
	}
	if b.Level == 0 {
		b.Level = 0.95
	}
	return b
}

// purchases returns the expected number of a customer's purchases that count, each
// discounted.
func (b *ValueBasis) purchases(m btyd.Model, c btyd.Record) float64 {
	if b.Horizon == (btyd.Time{}) {
		return m.DERT(c, b.Discount)
	}
	return m.Discounted(c, b.Horizon, b.Discount)
}

// reach returns how far ahead purchases count: without end where there is no
// Horizon.
func (b ValueBasis) reach() btyd.Time {
	if b.Horizon == (btyd.Time{}) {
		return btyd.Days(math.Inf(1))
	}
	return b.Horizon
}

// quantile returns how many standard errors an interval reaches to either side.
func (b *ValueBasis) quantile() float64 { return math.Sqrt2 * math.Erfinv(b.Level) }
