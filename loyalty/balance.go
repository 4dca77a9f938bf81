package loyalty

import (
	"slices"
	"sort"
	"time"

	"github.com/retentionkit/retention"
)

// Balance says where the points of a wallet are at an instant. Nothing in it is ever
// negative, and
//
//	Earned + Received + Debt = Available + Pending + Held + Spent + Sent + Lapsed + Clawed
type Balance struct {
	Available Points `json:"available"` // can be spent
	Pending   Points `json:"pending"`   // their lot opens later
	Held      Points `json:"held"`      // for a checkout
	Debt      Points `json:"debt"`      // to be paid off by the next points to open
	Earned    Points `json:"earned"`    // all that were ever granted
	Received  Points `json:"received"`  // from other accounts
	Spent     Points `json:"spent"`     // and not given back
	Sent      Points `json:"sent"`      // to other accounts
	Lapsed    Points `json:"lapsed"`
	Clawed    Points `json:"clawed"` // taken back, or made a debt
}

// Wallet is the view of one wallet of an account.
type Wallet struct {
	l    *ledger
	name string
}

// Wallet returns the view of a wallet, which is empty if nothing was ever in
// it. The name of the main wallet is empty.
func (a Account) Wallet(name string) Wallet { return Wallet{a.ledger(), name} }

// Wallets returns the names of the wallets that something was ever in, sorted.
func (a Account) Wallets() []string {
	var names []string
	l := a.ledger()
	for i := range l.pools {
		names = append(names, l.pools[i].wallet)
	}
	slices.Sort(names)
	return names
}

// Balance returns the balance of the main wallet. See [Wallet.Balance].
func (a Account) Balance(at time.Time) Balance { return a.Wallet("").Balance(at) }

// Lots returns the lots of the main wallet. See [Wallet.Lots].
func (a Account) Lots(at time.Time) []Lot { return a.Wallet("").Lots(at) }

// Lapsing returns what lapses in the main wallet. See [Wallet.Lapsing].
func (a Account) Lapsing(from, to time.Time) []Lapse { return a.Wallet("").Lapsing(from, to) }

// Balance returns the balance at an instant. For the past it is that of the entries
// posted by then, which are folded anew. For the future it is what time alone will
// make of it.
func (w Wallet) Balance(at time.Time) Balance {
	t := instantOf(at)
	p := w.pool(t)
	if p == nil {
		return Balance{}
	}
	if p.debt > 0 || p.holdsEnd(t) {
		p = p.at(t)
	}
	return p.balance(t)
}

// pool returns the wallet's pool as it was at an instant in the past, or is
// now; nil if there is none.
func (w Wallet) pool(at instant) *pool {
	l := w.l
	if l == nil {
		return nil
	}
	if at < l.now {
		l = l.until(at)
	}
	if i := l.find(w.name); i >= 0 {
		return &l.pools[i]
	}
	return nil
}

func (p *pool) holdsEnd(at instant) bool {
	for i := range p.holds {
		if p.holds[i].until <= at {
			return true
		}
	}
	return false
}

// at returns a pool that time has passed in.
func (p *pool) at(t instant) *pool {
	later := p.clone(p.asleep, nil)
	later.advance(t)
	return &later
}

// balance is right where nothing but openings and lapses lies ahead.
func (p *pool) balance(at instant) Balance {
	t := &p.totals
	b := Balance{
		Held: t.held, Debt: p.debt, Earned: t.earned, Received: t.received,
		Spent: t.spent, Sent: t.sent, Lapsed: t.lapsed, Clawed: t.clawed,
	}
	for i := range p.lots {
		switch l := &p.lots[i]; {
		case l.closes <= at:
			b.Lapsed += l.remaining
		case l.opens <= at:
			b.Available += l.remaining
		default:
			b.Pending += l.remaining
		}
	}
	return b
}

// Lot is points of one grant.
//
//	Granted = Remaining + Held + Spent + Sent + Lapsed + Clawed + Repaid
type Lot struct {
	Seq           uint64    // of the entry that made it
	At            time.Time // of the deed, or of the transfer that brought it
	Kind, Ref     string    // the deed; empty if there is none
	From          string    // the account that sent it
	Edition, Rule string
	// Opens and Closes bound the time in which the lot can be spent, [Opens,
	// Closes), in UTC. A zero Opens waits for a settlement, a zero Closes never comes.
	Opens, Closes                                                 time.Time
	Granted, Remaining, Held, Spent, Sent, Lapsed, Clawed, Repaid Points
}

