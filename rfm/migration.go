package rfm

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// Migration tells how customers moved between the segments of two snapshots.
type Migration struct {
	Before time.Time `json:"before"` // as-of instants
	After  time.Time `json:"after"`
	// Refitted says that the snapshots were scored by scales with other cuts.
	Refitted bool `json:"refitted"`
	// Names are the segments, as [Segmenter.Names] of the earlier snapshot has
	// them, and at last "", which stands for customers who are not in a
	// snapshot: not known yet, or no longer.
	Names []string `json:"names"`
	// Customers[i][j] is the number of customers who were in Names[i] before
	// and are in Names[j] after. Rows sum to the sizes of the segments before,
	// columns to those after.
	Customers [][]int `json:"customers"`
	// Money[i][j] is what these customers were worth before: the sum of their
	// Monetary in the earlier snapshot.
	Money [][]decimal.Decimal `json:"money"`
	// MovedShare is the share of the customers of the earlier snapshot who are
	// in another segment of the later one, or not in it; MovedMoneyShare is
	// their share of the money. Each is 0 where there are no customers, or no
	// money above 0, to take a share of.
	MovedShare      float64 `json:"movedShare"`
	MovedMoneyShare float64 `json:"movedMoneyShare"`
	// Moves are the customers who are in another segment than before, by ID.
	Moves []Move `json:"moves"`
}

// Move is a customer's change of segment. From is "" for one who was not in
// the earlier snapshot, To for one who is not in the later one.
type Move struct {
	Customer string `json:"customer"`
	From     string `json:"from"`
	To       string `json:"to"`
}

// Migrate compares two snapshots, in O(n). Their maps must have the same
// segment names, in any order; otherwise it is an error. An error that wraps
// [ErrNotLater] says that after is not as of a later instant, a
// *[MismatchError] that the two were measured in another zone, currency or
// basis.
//
// To see customers move and not the scale, score both snapshots by one scale.
// Where each has a scale of its own, as [Classify] makes it, customers also move
// because others did: see Refitted, and [Drift] for how many.
func Migrate(before, after *Segmented) (*Migration, error) {
	if err := checkLater(before.asOf(), after.asOf()); err != nil {
		return nil, err
	}
	names := append(before.segmenter.Names(), "")
	column, err := matchNames(names, append(after.segmenter.Names(), ""))
	if err != nil {
		return nil, err
	}
	if err := mismatch(before.table().measurement(), after.table().measurement()); err != nil {
		return nil, err
	}
	m := &Migration{
		Before: before.asOf(), After: after.asOf(),
		Refitted: !before.scored.scorer.scale.sameCuts(&after.scored.scorer.scale),
		Names:    names, Customers: matrix[int](len(names)), Moves: []Move{},
	}
	money := matrix[total](len(names))
	for p := range pairs(before.table().ids, after.table().ids) {
		i, j := len(names)-1, len(names)-1
		if p.before != absent {
			i = int(before.segment[p.before])
		}
		if p.after != absent {
			j = column[after.segment[p.after]]
		}
		m.Customers[i][j]++
		if p.before != absent {
			money[i][j].add(&before.table().monetary, p.before)
		}
		if i != j {
			m.Moves = append(m.Moves, Move{p.id, names[i], names[j]})
		}
	}
	m.setMoney(money)
	m.setShares()
	return m, nil
}

// matchNames returns for each name of after its place in before.
func matchNames(before, after []string) ([]int, error) {
	place := make([]int, len(after))
	for j, name := range after {
		if place[j] = slices.Index(before, name); place[j] < 0 {
			return nil, fmt.Errorf("rfm: segment %q is in the later map only", name)
		}
	}
	for _, name := range before {
		if !slices.Contains(after, name) {
			return nil, fmt.Errorf("rfm: segment %q is in the earlier map only", name)
		}
	}
	return place, nil
}

// matrix returns an n by n matrix of zeros.
func matrix[T any](n int) [][]T {
	rows := make([][]T, n)
	for i := range rows {
		rows[i] = make([]T, n)
	}
	return rows
}

// pair is a customer's row in two tables, or absent.
type pair struct {
	id            string
	before, after int
}

const absent = -1

// pairs walks two ascending lists of IDs side by side.
func pairs(before, after []string) iter.Seq[pair] {
	return func(yield func(pair) bool) {
		for i, j := 0, 0; i < len(before) || j < len(after); {
			var p pair
			switch {
			case j == len(after) || i < len(before) && before[i] < after[j]:
				p = pair{before[i], i, absent}
				i++
			case i == len(before) || after[j] < before[i]:
				p = pair{after[j], absent, j}
				j++
			default:
				p = pair{before[i], i, j}
				i, j = i+1, j+1
			}
			if !yield(p) {
				return
			}
		}
	}
}

func (m *Migration) setMoney(sums [][]total) {
	m.Money = matrix[decimal.Decimal](len(sums))
	for i, row := range sums {
		for j := range row {
			m.Money[i][j] = row[j].decimal()
		}
	}
}

func (m *Migration) setShares() {
	var stayed, all int
	var stayedMoney, allMoney decimal.Decimal
	for i := range len(m.Names) - 1 {
		for j := range m.Names {
			all += m.Customers[i][j]
			allMoney = allMoney.Add(m.Money[i][j])
		}
		stayed += m.Customers[i][i]
		stayedMoney = stayedMoney.Add(m.Money[i][i])
	}
	m.MovedShare = share(all-stayed, all)
	m.MovedMoneyShare = moneyShare(allMoney.Sub(stayedMoney), allMoney)
}

// Entered returns the customers who are in a segment now and were not before,
// by ID.
func (m *Migration) Entered(segment string) []string {
	return m.moved(func(v Move) bool { return v.To == segment })
}

// Left returns the customers who were in a segment before and are not now, by
// ID.
func (m *Migration) Left(segment string) []string {
	return m.moved(func(v Move) bool { return v.From == segment })
}

func (m *Migration) moved(match func(Move) bool) (ids []string) {
	for _, v := range m.Moves {
		if match(v) {
			ids = append(ids, v.Customer)
		}
	}
	return ids
}
