package rfm

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"
)

// Bar says how many customers share a measure and its score.
type Bar struct {
	Value     decimal.Decimal `json:"value"`
	Score     uint8           `json:"score"`
	Customers int             `json:"customers"`
}

// Distribution counts the customers of every value of recency, frequency and
// monetary that occurs, so that one sees where the cuts of a scale fall. Bars
// are ascending by Value, and by Score where equal values have several scores.
// Customers without sales are in none. Monetary may have nearly as many values
// as there are customers.
//
// It takes O(n log n) time.
func Distribution(s *Scored) (r, f, m []Bar) {
	t := s.Table()
	return intBars(s, t.recency, func(s Score) uint8 { return s.R }),
		intBars(s, t.frequency, func(s Score) uint8 { return s.F }),
		moneyBars(s)
}

func intBars(s *Scored, column []int32, score func(Score) uint8) []Bar {
	return histogram(points(s, score, func(i int) int32 { return column[i] }), cmp.Compare, decimal.NewFromInt32)
}

func moneyBars(s *Scored) []Bar {
	m := &s.Table().monetary
	score := func(s Score) uint8 { return s.M }
	if m.wide != nil {
		same := func(d decimal.Decimal) decimal.Decimal { return d }
		return histogram(points(s, score, m.at), decimal.Decimal.Compare, same)
	}
	number := func(units int64) decimal.Decimal { return decimal.New(units, -int32(m.scale)) }
	return histogram(points(s, score, func(i int) int64 { return m.units[i] }), cmp.Compare, number)
}

// point is a customer's measure and score on one axis.
type point[V any] struct {
	value V
	score uint8
}

// points returns the points of the customers with sales.
func points[V any](s *Scored, score func(Score) uint8, value func(row int) V) []point[V] {
	t := s.Table()
	list := make([]point[V], 0, t.WithSales())
	for i, n := range t.frequency {
		if n > 0 {
			list = append(list, point[V]{value(i), score(s.Score(i))})
		}
	}
	return list
}

// histogram sorts points and counts the equal ones.
func histogram[V any](list []point[V], compare func(a, b V) int, number func(V) decimal.Decimal) []Bar {
	order := func(a, b point[V]) int {
		return cmp.Or(compare(a.value, b.value), cmp.Compare(a.score, b.score))
	}
	slices.SortFunc(list, order)
	bars := []Bar{}
	for i, p := range list {
		if i == 0 || order(p, list[i-1]) != 0 {
			bars = append(bars, Bar{Value: number(p.value), Score: p.score})
		}
		bars[len(bars)-1].Customers++
	}
	return bars
}
