package loyalty

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/retentionkit/retention"
)

// Liability adds up what a shop owes its members in points at an instant, past or
// future, and values it. The future is what time alone will bring. Each account
// must come once. Accounts are looked at one after the other and not kept. To use
// several processors or machines, share the accounts out and
// [LiabilityReport.Merge] the reports.
//
// The money is exact: sums of points × worth × rates. [LiabilityReport.Round]
// rounds it for the books.
//
// The error wraps [ErrTime], [ErrValue] or [ErrDuplicate] for an instant or a
// valuation that makes no sense, and [ErrOverflow] with the account at which
// there are too many points to count.
func Liability(accounts iter.Seq[Account], at time.Time, v Valuation) (LiabilityReport, error) {
	if err := v.check(); err != nil {
		return LiabilityReport{}, err
	}
	if !usable(at) {
		return LiabilityReport{}, fmt.Errorf("loyalty: %w: a liability at %v", ErrTime, at)
	}
	s := stock{at: instantOf(at), zone: v.Zone, cells: map[cell]standing{}}
	for a := range accounts {
		if !s.add(a.AsOf(at).ledger()) {
			return LiabilityReport{}, fmt.Errorf("loyalty: %w: in all, with account %.64q", ErrOverflow, a.ID())
		}
	}
	return s.value(at, &v), nil
}

// LiabilityReport is what is outstanding at an instant.
type LiabilityReport struct {
	At      time.Time  `json:"at"`
	Members int        `json:"members"` // with points outstanding, or a debt
	Total   Obligation `json:"total"`
	// Lines break the total down by wallet, by the edition that granted the points
	// and by Lapses, and are sorted in this order. They sum to the total exactly.
	Lines []LiabilityLine `json:"lines"`
}

// LiabilityLine is a part of a [LiabilityReport].
type LiabilityLine struct {
	Wallet  string `json:"wallet"`
	Edition string `json:"edition"`
	// Lapses is the month of the last day on which the points can be spent, as
	// the first day of that month. It is the zero Date for points that never
	// lapse, and for debt.
	Lapses retention.Date `json:"lapses,omitzero"`
	Obligation
}

// Obligation is points and what they are worth. Nothing in it is negative.
type Obligation struct {
	Available Points `json:"available"`
	Pending   Points `json:"pending"`
	Held      Points `json:"held"`
	Debt      Points `json:"debt"` // owed by members; nothing else is reduced by it
	// Face is what all points outstanding are worth if they are spent. Breakage is
	// the part of it that will never be spent, Expected the rest.
	Face     Money `json:"face"`
	Breakage Money `json:"breakage"`
	Expected Money `json:"expected"`
	// Deferred is the revenue that waits for the points to be spent: Expected ×
	// Valuation.Share.
	Deferred Money `json:"deferred"`
}

// Outstanding returns the points that may still be spent.
func (o *Obligation) Outstanding() Points { return o.Available + o.Pending + o.Held }

// stock is the points of many accounts.
type stock struct {
	at      instant
	zone    *time.Location
	members int
	cells   map[cell]standing
	all     standing
}

// cell is what points have in common that are worth the same.
type cell struct {
	wallet, edition  string
	lapses, acquired retention.Date
}

type standing struct{ available, pending, held, debt Points }

// add takes in an account, and reports whether all still can be counted.
func (s *stock) add(l *ledger) bool {
	some, ok := false, true
	for i := range l.pools {
		p := &l.pools[i]
		if p.debt > 0 || p.holdsEnd(s.at) {
			p = p.at(s.at)
		}
		if p.debt > 0 {
			some, ok = true, ok && s.count(cell{wallet: p.wallet}, standing{debt: p.debt})
		}
		for j := range p.lots {
			x := standingOf(&p.lots[j], s.at)
			if x == (standing{}) {
				continue
			}
			o := &l.origins[p.lots[j].ord]
			c := cell{wallet: p.wallet, edition: o.edition, acquired: s.month(o.at)}
			if closes := p.lots[j].closes; closes != never {
				c.lapses = s.month(closes - 1)
			}
			some, ok = true, ok && s.count(c, x)
		}
	}
	if some {
		s.members++
	}
	return ok
}

// standingOf returns where the points of a lot are, if none has lapsed by then
// that time was to let lapse.
func standingOf(l *lot, at instant) (s standing) {
	s.held = l.held
	switch {
	case l.closes <= at: // lapsed
	case l.opens <= at:
		s.available = l.remaining
	default:
		s.pending = l.remaining
	}
	return s
}

// month returns the first day of the month of an instant.
func (s *stock) month(at instant) retention.Date { return monthOf(at, s.zone) }

func monthOf(at instant, zone *time.Location) retention.Date {
	day := retention.DateOf(at.time(), zone)
	return day.AddDays(1 - day.Day())
}

func (s *stock) count(c cell, x standing) bool {
	was := s.cells[c]
	was.add(&x) // no more than all
	s.cells[c] = was
	return s.all.add(&x)
}

// add adds up what is not negative, and reports whether it can be counted.
func (s *standing) add(x *standing) bool {
	s.available += x.available
	s.pending += x.pending
	s.held += x.held
	s.debt += x.debt
	return min(s.available, s.pending, s.held, s.debt) >= 0
}

// value makes the report.
func (s *stock) value(at time.Time, v *Valuation) LiabilityReport {
	r := LiabilityReport{At: at, Members: s.members}
	share := v.Share
	if share.IsZero() {
		share = one
	}
	for _, c := range slices.SortedFunc(maps.Keys(s.cells), cell.compare) {
		x := s.cells[c]
		o := Obligation{Available: x.available, Pending: x.pending, Held: x.held, Debt: x.debt}
		worth, breakage := v.of(c.wallet, c.acquired)
		// Three terms, for their sum may have more digits than a Points.
		for _, n := range [...]Points{x.available, x.pending, x.held} {
			o.Face = o.Face.Add(n.Decimal(v.Scale).Mul(worth))
		}
		o.Breakage = o.Face.Mul(breakage)
		o.Expected = o.Face.Sub(o.Breakage)
		o.Deferred = o.Expected.Mul(share)
		r.Lines = append(r.Lines, LiabilityLine{c.wallet, c.edition, c.lapses, o})
	}
	r.Lines = sumLines(r.Lines)
	for i := range r.Lines {
		r.Total.add(&r.Lines[i].Obligation)
	}
	return r
}

func (c cell) compare(d cell) int {
	return cmp.Or(strings.Compare(c.wallet, d.wallet), strings.Compare(c.edition, d.edition),
		c.lapses.Compare(d.lapses), c.acquired.Compare(d.acquired))
}

func (o *Obligation) add(p *Obligation) {
	o.Available += p.Available
	o.Pending += p.Pending
	o.Held += p.Held
	o.Debt += p.Debt
	o.Face = o.Face.Add(p.Face)
	o.Breakage = o.Breakage.Add(p.Breakage)
	o.Expected = o.Expected.Add(p.Expected)
	o.Deferred = o.Deferred.Add(p.Deferred)
}
