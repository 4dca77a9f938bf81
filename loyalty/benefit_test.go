package loyalty_test

import (
	"encoding/json"
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

// perkProgram has the benefits in one tier, "gold".
func perkProgram(rule loyalty.BenefitRule, benefits ...loyalty.Benefit) loyalty.Program {
	return simple(func(ed *loyalty.Edition) {
		ed.Ladder = loyalty.Ladder{Tiers: []loyalty.Tier{{ID: "gold", Benefits: benefits}}, Benefits: rule}
	})
}

func perkCart(total, shipping string) loyalty.Cart {
	return loyalty.Cart{At: day("2026-05-01").Add(12 * time.Hour), Total: dec(total), Shipping: dec(shipping), Tier: "gold"}
}

// perkPercent is a discount of one step.
func perkPercent(id, percent string) loyalty.Benefit {
	return loyalty.Benefit{ID: id, Discount: &loyalty.Discount{Steps: []loyalty.DiscountStep{{Percent: dec(percent)}}}}
}

func perkAmount(id, amount string) loyalty.Benefit {
	return loyalty.Benefit{ID: id, Discount: &loyalty.Discount{Steps: []loyalty.DiscountStep{{Amount: dec(amount)}}}}
}

func perkShipping(id, from string) loyalty.Benefit {
	return loyalty.Benefit{ID: id, FreeShipping: &loyalty.FreeShipping{From: dec(from)}}
}

func perkGift(id, worth string) loyalty.Benefit {
	return loyalty.Benefit{ID: id, Gift: &loyalty.FreeGift{Worth: dec(worth)}}
}

func perkIn(group string, b loyalty.Benefit) loyalty.Benefit {
	b.Group = group
	return b
}

func perkAlone(b loyalty.Benefit) loyalty.Benefit {
	b.Exclusive = true
	return b
}

// perkLine is what a perk came to, in short.
func perkLine(p loyalty.Perk) string {
	line := fmt.Sprintf("%s %v %v", p.Benefit.ID, p.Why, p.Amount)
	if len(p.Against) > 0 {
		line += " against " + strings.Join(p.Against, " ")
	}
	if !p.Missing.IsZero() {
		line += " missing " + p.Missing.String()
	}
	return line
}

func TestBenefits(t *testing.T) {
	stepped := loyalty.Benefit{ID: "steps", Discount: &loyalty.Discount{Steps: []loyalty.DiscountStep{
		{From: dec("5000"), Percent: dec("5")}, {From: dec("20000"), Percent: dec("8")},
	}}}
	for _, tt := range []struct {
		reason   string
		rule     loyalty.BenefitRule
		benefits []loyalty.Benefit
		cart     loyalty.Cart
		want     string // discount, shipping, worth
		lines    []string
	}{
		{"nothing to give", loyalty.BenefitRule{}, nil, perkCart("1000", "500"), "0 0 0", nil},
		{"below the first step", loyalty.BenefitRule{}, []loyalty.Benefit{stepped}, perkCart("4520", "500"), "0 0 0",
			[]string{"steps too_little 0 missing 480"}},
		{"at the first step, and what the next lacks", loyalty.BenefitRule{}, []loyalty.Benefit{stepped}, perkCart("5000", "500"), "250 0 0",
			[]string{"steps granted 250 missing 15000"}},
		{"at the last step", loyalty.BenefitRule{}, []loyalty.Benefit{stepped}, perkCart("20000", "500"), "1600 0 0",
			[]string{"steps granted 1600"}},
		{"a later step that takes less off does not count", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "odd", Discount: &loyalty.Discount{
			Steps: []loyalty.DiscountStep{{Percent: dec("10")}, {From: dec("5000"), Amount: dec("300")}},
		}}}, perkCart("6000", "0"), "600 0 0", []string{"odd granted 600"}},
		{"the most that a percentage takes off", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "most", Discount: &loyalty.Discount{
			Steps: []loyalty.DiscountStep{{Percent: dec("10"), Max: dec("450")}},
		}}}, perkCart("6000", "0"), "450 0 0", []string{"most granted 450"}},
		{"all without a group add up, percentages of the whole total", loyalty.BenefitRule{},
			[]loyalty.Benefit{perkAmount("a", "500"), perkPercent("b", "10"), perkPercent("c", "5"), perkShipping("s", "0")},
			perkCart("2000", "600"), "800 600 0", []string{"a granted 500", "b granted 200", "c granted 100", "s granted 600"}},
		{"never below zero", loyalty.BenefitRule{}, []loyalty.Benefit{perkAmount("a", "700"), perkAmount("b", "700"), perkAmount("c", "1")},
			perkCart("1000", "0"), "1000 0 0", []string{"a granted 700", "b capped 300", "c cap_reached 0"}},
		{"rounded down once, all together: 3 times 33.3", loyalty.BenefitRule{RoundTo: dec("1")},
			[]loyalty.Benefit{perkPercent("a", "10"), perkPercent("b", "10"), perkPercent("c", "10")},
			perkCart("333", "0"), "99 0 0", []string{"a granted 33", "b granted 33", "c granted 33"}},
		{"rounded up, all together: 33.3, 66.6, 99.9", loyalty.BenefitRule{RoundTo: dec("1"), Round: loyalty.Up},
			[]loyalty.Benefit{perkPercent("a", "10"), perkPercent("b", "10"), perkPercent("c", "10")},
			perkCart("333", "0"), "100 0 0", []string{"a granted 34", "b granted 33", "c granted 33"}},
		{"half to even: 12.5 and 37.5", loyalty.BenefitRule{RoundTo: dec("1"), Round: loyalty.HalfEven},
			[]loyalty.Benefit{perkPercent("a", "5"), perkPercent("b", "10")}, perkCart("250", "0"), "38 0 0", []string{"a granted 12", "b granted 26"}},
		{"to tens", loyalty.BenefitRule{RoundTo: dec("10")}, []loyalty.Benefit{perkPercent("a", "5")}, perkCart("999", "0"), "40 0 0",
			[]string{"a granted 40"}},
		{"to nothing", loyalty.BenefitRule{RoundTo: dec("10")}, []loyalty.Benefit{perkPercent("a", "5")}, perkCart("99", "0"), "0 0 0",
			[]string{"a below_one 0"}},
		{"free goods are free to the last yen", loyalty.BenefitRule{RoundTo: dec("10")}, []loyalty.Benefit{perkPercent("a", "100")},
			perkCart("995", "0"), "995 0 0", []string{"a granted 995"}},
		{"rounded up no further than to free", loyalty.BenefitRule{RoundTo: dec("10"), Round: loyalty.Up}, []loyalty.Benefit{perkAmount("a", "994")},
			perkCart("995", "0"), "995 0 0", []string{"a granted 995"}},
		{"the best of a group", loyalty.BenefitRule{},
			[]loyalty.Benefit{perkIn("g", perkPercent("a", "5")), perkIn("g", perkAmount("b", "100")), perkPercent("c", "1")},
			perkCart("1000", "0"), "110 0 0", []string{"a outdone 0 against b", "b granted 100", "c granted 10"}},
		{"the first among equals of a group", loyalty.BenefitRule{},
			[]loyalty.Benefit{perkIn("g", perkPercent("a", "10")), perkIn("g", perkAmount("b", "100"))},
			perkCart("1000", "0"), "100 0 0", []string{"a granted 100", "b outdone 0 against a"}},
		{"the best of kinds in one group", loyalty.BenefitRule{},
			[]loyalty.Benefit{perkIn("g", perkAmount("a", "500")), perkIn("g", perkShipping("s", "0"))},
			perkCart("1000", "600"), "0 600 0", []string{"a outdone 0 against s", "s granted 600"}},
		{"a discount of more is worth less where the goods are free already", loyalty.BenefitRule{},
			[]loyalty.Benefit{perkIn("g", perkAmount("a", "900")), perkIn("g", perkGift("tea", "300")), perkAmount("b", "800")},
			perkCart("1000", "0"), "800 0 300", []string{"a outdone 0 against tea", "tea granted 300", "b granted 800"}},
		{"the first of two of a group that make the goods free", loyalty.BenefitRule{},
			[]loyalty.Benefit{perkIn("g", perkAmount("a", "1100")), perkIn("g", perkAmount("b", "1200"))},
			perkCart("1000", "0"), "1000 0 0", []string{"a granted 1000", "b outdone 0 against a"}},
		{"the first among equals of several kinds", loyalty.BenefitRule{},
			[]loyalty.Benefit{perkIn("g", perkAmount("a", "100")), perkIn("g", perkShipping("s", "0")), perkIn("g", perkAmount("b", "200"))},
			perkCart("1000", "200"), "0 200 0", []string{"a outdone 0 against s", "s granted 200", "b outdone 0 against s"}},
		{"who comes first pays in full, chosen of a group or not", loyalty.BenefitRule{},
			[]loyalty.Benefit{perkIn("g", perkAmount("a", "700")), perkIn("g", perkShipping("s", "0")), perkAmount("b", "700")},
			perkCart("1000", "100"), "1000 0 0", []string{"a granted 700", "s outdone 0 against a", "b capped 300"}},
		{"a next step that takes no more off is not missing", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "a", Discount: &loyalty.Discount{
			Steps: []loyalty.DiscountStep{{Amount: dec("100")}, {From: dec("5000"), Amount: dec("100")}, {From: dec("9000"), Amount: dec("101")}},
		}}}, perkCart("1000", "0"), "100 0 0", []string{"a granted 100 missing 8000"}},
		{"an exclusive one that gives more", loyalty.BenefitRule{},
			[]loyalty.Benefit{perkPercent("a", "5"), perkAlone(perkPercent("x", "20")), perkShipping("s", "0")},
			perkCart("1000", "100"), "200 0 0", []string{"a outdone 0 against x", "x granted 200", "s outdone 0 against x"}},
		{"an exclusive one that gives less than the others together", loyalty.BenefitRule{},
			[]loyalty.Benefit{perkPercent("a", "5"), perkAlone(perkPercent("x", "20")), perkShipping("s", "0")},
			perkCart("1000", "151"), "50 151 0", []string{"a granted 50", "x outdone 0 against a s", "s granted 151"}},
		{"equals: others before an exclusive one", loyalty.BenefitRule{},
			[]loyalty.Benefit{perkAlone(perkPercent("x", "20")), perkAmount("a", "200")},
			perkCart("1000", "0"), "200 0 0", []string{"x outdone 0 against a", "a granted 200"}},
		{"an exclusive one alone, though worth nothing", loyalty.BenefitRule{}, []loyalty.Benefit{perkAlone(perkGift("tea", "0"))},
			perkCart("1000", "0"), "0 0 0", []string{"tea granted 0"}},
		{"free shipping from a minimum", loyalty.BenefitRule{}, []loyalty.Benefit{perkShipping("s", "5000")}, perkCart("4999", "600"), "0 0 0",
			[]string{"s too_little 0 missing 1"}},
		{"free shipping holds where the cost is not known yet", loyalty.BenefitRule{}, []loyalty.Benefit{perkShipping("s", "5000")},
			perkCart("5000", "0"), "0 0 0", []string{"s granted 0"}},
		{"shipping up to a limit, and twice", loyalty.BenefitRule{},
			[]loyalty.Benefit{{ID: "s", FreeShipping: &loyalty.FreeShipping{Max: dec("400")}}, perkShipping("r", "0"), perkShipping("q", "0")},
			perkCart("1", "600"), "0 600 0", []string{"s granted 400", "r capped 200", "q cap_reached 0"}},
		{"a discount on nothing", loyalty.BenefitRule{}, []loyalty.Benefit{perkPercent("a", "5")}, perkCart("0", "600"), "0 0 0",
			[]string{"a nothing_there 0"}},
		{"a condition on the total", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "tea", When: loyalty.Cond{AtLeast: dec("3000")}, Gift: &loyalty.FreeGift{}}},
			perkCart("2999.99", "0"), "0 0 0", []string{"tea too_little 0 missing 0.01"}},
		{"early access and invitations are not for carts, and stand beside an exclusive one", loyalty.BenefitRule{}, []loyalty.Benefit{
			{ID: "early", EarlyAccess: &loyalty.EarlyAccess{Lead: retention.Span{Days: 1}}},
			perkAlone(perkPercent("x", "20")),
			{ID: "party", When: loyalty.Cond{Until: perkDate("2026-05-01")}, Invitation: &loyalty.Invitation{Event: "party"}},
			{ID: "ball", Invitation: &loyalty.Invitation{Event: "ball"}},
			{ID: "own", Custom: &loyalty.Custom{Kind: "concierge", Data: map[string]string{"phone": "0120"}}},
		}, perkCart("1000", "0"), "200 0 0", []string{"early granted 0", "x granted 200", "party too_late 0", "ball granted 0", "own outdone 0 against x"}},
	} {
		e := compile(t, perkProgram(tt.rule, tt.benefits...))
		perks, err := e.Benefits(loyalty.NewAccount("haru"), tt.cart)
		if err != nil {
			t.Errorf("%s: %v", tt.reason, err)
			continue
		}
		var lines []string
		for _, p := range perks.Benefits {
			lines = append(lines, perkLine(p))
		}
		if diff := cmp.Diff(tt.lines, lines); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
		if got := fmt.Sprint(perks.Discount, perks.Shipping, perks.Worth); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.reason, got, tt.want)
		}
		if off := perks.Off(); !off.Equal(perks.Discount.Add(perks.Shipping)) {
			t.Errorf("%s: %v off", tt.reason, off)
		}
	}
}

