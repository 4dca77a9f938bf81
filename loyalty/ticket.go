package loyalty

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// ticket is a deed as rules see it: an order's amounts as whole numbers of one
// scale.
type ticket struct {
	lines                    []Line
	amounts                  []position
	scale                    int
	shipping, discount, paid int64
	goods                    int64 // of all lines, before and
	net                      int64 // after their discounts
	rate                     fixed // zero: none
	tooLarge                 bool
	room                     [8]position
}

// position is the amounts of a line.
type position struct{ amount, discount, tax int64 }

// read fills the ticket of an order.
func (t *ticket) read(o *Order) error {
	t.lines = o.Lines
	t.scale = 2
	for i := range o.Lines {
		l := &o.Lines[i]
		if err := t.check(l, i); err != nil {
			return err
		}
	}
	for _, d := range [...]decimal.Decimal{o.Shipping, o.Discount, o.PointsPaid} {
		if err := t.widen(d); err != nil {
			return err
		}
	}
	t.amounts = t.room[:0]
	tax := int64(0)
	for i := range o.Lines {
		l := &o.Lines[i]
		p := position{t.units(l.Amount), t.units(l.Discount), t.units(l.Tax)}
		if p.discount > p.amount {
			return fmt.Errorf("%w: line %d: a discount of more than its amount", ErrEvent, i+1)
		}
		t.net = t.sum(t.net, p.amount-p.discount)
		t.goods = t.sum(t.goods, p.amount)
		tax = t.sum(tax, p.tax)
		t.amounts = append(t.amounts, p)
	}
	t.shipping, t.discount, t.paid = t.units(o.Shipping), t.units(o.Discount), t.units(o.PointsPaid)
	t.sum(t.sum(t.discount, t.paid), t.sum(tax, t.shipping))
	if t.tooLarge {
		return fmt.Errorf("%w: amounts too large", ErrEvent)
	}
	return nil
}

// sum adds what is not negative.
func (t *ticket) sum(a, b int64) int64 {
	c, ok := plus(a, b)
	t.tooLarge = t.tooLarge || !ok
	return c
}

// check refuses a line that makes no sense, and widens the scale to it.
func (t *ticket) check(l *Line, i int) error {
	if l.Quantity.Sign() < 0 {
		return fmt.Errorf("%w: line %d: a negative quantity", ErrEvent, i+1)
	}
	for _, d := range [...]decimal.Decimal{l.Amount, l.Discount, l.Tax} {
		if err := t.widen(d); err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	if l.ID == "" {
		return nil
	}
	for j := range i {
		if t.lines[j].ID == l.ID {
			return fmt.Errorf("%w: two lines have the ID %.64q", ErrEvent, l.ID)
		}
	}
	return nil
}

// widen makes the scale wide enough for an amount.
func (t *ticket) widen(d decimal.Decimal) error {
	if d.Sign() < 0 {
		return fmt.Errorf("%w: a negative amount", ErrEvent)
	}
	f, err := fixedOf(d)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrEvent, err)
	}
	t.scale = max(t.scale, f.scale)
	return nil
}

// units returns an amount that was widened for.
func (t *ticket) units(d decimal.Decimal) int64 {
	f, _ := fixedOf(d)
	units, ok := f.at(t.scale)
	t.tooLarge = t.tooLarge || !ok
	return units
}

// matches reports whether a basis counts a line.
func (b *Basis) matches(l *Line) bool {
	return (!l.GiftCard || b.GiftCards) && (b.Only.isZero() || b.Only.names(l)) && !b.Except.names(l)
}

func (f *Filter) isZero() bool {
	return len(f.SKUs) == 0 && len(f.Categories) == 0 && len(f.Labels) == 0
}

// names reports whether the filter lists a line.
func (f *Filter) names(l *Line) bool {
	for _, s := range f.SKUs {
		if s == l.SKU {
			return true
		}
	}
	for _, c := range f.Categories {
		if c == l.Category {
			return true
		}
	}
	for _, label := range f.Labels {
		for _, own := range l.Labels {
			if label == own {
				return true
			}
		}
	}
	return false
}

// extraScale is how many decimals more than the order has a share of it gets.
const extraScale = 4

// basis returns what of the ticket counts, in the program's currency. What the
// lines share of the order-wide discount and points, and what is converted, is
// rounded down to four decimals more than the order has. found is false if no
// line counts.
func (t *ticket) basis(b *Basis) (f fixed, found, ok bool) {
	var net, sum, tax int64 // after the lines' discounts; as counted; of it
	for i := range t.lines {
		if !b.matches(&t.lines[i]) {
			continue
		}
		found = true
		p := &t.amounts[i]
		net += p.amount - p.discount
		tax += p.tax
		if b.BeforeDiscounts {
			sum += p.amount
		} else {
			sum += p.amount - p.discount
		}
	}
	f, ok = t.less(fixed{sum, t.scale}, net, t.off(b))
	extra := fixed{scale: t.scale}
	if b.Tax {
		extra.units += tax
	}
	if b.Shipping {
		extra.units += t.shipping
		found = found || t.shipping > 0
	}
	more, fits := extra.at(f.scale)
	if ok = ok && fits; ok {
		f.units, ok = plus(f.units, more)
	}
	if ok && t.rate.units != 0 {
		f, ok = t.convert(f)
	}
	return f, found, ok
}

// off returns what is off the order as a whole.
func (t *ticket) off(b *Basis) (off int64) {
	if !b.BeforeDiscounts {
		off += t.discount
	}
	if !b.PointsPaid {
		off += t.paid
	}
	return off
}

// less takes from some lines their share of what is off the order, by what
// they come to after their own discounts.
func (t *ticket) less(sum fixed, net, off int64) (fixed, bool) {
	if off == 0 {
		return sum, true
	}
	if t.net == 0 {
		return fixed{0, sum.scale}, true
	}
	scale := min(t.scale+extraScale, 12)
	whole, ok := sum.at(scale)
	wide, fits := fixed{off, t.scale}.at(scale)
	if !ok || !fits {
		return sum, false
	}
	share, ok := mulDiv(wide, net, t.net, Up)
	return fixed{max(whole-share, 0), scale}, ok
}

// convert turns an amount into the program's currency.
func (t *ticket) convert(f fixed) (fixed, bool) {
	scale := min(t.scale+extraScale, 12)
	units, ok := f.at(scale)
	if !ok {
		return f, false
	}
	units, ok = mulDiv(units, t.rate.units, pow10[t.rate.scale], Down)
	return fixed{units, scale}, ok
}

// pieces returns how many pieces count.
func (t *ticket) pieces(b *Basis) (f fixed, found, ok bool) {
	for i := range t.lines {
		l := &t.lines[i]
		if !b.matches(l) {
			continue
		}
		found = true
		n := fixed{1, 0}
		if !l.Quantity.IsZero() {
			var err error
			if n, err = fixedOf(l.Quantity); err != nil {
				return f, found, false
			}
		}
		scale := max(f.scale, n.scale)
		a, ok1 := f.at(scale)
		b, ok2 := n.at(scale)
		sum, ok3 := plus(a, b)
		if !ok1 || !ok2 || !ok3 {
			return f, found, false
		}
		f = fixed{sum, scale}
	}
	return f, found, true
}
