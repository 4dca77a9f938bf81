package loyalty_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// queryAccount has points that lapse with the end of January and of February.
func queryAccount(t testing.TB) (*loyalty.Engine, loyalty.Account) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Life.Span, ed.Life.Cycle = retention.Span{Months: 1}, loyalty.Cycle{Months: 1}
	}))
	a := loyalty.NewAccount("haru")
	a = apply(t, e, a, "1", day("2025-12-05"), order("x", "10000"))
	a = apply(t, e, a, "2", day("2025-12-20"), order("y", "20000"))
	a = apply(t, e, a, "3", day("2026-01-10"), order("z", "40000"))
	return e, a
}

// A month's mail names what is good to the last of the month, although it lapses
// with the first instant of the next.
func TestExpiringIsByLastDays(t *testing.T) {
	_, a := queryAccount(t)
	got := a.Expiring(retention.NewDate(2026, 1, 1), retention.NewDate(2026, 1, 31), tokyo)
	if diff := cmp.Diff([]loyalty.Expiry{{LastDay: retention.NewDate(2026, 1, 31), Points: 300}}, got); diff != "" {
		t.Error(diff)
	}
	if got := a.Expiring(retention.NewDate(2026, 2, 1), retention.NewDate(2026, 2, 27), tokyo); len(got) > 0 {
		t.Errorf("from the first of February to the day before the last: %v", got)
	}
	if got := a.Lapsing(day("2026-01-01"), day("2026-02-01")); len(got) > 0 {
		t.Errorf("in [1 January, 1 February): %v", got)
	}
	if got := a.Lapsing(day("2026-02-01"), day("2026-02-01").Add(1)); len(got) != 1 || got[0].Points != 300 {
		t.Errorf("in the first nanosecond of February: %v", got)
	}
	if got := a.Lapsing(day("2026-02-01").Add(1), day("2026-02-02")); len(got) > 0 {
		t.Errorf("after the first nanosecond of February: %v", got)
	}
}

// The same event, asked again upon the account before it, has the same steps.
func TestBefore(t *testing.T) {
	e, a := queryAccount(t)
	before, known := a.Before("2")
	if !known || before.Seq() >= a.Seq() || before.Balance(day("2025-12-20")).Earned != 100 {
		t.Fatalf("%d entries, known %v", before.Seq(), known)
	}
	ev := loyalty.Event{ID: "2", At: day("2025-12-20"), Data: order("y", "20000")}
	d, err := e.Decide(before, ev)
	if err != nil || d.Duplicate || len(d.Steps) != 1 || d.Steps[0].Points != 200 {
		t.Errorf("%+v, %v", d.Steps, err)
	}
	entries := slices.Collect(a.Entries())
	if diff := cmp.Diff(entries[before.Seq():before.Seq()+uint64(len(d.Entries))], d.Entries); diff != "" {
		t.Error(diff)
	}
	if _, known := a.Before("none"); known {
		t.Error("an event that was never applied is known")
	}
}

func TestAccountJSON(t *testing.T) {
	_, a := queryAccount(t)
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var b loyalty.Account
	if err := json.Unmarshal(text, &b); err != nil {
		t.Fatal(err)
	}
	at := day("2026-01-15")
	if a.ID() != b.ID() || a.Seq() != b.Seq() || a.Balance(at) != b.Balance(at) {
		t.Errorf("%v %d %v, read as %v %d %v", a.ID(), a.Seq(), a.Balance(at), b.ID(), b.Seq(), b.Balance(at))
	}
	for reason, text := range map[string]string{
		"an unknown field":  `{"id":"a","entries":[],"more":1}`,
		"no account at all": `[]`,
		"entries twice":     `{"id":"a","entries":[],"entries":[]}`,
		"other letters":     `{"ID":"a","entries":[]}`,
		"letters of a row":  `{"id":"a","entries":[{"Seq":1}]}`,
	} {
		if err := json.Unmarshal([]byte(text), &b); !errors.Is(err, loyalty.ErrEncoding) {
			t.Errorf("%s: %v", reason, err)
		}
	}
	var fault *loyalty.EntryError
	if err := json.Unmarshal([]byte(`{"id":"a","entries":[{"account":"b","seq":1}]}`), &b); !errors.As(err, &fault) {
		t.Errorf("an entry of another account: %v", err)
	}
	if b.Seq() != a.Seq() {
		t.Error("what could not be read has changed the account")
	}
}

