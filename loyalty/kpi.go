package loyalty

import (
	"fmt"
	"iter"
	"math/bits"
	"strings"

	"github.com/retentionkit/retention"
)

// KPIPeriod is the period and the wallet of key figures.
type KPIPeriod struct {
	// From and To are days of the program's zone, [From, To). Months are counted
	// from From, and the last ends at To.
	From   retention.Date `json:"from"`
	To     retention.Date `json:"to"`
	Wallet string         `json:"wallet,omitempty"`
	// Active is how long before To a member must have earned or spent points to count
	// as active. Zero means the whole period.
	Active retention.Span `json:"active,omitzero"`
}

// KPIs are the key figures of a program over a period, for one wallet.
type KPIs struct {
	KPIPeriod
	Members int `json:"members"` // with an open account, at the end
	Closed  int `json:"closed"`  // whose account is closed, at the end
	// ActiveMembers counts the members who earned points by a deed or spent points
	// within KPIPeriod.Active.
	ActiveMembers int  `json:"active_members"`
	Flow               // of the whole period
	Start         Flow `json:"start"` // of all time before it
	// RedemptionRate is Spent, and BreakageRate is Lapsed, divided by the points that
	// were earned and not taken back, all in the period. Both are 0 if that is 0. The
	// points spent in a period need not be those earned in it. [Development.Estimate]
	// follows the points of a month to their end.
	RedemptionRate float64 `json:"redemption_rate"`
	BreakageRate   float64 `json:"breakage_rate"`
	// DaysToBurn is the average age of the points that were spent in the period and
	// not given back, in days of 24 hours; 0 if there are none.
	DaysToBurn float64     `json:"days_to_burn"`
	Months     []KPIMonth  `json:"months"`
	Tiers      []TierCount `json:"tiers"` // at the end, from the lowest up; those without a tier first
}

// KPIMonth has the key figures of one month.
type KPIMonth struct {
	From          retention.Date `json:"from"`
	ActiveMembers int            `json:"active_members"` // in it
	Flow
}

// Flow is how points moved, and how many there were at the end.
type Flow struct {
	Earned   Points `json:"earned"`
	Received Points `json:"received"` // from other accounts
	// Spent excludes points given back for cancelled redemptions. It can therefore be
	// negative, and so can Sent.
	Spent  Points `json:"spent"`
	Sent   Points `json:"sent"`
	Lapsed Points `json:"lapsed"`
	Clawed Points `json:"clawed"` // taken back, or made a debt
	// Outstanding is what members have at the end: available, pending or held.
	Outstanding Points `json:"outstanding"`
	Debt        Points `json:"debt"` // at the end
}

// TierCount is how many members hold a tier. An empty tier stands for no tier.
type TierCount struct {
	Tier    string `json:"tier"`
	Members int    `json:"members"`
}

// KPIs returns the key figures of a program over a period. Each account must come
// once. Accounts are looked at one after the other and not kept; one without entries
// does not count. It takes O(n) time for n entries, and folds them anew only for
// accounts with entries after the period.
//
// The error wraps [ErrTime] if To is not after From or one of them is not set, and
// [ErrOverflow] with the account at which there are too many points to count.
func (e *Engine) KPIs(accounts iter.Seq[Account], p KPIPeriod) (KPIs, error) {
	if !p.From.Before(p.To) || !usable(p.From.Start(e.zone)) || !usable(p.To.Start(e.zone)) {
		return KPIs{}, fmt.Errorf("loyalty: %w: key figures from %v to %v", ErrTime, p.From, p.To)
	}
	g := e.indicators(p)
	for a := range accounts {
		l := a.AsOf((g.end() - 1).time()).ledger()
		if !g.add(l) {
			return KPIs{}, fmt.Errorf("loyalty: %w: in all, with account %.64q", ErrOverflow, a.ID())
		}
	}
	return g.finish(), nil
}

// indicators takes the key figures. Its flows are those before the period, and then
// of each month.
type indicators struct {
	e      *Engine
	out    KPIs
	bounds []instant // the start of each month, and the end
	since  instant   // of what makes a member active
	flows  []Flow
	active []int // the last account that was active in each month, by number
	number int
	burned Points
	age    [2]uint64 // of what was burned, in microseconds × points, high and low
	tiers  map[string]int
}

func (e *Engine) indicators(p KPIPeriod) *indicators {
	g := &indicators{e: e, out: KPIs{KPIPeriod: p}, tiers: map[string]int{}}
	for i, d := 0, p.From; d.Before(p.To); d = p.From.AddMonths(i) {
		g.out.Months = append(g.out.Months, KPIMonth{From: d})
		g.bounds = append(g.bounds, instantOf(d.Start(e.zone)))
		i++
	}
	g.bounds = append(g.bounds, instantOf(p.To.Start(e.zone)))
	g.flows, g.active = make([]Flow, len(g.bounds)), make([]int, len(g.bounds))
	if g.since = g.bounds[0]; !p.Active.IsZero() {
		g.since = instantOf(p.Active.Before(g.end().time(), e.zone))
	}
	return g
}

