package loyalty_test

import (
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

func ExampleEngine_Benefits() {
	zone, _ := time.LoadLocation("Asia/Tokyo")
	engine, err := loyalty.Compile(loyalty.TieredClub("Asia/Tokyo", "JPY", yen(100)), zone)
	if err != nil {
		fmt.Println(err)
		return
	}
	// What would this cart get in gold?
	perks, err := engine.Benefits(loyalty.NewAccount("haru"), loyalty.Cart{
		At: time.Date(2026, 5, 1, 12, 0, 0, 0, zone), Total: yen(5019), Shipping: yen(600), Tier: "gold",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(perks.Off(), "yen off")
	words := engine.Words(retention.English)
	for _, p := range perks.Benefits {
		fmt.Println(words.Perk(p))
	}
	// Output:
	// 850 yen off
	// Members' discount: 250 JPY off, 14,981 JPY more to the next step
	// Free shipping: 600 JPY off
	// Early access: applies
	// Members' evening: applies
	// Birthday gift: not applied, for the birthday only
}

func ExampleEngine_Opens() {
	zone, _ := time.LoadLocation("Asia/Tokyo")
	engine, err := loyalty.Compile(loyalty.TieredClub("Asia/Tokyo", "JPY", yen(100)), zone)
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 9, 11, 9, 0, 0, 0, zone)
	sale := loyalty.Sale{Public: time.Date(2026, 9, 12, 10, 0, 0, 0, zone), Tier: "gold"}
	opening, err := engine.Opens(loyalty.NewAccount("haru"), sale, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(opening.At.In(zone).Format(time.DateTime), opening.Benefit)
	fmt.Println("may buy now:", !now.Before(opening.At))
	// Output:
	// 2026-09-10 10:00:00 early
	// may buy now: true
}

func ExampleGiftGiven() {
	zone, _ := time.LoadLocation("Asia/Tokyo")
	engine, err := loyalty.Compile(loyalty.TieredClub("Asia/Tokyo", "JPY", yen(100)), zone)
	if err != nil {
		fmt.Println(err)
		return
	}
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, zone)
	account := loyalty.NewAccount("haru")
	for i, data := range []loyalty.Data{loyalty.Enrol{Birthday: "05-20"}, loyalty.GiftGiven("birthday")} {
		perks, err := engine.Benefits(account, loyalty.Cart{At: at, Tier: "silver"})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(perks.Benefits[1].Why)
		if account, _, err = engine.Apply(account, loyalty.Event{ID: fmt.Sprint(i), At: at, Data: data}); err != nil {
			fmt.Println(err)
			return
		}
	}
	perks, err := engine.Benefits(account, loyalty.Cart{At: at, Tier: "silver"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(engine.Words(retention.English).Perk(perks.Benefits[1]))
	// Output:
	// no_birthday
	// granted
	// Birthday gift: not applied, given already
}
