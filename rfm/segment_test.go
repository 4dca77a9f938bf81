package rfm_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// Helpers of the tests of segments.

// buyer is a summary of a customer whose last purchase was some days before
// fitAsOf; with no orders, of one who never bought.
func buyer(id string, days, orders int, money float64) rfm.Summary {
	s := rfm.Summary{Customer: id, Frequency: orders, Monetary: decimal.NewFromFloat(money)}
	if orders > 0 {
		s.Last = fitAsOf.AddDate(0, 0, -days).Add(-time.Hour)
	}
	return s
}

// drawSummaries makes up some customers, with ties, people without sales, net
// refunds and sums that no int64 holds. No one bought after fitAsOf.
func drawSummaries(t *rapid.T, label string) []rfm.Summary {
	n := rapid.OneOf(rapid.IntRange(0, 40), rapid.IntRange(20, 50)).Draw(t, label)
	widest := rapid.SampledFrom([]int64{5, 1000, 1e18 - 1, 1 << 62}).Draw(t, label+" money up to")
	scale := rapid.SampledFrom([]int32{0, -2, -3, 6}).Draw(t, label+" money × 10^")
	var list []rfm.Summary
	for i := range n {
		if rapid.IntRange(0, 3).Draw(t, "left out") == 0 {
			continue
		}
		s := buyer(fmt.Sprintf("c%02d", i), rapid.IntRange(0, 9).Draw(t, "days"), rapid.IntRange(0, 5).Draw(t, "orders"), 0)
		s.Monetary = decimal.New(rapid.Int64Range(-widest/10, widest).Draw(t, "money"), scale)
		list = append(list, s)
	}
	return list
}

func tableAt(t rapid.TB, asOf time.Time, list []rfm.Summary) *rfm.Table {
	t.Helper()
	table, err := rfm.FromSummaries(list, asOf, time.UTC, rfm.Basis{})
	if err != nil {
		t.Fatalf("FromSummaries: %v", err)
	}
	return table
}

// scaleOf fits a scale to a table; where nobody bought anything, it cuts
// anywhere.
func scaleOf(t rapid.TB, table *rfm.Table, bins int) *rfm.Scale {
	t.Helper()
	method := rfm.Method{Bins: bins}
	if table.WithSales() == 0 {
		method.Mode = rfm.FixedCuts
		for i := range bins - 1 {
			method.RecencyCuts = append(method.RecencyCuts, i)
			method.FrequencyCuts = append(method.FrequencyCuts, i)
			method.MonetaryCuts = append(method.MonetaryCuts, decimal.NewFromInt(int64(i)))
		}
	}
	return fit(t, table, method)
}

func compiled(t rapid.TB, m rfm.Map) *rfm.Segmenter {
	t.Helper()
	segmenter, err := m.Compile()
	if err != nil {
		t.Fatalf("Map.Compile: %v", err)
	}
	return segmenter
}

// segmentedBy fits a scale to a table and segments it.
func segmentedBy(t rapid.TB, table *rfm.Table, m rfm.Map) *rfm.Segmented {
	t.Helper()
	segmented, err := compiled(t, m).Apply(apply(t, scaleOf(t, table, m.Bins), table))
	if err != nil {
		t.Fatalf("Segmenter.Apply: %v", err)
	}
	return segmented
}

func presets() []rfm.Map {
	return []rfm.Map{rfm.ElevenSegments(), rfm.TenGroups(), rfm.SixGroups()}
}

// drawPreset picks a map, with its segments in any order.
func drawPreset(t *rapid.T) rfm.Map {
	m := rapid.SampledFrom(presets()).Draw(t, "map")
	m.Segments = rapid.Permutation(m.Segments).Draw(t, "segments")
	return m
}

// shuffled returns the same summaries in another order.
func shuffled(t *rapid.T, list []rfm.Summary) []rfm.Summary {
	if len(list) == 0 {
		return nil
	}
	return rapid.Permutation(slices.Clone(list)).Draw(t, "order")
}
