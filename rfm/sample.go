package rfm

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"
)

// sample is one axis of the customers with sales, in the order of their IDs.
type sample interface {
	size() int
	// ranked returns the values at ascending ranks, counting from the worst
	// customer, who has rank 1.
	ranked(ranks []int) []decimal.Decimal
	// holder returns the ID of the customer at a rank, if equal customers are
	// ranked by ID. The value is the one that ranked returns.
	holder(rank int, value decimal.Decimal) string
	// counts returns how many customers have each score.
	counts(cuts []Cut) []int
}

// samples returns the three axes of the n customers with sales.
func (t *Table) samples(n int) [axisCount]sample {
	ids := sold(t, n, t.ids)
	s := [axisCount]sample{
		recencyAxis:   &integers[int32]{recencyAxis, ids, sold(t, n, t.recency), 0},
		frequencyAxis: &integers[int32]{frequencyAxis, ids, sold(t, n, t.frequency), 0},
	}
	if m := t.monetary; m.wide != nil {
		s[monetaryAxis] = &decimals{monetaryAxis, ids, sold(t, n, m.wide)}
	} else {
		s[monetaryAxis] = &integers[int64]{monetaryAxis, ids, sold(t, n, m.units), m.scale}
	}
	return s
}

// sold returns the entries of the n customers with sales. It is the column
// itself if these are all.
func sold[T any](t *Table, n int, column []T) []T {
	if n == len(column) {
		return column
	}
	entries := make([]T, 0, n)
	for i, v := range column {
		if t.frequency[i] > 0 {
			entries = append(entries, v)
		}
	}
	return entries
}

// integers is a sample in units of 10^-scale.
type integers[T integer] struct {
	axis   axis
	ids    []string
	values []T
	scale  uint8
}

func (s *integers[T]) size() int { return len(s.values) }

func (s *integers[T]) ranked(ranks []int) []decimal.Decimal {
	if s.axis.fewer() { // the k-th worst is the k-th from above
		ranks = slices.Clone(ranks)
		slices.Reverse(ranks)
		for i, k := range ranks {
			ranks[i] = len(s.values) + 1 - k
		}
	}
	found := make([]decimal.Decimal, len(ranks))
	for i, units := range orderStatistics(s.values, ranks) {
		found[i] = decimal.New(int64(units), -int32(s.scale))
	}
	if s.axis.fewer() {
		slices.Reverse(found)
	}
	return found
}

func (s *integers[T]) holder(rank int, value decimal.Decimal) string {
	units := T(value.Shift(int32(s.scale)).IntPart())
	return holder(s.ids, rank, func(row int) int {
		if s.axis.fewer() {
			return cmp.Compare(units, s.values[row])
		}
		return cmp.Compare(s.values[row], units)
	})
}

func (s *integers[T]) counts(cuts []Cut) []int {
	counts := make([]int, len(cuts)+1)
	l := s.axis.ladder(cuts, int(s.scale))
	var id string
	for i, v := range s.values {
		if l.ties != nil {
			id = s.ids[i]
		}
		counts[l.score(l.key(int64(v)), id)-1]++
	}
	return counts
}

// decimals is a sample of numbers that do not fit in integers.
type decimals struct {
	axis   axis
	ids    []string
	values []decimal.Decimal
}

func (s *decimals) size() int { return len(s.values) }

func (s *decimals) ranked(ranks []int) []decimal.Decimal {
	return atRanks(slices.SortedFunc(slices.Values(s.values), s.axis.order), ranks)
}

func (s *decimals) holder(rank int, value decimal.Decimal) string {
	return holder(s.ids, rank, func(row int) int { return s.axis.order(s.values[row], value) })
}

func (s *decimals) counts(cuts []Cut) []int {
	counts := make([]int, len(cuts)+1)
	for i, v := range s.values {
		counts[s.axis.score(cuts, v, s.ids[i])-1]++
	}
	return counts
}

// holder finds the customer at a rank among those equal to a value. The order
// of a row is negative if it is worse than the value, and 0 if it is equal.
func holder(ids []string, rank int, order func(row int) int) string {
	for row := range ids {
		if order(row) < 0 {
			rank--
		}
	}
	for row, id := range ids {
		if order(row) == 0 {
			rank--
			if rank == 0 {
				return id
			}
		}
	}
	return ""
}
