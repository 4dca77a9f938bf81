// Package retention is the vocabulary of a module that helps shops keep their
// customers: orders, the history of all orders, and calendar time. The packages
// beside it measure and score customers (rfm), value them (ltv), group them by
// rules (segment), reward them (loyalty) and decide whom to contact (followup).
// Of this module, each imports this package and its own subpackages only.
//
// # Where to begin
//
// Put the shop's orders into a [History] and look at it as of an instant:
//
//	h, err := retention.NewHistory(orders)
//	if err != nil {
//		return err // names the order and what is wrong with it
//	}
//	view := h.AsOf(today.Start(tokyo), tokyo)
//	report := view.Report() // what counts, what does not, and why
//	table, err := rfm.Measure(view, rfm.Basis{})
//
// Orders can come as a slice, as an [iter.Seq] ([Collect]), or bit by bit
// ([History.Add]); histories of several shards can be merged ([History.Merge])
// and stored ([History.MarshalBinary], [History.MarshalJSON]). In each case the
// same orders give the same bytes.
//
// Programs that have clean orders in a slice and no need to look back can skip
// the History: see FromOrders of package rfm, and [FoldOrders] for other totals.
//
// # Names that several packages use
//
// The packages do not import each other, so each has its own type for what it
// needs to know:
//
//	retention.Customer   the sales and refunds of one customer in a View
//	rfm.Customer         recency, frequency and money of one customer
//	ltv.Customer         first and last purchase, repeats and sales of one customer
//	followup.Customer    what to know before contacting one customer
//
//	retention.Event      a sale or a refund that counts
//	loyalty.Event        something that happened to a member of a loyalty program
//	followup.Event       something that happened, or will fall due
//
//	retention.Order      a purchase, a refund or a void, with a Line for each article
//	loyalty.Order        the current state of an order that may earn points
//
// # What counts
//
//   - A [Sale] is a visit and money. A [Refund] lowers the money, whatever the
//     sign of its Amount, and is not a visit. A Sale with a negative Amount is
//     a Refund; a Sale of zero is a visit without money.
//   - An order that comes twice, the same in customer, kind, ID, time and
//     amount, counts once. Sales of one customer that share an ID but differ
//     otherwise are versions of one order, of which the latest counts. The same
//     holds for refunds. Orders without an ID are never taken for one another.
//   - A [Void] takes back the orders of its customer that have its ID, in every
//     View from the Void's own time on.
//   - Orders without a customer belong to guests and count for nobody.
//   - A View at an instant knows only what happened before it: [from, to) in all
//     of this module.
//
// A table of orders with a status column becomes orders row by row: a paid row is
// a Sale, a cancelled one a Sale and a Void at the time of the cancellation, a
// refunded one a Sale and a Refund. The example of [Order] shows it. Rows that are
// edited otherwise need care: see [History].
//
// No order is dropped in silence: a [Report] has each one in one of its counts.
//
// # Money
//
// Money is a decimal.Decimal where people hand it in or out. Inside, it is kept
// as exact decimals of up to 18 digits ([Amount]) and summed in 128 bits
// ([Sum]). There are no floats and no rounding. One History holds one currency.
//
// # Time
//
// Nothing in this module reads a clock: instants and zones are arguments. Days
// are calendar days of a stated zone ([Date]). A month after 31 January is the
// last day of February ([Span]). A time of day that a time change skips means
// the first instant after the gap, and one that comes twice means the first
// ([Date.At]).
//
// # Errors and panics
//
// Data never makes this package panic. A bad order is an [*OrderError], which
// names it and wraps one of the sentinels; a nil zone is a mistake in the
// program and panics.
//
// # Compatibility
//
// Before version 1 names may change from one minor version to the next; the
// encodings carry a version of their own and stay readable.
package retention
