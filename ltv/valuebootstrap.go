package ltv

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/retentionkit/retention/ltv/btyd"
)

// Resampling has the settings of [Valuer.Bootstrap].
type Resampling struct {
	Replicates int         // how many refits: 200 unless set
	Source     rand.Source // of the weights; one source, one result
	// Penalty is the penalty of the refits, see [FitSettings]. It should be the
	// same as in the fit.
	Penalty float64
	// Progress is called with the number of refits done and of all refits, one
	// call at a time, from any goroutine. A panic in it ends the program.
	Progress func(done, of int)
}

// ErrBootstrap is wrapped by errors about a bootstrap in which too many refits
// failed.
var ErrBootstrap = errors.New("cannot bootstrap")

// Bootstrap values all customers of a base as [Valuer.Value] does, with intervals
// from refits rather than from the covariance of the fits. It works where these
// have none, and needs no assumption about the shape of the likelihood; nor does
// it take spend to be independent of the number of purchases.
//
// Each refit gives every customer a weight, from an exponential distribution of
// mean 1, in both models: the Bayesian bootstrap (Rubin 1981, Annals of Statistics
// 9(1)). Intervals reach between the percentiles of what the refitted models
// predict for the customers as they are; the values themselves are those of the
// original models. Margin and share of refunds are taken as known. The base should
// be the one that the models were fitted to.
//
// Refits that do not converge, or have no mean spend, are left out and counted in
// [Valuation.Unusable]. The error wraps [ErrBootstrap] if that happens to half of
// them or more, or is one of [Valuer.Value] or of a fit. A negative number of
// replicates and a missing source are mistakes in the program: Bootstrap panics.
//
// It takes as long as the refits, and for each about as long as a valuation
// without intervals.
func (v *Valuer) Bootstrap(ctx context.Context, base *Base, r Resampling) (*Valuation, error) {
	if r.Source == nil || r.Replicates < 0 {
		panic("ltv.Valuer.Bootstrap: no Source, or a negative number of Replicates")
	}
	if r.Replicates == 0 {
		r.Replicates = 200
	}
	s, err := v.sheet(ctx, base)
	if err != nil {
		return nil, err
	}
	replicas, err := v.replicas(ctx, base, s, r)
	if err != nil {
		return nil, err
	}
	out := v.valuation(base)
	out.without = nil
	out.Replicates, out.Unusable = r.Replicates, r.Replicates-len(replicas)
	totals, err := v.spread(ctx, s, replicas, out.worths)
	if err != nil {
		return nil, err
	}
	if err := out.sum(s); err != nil {
		return nil, err
	}
	out.setInterval(v.percentiles(totals))
	return out, nil
}

// replica is what was found by one refit.
type replica struct {
	model btyd.Model
	spend spending
}

// replicas returns the refits that are usable.
func (v *Valuer) replicas(ctx context.Context, base *Base, s *sheet, r Resampling) ([]replica, error) {
	seeds := make([][2]uint64, r.Replicates)
	for i := range seeds {
		seeds[i] = [2]uint64{r.Source.Uint64(), r.Source.Uint64()}
	}
	list, faults := make([]*replica, r.Replicates), make([]error, r.Replicates)
	var progress sync.Mutex
	done := 0
	records := base.Records()
	err := each(ctx, r.Replicates, func(i int) {
		weights := drawWeights(seeds[i], len(records))
		list[i], faults[i] = v.refit(ctx, base, records, s.spends, weights, r.Penalty)
		if r.Progress != nil {
			progress.Lock()
			defer progress.Unlock()
			done++
			r.Progress(done, r.Replicates)
		}
	})
	if err != nil {
		return nil, err
	}
	var usable []replica
	for i := range list {
		if faults[i] != nil {
			return nil, fmt.Errorf("ltv: refit %d: %w", i+1, faults[i])
		}
		if list[i] != nil {
			usable = append(usable, *list[i])
		}
	}
	if 2*len(usable) <= len(list) {
		return nil, fmt.Errorf("ltv: %w: %d of %d refits are unusable", ErrBootstrap, len(list)-len(usable), len(list))
	}
	return usable, nil
}

