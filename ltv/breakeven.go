package ltv

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// BreakEven asks how many sales it takes to earn a cost that is paid once, such
// as a campaign or a system for regular customers.
type BreakEven struct {
	Cost              decimal.Decimal `json:"cost"`              // to be earned
	MarginPerOrder    decimal.Decimal `json:"marginPerOrder"`    // the margin that an order leaves
	OrdersPerCustomer float64         `json:"ordersPerCustomer"` // in the time considered; for Customers only
}

// BreakEvenCount is the number of orders or customers that it takes.
type BreakEvenCount struct {
	Count int64 `json:"count"`           // rounded up to a whole one; 0 if there is no cost
	Never Never `json:"never,omitempty"` // why no number is enough, or ""
}

// Orders returns Cost / MarginPerOrder, rounded up. Where an order leaves no
// margin, the answer is [NoMargin]. The error is an *[InputError] for a field
// below 0 or not finite, or for a count that an int64 cannot hold.
func (b BreakEven) Orders() (BreakEvenCount, error) { return b.count(decimalOne) }

// Customers returns Cost / (MarginPerOrder × OrdersPerCustomer), rounded up.
// OrdersPerCustomer is read as the decimal that prints it. Where that is 0, the
// answer is [NoOrders]. In all else it is like Orders.
func (b BreakEven) Customers() (BreakEvenCount, error) {
	c := inputCheck{of: "BreakEven"}
	if c.rate("OrdersPerCustomer", b.OrdersPerCustomer); c.err != nil {
		return BreakEvenCount{}, c.err
	}
	return b.count(exactDecimal(b.OrdersPerCustomer))
}

func (b BreakEven) count(orders decimal.Decimal) (BreakEvenCount, error) {
	c := inputCheck{of: "BreakEven"}
	c.money("Cost", b.Cost)
	c.money("MarginPerOrder", b.MarginPerOrder)
	switch {
	case c.err != nil:
		return BreakEvenCount{}, c.err
	case b.Cost.IsZero():
		return BreakEvenCount{}, nil
	case b.MarginPerOrder.IsZero():
		return BreakEvenCount{Never: NoMargin}, nil
	case orders.IsZero():
		return BreakEvenCount{Never: NoOrders}, nil
	}
	n, rest := b.Cost.QuoRem(b.MarginPerOrder.Mul(orders), 0)
	if rest.Sign() > 0 {
		n = n.Add(decimalOne)
	}
	if !n.BigInt().IsInt64() {
		return BreakEvenCount{}, &InputError{"BreakEven.Cost", fmt.Errorf("over such a margin %w", ErrOutOfRange)}
	}
	return BreakEvenCount{Count: n.IntPart()}, nil
}
