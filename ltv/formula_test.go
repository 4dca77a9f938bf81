package ltv_test

import (
	"testing"

	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func econDrawFormula(t *rapid.T) ltv.Formula {
	return ltv.Formula{
		AveragePurchase:  econDrawMoney(t, "average purchase", 10_000),
		PurchasesPerYear: econDrawHundredths(t, "purchases", 0, 5000),
		Years:            econDrawHundredths(t, "years", 0, 2000),
		Margin:           econDrawHundredths(t, "margin", 0, 100),
		Acquisition:      econDrawMoney(t, "acquisition", 1000),
		RetentionPerYear: econDrawMoney(t, "retention", 1000),
		Places:           12, // no rounding: factors have two decimals each
	}
}

func TestFormulaIsExact(t *testing.T) {
	tests := []struct {
		reason         string
		f              ltv.Formula
		revenue, value string
	}{
		{"nothing is nothing", ltv.Formula{}, "0", "0"},
		{"a margin that was forgotten is none", ltv.Formula{AveragePurchase: econMoney("3000"), PurchasesPerYear: 4, Years: 3}, "36000", "0"},
		{
			"all costs are taken off",
			ltv.Formula{AveragePurchase: econMoney("3000"), PurchasesPerYear: 4, Years: 3, Margin: 0.4, Acquisition: econMoney("2500"), RetentionPerYear: econMoney("600")},
			"36000", "10100",
		},
		{"0.1 is one tenth", ltv.Formula{AveragePurchase: econMoney("0.1"), PurchasesPerYear: 0.1, Years: 0.1, Margin: 0.1, Places: 12}, "0.001", "0.0001"},
		{"half away from zero", ltv.Formula{AveragePurchase: econMoney("0.5"), PurchasesPerYear: 1, Years: 1, Margin: 1}, "1", "1"},
		{"half away from zero below it", ltv.Formula{Years: 1, RetentionPerYear: econMoney("0.5")}, "0", "-1"},
		{
			"the result is rounded, not what it is made of",
			ltv.Formula{AveragePurchase: econMoney("0.4"), PurchasesPerYear: 1, Years: 3, Margin: 0.5}, "1", "1",
		},
	}
	for _, test := range tests {
		revenue, err := test.f.Revenue()
		if got := econMustMoney(t, revenue, err); !got.Equal(econMoney(test.revenue)) {
			t.Errorf("%s: revenue %v, want %s", test.reason, got, test.revenue)
		}
		value, err := test.f.Value()
		if got := econMustMoney(t, value, err); !got.Equal(econMoney(test.value)) {
			t.Errorf("%s: value %v, want %s", test.reason, got, test.value)
		}
	}
}

func TestFormulaIsLinearInMoney(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := econDrawFormula(t)
		by := decimal.NewFromInt(rapid.Int64Range(0, 100).Draw(t, "by"))
		g := f
		g.AveragePurchase, g.Acquisition, g.RetentionPerYear = f.AveragePurchase.Mul(by), f.Acquisition.Mul(by), f.RetentionPerYear.Mul(by)
		fv, err := f.Value()
		want := econMustMoney(t, fv, err).Mul(by)
		gv, err := g.Value()
		if got := econMustMoney(t, gv, err); !got.Equal(want) {
			t.Errorf("%v times the money gives %v, want %v", by, got, want)
		}
	})
}

func TestFormulaIsMonotoneInMargin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, g := econDrawFormula(t), ltv.Formula{}
		f.Places = rapid.Int32Range(0, 12).Draw(t, "places")
		g = f
		g.Margin = econDrawHundredths(t, "other margin", 0, 100)
		if g.Margin < f.Margin {
			f, g = g, f
		}
		low, err := f.Value()
		econMustMoney(t, low, err)
		high, err := g.Value()
		if econMustMoney(t, high, err).LessThan(low) {
			t.Errorf("value %v with margin %v, but %v with %v", low, f.Margin, high, g.Margin)
		}
	})
}

// Customer by customer and purchase by purchase, in whole years.
func TestFormulaCountsEveryPurchase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := econDrawFormula(t)
		purchases, years := rapid.IntRange(0, 12).Draw(t, "purchases a year"), rapid.IntRange(0, 8).Draw(t, "whole years")
		f.PurchasesPerYear, f.Years = float64(purchases), float64(years)
		want := f.Acquisition.Neg()
		for range years {
			for range purchases {
				want = want.Add(f.AveragePurchase.Mul(decimal.NewFromFloat(f.Margin)))
			}
			want = want.Sub(f.RetentionPerYear)
		}
		v, err := f.Value()
		if got := econMustMoney(t, v, err); !got.Equal(want) {
			t.Errorf("value %v, want %v", got, want)
		}
	})
}
