package loyalty_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

func TestMayReplace(t *testing.T) {
	const in26 = `edition "2026": `
	for _, tt := range []struct {
		reason string
		change func(*loyalty.Program)
		at     string
		want   string // the parts at fault; none if it may
	}{
		{"the same", func(p *loyalty.Program) {}, "2027-01-01", ""},
		{"an edition more", func(p *loyalty.Program) {
			p.Editions = append(p.Editions, loyalty.Edition{ID: "2027", From: day("2027-01-01"), Ladder: p.Editions[1].Ladder})
		}, "2027-01-01", ""},
		{"an edition more, of yesterday", func(p *loyalty.Program) {
			p.Editions = append(p.Editions, loyalty.Edition{ID: "2027", From: day("2026-12-31"), Ladder: p.Editions[1].Ladder})
		}, "2027-01-01", `edition "2027": from`},
		{"an edition between", func(p *loyalty.Program) {
			p.Editions = []loyalty.Edition{p.Editions[0], {ID: "mid", From: day("2025-06-01"), Ladder: p.Editions[1].Ladder}, p.Editions[1]}
		}, "2027-01-01", `edition "mid": from`},
		{"what is to come is edited", func(p *loyalty.Program) { p.Editions[1].Earn[0].Award = dec("9") }, "2026-01-01", ""},
		{"what is to come is put off", func(p *loyalty.Program) { p.Editions[1].From = day("2028-01-01") }, "2026-01-01", ""},
		{"what is to come is left out", func(p *loyalty.Program) { p.Editions = p.Editions[:1] }, "2026-01-01", ""},
		{"what is to come was there before", func(p *loyalty.Program) { p.Editions[1].From = day("2025-06-01") }, "2026-01-01", in26 + "from"},
		{"a microsecond in force", func(p *loyalty.Program) { p.Editions[1].Earn[0].Award = dec("9") }, "2026-01-01T00:00:00.000001", in26 + `earn rule "base"`},
		{"the same numbers in other words", func(p *loyalty.Program) {
			p.Editions[1].Earn[0].Award, p.Editions[1].From = dec("1.500"), p.Editions[1].From.UTC()
			p.Editions[0].Burn = []loyalty.BurnRule{}
		}, "2027-01-01", ""},
		{"zone", func(p *loyalty.Program) { p.Zone = "Asia/Seoul" }, "2027-01-01", "zone"},
		{"currency and scale", func(p *loyalty.Program) { p.Currency, p.Scale = "", 0 }, "2027-01-01", "currency,scale"},
		{"from", func(p *loyalty.Program) { p.Editions[0].From = day("2020-01-01") }, "2027-01-01", `edition "2025": from`},
		{"settle", func(p *loyalty.Program) { p.Editions[1].Settle = retention.Span{Days: 7} }, "2027-01-01", in26 + "settle"},
		{"life", func(p *loyalty.Program) { p.Editions[1].Life.Tiers["gold"] = retention.Span{Months: 25} }, "2027-01-01", in26 + "life"},
		{"a tier of life", func(p *loyalty.Program) { p.Editions[1].Life.Tiers["old"] = retention.Span{} }, "2027-01-01", in26 + "life"},
		{"burn", func(p *loyalty.Program) { p.Editions[1].Burn[0].Worth = dec("2") }, "2027-01-01", in26 + "burn"},
		{"refund", func(p *loyalty.Program) { p.Editions[1].Refund.Shortfall = loyalty.Forgive }, "2027-01-01", in26 + "refund"},
		{"ladder", func(p *loyalty.Program) { *p.Editions[1].Ladder.ValidPeriods = 2 }, "2027-01-01", in26 + "ladder"},
		{"ladder, from nil", func(p *loyalty.Program) { p.Editions[1].Ladder.ValidPeriods = nil }, "2027-01-01", in26 + "ladder"},
		{"ladder, a need", func(p *loyalty.Program) { p.Editions[1].Ladder.Tiers[0].Paths[0][0].AtLeast = dec("1") }, "2027-01-01", in26 + "ladder"},
		{"an edition is gone", func(p *loyalty.Program) {
			p.Editions[1].ID = "2026b"
		}, "2027-01-01", in26 + `id,edition "2026b": from`},
		{"a rule is gone", func(p *loyalty.Program) { p.Editions[1].Earn = p.Editions[1].Earn[:3] }, "2027-01-01", in26 + `earn rule "gold"`},
		{"a rule is new", func(p *loyalty.Program) {
			p.Editions[0].Earn = append(p.Editions[0].Earn, loyalty.EarnRule{ID: "x", Award: dec("1")})
		}, "2027-01-01", `edition "2025": earn rule "x"`},
		{"a day of a condition", func(p *loyalty.Program) { p.Editions[1].Earn[3].When.Until = retention.NewDate(2026, 3, 1) }, "2027-01-01", in26 + `earn rule "gold"`},
		{"another order", func(p *loyalty.Program) {
			r := p.Editions[1].Earn
			r[0], r[1] = r[1], r[0]
		}, "2027-01-01", in26 + "earn"},
	} {
		p := faultsFullProgram()
		tt.change(&p)
		at := day(tt.at[:10])
		if len(tt.at) > 10 {
			at = at.Add(1000)
		}
		err := p.MayReplace(faultsFullProgram(), at)
		var parts []string
		var faults loyalty.Faults
		if errors.As(err, &faults); err != nil {
			for _, f := range faults {
				if f.Edition != "" {
					f.Part = fmt.Sprintf("edition %q: %s", f.Edition, f.Part)
				}
				parts = append(parts, f.Part)
				if !errors.Is(f, loyalty.ErrRewritten) {
					t.Errorf("%s: %v is no rewriting", tt.reason, f)
				}
			}
		}
		if diff := cmp.Diff(tt.want, strings.Join(parts, ",")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

// Before the first edition is in force everything may change.
func TestMayReplaceBeforeTheStart(t *testing.T) {
	old, p := simple(), simple()
	old.Editions[0].From = day("2026-01-01")
	p.Currency, p.Zone, p.Editions[0].ID = "KRW", "Asia/Seoul", "first"
	if err := p.MayReplace(old, day("2026-01-01")); err != nil {
		t.Error(err)
	}
	if err := p.MayReplace(old, day("2026-01-02")); !errors.Is(err, loyalty.ErrRewritten) {
		t.Errorf("got %v", err)
	}
}

func TestMayReplaceWantsPrograms(t *testing.T) {
	broken := simple()
	broken.Editions[0].Earn[0].Award = faultsHuge
	for _, err := range []error{broken.MayReplace(simple(), day("2026-01-01")), simple().MayReplace(broken, day("2026-01-01"))} {
		if !errors.Is(err, loyalty.ErrValue) {
			t.Errorf("got %v", err)
		}
	}
}

// A program that may replace another decides alike upon all that was before.
func TestMayReplaceRandomPrograms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, p := faultsDrawProgram(t), faultsDrawProgram(t)
		at := day("2026-06-01").AddDate(rapid.IntRange(-1, 4).Draw(t, "year"), 0, 0)
		if err := old.MayReplace(old, at); err != nil {
			t.Fatalf("a program may not replace itself: %v", err)
		}
		if rapid.Bool().Draw(t, "same") { // but for what is to come
			p.Currency, p.Scale = old.Currency, old.Scale
			kept := 0
			for kept < len(old.Editions) && old.Editions[kept].From.Before(at) {
				kept++
			}
			p.Editions = append(p.Editions[:0:0], old.Editions[:kept]...)
			next := loyalty.Edition{ID: "next", From: at.AddDate(9, 0, 0)}
			if kept > 0 {
				next.Ladder = old.Editions[kept-1].Ladder
			}
			p.Editions = append(p.Editions, next)
			if err := p.MayReplace(old, at); err != nil {
				t.Fatal(err)
			}
		}
		if p.MayReplace(old, at) != nil {
			return
		}
		if !old.Editions[0].From.Before(at) {
			return
		}
		was, err1 := loyalty.Compile(old, tokyo)
		is, err2 := loyalty.Compile(p, tokyo)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		ev := loyalty.Event{ID: "1", At: at.Add(-1000), Data: loyalty.Order{ID: "o", Lines: []loyalty.Line{{Amount: dec("12345")}}}}
		a, errA := was.Decide(loyalty.NewAccount("haru"), ev)
		b, errB := is.Decide(loyalty.NewAccount("haru"), ev)
		if diff := cmp.Diff(a, b, cmpopts.EquateComparable(retention.Amount{})); diff != "" || fmt.Sprint(errA) != fmt.Sprint(errB) {
			t.Fatalf("%v, %v (-old +new):\n%s", errA, errB, diff)
		}
	})
}

func ExampleProgram_MayReplace() {
	old := loyalty.Program{Version: 1, Zone: "Asia/Tokyo", Editions: []loyalty.Edition{{
		ID: "2026", Earn: []loyalty.EarnRule{{ID: "base", Award: dec("1"), Per: dec("100")}},
	}}}
	next := loyalty.Program{Version: 1, Zone: "Asia/Tokyo", Editions: []loyalty.Edition{{
		ID: "2026", Earn: []loyalty.EarnRule{{ID: "base", Award: dec("1"), Per: dec("200")}},
	}}}
	fmt.Println(next.MayReplace(old, day("2026-06-01")))

	next.Editions = []loyalty.Edition{old.Editions[0], {ID: "2026b", From: day("2026-07-01"), Earn: next.Editions[0].Earn}}
	fmt.Println(next.MayReplace(old, day("2026-06-01")))
	// Output:
	// loyalty: edition "2026": earn rule "base": what was in force is never edited: it is another
	// <nil>
}
