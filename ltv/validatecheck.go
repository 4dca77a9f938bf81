package ltv

import (
	"fmt"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
)

// checkValidation returns an error if the model is none, or the parts of a
// holdout disagree.
func checkValidation(m btyd.Model, h *Holdout) error {
	if m == nil {
		return fmt.Errorf("ltv: %w: there is no model", btyd.ErrParameter)
	}
	if err := m.Check(); err != nil {
		return fmt.Errorf("ltv: %w", err)
	}
	if fault := h.fault(); fault != "" {
		return fmt.Errorf("ltv: %w: %s", ErrHoldout, fault)
	}
	repeats, after := 0, 0
	for i, a := range h.After {
		c, days := h.Base.At(i), h.End.DaysSince(h.Until)
		if a.Purchases < 0 || a.Purchases > days {
			return &CustomerError{c.ID, fmt.Errorf("%d days of purchases in a holdout of %d", a.Purchases, days)}
		}
		repeats += c.Repeats
		after += a.Purchases
	}
	if h.Daily == nil {
		return nil
	}
	return h.checkDaily(repeats, after)
}

func (h *Holdout) fault() string {
	switch {
	case h == nil || h.Base == nil || h.Base.Len() == 0:
		return ErrNoCustomers.Error()
	case h.Base.End() != h.Until:
		return fmt.Sprintf("the base ends on %v, the calibration on %v", h.Base.End(), h.Until)
	case !h.Until.Before(h.End):
		return fmt.Sprintf("the calibration ends on %v, the holdout on %v", h.Until, h.End)
	case len(h.After) != h.Base.Len():
		return fmt.Sprintf("%d customers, and what %d did after", h.Base.Len(), len(h.After))
	}
	return ""
}

// checkDaily compares Daily with the purchases of all customers.
func (h *Holdout) checkDaily(repeats, after int) error {
	fault := func(format string, args ...any) error {
		return fmt.Errorf("ltv: %w: "+format, append([]any{ErrHoldout}, args...)...)
	}
	if first := h.firstDay(); h.From != first {
		return fault("it is from %v, the first purchase on %v", h.From, first)
	}
	if want := h.End.DaysSince(h.From) + 1; len(h.Daily) != want {
		return fault("counts of %d days between %v and %v", len(h.Daily), h.From, h.End)
	}
	before := 0
	for i, n := range h.Daily {
		day := h.From.AddDays(i)
		if n < 0 {
			return fault("%d purchases on %v", n, day)
		}
		if day.After(h.Until) {
			after -= n
		} else {
			before += n
		}
	}
	if before != repeats || after != 0 {
		return fault("its days have other purchases than its customers")
	}
	return nil
}

// firstDay returns the day of the first purchase in the base.
func (h *Holdout) firstDay() retention.Date {
	first := h.Until
	for i := range h.Base.customers {
		if day := h.Base.customers[i].First; day.Before(first) {
			first = day
		}
	}
	return first
}
