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
			Window: loyalty.Window{Rolling: retention.Span{Months: 12}}, OnPayment: acrossAny(rt, "on payment", 2) == 0,
			Tiers: []loyalty.Tier{
				{ID: "silver", Paths: []loyalty.Path{{{Metric: loyalty.SpendMetric, AtLeast: dec("10000")}}}},
				{ID: "gold", Paths: []loyalty.Path{{{Metric: loyalty.SpendMetric, AtLeast: dec("50000")}}}},
			},
		}
		ed.Settle.Days = lawAny(rt, "settle", []int{0, 1, 14})
		ed.Burn = []loyalty.BurnRule{{
			Worth: dec(lawAny(rt, "worth", []string{"1", "0.5", "3"})),
			Min:   loyalty.Points(lawAny(rt, "min", []int{0, 1, 30, 50})),
			Max:   loyalty.Points(lawAny(rt, "max", []int{0, 200, 900})),
			Step:  loyalty.Points(lawAny(rt, "step", []int{0, 1, 7, 50})),
			Share: dec(lawAny(rt, "share", []string{"0", "0.5", "1"})),
		}}
	})
}

func drawQuoteOrder(rt *rapid.T, id string) loyalty.Order {
	o := loyalty.Order{ID: id, Settled: acrossAny(rt, "settled", 4) == 0}
	for i := range lawAny(rt, "lines", []int{0, 1, 1, 2, 3}) {
		o.Lines = append(o.Lines, loyalty.Line{
			ID: fmt.Sprint(i), Category: lawAny(rt, "category", []string{"tea", "cups"}),
			Quantity: decimal.NewFromInt(int64(acrossAny(rt, "quantity", 6))),
			Amount:   dec(lawAny(rt, "amount", []string{"0", "30", "99.99", "120", "990", "5000", "9999.99", "10000", "25000", "50000"})),
			Tax:      dec(lawAny(rt, "tax", []string{"0", "0", "0.01", "300"})),
		})
	}
	return o
}

// What the cart page says is what happens: the points, the reasons, the lots,
// the tier; and the most that points may pay is accepted, one step more not.
// That holds of an order that is changed as of one that is new.
func TestQuoteIsDecide(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := compile(t, quoteProgram(rt))
		a := loyalty.NewAccount("haru")
		at := day("2026-01-10")
		for i := range acrossAny(rt, "before", 7) {
			at = at.Add(time.Duration(lawAny(rt, "hours", []int{0, 5, 400, 4000, 9000})) * time.Hour)
			a = apply(t, e, a, fmt.Sprint(i), at, drawQuoteOrder(rt, fmt.Sprint("o", i%4)))
		}
		o := drawQuoteOrder(rt, lawAny(rt, "which", []string{"new", "new", "o0", "o1"}))
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
		for _, s := range d.Steps {
			sum += s.Points
		}
		for _, x := range d.Entries {
			if x.Op == loyalty.OpGrant {
				grants = append(grants, loyalty.Grant{Rule: x.Rule, Wallet: x.Wallet, Points: x.Points, Opens: x.Opens, Closes: x.Closes})
			}
		}
		if diff := cmp.Diff(grants, q.Grants); diff != "" || sum != q.Points {
			rt.Fatalf("%d points decided, %d quoted; grants (-decided +quoted):\n%s", sum, q.Points, diff)
		}
		if o.ID == "new" {
			o.ID = ""
			same, err := e.Quote(a, o, at)
			if diff := cmp.Diff(q, same, cmp.AllowUnexported(retention.Amount{})); err != nil || diff != "" {
				rt.Fatalf("without an ID: %v (-with +without):\n%s", err, diff)
			}
			o.ID = "new"
		}
		checkQuotedTier(rt, e, a, after, q, o.ID, at)
		checkBurnable(rt, e, a, o, q.Burns[0], at)
	})
}

// What counts, and when, of an order that waits or is changed.
func TestQuoteTellsWhenItCounts(t *testing.T) {
	for _, tt := range []struct {
		reason          string
		onPayment       bool
		settled         bool
		order           string
		tier, tierAfter string
		counts          time.Time
	}{
		{"it waits to be settled", false, false, "new", "", "silver", time.Time{}},
		{"it counts when it is placed", true, false, "new", "", "silver", day("2026-06-01")},
		{"the rest of an order counts when that is known", true, false, "old", "", "silver", day("2026-06-01")},
		{"the order was final long ago", false, true, "old", "", "silver", day("2026-05-01")},
	} {
		e := compile(t, tierShop(func(ed *loyalty.Edition) { ed.Ladder.OnPayment = tt.onPayment }))
		old, o := order("old", "500"), order(tt.order, "1000")
		old.Settled = tt.settled
		a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-05-01"), old)
		q, err := e.Quote(a, o, day("2026-06-01"))
		if err != nil || q.Tier != tt.tier || q.TierAfter != tt.tierAfter || !q.Counts.Equal(tt.counts) {
			t.Errorf("%s: %q to %q at %v, %v", tt.reason, q.Tier, q.TierAfter, q.Counts, err)
		}
	}
}

// A cart may be asked about for an instant before the account's last entry: what
// is decided then is posted after that.
func TestQuoteKnowsWhatIsPosted(t *testing.T) {
	e := compile(t, simple())
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-05-05"), loyalty.Adjust{Points: 100})
	q, err := e.Quote(a, order("x", "1000"), day("2026-05-03"))
	if err != nil || q.Burns[0].Available != 100 {
		t.Errorf("%+v, %v", q.Burns, err)
	}
	if _, err := e.Decide(a, loyalty.Event{ID: "r", At: day("2026-05-03"), Data: loyalty.Redeem{Points: 100}}); err != nil {
		t.Error(err)
	}
}

func checkQuotedTier(rt *rapid.T, e *loyalty.Engine, before, after loyalty.Account, q loyalty.Quote, order string, at time.Time) {
	if got := e.Standing(before, at).Tier; got != q.Tier {
		rt.Fatalf("holds %q, quoted %q", got, q.Tier)
	}
	when := q.Counts
	if when.Before(at) && !when.IsZero() {
		when = at // it counts already
	}
	if when.IsZero() {
		settled, _, err := e.Apply(after, loyalty.Event{ID: "settled", At: at, Data: loyalty.Settle{Ref: order}})
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
