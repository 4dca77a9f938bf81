package main

import (
	"errors"
	"flag"
	"strconv"
	"strings"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
)

// lifetimeOptions is what the command line says of lifetime value.
type lifetimeOptions struct {
	until    retention.Date // zero: after 70 % of the time
	unit     btyd.Unit
	horizon  btyd.Time
	discount btyd.Discount
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
	fs.TextVar(&o.unit, "unit", btyd.Week, "`unit` of the models' parameters: day, week or month")
	fs.Func("horizon", "`time` to foresee, such as 12months, 52weeks or 90days (default 1year)", func(text string) (err error) {
		o.horizon, err = parseTime(text)
		return err
	})
	fs.Func("discount", "`rate/period` by which money is worth less later (default 0.10/year)", func(text string) (err error) {
		o.discount, err = parseDiscount(text)
		return err
	})
}

// parseTime reads a number and a unit of time.
func parseTime(text string) (btyd.Time, error) {
	letters := strings.IndexFunc(text, func(r rune) bool { return r >= 'a' && r <= 'z' })
	if letters < 0 {
		return btyd.Time{}, errors.New("want a number and a unit, such as 12months")
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(text[:letters]), 64)
	unit, ok := parseUnit(text[letters:])
	if err != nil || !ok || !(n > 0 && n < 1e6) {
		return btyd.Time{}, errors.New("want a number and a unit, such as 12months")
	}
	return unit.Times(n), nil
}

func parseUnit(text string) (unit btyd.Unit, ok bool) {
	err := unit.UnmarshalText([]byte(strings.TrimSuffix(text, "s")))
	return unit, err == nil
}

// parseDiscount reads a rate and its period.
func parseDiscount(text string) (btyd.Discount, error) {
	rate, period, _ := strings.Cut(text, "/")
	n, err := strconv.ParseFloat(rate, 64)
	unit, ok := parseUnit(period)
	d := btyd.Discount{Rate: n, Per: unit.Times(1)}
	if err != nil || !ok || n > 10 || d.Check() != nil {
		return btyd.Discount{}, errors.New("want a rate and its period, such as 0.10/year")
	}
	return d, nil
}
