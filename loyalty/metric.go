package loyalty

import (
	"maps"
	"slices"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// The tier metrics that every program has.
const (
	SpendMetric  = "spend"  // what orders come to, by [Ladder.Spend]
	OrdersMetric = "orders" // orders that came to more than 0
	PointsMetric = "points" // whole points granted by rules that qualify
)

// measure posts the difference between what a deed adds to tier metrics and
// what it has added.
func (d *decider) measure(st *telling, s *scene, place int32, settled instant) error {
	opens := settled
	if s.edition.Ladder.OnPayment {
		opens = s.at
	}
	post := func(metric string, n decimal.Decimal) {
		if !n.IsZero() {
			e := d.next(OpCount)
			e.At, e.Opens, e.Kind, e.Ref, e.Metric, e.Quantity = s.at.time(), opens.time(), st.kind, st.ref, metric, n
		}
	}
	if s.isOrder {
		f, _, ok := s.ticket.basis(&s.edition.Ladder.Spend)
		if !ok {
			return ErrOverflow
		}
		spend, err := f.amount()
		if err != nil {
			return err
		}
		if place < 0 && spend == st.amount {
			post(SpendMetric, st.money)
		} else {
			post(SpendMetric, d.moreOf(SpendMetric, spend, place))
		}
		if place < 0 && spend.Sign() > 0 {
			post(OrdersMetric, one)
		} else if place >= 0 {
			n, _ := retention.AmountOf(int64(spend.Sign()), 0)
			post(OrdersMetric, d.moreOf(OrdersMetric, n, place))
		}
	}
	n, ok := d.qualifying(s)
	if !ok && d.e.tiered { // else no one asks
		return ErrOverflow
	}
	post(PointsMetric, d.moreOf(PointsMetric, n, place))
	return d.own(st, place, post)
}

// own posts the counts that an activity brings itself.
func (d *decider) own(st *telling, place int32, post func(string, decimal.Decimal)) error {
	metrics := slices.Collect(maps.Keys(st.counts))
	if place >= 0 {
		for i := range d.l.counts {
			if c := &d.l.counts[i]; c.deed == place && st.kind != OrderKind && c.metric != PointsMetric {
				metrics = append(metrics, c.metric)
			}
		}
	}
	slices.Sort(metrics)
	for _, metric := range slices.Compact(metrics) {
		n, err := retention.NewAmount(st.counts[metric])
		if err != nil {
			return err
		}
		post(metric, d.moreOf(metric, n, place))
	}
	return nil
}

// qualifying returns the whole points of a deed that count for tiers, or 0 and
// false if they are too many.
func (d *decider) qualifying(s *scene) (retention.Amount, bool) {
	n, ok := Points(0), true
	for i := range d.out.Steps {
		if ok && !s.edition.rules[i].Unqualified {
			n, ok = n.add(d.out.Steps[i].Points)
		}
	}
	if !ok {
		return retention.Amount{}, false
	}
	a, err := retention.AmountOf(int64(n), int(d.e.program.Scale))
	return a, err == nil
}

// moreOf returns how much more a metric is now than what a deed has added.
func (d *decider) moreOf(metric string, now retention.Amount, place int32) decimal.Decimal {
	if now.Sign() == 0 && place < 0 {
		return decimal.Decimal{}
	}
	if place < 0 {
		return now.Decimal()
	}
	var sum retention.Sum
	sum.Add(now)
	for i := range d.l.counts {
		if c := &d.l.counts[i]; c.deed == place && c.metric == metric {
			sum.Add(c.n.Neg())
		}
	}
	return sum.Decimal()
}
