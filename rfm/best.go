package rfm

import (
	"cmp"
	"slices"
	"sort"

	"github.com/shopspring/decimal"
)

// Ranked is one of the best customers, with the reasons.
type Ranked struct {
	Rank      int      `json:"rank"` // 1 is the best
	Customer  Customer `json:"customer"`
	Score     Score    `json:"score"`
	Composite float64  `json:"composite"` // see [Weights.Composite]
	Recency   Standing `json:"recency"`
	Frequency Standing `json:"frequency"`
	Monetary  Standing `json:"monetary"`
}

// Standing is the place of one measure among those of all customers with
// sales.
type Standing struct {
	Value decimal.Decimal `json:"value"`
	// Unit is the name of the [Recency] or [Frequency] that was measured, or
	// the currency, if stated.
	Unit string `json:"unit,omitempty"`
	// Worse is the number of customers whose measure is strictly worse: an
	// earlier last purchase, fewer purchases, less money.
	Worse int `json:"worse"`
	Of    int `json:"of"` // customers with sales, this one included
}

// Share returns the exact share of customers who are strictly worse, from 0 up
// to but not including 1, as the nearest float64.
func (s Standing) Share() float64 { return share(s.Worse, s.Of) }

// percent returns the share in whole percent, rounded down.
func (s Standing) percent() int {
	if s.Of == 0 {
		return 0
	}
	return 100 * s.Worse / s.Of
}

// Best returns the n best customers, the best first: by composite score, then
// by Monetary, Frequency and Recency, and last by ID, so that no two share a
// rank. Customers without sales are never among them. If there are fewer than
// n with sales, all are returned; n <= 0 returns none.
//
// It takes O(N log n) time for N customers. The error wraps [ErrWeights].
func Best(s *Scored, n int, w Weights) ([]Ranked, error) {
	if err := w.Check(); err != nil {
		return nil, err
	}
	t, all := s.Table(), s.Table().WithSales()
	rows := top(s, min(n, all), w)
	recency := t.countWorse(rows, t.compareRecency)
	frequency := t.countWorse(rows, t.compareFrequency)
	monetary := t.countWorse(rows, t.monetary.compare)

	list := make([]Ranked, len(rows))
	for i, row := range rows {
		c, score := t.At(row), s.Score(row)
		list[i] = Ranked{
			Rank: i + 1, Customer: c, Score: score, Composite: w.Composite(score),
			Recency:   Standing{decimal.NewFromInt(int64(c.Recency)), t.basis.Recency.String(), recency[i], all},
			Frequency: Standing{decimal.NewFromInt(int64(c.Frequency)), t.basis.Frequency.String(), frequency[i], all},
			Monetary:  Standing{c.Monetary, t.currency, monetary[i], all},
		}
	}
	return list, nil
}

// top returns the n best rows in order; n is not above WithSales().
func top(s *Scored, n int, w Weights) []int {
	if n <= 0 {
		return nil
	}
	order := bestFirst(s, w)
	kept := make([]int, 0, 2*n)
	last := absent // the worst that can still be among the best
	for row, sales := range s.Table().frequency {
		if sales == 0 || last != absent && order(row, last) > 0 {
			continue
		}
		if kept = append(kept, row); len(kept) == 2*n {
			slices.SortFunc(kept, order)
			kept, last = kept[:n], kept[n-1]
		}
	}
	slices.SortFunc(kept, order)
	return kept[:n]
}

// bestFirst returns the order of [Best] on rows.
func bestFirst(s *Scored, w Weights) func(a, b int) int {
	t := s.Table()
	return func(a, b int) int {
		if c := cmp.Compare(w.Composite(s.Score(b)), w.Composite(s.Score(a))); c != 0 {
			return c
		}
		if c := t.monetary.compare(b, a); c != 0 {
			return c
		}
		if c := t.compareFrequency(b, a); c != 0 {
			return c
		}
		return cmp.Or(t.compareRecency(b, a), cmp.Compare(a, b)) // rows are in the order of IDs
	}
}

// These compare two rows on one axis, the worse one first.

func (t *Table) compareRecency(a, b int) int { return cmp.Compare(t.recency[b], t.recency[a]) }

func (t *Table) compareFrequency(a, b int) int { return cmp.Compare(t.frequency[a], t.frequency[b]) }

func (m *money) compare(a, b int) int {
	if m.wide != nil {
		return m.wide[a].Compare(m.wide[b])
	}
	return cmp.Compare(m.units[a], m.units[b])
}

// countWorse returns for each of some rows the number of customers with sales
// who are strictly worse, in O(n log len(rows)).
func (t *Table) countWorse(rows []int, compare func(a, b int) int) []int {
	byWorst := make([]int, len(rows)) // places in rows
	for i := range rows {
		byWorst[i] = i
	}
	slices.SortFunc(byWorst, func(i, j int) int { return compare(rows[i], rows[j]) })

	// below[k] counts the customers whom byWorst[k] is the first to be better than.
	below := make([]int, len(rows)+1)
	for row, sales := range t.frequency {
		if sales > 0 {
			below[sort.Search(len(rows), func(k int) bool { return compare(rows[byWorst[k]], row) > 0 })]++
		}
	}
	worse, sum := make([]int, len(rows)), 0
	for k, i := range byWorst {
		sum += below[k]
		worse[i] = sum
	}
	return worse
}
