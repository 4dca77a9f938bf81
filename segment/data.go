package segment

import (
	"cmp"
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
