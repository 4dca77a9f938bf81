package loyalty

import "github.com/shopspring/decimal"

// off returns what a discount takes off a total, exactly.
func (d *Discount) off(total Money) (most Money) {
	for i := range d.Steps {
		if s := &d.Steps[i]; !total.LessThan(s.From) {
			most = decimal.Max(most, s.off(total))
		}
	}
	return decimal.Min(most, total)
}

// off returns what a step takes off a total that reaches it.
func (s *DiscountStep) off(total Money) Money {
	if s.Amount.Sign() > 0 {
		return s.Amount
	}
	part := total.Mul(s.Percent).Shift(-2)
	if s.Max.Sign() > 0 {
		part = decimal.Min(part, s.Max)
	}
	return part
}

// next returns where the next step begins that takes more off than now, zero
// if none does.
func (d *Discount) next(total, now Money) Money {
	for i := range d.Steps {
		if s := &d.Steps[i]; total.LessThan(s.From) && d.off(s.From).GreaterThan(now) {
			return s.From
		}
	}
	return Money{}
}

// roundTo rounds an amount to a multiple of step, if that is positive.
func (r Rounding) roundTo(step, amount Money) Money {
	if step.Sign() <= 0 {
		return amount
	}
	q, rest := amount.QuoRem(step, 0)
	switch half := rest.Add(rest).Cmp(step); {
	case r == Up && rest.Sign() > 0, r == HalfEven && (half > 0 || half == 0 && !q.Mod(decimal.NewFromInt(2)).IsZero()):
		q = q.Add(one)
	}
	return q.Mul(step)
}
