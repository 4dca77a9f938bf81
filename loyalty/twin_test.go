package loyalty_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// The twin reads orders and rules as their docs say, in fractions without end,
// and rounds where the docs say so.

func ratOf(d decimal.Decimal) *big.Rat { return d.Rat() }

func ratSum(a, b *big.Rat) *big.Rat   { return new(big.Rat).Add(a, b) }
func ratLess(a, b *big.Rat) *big.Rat  { return new(big.Rat).Sub(a, b) }
func ratTimes(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func ratOver(a, b *big.Rat) *big.Rat  { return new(big.Rat).Quo(a, b) }

// ratDown rounds a number of 0 or more to decimals.
func ratDown(x *big.Rat, decimals int) *big.Rat {
	ten := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil))
	whole := ratTimes(x, ten)
	n := new(big.Int).Quo(whole.Num(), whole.Denom())
	return ratOver(new(big.Rat).SetInt(n), ten)
}

// twinRound returns a number of points in units.
func twinRound(x *big.Rat, scale int, r loyalty.Rounding) loyalty.Points {
	floor := ratDown(x, scale)
	unit := big.NewRat(1, twinUnit(scale))
	n, _ := ratOver(floor, unit).Float64()
	rest := ratOver(ratLess(x, floor), unit)
	half := rest.Cmp(big.NewRat(1, 2))
	switch {
	case r == loyalty.Up && rest.Sign() > 0, r == loyalty.HalfEven && (half > 0 || half == 0 && int64(n)%2 == 1):
		n++
	}
	return loyalty.Points(n)
}

func twinUnit(scale int) (n int64) {
	for n = 1; scale > 0; scale-- {
		n *= 10
	}
	return n
}

func twinLists(f *loyalty.Filter, l *loyalty.Line) bool {
	return slices.Contains(f.SKUs, l.SKU) || slices.Contains(f.Categories, l.Category) ||
		slices.ContainsFunc(f.Labels, func(s string) bool { return slices.Contains(l.Labels, s) })
}

func twinCounts(b *loyalty.Basis, l *loyalty.Line) bool {
	all := len(b.Only.SKUs)+len(b.Only.Categories)+len(b.Only.Labels) == 0
	return (all || twinLists(&b.Only, l)) && !twinLists(&b.Except, l) && (b.GiftCards || !l.GiftCard)
}

// twinBasis returns what of an order counts, and whether anything is there.
func twinBasis(o *loyalty.Order, b *loyalty.Basis) (*big.Rat, bool) {
	goods, net, all, extra := new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
	decimals, found := 2, false
	see := func(d decimal.Decimal) *big.Rat {
		for places := decimals; !d.Equal(d.Truncate(int32(places))); places++ {
			decimals = places + 1
		}
		return ratOf(d)
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		amount, paid := see(l.Amount), ratLess(see(l.Amount), see(l.Discount))
		tax := see(l.Tax)
		all = ratSum(all, paid)
		if !twinCounts(b, l) {
			continue
		}
		found = true
		net = ratSum(net, paid)
		if b.BeforeDiscounts {
			goods = ratSum(goods, amount)
		} else {
			goods = ratSum(goods, paid)
		}
		if b.Tax {
			extra = ratSum(extra, tax)
		}
	}
	shipping, discount, points := see(o.Shipping), see(o.Discount), see(o.PointsPaid)
	if b.Shipping && shipping.Sign() > 0 {
		extra, found = ratSum(extra, shipping), true
	}
	off := new(big.Rat)
	if !b.BeforeDiscounts {
		off = ratSum(off, discount)
	}
	if !b.PointsPaid {
		off = ratSum(off, points)
	}
	if off.Sign() > 0 {
		goods = twinShareOff(goods, net, all, off, decimals+4)
	}
	total := ratSum(goods, extra)
	if !o.Rate.IsZero() {
		total = ratDown(ratTimes(total, ratOf(o.Rate)), decimals+4)
	}
	return total, found
}

