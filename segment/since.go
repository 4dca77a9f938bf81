package segment

import (
	"iter"
	"time"
)

// Since returns since when a customer has been in each of the segments that they
// are in now, given what it returned the last time: the instant of before for the
// segments that they were in already, and at for those that are new. Segments that
// they have left are dropped: who comes back to one is in it since then.
//
// Call it after each evaluation, with the names of [Evaluation.Of] or [View.Of] and
// the instant of the evaluation, and store the result. It changes nothing, and the
// map is never nil; before may be. An instant tells when the customer was first
// found in the segment. For the exact one at which time alone put them there, see
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
