package loyalty_test

import (
	"slices"
	"strings"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

// tierTwin answers for tiers from the rows of a ledger alone, the slow way:
// every question reads everything, calendars are walked day by day.
type tierTwin struct {
	program loyalty.Program
	zone    *time.Location
	rows    []loyalty.Entry
}

// knowing returns the twin that knows what was posted by an instant.
func (w tierTwin) knowing(at time.Time) tierTwin {
	w.rows = slices.DeleteFunc(slices.Clone(w.rows), func(x loyalty.Entry) bool { return x.Posted.After(at) })
	return w
}

func (w tierTwin) edition(at time.Time) int {
	n := 0
	for i := range w.program.Editions {
		if !w.program.Editions[i].From.After(at) {
			n = i
		}
	}
	return n
}

// visible returns the counts that count at an instant, by what was posted by
// then.
func (w tierTwin) visible(at time.Time) (counts []loyalty.Entry) {
	final := map[[2]string]bool{}
	for _, x := range w.rows {
		if x.Op == loyalty.OpSettle && !x.Posted.After(at) && !x.Opens.After(at) {
			final[[2]string{x.Kind, x.Ref}] = true
		}
	}
	for _, x := range w.rows {
		shown := !x.Opens.IsZero() && !x.Opens.After(at) || x.Kind != "" && final[[2]string{x.Kind, x.Ref}]
		if x.Op == loyalty.OpCount && !x.Posted.After(at) && shown {
			counts = append(counts, x)
		}
	}
	return counts
}

func (w tierTwin) date(at time.Time) retention.Date { return retention.DateOf(at, w.zone) }

// cycle returns the periods of a window as at an instant; false for none.
func (w tierTwin) cycle(l *loyalty.Ladder, at time.Time) (loyalty.Cycle, bool) {
	if l.Window.Anniversary == 0 {
		return l.Window.Calendar, l.Window.Calendar.Months != 0
	}
	c := loyalty.Cycle{Months: l.Window.Anniversary}
	for _, x := range w.rows {
		if x.Op == loyalty.OpEnrol && !x.Posted.After(at) {
			c.From = w.date(x.At)
		}
	}
	return c, true
}

// tierStarts reports whether a period of a cycle starts on a day.
func tierStarts(c loyalty.Cycle, d retention.Date) bool {
	from := c.From
	if from.IsZero() {
		from = retention.NewDate(2000, 1, 1)
	}
	months := (d.Year()-from.Year())*12 + int(d.Month()-from.Month())
	for near := months - 1; near <= months+1; near++ {
		if near%c.Months == 0 && from.AddMonths(near) == d {
			return true
		}
	}
	return false
}

func tierBack(c loyalty.Cycle, d retention.Date) retention.Date {
	for !tierStarts(c, d) {
		d = d.AddDays(-1)
	}
	return d
}

func tierOn(c loyalty.Cycle, d retention.Date) retention.Date {
	for d = d.AddDays(1); !tierStarts(c, d); d = d.AddDays(1) {
	}
	return d
}

func (w tierTwin) inWindow(l *loyalty.Ladder, c, a, at time.Time) bool {
	if c.After(a) {
		return false
	}
	r := l.Window.Rolling
	if r.Exact != 0 {
		return c.After(a.Add(-r.Exact))
	}
	if !r.IsZero() {
		return w.date(c).After(w.date(a).AddMonths(-r.Months).AddDays(-r.Days))
	}
	if cycle, ok := w.cycle(l, at); ok {
		return tierBack(cycle, w.date(c)) == tierBack(cycle, w.date(a))
	}
	return true
}

func (w tierTwin) met(l *loyalty.Ladder, p loyalty.Path, counts []loyalty.Entry, a, at time.Time) bool {
	for _, need := range p {
		sum := decimal.Decimal{}
		for _, c := range counts {
			if c.Metric == need.Metric && !c.At.After(a) && (need.Lifetime || w.inWindow(l, c.At, a, at)) {
				sum = sum.Add(c.Quantity)
			}
		}
		if sum.LessThan(need.AtLeast) {
			return false
		}
	}
	return true
}

// ends returns when a tier earned at a ends for the n-th time.
func (w tierTwin) ends(l *loyalty.Ladder, a, at time.Time, n int) time.Time {
	cycle, periods := w.cycle(l, at)
	var end time.Time
	switch {
	case periods:
		keep := 1
		if l.ValidPeriods != nil {
			keep = *l.ValidPeriods
		}
		first := tierOn(cycle, w.date(a))
		for range keep + n*max(keep, 1) {
			first = tierOn(cycle, first)
		}
		end = first.AddDays(-1).AddMonths(l.Grace.Months).AddDays(l.Grace.Days + 1).Start(w.zone)
	default:
		v := l.Valid
		if v.IsZero() {
			v = l.Window.Rolling
		}
		if v.Exact != 0 {
			end = a.Add(time.Duration(n+1) * v.Exact)
			if l.Grace.Months != 0 || l.Grace.Days != 0 {
				end = w.date(end.Add(-time.Microsecond)).AddMonths(l.Grace.Months).AddDays(l.Grace.Days + 1).Start(w.zone)
			}
			break
		}
		last := w.date(a).AddMonths((n + 1) * v.Months).AddDays((n + 1) * v.Days)
		end = last.AddMonths(l.Grace.Months).AddDays(l.Grace.Days + 1).Start(w.zone)
	}
	end = end.Add(l.Grace.Exact)
	if l.Review.Months != 0 {
		if n > 0 {
			if before := w.ends(l, a, at, n-1); !end.After(before) {
				end = before.Add(time.Microsecond)
			}
		}
		d := w.date(end)
		for d = d.AddDays(-1); !tierStarts(l.Review, d) || d.Start(w.zone).Before(end); d = d.AddDays(1) {
		}
		end = d.Start(w.zone)
	}
	return end
}

func (w tierTwin) begins(l *loyalty.Ladder, a, at time.Time) time.Time {
	if !l.NextPeriod {
		return a
	}
	cycle, periods := w.cycle(l, at)
	if !periods {
		cycle = l.Review
	}
	return tierOn(cycle, w.date(a)).Start(w.zone)
}

// carry follows a tier through the editions, by its ID or what it was.
func (w tierTwin) carry(id string, from, to int) string {
	for n := from + 1; n <= to && id != ""; n++ {
		heir := ""
		for _, t := range w.program.Editions[n].Ladder.Tiers {
			if t.ID == id || slices.Contains(t.Was, id) && heir == "" {
				heir = t.ID
			}
		}
		id = heir
	}
	return id
}

func (w tierTwin) rank(id string, edition int) int {
	return slices.IndexFunc(w.program.Editions[edition].Ladder.Tiers, func(t loyalty.Tier) bool { return t.ID == id })
}

// at returns the tier held at an instant.
func (w tierTwin) at(at time.Time) string {
	now := w.edition(at)
	counts := w.visible(at)
	best := ""
	for _, c := range counts {
		in := w.edition(c.At)
		if id := w.held(in, c.At, at, counts); w.rank(w.carry(id, in, now), now) > w.rank(best, now) {
			best = w.carry(id, in, now)
		}
	}
	var given []loyalty.Entry
	for _, x := range w.rows {
		if x.Op != loyalty.OpTier || strings.HasPrefix(x.Cause, "time@") || x.Posted.After(at) {
			continue
		}
		if given = append(given, x); x.Tier == "" {
			given = nil
		}
	}
	for _, x := range given {
		if !x.Closes.IsZero() && !at.Before(x.Closes) {
			continue
		}
		if id := w.carry(x.Tier, w.edition(x.At), now); x.First || w.rank(id, now) > w.rank(best, now) {
			best = id
		}
	}
	return best
}

// held returns what is left at an instant of what was earned at a.
func (w tierTwin) held(in int, a, at time.Time, counts []loyalty.Entry) string {
	l := &w.program.Editions[in].Ladder
	net := map[string]decimal.Decimal{}
	for _, c := range counts {
		if c.At.Equal(a) && tierUses(l, c.Metric) {
			net[c.Metric] = net[c.Metric].Add(c.Quantity)
		}
	}
	moved := false
	for _, n := range net {
		moved = moved || !n.IsZero()
	}
	if !moved || w.begins(l, a, at).After(at) {
		return ""
	}
	best := -1
	top := true
	for k := len(l.Tiers) - 1; k >= 0; k-- {
		for _, p := range l.Tiers[k].Paths {
			if !w.met(l, p, counts, a, at) {
				continue
			}
			lifetime := !slices.ContainsFunc(p, func(n loyalty.Need) bool { return !n.Lifetime })
			windowed := l.Window != loyalty.Window{}
			if l.Tiers[k].ForLife || l.Fall == loyalty.NoFall || lifetime || !windowed {
				best = max(best, k)
				continue
			}
			if !top {
				continue
			}
			top = false
			best = max(best, w.fallen(l, k, a, at))
		}
	}
	if best < 0 {
		return ""
	}
	return l.Tiers[best].ID
}

// fallen returns what a tier has become.
func (w tierTwin) fallen(l *loyalty.Ladder, k int, a, at time.Time) int {
	for n := 0; !at.Before(w.ends(l, a, at, n)); n++ {
		if l.Fall != loyalty.OneStep {
			return -1
		}
		for k--; k >= 0 && len(l.Tiers[k].Paths) == 0; k-- {
		}
		if k < 0 {
			return -1
		}
	}
	return k
}

func tierUses(l *loyalty.Ladder, metric string) bool {
	for _, t := range l.Tiers {
		for _, p := range t.Paths {
			if slices.ContainsFunc(p, func(n loyalty.Need) bool { return n.Metric == metric }) {
				return true
			}
		}
	}
	return false
}
