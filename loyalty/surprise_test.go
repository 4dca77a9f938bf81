package loyalty_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

func acrossBudget() loyalty.Budget {
	return loyalty.Budget{
		ID: "spring", At: day("2026-04-01"), Left: dec("1000"), Chance: 1,
		Prizes: []loyalty.Prize{
			{ID: "a", Cost: dec("10"), Unlimited: true},
			{ID: "b", Cost: dec("20"), Unlimited: true},
			{ID: "c", Cost: dec("30"), Unlimited: true, Points: 300},
			{ID: "d", Cost: dec("40"), Unlimited: true},
		},
	}
}

// acrossSeed is 0, 1, …, 31.
func acrossSeed() (seed [32]byte) {
	for i := range seed {
		seed[i] = byte(i)
	}
	return seed
}

func acrossCandidates(n int) iter.Seq[loyalty.Candidate] {
	return func(yield func(loyalty.Candidate) bool) {
		for i := range n {
			if !yield(loyalty.Candidate{ID: fmt.Sprint("m", i)}) {
				return
			}
		}
	}
}

func acrossSurprise(t rapid.TB, e *loyalty.Engine, b loyalty.Budget, candidates iter.Seq[loyalty.Candidate]) ([]loyalty.Gift, loyalty.Budget) {
	gifts, left, err := e.Surprise(b, acrossSeed(), candidates)
	if err != nil {
		t.Fatal(err)
	}
	return gifts, left
}

// The draw can be checked by anybody who has SHA-256. These three were drawn by
// Python's hashlib: sha256(seed + len("spring") in 8 bytes + "spring" + ID).
func TestSurpriseKnownDraws(t *testing.T) {
	e, b := compile(t, simple()), acrossBudget()
	all := slices.Values([]loyalty.Candidate{{ID: "haru"}, {ID: "yu"}, {ID: "ai"}})
	for _, tt := range []struct {
		chance float64
		want   string
	}{
		{1, "ai c, yu b, haru d, "},
		{0.9787445458425122, "ai c, yu b, haru d, "},
		{0.9787445458425121, "ai c, yu b, "},
		{0.2466101267629923, "ai c, "},
		{0.2466101267629922, ""},
		{0, ""},
	} {
		b.Chance = tt.chance
		gifts, _ := acrossSurprise(t, e, b, all)
		got := ""
		for _, g := range gifts {
			got += g.Member + " " + g.Prize + ", "
		}
		if got != tt.want {
			t.Errorf("chance %v: %s; want %s", tt.chance, got, tt.want)
		}
	}
}

// How many are drawn, which prizes and how these go with whose turn it is look
// like chance: chi-square tests at a fixed seed, each failing by chance once in
// a thousand seeds.
func TestSurpriseIsFair(t *testing.T) {
	e, b := compile(t, simple()), acrossBudget()
	const n, chance = 40_000, 0.3
	b.Chance, b.Left = chance, dec("1000000000")
	b.Prizes[1].Weight, b.Prizes[3].Weight = 3, 6 // of 1 + 3 + 1 + 6
	gifts, _ := acrossSurprise(t, e, b, acrossCandidates(n))
	test := func(what string, seen, expected []float64) {
		chi := 0.0
		for i := range seen {
			chi += (seen[i] - expected[i]) * (seen[i] - expected[i]) / expected[i]
		}
		if p := (distuv.ChiSquared{K: float64(len(seen) - 1)}).Survival(chi); p < 0.001 {
			t.Errorf("%s: %v, expected %v: p = %v", what, seen, expected, p)
		}
	}
	drawn := float64(len(gifts))
	test("drawn", []float64{drawn, n - drawn}, []float64{n * chance, n * (1 - chance)})
	weights := map[string]float64{"a": 1, "b": 3, "c": 1, "d": 6}
	halves := make([]float64, 8)
	expected := make([]float64, 8)
	for i, g := range gifts {
		k := int(g.Prize[0]-'a') * 2
		if i >= len(gifts)/2 {
			k++
		}
		halves[k]++
	}
	for k := range expected {
		expected[k] = drawn / 2 * weights[string(rune('a'+k/2))] / 11
	}
	test("prizes by turn", halves, expected)
	// The order of turns is not that of names.
	inversions := 0.0
	for i := 1; i < len(gifts); i++ {
		if gifts[i-1].Member > gifts[i].Member {
			inversions++
		}
	}
	if mean, sigma := (drawn-1)/2, math.Sqrt((drawn+1)/12); math.Abs(inversions-mean) > 4*sigma {
		t.Errorf("%v descents of %v", inversions, drawn)
	}
}

