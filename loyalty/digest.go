package loyalty

import (
	"maps"
	"slices"
)

// The first byte of each digest tells the kinds of Data apart.

func (o Order) digest(h *hasher) {
	h.byte(1)
	h.text(o.ID)
	h.int(int64(len(o.Lines)))
	for i := range o.Lines {
		o.Lines[i].digest(h)
	}
	h.decimal(o.Shipping)
	h.decimal(o.Discount)
	h.decimal(o.PointsPaid)
	h.text(o.Currency)
	h.decimal(o.Rate)
	h.bool(o.Settled)
	h.texts(o.Tags)
}

func (l *Line) digest(h *hasher) {
	h.text(l.ID)
	h.text(l.SKU)
	h.text(l.Category)
	h.texts(l.Labels)
	h.decimal(l.Quantity)
	h.decimal(l.Amount)
	h.decimal(l.Discount)
	h.decimal(l.Tax)
	h.bool(l.GiftCard)
}

func (a Activity) digest(h *hasher) {
	h.byte(2)
	h.text(a.Kind)
	h.text(a.Ref)
	h.bool(a.Void)
	h.decimal(a.Amount)
	h.int(int64(len(a.Counts)))
	if len(a.Counts) > 0 {
		for _, metric := range slices.Sorted(maps.Keys(a.Counts)) {
			h.text(metric)
			h.decimal(a.Counts[metric])
		}
	}
	h.texts(a.Tags)
}

func (r Referral) digest(h *hasher) {
	h.byte(3)
	h.text(r.Member)
	h.text(r.Order)
	h.decimal(r.Amount)
	h.time(r.Settled)
	h.int(int64(r.Version))
}

func (s Settle) digest(h *hasher) {
	h.byte(4)
	h.text(s.Kind)
	h.text(s.Ref)
}

func (r Redeem) digest(h *hasher) {
	h.byte(5)
	h.int(int64(r.Points))
	h.text(r.Wallet)
	h.text(r.Order)
	h.decimal(r.Total)
}

func (r Hold) digest(h *hasher) {
	h.byte(6)
	h.int(int64(r.Points))
	h.text(r.Wallet)
	h.time(r.Until)
	h.text(r.Order)
	h.decimal(r.Total)
}

func (c Commit) digest(h *hasher) {
	h.byte(7)
	h.text(c.Hold)
	h.int(int64(c.Points))
}

func (r Release) digest(h *hasher) {
	h.byte(8)
	h.text(r.Hold)
}

func (c Cancel) digest(h *hasher) {
	h.byte(9)
	h.text(c.Redemption)
	h.int(int64(c.Points))
}

func (a Adjust) digest(h *hasher) {
	h.byte(10)
	h.int(int64(a.Points))
	h.text(a.Wallet)
	h.time(a.Closes)
	h.text(a.Reason)
}

func (x Extend) digest(h *hasher) {
	h.byte(11)
	h.int(int64(len(x.Lots)))
	for _, lot := range x.Lots {
		h.int(int64(lot))
	}
	h.text(x.Wallet)
	h.time(x.Closes)
	h.text(x.Reason)
}

func (t Transfer) digest(h *hasher) {
	h.byte(12)
	h.text(t.To)
	h.int(int64(t.Points))
	h.text(t.Wallet)
	h.text(t.Undo)
}

func (s SetTier) digest(h *hasher) {
	h.byte(13)
	h.text(s.Tier)
	h.time(s.Until)
	h.bool(s.Exact)
	h.text(s.Reason)
}

func (e Enrol) digest(h *hasher) {
	h.byte(14)
	h.text(e.Birthday)
	h.text(e.Referrer)
}

func (c Close) digest(h *hasher) {
	h.byte(15)
	h.text(c.Reason)
}
