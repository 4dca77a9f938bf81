package ltv

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/retentionkit/retention/ltv/btyd"
)

// Criterion is the measure by which models are compared.
type Criterion uint8

const (
	// ByHoldout takes the model with the highest [Validation.LogScore]: the
	// mean logarithm of the probability that it gave to what each customer then
	// did. That is a proper score: a forecaster expects to score best by
	// stating the probabilities that they believe in. Neither hedging nor
	// overconfidence gains anything, as both can where only totals or means are
	// compared (Gneiting and Raftery, "Strictly Proper Scoring Rules,
	// Prediction, and Estimation", Journal of the American Statistical
	// Association 102, 2007).
	ByHoldout Criterion = iota
	// ByBIC takes the model with the lowest [btyd.Estimate.BIC] (Schwarz 1978),
	// which looks at the calibration only. All models have four parameters, so
	// this is the model with the highest likelihood.
	ByBIC
)

var criterionNames = names{"Criterion", []string{ByHoldout: "holdout", ByBIC: "BIC"}}

// String returns "holdout" or "BIC".
func (c Criterion) String() string { return criterionNames.text(uint8(c)) }

// MarshalText returns what String does, or an error for an unknown value.
func (c Criterion) MarshalText() ([]byte, error) { return criterionNames.marshal(uint8(c)) }

// UnmarshalText reads what MarshalText wrote.
func (c *Criterion) UnmarshalText(text []byte) error {
	i, err := criterionNames.unmarshal(text)
	if err == nil {
		*c = Criterion(i)
	}
	return err
}

// SelectSettings are the settings of [Select]. Fields that are zero have the
// stated defaults.
type SelectSettings struct {
	// Kinds are the candidates; if there are none, all of [Kinds] are. Of
	// equally good ones the first is chosen.
	Kinds []Kind `json:"kinds"`
	// By is the criterion by which they are compared: the holdout unless set.
	By Criterion `json:"by"`
	// Unit, Penalty and MaxIterations are those of [FitSettings], for all
	// candidates.
	Unit          btyd.Unit `json:"unit"`
	Penalty       float64   `json:"penalty,omitzero"`
	MaxIterations int       `json:"maxIterations,omitzero"`
	// Start has models to begin the fits with, at most one of each kind.
	Start []btyd.Model `json:"-"`
	// Progress is called for every evaluation of a fit, one call at a time.
	Progress func(SelectProgress) `json:"-"`
}

// SelectProgress tells how far [Select] or [Selection.Refit] has come.
type SelectProgress struct {
	Kind      Kind // that is fitted
	Candidate int  // which one, from 1
	Of        int  // how many there are
	btyd.Progress
}

// Candidate is a model that was fitted to the calibration, with its results in
// the holdout, if there is one.
type Candidate struct {
	Fitted
	Holdout *Validation // nil: nothing was held out
}

// MarshalJSON returns {"fitted":…,"holdout":…}, without the latter if there is
// none.
func (c Candidate) MarshalJSON() ([]byte, error) {
	return json.Marshal(candidateJSON{&c.Fitted, c.Holdout})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *Candidate) UnmarshalJSON(data []byte) error {
	var j candidateJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	if j.Fitted == nil {
		return fmt.Errorf("ltv: %w: a candidate without a fit", ErrFitted)
	}
	*c = Candidate{*j.Fitted, j.Holdout}
	return nil
}

// candidateJSON keeps the JSON of Fitted from standing for all of a Candidate.
type candidateJSON struct {
	Fitted  *Fitted     `json:"fitted"`
	Holdout *Validation `json:"holdout,omitempty"`
}

