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
// The first three have the same methods, those of [Model]. A model is a struct
// of its parameters, as the papers name them; you can write one as a literal,
// and Check tells whether it is valid: whether every parameter is between
// 1e-100 and 1e100.
//
// The others are fitted in the same way, to other data: [FitBGBB] to the
// [Occasions] of each customer, [FitSBG] to the [Tenure] of each customer, or
// of a cohort by [CohortTenures], and [FitGammaGamma] to the [Spend] of each
// customer:
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
// As in all of this literature, x is the number of repeat purchases, without
// the first; t_x is the time from the first purchase to the last; T is the time
// from the first purchase to the end of the observation. Purchases of one day
// are one. Customers without repeat purchases belong in a fit: in most shops
// they are the majority, and a fit without them takes everybody for a repeat
// buyer.
//
// # A customer who came once
//
// Under the [BGNBD] model PAlive of a customer without repeat purchases is 1,
// however long ago the first was. That is not an error: in this model customers
// leave only after a repeat purchase, so a customer who has made none cannot
// have left. Where that is absurd, as in most shops, take [MBGNBD] or
// [ParetoNBD]. All three foretell purchases about equally well.
//
// # Time
//
// A [Time] is a length of time, not a number: weeks cannot pass for days, and
// Expected(c, 39) does not compile. Fits report parameters and log-likelihoods
// in the [Unit] that the [Settings] name; the model is the same in any unit. A
// [Discount] states its period.
//
// # What a fit is worth
//
// Fits maximise the likelihood, with exact gradients, in logarithms, on the
// different records only. The [Status] says what came of it: [Converged];
// [Boundary], where the data cannot tell a parameter apart from its limit, as
// when nobody seems to leave or all seem to leave alike (see [Runaway] for the
// threshold); [Singular]; or [NotConverged]. Only fits that converged have
// standard errors. The same records give the same fit, bit for bit, in whatever
// order and on however many processors.
//
// [Estimate.Interval] has the intervals of the parameters. Of 400 simulated
// shops of 10,000 customers each, for every model and parameter, the intervals
// at 95 % contained the true value in 94 to 98 %, and those at 80 % in 76 to 84
// %. With 4,000 customers each it was 89 to 98 % and 75 to 88 %. (go test -slow
// repeats the test with 10,000.)
//
// # Numbers
//
// Every prediction is finite and in its range for parameters and days from 1e-4
// to 1e4; values below the smallest float64 are 0. Far beyond these limits,
// where no shop is, predictions of [BGNBD] and [MBGNBD] may take long and lose
// their precision. Ordinary inputs are good to some 11 digits, extreme ones to
// 9. Methods of models allocate nothing unless said otherwise, and everything
// here is safe for concurrent use.
//
// If a model fails Check, or a time passed to a method is negative, methods
// panic or return a result without meaning: these are mistakes in the program.
// Data does not make methods panic, as a [Record] cannot be impossible.
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
