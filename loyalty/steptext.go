package loyalty

import (
	"fmt"
	"strings"
	"time"

	"github.com/retentionkit/retention"
)

// Step says what a rule made of a deed, as in "base: 1 point per 100 JPY of 4,520
// JPY: 45 points", or why it gave nothing. A rule that the program no longer has is
// named by its ID.
func (w Words) Step(s Step) string {
	r := w.rule(s.Edition, s.Rule)
	parts := []string{w.ruleName(s.Edition, s.Rule)}
	if !s.Applied() {
		return strings.Join(append(parts, w.why(&s, r)), w.colon())
	}
	if r != nil {
		if how := w.how(&s, r); how != "" {
			parts = append(parts, how)
		}
	}
	return strings.Join(append(parts, w.granted(&s, r)), w.colon())
}

// granted says what a rule granted.
func (w Words) granted(s *Step, r *rule) string {
	points := w.Points(s.Points)
	if r != nil && r.times.units != 0 {
		points = w.sayf("%s more", "%s加算", points)
	}
	if s.Why == Capped {
		return w.sayf("%s, limited to %s", "%s、上限%s", w.points(s.Exact.Decimal()), points)
	}
	return points
}

// how says how a rule reckons.
func (w Words) how(s *Step, r *rule) string {
	basis, award := s.Basis.Decimal(), w.points(r.Award)
	switch {
	case r.times.units != 0:
		return w.sayf("%s times %s", "%[2]sの%[1]s倍", r.Times, w.points(basis))
	case r.per.units != 0 && w.e.program.Scale > 0 && !r.Per.GreaterThan(one):
		rate := r.Award.Shift(2).DivRound(r.Per, 4)
		return w.sayf("%s of %s", "%[2]sの%[1]s", w.percent(rate), w.rough(basis))
	case r.per.units != 0:
		return w.sayf("%s per %s of %s", "%[3]s、%[2]sごとに%[1]s", award, w.Money(r.Per), w.rough(basis))
	case r.PerItem && (r.on == OrderKind || r.on == ReferredKind):
		return w.sayf("%s for each of %s", "%[2]s、1点ごとに%[1]s", award, w.counted(basis, "piece", "点"))
	}
	return ""
}

// why says why a rule gave nothing, and what it asks for.
func (w Words) why(s *Step, r *rule) string {
	reason, asks := s.Why.Text(w.lang), ""
	if r != nil {
		asks = w.asks(s.Why, &r.When)
	}
	if asks != "" {
		reason += w.sayf(" (%s)", "（%s）", asks)
	}
	return w.sayf("no points, %s", "対象外、%s", reason)
}

// asks says what a condition asks for, where that is more than the reason
// tells.
func (w Words) asks(why Reason, c *Cond) string {
	switch {
	case why == WrongTier && len(c.Tiers) > 0:
		names := make([]string, len(c.Tiers))
		for i, id := range c.Tiers {
			names[i] = w.tier(id)
		}
		return w.join(names)
	case why == NoTag && len(c.Tags) > 0:
		return w.join(c.Tags)
	case why == OtherDay && len(c.Weekdays) > 0:
		return w.weekdays(c.Weekdays)
	case why == OutsideHours && len(c.Hours) > 0:
		return w.hours(c.Hours)
	case why == TooEarly && !c.From.IsZero():
		return w.sayf("from %s", "%sから", w.date(c.From))
	case why == TooLate && !c.Until.IsZero():
		return w.sayf("until the end of %s", "%sまで", w.date(c.Until.AddDays(-1)))
	case why == TooLittle && c.AtLeast.Sign() > 0:
		return w.from(c.AtLeast)
	}
	return ""
}

func (w Words) from(m Money) string { return w.sayf("from %s", "%s以上", w.Money(m)) }

func (w Words) weekdays(days []time.Weekday) string {
	names := make([]string, len(days))
	for i, d := range days {
		names[i] = w.say(d.String(), string([]rune("日月火水木金土")[d%7])+"曜日")
	}
	return w.join(names)
}

func (w Words) hours(hours []Hours) string {
	texts := make([]string, len(hours))
	for i, h := range hours {
		texts[i] = w.sayf("%s to %s", "%sから%s", clockOf(h.From), clockOf(h.To))
	}
	return w.join(texts)
}

// clockOf returns a time of day, as in 18:00.
func clockOf(s retention.Span) string {
	return fmt.Sprintf("%02d:%02d", int(s.Exact/time.Hour), int(s.Exact%time.Hour/time.Minute))
}
