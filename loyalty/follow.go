package loyalty

// ReferredKind is what rules are On that reward the first order of a member who
// was brought.
const ReferredKind = "referred"

// follow tells the referrer what has become of the first order of the member it
// brought.
func (d *decider) follow(st *statement, s *scene, was *deed, known bool) {
	m := &d.l.member
	if st.kind != OrderKind || m.referrer == "" || !s.first || known && was.amount == st.amount {
		return
	}
	d.tellReferrer(Referral{Member: d.l.id, Order: st.ref, Amount: st.amount.Decimal(), Settled: st.settled})
}

func (d *decider) tellReferrer(data Data) {
	d.out.Follow = append(d.out.Follow, Follow{d.l.member.referrer, Event{
		ID: "referral/" + d.l.id + "/" + d.ev.ID, At: d.ev.At, Data: data,
	}})
}

// followSettled tells the referrer that the order is final.
func (d *decider) followSettled(was *deed) {
	if was.kind == OrderKind && was.first && d.l.member.referrer != "" {
		d.tellReferrer(Settle{Kind: ReferralKind, Ref: d.l.id})
	}
}