func perkDate(text string) retention.Date {
	d, err := retention.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestBenefitsOfTiersBelow(t *testing.T) {
	p := simple(func(ed *loyalty.Edition) {
		ed.Ladder.Tiers = []loyalty.Tier{
			{ID: "bronze", Benefits: []loyalty.Benefit{perkShipping("shipping", "3000"), perkPercent("c", "1")}},
			{ID: "silver", Benefits: []loyalty.Benefit{perkPercent("b", "2")}},
			{ID: "gold", Benefits: []loyalty.Benefit{perkPercent("a", "4"), perkShipping("shipping", "0")}},
			{ID: "platinum", Benefits: []loyalty.Benefit{perkPercent("top", "50")}},
		}
	})
	ids := func(p loyalty.Program, tier string) (list []string) {
		cart := perkCart("1000", "500")
		cart.Tier = tier
		perks, err := compile(t, p).Benefits(loyalty.Account{}, cart)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range perks.Benefits {
			list = append(list, p.Tier+" "+p.Benefit.ID)
		}
		return list
	}
	if diff := cmp.Diff([]string{"gold a", "gold shipping"}, ids(p, "gold")); diff != "" {
		t.Errorf("its own only (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string(nil), ids(p, "")); diff != "" {
		t.Errorf("no tier (-want +got):\n%s", diff)
	}
	p.Editions[0].Ladder.Benefits.Below = true
	if diff := cmp.Diff([]string{"gold a", "gold shipping", "silver b", "bronze c"}, ids(p, "gold")); diff != "" {
		t.Errorf("with those below, but for what is replaced (-want +got):\n%s", diff)
	}
}

// TestBenefitConditions asks for what the ledger knows of the member.
func TestBenefitConditions(t *testing.T) {
	tea := perkGift("tea", "300")
	tea.Gift.Times, tea.Gift.Per = 1, loyalty.PerYear
	first := perkPercent("first", "10")
	first.When.First = true
	birthday := perkPercent("birthday", "20")
	birthday.When.Birthday = "month"
	weekend := perkPercent("weekend", "1")
	weekend.When.Weekdays = []time.Weekday{time.Saturday, time.Sunday}
	weekend.When.Hours = []loyalty.Hours{{From: retention.Span{Exact: 18 * time.Hour}, To: retention.Span{Exact: 2 * time.Hour}}}
	app := perkPercent("app", "2")
	app.When.Tags = []string{"app"}
	e := compile(t, perkProgram(loyalty.BenefitRule{}, tea, first, birthday, weekend, app))
	a := loyalty.NewAccount("haru")
	why := func(a loyalty.Account, at time.Time, tags ...string) string {
		cart := perkCart("1000", "0")
		cart.At, cart.Tags = at, tags
		perks, err := e.Benefits(a, cart)
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, p := range perks.Benefits {
			list = append(list, p.Why.String())
		}
		return strings.Join(list, " ")
	}
	at := day("2026-05-01")
	check := func(reason, got, want string) {
		if got != want {
			t.Errorf("%s: %s, want %s", reason, got, want)
		}
	}
	check("a Friday", why(a, at), "granted granted no_birthday other_day no_tag")
	a = apply(t, e, a, "1", at, loyalty.Enrol{Birthday: "05-20"})
	a = apply(t, e, a, "2", at, order("x", "1000"))
	check("after an order, in the month of the birthday", why(a, at), "granted not_first granted other_day no_tag")
	check("on a Saturday at noon, in the app", why(a, at.Add(36*time.Hour), "web", "app"), "granted not_first granted outside_hours granted")
	check("on a Saturday at night", why(a, at.Add(43*time.Hour)), "granted not_first granted granted no_tag")
	a = apply(t, e, a, "3", at, loyalty.GiftGiven("tea"))
	check("the gift was given", why(a, at.Add(time.Hour)), "cap_reached not_first granted other_day no_tag")
	check("the gift was given this year", why(a, day("2027-01-01").Add(-1)), "cap_reached not_first no_birthday other_day no_tag")
	check("a new year", why(a, day("2027-01-01")), "granted not_first no_birthday other_day no_tag")
	check("another gift", why(apply(t, e, a, "4", day("2027-01-01"), loyalty.GiftGiven("cup")), day("2027-01-01")), "granted not_first no_birthday other_day no_tag")
	void := loyalty.GiftGiven("tea")
	void.Ref, void.Void = "3", true
	a = apply(t, e, a, "5", at.Add(time.Hour), void)
	check("the gift was taken back", why(a, at.Add(time.Hour)), "granted not_first granted other_day no_tag")
	a = apply(t, e, a, "6", day("2027-01-01"), loyalty.GiftGiven("tea"))
	check("the gift of the next year", why(a, day("2027-01-01").Add(-1)), "granted not_first no_birthday other_day no_tag")
}

func TestBenefitsRefuses(t *testing.T) {
	e := compile(t, perkProgram(loyalty.BenefitRule{}))
	for _, tt := range []struct {
		reason string
		cart   loyalty.Cart
		want   error
	}{
		{"no time", loyalty.Cart{}, loyalty.ErrTime},
		{"a negative total", loyalty.Cart{At: day("2026-05-01"), Total: dec("-1")}, loyalty.ErrValue},
		{"negative shipping", loyalty.Cart{At: day("2026-05-01"), Shipping: dec("-1")}, loyalty.ErrValue},
		{"a total beyond all counting", loyalty.Cart{At: day("2026-05-01"), Total: decimal.New(1, 1_000_000)}, loyalty.ErrValue},
		{"an unknown tier", loyalty.Cart{At: day("2026-05-01"), Tier: "tin"}, loyalty.ErrUnknown},
	} {
		if _, err := e.Benefits(loyalty.NewAccount("haru"), tt.cart); !errors.Is(err, tt.want) || !strings.Contains(err.Error(), `"haru"`) {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
}

func TestBenefitFaults(t *testing.T) {
	mixed := []loyalty.Benefit{}
	for i := range 7 {
		g := fmt.Sprint("g", i)
		mixed = append(mixed, perkIn(g, perkAmount("a"+g, "1")), perkIn(g, perkShipping("s"+g, "1")))
	}
	steps := func(s ...loyalty.DiscountStep) loyalty.Benefit {
		return loyalty.Benefit{ID: "b", Discount: &loyalty.Discount{Steps: s}}
	}
	early := loyalty.Benefit{ID: "b", EarlyAccess: &loyalty.EarlyAccess{Lead: retention.Span{Days: 1}}}
	not := early
	not.When.Not = &loyalty.Cond{All: []loyalty.Cond{{AtLeast: dec("1")}}}
	alone := slices.Clone(mixed)
	for i := 12; i < len(alone); i++ {
		alone[i] = perkAlone(alone[i])
	}
	atLeast := early
	atLeast.When.Any = []loyalty.Cond{{AtLeast: dec("1")}}
	strange := perkGift("b", "0")
	strange.When.Not = &loyalty.Cond{Tiers: []string{"tin"}}
	gift := func(times int, per loyalty.CapPer) loyalty.Benefit {
		return loyalty.Benefit{ID: "b", Gift: &loyalty.FreeGift{Times: times, Per: per}}
	}
	huge := decimal.New(1, 1_000_000_000)
	for _, tt := range []struct {
		reason   string
		rule     loyalty.BenefitRule
		benefits []loyalty.Benefit
		want     error
		part     string
	}{
		{"nothing wrong", loyalty.BenefitRule{RoundTo: dec("0.01"), Round: loyalty.Up}, mixed[:12], nil, ""},
		{"no choice among more than 729", loyalty.BenefitRule{}, mixed, loyalty.ErrValue, "benefits: more than 6 groups of several kinds"},
		{"a negative step of rounding", loyalty.BenefitRule{RoundTo: dec("-1")}, nil, loyalty.ErrValue, "benefits: round_to"},
		{"no such rounding", loyalty.BenefitRule{Round: 9}, nil, loyalty.ErrValue, "benefits: round"},
		{"no ID", loyalty.BenefitRule{}, []loyalty.Benefit{perkGift("", "1")}, loyalty.ErrName, `tier "gold": benefit "": id`},
		{"an ID twice", loyalty.BenefitRule{}, []loyalty.Benefit{perkGift("b", "1"), perkGift("b", "1")}, loyalty.ErrDuplicate, `tier "gold": benefit "b": id`},
		{"no kind", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "b"}}, loyalty.ErrValue, `tier "gold": benefit "b": not one kind of benefit`},
		{"two kinds", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "b", Gift: &loyalty.FreeGift{}, FreeShipping: &loyalty.FreeShipping{}}}, loyalty.ErrValue,
			`tier "gold": benefit "b": not one kind of benefit`},
		{"a group is not UTF-8", loyalty.BenefitRule{}, []loyalty.Benefit{perkIn("\xff", perkGift("b", "1"))}, loyalty.ErrName, `tier "gold": benefit "b": group`},
		{"early access in a group", loyalty.BenefitRule{}, []loyalty.Benefit{perkIn("g", early)}, loyalty.ErrValue, `tier "gold": benefit "b": group and exclusive are for carts`},
		{"exclusive early access", loyalty.BenefitRule{}, []loyalty.Benefit{perkAlone(early)}, loyalty.ErrValue, `tier "gold": benefit "b": group and exclusive are for carts`},
		{"exclusive ones leave no choice in a group", loyalty.BenefitRule{}, alone, nil, ""},
		{"early access but from an amount", loyalty.BenefitRule{}, []loyalty.Benefit{not}, loyalty.ErrValue, `tier "gold": benefit "b": when: at_least is for carts`},
		{"early access from an amount, in a condition within", loyalty.BenefitRule{}, []loyalty.Benefit{atLeast}, loyalty.ErrValue, `tier "gold": benefit "b": when: at_least is for carts`},
		{"a tier that is not there", loyalty.BenefitRule{}, []loyalty.Benefit{strange}, loyalty.ErrMissing, `tier "gold": benefit "b": when: not: tiers[0]`},
		{"no steps", loyalty.BenefitRule{}, []loyalty.Benefit{steps()}, loyalty.ErrValue, `tier "gold": benefit "b": discount: no steps`},
		{"percent and amount", loyalty.BenefitRule{}, []loyalty.Benefit{steps(loyalty.DiscountStep{Percent: dec("1"), Amount: dec("1")})}, loyalty.ErrValue,
			`tier "gold": benefit "b": discount: not one of percent and amount`},
		{"neither", loyalty.BenefitRule{}, []loyalty.Benefit{steps(loyalty.DiscountStep{})}, loyalty.ErrValue, `tier "gold": benefit "b": discount: not one of percent and amount`},
		{"too many percent", loyalty.BenefitRule{}, []loyalty.Benefit{steps(loyalty.DiscountStep{Percent: dec("100.01")})}, loyalty.ErrValue,
			`tier "gold": benefit "b": discount: more than 100 percent`},
		{"a limit of an amount", loyalty.BenefitRule{}, []loyalty.Benefit{steps(loyalty.DiscountStep{Amount: dec("1"), Max: dec("1")})}, loyalty.ErrValue,
			`tier "gold": benefit "b": discount: max without percent`},
		{"steps not by From", loyalty.BenefitRule{}, []loyalty.Benefit{steps(loyalty.DiscountStep{From: dec("2"), Percent: dec("1")}, loyalty.DiscountStep{From: dec("2"), Percent: dec("2")})},
			loyalty.ErrOrder, `tier "gold": benefit "b": discount: from`},
		{"a number beyond all counting", loyalty.BenefitRule{}, []loyalty.Benefit{steps(loyalty.DiscountStep{Percent: huge}, loyalty.DiscountStep{From: dec("1"), Percent: dec("1")})},
			loyalty.ErrValue, `tier "gold": benefit "b": discount: percent`},
		{"shipping from less than nothing", loyalty.BenefitRule{}, []loyalty.Benefit{perkShipping("b", "-1")}, loyalty.ErrValue, `tier "gold": benefit "b": free_shipping: from`},
		{"shipping up to less than nothing", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "b", FreeShipping: &loyalty.FreeShipping{Max: dec("-1")}}}, loyalty.ErrValue,
			`tier "gold": benefit "b": free_shipping: max`},
		{"a gift worth less than nothing", loyalty.BenefitRule{}, []loyalty.Benefit{perkGift("b", "-1")}, loyalty.ErrValue, `tier "gold": benefit "b": gift: worth`},
		{"a gift per deed", loyalty.BenefitRule{}, []loyalty.Benefit{gift(1, loyalty.PerDeed)}, loyalty.ErrValue, `tier "gold": benefit "b": gift: times per what`},
		{"a gift per balance", loyalty.BenefitRule{}, []loyalty.Benefit{gift(1, loyalty.PerBalance)}, loyalty.ErrValue, `tier "gold": benefit "b": gift: times per what`},
		{"a period without a limit", loyalty.BenefitRule{}, []loyalty.Benefit{gift(0, loyalty.PerDay)}, loyalty.ErrValue, `tier "gold": benefit "b": gift: times per what`},
		{"less than no gift", loyalty.BenefitRule{}, []loyalty.Benefit{gift(-1, loyalty.PerDay)}, loyalty.ErrValue, `tier "gold": benefit "b": gift: times`},
		{"a custom kind without a name", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "b", Custom: &loyalty.Custom{}}}, loyalty.ErrName, `tier "gold": benefit "b": custom: kind`},
		{"a custom kind worth less than nothing", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "b", Custom: &loyalty.Custom{Kind: "k", Worth: dec("-1")}}}, loyalty.ErrValue,
			`tier "gold": benefit "b": custom: worth`},
		{"no lead", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "b", EarlyAccess: &loyalty.EarlyAccess{}}}, loyalty.ErrValue, `tier "gold": benefit "b": early_access: lead`},
		{"a lead that is a delay", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "b", EarlyAccess: &loyalty.EarlyAccess{Lead: retention.Span{Days: 1, Exact: -1}}}}, loyalty.ErrValue,
			`tier "gold": benefit "b": early_access: lead`},
		{"an invitation to nothing", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "b", Invitation: &loyalty.Invitation{}}}, loyalty.ErrName, `tier "gold": benefit "b": invitation: event`},
		{"fewer than no guests", loyalty.BenefitRule{}, []loyalty.Benefit{{ID: "b", Invitation: &loyalty.Invitation{Event: "e", Guests: -1}}}, loyalty.ErrValue,
			`tier "gold": benefit "b": invitation: guests`},
	} {
		_, err := loyalty.Compile(perkProgram(tt.rule, tt.benefits...), tokyo)
		var faults loyalty.Faults
		if tt.want == nil && err == nil {
			continue
		}
		errors.As(err, &faults)
		if !slices.ContainsFunc(faults, func(f loyalty.Fault) bool {
			return f.Edition == "2026" && f.Part == tt.part && errors.Is(f.Err, tt.want)
		}) {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
}

func TestBenefitJSON(t *testing.T) {
	want := perkProgram(loyalty.BenefitRule{Below: true, RoundTo: dec("0.01"), Round: loyalty.HalfEven},
		loyalty.Benefit{
			ID: "a", Name: retention.Text{English: "Discount", Japanese: "割引"}, When: loyalty.Cond{Tags: []string{"app"}}, Group: "g", Exclusive: true,
			Discount: &loyalty.Discount{Steps: []loyalty.DiscountStep{{From: dec("5"), Percent: dec("2.5"), Max: dec("9")}, {From: dec("6"), Amount: dec("1")}}},
		},
		loyalty.Benefit{ID: "b", FreeShipping: &loyalty.FreeShipping{From: dec("1"), Max: dec("2")}},
		loyalty.Benefit{ID: "c", Gift: &loyalty.FreeGift{Item: "tea", Worth: dec("3"), Times: 1, Per: loyalty.PerMonth}},
		loyalty.Benefit{ID: "d", Custom: &loyalty.Custom{Kind: "k", Worth: dec("1"), Data: map[string]string{"x": "y"}}},
		loyalty.Benefit{ID: "e", EarlyAccess: &loyalty.EarlyAccess{Lead: retention.Span{Days: 2, Exact: time.Hour}}},
		loyalty.Benefit{ID: "f", Invitation: &loyalty.Invitation{Event: "e", Guests: 2}},
	)
	presetRoundTrip(t, want)
}

// presetRoundTrip sees that a program survives JSON and compiles.
func presetRoundTrip(t *testing.T, want loyalty.Program) {
	t.Helper()
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got loyalty.Program
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := loyalty.Compile(got, tokyo); err != nil {
		t.Error(err)
	}
}

func TestOpens(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	early := func(id string, lead retention.Span) loyalty.Benefit {
		return loyalty.Benefit{ID: id, EarlyAccess: &loyalty.EarlyAccess{Lead: lead}}
	}
	shoes := early("shoes", retention.Span{Days: 5})
	shoes.When = loyalty.Cond{Tags: []string{"shoes"}, Until: perkDate("2026-04-01")}
	p := perkProgram(loyalty.BenefitRule{Below: true}, early("hours", retention.Span{Exact: 6 * time.Hour}), shoes, early("day", retention.Span{Days: 1}), early("again", retention.Span{Days: 1}))
	p.Zone = "America/New_York"
	ladder := &p.Editions[0].Ladder
	ladder.Tiers = append([]loyalty.Tier{{ID: "silver", Benefits: []loyalty.Benefit{early("hour", retention.Span{Exact: time.Hour})}}}, ladder.Tiers...)
	e, err := loyalty.Compile(p, newYork)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		reason, tier, public, want string
		tags                       []string
	}{
		{"no tier", "", "2026-03-20T10:00:00-04:00", "2026-03-20T14:00:00Z  ", nil},
		{"an hour", "silver", "2026-03-20T10:00:00-04:00", "2026-03-20T13:00:00Z hour silver", nil},
		{"the earliest of several, the first of equals", "gold", "2026-03-20T10:00:00-04:00", "2026-03-19T14:00:00Z day gold", nil},
		{"a day on which clocks go forward has 23 hours: at 10 on the day before", "gold", "2026-03-08T10:00:00-04:00", "2026-03-07T15:00:00Z day gold", nil},
		{"for some goods", "gold", "2026-03-20T10:00:00-04:00", "2026-03-15T14:00:00Z shoes gold", []string{"shoes"}},
		{"the other conditions are about the public opening", "gold", "2026-04-01T10:00:00-04:00", "2026-03-31T14:00:00Z day gold", []string{"shoes"}},
	} {
		public, err := time.Parse(time.RFC3339, tt.public)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Opens(loyalty.Account{}, loyalty.Sale{Public: public, Tags: tt.tags, Tier: tt.tier}, day("2026-03-01"))
		if text := strings.Join([]string{got.At.Format(time.RFC3339), got.Benefit, got.Tier}, " "); err != nil || text != tt.want {
			t.Errorf("%s: %q, %v, want %q", tt.reason, text, err, tt.want)
		}
	}
	for _, tt := range []struct {
		reason string
		sale   loyalty.Sale
		at     time.Time
		want   error
	}{
		{"no opening", loyalty.Sale{}, day("2026-03-01"), loyalty.ErrTime},
		{"no instant", loyalty.Sale{Public: day("2026-03-01")}, time.Time{}, loyalty.ErrTime},
		{"an unknown tier", loyalty.Sale{Public: day("2026-03-01"), Tier: "tin"}, day("2026-03-01"), loyalty.ErrUnknown},
	} {
		if _, err := e.Opens(loyalty.Account{}, tt.sale, tt.at); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
}

// A sale that opens under a new edition is told by the edition in force when one
// asks: by the tier held then, and its early access.
func TestOpensByTheEditionAskedIn(t *testing.T) {
	lead := func(days int) loyalty.Benefit {
		return loyalty.Benefit{ID: "early", EarlyAccess: &loyalty.EarlyAccess{Lead: retention.Span{Days: days}}}
	}
	p := perkProgram(loyalty.BenefitRule{}, lead(1))
	next := perkProgram(loyalty.BenefitRule{}, lead(5)).Editions[0]
	next.ID, next.From = "2027", day("2027-04-01")
	p.Editions = append(p.Editions, next)
	e := compile(t, p)
	for on, want := range map[string]string{"2027-03-31": "2027-04-09", "2027-04-01": "2027-04-05"} {
		got, err := e.Opens(loyalty.Account{}, loyalty.Sale{Public: day("2027-04-10"), Tier: "gold"}, day(on))
		if err != nil || !got.At.Equal(day(want)) {
			t.Errorf("asked on %s: %v, %v, want %s", on, got.At, err, want)
		}
	}
}

// perkFocus is what a case of the twin is about: the kinds of its benefits, one
// of how many is exclusive, and their groups and sizes.
type perkFocus struct {
	parts     []int64
	exclusive uint64
	groups    []string
	sizes     []int64
}

var perkFoci = []perkFocus{
	{[]int64{0, 1, 2, 3}, 6, []string{"", "g", "h", "i"}, []int64{1, 3, 5, 10, 20, 25, 50}},
	{[]int64{0, 0, 1}, 20, []string{""}, []int64{1, 5, 5, 25, 45, 49}}, // more than there is to pay, and halves
	{[]int64{2, 2, 0}, 20, []string{""}, []int64{1, 5, 20}},
	{[]int64{0, 1, 2, 3}, 20, []string{"g", "h"}, []int64{5, 10, 20, 50}},  // a choice in each group
	{[]int64{1, 1, 2, 3}, 20, []string{"g", "h"}, []int64{50, 60, 70, 90}}, // where the best alone is not the best together
	{[]int64{1, 1, 2, 3}, 2, []string{""}, []int64{5, 10, 10}},             // alone, or not
}

// TestBenefitsTwin holds the choice against all subsets of benefits that the
// stacking rules allow. The twin counts in hundredths of a yen. Round numbers
// bring ties, halves, and sums that meet the total.
func TestBenefitsTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, shipping := lawAny(t, "total", []int64{0, 90, 100, 250, 333, 500, 995, 1000}), lawAny(t, "shipping", []int64{0, 100, 350, 500})
		round, roundTo := loyalty.Down, lawAny(t, "round down to", []int64{0, 1, 7, 10, 100})
		if acrossAny(t, "not down", 4) > 0 {
			round, roundTo = lawAny(t, "round", []loyalty.Rounding{loyalty.HalfEven, loyalty.HalfEven, loyalty.Up}), lawAny(t, "round to", []int64{20, 100})
		}
		type option struct {
			part, value int64 // in hundredths
			met         bool
		}
		var benefits []loyalty.Benefit
		var options []option
		focus := lawAny(t, "focus", perkFoci)
		for i := range acrossAny(t, "benefits", 9) {
			n := lawAny(t, "n", focus.sizes)
			from := lawAny(t, "from", []int64{0, 0, 0, max(total-1, 0), total, total + 1})
			b := loyalty.Benefit{ID: fmt.Sprint("b", i), Group: lawAny(t, "group", focus.groups)}
			if b.Exclusive = acrossAny(t, "exclusive", focus.exclusive) == 0; b.Exclusive {
				n = min(2*n, 100)
			}
			o := option{met: from <= total}
			switch o.part = lawAny(t, "part", focus.parts); o.part {
			case 0:
				b.Discount = &loyalty.Discount{Steps: []loyalty.DiscountStep{{From: decimal.New(from, 0), Percent: decimal.New(n, 0)}}}
				o.value, o.met = total*n, o.met && total > 0
			case 1:
				b.Discount = &loyalty.Discount{Steps: []loyalty.DiscountStep{{From: decimal.New(from, 0), Amount: decimal.New(10*n, 0)}}}
				o.part, o.value, o.met = 0, 1000*n, o.met && total > 0
			case 2:
				b.FreeShipping = &loyalty.FreeShipping{From: decimal.New(from, 0), Max: decimal.New(10*n, 0)}
				o.value = min(1000*n, 100*shipping)
			case 3:
				b.Gift = &loyalty.FreeGift{Worth: decimal.New(10*n, 0)}
				o.value, o.met = 1000*n, true
			}
			benefits, options = append(benefits, b), append(options, o)
		}
		rounded := func(hundredths int64) int64 {
			if hundredths >= 100*total {
				return 100 * total
			}
			if roundTo == 0 {
				return hundredths
			}
			step := 100 * roundTo
			q, r := hundredths/step, hundredths%step
			if round == loyalty.Up && r > 0 || round == loyalty.HalfEven && (2*r > step || 2*r == step && q%2 == 1) {
				q++
			}
			return min(q*step, 100*total)
		}
		allowed := func(set uint) bool {
			for i := range benefits {
				for j := range i {
					if set>>i&1 == 1 && set>>j&1 == 1 && (benefits[i].Exclusive || benefits[j].Exclusive || benefits[i].Group != "" && benefits[i].Group == benefits[j].Group) {
						return false
					}
				}
				if set>>i&1 == 1 && !options[i].met {
					return false
				}
			}
			return true
		}
		worth := func(set uint) (goods, ship, gifts int64) {
			for i, o := range options {
				if set>>i&1 == 1 {
					switch o.part {
					case 0:
						goods += min(o.value, 100*total)
					case 2:
						ship += o.value
					case 3:
						gifts += o.value
					}
				}
			}
			return rounded(goods), min(ship, 100*shipping), gifts
		}
		most := int64(0)
		for set := range uint(1) << len(benefits) {
			if allowed(set) {
				goods, ship, gifts := worth(set)
				most = max(most, goods+ship+gifts)
			}
		}

		e, err := loyalty.Compile(perkProgram(loyalty.BenefitRule{RoundTo: decimal.New(roundTo, 0), Round: round}, benefits...), tokyo)
		if err != nil {
			t.Fatal(err)
		}
		perks, err := e.Benefits(loyalty.NewAccount("haru"), perkCart(fmt.Sprint(total), fmt.Sprint(shipping)))
		if err != nil {
			t.Fatal(err)
		}
		chosen := uint(0)
		sums := map[string]decimal.Decimal{}
		for i, p := range perks.Benefits {
			kind := "goods"
			switch {
			case benefits[i].FreeShipping != nil:
				kind = "shipping"
			case benefits[i].Gift != nil:
				kind = "gifts"
			}
			sums[kind] = sums[kind].Add(p.Amount)
			switch p.Why {
			case loyalty.Granted, loyalty.Capped, loyalty.CapReached, loyalty.BelowOne:
				chosen |= 1 << i
			case loyalty.Outdone:
				if !options[i].met {
					t.Fatalf("%s: outdone, but its minimum is not met", p.Benefit.ID)
				}
			default:
				if options[i].met {
					t.Fatalf("%s: %v, but its minimum is met", p.Benefit.ID, p.Why)
				}
			}
			if p.Amount.Sign() < 0 || p.Applied() != (p.Why == loyalty.Granted || p.Why == loyalty.Capped) || !p.Applied() && !p.Amount.IsZero() {
				t.Fatalf("%s: %v of %v", p.Benefit.ID, p.Why, p.Amount)
			}
		}
		if !allowed(chosen) {
			t.Fatalf("%b is not allowed", chosen)
		}
		for i := range benefits {
			if more := chosen | 1<<i; more != chosen && allowed(more) {
				t.Fatalf("%b: %s could be had as well", chosen, benefits[i].ID)
			}
		}
		goods, ship, gifts := worth(chosen)
		want := fmt.Sprint(decimal.New(goods, -2).StringFixed(2), decimal.New(ship, -2).StringFixed(2), decimal.New(gifts, -2).StringFixed(2))
		if got := fmt.Sprint(perks.Discount.StringFixed(2), perks.Shipping.StringFixed(2), perks.Worth.StringFixed(2)); got != want {
			t.Fatalf("%b: %s, want %s", chosen, got, want)
		}
		if got := fmt.Sprint(sums["goods"].StringFixed(2), sums["shipping"].StringFixed(2), sums["gifts"].StringFixed(2)); got != want {
			t.Fatalf("%b: its amounts add up to %s, not %s", chosen, got, want)
		}
		if goods+ship+gifts != most {
			t.Fatalf("%b: %d hundredths, but %d can be had", chosen, goods+ship+gifts, most)
		}
	})
}

