//go:build !race

package followup_test

import "testing"

// Where the race detector watches, a sync.Pool forgets.

// A plan is made in the memory of the one before but for what it gives away.
func TestPlanAllocations(t *testing.T) {
	e := compile(t, busyPolicy())
	now := at("2026-11-22 07:30")
	c := busyCustomer(t, e, now)
	if n := testing.AllocsPerRun(100, func() { plan(t, e, c, now) }); n > 25 {
		t.Errorf("a plan allocates %v times, want at most 25", n)
	}
}
