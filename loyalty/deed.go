package loyalty

import (
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// telling is what an event says a deed is now.
type telling struct {
	deedKey
	amount  retention.Amount           // what is left of it; 0: it is revoked
	money   decimal.Decimal            // the same
	settled instant                    // when it is final; never: not known
	counts  map[string]decimal.Decimal // of an activity
	version uint64                     // of a referral
}

var one = decimal.NewFromInt(1)

// order decides what an order is now.
func (d *decider) order(o *Order) error {
	if o.ID == "" || !utf8.ValidString(o.ID) {
		return fmt.Errorf("%w: an order needs an ID, in UTF-8", ErrEvent)
	}
	t := &d.ticket
	if err := t.read(o); err != nil {
		return err
	}
	if err := d.currency(o, t); err != nil {
		return err
	}
	whole, _, ok := t.basis(&Basis{PointsPaid: true, GiftCards: true})
	if !ok {
		return ErrOverflow
	}
	amount, err := whole.amount()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrEvent, err)
	}
	d.scene = scene{kind: OrderKind, tags: o.Tags, ticket: t, isOrder: true}
	st := telling{deedKey: deedKey{OrderKind, o.ID}, amount: amount, settled: never}
	if o.Settled {
		st.settled = d.at
	}
	return d.deed(&st, &d.scene)
}

// currency makes sure that amounts are in the program's currency, or come with
// a rate.
func (d *decider) currency(o *Order, t *ticket) error {
	rate, err := fixedOf(o.Rate)
	if err != nil {
		return fmt.Errorf("%w: rate: %w", ErrCurrency, err)
	}
	if o.Currency == "" || o.Currency == d.e.program.Currency {
		if rate.units != 0 && rate != (fixed{1, 0}) {
			return fmt.Errorf("%w: a rate for the program's own currency", ErrCurrency)
		}
		return nil
	}
	if o.Rate.Sign() <= 0 {
		return fmt.Errorf("%w: %.64q without a rate", ErrCurrency, o.Currency)
	}
	t.rate = rate
	return nil
}

// activity decides what a deed other than an order is now.
func (d *decider) activity(a *Activity) error {
	ref := a.Ref
	if ref == "" {
		ref = d.ev.ID
	}
	switch a.Kind {
	case "", OrderKind, ReferralKind, ReferredKind, RedeemKind:
		return fmt.Errorf("%w: %q is no kind of activity", ErrEvent, a.Kind)
	}
	if a.Amount.Sign() < 0 || !utf8.ValidString(a.Kind+ref) {
		return fmt.Errorf("%w: a negative amount, or a name that is not UTF-8", ErrEvent)
	}
	f, err := fixedOf(a.Amount)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrEvent, err)
	}
	for _, metric := range slices.Sorted(maps.Keys(a.Counts)) { // one error of many, always the same
		n := a.Counts[metric]
		own := metric == "" || metric == SpendMetric || metric == OrdersMetric || metric == PointsMetric
		if _, err := retention.NewAmount(n); err != nil || n.Sign() < 0 || own || !utf8.ValidString(metric) {
			return fmt.Errorf("%w: count %q", ErrEvent, metric)
		}
	}
	st := telling{deedKey: deedKey{a.Kind, ref}, settled: d.at, counts: a.Counts}
	if !a.Void {
		st.amount, _ = retention.AmountOf(1, 0)
	}
	if a.Void {
		st.counts = nil
	}
	return d.deed(&st, &scene{kind: a.Kind, tags: a.Tags, items: f})
}

// deed posts the difference between what a deed deserves as it is now and what
// it has.
func (d *decider) deed(st *telling, s *scene) error {
	place, known := d.l.deedOf[st.deedKey]
	if !known {
		if err := d.closed(); err != nil {
			return err
		}
		place = -1
	}
	was, err := d.pin(st, s, place)
	if err != nil {
		return err
	}
	known = known && d.l.deeds[place].begun()
	if err := d.steps(st, s, place); err != nil {
		return err
	}
	d.entries = slices.Grow(d.entries, d.likely())
	settled := d.settledAt(st, s, &was, known)
	st.money = st.amount.Decimal()
	e := d.next(OpDeed)
	e.At, e.Opens, e.Lot = s.at.time(), settled.time(), st.version
	e.Kind, e.Ref, e.Edition, e.Tier, e.First, e.Quantity = st.kind, st.ref, s.edition.ID, s.tier, s.first, st.money
	if known && settled < was.settled {
		d.settleDeed(place, &was, settled)
	}
	if err := d.balance(st, s, place, settled); err != nil {
		return err
	}
	if err := d.measure(st, s, place, settled); err != nil {
		return err
	}
	d.follow(st, s, &was, known, settled)
	if was.amount.Sign() == 0 && st.amount.Sign() > 0 {
		d.slideFor(st.kind)
	}
	return nil
}

// likely returns how many entries a deed will probably need: itself, its grants
// and its counts.
func (d *decider) likely() int {
	n := 4
	for i := range d.out.Steps {
		if d.out.Steps[i].Points > 0 {
			n++
		}
	}
	return n
}

