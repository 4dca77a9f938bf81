package btyd

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// likelihood is a log-likelihood to be maximised. Its parameters come in two
// kinds: the first ones are positive and looked for by their logarithms, the
// others, coefficients, are any number.
type likelihood struct {
	names    []string
	positive int       // how many are positive
	scale    []float64 // what is common for each that is positive
	rows     int
	weight   float64 // of all rows
	singular bool    // whether coefficients cannot be told apart, whatever the customers do
	// at prepares what rows share at some parameters, and returns a function that
	// returns the log-likelihood of rows [from, to) and adds its gradient in the
	// parameters to grad. That is called from several goroutines.
	at func(params []float64) func(grad []float64, from, to int) float64
}

// climb is a search for the maximum. A place, theta, has the logarithms of the
// positive parameters. Its value is what is minimised: the negative
// log-likelihood for each customer, and the penalty.
type climb struct {
	likelihood
	search
	ctx         context.Context
	start       int
	evaluations int
	iterations  int

	theta  []float64 // the last place, if fresh
	fresh  bool
	value  float64   // there
	grad   []float64 // there
	ll     float64   // there
	params []float64 // there
	held   int       // a parameter that stays where it is, or -1

	partial []float64 // gradients and sums by chunk
}

// peak is where a search ended.
type peak struct {
	theta   []float64
	value   float64
	hessian *mat.SymDense // of the value; nil if there is none
	ok      bool          // nothing higher is near
}

const (
	// wall is how far, in logarithms, a parameter may go from what is common
	// before it is pulled back: e^25 is as good as infinite.
	wall = 25
	// unitsApart keeps a parameter inside its domain in days, whatever the unit.
	unitsApart = 1000
	// enough is how much log-likelihood may be missing at a maximum, and exact what
	// is not worth another step: the covariance is taken from before the last one.
	enough, exact = 1e-8, 1e-11
	// agreement is how much two searches may differ that ended at one place.
	agreement = 1e-3
	// crawl is how much a quasi-Newton step gains at the least, or else Newton's
	// own take over.
	crawl = 1e-6
	// rounding is how much may be missing where no step gains any more.
	rounding = 1e-5
)

// maximise climbs from the likeliest start and, should that end nowhere clear,
// from the others, and returns the parameters of the best peak.
func maximise(ctx context.Context, l likelihood, s search, starts [][]float64) ([]float64, Estimate, error) {
	if err := ctx.Err(); err != nil {
		return nil, Estimate{}, fmt.Errorf("btyd: %w", err)
	}
	c := newClimb(ctx, l, s)
	var best peak
	for i, theta := range c.order(starts) {
		c.start = i + 1
		p, err := c.climbFrom(theta)
		if err != nil {
			return nil, Estimate{}, fmt.Errorf("btyd: %w", err)
		}
		agree := i > 0 && p.ok && best.ok && math.Abs(p.value-best.value)*c.weight < agreement
		if i == 0 || p.ok && !best.ok || p.ok == best.ok && p.value < best.value {
			best = p
		}
		if agree || best.ok && !c.flat(best) {
			break
		}
	}
	return c.estimate(best)
}

func newClimb(ctx context.Context, l likelihood, s search) *climb {
	n := len(l.names)
	chunks := (l.rows + chunkRows - 1) / chunkRows
	return &climb{
		likelihood: l, search: s, ctx: ctx, held: -1,
		theta: make([]float64, n), grad: make([]float64, n), params: make([]float64, n),
		partial: make([]float64, chunks*(n+1)),
	}
}

// order returns the starts, as places, the likeliest first.
func (c *climb) order(starts [][]float64) [][]float64 {
	places := make([][]float64, len(starts))
	values := map[*float64]float64{}
	for i, params := range starts {
		theta := slices.Clone(params)
		for j := range c.positive {
			theta[j] = math.Log(theta[j])
		}
		places[i] = theta
		values[&theta[0]] = c.evaluate(theta)
	}
	slices.SortStableFunc(places, func(a, b []float64) int { return cmp.Compare(values[&a[0]], values[&b[0]]) })
	return places
}

// climbFrom goes to the peak by quasi-Newton steps, and the last of the way by
// Newton's own, which tell how far it still is.
func (c *climb) climbFrom(theta []float64) (peak, error) {
	last := c.iterations + c.maxIterations
	p := c.bfgs(theta, c.maxIterations)
	for c.ctx.Err() == nil && c.newton(&p) && c.iterations < last {
	}
	return p, c.ctx.Err()
}

func (c *climb) bfgs(theta []float64, most int) peak {
	problem := optimize.Problem{
		Func: c.evaluate,
		Grad: func(grad, theta []float64) { c.evaluate(theta); copy(grad, c.grad) },
		Status: func() (optimize.Status, error) {
			if err := c.ctx.Err(); err != nil {
				return optimize.Failure, err
			}
			return optimize.NotTerminated, nil
		},
	}
	// A line search that fails has come as far as rounding lets it, or is not at
	// a peak: the Newton steps tell. It fails at once, too, where nothing is
	// finite to begin with.
	result, _ := optimize.Minimize(problem, theta, &optimize.Settings{
		GradientThreshold: 1e-6,
		MajorIterations:   most,
		Converger:         &optimize.FunctionConverge{Absolute: c.resolved(crawl) / c.weight, Iterations: 5},
	}, &optimize.BFGS{})
	if result == nil {
		return peak{theta: theta, value: math.Inf(1)}
	}
	c.iterations += result.MajorIterations
	return peak{theta: result.X, value: result.F}
}

