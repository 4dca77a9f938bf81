package ltv

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/retentionkit/retention/ltv/btyd"
)

// valuerVersion is that of the JSON of a Valuer.
const valuerVersion = 1

// ErrValuer is wrapped by the errors about the zero [Valuer], and about a text that
// is none.
var ErrValuer = errors.New("not a valuer")

// valuerJSON is the JSON of a Valuer, version 1. Fields that must be there are
// pointers.
type valuerJSON struct {
	Version     int             `json:"version"`
	Model       json.RawMessage `json:"model"`
	Estimate    *estimateJSON   `json:"estimate"`
	Spend       *spendJSON      `json:"spend,omitempty"`
	MeanSpend   *meanSpendJSON  `json:"meanSpend,omitempty"` // instead of Spend
	RefundShare *float64        `json:"refundShare"`
	Currency    *string         `json:"currency"`
	Basis       *ValueBasis     `json:"basis"`
}

type spendJSON struct {
	Model btyd.GammaGamma `json:"model"`
	estimateJSON
}

type meanSpendJSON struct {
	Mean        float64 `json:"mean"`
	LogVariance float64 `json:"logVariance"`
}

// MarshalJSON returns the models and everything else that a Valuer uses, with a
// version. [Valuer.UnmarshalJSON] makes a Valuer of it that gives the same
// values, to the last bit.
func (v *Valuer) MarshalJSON() ([]byte, error) {
	if err := v.made(); err != nil {
		return nil, err
	}
	model, err := json.Marshal(v.model)
	if err != nil {
		return nil, fmt.Errorf("ltv: %w: %w", ErrValuer, err)
	}
	estimate := estimateJSONOf(&v.estimate)
	j := valuerJSON{
		Version: valuerVersion, Model: model, Estimate: &estimate,
		RefundShare: &v.refunds, Currency: &v.currency, Basis: &v.basis,
	}
	if v.spend.model != nil {
		j.Spend = &spendJSON{*v.spend.model, estimateJSONOf(&v.spend.estimate)}
	} else {
		j.MeanSpend = &meanSpendJSON{v.spend.mean, v.spend.variance}
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON wrote, and checks it as [NewValuer] does.
// Fields that are missing or unknown are errors, except that an estimate need
// have no covariance and that the basis is read as [ValueBasis] says. All errors
// wrap [ErrValuer]; v is then as it was. It must not be called while v is in use.
func (v *Valuer) UnmarshalJSON(data []byte) error {
	read, err := decodeValuer(data)
	if err != nil {
		return fmt.Errorf("ltv: %w: %w", ErrValuer, err)
	}
	*v = *read
	return nil
}

func decodeValuer(data []byte) (*Valuer, error) {
	var j valuerJSON
	if !json.Valid(data) { // a Decoder would not look beyond the first value
		return nil, errors.New("not JSON")
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&j); err != nil {
		return nil, err
	}
	switch {
	case j.Version != valuerVersion:
		return nil, fmt.Errorf("version %d, where this package writes %d", j.Version, valuerVersion)
	case j.Model == nil || j.Estimate == nil || j.RefundShare == nil || j.Currency == nil || j.Basis == nil:
		return nil, errors.New("model, estimate, refundShare, currency or basis is missing")
	case !(*j.RefundShare >= 0 && *j.RefundShare <= 1):
		return nil, fmt.Errorf("a share of refunds of %v", *j.RefundShare)
	}
	model, err := decodeModel(j.Model)
	if err != nil {
		return nil, err
	}
	estimate, err := j.Estimate.estimate()
	if err != nil {
		return nil, err
	}
	f := Fitted{model, estimate}
	if err := checkFitted(f); err != nil {
		return nil, err
	}
	s, err := j.spending()
	if err != nil {
		return nil, err
	}
	return newValuer(f, s, *j.RefundShare, *j.Currency, *j.Basis)
}

func (j *valuerJSON) spending() (spending, error) {
	switch m := j.MeanSpend; {
	case (j.Spend == nil) == (m == nil):
		return spending{}, errors.New("want one of spend and meanSpend")
	case j.Spend != nil:
		estimate, err := j.Spend.estimate()
		if err != nil {
			return spending{}, fmt.Errorf("spend: %w", err)
		}
		return modelSpending(&btyd.Fit[btyd.GammaGamma]{Model: j.Spend.Model, Estimate: estimate})
	case !(m.Mean >= 0 && m.Mean <= math.MaxFloat64 && m.LogVariance >= 0 && m.LogVariance <= math.MaxFloat64):
		return spending{}, fmt.Errorf("a mean spend of %v, with a variance of %v", m.Mean, m.LogVariance)
	default:
		return spending{mean: m.Mean, variance: m.LogVariance}, nil
	}
}