// pin sets the scene: what was true when the deed was first told holds for
// good.
func (d *decider) pin(st *telling, s *scene, place int32) (was deed, err error) {
	s.zone, s.birthday, s.referrer = d.e.zone, d.l.member.birthday, d.l.member.referrer
	if place >= 0 && d.l.deeds[place].begun() {
		was = d.l.deeds[place]
		s.at, s.tier, s.first = was.at, was.tier, was.first && !was.yielded
		if was.first && was.amount.Sign() == 0 && st.amount.Sign() > 0 {
			s.first = !d.otherFirst(place)
		}
		if s.edition = d.e.edition(was.edition); s.edition == nil {
			return was, fmt.Errorf("%w: %q", ErrEdition, was.edition)
		}
		return was, nil
	}
	was.settled, was.awards = never, -1
	s.at, s.edition = d.at, d.e.at(d.at)
	s.tier = d.e.tierAt(d.l, d.at)
	s.first = st.kind == OrderKind && d.l.member.orders == 0 && st.amount.Sign() > 0
	return was, nil
}

// otherFirst reports whether another order was taken for the first while this
// one did not stand, and still stands.
func (d *decider) otherFirst(place int32) bool {
	for i := range d.l.deeds {
		if x := &d.l.deeds[i]; x.first && !x.yielded && x.amount.Sign() > 0 && int32(i) != place {
			return true
		}
	}
	return false
}

// steps asks the rules what the deed deserves: nothing if it is revoked.
func (d *decider) steps(st *telling, s *scene, place int32) (err error) {
	if st.amount.Sign() > 0 || st.kind == OrderKind {
		d.out.Steps, err = d.evaluate(s, place)
		return err
	}
	d.refuse(s.edition, func(*rule) Reason { return Revoked })
	return nil
}

// refuse tells of every rule that it grants nothing, and why.
func (d *decider) refuse(ed *edition, why func(*rule) Reason) {
	for i := range ed.rules {
		r := &ed.rules[i]
		d.out.Steps = append(d.out.Steps, Step{Edition: ed.ID, Rule: r.ID, Wallet: r.Wallet, Why: why(r)})
	}
}

// settledAt returns when a deed is final, as far as is known now.
func (d *decider) settledAt(st *telling, s *scene, was *deed, known bool) instant {
	if st.version > 0 {
		return st.settled // as the member's account has it, who may have another first order now
	}
	settled := min(was.settled, max(st.settled, s.at))
	if !known && !s.edition.Settle.IsZero() {
		settled = min(settled, d.e.afterDays(s.at, s.edition))
	}
	return settled
}

// afterDays returns the end of an edition's return window for a deed.
func (e *Engine) afterDays(at instant, ed *edition) instant {
	span := ed.Settle
	if span.Months == 0 && span.Days == 0 {
		return bounded(at.time().Add(span.Exact))
	}
	last := e.date(at).AddMonths(span.Months).AddDays(span.Days)
	return bounded(last.AddDays(1).Start(e.zone).Add(span.Exact))
}

// balance takes back what the deed does not deserve any more, then grants what
// it does.
func (d *decider) balance(st *telling, s *scene, place int32, settled instant) error {
	for i := range d.out.Steps {
		if step := &d.out.Steps[i]; place >= 0 {
			if less := d.given(place, step) - step.Points; less > 0 {
				if err := d.lower(st, s, step, place, less); err != nil {
					return err
				}
			}
		}
	}
	if place >= 0 {
		if err := d.strays(st, s, place); err != nil {
			return err
		}
	}
	for i := range d.out.Steps {
		step := &d.out.Steps[i]
		if more := step.Points - d.given(place, step); more > 0 {
			if err := d.raise(st, s, i, place, more, settled); err != nil {
				return err
			}
		}
	}
	return nil
}

// given returns what a rule has granted for a deed so far.
func (d *decider) given(place int32, step *Step) Points {
	if place < 0 {
		return 0
	}
	if a := d.l.findAward(place, step.Rule, d.walletOf(step.Wallet)); a >= 0 {
		return d.l.awards[a].net
	}
	return 0
}

// strays takes back what was granted by rules that the edition does not have
// any more: who edits an edition must not leave points behind.
func (d *decider) strays(st *telling, s *scene, place int32) error {
	for a := d.l.deeds[place].awards; a >= 0; a = d.l.awards[a].next {
		aw := &d.l.awards[a]
		wallet := d.l.pools[aw.wallet].wallet
		known := false
		for i := range d.out.Steps {
			known = known || d.out.Steps[i].Rule == aw.rule && d.out.Steps[i].Wallet == wallet
		}
		if !known && aw.net > 0 && st.amount.Sign() == 0 {
			if err := d.lower(st, s, &Step{Rule: aw.rule, Wallet: wallet}, place, aw.net); err != nil {
				return err
			}
		}
	}
	return nil
}

