package loyalty

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Words puts what an engine answers into words for people. Names are those of
// the program, dates those of its zone.
type Words struct {
	e    *Engine
	lang retention.Language
}

// Words returns the engine's words in a language.
func (e *Engine) Words(lang retention.Language) Words { return Words{e, lang} }

func (w Words) say(english, japanese string) string {
	if w.lang == retention.Japanese {
		return japanese
	}
	return english
}

func (w Words) sayf(english, japanese string, args ...any) string {
	return fmt.Sprintf(w.say(english, japanese), args...)
}

// join puts words of one sentence together.
func (w Words) join(parts []string) string { return strings.Join(parts, w.say(", ", "、")) }

// colon stands between a name and what is said of it.
func (w Words) colon() string { return w.say(": ", "：") }

// Points returns a number of points, as in "1,200 points".
func (w Words) Points(n Points) string { return w.points(n.Decimal(w.e.program.Scale)) }

func (w Words) points(n decimal.Decimal) string {
	return w.counted(n, "point", "ポイント")
}

// counted returns a number with its noun.
func (w Words) counted(n decimal.Decimal, noun, japanese string) string {
	if !n.Equal(one) {
		noun += "s"
	}
	return grouped(n) + w.say(" "+noun, japanese)
}

// Money returns an amount in the program's currency, as in "4,520 JPY".
func (w Words) Money(m Money) string {
	currency := w.e.program.Currency
	if currency == "JPY" && w.lang == retention.Japanese {
		return grouped(m) + "円"
	}
	return strings.TrimSpace(grouped(m) + " " + currency)
}

// rough returns an amount that was reckoned with in more decimals than money
// has, cut to those.
func (w Words) rough(m Money) string {
	switch w.e.program.Currency {
	case "JPY", "KRW", "VND", "CLP", "ISK":
		return w.Money(m.Truncate(0))
	}
	return w.Money(m.Truncate(2))
}

func (w Words) percent(p decimal.Decimal) string { return p.String() + "%" }

// date returns a day, as in "1 April 2026".
func (w Words) date(d retention.Date) string {
	return w.sayf("%[3]d %[4]v %[1]d", "%[1]d年%[2]d月%[3]d日", d.Year(), int(d.Month()), d.Day(), d.Month())
}

// moment returns a day, with the time unless the day begins then.
func (w Words) moment(t time.Time) string {
	t = t.In(w.e.zone)
	day := retention.DateOf(t, w.e.zone)
	if w.startsDay(t) {
		return w.date(day)
	}
	return w.date(day) + t.Format(" 15:04")
}

func (w Words) startsDay(t time.Time) bool {
	return retention.DateOf(t, w.e.zone).Start(w.e.zone).Equal(t)
}

// until says how long something is good that ends at an instant: to the day
// before if that begins a day.
func (w Words) until(t time.Time) string {
	if !w.startsDay(t) {
		return w.sayf("until %s", "%sまで", w.moment(t))
	}
	return w.sayf("until the end of %s", "%sまで", w.date(retention.DateOf(t, w.e.zone).AddDays(-1)))
}

// span returns a length of time, as in "1 year 6 months".
func (w Words) span(s retention.Span) string {
	var parts []string
	add := func(n int, noun, japanese string) {
		if n != 0 {
			parts = append(parts, w.counted(decimal.NewFromInt(int64(n)), noun, japanese))
		}
	}
	add(s.Months/12, "year", "年")
	add(s.Months%12, "month", "か月")
	add(s.Days, "day", "日")
	add(int(s.Exact/time.Hour), "hour", "時間")
	add(int(s.Exact%time.Hour/time.Minute), "minute", "分")
	if rest := s.Exact % time.Minute; rest != 0 {
		parts = append(parts, strconv.FormatFloat(rest.Seconds(), 'f', -1, 64)+w.say(" seconds", "秒"))
	}
	return strings.Join(parts, w.say(" ", ""))
}

// name returns a name, or the ID of what has none.
func (w Words) name(name retention.Text, id string) string {
	if text := name.In(w.lang); text != "" {
		return text
	}
	return id
}

// tier returns the name of a tier, the newest if it had several.
func (w Words) tier(id string) string {
	for i := len(w.e.editions) - 1; i >= 0; i-- {
		if t := w.e.editions[i].tier(id); t != nil {
			return w.name(t.Name, id)
		}
	}
	return id
}

// rule returns a rule of an edition, or nil.
func (w Words) rule(edition, id string) *rule {
	ed := w.e.edition(edition)
	if ed == nil {
		return nil
	}
	for i := range ed.rules {
		if ed.rules[i].ID == id {
			return &ed.rules[i]
		}
	}
	return nil
}

// ruleName returns the name of a rule.
func (w Words) ruleName(edition, id string) string {
	if r := w.rule(edition, id); r != nil {
		return w.name(r.Name, id)
	}
	return id
}

// deed returns a name for a deed. Its kind is the shop's own word, unless the
// package knows it.
func (w Words) deed(kind, ref string) string {
	switch {
	case kind == OrderKind:
		return w.sayf("Order %s", "注文%s", ref)
	case kind == ReferralKind:
		return w.sayf("Referral of %s", "紹介（%s）", ref)
	case strings.HasPrefix(kind, giftKind):
		return w.sayf("Gift %s", "ギフト「%s」", strings.TrimPrefix(kind, giftKind))
	}
	return kind
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
