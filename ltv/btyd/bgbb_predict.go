package btyd

import (
	"math"
	"math/rand/v2"
)

// Expected returns the expected number of purchases on the next k occasions. It
// is a sum of positive terms, unlike that of the paper, and has no singularity at
// Gamma = 1.
func (m BGBB) Expected(c Occasions, k int) float64 {
	return m.odds(c).alive() * m.alive(c).ExpectedNew(k)
}

// ExpectedNew returns the expected number of purchases of a new customer on the
// first k occasions, in constant time.
func (m BGBB) ExpectedNew(k int) float64 {
	return m.Alpha / (m.Alpha + m.Beta) * m.life().renewalsWithin(count(k, "BGBB.ExpectedNew"))
}

// PMF returns the probability that a new customer buys on x of the first n
// occasions, in time in proportion to n-x. It is 0 where x is negative or above
// n.
func (m BGBB) PMF(x, n int) float64 {
	if x < 0 || x > count(n, "BGBB.PMF") {
		return 0
	}
	// The probability of x purchases on the first i occasions, all of them alive,
	// is w at i = x, and grows by a factor from i to i+1. It may be too small for
	// a number at first, so that scale is its logarithm's larger part.
	scale := m.logUpToLast(Occasions{x, x, x})
	w, sum := 1.0, 0.0
	for i := x; i < n; i++ {
		t := float64(i)
		life, buys := m.Gamma+m.Delta+t, m.Alpha+m.Beta+t
		sum += w * (m.Gamma / life)
		w *= (t + 1) / float64(i+1-x) * ((m.Beta + float64(i-x)) / buys) * ((m.Delta + t) / life)
		if w > 1e200 {
			w, sum, scale = w*1e-200, sum*1e-200, scale+200*math.Ln10
		}
	}
	return min(1, math.Exp(scale+math.Log(w+sum)))
}

// PMFAfter returns the probability that the customer buys on y of the next k
// occasions. It takes time in proportion to n-t_x and k-y.
func (m BGBB) PMFAfter(c Occasions, y, k int) float64 {
	o := m.odds(c)
	p := o.alive() * m.alive(c).PMF(y, k)
	if y == 0 {
		p += o.gone()
	}
	return p
}

// Discounted returns the expected number of purchases on the next k occasions,
// each discounted to the last occasion, n, in time in proportion to k at most.
//
// every is the time from one occasion to the next, which need not be that of d:
// with quarterly occasions and a yearly rate they are Months(3) and Years(1). It
// panics if every is negative.
func (m BGBB) Discounted(c Occasions, k int, every Time, d Discount) float64 {
	z := math.Exp(-d.Continuous(Day) * every.horizon("BGBB.Discounted"))
	now := m.alive(c)
	s, sum := 1.0, 0.0
	for i := range count(k, "BGBB.Discounted") {
		s *= z * ((now.Delta + float64(i)) / (now.Gamma + now.Delta + float64(i)))
		sum += s
		if s*float64(k-i) < 1e-18*sum {
			break
		}
	}
	return m.odds(c).alive() * (now.Alpha / (now.Alpha + now.Beta)) * sum
}

// DERT returns the discounted expected residual transactions: [BGBB.Discounted]
// without end. It panics if the discount is less than 1e-12 an occasion: the
// value may then be infinite.
func (m BGBB) DERT(c Occasions, every Time, d Discount) float64 {
	z := factor(every, d, "BGBB.DERT")
	now := m.alive(c)
	stay := now.Delta / (now.Gamma + now.Delta)
	return m.odds(c).alive() * (now.Alpha / (now.Alpha + now.Beta)) * z.now * stay * now.life().After(1).discounted(z)
}

// Simulate returns the record of a new customer after n occasions, and whether
// the customer has left before the last of them.
func (m BGBB) Simulate(src rand.Source, n int) (c Occasions, left bool) {
	r := rand.New(src)
	buy, _ := logBetaDraw(r, m.Alpha, m.Beta)
	_, stay := logBetaDraw(r, m.Gamma, m.Delta)
	alive, left := geometricDraw(r, stay, count(n, "BGBB.Simulate"))
	for range alive {
		c = c.Next(-r.ExpFloat64() < buy)
	}
	c.n = n
	return c, left
}
