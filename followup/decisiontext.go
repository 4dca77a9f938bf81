package followup

import (
	"cmp"
	"strings"

	"github.com/retentionkit/retention"
)

// Decision says in one sentence what becomes of a message and why, as in
// "Birthday by e-mail: held until 22 November 2026 08:00, because it is outside
// the hours 08:00-21:00 (rule "day")". For a message that goes out when it is due, it
// says what calls for it.
func (w Words) Decision(d Decision) string {
	return w.titled(&d) + w.because(&d)
}

// titled says what becomes of a message.
func (w Words) titled(d *Decision) string {
	if title := w.title(d); title != "" {
		return title + w.colon() + w.fate(d)
	}
	return w.fate(d)
}

// title names a message: its play, its step if there are several, its channel,
// and what is special about it.
func (w Words) title(d *Decision) string {
	title := w.play(d.Play)
	if p := w.playOf(d.Play); p == nil && d.Step != "" || p != nil && len(p.steps) > 1 {
		title += w.sayf(", step %s,", "%s", w.quote(w.step(p, d.Step)))
	}
	if d.Channel != "" {
		if name := w.channel(d.Channel); !strings.HasSuffix(title, name) { // お電話
			title += w.sayf(" by %s", "の%s", name)
		}
	}
	if notes := w.notes(d); len(notes) > 0 {
		title += w.sayf(" (%s)", "（%s）", strings.Join(notes, w.say(", ", "、")))
	}
	return strings.TrimSuffix(title, ",")
}

// step returns what a step of a play is called, or its ID.
func (w Words) step(p *play, id string) string {
	if p == nil {
		return id
	}
	name := nameIn(p.Steps, id, func(s *Step) (string, retention.Text) { return s.ID, s.Name })
	return cmp.Or(name.In(w.lang), id)
}

// notes says which attempt it is, instead of what, and with what. A channel on
// which the customer has no address was never to be used.
func (w Words) notes(d *Decision) (notes []string) {
	var instead []string
	for i := range d.Why {
		switch r := &d.Why[i]; {
		case r.Code == ByRetry && r.Count > 0:
			notes = append(notes, w.sayf("attempt %d", "%d回目", r.Count))
		case r.Code == ByFallback && r.Rule != string(AddressMissing) && r.Name.English != "" && d.Channel != "":
			instead = append(instead, w.channel(r.Name.English))
		}
	}
	if len(instead) > 0 {
		notes = append(notes, w.sayf("instead of %s", "%sの代わり", strings.Join(instead, w.say(" and ", "・"))))
	}
	if n := len(d.Also); n > 0 {
		notes = append(notes, w.sayf("with %d more inside", "ほか%d件を含む", n))
	}
	return notes
}

// fate says what becomes of a message.
func (w Words) fate(d *Decision) string {
	switch d.Verdict {
	case Send:
		if d.Until.IsZero() {
			return w.say("may go out now", "ただちに連絡")
		}
		return w.sayf("may go out now, until %s", "%sまでに連絡", w.moment(d.Until))
	case Drop:
		return w.say("will not go out", "見送り")
	case Done:
		return strings.TrimSpace(w.sayf("on record for %s", "%sに記録済み", w.moment(d.Due)))
	case Hold:
		return w.held(d)
	}
	return d.Verdict.String()
}

func (w Words) held(d *Decision) string {
	switch {
	case d.NotBefore.IsZero():
		return w.say("held until something changes", "状況が変わるまで保留")
	case d.Behind:
		return w.sayf("held until %s at the earliest", "早くても%sまで保留", w.moment(d.NotBefore))
	case d.planned():
		return w.sayf("planned for %s", "%sに予定", w.moment(d.NotBefore))
	}
	return w.sayf("held until %s", "%sまで保留", w.moment(d.NotBefore))
}

// planned reports whether a message is not due yet, and nothing else is against
// it.
func (d *Decision) planned() bool {
	for i := range d.WhyNot {
		if d.WhyNot[i].Code != NotDue {
			return false
		}
	}
	return len(d.WhyNot) > 0
}

// because gives the reasons for what becomes of a message.
func (w Words) because(d *Decision) string {
	against := w.against(d)
	switch {
	case d.Verdict == Done || len(against)+len(d.Why) == 0:
		return ""
	case d.Verdict == Send && len(against) > 0:
		return w.sayf("; due on %s and held back: %s", "（予定は%sだったが、%s）", w.moment(d.Due), w.join(against))
	case len(against) == 0:
		against = []string{w.Reason(d.Why[0])}
	}
	if d.Verdict != Drop {
		against = append(against, w.guessed(d)...)
	}
	return w.sayf(", because %s", "（%s）", w.join(against))
}

// against lists what is against a message. It leaves out that it is not due, and
// when a reason ends if that is when the message goes out.
func (w Words) against(d *Decision) (clauses []string) {
	for i := range d.WhyNot {
		if r := &d.WhyNot[i]; r.Code != NotDue {
			clauses = append(clauses, w.blame(d, r))
		}
	}
	return clauses
}

// blame says a reason against a message.
func (w Words) blame(d *Decision, r *Reason) string {
	return w.reason(r, d.Verdict == Hold && r.Until.Equal(d.NotBefore))
}

// guessed says what zone the times are in if it is a guess.
func (w Words) guessed(d *Decision) (clauses []string) {
	for i := range d.Why {
		if d.Why[i].Code == ZoneGuessed {
			clauses = append(clauses, w.Reason(d.Why[i]))
		}
	}
	return clauses
}
