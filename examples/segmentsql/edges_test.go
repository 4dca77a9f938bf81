package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// checkRules holds rules against a database, one by one.
func (db *database) checkRules(t *testing.T, shop []Customer, at time.Time, rules ...segment.Rule[Customer]) {
	t.Helper()
	for _, rule := range rules {
		view := viewOf(t, shop, at, time.UTC, segment.Segment[Customer]{Name: "it", Rule: rule})
		where, args, err := view.Where("it", db.table)
		if err != nil {
			t.Fatal(err)
		}
		got, err := db.verdicts("id", where, "customers", args)
		if err != nil {
			t.Fatal(err)
		}
		sameVerdicts(t, view, "it", shop, got, where, args)
	}
}

// comparisons returns every comparison of a field with a value.
func comparisons[V any](f segment.Field[Customer, V], v, greater V) []segment.Rule[Customer] {
	return []segment.Rule[Customer]{f.Is(v), f.IsNot(v), f.In(v, greater), f.Above(v), f.AtLeast(v), f.Below(v), f.AtMost(v), f.InRange(v, greater)}
}

// TestEdges compares with values that some customer has, and with those next to
// them that no column can hold.
func TestEdges(t *testing.T) {
	at := now.AddDate(0, 0, -3).Truncate(24 * time.Hour)
	var shop []Customer
	for i, offset := range []time.Duration{-time.Second, -time.Microsecond, 0, time.Microsecond, time.Second} {
		for _, cents := range []int64{-151, -150, -149, -1, 0, 1, 149, 150, 151} {
			shop = append(shop, Customer{ID: fmt.Sprint(i, " ", cents), LastOrder: new(at.Add(offset)), Spent: new(decimal.New(cents, -2)),
				Purchases: []Purchase{{ID: int64(len(shop) + 1), At: at.Add(offset), Amount: new(decimal.New(cents, -2))}}})
		}
	}
	test := func(t *testing.T, db *database, shop []Customer) {
		db.mustLoad(t, shop)
		for _, offset := range []time.Duration{-time.Second, -time.Second / 2, -1001, -1000, -999, -1, 0, 1, 999, 1000, 1001, time.Second / 2, time.Second} {
			v := at.Add(offset)
			db.checkRules(t, shop, now, comparisons(lastOrder.Field, v, v.Add(time.Minute))...)
			db.checkRules(t, shop, now, comparisons(purchases.Last().Field, v, v.Add(time.Minute))...)
			db.checkRules(t, shop, v, purchases.Some(), purchases.InLast(retention.Span{Exact: 1}).Some(), purchases.InLast(retention.Span{Exact: 1500}).Some(),
				purchases.Since(v).Some(), purchases.Before(v).Some())
		}
		for days := range 6 {
			day := retention.DateOf(now, time.UTC).AddDays(-days)
			db.checkRules(t, shop, now, comparisons(lastOrder.DaysAgo(), days, days+1)...)
			db.checkRules(t, shop, now, comparisons(lastOrder.Day().Field, day, day.AddDays(1))...)
		}
		for _, mills := range []int64{-1505, -1500, -1495, -5, 0, 5, 1495, 1500, 1505} {
			v := decimal.New(mills, -3)
			db.checkRules(t, shop, now, comparisons(spent, v, v.Add(decimal.New(1, 0)))...)
			db.checkRules(t, shop, now, comparisons(segment.Sum(purchases, amount), v, v.Add(decimal.New(1, 0)))...)
			db.checkRules(t, shop, now, comparisons(segment.Average(purchases, amount), v, v.Add(decimal.New(1, 0)))...)
		}
	}
	onEach(t, func(t *testing.T, db *database) { test(t, db, shop) })
	t.Run("sqlite seconds", func(t *testing.T) {
		test(t, sqlite(t, segment.UnixSeconds), rounded(shop, segment.UnixSeconds))
	})
}

// TestAnniversaries asks around the end of February of each kind of year, and
// around New Year.
func TestAnniversaries(t *testing.T) {
	var shop []Customer
	for year := 1964; year <= 2029; year += 1 + year%2 {
		for _, day := range []retention.Date{retention.NewDate(year, 2, 27), retention.NewDate(year, 3, 1), retention.NewDate(year, 12, 30)} {
			for n := range 4 {
				day := day.AddDays(n - 1)
				shop = append(shop, Customer{ID: fmt.Sprint(len(shop)), Birthday: &day, LastOrder: new(day.Start(time.UTC).Add(-time.Microsecond))})
			}
		}
	}
	shop = append(shop, Customer{ID: "none"})
	onEach(t, func(t *testing.T, db *database) {
		db.mustLoad(t, shop)
		for _, start := range []retention.Date{retention.NewDate(2027, 2, 26), retention.NewDate(2028, 2, 26), retention.NewDate(2029, 2, 26), retention.NewDate(2027, 12, 29)} {
			for n := range 6 {
				at := start.AddDays(n).At(12*time.Hour, time.UTC)
				for _, days := range []int{1, 2, 3, 4, 60, 61, 364, 365} {
					db.checkRules(t, shop, at, birthday.AnniversaryIn(days), lastOrder.Day().AnniversaryIn(days))
				}
				db.checkRules(t, shop, at, comparisons(birthday.DaysAgo(), n, n+2)...)
			}
		}
	})
}

