package segment_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// traveller is a customer as the presets look at one.
type traveller struct {
	Name        string
	Orders      int
	First, Last time.Time
	Gap         int // 0: none
	Usual       float64
	R, F, M     int // 0: no scores
	Worth       int
	NPS         int
	Features    []string
	Bought      []*purchase
}

var (
	travelOrders = segment.Number("orders", func(c *traveller) int { return c.Orders })
	travelLast   = segment.Time("last_order", func(c *traveller) time.Time { return c.Last })

	travelJourney = segment.Journey[*traveller]{
		Orders:     travelOrders,
		FirstOrder: segment.Time("first_order", func(c *traveller) time.Time { return c.First }),
		LastOrder:  travelLast,
		LastGap:    segment.Number("last_gap", func(c *traveller) int { return c.Gap }).OmitZero(),
	}
	travelRhythm = segment.Rhythm[*traveller]{
		LastOrder: travelLast,
		UsualDays: segment.Number("usual_days", func(c *traveller) float64 { return c.Usual }).OmitZero(),
	}
	travelScores = segment.Scores[*traveller]{
		Recency:   segment.Number("r", func(c *traveller) int { return c.R }).OmitZero(),
		Frequency: segment.Number("f", func(c *traveller) int { return c.F }).OmitZero(),
		Monetary:  segment.Number("m", func(c *traveller) int { return c.M }).OmitZero(),
	}
	travelWorth    = segment.Number("worth", func(c *traveller) int { return c.Worth })
	travelFeatures = segment.Tags("features", func(c *traveller) []string { return c.Features })
	travelBought   = segment.Events("purchases",
		func(c *traveller) []*purchase { return c.Bought }, func(p *purchase) time.Time { return p.At })
)

func viewOf[T any](t testing.TB, segments ...segment.Segment[T]) segment.View[T] {
	t.Helper()
	set, err := segment.Compile(segments...)
	if err != nil {
		t.Fatal(err)
	}
	return set.AsOf(now, time.UTC)
}

func daysBefore(days int) time.Time { return now.AddDate(0, 0, -days) }

func TestJourney(t *testing.T) {
	view := viewOf(t, travelJourney.Segments()...)
	for _, test := range []struct {
		want   string
		who    *traveller
		reason string
	}{
		{"prospect", &traveller{}, "has not bought yet"},
		{"onboarding", &traveller{Orders: 1, First: daysBefore(29), Last: daysBefore(29)}, "bought first in the last 30 days"},
		{"active", &traveller{Orders: 1, First: daysBefore(30), Last: daysBefore(30)}, "windows exclude their far end"},
		{"onboarding", &traveller{Orders: 9, First: daysBefore(20), Last: daysBefore(1), Gap: 2}, "many orders do not make a new customer loyal"},
		{"loyal", &traveller{Orders: 5, First: daysBefore(300), Last: daysBefore(10), Gap: 40}, "five orders and a recent one"},
		{"active", &traveller{Orders: 4, First: daysBefore(300), Last: daysBefore(10), Gap: 40}, "one short of loyal"},
		{"won back", &traveller{Orders: 5, First: daysBefore(900), Last: daysBefore(10), Gap: 365}, "came again after a year"},
		{"at risk", &traveller{Orders: 5, First: daysBefore(900), Last: daysBefore(90), Gap: 365}, "away for 90 days"},
		{"at risk", &traveller{Orders: 1, First: daysBefore(364), Last: daysBefore(364)}, "not yet away for a year"},
		{"lapsed", &traveller{Orders: 1, First: daysBefore(365), Last: daysBefore(365)}, "away for a year"},
	} {
		if got := view.First(test.who); got != test.want {
			t.Errorf("%s: %q, want %q", test.reason, got, test.want)
		}
	}
}

func TestJourneyHasAStageForEverybody(t *testing.T) {
	view := viewOf(t, travelJourney.Segments()...)
	rapid.Check(t, func(t *rapid.T) {
		c := &traveller{Orders: rapid.IntRange(0, 8).Draw(t, "orders")}
		if c.Orders > 0 {
			last := rapid.IntRange(0, 900).Draw(t, "last")
			c.Last, c.First = daysBefore(last), daysBefore(last)
		}
		if c.Orders > 1 {
			c.Gap = rapid.IntRange(1, 900).Draw(t, "gap")
			c.First = c.Last.AddDate(0, 0, -c.Gap)
		}
		if view.First(c) == "" {
			t.Errorf("%+v is nowhere", c)
		}
	})
}

