package ltv_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
)

// A row of the caller's database is kept up to date by events, without the orders.
func ExampleCustomer_Buy() {
	day := func(month time.Month, day int) retention.Date { return retention.NewDate(2026, month, day) }
	haru := ltv.Customer{ID: "haru"}
	for _, purchase := range []struct {
		day    retention.Date
		amount int64
	}{{day(time.March, 1), 3000}, {day(time.March, 20), 1200}, {day(time.March, 20), 800}, {day(time.May, 2), 4000}} {
		var err error
		if haru, err = haru.Buy(purchase.day, decimal.NewFromInt(purchase.amount)); err != nil {
			log.Fatal(err)
		}
	}
	haru, err := haru.Refund(decimal.NewFromInt(500))
	if err != nil {
		log.Fatal(err)
	}
	haru = haru.Until(day(time.June, 30))
	fmt.Println(haru.Record())
	fmt.Println(haru.Spend())
	fmt.Println(haru.Net())
	_, err = haru.Buy(day(time.April, 1), decimal.NewFromInt(900))
	fmt.Println(err, errors.Is(err, ltv.ErrLate))
	// Output:
	// x=2, t_x=62 days, T=121 days
	// x=2, mean=3000 true
	// 8500
	// ltv: customer "haru": purchase comes late, on 2026-04-01: there was one on 2026-05-02 true
}

func ExampleCustomer_Check() {
	day := retention.NewDate(2026, time.March, 1)
	c := ltv.Customer{ID: "natsu", First: day, Last: day.AddDays(3), End: day.AddDays(30), Repeats: 7}
	fmt.Println(c.Check())
	// Output:
	// ltv: customer "natsu": 7 days of repeat purchases between 2026-03-01 and 2026-03-04
}

// orders of three customers, in Tokyo.
func someOrders() *retention.History {
	tokyo := time.FixedZone("JST", 9*60*60)
	var orders []retention.Order
	for _, o := range []struct {
		customer, at string
		amount       int64
		kind         retention.Kind
	}{
		{"haru", "2026-03-01 10:00", 3000, retention.Sale},
		{"haru", "2026-03-20 09:00", 1200, retention.Sale},
		{"haru", "2026-03-20 21:00", 800, retention.Sale},
		{"natsu", "2026-03-29 12:00", 5400, retention.Sale},
		{"natsu", "2026-04-02 12:00", 1400, retention.Refund},
		{"haru", "2026-05-02 12:00", 4000, retention.Sale},
		{"aki", "2026-05-20 18:00", 2600, retention.Sale},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", o.at, tokyo)
		if err != nil {
			log.Fatal(err)
		}
		orders = append(orders, retention.Order{Customer: o.customer, At: at, Amount: decimal.NewFromInt(o.amount), Kind: o.kind, Currency: "JPY"})
	}
	h, err := retention.NewHistory(orders)
	if err != nil {
		log.Fatal(err)
	}
	return h
}

func ExampleSummarize() {
	tokyo := time.FixedZone("JST", 9*60*60)
	view := someOrders().AsOf(retention.NewDate(2026, time.July, 1).Start(tokyo), tokyo)
	base := ltv.Summarize(view)
	fmt.Println(base.Len(), "customers from", base.From(), "to", base.End())
	for c := range base.All() {
		fmt.Println(c.ID, c.First, c.Last, c.Repeats, c.Net())
	}
	sales, refunds := base.Totals()
	fmt.Println(sales, refunds, base.Currency())
	// Output:
	// 3 customers from 2026-03-01 to 2026-06-30
	// aki 2026-05-20 2026-05-20 0 2600
	// haru 2026-03-01 2026-05-02 2 9000
	// natsu 2026-03-29 2026-03-29 0 4000
	// 17000 1400 JPY
}

// Rows of SELECT … GROUP BY customer_id, here as JSON.
func ExampleNewBase() {
	const rows = `[
		{"id": "natsu", "first": "2026-03-29", "last": "2026-03-29", "end": "2026-06-30", "repeats": 0,
		 "repeatSales": "0", "sales": "5400", "refunds": "1400"},
		{"id": "haru", "first": "2026-03-01", "last": "2026-05-02", "end": "2026-06-30", "repeats": 2,
		 "repeatSales": "6000", "sales": "9000", "refunds": "0"}
	]`
	var customers []ltv.Customer
	if err := json.Unmarshal([]byte(rows), &customers); err != nil {
		log.Fatal(err)
	}
	base, err := ltv.NewBase(customers, "JPY")
	if err != nil {
		log.Fatal(err)
	}
	haru, ok := base.Find("haru")
	fmt.Println(haru.Record(), ok)
	fmt.Println(base.Records())
	fmt.Println(base.Spends())
	// Output:
	// x=2, t_x=62 days, T=121 days true
	// [x=2, t_x=62 days, T=121 days x=0, t_x=0 days, T=93 days]
	// [x=2, mean=3000]
}

func ExampleHold() {
	tokyo := time.FixedZone("JST", 9*60*60)
	view := someOrders().AsOf(retention.NewDate(2026, time.July, 1).Start(tokyo), tokyo)
	h, err := ltv.Hold(view, retention.NewDate(2026, time.March, 31))
	if err != nil {
		log.Fatal(err)
	}
	for i, after := range h.After {
		fmt.Println(h.Base.At(i).ID, h.Base.At(i).Record(), "then", after.Purchases, "for", after.Sales, "less", after.Refunds)
	}
	fmt.Println(h.Length(), h.Newcomers)
	// Output:
	// haru x=1, t_x=19 days, T=30 days then 1 for 4000 less 0
	// natsu x=0, t_x=0 days, T=2 days then 0 for 0 less 1400
	// 91 days 1
}

func ExampleCalibrationEnd() {
	tokyo := time.FixedZone("JST", 9*60*60)
	view := someOrders().AsOf(retention.NewDate(2026, time.July, 1).Start(tokyo), tokyo)
	fmt.Println(ltv.CalibrationEnd(view))
	// Output:
	// 2026-05-24 true
}
