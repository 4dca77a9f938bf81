package segment

import (
	"math"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// fewDigits is how many digits people are shown of a float, and decimals of an
// amount, if that tells enough.
const fewDigits = 4

// brief returns what a condition saw as people are shown it: on the same side of all
// that it was compared with.
func (r *Reason) brief() any {
	bounds := r.form.args
	if r.Flip != nil {
		bounds = append(r.Flip.bounds(), bounds...)
	}
	return brief(r.Seen, bounds)
}

// brief returns the value as it is, as people are shown it.
func (n *Need) brief() any { return brief(n.Seen, n.bounds()) }

// bounds returns the values that the need speaks of.
func (n *Need) bounds() []any {
	return append([]any{n.Nearest.Value, n.From.Value, n.To.Value}, n.Values...)
}

// brief returns a number rounded to few digits, but to as many as some bounds have
// after the point, and to so many that it is less than, the same as or more than
// each of them as before. All else it returns as it is.
func brief(value any, bounds []any) any {
	switch v := value.(type) {
	case float64:
		whole := len(strconv.FormatFloat(math.Abs(v), 'f', 0, 64))
		for n := max(fewDigits, whole+decimalsOf[float64](bounds)); n < 17; n++ {
			short, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'e', n-1, 64), 64)
			if isAlike(short, v, bounds) {
				return short
			}
		}
	case decimal.Decimal:
		for n := max(fewDigits, decimalsOf[decimal.Decimal](bounds)); n < -int(v.Exponent()); n++ {
			short := v.Round(int32(n))
			if short.Sign() == v.Sign() && isAlike(short, v, bounds) {
				return short
			}
		}
	}
	return value
}

// decimalsOf returns the most digits that one of some numbers has after the point,
// where these are few.
func decimalsOf[V float64 | decimal.Decimal](numbers []any) (most int) {
	for _, number := range numbers {
		if v, ok := number.(V); ok {
			_, fraction, _ := strings.Cut(digits(v), ".")
			if len(fraction) <= fewDigits {
				most = max(most, len(fraction))
			}
		}
	}
	return most
}

// isAlike reports whether a number compares with each bound as another does.
func isAlike[V float64 | decimal.Decimal](number, other V, bounds []any) bool {
	for _, bound := range bounds {
		if _, ok := bound.(V); ok && compareData(number, bound) != compareData(other, bound) {
			return false
		}
	}
	return true
}
