package segment_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

var (
	ordered = segment.Number("orders", func(c *Shopper) int { return c.Orders })
	nation  = segment.Text("country", func(c *Shopper) string { return c.Country }).OmitZero()
	money   = segment.Money("spent", func(c *Shopper) decimal.Decimal { return c.Spent })
	latest  = segment.Time("last_order", func(c *Shopper) time.Time { return c.Last })
)

// shop is the set of the examples.
func shop() segment.View[*Shopper] {
	set, err := segment.Compile(
		segment.Segment[*Shopper]{Name: "loyal", Rule: ordered.AtLeast(3)},
		segment.Segment[*Shopper]{Name: "japan", Rule: nation.Is("JP")},
		segment.Segment[*Shopper]{Name: "lapsed", Rule: latest.OlderThan(retention.Span{Months: 6})},
	)
	if err != nil {
		panic(err)
	}
	return set.AsOf(march.Time(), tokyo)
}

func ExampleAll() {
	rule := segment.All(ordered.AtLeast(3), nation.Is("JP"))
	fmt.Println(rule, rule.Test(hana, march), rule.Test(visitor, march))
	// Output: orders >= 3 and country = "JP" true false
}

func ExampleAny() {
	rule := segment.Any(nation.Is("JP"), segment.All(ordered.AtLeast(1), nation.Is("DE")))
	fmt.Println(rule, rule.Test(emil, march), rule.Test(visitor, march))
	// Output: country = "JP" or (orders >= 1 and country = "DE") true unknown
}

func ExampleNot() {
	rule := segment.Not(segment.Any(nation.Is("JP"), ordered.Is(0)))
	fmt.Println(rule, rule.Test(emil, march))
	// Output: not (country = "JP" or orders = 0) true
}

// A segment gives a reference to itself. Where there is only its name, use Ref.
func ExampleRef() {
	loyal := segment.Segment[*Shopper]{Name: "loyal", Rule: ordered.AtLeast(3)}
	set, err := segment.Compile(loyal,
		segment.Segment[*Shopper]{Name: "loyal in Japan", Rule: segment.All(loyal.Ref(), nation.Is("JP"))},
		segment.Segment[*Shopper]{Name: "new", Rule: segment.Not(segment.Ref[*Shopper]("loyal"))},
	)
	fmt.Println(err)
	view := set.AsOf(march.Time(), tokyo)
	fmt.Println(slices.Collect(view.Of(hana)), slices.Collect(view.Of(emil)))
	// Output:
	// <nil>
	// [loyal loyal in Japan] [new]
}

func ExampleCompile() {
	_, err := segment.Compile(
		segment.Segment[*Shopper]{Name: "young", Rule: ordered.InRange(5, 1)},
		segment.Segment[*Shopper]{Name: "abroad", Rule: segment.All(nation.NotIn(), segment.Ref[*Shopper]("loyl"))},
		segment.Segment[*Shopper]{Name: "abroad"},
	)
	fmt.Println(err)
	fmt.Println(errors.Is(err, segment.ErrNoSegment))
	// Output:
	// segment "abroad": two segments have the same name
	// segment "young": orders in [5, 1): nothing lies in the range
	// segment "abroad": country in (): a rule about nothing
	// segment "abroad": segment "loyl": no such segment
	// segment "abroad": there is no rule
	// true
}

func ExampleFaults() {
	_, err := segment.Compile(segment.Segment[*Shopper]{Name: "abroad", Rule: nation.In()})
	var faults segment.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Printf("mark %q in %q: %v\n", f.Rule, f.Segment, f.Err)
		}
	}
	// Output: mark "country in ()" in "abroad": a rule about nothing
}

func ExampleView_Of() {
	for name := range shop().Of(hana) {
		fmt.Println(name)
	}
	// Output:
	// loyal
	// japan
}

// The order of the set is that of priority.
func ExampleView_First() {
	fmt.Printf("%q %q %q\n", shop().First(hana), shop().First(emil), shop().First(visitor))
	// Output: "loyal" "lapsed" ""
}

func ExampleView_Is() {
	fmt.Println(shop().Is(hana, "loyal"))
	fmt.Println(shop().Is(hana, "loyl"))
	// Output:
	// true <nil>
	// false segment: no such segment: "loyl"
}

func ExampleView_Members() {
	members, err := shop().Members("loyal", slices.Values([]*Shopper{hana, emil, visitor}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for c := range members {
		fmt.Println(c.Name)
	}
	// Output: Hana
}

func ExampleView_Test() {
	view := shop()
	i := view.Set().Index("lapsed")
	fmt.Println(view.Test(hana, i), view.Test(emil, i), view.Test(visitor, i))
	// Output: false true unknown
}

func ExampleSegment_In() {
	s := segment.Segment[*Shopper]{Name: "loyal", Label: retention.Text{English: "Loyal customers", Japanese: "優良顧客"}}
	fmt.Println(s.In(retention.Japanese), "/", s.In(retention.English))
	// Output: 優良顧客 / Loyal customers
}

func ExampleSet_All() {
	for i, s := range shop().Set().All() {
		fmt.Printf("%d. %s: %v\n", i+1, s.Name, s.Rule)
	}
	// Output:
	// 1. loyal: orders >= 3
	// 2. japan: country = "JP"
	// 3. lapsed: last_order older than P6M
}

// Who is in the best tenth depends on the other customers.
func ExampleView_Fit() {
	set, err := segment.Compile(segment.Segment[*Shopper]{Name: "best tenth", Rule: money.Top(10)})
	if err != nil {
		fmt.Println(err)
		return
	}
	view := set.AsOf(march.Time(), tokyo)
	fmt.Println("before:", view.Test(hana, 0))

	fitted := view.Fit(slices.Values([]*Shopper{hana, emil, visitor})).AsOf(march.Time(), tokyo)
	fmt.Println("fitted:", fitted.Test(hana, 0), fitted.Test(emil, 0))
	// Output:
	// before: unknown
	// fitted: true false
}

func ExampleField_Top() {
	best := segment.All(money.Top(10), segment.Not(ordered.Bottom(50)))
	fmt.Println(best)
	// Output: spent in top 10% and not orders in bottom 50%
}

// A function can ask what no condition can.
func ExampleRuleFunc() {
	palindrome := segment.RuleFunc("palindrome", func(c *Shopper) segment.Truth {
		if c.Name == "" {
			return segment.Unknown
		}
		letters := []rune(strings.ToLower(c.Name))
		back := slices.Clone(letters)
		slices.Reverse(back)
		return segment.TruthOf(slices.Equal(letters, back))
	})
	rule := segment.All(palindrome, ordered.AtLeast(1))
	fmt.Println(rule, rule.Test(hana, march), rule.Test(&Shopper{Name: "Anna", Orders: 2}, march))
	// Output: rule "palindrome" and orders >= 1 false true
}
