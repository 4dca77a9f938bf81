package loyalty

import (
	"fmt"
	"strings"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Text says the goal to the member, as in "spend 5,400 JPY by 31 March 2027 to
// reach Gold". Metrics other than spend, orders and points stand under their
// own names.
func (g *Goal) Text(lang retention.Language) string {
	if lang == retention.Japanese {
		return g.japanese()
	}
	return g.english()
}

func (g *Goal) english() string {
	name, verb := g.Name.In(retention.English), "reach"
	if name == "" {
		name = g.Tier
	}
	if g.Keep {
		verb = "keep"
	}
	if len(g.Missing) == 0 {
		return fmt.Sprintf("nothing more to do to %s %s%s", verb, name, g.showsEnglish())
	}
	var parts []string
	for i := range g.Missing {
		parts = append(parts, g.Missing[i].english())
	}
	return strings.Join(parts, " and ") + g.whenEnglish() + " to " + verb + " " + name + g.showsEnglish()
}

func (g *Gap) english() string {
	switch g.Metric {
	case SpendMetric:
		return strings.TrimSpace("spend " + grouped(g.Missing) + " " + g.Currency)
	case OrdersMetric:
		return "place " + counted(g.Missing, "order")
	case PointsMetric:
		return "earn " + counted(g.Missing, "point")
	}
	return "collect " + grouped(g.Missing) + " " + g.Metric
}

const englishDay = "2 January 2006"

func (g *Goal) whenEnglish() string {
	from := ""
	if !g.From.IsZero() {
		from = " from " + g.From.Format(englishDay)
	}
	switch {
	case g.Before.IsZero():
		return from
	case !g.wholeDay():
		return from + " before " + g.Before.Format("15:04 on "+englishDay)
	case !g.From.IsZero():
		return from + " to " + g.lastMoment().Format(englishDay)
	}
	return " by " + g.lastMoment().Format(englishDay)
}

func (g *Goal) showsEnglish() string {
	switch {
	case g.Waits:
		return ", once orders are final"
	case !g.Shows.IsZero():
		return " (it shows by " + g.Shows.Format(englishDay) + ")"
	}
	return ""
}

func (g *Goal) japanese() string {
	name, verb := g.Name.In(retention.Japanese), "になる"
	if name == "" {
		name = g.Tier
	}
	if g.Keep {
		verb = "を維持する"
	}
	if len(g.Missing) == 0 {
		return fmt.Sprintf("%s%sための条件は達成済みです%s", name, verb, g.showsJapanese())
	}
	var parts []string
	for i := range g.Missing {
		parts = append(parts, g.Missing[i].japanese())
	}
	return fmt.Sprintf("%s%sには、%s%sが必要です%s", name, verb, g.whenJapanese(), strings.Join(parts, "と"), g.showsJapanese())
}

func (g *Gap) japanese() string {
	n := "あと" + grouped(g.Missing)
	switch {
	case g.Metric == SpendMetric && g.Currency == "JPY":
		return n + "円のお買い物"
	case g.Metric == SpendMetric:
		return strings.TrimSpace(n+" "+g.Currency) + "のお買い物"
	case g.Metric == OrdersMetric:
		return n + "回のご注文"
	case g.Metric == PointsMetric:
		return n + "ポイントの獲得"
	}
	return g.Metric + n
}

const japaneseDay = "2006年1月2日"

func (g *Goal) whenJapanese() string {
	from := ""
	if !g.From.IsZero() {
		from = g.From.Format(japaneseDay) + "から"
	}
	switch {
	case g.Before.IsZero():
		return from
	case !g.wholeDay():
		return from + g.Before.Format(japaneseDay+"15:04") + "より前に"
	}
	return from + g.lastMoment().Format(japaneseDay) + "までに"
}

func (g *Goal) showsJapanese() string {
	switch {
	case g.Waits:
		return "（ご注文の確定後に反映）"
	case !g.Shows.IsZero():
		return "（遅くとも" + g.Shows.Format(japaneseDay) + "に反映）"
	}
	return ""
}

func (g *Goal) lastMoment() time.Time { return g.Before.Add(-time.Microsecond) }

// wholeDay reports whether Before is the end of a day.
func (g *Goal) wholeDay() bool {
	return g.By().AddDays(1).Start(g.Before.Location()).Equal(g.Before)
}

func counted(n decimal.Decimal, noun string) string {
	if n.Equal(one) {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}