func twinShareOff(goods, net, all, off *big.Rat, decimals int) *big.Rat {
	if all.Sign() == 0 {
		return new(big.Rat)
	}
	left := ratLess(goods, ratOver(ratTimes(off, net), all))
	if left.Sign() < 0 {
		return new(big.Rat)
	}
	return ratDown(left, decimals)
}

// twinStep is what a step says.
type twinStep struct {
	Rule   string
	Why    loyalty.Reason
	Points loyalty.Points
	Exact  string
}

// twinSteps returns what every rule of a program makes of an order.
func twinSteps(rules []loyalty.EarnRule, o *loyalty.Order, scale int) []twinStep {
	steps := make([]twinStep, len(rules))
	exact := make([]*big.Rat, len(rules))
	for i := range rules {
		steps[i].Rule, exact[i] = rules[i].ID, new(big.Rat)
		if rules[i].Times.IsZero() {
			steps[i].Why, exact[i] = twinAward(&rules[i], o)
			twinGrant(&steps[i], &rules[i], exact[i], scale)
		}
	}
	twinOutdo(rules, steps)
	for i := range rules {
		r := &rules[i]
		if r.Times.IsZero() {
			continue
		}
		if steps[i].Why, _ = twinAward(r, o); steps[i].Why != loyalty.Granted && steps[i].Why != loyalty.BelowOne {
			continue
		}
		base := new(big.Rat)
		for j := range i {
			if rules[j].Times.IsZero() && rules[j].Wallet == r.Wallet && (len(r.Of) == 0 || slices.Contains(r.Of, rules[j].ID)) {
				base = ratSum(base, big.NewRat(int64(steps[j].Points), twinUnit(scale)))
			}
		}
		exact[i] = ratTimes(base, ratLess(ratOf(r.Times), big.NewRat(1, 1)))
		steps[i].Why = loyalty.Granted
		twinGrant(&steps[i], r, exact[i], scale)
		if base.Sign() == 0 {
			steps[i].Why = loyalty.NothingThere
		}
	}
	twinOutdo(rules, steps)
	for i := range steps {
		steps[i].Exact = ratDown(exact[i], 12).RatString()
	}
	return steps
}

func twinGrant(s *twinStep, r *loyalty.EarnRule, exact *big.Rat, scale int) {
	if s.Why != loyalty.Granted {
		return
	}
	if s.Points = twinRound(exact, scale, r.Round); s.Points == 0 {
		s.Why = loyalty.BelowOne
	}
}

// twinAward returns a rule's award before rounding, or why there is none.
func twinAward(r *loyalty.EarnRule, o *loyalty.Order) (loyalty.Reason, *big.Rat) {
	none := new(big.Rat)
	if r.On != "" && r.On != loyalty.OrderKind {
		return loyalty.OtherDeed, none
	}
	if len(r.When.Tags) > 0 && !slices.ContainsFunc(r.When.Tags, func(s string) bool { return slices.Contains(o.Tags, s) }) {
		return loyalty.NoTag, none
	}
	basis, found := twinBasis(o, &r.Basis)
	switch {
	case basis.Cmp(ratOf(r.When.AtLeast)) < 0:
		return loyalty.TooLittle, none
	case !found:
		return loyalty.NothingThere, none
	case !r.Per.IsZero():
		return loyalty.Granted, ratTimes(ratDown(ratOver(basis, ratOf(r.Per)), 0), ratOf(r.Award))
	case r.PerItem:
		return loyalty.Granted, ratTimes(twinPieces(o, &r.Basis), ratOf(r.Award))
	case basis.Sign() == 0:
		return loyalty.Granted, none
	}
	return loyalty.Granted, ratOf(r.Award)
}

func twinPieces(o *loyalty.Order, b *loyalty.Basis) *big.Rat {
	n := new(big.Rat)
	for i := range o.Lines {
		switch l := &o.Lines[i]; {
		case !twinCounts(b, l):
		case l.Quantity.IsZero():
			n = ratSum(n, big.NewRat(1, 1))
		default:
			n = ratSum(n, ratOf(l.Quantity))
		}
	}
	return n
}

