package rfm_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestDistributionCountsEveryBuyerOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := tableAt(t, fitAsOf, drawSummaries(t, "customers"))
		scored := apply(t, scaleOf(t, table, rapid.IntRange(2, 9).Draw(t, "bins")), table)
		recency, frequency, monetary := rfm.Distribution(scored)
		checkBars(t, "R", recency, scored, func(c rfm.Customer, s rfm.Score) (decimal.Decimal, uint8) {
			return decimal.NewFromInt(int64(c.Recency)), s.R
		})
		checkBars(t, "F", frequency, scored, func(c rfm.Customer, s rfm.Score) (decimal.Decimal, uint8) {
			return decimal.NewFromInt(int64(c.Frequency)), s.F
		})
		checkBars(t, "M", monetary, scored, func(c rfm.Customer, s rfm.Score) (decimal.Decimal, uint8) {
			return c.Monetary, s.M
		})
	})
}

// checkBars compares bars with a count by hand.
func checkBars(t *rapid.T, axis string, bars []rfm.Bar, s *rfm.Scored, measure func(rfm.Customer, rfm.Score) (decimal.Decimal, uint8)) {
	t.Helper()
	type key struct {
		value string
		score uint8
	}
	want, got := map[key]int{}, map[key]int{}
	for c, score := range s.All() {
		if c.Frequency > 0 {
			value, n := measure(c, score)
			want[key{value.String(), n}]++
		}
	}
	for i, bar := range bars {
		got[key{bar.Value.String(), bar.Score}] = bar.Customers
		if i > 0 && bar.Value.LessThan(bars[i-1].Value) {
			t.Errorf("%s: %v after %v", axis, bar.Value, bars[i-1].Value)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || len(bars) != len(want) {
		t.Errorf("%s: %d bars (-want +got)\n%s", axis, len(bars), diff)
	}
}

func TestDistributionOfNobody(t *testing.T) {
	table := tableAt(t, fitAsOf, []rfm.Summary{buyer("a", 0, 0, 0)})
	r, f, m := rfm.Distribution(apply(t, scaleOf(t, table, 5), table))
	if got, want := marshal(t, [][]rfm.Bar{r, f, m}), "[[],[],[]]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
