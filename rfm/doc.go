// Package rfm tells a shop's good customers from the others by recency,
// frequency and money: how lately they bought, how often, and for how much.
// It measures, scores, names, follows and ranks them.
//
// # Where to begin
//
// Measure the customers as of an instant, and classify them:
//
//	table, err := rfm.Measure(history.AsOf(asOf, tokyo), rfm.Basis{})
//	named, err := rfm.Classify(table, rfm.Method{}, rfm.ElevenSegments())
//	for customer, segment := range named.All() { … }
//
// Classify fits a scale, scores and names. Each step can be taken by itself, to
// keep the scale for the next time:
//
//	scale, err := rfm.Fit(table, rfm.Method{})
//	scored, err := scale.Apply(table)
//	segmenter, err := rfm.ElevenSegments().Compile()
//	named, err := segmenter.Apply(scored)
//
// Programs that have totals for each customer already begin with
// [FromSummaries], and programs that have clean orders in a slice with
// [FromOrders]. The ranked list of the best customers (優良顧客), with the reasons,
// is [Best].
//
// # Measures
//
//   - Recency is the number of calendar days from the last sale to the as-of
//     instant, in the zone of the measurement. Zero is today: it is best.
//   - Frequency is the number of sales.
//   - Monetary is the money of all sales less that of all refunds. It may be zero
//     or negative.
//
// A refund changes the money only. Customers without sales are in the table,
// but have no score, not even 1-1-1. [Basis] has the other ways of counting,
// and windows such as the last year.
//
// # Scores
//
// On each axis, with B bins (5 unless said otherwise) and N customers with
// sales,
//
//	score = 1 + ⌊B · (customers strictly worse) / N⌋
//
// in whole numbers. So equal customers have equal scores, whatever the order of
// the rows. The worst customers score 1, so one-time buyers have a frequency
// score of 1 in any shop. The scale does not shrink where many customers are
// equal: scores that nobody can have stay empty, and are shown as empty. Net
// money of 0 or less scores 1.
//
// SQL's NTILE gives equal customers different scores by the order of rows (31 %
// and 44 % of customers, in two public data sets), and quantiles with duplicate
// edges dropped lose the top scores. NTILE with ties broken by ID, the quantiles
// of the R package rfm and fixed cut points are there for comparison: see
// [Mode].
//
// # Fitting and applying are two steps
//
// [Fit] makes a [Scale]: the cut points, and what they were made from, as plain
// data to be stored. A Scale scores one customer at a time, without the others.
// Fit again when you choose to, not at every run: scores then change because
// customers do and not because their neighbours did. [Drift] tells beforehand
// how many would change.
//
// # Segments
//
// A [Map] names every combination of scores. [Map.Compile] refuses a map that
// leaves one out or names one twice, and lists all faults. Use
// [ElevenSegments], [TenGroups] and [SixGroups] as they are, or copy and edit
// them.
//
// Movement between segments is followed by [Membership] and [Movement] (now,
// before, since when) and compared by [Migrate]. [Distribution], [HeatMap] and
// [Breakdown] are the figures behind the usual pictures.
//
// # Errors, concurrency, cost
//
// Data never panics here. Errors name the customer or the fault. They wrap a
// sentinel where programs may want to tell them apart. Tables, scorers and
// segmenters are immutable and safe for concurrent use. Measuring and fitting
// take time in proportion to the orders and customers, on all processors. The
// number of processors does not change the result. Scoring or naming one
// customer takes nanoseconds and does not allocate.
package rfm