// twinOutdo leaves of every group the rule that grants most, the first of equals.
func twinOutdo(rules []loyalty.EarnRule, steps []twinStep) {
	best := map[string]int{}
	for i, s := range steps {
		if b, ok := best[rules[i].Group]; s.Points > 0 && (!ok || s.Points > steps[b].Points) {
			best[rules[i].Group] = i
		}
	}
	for i := range steps {
		if rules[i].Group != "" && steps[i].Points > 0 && best[rules[i].Group] != i {
			steps[i].Points, steps[i].Why = 0, loyalty.Outdone
		}
	}
}

var (
	twinMoney = rapid.Custom(func(t *rapid.T) decimal.Decimal {
		scale := rapid.SampledFrom([]int32{0, 0, 2, 2, 4}).Draw(t, "decimals")
		return decimal.New(rapid.Int64Range(0, 99999).Draw(t, "units"), -scale)
	})
	twinWords    = rapid.SampledFrom([]string{"a", "b", "c"})
	twinWordList = rapid.SliceOfN(twinWords, 0, 2)
)

func twinDrawLine(t *rapid.T, i int) loyalty.Line {
	l := loyalty.Line{
		SKU: twinWords.Draw(t, "sku"), Category: twinWords.Draw(t, "category"), Labels: twinWordList.Draw(t, "labels"),
		Amount: twinMoney.Draw(t, "amount"), Tax: twinMoney.Draw(t, "tax"), GiftCard: rapid.IntRange(0, 4).Draw(t, "gift card") == 0,
		Quantity: decimal.New(rapid.Int64Range(0, 300).Draw(t, "quantity"), -rapid.SampledFrom([]int32{0, 2}).Draw(t, "decimals")),
	}
	l.Discount = l.Amount.Mul(decimal.New(rapid.Int64Range(0, 4).Draw(t, "off"), 0)).DivRound(decimal.New(4, 0), 4).Truncate(3)
	if rapid.Bool().Draw(t, "named") {
		l.ID = fmt.Sprint(i)
	}
	return l
}