// TestBenefitsMonotone: who buys more never pays more for delivery, nor gets a
// smaller discount.
func TestBenefitsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var steps []loyalty.DiscountStep
		from := int64(0)
		if acrossAny(t, "not from the first yen", 2) == 0 {
			from = 300
		}
		for range 1 + acrossAny(t, "steps", 4) {
			s := loyalty.DiscountStep{From: decimal.New(from, 0)}
			if n := int64(1 + acrossAny(t, "n", 30)); acrossAny(t, "percent", 2) == 0 {
				s.Percent = decimal.New(n, 0)
				if acrossAny(t, "most", 3) == 0 {
					s.Max = decimal.New(5*n, 0)
				}
			} else {
				s.Amount = decimal.New(20*n, 0)
			}
			steps = append(steps, s)
			from += int64(1 + acrossAny(t, "more", 900))
		}
		e, err := loyalty.Compile(perkProgram(loyalty.BenefitRule{RoundTo: dec("1")},
			loyalty.Benefit{ID: "a", Discount: &loyalty.Discount{Steps: steps}}, perkShipping("s", "700")), tokyo)
		if err != nil {
			t.Fatal(err)
		}
		total := int64(acrossAny(t, "total", 2000))
		get := func(total int64) loyalty.Perks {
			perks, err := e.Benefits(loyalty.Account{}, perkCart(fmt.Sprint(total), "500"))
			if err != nil {
				t.Fatal(err)
			}
			return perks
		}
		less := get(total)
		more := get(total + int64(acrossAny(t, "bought more", 1000)))
		if more.Discount.LessThan(less.Discount) || more.Shipping.LessThan(less.Shipping) {
			t.Fatalf("%v and %v, with more %v and %v", less.Discount, less.Shipping, more.Discount, more.Shipping)
		}
		// Missing is sound: with it the discount is larger, with less it is the
		// same step.
		if miss := less.Benefits[0].Missing; !miss.IsZero() {
			if next := get(total + miss.IntPart()); next.Discount.LessThan(less.Discount) || less.Discount.IsZero() && next.Benefits[0].Why == loyalty.TooLittle {
				t.Fatalf("with %v more %v", miss, next.Discount)
			}
		}
	})
}

func BenchmarkBenefits(b *testing.B) {
	e := compile(b, loyalty.TieredClub("Asia/Tokyo", "JPY", dec("100")))
	a := loyalty.NewAccount("haru")
	cart := perkCart("5019", "600")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Benefits(a, cart); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBenefits6Groups tries 729 choices: as many as there can be.
func BenchmarkBenefits6Groups(b *testing.B) {
	var benefits []loyalty.Benefit
	for i := range 6 {
		g := fmt.Sprint("g", i)
		benefits = append(benefits, perkIn(g, perkAmount("a"+g, "100")), perkIn(g, perkShipping("s"+g, "1")), perkIn(g, perkGift("t"+g, "80")))
	}
	e := compile(b, perkProgram(loyalty.BenefitRule{RoundTo: dec("1")}, benefits...))
	a := loyalty.NewAccount("haru")
	cart := perkCart("500", "600")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Benefits(a, cart); err != nil {
			b.Fatal(err)
		}
	}
}
