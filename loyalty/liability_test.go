package loyalty_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func acrossLiability(t rapid.TB, v loyalty.Valuation, at time.Time, accounts ...loyalty.Account) loyalty.LiabilityReport {
	r, err := loyalty.Liability(slices.Values(accounts), at, v)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func acrossValuation(rt *rapid.T, e *loyalty.Engine, at time.Time) loyalty.Valuation {
	v := e.Valuation(at)
	rate := func() decimal.Decimal { return decimal.New(rapid.Int64Range(0, 1000).Draw(rt, "breakage"), -3) }
	for i := range v.Wallets {
		v.Wallets[i].Breakage = rate()
		for m := range 4 {
			v.Wallets[i].Cohorts = append(v.Wallets[i].Cohorts, loyalty.CohortBreakage{
				Month: retention.NewDate(2026, time.Month(1+m), 1), Breakage: rate(),
			})
		}
	}
	v.Share = dec(rapid.SampledFrom([]string{"0", "1", "0.913"}).Draw(rt, "share"))
	return v
}

// acrossObligation is what lots come to, by the long way: lot by lot.
func acrossObligation(v loyalty.Valuation, at time.Time, accounts []loyalty.Account) (lines map[string]loyalty.Obligation, members int) {
	lines = map[string]loyalty.Obligation{}
	for _, a := range accounts {
		some := false
		for _, wallet := range a.Wallets() {
			if debt := a.Wallet(wallet).Balance(at).Debt; debt > 0 {
				o := lines[wallet+"||"]
				o.Debt += debt
				lines[wallet+"||"], some = o, true
			}
			for _, lot := range a.Wallet(wallet).Lots(at) {
				if lot.Remaining+lot.Held == 0 {
					continue
				}
				some = true
				lapses := ""
				if !lot.Closes.IsZero() {
					lapses = lot.Closes.Add(-time.Microsecond).In(tokyo).Format("2006-01") + "-01"
				}
				key := wallet + "|" + lot.Edition + "|" + lapses
				o := lines[key]
				switch {
				case !lot.Opens.IsZero() && !lot.Opens.After(at):
					o.Available += lot.Remaining
				default:
					o.Pending += lot.Remaining
				}
				o.Held += lot.Held
				worth, breakage := decimal.Decimal{}, decimal.Decimal{}
				for _, w := range v.Wallets {
					if w.Wallet == wallet {
						worth, breakage = w.Worth, w.Breakage
						for _, c := range w.Cohorts {
							if c.Month.String()[:7] == lot.At.In(tokyo).Format("2006-01") {
								breakage = c.Breakage
							}
						}
					}
				}
				face := (lot.Remaining + lot.Held).Decimal(v.Scale).Mul(worth)
				o.Face = o.Face.Add(face)
				o.Breakage = o.Breakage.Add(face.Mul(breakage))
				o.Expected = o.Face.Sub(o.Breakage)
				o.Deferred = o.Expected
				if !v.Share.IsZero() {
					o.Deferred = o.Expected.Mul(v.Share)
				}
				lines[key] = o
			}
		}
		if some {
			members++
		}
	}
	return lines, members
}

func acrossText(o loyalty.Obligation) string {
	return fmt.Sprint(o.Available, " ", o.Pending, " ", o.Held, " ", o.Debt, " ", o.Face, " ", o.Breakage, " ", o.Expected, " ", o.Deferred)
}

// A liability is the sum over lots, at any instant, and nothing in it is
// negative.
func TestLiabilityIsTheSumOfLots(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := acrossEngine(rt, t)
		accounts := acrossAccounts(rt, e)
		at := acrossMoment(rt, accounts)
		v := acrossValuation(rt, e, at)
		r := acrossLiability(rt, v, at, accounts...)
		want, members := acrossObligation(v, at, accounts)
		wantText, gotText := map[string]string{}, map[string]string{}
		for key, o := range want {
			wantText[key] = acrossText(o)
		}
		for _, l := range r.Lines {
			gotText[l.Wallet+"|"+l.Edition+"|"+acrossDay(l.Lapses)] = acrossText(l.Obligation)
			o := l.Obligation
			if min(o.Available, o.Pending, o.Held, o.Debt) < 0 || min(o.Face.Sign(), o.Breakage.Sign(), o.Expected.Sign(), o.Deferred.Sign()) < 0 {
				rt.Fatalf("negative: %s", acrossText(o))
			}
			if o.Outstanding() != o.Available+o.Pending+o.Held {
				rt.Fatal(o.Outstanding())
			}
		}
		if diff := cmp.Diff(wantText, gotText); diff != "" || r.Members != members {
			rt.Fatalf("%d members, want %d (-want +got):\n%s", r.Members, members, diff)
		}
		if members == 0 && (acrossText(r.Total) != acrossText(loyalty.Obligation{}) || len(r.Lines) != 0) {
			rt.Fatalf("nothing outstanding, and %+v", r)
		}
		balance := loyalty.Points(0)
		for _, a := range accounts {
			for _, w := range a.Wallets() {
				b := a.Wallet(w).Balance(at)
				balance += b.Available + b.Pending + b.Held
			}
		}
		if r.Total.Outstanding() != balance {
			rt.Fatalf("%d outstanding, balances of %d", r.Total.Outstanding(), balance)
		}
	})
}

