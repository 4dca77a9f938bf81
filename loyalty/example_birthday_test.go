package loyalty_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

// A gift on the birthday, for every customer who has ordered once.
func ExampleBenefit_everybody() {
	program := loyalty.PointsProgram("Asia/Tokyo", "JPY", decimal.NewFromInt(100))
	gift := loyalty.Benefit{
		ID: "cake", When: loyalty.Cond{Birthday: "week"},
		Gift: &loyalty.FreeGift{Item: "cake", Times: 1, Per: loyalty.PerYear},
	}
	first := loyalty.Need{Metric: loyalty.OrdersMetric, AtLeast: decimal.NewFromInt(1), Lifetime: true}
	all := loyalty.Tier{ID: "member", Paths: []loyalty.Path{{first}}, Benefits: []loyalty.Benefit{gift}}
	ladder := &program.Editions[0].Ladder
	ladder.Tiers = slices.Insert(ladder.Tiers, 0, all)
	ladder.Benefits.Below = true

	zone, err := time.LoadLocation(program.Zone)
	if err != nil {
		panic(err)
	}
	engine, err := loyalty.Compile(program, zone)
	if err != nil {
		panic(err)
	}
	for _, yen := range []int64{3000, 60000} { // the second is in silver
		enrolled := time.Date(2026, 2, 1, 12, 0, 0, 0, zone)
		born := retention.NewDate(1990, time.April, 1)
		member, _, err := engine.Apply(loyalty.NewAccount("c17"), loyalty.Event{ID: "e1", At: enrolled, Data: loyalty.Enrol{Birthday: born.String()}})
		if err != nil {
			panic(err)
		}
		member = buy(engine, member, "o1", enrolled, yen)
		perks, err := engine.Benefits(member, loyalty.Cart{At: time.Date(2026, 4, 2, 12, 0, 0, 0, zone), Total: decimal.NewFromInt(1000)})
		if err != nil {
			panic(err)
		}
		for _, p := range perks.Benefits {
			if p.Benefit.ID == "cake" {
				fmt.Printf("%s: %s %v\n", perks.Tier, p.Benefit.Gift.Item, p.Applied())
			}
		}
	}
	// Output:
	// member: cake true
	// silver: cake true
}