// drawWeights returns a weight for each customer. Their sum does not matter.
func drawWeights(seed [2]uint64, n int) []float64 {
	r := rand.New(rand.NewPCG(seed[0], seed[1]))
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = r.ExpFloat64()
	}
	return weights
}

// refit returns nil if what it finds is unusable.
func (v *Valuer) refit(ctx context.Context, base *Base, records []btyd.Record, spends []btyd.Spend, weights []float64, penalty float64) (*replica, error) {
	kind, _ := kindOf(v.model.Name())
	f, err := kind.Fit(ctx, records, &FitSettings{Weights: weights, Start: v.model, Penalty: penalty})
	if err != nil || f.Status == btyd.NotConverged {
		return nil, err
	}
	if v.spend.model == nil {
		return &replica{f.Model, meanSpending(base, weights)}, nil
	}
	spend, err := btyd.FitGammaGamma(ctx, spends, &btyd.Settings[btyd.GammaGamma]{Weights: weights, Start: v.spend.model})
	if err != nil || spend.Status == btyd.NotConverged {
		return nil, err
	}
	mean, ok := spend.Model.Mean()
	if !ok {
		return nil, nil
	}
	return &replica{f.Model, spending{model: &spend.Model, mean: mean}}, nil
}

// spread fills in what customers are worth, and returns what all of them are by
// each replica.
func (v *Valuer) spread(ctx context.Context, s *sheet, replicas []replica, worths []worth) (totals []float64, err error) {
	const part = 64 // records that are added up together, whatever the processors
	parts := (len(s.records) + part - 1) / part
	sums := make([][]float64, parts)
	customers := s.customers()
	err = each(ctx, parts, func(p int) {
		sums[p] = make([]float64, len(replicas))
		purchases, values := make([]float64, len(replicas)), make([]float64, len(replicas))
		for i := p * part; i < min((p+1)*part, len(s.records)); i++ {
			expected := v.basis.purchases(v.model, s.records[i])
			for k := range replicas {
				purchases[k] = v.basis.purchases(replicas[k].model, s.records[i])
			}
			for _, c := range customers[i] {
				for k := range replicas {
					values[k] = purchases[k] * replicas[k].spend.expected(s.spends[c]) * v.kept
					sums[p][k] += values[k]
				}
				low, high := v.percentiles(values)
				worths[c] = worth{expected, expected * v.spend.expected(s.spends[c]) * v.kept, low, high}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	totals = make([]float64, len(replicas))
	for _, sum := range sums {
		for k := range sum {
			totals[k] += sum[k]
		}
	}
	return totals, nil
}

// customers returns who has each record.
func (s *sheet) customers() [][]int32 {
	counts := make([]int, len(s.records))
	for _, i := range s.of {
		counts[i]++
	}
	all, list := make([]int32, len(s.of)), make([][]int32, len(s.records))
	for i, n := range counts {
		list[i], all = all[:0:n], all[n:]
	}
	for c, i := range s.of {
		list[i] = append(list[i], int32(c))
	}
	return list
}

// percentiles returns the ends of an interval of the values, which it sorts:
// quantiles by definition 7 of Hyndman & Fan (1996), American Statistician 50(4).
func (v *Valuer) percentiles(values []float64) (low, high float64) {
	slices.Sort(values)
	tail := (1 - v.basis.Level) / 2
	at := func(p float64) float64 {
		position := p * float64(len(values)-1)
		i := min(int(position), len(values)-1)
		next := min(i+1, len(values)-1)
		return values[i] + (position-float64(i))*(values[next]-values[i])
	}
	return at(tail), at(1 - tail)
}
