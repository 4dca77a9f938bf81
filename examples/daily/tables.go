package main

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// customerRow and orderRow are rows of the shop's tables.
type customerRow struct {
	ID, Email, Line       string
	Birthday              retention.Date
	OptedInAt, OptedOutAt time.Time
	TeaClass              bool
}

type orderRow struct {
	ID, Customer string
	At           time.Time
	Total        decimal.Decimal
	Status       string    // paid, cancelled or returned
	BackAt       time.Time // when it was cancelled or returned
}

// ordersOf turns rows into orders: a cancelled one was never meant to be, a
// returned one is money given back.
func ordersOf(rows []orderRow) []retention.Order {
	var orders []retention.Order
	for _, r := range rows {
		o := retention.Order{ID: r.ID, Customer: r.Customer, At: r.At, Amount: r.Total, Currency: "JPY"}
		orders = append(orders, o)
		o.At = r.BackAt
		switch r.Status {
		case "cancelled":
			o.Kind = retention.Void
			orders = append(orders, o)
		case "returned":
			o.Kind = retention.Refund
			orders = append(orders, o)
		}
	}
	return orders
}
