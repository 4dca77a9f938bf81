package segment

import (
	"cmp"
	"errors"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// compareData compares two values of the same kind.
func compareData(a, b any) int {
	switch a := a.(type) {
	case int64:
		return cmp.Compare(a, b.(int64))
	case float64:
		return cmp.Compare(a, b.(float64))
	case decimal.Decimal:
		return a.Cmp(b.(decimal.Decimal))
	case string:
		return cmp.Compare(a, b.(string))
	case bool:
		return compareFlags(a, b.(bool))
	case time.Time:
		return a.Compare(b.(time.Time))
	case retention.Date:
		return a.Compare(b.(retention.Date))
	}
	panic("segment: a value of no kind")
}

// textOf returns a value as text; parse is the way back.
func textOf(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	return string(appendValue(nil, value))
}

// parse returns the value of a kind that a text is, as textOf writes it.
func (k kind) parse(text string) (value any, err error) {
	switch k {
	case kindInt:
		value, err = strconv.ParseInt(text, 10, 64)
	case kindFloat:
		value, err = strconv.ParseFloat(text, 64)
	case kindMoney:
		value, err = decimal.NewFromString(text)
	case kindText:
		value = text
	case kindFlag:
		value, err = strconv.ParseBool(text)
	case kindTime:
		value, err = time.Parse(time.RFC3339Nano, text)
	case kindDate:
		value, err = retention.ParseDate(text)
	default:
		err = errors.New("a field of sets has no order")
	}
	if err == nil {
		err = checkValue(value)
	}
	return value, err
}
