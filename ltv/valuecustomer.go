package ltv

import (
	"math"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// CustomerValue is the expected value of a customer from the end of the base
// on, with other expectations about them.
type CustomerValue struct {
	ID     string  `json:"id"`
	PAlive float64 `json:"pAlive"` // the probability that they have not left

	// Purchases is the expected number of purchases within the horizon, counted
	// as days with a purchase. It is 0 without a horizon.
	Purchases float64 `json:"purchases,omitempty"`
	// Discounted is the expected number of purchases after discount.
	Discounted float64 `json:"discounted"`
	// Spend is the expected price of one purchase: gross sales, rounded as
	// values are.
	Spend decimal.Decimal `json:"spend"`

	// Value is Discounted × expected spend × margin × (1 - share of refunds),
	// computed from unrounded numbers and rounded once.
	Value decimal.Decimal `json:"value"`
	// Low and High are the interval of Value: where the expectation lies, given
	// that the models are fitted to a limited number of customers. What this
	// one customer will do varies far more. Both are 0 if HasInterval is false.
	Low         decimal.Decimal `json:"low"`
	High        decimal.Decimal `json:"high"`
	HasInterval bool            `json:"hasInterval"`

	// Next is the day by which the next purchase has come with a chance of one
	// half. It is the zero Date if the chance never reaches one half, as the
	// customer may have left, or not within a hundred years.
	Next retention.Date `json:"next,omitzero"`
}

// customerValue rounds, and adds what a worth does not tell.
func (v *Valuer) customerValue(c *Customer, w worth) CustomerValue {
	record := c.Record()
	out := CustomerValue{
		ID: c.ID, PAlive: v.model.PAlive(record), Next: nextDay(v.model, record, c.End),
		Discounted: w.purchases,
		Spend:      v.money(v.units(v.spend.expected(mustSpend(c)))), Value: v.money(v.units(w.value)),
	}
	if v.basis.Horizon != (btyd.Time{}) {
		out.Purchases = v.model.Expected(record, v.basis.Horizon)
	}
	out.Low, out.High, out.HasInterval = v.interval(w.low, w.high)
	return out
}

// nextDay returns the day of the median next purchase.
func nextDay(m btyd.Model, c btyd.Record, end retention.Date) retention.Date {
	t, ok := m.NextPurchase(c, 0.5)
	if !ok || t.In(btyd.Year) > 100 {
		return retention.Date{}
	}
	return end.AddDays(max(1, int(math.Ceil(t.In(btyd.Day)))))
}
