package main

import (
	"errors"
	"flag"
	"strconv"
	"strings"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
)

// lifetimeOptions is what the command line says of lifetime value.
type lifetimeOptions struct {
	until    retention.Date // zero: after 70 % of the time
	unit     btyd.Unit
	horizon  btyd.Time
	discount btyd.Discount

	progress func(ltv.SelectProgress) // called now and then; may be nil
}

func (o *lifetimeOptions) register(fs *flag.FlagSet) {
	o.unit, o.horizon = btyd.Week, btyd.Years(1)
	o.discount = btyd.Discount{Rate: 0.10, Per: btyd.Years(1)}
	fs.Func("calibrate-until", "last `date` that models learn from; they are judged by what came after (default: 70 % of the time)", func(text string) (err error) {
		if o.until, err = retention.ParseDate(text); err != nil {
			return errors.New("want a day such as 2026-01-31")
		}
		return nil
	})
	fs.Func("unit", "`unit` of the models' parameters: day, week or month (default week)", func(text string) error {
		// Nobody comes back yearly enough for parameters in years to be read.
		if err := o.unit.UnmarshalText([]byte(text)); err != nil || o.unit == btyd.Year {
			return errors.New("want day, week or month")
		}
		return nil
	})
	fs.Func("horizon", "`time` to foresee, such as 12months, 52weeks or 90days (default 1year)", func(text string) (err error) {
		o.horizon, err = parseTime(text)
		return err
	})
	fs.Func("discount", "`rate/period` of interest, by which later money counts for less; 0/year is none (default 0.10/year)", func(text string) (err error) {
		o.discount, err = parseDiscount(text)
		return err
	})
}

// parseTime reads a number and a unit of time.
func parseTime(text string) (btyd.Time, error) {
	const most = 1000 // years
	n, name := text, ""
	if i := strings.IndexFunc(text, func(r rune) bool { return r >= 'a' && r <= 'z' }); i >= 0 {
		n, name = strings.TrimSpace(text[:i]), text[i:]
	}
	number, err := strconv.ParseFloat(n, 64)
	unit, ok := parseUnit(name)
	t := unit.Times(number)
	switch {
	case err != nil || !ok || !(number > 0):
		return btyd.Time{}, errors.New("want a number above 0 and a unit, such as 12months, 52weeks or 90days")
	case !(t.In(btyd.Year) <= most):
		return btyd.Time{}, errors.New("want 1000 years at most")
	}
	return t, nil
}

// parseUnit reads the name of a unit of time, or its plural.
func parseUnit(text string) (unit btyd.Unit, ok bool) {
	err := unit.UnmarshalText([]byte(strings.TrimSuffix(text, "s")))
	return unit, err == nil
}

// parseDiscount reads a rate and its period.
func parseDiscount(text string) (btyd.Discount, error) {
	const most = 10 // 1000 %
	rate, period, _ := strings.Cut(text, "/")
	n, err := strconv.ParseFloat(rate, 64)
	unit, ok := parseUnit(period)
	d := btyd.Discount{Rate: n, Per: unit.Times(1)}
	if err != nil || !ok || !(n >= 0 && n <= most) {
		return btyd.Discount{}, errors.New("want a rate from 0 to 10 and its period, such as 0.10/year for 10 % a year")
	}
	return d, nil
}
