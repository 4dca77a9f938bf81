package segment

import (
	"iter"
	"time"
)

// Since returns since when a customer has been in each of the segments that they are
// in now. before is what it returned the last time. A segment that is in before keeps
// its instant there, and a new one gets at. Segments that the customer has left are
// dropped: if they come back later, their time there begins anew.
//
// Call it after each evaluation, with the names of [Evaluation.Of] or [View.Of] and the
// instant of the evaluation, and store the result. It changes neither argument. before
// may be nil; the result never is. An instant tells when the customer was first found in
// the segment. For the exact one at which time alone put them there, see
// [View.NextFlip].
func Since(before map[string]time.Time, now iter.Seq[string], at time.Time) map[string]time.Time {
	since := map[string]time.Time{}
	for segment := range now {
		since[segment] = at
		if t, was := before[segment]; was {
			since[segment] = t
		}
	}
	return since
}
