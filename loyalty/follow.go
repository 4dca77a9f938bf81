package loyalty

import "strconv"

// ReferredKind is the EarnRule.On of rules that reward the first order of a member who
// was referred.
const ReferredKind = "referred"

// follow tells the referrer what has become of the first order of the member it
// brought: all of it, so that the last it is told is all it needs.
func (d *decider) follow(st *telling, s *scene, was *deed, known bool, settled instant) {
	if st.kind != OrderKind || !s.first || s.referrer == "" || known && was.amount == st.amount && was.settled <= settled {
		return
	}
	first := deed{
		deedKey: st.deedKey, at: s.at, first: true, settled: min(settled, was.settled), amount: st.amount, stood: was.stood,
	}
	d.tellReferrer(&first)
}

// followSettled tells the referrer since when the order is final.
func (d *decider) followSettled(was *deed) {
	if was.kind == OrderKind && was.first && !was.yielded && d.l.member.referrer != "" {
		d.tellReferrer(was)
	}
}

// tellReferrer says what the referral is now that one of the member's first
// orders is as given. There can be several: one that was returned does not
// count, so that the next is the first again. The earliest that stands is told
// of, and all of them have the time of the very first, by when there was
// something in them.
func (d *decider) tellReferrer(now *deed) {
	placed, told := *now, *now
	for i := range d.l.deeds {
		o := d.l.deeds[i]
		if o.kind != OrderKind || !o.first || o.ref == now.ref {
			continue
		}
		if o.stoodBefore(&placed) {
			placed = o
		}
		if o.amount.Sign() > 0 && !o.yielded && (told.amount.Sign() == 0 || o.stoodBefore(&told)) {
			told = o
		}
	}
	version := d.l.seq + uint64(len(d.entries))
	d.out.Follow = append(d.out.Follow, Follow{d.l.member.referrer, Event{
		ID: "referral/" + d.l.id + "/" + strconv.FormatUint(version, 10), At: placed.at.time(), Posted: d.posted.time(),
		Data: Referral{
			Member: d.l.id, Order: told.ref, Amount: told.amount.Decimal(), Settled: told.settled.time(), Version: version,
		},
	}})
}

// stoodBefore compares orders by when there was something in them, the one that
// is being told for the first time last.
func (d *deed) stoodBefore(o *deed) bool { return d.stood > 0 && (o.stood == 0 || d.stood < o.stood) }
