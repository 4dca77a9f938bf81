package loyalty_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// firstStory says orders of the given yen one after the other, a day each, and
// returns the points that are left.
func firstStory(t *testing.T, e *loyalty.Engine, orders ...loyalty.Order) loyalty.Points {
	a := loyalty.NewAccount("haru")
	at := day("2026-04-01")
	for i, o := range orders {
		at = at.AddDate(0, 0, 1)
		a = apply(t, e, a, fmt.Sprint(i), at, o)
	}
	return a.Balance(at).Available
}

// The first order is the first with something in it, and there is one at a time.
func TestFirstOrderThatStands(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: "first", Award: dec("500"), When: loyalty.Cond{First: true}})
	}))
	for _, tt := range []struct {
		reason string
		orders []loyalty.Order
		want   loyalty.Points
	}{
		{"one", []loyalty.Order{order("1", "1000")}, 510},
		{"begun as a draft", []loyalty.Order{order("1", "0"), order("1", "1000")}, 510},
		{"edited", []loyalty.Order{order("1", "1000"), order("1", "3000")}, 530},
		{"a second", []loyalty.Order{order("1", "1000"), order("2", "1000")}, 520},
		{"returned, and another", []loyalty.Order{order("1", "1000"), order("1", "0"), order("2", "1000")}, 510},
		{"a cancellation that is undone", []loyalty.Order{order("1", "1000"), order("1", "0"), order("1", "1000")}, 510},
		{"undone after another", []loyalty.Order{order("1", "1000"), order("1", "0"), order("2", "1000"), order("1", "1000")}, 520},
		{"undone, edited, and the other returned", []loyalty.Order{
			order("1", "1000"), order("1", "0"), order("2", "1000"), order("1", "1000"), order("1", "2000"), order("2", "0"),
		}, 20},
		{"undone once the other was returned", []loyalty.Order{
			order("1", "1000"), order("1", "0"), order("2", "1000"), order("2", "0"), order("1", "1000"),
		}, 510},
	} {
		if got := firstStory(t, e, tt.orders...); got != tt.want {
			t.Errorf("%s: %d points, not %d", tt.reason, got, tt.want)
		}
	}
}

// A return that is undone leaves what there was: the expiry that the order's lot
// had come to, and no debt.
func TestReturnUndone(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Life.Span, ed.Life.Slides = retention.Span{Months: 12}, []string{loyalty.OrderKind}
	}))
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-01-01"), order("1", "10000"))
	a = apply(t, e, a, "2", day("2026-10-01"), order("2", "100"))
	a = apply(t, e, a, "3", day("2027-02-01"), order("1", "5000"))
	a = apply(t, e, a, "4", day("2027-02-02"), order("1", "10000"))
	if got := a.Balance(day("2027-02-03")); got.Available != 101 || got.Lapsed != 0 {
		t.Errorf("slid: %+v", got)
	}

	e = compile(t, simple(func(ed *loyalty.Edition) {
		ed.Life.Span, ed.Refund.Shortfall = retention.Span{Days: 30}, loyalty.Owe
	}))
	a = apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-01-01"), order("1", "10000"))
	a = apply(t, e, a, "2", day("2026-01-02"), loyalty.Redeem{Points: 100})
	a = apply(t, e, a, "3", day("2026-03-01"), order("1", "5000"))
	if got := a.Balance(day("2026-03-01")); got.Debt != 50 {
		t.Errorf("owed: %+v", got)
	}
	a = apply(t, e, a, "4", day("2026-03-02"), order("1", "10000"))
	if got, want := a.Balance(day("2026-03-03")), (loyalty.Balance{Earned: 100, Spent: 100}); got != want {
		t.Errorf("no longer owed: %+v, not %+v", got, want)
	}
}

// The metrics that every program has are not an activity's to count.
func TestActivityCountsItsOwnMetrics(t *testing.T) {
	e := compile(t, simple())
	for _, metric := range []string{loyalty.SpendMetric, loyalty.OrdersMetric, loyalty.PointsMetric, ""} {
		_, err := e.Decide(loyalty.NewAccount("haru"), loyalty.Event{ID: "1", At: day("2026-01-01"), Data: loyalty.Activity{
			Kind: "visit", Counts: map[string]loyalty.Money{metric: dec("3")},
		}})
		if !errors.Is(err, loyalty.ErrEvent) {
			t.Errorf("%q: %v", metric, err)
		}
	}
}

