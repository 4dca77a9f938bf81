package rfm_test

import (
	"fmt"
	"log"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
)

// teaShop returns the orders of a small shop, placed at noon in Tokyo.
func teaShop() (orders []retention.Order) {
	for i, o := range []struct {
		customer   string
		month, day int
		yen        int64
	}{
		{"haru", 1, 10, 3200}, {"haru", 2, 14, 5400}, {"haru", 3, 1, 2800}, {"haru", 3, 20, 4100},
		{"natsu", 1, 5, 980}, {"natsu", 2, 1, 12500}, {"aki", 3, 25, 1200}, {"fuyu", 1, 2, 4500},
	} {
		orders = append(orders, retention.Order{
			ID: fmt.Sprint("o", i), Customer: o.customer, Currency: "JPY",
			At:     time.Date(2026, time.Month(o.month), o.day, 3, 0, 0, 0, time.UTC),
			Amount: decimal.NewFromInt(o.yen),
		})
	}
	return orders
}

func Example() {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		log.Fatal(err)
	}
	history, err := retention.NewHistory(teaShop())
	if err != nil {
		log.Fatal(err)
	}
	asOf := retention.NewDate(2026, time.April, 1).Start(tokyo)
	table, err := rfm.Measure(history.AsOf(asOf, tokyo), rfm.Basis{})
	if err != nil {
		log.Fatal(err)
	}
	named, err := rfm.Classify(table, rfm.Method{}, rfm.ElevenSegments())
	if err != nil {
		log.Fatal(err)
	}
	for i, c := range table.All() {
		title := named.Segmenter().Title(named.Segment(i), retention.English)
		fmt.Printf("%-5s %2d days ago, %d orders, %5v yen: %v %s\n", c.ID, c.Recency, c.Frequency, c.Monetary, named.Scored().Score(i), title)
	}
	// Output:
	// aki    7 days ago, 1 orders,  1200 yen: 411 New customers
	// fuyu  89 days ago, 1 orders,  4500 yen: 112 Lost
	// haru  12 days ago, 4 orders, 15500 yen: 344 Loyal
	// natsu 59 days ago, 2 orders, 13480 yen: 233 Hibernating
}

func ExampleMeasure() {
	history, err := retention.NewHistory(teaShop())
	if err != nil {
		log.Fatal(err)
	}
	view := history.AsOf(time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	table, err := rfm.Measure(view, rfm.Basis{
		Frequency: rfm.Days,
		Window:    retention.Span{Days: 60}, // from 31 January on
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range table.All() {
		fmt.Println(c.ID, c.Frequency, c.Monetary)
	}
	// Output:
	// aki 1 1200
	// fuyu 0 0
	// haru 3 12300
	// natsu 1 12500
}

func ExampleFromOrders() {
	asOf := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	table, unused, err := rfm.FromOrders(teaShop(), asOf, time.UTC, rfm.Basis{})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range table.All() {
		fmt.Println(c.ID, c.Recency, c.Frequency, c.Monetary)
	}
	fmt.Printf("%+v\n", unused)
	// Output:
	// fuyu 58 1 4500
	// haru 15 2 8600
	// natsu 28 2 13480
	// {Guests:0 Earlier:0 Later:3}
}

func ExampleFromSummaries() {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		log.Fatal(err)
	}
	asOf := retention.NewDate(2026, time.April, 1).Start(tokyo)
	table, err := rfm.FromSummaries([]rfm.Summary{ // rows of SELECT … GROUP BY customer_id
		{Customer: "haru", Last: time.Date(2026, 3, 20, 3, 0, 0, 0, time.UTC), Frequency: 4, Monetary: decimal.NewFromInt(15500)},
		{Customer: "fuyu"}, // registered, but did not buy yet
	}, asOf, tokyo, rfm.Basis{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(table.Len(), "customers,", table.WithSales(), "with sales")
	haru := table.At(1)
	fmt.Println(haru.ID, haru.Recency, haru.Frequency, haru.Monetary)
	// Output:
	// 2 customers, 1 with sales
	// haru 12 4 15500
}

func ExampleClassify() {
	asOf := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	table, _, err := rfm.FromOrders(teaShop(), asOf, time.UTC, rfm.Basis{})
	if err != nil {
		log.Fatal(err)
	}
	named, err := rfm.Classify(table, rfm.Method{Bins: 3}, rfm.SixGroups())
	if err != nil {
		log.Fatal(err)
	}
	for c, segment := range named.All() {
		fmt.Println(c.ID, segment)
	}
	// Output:
	// aki recent
	// fuyu inactive
	// haru loyal
	// natsu at-risk
}

func ExampleSegmented_Members() {
	asOf := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	table, _, err := rfm.FromOrders(teaShop(), asOf, time.UTC, rfm.Basis{})
	if err != nil {
		log.Fatal(err)
	}
	named, err := rfm.Classify(table, rfm.Method{}, rfm.ElevenSegments())
	if err != nil {
		log.Fatal(err)
	}
	for c := range named.Members("loyal") {
		fmt.Println(c.ID, c.Last)
	}
	// Output: haru 2026-03-20
}

func ExampleMeasureOne() {
	history, err := retention.NewHistory(teaShop())
	if err != nil {
		log.Fatal(err)
	}
	march := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	table, err := rfm.Measure(history.AsOf(march, time.UTC), rfm.Basis{})
	if err != nil {
		log.Fatal(err)
	}
	scale, err := rfm.Fit(table, rfm.Method{}) // once a quarter, say
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := scale.Compile()
	if err != nil {
		log.Fatal(err)
	}

	april := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC) // on a request
	aki, ok, err := rfm.MeasureOne(history.AsOf(april, time.UTC), "aki", rfm.Basis{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(aki.ID, ok, scorer.Score(aki))
	// Output: aki true 511
}
