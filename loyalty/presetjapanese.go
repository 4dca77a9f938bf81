package loyalty

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// CampaignTag marks the orders that [JapaneseProgram] gives limited points for.
const CampaignTag = "campaign"

// JapaneseProgram returns a program as shops in Japan have them, to start from:
// 期間限定ポイント beside 通常ポイント in one wallet, each worth 1 yen, and ranks
// by the year from April to March. Days are those of Asia/Tokyo.
//
//   - 1 normal point for each full 100 yen of goods without tax; half as much
//     again in the rank silver, as much again in gold;
//   - normal points are good to the end of the month a year after the last
//     order, which extends all of them;
//   - an order with the tag [CampaignTag] gives twice the base points more, as
//     limited points, and an activity "birthday" in the week from the birthday
//     on 300, once a year: they are good to the end of the month after the one
//     in which they can first be used, and nothing extends them;
//   - points of an order can be used 14 days later; those that lapse first are
//     used first, so limited ones mostly come before normal ones;
//   - silver from 50,000 yen, gold from 100,000 yen and 3 orders in a year from
//     1 April to 31 March, for all of the next such year.
//
// A rank takes effect with that next year ([Ladder.NextPeriod]): a new member who
// reaches gold in May has it from 1 April. Until then [Standing.Coming] and
// [Standing.From] announce it, and [Words.Standing] does: "no tier yet, Gold from
// 1 April 2027". For ranks that take effect at once, set NextPeriod to false.
func JapaneseProgram() Program {
	hundredYen := decimal.New(100, 0)
	limited := &Life{Span: retention.Span{Months: 1}, Cycle: monthly, FromOpening: true}
	campaign := EarnRule{
		ID: "campaign", Name: retention.Text{English: "Limited points (campaign)", Japanese: "期間限定ポイント（キャンペーン）"},
		When: Cond{Tags: []string{CampaignTag}}, Times: decimal.New(3, 0), Of: []string{"base"}, Life: limited,
	}
	birthday := birthdayPoints(300)
	birthday.Name = retention.Text{English: "Limited points (birthday)", Japanese: "期間限定ポイント（お誕生日）"}
	birthday.Life = &Life{Span: limited.Span, Cycle: monthly, FromOpening: true}
	return Program{Version: presetVersion, Zone: "Asia/Tokyo", Currency: "JPY", Editions: []Edition{{
		ID:     "1",
		Settle: twoWeeks,
		Earn: []EarnRule{
			basePoints(hundredYen),
			tierBonus("silver", silverName(), decimal.New(15, -1)),
			tierBonus("gold", goldName(), decimal.New(2, 0)),
			campaign,
			birthday,
		},
		Life: Life{Span: aYear, Cycle: monthly, Slides: []string{OrderKind}},
		Burn: []BurnRule{{Worth: one}},
		Ladder: Ladder{
			Tiers: []Tier{
				{ID: "silver", Name: silverName(), Paths: []Path{{spendNeed(hundredYen, 500)}}},
				{ID: "gold", Name: goldName(), Paths: []Path{{spendNeed(hundredYen, 1000), ordersNeed(3)}}},
			},
			Window:     Window{Calendar: Cycle{Months: 12, From: retention.NewDate(2026, time.April, 1)}},
			NextPeriod: true,
		},
	}}}
}
