package loyalty_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

// What is no data is refused in a replay as it is live, in whatever order it
// comes.
func TestReplayOfWhatIsNoData(t *testing.T) {
	at := day("2026-04-01")
	e := compile(t, simple())
	for _, data := range []loyalty.Data{nil, (*loyalty.Order)(nil), &loyalty.Close{}, struct{ loyalty.Order }{}} {
		events := []loyalty.Event{
			{ID: "1", At: at, Data: data}, {ID: "1", At: at, Data: order("x", "1000")},
			{ID: "1", At: at, Data: (*loyalty.Order)(nil)}, {ID: "1", At: at, Data: data},
		}
		want := acrossBytes(t, acrossReplay(t, e, events))
		slices.Reverse(events)
		r := acrossReplay(t, e, events)
		if got := acrossBytes(t, r); got != want {
			t.Errorf("%T: %s, not %s", data, got, want)
		}
		if len(r.Decisions) != 1 || len(r.Refused) == 0 || !errors.Is(r.Refused[0], loyalty.ErrEvent) {
			t.Errorf("%T: %d decided, refused %v", data, len(r.Decisions), r.Refused)
		}
		members := maps.All(map[string]iter.Seq[loyalty.Event]{"haru": slices.Values(events)})
		report, err := loyalty.Impact(context.Background(), loyalty.RuleChange{Old: e, New: e, At: at}, members)
		if err != nil || report.Old.Refused != len(r.Refused) || report.Old.Earned != 10 {
			t.Errorf("%T: impact %+v, %v", data, report, err)
		}
	}
}

// An entry that tells of what is yet to happen fits no ledger.
func TestEntriesAreNotOfTheFuture(t *testing.T) {
	a := apply(t, compile(t, simple()), loyalty.NewAccount("haru"), "1", day("2026-04-01"), loyalty.Adjust{Points: 5})
	entries := slices.Collect(a.Entries())
	entries[0].At = entries[0].Posted.Add(time.Microsecond)
	if _, err := loyalty.Fold("haru", entries); !errors.Is(err, loyalty.ErrEntry) {
		t.Errorf("got %v, want %v", err, loyalty.ErrEntry)
	}
	entries[0].At = entries[0].Posted.Add(time.Nanosecond) // which no ledger keeps
	if _, err := loyalty.Fold("haru", entries); err != nil {
		t.Error(err)
	}
}

// Points that come back from an undone transfer after their lot lapsed were not
// sent; they are no redemption.
func TestKPIsOfATransferUndoneLate(t *testing.T) {
	e := movingEngine(t, loyalty.Forgive)
	p := loyalty.KPIPeriod{From: acrossDate("2026-04-01"), To: acrossDate("2026-05-11")}
	from, to := transfer(t, e, twoLots(t, e, "a"), loyalty.NewAccount("b"), "t", movingAt(1), loyalty.Transfer{Points: 100})
	to = apply(t, e, to, "x", movingAt(2), loyalty.Extend{Closes: day("2026-06-01")})
	from, to = transfer(t, e, from, to, "u", day("2026-05-10"), loyalty.Transfer{Undo: "t"})
	for _, accounts := range [][]loyalty.Account{{from}, {to}, {from, to}} {
		k := acrossKPIs(t, e, p, accounts...)
		if diff := cmp.Diff(acrossFlow(p.From.Start(tokyo), p.To.Start(tokyo), "", accounts), k.Flow); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if k.Spent != 0 {
			t.Errorf("spent %d", k.Spent)
		}
	}
}

// reviewSurvives reports what JSON changes in a value.
func reviewSurvives[T any](t *testing.T, want T) {
	t.Helper()
	text := acrossJSON(t, want)
	var got T
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if again := acrossJSON(t, got); again != text {
		t.Errorf("%s became %s", text, again)
	}
}

