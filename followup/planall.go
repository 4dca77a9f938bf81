package followup

import (
	"context"
	"iter"
	"time"
)

// PlanAll plans for many customers at one instant, on all processors, and yields the
// plans in the order of the customers. If a customer cannot be planned for, the error
// of [Engine.Plan] is yielded with a Plan that has only the ID and the instant, and
// the other customers go on.
//
// Customers are read, and the body of the loop runs, on the goroutine that ranges over
// the plans. A few hundred customers are read ahead, and no more are kept. Nothing runs
// on after the loop is left. If ctx is cancelled, the last thing yielded is its error,
// with a Plan that has no ID.
func (e *Engine) PlanAll(ctx context.Context, customers iter.Seq[Customer], now time.Time) iter.Seq2[Plan, error] {
	type answer struct {
		Plan
		err error
	}
	plan := func(c Customer) answer {
		p, err := e.Plan(c, now)
		if err != nil {
			p = Plan{Customer: c.ID, At: now}
		}
		return answer{p, err}
	}
	return func(yield func(Plan, error) bool) {
		left := false
		err := inOrder(ctx, customers, plan, func(a answer) bool {
			left = !yield(a.Plan, a.err)
			return !left
		})
		if err != nil && !left {
			yield(Plan{}, err)
		}
	}
}
