package ltv_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

var econYear = retention.Span{Months: 12}

// econDrawModel draws a model with a yearly discount, and no horizon, that has a
// value.
func econDrawModel(t *rapid.T) ltv.RetentionModel {
	return ltv.RetentionModel{
		Margin:      econDrawMoney(t, "margin", 1000),
		Service:     econDrawMoney(t, "service", 200),
		Acquisition: econDrawMoney(t, "acquisition", 2000),
		Retention:   econDrawHundredths(t, "retention", 0, 99),
		Period:      econYear,
		Discount:    ltv.Discount{Rate: econDrawHundredths(t, "discount", 0, 40), Per: econYear},
		Timing:      rapid.SampledFrom([]ltv.Timing{ltv.AtEnd, ltv.AtStart}).Draw(t, "timing"),
		Places:      12,
	}
}

func econRat(f float64) *big.Rat { return decimal.NewFromFloat(f).Rat() }

// econPresent returns what the first n payments of a model are worth, one after the
// other and in fractions. Its discount is of its own period.
func econPresent(m ltv.RetentionModel, n int) (sums []*big.Rat) {
	ratio := new(big.Rat).Quo(econRat(m.Retention), new(big.Rat).Add(big.NewRat(1, 1), econRat(m.Discount.Rate)))
	growth := new(big.Rat).Add(big.NewRat(1, 1), econRat(m.Growth))
	term := new(big.Rat).Sub(m.Margin.Rat(), m.Service.Rat())
	if m.Timing == ltv.AtEnd {
		term.Mul(term, ratio)
	}
	sum := new(big.Rat)
	for range n {
		sum = new(big.Rat).Add(sum, term)
		sums = append(sums, sum)
		term = new(big.Rat).Mul(term, ratio)
		term.Mul(term, growth)
	}
	return sums
}

func econFloat(r *big.Rat) float64 { f, _ := r.Float64(); return f }

func TestRetentionModelIsTheSumOfItsPayments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := econDrawModel(t)
		m.Growth = econDrawHundredths(t, "growth", -30, 30)
		m.Periods = rapid.IntRange(1, 30).Draw(t, "periods")
		if rapid.Bool().Draw(t, "nobody leaves") {
			m.Retention = 1
		}
		if rapid.Bool().Draw(t, "no growth") {
			m.Growth = 0
		}
		sums := econPresent(m, m.Periods)
		last := sums[len(sums)-1]
		v, err := m.Value()
		got := econMustMoney(t, v, err).Add(m.Acquisition).InexactFloat64()
		if want := econFloat(last); !econClose(got, want, 1e-11) {
			t.Errorf("value %v, want %v", got, want)
		}
		multiple, err := m.Multiple()
		if err != nil {
			t.Fatal(err)
		}
		if want := m.Margin.Sub(m.Service).InexactFloat64() * multiple; !econClose(got, want, 1e-11) {
			t.Errorf("value %v, but net margin times multiple is %v", got, want)
		}
		flows, err := m.Schedule(m.Periods + 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(flows) != m.Periods {
			t.Fatalf("%d payments in %d periods", len(flows), m.Periods)
		}
		before := new(big.Rat)
		for i, f := range flows {
			if want := econFloat(sums[i]) - m.Acquisition.InexactFloat64(); !econClose(f.Cumulative.InexactFloat64(), want, 1e-10) {
				t.Errorf("after %d payments %v, want %v", i+1, f.Cumulative, want)
			}
			if want := econFloat(new(big.Rat).Sub(sums[i], before)); !econClose(f.Present.InexactFloat64(), want, 1e-11) {
				t.Errorf("payment %d is %v, want %v", i+1, f.Present, want)
			}
			before = sums[i]
			alive, passed := 1.0, i
			if m.Timing == ltv.AtEnd {
				passed++
			}
			for range passed {
				alive *= m.Retention
			}
			if f.Payments != i+1 || f.Periods != passed || !econClose(f.Alive, alive, 1e-12) {
				t.Errorf("payment %d: %+v, want alive %v", i+1, f, alive)
			}
		}
		if diff := flows[len(flows)-1].Cumulative.Sub(v).Abs(); diff.GreaterThan(decimal.New(1, -m.Places)) {
			t.Errorf("the schedule ends at %v, the value is %v", flows[len(flows)-1].Cumulative, v)
		}
	})
}

func TestRetentionModelHorizonTendsToNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := econDrawModel(t)
		v, err := m.Value()
		forever := econMustMoney(t, v, err)
		m.Periods = 5000 // 0.99^5000 is 10^-22
		v, err = m.Value()
		if long := econMustMoney(t, v, err); long.Sub(forever).Abs().GreaterThan(econMoney("0.0000001")) {
			t.Errorf("over %d periods %v, without a horizon %v", m.Periods, long, forever)
		}
	})
}

func TestRetentionModelLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := econDrawModel(t)
		v, err := m.Value()
		value := econMustMoney(t, v, err)
		unit := decimal.New(1, -m.Places)

		other := m
		other.Timing = ltv.AtStart + ltv.AtEnd - m.Timing
		v, err = other.Value()
		diff := econMustMoney(t, v, err).Sub(value).Abs()
		if first := m.Margin.Sub(m.Service).Abs(); diff.Sub(first).Abs().GreaterThan(unit) {
			t.Errorf("timings differ by %v, not by the first margin %v", diff, first)
		}

		by := rapid.Int64Range(0, 50).Draw(t, "by")
		many := m
		for _, d := range []*decimal.Decimal{&many.Margin, &many.Service, &many.Acquisition} {
			*d = d.Mul(decimal.NewFromInt(by))
		}
		v, err = many.Value()
		if rest := econMustMoney(t, v, err).Sub(value.Mul(decimal.NewFromInt(by))).Abs(); rest.GreaterThan(unit.Mul(decimal.NewFromInt(by + 1))) {
			t.Errorf("%d times the money is off by %v", by, rest)
		}

		better := m
		better.Retention = max(m.Retention, econDrawHundredths(t, "better retention", 0, 99))
		better.Margin = decimal.Max(m.Margin, econDrawMoney(t, "better margin", 1000))
		better.Discount.Rate = min(m.Discount.Rate, econDrawHundredths(t, "lower discount", 0, 40))
		v, err = better.Value()
		if m.Margin.GreaterThanOrEqual(m.Service) && econMustMoney(t, v, err).LessThan(value) {
			t.Errorf("%+v is worth %v, less than %v", better, v, value)
		}
	})
}

// The margin multiple r/(1+d-r) of Gupta & Lehmann (2003) for a retention of 60 to
// 90 % and a discount of 10 to 16 %, worked out by hand to two decimals.
func TestMarginMultiples(t *testing.T) {
	for retained, row := range map[float64][4]string{
		0.6: {"1.20", "1.15", "1.11", "1.07"},
		0.7: {"1.75", "1.67", "1.59", "1.52"},
		0.8: {"2.67", "2.50", "2.35", "2.22"},
		0.9: {"4.50", "4.09", "3.75", "3.46"},
	} {
		for i, want := range row {
			m := ltv.RetentionModel{
				Retention: retained,
				Period:    econYear,
				Discount:  ltv.Discount{Rate: 0.10 + 0.02*float64(i), Per: econYear},
			}
			got, err := m.Multiple()
			if err != nil {
				t.Fatal(err)
			}
			if fmt.Sprintf("%.2f", got) != want {
				t.Errorf("retention %v, discount %v: %v, want %s", retained, m.Discount.Rate, got, want)
			}
		}
	}
}

