package loyalty_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// faultsHuge cannot be written out.
var faultsHuge = decimal.New(1, 1<<30)

func faultsExact(d time.Duration) retention.Span { return retention.Span{Exact: d} }

// faultsNested is conditions within conditions.
func faultsNested(levels int) loyalty.Cond {
	var c loyalty.Cond
	for range levels - 1 {
		inner := c
		c = loyalty.Cond{Not: &inner}
	}
	return c
}

func TestCompileFaults(t *testing.T) {
	base := loyalty.EarnRule{ID: "base", Award: dec("1"), Per: dec("100")}
	ed := func(change func(*loyalty.Edition)) loyalty.Program { return simple(change) }
	rule := func(change func(*loyalty.EarnRule)) loyalty.Program {
		return simple(func(e *loyalty.Edition) { change(&e.Earn[0]) })
	}
	when := func(c loyalty.Cond) loyalty.Program { return rule(func(r *loyalty.EarnRule) { r.When = c }) }
	life := func(l loyalty.Life) loyalty.Program { return ed(func(e *loyalty.Edition) { e.Life = l }) }
	burn := func(b ...loyalty.BurnRule) loyalty.Program { return ed(func(e *loyalty.Edition) { e.Burn = b }) }
	caps := func(c ...loyalty.Cap) loyalty.Program { return rule(func(r *loyalty.EarnRule) { r.Caps = c }) }
	second := func(r loyalty.EarnRule) loyalty.Program {
		return ed(func(e *loyalty.Edition) { e.Earn = append(e.Earn, r) })
	}
	head := func(change func(*loyalty.Program)) loyalty.Program {
		p := simple()
		change(&p)
		return p
	}
	next := func(e loyalty.Edition) loyalty.Program {
		p := simple()
		p.Editions[0].From = day("2026-01-01")
		p.Editions = append(p.Editions, e)
		return p
	}
	endless := loyalty.Cond{}
	endless.Not = &endless
	many := make([]loyalty.Cond, 2)
	many[0].Any, many[1].Any = many, many

	const inEarn, inWhen = `loyalty: edition "2026": earn rule "base": `, `loyalty: edition "2026": earn rule "base": when: `
	const inEdition = `loyalty: edition "2026": `
	for _, tt := range []struct {
		reason  string
		program loyalty.Program
		err     error
		want    string // the fault begins with it
	}{
		{"no version", head(func(p *loyalty.Program) { p.Version = 0 }), loyalty.ErrVersion, "loyalty: version: "},
		{"a version to come", head(func(p *loyalty.Program) { p.Version = 2 }), loyalty.ErrVersion, "loyalty: version: "},
		{"another zone", head(func(p *loyalty.Program) { p.Zone = "Asia/Seoul" }), loyalty.ErrZone, `loyalty: zone: not the program's zone: "Asia/Seoul", given "Asia/Tokyo"`},
		{"no zone", head(func(p *loyalty.Program) { p.Zone = "" }), loyalty.ErrZone, "loyalty: zone: "},
		{"the machine's zone", head(func(p *loyalty.Program) { p.Zone = "Local" }), loyalty.ErrZone, "loyalty: zone: "},
		{"small letters", head(func(p *loyalty.Program) { p.Currency = "jpy" }), loyalty.ErrValue, "loyalty: currency: "},
		{"a sign", head(func(p *loyalty.Program) { p.Currency = "¥" }), loyalty.ErrValue, "loyalty: currency: "},
		{"negative scale", head(func(p *loyalty.Program) { p.Scale = -1 }), loyalty.ErrValue, "loyalty: scale: "},
		{"scale beyond 6", head(func(p *loyalty.Program) { p.Scale = 7 }), loyalty.ErrValue, "loyalty: scale: "},
		{"no editions", head(func(p *loyalty.Program) { p.Editions = nil }), loyalty.ErrMissing, "loyalty: editions: "},
		{"too many editions", head(func(p *loyalty.Program) { p.Editions = make([]loyalty.Edition, 1001) }), loyalty.ErrSize, "loyalty: editions: "},

		{"edition without an ID", ed(func(e *loyalty.Edition) { e.ID = "" }), loyalty.ErrName, "loyalty: editions[0]: id: "},
		{"edition with a broken ID", ed(func(e *loyalty.Edition) { e.ID = "\xff" }), loyalty.ErrName, "loyalty: editions[0]: id: "},
		{"edition ID twice", next(loyalty.Edition{ID: "2026", From: day("2027-01-01")}), loyalty.ErrDuplicate, "loyalty: editions[1]: id: "},
		{"edition at the same time", next(loyalty.Edition{ID: "b", From: day("2026-01-01")}), loyalty.ErrOrder, `loyalty: edition "b": from: `},
		{"edition earlier", next(loyalty.Edition{ID: "b", From: day("2025-01-01")}), loyalty.ErrOrder, `loyalty: edition "b": from: `},
		{"edition within a microsecond", next(loyalty.Edition{ID: "b", From: day("2026-01-01").Add(999)}), loyalty.ErrOrder, `loyalty: edition "b": from: `},
		{"second edition from ever", next(loyalty.Edition{ID: "b"}), loyalty.ErrOrder, `loyalty: edition "b": from: `},
		{"edition after all years", next(loyalty.Edition{ID: "b", From: day("2026-01-01").AddDate(8000, 0, 0)}), loyalty.ErrValue, `loyalty: edition "b": from: `},
		{"negative settle", ed(func(e *loyalty.Edition) { e.Settle.Days = -1 }), loyalty.ErrValue, inEdition + "settle: "},
		{"settle beyond all calendars", ed(func(e *loyalty.Edition) { e.Settle.Days = 1 << 40 }), loyalty.ErrValue, inEdition + "settle: "},
		{"unknown shortfall", ed(func(e *loyalty.Edition) { e.Refund.Shortfall = 3 }), loyalty.ErrValue, inEdition + "refund: shortfall: the value makes no sense: Shortfall(3)"},

		{"rule without an ID", rule(func(r *loyalty.EarnRule) { r.ID = "" }), loyalty.ErrName, inEdition + "earn[0]: id: "},
		{"rule with a broken ID", rule(func(r *loyalty.EarnRule) { r.ID = "a\x80" }), loyalty.ErrName, inEdition + `earn rule "a\x80": id: `},
		{"rule ID twice", second(base), loyalty.ErrDuplicate, inEarn + "id: "},
		{"too many rules", ed(func(e *loyalty.Edition) { e.Earn = slices.Repeat(e.Earn, 1001) }), loyalty.ErrSize, inEdition + "earn: "},
		{"broken kind", rule(func(r *loyalty.EarnRule) { r.On = "\xff" }), loyalty.ErrName, inEarn + "on: "},
		{"broken group", rule(func(r *loyalty.EarnRule) { r.Group = "\xff" }), loyalty.ErrName, inEarn + "group: "},
		{"broken wallet", rule(func(r *loyalty.EarnRule) { r.Wallet = "\xff" }), loyalty.ErrName, inEarn + "wallet: "},
		{"broken SKU", rule(func(r *loyalty.EarnRule) { r.Basis.Only.SKUs = []string{"\xff"} }), loyalty.ErrName, inEarn + "basis: only: skus: "},
		{"broken label", rule(func(r *loyalty.EarnRule) { r.Basis.Except.Labels = []string{"\xff"} }), loyalty.ErrName, inEarn + "basis: except: labels: "},
		{"broken category of what spend is", ed(func(e *loyalty.Edition) { e.Ladder.Spend.Only.Categories = []string{"\xff"} }), loyalty.ErrName, inEdition + "ladder: spend: only: categories: "},
		{"no award", rule(func(r *loyalty.EarnRule) { r.Award = dec("0") }), loyalty.ErrValue, inEarn + "award: "},
		{"negative award", rule(func(r *loyalty.EarnRule) { r.Award = dec("-1") }), loyalty.ErrValue, inEarn + "award: the value makes no sense: -1 is negative"},
		{"award that no memory holds", rule(func(r *loyalty.EarnRule) { r.Award = faultsHuge }), loyalty.ErrValue, inEarn + "award: "},
		{"award with too many decimals", rule(func(r *loyalty.EarnRule) { r.Award = decimal.New(1, -13) }), retention.ErrAmount, inEarn + "award: "},
		{"negative per", rule(func(r *loyalty.EarnRule) { r.Per = dec("-100") }), loyalty.ErrValue, inEarn + "per: "},
		{"per and per item", rule(func(r *loyalty.EarnRule) { r.PerItem = true }), loyalty.ErrValue, inEarn + "per_item: "},
		{"items of a review", rule(func(r *loyalty.EarnRule) {
			*r = loyalty.EarnRule{ID: "base", On: "review", Award: dec("1"), PerItem: true}
		}), loyalty.ErrValue, inEarn + "per_item: "},
		{"times and award", second(loyalty.EarnRule{ID: "x", Times: dec("2"), Award: dec("1")}), loyalty.ErrValue, inEdition + `earn rule "x": times: `},
		{"times and per", second(loyalty.EarnRule{ID: "x", Times: dec("2"), Per: dec("1")}), loyalty.ErrValue, inEdition + `earn rule "x": times: `},
		{"times and per item", second(loyalty.EarnRule{ID: "x", Times: dec("2"), PerItem: true}), loyalty.ErrValue, inEdition + `earn rule "x": times: `},
		{"times 1", second(loyalty.EarnRule{ID: "x", Times: dec("1")}), loyalty.ErrValue, inEdition + `earn rule "x": times: `},
		{"negative times", second(loyalty.EarnRule{ID: "x", Times: dec("-2")}), loyalty.ErrValue, inEdition + `earn rule "x": times: `},
		{"times that no memory holds", second(loyalty.EarnRule{ID: "x", Times: faultsHuge}), loyalty.ErrValue, inEdition + `earn rule "x": times: `},
		{"nothing to multiply", ed(func(e *loyalty.Edition) { e.Earn = []loyalty.EarnRule{{ID: "x", Times: dec("2")}, base} }), loyalty.ErrMissing, inEdition + `earn rule "x": of: `},
		{"nothing in the wallet", second(loyalty.EarnRule{ID: "x", Times: dec("2"), Wallet: "limited"}), loyalty.ErrMissing, inEdition + `earn rule "x": of: `},
		{"of without times", second(loyalty.EarnRule{ID: "x", Award: dec("2"), Of: []string{"base"}}), loyalty.ErrValue, inEdition + `earn rule "x": of: `},
		{"of nobody", second(loyalty.EarnRule{ID: "x", Times: dec("2"), Of: []string{"bass"}}), loyalty.ErrMissing, inEdition + `earn rule "x": of[0]: the program does not have it: rule "bass"`},
		{"of itself", second(loyalty.EarnRule{ID: "x", Times: dec("2"), Of: []string{"x"}}), loyalty.ErrMissing, inEdition + `earn rule "x": of[0]: `},
		{"of one twice", second(loyalty.EarnRule{ID: "x", Times: dec("2"), Of: []string{"base", "base"}}), loyalty.ErrDuplicate, inEdition + `earn rule "x": of[1]: `},
		{"of another wallet", second(loyalty.EarnRule{ID: "x", Times: dec("2"), Of: []string{"base"}, Wallet: "limited"}), loyalty.ErrValue, inEdition + `earn rule "x": of[0]: `},
		{"of what multiplies too", ed(func(e *loyalty.Edition) {
			e.Earn = append(e.Earn, loyalty.EarnRule{ID: "x", Times: dec("2")}, loyalty.EarnRule{ID: "y", Times: dec("2"), Of: []string{"x"}})
		}), loyalty.ErrValue, inEdition + `earn rule "y": of[0]: `},
		{"group of both", ed(func(e *loyalty.Edition) {
			e.Earn[0].Group = "g"
			e.Earn = append(e.Earn, loyalty.EarnRule{ID: "x", Times: dec("2"), Group: "g"})
		}), loyalty.ErrValue, inEdition + `earn rule "x": group: `},
		{"unknown rounding", rule(func(r *loyalty.EarnRule) { r.Round = 3 }), loyalty.ErrValue, inEarn + "round: the value makes no sense: Rounding(3)"},
		{"cap of nothing", caps(loyalty.Cap{Per: loyalty.PerDay}), loyalty.ErrValue, inEarn + "caps[0]: "},
		{"negative cap", caps(loyalty.Cap{Points: 1}, loyalty.Cap{Points: -1}), loyalty.ErrValue, inEarn + "caps[1]: points: "},
		{"negative times of a cap", caps(loyalty.Cap{Times: -1, Per: loyalty.PerDay}), loyalty.ErrValue, inEarn + "caps[0]: times: "},
		{"deeds of a deed", caps(loyalty.Cap{Times: 1}), loyalty.ErrValue, inEarn + "caps[0]: times: "},
		{"deeds of a balance", caps(loyalty.Cap{Times: 1, Per: loyalty.PerBalance}), loyalty.ErrValue, inEarn + "caps[0]: times: "},
		{"cap per what", caps(loyalty.Cap{Points: 1, Per: 7}), loyalty.ErrValue, inEarn + "caps[0]: per: the value makes no sense: CapPer(7)"},
		{"too many caps", caps(make([]loyalty.Cap, 101)...), loyalty.ErrSize, inEarn + "caps: "},

		{"unknown tier", when(loyalty.Cond{Tiers: []string{"gold"}}), loyalty.ErrMissing, inWhen + `tiers[0]: the program does not have it: tier "gold"`},
		{"nameless tag", when(loyalty.Cond{Tags: []string{"a", ""}}), loyalty.ErrName, inWhen + "tags[1]: "},
		{"eighth day", when(loyalty.Cond{Weekdays: []time.Weekday{7}}), loyalty.ErrValue, inWhen + "weekdays[0]: "},
		{"day before the first", when(loyalty.Cond{Weekdays: []time.Weekday{-1}}), loyalty.ErrValue, inWhen + "weekdays[0]: "},
		{"from 24:00", when(loyalty.Cond{Hours: []loyalty.Hours{{From: faultsExact(24 * time.Hour)}}}), loyalty.ErrValue, inWhen + "hours[0]: from: "},
		{"to 24:01", when(loyalty.Cond{Hours: []loyalty.Hours{{To: faultsExact(24*time.Hour + time.Minute)}}}), loyalty.ErrValue, inWhen + "hours[0]: to: "},
		{"before midnight", when(loyalty.Cond{Hours: []loyalty.Hours{{From: faultsExact(-1)}}}), loyalty.ErrValue, inWhen + "hours[0]: from: "},
		{"hours in days", when(loyalty.Cond{Hours: []loyalty.Hours{{To: retention.Span{Days: 1}}}}), loyalty.ErrValue, inWhen + "hours[0]: to: "},
		{"until the first day", when(loyalty.Cond{From: retention.NewDate(2026, 1, 1), Until: retention.NewDate(2026, 1, 1)}), loyalty.ErrOrder, inWhen + "until: "},
		{"a day without a text", when(loyalty.Cond{Until: retention.NewDate(12000, 1, 1)}), loyalty.ErrValue, inWhen + "until: "},
		{"negative least", when(loyalty.Cond{AtLeast: dec("-1")}), loyalty.ErrValue, inWhen + "at_least: "},
		{"unknown birthday", when(loyalty.Cond{Birthday: "year"}), loyalty.ErrValue, inWhen + "birthday: "},
		{"any of nothing", when(loyalty.Cond{Any: []loyalty.Cond{}}), loyalty.ErrValue, inWhen + "any: "},
		{"within all", when(loyalty.Cond{All: []loyalty.Cond{{}, {Birthday: "x"}}}), loyalty.ErrValue, inWhen + "all[1]: birthday: "},
		{"within any", when(loyalty.Cond{Any: []loyalty.Cond{{Birthday: "x"}}}), loyalty.ErrValue, inWhen + "any[0]: birthday: "},
		{"within not", when(loyalty.Cond{Not: &loyalty.Cond{Birthday: "x"}}), loyalty.ErrValue, inWhen + "not: birthday: "},
		{"number within", when(loyalty.Cond{Not: &loyalty.Cond{AtLeast: faultsHuge}}), loyalty.ErrValue, inWhen + "not: at_least: "},
		{"too deep", when(faultsNested(51)), loyalty.ErrSize, inEarn + "when: "},
		{"too many conditions", when(loyalty.Cond{All: make([]loyalty.Cond, 1000)}), loyalty.ErrSize, inEarn + "when: "},
		{"without an end", when(endless), loyalty.ErrSize, inEarn + "when: "},
		{"2 to the 50th", when(loyalty.Cond{Any: many}), loyalty.ErrSize, inEarn + "when: "},

		{"negative life", life(loyalty.Life{Span: retention.Span{Months: -1}}), loyalty.ErrValue, inEdition + "life: span: "},
		{"life with a negative part", life(loyalty.Life{Span: retention.Span{Months: 1, Exact: -1}}), loyalty.ErrValue, inEdition + "life: span: "},
		{"life beyond all calendars", life(loyalty.Life{Span: retention.Span{Months: 12001}}), loyalty.ErrValue, inEdition + "life: span: "},
		{"life of an unknown tier", life(loyalty.Life{Tiers: map[string]retention.Span{"gold": {}}}), loyalty.ErrMissing, inEdition + "life: tiers: \"gold\": "},
		{"negative cycle", life(loyalty.Life{Cycle: loyalty.Cycle{Months: -1}}), loyalty.ErrValue, inEdition + "life: cycle: months: "},
		{"endless cycle", life(loyalty.Life{Cycle: loyalty.Cycle{Months: 1 << 40}}), loyalty.ErrValue, inEdition + "life: cycle: months: "},
		{"cycle of no months", life(loyalty.Life{Cycle: loyalty.Cycle{From: retention.NewDate(2026, 4, 1)}}), loyalty.ErrValue, inEdition + "life: cycle: from: "},
		{"cycle from no day", life(loyalty.Life{Cycle: loyalty.Cycle{Months: 1, From: retention.NewDate(-4000, 4, 1)}}), loyalty.ErrValue, inEdition + "life: cycle: from: "},
		{"nameless slide", life(loyalty.Life{Slides: []string{""}}), loyalty.ErrName, inEdition + "life: slides[0]: "},
		{"a rule's own life", rule(func(r *loyalty.EarnRule) { r.Life = &loyalty.Life{Span: retention.Span{Days: -1}} }), loyalty.ErrValue, inEarn + "life: span: "},

		{"wallet twice", burn(loyalty.BurnRule{}, loyalty.BurnRule{}), loyalty.ErrDuplicate, inEdition + `burn rule of wallet "": `},
		{"broken wallet to burn", burn(loyalty.BurnRule{Wallet: "\xff"}), loyalty.ErrName, inEdition + `burn rule of wallet "\xff": wallet: `},
		{"too many burn rules", burn(make([]loyalty.BurnRule, 1001)...), loyalty.ErrSize, inEdition + "burn: "},
		{"negative min", burn(loyalty.BurnRule{Min: -1}), loyalty.ErrValue, inEdition + `burn rule of wallet "": min: `},
		{"negative max", burn(loyalty.BurnRule{Max: -1}), loyalty.ErrValue, inEdition + `burn rule of wallet "": max: `},
		{"negative step", burn(loyalty.BurnRule{Step: -1}), loyalty.ErrValue, inEdition + `burn rule of wallet "": step: `},
		{"max below min", burn(loyalty.BurnRule{Min: 2, Max: 1}), loyalty.ErrValue, inEdition + `burn rule of wallet "": max: `},
		{"no step between", burn(loyalty.BurnRule{Min: 101, Max: 199, Step: 100}), loyalty.ErrValue, inEdition + `burn rule of wallet "": max: `},
		{"a step beyond max", burn(loyalty.BurnRule{Max: 50, Step: 100}), loyalty.ErrValue, inEdition + `burn rule of wallet "": max: `},
		{"a step beyond all", burn(loyalty.BurnRule{Min: 1<<63 - 1, Max: 1<<63 - 1, Step: 1 << 62}), loyalty.ErrValue, inEdition + `burn rule of wallet "": max: `},
		{"negative worth", burn(loyalty.BurnRule{Worth: dec("-1")}), loyalty.ErrValue, inEdition + `burn rule of wallet "": worth: `},
		{"worth that no memory holds", burn(loyalty.BurnRule{Worth: faultsHuge}), loyalty.ErrValue, inEdition + `burn rule of wallet "": worth: `},
		{"share of more than all", burn(loyalty.BurnRule{Worth: dec("1"), Share: dec("1.01")}), loyalty.ErrValue, inEdition + `burn rule of wallet "": share: `},
		{"negative share", burn(loyalty.BurnRule{Worth: dec("1"), Share: dec("-0.1")}), loyalty.ErrValue, inEdition + `burn rule of wallet "": share: `},
		{"share of what has no worth", burn(loyalty.BurnRule{Share: dec("0.1")}), loyalty.ErrValue, inEdition + `burn rule of wallet "": share: `},
		{"negative grace", burn(loyalty.BurnRule{Grace: retention.Span{Days: -1}}), loyalty.ErrValue, inEdition + `burn rule of wallet "": grace: `},
		{"grace and none", burn(loyalty.BurnRule{Grace: retention.Span{Days: 1}, NoGrace: true}), loyalty.ErrValue, inEdition + `burn rule of wallet "": no_grace: `},

		{"metric without a name", head(func(p *loyalty.Program) { p.Metrics = []string{""} }), loyalty.ErrName, "loyalty: metrics[0]: "},
		{"metric twice", head(func(p *loyalty.Program) { p.Metrics = []string{"a", "a"} }), loyalty.ErrDuplicate, "loyalty: metrics[1]: "},
		{"metric that every program has", head(func(p *loyalty.Program) { p.Metrics = []string{"spend"} }), loyalty.ErrDuplicate, "loyalty: metrics[0]: "},
		{"tier without an ID", ed(func(e *loyalty.Edition) { e.Ladder.Tiers = make([]loyalty.Tier, 1) }), loyalty.ErrName, inEdition + "ladder: tiers[0]: id: "},
		{"tier twice", ed(func(e *loyalty.Edition) { e.Ladder.Tiers = []loyalty.Tier{{ID: "a"}, {ID: "a"}} }), loyalty.ErrDuplicate, inEdition + "ladder: tiers[1]: id: "},
		{"unknown fall", ed(func(e *loyalty.Edition) { e.Ladder.Fall = 3 }), loyalty.ErrValue, inEdition + "ladder: fall: the value makes no sense: Fall(3)"},
	} {
		_, err := loyalty.Compile(tt.program, tokyo)
		var faults loyalty.Faults
		if !errors.As(err, &faults) || len(faults) != 1 {
			t.Errorf("%s: got %d faults, want 1:\n%v", tt.reason, len(faults), err)
			continue
		}
		if !errors.Is(err, tt.err) || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: got %q, want %q and %q", tt.reason, err, tt.want, tt.err)
		}
	}
}

