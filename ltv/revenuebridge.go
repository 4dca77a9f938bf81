package ltv

import (
	"time"

	"github.com/shopspring/decimal"
)

// RevenueBridge leads from the money of one window of time to the money of the
// next: the money lost with customers who left, the changes in the spending of
// those who stayed, and the money from others. It comes from [RevenueRetention]
// and is plain data.
//
// Money is net: sales less the refunds booked in the window. For the customers
// of the base, all sums being exact,
//
//	later money = Base - Churn - Contraction + Expansion
//
// and with Outside it is the later money of all known customers.
type RevenueBridge struct {
	// The earlier window is [From, Middle), the later one [Middle, To).
	From   time.Time `json:"from"`
	Middle time.Time `json:"middle"`
	To     time.Time `json:"to"`
	// Base is the customers with net money above 0 in the earlier window, and
	// that money.
	Base RevenuePart `json:"base"`
	// Churn is the customers of the base without a sale in the later window,
	// and the money lost with them: their earlier money and their later
	// refunds.
	Churn RevenuePart `json:"churn"`
	// Contraction is the other customers of the base with less money than
	// before, and how much less.
	Contraction RevenuePart `json:"contraction"`
	// Expansion is the customers of the base with more money than before, and
	// how much more.
	Expansion RevenuePart `json:"expansion"`
	// Aside is the customers whose earlier sales less refunds came to 0 or
	// less, and that money. There was nothing to retain, so they are not in the
	// base.
	Aside RevenuePart `json:"aside"`
	// Outside is the customers with sales or refunds in the later window who
	// are not in the base, and their later money: new customers, those who came
	// back after a pause, and those set Aside.
	Outside RevenuePart `json:"outside"`
}

// RevenuePart is some customers and a sum of money.
type RevenuePart struct {
	Customers int             `json:"customers"`
	Money     decimal.Decimal `json:"money"`
}

// GrossRevenue returns the later money of the base, counting no customer for
// more than before: the sum of each customer's later or earlier money,
// whichever is less. It is below 0 only where later refunds outweigh everything
// else.
func (b *RevenueBridge) GrossRevenue() decimal.Decimal {
	return b.Base.Money.Sub(b.Churn.Money).Sub(b.Contraction.Money)
}

// NetRevenue returns the later money of the base.
func (b *RevenueBridge) NetRevenue() decimal.Decimal {
	return b.GrossRevenue().Add(b.Expansion.Money)
}

// GrossRetention returns gross revenue retention (GRR), GrossRevenue /
// Base.Money: at most 1, and at most NetRetention. ok is false if the base is
// empty.
func (b *RevenueBridge) GrossRetention() (share float64, ok bool) {
	return b.shareOfBase(b.GrossRevenue())
}

// NetRetention returns net revenue retention (NRR), NetRevenue / Base.Money. It
// is above 1 where customers who spend more outweigh those who left. ok is
// false if the base is empty.
func (b *RevenueBridge) NetRetention() (share float64, ok bool) {
	return b.shareOfBase(b.NetRevenue())
}

func (b *RevenueBridge) shareOfBase(money decimal.Decimal) (share float64, ok bool) {
	if b.Base.Money.Sign() <= 0 {
		return 0, false
	}
	return money.InexactFloat64() / b.Base.Money.InexactFloat64(), true
}
