package ltv_test

import (
	"testing"

	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestSpendingConservesTheBudget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cent := decimal.New(1, -2)
		k := ltv.KeepOrWin{
			WinCost:   econDrawMoney(t, "win cost", 100).Add(cent),
			KeepCost:  econDrawMoney(t, "keep cost", 100).Add(cent),
			WinValue:  econDrawMoney(t, "win value", 1000),
			KeepValue: econDrawMoney(t, "keep value", 1000),
		}
		budget := econDrawMoney(t, "budget", 10_000)
		s, err := k.Spend(budget)
		if err != nil {
			t.Fatal(err)
		}
		for _, way := range []struct {
			o           ltv.Outlay
			cost, value decimal.Decimal
		}{{s.Win, k.WinCost, k.WinValue}, {s.Keep, k.KeepCost, k.KeepValue}} {
			n := decimal.NewFromInt(way.o.Customers)
			switch {
			case !way.o.Spent.Add(way.o.Left).Equal(budget):
				t.Errorf("%v and %v are not %v", way.o.Spent, way.o.Left, budget)
			case !way.o.Spent.Equal(n.Mul(way.cost)):
				t.Errorf("%v at %v cost %v", n, way.cost, way.o.Spent)
			case way.o.Left.IsNegative() || way.o.Left.GreaterThanOrEqual(way.cost):
				t.Errorf("%v left, at %v each", way.o.Left, way.cost)
			case !way.o.Profit.Equal(n.Mul(way.value.Sub(way.cost))):
				t.Errorf("%v at %v bring %v", n, way.value.Sub(way.cost), way.o.Profit)
			}
		}
		ratio, err := k.CostRatio()
		if err != nil || !econClose(ratio*k.KeepCost.InexactFloat64(), k.WinCost.InexactFloat64(), 1e-12) {
			t.Errorf("cost ratio %v, error %v", ratio, err)
		}
		if k.KeepValue.IsZero() {
			return
		}
		even, err := k.BreakEvenRatio()
		if err != nil {
			t.Fatal(err)
		}
		// What a unit of money brings either way, without dividing.
		win, keep := k.WinValue.Mul(k.KeepCost), k.KeepValue.Mul(k.WinCost)
		if better := keep.Cmp(win); better > 0 && ratio < even || better < 0 && ratio > even {
			t.Errorf("cost ratio %v, break-even %v, but keeping compares as %d", ratio, even, better)
		}
	})
}