func TestEnrolCorrects(t *testing.T) {
	e := compile(t, simple())
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-01-01"), loyalty.Enrol{Birthday: "02-03", Referrer: "natsu"})
	a = apply(t, e, a, "2", day("2026-02-01"), loyalty.Enrol{Birthday: "03-02"})
	got := e.Occasions(a, day("2026-02-01"), day("2026-12-31"))
	if len(got) != 1 || !got[0].At.Equal(day("2026-03-02")) {
		t.Errorf("birthdays: %+v", got)
	}
	if got := e.Occasions(a, day("2027-01-01"), day("2027-01-02")); len(got) != 1 {
		t.Errorf("a year after the member joined: %+v", got)
	}
	a = apply(t, e, a, "3", day("2026-02-02"), order("x", "1000"))
	_, err := e.Decide(a, loyalty.Event{ID: "4", At: day("2026-02-03"), Data: loyalty.Enrol{Referrer: "aki"}})
	if !errors.Is(err, loyalty.ErrEvent) {
		t.Errorf("another referrer after the first order: %v", err)
	}
	_, d, err := e.Apply(a, loyalty.Event{ID: "5", At: day("2026-02-03"), Data: order("x", "0")})
	if err != nil || len(d.Follow) != 1 || d.Follow[0].Account != "natsu" {
		t.Errorf("the referrer is still natsu: %+v, %v", d.Follow, err)
	}
}

// The limit that an error names can be kept.
func TestLimitsNameWhatMayBe(t *testing.T) {
	for _, tt := range []struct {
		rule  loyalty.BurnRule
		total string
	}{
		{loyalty.BurnRule{Min: 15, Step: 10}, "0"},
		{loyalty.BurnRule{Min: 15, Max: 44, Step: 10}, "0"},
		{loyalty.BurnRule{Step: 10, Worth: dec("1"), Share: dec("0.5")}, "77"},
		{loyalty.BurnRule{Worth: dec("1"), Share: dec("0.5")}, "1"},
		{loyalty.BurnRule{Worth: dec("3")}, "100"},
	} {
		e := compile(t, simple(func(ed *loyalty.Edition) { ed.Burn = []loyalty.BurnRule{tt.rule} }))
		a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-01-01"), loyalty.Adjust{Points: 1000})
		redeem := func(n loyalty.Points) error {
			_, err := e.Decide(a, loyalty.Event{ID: "2", At: day("2026-01-02"), Data: loyalty.Redeem{Points: n, Total: dec(tt.total)}})
			return err
		}
		for n := loyalty.Points(1); n < 100; n++ {
			var limit *loyalty.Limit
			if errors.As(redeem(n), &limit) && limit.Must > 0 {
				if err := redeem(limit.Must); err != nil {
					t.Errorf("%+v of %s: %d points: %v, but: %v", tt.rule, tt.total, n, limit, err)
				}
			}
		}
	}
}

func TestZeroWalletIsEmpty(t *testing.T) {
	var w loyalty.Wallet
	at := day("2026-01-01")
	if w.Balance(at) != (loyalty.Balance{}) || w.Lots(at) != nil || w.Lapsing(at, at.AddDate(1, 0, 0)) != nil {
		t.Error("something is in it")
	}
}

// What is no longer owed was not taken back after all, in the key figures too.
func TestKPIsOfDebtThatIsUndone(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) { ed.Refund.Shortfall = loyalty.Owe }))
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-01-01"), order("1", "10000"))
	a = apply(t, e, a, "2", day("2026-01-02"), loyalty.Redeem{Points: 100})
	a = apply(t, e, a, "3", day("2026-01-03"), order("1", "4000"))
	a = apply(t, e, a, "4", day("2026-01-04"), order("1", "9000"))
	k, err := e.KPIs(slices.Values([]loyalty.Account{a}), loyalty.KPIPeriod{From: retention.NewDate(2026, 1, 1), To: retention.NewDate(2026, 2, 1)})
	if err != nil {
		t.Fatal(err)
	}
	b := a.Balance(day("2026-02-01"))
	if k.Clawed != b.Clawed || k.Debt != b.Debt || b.Debt != 10 {
		t.Errorf("clawed %d, debt %d; the balance is %+v", k.Clawed, k.Debt, b)
	}
}

// An order that began as a draft is valued as of when there was something in it,
// also when it is edited later.
func TestDraftIsPinnedWhenItStands(t *testing.T) {
	p := simple()
	later := p.Editions[0]
	later.ID, later.From = "later", day("2026-06-01")
	later.Earn = []loyalty.EarnRule{{ID: "base", Award: dec("2"), Per: dec("100")}}
	p.Editions = append(p.Editions, later)
	e := compile(t, p)
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-05-01"), order("1", "0"))
	a = apply(t, e, a, "2", day("2026-06-02"), order("1", "1000"))
	a = apply(t, e, a, "3", day("2026-06-03"), order("1", "3000"))
	if got := a.Balance(day("2026-06-03")).Available; got != 60 {
		t.Errorf("%d points, not 60", got)
	}
}

// There is nothing to pay in an empty cart.
func TestQuoteOfAnEmptyCart(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) { ed.Burn = []loyalty.BurnRule{{Worth: dec("1")}} }))
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-01-01"), loyalty.Adjust{Points: 1000})
	q, err := e.Quote(a, loyalty.Order{}, day("2026-01-02"))
	if err != nil || q.Burns[0].Most != 0 || !q.Burns[0].Pays.IsZero() || q.Burns[0].Available != 1000 {
		t.Errorf("%+v, %v", q.Burns, err)
	}
}
