package retention_test

import (
	"fmt"
	"log"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// row is a row of a shop's table of orders, as
//
//	SELECT id, customer_id, placed_at, amount, status, cancelled_at, refunded_at, refunded
//	FROM orders
//	WHERE status IN ('paid', 'cancelled', 'refunded')
//
// returns it. Orders that were never paid for are left out.
type row struct {
	id, customer string
	placedAt     time.Time
	amount       decimal.Decimal // in full, whatever was given back
	status       string
	cancelledAt  time.Time
	refundedAt   time.Time       // the last time
	refunded     decimal.Decimal // so far, in part or in full
}

// orders returns what a row says: the sale, and what became of it later.
func (r row) orders() []retention.Order {
	sale := retention.Order{ID: r.id, Customer: r.customer, At: r.placedAt, Amount: r.amount}
	switch r.status {
	case "cancelled":
		// The sale counts until the shop knew better. The money that went back
		// is no refund on top of that.
		void := retention.Order{Kind: retention.Void, ID: r.id, Customer: r.customer, At: r.cancelledAt}
		return []retention.Order{sale, void}
	case "refunded":
		// With the ID of the order, a later and larger sum takes the place of
		// this one. Where each refund is a row, it has an ID of its own instead.
		refund := retention.Order{Kind: retention.Refund, ID: r.id, Customer: r.customer, At: r.refundedAt, Amount: r.refunded}
		return []retention.Order{sale, refund}
	}
	return []retention.Order{sale}
}

func ExampleOrder() {
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 3, 0, 0, 0, time.UTC) }
	yen := decimal.NewFromInt
	rows := []row{
		{id: "o1", customer: "haru", placedAt: day(1, 10), amount: yen(3200), status: "paid"},
		{id: "o2", customer: "haru", placedAt: day(1, 20), amount: yen(5400), status: "cancelled", cancelledAt: day(2, 3)},
		{id: "o3", customer: "natsu", placedAt: day(2, 14), amount: yen(8000), status: "refunded", refundedAt: day(3, 5), refunded: yen(2000)},
	}
	var h retention.History
	for _, r := range rows {
		if err := h.Add(r.orders()...); err != nil {
			log.Fatal(err)
		}
	}
	for _, month := range []time.Month{time.February, time.March, time.April} {
		view := h.AsOf(retention.NewDate(2026, month, 1).Start(time.UTC), time.UTC)
		r := view.Report()
		fmt.Printf("before 1 %v: %d sales, %d refunds, %d voided, net %v\n", month, r.Sales, r.Refunds, r.Voided, r.Net)
	}
	// Output:
	// before 1 February: 2 sales, 0 refunds, 0 voided, net 8600
	// before 1 March: 2 sales, 0 refunds, 1 voided, net 11200
	// before 1 April: 2 sales, 1 refunds, 1 voided, net 9200
}
