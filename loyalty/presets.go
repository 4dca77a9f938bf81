package loyalty

import (
	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// The version of the format that presets are in.
const presetVersion = 1

// The lengths of time in presets.
var (
	aYear     = retention.Span{Months: 12}
	twoWeeks  = retention.Span{Days: 14}
	monthly   = Cycle{Months: 1}
	yearCycle = Cycle{Months: 12}
)

// PointsProgram returns a program of points, to start from: each call returns a
// fresh value to edit. per is the price of a point, such as 100 yen or 1 euro,
// and a point is worth a hundredth of it.
//
//   - 1 point for each full per that was paid for goods, without tax, shipping
//     and what was paid with points; half as much again for silver members, as
//     much again for gold ones;
//   - 100 points for an activity "birthday" in the week from the birthday on,
//     once a year, and 20 for each "review", five times a month;
//   - points of an order can be used 14 days later, when it can not be returned
//     any more;
//   - they lapse at the end of the month a year after the last order: each
//     order extends all that have not lapsed;
//   - silver from 500 per, gold from 1,000 per, in orders of the last 12 months,
//     and for 12 months from then.
func PointsProgram(zone, currency string, per Money) Program {
	return Program{Version: presetVersion, Zone: zone, Currency: currency, Editions: []Edition{{
		ID:     "1",
		Settle: twoWeeks,
		Earn: []EarnRule{
			basePoints(per),
			tierBonus("silver", silverName(), decimal.New(15, -1)),
			tierBonus("gold", goldName(), decimal.New(2, 0)),
			birthdayPoints(100),
			{
				ID: "review", Name: retention.Text{English: "Thanks for the review", Japanese: "レビュー投稿"},
				On: "review", Award: decimal.New(20, 0), Caps: []Cap{{Times: 5, Per: PerMonth}},
			},
		},
		Life: Life{Span: aYear, Cycle: monthly, Slides: []string{OrderKind}},
		Burn: []BurnRule{{Worth: per.Shift(-2)}},
		Ladder: Ladder{
			Window: Window{Rolling: aYear},
			Tiers: []Tier{
				{ID: "silver", Name: silverName(), Paths: []Path{{spendNeed(per, 500)}}},
				{ID: "gold", Name: goldName(), Paths: []Path{{spendNeed(per, 1000)}}},
			},
		},
	}}}
}

// CashBackProgram returns a program that gives back a percentage, to start
// from: 3 is 3%. Points are money of the currency, to two decimals, and worth
// as much.
//
//   - the percentage of what was paid for goods, without tax, shipping and what
//     was paid with points, rounded down to 0.01;
//   - it can be spent 14 days later, on up to the whole of an order, and never
//     lapses.
func CashBackProgram(zone, currency string, percent decimal.Decimal) Program {
	return Program{Version: presetVersion, Zone: zone, Currency: currency, Scale: 2, Editions: []Edition{{
		ID:     "1",
		Settle: twoWeeks,
		Earn: []EarnRule{{
			ID: "cashback", Name: retention.Text{English: "Cash back", Japanese: "キャッシュバック"},
			Award: percent.Shift(-4), Per: decimal.New(1, -2),
		}},
		Burn: []BurnRule{{Worth: one}},
	}}}
}

// StampCard returns a card of stamps, to start from. minimum is what a visit
// must come to.
//
//   - one stamp for an order of the minimum or more, at most one a day;
//   - stamps count at once, and lapse a year after the last order;
//   - ten stamps are one reward: [Redeem] of 10, or of any multiple.
func StampCard(zone, currency string, minimum Money) Program {
	return Program{Version: presetVersion, Zone: zone, Currency: currency, Editions: []Edition{{
		ID: "1",
		Earn: []EarnRule{{
			ID: "stamp", Name: retention.Text{English: "Stamp", Japanese: "スタンプ"},
			When: Cond{AtLeast: minimum}, Award: one, Caps: []Cap{{Times: 1, Per: PerDay}},
		}},
		Life: Life{AtOnce: true, Span: aYear, Slides: []string{OrderKind}},
		Burn: []BurnRule{{Min: 10, Step: 10}},
	}}}
}

func basePoints(per Money) EarnRule {
	return EarnRule{ID: "base", Name: retention.Text{English: "Points", Japanese: "通常ポイント"}, Award: one, Per: per}
}

// tierBonus multiplies the base points of a tier's members.
func tierBonus(tier string, name retention.Text, times decimal.Decimal) EarnRule {
	return EarnRule{
		ID: tier, Name: retention.Text{English: name.English + " bonus", Japanese: name.Japanese + "会員特典"},
		When: Cond{Tiers: []string{tier}}, Times: times, Of: []string{"base"},
	}
}

func birthdayPoints(points int64) EarnRule {
	return EarnRule{
		ID: "birthday", Name: retention.Text{English: "Happy birthday", Japanese: "お誕生日ポイント"},
		On: "birthday", When: Cond{Birthday: "week"}, Award: decimal.New(points, 0), Caps: []Cap{{Times: 1, Per: PerYear}},
	}
}

func silverName() retention.Text { return retention.Text{English: "Silver", Japanese: "シルバー"} }
func goldName() retention.Text   { return retention.Text{English: "Gold", Japanese: "ゴールド"} }

// spendNeed is the need of a number of times per.
func spendNeed(per Money, times int64) Need {
	return Need{Metric: SpendMetric, AtLeast: per.Mul(decimal.New(times, 0))}
}

func ordersNeed(n int64) Need { return Need{Metric: OrdersMetric, AtLeast: decimal.New(n, 0)} }
