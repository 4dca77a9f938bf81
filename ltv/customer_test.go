package ltv_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

var newYear = retention.NewDate(2026, time.January, 1)

func money(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// regular is a customer who can be: four repeat purchases in January.
func regular() ltv.Customer {
	return ltv.Customer{
		ID: "c17", First: newYear, Last: newYear.AddDays(20), End: newYear.AddDays(30), Repeats: 4,
		RepeatSales: money("40"), Sales: money("52.5"), Refunds: money("7"),
	}
}

func TestCustomerCheck(t *testing.T) {
	tests := []struct {
		reason string
		change func(*ltv.Customer)
		want   string // "" if it can be
	}{
		{"as it is", func(*ltv.Customer) {}, ""},
		{"a purchase on every day", func(c *ltv.Customer) { c.Repeats = 20 }, ""},
		{"bought on the last day known", func(c *ltv.Customer) { c.End = c.Last }, ""},
		{"more went back than came in", func(c *ltv.Customer) { c.Refunds = money("1000") }, ""},
		{"no money at all", func(c *ltv.Customer) { c.RepeatSales, c.Sales, c.Refunds = decimal.Zero, decimal.Zero, decimal.Zero }, ""},
		{"all money from repeat purchases", func(c *ltv.Customer) { c.RepeatSales = c.Sales }, ""},
		{"one purchase", func(c *ltv.Customer) { c.Repeats, c.Last, c.RepeatSales = 0, c.First, decimal.Zero }, ""},
		{"no ID", func(c *ltv.Customer) { c.ID = "" }, `ltv: customer "": no ID`},
		{"not UTF-8", func(c *ltv.Customer) { c.ID = "\xff" }, `ltv: customer "\xff": ID is not valid UTF-8`},
		{"no purchase", func(c *ltv.Customer) { c.First = retention.Date{} }, `ltv: customer "c17": no first purchase`},
		{"last before first", func(c *ltv.Customer) { c.Last = c.First.AddDays(-1) }, `ltv: customer "c17": the last purchase, on 2025-12-31, comes before the first, on 2026-01-01`},
		{"end before last", func(c *ltv.Customer) { c.End = c.Last.AddDays(-1) }, `ltv: customer "c17": a purchase on 2026-01-21, after the end, 2026-01-20`},
		{"fewer than none", func(c *ltv.Customer) { c.Repeats = -1 }, `ltv: customer "c17": -1 days of repeat purchases between 2026-01-01 and 2026-01-21`},
		{"more purchases than days", func(c *ltv.Customer) { c.Repeats = 21 }, `ltv: customer "c17": 21 days of repeat purchases between 2026-01-01 and 2026-01-21`},
		{"repeat purchases on the first day", func(c *ltv.Customer) { c.Repeats, c.Last = 1, c.First }, `ltv: customer "c17": 1 days of repeat purchases between 2026-01-01 and 2026-01-01`},
		{"another day without a repeat purchase", func(c *ltv.Customer) { c.Repeats = 0 }, `ltv: customer "c17": no repeat purchase, and a last one on 2026-01-21`},
		{"repeat sales below zero", func(c *ltv.Customer) { c.RepeatSales = money("-1") }, `ltv: customer "c17": money below zero`},
		{"sales below zero", func(c *ltv.Customer) { c.Sales = money("-1") }, `ltv: customer "c17": money below zero`},
		{"refunds below zero", func(c *ltv.Customer) { c.Refunds = money("-1") }, `ltv: customer "c17": money below zero`},
		{"more from repeat purchases than at all", func(c *ltv.Customer) { c.RepeatSales = money("52.51") }, `ltv: customer "c17": repeat purchases of 52.51, among sales of 52.5`},
		{"money from no repeat purchases", func(c *ltv.Customer) { c.Repeats, c.Last = 0, c.First }, `ltv: customer "c17": money from repeat purchases, but none of these`},
		{"repeat sales of a billion digits", func(c *ltv.Customer) { c.RepeatSales = decimal.New(1, 1e9) }, `ltv: customer "c17": money out of range`},
		{"sales of a billion digits", func(c *ltv.Customer) { c.Sales = decimal.New(1, 1e9) }, `ltv: customer "c17": money out of range`},
		{"refunds of a billion decimals", func(c *ltv.Customer) { c.Refunds = decimal.New(1, -1e9) }, `ltv: customer "c17": money out of range`},
	}
	for _, test := range tests {
		c := regular()
		test.change(&c)
		err := c.Check()
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s: error %q, want %q", test.reason, got, test.want)
		}
		var named *ltv.CustomerError
		if err != nil && (!errors.Is(err, ltv.ErrCustomer) || !errors.As(err, &named) || named.Customer != c.ID) {
			t.Errorf("%s: error %#v", test.reason, err)
		}
	}
}