func TestRetentionModelEdges(t *testing.T) {
	hundred := econMoney("100")
	tests := []struct {
		reason string
		m      ltv.RetentionModel
		want   string
	}{
		{"nothing", ltv.RetentionModel{}, "0"},
		{"everybody leaves before paying", ltv.RetentionModel{Margin: hundred}, "0"},
		{"everybody pays once", ltv.RetentionModel{Margin: hundred, Timing: ltv.AtStart}, "100"},
		{"everybody pays once, with a horizon", ltv.RetentionModel{Margin: hundred, Timing: ltv.AtStart, Periods: 9}, "100"},
		{"nobody leaves", ltv.RetentionModel{Margin: hundred, Retention: 1, Periods: 9}, "900"},
		{"growth makes up for churn", ltv.RetentionModel{Margin: hundred, Retention: 0.8, Growth: 0.25, Periods: 3}, "240"},
		{"serving costs more than it brings", ltv.RetentionModel{Margin: hundred, Service: econMoney("150"), Retention: 0.5}, "-50"},
		{"digits are kept close to no churn", ltv.RetentionModel{Margin: hundred, Retention: 0.999999999999}, "99999999999900"},
		{"and with a horizon", ltv.RetentionModel{Margin: hundred, Retention: 0.999999999999, Periods: 10, Places: 8}, "999.99999999"},
		{"growth makes up for the discount", ltv.RetentionModel{
			Margin: hundred, Retention: 1, Growth: 0.1, Period: econYear, Discount: ltv.Discount{Rate: 0.1, Per: econYear}, Periods: 11,
		}, "1000"},
		{"rounded half away from zero", ltv.RetentionModel{Margin: econMoney("0.5"), Retention: 0.5}, "1"},
	}
	for _, test := range tests {
		v, err := test.m.Value()
		if got := econMustMoney(t, v, err); !got.Equal(econMoney(test.want)) {
			t.Errorf("%s: %v, want %s", test.reason, got, test.want)
		}
	}
}

func TestDiscountOver(t *testing.T) {
	yearly := ltv.Discount{Rate: 0.1, Per: econYear}
	tests := []struct {
		reason string
		d      ltv.Discount
		over   retention.Span
		want   float64
	}{
		{"no discount needs no period", ltv.Discount{}, retention.Span{}, 0},
		{"its own period", yearly, econYear, 0.1},
		{"twelve months make the year", yearly, retention.Span{Months: 1}, math.Pow(1.1, 1.0/12) - 1},
		{"two years", yearly, retention.Span{Months: 24}, 0.21},
		{"days of days", ltv.Discount{Rate: 0.21, Per: retention.Span{Days: 14}}, retention.Span{Days: 7}, 0.1},
		{"days of years", yearly, retention.Span{Days: 7}, math.Pow(1.1, 7/365.25) - 1},
		{"both", yearly, retention.Span{Months: 1, Days: 1}, math.Pow(1.1, 1.0/12+1/365.25) - 1},
	}
	for _, test := range tests {
		got, err := test.d.Over(test.over)
		if err != nil || math.Abs(got-test.want) > 1e-15 {
			t.Errorf("%s: %v, error %v, want %v", test.reason, got, err, test.want)
		}
	}
}

func TestDiscountComposes(t *testing.T) {
	period := rapid.Custom(func(t *rapid.T) retention.Span {
		return retention.Span{Months: rapid.IntRange(0, 24).Draw(t, "months"), Days: rapid.IntRange(1, 60).Draw(t, "days")}
	})
	rapid.Check(t, func(t *rapid.T) {
		d := ltv.Discount{Rate: econDrawHundredths(t, "rate", 0, 100), Per: period.Draw(t, "per")}
		a, b := period.Draw(t, "a"), period.Draw(t, "b")
		over := func(d ltv.Discount, s retention.Span) float64 {
			rate, err := d.Over(s)
			if err != nil {
				t.Fatal(err)
			}
			return rate
		}
		if direct, through := over(d, b), over(ltv.Discount{Rate: over(d, a), Per: a}, b); !econClose(direct, through, 1e-9) {
			t.Errorf("%v over %v is %v, but %v by way of %v", d, b, direct, through, a)
		}
	})
}

// A yearly and a monthly statement of the same discount are the same discount.
func TestRetentionModelTakesAnyDiscountPeriod(t *testing.T) {
	monthly, err := ltv.Discount{Rate: 0.1, Per: econYear}.Over(retention.Span{Months: 1})
	if err != nil {
		t.Fatal(err)
	}
	m := ltv.RetentionModel{Margin: econMoney("500"), Retention: 0.95, Period: retention.Span{Months: 1}, Places: 6}
	m.Discount = ltv.Discount{Rate: 0.1, Per: econYear}
	v, err := m.Value()
	yearly := econMustMoney(t, v, err)
	m.Discount = ltv.Discount{Rate: monthly, Per: m.Period}
	v, err = m.Value()
	if got := econMustMoney(t, v, err); !got.Equal(yearly) {
		t.Errorf("%v by the month, %v by the year", got, yearly)
	}
}
