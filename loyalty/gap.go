package loyalty

import (
	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Gap is what a metric comes to, beside what is needed of it.
type Gap struct {
	Metric   string          `json:"metric"`
	Currency string          `json:"currency,omitempty"` // of "spend"
	Lifetime bool            `json:"lifetime,omitempty"` // it counts all that ever was
	Have     decimal.Decimal `json:"have"`
	Need     decimal.Decimal `json:"need"`
	Missing  decimal.Decimal `json:"missing"` // Need less Have, 0 if there is more
}

func (e *Engine) gap(n *Need, have retention.Sum) Gap {
	g := Gap{Metric: n.Metric, Lifetime: n.Lifetime, Have: have.Decimal(), Need: n.AtLeast}
	if n.Metric == SpendMetric {
		g.Currency = e.program.Currency
	}
	if g.Have.LessThan(g.Need) {
		g.Missing = g.Need.Sub(g.Have)
	}
	return g
}

// share returns what part of the need is missing.
func (g *Gap) share() float64 { return g.Missing.InexactFloat64() / g.Need.InexactFloat64() }
