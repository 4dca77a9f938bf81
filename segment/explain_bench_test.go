package segment_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// eight is a rule of eight conditions, as shops have them.
func eight() segment.Rule[*customer] {
	return segment.All(
		orders.AtLeast(3), spent.Above(decimal.NewFromInt(100)), country.In("JP", "DE", "FR"), pAlive.AtLeast(0.4),
		segment.Any(lastOrder.InLast(retention.Span{Days: 30}), tags.Has("vip")),
		segment.Not(rank.Is("silver")), optIn.IsTrue(),
	)
}

func BenchmarkExplain8Conditions(b *testing.B) {
	view := compileOne(b, eight()).AsOf(now, time.UTC)
	c := someone()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := view.Explain(c, "it"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExplainText8Conditions(b *testing.B) {
	e := explain(b, eight(), someone())
	b.ReportAllocs()
	for b.Loop() {
		_ = e.Text(retention.Japanese)
	}
}

func BenchmarkReverse8Conditions(b *testing.B) {
	view := compileOne(b, eight()).AsOf(now, time.UTC)
	c := someone()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := view.Reverse(c, "it"); err != nil {
			b.Fatal(err)
		}
	}
}

// Explanations cost nothing where nobody asks for one.
func TestAskingDoesNotAllocate(t *testing.T) {
	view := compileOne(t, eight()).AsOf(now, time.UTC)
	c := someone()
	if n := testing.AllocsPerRun(100, func() { view.Test(c, 0) }); n != 0 {
		t.Errorf("Test allocates %v times", n)
	}
}

// hard is a rule to the fields of which the fewest changes are those of a vertex
// cover, which nobody knows how to find quickly.
func hard(t testing.TB, fields, clauses int) segment.View[*customer] {
	numbers := make([]segment.Field[*customer, int], fields)
	for i := range numbers {
		numbers[i] = segment.Number(fmt.Sprint("x", i), func(c *customer) int { return c.Purchases[i].Quantity })
	}
	random := rand.New(rand.NewPCG(1, 2))
	all := make([]segment.Rule[*customer], clauses)
	for i := range all {
		some := make([]segment.Rule[*customer], 3)
		for j := range some {
			some[j] = numbers[random.IntN(fields)].AtLeast(1 + random.IntN(3))
		}
		all[i] = segment.Any(some...)
	}
	set, err := segment.Compile(segment.Segment[*customer]{Name: "it", Rule: segment.All(all...)})
	if err != nil {
		t.Fatal(err)
	}
	return set.AsOf(now, time.UTC)
}

func TestReversalGivesUp(t *testing.T) {
	const fields = 60
	view := hard(t, fields, 240)
	r, err := view.Reverse(ledger(make([]int64, fields)...), "it")
	if err != nil {
		t.Fatal(err)
	}
	if r.Exact || len(r.Needs) == 0 {
		t.Errorf("exact is %v, with %d needs; want some that are not exact", r.Exact, len(r.Needs))
	}
	changed := make([]int64, fields)
	for _, n := range r.Needs {
		i, _ := strconv.Atoi(n.Field[1:])
		changed[i] = n.Nearest.Value.(int64)
	}
	if view.Test(ledger(changed...), 0) != segment.True {
		t.Error("what was found does not do")
	}
}

func BenchmarkReverseGivesUp(b *testing.B) {
	view, nobody := hard(b, 60, 240), ledger(make([]int64, 60)...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := view.Reverse(nobody, "it"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompile8Conditions(b *testing.B) {
	rule := eight()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := segment.Compile(segment.Segment[*customer]{Name: "it", Rule: rule}); err != nil {
			b.Fatal(err)
		}
	}
}