func TestAnswersJSON(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Earn[0].Award = dec("1.5")
		ed.Earn[0].Round = loyalty.Down
	}))
	r := acrossReplay(t, e, []loyalty.Event{
		{ID: "0", At: day("2026-03-01"), Data: loyalty.Enrol{Referrer: "yu"}},
		{ID: "1", At: day("2026-04-01"), Data: order("x", "1010")},
		{ID: "2", At: day("2026-04-02"), Data: loyalty.Redeem{Points: 900}},
	})
	step := r.Decisions[1].Steps[0]
	if got, want := acrossJSON(t, step), `{"edition":"2026","rule":"base","why":"granted","basis":"1010","exact":"15","points":15}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, d := range r.Decisions {
		reviewSurvives(t, d)
	}
	if got, want := acrossJSON(t, loyalty.Decision{Duplicate: true}), `{"duplicate":true}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := acrossJSON(t, r.Refused), `[{"account":"haru","event":"2","reason":"not enough points: 900 needed, 15 available"}]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	rows := e.Words(retention.English).Statement(r.Account, day("2026-01-01"), day("2027-01-01"))
	if len(rows) != 2 {
		t.Fatalf("%d rows", len(rows))
	}
	want := `{"at":"2026-03-31T15:00:00Z","date":"2026-04-01","op":"grant","what":` + acrossJSON(t, rows[1].What) + `,"points":15,"balance":15,"of":15}`
	if got := acrossJSON(t, rows[1]); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	reviewSurvives(t, rows)
	opening := loyalty.Opening{At: day("2026-04-01"), Benefit: "early", Tier: "gold"}
	if got, want := acrossJSON(t, opening), `{"at":"2026-04-01T00:00:00+09:00","benefit":"early","tier":"gold"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	perks := loyalty.Perks{Tier: "gold", Discount: dec("5"), Benefits: []loyalty.Perk{{
		Benefit: perkPercent("b", "5"), Tier: "gold", Why: loyalty.Outdone, Amount: dec("5"), Against: []string{"c"}, Missing: dec("7"),
	}}}
	wantPerks := `{"tier":"gold","benefits":[{"benefit":{"id":"b","discount":{"steps":[{"percent":"5"}]}},"tier":"gold","why":"outdone","amount":"5","against":["c"],"missing":"7"}],"discount":"5"}`
	if got := acrossJSON(t, perks); got != wantPerks {
		t.Errorf("got %s, want %s", got, wantPerks)
	}
	reviewSurvives(t, perks)
}

// A step that was written by somebody else is refused, not mended.
func TestStepJSONRefuses(t *testing.T) {
	for _, text := range []string{`[]`, `{"basis":"1e-13"}`, `{"exact":"1e20"}`, `{"why":"luck"}`} {
		s := loyalty.Step{Rule: "before"}
		if err := json.Unmarshal([]byte(text), &s); err == nil || s.Rule != "before" {
			t.Errorf("%s: %+v, %v", text, s, err)
		}
	}
}

// Every field of an answer has a name in JSON, in small letters.
func TestAnswersAreTagged(t *testing.T) {
	for _, v := range []any{loyalty.Row{}, loyalty.Decision{}, loyalty.Follow{}, loyalty.Perks{}, loyalty.Perk{}, loyalty.Opening{}, loyalty.Replayed{}, loyalty.Gift{}} {
		for i := range reflect.TypeOf(v).NumField() {
			if f := reflect.TypeOf(v).Field(i); f.IsExported() && (f.Tag.Get("json") == "" || f.Tag.Get("json") == "-") {
				t.Errorf("%T.%s", v, f.Name)
			}
		}
	}
}

