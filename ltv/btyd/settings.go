package btyd

import (
	"errors"
	"fmt"
	"math"
)

// Errors that fits return. It is not an error if the data do not determine the
// parameters: the [Status] says so.
var (
	ErrNoData    = errors.New("no records to fit")
	ErrSettings  = errors.New("impossible settings")
	ErrParameter = errors.New("parameter outside its domain")
)

// Settings of a fit of an M. Those that are nil or zero have the stated
// defaults.
type Settings[M any] struct {
	// Unit is the unit of the reported parameters and log-likelihood: Day
	// unless set. It does not change the model.
	Unit Unit
	// Weights says how often each record counts. If it is nil, each counts
	// once. They sum to 1e-100 to 1e100.
	Weights []float64
	// Start is a model to begin with, such as that of the day before. It is
	// compared with the starts that are computed from the data, and the search
	// begins with the likeliest.
	Start *M
	// Penalty pulls parameters towards their usual size. For each customer, it
	// subtracts Penalty times a sum of squares from the log-likelihood: of the
	// logarithms of the parameters, where those that are times are divided by
	// the mean T, and of each coefficient times the root mean square of its
	// covariate. The log-likelihood is reported without it. The covariance is
	// that of the penalised fit, so it is usually smaller than the data alone
	// would make it.
	Penalty float64
	// MaxIterations limits the search from each start: 1000 unless set.
	MaxIterations int
	// Progress is called for every evaluation, one call at a time.
	Progress func(Progress)
}

// Progress tells how far a fit has come.
type Progress struct {
	Start         int // which start, from 1; 0 while they are compared
	Evaluations   int // of the log-likelihood and its gradient
	LogLikelihood float64
}

// search is what is the same in Settings for all models.
type search struct {
	unit          Unit
	weights       []float64
	penalty       float64
	maxIterations int
	progress      func(Progress)
}

func (s *Settings[M]) search(records int) (search, *M, error) {
	if records == 0 {
		return search{}, nil, fmt.Errorf("btyd: %w", ErrNoData)
	}
	if s == nil {
		s = new(Settings[M])
	}
	if err := s.check(records); err != nil {
		return search{}, nil, fmt.Errorf("btyd: %w: %w", ErrSettings, err)
	}
	most := s.MaxIterations
	if most == 0 {
		most = 1000
	}
	return search{s.Unit, s.Weights, s.Penalty, most, s.Progress}, s.Start, nil
}

func (s *Settings[M]) check(records int) error {
	switch {
	case int(s.Unit) >= len(unitNames):
		return fmt.Errorf("unknown %v", s.Unit)
	case s.Weights != nil && len(s.Weights) != records:
		return fmt.Errorf("%d weights for %d records", len(s.Weights), records)
	case !(s.Penalty >= 0 && s.Penalty <= math.MaxFloat64):
		return fmt.Errorf("a penalty of %v", s.Penalty)
	case s.MaxIterations < 0:
		return fmt.Errorf("%d iterations", s.MaxIterations)
	}
	total := 0.0
	for i, w := range s.Weights {
		if !(w >= 0 && w <= math.MaxFloat64) {
			return fmt.Errorf("weight %d is %v", i, w)
		}
		total += w
	}
	// Far beyond, log-likelihoods and variances would not be numbers.
	if s.Weights != nil && !(total >= leastParam && total <= mostParam) {
		return fmt.Errorf("the weights sum to %v", total)
	}
	return nil
}