// However the accounts are shared out, the reports merge to the same.
func TestLiabilityAddsUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := acrossEngine(rt, t)
		accounts := acrossAccounts(rt, e)
		at := acrossMoment(rt, accounts)
		v := acrossValuation(rt, e, at)
		want := acrossLiability(rt, v, at, accounts...)
		parts := make([][]loyalty.Account, 3)
		for _, a := range rapid.Permutation(accounts).Draw(rt, "order") {
			i := rapid.IntRange(0, 2).Draw(rt, "part")
			parts[i] = append(parts[i], a)
		}
		var reports []loyalty.LiabilityReport
		for _, part := range parts {
			reports = append(reports, acrossLiability(rt, v, at, part...))
		}
		got := reports[0]
		if err := errors.Join(got.Merge(reports[1]), got.Merge(reports[2])); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(acrossJSON(rt, want), acrossJSON(rt, got)); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// Every view of the lines, and every rounding, sums to the total.
func TestLiabilityViewsAndRounding(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e, at := acrossEngine(rt, t), acrossTime(rt)
		exact := acrossLiability(rt, acrossValuation(rt, e, at), at, acrossAccounts(rt, e)...)
		before := acrossJSON(rt, exact)
		places := int32(rapid.IntRange(-1, 2).Draw(rt, "places"))
		rounded := exact.Round(places)
		if diff := cmp.Diff(before, acrossJSON(rt, exact)); diff != "" {
			rt.Fatalf("rounding changed what it rounded:\n%s", diff)
		}
		for _, r := range []loyalty.LiabilityReport{exact, rounded} {
			for name, lines := range map[string][]loyalty.LiabilityLine{
				"lines": r.Lines, "wallets": r.ByWallet(), "editions": r.ByEdition(), "months": r.ByMonth(),
			} {
				var sum loyalty.Obligation
				for i, l := range lines {
					sum = acrossPlus(sum, l.Obligation)
					if i > 0 && acrossKey(lines[i-1]) >= acrossKey(l) {
						rt.Fatalf("%s: %v after %v", name, l, lines[i-1])
					}
				}
				if acrossText(sum) != acrossText(r.Total) {
					rt.Fatalf("%s sum to %s, not %s", name, acrossText(sum), acrossText(r.Total))
				}
			}
		}
		unit := decimal.New(1, -places)
		if !rounded.Total.Expected.Equal(exact.Total.Expected.RoundBank(places)) || !rounded.Total.Breakage.Equal(exact.Total.Breakage.RoundBank(places)) {
			rt.Fatalf("%s rounds to %s", acrossText(exact.Total), acrossText(rounded.Total))
		}
		for i := range exact.Lines {
			x, y := exact.Lines[i].Obligation, rounded.Lines[i].Obligation
			for _, pair := range [][2]decimal.Decimal{{x.Expected, y.Expected}, {x.Breakage, y.Breakage}, {x.Deferred, y.Deferred}} {
				if pair[0].Sub(pair[1]).Abs().GreaterThanOrEqual(unit) || !pair[1].Equal(pair[1].Truncate(places)) {
					rt.Fatalf("line %d: %s rounds to %s", i, acrossText(x), acrossText(y))
				}
			}
			if !y.Face.Equal(y.Breakage.Add(y.Expected)) || min(y.Breakage.Sign(), y.Expected.Sign(), y.Deferred.Sign()) < 0 {
				rt.Fatalf("line %d: %s", i, acrossText(y))
			}
		}
	})
}