func acrossDrawBudget(rt *rapid.T) loyalty.Budget {
	b := acrossBudget()
	b.Chance = lawAny(rt, "chance", []float64{0, 0.3, 0.7, 1})
	b.Left = decimal.NewFromInt(int64(10 * acrossAny(rt, "left", 30)))
	b.Every = retention.Span{Days: acrossAny(rt, "every", 6)}
	for i := range b.Prizes {
		p := &b.Prizes[i]
		p.Stock, p.Unlimited = acrossAny(rt, "stock", 5), acrossAny(rt, "unlimited", 2) == 0
		p.Cost = dec(lawAny(rt, "cost", []string{"0", "10", "19.9", "20", "50", "90"}))
		p.Weight = uint32(acrossAny(rt, "weight", 4))
	}
	return b
}

func acrossDrawCandidates(rt *rapid.T) (list []loyalty.Candidate) {
	for i := range acrossAny(rt, "candidates", 30) {
		c := loyalty.Candidate{ID: fmt.Sprint("m", i), Chance: lawAny(rt, "own chance", []float64{0, 0, 0.5, 1})}
		if acrossAny(rt, "had one", 2) == 0 {
			hours := 24*acrossAny(rt, "days ago", 8) + lawAny(rt, "and hours", []int{-1, 0, 0, 1})
			c.Last = day("2026-04-01").Add(-time.Duration(hours) * time.Hour)
		}
		list = append(list, c)
	}
	return list
}

// Gifts never cost more than the budget, nor are there more than in stock, and
// everybody who went without did so for the reason told.
func TestSurpriseKeepsToTheBudget(t *testing.T) {
	e := compile(t, simple())
	rapid.Check(t, func(rt *rapid.T) {
		b, candidates := acrossDrawBudget(rt), acrossDrawCandidates(rt)
		before := acrossJSON(rt, b)
		gifts, left := acrossSurprise(rt, e, b, slices.Values(candidates))
		if acrossJSON(rt, b) != before {
			rt.Fatal("the budget given was changed")
		}
		last := map[string]time.Time{}
		for _, c := range candidates {
			last[c.ID] = c.Last
		}
		money, stock, prize := b.Left, map[string]int{}, map[string]loyalty.Prize{}
		for _, p := range b.Prizes {
			stock[p.ID], prize[p.ID] = p.Stock, p
		}
		for _, g := range gifts {
			p := prize[g.Prize]
			free := last[g.Member].IsZero() || !b.At.Before(last[g.Member].In(tokyo).AddDate(0, 0, b.Every.Days))
			want := loyalty.Given
			switch {
			case !free:
				want = loyalty.TooSoon
			case !p.Unlimited && stock[p.ID] == 0:
				want = loyalty.OutOfStock
			case money.LessThan(p.Cost):
				want = loyalty.OverBudget
			default:
				money = money.Sub(p.Cost)
				if !p.Unlimited {
					stock[p.ID]--
				}
			}
			if g.Why != want || !g.Cost.Equal(p.Cost) || (g.Event.ID == "") != (want != loyalty.Given) {
				rt.Fatalf("%+v: want %v", g, want)
			}
		}
		if !left.Left.Equal(money) || left.Left.Sign() < 0 {
			rt.Fatalf("%v left, want %v", left.Left, money)
		}
		for _, p := range left.Prizes {
			if p.Stock != stock[p.ID] || p.Stock < 0 {
				rt.Fatalf("%d of %s left, want %d", p.Stock, p.ID, stock[p.ID])
			}
		}
	})
}

