package btyd_test

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention/ltv/btyd"
)

func TestTime(t *testing.T) {
	for _, tt := range []struct {
		got  btyd.Time
		unit btyd.Unit
		days float64
	}{
		{btyd.Days(3), btyd.Day, 3}, {btyd.Weeks(3), btyd.Week, 21}, {btyd.Months(12), btyd.Month, 365.25}, {btyd.Years(2), btyd.Year, 730.5},
	} {
		if got := tt.got.In(btyd.Day); math.Abs(got-tt.days) > 1e-12 {
			t.Errorf("%v: %v days, want %v", tt.got, got, tt.days)
		}
		if got := tt.unit.Times(tt.got.In(tt.unit)).In(btyd.Day); math.Abs(got-tt.days) > 1e-12 {
			t.Errorf("%v there and back: %v days", tt.got, got)
		}
	}
	if got := btyd.Days(1).Plus(btyd.Weeks(1)); got != btyd.Days(8) || got.String() != "8 days" {
		t.Error(got)
	}
}

func TestUnit(t *testing.T) {
	for _, u := range []btyd.Unit{btyd.Day, btyd.Week, btyd.Month, btyd.Year} {
		text, err := u.MarshalText()
		var got btyd.Unit
		if err != nil || got.UnmarshalText(text) != nil || got != u || string(text) != u.String() {
			t.Errorf("%v is written %q and read %v", u, text, got)
		}
	}
	if _, err := btyd.Unit(7).MarshalText(); err == nil || btyd.Unit(7).String() != "Unit(7)" {
		t.Error("there is a seventh unit")
	}
	if new(btyd.Unit).UnmarshalText([]byte("fortnight")) == nil {
		t.Error("reads a unit that there is not")
	}
	mustPanic(t, "an unknown unit", func() { btyd.Unit(7).Times(1) })
}

func TestDiscount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := btyd.Discount{Rate: magnitude(t, "rate", 1e-6, 1e3), Per: btyd.Days(magnitude(t, "per", 0.1, 1e4))}
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		// What is due a period from now is worth 1/(1+rate).
		if got, want := math.Exp(-d.Continuous(btyd.Week)*d.Per.In(btyd.Week)), 1/(1+d.Rate); math.Abs(got-want) > 1e-12 {
			t.Errorf("worth %v, want %v", got, want)
		}
	})
	if f := (btyd.Discount{}).Continuous(btyd.Day); f != 0 {
		t.Errorf("no discount is %v", f)
	}
	for _, bad := range []btyd.Discount{
		{Rate: -0.1, Per: btyd.Years(1)}, {Rate: math.NaN(), Per: btyd.Years(1)}, {Rate: math.Inf(1), Per: btyd.Years(1)},
		{Rate: 0.1}, {Rate: 0.1, Per: btyd.Days(-1)}, {Rate: 0.1, Per: btyd.Days(math.Inf(1))},
		{Rate: 1e-300, Per: btyd.Days(1e300)}, {Rate: 1e300, Per: btyd.Days(1e-307)},
	} {
		if err := bad.Check(); !errors.Is(err, btyd.ErrDiscount) {
			t.Errorf("%v: %v", bad, err)
		}
		mustPanic(t, "no discount", func() { bad.Continuous(btyd.Day) })
	}
}

func TestNewRecord(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, tt := range []struct {
		x      int
		tx, t  float64
		reason string
	}{
		{0, 0, 0, ""},
		{0, 0, 10, ""},
		{3, 10, 10, ""},
		{-1, 0, 10, "x is negative"},
		{1, -1, 10, "t_x is negative or not finite"},
		{1, nan, 10, "t_x is negative or not finite"},
		{1, 1, inf, "T is negative or not finite"},
		{1, 1, -1, "T is negative or not finite"},
		{1, 11, 10, "t_x is beyond T"},
		{0, 1, 10, "without repeat purchases t_x is 0"},
		{1, 0, 10, "repeat purchases at the moment of the first"},
	} {
		c, err := btyd.NewRecord(tt.x, btyd.Days(tt.tx), btyd.Days(tt.t))
		var fault *btyd.RecordError
		switch {
		case tt.reason == "" && (err != nil || c.X() != tt.x || c.TX() != btyd.Days(tt.tx) || c.T() != btyd.Days(tt.t)):
			t.Errorf("%v: %v, %v", tt, c, err)
		case tt.reason != "" && (!errors.Is(err, btyd.ErrRecord) || !errors.As(err, &fault) || fault.Reason != tt.reason || c != btyd.Record{}):
			t.Errorf("%v: %v, %v", tt, c, err)
		}
	}
}

func TestRecordUpdates(t *testing.T) {
	c := record(t, 2, btyd.Days(5), btyd.Days(9))
	if got, want := c.Wait(btyd.Days(3)), record(t, 2, btyd.Days(5), btyd.Days(12)); got != want {
		t.Errorf("after waiting: %v, want %v", got, want)
	}
	if got, err := c.Purchase(btyd.Days(10)); err != nil || got != record(t, 3, btyd.Days(10), btyd.Days(10)) {
		t.Errorf("after a purchase: %v, %v", got, err)
	}
	if got, err := c.Purchase(btyd.Days(8)); !errors.Is(err, btyd.ErrRecord) || got != c {
		t.Errorf("a purchase in the past: %v, %v", got, err)
	}
	if _, err := (btyd.Record{}).Purchase(btyd.Days(0)); !errors.Is(err, btyd.ErrRecord) {
		t.Errorf("two first purchases: %v", err)
	}
	if got, want := c.String(), "x=2, t_x=5 days, T=9 days"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	mustPanic(t, "waiting backwards", func() { c.Wait(btyd.Days(-1)) })
}

func TestPath(t *testing.T) {
	p := btyd.Path{Purchases: []btyd.Time{btyd.Days(2), btyd.Days(2), btyd.Days(7)}, Leaves: btyd.Days(7), Left: true}
	for _, tt := range []struct {
		at   float64
		want btyd.Record
	}{
		{0, btyd.Record{}},
		{1, btyd.Record{}.Wait(btyd.Days(1))},
		{2, record(t, 2, btyd.Days(2), btyd.Days(2))},
		{6.9, record(t, 2, btyd.Days(2), btyd.Days(6.9))},
		{7, record(t, 3, btyd.Days(7), btyd.Days(7))},
		{100, record(t, 3, btyd.Days(7), btyd.Days(100))},
	} {
		if got := p.Record(btyd.Days(tt.at)); got != tt.want {
			t.Errorf("after %v days %v, want %v", tt.at, got, tt.want)
		}
		if got := p.Count(btyd.Days(tt.at)); got != tt.want.X() {
			t.Errorf("after %v days %d, want %d", tt.at, got, tt.want.X())
		}
	}
}