func (g *indicators) end() instant { return g.bounds[len(g.bounds)-1] }

// place returns which flow an instant belongs to: 0 is before the period.
func (g *indicators) place(at instant) int {
	i := len(g.bounds) - 1
	for i > 0 && at < g.bounds[i-1] {
		i--
	}
	return i
}

// add takes in an account, and reports whether all still can be counted.
func (g *indicators) add(l *ledger) bool {
	if l.seq == 0 {
		return true
	}
	g.number++
	if l.member.closed {
		g.out.Closed++
	} else {
		g.out.Members++
		g.tiers[g.e.tierAt(l, g.end()-1)]++
	}
	g.entries(l)
	g.time(l)
	for at, part := range l.redemptions() {
		o := &l.origins[part.lot]
		if at >= g.bounds[0] && l.pools[o.wallet].wallet == g.out.Wallet {
			g.burn(part.n, at-o.at)
		}
	}
	return g.counts()
}

// burn counts points that were spent at an age. It is a sum of integers, so
// that the order of accounts does not show.
func (g *indicators) burn(n Points, age instant) {
	g.burned += n
	high, low := bits.Mul64(uint64(n), uint64(max(age, 0)))
	var carry uint64
	g.age[1], carry = bits.Add64(g.age[1], low, 0)
	g.age[0], _ = bits.Add64(g.age[0], high, carry)
}

// counts reports whether no sum has overflowed.
func (g *indicators) counts() bool {
	total := Points(0)
	for i := range g.flows {
		f := &g.flows[i]
		total += f.Earned + f.Received
		if min(f.Earned, f.Received, f.Lapsed, total, g.burned) < 0 {
			return false
		}
	}
	return true
}

// entries counts what entries moved.
func (g *indicators) entries(l *ledger) {
	recent := false
	for _, p := range l.book() {
		for i := range p.entries {
			if e := &p.entries[i]; e.Wallet == g.out.Wallet && e.Points > 0 {
				recent = g.entry(l, e) || recent
			}
		}
	}
	if recent {
		g.out.ActiveMembers++
	}
}

// entry counts what an entry moved, and reports whether it makes the member an
// active one.
func (g *indicators) entry(l *ledger, e *Entry) (recent bool) {
	at := movedAt(e)
	k := g.place(at)
	if (e.Op == OpRestore || e.Op == OpRegrant) && l.causes[l.causeOf[e.Ref]].sends {
		g.flows[k].Sent -= e.Points
	} else {
		g.flows[k].move(e.Op, e.Points)
	}
	if !(e.Op == OpGrant && e.Kind != "" || e.Op == OpSpend || e.Op == OpCommit) {
		return false
	}
	if k > 0 && g.active[k] != g.number {
		g.active[k] = g.number
		g.out.Months[k-1].ActiveMembers++
	}
	return at >= g.since
}

// movedAt returns when points moved: what time moved may be booked later.
func movedAt(e *Entry) instant {
	if strings.HasPrefix(e.Cause, timeCause) {
		return instantOf(e.At)
	}
	return instantOf(e.Posted)
}

// time counts what time moved, as far as no entry has told, and what it will
// have moved by the end of the period.
func (g *indicators) time(l *ledger) {
	for i := range l.pools {
		if l.pools[i].wallet != g.out.Wallet {
			continue
		}
		for _, m := range l.due {
			if int(m.wallet) == i {
				g.flows[g.place(m.at)].move(m.op, m.n)
			}
		}
		p := &l.pools[i]
		if p.next() >= g.end() {
			return
		}
		later := p.clone(l, nil)
		later.heard = func(m movement) { g.flows[g.place(m.at)].move(m.op, m.n) }
		later.advance(g.end() - 1)
	}
}

// move adds a movement.
func (f *Flow) move(op Op, n Points) {
	switch op {
	case OpGrant:
		f.Earned += n
	case OpReceive:
		f.Received += n
	case OpSpend, OpCommit:
		f.Spent += n
	case OpRestore, OpRegrant:
		f.Spent -= n
	case OpSend:
		f.Sent += n
	case OpLapse:
		f.Lapsed += n
	case OpClaw:
		f.Clawed += n
	case OpOwe:
		f.Clawed += n
		f.Debt += n
	case OpUnowe:
		f.Clawed -= n
		f.Debt -= n
	case OpRepay:
		f.Debt -= n
	}
}

// add adds a later flow.
func (f *Flow) add(g *Flow) {
	f.Earned += g.Earned
	f.Received += g.Received
	f.Spent += g.Spent
	f.Sent += g.Sent
	f.Lapsed += g.Lapsed
	f.Clawed += g.Clawed
	f.Debt += g.Debt
}

// left returns what all that ever moved has left.
func (f *Flow) left() Points {
	return f.Earned + f.Received + f.Debt - f.Spent - f.Sent - f.Lapsed - f.Clawed
}
