package ltv

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Observation is how long one member of a group was observed, and how that
// ended.
type Observation struct {
	// Time is the length of time, in any unit, from a start such as the first
	// purchase: 0 or more.
	Time float64 `json:"time"`
	// Event is true if the event happened at Time. It is false if the event had
	// not happened by Time and nothing is known of later (the observation is
	// censored).
	Event bool `json:"event"`
}

// ErrSurvival is wrapped by every error about survival data that cannot be
// used.
var ErrSurvival = errors.New("unusable survival data")

// KaplanMeier estimates the survival curve of a group from observations in any
// order. Level, inside (0, 1), is that of the pointwise confidence bands: 0.95
// is usual.
//
// With dᵢ events among the nᵢ at risk at time tᵢ, the estimate is the product
//
//	S(t) = Π (1 - dᵢ/nᵢ) over tᵢ <= t
//
// (Kaplan & Meier 1958). A member who is censored at the time of an event is
// still at risk then. The variance is Greenwood's (1926),
//
//	Var S(t) = S(t)² · Σ dᵢ / (nᵢ·(nᵢ-dᵢ)) = S(t)² · V(t)
//
// and the bands take log(-log S) for normal, which keeps them inside [0, 1]
// (Kalbfleisch & Prentice 1980, chapter 1):
//
//	S(t)^exp(±z·√V(t) / log S(t))
//
// where z is the normal quantile of (1+level)/2. While no event has happened,
// both limits are 1, and nothing is known of the error. Where S comes to 0 the
// formulas have no value: then StdErr and Lower are 0, and Upper stays that of
// the step before.
//
// Censoring must have nothing to do with the event: customers who dropped out
// of the data because they left are not censored. No observations make a
// Survival without steps.
//
// It takes O(n log n). The error wraps [ErrSurvival] and names the first
// observation with a Time that is negative or not finite, or the level.
func KaplanMeier(list []Observation, level float64) (*Survival, error) {
	if !(level > 0 && level < 1) {
		return nil, fmt.Errorf("ltv: %w: confidence level %v is not inside (0, 1)", ErrSurvival, level)
	}
	for i, o := range list {
		if !(o.Time >= 0) || math.IsInf(o.Time, 1) {
			return nil, fmt.Errorf("ltv: %w: observation %d: time %v", ErrSurvival, i, o.Time)
		}
	}
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b Observation) int { return cmp.Compare(a.Time, b.Time) })

	s := &Survival{N: len(list), Level: level}
	estimate := survivalEstimate{share: 1, upper: 1, z: math.Sqrt2 * math.Erfinv(level)}
	for len(sorted) > 0 {
		step := SurvivalStep{Time: sorted[0].Time + 0, AtRisk: len(sorted)} // +0 is no -0
		n := 0
		for ; n < len(sorted) && sorted[n].Time == step.Time; n++ {
			if sorted[n].Event {
				step.Events++
			}
		}
		step.Censored = n - step.Events
		sorted = sorted[n:]
		estimate.add(&step)
		s.Events += step.Events
		s.Steps = append(s.Steps, step)
	}
	return s, nil
}

// survivalEstimate is what runs along the steps of a curve.
type survivalEstimate struct {
	share float64 // S(t)
	sum   float64 // V(t)
	upper float64
	z     float64
}

// add fills in what follows from the counts of the next step.
func (e *survivalEstimate) add(step *SurvivalStep) {
	e.share *= float64(step.AtRisk-step.Events) / float64(step.AtRisk)
	step.Survival = e.share
	if e.share == 0 {
		step.Upper = e.upper
		return
	}
	e.sum += step.hazardVariance()
	step.StdErr = e.share * math.Sqrt(e.sum)
	step.Lower, step.Upper = e.band()
	e.upper = step.Upper
}

// band returns the confidence limits, for a share above 0.
func (e *survivalEstimate) band() (lower, upper float64) {
	if e.share == 1 {
		return 1, 1
	}
	w := e.z * math.Sqrt(e.sum) / -math.Log(e.share)
	return math.Pow(e.share, math.Exp(w)), math.Pow(e.share, math.Exp(-w))
}
