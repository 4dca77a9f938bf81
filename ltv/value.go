package ltv

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"sort"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// Valuation is the value of the customers of a base. It never changes, and is
// safe for concurrent use. Its JSON is the summary, and one that is read from it
// has no customers; write customers out by [Valuation.All] or [Valuation.Top].
type Valuation struct {
	Basis     ValueBasis     `json:"basis"`    // with the defaults filled in
	Model     string         `json:"model"`    // the name of the model of purchases, such as "BG/NBD"
	End       retention.Date `json:"end"`      // the day that purchases are discounted to
	Currency  string         `json:"currency"` // of all money, or "" if it was never stated
	Customers int            `json:"customers"`

	// Total is the sum of all values as they were rounded, so that parts of it add
	// up exactly.
	Total decimal.Decimal `json:"total"`
	// Low and High are the interval of Total: where the expected total lies,
	// given that the models are fitted to a limited number of customers. What
	// will come in varies around that by chance as well. Both are 0 if
	// HasInterval is false.
	Low         decimal.Decimal `json:"low"`
	High        decimal.Decimal `json:"high"`
	HasInterval bool            `json:"hasInterval"`

	// MeanSpend is the expected price of a purchase by a customer whose spend
	// is not known, rounded as values are.
	MeanSpend decimal.Decimal `json:"meanSpend"`
	// RefundShare is the part of every purchase that is expected to be
	// refunded, 0 if the basis is Gross.
	RefundShare float64 `json:"refundShare"`
	// Replicates is the number of refits that the intervals come from, 0 if
	// they come from the covariance of the fits. Unusable is the number of
	// refits that failed and are left out.
	Replicates int `json:"replicates,omitempty"`
	Unusable   int `json:"unusable,omitempty"`

	valuer  *Valuer
	base    *Base
	worths  []worth // of each customer
	without error
}

// Value values all customers of a base by a model of purchases and one of spend,
// which may be nil: see [NewValuer], which checks them, and [Valuer.Value].
func Value(ctx context.Context, base *Base, f Fitted, spend *btyd.Fit[btyd.GammaGamma], basis ValueBasis) (*Valuation, error) {
	v, err := NewValuer(base, f, spend, basis)
	if err != nil {
		return nil, err
	}
	return v.Value(ctx, base)
}

// Value values all customers of a base. The value of a customer is
//
//	expected discounted purchases × expected spend on one × margin × (1 - share of refunds)
//
// after the lifetime value of Fader, Hardie & Lee, "RFM and CLV: Using Iso-Value
// Curves for Customer Base Analysis", Journal of Marketing Research 42 (2005).
//
// Intervals are symmetric in the logarithm of a value. Its variance is that of
// the predicted purchases plus that of the predicted spend, each by the delta
// method from the covariance of its fit; the fits are taken to be independent,
// as the models are. There are none without both covariances: see
// [Valuation.NoInterval] and [Valuer.Bootstrap]. They take four fifths of the
// time. If you do not need them, set Fitted.Covariance to nil.
//
// It takes O(customers) time on all processors, most of it for different records
// rather than for customers. The error is that of ctx, wraps
// [retention.ErrCurrency] if the base is in another currency than the Valuer's, or
// is a *[CustomerError] that wraps [ErrValueTooLarge], about the first such
// customer.
func (v *Valuer) Value(ctx context.Context, base *Base) (*Valuation, error) {
	s, err := v.sheet(ctx, base)
	if err != nil {
		return nil, err
	}
	out := v.valuation(base)
	gradients := make([]float64, len(s.records)*len(v.shifted))
	promises := make([]promise, len(s.records))
	err = each(ctx, len(promises), func(i int) {
		n := len(v.shifted)
		promises[i] = v.promiseOf(s.records[i], gradients[i*n:(i+1)*n])
	})
	if err != nil {
		return nil, err
	}
	for i := range out.worths {
		out.worths[i] = v.worthOf(promises[s.of[i]], s.spends[i])
	}
	if err := out.sum(s); err != nil {
		return nil, err
	}
	if v.without == nil {
		out.setInterval(v.around(out.Total.InexactFloat64(), v.totalVariance(s, promises, out.worths)))
	}
	return out, nil
}

