package loyalty_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// quoteProgram has what a cart page deals with: rules, tiers, and limits on
// what points may pay.
func quoteProgram(rt *rapid.T) loyalty.Program {
	return simple(func(ed *loyalty.Edition) {
		ed.Earn = append(ed.Earn,
			loyalty.EarnRule{ID: "gold", Times: dec("2"), When: loyalty.Cond{Tiers: []string{"gold"}}},
			loyalty.EarnRule{ID: "tea", Award: dec("5"), PerItem: true, Basis: loyalty.Basis{Only: loyalty.Filter{Categories: []string{"tea"}}},
				Caps: []loyalty.Cap{{Points: 20, Per: loyalty.PerMonth}}},
		)
		ed.Ladder = loyalty.Ladder{
			Window: loyalty.Window{Rolling: retention.Span{Months: 12}}, OnPayment: rapid.Bool().Draw(rt, "on payment"),
			Tiers: []loyalty.Tier{
				{ID: "silver", Paths: []loyalty.Path{{{Metric: loyalty.SpendMetric, AtLeast: dec("10000")}}}},
				{ID: "gold", Paths: []loyalty.Path{{{Metric: loyalty.SpendMetric, AtLeast: dec("50000")}}}},
			},
		}
		ed.Settle.Days = rapid.IntRange(0, 14).Draw(rt, "settle")
		ed.Burn = []loyalty.BurnRule{{
			Worth: dec(rapid.SampledFrom([]string{"1", "0.5", "3"}).Draw(rt, "worth")),
			Min:   loyalty.Points(rapid.IntRange(0, 50).Draw(rt, "min")),
			Max:   loyalty.Points(rapid.SampledFrom([]int{0, 200, 900}).Draw(rt, "max")),
			Step:  loyalty.Points(rapid.SampledFrom([]int{0, 1, 7, 50}).Draw(rt, "step")),
			Share: dec(rapid.SampledFrom([]string{"0", "0.5", "1"}).Draw(rt, "share")),
		}}
	})
}

func drawQuoteOrder(rt *rapid.T, id string) loyalty.Order {
	o := loyalty.Order{ID: id}
	for i := range rapid.IntRange(0, 3).Draw(rt, "lines") {
		o.Lines = append(o.Lines, loyalty.Line{
			ID: fmt.Sprint(i), Category: rapid.SampledFrom([]string{"tea", "cups"}).Draw(rt, "category"),
			Quantity: decimal.NewFromInt(rapid.Int64Range(0, 5).Draw(rt, "quantity")),
			Amount:   decimal.New(rapid.Int64Range(0, 3000000).Draw(rt, "amount"), -2),
			Tax:      decimal.New(rapid.Int64Range(0, 30000).Draw(rt, "tax"), -2),
		})
	}
	return o
}

// What the cart page says is what happens: the points, the reasons, the lots,
// the tier; and the most that points may pay is accepted, one step more not.
func TestQuoteIsDecide(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := compile(t, quoteProgram(rt))
		a := loyalty.NewAccount("haru")
		at := day("2026-01-10")
		for i := range rapid.IntRange(0, 6).Draw(rt, "before") {
			at = at.Add(time.Duration(rapid.IntRange(0, 600).Draw(rt, "hours")) * time.Hour)
			a = apply(t, e, a, fmt.Sprint(i), at, drawQuoteOrder(rt, fmt.Sprint("o", i%4)))
		}
		o := drawQuoteOrder(rt, "new")
		q, err := e.Quote(a, o, at)
		if err != nil {
			rt.Fatal(err)
		}
		after, d, err := e.Apply(a, loyalty.Event{ID: "new", At: at, Data: o})
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(d.Steps, q.Steps, cmp.AllowUnexported(retention.Amount{})); diff != "" {
			rt.Fatalf("steps (-decided +quoted):\n%s", diff)
		}
		var grants []loyalty.Grant
		var sum loyalty.Points
		for _, x := range d.Entries {
			if x.Op == loyalty.OpGrant {
				grants = append(grants, loyalty.Grant{Rule: x.Rule, Wallet: x.Wallet, Points: x.Points, Opens: x.Opens, Closes: x.Closes})
				sum += x.Points
			}
		}
		if diff := cmp.Diff(grants, q.Grants); diff != "" || sum != q.Points {
			rt.Fatalf("%d points decided, %d quoted; grants (-decided +quoted):\n%s", sum, q.Points, diff)
		}
		checkQuotedTier(rt, e, a, after, q, at)
		checkBurnable(rt, e, a, o, q.Burns[0], at)
	})
}

func checkQuotedTier(rt *rapid.T, e *loyalty.Engine, before, after loyalty.Account, q loyalty.Quote, at time.Time) {
	if got := e.Standing(before, at).Tier; got != q.Tier {
		rt.Fatalf("holds %q, quoted %q", got, q.Tier)
	}
	when := q.Counts
	if when.IsZero() {
		settled, _, err := e.Apply(after, loyalty.Event{ID: "settled", At: at, Data: loyalty.Settle{Ref: "new"}})
		if err != nil {
			rt.Fatal(err)
		}
		after, when = settled, at
	}
	if got := e.Standing(after, when).Tier; got != q.TierAfter {
		rt.Fatalf("holds %q at %v, quoted %q", got, when, q.TierAfter)
	}
}

func checkBurnable(rt *rapid.T, e *loyalty.Engine, a loyalty.Account, o loyalty.Order, b loyalty.Burnable, at time.Time) {
	var total decimal.Decimal
	for _, l := range o.Lines {
		total = total.Add(l.Amount).Add(l.Tax)
	}
	redeem := func(n loyalty.Points) error {
		_, err := e.Decide(a, loyalty.Event{ID: "redeem", At: at, Data: loyalty.Redeem{Points: n, Total: total}})
		return err
	}
	if total.IsZero() {
		return // nothing to pay
	}
	if b.Most > 0 {
		if err := redeem(b.Most); err != nil {
			rt.Fatalf("%+v, but: %v", b, err)
		}
		if err := redeem(b.Least); err != nil {
			rt.Fatalf("%+v, but: %v", b, err)
		}
		if b.Pays.Sign() <= 0 || b.Pays.GreaterThan(total) {
			rt.Fatalf("%+v of %v", b, total)
		}
	}
	for n := b.Most + 1; n <= b.Most+60; n++ {
		if err := redeem(n); !errors.Is(err, loyalty.ErrLimit) && !errors.Is(err, loyalty.ErrInsufficient) {
			rt.Fatalf("%+v, but %d points may be redeemed: %v", b, n, err)
		}
	}
}
