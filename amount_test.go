package retention_test

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestNewAmount(t *testing.T) {
	tests := []struct {
		in     string
		want   string // "" for an error
		reason string
	}{
		{"0", "0", "zero"},
		{"0e-30", "0", "zero with decimals"},
		{"0e300", "0", "zero with an exponent"},
		{"12.50", "12.5", "trailing zeros"},
		{"-12.505", "-12.505", "three decimals, as UCI has"},
		{"1000", "1000", "yen"},
		{"1e4", "10000", "exponent"},
		{"0.000000000001", "0.000000000001", "twelve decimals"},
		{"0.0000000000001", "", "thirteen decimals"},
		{"1.2345678901", "1.2345678901", "ten decimals"},
		{"9999999999999999", "9999999999999999", "largest whole amount"},
		{"-9999999999999999.99", "-9999999999999999.99", "largest negative amount"},
		{"10000000000000000", "", "10^16"},
		{"1e16", "", "10^16 with an exponent"},
		{"1234567.123456789012", "", "19 digits"},
		{"123456.123456789012", "123456.123456789012", "18 digits"},
		{"1.000000000000000000000000000000", "1", "many trailing zeros"},
		{"33.3333333333333333", "", "a share that was not rounded"},
		{"1e300", "", "absurd exponent"},
		{"1e-300", "", "absurd negative exponent"},
		{"1e10000", "", "largest exponent that is read"},
		{"123456789012345678901234567890", "", "30 digits"},
	}
	for _, tt := range tests {
		d, err := decimal.NewFromString(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		a, err := retention.NewAmount(d)
		switch {
		case tt.want == "" && !errors.Is(err, retention.ErrAmount):
			t.Errorf("%s: NewAmount(%s) = %v, %v, want ErrAmount", tt.reason, tt.in, a, err)
		case tt.want != "" && (err != nil || a.String() != tt.want):
			t.Errorf("%s: NewAmount(%s) = %v, %v, want %s", tt.reason, tt.in, a, err, tt.want)
		}
	}
}

func TestNewAmountOfExtremeExponents(t *testing.T) {
	for _, exp := range []int32{-1 << 31, -1e9, 1e9, 1<<31 - 1} {
		if a, err := retention.NewAmount(decimal.New(1, exp)); !errors.Is(err, retention.ErrAmount) {
			t.Errorf("10^%d is %v, %v", exp, a, err)
		}
		if a, err := retention.NewAmount(decimal.New(0, exp)); err != nil || a != (retention.Amount{}) {
			t.Errorf("0·10^%d is %v, %v", exp, a, err)
		}
	}
}

func TestAmountOf(t *testing.T) {
	for _, tt := range []struct {
		units  int64
		scale  int
		want   string // "" for an error
		reason string
	}{
		{1250, 2, "12.5", "cents"},
		{3200, 0, "3200", "yen"},
		{-5, 1, "-0.5", "one decimal"},
		{1, 12, "0.000000000001", "twelve decimals"},
		{1, 13, "", "thirteen decimals"},
		{math.MaxInt64, 2, "", "19 digits"},
		{math.MinInt64, 2, "", "19 digits below 0"},
		{1, math.MaxInt, "", "absurd scale"},
		{0, math.MaxInt, "0", "zero with an absurd scale"},
		{5, -1, "", "negative scale"},
		{0, -1, "", "zero with a negative scale"},
	} {
		a, err := retention.AmountOf(tt.units, tt.scale)
		switch {
		case tt.want == "" && !errors.Is(err, retention.ErrAmount):
			t.Errorf("%s: AmountOf(%d, %d) = %v, %v, want ErrAmount", tt.reason, tt.units, tt.scale, a, err)
		case tt.want != "" && (err != nil || a.String() != tt.want):
			t.Errorf("%s: AmountOf(%d, %d) = %v, %v, want %s", tt.reason, tt.units, tt.scale, a, err, tt.want)
		}
	}
}

func genDecimal() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64().Draw(t, "coefficient"), rapid.Int32Range(-25, 20).Draw(t, "exponent"))
	})
}

func genAmount() *rapid.Generator[retention.Amount] {
	return rapid.Custom(func(t *rapid.T) retention.Amount {
		scale := rapid.Int32Range(2, 12).Draw(t, "scale")
		a, err := retention.NewAmount(decimal.New(rapid.Int64Range(-999_999_999_999_999_999, 999_999_999_999_999_999).Draw(t, "units"), -scale))
		if err != nil {
			t.Fatal(err)
		}
		return a
	})
}