func TestRhythm(t *testing.T) {
	view := viewOf(t, travelRhythm.Segments()...)
	rapid.Check(t, func(t *rapid.T) {
		away := rapid.IntRange(0, 100).Draw(t, "days")
		c := &traveller{Last: daysBefore(away), Usual: rapid.SampledFrom([]float64{0, 1, 10, 20}).Draw(t, "usual")}
		var want []string
		switch times := float64(away) / c.Usual; {
		case c.Usual == 0:
		case times < 1.5:
			want = []string{"in rhythm"}
		case times < 3:
			want = []string{"lapsing"}
		default:
			want = []string{"lapsed by rhythm"}
		}
		if diff := cmp.Diff(want, slices.Collect(view.Of(c))); diff != "" {
			t.Errorf("%d days, usually %v (-want +got):\n%s", away, c.Usual, diff)
		}
	})
}

func TestScores(t *testing.T) {
	view := viewOf(t, travelScores.Segments()...)
	count := map[string]int{}
	for r := 1; r <= 5; r++ {
		for f := 1; f <= 5; f++ {
			for m := 1; m <= 5; m++ {
				count[view.First(&traveller{R: r, F: f, M: m})]++
			}
		}
	}
	want := map[string]int{"best": 8, "do not lose": 8, "loyal": 37, "new": 20, "slipping": 31, "others": 21}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Errorf("cells of the 125 (-want +got):\n%s", diff)
	}
	if name := view.First(&traveller{}); name != "" {
		t.Errorf("without scores: %q", name)
	}
}

func TestByValue(t *testing.T) {
	var all []*traveller
	for i := range 10 {
		all = append(all, &traveller{Worth: i})
	}
	view := viewOf(t, segment.ByValue(travelWorth)...)
	if name := view.First(all[9]); name != "" {
		t.Errorf("before it is fitted: %q", name)
	}
	view = view.Fit(slices.Values(all)).AsOf(now, time.UTC)
	count := map[string]int{}
	for _, c := range all {
		count[view.First(c)]++
	}
	if diff := cmp.Diff(map[string]int{"high value": 2, "promising": 4, "standard": 4}, count); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for i, a := range segment.Approaches() {
		if name := view.Set().Segment(i).Name; a.Segment != name {
			t.Errorf("approach %d is for %q, segment %d is %q", i, a.Segment, i, name)
		}
		for _, text := range append(a.Steps, a.Aim) {
			if text.English == "" || text.Japanese == "" {
				t.Errorf("%s: a step without words: %v", a.Segment, text)
			}
		}
	}
}

// TestPresetsHaveLabels: people read all of them in both languages.
func TestPresetsHaveLabels(t *testing.T) {
	var all []segment.Segment[*traveller]
	all = append(all, travelJourney.Segments()...)
	all = append(all, travelRhythm.Segments()...)
	all = append(all, travelScores.Segments()...)
	all = append(all, segment.ByValue(travelWorth)...)
	all = append(all, segment.NotUsing(travelOrders.AtLeast(1), travelFeatures, "wish list"))
	all = append(all, segment.BoughtNever(travelBought, sku, "cup", "tea"))
	for _, s := range all {
		if s.Label.English == "" || s.Label.Japanese == "" || s.In(retention.Japanese) == s.In(retention.English) {
			t.Errorf("%s: %+v", s.Name, s.Label)
		}
	}
}

// TestPresetsArePublic: what the presets do, callers can do as well.
func TestPresetsArePublic(t *testing.T) {
	for _, name := range []string{"journey.go", "rhythm.go", "presets.go", "approach.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && !s.Sel.IsExported() {
				t.Errorf("%s: uses .%s", name, s.Sel.Name)
			}
			return true
		})
	}
}

