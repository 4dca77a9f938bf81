package loyalty_test

import (
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

func yen(n int64) decimal.Decimal { return decimal.NewFromInt(n) }

func ExamplePointsProgram() {
	zone, _ := time.LoadLocation("Asia/Tokyo")
	program := loyalty.PointsProgram("Asia/Tokyo", "JPY", yen(100))
	engine, err := loyalty.Compile(program, zone)
	if err != nil {
		fmt.Println(err)
		return
	}
	account, _, err := engine.Apply(loyalty.NewAccount("haru"), loyalty.Event{
		ID: "1", At: time.Date(2026, 1, 10, 12, 0, 0, 0, zone),
		Data: loyalty.Order{ID: "A1", Lines: []loyalty.Line{{Amount: yen(4520)}}, Shipping: yen(500)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	words := engine.Words(retention.English)
	fmt.Println(words.Balance(account.Balance(time.Date(2026, 1, 20, 0, 0, 0, 0, zone))))
	fmt.Println(words.Balance(account.Balance(time.Date(2026, 1, 25, 0, 0, 0, 0, zone))))
	for _, l := range account.Lapsing(time.Date(2026, 1, 25, 0, 0, 0, 0, zone), time.Date(2030, 1, 1, 0, 0, 0, 0, zone)) {
		fmt.Println(words.Lapse(l))
	}
	// Output:
	// 0 points available, 45 points pending
	// 45 points available
	// 45 points lapse on 1 February 2027
}

func ExampleCashBackProgram() {
	zone, _ := time.LoadLocation("Europe/Berlin")
	engine, err := loyalty.Compile(loyalty.CashBackProgram("Europe/Berlin", "EUR", decimal.NewFromInt(3)), zone)
	if err != nil {
		fmt.Println(err)
		return
	}
	decision, err := engine.Decide(loyalty.NewAccount("haru"), loyalty.Event{
		ID: "1", At: time.Date(2026, 1, 10, 12, 0, 0, 0, zone),
		Data: loyalty.Order{ID: "A1", Lines: []loyalty.Line{{Amount: decimal.RequireFromString("45.67")}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(engine.Words(retention.English).Step(decision.Steps[0]))
	// Output: Cash back: 3% of 45.67 EUR: 1.37 points
}

func ExampleStampCard() {
	zone, _ := time.LoadLocation("Asia/Tokyo")
	engine, err := loyalty.Compile(loyalty.StampCard("Asia/Tokyo", "JPY", yen(500)), zone)
	if err != nil {
		fmt.Println(err)
		return
	}
	account := loyalty.NewAccount("haru")
	for i := range 10 {
		account, _, err = engine.Apply(account, loyalty.Event{
			ID: fmt.Sprint("visit ", i), At: time.Date(2026, 1, 10+i, 12, 0, 0, 0, zone),
			Data: loyalty.Order{ID: fmt.Sprint(i), Lines: []loyalty.Line{{Amount: yen(620)}}},
		})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	account, _, err = engine.Apply(account, loyalty.Event{
		ID: "coffee", At: time.Date(2026, 1, 20, 12, 0, 0, 0, zone), Data: loyalty.Redeem{Points: 10},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	b := account.Balance(time.Date(2026, 1, 21, 0, 0, 0, 0, zone))
	fmt.Println(b.Earned, "stamps,", b.Spent, "of them for a reward")
	// Output: 10 stamps, 10 of them for a reward
}

func ExampleTieredClub() {
	zone, _ := time.LoadLocation("Asia/Tokyo")
	program := loyalty.TieredClub("Asia/Tokyo", "JPY", yen(100))
	engine, err := loyalty.Compile(program, zone)
	if err != nil {
		fmt.Println(err)
		return
	}
	words := engine.Words(retention.English)
	for _, tier := range program.Editions[0].Ladder.Tiers {
		fmt.Println(tier.Name.In(retention.English))
		for _, b := range tier.Benefits {
			fmt.Println(" ", words.Benefit(b))
		}
	}
	// Output:
	// Silver
	//   Free shipping: free shipping from 5,000 JPY
	//   Birthday gift: gift, once a year
	// Gold
	//   Members' discount: 5% off from 5,000 JPY, 8% off from 20,000 JPY
	//   Free shipping: free shipping
	//   Early access: 2 days before the public sale
	//   Members' evening: invitation to evening, with up to 1 guest
}

func ExampleJapaneseProgram() {
	zone, _ := time.LoadLocation("Asia/Tokyo")
	engine, err := loyalty.Compile(loyalty.JapaneseProgram(), zone)
	if err != nil {
		fmt.Println(err)
		return
	}
	account, decision, err := engine.Apply(loyalty.NewAccount("haru"), loyalty.Event{
		ID: "1", At: time.Date(2026, 5, 10, 12, 0, 0, 0, zone),
		Data: loyalty.Order{ID: "A1", Lines: []loyalty.Line{{Amount: yen(10000)}}, Tags: []string{loyalty.CampaignTag}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	words := engine.Words(retention.Japanese)
	for _, step := range decision.Steps {
		if step.Applied() {
			fmt.Println(words.Step(step))
		}
	}
	for _, l := range account.Lapsing(time.Date(2026, 6, 1, 0, 0, 0, 0, zone), time.Date(2030, 1, 1, 0, 0, 0, 0, zone)) {
		fmt.Println(words.Lapse(l))
	}
	// Output:
	// 通常ポイント：10,000円、100円ごとに1ポイント：100ポイント
	// 期間限定ポイント（キャンペーン）：100ポイントの3倍：200ポイント加算
	// 200ポイントの有効期限は2026年6月30日までです
	// 100ポイントの有効期限は2027年5月31日までです
}
