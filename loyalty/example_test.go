package loyalty_test

import (
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

// A cart, from the page that shows what points are worth to the return of the
// goods.
func Example() {
	engine, err := loyalty.Compile(loyalty.Program{
		Version: 1, Zone: "Asia/Tokyo", Currency: "JPY",
		Editions: []loyalty.Edition{{
			ID:     "2026",
			Earn:   []loyalty.EarnRule{{ID: "base", Award: decimal.NewFromInt(1), Per: decimal.NewFromInt(100)}},
			Life:   loyalty.Life{Span: retention.Span{Months: 12}},
			Settle: retention.Span{Days: 14}, // points open when the return window is over
			Burn:   []loyalty.BurnRule{{Worth: decimal.NewFromInt(1), Share: decimal.RequireFromString("0.5")}},
		}},
	}, tokyo)
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2026, 4, 1, 12, 0, 0, 0, tokyo)
	account := loyalty.NewAccount("haru") // or Fold what the store has
	tell := func(id string, data loyalty.Data) {
		decision, err := engine.Decide(account, loyalty.Event{ID: id, At: now, Data: data})
		if err != nil {
			fmt.Println(err)
			return
		}
		// Here the entries are stored, in one transaction.
		if account, err = account.Append(decision.Entries...); err != nil {
			log.Fatal(err)
		}
		b := account.Balance(now)
		fmt.Printf("%-8s available %d, pending %d, held %d\n", id, b.Available, b.Pending, b.Held)
	}
	cart := loyalty.Order{ID: "o1", Lines: []loyalty.Line{{ID: "1", SKU: "teapot", Amount: decimal.NewFromInt(4800)}}}

	tell("welcome", loyalty.Adjust{Points: 3000, Reason: "status match"})
	quote, err := engine.Quote(account, cart, now)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("earns", quote.Points, "and up to", quote.Burns[0].Most, "points pay", quote.Burns[0].Pays, "JPY")

	tell("hold", loyalty.Hold{Points: 2000, Order: "o1", Total: decimal.NewFromInt(4800), Until: now.Add(30 * time.Minute)})
	tell("paid", loyalty.Commit{Hold: "hold"})
	cart.PointsPaid = decimal.NewFromInt(2000)
	tell("placed", cart)
	now = now.AddDate(0, 0, 3)
	tell("returned", loyalty.Order{ID: "o1"}) // nothing of it is left
	tell("repaid", loyalty.Cancel{Redemption: "paid"})
	_, err = engine.Decide(account, loyalty.Event{ID: "greedy", At: now, Data: loyalty.Redeem{Points: 9999}})
	fmt.Println(errors.Is(err, loyalty.ErrEvent), err)

	// Output:
	// welcome  available 3000, pending 0, held 0
	// earns 48 and up to 2400 points pay 2400 JPY
	// hold     available 1000, pending 0, held 2000
	// paid     available 1000, pending 0, held 0
	// placed   available 1000, pending 28, held 0
	// returned available 1000, pending 0, held 0
	// repaid   available 3000, pending 0, held 0
	// true loyalty: account "haru": event "greedy": the event makes no sense: points may pay a share of the order, and no Total is given
}
