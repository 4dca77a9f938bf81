package retention_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// teaShop returns a few orders, with what happens to orders.
func teaShop() []retention.Order {
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 3, 0, 0, 0, time.UTC) }
	yen := decimal.NewFromInt
	return []retention.Order{
		{ID: "o1", Customer: "haru", At: day(1, 10), Amount: yen(3200), Currency: "JPY"},
		{ID: "o2", Customer: "haru", At: day(2, 14), Amount: yen(5400), Currency: "JPY"},
		{ID: "r1", Customer: "haru", At: day(2, 20), Amount: yen(1400), Currency: "JPY", Kind: retention.Refund},
		{ID: "o3", Customer: "natsu", At: day(2, 1), Amount: yen(880), Currency: "JPY"},
		{ID: "o3", Customer: "natsu", At: day(2, 1), Amount: yen(880), Currency: "JPY"}, // delivered twice
		{ID: "o4", Customer: "natsu", At: day(2, 3), Amount: yen(9900), Currency: "JPY"},
		{ID: "o4", Customer: "natsu", At: day(2, 4), Currency: "JPY", Kind: retention.Void}, // cancelled
		{ID: "o5", At: day(2, 5), Amount: yen(500), Currency: "JPY"},                        // a guest
	}
}

func Example() {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		log.Fatal(err)
	}
	h, err := retention.NewHistory(teaShop())
	if err != nil {
		log.Fatal(err)
	}
	view := h.AsOf(retention.NewDate(2026, time.March, 1).Start(tokyo), tokyo)
	for c := range view.Customers() {
		for e := range c.Events() {
			fmt.Println(c.ID(), e.Day(), e.Kind, e.Amount)
		}
	}
	r := view.Report()
	fmt.Printf("%d customers, %d sales, %d refunds, net %v %s\n", r.Customers, r.Sales, r.Refunds, r.Net, view.Currency())
	fmt.Printf("not counted: %d duplicate, %d voided, %d guest\n", r.Duplicates, r.Voided, r.Guests)
	// Output:
	// haru 2026-01-10 sale 3200
	// haru 2026-02-14 sale 5400
	// haru 2026-02-20 refund -1400
	// natsu 2026-02-01 sale 880
	// 2 customers, 3 sales, 1 refunds, net 8080 JPY
	// not counted: 1 duplicate, 1 voided, 1 guest
}

func ExampleHistory_AsOf() {
	h, err := retention.NewHistory(teaShop())
	if err != nil {
		log.Fatal(err)
	}
	for _, day := range []int{3, 4, 5} {
		at := time.Date(2026, time.February, day, 0, 0, 0, 0, time.UTC)
		natsu, _ := h.AsOf(at, time.UTC).Customer("natsu")
		fmt.Printf("before %d February: %d sales\n", day, len(slices.Collect(natsu.Events())))
	}
	// Output:
	// before 3 February: 1 sales
	// before 4 February: 2 sales
	// before 5 February: 1 sales
}

func ExampleHistory_Bounds() {
	h, err := retention.NewHistory(teaShop())
	if err != nil {
		log.Fatal(err)
	}
	_, last := h.Bounds()
	fmt.Println(retention.DateOf(last, time.UTC).AddDays(1))
	// Output: 2026-02-21
}

func ExampleHistory_Add() {
	var h retention.History // the zero History is ready for use
	err := h.Add(
		retention.Order{ID: "o1", Customer: "haru", At: time.Date(2026, 1, 10, 3, 0, 0, 0, time.UTC)},
		retention.Order{ID: "o2", Customer: "haru"},
	)
	fmt.Println(err)

	var fault *retention.OrderError
	if errors.As(err, &fault) && errors.Is(err, retention.ErrTime) {
		fmt.Println("fix", fault.Order)
	}
	// Output:
	// retention: customer "haru": order "o2": no usable time: 0001-01-01 00:00:00 +0000 UTC
	// fix o2
}

// A row whose amount was lowered keeps the larger amount, until a void takes the
// old version back.
func ExampleHistory_Add_edited() {
	placed := time.Date(2026, 1, 10, 3, 0, 0, 0, time.UTC)
	var h retention.History
	show := func(orders ...retention.Order) {
		if err := h.Add(orders...); err != nil {
			log.Fatal(err)
		}
		r := h.AsOf(time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), time.UTC).Report()
		fmt.Printf("%d sales, net %v, %d conflicts, %d voided\n", r.Sales, r.Net, r.Conflicts, r.Voided)
	}
	show(retention.Order{ID: "o1", Customer: "haru", At: placed, Amount: decimal.NewFromInt(3200)})
	show(retention.Order{ID: "o1", Customer: "haru", At: placed, Amount: decimal.NewFromInt(2800)}) // the same row, edited
	show(
		retention.Order{ID: "o1", Customer: "haru", At: placed, Kind: retention.Void},
		retention.Order{ID: "o1/2", Customer: "haru", At: placed, Amount: decimal.NewFromInt(2800)},
	)
	// Output:
	// 1 sales, net 3200, 0 conflicts, 0 voided
	// 1 sales, net 3200, 1 conflicts, 0 voided
	// 1 sales, net 2800, 0 conflicts, 2 voided
}

func ExampleHistory_AddCustomers() {
	var h retention.History
	if err := h.AddCustomers("fuyu"); err != nil {
		log.Fatal(err)
	}
	for c := range h.AsOf(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC).Customers() {
		fmt.Println(c.ID(), "has", len(slices.Collect(c.Events())), "orders")
	}
	// Output: fuyu has 0 orders
}

