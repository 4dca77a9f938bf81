package rfm_test

import (
	"encoding/json"
	"fmt"
	"log"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
)

// The small shop of the examples, at two instants.
var (
	february = time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	april    = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
)

func exampleTable(asOf time.Time) *rfm.Table {
	bought := func(id string, daysAgo, orders int, money int64) rfm.Summary {
		last := asOf.AddDate(0, 0, -daysAgo).Add(9 * time.Hour)
		return rfm.Summary{Customer: id, Last: last, Frequency: orders, Monetary: decimal.NewFromInt(money), Currency: "JPY"}
	}
	list := []rfm.Summary{
		bought("aoki", 4, 12, 123400), bought("baba", 90, 8, 61000), bought("chiba", 200, 1, 4800),
		{Customer: "doi"}, bought("fujii", 240, 1, 3500),
	}
	if asOf.After(february) {
		list = []rfm.Summary{
			bought("aoki", 63, 12, 123400), bought("baba", 2, 13, 131000), bought("chiba", 259, 1, 4800),
			bought("doi", 1, 1, 2980), bought("endo", 8, 2, 9960), bought("fujii", 299, 1, 3500),
		}
	}
	table, err := rfm.FromSummaries(list, asOf, time.UTC, rfm.Basis{})
	if err != nil {
		log.Fatal(err)
	}
	return table
}

func exampleScorer(t *rfm.Table, bins int) *rfm.Scorer {
	scale, err := rfm.Fit(t, rfm.Method{Bins: bins})
	if err != nil {
		log.Fatal(err)
	}
	scorer, err := scale.Compile()
	if err != nil {
		log.Fatal(err)
	}
	return scorer
}

func exampleScored(asOf time.Time) *rfm.Scored {
	table := exampleTable(asOf)
	scored, err := exampleScorer(table, 3).Apply(table)
	if err != nil {
		log.Fatal(err)
	}
	return scored
}

func exampleSegmented(asOf time.Time) *rfm.Segmented {
	segmenter, err := rfm.SixGroups().Compile()
	if err != nil {
		log.Fatal(err)
	}
	segmented, err := segmenter.Apply(exampleScored(asOf))
	if err != nil {
		log.Fatal(err)
	}
	return segmented
}

func ExampleSegmenter_Apply() {
	segmenter, err := rfm.SixGroups().Compile()
	if err != nil {
		log.Fatal(err)
	}
	segmented, err := segmenter.Apply(exampleScored(february))
	if err != nil {
		log.Fatal(err)
	}
	for customer, segment := range segmented.All() {
		fmt.Println(customer.ID, segment)
	}
	fmt.Println(segmented.Of("chiba"))
	// Output:
	// aoki champions
	// baba needs-attention
	// chiba inactive
	// doi prospects
	// fujii inactive
	// inactive true
}

func ExampleMembership_Next() {
	var m rfm.Membership
	m = m.Next("recent", retention.NewDate(2026, time.January, 5))
	m = m.Next("loyal", retention.NewDate(2026, time.February, 5))
	m = m.Next("loyal", retention.NewDate(2026, time.March, 5))
	fmt.Printf("%s since %v, before that %s\n", m.Current, m.Since, m.Previous)
	// Output: loyal since 2026-02-05, before that recent
}

// A Movement is stored as JSON between two snapshots.
func ExampleMovement_Add() {
	var m rfm.Movement
	for _, asOf := range []time.Time{february, april} {
		if err := m.Add(exampleSegmented(asOf)); err != nil {
			log.Fatal(err)
		}
	}
	text, err := json.Marshal(m.Members["doi"])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
	fmt.Println(m.Add(exampleSegmented(february)))
	// Output:
	// {"current":"recent","previous":"prospects","since":"2026-04-01"}
	// rfm: not a later snapshot: 2026-02-01 00:00:00 +0000 UTC after 2026-04-01 00:00:00 +0000 UTC
}

