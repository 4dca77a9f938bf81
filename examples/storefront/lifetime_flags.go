package main

import (
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

func (o *lifetimeOptions) register(fs *flags) {
	o.unit, o.horizon = btyd.Week, btyd.Years(1)
	o.discount = btyd.Discount{Rate: 0.10, Per: btyd.Years(1)}
	fs.day(&o.until, "calibrate-until", "last `date` that models learn from; they are judged by what came after (default: 70% of the time)",
		"モデルの学習に使う最後の`日`。その後の注文で検証します（既定: 期間の 70%）")
	fs.take("unit", "`unit` of the models' parameters: day, week or month (default week)", "モデルのパラメータの`単位`: day、week（既定）、month", func(text string) error {
		// Nobody comes back yearly enough for parameters in years to be read.
		if err := o.unit.UnmarshalText([]byte(text)); err != nil || o.unit == btyd.Year {
			return complain("want day, week or month", "day、week、month のどれかを指定してください")
		}
		return nil
	})
	fs.take("horizon", "`time` to foresee, such as 12months, 52weeks or 90days (default 1year)", "予測する`期間`（例: 12months、52weeks、90days。既定 1year）", func(text string) (err error) {
		o.horizon, err = parseTime(text)
		return err
	})
	fs.take("discount", "`rate/period` of interest, by which later money counts for less; 0/year is none (default 0.10/year)",
		"将来の売上を割り引く`率/期間`。0/year なら割り引きません（既定 0.10/year）", func(text string) (err error) {
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
		return btyd.Time{}, complain("want a number above 0 and a unit, such as 12months, 52weeks or 90days", "12months、52weeks、90days のように、0 より大きい数と単位で指定してください")
	case !(t.In(btyd.Year) <= most):
		return btyd.Time{}, complain("want 1000 years at most", "1000 年以内で指定してください")
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
		return btyd.Discount{}, complain("want a rate from 0 to 10 and its period, such as 0.10/year for 10%% a year", "0.10/year（年 10%%）のように、0 から 10 までの率と期間で指定してください")
	}
	return d, nil
}
