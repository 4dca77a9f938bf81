package ltv

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/retentionkit/retention/ltv/btyd"
)

// Selection is the result of [Select]: the candidates side by side, which one
// is chosen, and why. It is plain data, and survives JSON unchanged, except for
// Progress.
type Selection struct {
	Settings   SelectSettings `json:"settings"`   // with the defaults filled in, without Start
	Candidates []Candidate    `json:"candidates"` // in the order of Settings.Kinds
	Chosen     int            `json:"chosen"`     // the index in Candidates
	Reason     Reason         `json:"reason"`
}

// UnmarshalJSON reads a selection, and checks that its parts agree. The error
// wraps [ErrFitted] if they do not.
func (s *Selection) UnmarshalJSON(data []byte) error {
	type plain Selection // without this method
	var read plain
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	if len(read.Candidates) != len(read.Settings.Kinds) || read.Chosen < 0 || read.Chosen >= len(read.Candidates) {
		return fmt.Errorf("ltv: %w: candidate %d of %d is chosen, among %d kinds",
			ErrFitted, read.Chosen, len(read.Candidates), len(read.Settings.Kinds))
	}
	for i := range read.Candidates {
		if k, _ := read.Candidates[i].Kind(); k != read.Settings.Kinds[i] {
			return fmt.Errorf("ltv: %w: candidate %d is a %v, not a %v", ErrFitted, i, k, read.Settings.Kinds[i])
		}
		if read.Settings.By == ByHoldout && read.Candidates[i].Holdout == nil {
			return fmt.Errorf("ltv: %w: candidate %d has no holdout", ErrFitted, i)
		}
	}
	*s = Selection(read)
	return nil
}

// choose returns the selection among candidates.
func choose(settings SelectSettings, list []Candidate) *Selection {
	settings.Start = nil
	s := &Selection{Settings: settings, Candidates: list}
	order := s.order()
	s.Chosen = order[0]
	s.Reason = s.reason(order)
	return s
}

// order returns the indexes of the candidates, the best first.
func (s *Selection) order() []int {
	order := make([]int, len(s.Candidates))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := &s.Candidates[i], &s.Candidates[j]
		return cmp.Or(cmp.Compare(a.class(), b.class()), cmp.Compare(s.score(j), s.score(i)))
	})
	return order
}

// class returns what goes before the criterion: less is better.
func (c *Candidate) class() int {
	switch c.Status {
	case btyd.Converged:
		return 0
	case btyd.NotConverged:
		return 2
	}
	return 1
}

// score returns what the i-th candidate is compared by: more is better. It is
// rounded to what a fit tells: where nobody ever leaves, all models are the same
// but for the last digits.
func (s *Selection) score(i int) float64 {
	c := &s.Candidates[i]
	if s.Settings.By == ByBIC {
		return -math.Round(c.BIC() * 1e4)
	}
	return math.Round(c.Holdout.LogScore * 1e6)
}

// Best returns the candidate that was chosen.
func (s *Selection) Best() *Candidate { return &s.Candidates[s.Chosen] }

// SelectionRow has the results of a candidate: a row of the table that a model
// is chosen from. Fields about the holdout are 0 if there is none.
type SelectionRow struct {
	Rank          int         `json:"rank"` // 1 is chosen
	Kind          Kind        `json:"kind"`
	Status        btyd.Status `json:"status"`
	LogLikelihood float64     `json:"logLikelihood"` // of the calibration
	BIC           float64     `json:"bic"`           // less is better
	LogScore      float64     `json:"logScore"`      // of the holdout, more is better
	Actual        int         `json:"actual"`        // purchases in the holdout
	Expected      float64     `json:"expected"`      // purchases that the model foretold for it
	MAE           float64     `json:"mae"`           // of purchases in the holdout, per customer
}

// Table returns the candidates, the best first: first by how clear their fit is,
// then by the criterion.
func (s *Selection) Table() []SelectionRow {
	rows := make([]SelectionRow, 0, len(s.Candidates))
	for rank, i := range s.order() {
		c := &s.Candidates[i]
		k, _ := c.Kind()
		row := SelectionRow{Rank: rank + 1, Kind: k, Status: c.Status, LogLikelihood: c.LogLikelihood, BIC: c.BIC()}
		if v := c.Holdout; v != nil {
			row.LogScore, row.Actual, row.Expected, row.MAE = v.LogScore, v.Actual, v.Expected, v.MAE
		}
		rows = append(rows, row)
	}
	return rows
}

// Refit fits the chosen kind of model to a whole base, the holdout included,
// for use. It begins with the parameters that were found, and takes the
// settings of the selection. The errors are those of [Kind.Fit].
func (s *Selection) Refit(ctx context.Context, base *Base) (Fitted, error) {
	best := s.Best()
	k, ok := best.Kind()
	if !ok {
		return Fitted{}, fmt.Errorf("ltv: %w: no model was chosen", btyd.ErrSettings)
	}
	settings := s.Settings
	settings.Kinds, settings.Start = []Kind{k}, []btyd.Model{best.Model}
	return k.Fit(ctx, base.Records(), settings.fit(0))
}
