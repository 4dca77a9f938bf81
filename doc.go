// Package retention is the vocabulary of a module that helps shops keep their
// customers: orders, the history of all of them, and calendar time. The
// packages beside it measure and score customers (rfm), value them (ltv), group
// them by rules (segment) and reward them (loyalty), and work with nothing but
// plain values from here.
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
// and stored ([History.MarshalBinary], [History.MarshalJSON]). Whatever the way,
// the same orders give the same bytes.
//
// Programs that have clean orders in a slice and no need to look back can skip
// the History: see FromOrders of package rfm, and [FoldOrders] for folds of
// one's own.
//
// # What counts
//
//   - A [Sale] is a visit and money; a [Refund] lowers the money, whatever the
//     sign of its Amount, and is no visit. A Sale with a negative Amount is a
//     Refund; one of zero is a visit without money.
//   - An order that comes twice, the same in customer, kind, ID, time and amount,
//     counts once. Sales of one customer that share an ID but differ otherwise
//     are versions of one order: the latest counts; so with refunds. Orders
//     without an ID are never taken for one another.
//   - A [Void] takes back its customer's orders with its ID, in every View from
//     its own time on.
//   - Orders without a customer belong to guests and count for nobody.
//   - A View at an instant knows only what happened before it: [from, to) in all
//     of this module.
//
// Nothing is dropped in silence: a [Report] has every order in one of its
// counts.
//
// # Money
//
// Money is a decimal.Decimal where people hand it in or out. Inside it is
// kept as exact decimals of up to 18 digits ([Amount]) and summed in 128 bits
// ([Sum]): no float, no rounding. One History holds one currency.
//
// # Time
//
// Nothing in this module reads a clock: instants and zones are arguments. Days
// are calendar days of a stated zone ([Date]), months keep to the end of month
// ([Span]), and a reading of the wall clock that a time change skips or repeats
// means the first instant after the gap, or the first of the two ([Date.At]).
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
