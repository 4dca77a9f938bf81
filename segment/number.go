package segment

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"reflect"

	"github.com/shopspring/decimal"
)

// Numeric are the types of numbers that fields can have.
type Numeric interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32 | ~float32 | ~float64
}

// Number returns a field of numbers: counts, days, scores, probabilities. NaN and
// the infinities are missing. For money there is [Money].
func Number[T any, V Numeric](name string, read func(customer T) V) Field[T, V] {
	f := newField(name, numbers[V](), read)
	f.fast = numberTest[T, V]
	return f
}

// isFloat reports whether V has fractions.
func isFloat[V Numeric]() bool {
	half := 0.5
	return V(half) != 0
}

func numbers[V Numeric]() *values[V] {
	vs := &values[V]{
		compare: cmp.Compare[V],
		asks:    ordered[V],
		isZero:  func(v V) bool { return v == 0 },
	}
	if !isFloat[V]() {
		vs.kind = kindInt
		vs.add = addInts[V]
		vs.wrap = decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), uint(reflect.TypeFor[V]().Bits())), 0)
		vs.data = func(v V) any { return int64(v) }
		vs.native = nativeInt[V]
		vs.whole = func(v V) int64 { return int64(v) }
		return vs
	}
	vs.kind = kindFloat
	vs.data = func(v V) any { return float64(v) }
	vs.native = nativeFloat[V]
	vs.float = func(v V) float64 { return float64(v) }
	vs.present = func(v V) bool { return v-v == 0 }
	return vs
}

// addInts adds two signed numbers as the machine does, and counts how often the
// sum went round: up is 1, down is -1.
func addInts[V Numeric](a, b V) (sum V, carry int) {
	switch sum = a + b; {
	case b > 0 && sum < a:
		carry = 1
	case b < 0 && sum > a:
		carry = -1
	}
	return sum, carry
}

func nativeInt[V Numeric](data any) (V, error) {
	n, ok := data.(int64)
	if !ok {
		return 0, fmt.Errorf("%v is no whole number", data)
	}
	v := V(n)
	if int64(v) != n || (v < 0) != (n < 0) {
		return 0, fmt.Errorf("%v is out of the field's range", data)
	}
	return v, nil
}

func nativeFloat[V Numeric](data any) (V, error) {
	var x float64
	switch data := data.(type) {
	case float64:
		x = data
	case int64:
		x = float64(data)
	default:
		return 0, fmt.Errorf("%v is no number", data)
	}
	v := V(x)
	if math.IsInf(float64(v), 0) || math.IsNaN(x) {
		return 0, fmt.Errorf("%v is out of the field's range", data)
	}
	return v, nil
}

// numberTest is what most rules consist of, so it is spelled out. v-v is 0 but for
// NaN and the infinities.
func numberTest[T any, V Numeric](read func(T) V, o op, args []V) test[T] {
	a := args[0]
	switch o {
	case opIs:
		return func(c T, _ *Moment) Truth { v := read(c); return finiteTruth(v, v == a) }
	case opAbove:
		return func(c T, _ *Moment) Truth { v := read(c); return finiteTruth(v, v > a) }
	case opAtLeast:
		return func(c T, _ *Moment) Truth { v := read(c); return finiteTruth(v, v >= a) }
	case opBelow:
		return func(c T, _ *Moment) Truth { v := read(c); return finiteTruth(v, v < a) }
	case opAtMost:
		return func(c T, _ *Moment) Truth { v := read(c); return finiteTruth(v, v <= a) }
	}
	holds := ordered(o, args)
	return func(c T, _ *Moment) Truth { v := read(c); return finiteTruth(v, holds(v)) }
}

func finiteTruth[V Numeric](v V, holds bool) Truth {
	if v-v != 0 {
		return Unknown
	}
	return TruthOf(holds)
}
