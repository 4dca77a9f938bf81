package ltv

import (
	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Historical has the revenue and value of every customer so far.
type Historical struct {
	Customers []HistoricalValue `json:"customers"` // all that the view knows, in the order of IDs
	Sales     int               `json:"sales"`
	Revenue   decimal.Decimal   `json:"revenue"` // the sum over Customers
	Value     decimal.Decimal   `json:"value"`   // the sum over Customers
}

// HistoricalValue has the revenue and value of one customer so far.
type HistoricalValue struct {
	Customer string          `json:"customer"`
	Sales    int             `json:"sales"`   // number of sales
	Revenue  decimal.Decimal `json:"revenue"` // money of sales less that of refunds; may be below 0
	Value    decimal.Decimal `json:"value"`   // Revenue × margin
}

// MeasureHistorical adds up the revenue and value of each customer of a view,
// given the margin as a share of revenue, 0 to 1, which is read as the decimal
// that prints it. Nothing is rounded. The error is an *[InputError] about the
// margin. It takes one look at every order.
func MeasureHistorical(v retention.View, margin float64) (Historical, error) {
	in := inputCheck{of: "MeasureHistorical"}
	if in.share("margin", margin); in.err != nil {
		return Historical{}, in.err
	}
	var h Historical
	var total retention.Sum
	share := exactDecimal(margin)
	for c := range v.Customers() {
		var money retention.Sum
		sales := 0
		for e := range c.Events() {
			money.Add(e.Amount)
			if e.Kind == retention.Sale {
				sales++
			}
		}
		revenue := money.Decimal()
		h.Customers = append(h.Customers, HistoricalValue{c.ID(), sales, revenue, revenue.Mul(share)})
		h.Sales += sales
		total.Merge(money)
	}
	h.Revenue = total.Decimal()
	h.Value = h.Revenue.Mul(share)
	return h, nil
}

// Shares returns each customer's share of the revenue, beside Customers, in the
// given number of decimals (0 to 12). They sum to 1 exactly, by [Allocate];
// with one margin for all they are the shares of the value, too. A customer with
// more refunds than sales has a share below 0. A shop without revenue has no
// shares: the error is then an *[InputError].
func (h Historical) Shares(places int32) ([]decimal.Decimal, error) {
	weights := make([]decimal.Decimal, len(h.Customers))
	for i, c := range h.Customers {
		weights[i] = c.Revenue
	}
	return Allocate(decimalOne, weights, places)
}
