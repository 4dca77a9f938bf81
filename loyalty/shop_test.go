package loyalty_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

// Fixtures that the tests of this package share.

var tokyo = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		panic(err)
	}
	return zone
}()

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// day returns the start of a day in Tokyo.
func day(text string) time.Time {
	d, err := retention.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d.Start(tokyo)
}

// simple is a program of one point for every full 100 yen, open at once.
func simple(change ...func(*loyalty.Edition)) loyalty.Program {
	ed := loyalty.Edition{
		ID:   "2026",
		Earn: []loyalty.EarnRule{{ID: "base", Award: dec("1"), Per: dec("100")}},
		Life: loyalty.Life{AtOnce: true},
	}
	for _, c := range change {
		c(&ed)
	}
	return loyalty.Program{Version: 1, Zone: "Asia/Tokyo", Currency: "JPY", Metrics: []string{"nights"}, Editions: []loyalty.Edition{ed}}
}

func compile(t testing.TB, p loyalty.Program) *loyalty.Engine {
	t.Helper()
	e, err := loyalty.Compile(p, tokyo)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// order is an order of one line.
func order(id, yen string) loyalty.Order {
	if yen == "0" {
		return loyalty.Order{ID: id}
	}
	return loyalty.Order{ID: id, Lines: []loyalty.Line{{Amount: dec(yen)}}}
}

// apply applies an event that must be accepted.
func apply(t testing.TB, e *loyalty.Engine, a loyalty.Account, id string, at time.Time, data loyalty.Data) loyalty.Account {
	t.Helper()
	next, _, err := e.Apply(a, loyalty.Event{ID: id, At: at, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	return next
}
