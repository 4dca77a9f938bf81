package ltv_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestHistoricalAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		orders := econDrawOrders(t)
		margin := econDrawHundredths(t, "margin", 0, 100)
		sales, money := map[string]int{}, map[string]decimal.Decimal{}
		for _, o := range orders {
			switch {
			case !o.At.Before(econAsOf):
			case o.Kind == retention.Refund:
				money[o.Customer] = money[o.Customer].Sub(o.Amount)
			default:
				sales[o.Customer]++
				money[o.Customer] = money[o.Customer].Add(o.Amount)
			}
		}
		h, err := ltv.MeasureHistorical(econView(t, orders), margin)
		if err != nil {
			t.Fatal(err)
		}
		if len(h.Customers) != len(money) {
			t.Errorf("%d customers, want %d", len(h.Customers), len(money))
		}
		revenue, value, count := decimal.Zero, decimal.Zero, 0
		for _, c := range h.Customers {
			want := money[c.Customer].Mul(decimal.NewFromFloat(margin))
			if c.Sales != sales[c.Customer] || !c.Revenue.Equal(money[c.Customer]) || !c.Value.Equal(want) {
				t.Errorf("%+v, want %d sales, %v, %v", c, sales[c.Customer], money[c.Customer], want)
			}
			revenue, value, count = revenue.Add(c.Revenue), value.Add(c.Value), count+c.Sales
		}
		if !h.Revenue.Equal(revenue) || !h.Value.Equal(value) || h.Sales != count {
			t.Errorf("totals %v, %v, %v, want %v, %v, %v", h.Revenue, h.Value, h.Sales, revenue, value, count)
		}
		shares, err := h.Shares(3)
		if (err == nil) != h.Revenue.IsPositive() {
			t.Fatalf("revenue %v: shares with error %v", h.Revenue, err)
		}
		if err == nil && !decimal.Sum(decimal.Zero, shares...).Equal(decimal.NewFromInt(1)) {
			t.Errorf("shares %v sum to %v", shares, decimal.Sum(decimal.Zero, shares...))
		}
	})
}

func TestAllocateLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		places := rapid.Int32Range(0, 4).Draw(t, "places")
		total := decimal.New(rapid.Int64Range(-1e6, 1e6).Draw(t, "total"), -places)
		weights := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) decimal.Decimal {
			return decimal.New(rapid.Int64Range(-20, 1000).Draw(t, "units"), rapid.Int32Range(-3, 2).Draw(t, "exponent"))
		}), 1, 12).Draw(t, "weights")
		all := decimal.Sum(decimal.Zero, weights...)
		parts, err := ltv.Allocate(total, weights, places)
		if all.Sign() <= 0 {
			if err == nil {
				t.Fatalf("parts of nothing: %v", parts)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if sum := decimal.Sum(decimal.Zero, parts...); !sum.Equal(total) {
			t.Errorf("%v sum to %v, want %v", parts, sum, total)
		}
		unit := new(big.Rat).SetInt64(1)
		unit.Quo(unit, decimal.New(1, places).Rat())
		rest := make([]*big.Rat, len(parts)) // part less quota
		for i, p := range parts {
			quota := new(big.Rat).Mul(total.Rat(), weights[i].Rat())
			quota.Quo(quota, all.Rat())
			rest[i] = new(big.Rat).Sub(p.Rat(), quota)
			if new(big.Rat).Abs(rest[i]).Cmp(unit) >= 0 || p.Exponent() < -places {
				t.Errorf("part %v of quota %v", p, quota.FloatString(6))
			}
		}
		// Those rounded up had remainders no smaller than those rounded down.
		for i := range rest {
			for j := range rest {
				up, down := rest[i].Sign() > 0, rest[j].Sign() < 0
				if up && down && new(big.Rat).Sub(rest[i], rest[j]).Cmp(unit) > 0 {
					t.Errorf("%d was rounded up and %d down: %v of %v", i, j, parts, weights)
				}
			}
		}
	})
}

func TestAllocateTiesGoToTheFirst(t *testing.T) {
	one := decimal.NewFromInt(1)
	parts, err := ltv.Allocate(econMoney("0.05"), []decimal.Decimal{one, one, one}, 2)
	if err != nil {
		t.Fatal(err)
	}
	want := []decimal.Decimal{econMoney("0.02"), econMoney("0.02"), econMoney("0.01")}
	if !slices.EqualFunc(want, parts, decimal.Decimal.Equal) {
		t.Errorf("%v, want %v", parts, want)
	}
}