// TestAmountIsExactOrAnError holds NewAmount against its documentation: digits
// are counted in the text.
func TestAmountIsExactOrAnError(t *testing.T) {
	limit := decimal.New(1, 16)
	rapid.Check(t, func(t *rapid.T) {
		d := genDecimal().Draw(t, "d")
		decimals := int32(2)
		for !d.Equal(d.Truncate(decimals)) && decimals < 13 {
			decimals++
		}
		fits := d.Abs().LessThan(limit) && decimals <= 12 &&
			len(d.Abs().Shift(decimals).BigInt().String()) <= 18
		a, err := retention.NewAmount(d)
		if (err == nil) != fits {
			t.Fatalf("NewAmount(%v) = %v, %v; fits: %v", d, a, err, fits)
		}
		if err == nil && !a.Decimal().Equal(d) {
			t.Fatalf("NewAmount(%v) = %v", d, a)
		}
	})
}

func TestEqualAmountsAreTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := genAmount().Draw(t, "a")
		padded := decimal.NewFromBigInt(new(big.Int).Mul(a.Decimal().Coefficient(), big.NewInt(1000)), a.Decimal().Exponent()-3)
		b, err := retention.NewAmount(padded)
		if err != nil || a != b || a.Compare(b) != 0 {
			t.Fatalf("%v and %v (%v) differ", a, b, err)
		}
	})
}

func TestCompareAmounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := genAmount().Draw(t, "a"), genAmount().Draw(t, "b")
		if got, want := a.Compare(b), a.Decimal().Cmp(b.Decimal()); got != want {
			t.Fatalf("Compare(%v, %v) = %d, want %d", a, b, got, want)
		}
		if a.Sign() != a.Decimal().Sign() || !a.Neg().Decimal().Equal(a.Decimal().Neg()) || a.Neg().Neg() != a {
			t.Fatalf("sign or negative of %v", a)
		}
	})
}

func TestSumIsExactInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(genAmount()).Draw(t, "amounts")
		var want decimal.Decimal
		var forth, back, left, right retention.Sum
		for i, a := range list {
			want = want.Add(a.Decimal())
			forth.Add(a)
			back.Add(list[len(list)-1-i])
			if i%2 == 0 {
				left.Add(a)
			} else {
				right.Add(a)
			}
		}
		left.Merge(right)
		for _, s := range []retention.Sum{forth, back, left} {
			if s != forth {
				t.Fatalf("sums differ: %v, %v", s, forth)
			}
			if !s.Decimal().Equal(want) {
				t.Fatalf("sum = %v, want %v", s.Decimal(), want)
			}
			units, scale, ok := s.Units()
			if fits := len(want.Abs().Shift(int32(scale)).BigInt().String()) <= 18; ok != fits {
				t.Fatalf("Units of %v: ok = %v, want %v", want, ok, fits)
			}
			if ok && !decimal.New(units, -int32(scale)).Equal(want) {
				t.Fatalf("Units = %d × 10^-%d, want %v", units, scale, want)
			}
		}
	})
}

func TestSumBeyondInt64(t *testing.T) {
	most, err := retention.NewAmount(decimal.RequireFromString("9999999999999999.99"))
	if err != nil {
		t.Fatal(err)
	}
	tiny, err := retention.NewAmount(decimal.New(1, -12))
	if err != nil {
		t.Fatal(err)
	}
	var s retention.Sum
	for range 1_000_000 {
		s.Add(most)
	}
	s.Add(tiny)
	if got, want := s.Decimal().String(), "9999999999999999990000.000000000001"; got != want {
		t.Errorf("sum = %s, want %s", got, want)
	}
	for range 1_000_000 {
		s.Add(most.Neg())
	}
	if got := s.Decimal().String(); got != "0.000000000001" {
		t.Errorf("sum taken back = %s", got)
	}
}

func TestAmountsDoNotAllocate(t *testing.T) {
	d := decimal.New(1250, -2)
	var s retention.Sum
	if n := testing.AllocsPerRun(100, func() {
		a, err := retention.NewAmount(d)
		if err != nil {
			t.Fatal(err)
		}
		s.Add(a)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkSum(b *testing.B) {
	r := slices.Repeat([]decimal.Decimal{decimal.New(1250, -2), decimal.New(-99, -2), decimal.New(3, 0)}, 100)
	b.Run("Sum", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var s retention.Sum
			for _, d := range r {
				a, _ := retention.NewAmount(d)
				s.Add(a)
			}
		}
	})
	b.Run("Decimal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var s decimal.Decimal
			for _, d := range r {
				s = s.Add(d)
			}
		}
	})
}