func TestCompileAccepts(t *testing.T) {
	cap50 := faultsNested(50)
	for _, tt := range []struct {
		reason string
		change func(*loyalty.Edition)
	}{
		{"a group of boosters: the best wins", func(e *loyalty.Edition) {
			e.Earn = append(e.Earn, loyalty.EarnRule{ID: "x", Times: dec("2"), Group: "g"}, loyalty.EarnRule{ID: "y", Times: dec("3"), Group: "g"})
		}},
		{"50 levels", func(e *loyalty.Edition) { e.Earn[0].When = cap50 }},
		{"1000 conditions", func(e *loyalty.Edition) { e.Earn[0].When.All = make([]loyalty.Cond, 999) }},
		{"all day", func(e *loyalty.Edition) { e.Earn[0].When.Hours = []loyalty.Hours{{To: faultsExact(24 * time.Hour)}} }},
		{"items of the first order of who was brought", func(e *loyalty.Edition) {
			e.Earn[0] = loyalty.EarnRule{ID: "base", On: loyalty.ReferredKind, Award: dec("1"), PerItem: true}
		}},
		{"once", func(e *loyalty.Edition) { e.Earn[0].Per = dec("0") }},
		{"all of an order", func(e *loyalty.Edition) { e.Burn = []loyalty.BurnRule{{Share: dec("1"), Worth: dec("1")}} }},
		{"one number of points only", func(e *loyalty.Edition) { e.Burn = []loyalty.BurnRule{{Min: 100, Max: 100, Step: 100}} }},
		{"no rules at all", func(e *loyalty.Edition) { *e = loyalty.Edition{ID: "none"} }},
		{"1000 years", func(e *loyalty.Edition) { e.Life.Span.Months = 12000 }},
	} {
		if _, err := loyalty.Compile(simple(tt.change), tokyo); err != nil {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
}

func TestCompileReportsAll(t *testing.T) {
	p := faultsFullProgram()
	p.Version, p.Zone, p.Scale = 9, "Mars", -1
	p.Editions[0].Earn[0].Per = dec("-1")
	p.Editions[1].ID = ""
	p.Editions[1].Earn[2].Caps[0].Points = -1
	p.Editions[1].Earn[3].When.Not.Birthday = "?"
	p.Editions[1].Burn[0].Share = dec("2")
	_, err := loyalty.Compile(p, tokyo)
	want := []string{
		"loyalty: version: not a version that is known: 9, not 1",
		`loyalty: zone: not the program's zone: "Mars", given "Asia/Tokyo"`,
		"loyalty: scale: the value makes no sense: -1 is not between 0 and 6",
		"loyalty: editions[1]: id: a name is needed, in UTF-8",
		`loyalty: edition "2025": earn rule "base": per: the value makes no sense: -1 is negative`,
		`loyalty: editions[1]: earn rule "review": caps[0]: points: the value makes no sense: -1 is negative`,
		`loyalty: editions[1]: earn rule "gold": when: not: birthday: the value makes no sense: "?" is not day, week or month`,
		`loyalty: editions[1]: burn rule of wallet "": share: the value makes no sense: 2 is more than 1`,
	}
	if diff := cmp.Diff(want, strings.Split(fmt.Sprint(err), "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var fault loyalty.Fault
	if !errors.As(err, &fault) || fault.Part != "version" {
		t.Errorf("got %v as the first fault", fault)
	}
	for _, sentinel := range []error{loyalty.ErrVersion, loyalty.ErrZone, loyalty.ErrValue, loyalty.ErrName} {
		if !errors.Is(err, sentinel) {
			t.Errorf("%v is not told", sentinel)
		}
	}
}

func TestCompileNeedsAZone(t *testing.T) {
	defer func() {
		if got := recover(); got != "loyalty.Compile: no zone" {
			t.Errorf("got %v", got)
		}
	}()
	loyalty.Compile(simple(), nil)
}

// What the caller does to its program later is no concern of the engine.
func TestCompileKeepsACopy(t *testing.T) {
	p := faultsFullProgram()
	e := compile(t, p)
	ed := &p.Editions[1]
	ed.ID = "changed"
	ed.Earn[0].Basis.Only.SKUs[0] = "changed"
	ed.Earn[1].Life.Span.Days = 1
	ed.Earn[2].Caps[0].Points = 1
	ed.Earn[3].When.All[0].Birthday = "changed"
	ed.Earn[3].When.Not.Tags[0] = "changed"
	ed.Life.Tiers["gold"] = retention.Span{}
	ed.Ladder.Tiers[0].Paths[0][0].Metric = "changed"
	*ed.Ladder.ValidPeriods = 7
	if diff := cmp.Diff(faultsFullProgram(), e.Program()); diff != "" {
		t.Errorf("the program changed the engine (-want +got):\n%s", diff)
	}
	got := e.Program()
	got.Editions[1].Life.Tiers["gold"] = retention.Span{}
	got.Editions[0].Earn[0].ID = "changed"
	if diff := cmp.Diff(faultsFullProgram(), e.Program()); diff != "" {
		t.Errorf("what Program returns changed the engine (-want +got):\n%s", diff)
	}
}

// faultsPermitted are the refusals that have no reason in the program, and the two
// that may have.
var faultsPermitted = []error{
	loyalty.ErrOverflow, loyalty.ErrEdition, loyalty.ErrInsufficient, loyalty.ErrLimit, loyalty.ErrUnknown, loyalty.ErrClosed,
}

// exercise sends a few events through an engine.
func faultsExercise(t rapid.TB, e *loyalty.Engine) {
	a := loyalty.NewAccount("haru")
	at := day("2026-05-31")
	for i, data := range []loyalty.Data{
		loyalty.Enrol{Birthday: "2000-02-29", Referrer: "aki"},
		loyalty.Order{ID: "o", Shipping: dec("500"), Lines: []loyalty.Line{{Amount: dec("12345.67"), Tax: dec("1234.5"), Quantity: dec("1.5")}}},
		loyalty.Activity{Kind: "review", Amount: dec("3")},
		loyalty.Referral{Member: "natsu", Amount: dec("3000")},
		loyalty.Redeem{Points: 30, Total: dec("10000")},
		loyalty.Adjust{Points: 1000},
		loyalty.Hold{Points: 10, Until: at.AddDate(9, 0, 0), Total: dec("10000")},
		loyalty.Settle{Ref: "o"},
		loyalty.Cancel{Redemption: "4"},
		loyalty.Order{ID: "o"},
		loyalty.Close{},
	} {
		next, _, err := e.Apply(a, loyalty.Event{ID: fmt.Sprint(i), At: at.AddDate(0, 7*i, 0), Data: data})
		if err != nil && !slices.ContainsFunc(faultsPermitted, func(target error) bool { return errors.Is(err, target) }) {
			t.Fatalf("%T: %v", data, err)
		}
		a = next
	}
	a.Lapsing(at, at.AddDate(5000, 0, 0))
}

func TestCompileRandomPrograms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := faultsDrawProgram(t)
		e, err := loyalty.Compile(p, tokyo)
		if err != nil {
			t.Fatal(err)
		}
		faultsExercise(t, e)
	})
}

// faultsMutate returns a JSON value that differs in one place.
func faultsMutate(t *rapid.T, v any) any {
	switch x := v.(type) {
	case map[string]any:
		if len(x) > 0 && rapid.IntRange(0, 9).Draw(t, "deeper") > 0 {
			key := rapid.SampledFrom(slices.Sorted(maps.Keys(x))).Draw(t, "key")
			x[key] = faultsMutate(t, x[key])
			return x
		}
	case []any:
		if len(x) > 0 && rapid.IntRange(0, 9).Draw(t, "deeper") > 0 {
			i := rapid.IntRange(0, len(x)-1).Draw(t, "index")
			if rapid.IntRange(0, 4).Draw(t, "double") == 0 {
				return append(x, x[i])
			}
			x[i] = faultsMutate(t, x[i])
			return x
		}
	}
	return rapid.SampledFrom([]any{
		nil, "", "0", "1", "-1", "0.5", "1e-12", "1e-13", "999999999999999", "1e30", "P1D", "P-1D", "P1000Y", "P999999Y", "PT24H", "PT25H", "PT1S", "P1M1DT1H",
		0, 1, 2, -1, 6, 7, 100, 12000, 1 << 40, true, false, "owe", "balance", "up", "gold", "order", "referral", "2026-01-01", "9999-12-31", "0001-01-01",
		"2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", []any{}, map[string]any{},
	}).Draw(t, "value")
}

// TestCompileMutatedPrograms breaks programs in a place or two: they cannot be
// read, or have faults, or work.
func TestCompileMutatedPrograms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := faultsFullProgram()
		if rapid.Bool().Draw(t, "random") {
			p = faultsDrawProgram(t)
		}
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(text, &tree); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 2).Draw(t, "mutations") {
			tree = faultsMutate(t, tree)
		}
		if text, err = json.Marshal(tree); err != nil {
			t.Fatal(err)
		}
		faultsTryProgram(t, text)
	})
}

