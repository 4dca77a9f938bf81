package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// now is the instant that the shop's times lie around.
var now = time.Date(2028, time.February, 29, 15, 30, 0, 0, time.UTC)

// A source of random rows, the same for the same seed.
type source struct {
	*rand.Rand
	words []string // the first of which come often
	wild  bool     // whether to draw the ends of ranges, and beyond
}

func newSource(seed uint64, words []string, wild bool) source {
	return source{rand.New(rand.NewPCG(seed, 0)), words, wild}
}

// maybe returns what draw does, or nil one time in five.
func maybe[V any](s source, draw func() V) *V {
	if s.IntN(5) == 0 {
		return nil
	}
	v := draw()
	return &v
}

// word returns one of the first few words, or any of them, or two as one.
func (s source) word() string {
	const usual = 10
	word := func() string { return s.words[s.IntN(len(s.words))] }
	switch n := s.IntN(8); {
	case s.wild && n == 0:
		return word() + word()
	case n < 4:
		return word()
	}
	return s.words[s.IntN(min(usual, len(s.words)))]
}

// small returns a number that others are likely to draw too, or now and then
// one from the end of the range.
func (s source) small() int64 {
	switch {
	case !s.wild:
		return s.Int64N(12)
	case s.IntN(30) == 0:
		return []int64{math.MinInt32, math.MaxInt32, math.MinInt64 + 1, math.MaxInt64}[s.IntN(4)]
	}
	return s.Int64N(12) - 2
}

func (s source) amount() decimal.Decimal {
	switch {
	case s.wild && s.IntN(30) == 0:
		return decimal.New(s.Int64N(2e12)-1e12, -2)
	case s.wild && s.IntN(3) == 0:
		return decimal.New(s.Int64N(7)-3, 0)
	}
	return decimal.New(s.Int64N(4001)-500, -2)
}

// extremes are floats at the ends of the range and beyond.
var extremes = []float64{
	0, math.Copysign(0, -1), 0.1, 1.0 / 3, 1 << 53, 1<<53 + 2, math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64,
	0x1p-1022, 0x1p-50, 0x1.fffffffffffffp-51, 0x1.fffffffffffffp-1, 1, 0x1.0000000000001p0,
	math.NaN(), math.Inf(1), math.Inf(-1),
}

func (s source) float() float64 {
	switch n := s.IntN(12); {
	case s.wild && n < 2:
		return extremes[s.IntN(len(extremes))]
	case n == 2:
		return s.NormFloat64()
	}
	return float64(s.IntN(40)) / 4
}

// instant returns a time near now, often at the turn of a day, never more
// exact than a microsecond.
func (s source) instant() time.Time {
	t := now.AddDate(0, 0, 5-s.IntN(400))
	if s.wild && s.IntN(20) == 0 { // before 1970
		t = t.AddDate(-60, 0, 0)
	}
	switch s.IntN(4) {
	case 0:
		return t.Truncate(24 * time.Hour).Add(time.Duration(s.IntN(3)-1) * time.Microsecond)
	case 1:
		return t
	case 2:
		return t.Truncate(24 * time.Hour).Add(time.Duration(s.IntN(48)) * 30 * time.Minute)
	}
	return t.Add(time.Duration(s.Int64N(86400e6)) * time.Microsecond)
}

func (s source) birthday() retention.Date {
	year := 1930 + s.IntN(100)
	switch s.IntN(5) {
	case 0:
		return retention.NewDate(year-year%4, time.February, 29)
	case 1:
		return retention.NewDate(year, time.February, 26+s.IntN(7))
	case 2:
		return retention.NewDate(year, time.December, 30+s.IntN(4))
	case 3:
		return retention.DateOf(s.instant(), time.UTC)
	}
	return retention.NewDate(year, time.January, 1+s.IntN(366))
}

func (s source) tags() []string {
	if s.IntN(5) == 0 {
		return nil
	}
	tags := make([]string, s.IntN(4))
	for i := range tags {
		tags[i] = s.word()
	}
	return tags
}

// customers returns n random customers.
func (s source) customers(n int) []Customer {
	customers := make([]Customer, n)
	var purchases, returns int64
	for i := range customers {
		c := Customer{
			ID:        fmt.Sprintf("c%05d", i),
			Country:   maybe(s, s.word),
			Tier:      s.word(),
			Orders:    maybe(s, s.small),
			Spent:     maybe(s, s.amount),
			Paid:      maybe(s, s.float),
			OptIn:     maybe(s, func() bool { return s.IntN(2) == 0 }),
			LastOrder: maybe(s, s.instant),
			Birthday:  maybe(s, s.birthday),
			Tags:      s.tags(),
		}
		if s.wild && s.IntN(20) == 0 {
			c.ID += s.word()
		}
		c.Purchases = make([]Purchase, max(0, s.IntN(8)-2))
		for j := range c.Purchases {
			purchases++
			p := s.purchase(purchases)
			if j > 0 && s.IntN(4) == 0 { // two at once
				p.At = c.Purchases[j-1].At
			}
			p.Returns = make([]Return, max(0, s.IntN(4)-1))
			for k := range p.Returns {
				returns++
				p.Returns[k] = Return{ID: returns, At: s.instant(), Quantity: s.Int64N(3)}
			}
			c.Purchases[j] = p
		}
		customers[i] = c
	}
	return customers
}

func (s source) purchase(id int64) Purchase {
	p := Purchase{
		ID:       id,
		At:       s.instant(),
		SKU:      maybe(s, s.word),
		Amount:   maybe(s, s.amount),
		Quantity: s.Int64N(4),
		Gift:     maybe(s, func() bool { return s.IntN(2) == 0 }),
	}
	if s.IntN(2) == 0 && p.Amount == nil { // or few sums would be known
		p.Amount = new(s.amount())
	}
	return p
}
