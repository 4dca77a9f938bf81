package loyalty_test

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// Published examples of revenue from points, to the last digit.
func TestRecognisePublished(t *testing.T) {
	type year struct {
		redeemed, expected loyalty.Points
		revenue            string
	}
	for _, tt := range []struct {
		source    string
		allocated string
		years     []year
	}{
		{"IFRS 15 illustrative example 52", "8676", []year{{4500, 9500, "4110"}, {8500, 9700, "3493"}}},
		{"KPMG, Revenue: IFRS 15 handbook (2019), example 10A", "9000", []year{{4500, 9700, "4175"}, {8500, 9900, "3552"}}},
		{"KPMG, Revenue: IFRS 15 handbook (2019), example 10B", "9000", []year{{4500, 9700, "4175"}, {8500, 9200, "4140"}}},
	} {
		d := loyalty.Deferral{Allocated: dec(tt.allocated)}
		for i, y := range tt.years {
			var revenue loyalty.Money
			var err error
			if d, revenue, err = d.Recognise(y.redeemed, y.expected, 0); err != nil || !revenue.Equal(dec(y.revenue)) {
				t.Errorf("%s, year %d: %v, %v, want %s", tt.source, i+1, revenue, err, y.revenue)
			}
		}
	}
}

func TestAllocatePublished(t *testing.T) {
	for _, tt := range []struct {
		source, price string
		places        int32
		prices, want  []string
	}{
		{"IFRS 15 illustrative example 52", "100000", 0, []string{"100000", "9500"}, []string{"91324", "8676"}},
		{"thirds: the first of equals gets what is left", "1.00", 2, []string{"1", "1", "1"}, []string{"0.34", "0.33", "0.33"}},
		{"nothing for what is free", "10", 0, []string{"0", "3"}, []string{"0", "10"}},
		{"hundreds", "1000", -2, []string{"1", "2"}, []string{"300", "700"}},
	} {
		var prices []loyalty.Money
		for _, p := range tt.prices {
			prices = append(prices, dec(p))
		}
		got, err := loyalty.Allocate(dec(tt.price), tt.places, prices...)
		if err != nil || len(got) != len(tt.want) {
			t.Errorf("%s: %v, %v", tt.source, got, err)
			continue
		}
		for i := range got {
			if !got[i].Equal(dec(tt.want[i])) {
				t.Errorf("%s: share %d is %v, want %s", tt.source, i, got[i], tt.want[i])
			}
		}
	}
}

// Shares sum to the price, and none is a unit away from its exact value.
func TestAllocateIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		places := int32(rapid.IntRange(-1, 4).Draw(rt, "places"))
		price := decimal.New(rapid.Int64Range(0, 1e14).Draw(rt, "price"), -places)
		var prices []loyalty.Money
		sum := new(big.Rat)
		for _, n := range rapid.SliceOfN(rapid.Int64Range(0, 1e12), 1, 8).Draw(rt, "prices") {
			prices = append(prices, decimal.New(n, -int32(rapid.IntRange(0, 5).Draw(rt, "decimals"))))
			sum.Add(sum, prices[len(prices)-1].Rat())
		}
		shares, err := loyalty.Allocate(price, places, prices...)
		if sum.Sign() == 0 {
			if !errors.Is(err, loyalty.ErrValue) {
				rt.Fatal(err)
			}
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		total, unit := decimal.Decimal{}, decimal.New(1, -places).Rat()
		for i, s := range shares {
			total = total.Add(s)
			exact := new(big.Rat).Mul(price.Rat(), prices[i].Rat())
			exact.Quo(exact, sum)
			off := new(big.Rat).Sub(s.Rat(), exact)
			if off.Abs(off).Cmp(unit) >= 0 || s.Sign() < 0 || !s.Equal(s.Truncate(places)) {
				rt.Fatalf("share %d is %v, exactly %v", i, s, exact.FloatString(8))
			}
			for j := range i { // who has the larger price has no smaller share, but for the order of equals
				if prices[i].GreaterThan(prices[j]) && shares[j].GreaterThan(s) || prices[i].LessThan(prices[j]) && s.GreaterThan(shares[j]) {
					rt.Fatalf("shares %v of %v", shares, prices)
				}
			}
		}
		if !total.Equal(price) {
			rt.Fatalf("shares sum to %v of %v", total, price)
		}
	})
}

