package loyalty_test

import (
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// faultsFullProgram is one with every field set somewhere.
func faultsFullProgram() loyalty.Program {
	one := 1
	days := func(n int) retention.Span { return retention.Span{Days: n} }
	return loyalty.Program{Version: 1, Zone: "Asia/Tokyo", Currency: "JPY", Scale: 2, Metrics: []string{"nights"}, Editions: []loyalty.Edition{
		{ID: "2025", Earn: []loyalty.EarnRule{{ID: "base", Award: dec("1"), Per: dec("100")}}, Ladder: loyalty.Ladder{Tiers: []loyalty.Tier{{ID: "old"}}}},
		{
			ID: "2026", From: day("2026-01-01"), Settle: days(14),
			Earn: []loyalty.EarnRule{
				{ID: "base", Award: dec("1.5"), Per: dec("100"), Basis: loyalty.Basis{
					Only: loyalty.Filter{SKUs: []string{"a"}}, Except: loyalty.Filter{Categories: []string{"b"}, Labels: []string{"c"}},
					Tax: true, Shipping: true, BeforeDiscounts: true, PointsPaid: true, GiftCards: true,
				}, Group: "g"},
				{ID: "piece", Award: dec("2"), PerItem: true, Group: "g", Round: loyalty.HalfEven, Wallet: "limited",
					Life: &loyalty.Life{AtOnce: true, Span: days(30), FromOpening: true}},
				{ID: "review", On: "review", Award: dec("50"), Caps: []loyalty.Cap{{Points: 200, Times: 3, Per: loyalty.PerMonth}}},
				{ID: "gold", Times: dec("2"), Of: []string{"base"}, Round: loyalty.Up, Unqualified: true, When: loyalty.Cond{
					Tiers: []string{"gold", "old"}, Tags: []string{"app"}, Weekdays: []time.Weekday{0, 6},
					Hours: []loyalty.Hours{{From: retention.Span{Exact: 18 * time.Hour}, To: retention.Span{Exact: 2 * time.Hour}}},
					From:  retention.NewDate(2026, 1, 1), Until: retention.NewDate(2026, 2, 1), AtLeast: dec("1000"), First: true, Birthday: "week",
					All: []loyalty.Cond{{Birthday: "month"}}, Any: []loyalty.Cond{{First: true}, {}}, Not: &loyalty.Cond{Tags: []string{"staff"}},
				}},
			},
			Life: loyalty.Life{Span: retention.Span{Months: 12}, Tiers: map[string]retention.Span{"gold": {Months: 24}},
				Cycle: loyalty.Cycle{Months: 12, From: retention.NewDate(2020, 4, 1)}, Slides: []string{"order", "redeem"}},
			Burn: []loyalty.BurnRule{
				{Min: 100, Max: 10000, Step: 100, Share: dec("0.5"), Worth: dec("1"), Grace: days(7), CashFirst: true},
				{Wallet: "limited", NoGrace: true},
			},
			Refund: loyalty.RefundRule{Shortfall: loyalty.Owe},
			Ladder: loyalty.Ladder{
				Tiers: []loyalty.Tier{{ID: "gold", Name: retention.Text{English: "Gold", Japanese: "ゴールド"}, ForLife: true, Was: []string{"old"},
					Paths: []loyalty.Path{{{Metric: "spend", AtLeast: dec("50000"), Lifetime: true}}}, Benefits: []loyalty.Benefit{{ID: "free", FreeShipping: &loyalty.FreeShipping{}}}}},
				Window: loyalty.Window{Calendar: loyalty.Cycle{Months: 12}}, ValidPeriods: &one, Grace: days(30), Review: loyalty.Cycle{Months: 1},
				Fall: loyalty.OneStep, NextPeriod: true, OnPayment: true, Spend: loyalty.Basis{Tax: true},
			},
		},
	}}
}

// faultsDrawProgram draws a program without faults.
func faultsDrawProgram(t *rapid.T) loyalty.Program {
	p := loyalty.Program{Version: 1, Zone: "Asia/Tokyo", Currency: rapid.SampledFrom([]string{"", "JPY"}).Draw(t, "currency"), Scale: rapid.Int32Range(0, 6).Draw(t, "scale")}
	for i := range rapid.IntRange(1, 3).Draw(t, "editions") {
		ed := loyalty.Edition{ID: fmt.Sprint("e", i), Settle: faultsDrawSpan(t), Life: faultsDrawLife(t), Refund: loyalty.RefundRule{Shortfall: faultsDrawWord(t, loyalty.OwnLots)}}
		if i > 0 || rapid.Bool().Draw(t, "from") {
			ed.From = day("2026-01-01").AddDate(i, rapid.IntRange(0, 11).Draw(t, "month"), 0)
		}
		ed.Ladder = loyalty.Ladder{Tiers: []loyalty.Tier{{ID: "silver"}, {ID: "gold"}}, Fall: faultsDrawWord(t, loyalty.NoFall)}
		for j := range rapid.IntRange(0, 5).Draw(t, "rules") {
			ed.Earn = append(ed.Earn, faultsDrawRule(t, ed.Earn, j))
		}
		for _, wallet := range []string{"", "limited"}[:rapid.IntRange(0, 2).Draw(t, "burn")] {
			ed.Burn = append(ed.Burn, faultsDrawBurn(t, wallet))
		}
		p.Editions = append(p.Editions, ed)
	}
	return p
}

func faultsDrawWord[E ~uint8](t *rapid.T, last E) E {
	return E(rapid.IntRange(0, int(last)).Draw(t, "word"))
}

func faultsDrawNumber(t *rapid.T) loyalty.Money {
	return dec(rapid.SampledFrom([]string{"0.01", "1", "1.5", "2", "3.333", "100", "1000", "123456789.123456"}).Draw(t, "number"))
}

func faultsDrawSpan(t *rapid.T) retention.Span {
	return retention.Span{Months: rapid.IntRange(0, 24).Draw(t, "months"), Days: rapid.IntRange(0, 40).Draw(t, "days"), Exact: time.Duration(rapid.IntRange(0, 1e15).Draw(t, "exact"))}
}

func faultsDrawLife(t *rapid.T) loyalty.Life {
	l := loyalty.Life{AtOnce: rapid.Bool().Draw(t, "at once"), Span: faultsDrawSpan(t), FromOpening: rapid.Bool().Draw(t, "from opening")}
	if rapid.Bool().Draw(t, "more") {
		l.Tiers = map[string]retention.Span{"gold": faultsDrawSpan(t)}
		l.Cycle = loyalty.Cycle{Months: rapid.IntRange(1, 12000).Draw(t, "cycle"), From: retention.NewDate(rapid.IntRange(1, 9999).Draw(t, "year"), 1, 31)}
		l.Slides = []string{"order", "redeem"}
	}
	return l
}

func faultsDrawRule(t *rapid.T, before []loyalty.EarnRule, i int) loyalty.EarnRule {
	r := loyalty.EarnRule{ID: fmt.Sprint("r", i), Round: faultsDrawWord(t, loyalty.Up), When: faultsDrawCond(t, 3), Unqualified: rapid.Bool().Draw(t, "unqualified")}
	if i > 0 && before[0].Times.IsZero() && rapid.Bool().Draw(t, "times") {
		r.Times = faultsDrawNumber(t).Add(dec("1"))
		r.Wallet = before[0].Wallet
		if rapid.Bool().Draw(t, "of") {
			r.Of = []string{before[0].ID}
		}
		return r
	}
	r.Award, r.Group = faultsDrawNumber(t), rapid.SampledFrom([]string{"", "g"}).Draw(t, "group")
	r.Wallet = rapid.SampledFrom([]string{"", "limited"}).Draw(t, "wallet")
	r.On = rapid.SampledFrom([]string{"", "order", "review", "referral", "referred"}).Draw(t, "on")
	switch rapid.IntRange(0, 2).Draw(t, "way") {
	case 0:
		r.Per = faultsDrawNumber(t)
	case 1:
		r.PerItem = r.On != "review" && r.On != "referral"
	}
	if rapid.Bool().Draw(t, "cap") {
		r.Caps = []loyalty.Cap{{Points: 10, Per: faultsDrawWord(t, loyalty.PerBalance)}, {Times: 2, Per: loyalty.PerDay + faultsDrawWord(t, loyalty.PerLife-loyalty.PerDay)}}
	}
	if rapid.Bool().Draw(t, "own life") {
		l := faultsDrawLife(t)
		r.Life = &l
	}
	r.Basis = loyalty.Basis{Tax: rapid.Bool().Draw(t, "tax"), Shipping: rapid.Bool().Draw(t, "shipping")}
	return r
}

func faultsDrawCond(t *rapid.T, levels int) (c loyalty.Cond) {
	switch rapid.IntRange(0, 9).Draw(t, "condition") {
	case 0:
		c.Tiers = []string{"gold"}
	case 1:
		c.Weekdays = []time.Weekday{time.Sunday, time.Saturday}
	case 2:
		c.Hours = []loyalty.Hours{{To: retention.Span{Exact: 24 * time.Hour}}}
	case 3:
		c.From, c.Until = retention.NewDate(2026, 1, 1), retention.NewDate(2026, 12, 31)
	case 4:
		c.AtLeast, c.First = faultsDrawNumber(t), true
	case 5:
		c.Birthday = rapid.SampledFrom([]string{"day", "week", "month"}).Draw(t, "birthday")
	case 6:
		if levels > 0 {
			c.Any = []loyalty.Cond{faultsDrawCond(t, levels-1), faultsDrawCond(t, levels-1)}
		}
	case 7:
		if levels > 0 {
			inner := faultsDrawCond(t, levels-1)
			c.Not, c.All = &inner, []loyalty.Cond{faultsDrawCond(t, levels-1)}
		}
	}
	return c
}

func faultsDrawBurn(t *rapid.T, wallet string) loyalty.BurnRule {
	b := loyalty.BurnRule{Wallet: wallet, Step: loyalty.Points(rapid.IntRange(0, 3).Draw(t, "step")), Worth: faultsDrawNumber(t), NoGrace: rapid.Bool().Draw(t, "no grace")}
	if rapid.Bool().Draw(t, "limits") {
		b.Min, b.Max, b.Share = 10, 100, dec("0.5")
	}
	if !b.NoGrace {
		b.Grace = faultsDrawSpan(t)
	}
	return b
}
