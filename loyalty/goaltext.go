package loyalty

import (
	"strings"
	"time"

	"github.com/retentionkit/retention"
)

// Goal says a goal to the member, as in "spend 5,400 JPY by 31 March 2027 to
// reach Gold". Metrics other than spend, orders and points stand under their
// own names.
func (w Words) Goal(g Goal) string {
	name := w.name(g.Name, g.Tier)
	if len(g.Missing) == 0 {
		if g.Keep {
			return w.sayf("nothing more to do to keep %s%s", "%sを維持するための条件は達成済みです%s", name, w.shows(&g))
		}
		return w.sayf("nothing more to do to reach %s%s", "%sになるための条件は達成済みです%s", name, w.shows(&g))
	}
	parts := make([]string, len(g.Missing))
	for i := range parts {
		parts[i] = w.missing(&g.Missing[i])
	}
	need := strings.Join(parts, w.say(" and ", "と"))
	if g.Keep {
		return w.sayf("%[3]s%[2]s to keep %[1]s%[4]s", "%sを維持するには、%s%sが必要です%s", name, w.when(&g), need, w.shows(&g))
	}
	return w.sayf("%[3]s%[2]s to reach %[1]s%[4]s", "%sになるには、%s%sが必要です%s", name, w.when(&g), need, w.shows(&g))
}

// missing says what there is still to do.
func (w Words) missing(g *Gap) string {
	switch g.Metric {
	case SpendMetric:
		return w.sayf("spend %s", "あと%sのお買い物", w.Money(g.Missing))
	case OrdersMetric:
		return w.sayf("place %s", "あと%sのご注文", w.counted(g.Missing, "order", "回"))
	case PointsMetric:
		return w.sayf("earn %s", "あと%sの獲得", w.points(g.Missing))
	}
	return w.sayf("collect %s %s", "%[2]sあと%[1]s", grouped(g.Missing), g.Metric)
}

// when says in what time it must be done.
func (w Words) when(g *Goal) string {
	from := ""
	if !g.From.IsZero() {
		from = w.sayf(" from %s", "%sから", w.day(g.From))
	}
	switch {
	case g.Before.IsZero():
		return from
	case !w.startsDay(g.Before):
		return from + w.sayf(" before %[2]s on %[1]s", "%s%sより前に", w.day(g.Before), g.Before.In(w.e.zone).Format("15:04"))
	case from != "":
		return from + w.sayf(" to %s", "%sまでに", w.date(g.By()))
	}
	return w.sayf(" by %s", "%sまでに", w.date(g.By()))
}

// shows says when it will show that all is done.
func (w Words) shows(g *Goal) string {
	switch {
	case g.Waits:
		return w.say(", once orders are final", "（ご注文の確定後に反映）")
	case !g.Shows.IsZero():
		return w.sayf(" (it shows by %s)", "（遅くとも%sに反映）", w.day(g.Shows))
	}
	return ""
}

// day returns the day that an instant lies on.
func (w Words) day(t time.Time) string { return w.date(retention.DateOf(t, w.e.zone)) }
