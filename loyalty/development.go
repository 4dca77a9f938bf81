package loyalty

import (
	"fmt"
	"iter"
	"time"

	"github.com/retentionkit/retention"
)

// Development tells how points are redeemed as they grow older: the triangle
// that actuaries estimate the end from. Points are followed by cohorts, those
// of the deeds of one month, and by their age in months.
type Development struct {
	At     time.Time `json:"at"`
	Wallet string    `json:"wallet"`
	// Cohorts are those of all months from the first that has points to that of
	// At, the oldest first.
	Cohorts []PointsCohort `json:"cohorts"`
}

// PointsCohort is the points of the deeds of one month.
type PointsCohort struct {
	Month retention.Date `json:"month"` // its first day
	// Issued is what was granted, less what was taken back, paid off debt or went
	// to other accounts since; Outstanding is what is left of it at
	// Development.At.
	Issued      Points `json:"issued"`
	Outstanding Points `json:"outstanding"`
	// Redeemed has what was spent in each month from the cohort's own on, up to the
	// last that is over at Development.At. Cancelled redemptions are left out.
	Redeemed []Points `json:"redeemed"`
}

// Develop follows the points of a wallet up to an instant. Months are those of
// zone. At the start of a month everything is in; later in a month, what was
// spent in it is in no cohort yet. Each account must come once; they are looked
// at one after the other and not kept, and [Development.Merge] adds up parts.
//
// The error wraps [ErrTime], [ErrValue] without a zone, or [ErrOverflow] with the account at
// which there are too many points to count.
func Develop(accounts iter.Seq[Account], wallet string, at time.Time, zone *time.Location) (Development, error) {
	if zone == nil {
		return Development{}, fmt.Errorf("loyalty: %w: a development without a zone", ErrValue)
	}
	if !usable(at) {
		return Development{}, fmt.Errorf("loyalty: %w: a development up to %v", ErrTime, at)
	}
	d := Development{At: at, Wallet: wallet}
	for a := range accounts {
		if l := a.AsOf(at).ledger(); !d.add(l, zone) {
			return Development{}, fmt.Errorf("loyalty: %w: in all, with account %.64q", ErrOverflow, a.ID())
		}
	}
	return d, nil
}

// add takes in an account, and reports whether all still can be counted.
func (d *Development) add(l *ledger, zone *time.Location) bool {
	ok := true
	for _, x := range (Wallet{l, d.Wallet}).Lots(d.At) {
		if c := d.cohort(monthOf(instantOf(x.At), zone), zone); c != nil {
			c.Issued += x.Granted - x.Clawed - x.Sent - x.Repaid
			c.Outstanding += x.Remaining + x.Held
			ok = ok && c.Issued >= 0
		}
	}
	for at, part := range l.redemptions() {
		o := &l.origins[part.lot]
		if l.pools[o.wallet].wallet != d.Wallet {
			continue
		}
		if c := d.cohort(monthOf(o.at, zone), zone); c != nil {
			if age := max(monthsBetween(c.Month, monthOf(at, zone)), 0); age < len(c.Redeemed) {
				c.Redeemed[age] += part.n
			}
		}
	}
	return ok
}

// redemptions yields what redemptions took and was not given back, with the
// instant at which they were posted.
func (l *ledger) redemptions() iter.Seq2[instant, portion] {
	return func(yield func(instant, portion) bool) {
		last := ""
		for _, p := range l.book() {
			for i := range p.entries {
				e := &p.entries[i]
				if e.Op != OpSpend && e.Op != OpCommit || e.Cause == last {
					continue
				}
				last = e.Cause
				c := &l.causes[l.causeOf[e.Cause]]
				for _, part := range l.takes[c.takes[0]:c.takes[1]] {
					if part.n > 0 && !yield(instantOf(e.Posted), part) {
						return
					}
				}
			}
		}
	}
}

// cohort returns the cohort of a month, making room for it; nil if it lies
// ahead.
func (d *Development) cohort(month retention.Date, zone *time.Location) *PointsCohort {
	now := monthOf(instantOf(d.At), zone)
	if month.After(now) {
		return nil
	}
	if len(d.Cohorts) == 0 {
		d.Cohorts = cohortsFrom(now, now)
	}
	if first := d.Cohorts[0].Month; month.Before(first) {
		d.Cohorts = append(cohortsFrom(month, now)[:monthsBetween(month, first)], d.Cohorts...)
	}
	return &d.Cohorts[monthsBetween(d.Cohorts[0].Month, month)]
}

// cohortsFrom returns empty cohorts for all months from one to another.
func cohortsFrom(month, now retention.Date) (list []PointsCohort) {
	for age := monthsBetween(month, now); age >= 0; age-- {
		list = append(list, PointsCohort{Month: now.AddMonths(-age), Redeemed: make([]Points, age)})
	}
	return list
}

func monthsBetween(from, to retention.Date) int {
	return 12*(to.Year()-from.Year()) + int(to.Month()-from.Month())
}

// Merge adds up the development of the points of other accounts in the same
// wallet, at the same instant and in the same zone. The order of merging never
// shows.
//
// The error wraps [ErrValue] if they do not belong together, and [ErrOverflow];
// d is then unchanged.
func (d *Development) Merge(o Development) error {
	if !d.At.Equal(o.At) || d.Wallet != o.Wallet {
		return fmt.Errorf("loyalty: %w: developments of wallet %.64q at %v and of wallet %.64q at %v", ErrValue, d.Wallet, d.At, o.Wallet, o.At)
	}
	if len(o.Cohorts) == 0 {
		return nil
	}
	longer, shorter := d.Cohorts, o.Cohorts
	if len(longer) < len(shorter) {
		longer, shorter = shorter, longer
	}
	sum := cohortsFrom(longer[0].Month, longer[len(longer)-1].Month)
	for _, cohorts := range [...][]PointsCohort{longer, shorter} {
		for i, skip := 0, len(longer)-len(cohorts); i < len(cohorts); i++ {
			if !sum[skip+i].add(&cohorts[i]) {
				return fmt.Errorf("loyalty: %w: in two developments", ErrOverflow)
			}
		}
	}
	d.Cohorts = sum
	return nil
}

func (c *PointsCohort) add(o *PointsCohort) bool {
	c.Issued += o.Issued
	c.Outstanding += o.Outstanding
	for age, n := range o.Redeemed {
		c.Redeemed[age] += n
	}
	return c.Issued >= 0
}