// raise grants points that a deed deserves. Those that could not be taken back
// from it before are the first of them.
func (d *decider) raise(st *telling, s *scene, i int, place int32, n Points, settled instant) error {
	step, life := &d.out.Steps[i], s.edition.rules[i].life
	opens := life.opens(s.at, settled)
	closes := max(life.closes(s.at, opens, s.tier, d.e.zone), d.longest(place, step))
	e := Entry{At: s.at.time(), Wallet: step.Wallet, Kind: st.kind, Ref: st.ref, Edition: s.edition.ID, Rule: step.Rule}
	if closes > d.posted && d.alone(step.Wallet) {
		return d.grantAlone(e, n, opens, closes)
	}
	p := d.pool(step.Wallet)
	if place >= 0 {
		n = d.forget(p, e, place, n)
	}
	if n == 0 {
		return nil
	}
	if d.l.member.closed {
		return ErrClosed
	}
	if err := d.countable(p, n); err != nil {
		return err
	}
	e.Op, e.Points = OpGrant, n
	d.grant(p, e, opens, closes)
	return nil
}

// forget gives up claims and debts for a deed, and returns what is left of n.
func (d *decider) forget(p *pool, e Entry, place int32, n Points) Points {
	for _, give := range []struct {
		op Op
		up func(int32, Points) Points
	}{{OpUnclaim, p.unclaim}, {OpUnowe, p.unowe}} {
		if left := give.up(place, n); left < n {
			e.Op, e.Points = give.op, n-left
			d.post(e)
			n = left
		}
	}
	return n
}

// longest returns the latest instant that a lot of an award closes at: they may
// have been extended, and what was taken back by mistake is to be as it was.
func (d *decider) longest(place int32, step *Step) instant {
	closes := firstInstant
	if place < 0 {
		return closes
	}
	a := d.l.findAward(place, step.Rule, d.walletOf(step.Wallet))
	if a < 0 {
		return closes
	}
	p := d.pool(step.Wallet)
	for ord := d.l.awards[a].lots; ord >= 0; ord = d.l.origins[ord].next {
		closes = max(closes, p.findOr(d.l.lots[ord]).closes)
	}
	return closes
}

// alone reports whether a new lot changes nothing else in a wallet, which is
// the commonest case: there is no need to copy it then.
func (d *decider) alone(wallet string) bool {
	i := int(d.walletOf(wallet))
	if i >= len(d.l.pools) || i < len(d.wallets) && d.wallets[i].copied() {
		return false
	}
	p := &d.l.pools[i]
	return p.debt == 0 && len(p.claims) == 0 && !d.l.member.closed
}

func (d *decider) grantAlone(of Entry, n Points, opens, closes instant) error {
	if err := d.countable(&d.l.pools[d.walletOf(of.Wallet)], n); err != nil {
		return err
	}
	of.Op, of.Points, of.Opens, of.Closes = OpGrant, n, opens.time(), closes.time()
	posted := d.post(of)
	posted.Lot = posted.Seq
	d.made = append(d.made, posted.Seq)
	return nil
}

// countable refuses new points that would overflow the sums of a wallet.
func (d *decider) countable(p *pool, n Points) error {
	sum, ok := d.newPoints.add(n)
	if ok {
		d.newPoints = sum
		ok = p.fits(sum)
	}
	if !ok {
		return ErrOverflow
	}
	return nil
}

// lower takes back what a deed does not deserve: from its own lots first, the
// newest before the others, pending or not; what of those has lapsed was never
// a benefit; then from what else is open. The rest is owed or claimed.
func (d *decider) lower(st *telling, s *scene, step *Step, place int32, n Points) error {
	p := d.pool(step.Wallet)
	e := Entry{Wallet: step.Wallet, Kind: st.kind, Ref: st.ref, Edition: s.edition.ID, Rule: step.Rule}
	claw := func(ord int32, k Points) {
		p.claw(ord, k)
		e.Op, e.Lot, e.Points = OpClaw, d.seqOf(ord), k
		d.post(e)
		n -= k
	}
	a := &d.l.awards[d.l.findAward(place, step.Rule, d.walletOf(step.Wallet))]
	lapsed := -a.absorbed
	for ord := a.lots; ord >= 0; ord = d.l.origins[ord].next {
		own := p.findOr(d.l.lots[ord])
		lapsed += own.lapsed
		if k := min(n, own.remaining); k > 0 {
			claw(ord, k)
		}
	}
	e.Lot = 0
	if k := min(n, lapsed); k > 0 {
		e.Op, e.Points = OpAbsorb, k
		d.post(e)
		n -= k
	}
	policy := s.edition.Refund.Shortfall
	if policy != OwnLots && n > 0 {
		for _, part := range p.allocate(min(n, p.available())) {
			claw(part.lot, part.n)
		}
	}
	if n == 0 {
		return nil
	}
	e.Lot, e.Points = 0, n
	if policy == Owe {
		if !p.fits(n) {
			return ErrOverflow
		}
		p.owe(place, n)
		e.Op = OpOwe
		d.post(e)
		return nil
	}
	e.Op = OpClaim
	p.claims = append(p.claims, claim{place, n, d.post(e).Seq})
	return nil
}
