// Package segment tells which customers belong to which group, by rules that are
// typed, printed, stored, explained and compiled.
//
// # Where to begin
//
// Say how the customers of your own type are read, make rules of that, name them,
// and compile them into a set:
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
//   - A [Set] is some segments that refer to each other, checked and compiled.
//   - A [Moment] is the instant that a rule is asked at, and the zone of its days. A
//     [View] is a set at a moment.
//
// # What is missing
//
// A customer may not have told a country, or never have ordered. A rule then
// answers neither yes nor no but [Unknown], as SQL does:
//
//   - A condition on a missing value is Unknown, whatever it asks.
//   - All is False if one part is False, else Unknown if one is Unknown.
//   - Any is True if one part is True, else Unknown if one is Unknown.
//   - Not leaves Unknown as it is. The order of parts never matters.
//   - Only True makes a member: who is Unknown to a rule is neither in the segment
//     nor in that of the opposite rule.
//
// So of a customer with the country "DE" and an unknown number of orders:
//
//	orders.AtLeast(3)                                Unknown
//	orders.Below(3)                                  Unknown: missing is not 0
//	segment.Not(orders.AtLeast(3))                   Unknown
//	orders.IsNot(3)                                  Unknown
//	segment.Any(orders.IsNot(3), orders.IsMissing()) True
//	segment.Any(orders.AtLeast(3), country.Is("DE")) True
//	segment.All(orders.AtLeast(3), country.Is("FR")) False
//	orders.OrElse(0).Below(3)                        True: as was asked for
//
// A field says itself what it does not know: by [Field.KnownIf], or by
// [Field.OmitZero] where zero stands for nothing. Always missing are NaN and the
// infinities, zero times and zero dates, and amounts beyond all measure. Say
// [Field.IsMissing] to ask for what is missing, and [Field.OrElse] to put a value in
// its place.
//
// # Time
//
// Rules read no clock. The instant and the zone come with [Set.AsOf], so that last
// month can be asked like today. Windows look back from the moment and do not
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
// Only what has happened counts: events without a time, and after the moment, are
// passed over. So are those for which the Where is not True. Counts and sums of
// nothing are 0; there is no average, first or last of nothing. Where a value that
// is to be added, averaged or compared is missing, so is the result.
//
// # Ranks and samples
//
// [Field.Top] and [Field.Bottom] hold for a share of the population. They take the
// others to know: [View.Fit] looks at all of them once and returns a set with the
// values at the cuts, which then answers for one customer at a time, also for a new
// one. Equal customers are never parted. Until a set is fitted these rules are
// Unknown.
//
// [TextField.Sample] chooses a share by a hash of the ID: always the same customers,
// in any program and database, and the more the larger the share.
//
// # Rules of your own
//
// [RuleFunc] makes a rule of a function. A type with the methods of [Rule] can
// do more: as an [Explainer] it tells what it saw, as a [Forecaster] when time may
// change its answer, and as a [Composite] which rules it is made from, so that a set
// resolves what they refer to.
//
// # Storing rules
//
// [Encode] writes segments as JSON, and every rule prints itself. A [Schema], the
// list of fields, events and rules that stored ones may speak of, reads both back:
// [Schema.Decode] and [Schema.Parse]. Mistakes come with their place in the document
// and what was probably meant.
//
// # Databases
//
// [View.Where] compiles a segment to the WHERE of a query, for PostgreSQL and SQLite,
// with its values apart as parameters. It selects the same customers, or says of
// which rules there is no SQL that does.
//
// # Reasons
//
// [View.Explain] tells what every part of a rule saw and answered, [View.Reverse] the
// smallest change of the customer that would turn the answer. Both are data, and
// text in English and Japanese; labels for people come by [Field.Labelled]. Nothing
// of that costs anything until it is asked for.
//
// # When time changes the answer
//
// [View.NextFlip] tells when time alone will next change who is a member. Until then,
// and until the customer's data change, nothing needs to be asked again.
//
// # Populations
//
// [View.Evaluate] asks about everybody. The [Evaluation] has the members of segments,
// their sizes, overlaps and worth, and puts each customer into one segment where it
// is to be one only. [Diff] tells who came and who went between two, [View.Causes]
// why, and [Track] how stable segments are.
//
// # Ready-made segments
//
// [Journey], [Rhythm], [Scores] and [ByValue] return segments to be changed and
// added to; [NotUsing] and [BoughtNever] are for offers; [Approaches] is what to do
// with groups of worth. All are written with what this package exports.
//
// # Errors
//
// [Compile] returns [Faults]: everything that is wrong with the segments, each with
// the segment and the part of its rule, wrapping an error such as [ErrEmpty] or
// [ErrCycle]. A set that was compiled answers for every customer. Only names can be
// wrong then: errors about a segment that the set does not have wrap
// [ErrNoSegment]. A nil function given to a constructor panics at once, and so does
// a nil zone: these are mistakes of the program, and no data leads there.
//
// # Concurrency and cost
//
// Fields, rules, sets, moments and views do not change, and are safe for concurrent
// use if the functions that read customers are.
//
// An answer takes time in proportion to the conditions of the rule, and for
// conditions on events to the events of the customer; [Followed] to the product of
// its two numbers of events. All and Any stop at the first part that decides. No
// memory is allocated, but as [View.Test] says. Fitting takes O(n log n) time and
// O(n) memory for each condition on a rank.
package segment