func twinDrawOrder(t *rapid.T) loyalty.Order {
	o := loyalty.Order{ID: "x", Tags: twinWordList.Draw(t, "tags")}
	for i := range rapid.IntRange(0, 10).Draw(t, "lines") {
		o.Lines = append(o.Lines, twinDrawLine(t, i))
	}
	for _, d := range []*decimal.Decimal{&o.Shipping, &o.Discount, &o.PointsPaid} {
		if rapid.Bool().Draw(t, "there") {
			*d = twinMoney.Draw(t, "money")
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "foreign") == 0 {
		o.Currency, o.Rate = "EUR", decimal.New(rapid.Int64Range(1, 200000).Draw(t, "rate"), -3)
	}
	return o
}

func twinDrawFilter(t *rapid.T) loyalty.Filter {
	return loyalty.Filter{SKUs: twinWordList.Draw(t, "skus"), Categories: twinWordList.Draw(t, "categories"), Labels: twinWordList.Draw(t, "labels")}
}

func twinDrawRule(t *rapid.T, i int, before []loyalty.EarnRule) loyalty.EarnRule {
	yes := rapid.Bool()
	r := loyalty.EarnRule{
		ID: fmt.Sprint("r", i), Group: rapid.SampledFrom([]string{"", "", "g", "h"}).Draw(t, "group"),
		Wallet: rapid.SampledFrom([]string{"", "", "w"}).Draw(t, "wallet"),
		Round:  rapid.SampledFrom([]loyalty.Rounding{loyalty.Down, loyalty.HalfEven, loyalty.Up}).Draw(t, "round"),
		Basis: loyalty.Basis{
			Tax: yes.Draw(t, "tax"), Shipping: yes.Draw(t, "shipping"), BeforeDiscounts: yes.Draw(t, "before discounts"),
			PointsPaid: yes.Draw(t, "points paid"), GiftCards: yes.Draw(t, "gift cards"),
		},
	}
	if rapid.IntRange(0, 4).Draw(t, "filtered") == 0 {
		r.Basis.Only = twinDrawFilter(t)
	}
	if rapid.IntRange(0, 4).Draw(t, "except") == 0 {
		r.Basis.Except = twinDrawFilter(t)
	}
	if rapid.IntRange(0, 5).Draw(t, "tagged") == 0 {
		r.When.Tags = []string{twinWords.Draw(t, "tag")}
	}
	if rapid.IntRange(0, 5).Draw(t, "limited") == 0 {
		r.When.AtLeast = twinMoney.Draw(t, "at least")
	}
	if rapid.IntRange(0, 9).Draw(t, "other") == 0 {
		r.On = "review"
	}
	base := slices.DeleteFunc(slices.Clone(before), func(b loyalty.EarnRule) bool { return !b.Times.IsZero() || b.Wallet != r.Wallet })
	if len(base) > 0 && rapid.IntRange(0, 2).Draw(t, "multiplies") == 0 {
		r.Times = decimal.New(rapid.Int64Range(11, 50).Draw(t, "times"), -1)
		if r.Group != "" {
			r.Group += " of boosters"
		}
		if yes.Draw(t, "of one") {
			r.Of = []string{rapid.SampledFrom(base).Draw(t, "of").ID}
		}
		return r
	}
	r.Award = dec(rapid.SampledFrom([]string{"1", "1", "5", "0.5", "0.07", "12.34"}).Draw(t, "award"))
	switch rapid.IntRange(0, 3).Draw(t, "shape") {
	case 0:
		r.PerItem = r.On == ""
	case 1:
	default:
		r.Per = decimal.New(rapid.Int64Range(1, 5000).Draw(t, "per"), -rapid.Int32Range(0, 2).Draw(t, "decimals"))
	}
	return r
}

// Every rule appears once in the steps, in their order, with what a plain
// reading of the docs gives; what the steps come to is what is granted.
func TestRulesAgreeWithATwinInFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rules []loyalty.EarnRule
		for i := range rapid.IntRange(1, 6).Draw(t, "rules") {
			rules = append(rules, twinDrawRule(t, i, rules))
		}
		p := simple(func(ed *loyalty.Edition) { ed.Earn = rules })
		p.Scale = rapid.Int32Range(0, 3).Draw(t, "scale")
		e, err := loyalty.Compile(p, tokyo)
		if err != nil {
			t.Fatal(err)
		}
		o := twinDrawOrder(t)
		a, d, err := e.Apply(loyalty.NewAccount("ann"), loyalty.Event{ID: "1", At: movingStart, Data: o})
		if err != nil {
			t.Fatal(err)
		}
		var got []twinStep
		all := loyalty.Points(0)
		for i, s := range d.Steps {
			got = append(got, twinStep{s.Rule, s.Why, s.Points, ratOf(s.Exact.Decimal()).RatString()})
			all += s.Points
			if basis, _ := twinBasis(&o, &rules[i].Basis); s.Why == loyalty.Granted && rules[i].Times.IsZero() && !rules[i].PerItem && basis.Cmp(ratOf(s.Basis.Decimal())) != 0 {
				t.Fatalf("rule %s: basis %v, want %v", s.Rule, s.Basis, basis.FloatString(12))
			}
		}
		if diff := cmp.Diff(twinSteps(rules, &o, int(p.Scale)), got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if granted := a.Balance(movingStart).Available + a.Wallet("w").Balance(movingStart).Available; granted != all {
			t.Fatalf("steps of %d points, granted %d", all, granted)
		}
	})
}

