package ltv

import (
	"errors"
	"fmt"
	"math"

	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// Valuer computes what customers are worth: the purchases expected of them,
// times the spend expected on each, times the part of it that the shop keeps.
// It is checked and prepared once, never changes, and is safe for concurrent
// use. The zero Valuer values nobody: its methods return [ErrValuer].
type Valuer struct {
	basis    ValueBasis // with defaults in place
	model    btyd.Model
	estimate btyd.Estimate
	shifted  []btyd.Model // the model with each parameter raised by shiftBy; none without a covariance
	spend    spending
	currency string
	refunds  float64 // which part of sales goes back
	kept     float64 // which part of sales counts
	perUnit  float64 // 1/RoundTo
	reach    float64 // of intervals, in standard errors
	without  error   // why there are no intervals
}

// shiftBy is how far parameters are moved, in logarithms, for a gradient. With
// predictions to 11 digits a gradient then has 4, and so has an interval.
const shiftBy = 1e-4

// ErrRefunds is wrapped by the error about a base with more refunds than sales.
var ErrRefunds = errors.New("refunds exceed sales")

// ErrEstimate is wrapped by errors about an estimate that is not of the model
// beside it.
var ErrEstimate = errors.New("not the estimate of this model")

// NewValuer returns a Valuer that uses a model of purchases and one of spend.
// If spend is nil, all customers are assumed to spend the same: the mean of the
// days with repeat purchases in the base, or of all days with purchases if
// there are none.
//
// That mean and the share of refunds come from the base, which should be the
// one that the models were fitted to. The Valuer keeps nothing else of it, and
// values customers of any base in the same currency.
//
// The errors wrap [ErrValueBasis] (every fault is reported, see
// [ValueBasis.Check]), [ErrNoCustomers], [btyd.ErrParameter] or [ErrEstimate] about
// the models, [ErrNoMeanSpend] or [ErrValueTooLarge] about the mean, and
// [ErrRefunds] unless the basis is Gross.
//
// A Valuer survives JSON: make it at night, store it, and value customers on
// request.
func NewValuer(base *Base, f Fitted, spend *btyd.Fit[btyd.GammaGamma], basis ValueBasis) (*Valuer, error) {
	if err := basis.Check(); err != nil {
		return nil, err
	}
	if base == nil || base.Len() == 0 {
		return nil, fmt.Errorf("ltv: %w", ErrNoCustomers)
	}
	if err := checkFitted(f); err != nil {
		return nil, err
	}
	s, err := spendingOf(base, spend)
	if err != nil {
		return nil, err
	}
	refunds, err := refundShare(base, basis)
	if err != nil {
		return nil, err
	}
	return newValuer(f, s, refunds, base.Currency(), basis)
}

func newValuer(f Fitted, s spending, refunds float64, currency string, basis ValueBasis) (*Valuer, error) {
	v := &Valuer{
		basis: basis.filled(), model: f.Model, estimate: f.Estimate, spend: s, currency: currency, refunds: refunds,
	}
	v.kept = v.basis.Margin.InexactFloat64() * (1 - v.refunds)
	v.perUnit, _ = decimalOne.DivRound(v.basis.RoundTo, 30).Float64()
	if !v.fits(v.spend.mean) {
		return nil, fmt.Errorf("ltv: mean spend of %v: %w", v.spend.mean, ErrValueTooLarge)
	}
	v.reach = v.basis.quantile()
	v.without = errors.Join(noCovariance(f.Model.Name(), &f.Estimate), v.spend.noInterval())
	if v.without == nil {
		for i := range f.Params {
			v.shifted = append(v.shifted, btyd.Shift(f.Model, i, shiftBy))
		}
	}
	return v, nil
}

func checkFitted(f Fitted) error {
	if f.Model == nil {
		return fmt.Errorf("ltv: %w: there is no model", ErrEstimate)
	}
	if err := f.Model.Check(); err != nil {
		return fmt.Errorf("ltv: %w", err)
	}
	return agree(f.Model.Name(), f.Estimate, f.Model.Params(f.Unit))
}

// agree returns an error if an estimate with a covariance has other parameters
// than a model, or if the covariance is none.
func agree(of string, e btyd.Estimate, params []btyd.Param) error {
	if e.Covariance == nil {
		return nil
	}
	same := len(e.Params) == len(params) && len(e.Covariance) == len(params)
	for i := 0; same && i < len(params); i++ {
		is, was := params[i], e.Params[i]
		same = is.Name == was.Name && math.Abs(is.Value-was.Value) <= 1e-9*math.Abs(is.Value) && len(e.Covariance[i]) == len(params)
	}
	if !same {
		return fmt.Errorf("ltv: %s: %w: %v", of, ErrEstimate, e.Params)
	}
	if err := checkSymmetric(e.Covariance); err != nil {
		return fmt.Errorf("ltv: %s: %w: %w", of, ErrEstimate, err)
	}
	return nil
}

func checkSymmetric(c [][]float64) error {
	n := len(c)
	for i, row := range c {
		if len(row) != n {
			return fmt.Errorf("a covariance of %d rows with %d numbers in one", n, len(row))
		}
		for j, v := range row {
			if !(math.Abs(v) <= math.MaxFloat64) || j == i && v < 0 || j < i && !(math.Abs(v-c[j][i]) <= 1e-12*math.Abs(v)) {
				return fmt.Errorf("a covariance with %v", v)
			}
		}
	}
	return nil
}

// noCovariance returns why a fit says nothing of its uncertainty, or nil if it
// does.
func noCovariance(of string, e *btyd.Estimate) error {
	if e.Covariance != nil {
		return nil
	}
	if err := e.Err(); err != nil {
		return fmt.Errorf("%s: %w", of, err)
	}
	return fmt.Errorf("%s: the fit has no covariance", of)
}

// refundShare returns which part of the base's sales went back, 0 if that does
// not count.
func refundShare(base *Base, basis ValueBasis) (float64, error) {
	if basis.Gross {
		return 0, nil
	}
	sales, refunds := base.Totals()
	switch {
	case refunds.GreaterThan(sales):
		return 0, fmt.Errorf("ltv: %w: %v of %v: value it Gross, or leave out refunds of sales before the base", ErrRefunds, refunds, sales)
	case refunds.IsZero():
		return 0, nil
	}
	return refunds.InexactFloat64() / sales.InexactFloat64(), nil
}

// made reports whether there is anything to value by.
func (v *Valuer) made() error {
	if v == nil || v.model == nil {
		return fmt.Errorf("ltv: %w: it was not made by NewValuer", ErrValuer)
	}
	return nil
}

// Basis returns the basis, with the defaults filled in.
func (v *Valuer) Basis() ValueBasis { return v.basis }

// One values one customer as of their End, whether or not they are in the base.
// It takes some microseconds and is meant for scoring on a request. Keep the
// Valuer, and keep the customer up to date with [Customer.Buy] and
// [Customer.Until].
//
// The error is a *[CustomerError] if the customer fails [Customer.Check], or if
// the value is too large, see [ErrValueTooLarge].
func (v *Valuer) One(c Customer) (CustomerValue, error) {
	if err := v.made(); err != nil {
		return CustomerValue{}, err
	}
	if err := c.Check(); err != nil {
		return CustomerValue{}, err
	}
	record, spend := c.Record(), mustSpend(&c)
	p := v.promiseOf(record, make([]float64, len(v.shifted)))
	worth := v.worthOf(p, spend)
	if !v.fits(worth.value) || !v.fits(v.spend.expected(spend)) {
		return CustomerValue{}, tooLarge(c.ID)
	}
	return v.customerValue(&c, worth), nil
}

// mustSpend returns the customer's spend, the zero Spend if there is none.
func mustSpend(c *Customer) btyd.Spend {
	s, _ := c.Spend()
	return s
}

// promise is what a record promises, whatever a purchase may cost.
type promise struct {
	purchases float64   // expected, discounted
	gradient  []float64 // of the logarithm of purchases, in each parameter
	variance  float64   // of the logarithm of purchases
}

// promiseOf puts the gradient into the slice it is given.
func (v *Valuer) promiseOf(c btyd.Record, gradient []float64) promise {
	p := promise{purchases: v.basis.purchases(v.model, c), gradient: gradient}
	for i, m := range v.shifted {
		gradient[i] = 0
		if more := v.basis.purchases(m, c); more > 0 && p.purchases > 0 {
			gradient[i] = math.Log(more/p.purchases) / (shiftBy * v.estimate.Params[i].Value)
		}
	}
	if len(v.shifted) > 0 {
		p.variance, _ = v.estimate.Variance(gradient)
	}
	return p
}

// worth is a value and its interval, before rounding.
type worth struct{ purchases, value, low, high float64 }

func (v *Valuer) worthOf(p promise, s btyd.Spend) worth {
	value := p.purchases * v.spend.expected(s) * v.kept
	if v.without != nil {
		return worth{p.purchases, value, value, math.Inf(1)}
	}
	low, high := v.around(value, p.variance+v.spend.logVariance(v.spend.gradient(s)))
	return worth{p.purchases, value, low, high}
}

// around returns an interval around a value that is symmetric in logarithms, so
// that it never reaches below 0.
func (v *Valuer) around(value, logVariance float64) (low, high float64) {
	if value == 0 {
		return 0, 0
	}
	by := v.reach * math.Sqrt(logVariance)
	return value * math.Exp(-by), value * math.Exp(by)
}

// ErrValueTooLarge is wrapped by errors about values of 2^53 times RoundTo, some
// 90 trillion with two decimals, or more: floating-point numbers do not hold
// their last decimal, and no customer is worth that.
var ErrValueTooLarge = errors.New("value too large to be told to the last decimal")

func tooLarge(id string) error { return &CustomerError{id, ErrValueTooLarge} }

// fits reports whether money can count an amount.
func (v *Valuer) fits(amount float64) bool { return amount*v.perUnit < 1<<53 }

// units returns an amount in RoundTo, rounded half away from zero.
func (v *Valuer) units(amount float64) int64 { return int64(math.Round(amount * v.perUnit)) }

// money returns a multiple of RoundTo.
func (v *Valuer) money(units int64) decimal.Decimal {
	return v.basis.RoundTo.Mul(decimal.New(units, 0))
}

// interval returns an interval in money; ok is false if it has no upper end that
// can be told.
func (v *Valuer) interval(from, to float64) (low, high decimal.Decimal, ok bool) {
	if !v.fits(to) {
		return decimal.Decimal{}, decimal.Decimal{}, false
	}
	return v.money(v.units(from)), v.money(v.units(to)), true
}
