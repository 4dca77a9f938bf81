package segment_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention/segment"
)

// A text such as 1e999999999 reads as a decimal in no time, and takes all memory
// when it is added to another. Nobody has so much.
func TestAbsurdAmounts(t *testing.T) {
	for _, exp := range []int32{math.MinInt32, -1001, 1001, math.MaxInt32} {
		absurd := decimal.New(1, exp)
		c := &customer{Spent: &absurd, Purchases: []*purchase{
			{At: now, Amount: &absurd},
			{At: now, Amount: new(decimal.Decimal)},
		}}
		plainly := segment.Money("spent", func(c *customer) decimal.Decimal { return *c.Spent })
		one := decimal.NewFromInt(1)
		for _, rule := range []segment.Rule[*customer]{
			plainly.Above(one), plainly.Is(one), plainly.In(one), plainly.InRange(decimal.Zero, one),
			spent.AtLeast(one), segment.Sum(purchases, amount).AtMost(one), segment.Average(purchases, amount).Below(one),
			segment.Largest(purchases, amount).Is(one), segment.Latest(purchases, amount).Is(one),
		} {
			if got := compiled(t, rule)(c); got != unknown {
				t.Errorf("10^%d: %v is %v", exp, rule, got)
			}
		}
		if got := fitted(t, spent.Top(100), []*customer{c})(c); got != unknown {
			t.Errorf("10^%d has a rank: %v", exp, got)
		}
		_, err := segment.Compile(segment.Segment[*customer]{Name: "it", Rule: segment.Any(spent.Is(absurd), spent.OrElse(absurd).Is(one))})
		if !errors.Is(err, segment.ErrOperand) {
			t.Errorf("10^%d compiles: %v", exp, err)
		}
	}
	most := decimal.New(1, 1000)
	if got := spent.Above(decimal.New(1, -1000)).Test(&customer{Spent: &most}, segment.NewMoment(now, time.UTC)); got != yes {
		t.Errorf("10^1000 is an amount: %v", got)
	}
}
