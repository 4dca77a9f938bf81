package loyalty

import (
	"fmt"
	"iter"
	"time"

	"github.com/retentionkit/retention"
)

// Development tells how points are redeemed as they grow older: it is the redemption
// triangle of actuaries. It follows cohorts, the points of one month, month by month.
type Development struct {
	At     time.Time `json:"at"`
	Wallet string    `json:"wallet"`
	// Cohorts has one for each month, from the first that has points to that of At,
	// the oldest first.
	Cohorts []PointsCohort `json:"cohorts"`
}

// PointsCohort is the points of the deeds of one month. Points without a deed count
// in the month in which they were added or received.
type PointsCohort struct {
	Month retention.Date `json:"month"` // its first day
	// Issued is what was granted, less what has since been taken back, has paid off
	// debt or has gone to other accounts. Outstanding is what is left at
	// Development.At: available, pending or held.
	Issued      Points `json:"issued"`
	Outstanding Points `json:"outstanding"`
	// Redeemed[k] is what was spent in the k-th month after the cohort's own, which
	// is month 0. It has only months that are over at Development.At: none for the
	// newest cohort. Cancelled redemptions are left out.
	Redeemed []Points `json:"redeemed"`
}

// Develop returns how the points of a wallet were redeemed up to an instant, best the
// start of a month of zone: what is spent in a month is in no cohort until it is over.
// Each account must come once. Accounts are looked at one after the other and not kept;
// [Development.Merge] adds up parts.
//
// The error wraps [ErrTime], [ErrValue] without a zone, or [ErrOverflow] with the
// account at which there are too many points to count.
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

// Merge adds the development of other accounts for the same wallet and instant, and
// in the same zone, which it cannot check. The order of merging does not matter.
//
// The error wraps [ErrValue] for another wallet or instant, and [ErrOverflow] if
// there are too many points to count; d is then unchanged.
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
