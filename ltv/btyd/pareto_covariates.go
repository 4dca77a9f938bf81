package btyd

import "context"

// FitParetoNBDCovariates fits a [Regression] on a [ParetoNBD] to records and as
// many covariates, as [FitParetoNBD] does. The rate of purchases varies by Alpha,
// that of leaving by Beta (Fader & Hardie 2007, note 019).
//
// Covariates that a combination of the others makes up, or that are the same for
// all customers, make the status [Singular]. The errors wrap [ErrCovariates] too.
func FitParetoNBDCovariates(ctx context.Context, records []Record, covariates []Covariates, s *Settings[Regression[ParetoNBD]]) (Fit[Regression[ParetoNBD]], error) {
	return regressand[ParetoNBD]{
		fit:     FitParetoNBD,
		model:   func(p []float64, u Unit) ParetoNBD { return ParetoNBD{p[0], u.Times(p[1]), p[2], u.Times(p[3])} },
		timed:   [4]bool{1: true, 3: true},
		bends:   [2]int{1, 3},
		sign:    [2]float64{-1, -1},
		density: paretoDensity,
	}.fitCovariates(ctx, records, covariates, s)
}

// paretoDensity implements regressand.density.
func paretoDensity(p [4]float64, x, tx, t float64) (ll float64, by [4]float64) {
	ll, slope := race{p[0], p[1], p[2], p[3]}.density(x, tx, t-tx)
	return ll + logRise(p[0], x), [4]float64{slope.a + slopeRise(p[0], x), slope.alpha / p[1], slope.s, slope.beta / p[3]}
}
