package ltv

import "github.com/shopspring/decimal"

// Formula is the lifetime value that shops work out on paper:
//
//	average purchase × purchases a year × years as a customer
//
// (平均購入額 × 購入回数 × 継続期間). That product is revenue ([Formula.Revenue]). To get
// the profit, [Formula.Value] applies a margin and subtracts the costs of
// winning and keeping the customer. Nothing is discounted; see [RetentionModel]
// for that. [MeasureFormula] fills in the first three fields from a shop's
// orders.
//
// Numbers other than money are read as the decimals that print them, so that
// 0.1 is one tenth, and a computed third is 0.3333333333333333. Products are
// exact. The only rounding is that of the result, once, to Places decimals,
// half away from zero.
type Formula struct {
	AveragePurchase  decimal.Decimal `json:"averagePurchase"`  // revenue of one purchase
	PurchasesPerYear float64         `json:"purchasesPerYear"` // by one customer
	Years            float64         `json:"years"`            // that a customer keeps buying
	// Margin is the share of revenue that is left after the cost of what was
	// sold, 0 to 1. The zero Margin leaves nothing: a margin that was forgotten
	// shows as a value without profit, not as revenue in its place. (In a
	// [ValueBasis] it is the other way round.)
	Margin           float64         `json:"margin"`
	Acquisition      decimal.Decimal `json:"acquisition"`      // cost of winning the customer, once
	RetentionPerYear decimal.Decimal `json:"retentionPerYear"` // cost of keeping the customer, a year
	Places           int32           `json:"places"`           // decimals of the currency: 0 for yen, 2 for euro, at most 12
}

// Revenue returns AveragePurchase × PurchasesPerYear × Years, rounded. The
// error is an *[InputError] for a field that is negative or not finite, or a
// Margin above 1.
func (f Formula) Revenue() (decimal.Decimal, error) {
	if err := f.check(); err != nil {
		return decimal.Decimal{}, err
	}
	return f.revenue().Round(f.Places), nil
}

// Value returns revenue × Margin - Acquisition - RetentionPerYear × Years,
// rounded. It is below 0 for customers who cost more than they bring. The error
// is that of Revenue.
func (f Formula) Value() (decimal.Decimal, error) {
	if err := f.check(); err != nil {
		return decimal.Decimal{}, err
	}
	return f.revenue().Mul(exactDecimal(f.Margin)).Sub(f.costs()).Round(f.Places), nil
}

func (f Formula) revenue() decimal.Decimal {
	return f.AveragePurchase.Mul(exactDecimal(f.PurchasesPerYear)).Mul(exactDecimal(f.Years))
}

func (f Formula) costs() decimal.Decimal {
	return f.Acquisition.Add(f.RetentionPerYear.Mul(exactDecimal(f.Years)))
}

func (f Formula) check() error {
	c := inputCheck{of: "Formula"}
	c.money("AveragePurchase", f.AveragePurchase)
	c.rate("PurchasesPerYear", f.PurchasesPerYear)
	c.rate("Years", f.Years)
	c.share("Margin", f.Margin)
	c.money("Acquisition", f.Acquisition)
	c.money("RetentionPerYear", f.RetentionPerYear)
	c.places(f.Places)
	return c.err
}
