package rfm_test

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// bestBySorting ranks everybody with a full sort and counts by comparing
// everybody with everybody.
func bestBySorting(s *rfm.Scored, n int, w rfm.Weights) []rfm.Ranked {
	var all []rfm.Ranked
	for c, score := range s.All() {
		if c.Frequency > 0 {
			all = append(all, rfm.Ranked{Customer: c, Score: score, Composite: w.Composite(score)})
		}
	}
	for i := range all {
		r := &all[i]
		r.Recency = rfm.Standing{Value: decimal.NewFromInt(int64(r.Customer.Recency)), Unit: "calendar-days", Of: len(all)}
		r.Frequency = rfm.Standing{Value: decimal.NewFromInt(int64(r.Customer.Frequency)), Unit: "orders", Of: len(all)}
		r.Monetary = rfm.Standing{Value: r.Customer.Monetary, Of: len(all)}
		for _, other := range all {
			if other.Customer.Recency > r.Customer.Recency {
				r.Recency.Worse++
			}
			if other.Customer.Frequency < r.Customer.Frequency {
				r.Frequency.Worse++
			}
			if other.Customer.Monetary.LessThan(r.Customer.Monetary) {
				r.Monetary.Worse++
			}
		}
	}
	slices.SortFunc(all, func(a, b rfm.Ranked) int {
		return cmp.Or(
			cmp.Compare(b.Composite, a.Composite),
			b.Customer.Monetary.Cmp(a.Customer.Monetary),
			cmp.Compare(b.Customer.Frequency, a.Customer.Frequency),
			cmp.Compare(a.Customer.Recency, b.Customer.Recency),
			cmp.Compare(a.Customer.ID, b.Customer.ID))
	})
	for i := range all {
		all[i].Rank = i + 1
	}
	return all[:max(0, min(n, len(all)))]
}

func TestBestIsTheHeadOfAFullSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawSummaries(t, "customers")
		table := tableAt(t, fitAsOf, list)
		scored := apply(t, scaleOf(t, table, rapid.IntRange(2, 5).Draw(t, "bins")), table)
		n := rapid.IntRange(-1, 50).Draw(t, "n")
		weight := rapid.IntRange(0, 3)
		w := rfm.Weights{R: weight.Draw(t, "wr"), F: weight.Draw(t, "wf"), M: weight.Draw(t, "wm")}
		got, err := rfm.Best(scored, n, w)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(bestBySorting(scored, n, w), got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("best %d (-want +got)\n%s", n, diff)
		}
		for _, r := range got {
			for _, share := range []float64{r.Recency.Share(), r.Frequency.Share(), r.Monetary.Share()} {
				if share < 0 || share >= 1 {
					t.Errorf("%q: share of worse customers %v", r.Customer.ID, share)
				}
			}
		}
	})
}

func TestBestOfAnyNumber(t *testing.T) {
	table := tableAt(t, fitAsOf, []rfm.Summary{buyer("a", 1, 1, 10), buyer("b", 0, 0, 0), buyer("c", 2, 1, 10)})
	scored := apply(t, scaleOf(t, table, 5), table)
	for n, want := range map[int]int{math.MinInt: 0, -1: 0, 0: 0, 1: 1, 2: 2, 3: 2, math.MaxInt: 2} {
		if got, err := rfm.Best(scored, n, rfm.Weights{}); len(got) != want || err != nil {
			t.Errorf("best %d of 2: %d, error %v", n, len(got), err)
		}
	}
}

func TestBestRefusesWeights(t *testing.T) {
	table := tableAt(t, fitAsOf, nil)
	if _, err := rfm.Best(apply(t, scaleOf(t, table, 5), table), 1, rfm.Weights{R: -1}); !errors.Is(err, rfm.ErrWeights) {
		t.Errorf("error %v, want ErrWeights", err)
	}
}

