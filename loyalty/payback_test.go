package loyalty_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func payBackEngine(t testing.TB, cashFirst bool) *loyalty.Engine {
	return compile(t, simple(func(ed *loyalty.Edition) {
		ed.Burn = []loyalty.BurnRule{{Worth: dec("1"), CashFirst: cashFirst}}
	}))
}

// Whatever the parts an order comes back in, they add up to the return of their
// sum; nobody gets more money than was paid; the last part gives all back.
func TestPayBackTelescopes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := payBackEngine(t, rapid.Bool().Draw(rt, "cash first"))
		m := loyalty.MixedPayment{
			Points:  loyalty.Points(rapid.Int64Range(1, 5000).Draw(rt, "points")),
			Worth:   decimal.New(rapid.Int64Range(1, 500000).Draw(rt, "worth"), -2),
			Cash:    decimal.New(rapid.Int64Range(0, 500000).Draw(rt, "cash"), -2),
			RoundTo: dec(rapid.SampledFrom([]string{"0", "1", "0.01", "0.05"}).Draw(rt, "to")),
		}
		total := m.Worth.Add(m.Cash)
		cents := total.Shift(2).IntPart()
		var points loyalty.Points
		var cash decimal.Decimal
		for part := m; ; {
			left := cents - part.Returned.Shift(2).IntPart()
			if left == 0 {
				break
			}
			amount := decimal.New(rapid.Int64Range(1, left).Draw(rt, "part"), -2)
			b, err := e.PayBack(part, amount, day("2026-01-01"))
			if err != nil {
				rt.Fatal(err)
			}
			if b.Points < 0 || b.Cash.Sign() < 0 {
				rt.Fatalf("paid back %+v", b)
			}
			points, cash = points+b.Points, cash.Add(b.Cash)
			part.Returned = part.Returned.Add(amount)
			whole, err := e.PayBack(m, part.Returned, day("2026-01-01"))
			if err != nil || whole.Points != points || !whole.Cash.Equal(cash) {
				rt.Fatalf("in parts %d and %v, at once %+v (%v)", points, cash, whole, err)
			}
		}
		if points != m.Points || !cash.Equal(m.Cash) {
			rt.Fatalf("all came back, but %d points and %v", points, cash)
		}
	})
}

func TestPayBackRefuses(t *testing.T) {
	e := payBackEngine(t, false)
	for reason, m := range map[string]loyalty.MixedPayment{
		"more than was paid": {Points: 10, Worth: dec("10"), Cash: dec("5"), Returned: dec("8")},
		"negative":           {Points: 10, Worth: dec("10"), Cash: dec("-5")},
		"worth of no points": {Worth: dec("10"), Cash: dec("50")},
	} {
		if b, err := e.PayBack(m, dec("8"), day("2026-01-01")); !errors.Is(err, loyalty.ErrEvent) {
			t.Errorf("%s: %+v, %v", reason, b, err)
		}
	}
}

// 4,800 yen were paid with 2,000 points and 2,800 in money; goods for 1,000 come
// back.
func ExampleEngine_PayBack() {
	engine, err := loyalty.Compile(simple(), tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	order := loyalty.MixedPayment{Points: 2000, Worth: dec("2000"), Cash: dec("2800")}
	back, err := engine.PayBack(order, dec("1000"), day("2026-04-04"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(back.Cash, "JPY and", back.Points, "points")
	// Output: 583 JPY and 417 points
}