// TestAverages compares averages with values that lie on both sides of them, closer
// than a float can tell.
func TestAverages(t *testing.T) {
	var shop []Customer
	id := int64(0)
	for _, cents := range [][]int64{{1, 1, 2}, {-1, -1, -2}, {0, 1, 1}, {0, -1, -1}, {1, 2}, {-1, -2}, {0, 0}, {1, -1}, {5}, {-5}, {1e15, 1}, {-1e15, -1}, {}, {1e15, 1e15 + 1, 1e15 + 1}} {
		c := Customer{ID: fmt.Sprint(len(shop))}
		for _, n := range cents {
			id++
			c.Purchases = append(c.Purchases, Purchase{ID: id, At: now, Amount: new(decimal.New(n, -2)), Quantity: n % 30000})
		}
		if len(cents) == 3 && cents[0] > 100 {
			c.Purchases[0].Amount = nil
		}
		shop = append(shop, c)
	}
	onEach(t, func(t *testing.T, db *database) {
		if db.table.Dialect == segment.PostgreSQL {
			if _, err := db.Exec("ALTER TABLE purchases ALTER amount TYPE numeric"); err != nil {
				t.Fatal(err)
			}
		}
		db.mustLoad(t, shop)
		scale := int32(9)
		if db.table.Dialect == segment.PostgreSQL {
			scale = 22 // PostgreSQL rounds as memory does
		}
		for _, c := range shop {
			sum, n := decimal.Zero, int64(0)
			for _, p := range c.Purchases {
				if p.Amount != nil {
					sum, n = sum.Add(*p.Amount), n+1
				}
			}
			if n == 0 {
				continue
			}
			mean := sum.DivRound(decimal.NewFromInt(n), scale)
			for ulp := int64(-2); ulp <= 2; ulp++ {
				v := mean.Add(decimal.New(ulp, -scale))
				db.checkRules(t, shop, now, comparisons(segment.Average(purchases, amount), v, v.Add(decimal.New(1, -scale)))...)
				db.checkRules(t, shop, now, comparisons(segment.Average(purchases, amount), mean.Truncate(scale), v.Abs().Add(decimal.New(1e16, 0)))...)
				db.checkRules(t, shop, now, comparisons(segment.Average(purchases, quantity), v.Shift(2), v.Shift(2).Add(decimal.New(1, 0)))[:1]...)
			}
		}
	})
}

// TestFollowed asks within spans that end between two microseconds.
func TestFollowed(t *testing.T) {
	var shop []Customer
	at := now.AddDate(0, 0, -40)
	for i, later := range []time.Duration{0, 1, 2, 3, 1000, 1001, 86400e6 - 1, 86400e6, 86400e6 + 1} {
		shop = append(shop, Customer{ID: fmt.Sprint(i), Purchases: []Purchase{
			{ID: int64(2*i + 1), At: at}, {ID: int64(2*i + 2), At: at.Add(later * time.Microsecond)},
		}})
	}
	onEach(t, func(t *testing.T, db *database) {
		db.mustLoad(t, shop)
		for _, n := range []time.Duration{1, 999, 1000, 1001, 1999, 2000, 2001, 1e6, 1e6 + 999} {
			db.checkRules(t, shop, now, segment.Followed(purchases, purchases, retention.Span{Exact: n}),
				segment.Followed(purchases, purchases, retention.Span{Days: 1, Exact: n}))
		}
		db.checkRules(t, shop, now, segment.Followed(purchases, purchases, retention.Span{Days: 1}))
	})
}

// TestRatios divides where the result is as small or as large as a float can be, or
// none.
func TestRatios(t *testing.T) {
	var shop []Customer
	for _, paid := range append(extremes, 1, 2, 3, 0x1.8p-1074, 0x1p-1073, 0x1.8p-1073, 0x1p1023, 0x1p-1023) {
		for _, orders := range []int64{-3, -2, 0, 1, 2, 3, 4, 1<<53 + 1, 1 << 62} {
			shop = append(shop, Customer{ID: fmt.Sprint(len(shop)), Paid: &paid, Orders: &orders})
		}
	}
	onEach(t, func(t *testing.T, db *database) {
		db.mustLoad(t, shop)
		for _, ratio := range []segment.Field[Customer, float64]{segment.Ratio(paid, orders), segment.Ratio(orders, paid), segment.Ratio(paid, paid)} {
			db.checkRules(t, shop, now, ratio.IsMissing(), ratio.OmitZero().IsMissing())
			for _, v := range []float64{-1, 0, 0x1p-1074, 0x1p-1073, 0x1p-1022, 1.0 / 3, 0.5, 1, 0x1p52, 0x1p1022} {
				db.checkRules(t, shop, now, comparisons(ratio, v, 0x1.fffffffffffffp1023)...)
			}
		}
	})
}
