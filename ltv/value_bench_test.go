package ltv_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
)

func BenchmarkValue(b *testing.B) {
	for _, n := range []int{2_000, 100_000} {
		base := simulatedBase(b, valueModels[0], valueSpend, n, 500, 1)
		for _, m := range valueModels {
			for _, intervals := range []bool{true, false} {
				f := certainly(m)
				if !intervals {
					f.Covariance = nil
				}
				valuer, err := ltv.NewValuer(base, f, certainSpend(valueSpend), ltv.ValueBasis{Horizon: btyd.Years(1), Discount: yearly})
				if err != nil {
					b.Fatal(err)
				}
				b.Run(fmt.Sprintf("%s/intervals=%v/customers=%d", m.Name(), intervals, n), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if _, err := valuer.Value(b.Context(), base); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

func BenchmarkValuerOne(b *testing.B) {
	for _, m := range valueModels {
		base := baseOf(b, someBuyers())
		valuer, err := ltv.NewValuer(base, certainly(m), certainSpend(valueSpend), ltv.ValueBasis{Horizon: btyd.Years(1), Discount: yearly})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(m.Name(), func(b *testing.B) {
			b.ReportAllocs()
			c := base.At(0)
			for b.Loop() {
				if _, err := valuer.One(c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBootstrap(b *testing.B) {
	base := simulatedBase(b, valueModels[0], valueSpend, 2_000, 500, 1)
	valuer := fittedValuer(b, ltv.BGNBD, base, false)
	b.Run("customers=2000/replicates=20", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := valuer.Bootstrap(b.Context(), base, ltv.Resampling{Replicates: 20, Source: rand.NewPCG(1, 1)}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
