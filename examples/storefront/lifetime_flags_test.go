package main

import (
	"io"
	"math"
	"strings"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
)

func TestHorizonFlag(t *testing.T) {
	const want, most = "want a number above 0 and a unit, such as 12months", "want 1000 years at most"
	tests := []struct {
		reason, text string
		days         float64
		err          string
	}{
		{"months", "12months", 365.25, ""},
		{"weeks", "52weeks", 364, ""},
		{"days", "90days", 90, ""},
		{"one", "1year", 365.25, ""},
		{"a blank between", "2 years", 730.5, ""},
		{"a part", "0.5years", 182.625, ""},
		{"the singular will do", "2week", 14, ""},
		{"as much as is taken", "1000years", 365250, ""},
		{"too much", "1001years", 0, most},
		{"far too much", "1" + strings.Repeat("0", 300) + "years", 0, most},
		{"more than numbers hold", "1" + strings.Repeat("0", 400) + "days", 0, want},
		{"nothing", "", 0, want},
		{"no number", "months", 0, want},
		{"no unit", "12", 0, want},
		{"no time at all", "0days", 0, want},
		{"the past", "-1days", 0, want},
		{"no number that is one", "NaNdays", 0, want},
		{"infinite", "Infdays", 0, want},
		{"another unit", "3fortnights", 0, want},
		{"two plurals", "3dayss", 0, want},
		{"capitals", "3Days", 0, want},
		{"short for a unit", "12m", 0, want},
		{"an exponent looks like a unit", "1e3days", 0, want},
		{"two numbers", "1year6months", 0, want},
	}
	for _, test := range tests {
		o, err := parseFlags([]string{"-horizon", test.text}, io.Discard)
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) || !strings.Contains(err.Error(), "-horizon") {
				t.Errorf("%s: -horizon %q: error %v, want %q", test.reason, test.text, err, test.err)
			}
		} else if err != nil || math.Abs(o.lifetime.horizon.In(btyd.Day)-test.days) > 1e-9 {
			t.Errorf("%s: -horizon %q: %v, %v, want %v days", test.reason, test.text, o, err, test.days)
		}
	}
}

func TestDiscountFlag(t *testing.T) {
	const want = "want a rate from 0 to 10 and its period, such as 0.10/year"
	tests := []struct {
		reason, text string
		yearly       float64
		err          string
	}{
		{"a year", "0.10/year", 0.10, ""},
		{"without a zero", ".1/year", 0.10, ""},
		{"a month compounds", "0.01/month", math.Pow(1.01, 12) - 1, ""},
		{"a plural", "0.1/years", 0.10, ""},
		{"none", "0/year", 0, ""},
		{"as much as is taken", "10/year", 10, ""},
		{"too much", "10.1/year", 0, want},
		{"percent", "10%/year", 0, want},
		{"no period", "0.10", 0, want},
		{"no rate", "/year", 0, want},
		{"nothing", "", 0, want},
		{"below 0", "-0.1/year", 0, want},
		{"no number that is one", "NaN/year", 0, want},
		{"infinite", "Inf/year", 0, want},
		{"another period", "0.1/decade", 0, want},
		{"two periods", "0.1/year/month", 0, want},
	}
	for _, test := range tests {
		o, err := parseFlags([]string{"-discount", test.text}, io.Discard)
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) || !strings.Contains(err.Error(), "-discount") {
				t.Errorf("%s: -discount %q: error %v, want %q", test.reason, test.text, err, test.err)
			}
		} else if err != nil || math.Abs(yearly(o.lifetime.discount)-test.yearly) > 1e-12 {
			t.Errorf("%s: -discount %q: %v, %v, want %v a year", test.reason, test.text, o, err, test.yearly)
		}
	}
}

func TestLifetimeFlags(t *testing.T) {
	tests := []struct {
		reason string
		args   []string
		err    string // none: it is taken
	}{
		{"days", []string{"-unit", "day"}, ""},
		{"weeks", []string{"-unit", "week"}, ""},
		{"months", []string{"-unit", "month"}, ""},
		{"years are too long", []string{"-unit", "year"}, "-unit: want day, week or month"},
		{"a plural", []string{"-unit", "days"}, "-unit: want day, week or month"},
		{"nothing", []string{"-unit", ""}, "-unit: want day, week or month"},
		{"a day", []string{"-calibrate-until", "1997-09-30"}, ""},
		{"no such day", []string{"-calibrate-until", "1997-09-31"}, "-calibrate-until: want a day such as 2026-01-31"},
		{"another way to write it", []string{"-calibrate-until", "1997/09/30"}, "-calibrate-until: want a day such as 2026-01-31"},
		{"no day", []string{"-calibrate-until", ""}, "-calibrate-until: want a day such as 2026-01-31"},
	}
	for _, test := range tests {
		_, err := parseFlags(test.args, io.Discard)
		if (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: %v: error %v, want %q", test.reason, test.args, err, test.err)
		}
	}
}