// faultsTryProgram holds what holds for any bytes.
func faultsTryProgram(t rapid.TB, text []byte) {
	p, err := loyalty.ParseProgram(text)
	if err != nil {
		if !errors.Is(err, loyalty.ErrEncoding) && !errors.Is(err, loyalty.ErrVersion) || !strings.HasPrefix(err.Error(), "loyalty: ") {
			t.Fatalf("which error is %v", err)
		}
		return
	}
	again, err := json.Marshal(p)
	if err != nil && !strings.Contains(err.Error(), "year outside of range") {
		t.Fatalf("what was read cannot be written: %v", err)
	}
	e, err := loyalty.Compile(p, tokyo)
	if err != nil {
		var faults loyalty.Faults
		if !errors.As(err, &faults) || len(faults) == 0 || faults[0].Part == "" {
			t.Fatalf("which fault is %v", err)
		}
		return
	}
	q, err := loyalty.ParseProgram(again)
	if diff := cmp.Diff(p, q, cmpopts.EquateEmpty()); diff != "" || err != nil {
		t.Fatalf("%v, or a program changed by being stored (-want +got):\n%s", err, diff)
	}
	if err := q.MayReplace(p, day("2030-01-01")); err != nil {
		t.Fatalf("a program does not replace itself: %v", err)
	}
	faultsExercise(t, e)
}

func FuzzCompile(f *testing.F) {
	for _, p := range []loyalty.Program{faultsFullProgram(), simple(), {}} {
		text, err := json.Marshal(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"version":1,"editions":[{"id":"a","earn":[{"id":"b","award":"1e999999999","when":{"at_least":"-1e-999999999"}}]}]}`))
	f.Add([]byte(`{"version":1,"editions":[{"id":"a","earn":[{"id":"b","when":` + strings.Repeat(`{"not":`, 9000) + "{}" + strings.Repeat("}", 9000) + `}]}]}`))
	f.Fuzz(func(t *testing.T, text []byte) { faultsTryProgram(t, text) })
}
