package rfm

import (
	"fmt"
	"strings"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Text gives the reasons for the rank, as in "12 orders (more than 97% of
// customers), last purchase 4 days ago (more recent than 88%), 123,400 JPY
// (more than 99%)". The shares are those of the customers who are strictly
// worse, rounded down to whole percent, and left out below one; in Japanese
// they are turned round and read 上位3%.
func (r Ranked) Text(lang retention.Language) string {
	if lang == retention.Japanese {
		return strings.Join([]string{
			r.purchasesJapanese() + r.Frequency.top("上位%d%%"),
			"最終購入は" + r.agoJapanese() + r.Recency.top("新しさは上位%d%%"),
			"購入金額" + r.amountJapanese() + r.Monetary.top("上位%d%%"),
		}, "、")
	}
	return strings.Join([]string{
		r.purchases() + r.Frequency.better("more than %d%% of customers"),
		"last purchase " + r.ago() + r.Recency.better("more recent than %d%%"),
		r.amount() + r.Monetary.better("more than %d%%"),
	}, ", ")
}

// better fills in the share of worse customers, if it is worth a word.
func (s Standing) better(format string) string {
	if s.percent() == 0 {
		return ""
	}
	return fmt.Sprintf(" ("+format+")", s.percent())
}

func (s Standing) top(format string) string {
	if s.percent() == 0 {
		return ""
	}
	return fmt.Sprintf("（"+format+"）", 100-s.percent())
}

func (r Ranked) purchases() string {
	if r.Frequency.Unit == Days.String() {
		return "purchases on " + counted(r.Frequency.Value, "day")
	}
	return counted(r.Frequency.Value, "order")
}

func (r Ranked) purchasesJapanese() string {
	if r.Frequency.Unit == Days.String() {
		return "購入日数" + grouped(r.Frequency.Value) + "日"
	}
	return "購入回数" + grouped(r.Frequency.Value) + "回"
}

func (r Ranked) ago() string {
	switch {
	case !r.Recency.Value.IsZero():
		return counted(r.Recency.Value, "day") + " ago"
	case r.Recency.Unit == Elapsed.String():
		return "less than a day ago"
	}
	return "today"
}

func (r Ranked) agoJapanese() string {
	switch {
	case !r.Recency.Value.IsZero():
		return grouped(r.Recency.Value) + "日前"
	case r.Recency.Unit == Elapsed.String():
		return "24時間以内"
	}
	return "本日"
}

// amount returns the money with its currency code, if there is one.
func (r Ranked) amount() string {
	return strings.TrimSpace(grouped(r.Monetary.Value) + " " + r.Monetary.Unit)
}

// amountJapanese writes yen as people do.
func (r Ranked) amountJapanese() string {
	if r.Monetary.Unit == "JPY" {
		return grouped(r.Monetary.Value) + "円"
	}
	return r.amount()
}

// counted returns a number with its noun.
func counted(n decimal.Decimal, noun string) string {
	if n.Equal(decimal.NewFromInt(1)) {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

// grouped returns a number with commas between thousands, and with no decimals
// or at least two.
func grouped(d decimal.Decimal) string {
	whole, fraction, _ := strings.Cut(d.Abs().String(), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if len(fraction) == 1 {
		fraction += "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if d.IsNegative() {
		return "-" + whole
	}
	return whole
}
