package loyalty_test

import (
	"slices"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// TestStandingTellsWhatComes asks the twin, instant by instant, when a higher
// tier begins.
func TestStandingTellsWhatComes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProgram(rt)
		e, zone := tierEngine(rt, p)
		full := tierReplay(rt, e, drawHistory(rt, 8, true))
		all := tierMoments(full, e)
		moments := drawMoments(rt, all, 4)
		for x := range full.Entries() {
			moments = append(moments, x.Posted) // when most is still to come
		}
		for _, at := range slices.Compact(moments) {
			a := full.AsOf(at)
			comes := standingComes(rt, e, tierTwin{p, zone, nil}, a, at, all)
			if !comes.IsZero() { // as soon as can be
				standingComes(rt, e, tierTwin{p, zone, nil}, a, comes.Add(-time.Microsecond), all)
			}
		}
	})
}

// standingComes checks what a standing says of the tier that comes, and returns when.
func standingComes(rt *rapid.T, e *loyalty.Engine, twin tierTwin, a loyalty.Account, at time.Time, moments []time.Time) time.Time {
	twin.rows = slices.Collect(a.Entries())
	s := e.Standing(a, at)
	higher := func(x time.Time) bool {
		in := twin.edition(x)
		return twin.rank(twin.at(x), in) > twin.rank(twin.carry(s.Tier, twin.edition(at), in), in)
	}
	comes := s.Coming != ""
	if comes == s.From.IsZero() {
		rt.Fatalf("%q from %v", s.Coming, s.From)
	}
	if is := twin.at(s.From); comes && (!s.From.After(at) || is != s.Coming || !higher(s.From) || higher(s.From.Add(-time.Microsecond))) {
		rt.Fatalf("at %v: %q from %v, twin %q\n%s", at, s.Coming, s.From, is, tierBook(a))
	}
	for _, x := range moments {
		if x.After(at) && (!comes || x.Before(s.From)) && higher(x) {
			rt.Fatalf("at %v: %q from %v, but %q at %v\n%s", at, s.Coming, s.From, twin.at(x), x, tierBook(a))
		}
	}
	for _, g := range e.Goals(a, at) {
		if !g.Keep && len(g.Missing) == 0 && !g.Waits && (!comes || s.From.After(g.Shows)) {
			rt.Fatalf("at %v: %q from %v, and all is done for %q at %v", at, s.Coming, s.From, g.Tier, g.Shows)
		}
	}
	return s.From
}

func TestWordsOfTheTierThatComes(t *testing.T) {
	e := compile(t, loyalty.JapaneseProgram())
	a := loyalty.NewAccount("haru")
	for i, date := range []string{"2026-05-01", "2026-05-02", "2026-05-03"} {
		presetEarns(t, e, &a, date, []string{"60000", "40000", "1000"}[i])
	}
	b := loyalty.NewAccount("yuki")
	presetEarns(t, e, &b, "2026-05-01", "60000")
	presetEarns(t, e, &b, "2027-05-01", "120000")
	presetEarns(t, e, &b, "2027-05-02", "2000")
	presetEarns(t, e, &b, "2027-05-03", "2000")
	for _, tt := range []struct {
		who            loyalty.Account
		on, en, ja, is string
	}{
		{loyalty.NewAccount("nobody"), "2026-06-01", "no tier yet", "会員ランクなし", "nothing was bought"},
		{a, "2026-05-02", "no tier yet, Silver from 1 April 2027", "会員ランクなし（2027年4月1日からシルバー）", "100,000 yen, but two orders"},
		{a, "2026-06-01", "no tier yet, Gold from 1 April 2027", "会員ランクなし（2027年4月1日からゴールド）", "three orders"},
		{a, "2027-04-01", "Gold until the end of 31 March 2028, then none", "ゴールド（2028年3月31日まで、その後はランクなし）", "it has begun"},
		{b, "2027-06-01", "Silver, Gold from 1 April 2028", "シルバー（2028年4月1日からゴールド）", "silver ends when gold begins"},
	} {
		s := e.Standing(tt.who, day(tt.on))
		if en, ja := e.Words(retention.English).Standing(s), e.Words(retention.Japanese).Standing(s); en != tt.en || ja != tt.ja {
			t.Errorf("%s: %s / %s, want %s / %s: %s", tt.on, en, ja, tt.en, tt.ja, tt.is)
		}
	}
}

func TestWordsOfATierBetweenTwo(t *testing.T) {
	e := compile(t, loyalty.JapaneseProgram())
	s := loyalty.Standing{
		Tier: "silver", Name: retention.Text{English: "Silver", Japanese: "シルバー"},
		Until: day("2027-04-01"), Coming: "gold", From: day("2027-04-10").Add(90 * time.Minute),
	}
	for _, tt := range []struct {
		lang retention.Language
		want string
	}{
		{retention.English, "Silver until the end of 31 March 2027, then none, Gold from 10 April 2027 01:30"},
		{retention.Japanese, "シルバー（2027年3月31日まで、その後はランクなし、2027年4月10日 01:30からゴールド）"},
	} {
		if got := e.Words(tt.lang).Standing(s); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}
