package loyalty

import (
	"fmt"
	"math"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"
)

// Points is a number of points, in the smallest unit of the program: with
// [Program.Scale] 2 the value 150 is 1.50 points. Points are whole and are only
// added, subtracted and compared, so that the books balance to the last one.
//
// In JSON a Points is a number, or a string where a number would lose digits in
// other languages (beyond 2^53). Both are read.
type Points int64

// Decimal returns p in whole points, given the scale of the program.
func (p Points) Decimal(scale int32) decimal.Decimal { return decimal.New(int64(p), -scale) }

// MarshalJSON implements [json.Marshaler].
func (p Points) MarshalJSON() ([]byte, error) {
	text := strconv.AppendInt(nil, int64(p), 10)
	if p > 1<<53 || p < -1<<53 {
		return append(append([]byte{'"'}, text...), '"'), nil
	}
	return text, nil
}

// UnmarshalJSON implements [json.Unmarshaler].
func (p *Points) UnmarshalJSON(text []byte) error {
	if n := len(text); n > 1 && text[0] == '"' && text[n-1] == '"' {
		text = text[1 : n-1]
	}
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		return fmt.Errorf("loyalty: points %q: not a whole number", text)
	}
	*p = Points(n)
	return nil
}

// add returns p+q, or false if that overflows.
func (p Points) add(q Points) (Points, bool) {
	sum := p + q
	return sum, (sum > p) == (q > 0)
}

// pointsOf returns a whole number of points, or false if it is out of range.
func pointsOf(n *big.Int) (Points, bool) {
	if !n.IsInt64() {
		return 0, false
	}
	return Points(n.Int64()), n.Int64() != math.MinInt64
}