// genCustomer draws a customer who can be.
func genCustomer(id string, end retention.Date) *rapid.Generator[ltv.Customer] {
	return rapid.Custom(func(t *rapid.T) ltv.Customer {
		c := ltv.Customer{ID: id, First: end.AddDays(-rapid.IntRange(0, 400).Draw(t, "days ago"))}
		c.Last, c.End = c.First, end
		cents := func(label string) decimal.Decimal {
			return decimal.New(int64(rapid.SampledFrom([]int{0, 1, 250, 1999, 123456}).Draw(t, label)), -2)
		}
		c.Sales, c.Refunds = cents("first sale"), cents("refunds")
		if age := end.DaysSince(c.First); age > 0 && rapid.Bool().Draw(t, "repeats") {
			c.Last = c.First.AddDays(rapid.IntRange(1, age).Draw(t, "last"))
			c.Repeats = rapid.IntRange(1, c.Last.DaysSince(c.First)).Draw(t, "repeats")
			c.RepeatSales = cents("repeat sales")
			c.Sales = c.Sales.Add(c.RepeatSales)
		}
		return c
	})
}

func TestCustomerToRecordAndSpend(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := genCustomer("c", newYear).Draw(t, "customer")
		if err := c.Check(); err != nil {
			t.Fatal(err)
		}
		want, err := btyd.NewRecord(c.Repeats, btyd.Days(float64(c.Last.DaysSince(c.First))), btyd.Days(float64(newYear.DaysSince(c.First))))
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Record(); got != want {
			t.Errorf("record %v, want %v", got, want)
		}
		spend, ok := c.Spend()
		if want := c.Repeats > 0 && c.RepeatSales.IsPositive(); ok != want {
			t.Fatalf("spend: %v, want %v", ok, want)
		}
		if !ok && spend != (btyd.Spend{}) {
			t.Errorf("no spend, but %v", spend)
		}
		if ok && (spend.X() != c.Repeats || spend.Mean() != c.RepeatSales.InexactFloat64()/float64(c.Repeats)) {
			t.Errorf("spend %v of %+v", spend, c)
		}
		if got := c.Net(); !got.Equal(c.Sales.Sub(c.Refunds)) {
			t.Errorf("net %v", got)
		}
		data, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back ltv.Customer
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, back); diff != "" {
			t.Errorf("after JSON (-want +got)\n%s", diff)
		}
	})
}

func TestCustomerOfSmallMoney(t *testing.T) {
	c := regular()
	c.RepeatSales = decimal.New(1, -100)
	if s, ok := c.Spend(); !ok || s.Mean() != 2.5e-101 {
		t.Errorf("the smallest money: %v, %v", s, ok)
	}
	c.RepeatSales = decimal.New(9, 100)
	if s, ok := c.Spend(); !ok || s.X() != 4 {
		t.Errorf("large money: %v, %v", s, ok)
	}
	if r := (ltv.Customer{Repeats: 3}).Record(); r != (btyd.Record{}) {
		t.Errorf("a customer who cannot be has the record %v", r)
	}
}

