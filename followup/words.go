package followup

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/retentionkit/retention"
)

// Words puts plans into words for people. It uses the names that the policy gives, or
// the IDs of what has no name. Times are in the zone that they carry, which in a plan
// is the customer's, and are given by the minute that they lie in. Those in UTC say so:
// that is the zone of customers of whom none is known.
type Words struct {
	e    *Engine // nil: no names
	lang retention.Language
}

// Words returns the Words of an engine in a language.
func (e *Engine) Words(lang retention.Language) Words { return Words{e, lang} }

// Reason puts a reason into words as [Reason.Text] does, with the names of channels,
// laws, rules and plays.
func (w Words) Reason(r Reason) string { return w.reason(&r, false) }

func (w Words) reason(r *Reason, brief bool) string {
	if text := r.phrase(); text != (retention.Text{}) {
		return phrase{w, r, brief}.fill(text.In(w.lang))
	}
	return string(r.Code)
}

func (w Words) say(english, japanese string) string {
	if w.lang == retention.Japanese {
		return japanese
	}
	return english
}

func (w Words) sayf(english, japanese string, args ...any) string {
	return fmt.Sprintf(w.say(english, japanese), args...)
}

// colon stands between a name and what is said of it.
func (w Words) colon() string { return w.say(": ", "：") }

// join puts clauses of one sentence together.
func (w Words) join(clauses []string) string { return strings.Join(clauses, w.say("; ", "／")) }

// quote sets off an ID, or the name of a rule or step.
func (w Words) quote(id string) string {
	switch {
	case id == "":
		return ""
	case w.lang == retention.Japanese:
		return "「" + id + "」"
	}
	return strconv.Quote(id)
}

// name returns a name, or the ID of what has none.
func (w Words) name(name retention.Text, id string) string {
	if text := name.In(w.lang); text != "" {
		return text
	}
	return w.quote(id)
}

func (w Words) channel(id string) string {
	if w.e == nil {
		return w.quote(id)
	}
	if i, ok := w.e.named[id]; ok {
		return w.name(w.e.channels[i].Name, id)
	}
	return w.quote(id)
}

func (w Words) play(id string) string {
	if p := w.playOf(id); p != nil {
		return w.name(p.Name, id)
	}
	return w.quote(id)
}

// playOf returns a play of the policy, or nil.
func (w Words) playOf(id string) *play {
	if w.e == nil {
		return nil
	}
	if i := w.e.play(id); i >= 0 {
		return &w.e.plays[i]
	}
	return nil
}

// called returns what a segment, a date, a kind of event or a topic is called.
func (w Words) called(name string) string {
	if w.e != nil {
		if text := w.e.policy.Names[name].In(w.lang); text != "" {
			return text
		}
	}
	return cmp.Or(vocabulary[name].In(w.lang), name)
}

// law names a law, as one.
func (w Words) law(id string) string {
	var name string
	if l := w.lawOf(id); l != nil {
		name = l.Name.In(w.lang)
	}
	switch {
	case id == "":
		return ""
	case w.lang == retention.Japanese && name != "":
		return "法令「" + name + "」"
	case name != "":
		return name
	}
	return w.say("law ", "法令") + w.quote(id)
}

// lawOf returns a law of the policy, or nil.
func (w Words) lawOf(id string) *Law {
	if w.e == nil {
		return nil
	}
	return w.e.policy.law(id)
}

// message returns the name of the play that a key belongs to, or the key if the
// policy does not have the play: a key is no text for people.
func (w Words) message(key string) string {
	id, _, _ := strings.Cut(key, "/")
	if p := w.playOf(id); p != nil {
		return w.name(p.Name, id)
	}
	return w.quote(key)
}

// moment returns a day and a time, to the minute that has begun.
func (w Words) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	text := w.day(t) + w.say(t.Format(" 15:04"), strconv.Itoa(t.Hour())+t.Format(":04"))
	if t.Location() == time.UTC {
		text += " UTC"
	}
	return text
}

// day returns the day of a time, as in "22 November 2026".
func (w Words) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return w.sayf("%[3]d %[4]v %[1]d", "%[1]d年%[2]d月%[3]d日", t.Year(), int(t.Month()), t.Day(), t.Month())
}

// span returns a length of time, as in "1 year 6 months", or nothing for none.
func (w Words) span(s retention.Span) string {
	var parts []string
	add := func(n int, noun, japanese string) {
		switch {
		case n == 0:
			return
		case n != 1:
			noun += "s"
		}
		parts = append(parts, strconv.Itoa(n)+w.say(" "+noun, japanese))
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
