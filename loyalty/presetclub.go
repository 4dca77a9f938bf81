package loyalty

import (
	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// TieredClub returns a club of tiers without points, to start from: its members
// get benefits. Amounts are multiples of unit, such as 100 yen or 1 euro, and
// discounts are rounded down to a hundredth of it.
//
//   - silver from 500 units or 5 orders in a calendar year: free shipping from
//     50 units on, and a gift in the month of the birthday;
//   - gold from 1,000 units and 3 orders, or from 3,000 units however they were
//     spent: 5% off from 50 units and 8% off from 200, sales open two days
//     earlier, an invitation to the members' evening, and all that silver gives,
//     the shipping without a minimum;
//   - orders count when they can not be returned any more, 14 days later;
//   - a tier holds for the rest of the year, all of the next and two months of
//     grace; who does not earn it again falls by one step.
func TieredClub(zone, currency string, unit Money) Program {
	silver := Tier{
		ID: "silver", Name: silverName(),
		Paths: []Path{{spendNeed(unit, 500)}, {ordersNeed(5)}},
		Benefits: []Benefit{
			{ID: "shipping", Name: shippingName(), FreeShipping: &FreeShipping{From: unit.Mul(decimal.New(50, 0))}},
			{
				ID: "birthday", Name: retention.Text{English: "Birthday gift", Japanese: "お誕生日ギフト"},
				When: Cond{Birthday: "month"}, Gift: &FreeGift{Times: 1, Per: PerYear},
			},
		},
	}
	gold := Tier{
		ID: "gold", Name: goldName(),
		Paths: []Path{{spendNeed(unit, 1000), ordersNeed(3)}, {spendNeed(unit, 3000)}},
		Benefits: []Benefit{
			{ID: "discount", Name: retention.Text{English: "Members' discount", Japanese: "会員割引"}, Discount: &Discount{Steps: []DiscountStep{
				{From: unit.Mul(decimal.New(50, 0)), Percent: decimal.New(5, 0)},
				{From: unit.Mul(decimal.New(200, 0)), Percent: decimal.New(8, 0)},
			}}},
			{ID: "shipping", Name: shippingName(), FreeShipping: &FreeShipping{}},
			{
				ID: "early", Name: retention.Text{English: "Early access", Japanese: "先行販売"},
				EarlyAccess: &EarlyAccess{Lead: retention.Span{Days: 2}},
			},
			{
				ID: "evening", Name: retention.Text{English: "Members' evening", Japanese: "会員限定イベント"},
				Invitation: &Invitation{Event: "evening", Guests: 1},
			},
		},
	}
	return Program{Version: presetVersion, Zone: zone, Currency: currency, Editions: []Edition{{
		ID:     "1",
		Settle: twoWeeks,
		Ladder: Ladder{
			Tiers:    []Tier{silver, gold},
			Window:   Window{Calendar: yearCycle},
			Grace:    retention.Span{Months: 2},
			Fall:     OneStep,
			Benefits: BenefitRule{Below: true, RoundTo: unit.Shift(-2)},
		},
	}}}
}

func shippingName() retention.Text {
	return retention.Text{English: "Free shipping", Japanese: "送料無料"}
}
