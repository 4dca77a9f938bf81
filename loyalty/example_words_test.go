package loyalty_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// wordsShop is an engine whose points can be used at once, by 100.
func wordsShop() (*loyalty.Engine, *time.Location) {
	zone, _ := time.LoadLocation("Asia/Tokyo")
	program := loyalty.PointsProgram("Asia/Tokyo", "JPY", yen(100))
	program.Editions[0].Life.AtOnce = true
	program.Editions[0].Burn[0].Min = 100
	engine, err := loyalty.Compile(program, zone)
	if err != nil {
		panic(err)
	}
	return engine, zone
}

func ExampleEngine_Words() {
	engine, _ := wordsShop()
	for _, lang := range []retention.Language{retention.English, retention.Japanese} {
		words := engine.Words(lang)
		fmt.Println(words.Balance(loyalty.Balance{Available: 1200, Pending: 45}))
	}
	// Output:
	// 1,200 points available, 45 points pending
	// 利用可能1,200ポイント、獲得予定45ポイント
}

func ExampleWords_Decision() {
	engine, zone := wordsShop()
	decision, err := engine.Decide(loyalty.NewAccount("haru"), loyalty.Event{
		ID: "1", At: time.Date(2026, 5, 1, 12, 0, 0, 0, zone),
		Data: loyalty.Order{ID: "A1", Lines: []loyalty.Line{{Amount: yen(4520)}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(engine.Words(retention.English).Decision(decision))
	// Output:
	// 45 points in all
	// + Points: 1 point per 100 JPY of 4,520 JPY: 45 points
	// - Silver bonus: no points, for another tier (Silver)
	// - Gold bonus: no points, for another tier (Gold)
}

func ExampleWords_Step() {
	engine, _ := wordsShop()
	basis, _ := retention.NewAmount(yen(4520))
	step := loyalty.Step{Edition: "1", Rule: "base", Basis: basis, Points: 45}
	fmt.Println(engine.Words(retention.English).Step(step))
	fmt.Println(engine.Words(retention.Japanese).Step(step))
	// Output:
	// Points: 1 point per 100 JPY of 4,520 JPY: 45 points
	// 通常ポイント：4,520円、100円ごとに1ポイント：45ポイント
}

func ExampleReason_Text() {
	fmt.Println(loyalty.CapReached.Text(retention.English))
	fmt.Println(loyalty.CapReached.Text(retention.Japanese))
	// Output:
	// the cap has been reached
	// 上限に達しています
}

func ExampleWords_Lapse() {
	engine, zone := wordsShop()
	lapse := loyalty.Lapse{At: time.Date(2026, 4, 1, 0, 0, 0, 0, zone), Points: 120}
	fmt.Println(engine.Words(retention.English).Lapse(lapse))
	fmt.Println(engine.Words(retention.Japanese).Lapse(lapse))
	// Output:
	// 120 points lapse on 1 April 2026
	// 120ポイントの有効期限は2026年3月31日までです
}

func ExampleWords_Balance() {
	engine, _ := wordsShop()
	fmt.Println(engine.Words(retention.English).Balance(loyalty.Balance{Available: 1, Held: 50}))
	// Output: 1 point available, 50 points reserved
}

func ExampleWords_Shortage() {
	engine, zone := wordsShop()
	words := engine.Words(retention.English)
	for _, n := range []loyalty.Points{50, 150} {
		_, err := engine.Decide(loyalty.NewAccount("haru"), loyalty.Event{
			ID: "1", At: time.Date(2026, 5, 1, 12, 0, 0, 0, zone), Data: loyalty.Redeem{Points: n, Total: yen(9000)},
		})
		var shortage *loyalty.Shortage
		var limit *loyalty.Limit
		switch {
		case errors.As(err, &shortage):
			fmt.Println(words.Shortage(shortage))
		case errors.As(err, &limit):
			fmt.Println(words.Limit(limit))
		}
	}
	// Output:
	// at least 100 points at a time, not 50 points
	// 150 points needed, 0 points available
}

func ExampleWords_Limit() {
	engine, _ := wordsShop()
	limit := &loyalty.Limit{Name: "share", Want: 800, Must: 500}
	fmt.Println(engine.Words(retention.English).Limit(limit))
	// Output: this order can be paid with at most 500 points, not 800 points
}

func ExampleWords_Benefit() {
	engine, _ := wordsShop()
	b := loyalty.Benefit{ID: "discount", Discount: &loyalty.Discount{Steps: []loyalty.DiscountStep{
		{From: yen(5000), Percent: yen(5)}, {From: yen(20000), Percent: yen(8)},
	}}}
	fmt.Println(engine.Words(retention.English).Benefit(b))
	fmt.Println(engine.Words(retention.Japanese).Benefit(b))
	// Output:
	// 5% off from 5,000 JPY, 8% off from 20,000 JPY
	// 5,000円以上で5%引き、20,000円以上で8%引き
}

func ExampleWords_Perk() {
	engine, _ := wordsShop()
	p := loyalty.Perk{
		Benefit: loyalty.Benefit{ID: "shipping", FreeShipping: &loyalty.FreeShipping{From: yen(5000)}},
		Why:     loyalty.TooLittle,
		Missing: yen(480),
	}
	fmt.Println(engine.Words(retention.English).Perk(p))
	// Output: free shipping from 5,000 JPY: 480 JPY more to go
}

func ExampleWords_Entry() {
	engine, _ := wordsShop()
	entry := loyalty.Entry{Op: loyalty.OpGrant, Kind: "order", Ref: "A1", Edition: "1", Rule: "base", Points: 45}
	fmt.Println(engine.Words(retention.English).Entry(entry))
	fmt.Println(engine.Words(retention.Japanese).Entry(entry))
	// Output:
	// Order A1: Points
	// 注文A1：通常ポイント
}

func ExampleWords_Points() {
	engine, _ := wordsShop()
	fmt.Println(engine.Words(retention.English).Points(1200))
	// Output: 1,200 points
}

func ExampleWords_Money() {
	engine, _ := wordsShop()
	fmt.Println(engine.Words(retention.English).Money(yen(4520)))
	fmt.Println(engine.Words(retention.Japanese).Money(yen(4520)))
	// Output:
	// 4,520 JPY
	// 4,520円
}

func ExampleWords_Statement() {
	engine, zone := wordsShop()
	at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 12, 0, 0, 0, zone) }
	account := loyalty.NewAccount("haru")
	for i, ev := range []loyalty.Event{
		{At: at(5, 1), Data: loyalty.Enrol{}},
		{At: at(5, 2), Data: loyalty.Order{ID: "A1", Lines: []loyalty.Line{{Amount: yen(20000)}}}},
		{At: at(5, 9), Data: loyalty.Redeem{Points: 150, Order: "A2", Total: yen(3000)}},
		{At: at(5, 11), Data: loyalty.Order{ID: "A1", Lines: []loyalty.Line{{Amount: yen(18000)}}}},
	} {
		var err error
		ev.ID = fmt.Sprint(i)
		if account, _, err = engine.Apply(account, ev); err != nil {
			fmt.Println(err)
			return
		}
	}
	for _, lang := range []retention.Language{retention.English, retention.Japanese} {
		for _, r := range engine.Words(lang).Statement(account, at(5, 1), at(6, 1)) {
			fmt.Printf("%s %+4d %4d  %s\n", r.Date, r.Points, r.Balance, r.What)
		}
	}
	// Output:
	// 2026-05-01   +0    0  Joined
	// 2026-05-02 +200  200  Order A1: Points
	// 2026-05-09 -150   50  Used for Order A2
	// 2026-05-11  -20   30  Order A1: taken back
	// 2026-05-01   +0    0  入会
	// 2026-05-02 +200  200  注文A1：通常ポイント
	// 2026-05-09 -150   50  ポイント利用（注文A2）
	// 2026-05-11  -20   30  注文A1の取り消し
}
