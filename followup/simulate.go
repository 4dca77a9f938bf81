package followup

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"time"
)

// Simulation is a period to simulate for many customers: see [Engine.Simulate].
type Simulation struct {
	From, To time.Time // [From, To)

	// Respond says what comes of a contact. It is called for several customers at the
	// same time, must depend on nothing but its arguments, and must not change them:
	// see [Engine.Run]. If it is nil, nobody answers.
	Respond func(Customer, Contact) Response

	// Progress, if not nil, is called now and then with the number of customers that
	// are done, on the goroutine that called Simulate.
	Progress func(done int)
}

// Simulate tries the policy out on a book of customers, on all processors, before it
// goes live. See [Engine.Run] for what happens to each customer. The report does not
// depend on their order or on the number of processors. The book is read once, on the
// goroutine of the caller, and is not kept.
//
// A customer who cannot be planned for is counted in Report.Customers and
// Report.Skipped and nowhere else. The error then joins the [*Error] of each such
// customer, or of the first ten by ID, and the report is valid all the same. If ctx is
// cancelled, the report is empty and the error is that of ctx.
func (e *Engine) Simulate(ctx context.Context, book iter.Seq[Customer], s Simulation) (Report, error) {
	t := newTally(e, s)
	done := 0
	err := inOrder(ctx, book, func(c Customer) lived { return e.simulate(&c, &s) }, func(l lived) bool {
		t.add(&l)
		if done++; s.Progress != nil && done%trayful == 0 {
			s.Progress(done)
		}
		return true
	})
	if err != nil {
		return Report{}, err
	}
	if s.Progress != nil && done%trayful != 0 {
		s.Progress(done)
	}
	return t.report(), t.faults.join()
}

// lived is what happened to a customer.
type lived struct {
	customer string
	heldOut  bool
	sent     []Contact
	fates    []fate
	err      error
}

// simulate lives through the time in stretches of Policy.Lookback, so that no
// drop is listed by no plan, and looks once more at the end.
func (e *Engine) simulate(c *Customer, s *Simulation) lived {
	l := e.life(c, s.Respond)
	l.fates = &fates{from: s.From, place: map[string]int{}}
	stretch := max(time.Duration(e.lookback), time.Hour)
	for from := s.From; l.err == nil && from.Before(s.To); from = from.Add(stretch) {
		to := from.Add(stretch)
		if to.After(s.To) {
			to = s.To
		}
		l.err = l.live(from, to)
	}
	if l.err == nil && s.From.Before(s.To) {
		_, _, l.err = l.look(s.To.Add(-1))
	}
	l.fates.close()
	return lived{c.ID, e.HeldOut(c.ID), l.sent, l.fates.all, l.err}
}

// faults are the first few errors, by customer.
type faults []*Error

const mostFaults = 10

func (f *faults) add(err error) {
	var fault *Error
	if !errors.As(err, &fault) {
		fault = &Error{Err: err}
	}
	*f = append(*f, fault)
	slices.SortFunc(*f, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Error(), b.Error()))
	})
	*f = (*f)[:min(len(*f), mostFaults)]
}

func (f faults) join() error {
	errs := make([]error, len(f))
	for i := range f {
		errs[i] = f[i]
	}
	return errors.Join(errs...)
}
