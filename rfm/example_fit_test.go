package rfm_test

import (
	"encoding/json"
	"fmt"
	"log"
	"time"

	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
)

// smallShop is a table of five customers, most of whom bought once, and one who did
// not buy yet.
func smallShop() *rfm.Table {
	day := func(month time.Month, day int) time.Time { return time.Date(2025, month, day, 12, 0, 0, 0, time.UTC) }
	newYear := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	table, err := rfm.FromSummaries([]rfm.Summary{
		{Customer: "ann", Last: day(12, 30), Frequency: 12, Monetary: decimal.New(98000, -2)},
		{Customer: "bob", Last: day(3, 9), Frequency: 1, Monetary: decimal.New(1995, -2)},
		{Customer: "cy", Last: day(11, 2), Frequency: 1, Monetary: decimal.New(25000, -2)},
		{Customer: "dee", Last: day(7, 21), Frequency: 1, Monetary: decimal.New(-500, -2)},
		{Customer: "eve", Last: day(12, 1), Frequency: 3, Monetary: decimal.New(12050, -2)},
		{Customer: "flo"},
	}, newYear, time.UTC, rfm.Basis{})
	if err != nil {
		log.Fatal(err)
	}
	return table
}

func ExampleFit() {
	table := smallShop()
	scale, err := rfm.Fit(table, rfm.Method{})
	if err != nil {
		log.Fatal(err)
	}
	scored, err := scale.Apply(table)
	if err != nil {
		log.Fatal(err)
	}
	for c, score := range scored.All() {
		fmt.Println(c.ID, score)
	}
	fmt.Println("nobody has the frequency scores", scale.F.Empty())
	// Output:
	// ann 555
	// bob 112
	// cy 314
	// dee 211
	// eve 443
	// flo ---
	// nobody has the frequency scores [2 3]
}

func ExampleFit_fixedCuts() {
	scale, err := rfm.Fit(smallShop(), rfm.Method{
		Mode:          rfm.FixedCuts,
		Bins:          3,
		RecencyCuts:   []int{30, 180},
		FrequencyCuts: []int{1, 5},
		MonetaryCuts:  []decimal.Decimal{decimal.New(50, 0), decimal.New(500, 0)},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(scale)
	fmt.Println("customers by money:", scale.M.Counts)
	// Output:
	// fixed-cuts from 1 to 3, by 5 customers as of 2026-01-01T00:00:00Z UTC
	// recency: 2 within 180, 3 within 30
	// frequency: 2 over 1, 3 over 5
	// monetary: 2 over 50, 3 over 500
	// customers by money: [2 2 1]
}

// A scale is kept, and scores customers as they come.
func ExampleScale_Compile() {
	fitted, err := rfm.Fit(smallShop(), rfm.Method{Bins: 3})
	if err != nil {
		log.Fatal(err)
	}
	kept, err := json.Marshal(fitted)
	if err != nil {
		log.Fatal(err)
	}

	var scale rfm.Scale
	if err := json.Unmarshal(kept, &scale); err != nil {
		log.Fatal(err)
	}
	scorer, err := scale.Compile()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(&scale)
	fmt.Println(scorer.Score(rfm.Customer{ID: "gus", Recency: 0, Frequency: 2, Monetary: decimal.New(9999, -2)}))
	// Output:
	// ranks from 1 to 3, by 5 customers as of 2026-01-01T00:00:00Z UTC
	// recency: 2 under 164, 3 under 31
	// frequency: 2 over 1, 3 over 3
	// monetary: 2 over 19.95, 3 over 250
	// 322
}

func ExampleScorer_Apply() {
	scale, err := rfm.Fit(smallShop(), rfm.Method{})
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := scale.Compile()
	if err != nil {
		log.Fatal(err)
	}
	tokyo := time.FixedZone("Asia/Tokyo", 9*60*60)
	table, err := rfm.FromSummaries(nil, time.Date(2026, 2, 1, 0, 0, 0, 0, tokyo), tokyo, rfm.Basis{})
	if err != nil {
		log.Fatal(err)
	}
	_, err = scorer.Apply(table)
	fmt.Println(err)
	// Output:
	// rfm: measured by another zone: Asia/Tokyo, not UTC
}

func ExampleWeights_Composite() {
	w := rfm.Weights{R: 2, F: 1, M: 1}
	fmt.Println(w.Composite(rfm.Score{R: 5, F: 2, M: 3}))
	fmt.Println(w.Composite(rfm.Score{}))
	// Output:
	// 3.75
	// 0
}
