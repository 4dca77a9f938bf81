package ltv

import "math"

// Survival is a Kaplan–Meier curve: the estimated share of a group to which
// something has not happened by a time, such as a second purchase or the loss of
// the customer, where some were not observed long enough to know. It comes from
// [KaplanMeier] and is plain data, ready to be plotted as a staircase: the share
// is 1 before the first step and Steps[i].Survival from Steps[i].Time to the
// next.
type Survival struct {
	N      int            `json:"n"`      // how many were observed
	Events int            `json:"events"` // to how many it happened
	Level  float64        `json:"level"`  // of the confidence bands, such as 0.95
	Steps  []SurvivalStep `json:"steps"`  // each time at which someone was observed last, ascending
}

// SurvivalStep is one time of a [Survival] curve.
type SurvivalStep struct {
	Time     float64 `json:"time"`
	AtRisk   int     `json:"atRisk"`   // to whom it had not happened just before, still observed
	Events   int     `json:"events"`   // to whom it happened now
	Censored int     `json:"censored"` // who were not observed beyond, without an event
	Survival float64 `json:"survival"` // the share from now on
	StdErr   float64 `json:"stdErr"`   // of Survival, by Greenwood's formula
	Lower    float64 `json:"lower"`    // of the confidence band at this time
	Upper    float64 `json:"upper"`
}

// At returns the share of the group to which the event has not happened by time
// t, that time included. ok is false where the data say nothing: for a t that
// is negative or NaN, and for a t after the last step, unless the share is 0 by
// then. It takes O(log n).
func (s *Survival) At(t float64) (share float64, ok bool) {
	if !s.reaches(t) {
		return 0, false
	}
	if i := s.step(t); i >= 0 {
		return s.Steps[i].Survival, true
	}
	return 1, true
}

// reaches reports whether the curve is known at t.
func (s *Survival) reaches(t float64) bool {
	n := len(s.Steps)
	if n == 0 || !(t >= 0) || math.IsInf(t, 1) {
		return false
	}
	last := &s.Steps[n-1]
	return t <= last.Time || last.Survival == 0
}

// step returns the last step at t or before it, or -1.
func (s *Survival) step(t float64) int {
	low, high := 0, len(s.Steps)
	for low < high {
		if middle := (low + high) / 2; s.Steps[middle].Time <= t {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low - 1
}

// Quantile returns the time by which the event has happened to a share p of the
// group: the first step at which Survival is 1-p or less (Klein & Moeschberger
// 2003, section 4.5). Quantile(0.5) is the median. ok is false if the curve
// does not come down so far, and for a p that is not inside (0, 1].
func (s *Survival) Quantile(p float64) (time float64, ok bool) {
	if !(p > 0 && p <= 1) {
		return 0, false
	}
	return s.first(p, func(step *SurvivalStep) float64 { return step.Survival })
}

// Median returns Quantile(0.5): the time by which the event has happened to
// half of the group.
func (s *Survival) Median() (time float64, ok bool) { return s.Quantile(0.5) }

// QuantileBand returns the confidence limits of Quantile(p): the first steps at
// which Lower and Upper are 1-p or less (Brookmeyer & Crowley 1982, with the
// band of this curve). A limit that the band does not come down to is +Inf in
// the literature; here its ok is false.
func (s *Survival) QuantileBand(p float64) (lower, upper float64, lowerOK, upperOK bool) {
	if !(p > 0 && p < 1) {
		return 0, 0, false, false
	}
	lower, lowerOK = s.first(p, func(step *SurvivalStep) float64 { return step.Lower })
	upper, upperOK = s.first(p, func(step *SurvivalStep) float64 { return step.Upper })
	return lower, upper, lowerOK, upperOK
}

// first returns the time of the first step at which a value is 1-p or less. The
// tolerance makes up for the rounding of a product: 5 events among 10 are half.
func (s *Survival) first(p float64, value func(*SurvivalStep) float64) (time float64, ok bool) {
	const tolerance = 1e-12
	for i := range s.Steps {
		if step := &s.Steps[i]; value(step) <= 1-p+tolerance {
			return step.Time, true
		}
	}
	return 0, false
}

// RestrictedMean returns the mean time until the event happens, where times
// beyond a horizon count as the horizon: the area under the curve from 0 to
// until. An unrestricted mean would need the end of the curve, which censored
// data do not show. The standard error is the square root of
//
//	Σ (area under the curve from tᵢ to until)² · dᵢ / (nᵢ·(nᵢ-dᵢ))
//
// (Klein & Moeschberger 2003, section 4.5). ok is false where the curve is
// not known, as with [Survival.At].
func (s *Survival) RestrictedMean(until float64) (mean, stdErr float64, ok bool) {
	if !s.reaches(until) {
		return 0, 0, false
	}
	area, variance, edge := 0.0, 0.0, until
	for i := s.step(until); i >= 0; i-- {
		step := &s.Steps[i]
		area += step.Survival * (edge - step.Time)
		edge = step.Time
		if step.Survival > 0 {
			variance += area * area * step.hazardVariance()
		}
	}
	return area + edge, math.Sqrt(variance), true
}

// hazardVariance returns d/(n·(n-d)), a term of Greenwood's sum.
func (s *SurvivalStep) hazardVariance() float64 {
	n, d := float64(s.AtRisk), float64(s.Events)
	return d / (n * (n - d))
}
