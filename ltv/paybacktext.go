package ltv

import (
	"fmt"
	"strings"

	"github.com/retentionkit/retention"
)

// Text gives the payback in words, as in "paid back by payment 8, after 7
// months", or the reason why it never happens.
func (p Payback) Text(lang retention.Language) string {
	switch {
	case p.Never != "":
		return p.Never.Text(lang)
	case p.Payments == 0:
		return retention.Text{English: "there is no cost to pay back", Japanese: "回収する費用はありません"}.In(lang)
	}
	format := retention.Text{English: "paid back by payment %d, %s", Japanese: "%d回目の支払いで回収（%s）"}
	return fmt.Sprintf(format.In(lang), p.Payments, p.wait(lang))
}

// wait says how long it takes.
func (p Payback) wait(lang retention.Language) string {
	switch {
	case p.Periods == 0:
		return retention.Text{English: "at once", Japanese: "即時"}.In(lang)
	case lang == retention.Japanese && p.After.IsZero():
		return fmt.Sprintf("%d期間後", p.Periods)
	case lang == retention.Japanese:
		return joinedCounts(p.After, func(n, unit int) string { return fmt.Sprint(n, [...]string{"年", "か月", "日"}[unit]) }) + "後"
	case p.After.IsZero():
		return "after" + spacedCount(p.Periods, "period")
	}
	return "after" + joinedCounts(p.After, func(n, unit int) string { return spacedCount(n, [...]string{"year", "month", "day"}[unit]) })
}

// joinedCounts joins the years, months and days of a period that there are.
func joinedCounts(s retention.Span, text func(n, unit int) string) string {
	var all strings.Builder
	for unit, n := range [...]int{s.Months / 12, s.Months % 12, s.Days} {
		if n > 0 {
			all.WriteString(text(n, unit))
		}
	}
	return all.String()
}

func spacedCount(n int, noun string) string {
	if n == 1 {
		return " 1 " + noun
	}
	return fmt.Sprintf(" %d %ss", n, noun)
}
