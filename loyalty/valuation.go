package loyalty

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Valuation says for [Liability] what outstanding points are worth and which part of
// them will never be spent. [Engine.Valuation] makes one of a program, and
// [BreakageEstimate.Breakages] estimates the breakage.
//
// JSON leaves out the Zone. Set it after reading a valuation from JSON.
type Valuation struct {
	Zone    *time.Location `json:"-"`               // of the months that points lapse in; must be set
	Scale   int32          `json:"scale,omitempty"` // see Program.Scale
	Wallets []WalletValue  `json:"wallets"`         // points of other wallets are worth nothing
	// Share is the part of the stand-alone value that customers have paid for: the
	// transaction price divided by the sum of the stand-alone selling prices of goods
	// and points, as in [Allocate]. Zero means 1.
	Share decimal.Decimal `json:"share,omitzero"`
}

// WalletValue is the worth of the points of one wallet.
type WalletValue struct {
	Wallet string `json:"wallet"`
	// Worth is what a whole point, not a unit of it, is worth to the customer who
	// spends it.
	Worth Money `json:"worth"`
	// Breakage is the part of the outstanding points that will never be spent, from 0
	// to 1. Zero is prudent: it expects that all will be spent.
	Breakage decimal.Decimal `json:"breakage,omitzero"`
	// Cohorts has the breakage of points granted in certain months, instead of
	// Breakage.
	Cohorts []CohortBreakage `json:"cohorts,omitempty"`
}

// CohortBreakage says which part of the outstanding points of one month will never be
// spent, from 0 to 1. The month is that of the deed that earned the points.
type CohortBreakage struct {
	Month    retention.Date  `json:"month"` // its first day
	Breakage decimal.Decimal `json:"breakage"`
}

// Valuation returns what the points of a program are worth by the burn rules in
// force at an instant, without breakage.
func (e *Engine) Valuation(at time.Time) Valuation {
	v := Valuation{Zone: e.zone, Scale: e.program.Scale}
	for _, b := range e.at(instantOf(at)).Burn {
		v.Wallets = append(v.Wallets, WalletValue{Wallet: b.Wallet, Worth: b.Worth})
	}
	return v
}

// check refuses a valuation that makes no sense.
func (v *Valuation) check() error {
	if v.Zone == nil {
		return fmt.Errorf("loyalty: %w: a valuation without a zone", ErrValue)
	}
	if err := notNumber(v.Share); err != nil {
		return fmt.Errorf("loyalty: share: %w", err)
	}
	for i, w := range v.Wallets {
		if slices.ContainsFunc(v.Wallets[:i], func(x WalletValue) bool { return x.Wallet == w.Wallet }) {
			return fmt.Errorf("loyalty: wallet %.64q: %w", w.Wallet, ErrDuplicate)
		}
		if err := notMoney(w.Worth); err != nil {
			return fmt.Errorf("loyalty: wallet %.64q: worth: %w", w.Wallet, err)
		}
		if err := notPart(w.Breakage); err != nil {
			return fmt.Errorf("loyalty: wallet %.64q: breakage: %w", w.Wallet, err)
		}
		for _, c := range w.Cohorts {
			if err := notPart(c.Breakage); err != nil {
				return fmt.Errorf("loyalty: wallet %.64q: breakage of %v: %w", w.Wallet, c.Month, err)
			}
		}
	}
	return nil
}

// notPart refuses what is not from 0 to 1.
func notPart(d decimal.Decimal) error {
	if err := notNumber(d); err != nil {
		return err
	}
	if d.GreaterThan(one) {
		return fmt.Errorf("%w: %v", ErrValue, d)
	}
	return nil
}

// notMoney refuses what is negative or no [retention.Amount].
func notMoney(d Money) error {
	if err := notNumber(d); err != nil {
		return err
	}
	if _, err := retention.NewAmount(d); err != nil {
		return fmt.Errorf("%w: %w", ErrValue, err)
	}
	return nil
}

// notNumber refuses what is negative or takes long to count with.
func notNumber(d decimal.Decimal) error {
	switch {
	case vast(d):
		return fmt.Errorf("%w: a number of %d digits × 10^%d", ErrValue, d.NumDigits(), d.Exponent())
	case d.Sign() < 0:
		return fmt.Errorf("%w: %v", ErrValue, d)
	}
	return nil
}

// notPlaces refuses decimals that no currency has.
func notPlaces(places int32) error {
	if places < -mostPlaces || places > mostPlaces {
		return fmt.Errorf("%w: %d decimals", ErrValue, places)
	}
	return nil
}

// mostPlaces is how many decimals a [retention.Amount] has at most.
const mostPlaces = 12

