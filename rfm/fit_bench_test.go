package rfm_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
)

// million is a shop of a million customers, most of whom bought once, with
// log-normal money and a few giants.
var million = sync.OnceValue(func() *rfm.Table { return shopOf(1_000_000) })

func shopOf(n int) *rfm.Table {
	rng := rand.New(rand.NewPCG(1, 2))
	summaries := make([]rfm.Summary, n)
	for i := range summaries {
		cents := int64(100 * math.Exp(4+1.2*rng.NormFloat64()))
		if i%100_000 == 0 {
			cents *= 100_000
		}
		summaries[i] = rfm.Summary{
			Customer:  "customer-" + strconv.Itoa(1_000_000+i),
			Last:      fitAsOf.AddDate(0, 0, -1-int(1500*math.Pow(rng.Float64(), 2))),
			Frequency: 1 + int(1/math.Pow(1-rng.Float64(), 0.7)) - 1,
			Monetary:  decimal.New(cents, -2),
		}
	}
	t, err := rfm.FromSummaries(summaries, fitAsOf, time.UTC, rfm.Basis{})
	if err != nil {
		panic(err)
	}
	return t
}

func BenchmarkFit1M(b *testing.B) {
	t := million()
	for _, mode := range []rfm.Mode{rfm.Ranks, rfm.RQuantiles, rfm.NTile} {
		b.Run(mode.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rfm.Fit(t, rfm.Method{Mode: mode}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkApply1M(b *testing.B) {
	t := million()
	scale, err := rfm.Fit(t, rfm.Method{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := scale.Apply(t); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFitApply1M is all three axes, to be compared with three times the
// sort of BenchmarkSortedQuintiles1M.
func BenchmarkFitApply1M(b *testing.B) {
	t := million()
	b.ReportAllocs()
	for b.Loop() {
		scale, err := rfm.Fit(t, rfm.Method{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := scale.Apply(t); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSortedQuintiles1M is the same for one axis, as it is usually written: sort a
// copy, cut it at each fifth, search the cuts for every customer.
func BenchmarkSortedQuintiles1M(b *testing.B) {
	var column []int64
	for _, c := range million().All() {
		column = append(column, c.Monetary.Shift(2).IntPart())
	}
	b.ReportAllocs()
	for b.Loop() {
		sorted := slices.Clone(column)
		slices.Sort(sorted)
		cuts := make([]int64, 4)
		for i := range cuts {
			cuts[i] = sorted[(i+1)*len(sorted)/5]
		}
		scores := make([]uint8, len(column))
		for i, v := range column {
			at, _ := slices.BinarySearch(cuts, v)
			scores[i] = uint8(at + 1)
		}
	}
}

func BenchmarkScore(b *testing.B) {
	t := shopOf(10_000)
	scale, err := rfm.Fit(t, rfm.Method{})
	if err != nil {
		b.Fatal(err)
	}
	scorer, err := scale.Compile()
	if err != nil {
		b.Fatal(err)
	}
	customers := make([]rfm.Customer, 0, 1024)
	for i := range 1024 {
		customers = append(customers, t.At(i))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		scorer.Score(customers[i%len(customers)])
		i++
	}
}
