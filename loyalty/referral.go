package loyalty

import (
	"fmt"
	"unicode/utf8"
)

// referral decides what a member that was brought is worth.
func (d *decider) referral(r *Referral) error {
	if r.Member == "" || !utf8.ValidString(r.Member) || r.Amount.Sign() < 0 {
		return fmt.Errorf("%w: a referral needs a member, in UTF-8, and an amount", ErrEvent)
	}
	f, err := fixedOf(r.Amount)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrEvent, err)
	}
	amount, err := f.amount()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrEvent, err)
	}
	st := telling{deedKey: deedKey{ReferralKind, r.Member}, amount: amount, settled: instantOrNever(r.Settled), version: r.Version}
	if place, known := d.l.deedOf[st.deedKey]; known {
		if was := &d.l.deeds[place]; r.Version > 0 && r.Version < was.version {
			return d.superseded(was)
		}
	} else if r.Member == d.l.id || r.Member == d.l.member.referrer {
		return d.inCircle()
	}
	return d.deed(&st, &scene{kind: ReferralKind, items: f})
}

// inCircle grants nothing to who brings itself, or who brought it.
func (d *decider) inCircle() error {
	d.refuse(d.e.at(d.at), func(r *rule) Reason {
		if r.on == ReferralKind {
			return InCircle
		}
		return OtherDeed
	})
	return nil
}

// superseded leaves a referral as it is: what came late was true before.
func (d *decider) superseded(was *deed) error {
	ed := d.e.edition(was.edition)
	if ed == nil {
		return fmt.Errorf("%w: %q", ErrEdition, was.edition)
	}
	d.refuse(ed, func(*rule) Reason { return Superseded })
	return nil
}