// Whatever is folded into a customer who can be, the result can be.
func TestCustomerFolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := ltv.Customer{ID: "c"}
		if rapid.Bool().Draw(t, "known") {
			c = genCustomer("c", newYear).Draw(t, "customer")
		}
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			was, day := c, newYear.AddDays(rapid.IntRange(-500, 500).Draw(t, "day"))
			amount := decimal.New(rapid.Int64Range(-1, 3).Draw(t, "amount"), 0)
			switch rapid.IntRange(0, 2).Draw(t, "step") {
			case 0:
				var err error
				c, err = c.Buy(day, amount)
				switch {
				case amount.IsNegative():
					if !errors.Is(err, ltv.ErrCustomer) || errors.Is(err, ltv.ErrLate) {
						t.Fatalf("a purchase of %v: error %v", amount, err)
					}
				case day.Before(was.Last):
					if !errors.Is(err, ltv.ErrLate) || !errors.Is(err, ltv.ErrCustomer) {
						t.Fatalf("a purchase on %v, after %v: error %v", day, was.Last, err)
					}
				case err != nil:
					t.Fatal(err)
				case c.Last != day || c.End.Before(day) || !c.Sales.Equal(was.Sales.Add(amount)):
					t.Fatalf("after a purchase on %v: %+v", day, c)
				}
				if err != nil {
					if diff := cmp.Diff(was, c); diff != "" {
						t.Fatalf("a refused purchase changed the customer\n%s", diff)
					}
				}
			case 1:
				var err error
				if c, err = c.Refund(amount); err != nil {
					t.Fatal(err)
				}
				if want := was.Refunds.Add(amount.Abs()); !c.Refunds.Equal(want) || !c.Sales.Equal(was.Sales) {
					t.Fatalf("after a refund: %+v", c)
				}
			case 2:
				c = c.Until(day)
				if c.End.Before(day) || c.End != day && c.End != was.End {
					t.Fatalf("until %v: %v", day, c.End)
				}
				again := c.Until(day)
				if diff := cmp.Diff(c, again); diff != "" {
					t.Fatalf("until %v twice\n%s", day, diff)
				}
			}
			if err := c.Check(); err != nil && !c.First.IsZero() {
				t.Fatal(err)
			}
		}
	})
}

func TestCustomerBuyRefuses(t *testing.T) {
	tests := []struct {
		reason string
		day    retention.Date
		amount decimal.Decimal
		want   string
	}{
		{"money back is a refund", newYear.AddDays(25), money("-1"), `ltv: customer "c17": a purchase of -1`},
		{"no day", retention.Date{}, money("1"), `ltv: customer "c17": a purchase on no day`},
		{"before the last", newYear.AddDays(19), money("1"), `ltv: customer "c17": purchase comes late, on 2026-01-20: there was one on 2026-01-21`},
		{"a billion digits", newYear.AddDays(25), decimal.New(1, 1e9), `ltv: customer "c17": a purchase of money out of range`},
	}
	for _, test := range tests {
		c, err := regular().Buy(test.day, test.amount)
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: error %v, want %s", test.reason, err, test.want)
		}
		if diff := cmp.Diff(regular(), c); diff != "" {
			t.Errorf("%s: changed\n%s", test.reason, diff)
		}
	}
}

func TestCustomerRefundRefuses(t *testing.T) {
	c, err := regular().Refund(decimal.New(1, -1e9))
	if !errors.Is(err, ltv.ErrCustomer) || err.Error() != `ltv: customer "c17": a refund of money out of range` {
		t.Errorf("a billion digits: error %v", err)
	}
	if diff := cmp.Diff(regular(), c); diff != "" {
		t.Errorf("changed\n%s", diff)
	}
}

func TestCustomerBuy(t *testing.T) {
	tests := []struct {
		reason string
		was    ltv.Customer
		day    int
		want   func(*ltv.Customer)
	}{
		{"the first ever", ltv.Customer{ID: "c17"}, 3, func(c *ltv.Customer) {
			c.First, c.Last, c.End = newYear.AddDays(3), newYear.AddDays(3), newYear.AddDays(3)
		}},
		{
			"once more on the first day", ltv.Customer{ID: "c17", First: newYear, Last: newYear, End: newYear.AddDays(9)}, 0,
			func(*ltv.Customer) {},
		},
		{"once more on the last day", regular(), 20, func(c *ltv.Customer) { c.RepeatSales = money("42.5") }},
		{"before the end", regular(), 21, func(c *ltv.Customer) {
			c.Last, c.Repeats, c.RepeatSales = newYear.AddDays(21), 5, money("42.5")
		}},
		{"after the end", regular(), 31, func(c *ltv.Customer) {
			c.Last, c.End, c.Repeats, c.RepeatSales = newYear.AddDays(31), newYear.AddDays(31), 5, money("42.5")
		}},
	}
	for _, test := range tests {
		got, err := test.was.Buy(newYear.AddDays(test.day), money("2.5"))
		if err != nil {
			t.Errorf("%s: %v", test.reason, err)
		}
		want := test.was
		want.Sales = want.Sales.Add(money("2.5"))
		test.want(&want)
		if diff := cmp.Diff(want, got, cmpopts.EquateComparable(retention.Date{})); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.reason, diff)
		}
	}
}