func ExampleJourney() {
	journey := segment.Journey[*traveller]{
		Orders:     segment.Number("orders", func(c *traveller) int { return c.Orders }),
		FirstOrder: segment.Time("first_order", func(c *traveller) time.Time { return c.First }),
		LastOrder:  segment.Time("last_order", func(c *traveller) time.Time { return c.Last }),
		LastGap:    segment.Number("last_gap", func(c *traveller) int { return c.Gap }).OmitZero(),
		Loyal:      3, // instead of five orders
	}
	stages, err := segment.Compile(journey.Segments()...)
	if err != nil {
		panic(err)
	}
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC) }
	view := stages.AsOf(day(time.June, 1), time.UTC)
	for _, c := range []*traveller{
		{Name: "a"},
		{Name: "b", Orders: 1, First: day(time.May, 20), Last: day(time.May, 20)},
		{Name: "c", Orders: 3, First: day(time.January, 5), Last: day(time.May, 2), Gap: 30},
		{Name: "d", Orders: 3, First: day(time.January, 5), Last: day(time.February, 2), Gap: 14},
	} {
		fmt.Println(c.Name, view.First(c))
	}
	// Output:
	// a prospect
	// b onboarding
	// c loyal
	// d at risk
}

func ExampleRhythm() {
	rhythm := segment.Rhythm[*traveller]{
		LastOrder: segment.Time("last_order", func(c *traveller) time.Time { return c.Last }),
		UsualDays: segment.Number("usual_days", func(c *traveller) float64 { return c.Usual }).OmitZero(),
	}
	set, err := segment.Compile(rhythm.Segments()...)
	if err != nil {
		panic(err)
	}
	view := set.AsOf(time.Date(2026, time.June, 30, 0, 0, 0, 0, time.UTC), time.UTC)
	tenDaysAgo := time.Date(2026, time.June, 20, 0, 0, 0, 0, time.UTC)
	fmt.Println("bread:", view.First(&traveller{Last: tenDaysAgo, Usual: 3}))
	fmt.Println("shoes:", view.First(&traveller{Last: tenDaysAgo, Usual: 120}))
	fmt.Println("unknown:", view.First(&traveller{Last: tenDaysAgo}) == "")
	// Output:
	// bread: lapsed by rhythm
	// shoes: in rhythm
	// unknown: true
}

func ExampleScores() {
	groups := segment.Scores[*traveller]{
		Recency:   segment.Number("r", func(c *traveller) int { return c.R }).OmitZero(),
		Frequency: segment.Number("f", func(c *traveller) int { return c.F }).OmitZero(),
		Monetary:  segment.Number("m", func(c *traveller) int { return c.M }).OmitZero(),
	}
	for _, s := range groups.Segments() {
		fmt.Printf("%s: %v\n", s.Name, s.Rule)
	}
	// Output:
	// best: r >= 4 and f >= 4 and m >= 4
	// do not lose: r <= 2 and f >= 4 and m >= 4
	// loyal: r >= 3 and f >= 3
	// new: r >= 4 and f <= 2
	// slipping: r in [2, 4)
	// others: r is not missing and f is not missing and m is not missing
}

func ExampleByValue() {
	worth := segment.Number("worth", func(c *traveller) int { return c.Worth })
	set, err := segment.Compile(segment.ByValue(worth)...)
	if err != nil {
		panic(err)
	}
	shop := []*traveller{{Worth: 900}, {Worth: 400}, {Worth: 350}, {Worth: 20}, {Worth: 5}}
	view := set.AsOf(now, time.UTC)
	view = view.Fit(slices.Values(shop)).AsOf(now, time.UTC)
	for _, c := range shop {
		fmt.Println(c.Worth, view.First(c))
	}
	for _, a := range segment.Approaches()[:1] {
		fmt.Println(a.Segment, a.Support, a.Aim.In(retention.English))
	}
	// Output:
	// 900 high value
	// 400 promising
	// 350 promising
	// 20 standard
	// 5 standard
	// high value thick Keep them.
}

func ExampleNotUsing() {
	nps := segment.Number("nps", func(c *traveller) int { return c.NPS })
	features := segment.Tags("features", func(c *traveller) []string { return c.Features })
	fmt.Println(segment.NotUsing(nps.AtLeast(9), features, "export").Rule)
	// Output: nps >= 9 and not features has "export"
}

func ExampleBoughtNever() {
	orders := segment.Events("orders", func(c *traveller) []*purchase { return c.Bought }, func(p *purchase) time.Time { return p.At })
	sku := segment.Text("sku", func(p *purchase) string { return p.SKU })
	fmt.Println(segment.BoughtNever(orders, sku, "machine", "beans").Rule)
	// Output: count(orders, where sku = "machine") >= 1 and count(orders, where sku = "beans") = 0
}
