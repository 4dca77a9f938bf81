package followup

import (
	"cmp"

	"github.com/retentionkit/retention"
)

// ruleName returns what the rule of a reason is called, or its ID. Rules of other
// kinds, or of other laws, may have the same ID.
func (w Words) ruleName(r *Reason) string {
	if w.e == nil {
		return r.Rule
	}
	return cmp.Or(w.e.policy.ruleName(r).In(w.lang), r.Rule)
}

// ruleName returns the name of the rule of a reason, if there is one. What kind of
// rule it is goes by the code.
func (p *Policy) ruleName(r *Reason) retention.Text {
	rules := p.rulesOf(r.Law)
	switch r.Code {
	case OutsideHours, OnHoliday, Spread, NeverOpen:
		return nameIn(rules.Hours, r.Rule, func(h *HoursRule) (string, retention.Text) { return h.ID, h.Name })
	case ConsentMissing, ConsentExpired:
		return nameIn(rules.Consent, r.Rule, func(c *ConsentRule) (string, retention.Text) { return c.ID, c.Name })
	case CapReached, NeverAllowed, RoomReserved:
		return nameIn(rules.Caps, r.Rule, func(c *Cap) (string, retention.Text) { return c.ID, c.Name })
	case AfterDecline:
		return nameIn(rules.Declines, r.Rule, func(d *DeclineRule) (string, retention.Text) { return d.ID, d.Name })
	case Tired:
		return nameIn(p.Fatigue, r.Rule, func(f *Fatigue) (string, retention.Text) { return f.ID, f.Name })
	}
	return retention.Text{}
}

// rulesOf returns the rules of a law, or the shop's own. A law that the policy does
// not have has none.
func (p *Policy) rulesOf(law string) *Rules {
	if law == "" {
		return &p.Rules
	}
	if l := p.law(law); l != nil {
		return &l.Rules
	}
	return &Rules{}
}

// nameIn returns the name of one of some things, by its ID.
func nameIn[T any](things []T, id string, of func(*T) (id string, name retention.Text)) retention.Text {
	for i := range things {
		if has, name := of(&things[i]); has == id {
			return name
		}
	}
	return retention.Text{}
}
