package loyalty

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Quote is what a cart page says: what the order would earn, what points could
// pay of it, and where it would take the member.
type Quote struct {
	// Points is what the order would earn in all wallets, Steps why, and Grants
	// in which lots.
	Points Points
	Steps  []Step
	Grants []Grant
	// Burns lists the wallets that the edition has burn rules for, or the main wallet
	// if there are no such rules.
	Burns []Burnable
	// Tier is held now, and TierAfter once the order counts. Counts is when it does,
	// and zero if that waits for the order to be settled.
	Tier, TierAfter string
	Counts          time.Time
}

// Grant is a lot that an order would earn.
type Grant struct {
	Rule, Wallet  string
	Points        Points
	Opens, Closes time.Time // as of a [Lot], in UTC
}

// Burnable is how many points of a wallet can pay for an order.
type Burnable struct {
	Wallet    string
	Available Points
	// Least and Most are the fewest and the most points that may be redeemed, in
	// multiples of Step; a Step of 0 allows any number. A Most of 0 means that no
	// points can be redeemed.
	Least, Most, Step Points
	// Pays is the amount that Most points pay, in the program's currency.
	Pays Money
}

// Quote returns what [Engine.Decide] would make of an order at an instant, and how
// much of it points could pay. It changes nothing. A cart that has no ID yet is
// treated as a new order.
//
// Both answers are about the order as given. The part that the member chooses to pay
// with points belongs in [Order.PointsPaid] and lowers what the order earns. The error
// is that of Decide.
func (e *Engine) Quote(a Account, o Order, at time.Time) (Quote, error) {
	l := a.ledger()
	if o.ID == "" {
		o.ID = quoteID
	}
	d := e.decider(l, &Event{ID: quoteID, At: at, Data: o})
	err := d.quote(&o)
	if err != nil {
		return Quote{}, &Error{l.id, o.ID, err}
	}
	return d.quoted(&o)
}

// quoteID is the event of a quote; no event that is stored has such an ID.
const quoteID = "quote@"

func (d *decider) quote(o *Order) error {
	if err := d.timing(); err != nil {
		return err
	}
	if err := d.order(o); err != nil {
		return err
	}
	d.finish()
	return nil
}

// quoted reads the answer from a decision that was made.
func (d *decider) quoted(o *Order) (Quote, error) {
	q := Quote{Steps: d.out.Steps, Tier: d.e.tierAt(d.l, d.at)}
	for i := range q.Steps {
		q.Points += q.Steps[i].Points
	}
	for i := range d.entries {
		if x := &d.entries[i]; x.Op == OpGrant {
			q.Grants = append(q.Grants, Grant{x.Rule, x.Wallet, x.Points, x.Opens, x.Closes})
		}
	}
	q.Burns = d.burns(o)
	return q, d.tierAfter(&q, o)
}

// tierAfter finds the tier that the order leads to once it counts.
func (d *decider) tierAfter(q *Quote, o *Order) error {
	next := d.l.clone()
	for i := range d.entries {
		if err := next.apply(&d.entries[i]); err != nil {
			return &EntryError{d.l.id, d.entries[i].Seq, err}
		}
	}
	ed := d.scene.edition
	place := next.deedOf[deedKey{OrderKind, o.ID}]
	when := next.deeds[place].settled
	if ed.Ladder.OnPayment {
		when = d.at
	}
	q.Counts = when.time()
	if when == never {
		of := &next.deeds[place]
		when, of.settled, of.told = d.at, d.at, d.at
	}
	q.TierAfter = d.e.tierAt(next, max(when, d.at))
	return nil
}

// burns returns what points could pay of an order.
func (d *decider) burns(o *Order) []Burnable {
	ed := d.e.at(d.at)
	rules := ed.Burn
	if len(rules) == 0 {
		rules = []BurnRule{{}}
	}
	total := retention.Amount{}
	if f, _, ok := d.ticket.basis(&Basis{Tax: true, Shipping: true, PointsPaid: true, GiftCards: true}); ok {
		total, _ = f.amount()
	}
	out := make([]Burnable, len(rules))
	for i := range rules {
		out[i] = d.burnable(&rules[i], total.Decimal())
	}
	return out
}

func (d *decider) burnable(r *BurnRule, total Money) Burnable {
	least, most, _ := r.bounds(total, d.e.program.Scale)
	b := Burnable{Wallet: r.Wallet, Least: least, Step: r.Step}
	if i := d.l.find(r.Wallet); i >= 0 {
		b.Available = d.l.pools[i].at(d.posted).balance(d.posted).Available
	}
	b.Most = min(most, b.Available)
	if r.Step > 0 {
		b.Most -= b.Most % r.Step
	}
	if b.Most < b.Least || total.IsZero() || d.l.member.closed {
		b.Most = 0
	}
	b.Pays = decimal.Min(b.Most.Decimal(d.e.program.Scale).Mul(r.Worth), total)
	return b
}
