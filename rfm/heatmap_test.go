package rfm_test

import (
	"testing"

	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestHeatMapSumsToTheTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := tableAt(t, fitAsOf, drawSummaries(t, "customers"))
		bins := rapid.IntRange(2, 9).Draw(t, "bins")
		scored := apply(t, scaleOf(t, table, bins), table)
		cells := rfm.HeatMap(scored)
		if len(cells) != bins*bins {
			t.Fatalf("%d cells of %d bins", len(cells), bins)
		}
		customers, revenue, share := 0, decimal.Zero, 0.0
		for i, cell := range cells {
			if int(cell.R) != i/bins+1 || int(cell.F) != i%bins+1 {
				t.Errorf("cell %d is %d-%d", i, cell.R, cell.F)
			}
			var own []decimal.Decimal
			for c, score := range scored.All() {
				if score.R == cell.R && score.F == cell.F {
					own = append(own, c.Monetary)
				}
			}
			if cell.Customers != len(own) || !cell.Revenue.Equal(sum(own)) || !cell.Mean.Equal(meanOf(own)) {
				t.Errorf("%+v, want the figures of %v", cell, own)
			}
			customers += cell.Customers
			revenue = revenue.Add(cell.Revenue)
			share += cell.Share
		}
		want := decimal.Zero
		for _, c := range table.All() {
			if c.Frequency > 0 {
				want = want.Add(c.Monetary)
			}
		}
		if customers != table.WithSales() || !revenue.Equal(want) {
			t.Errorf("%d customers with %v, want %d with %v", customers, revenue, table.WithSales(), want)
		}
		if customers > 0 && !near(share, 1) || customers == 0 && share != 0 {
			t.Errorf("shares of %d customers sum to %v", customers, share)
		}
	})
}

func sum(list []decimal.Decimal) (total decimal.Decimal) {
	for _, d := range list {
		total = total.Add(d)
	}
	return total
}

// meanOf rounds half away from zero, via the quotient's remainder.
func meanOf(list []decimal.Decimal) decimal.Decimal {
	if len(list) == 0 {
		return decimal.Zero
	}
	n := decimal.NewFromInt(int64(len(list)))
	total := sum(list)
	quotient, rest := total.Abs().QuoRem(n, 2)
	if rest.Add(rest).GreaterThanOrEqual(n.Shift(-2)) {
		quotient = quotient.Add(decimal.New(1, -2))
	}
	return quotient.Mul(decimal.NewFromInt(int64(total.Sign())))
}

func near(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }

func TestSumsBeyondInt64(t *testing.T) {
	for _, sign := range []int64{1, -1} {
		each := decimal.New(sign*999_999_999_999_999_999, -2)
		var list []rfm.Summary
		for i := range 30 {
			list = append(list, buyer(string(rune('A'+i)), 1, 1, 0))
			list[i].Monetary = each
		}
		table := tableAt(t, fitAsOf, list)
		got := rfm.HeatMap(apply(t, scaleOf(t, table, 2), table))[0]
		if want := each.Mul(decimal.NewFromInt(30)); !got.Revenue.Equal(want) || !got.Mean.Equal(each) {
			t.Errorf("30 × %v = %v, %v each", each, got.Revenue, got.Mean)
		}
	}
}
