package btyd

import (
	"math"
	"slices"
	"strings"
)

// Fit is a model and the result of fitting it. To predict, and to begin the next
// fit, it is enough to store the Model. A Fit can be stored as JSON, too.
type Fit[M any] struct {
	Model M
	Estimate
}

// Estimate is the result of a fit by maximum likelihood, apart from the model.
type Estimate struct {
	Params        []Param     `json:"params"`               // as the papers write them, in Unit
	Unit          Unit        `json:"unit"`                 // of the parameters that are times
	LogLikelihood float64     `json:"logLikelihood"`        // in Unit, without combinatorial constants and without penalty
	Covariance    [][]float64 `json:"covariance,omitempty"` // of Params; none unless the fit converged
	Customers     float64     `json:"customers"`            // the sum of the weights
	Rows          int         `json:"rows"`                 // different records
	Iterations    int         `json:"iterations"`
	Evaluations   int         `json:"evaluations"` // of the log-likelihood and its gradient
	Status        Status      `json:"status"`
	Runaway       []Runaway   `json:"runaway,omitempty"` // parameters that cannot be told apart from their limits, if Status is Boundary
}

// Err returns nil if the fit converged, and otherwise a *[FitError].
func (e *Estimate) Err() error {
	if e.Status == Converged {
		return nil
	}
	return &FitError{e.Status, e.Runaway}
}

// AIC returns Akaike's information criterion, 2k - 2·LogLikelihood for k
// parameters (Akaike 1974). Less is better.
func (e *Estimate) AIC() float64 { return 2*float64(len(e.Params)) - 2*e.LogLikelihood }

// BIC returns the Bayesian information criterion, k·ln(n) - 2·LogLikelihood for k
// parameters and n customers (Schwarz 1978). Less is better.
func (e *Estimate) BIC() float64 {
	return float64(len(e.Params))*math.Log(e.Customers) - 2*e.LogLikelihood
}

// StdErr returns the standard error of a parameter. ok is false if the fit did
// not converge or has no such parameter.
func (e *Estimate) StdErr(param string) (se float64, ok bool) {
	for i, p := range e.Params {
		if p.Name == param && i < len(e.Covariance) && i < len(e.Covariance[i]) {
			return math.Sqrt(e.Covariance[i][i]), true
		}
	}
	return 0, false
}

// Interval returns the confidence interval of a parameter at a level in (0, 1),
// such as 0.95. The interval of a positive parameter is symmetric in its
// logarithm,
//
//	value·e^(±z·se/value),
//
// so that it is positive too. The interval of a coefficient is value ± z·se. ok
// is false if [Estimate.StdErr] returns false. It panics if the level is not in
// (0, 1).
func (e *Estimate) Interval(param string, level float64) (low, high float64, ok bool) {
	if !(level > 0 && level < 1) {
		panic("btyd.Estimate.Interval: the level is not between 0 and 1")
	}
	se, ok := e.StdErr(param)
	if !ok {
		return 0, 0, false
	}
	v := e.value(param)
	half := math.Sqrt2 * math.Erfinv(level) * se
	if strings.HasSuffix(param, "]") { // a coefficient
		return v - half, v + half, true
	}
	by := math.Exp(half / v)
	return v / by, min(v*by, math.MaxFloat64), true
}

// value returns a parameter that there is.
func (e *Estimate) value(param string) float64 {
	i := slices.IndexFunc(e.Params, func(p Param) bool { return p.Name == param })
	return e.Params[i].Value
}

// Variance returns the variance of a prediction, by the delta method, given its
// gradient: the derivatives of the prediction in the parameters. ok is false if
// the fit did not converge.
func (e *Estimate) Variance(gradient []float64) (v float64, ok bool) {
	if len(e.Covariance) == 0 || len(e.Covariance) != len(gradient) || len(gradient) != len(e.Params) {
		return 0, false
	}
	for i, row := range e.Covariance {
		if len(row) != len(gradient) {
			return 0, false
		}
		for j, c := range row {
			v += gradient[i] * c * gradient[j]
		}
	}
	return max(v, 0), true
}
