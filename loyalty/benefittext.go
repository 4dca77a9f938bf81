package loyalty

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Benefit says what a benefit gives, as in "Members' discount: 5% off from 5,000 JPY,
// 8% off from 20,000 JPY". Conditions other than amounts are left out.
func (w Words) Benefit(b Benefit) string {
	what := w.gives(&b)
	if name := b.Name.In(w.lang); name != "" && what != "" {
		return name + w.colon() + what
	} else if name != "" {
		return name
	}
	if what == "" {
		return b.ID
	}
	return what
}

func (w Words) gives(b *Benefit) string {
	switch {
	case b.Discount != nil:
		return w.discount(b.Discount)
	case b.FreeShipping != nil:
		return w.shipping(b.FreeShipping)
	case b.Gift != nil:
		return w.gift(b.Gift)
	case b.EarlyAccess != nil:
		return w.sayf("%s before the public sale", "一般販売の%s前から購入可能", w.span(b.EarlyAccess.Lead))
	case b.Invitation != nil && b.Invitation.Guests > 0:
		guests := w.counted(decimal.NewFromInt(int64(b.Invitation.Guests)), "guest", "名")
		return w.sayf("invitation to %s, with up to %s", "「%s」へのご招待（同伴%sまで）", b.Invitation.Event, guests)
	case b.Invitation != nil:
		return w.sayf("invitation to %s", "「%s」へのご招待", b.Invitation.Event)
	}
	return ""
}

func (w Words) discount(d *Discount) string {
	steps := make([]string, len(d.Steps))
	for i := range d.Steps {
		s := &d.Steps[i]
		off := w.percent(s.Percent)
		if s.Amount.Sign() > 0 {
			off = w.Money(s.Amount)
		}
		off += w.say(" off", "引き")
		if s.Max.Sign() > 0 {
			off += w.sayf(" (at most %s)", "（最大%s）", w.Money(s.Max))
		}
		steps[i] = w.starting(off, s.From)
	}
	return w.join(steps)
}

// starting says from which total on something holds.
func (w Words) starting(what string, from Money) string {
	if from.IsZero() {
		return what
	}
	return w.sayf("%s %s", "%[2]sで%[1]s", what, w.from(from))
}

func (w Words) shipping(s *FreeShipping) string {
	what := w.say("free shipping", "送料無料")
	if s.Max.Sign() > 0 {
		what = w.sayf("shipping of up to %s free", "送料%sまで無料", w.Money(s.Max))
	}
	return w.starting(what, s.From)
}

func (w Words) gift(g *FreeGift) string {
	what := w.say("gift", "ギフト")
	if g.Item != "" {
		what = w.sayf("gift %s", "ギフト「%s」", g.Item)
	}
	if g.Times == 0 {
		return what
	}
	per := ""
	switch g.Per {
	case PerDay:
		per = w.say(" a day", "1日")
	case PerMonth:
		per = w.say(" a month", "毎月")
	case PerYear:
		per = w.say(" a year", "毎年")
	case PerLife:
		per = w.say(" in all", "通算")
	case PerEdition:
		per = w.say(" in all", "期間中")
	}
	times := w.sayf("%d times", "%d回", g.Times)
	if g.Times == 1 {
		times = w.say("once", "1回")
	}
	return w.sayf("%s, %s%s", "%[1]s（%[3]s%[2]s）", what, times, per)
}

// Perk says whether a benefit applies to a cart and what it comes to, or why
// not, and what the cart lacks for it.
func (w Words) Perk(p Perk) string {
	parts := []string{w.name(p.Benefit.Name, w.Benefit(p.Benefit)), w.verdict(&p)}
	return strings.Join(parts, w.colon())
}

func (w Words) verdict(p *Perk) string {
	if p.Applied() {
		return w.applied(p)
	}
	text := p.Why.Text(w.lang)
	switch {
	case p.Missing.Sign() > 0:
		return w.sayf("%s more to go", "あと%sで適用", w.Money(p.Missing))
	case p.Why == CapReached && p.Benefit.Gift != nil:
		text = w.say("given already", "進呈済みです")
	case p.Why == CapReached:
		text = w.say("there is nothing left to pay", "他の特典で全額が割引済みです")
	case p.Why == Outdone && len(p.Against) > 0:
		text += w.sayf(" (%s)", "（%s）", w.join(p.Against))
	default:
		if asks := w.asks(p.Why, &p.Benefit.When); asks != "" {
			text += w.sayf(" (%s)", "（%s）", asks)
		}
	}
	return w.sayf("not applied, %s", "適用外、%s", text)
}

func (w Words) applied(p *Perk) string {
	off := w.say("applies", "適用")
	if p.Amount.Sign() > 0 && (p.Benefit.Discount != nil || p.Benefit.FreeShipping != nil) {
		off = w.sayf("%s off", "%s引き", w.Money(p.Amount))
	}
	if p.Missing.Sign() > 0 {
		off += w.sayf(", %s more to the next step", "、あと%sで次の割引", w.Money(p.Missing))
	}
	return off
}
