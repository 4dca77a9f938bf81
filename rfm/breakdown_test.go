package rfm_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestBreakdownSumsToTheTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := tableAt(t, fitAsOf, drawSummaries(t, "customers"))
		segmented := segmentedBy(t, table, drawPreset(t))
		var names []string
		customers, revenue, share, revenueShare := 0, decimal.Zero, 0.0, 0.0
		for _, s := range rfm.Breakdown(segmented) {
			checkTotals(t, s, segmented)
			names = append(names, s.Segment)
			customers += s.Customers
			revenue = revenue.Add(s.Revenue)
			share += s.Share
			revenueShare += s.RevenueShare
		}
		if diff := cmp.Diff(segmented.Segmenter().Names(), names); diff != "" {
			t.Errorf("segments (-want +got)\n%s", diff)
		}
		want := decimal.Zero
		for _, c := range table.All() {
			want = want.Add(c.Monetary)
		}
		if customers != table.Len() || !revenue.Equal(want) {
			t.Errorf("%d customers with %v, want %d with %v", customers, revenue, table.Len(), want)
		}
		if customers > 0 && !near(share, 1) || customers == 0 && share != 0 {
			t.Errorf("shares of %d customers sum to %v", customers, share)
		}
		if want.IsPositive() && math.Abs(revenueShare-1) > 1e-6 || !want.IsPositive() && revenueShare != 0 {
			t.Errorf("shares of %v sum to %v", want, revenueShare)
		}
	})
}

// checkTotals works a segment's figures out by hand.
func checkTotals(t *rapid.T, got rfm.SegmentTotals, s *rfm.Segmented) {
	t.Helper()
	var recency, frequency, monetary []decimal.Decimal
	for c, segment := range s.All() {
		if segment == got.Segment {
			recency = append(recency, decimal.NewFromInt(int64(c.Recency)))
			frequency = append(frequency, decimal.NewFromInt(int64(c.Frequency)))
			monetary = append(monetary, c.Monetary)
		}
	}
	want := got
	want.Customers = len(monetary)
	want.Revenue = sum(monetary)
	want.MedianRecency, want.MeanRecency = middle(recency).InexactFloat64(), 0
	want.MedianFrequency, want.MeanFrequency = middle(frequency).InexactFloat64(), 0
	want.MedianMonetary, want.MeanMonetary = middle(monetary), meanOf(monetary)
	if n := len(monetary); n > 0 {
		want.MeanRecency = sum(recency).InexactFloat64() / float64(n)
		want.MeanFrequency = sum(frequency).InexactFloat64() / float64(n)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", got.Segment, diff)
	}
}

// middle returns the value that as many are above as below.
func middle(list []decimal.Decimal) decimal.Decimal {
	list = slices.Clone(list)
	for len(list) > 2 {
		list = slices.DeleteFunc(list, only(slices.MinFunc(list, decimal.Decimal.Compare)))
		list = slices.DeleteFunc(list, only(slices.MaxFunc(list, decimal.Decimal.Compare)))
	}
	if len(list) == 0 {
		return decimal.Zero
	}
	return sum(list).DivRound(decimal.NewFromInt(int64(len(list))), 30)
}

// only matches a value once.
func only(d decimal.Decimal) func(decimal.Decimal) bool {
	done := false
	return func(e decimal.Decimal) bool {
		hit := !done && e.Equal(d)
		done = done || hit
		return hit
	}
}

func TestSharesOfALoss(t *testing.T) {
	shares := func(list ...rfm.Summary) (found []float64) {
		for _, s := range rfm.Breakdown(segmentedBy(t, tableAt(t, fitAsOf, list), rfm.SixGroups())) {
			if s.Customers > 0 {
				found = append(found, s.RevenueShare)
			}
		}
		return found
	}
	tests := []struct {
		reason string
		got    []float64
		want   []float64
	}{
		{"refunds of non-buyers may exceed what came in", shares(buyer("a", 1, 1, 10), buyer("b", 0, 0, -10)), []float64{0, 0}},
		{"a loss on one side is a gain on the other", shares(buyer("a", 1, 1, 15), buyer("b", 0, 0, -5)), []float64{1.5, -0.5}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.reason, diff)
		}
	}
}

func BenchmarkBreakdown1M(b *testing.B) {
	segmented := segmentedBy(b, tableAt(b, fitAsOf, crowd(1_000_000)), rfm.ElevenSegments())
	b.ReportAllocs()
	for b.Loop() {
		rfm.Breakdown(segmented)
	}
}
