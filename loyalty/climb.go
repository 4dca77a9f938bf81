package loyalty

import (
	"sort"

	"github.com/retentionkit/retention"
)

// footing is what a member's tier stands on at an instant.
type footing struct {
	rank  int     // the tier's place in the ladder then in force; -1: none
	ends  instant // when it is over, by what is known
	at    instant // when what it was earned by was complete
	in    *edition
	tier  int // what was earned then, by the ladder of in
	path  int
	given *status // instead, if the tier was given by hand
}

// shows returns when a count was or will be known to count.
func (l *ledger) shows(c *count) instant {
	opens := c.opens
	if c.deed >= 0 {
		opens = min(opens, l.deeds[c.deed].told)
	}
	return max(c.posted, opens) // nothing is posted before it happened
}

// depth is how much is asked about what was earned.
type depth uint8

const (
	tierOnly depth = iota
	whole          // and when it ends
	everHeld       // the best tier ever, ended or not
)

// earned returns the best tier that counts have earned, by what was known at
// an instant.
func (e *Engine) earned(l *ledger, at instant, depth depth) footing {
	now := e.at(at)
	best := footing{rank: -1, ends: never}
	for n := now.number; n >= 0 && len(l.counts) > 0; n-- {
		ed := &e.editions[n]
		if len(ed.ladder.tiers) == 0 || l.counts[0].at >= ed.to {
			continue
		}
		c := climb{term: e.term(ed, &l.member, at), e: e, l: l, in: ed, now: now, at: at, depth: depth, best: best}
		if len(c.gauges) > len(c.few) {
			c.many = make([]gaugeSums, len(c.gauges))
		}
		c.run()
		best = c.best
	}
	return best
}

// climb finds the best tier that was earned under one edition.
//
// It goes back in time from one moment at which something counted to the one
// before, and keeps the sums over the window that ends there: each count comes
// in once and goes out once.
type climb struct {
	term
	e       *Engine
	l       *ledger
	in, now *edition
	at      instant
	depth   depth
	best    footing

	low  int // the first count in the window
	few  [4]gaugeSums
	many []gaugeSums // instead, of more gauges
}

// gaugeSums are those of a gauge.
type gaugeSums struct {
	window retention.Sum
	moment retention.Sum // with the opposite sign, what counted at the moment
}

// of returns the sums of a gauge. The first few need no memory of their own.
func (c *climb) of(gauge int) *gaugeSums {
	if c.many != nil {
		return &c.many[gauge]
	}
	return &c.few[gauge]
}

func (c *climb) run() {
	counts := c.l.counts
	end := len(counts)
	if until := min(c.in.to-1, c.at); counts[end-1].at > until {
		end = sort.Search(len(counts), func(i int) bool { return counts[i].at > until })
	}
	from := c.in.from
	if c.reach != never && c.depth != everHeld {
		from = max(from, c.at-c.reach)
	}
	c.low = end
	c.lifetimes(counts[:end])
	for end > 0 && counts[end-1].at >= from {
		at := counts[end-1].at
		if end = c.moment(end); c.counted() {
			c.open(at)
			if c.weigh(at) {
				return
			}
		}
		for g := range c.gauges {
			s := c.of(g)
			s.window.Merge(s.moment)
		}
	}
}

// lifetimes sums up what counts over a lifetime.
func (c *climb) lifetimes(counts []count) {
	for g := range c.gauges {
		if !c.gauges[g].lifetime {
			continue
		}
		for i := range counts {
			if x := &counts[i]; x.metric == c.gauges[g].metric && c.l.shows(x) <= c.at {
				c.of(g).window.Add(x.n)
			}
		}
	}
}

// moment sums up, with the opposite sign, what counted at the moment of the
// last count before end, and returns where the counts of that moment begin.
func (c *climb) moment(end int) int {
	for g := range c.gauges {
		c.of(g).moment = retention.Sum{}
	}
	counts := c.l.counts
	at := counts[end-1].at
	for ; end > 0 && counts[end-1].at == at; end-- {
		x := &counts[end-1]
		if c.l.shows(x) > c.at {
			continue
		}
		for g := range c.gauges {
			if c.gauges[g].metric == x.metric {
				c.of(g).moment.Add(x.n.Neg())
			}
		}
	}
	return end
}

// counted reports whether anything was left that counted at the moment: who
// buys and returns has done nothing.
func (c *climb) counted() bool {
	for g := range c.gauges {
		if sign(&c.of(g).moment) != 0 {
			return true
		}
	}
	return false
}

// open lets in what counted since the window opened that ends at an instant.
func (c *climb) open(at instant) {
	counts := c.l.counts
	if c.low == 0 || c.width != never && counts[c.low-1].at < at-c.width { // no need of a calendar
		return
	}
	from := c.opens(at)
	for c.low > 0 && counts[c.low-1].at >= from {
		c.low--
		x := &counts[c.low]
		for g := range c.gauges {
			if c.gauges[g].metric == x.metric && !c.gauges[g].lifetime && c.l.shows(x) <= c.at {
				c.of(g).window.Add(x.n)
			}
		}
	}
}

// weigh looks at what was earned at a moment, the highest first. It reports
// whether nothing that was earned before can be better than the best.
func (c *climb) weigh(at instant) bool {
	earned := false
	for k := len(c.tiers) - 1; k >= 0; k-- {
		if rank := c.e.carry(k, c.in, c.now); rank < c.best.rank || rank == c.best.rank && (c.depth == tierOnly || c.best.ends == never) {
			return k == len(c.tiers)-1
		}
		for i := range c.tiers[k].paths {
			p := &c.tiers[k].paths[i]
			if earned && !p.good || !c.met(p) {
				continue
			}
			earned = true
			c.offer(footing{at: at, in: c.in, tier: k, path: i}, p.good)
			if p.good {
				return false
			}
		}
	}
	return false
}

func (c *climb) met(p *path) bool {
	for i := range p.needs {
		if lacks(c.of(p.needs[i].gauge).window, p.needs[i].atLeast) {
			return false
		}
	}
	return true
}

// offer follows a tier from when it was earned to now, and keeps it if it is
// the best.
func (c *climb) offer(f footing, good bool) {
	if c.begins(f.at) > c.at && c.depth != everHeld {
		return
	}
	tier := f.tier
	f.ends = never
	if !good && c.depth != everHeld {
		f.ends = c.ends(f.at, 0)
	}
	for falls := 1; f.ends <= c.at; falls++ {
		if tier = c.tiers[tier].below; tier < 0 || c.Fall != OneStep {
			return
		}
		f.ends = c.ends(f.at, falls)
	}
	f.rank = c.e.carry(tier, c.in, c.now)
	if f.rank > c.best.rank || f.rank == c.best.rank && f.ends >= c.best.ends {
		c.best = f
	}
}

// lacks reports whether a sum is less than what is needed.
func lacks(sum retention.Sum, need retention.Amount) bool {
	sum.Add(need.Neg())
	return sign(&sum) < 0
}

func sign(s *retention.Sum) int {
	if units, _, ok := s.Units(); ok {
		return int(max(min(units, 1), -1))
	}
	return s.Decimal().Sign()
}
