// Package btyd has the probability models of customers who buy until they leave
// without a word ("buy till you die"): how likely a customer is still there, how
// often they will buy, and for how much.
//
// # Where to begin
//
// Make a [Record] of each customer, fit a model to them, and ask it:
//
//	record, err := btyd.NewRecord(x, btyd.Days(tx), btyd.Days(t))
//	...
//	fit, err := btyd.FitMBGNBD(ctx, records, nil)
//	if err != nil {
//		return err // no data, impossible settings, or ctx is done
//	}
//	if err := fit.Err(); err != nil {
//		log.Print(err) // what the data cannot tell, and why
//	}
//	alive := fit.Model.PAlive(record)
//	soon := fit.Model.Expected(record, btyd.Weeks(13))
//
// Whole bases are scored by [Score], on all processors. Package ltv does all of
// this from a history of orders, compares the models, and turns purchases into
// money.
//
// # The models
//
//	model       shop            how customers leave
//	BGNBD       no contract     after a purchase, each with a probability of their own
//	MBGNBD      no contract     as above, and perhaps after the first purchase too
//	ParetoNBD   no contract     at any time, each at a rate of their own
//	BGBB        occasions       before an occasion (a fair, a yearly appeal)
//	SBG         contract        by not renewing
//	GammaGamma                  what a purchase is worth
//
// The first three have the same methods, those of [Model]. A model is a struct of
// its parameters, as the papers name them; a literal will do, and Check tells
// whether it is one: whether every parameter is between 1e-100 and 1e100.
//
// The others are fitted in the same way to what they need to know: [FitBGBB] to
// [Occasions], [FitSBG] to a [Tenure] of each customer, or of a cohort by
// [CohortTenures], and [FitGammaGamma] to a [Spend] of each:
//
//	money, err := btyd.FitGammaGamma(ctx, spends, nil)
//	...
//	perPurchase, ok := money.Model.Expected(spend) // ok is false if the mean is infinite
//
// Where something is known of customers besides their purchases,
// [FitBGNBDCovariates] and its like fit a [Regression] to [Covariates] too:
//
//	fit, err := btyd.FitBGNBDCovariates(ctx, records, covariates, nil)
//	...
//	soon := fit.Model.For(covariates[i]).Expected(records[i], btyd.Weeks(13))
//
// # What is counted
//
// As in all of this literature: x is the number of repeat purchases, without the
// first; t_x the time from the first purchase to the last; T the time from the
// first purchase to the end of the observation. Purchases of one day are one.
// Customers without repeat purchases belong into a fit: they are most of what it
// learns from.
//
// # A customer who came once
//
// Under the [BGNBD] model PAlive of a customer without repeat purchases is 1,
// however long ago the first was. That is no fault of the arithmetic: in this
// model customers leave after a repeat purchase only, so who has made none cannot
// have left. Where that is absurd, as in most shops, take [MBGNBD] or
// [ParetoNBD]; all three foretell purchases about as well.
//
// # Time
//
// A [Time] is a length of time, not a number: weeks cannot pass for days, and
// Expected(c, 39) does not compile. Fits report parameters and log-likelihoods in
// the [Unit] that the [Settings] name; the model is the same in any. A [Discount]
// states its period.
//
// # What a fit is worth
//
// Fits maximise the likelihood, with exact gradients, in logarithms, on the
// different records only. The [Status] says what came of it: [Converged];
// [Boundary], where the likelihood hardly changes as a parameter runs off, as when
// nobody seems to leave; [Singular]; or [NotConverged]. Standard errors exist for
// fits that converged, and for no others. The same records give the same fit, bit
// for bit, in whatever order and on however many processors.
//
// [Estimate.Interval] has the intervals of the parameters. Of 400 simulated shops
// of 10,000 customers each, for every model and parameter, those at 95 % held the
// truth in 94 to 98 %, those at 80 % in 76 to 84 %; of shops of 4,000 in 89 to 98 %
// and 75 to 88 %. (go test -slow repeats the former.)
//
// # Numbers
//
// Every prediction is finite and in its range for parameters and days from 1e-4
// to 1e4; what is below the smallest float64 is 0. Far beyond, where no shop is,
// those of [BGNBD] and [MBGNBD] may take long and lose their digits. Ordinary
// inputs are good to some 11 digits, extreme ones to 9. Methods of models allocate
// nothing unless said otherwise, and everything here is safe for concurrent use.
//
// Methods panic if a time asked about is negative, or if a model fails Check,
// where they do not return what has no meaning: these are mistakes in the program.
// Data does not make them panic, as a [Record] cannot be impossible.
//
// # Sources
//
//   - Schmittlein, Morrison, Colombo (1987): Counting your customers. Management
//     Science 33(1).
//   - Fader, Hardie, Lee (2005): "Counting your customers" the easy way. Marketing
//     Science 24(2). And: RFM and CLV. Journal of Marketing Research 42(4).
//   - Batislam, Denizel, Filiztekin (2007): Empirical validation and comparison of
//     models for customer base analysis. International Journal of Research in
//     Marketing 24(3).
//   - Fader, Hardie (2007): How to project customer retention. Journal of Interactive
//     Marketing 21(1).
//   - Fader, Hardie, Shang (2010): Customer-base analysis in a discrete-time
//     noncontractual setting. Marketing Science 29(6).
//   - Fader, Hardie (2013): The Gamma-Gamma model of monetary value. Note 025.
package btyd
