package followup

import (
	"cmp"
	"slices"
	"time"

	"github.com/retentionkit/retention/followup/hours"
)

// sort puts the lists of a policy whose order means nothing into one order, so
// that plans do not depend on it.
func (p *Policy) sort() {
	sortBy(p.Channels, func(c *Channel) string { return c.ID })
	sortBy(p.Plays, func(pl *Play) string { return pl.ID })
	sortBy(p.Laws, func(l *Law) string { return l.ID })
	sortBy(p.Fatigue, func(f *Fatigue) string { return f.ID })
	p.Rules.sort()
	for i := range p.Laws {
		p.Laws[i].Rules.sort()
		slices.Sort(p.Laws[i].Regions)
	}
	for i := range p.Fatigue {
		p.Fatigue[i].Match.sort()
	}
	for i := range p.Plays {
		p.Plays[i].sort()
	}
	if p.Complaint != nil {
		slices.Sort(p.Complaint.Purposes)
	}
	slices.Sort(p.Holdout.Exempt)
	slices.Sort(p.Signs)
	slices.SortFunc(p.Workdays.Windows, byOpening)
	for i := range p.Channels {
		slices.SortFunc(p.Channels[i].Staff.Windows, byOpening)
	}
}

func sortBy[T any](list []T, id func(*T) string) {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(id(&a), id(&b)) })
}

func (r *Rules) sort() {
	sortBy(r.Hours, func(h *HoursRule) string { return h.ID })
	sortBy(r.Consent, func(c *ConsentRule) string { return c.ID })
	sortBy(r.Caps, func(c *Cap) string { return c.ID })
	sortBy(r.Declines, func(d *DeclineRule) string { return d.ID })
	for i := range r.Hours {
		r.Hours[i].Match.sort()
		slices.SortFunc(r.Hours[i].Hours.Windows, byOpening)
	}
	for i := range r.Consent {
		r.Consent[i].Match.sort()
		sortBy(r.Consent[i].Bases, func(b *ConsentBasis) string { return b.Name })
	}
	for i := range r.Caps {
		c := &r.Caps[i]
		c.Match.sort()
		slices.Sort(c.Exempt)
		slices.Sort(c.Uncounted)
	}
	for i := range r.Declines {
		r.Declines[i].Match.sort()
	}
}

func (m *Match) sort() {
	slices.Sort(m.Channels)
	slices.Sort(m.Topics)
	slices.Sort(m.Purposes)
}

func (pl *Play) sort() {
	slices.Sort(pl.For.In)
	slices.Sort(pl.For.NotIn)
	slices.Sort(pl.Exit)
	slices.Sort(pl.Ends)
	if s := pl.Trigger.Silence; s != nil {
		s.Match.sort()
	}
	if d := pl.Trigger.Declined; d != nil {
		slices.Sort(d.Topics)
	}
	for i := range pl.Steps {
		slices.Sort(pl.Steps[i].Fallback)
	}
}

func byOpening(a, b hours.Window) int {
	return cmp.Or(
		cmp.Compare(firstDay(a.Days), firstDay(b.Days)), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Days, b.Days),
	)
}

// firstDay returns the place in a week of the first of some days. A week begins
// with a Monday, and before that with windows of every day.
func firstDay(d hours.Days) int {
	if d == 0 {
		return 0
	}
	for i := 1; ; i++ {
		if d.Has(time.Weekday(i % 7)) {
			return i
		}
	}
}