func TestWordsStanding(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Ladder = loyalty.Ladder{
			Window: loyalty.Window{Calendar: loyalty.Cycle{Months: 12}}, OnPayment: true, Fall: loyalty.OneStep,
			Tiers: []loyalty.Tier{
				{ID: "silver", Name: retention.Text{English: "Silver", Japanese: "シルバー"}, Paths: []loyalty.Path{{{Metric: loyalty.SpendMetric, AtLeast: dec("1000")}}}},
				{ID: "gold", Name: retention.Text{English: "Gold", Japanese: "ゴールド"}, Paths: []loyalty.Path{{{Metric: loyalty.SpendMetric, AtLeast: dec("5000")}}}},
			},
		}
	}))
	english, japanese := e.Words(retention.English), e.Words(retention.Japanese)
	a := loyalty.NewAccount("haru")
	at := day("2026-03-01")
	if got := english.Standing(e.Standing(a, at)); got != "no tier yet" {
		t.Error(got)
	}
	a = apply(t, e, a, "1", at, order("x", "6000"))
	for _, tt := range []struct {
		at     time.Time
		en, ja string
	}{
		{at, "Gold until the end of 31 December 2027, then Silver", "ゴールド（2027年12月31日まで、その後はシルバー）"},
		{day("2028-03-01"), "Silver until the end of 31 December 2028, then none", "シルバー（2028年12月31日まで、その後はランクなし）"},
	} {
		s := e.Standing(a, tt.at)
		if en, ja := english.Standing(s), japanese.Standing(s); en != tt.en || ja != tt.ja {
			t.Errorf("at %v: %s / %s", tt.at, en, ja)
		}
	}
}

func TestWordsOfPointsTakenByHand(t *testing.T) {
	e := compile(t, simple())
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-03-01"), loyalty.Adjust{Points: 10, Reason: "sorry"})
	d, err := e.Decide(a, loyalty.Event{ID: "2", At: day("2026-03-02"), Data: loyalty.Adjust{Points: -4, Reason: "a mistake"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := e.Words(retention.English).Decision(d), "a mistake: -4 points"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

func ExampleAccount_Expiring() {
	engine, err := loyalty.Compile(simple(func(ed *loyalty.Edition) {
		ed.Life.Span, ed.Life.Cycle = retention.Span{Months: 1}, loyalty.Cycle{Months: 1}
	}), tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	account, _, err := engine.Apply(loyalty.NewAccount("haru"), loyalty.Event{ID: "1", At: day("2026-04-10"), Data: order("x", "4800")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, x := range account.Expiring(retention.NewDate(2026, 5, 1), retention.NewDate(2026, 5, 31), tokyo) {
		fmt.Println(x.Points, "points are good to", x.LastDay)
	}
	// Output: 48 points are good to 2026-05-31
}

func ExampleAccount_Before() {
	engine, err := loyalty.Compile(simple(), tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	ev := loyalty.Event{ID: "1", At: day("2026-04-10"), Data: order("x", "4850")}
	account, _, err := engine.Apply(loyalty.NewAccount("haru"), ev)
	if err != nil {
		fmt.Println(err)
		return
	}
	// A week later the member asks why.
	before, _ := account.Before("1")
	again, err := engine.Decide(before, ev)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(engine.Words(retention.English).Decision(again))
	// Output:
	// 48 points in all
	// + base: 1 point per 100 JPY of 4,850 JPY: 48 points
}
