package btyd

import "math/rand/v2"

// Model is what [BGNBD], [MBGNBD] and [ParetoNBD] have in common: customers buy
// at random, each at a rate of their own, until they leave, unseen. The models
// differ in how customers leave. It is implemented in this package only.
//
// Methods of a model that fails Check, and methods that are given a negative
// time, panic or return a result without meaning. Fits and decoders do not make
// such models. The [Record] holds all that the models use of a customer, and T
// is the end of its observation. All results are finite.
type Model interface {
	// Name returns the name of the model, such as "BG/NBD".
	Name() string
	// Params returns the parameters in the order of the papers, those that are
	// times in the given unit.
	Params(u Unit) []Param
	// Check returns an error that wraps ErrParameter if a parameter is outside
	// its domain.
	Check() error

	// LogLikelihood returns the logarithm of the density of the record, with
	// time in the given unit.
	LogLikelihood(c Record, u Unit) float64
	// PAlive returns the probability that the customer has not left by T.
	PAlive(c Record) float64
	// PAliveAfter returns the probability that the customer will not have left
	// by T+t.
	PAliveAfter(c Record, t Time) float64
	// Expected returns the expected number of purchases in (T, T+t].
	Expected(c Record, t Time) float64
	// ExpectedNew returns the expected number of repeat purchases of a new
	// customer within t of the first.
	ExpectedNew(t Time) float64
	// PMF returns the probability that a new customer makes n repeat purchases
	// within t of the first.
	PMF(n int, t Time) float64
	// PMFAfter returns the probability of n purchases in (T, T+t].
	PMFAfter(c Record, n int, t Time) float64
	// PNone returns the probability of no purchase in (T, T+t].
	PNone(c Record, t Time) float64
	// NextPurchase returns the time after T by which the next purchase has come
	// with probability p, which is in [0, 1); the median is that of 0.5. ok is
	// false if there is no such time, because the customer never comes again
	// with a probability of 1-p or more.
	NextPurchase(c Record, p float64) (t Time, ok bool)
	// Discounted returns the expected number of purchases in (T, T+t], each
	// discounted to T.
	Discounted(c Record, t Time, d Discount) float64
	// DERT returns the expected number of purchases after T, without end, each
	// discounted to T. The rate of d must be above 0.
	DERT(c Record, d Discount) float64

	// Simulate returns what a new customer does within t of the first purchase.
	Simulate(src rand.Source, t Time) Path

	// shift returns the model with parameter i times e^by.
	shift(i int, by float64) Model
}

// Shift returns the model with by added to the logarithm of its i-th parameter.
// Predict with both models to see how a small change of a parameter changes a
// prediction.
//
// It panics if the model has no i-th parameter.
func Shift(m Model, i int, by float64) Model {
	if i < 0 || i >= len(m.Params(Day)) {
		panic("btyd.Shift: no such parameter")
	}
	return m.shift(i, by)
}

// Param is a parameter of a model.
type Param struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}
