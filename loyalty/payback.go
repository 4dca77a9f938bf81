package loyalty

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"
)

// MixedPayment is an order that was paid with points and money.
type MixedPayment struct {
	Wallet string
	Points Points // redeemed for the order
	Worth  Money  // what they paid of it
	Cash   Money  // what money paid of it
	// Returned is the sum of the amounts of all earlier returns of the order, as
	// they were given to [Engine.PayBack].
	Returned Money
	// RoundTo is the smallest amount of money that is paid, such as 0.05. Zero is
	// one unit of the last decimal that Worth or Cash has.
	RoundTo Money
}

// Payback is how a return is paid back: Points by a [Cancel] of the redemption, and
// Cash in money.
type Payback struct {
	Points Points
	Cash   Money
}

// PayBack shares a returned amount out over points and money: in the proportion in
// which the order was paid, or money first if the [BurnRule] in force at the instant
// has CashFirst. Money is rounded down to RoundTo and points up to a whole unit: points
// never become money. Returns in several parts come to the same as in one, and the last
// of them gives all back.
//
// The error wraps [ErrEvent] for negative amounts, for a Worth without Points, and for
// more than is left to return.
func (e *Engine) PayBack(m MixedPayment, amount Money, at time.Time) (Payback, error) {
	for _, d := range [...]Money{m.Worth, m.Cash, m.Returned, m.RoundTo, amount} {
		if f, err := fixedOf(d); err != nil || f.units < 0 {
			return Payback{}, fmt.Errorf("loyalty: %w: an amount that is negative or too long to pay back", ErrEvent)
		}
	}
	total, now := m.Worth.Add(m.Cash), m.Returned.Add(amount)
	switch {
	case m.Points < 0:
		return Payback{}, fmt.Errorf("loyalty: %w: %d points to pay back", ErrEvent, m.Points)
	case now.GreaterThan(total):
		return Payback{}, fmt.Errorf("loyalty: %w: %v paid back of an order of %v", ErrEvent, now, total)
	case m.Points == 0 && m.Worth.Sign() > 0:
		return Payback{}, fmt.Errorf("loyalty: %w: no points that are worth %v", ErrEvent, m.Worth)
	}
	first := e.at(instantOf(at)).burn(m.Wallet).CashFirst
	before, after := m.upTo(m.Returned, first), m.upTo(now, first)
	return Payback{after.Points - before.Points, after.Cash.Sub(before.Cash)}, nil
}

// upTo returns what has been paid back once returned has come back in all.
func (m *MixedPayment) upTo(returned Money, cashFirst bool) Payback {
	total := m.Worth.Add(m.Cash)
	if returned.Equal(total) {
		return Payback{m.Points, m.Cash}
	}
	if cashFirst {
		over := decimal.Max(returned.Sub(m.Cash), decimal.Decimal{})
		return Payback{m.share(over, m.Worth), m.roundDown(decimal.Min(returned, m.Cash), one)}
	}
	return Payback{m.share(returned, total), m.roundDown(returned.Mul(m.Cash), total)}
}

// share returns part/whole of the points, rounded up.
func (m *MixedPayment) share(part, whole Money) Points {
	if whole.IsZero() {
		return 0
	}
	units, rest := part.Mul(decimal.NewFromInt(int64(m.Points))).QuoRem(whole, 0)
	if rest.Sign() > 0 {
		units = units.Add(one)
	}
	n, _ := pointsOf(units.BigInt())
	return min(n, m.Points)
}

// roundDown returns a/b, rounded down to a multiple of RoundTo.
func (m *MixedPayment) roundDown(a, b Money) Money {
	to := m.RoundTo
	if to.IsZero() {
		to = decimal.New(1, min(m.Worth.Exponent(), m.Cash.Exponent(), 0))
	}
	n, _ := a.QuoRem(b.Mul(to), 0)
	return n.Mul(to)
}