// L17: to split an order never gains, with one rule that rounds down.
func TestSplittingAnOrderNeverGains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := loyalty.EarnRule{ID: "base", Award: decimal.New(rapid.Int64Range(1, 999).Draw(t, "award"), -2), Per: decimal.New(rapid.Int64Range(1, 999).Draw(t, "per"), -2)}
		r.Basis.Tax = rapid.Bool().Draw(t, "tax")
		p := simple(func(ed *loyalty.Edition) { ed.Earn = []loyalty.EarnRule{r} })
		e, err := loyalty.Compile(p, tokyo)
		if err != nil {
			t.Fatal(err)
		}
		whole, parts := loyalty.Order{ID: "all"}, map[int]loyalty.Order{}
		for range rapid.IntRange(1, 8).Draw(t, "lines") {
			l := loyalty.Line{Amount: twinMoney.Draw(t, "amount"), Tax: twinMoney.Draw(t, "tax")}
			whole.Lines = append(whole.Lines, l)
			i := rapid.IntRange(0, 3).Draw(t, "part")
			parts[i] = loyalty.Order{ID: fmt.Sprint(i), Lines: append(parts[i].Lines, l)}
		}
		points := func(orders ...loyalty.Order) loyalty.Points {
			a := loyalty.NewAccount("ann")
			for _, o := range orders {
				if a, _, err = e.Apply(a, loyalty.Event{ID: o.ID, At: movingStart, Data: o}); err != nil {
					t.Fatal(err)
				}
			}
			return a.Balance(movingStart).Available
		}
		var split []loyalty.Order
		for i := range 4 {
			if o, ok := parts[i]; ok {
				split = append(split, o)
			}
		}
		if one, many := points(whole), points(split...); many > one {
			t.Fatalf("%d points for one order, %d for its parts", one, many)
		}
	})
}

func TestGroupsAndBoosters(t *testing.T) {
	once := func(id, award, group string) loyalty.EarnRule {
		return loyalty.EarnRule{ID: id, Award: dec(award), Group: group}
	}
	boost := func(id, times string, of ...string) loyalty.EarnRule {
		return loyalty.EarnRule{ID: id, Times: dec(times), Of: of}
	}
	inGroup := func(r loyalty.EarnRule, group string) loyalty.EarnRule { r.Group = group; return r }
	for _, c := range []struct {
		reason string
		rules  []loyalty.EarnRule
		want   []string
	}{
		{"the best wins", []loyalty.EarnRule{once("a", "3", "g"), once("b", "5", "g"), once("c", "4", "g")},
			[]string{"a outdone 0", "b granted 5", "c outdone 0"}},
		{"the first of equals", []loyalty.EarnRule{once("a", "5", "g"), once("b", "5", "g"), once("c", "5", "g")},
			[]string{"a granted 5", "b outdone 0", "c outdone 0"}},
		{"groups are apart", []loyalty.EarnRule{once("a", "5", "g"), once("b", "3", "h"), once("c", "1", "")},
			[]string{"a granted 5", "b granted 3", "c granted 1"}},
		{"boosters add up", []loyalty.EarnRule{once("a", "10", ""), boost("b", "2"), boost("c", "3")},
			[]string{"a granted 10", "b granted 10", "c granted 20"}},
		{"of what they name", []loyalty.EarnRule{once("a", "10", ""), once("b", "1", ""), boost("c", "2", "b")},
			[]string{"a granted 10", "b granted 1", "c granted 1"}},
		{"and only of what is before them", []loyalty.EarnRule{once("a", "10", ""), boost("b", "2"), once("c", "7", "")},
			[]string{"a granted 10", "b granted 10", "c granted 7"}},
		{"not of what was outdone", []loyalty.EarnRule{once("a", "3", "g"), once("b", "5", "g"), boost("c", "2")},
			[]string{"a outdone 0", "b granted 5", "c granted 5"}},
		{"the best booster", []loyalty.EarnRule{once("a", "10", ""), inGroup(boost("b", "2"), "g"), inGroup(boost("c", "3"), "g")},
			[]string{"a granted 10", "b outdone 0", "c granted 20"}},
	} {
		e := compile(t, simple(func(ed *loyalty.Edition) { ed.Earn = c.rules }))
		d, err := e.Decide(loyalty.NewAccount("ann"), loyalty.Event{ID: "1", At: movingStart, Data: order("x", "100")})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range d.Steps {
			got = append(got, fmt.Sprintf("%s %v %d", s.Rule, s.Why, s.Points))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.reason, diff)
		}
	}
}
