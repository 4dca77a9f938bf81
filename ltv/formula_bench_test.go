package ltv_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
)

// econBenchShop has five orders a customer, over three years.
func econBenchShop(b *testing.B, customers int) retention.View {
	orders := make([]retention.Order, 5*customers)
	for i := range orders {
		orders[i] = retention.Order{
			ID:       fmt.Sprint(i),
			Customer: fmt.Sprint("c", i*7919%customers),
			At:       econAsOf.Add(-time.Duration(i%1000*26) * time.Hour),
			Amount:   decimal.New(int64(i%9000+1000), -2),
		}
	}
	return econView(b, orders)
}

func BenchmarkMeasureFormula(b *testing.B) {
	for name, lifetime := range map[string]ltv.LifetimeMethod{"churn": ltv.FromChurn, "observed": ltv.ObservedMean} {
		b.Run(name+"/10k", func(b *testing.B) {
			view := econBenchShop(b, 10_000)
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := ltv.MeasureFormula(view, ltv.FormulaBasis{Lifetime: lifetime}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkMeasureHistorical(b *testing.B) {
	b.Run("10k", func(b *testing.B) {
		view := econBenchShop(b, 10_000)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := ltv.MeasureHistorical(view, 0.4); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkRetentionModel(b *testing.B) {
	m := econMembership()
	b.Run("Value", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := m.Value(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Payback", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := m.Payback(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
