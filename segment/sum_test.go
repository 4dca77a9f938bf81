package segment_test

import (
	"math"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

// TestSumInAnyOrder sees that a sum is known if it fits, whatever the sums on the
// way.
func TestSumInAnyOrder(t *testing.T) {
	moment := segment.NewMoment(now, time.UTC)
	sum := segment.Sum(purchases, quantity)
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.OneOf(rapid.IntRange(-3, 3), rapid.SampledFrom([]int{math.MaxInt, math.MinInt, math.MaxInt - 1, 1 << 62}))
		exact, c := new(big.Int), &customer{Purchases: []*purchase{}}
		for _, n := range rapid.SliceOfN(numbers, 0, 6).Draw(t, "quantities") {
			exact.Add(exact, big.NewInt(int64(n)))
			c.Purchases = append(c.Purchases, &purchase{At: now, Quantity: n})
		}
		got, ok := sum.Value(c, moment)
		if ok != exact.IsInt64() || ok && int64(got) != exact.Int64() {
			t.Errorf("sum %d, %v; exactly %v", got, ok, exact)
		}
	})
}