func ExampleHistory_Erase() {
	day := time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC)
	h, err := retention.NewHistory([]retention.Order{
		{ID: "1", Customer: "anna", At: day, Amount: decimal.NewFromInt(40)},
		{ID: "2", Customer: "ben", At: day, Amount: decimal.NewFromInt(60)},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(h.Erase("ben", "nobody"), "erased")
	for c := range h.AsOf(day.AddDate(0, 0, 1), time.UTC).Customers() {
		fmt.Println(c.ID())
	}
	// Output:
	// 1 erased
	// anna
}

func ExampleHistory_Merge() {
	orders := teaShop()
	online, err := retention.NewHistory(orders[:3])
	if err != nil {
		log.Fatal(err)
	}
	shop, err := retention.NewHistory(orders[2:]) // overlaps by an order
	if err != nil {
		log.Fatal(err)
	}
	if err := online.Merge(shop); err != nil {
		log.Fatal(err)
	}
	fmt.Println(online.AsOf(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.UTC).Report().Net)
	// Output: 8080
}

func ExampleCollect() {
	h, err := retention.Collect(slices.Values(teaShop())) // or rows of a database, one by one
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(h.Currency())
	// Output: JPY
}

func ExampleHistory_MarshalJSON() {
	h, err := retention.NewHistory(teaShop()[:1])
	if err != nil {
		log.Fatal(err)
	}
	text, err := json.MarshalIndent(h, "", "  ")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
	// Output:
	// {
	//   "version": 1,
	//   "currency": "JPY",
	//   "customers": [
	//     {
	//       "id": "haru",
	//       "orders": [
	//         {
	//           "id": "o1",
	//           "at": "2026-01-10T03:00:00Z",
	//           "kind": "sale",
	//           "amount": "3200"
	//         }
	//       ]
	//     }
	//   ]
	// }
}

func ExampleHistory_MarshalBinary() {
	h, err := retention.NewHistory(teaShop())
	if err != nil {
		log.Fatal(err)
	}
	stored, err := h.MarshalBinary()
	if err != nil {
		log.Fatal(err)
	}
	var back retention.History
	if err := back.UnmarshalBinary(stored); err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(stored), "bytes,", back.Currency())
	// Output: 142 bytes, JPY
}

// What a History holds is folded customer by customer, without the orders that
// do not count: compare the example of [FoldOrders], which sees them all.
func ExampleView_Customers() {
	h, err := retention.NewHistory(teaShop())
	if err != nil {
		log.Fatal(err)
	}
	view := h.AsOf(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	for c := range view.Customers() {
		var total struct{ sales, refunds int }
		for e := range c.Events() {
			switch e.Kind {
			case retention.Sale:
				total.sales++
			case retention.Refund:
				total.refunds++
			}
		}
		fmt.Printf("%q %+v\n", c.ID(), total)
	}
	// Output:
	// "haru" {sales:2 refunds:1}
	// "natsu" {sales:1 refunds:0}
}

func ExampleView_Split() {
	h, err := retention.NewHistory(teaShop())
	if err != nil {
		log.Fatal(err)
	}
	view := h.AsOf(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	for _, part := range view.Split(2) { // one for each goroutine
		for c := range part.Customers() {
			fmt.Println(c.ID())
		}
	}
	// Output:
	// haru
	// natsu
}

func ExampleFoldOrders() {
	type totals struct{ sales, refunds int }
	customers, list, err := retention.FoldOrders(teaShop(),
		func(t *totals, o *retention.Order) error {
			kind, _, err := o.Effect()
			switch kind {
			case retention.Sale:
				t.sales++
			case retention.Refund:
				t.refunds++
			}
			return err
		},
		func(t, later *totals) {
			t.sales += later.sales
			t.refunds += later.refunds
		})
	if err != nil {
		log.Fatal(err)
	}
	for i, customer := range customers {
		fmt.Printf("%q %+v\n", customer, list[i])
	}
	// Output:
	// "" {sales:1 refunds:0}
	// "haru" {sales:2 refunds:1}
	// "natsu" {sales:3 refunds:0}
}

func ExampleNewAmount() {
	a, err := retention.NewAmount(decimal.RequireFromString("12.50"))
	fmt.Println(a, err)
	third := decimal.NewFromInt(100).Div(decimal.NewFromInt(3))
	_, err = retention.NewAmount(third)
	fmt.Println(err)
	a, err = retention.NewAmount(third.Round(2))
	fmt.Println(a, err)
	// Output:
	// 12.5 <nil>
	// amount out of range: 33.3333333333333333 has more than 12 decimals
	// 33.33 <nil>
}

func ExampleSum() {
	var s retention.Sum
	for _, text := range []string{"0.10", "0.20", "-0.30"} {
		a, err := retention.NewAmount(decimal.RequireFromString(text))
		if err != nil {
			log.Fatal(err)
		}
		s.Add(a)
	}
	fmt.Println(s.Decimal().IsZero())
	// Output: true
}

func ExampleOrder_Check() {
	o := retention.Order{ID: "o1", Customer: "haru", At: time.Date(2026, 1, 10, 3, 0, 0, 0, time.UTC), Amount: decimal.New(1, 300)}
	fmt.Println(o.Check())
	// Output: retention: customer "haru": order "o1": amount out of range: 1-digit number × 10^300
}

func ExampleOrder_Effect() {
	o := retention.Order{ID: "r1", At: time.Date(2026, 1, 10, 3, 0, 0, 0, time.UTC), Amount: decimal.NewFromInt(1400), Kind: retention.Refund}
	fmt.Println(o.Effect())
	// Output: refund -1400 <nil>
}

func ExampleText_In() {
	t := retention.Text{English: "thank you", Japanese: "ありがとうございます"}
	fmt.Println(t.In(retention.English), t.In(retention.Japanese))
	// Output: thank you ありがとうございます
}
