package loyalty

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/retentionkit/retention"
)

// Row is a line of a member's points history, made by [Words.Statement].
type Row struct {
	At     time.Time      `json:"at"`   // from when on it is so
	Date   retention.Date `json:"date"` // the day of At in the program's zone
	Wallet string         `json:"wallet,omitempty"`
	Op     Op             `json:"op"`
	What   string         `json:"what"` // in words
	// Points is the change in the points that can be spent, and Balance is how many
	// can be spent after it. Of is the number of points that the row is about. For a
	// grant that opens later, Points is 0 and only Of tells its size.
	Points  Points `json:"points"`
	Balance Points `json:"balance"`
	Of      Points `json:"of,omitempty"`
}

// Statement returns a member's points history in [from, to), the oldest first: what
// was posted, and what time alone has moved or, in the future, will. In each wallet
// the Points of a row are the difference between its Balance and that of the row
// before. Movements of several lots by one event make one row. Events that move no
// points are left out, except joining, closing and a tier given by hand. For tiers
// that follow from the rules, see [Words.Standing].
//
// It folds the account's entries anew.
func (w Words) Statement(a Account, from, to time.Time) []Row {
	if !from.Before(to) {
		return nil
	}
	h := teller{w: w, l: newLedger(a.ID()), balance: map[string]Points{}}
	end := instantOf(to) - 1
	for e := range a.Entries() {
		posted := instantOf(e.Posted)
		if posted > end {
			break
		}
		h.pass(posted)
		h.enter(&e)
	}
	h.pass(end)
	start := instantOf(from)
	return slices.DeleteFunc(h.rows, func(r Row) bool { return instantOf(r.At) < start })
}

// teller writes the rows of a statement.
type teller struct {
	w       Words
	l       *ledger // as far as it is told
	rows    []Row
	cause   string // of the last row
	balance map[string]Points
}

// enter tells of an entry.
func (h *teller) enter(e *Entry) {
	before := h.available(e.Wallet)
	if err := h.l.apply(e); err != nil {
		panic("loyalty: an account's own entries: " + err.Error())
	}
	if !strings.HasPrefix(e.Cause, timeCause) {
		told := *e
		told.At = e.Posted
		if ord, ok := h.l.ordOf(e.Lot); ok && e.Op == OpOpen {
			told.Kind, told.Ref = h.deedOf(h.l.lot(ord))
		}
		h.row(&told, h.available(e.Wallet)-before)
	}
}

func (h *teller) available(wallet string) Points {
	if i := h.l.find(wallet); i >= 0 {
		return h.l.pools[i].balance(h.l.now).Available
	}
	return 0
}

// pass tells of what time moves up to and including an instant.
func (h *teller) pass(to instant) {
	if to <= h.l.now {
		return
	}
	var told []happening
	for i := range h.l.pools {
		told = append(told, h.openings(&h.l.pools[i], to)...)
	}
	known := len(h.l.due)
	h.l.advance(to)
	for _, m := range h.l.due[known:] {
		told = append(told, h.moved(m))
	}
	slices.SortStableFunc(told, func(a, b happening) int {
		return cmp.Or(a.entry.At.Compare(b.entry.At), cmp.Compare(a.rank(), b.rank()))
	})
	for i := range told {
		h.row(&told[i].entry, told[i].points)
	}
}

// happening is a movement that time brings, as an entry would tell it.
type happening struct {
	entry  Entry
	points Points // that can be spent from then on
}

// rank is the order of what happens at one instant.
func (x *happening) rank() int {
	return slices.Index([]Op{OpOpen, OpRepay, OpLapse}, x.entry.Op)
}

// openings returns the lots that open after now.
func (h *teller) openings(p *pool, to instant) (told []happening) {
	for i := range p.lots {
		l := &p.lots[i]
		if l.remaining == 0 || l.opens <= h.l.now || l.opens > to || l.opens >= l.closes {
			continue
		}
		e := Entry{Op: OpOpen, At: l.opens.time(), Wallet: p.wallet, Points: l.remaining}
		e.Kind, e.Ref = h.deedOf(*l)
		told = append(told, happening{e, l.remaining})
	}
	return told
}

// deedOf returns the deed that a lot was granted for, if any.
func (h *teller) deedOf(l lot) (kind, ref string) {
	if l.award < 0 {
		return "", ""
	}
	d := &h.l.deeds[h.l.awards[l.award].deed]
	return d.kind, d.ref
}

func (h *teller) moved(m memo) happening {
	e := Entry{Op: m.op, At: m.at.time(), Wallet: h.l.pools[m.wallet].wallet, Points: m.n, Ref: m.hold}
	n := -m.n
	switch m.op {
	case OpUnhold:
		n = m.n
	case OpClaw:
		d := &h.l.deeds[m.deed]
		e.Kind, e.Ref = d.kind, d.ref
	case OpLapse:
		if l := h.l.lot(m.lot); l.opens >= l.closes {
			n = 0 // it never opened
		}
	}
	return happening{e, n}
}

// row adds a row, or to the last one if that says the same.
func (h *teller) row(e *Entry, n Points) {
	h.balance[e.Wallet] += n
	switch e.Op {
	case OpNote, OpDeed, OpSettle, OpCount, OpAbsorb, OpClaim, OpUnclaim:
		return
	}
	r := Row{
		At: e.At, Date: retention.DateOf(e.At, h.w.e.zone), Wallet: e.Wallet, Op: e.Op, What: h.w.row(e),
		Points: n, Balance: h.balance[e.Wallet], Of: e.Points,
	}
	if e.Op == OpOpen {
		r.Of = n
	}
	if len(h.rows) > 0 && h.cause == e.Cause {
		if last := &h.rows[len(h.rows)-1]; last.At.Equal(r.At) && last.Wallet == r.Wallet && last.Op == r.Op && last.What == r.What {
			last.Points, last.Balance, last.Of = last.Points+n, r.Balance, last.Of+r.Of
			return
		}
	}
	h.rows, h.cause = append(h.rows, r), e.Cause
}

// row says what a row is about, and since when points can be used that cannot
// be yet.
func (w Words) row(e *Entry) string {
	text := w.Entry(*e)
	if e.Op != OpGrant && e.Op != OpReceive || !e.Opens.IsZero() && !e.Opens.After(e.Posted) {
		return text
	}
	if e.Opens.IsZero() {
		return text + w.say(" (pending)", "（獲得予定）")
	}
	return text + w.sayf(" (pending until %s)", "（獲得予定、%sに確定）", w.moment(e.Opens))
}