// newton takes a Newton step, if it leads down, and reports whether another one
// may.
func (c *climb) newton(p *peak) bool {
	c.iterations++
	there := p.ok
	p.value = c.evaluate(p.theta)
	if math.IsInf(p.value, 1) {
		return false
	}
	grad := slices.Clone(c.grad)
	p.hessian = c.hessian(p.theta)
	step, gain := c.downhill(p.hessian, grad)
	missing := gain * c.weight
	p.ok = missing <= c.resolved(enough)
	next := make([]float64, len(step))
	for range 20 {
		floats.AddTo(next, p.theta, step)
		if value := c.evaluate(next); value <= p.value {
			gained := value < p.value
			p.theta, p.value = next, value
			return missing > c.resolved(exact) && gained && !there
		}
		floats.Scale(0.25, step)
	}
	p.ok = missing <= c.resolved(rounding)
	return false
}

// resolved returns an amount of log-likelihood, or what can be told from rounding
// if that is more.
func (c *climb) resolved(amount float64) float64 {
	return max(amount, 1e-14*c.weight*math.Abs(c.value))
}

// downhill returns the Newton step and half of what it should gain. Curvature
// that is negative counts as positive, so that the step leads down, and none
// goes far.
func (c *climb) downhill(h *mat.SymDense, grad []float64) (step []float64, gain float64) {
	n := len(grad)
	step = make([]float64, n)
	curvatures, directions, ok := eigen(h)
	if !ok {
		return step, math.Inf(1)
	}
	least := 1e-12 * max(1, curvatures[n-1])
	for k, curvature := range curvatures {
		direction := mat.Col(nil, k, directions)
		slope := floats.Dot(direction, grad)
		by := max(-2, min(2, slope/max(math.Abs(curvature), least)))
		gain += by * slope / 2
		floats.AddScaled(step, -by, direction)
	}
	return step, gain
}

// eigen returns the eigenvalues, ascending, and their vectors.
func eigen(h *mat.SymDense) (values []float64, vectors *mat.Dense, ok bool) {
	var e mat.EigenSym
	if !e.Factorize(h, true) {
		return nil, nil, false
	}
	vectors = new(mat.Dense)
	e.VectorsTo(vectors)
	return e.Values(nil), vectors, true
}

// hessian returns the Hessian of the value, from differences of its gradient.
func (c *climb) hessian(theta []float64) *mat.SymDense {
	n := len(theta)
	jacobian := mat.NewDense(n, n, nil)
	fd.Jacobian(jacobian, func(grad, at []float64) { c.evaluate(at); copy(grad, c.grad) }, theta,
		&fd.JacobianSettings{Formula: fd.Central, Step: 1e-4})
	h := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			h.SetSym(i, j, (jacobian.At(i, j)+jacobian.At(j, i))/2)
		}
	}
	return h
}

// evaluate returns the value at a place. It leaves the gradient in grad, the
// log-likelihood in ll and the parameters in params.
func (c *climb) evaluate(theta []float64) float64 {
	if c.fresh && slices.Equal(theta, c.theta) {
		return c.value
	}
	copy(c.theta, theta)
	c.fresh = true
	copy(c.params, theta)
	for j := range c.positive {
		c.params[j] = min(max(math.Exp(theta[j]), leastParam*unitsApart), mostParam/unitsApart)
	}
	c.ll = c.sum()
	c.value = -c.ll / c.weight
	for j := range c.grad {
		c.grad[j] /= -c.weight
		if j < c.positive {
			c.grad[j] *= c.params[j]
		}
	}
	c.pull()
	if math.IsNaN(c.value) {
		c.value = math.Inf(1)
	}
	if c.held >= 0 {
		c.grad[c.held] = 0
	}
	c.evaluations++
	if c.progress != nil {
		c.progress(Progress{c.start, c.evaluations, c.ll})
	}
	return c.value
}

// pull adds the penalty, and that for going beyond the wall.
func (c *climb) pull() {
	for j, at := range c.theta {
		beyond := 0.0
		if j < c.positive {
			at -= math.Log(c.scale[j])
			beyond = math.Copysign(max(0, math.Abs(at)-wall), at)
		}
		c.value += c.penalty*at*at + beyond*beyond/2
		c.grad[j] += 2*c.penalty*at + beyond
	}
}

// chunkRows is how many rows are summed at a time. Chunks, unlike goroutines, are
// the same on every machine, and so is a sum by chunks.
const chunkRows = 256

// sum returns the log-likelihood at the parameters, and leaves its gradient.
func (c *climb) sum() (ll float64) {
	n := len(c.names)
	chunk := func(i int) []float64 { return c.partial[i*(n+1):][:n+1] }
	chunks := len(c.partial) / (n + 1)
	rows := c.at(c.params)
	clear(c.partial)
	parallel(chunks, chunksWorth, func(from, to int) {
		for i := from; i < to; i++ {
			part := chunk(i)
			part[n] = rows(part[:n], i*chunkRows, min(c.rows, (i+1)*chunkRows))
		}
	})
	clear(c.grad)
	for i := range chunks {
		part := chunk(i)
		floats.Add(c.grad, part[:n])
		ll += part[n]
	}
	return ll
}