func ExampleMigrate() {
	m, err := rfm.Migrate(exampleSegmented(february), exampleSegmented(april))
	if err != nil {
		log.Fatal(err)
	}
	for _, move := range m.Moves {
		fmt.Printf("%s: %q to %q\n", move.Customer, move.From, move.To)
	}
	fmt.Printf("%.0f%% of the customers with %.0f%% of the money moved\n", 100*m.MovedShare, 100*m.MovedMoneyShare)
	// Output:
	// aoki: "champions" to "loyal"
	// baba: "needs-attention" to "champions"
	// doi: "prospects" to "recent"
	// endo: "" to "needs-attention"
	// 60% of the customers with 96% of the money moved
}

func ExampleMigration_Entered() {
	m, err := rfm.Migrate(exampleSegmented(february), exampleSegmented(april))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("entered champions:", m.Entered("champions"))
	fmt.Println("left champions:   ", m.Left("champions"))
	// Output:
	// entered champions: [baba]
	// left champions:    [aoki]
}

// What would a scale that is fitted in April do to the customers of February?
func ExampleDrift() {
	table := exampleTable(february)
	report, err := rfm.Drift(table, exampleScorer(table, 3), exampleScorer(exampleTable(april), 3))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d of %d customers change a score\n", report.Changed, report.Customers)
	fmt.Println("recency from (row) to (column):", report.R.Transitions)
	// Output:
	// 3 of 4 customers change a score
	// recency from (row) to (column): [[0 2 0] [0 1 0] [0 0 1]]
}

func ExampleDistribution() {
	_, frequency, _ := rfm.Distribution(exampleScored(april))
	for _, bar := range frequency {
		fmt.Printf("%v orders: %d customers, score %d\n", bar.Value, bar.Customers, bar.Score)
	}
	// Output:
	// 1 orders: 3 customers, score 1
	// 2 orders: 1 customers, score 2
	// 12 orders: 1 customers, score 3
	// 13 orders: 1 customers, score 3
}

func ExampleHeatMap() {
	for _, cell := range rfm.HeatMap(exampleScored(april)) {
		if cell.Customers > 0 {
			fmt.Printf("R%d F%d: %d customers, %v in all, %v each\n", cell.R, cell.F, cell.Customers, cell.Revenue, cell.Mean)
		}
	}
	// Output:
	// R1 F1: 2 customers, 8300 in all, 4150 each
	// R2 F2: 1 customers, 9960 in all, 9960 each
	// R2 F3: 1 customers, 123400 in all, 123400 each
	// R3 F1: 1 customers, 2980 in all, 2980 each
	// R3 F3: 1 customers, 131000 in all, 131000 each
}

func ExampleBreakdown() {
	for _, s := range rfm.Breakdown(exampleSegmented(april)) {
		fmt.Printf("%-15s %d customers, %2.0f%% of revenue, median %v\n",
			s.Segment, s.Customers, 100*s.RevenueShare, s.MedianMonetary)
	}
	// Output:
	// champions       1 customers, 48% of revenue, median 131000
	// loyal           1 customers, 45% of revenue, median 123400
	// recent          1 customers,  1% of revenue, median 2980
	// needs-attention 1 customers,  4% of revenue, median 9960
	// at-risk         0 customers,  0% of revenue, median 0
	// inactive        2 customers,  3% of revenue, median 4150
	// prospects       0 customers,  0% of revenue, median 0
}

// The customers who buy often, much and lately.
func ExampleBest() {
	best, err := rfm.Best(exampleScored(february), 2, rfm.Weights{})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range best {
		fmt.Printf("%d. %s %v\n", r.Rank, r.Customer.ID, r.Score)
	}
	// Output:
	// 1. aoki 333
	// 2. baba 222
}

func ExampleRanked_Text() {
	best, err := rfm.Best(exampleScored(february), 1, rfm.Weights{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(best[0].Text(retention.English))
	fmt.Println(best[0].Text(retention.Japanese))
	// Output:
	// 12 orders (more than 75% of customers), last purchase 4 days ago (more recent than 75%), 123,400 JPY (more than 75%)
	// 購入回数12回（上位25%）、最終購入は4日前（新しさは上位25%）、購入金額123,400円（上位25%）
}

func ExampleStanding_Share() {
	s := rfm.Standing{Worse: 97, Of: 100}
	fmt.Println(s.Share())
	// Output: 0.97
}