// A candidate more changes nobody's draw, and the order of candidates nothing.
func TestSurpriseIsIndependent(t *testing.T) {
	e := compile(t, simple())
	rapid.Check(t, func(rt *rapid.T) {
		b, candidates := acrossDrawBudget(rt), acrossDrawCandidates(rt)
		gifts, left := acrossSurprise(rt, e, b, slices.Values(candidates))
		again, same := acrossSurprise(rt, e, b, slices.Values(rapid.Permutation(candidates).Draw(rt, "order")))
		if acrossJSON(rt, []any{gifts, left}) != acrossJSON(rt, []any{again, same}) {
			rt.Fatalf("%v\n%v", gifts, again)
		}
		for i := range 3 {
			candidates = append(candidates, loyalty.Candidate{ID: fmt.Sprint("more", i), Chance: 1})
		}
		more, _ := acrossSurprise(rt, e, b, slices.Values(candidates))
		more = slices.DeleteFunc(more, func(g loyalty.Gift) bool { return len(g.Member) > 4 })
		draws := func(gifts []loyalty.Gift) (list []string) {
			for _, g := range gifts {
				list = append(list, g.Member+" "+g.Prize)
			}
			return list
		}
		if diff := cmp.Diff(draws(gifts), draws(more)); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// The seed and the round change the draw.
func TestSurpriseSeedAndRound(t *testing.T) {
	e, b := compile(t, simple()), acrossBudget()
	b.Chance = 0.5
	drawn := map[string]bool{}
	for _, round := range []string{"spring", "summer", "springm"} {
		for _, first := range []byte{0, 1} {
			seed := acrossSeed()
			seed[0] = first
			b.ID = round
			gifts, _, err := e.Surprise(b, seed, acrossCandidates(64))
			if err != nil {
				t.Fatal(err)
			}
			list := ""
			for _, g := range gifts {
				list += g.Member + g.Prize
			}
			drawn[list] = true
		}
	}
	if len(drawn) != 6 {
		t.Errorf("%d different draws of 6", len(drawn))
	}
}

// Gifts are events that can be applied, and applied again in vain.
func TestSurpriseEvents(t *testing.T) {
	e, b := compile(t, simple()), acrossBudget()
	gifts, _ := acrossSurprise(t, e, b, slices.Values([]loyalty.Candidate{{ID: "ai"}, {ID: "yu"}}))
	ai, yu := gifts[0], gifts[1]
	a := apply(t, e, loyalty.NewAccount("ai"), ai.Event.ID, ai.Event.At, ai.Event.Data)
	if got := a.Balance(day("2026-04-02")).Available; got != 300 || ai.Event.ID != "surprise/spring/ai" {
		t.Errorf("%d points by %q", got, ai.Event.ID)
	}
	if _, d, err := e.Apply(a, ai.Event); err != nil || !d.Duplicate {
		t.Errorf("%+v, %v", d, err)
	}
	want := loyalty.Event{ID: "surprise/spring/yu", At: b.At, Data: loyalty.Activity{Kind: loyalty.GiftKind, Tags: []string{"b"}}}
	if diff := cmp.Diff(want, yu.Event); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	apply(t, e, loyalty.NewAccount("yu"), yu.Event.ID, yu.Event.At, yu.Event.Data)
}

func TestSurpriseRefuses(t *testing.T) {
	e := compile(t, simple())
	for _, tt := range []struct {
		reason string
		change func(*loyalty.Budget, *loyalty.Candidate)
		want   error
	}{
		{"no ID", func(b *loyalty.Budget, _ *loyalty.Candidate) { b.ID = "" }, loyalty.ErrName},
		{"no time", func(b *loyalty.Budget, _ *loyalty.Candidate) { b.At = time.Time{} }, loyalty.ErrTime},
		{"a debt", func(b *loyalty.Budget, _ *loyalty.Candidate) { b.Left = dec("-1") }, loyalty.ErrValue},
		{"more than sure", func(b *loyalty.Budget, _ *loyalty.Candidate) { b.Chance = 1.1 }, loyalty.ErrValue},
		{"no number", func(b *loyalty.Budget, _ *loyalty.Candidate) { b.Chance = math.NaN() }, loyalty.ErrValue},
		{"nothing to give", func(b *loyalty.Budget, _ *loyalty.Candidate) { b.Prizes = nil }, loyalty.ErrValue},
		{"a prize without ID", func(b *loyalty.Budget, _ *loyalty.Candidate) { b.Prizes[1].ID = "" }, loyalty.ErrName},
		{"a prize twice", func(b *loyalty.Budget, _ *loyalty.Candidate) { b.Prizes[1].ID = "a" }, loyalty.ErrDuplicate},
		{"a prize that pays", func(b *loyalty.Budget, _ *loyalty.Candidate) { b.Prizes[1].Cost = dec("-1") }, loyalty.ErrValue},
		{"less than none", func(b *loyalty.Budget, _ *loyalty.Candidate) { b.Prizes[1].Stock = -1 }, loyalty.ErrValue},
		{"points taken", func(b *loyalty.Budget, _ *loyalty.Candidate) { b.Prizes[1].Points = -1 }, loyalty.ErrValue},
		{"nobody", func(_ *loyalty.Budget, c *loyalty.Candidate) { c.ID = "" }, loyalty.ErrName},
		{"somebody twice", func(_ *loyalty.Budget, c *loyalty.Candidate) { c.ID = "haru" }, loyalty.ErrDuplicate},
		{"an impossible chance", func(_ *loyalty.Budget, c *loyalty.Candidate) { c.Chance = -0.1 }, loyalty.ErrValue},
		{"a chance that is no number", func(_ *loyalty.Budget, c *loyalty.Candidate) { c.Chance = math.NaN() }, loyalty.ErrValue},
		{"a time that is none", func(_ *loyalty.Budget, c *loyalty.Candidate) { c.Last = time.Unix(1<<40, 0) }, loyalty.ErrTime},
	} {
		b, c := acrossBudget(), loyalty.Candidate{ID: "yu"}
		tt.change(&b, &c)
		gifts, left, err := e.Surprise(b, acrossSeed(), slices.Values([]loyalty.Candidate{{ID: "haru"}, c}))
		if !errors.Is(err, tt.want) || gifts != nil || !left.Left.Equal(b.Left) {
			t.Errorf("%s: %v, %v", tt.reason, gifts, err)
		}
	}
}

// A month after 31 January ends with February: where the program is, wherever the
// budget's time was written down.
func TestSurpriseCountsDaysInTheProgramsZone(t *testing.T) {
	e, b := compile(t, simple()), acrossBudget()
	b.Every = retention.Span{Months: 1}
	last := day("2026-01-31").Add(30 * time.Minute)
	for _, c := range []struct {
		at   time.Time
		want loyalty.Luck
	}{{day("2026-02-28").Add(29 * time.Minute), loyalty.TooSoon}, {day("2026-02-28").Add(30 * time.Minute), loyalty.Given}} {
		b.At = c.at.UTC()
		gifts, _ := acrossSurprise(t, e, b, slices.Values([]loyalty.Candidate{{ID: "haru", Last: last.UTC()}}))
		if gifts[0].Why != c.want {
			t.Errorf("at %v: %v, want %v", c.at, gifts[0].Why, c.want)
		}
	}
}

func TestBudgetJSON(t *testing.T) {
	want := acrossBudget()
	want.Every, want.Chance = retention.Span{Months: 1}, 0.25
	var got loyalty.Budget
	if err := json.Unmarshal([]byte(acrossJSON(t, want)), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for why, want := range map[loyalty.Luck]string{
		loyalty.Given: "given", loyalty.TooSoon: "too_soon", loyalty.OutOfStock: "out_of_stock", loyalty.OverBudget: "over_budget", 9: "Luck(9)",
	} {
		var again loyalty.Luck
		text, err := why.MarshalText()
		if why.String() != want || err == nil && (again.UnmarshalText(text) != nil || again != why) || (err != nil) != (why == 9) {
			t.Errorf("%d: %v, %q, %v", why, why, text, err)
		}
	}
}

func ExampleEngine_Surprise() {
	engine, err := loyalty.Compile(simple(), tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	budget := loyalty.Budget{
		ID: "cherry blossoms 2026", At: day("2026-04-01"), Left: dec("2000"), Chance: 0.3, Every: retention.Span{Days: 90},
		Prizes: []loyalty.Prize{
			{ID: "500 points", Cost: dec("500"), Points: 500, Unlimited: true, Weight: 3},
			{ID: "tea set", Cost: dec("1200"), Stock: 1},
		},
	}
	var candidates []loyalty.Candidate
	for i := range 20 {
		candidates = append(candidates, loyalty.Candidate{ID: fmt.Sprint("m", i)})
	}
	candidates[5].Last = day("2026-03-01")
	var seed [32]byte // from crypto/rand, and kept with the campaign
	gifts, left, err := engine.Surprise(budget, seed, slices.Values(candidates))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, g := range gifts {
		fmt.Println(g.Member, g.Prize, g.Why)
	}
	fmt.Println("left:", left.Left)
	// Output:
	// m10 500 points given
	// m18 500 points given
	// m5 500 points too_soon
	// m8 tea set over_budget
	// m2 tea set over_budget
	// m17 500 points given
	// left: 500
}

func BenchmarkSurprise(b *testing.B) {
	e, budget := compile(b, simple()), acrossBudget()
	budget.Chance = 0.01
	b.Run("candidates=100000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := e.Surprise(budget, acrossSeed(), acrossCandidates(100_000)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
