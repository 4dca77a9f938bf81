package rfm_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// A customer's money is scored exactly, whatever the digits of it and of the
// cuts.
func TestScoreMoneyExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Custom(func(t *rapid.T) decimal.Decimal {
			units := rapid.OneOf(rapid.Int64Range(0, 30), rapid.Int64Min(0)).Draw(t, "units")
			return decimal.New(units, rapid.OneOf(rapid.Int32Range(-2, 2), rapid.Int32Range(-22, 22)).Draw(t, "exponent"))
		})
		scale := handScale()
		scale.Mode = rfm.Ranks
		for i := range scale.M.Cuts {
			scale.M.Cuts[i] = rfm.Cut{Value: amount.Draw(t, "cut"), Inclusive: rapid.Bool().Draw(t, "inclusive")}
			if scale.M.Cuts[i].Value.IsZero() {
				scale.M.Cuts[i].Inclusive = false
			}
		}
		slices.SortFunc(scale.M.Cuts, func(a, b rfm.Cut) int {
			if c := a.Value.Cmp(b.Value); c != 0 || a.Inclusive == b.Inclusive {
				return c
			}
			if a.Inclusive {
				return -1
			}
			return 1
		})
		scorer := compile(t, scale)

		near := rapid.SampledFrom(scale.M.Cuts).Draw(t, "near").Value
		step := decimal.New(rapid.Int64Range(-2, 2).Draw(t, "step"), rapid.Int32Range(-30, 5).Draw(t, "place"))
		for _, sum := range []decimal.Decimal{near, near.Add(step), near.Mul(step), amount.Draw(t, "sum")} {
			want := uint8(1)
			for _, c := range scale.M.Cuts {
				if sum.GreaterThan(c.Value) || c.Inclusive && sum.Equal(c.Value) {
					want++
				}
			}
			if got := scorer.Score(rfm.Customer{ID: "c", Frequency: 1, Monetary: sum}).M; got != want {
				t.Errorf("%v scores %d, want %d by %v", sum, got, want, scale)
			}
		}
	})
}

func TestScoreWithoutSales(t *testing.T) {
	scorer := compile(t, handScale())
	for _, c := range []rfm.Customer{{}, {ID: "c", Recency: 5, Monetary: decimal.New(5, 0)}, {ID: "c", Frequency: -1}} {
		if got := scorer.Score(c); got.Scored() {
			t.Errorf("%+v scores %v, want none", c, got)
		}
	}
}

func TestScoreDoesNotAllocate(t *testing.T) {
	table := shopOf(2000)
	for _, mode := range []rfm.Mode{rfm.Ranks, rfm.RQuantiles, rfm.NTile} {
		scorer := compile(t, fit(t, table, rfm.Method{Mode: mode}))
		customers := customersOf(table)
		i := 0
		if n := testing.AllocsPerRun(1000, func() {
			scorer.Score(customers[i%len(customers)])
			i++
		}); n != 0 {
			t.Errorf("%v: %v allocations a score", mode, n)
		}
	}
}

func TestScorerIsIndependentOfItsScale(t *testing.T) {
	scale := handScale()
	scorer := compile(t, scale)
	c := rfm.Customer{ID: "c", Recency: 30, Frequency: 5, Monetary: decimal.RequireFromString("12345678901234567890")}
	want := scorer.Score(c)
	for _, s := range []*rfm.Scale{scale, scorer.Scale()} {
		for _, a := range []*rfm.Axis{&s.R, &s.F, &s.M} {
			a.Cuts[0], a.Cuts[1] = rfm.Cut{}, rfm.Cut{}
		}
	}
	if got := scorer.Score(c); got != want {
		t.Errorf("scores %v after a change to the scale, want %v", got, want)
	}
	if diff := cmp.Diff(handScale(), scorer.Scale()); diff != "" {
		t.Errorf("scale of the scorer (-want +got):\n%s", diff)
	}
}

func TestScorerConcurrently(t *testing.T) {
	table := shopOf(20_000)
	scorer := compile(t, fit(t, table, rfm.Method{}))
	want, err := scorer.Apply(table)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			got, err := scorer.Apply(table)
			if err != nil || !slices.Equal(scores(got), scores(want)) {
				t.Errorf("scores differ: %v", err)
			}
			for i := range 100 {
				c, s := want.At(i)
				if got := scorer.Score(c); got != s {
					t.Errorf("%+v scores %v, want %v", c, got, s)
				}
			}
		})
	}
	wg.Wait()
}

func TestApplyRefusesOtherTables(t *testing.T) {
	table := func(currency string, zone *time.Location, b rfm.Basis) *rfm.Table {
		s := summaryOf("c", 1, 1, decimal.New(5, 0))
		s.Currency = currency
		table, err := rfm.FromSummaries([]rfm.Summary{s}, fitAsOf, zone, b)
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	tokyo := time.FixedZone("Asia/Tokyo", 9*60*60)
	usual := table("EUR", time.UTC, rfm.Basis{})
	scorer := compile(t, fit(t, usual, rfm.Method{}))
	unstated := compile(t, fit(t, table("", time.UTC, rfm.Basis{}), rfm.Method{}))
	for _, test := range []struct {
		scorer *rfm.Scorer
		table  *rfm.Table
		want   string
		reason string
	}{
		{scorer, usual, "", "its own table"},
		{scorer, table("", time.UTC, rfm.Basis{}), "", "a table of unstated currency"},
		{unstated, usual, "", "a scale of unstated currency"},
		{scorer, table("JPY", time.UTC, rfm.Basis{}), "rfm: measured by another currency: JPY, not EUR", "other money"},
		{scorer, table("EUR", tokyo, rfm.Basis{}), "rfm: measured by another zone: Asia/Tokyo, not UTC", "other days"},
		{scorer, table("EUR", time.UTC, rfm.Basis{Frequency: rfm.Days}), "rfm: measured by another basis: days, calendar-days, not orders, calendar-days", "other visits"},
	} {
		scored, err := test.scorer.Apply(test.table)
		var mismatch *rfm.MismatchError
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", test.reason, err)
		case test.want != "" && (!errors.As(err, &mismatch) || err.Error() != test.want || scored != nil):
			t.Errorf("%s: error %v, want %s", test.reason, err, test.want)
		}
	}
}

func TestScoredFollowsTable(t *testing.T) {
	table := tableOf(t, []rfm.Summary{
		summaryOf("c", 9, 1, decimal.New(5, 0)), summaryOf("a", 0, 0, decimal.New(-5, 0)), summaryOf("b", 1, 3, decimal.New(9, 0)),
	})
	scored := apply(t, fit(t, table, rfm.Method{Bins: 2}), table)
	if scored.Table() != table || scored.Len() != 3 || scored.Scorer().Scale().Bins != 2 {
		t.Errorf("%d rows of table %p by %v, want 3 of %p", scored.Len(), scored.Table(), scored.Scorer().Scale(), table)
	}
	want := []string{"a ---", "b 222", "c 111"}
	i := 0
	for c, s := range scored.All() {
		atC, atS := scored.At(i)
		if got := c.ID + " " + s.String(); got != want[i] || atC.ID != c.ID || atS != s || scored.Score(i) != s {
			t.Errorf("row %d: %s, want %s", i, got, want[i])
		}
		i++
	}
	for range scored.All() {
		break // must not go on
	}
}
