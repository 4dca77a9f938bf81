package rfm

import (
	"math"

	"github.com/shopspring/decimal"
)

// Scorer scores customers by a [Scale], one by one or a table at a time. It
// comes from [Scale.Compile], is immutable, and is safe for concurrent use.
type Scorer struct {
	scale     Scale // a copy of its own
	recency   ladder
	frequency ladder
	money     moneyLadder
}

func newScorer(s *Scale) *Scorer {
	scale := s.clone()
	return &Scorer{
		scale:     *scale,
		recency:   recencyAxis.ladder(scale.R.Cuts, 0),
		frequency: frequencyAxis.ladder(scale.F.Cuts, 0),
		money:     newMoneyLadder(scale.M.Cuts),
	}
}

// Scale returns a copy of the scale.
func (s *Scorer) Scale() *Scale { return s.scale.clone() }

// Score returns the score of a customer, who need not be of the table that the
// scale was fitted to, but must be measured in its zone, currency and basis.
// Net money of 0 or less scores 1. Customers without sales get the zero Score.
//
// It takes O(bins) comparisons of integers and does not allocate, unless the
// money has more than 18 digits.
func (s *Scorer) Score(c Customer) Score {
	if c.Frequency <= 0 {
		return Score{}
	}
	return Score{
		R: s.recency.score(s.recency.key(int64(c.Recency)), c.ID),
		F: s.frequency.score(int64(c.Frequency), c.ID),
		M: s.money.score(c.Monetary, c.ID),
	}
}

// moneyLadder scores decimals of whatever scale. Its ladder has one place more
// than any cut, for the mark of what is beyond: see [moneyLadder.key].
type moneyLadder struct {
	cuts   []Cut
	places int // of the cuts
	ladder ladder
	fits   bool // the cuts, in the ladder
}

func newMoneyLadder(cuts []Cut) moneyLadder {
	m := moneyLadder{cuts: cuts, fits: true}
	for _, c := range cuts {
		m.places = max(m.places, -int(c.Value.Exponent()))
	}
	m.ladder = monetaryAxis.ladder(cuts, m.places+1)
	for _, rung := range m.ladder.rungs {
		m.fits = m.fits && rung < math.MaxInt64
	}
	return m
}

func (m *moneyLadder) score(sum decimal.Decimal, id string) uint8 {
	sum = within(sum)
	if !m.fits || sum.NumDigits() > 18 {
		return monetaryAxis.score(m.cuts, sum, id)
	}
	return m.ladder.score(m.key(sum.CoefficientInt64(), int(sum.Exponent())), id)
}

// within returns sum, or what lies on the same side of every cut where its
// exponent would make calculating with it take forever.
func within(sum decimal.Decimal) decimal.Decimal {
	const far = 1000 // places; cuts have some hundred
	switch exp := sum.Exponent(); {
	case exp > far:
		return decimal.New(int64(sum.Sign()), far)
	case exp < -2*far && int(exp)+sum.NumDigits() < -far:
		return decimal.New(int64(sum.Sign()), -far)
	}
	return sum
}

// key returns a number, which has at most 18 digits, in the units of the
// ladder, or the nearest such number on the same side of every cut: 0 for less
// than 0, the greatest for too many digits before the point, and for too many
// behind it a 5 in the last place, where cuts have none.
func (m *moneyLadder) key(coefficient int64, exponent int) int64 {
	if coefficient <= 0 {
		return 0
	}
	place, beyond := exponent+m.places, false
	for ; place < 0 && coefficient > 0; place++ {
		beyond = beyond || coefficient%10 != 0
		coefficient /= 10
	}
	if beyond {
		return coefficient*10 + 5
	}
	for ; place >= 0; place-- {
		if coefficient > math.MaxInt64/10 {
			return math.MaxInt64
		}
		coefficient *= 10
	}
	return coefficient
}
