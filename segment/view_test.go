package segment_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

func TestView(t *testing.T) {
	set, err := segment.Compile(
		shopSegment{Name: "gold", Rule: rank.Is("gold")},
		shopSegment{Name: "japan", Label: retention.Text{English: "Japan", Japanese: "日本"}, Rule: country.Is("JP")},
		shopSegment{Name: "both", Rule: segment.All(ref("gold"), ref("japan"))},
	)
	if err != nil {
		t.Fatal(err)
	}
	view := set.AsOf(now, time.UTC)
	rich, plain, unclear := &customer{Tier: "gold", Country: "JP"}, &customer{Country: "DE"}, &customer{}
	for c, want := range map[*customer][]string{rich: {"gold", "japan", "both"}, plain: nil, unclear: nil} {
		if diff := cmp.Diff(want, slices.Collect(view.Of(c))); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c, diff)
		}
		first := ""
		if len(want) > 0 {
			first = want[0]
		}
		if got := view.First(c); got != first {
			t.Errorf("%v: first %q, want %q", c, got, first)
		}
		if got, err := view.Is(c, "japan"); err != nil || got != (c == rich) {
			t.Errorf("%v is Japanese: %v, %v", c, got, err)
		}
	}
	members, err := view.Members("gold", slices.Values([]*customer{plain, rich, unclear, rich}))
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Collect(members); !slices.Equal(got, []*customer{rich, rich}) {
		t.Errorf("members %v", got)
	}
	for range members {
		break // an iterator must stop when asked to
	}
	if _, err := view.Is(rich, "silver"); !errors.Is(err, segment.ErrNoSegment) {
		t.Errorf("is in no segment: %v", err)
	}
	if _, err := view.Members("silver", nil); !errors.Is(err, segment.ErrNoSegment) {
		t.Errorf("members of no segment: %v", err)
	}
	if set.Index("both") != 2 || set.Index("silver") != -1 || set.Len() != 3 || view.Set() != set {
		t.Error("the set is another")
	}
	if s := set.Segment(1); s.In(retention.Japanese) != "日本" || set.Segment(0).In(retention.Japanese) != "gold" {
		t.Errorf("labels: %v", s.Label)
	}
	if m := view.Moment(); !m.Time().Equal(now) || m.Zone() != time.UTC || m.Today() != retention.NewDate(2026, time.March, 1) {
		t.Errorf("moment %v", m)
	}
}

func TestFieldNames(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{orders.Name(), "orders"},
		{segment.Flag("has opted in", func(*customer) bool { return true }).Name(), "has opted in"},
		{country.OrElse("JP").Name(), `or_else(country, "JP")`},
		{purchases.Where(sku.Is("tea")).Count().Name(), `count(purchases, where sku = "tea")`},
		{tags.Name(), "tags"},
		{purchases.Name(), "purchases"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s, want %s", tt.got, tt.want)
		}
	}
}

// An answer costs no memory.
func TestTestDoesNotAllocate(t *testing.T) {
	week := retention.Span{Days: 7}
	known := func(c *customer) bool { return c.Spent != nil }
	eight := segment.All(
		orders.AtLeast(3), pAlive.Above(0.2), spent.KnownIf(known).AtLeast(decimal.RequireFromString("99.5")), country.In("JP", "DE"),
		rank.Is("gold"), optIn.IsTrue(), lastOrder.InLast(week), segment.Not(tags.HasAny("wholesale", "staff")),
	)
	n, yesIndeed, money := 5, true, decimal.RequireFromString("120.000")
	c := &customer{ID: "c1", Orders: &n, PAlive: 0.5, Spent: &money, Country: "JP", Tier: "gold", OptIn: &yesIndeed, LastOrder: now.Add(-time.Hour),
		Birthday: retention.NewDate(1990, time.March, 3), Tags: []string{"vip"},
		Purchases: []*purchase{{At: now, SKU: "tea", Quantity: 2, Amount: &money}, {At: now.Add(-time.Hour), Quantity: 1, Amount: &money}}}
	tokyo := time.FixedZone("JST", 9*60*60)
	for name, rule := range map[string]segment.Rule[*customer]{
		"eight conditions": eight,
		"a reference":      segment.All(ref("eight"), ref("eight")),
		"days":             segment.All(birthday.AnniversaryIn(7), birthday.OlderThan(retention.Span{Months: 12}), lastOrder.DaysAgo().AtMost(1)),
		"events":           purchases.Where(sku.Is("tea")).InLast(week).Count().AtLeast(1),
		"sum":              segment.Sum(purchases.InLast(week), quantity).AtLeast(3),
		"largest":          segment.Largest(purchases, amount).AtLeast(money),
		"ratio":            segment.Ratio(purchases.InLast(week).Count(), purchases.Count()).AtLeast(1),
		"amounts":          segment.All(spent.In(decimal.Zero, decimal.NewFromInt(120)), spent.InRange(decimal.NewFromInt(1), decimal.New(5, 3)), spent.IsNot(decimal.New(12, 1).Add(decimal.New(1, -4)))),
		"sample":           id.Sample(100, "spring"),
		"in many":          orders.In(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
	} {
		set, err := segment.Compile(shopSegment{Name: "it", Rule: rule}, shopSegment{Name: "eight", Rule: eight})
		if err != nil {
			t.Fatal(err)
		}
		view := set.AsOf(now, tokyo)
		if got := view.Test(c, 0); got != yes {
			t.Errorf("%s: %v, so that it may end early", name, got)
		}
		if allocs := testing.AllocsPerRun(100, func() { view.Test(c, 0) }); allocs != 0 {
			t.Errorf("%s: %v allocations", name, allocs)
		}
	}
}

// Many may ask a set at once, and fit it, and compile others from its rules.
func TestShared(t *testing.T) {
	var segments []shopSegment
	for i := range 30 {
		segments = append(segments, shopSegment{Name: string(rune('A' + i)), Rule: manyRules(2).Example(i)})
	}
	segments = append(segments, shopSegment{Name: "other", Rule: longName})
	population := rapid.SliceOfN(customers(), 20, 20).Example(1)
	var want []segment.Truth
	var group sync.WaitGroup
	set, err := segment.CompileAnyway(segments...)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(set *segment.Set[*customer]) (answers []segment.Truth) {
		fit := set.AsOf(now, time.UTC).Fit(slices.Values(population)).AsOf(now, time.UTC)
		for _, c := range population {
			for i := range segments {
				answers = append(answers, fit.Test(c, i))
			}
		}
		return answers
	}
	want = ask(set)
	for range 8 {
		group.Go(func() {
			if !slices.Equal(ask(set), want) {
				t.Error("other answers to many at once")
			}
			again, err := segment.CompileAnyway(segments...)
			if err != nil || !slices.Equal(ask(again), want) {
				t.Errorf("other answers of another set: %v", err)
			}
		})
	}
	group.Wait()
}