// A gift can wait in a file until it is given.
func TestGiftJSON(t *testing.T) {
	e := compile(t, simple())
	gifts, _ := acrossSurprise(t, e, acrossBudget(), acrossCandidates(9))
	for _, want := range gifts {
		var got loyalty.Gift
		if err := json.Unmarshal([]byte(acrossJSON(t, want)), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.Event, got.Event); diff != "" || got.Event.ID == "" || got.Member != want.Member {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if got, want := acrossJSON(t, loyalty.Gift{Member: "a"}), `{"member":"a","prize":"","cost":"0","why":"given"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A valuation comes back from JSON but for its zone, and is no valuation until
// it has one.
func TestValuationJSON(t *testing.T) {
	want := compile(t, simple(func(ed *loyalty.Edition) { ed.Burn = []loyalty.BurnRule{{Worth: dec("1.5")}} })).Valuation(day("2026-04-01"))
	var got loyalty.Valuation
	if err := json.Unmarshal([]byte(acrossJSON(t, want)), &got); err != nil {
		t.Fatal(err)
	}
	none := slices.Values([]loyalty.Account(nil))
	if _, err := loyalty.Liability(none, day("2026-04-01"), got); !errors.Is(err, loyalty.ErrValue) {
		t.Errorf("got %v, want %v", err, loyalty.ErrValue)
	}
	got.Zone = tokyo
	if acrossJSON(t, got) != acrossJSON(t, want) {
		t.Errorf("%+v became %+v", want, got)
	}
	if _, err := loyalty.Liability(none, day("2026-04-01"), got); err != nil {
		t.Error(err)
	}
}

// What takes long to count with is refused, and at once, and told in few words.
func TestVastNumbersAreRefused(t *testing.T) {
	e := compile(t, simple())
	at := day("2026-04-01")
	none := slices.Values([]loyalty.Account(nil))
	valued := func(v loyalty.Valuation) error {
		v.Zone = tokyo
		_, err := loyalty.Liability(none, at, v)
		return err
	}
	surprised := func(change func(*loyalty.Budget)) error {
		b := acrossBudget()
		change(&b)
		_, _, err := e.Surprise(b, acrossSeed(), acrossCandidates(3))
		return err
	}
	recognised := func(d loyalty.Deferral, places int32) error {
		_, _, err := d.Recognise(1, 2, places)
		return err
	}
	allocated := func(price loyalty.Money, places int32, standalone ...loyalty.Money) error {
		_, err := loyalty.Allocate(price, places, standalone...)
		return err
	}
	one := dec("1")
	for _, n := range []decimal.Decimal{faultsHuge, decimal.New(1, 4_000_000), decimal.New(1, -4_000_000), decimal.New(0, -1<<31)} {
		for i, err := range []error{
			valued(loyalty.Valuation{Share: n}),
			valued(loyalty.Valuation{Wallets: []loyalty.WalletValue{{Worth: n}}}),
			valued(loyalty.Valuation{Wallets: []loyalty.WalletValue{{Breakage: n}}}),
			valued(loyalty.Valuation{Wallets: []loyalty.WalletValue{{Cohorts: []loyalty.CohortBreakage{{Breakage: n}}}}}),
			surprised(func(b *loyalty.Budget) { b.Left = n }),
			surprised(func(b *loyalty.Budget) { b.Prizes[1].Cost = n }),
			allocated(n, 0, one), allocated(one, 0, one, n), allocated(one, 4_000_000, one), allocated(one, -4_000_000, one),
			recognised(loyalty.Deferral{Allocated: n}, 0), recognised(loyalty.Deferral{Allocated: one, Recognised: n}, 0),
			recognised(loyalty.Deferral{Allocated: one}, 4_000_000), recognised(loyalty.Deferral{Allocated: one}, -4_000_000),
		} {
			if !errors.Is(err, loyalty.ErrValue) || len(fmt.Sprint(err)) > 200 {
				t.Errorf("%d × 10^%d, case %d: %.200v", n.CoefficientInt64(), n.Exponent(), i, err)
			}
		}
	}
	// A rate is no money: a quotient of many digits will do.
	if err := valued(loyalty.Valuation{Share: one.DivRound(dec("3"), 16), Wallets: []loyalty.WalletValue{{Worth: one, Breakage: one.DivRound(dec("7"), 20)}}}); err != nil {
		t.Error(err)
	}
}