func acrossKey(l loyalty.LiabilityLine) string {
	return strings.Join([]string{l.Wallet, l.Edition, acrossDay(l.Lapses)}, "\x00")
}

func acrossDay(d retention.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func acrossPlus(a, b loyalty.Obligation) loyalty.Obligation {
	return loyalty.Obligation{
		Available: a.Available + b.Available, Pending: a.Pending + b.Pending, Held: a.Held + b.Held, Debt: a.Debt + b.Debt,
		Face: a.Face.Add(b.Face), Breakage: a.Breakage.Add(b.Breakage), Expected: a.Expected.Add(b.Expected), Deferred: a.Deferred.Add(b.Deferred),
	}
}

func TestLiabilityRefuses(t *testing.T) {
	at := day("2026-04-01")
	ok := loyalty.Valuation{Zone: tokyo}
	wallet := func(w ...loyalty.WalletValue) loyalty.Valuation { return loyalty.Valuation{Zone: tokyo, Wallets: w} }
	for _, tt := range []struct {
		reason string
		at     time.Time
		v      loyalty.Valuation
		want   error
	}{
		{"no time", time.Time{}, ok, loyalty.ErrTime},
		{"no zone", at, loyalty.Valuation{}, loyalty.ErrValue},
		{"a negative share", at, loyalty.Valuation{Zone: tokyo, Share: dec("-1")}, loyalty.ErrValue},
		{"a negative worth", at, wallet(loyalty.WalletValue{Worth: dec("-1")}), loyalty.ErrValue},
		{"more breaks than there is", at, wallet(loyalty.WalletValue{Breakage: dec("1.01")}), loyalty.ErrValue},
		{"of a cohort", at, wallet(loyalty.WalletValue{Cohorts: []loyalty.CohortBreakage{{Breakage: dec("-0.1")}}}), loyalty.ErrValue},
		{"a wallet twice", at, wallet(loyalty.WalletValue{}, loyalty.WalletValue{}), loyalty.ErrDuplicate},
	} {
		if _, err := loyalty.Liability(slices.Values([]loyalty.Account{{}}), tt.at, tt.v); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
	e := compile(t, simple())
	rich := func(id string) loyalty.Account {
		return apply(t, e, loyalty.NewAccount(id), "1", at, loyalty.Adjust{Points: 1 << 62})
	}
	if _, err := loyalty.Liability(slices.Values([]loyalty.Account{rich("a"), rich("b")}), at, ok); !errors.Is(err, loyalty.ErrOverflow) || !strings.Contains(err.Error(), `"b"`) {
		t.Error(err)
	}
	r, s := acrossLiability(t, ok, at, rich("a")), acrossLiability(t, ok, at, rich("b"))
	before := acrossJSON(t, r)
	if err := r.Merge(s); !errors.Is(err, loyalty.ErrOverflow) || acrossJSON(t, r) != before {
		t.Error(err)
	}
	s.At = s.At.Add(time.Second)
	if err := r.Merge(s); !errors.Is(err, loyalty.ErrTime) || acrossJSON(t, r) != before {
		t.Error(err)
	}
}

// The books of IFRS 15's illustrative example 52 at the end of the year in
// which the points were granted, from the accounts themselves.
func ExampleLiability() {
	engine, err := loyalty.Compile(loyalty.Program{
		Version: 1, Zone: "Asia/Tokyo", Currency: "JPY",
		Editions: []loyalty.Edition{{
			ID:   "2026",
			Earn: []loyalty.EarnRule{{ID: "base", Award: dec("1"), Per: dec("10")}},
			Life: loyalty.Life{AtOnce: true, Span: retention.Span{Months: 24}},
			Burn: []loyalty.BurnRule{{Worth: dec("1")}},
		}},
	}, tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	var accounts []loyalty.Account
	for i, yen := range []string{"60000", "40000"} {
		a, _, err := engine.Apply(loyalty.NewAccount(fmt.Sprint("m", i)), loyalty.Event{ID: "1", At: day("2026-04-01"), Data: order("x", yen)})
		if err != nil {
			fmt.Println(err)
			return
		}
		accounts = append(accounts, a)
	}
	v := engine.Valuation(day("2026-12-31"))
	v.Wallets[0].Breakage = dec("0.05")
	v.Share = dec("100000").DivRound(dec("109500"), 12) // of what goods and points would cost apart
	r, err := loyalty.Liability(slices.Values(accounts), day("2026-12-31"), v)
	if err != nil {
		fmt.Println(err)
		return
	}
	r = r.Round(0)
	fmt.Println("points", r.Total.Outstanding(), "breakage", r.Total.Breakage, "expected", r.Total.Expected, "deferred", r.Total.Deferred)
	for _, l := range r.ByMonth() {
		fmt.Println("lapse in", l.Lapses, l.Outstanding())
	}
	// Output:
	// points 10000 breakage 500 expected 9500 deferred 8676
	// lapse in 2028-04-01 10000
}

func BenchmarkLiability(b *testing.B) {
	e := compile(b, simple(acrossRules))
	r, err := e.Replay("haru", slices.Values(acrossHistory(7, 50)))
	if err != nil {
		b.Fatal(err)
	}
	accounts := slices.Repeat([]loyalty.Account{r.Account}, 10_000)
	b.Run("accounts=10000/events=50", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := loyalty.Liability(slices.Values(accounts), day("2026-04-01"), e.Valuation(day("2026-04-01"))); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// What is expected is never less than nothing, however the money of the lines
// is apportioned: rounded each by itself, the face of the first line would be 0
// and its breakage 1.
func TestRoundedExpectationsAreNotNegative(t *testing.T) {
	line := func(wallet, face, breakage string) loyalty.LiabilityLine {
		f, b := dec(face), dec(breakage)
		return loyalty.LiabilityLine{Wallet: wallet, Obligation: loyalty.Obligation{Face: f, Breakage: b, Expected: f.Sub(b), Deferred: f.Sub(b)}}
	}
	r := loyalty.LiabilityReport{At: day("2026-04-01"), Lines: []loyalty.LiabilityLine{line("a", "0.6", "0.6"), line("b", "0.8", "0")}}
	for _, l := range r.Lines {
		r.Total = acrossPlus(r.Total, l.Obligation)
	}
	r = r.Round(0)
	sum := loyalty.Obligation{}
	for _, l := range r.Lines {
		sum = acrossPlus(sum, l.Obligation)
		if l.Expected.Sign() < 0 || !l.Face.Equal(l.Breakage.Add(l.Expected)) {
			t.Errorf("wallet %s: %s", l.Wallet, acrossText(l.Obligation))
		}
	}
	if acrossText(sum) != acrossText(r.Total) {
		t.Errorf("lines sum to %s, not %s", acrossText(sum), acrossText(r.Total))
	}
}