// Lots returns every lot as it is at an instant, also those that are used up, in the
// order in which they are spent. See [Wallet.Balance] for the past and the future.
func (w Wallet) Lots(at time.Time) []Lot {
	t := instantOf(at)
	p := w.pool(t)
	if p == nil {
		return nil
	}
	p = p.at(t)
	var all []lot
	for i := range p.asleep.lots {
		if l := p.asleep.lots[i]; p.asleep.pools[p.asleep.origins[i].wallet].wallet == p.wallet {
			all = append(all, *p.findOr(l))
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].before(&all[j]) })
	lots := make([]Lot, len(all))
	for i := range all {
		lots[i] = p.asleep.describe(&all[i])
	}
	return lots
}

// findOr returns the newer version of a lot, if the pool has it.
func (p *pool) findOr(l lot) *lot {
	for i := range p.lots {
		if p.lots[i].ord == l.ord {
			return &p.lots[i]
		}
	}
	return &l
}

func (l *ledger) describe(x *lot) Lot {
	o := &l.origins[x.ord]
	lot := Lot{
		Seq: o.seq, At: o.at.time(), From: o.from, Edition: o.edition, Rule: o.rule, Opens: x.opens.time(), Closes: x.closes.time(),
		Granted: x.granted, Remaining: x.remaining, Held: x.held, Spent: x.spent, Sent: x.sent, Lapsed: x.lapsed, Clawed: x.clawed, Repaid: x.repaid,
	}
	if x.award >= 0 {
		d := &l.deeds[l.awards[x.award].deed]
		lot.Kind, lot.Ref = d.kind, d.ref
	}
	return lot
}

// Expiring returns the points of the main wallet by their last day. See
// [Wallet.Expiring].
func (a Account) Expiring(first, last retention.Date, zone *time.Location) []Expiry {
	return a.Wallet("").Expiring(first, last, zone)
}

// Lapse is points that are lost at an instant, unless they are spent before.
type Lapse struct {
	At     time.Time // in UTC
	Points Points
}

// Lapsing returns the points that will lapse by time alone in [from, to): one Lapse
// for each instant, the soonest first. It looks ahead from the later of from and the
// last entry.
//
// Points that are valid until 31 December lapse at the first instant of 1 January:
// for a reminder in December, ask [Wallet.Expiring].
func (w Wallet) Lapsing(from, to time.Time) []Lapse {
	if w.l == nil {
		return nil
	}
	start, end := max(instantFrom(from), w.l.now), instantFrom(to)
	p := w.pool(start)
	if p == nil || end <= start {
		return nil
	}
	p = p.at(start - 1)
	var lapses []Lapse
	p.heard = func(m movement) {
		if m.op != OpLapse || m.at < start {
			return
		}
		if n := len(lapses); n > 0 && instantOf(lapses[n-1].At) == m.at {
			lapses[n-1].Points += m.n
			return
		}
		lapses = append(lapses, Lapse{m.at.time(), m.n})
	}
	p.advance(end - 1)
	return lapses
}

// Expiry is points that can be spent up to and including a day.
type Expiry struct {
	LastDay retention.Date
	Points  Points
}

// Expiring returns the points that can be spent for the last time on the days from
// first to last, if time alone passes: what to remind a member of. There is one
// [Expiry] for each such day, the soonest first. It looks ahead from the last entry.
func (w Wallet) Expiring(first, last retention.Date, zone *time.Location) []Expiry {
	const least = time.Microsecond
	from, to := first.Start(zone).Add(least), last.AddDays(1).Start(zone).Add(least)
	var days []Expiry
	for _, l := range w.Lapsing(from, to) {
		day := retention.DateOf(l.At.Add(-least), zone)
		if n := len(days); n > 0 && days[n-1].LastDay == day {
			days[n-1].Points += l.Points
			continue
		}
		days = append(days, Expiry{day, l.Points})
	}
	return days
}