// Select fits every candidate to the calibration of a holdout, compares its
// forecast with the rest, and chooses one.
//
// A candidate whose fit found no clear maximum (its Err is not nil) is returned
// like the others, but is chosen only where there is no better one. Candidates
// that converged come first. Then come those on a boundary or singular, which
// predict well but do not tell how certain that is. Those that did not converge
// come last. Only within the best of these classes does the criterion decide.
// Log scores that agree to 6 decimals, and BICs that agree to 4, are equal; of
// equal candidates the first in Settings.Kinds is chosen.
//
// The model that is chosen was fitted to the calibration: see [Selection.Refit].
//
// The errors wrap [btyd.ErrSettings], also for a kind that comes twice,
// [ErrHoldout], or that of ctx. A nil s means the defaults. The fits and
// validations run one after the other.
func Select(ctx context.Context, h *Holdout, s *SelectSettings) (*Selection, error) {
	if h == nil || h.Base == nil || h.Base.Len() == 0 {
		return nil, fmt.Errorf("ltv: %w: %w", ErrHoldout, ErrNoCustomers)
	}
	return s.selectFrom(ctx, h.Base, h)
}

// SelectInSample fits every candidate to a base and chooses one by BIC,
// whatever s.By says: for a base too young to hold anything out. It cannot tell
// how well the models foretell what comes. In all else it is like [Select].
func SelectInSample(ctx context.Context, base *Base, s *SelectSettings) (*Selection, error) {
	if base == nil || base.Len() == 0 {
		return nil, fmt.Errorf("ltv: %w", ErrNoCustomers)
	}
	inSample := SelectSettings{By: ByBIC}
	if s != nil {
		inSample = *s
		inSample.By = ByBIC
	}
	return inSample.selectFrom(ctx, base, nil)
}

func (s *SelectSettings) selectFrom(ctx context.Context, base *Base, h *Holdout) (*Selection, error) {
	if s == nil {
		s = new(SelectSettings)
	}
	settings := *s
	if settings.Kinds = slices.Clone(s.Kinds); len(s.Kinds) == 0 {
		settings.Kinds = Kinds()
	}
	if err := settings.check(); err != nil {
		return nil, fmt.Errorf("ltv: %w: %w", btyd.ErrSettings, err)
	}
	records := base.Records()
	var list []Candidate
	for i := range settings.Kinds {
		c, err := settings.candidate(ctx, i, records, h)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return choose(settings, list), nil
}

func (s *SelectSettings) check() error {
	for i, k := range s.Kinds {
		if !k.known() {
			return fmt.Errorf("unknown model: %v", k)
		}
		if slices.Contains(s.Kinds[:i], k) {
			return fmt.Errorf("%v twice", k)
		}
	}
	if s.By > ByBIC {
		return fmt.Errorf("unknown %v", s.By)
	}
	return s.checkStart()
}

// checkStart holds the starts to be one of a kind. Starts of kinds that are no
// candidates do no harm.
func (s *SelectSettings) checkStart() error {
	var seen [len(kinds)]bool
	for _, m := range s.Start {
		if m == nil {
			return errors.New("a start that is no model")
		}
		k, ok := kindOf(m.Name())
		if !ok || seen[k] {
			return fmt.Errorf("two starts of kind %s", m.Name())
		}
		seen[k] = true
	}
	return nil
}

// candidate returns the i-th one.
func (s *SelectSettings) candidate(ctx context.Context, i int, records []btyd.Record, h *Holdout) (c Candidate, err error) {
	k := s.Kinds[i]
	if c.Fitted, err = k.Fit(ctx, records, s.fit(i)); err != nil {
		return c, fmt.Errorf("ltv: %v: %w", k, err)
	}
	if h == nil {
		return c, nil
	}
	if c.Holdout, err = Validate(ctx, c.Model, h); err != nil {
		return c, fmt.Errorf("ltv: %v: %w", k, err)
	}
	return c, nil
}

// fit returns the settings of the fit of the i-th kind.
func (s *SelectSettings) fit(i int) *FitSettings {
	k, of, progress := s.Kinds[i], len(s.Kinds), s.Progress
	f := &FitSettings{Unit: s.Unit, Penalty: s.Penalty, MaxIterations: s.MaxIterations}
	for _, m := range s.Start {
		if m.Name() == k.String() {
			f.Start = m
		}
	}
	if progress != nil {
		f.Progress = func(p btyd.Progress) { progress(SelectProgress{k, i + 1, of, p}) }
	}
	return f
}
