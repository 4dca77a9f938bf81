package segment_test

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// shown returns the value that a condition is said to have seen, and that the
// reversal says it is now; "" if there is no reversal.
func shown(t rapid.TB, rule segment.Rule[*customer], c *customer, lang retention.Language) (seen, is string) {
	t.Helper()
	mark, before, after := ": is ", "(now ", ")"
	if lang == retention.Japanese {
		mark, before, after = "：現在", "（現在", "）"
	}
	set, err := segment.CompileAnyway(shopSegment{Name: "it", Rule: rule})
	if err != nil {
		t.Fatal(err)
	}
	view := set.AsOf(now, time.UTC)
	e, err := view.Explain(c, "it")
	if err != nil {
		t.Fatal(err)
	}
	_, seen, found := strings.Cut(e.Text(lang), mark)
	if !found {
		t.Fatalf("no value in %q", e.Text(lang))
	}
	r, err := view.Reverse(c, "it")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(r.Text(lang), before)
	is, _, _ = strings.Cut(rest, after)
	return seen, is
}

func TestBriefNumbers(t *testing.T) {
	amount := decimal.RequireFromString
	for _, test := range []struct {
		rule   segment.Rule[*customer]
		seen   string
		want   string
		reason string
	}{
		{pAlive.AtLeast(1.5), "1.8549618320610686", "1.855", "four digits"},
		{pAlive.AtLeast(3), "2.9999999", "2.9999999", "3 would do"},
		{pAlive.Above(3), "3.0000001", "3.0000001", "3 would not"},
		{pAlive.AtMost(3), "3.000049", "3.00005", "as few as show that it is above"},
		{pAlive.AtLeast(3), "3", "3", "the bound itself"},
		{pAlive.Is(1.8549618320610686), "1.8549618320610686", "1.8549618320610686", "likewise"},
		{pAlive.InRange(1.5, 1.8549618320610686), "1.8549618320610686", "1.8549618320610686", "likewise of the end of a range"},
		{pAlive.In(1.855, 2), "1.8549618320610686", "1.85496", "near one of several"},
		{pAlive.AtLeast(0.4), "0.123456789", "0.1235", "digits begin after zeros"},
		{pAlive.AtLeast(0.4), "0.0000123456789", "1.235e-05", "likewise"},
		{pAlive.AtLeast(10), "123456.789", "123,457", "whole digits stay"},
		{pAlive.AtLeast(10.25), "123456.789", "123,456.79", "and as many decimals as the bound has"},
		{pAlive.AtLeast(10), "-2.71828182845", "-2.718", "less than 0"},
		{pAlive.AtLeast(10), "123456789012345", "123,456,789,012,345", "likewise"},
		{pAlive.AtLeast(10), "123456789012345680000", "1.2345678901234568e+20", "too large to have decimals"},
		{spent.AtLeast(amount("10")), "33.33333333333333333333", "33.3333", "four decimals"},
		{spent.AtLeast(amount("10")), "1234.5678", "1,234.5678", "no more than these"},
		{spent.AtLeast(amount("33.33333")), "33.33333333333333333333", "33.333333", "above the bound by little"},
		{spent.AtLeast(amount("10")), "9.99999999", "9.99999999", "below the bound by little"},
		{spent.AtLeast(amount("10")), "0.000001234", "0.000001", "not nothing"},
	} {
		c := &customer{PAlive: 1}
		if x, err := strconv.ParseFloat(test.seen, 64); err == nil {
			c.PAlive = x
		}
		s := amount(test.seen)
		c.Spent = &s
		for _, lang := range []retention.Language{retention.English, retention.Japanese} {
			seen, now := shown(t, test.rule, c, lang)
			if seen != test.want || now != test.want {
				t.Errorf("%v: %s shown as %s and, reversed, as %s; want %s: %s", test.rule, test.seen, seen, now, test.want, test.reason)
			}
		}
	}
}

// What is shown of a number is near to it and on the same side of every bound.
func TestBriefNumbersKeepTheirSide(t *testing.T) {
	numbers := rapid.OneOf(rapid.Float64Range(-1e6, 1e6), rapid.Float64Range(-2, 2), rapid.SampledFrom([]float64{0, 0.1, 3, 1e-300, 1e300}))
	rapid.Check(t, func(t *rapid.T) {
		bound := numbers.Draw(t, "bound")
		v := numbers.Draw(t, "value")
		if rapid.Bool().Draw(t, "close") {
			v = bound * (1 + math.Pow(10, -rapid.Float64Range(2, 16).Draw(t, "exponent")))
		}
		rule := rapid.SampledFrom([]segment.Rule[*customer]{
			pAlive.Above(bound), pAlive.AtLeast(bound), pAlive.Below(bound), pAlive.AtMost(bound), pAlive.Is(bound), pAlive.IsNot(bound),
			pAlive.InRange(bound, math.Nextafter(math.Abs(bound)*2, math.Inf(1))),
		}).Draw(t, "rule")
		seen, _ := shown(t, rule, &customer{PAlive: v}, retention.English)
		got, err := strconv.ParseFloat(strings.ReplaceAll(seen, ",", ""), 64)
		if err != nil || cmp.Compare(got, bound) != cmp.Compare(v, bound) {
			t.Errorf("%v is shown as %q, which is on the other side of %v", v, seen, bound)
		}
		if math.Abs(got-v) > math.Abs(v)*0.0005 {
			t.Errorf("%v is shown as %q, which is far off", v, seen)
		}
	})
}

// Amounts likewise.
func TestBriefAmountsKeepTheirSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) decimal.Decimal {
			return decimal.New(rapid.Int64().Draw(t, label), -rapid.Int32Range(0, 25).Draw(t, label+" decimals"))
		}
		bound, v := draw("bound"), draw("value")
		if rapid.Bool().Draw(t, "close") {
			v = bound.Add(decimal.New(rapid.Int64Range(-1, 1).Draw(t, "steps"), -rapid.Int32Range(0, 25).Draw(t, "step")))
		}
		seen, _ := shown(t, spent.AtLeast(bound), &customer{Spent: &v}, retention.Japanese)
		got, err := decimal.NewFromString(strings.ReplaceAll(seen, ",", ""))
		if err != nil || got.Cmp(bound) != v.Cmp(bound) || got.Sign() != v.Sign() {
			t.Errorf("%v is shown as %q beside %v", v, seen, bound)
		}
		if got.Sub(v).Abs().GreaterThan(decimal.New(5, -5)) {
			t.Errorf("%v is shown as %q, which is far off", v, seen)
		}
	})
}
