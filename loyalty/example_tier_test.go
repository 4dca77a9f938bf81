package loyalty_test

import (
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

// goldProgram has one tier, for 50,000 yen in a year from April, kept to the
// end of the next one.
func goldProgram() (*loyalty.Engine, *time.Location) {
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		panic(err)
	}
	engine, err := loyalty.Compile(loyalty.Program{
		Version: 1, Zone: "Asia/Tokyo", Currency: "JPY",
		Editions: []loyalty.Edition{{
			ID:     "2026",
			Settle: retention.Span{Days: 14},
			Ladder: loyalty.Ladder{
				Tiers: []loyalty.Tier{{
					ID:    "gold",
					Name:  retention.Text{English: "Gold", Japanese: "ゴールド会員"},
					Paths: []loyalty.Path{{{Metric: loyalty.SpendMetric, AtLeast: decimal.NewFromInt(50000)}}},
				}},
				Window: loyalty.Window{Calendar: loyalty.Cycle{Months: 12, From: retention.NewDate(2020, time.April, 1)}},
			},
		}},
	}, zone)
	if err != nil {
		panic(err)
	}
	return engine, zone
}

func buy(engine *loyalty.Engine, a loyalty.Account, id string, at time.Time, yen int64) loyalty.Account {
	a, _, err := engine.Apply(a, loyalty.Event{ID: id, At: at, Data: loyalty.Order{
		ID: id, Lines: []loyalty.Line{{Amount: decimal.NewFromInt(yen)}},
	}})
	if err != nil {
		panic(err)
	}
	return a
}

func ExampleEngine_Standing() {
	engine, zone := goldProgram()
	at := time.Date(2026, 5, 10, 12, 0, 0, 0, zone)
	member := buy(engine, loyalty.NewAccount("c17"), "o1", at, 30000)
	member = buy(engine, member, "o2", at.AddDate(0, 1, 0), 25000)

	for _, days := range []int{0, 40, 60, 800} {
		s := engine.Standing(member, at.AddDate(0, 0, days))
		if s.Tier == "" {
			fmt.Printf("day %d: no tier\n", days)
			continue
		}
		met := s.Why.Met[0]
		fmt.Printf("day %d: %s since %s until %s, for %v of %v\n", days, s.Name.In(retention.English),
			s.Since.Format(time.DateOnly), s.Until.Format(time.DateOnly), met.Have, met.Need)
	}
	// The second order is final when its 14 days are over. The tier is kept to
	// the end of the next year.

	// Output:
	// day 0: no tier
	// day 40: no tier
	// day 60: Gold since 2026-06-25 until 2028-04-01, for 55000 of 50000
	// day 800: no tier
}

func ExampleEngine_Goals() {
	engine, zone := goldProgram()
	member := buy(engine, loyalty.NewAccount("c17"), "o1", time.Date(2026, 5, 10, 12, 0, 0, 0, zone), 44600)

	for _, g := range engine.Goals(member, time.Date(2027, 3, 1, 0, 0, 0, 0, zone)) {
		fmt.Println(engine.Words(retention.English).Goal(g))
		fmt.Println(engine.Words(retention.Japanese).Goal(g))
	}
	member = buy(engine, member, "o2", time.Date(2027, 3, 20, 12, 0, 0, 0, zone), 5400)
	for _, g := range engine.Goals(member, time.Date(2027, 3, 21, 0, 0, 0, 0, zone)) {
		fmt.Println(engine.Words(retention.English).Goal(g))
		fmt.Println(engine.Words(retention.Japanese).Goal(g))
	}
	for _, g := range engine.Goals(member, time.Date(2027, 4, 10, 0, 0, 0, 0, zone)) {
		fmt.Println(engine.Words(retention.English).Goal(g))
		fmt.Println(engine.Words(retention.Japanese).Goal(g))
	}
	// Output:
	// spend 5,400 JPY by 31 March 2027 to reach Gold (it shows by 15 April 2027)
	// ゴールド会員になるには、2027年3月31日までにあと5,400円のお買い物が必要です（遅くとも2027年4月15日に反映）
	// nothing more to do to reach Gold (it shows by 4 April 2027)
	// ゴールド会員になるための条件は達成済みです（遅くとも2027年4月4日に反映）
	// spend 50,000 JPY by 31 March 2028 to keep Gold (it shows by 15 April 2028)
	// ゴールド会員を維持するには、2028年3月31日までにあと50,000円のお買い物が必要です（遅くとも2028年4月15日に反映）
}

func ExampleEngine_Due() {
	engine, zone := goldProgram()
	member := buy(engine, loyalty.NewAccount("c17"), "o1", time.Date(2026, 5, 10, 12, 0, 0, 0, zone), 60000)

	due := engine.Due(member, time.Date(2028, 4, 2, 0, 0, 0, 0, zone))
	for _, x := range due {
		fmt.Printf("%d %s %v %q at %s\n", x.Seq, x.Cause, x.Op, x.Tier, x.At.In(zone).Format(time.DateOnly))
	}
	booked, err := member.Append(due...)
	fmt.Println(err, len(engine.Due(booked, time.Date(2028, 4, 2, 0, 0, 0, 0, zone))))
	// Output:
	// 4 time@2028-04-01T15:00:00Z tier "gold" at 2026-05-25
	// 5 time@2028-04-01T15:00:00Z tier "" at 2028-04-01
	// <nil> 0
}

func ExampleGoal_By() {
	engine, zone := goldProgram()
	for _, g := range engine.Goals(loyalty.NewAccount("c17"), time.Date(2026, 5, 10, 12, 0, 0, 0, zone)) {
		fmt.Println(g.By(), "is before", g.Before.Format(time.DateTime))
	}
	// Output: 2027-03-31 is before 2027-04-01 00:00:00
}

func ExampleWords_Goal() {
	engine, err := loyalty.Compile(simple(), tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	g := loyalty.Goal{
		Tier: "gold", Missing: []loyalty.Gap{
			{Metric: "nights", Missing: decimal.NewFromInt(3)},
			{Metric: loyalty.OrdersMetric, Missing: decimal.NewFromInt(1)},
		},
	}
	fmt.Println(engine.Words(retention.English).Goal(g))
	fmt.Println(engine.Words(retention.Japanese).Goal(g))
	// Output:
	// collect 3 nights and place 1 order to reach gold
	// goldになるには、nightsあと3とあと1回のご注文が必要です
}
