package btyd

import "math"

// DEL returns the discounted expected lifetime of a new customer: the expected
// number of periods, each discounted to the beginning of the first, which
// counts in full (Fader and Hardie 2010). The margin of a period times DEL is
// the value of a new customer.
//
// period is the time from one renewal to the next, which need not be that of d:
// with monthly renewals and a yearly rate they are Months(1) and Years(1). It
// panics if the discount is less than 1e-12 a period: the value may then be
// infinite.
func (m SBG) DEL(period Time, d Discount) float64 {
	return m.discounted(factor(period, d, "SBG.DEL"))
}

// DERLBeforeRenewal returns the discounted expected residual lifetime of a
// customer who has renewed the given number of times, and is about to be asked
// again: the expected number of further periods, the next counting in full if
// the customer renews. This is the DERL of Fader and Hardie (2010, eq. 6),
// whose n is one more than the renewals. It panics where [SBG.DEL] does.
func (m SBG) DERLBeforeRenewal(renewals int, period Time, d Discount) float64 {
	m = m.After(renewals)
	kept := m.Beta / (m.Alpha + m.Beta)
	return kept * m.After(1).discounted(factor(period, d, "SBG.DERLBeforeRenewal"))
}

// DERLAfterRenewal is [SBG.DERLBeforeRenewal] for a customer who has renewed
// the given number of times, the last time just now. The period just paid for
// does not count, and the next renewal is a whole period away. So it is the
// value before that renewal, discounted by a period. With 0 renewals it is the
// value of a customer who has just begun.
func (m SBG) DERLAfterRenewal(renewals int, period Time, d Discount) float64 {
	return m.DERLBeforeRenewal(renewals, period, d) * factor(period, d, "SBG.DERLAfterRenewal").now
}

// worth is what is left of 1 after a period, and what is lost; both are exact.
type worth struct{ now, lost float64 }

// factor returns what something is worth a period before it is due.
func factor(period Time, d Discount, method string) worth {
	if !(period.finite() && period.days > 0) {
		panic("btyd." + method + ": no period")
	}
	force := d.Continuous(Day) * period.days
	if force < 1e-12 {
		panic("btyd." + method + ": without a discount, the value may be without bound")
	}
	return worth{math.Exp(-force), -math.Expm1(-force)}
}

// discounted returns the sum of S(t) z^t for all t from 0, where z is what is
// left after a period: the hypergeometric function ₂F₁(1, β; α+β; z).
//
// Gauss's continued fraction for it is a g-fraction: its coefficients are
// (1-g')g·z, g and the g' before it between 0 and 1. So it is a sum of positive
// terms, here found without any difference, whatever the parameters. (William
// Jones and Wolfgang Thron, Continued Fractions, 1980, §4.5 and §6.1.) It takes
// about 20 steps over the square root of what a period loses.
func (m SBG) discounted(z worth) float64 {
	must("sBG", m.Alpha, m.Beta)
	c := m.Alpha + m.Beta
	sum, term := 1.0, 1.0
	rest, excess, d := 1.0, 0.0, 1.0 // 1-g', and d = 1/(1-g' + excess)
	for n := 0.0; ; n++ {
		before, ratio := sum, 1.0
		for _, s := range [2]struct{ g, rest float64 }{
			{(m.Beta + n) / (c + 2*n), (m.Alpha + n) / (c + 2*n)},
			{(n + 1) / (c + 2*n + 1), (c + n) / (c + 2*n + 1)},
		} {
			excess = s.g * d * (rest*z.lost + excess)
			next := 1 / (s.rest + excess)
			ratio *= rest * s.g * z.now * d * next
			term *= rest * s.g * z.now * d * next
			sum += term
			rest, d = s.rest, next
		}
		// What is missing falls no slower than by this ratio, or hardly so.
		if (sum-before)*ratio <= 1e-17*sum*(1-ratio) {
			return sum
		}
	}
}
