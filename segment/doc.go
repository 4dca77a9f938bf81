// Package segment tells which customers belong to which group, by rules that are
// typed, printed, stored, explained and compiled.
//
// # Where to begin
//
// Say how to read fields from customers of your own type, make rules about these
// fields, name the rules, and compile them into a set:
//
//	var (
//		orders = segment.Number("orders", func(c *Customer) int { return c.Orders })
//		last   = segment.Time("last_order", func(c *Customer) time.Time { return c.LastOrder })
//		mail   = segment.Flag("mail", func(c *Customer) bool { return c.Mail })
//	)
//
//	loyal := segment.Segment[*Customer]{Name: "loyal", Rule: orders.AtLeast(3)}
//	winBack := segment.Segment[*Customer]{Name: "win back", Rule: segment.All(
//		loyal.Ref(), mail.IsTrue(), last.OlderThan(retention.Span{Months: 6}))}
//
//	set, err := segment.Compile(loyal, winBack)
//	view := set.AsOf(now, tokyo)
//	for name := range view.Of(customer) { … }
//
// Customers, and the events of [Events], may be of any type. Pointers serve best:
// nothing is copied, and all pointer types share their compiled code, where each
// other type has its own and takes longer to build.
//
// # Words
//
//   - A field is a named value of a customer: [Number], [Money], [Text], [Flag],
//     [Time], [Day] and [Tags]. Others are made from these, such as the days since
//     a time, the sum of [Events], or a [Ratio].
//   - A condition asks one thing of a field: at least 3, in the last 30 days.
//   - A [Rule] is a condition, a combination of rules by [All], [Any] and [Not], the
//     rule of another segment by [Ref], or one of your own.
//   - A [Segment] is a rule with a name. Its members are the customers for whom the
//     rule is [True].
//   - A [Set] is a group of segments that may refer to each other, checked and
//     compiled.
//   - A [Moment] is the instant for which a rule is asked, and the zone of its days. A
//     [View] is a set at a moment.
//
// # What is missing
//
// The country of a customer may not be known, or they may never have ordered. A rule
// then answers neither yes nor no but [Unknown], as SQL does:
//
//   - A condition on a missing value is Unknown, whatever it asks.
//   - All is False if one part is False, else Unknown if one is Unknown.
//   - Any is True if one part is True, else Unknown if one is Unknown.
//   - Not leaves Unknown as it is. The order of parts never matters.
//   - Only True makes a member: a customer for whom a rule is Unknown is neither in
//     its segment nor in that of the opposite rule.
//
// So for a customer with the country "DE" and an unknown number of orders:
//
//	orders.AtLeast(3)                                Unknown
//	orders.Below(3)                                  Unknown: missing is not 0
//	segment.Not(orders.AtLeast(3))                   Unknown
//	orders.IsNot(3)                                  Unknown
//	segment.Any(orders.IsNot(3), orders.IsMissing()) True
//	segment.Any(orders.AtLeast(3), country.Is("DE")) True
//	segment.All(orders.AtLeast(3), country.Is("FR")) False
//	orders.OrElse(0).Below(3)                        True: 0 stands for a missing value
//
// A field says which of its values are missing: by [Field.KnownIf], or by
// [Field.OmitZero] if zero means that there is no value. NaN and the infinities, zero
// times and zero dates, and amounts out of range are always missing. Use
// [Field.IsMissing] to ask whether a value is missing, and [Field.OrElse] to put
// another in its place.
//
// # Time
//
// Rules read no clock. The instant and the zone come with [Set.AsOf], so that a rule
// can be asked about last month as well as about today. Windows do not
// include their far end: InLast of a span w is (t-w, t], InNext is (t, t+w], and
// OlderThan is all up to t-w. Each instant is thus in just one of InLast, OlderThan
// and the future. Months and days are those of the calendar in the zone, by
// [retention.Span]. Ranges of values are half-open: InRange(a, b) is a ≤ v < b.
//
// # Events
//
// [Events] are what a customer did, each at an instant. Narrow them down by
// [EventsField.Where], InLast, Since and Before, and make a field of them: Count,
// First and Last, [Sum], [Average], [Smallest], [Largest], [Latest]. [Followed] asks
// whether one thing came after another.
//
// Only what has happened counts: events without a time, or after the moment, are left
// out. So are events for which the rule of Where is not True. If no events are left,
// counts and sums are 0, and averages, firsts and lasts are missing. If a value that is
// to be added, averaged or compared is missing, so is the result.
//
// # Ranks and samples
//
// [Field.Top] and [Field.Bottom] hold for a share of the population, so they depend on
// the other customers. [View.Fit] looks at all of them once, and returns a set with the
// values at the cuts. That set then answers for one customer at a time, including new
// ones. Customers with equal values are never separated. Until a set is fitted, these
// rules are Unknown.
//
// [TextField.Sample] chooses a share by a hash of the ID. It chooses the same customers
// in any program and database, and a larger share only adds customers.
//
// # Rules of your own
//
// [RuleFunc] makes a rule from a function. A type with the methods of [Rule] can do
// more: as an [Explainer] it tells what it saw, as a [Forecaster] it tells when time may
// change its answer, and as a [Composite] it tells which rules it is made from, so that
// a set can resolve their references.
//
// # Storing rules
//
// [Encode] writes segments as JSON, and every rule prints itself. A [Schema], the
// list of fields, events and rules that stored rules may name, reads both back with
// [Schema.Decode] and [Schema.Parse]. Mistakes are reported with their place in the
// document and what was probably meant.
//
// # Databases
//
// [View.Where] compiles a segment into the WHERE clause of a query for PostgreSQL or
// SQLite, with its values as separate parameters. The clause selects the same
// customers; if no SQL can, the error names the rules for which that is so.
//
// # Reasons
//
// [View.Explain] tells what every part of a rule saw and answered. [View.Reverse] tells
// the smallest change of the customer that would reverse the answer. Both are data, and
// can be put into English and Japanese; [Field.Labelled] gives a field a label for
// people. None of this costs anything until it is asked for.
//
// # When time changes the answer
//
// [View.NextFlip] tells when time alone will next change a customer's membership in a
// segment. It need not be asked again before then, unless the customer's data change.
//
// # Populations
//
// [View.Evaluate] asks about everybody. The [Evaluation] has the members of segments,
// their sizes, overlaps and worth. [Evaluation.Exclude] leaves each customer in at most
// one segment. [Diff] tells who entered and who left between two evaluations, [View.Causes]
// tells why, and [Track] how stable segments are.
//
// # Ready-made segments
//
// [Journey], [Rhythm], [Scores] and [ByValue] return segments to change and extend.
// [NotUsing] and [BoughtNever] are for offers, and [Approaches] says how to treat the
// groups of ByValue. All are written with what this package exports.
//
// # Errors
//
// [Compile] returns [Faults]: everything that is wrong with the segments, each with
// the segment and the part of its rule, wrapping an error such as [ErrEmpty] or
// [ErrCycle]. A compiled set answers for every customer. A name can still be wrong:
// errors about a segment that the set does not have wrap [ErrNoSegment]. A
// constructor panics if it is given a nil function, and so does [Set.AsOf] for a nil
// zone: these are mistakes of the program, which no data can cause.
//
// # Concurrency and cost
//
// Fields, rules, sets, moments and views do not change, and are safe for concurrent
// use if the functions that read customers are.
//
// An answer takes time in proportion to the conditions of the rule, and for
// conditions on events to the events of the customer; [Followed] to the product of
// its two numbers of events. All and Any stop at the first part that decides. No
// memory is allocated, except as [View.Test] says. Fitting takes O(n log n) time and
// O(n) memory for each condition on a rank.
package segment