// of returns the worth of a point of a cohort and the part of it that breaks.
func (v *Valuation) of(wallet string, month retention.Date) (worth Money, breakage decimal.Decimal) {
	for i := range v.Wallets {
		if w := &v.Wallets[i]; w.Wallet == wallet {
			for _, c := range w.Cohorts {
				if c.Month == month {
					return w.Worth, c.Breakage
				}
			}
			return w.Worth, w.Breakage
		}
	}
	return worth, breakage
}

// Allocate shares a transaction price out over what it buys, in the proportion
// of the stand-alone selling prices (IFRS 15.74 and 76). The shares have places
// decimals and sum to the price exactly: each is rounded down, and what is left goes
// unit by unit to those that lost most, and first to the first of equals.
//
// The error wraps [ErrValue] if the price has more decimals, if an amount is negative
// or out of the range of a [retention.Amount], if all stand-alone prices are 0, or if
// places is not from -12 to 12.
func Allocate(price Money, places int32, standalone ...Money) ([]Money, error) {
	if err := cmp.Or(notPlaces(places), notMoney(price)); err != nil {
		return nil, fmt.Errorf("loyalty: price: %w", err)
	}
	sum := decimal.Decimal{}
	for i, s := range standalone {
		if err := notMoney(s); err != nil {
			return nil, fmt.Errorf("loyalty: stand-alone price %d: %w", i, err)
		}
		sum = sum.Add(s)
	}
	if sum.Sign() == 0 {
		return nil, fmt.Errorf("loyalty: %w: nothing to allocate to", ErrValue)
	}
	if !price.Equal(price.Truncate(places)) {
		return nil, fmt.Errorf("loyalty: %w: a price of %v with %d decimals", ErrValue, price, places)
	}
	return apportion(price, places, standalone, sum), nil
}

// apportion shares a total out in proportion to weights, which sum to sum, by
// the largest remainder.
func apportion(total Money, places int32, weights []decimal.Decimal, sum decimal.Decimal) []Money {
	shares, rests := make([]Money, len(weights)), make([]decimal.Decimal, len(weights))
	order := make([]int, len(weights))
	left := total
	for i, w := range weights {
		shares[i], rests[i] = total.Mul(w).QuoRem(sum, places)
		left = left.Sub(shares[i])
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(rests[j].Cmp(rests[i]), cmp.Compare(i, j)) })
	unit := decimal.New(1, -places)
	for _, i := range order {
		if left.Sign() <= 0 {
			break
		}
		shares[i], left = shares[i].Add(unit), left.Sub(unit)
	}
	return shares
}

// Deferral is the part of a transaction price that was paid for points, and how much
// of it has been recognised as revenue.
type Deferral struct {
	Allocated  Money `json:"allocated"`  // see Allocate
	Recognised Money `json:"recognised"` // so far
}

// Deferred returns what is still to become revenue: the contract liability.
func (d Deferral) Deferred() Money { return d.Allocated.Sub(d.Recognised) }

// Recognise returns the deferral brought up to date, and the revenue since the last
// time. redeemed counts all points redeemed so far. expected counts all points that
// will be redeemed in the end, those included. The revenue recognised in all is
//
//	Recognised = Allocated × redeemed ÷ expected
//
// (IFRS 15.B46 and illustrative example 52). It is rounded once, half to even to
// places decimals; as the sum is rounded, errors do not add up. The revenue since the
// last time is negative if more points are now expected than before. Everything is
// recognised when redeemed equals expected.
//
// The error wraps [ErrValue] for negative points, for fewer expected than redeemed,
// and for amounts and places that [Allocate] refuses.
func (d Deferral) Recognise(redeemed, expected Points, places int32) (Deferral, Money, error) {
	if redeemed < 0 || expected < redeemed {
		return d, Money{}, fmt.Errorf("loyalty: %w: %d points redeemed of %d expected", ErrValue, redeemed, expected)
	}
	if err := cmp.Or(notPlaces(places), notMoney(d.Allocated), notMoney(d.Recognised)); err != nil {
		return d, Money{}, fmt.Errorf("loyalty: deferral: %w", err)
	}
	total := d.Allocated
	if redeemed < expected {
		total = quotient(d.Allocated.Mul(decimal.NewFromInt(int64(redeemed))), decimal.NewFromInt(int64(expected)), places)
	}
	revenue := total.Sub(d.Recognised)
	d.Recognised = total
	return d, revenue, nil
}

// quotient returns a÷b for a >= 0 and b > 0, rounded half to even.
func quotient(a, b decimal.Decimal, places int32) decimal.Decimal {
	q, rest := a.QuoRem(b, places)
	half := rest.Add(rest).Cmp(b.Mul(decimal.New(1, -places)))
	if half > 0 || half == 0 && q.Shift(places).BigInt().Bit(0) == 1 {
		q = q.Add(decimal.New(1, -places))
	}
	return q
}
