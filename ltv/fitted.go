package ltv

import (
	"context"
	"fmt"

	"github.com/retentionkit/retention/ltv/btyd"
)

// Kind names a model of purchases.
type Kind uint8

// The kinds of models. The types in package btyd describe how they differ.
const (
	BGNBD     Kind = iota // [btyd.BGNBD]
	MBGNBD                // [btyd.MBGNBD]
	ParetoNBD             // [btyd.ParetoNBD]
)

// kinds has what is known of each Kind.
var kinds = [...]struct {
	name   string
	fit    func(context.Context, []btyd.Record, *FitSettings) (Fitted, error)
	decode func([]byte) (btyd.Model, error)
}{
	BGNBD:     {btyd.BGNBD{}.Name(), fitter(btyd.FitBGNBD), decoder[btyd.BGNBD]},
	MBGNBD:    {btyd.MBGNBD{}.Name(), fitter(btyd.FitMBGNBD), decoder[btyd.MBGNBD]},
	ParetoNBD: {btyd.ParetoNBD{}.Name(), fitter(btyd.FitParetoNBD), decoder[btyd.ParetoNBD]},
}

// Kinds returns all kinds of models. MBG/NBD comes first, to be chosen among
// equals: unlike BG/NBD it knows that who bought once may have left.
func Kinds() []Kind { return []Kind{MBGNBD, BGNBD, ParetoNBD} }

// String returns the name of the model, such as "BG/NBD".
func (k Kind) String() string {
	if k.known() {
		return kinds[k].name
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// MarshalText returns the name of the model.
func (k Kind) MarshalText() ([]byte, error) {
	if !k.known() {
		return nil, fmt.Errorf("ltv: unknown model: %v", k)
	}
	return []byte(k.String()), nil
}

// UnmarshalText reads the name of a model.
func (k *Kind) UnmarshalText(text []byte) error {
	found, ok := kindOf(string(text))
	if !ok {
		return fmt.Errorf("ltv: unknown model %q", text)
	}
	*k = found
	return nil
}

func (k Kind) known() bool { return int(k) < len(kinds) }

func kindOf(name string) (Kind, bool) {
	for i := range kinds {
		if kinds[i].name == name {
			return Kind(i), true
		}
	}
	return 0, false
}

// Fitted is a model of purchases and the result of its fit. Fit at night, store
// it as JSON, and ask its Model about a customer at any time:
//
//	f.Model.Expected(c.Record(), btyd.Weeks(12))
//
// The name of the model is Model.Name(), or the String of [Fitted.Kind]: Model
// itself prints as its parameters. Models are values, so a Fitted is safe for
// concurrent use as long as nobody changes it.
type Fitted struct {
	Model btyd.Model // a [btyd.BGNBD], [btyd.MBGNBD] or [btyd.ParetoNBD]
	btyd.Estimate
}

// Kind returns the kind of the model. ok is false if there is none.
func (f *Fitted) Kind() (k Kind, ok bool) {
	if f.Model == nil {
		return 0, false
	}
	return kindOf(f.Model.Name())
}

// FitSettings are the settings of a fit. Fields that are zero have the stated
// defaults.
type FitSettings struct {
	// Unit is the unit of the reported parameters and log-likelihood: btyd.Day
	// unless set. It does not change the model.
	Unit btyd.Unit
	// Weights says how often each record counts. If it is nil, each counts
	// once. They sum to 1e-100 to 1e100.
	Weights []float64
	// Start is a model to begin with, such as that of the night before. It must
	// be of the kind that is fitted.
	Start btyd.Model
	// Penalty pulls parameters towards their usual size, see [btyd.Settings].
	Penalty float64
	// MaxIterations limits the search from each start: 1000 unless set.
	MaxIterations int
	// Progress is called for every evaluation, one call at a time.
	Progress func(btyd.Progress)
}

// Fit fits a model of this kind to records, see [Base.Records], by maximum
// likelihood. A nil s means the defaults. It is not an error if the data do not
// determine the parameters; see Status and Err of the [btyd.Estimate].
//
// The errors wrap [btyd.ErrNoData], [btyd.ErrSettings], also for a Start of
// another kind, or that of ctx.
func (k Kind) Fit(ctx context.Context, records []btyd.Record, s *FitSettings) (Fitted, error) {
	if !k.known() {
		return Fitted{}, fmt.Errorf("ltv: %w: unknown model: %v", btyd.ErrSettings, k)
	}
	if s == nil {
		s = new(FitSettings)
	}
	return kinds[k].fit(ctx, records, s)
}

// fitter returns how to fit an M.
func fitter[M btyd.Model](fit func(context.Context, []btyd.Record, *btyd.Settings[M]) (btyd.Fit[M], error)) func(context.Context, []btyd.Record, *FitSettings) (Fitted, error) {
	return func(ctx context.Context, records []btyd.Record, s *FitSettings) (Fitted, error) {
		start, err := startOf[M](s.Start)
		if err != nil {
			return Fitted{}, err
		}
		f, err := fit(ctx, records, &btyd.Settings[M]{
			Unit: s.Unit, Weights: s.Weights, Start: start, Penalty: s.Penalty,
			MaxIterations: s.MaxIterations, Progress: s.Progress,
		})
		if err != nil {
			return Fitted{}, err
		}
		return Fitted{f.Model, f.Estimate}, nil
	}
}

func startOf[M btyd.Model](m btyd.Model) (*M, error) {
	if m == nil {
		return nil, nil
	}
	start, ok := m.(M)
	if !ok {
		return nil, fmt.Errorf("ltv: %w: a start of another kind, %s", btyd.ErrSettings, m.Name())
	}
	return &start, nil
}