func TestAllocateRefuses(t *testing.T) {
	for _, tt := range []struct {
		reason, price string
		prices        []loyalty.Money
	}{
		{"nothing to allocate to", "1", nil},
		{"all free", "1", []loyalty.Money{{}, {}}},
		{"a negative price", "-1", []loyalty.Money{dec("1")}},
		{"a negative part", "1", []loyalty.Money{dec("2"), dec("-1")}},
		{"more decimals than there are", "1.001", []loyalty.Money{dec("1")}},
	} {
		if _, err := loyalty.Allocate(dec(tt.price), 2, tt.prices...); !errors.Is(err, loyalty.ErrValue) {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
}

// What is recognised depends on where things stand, not on the way there; it is
// the exact fraction, rounded half to even once.
func TestRecogniseIsCumulative(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		places := int32(rapid.IntRange(0, 3).Draw(rt, "places"))
		d := loyalty.Deferral{Allocated: decimal.New(rapid.Int64Range(0, 1e9).Draw(rt, "allocated"), -places)}
		total := decimal.Decimal{}
		var redeemed, expected loyalty.Points
		for range rapid.IntRange(1, 5).Draw(rt, "steps") {
			redeemed += loyalty.Points(rapid.IntRange(0, 20).Draw(rt, "redeemed"))
			expected = redeemed + loyalty.Points(rapid.IntRange(0, 20).Draw(rt, "expected"))
			var revenue loyalty.Money
			var err error
			if d, revenue, err = d.Recognise(redeemed, expected, places); err != nil {
				rt.Fatal(err)
			}
			total = total.Add(revenue)
		}
		want := d.Allocated
		if expected > redeemed {
			exact := new(big.Rat).Mul(d.Allocated.Rat(), big.NewRat(int64(redeemed), int64(expected)))
			scaled := exact.Mul(exact, decimal.New(1, places).Rat())
			want = decimal.NewFromBigInt(acrossHalfEven(scaled), -places)
		}
		if !total.Equal(want) || !d.Recognised.Equal(want) || !d.Deferred().Equal(d.Allocated.Sub(want)) || d.Deferred().Sign() < 0 {
			rt.Fatalf("recognised %v, want %v", d, want)
		}
	})
}

// acrossHalfEven rounds by looking at both neighbours.
func acrossHalfEven(r *big.Rat) *big.Int {
	floor := new(big.Int).Quo(r.Num(), r.Denom())
	above := new(big.Int).Add(floor, big.NewInt(1))
	low := new(big.Rat).Sub(r, new(big.Rat).SetInt(floor))
	high := new(big.Rat).Sub(new(big.Rat).SetInt(above), r)
	if c := low.Cmp(high); c < 0 || c == 0 && floor.Bit(0) == 0 {
		return floor
	}
	return above
}

func TestRecogniseRoundsHalfToEven(t *testing.T) {
	for _, tt := range []struct{ allocated, want string }{{"1", "0"}, {"3", "2"}, {"5", "2"}, {"5.02", "3"}, {"7", "4"}} {
		d, _, err := loyalty.Deferral{Allocated: dec(tt.allocated)}.Recognise(1, 2, 0)
		if err != nil || !d.Recognised.Equal(dec(tt.want)) {
			t.Errorf("half of %s: %v, %v, want %s", tt.allocated, d.Recognised, err, tt.want)
		}
	}
}

func TestRecogniseRefuses(t *testing.T) {
	d := loyalty.Deferral{Allocated: dec("10")}
	for _, n := range [][2]loyalty.Points{{-1, 5}, {6, 5}, {0, -1}} {
		if same, _, err := d.Recognise(n[0], n[1], 0); !errors.Is(err, loyalty.ErrValue) || !same.Recognised.IsZero() {
			t.Errorf("%d of %d: %v, %v", n[0], n[1], same, err)
		}
	}
	if d, revenue, err := d.Recognise(0, 0, 0); err != nil || !revenue.Equal(dec("10")) || !d.Deferred().IsZero() {
		t.Errorf("nothing expected: %v, %v, %v", d, revenue, err)
	}
}

func TestEngineValuation(t *testing.T) {
	p := simple(func(ed *loyalty.Edition) {
		ed.Burn = []loyalty.BurnRule{{Worth: dec("1")}, {Wallet: "miles", Worth: dec("0.5")}}
	})
	later := p.Editions[0]
	later.ID, later.From = "2027", day("2027-01-01")
	later.Burn = []loyalty.BurnRule{{Worth: dec("2")}}
	p.Editions = append(p.Editions, later)
	e := compile(t, p)
	for _, tt := range []struct {
		on   string
		want string
	}{
		{"2026-12-31", `{"wallets":[{"wallet":"","worth":"1"},{"wallet":"miles","worth":"0.5"}]}`},
		{"2027-01-01", `{"wallets":[{"wallet":"","worth":"2"}]}`},
	} {
		v := e.Valuation(day(tt.on))
		if got := acrossJSON(t, v); got != tt.want || v.Zone != tokyo {
			t.Errorf("%s: %s in %v, want %s", tt.on, got, v.Zone, tt.want)
		}
	}
}

// Goods for 100,000 come with 10,000 points, worth 1 each, of which 9,500 are
// expected to be redeemed (IFRS 15, illustrative example 52).
func ExampleDeferral_Recognise() {
	shares, err := loyalty.Allocate(dec("100000"), 0, dec("100000"), dec("9500"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("goods", shares[0], "points", shares[1])
	d := loyalty.Deferral{Allocated: shares[1]}
	for _, year := range []struct{ redeemed, expected loyalty.Points }{{4500, 9500}, {8500, 9700}} {
		var revenue loyalty.Money
		if d, revenue, err = d.Recognise(year.redeemed, year.expected, 0); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("revenue", revenue, "deferred", d.Deferred())
	}
	// Output:
	// goods 91324 points 8676
	// revenue 4110 deferred 4566
	// revenue 3493 deferred 1073
}

func ExampleAllocate() {
	shares, err := loyalty.Allocate(dec("50.00"), 2, dec("49.99"), dec("3"), dec("3"))
	fmt.Println(shares, err)
	// Output:
	// [44.64 2.68 2.68] <nil>
}
