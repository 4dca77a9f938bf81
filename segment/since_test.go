package segment_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

// sinceNights is the naive twin of Since over nights: how far back from the last
// one somebody was in a segment without a break.
func sinceNights(nights [][]string) map[string]time.Time {
	since := map[string]time.Time{}
	last := len(nights) - 1
	for _, name := range nights[last] {
		first := last
		for first > 0 && slices.Contains(nights[first-1], name) {
			first--
		}
		since[name] = days(first)
	}
	return since
}

func TestSince(t *testing.T) {
	names := rapid.SliceOfN(rapid.SampledFrom([]string{"loyal", "new", "vip", "at risk"}), 0, 5)
	rapid.Check(t, func(t *rapid.T) {
		nights := rapid.SliceOfN(names, 1, 6).Draw(t, "nights")
		var got map[string]time.Time
		for i, night := range nights {
			before := maps.Clone(got)
			next := segment.Since(got, slices.Values(night), days(i))
			if diff := cmp.Diff(before, got); diff != "" {
				t.Fatalf("the map of the night before has changed (-want +got):\n%s", diff)
			}
			if again := segment.Since(next, slices.Values(night), days(i+1)); !maps.Equal(next, again) {
				t.Fatalf("nobody moved: %v, then %v", next, again)
			}
			got = next
		}
		if diff := cmp.Diff(sinceNights(nights), got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", nights, diff)
		}
	})
}

// TestSinceFollowsDiff compares two evaluations: who entered is in since the later.
func TestSinceFollowsDiff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := polls(now).Draw(t, "before"), polls(days(1)).Draw(t, "after")
		maybeExclusive(t, a, b)
		changes, err := segment.Diff(a.Evaluation, b.Evaluation)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range b.IDs {
			since := segment.Since(segment.Since(nil, a.Of(id), a.AsOf), b.Of(id), b.AsOf)
			if len(since) != len(slices.Collect(b.Of(id))) {
				t.Fatalf("%q is in %v: %v", id, slices.Collect(b.Of(id)), since)
			}
			for _, s := range changes.Segments {
				if at, in := since[s.Segment]; in && at.Equal(b.AsOf) != slices.Contains(s.Entered, id) {
					t.Errorf("%q is in %q since %v, and entered: %v", id, s.Segment, at, s.Entered)
				}
			}
		}
	})
}