func TestReasonsInWords(t *testing.T) {
	base := rfm.Ranked{
		Recency:   rfm.Standing{Value: decimal.NewFromInt(4), Unit: "calendar-days", Worse: 88, Of: 100},
		Frequency: rfm.Standing{Value: decimal.NewFromInt(12), Unit: "orders", Worse: 97, Of: 100},
		Monetary:  rfm.Standing{Value: decimal.NewFromInt(123400), Unit: "JPY", Worse: 99, Of: 100},
	}
	with := func(edit func(*rfm.Ranked)) rfm.Ranked {
		r := base
		edit(&r)
		return r
	}
	tests := []struct {
		reason string
		r      rfm.Ranked
		en, ja string
	}{{
		"the usual case", base,
		"12 orders (more than 97% of customers), last purchase 4 days ago (more recent than 88%), 123,400 JPY (more than 99%)",
		"購入回数12回（上位3%）、最終購入は4日前（新しさは上位12%）、購入金額123,400円（上位1%）",
	}, {
		"shares are rounded towards modesty",
		with(func(r *rfm.Ranked) { r.Frequency.Worse, r.Frequency.Of = 2, 3 }),
		"12 orders (more than 66% of customers), last purchase 4 days ago (more recent than 88%), 123,400 JPY (more than 99%)",
		"購入回数12回（上位34%）、最終購入は4日前（新しさは上位12%）、購入金額123,400円（上位1%）",
	}, {
		"one of everything, better than nobody, no currency",
		with(func(r *rfm.Ranked) {
			r.Recency = rfm.Standing{Value: decimal.NewFromInt(1), Unit: "calendar-days", Of: 9}
			r.Frequency = rfm.Standing{Value: decimal.NewFromInt(1), Unit: "orders", Of: 9}
			r.Monetary = rfm.Standing{Value: decimal.RequireFromString("-1234.5"), Of: 9}
		}),
		"1 order, last purchase 1 day ago, -1,234.50",
		"購入回数1回、最終購入は1日前、購入金額-1,234.50",
	}, {
		"today, and days instead of orders",
		with(func(r *rfm.Ranked) {
			r.Recency.Value, r.Frequency.Unit = decimal.Zero, "days"
			r.Monetary.Value = decimal.RequireFromString("1000000.125")
		}),
		"purchases on 12 days (more than 97% of customers), last purchase today (more recent than 88%), 1,000,000.125 JPY (more than 99%)",
		"購入日数12日（上位3%）、最終購入は本日（新しさは上位12%）、購入金額1,000,000.125円（上位1%）",
	}, {
		"elapsed days know no today",
		with(func(r *rfm.Ranked) { r.Recency.Value, r.Recency.Unit = decimal.Zero, "elapsed" }),
		"12 orders (more than 97% of customers), last purchase less than a day ago (more recent than 88%), 123,400 JPY (more than 99%)",
		"購入回数12回（上位3%）、最終購入は24時間以内（新しさは上位12%）、購入金額123,400円（上位1%）",
	}}
	for _, test := range tests {
		if got := test.r.Text(retention.English); got != test.en {
			t.Errorf("%s:\n got %s\nwant %s", test.reason, got, test.en)
		}
		if got := test.r.Text(retention.Japanese); got != test.ja {
			t.Errorf("%s:\n got %s\nwant %s", test.reason, got, test.ja)
		}
	}
}

func TestBestStatesItsUnits(t *testing.T) {
	list := []rfm.Summary{buyer("a", 1, 1, 10)}
	list[0].Currency = "JPY"
	table, err := rfm.FromSummaries(list, fitAsOf, time.UTC, rfm.Basis{Frequency: rfm.Days, Recency: rfm.Elapsed})
	if err != nil {
		t.Fatal(err)
	}
	best, err := rfm.Best(apply(t, scaleOf(t, table, 5), table), 1, rfm.Weights{})
	if err != nil {
		t.Fatal(err)
	}
	if got := best[0].Recency.Unit + " " + best[0].Frequency.Unit + " " + best[0].Monetary.Unit; got != "elapsed days JPY" {
		t.Errorf("units %s", got)
	}
}

func TestBestAsJSON(t *testing.T) {
	table := tableAt(t, fitAsOf, []rfm.Summary{buyer("a", 1, 1, 10)})
	best, err := rfm.Best(apply(t, scaleOf(t, table, 5), table), 1, rfm.Weights{})
	if err != nil {
		t.Fatal(err)
	}
	const want = `[{"rank":1,` +
		`"customer":{"id":"a","first":"2025-12-30","last":"2025-12-30","recency":2,"frequency":1,"monetary":"10"},` +
		`"score":{"r":1,"f":1,"m":1},"composite":1,` +
		`"recency":{"value":"2","unit":"calendar-days","worse":0,"of":1},` +
		`"frequency":{"value":"1","unit":"orders","worse":0,"of":1},` +
		`"monetary":{"value":"10","worse":0,"of":1}}]`
	if diff := gocmp.Diff(want, string(encode(t, best))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func BenchmarkBest100Of1M(b *testing.B) {
	table := tableAt(b, fitAsOf, crowd(1_000_000))
	scored := apply(b, scaleOf(b, table, 5), table)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := rfm.Best(scored, 100, rfm.Weights{}); err != nil {
			b.Fatal(err)
		}
	}
}
