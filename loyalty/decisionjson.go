package loyalty

import (
	"encoding/json"
	"fmt"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// stepJSON is a step as JSON, with decimals for its amounts.
type stepJSON struct {
	Edition string          `json:"edition"`
	Rule    string          `json:"rule"`
	Why     Reason          `json:"why"`
	Wallet  string          `json:"wallet,omitempty"`
	Basis   decimal.Decimal `json:"basis,omitzero"`
	Exact   decimal.Decimal `json:"exact,omitzero"`
	Points  Points          `json:"points"`
}

// MarshalJSON implements [json.Marshaler].
func (s Step) MarshalJSON() ([]byte, error) {
	return json.Marshal(stepJSON{s.Edition, s.Rule, s.Why, s.Wallet, s.Basis.Decimal(), s.Exact.Decimal(), s.Points})
}

// UnmarshalJSON implements [json.Unmarshaler].
func (s *Step) UnmarshalJSON(text []byte) error {
	var j stepJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return err
	}
	read := Step{Edition: j.Edition, Rule: j.Rule, Why: j.Why, Wallet: j.Wallet, Points: j.Points}
	var err error
	if read.Basis, err = retention.NewAmount(j.Basis); err != nil {
		return fmt.Errorf("loyalty: step: basis: %w", err)
	}
	if read.Exact, err = retention.NewAmount(j.Exact); err != nil {
		return fmt.Errorf("loyalty: step: exact: %w", err)
	}
	*s = read
	return nil
}

// MarshalJSON implements [json.Marshaler]: the account, the event and the words
// of the reason. It is for logs and for people, and is not read back.
func (e *Error) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Account string `json:"account"`
		Event   string `json:"event"`
		Reason  string `json:"reason"`
	}{e.Account, e.Event, fmt.Sprint(e.Err)})
}