// valuation returns a valuation with all that needs no customers.
func (v *Valuer) valuation(base *Base) *Valuation {
	return &Valuation{
		Basis: v.basis, Model: v.model.Name(), End: base.End(), Currency: base.Currency(), Customers: base.Len(),
		MeanSpend: v.money(v.units(v.spend.mean)), RefundShare: v.refunds,
		valuer: v, base: base, worths: make([]worth, base.Len()), without: v.without,
	}
}

// sum adds the values up.
func (v *Valuation) sum(s *sheet) error {
	total := int64(0)
	for i, w := range v.worths {
		if !v.valuer.fits(w.value) || !v.valuer.fits(v.valuer.spend.expected(s.spends[i])) {
			return tooLarge(v.base.customers[i].ID)
		}
		units := v.valuer.units(w.value)
		if total > math.MaxInt64-units {
			return tooLarge(v.base.customers[i].ID)
		}
		total += units
	}
	v.Total = v.valuer.money(total)
	return nil
}

func (v *Valuation) setInterval(low, high float64) {
	v.Low, v.High, v.HasInterval = v.valuer.interval(low, high)
}

// totalVariance returns the variance of the logarithm of the total, given those
// of its parts: the gradient of a sum of e^u is that of the u, weighted by e^u.
func (v *Valuer) totalVariance(s *sheet, promises []promise, worths []worth) float64 {
	total, byRecord := 0.0, make([]float64, len(promises))
	var spend spendGradient
	for i, w := range worths {
		total += w.value
		byRecord[s.of[i]] += w.value
		for j, slope := range v.spend.gradient(s.spends[i]) {
			spend[j] += w.value * slope
		}
	}
	if total == 0 {
		return 0
	}
	purchases := make([]float64, len(v.shifted))
	for i, p := range promises {
		for j, slope := range p.gradient {
			purchases[j] += byRecord[i] / total * slope
		}
	}
	for j := range spend {
		spend[j] /= total
	}
	variance, _ := v.estimate.Variance(purchases)
	return variance + v.spend.logVariance(spend)
}

// NoInterval returns the reason why the total and the customers have no
// intervals, or nil if they have. A fit without a covariance, because it did
// not converge or the data cannot tell a parameter apart from its limit, is a
// *[btyd.FitError].
func (v *Valuation) NoInterval() error {
	if v.without == nil {
		return nil
	}
	return fmt.Errorf("ltv: no interval: %w", v.without)
}

// Len returns the number of customers.
func (v *Valuation) Len() int { return len(v.worths) }

// At returns the i-th customer in the order of IDs. It takes microseconds,
// because all fields but the value are computed on demand.
func (v *Valuation) At(i int) CustomerValue {
	return v.valuer.customerValue(&v.base.customers[i], v.worths[i])
}

// All iterates over the customers in the order of their IDs.
func (v *Valuation) All() iter.Seq[CustomerValue] {
	return func(yield func(CustomerValue) bool) {
		for i := range v.worths {
			if !yield(v.At(i)) {
				return
			}
		}
	}
}

// Find returns a customer by ID, in O(log n).
func (v *Valuation) Find(id string) (c CustomerValue, ok bool) {
	i, ok := sort.Find(len(v.base.customers), func(i int) int { return cmp.Compare(id, v.base.customers[i].ID) })
	if !ok {
		return CustomerValue{}, false
	}
	return v.At(i), true
}

// Top returns the n customers of the highest value, or all if there are fewer.
// Equal values come in the order of IDs. It takes O(m log m) time for m customers.
func (v *Valuation) Top(n int) []CustomerValue {
	units, order := make([]int64, v.Len()), make([]int, v.Len())
	for i, w := range v.worths {
		units[i], order[i] = v.valuer.units(w.value), i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(units[b], units[a]), cmp.Compare(a, b)) })
	list := make([]CustomerValue, min(max(n, 0), len(order)))
	for i := range list {
		list[i] = v.At(order[i])
	}
	return list
}
