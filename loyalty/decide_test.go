package loyalty_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

func TestEarnSpendReturnCancel(t *testing.T) {
	e := compile(t, simple())
	a := loyalty.NewAccount("haru")
	t0 := day("2026-04-01")
	a = apply(t, e, a, "1", t0, order("x", "10000"))
	a = apply(t, e, a, "2", t0.Add(time.Hour), loyalty.Redeem{Points: 100})
	a = apply(t, e, a, "3", t0.Add(2*time.Hour), order("x", "0"))
	a = apply(t, e, a, "4", t0.Add(3*time.Hour), loyalty.Cancel{Redemption: "2"})
	want := loyalty.Balance{Earned: 100, Clawed: 100}
	if diff := cmp.Diff(want, a.Balance(t0.Add(4*time.Hour))); diff != "" {
		for x := range a.Entries() {
			t.Log(x.Op, x.Lot, x.Points, x.Kind, x.Ref, x.Rule)
		}
		t.Error(diff)
	}
	again, err := loyalty.Fold("haru", slices.Collect(a.Entries()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a.Lots(t0), again.Lots(t0)); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkDecide10Rules(b *testing.B) {
	e := compile(b, simple(func(ed *loyalty.Edition) {
		for i := range 9 {
			ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: fmt.Sprint("r", i), Award: dec("1"), Per: dec("200"), When: loyalty.Cond{Tags: []string{fmt.Sprint("t", i)}}})
		}
	}))
	a := loyalty.NewAccount("haru")
	for i := range 25 {
		a = apply(b, e, a, fmt.Sprint(i), day("2026-04-01").Add(time.Duration(i)*time.Hour), order(fmt.Sprint("x", i), "10000"))
	}
	o := loyalty.Order{ID: "new", Tags: []string{"t3", "t5"}, Lines: []loyalty.Line{
		{SKU: "a", Category: "tea", Amount: dec("1200")}, {SKU: "b", Category: "cups", Amount: dec("3400.50")}, {SKU: "c", Category: "tea", Amount: dec("80")},
	}}
	ev := loyalty.Event{ID: "new", At: day("2026-05-01"), Data: o}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Decide(a, ev); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFold(b *testing.B) {
	e := compile(b, simple())
	a := loyalty.NewAccount("haru")
	for i := range 500 {
		at := day("2026-04-01").Add(time.Duration(i) * time.Hour)
		a = apply(b, e, a, fmt.Sprint(i), at, order(fmt.Sprint("x", i), "10000"))
		if i%3 == 2 {
			a = apply(b, e, a, fmt.Sprint("r", i), at, loyalty.Redeem{Points: 250})
		}
	}
	entries := slices.Collect(a.Entries())
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		if _, err := loyalty.Fold("haru", entries); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(entries))*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mentries/s")
}

func BenchmarkBalance50Lots(b *testing.B) {
	e := compile(b, simple())
	a := loyalty.NewAccount("haru")
	for i := range 50 {
		a = apply(b, e, a, fmt.Sprint(i), day("2026-04-01").Add(time.Duration(i)*time.Hour), order(fmt.Sprint("x", i), "10000"))
	}
	at := day("2027-01-01")
	b.ReportAllocs()
	for b.Loop() {
		a.Balance(at)
	}
}

// BenchmarkByHand10Rules is what shops write in place of BenchmarkDecide10Rules:
// ten rules in decimals, the sum of the points, and no reasons, no expiry, no
// entries and no memory of what a return takes back.
func BenchmarkByHand10Rules(b *testing.B) {
	type rule struct {
		award, per decimal.Decimal
		tag        string
	}
	rules := []rule{{award: dec("1"), per: dec("100")}}
	for i := range 9 {
		rules = append(rules, rule{dec("1"), dec("200"), fmt.Sprint("t", i)})
	}
	tags := []string{"t3", "t5"}
	lines := []decimal.Decimal{dec("1200"), dec("3400.50"), dec("80")}
	b.ReportAllocs()
	for b.Loop() {
		var total decimal.Decimal
		for _, l := range lines {
			total = total.Add(l)
		}
		points := int64(0)
		for _, r := range rules {
			if r.tag == "" || slices.Contains(tags, r.tag) {
				points += total.Div(r.per).Floor().Mul(r.award).IntPart()
			}
		}
		if points != 46+23+23 {
			b.Fatal(points)
		}
	}
}
