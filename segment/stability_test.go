package segment_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

// TestTrack holds the report against the history of each customer in each segment,
// as a line of ins and outs.
func TestTrack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var series []*poll
		var evaluations []*segment.Evaluation
		for i := range rapid.IntRange(0, 6).Draw(t, "evaluations") {
			series = append(series, polls(days(i)).Draw(t, "poll"))
		}
		maybeExclusive(t, series...)
		names, ids := map[string]bool{}, map[string]bool{}
		for _, p := range series {
			evaluations = append(evaluations, p.Evaluation)
			for _, name := range p.names {
				names[name] = true
			}
			for id := range p.voters {
				ids[id] = true
			}
		}
		flaps := rapid.IntRange(1, 2).Draw(t, "flaps")
		got, err := segment.Track(slices.Values(evaluations), flaps)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.AsOf) != len(series) || len(got.Segments) != len(names) {
			t.Fatalf("%d evaluations of %d segments, want %d of %d", len(got.AsOf), len(got.Segments), len(series), len(names))
		}
		order := []string{}
		if len(series) > 0 {
			order = append(order, series[len(series)-1].names...)
		}
		for _, name := range slices.Sorted(maps.Keys(names)) {
			if !slices.Contains(order, name) {
				order = append(order, name)
			}
		}
		for i, name := range order {
			want := segment.SegmentStability{Segment: name, Sizes: make([]int, len(series)), Steps: make([]segment.Step, max(0, len(series)-1)), Flapping: []segment.Flapper{}}
			stays, inside := 0, 0
			for _, id := range slices.Sorted(maps.Keys(ids)) {
				line := make([]bool, len(series))
				for k, p := range series {
					line[k] = p.members[name][id]
				}
				times, entry := 0, -1
				for k, in := range line {
					was := k > 0 && line[k-1]
					if in {
						want.Sizes[k]++
						inside++
					}
					if in && !was {
						stays++
						entry = k
					}
					if k == 0 {
						continue
					}
					step := &want.Steps[k-1]
					switch {
					case in && was:
						step.Stayed++
					case in:
						step.Entered++
					case was:
						step.Left++
						if entry > 0 { // not there from the start
							times++
						}
					}
				}
				if times >= flaps {
					want.Flapping = append(want.Flapping, segment.Flapper{Customer: id, Times: times})
				}
			}
			for k := range want.Steps {
				step, before, after := &want.Steps[k], want.Sizes[k], want.Sizes[k+1]
				if before > 0 {
					step.Retained = float64(step.Stayed) / float64(before)
				}
				if before+after > 0 {
					step.Turnover = float64(step.Entered+step.Left) / float64(before+after)
				}
			}
			if stays > 0 {
				want.AverageStay = float64(inside) / float64(stays)
			}
			if diff := cmp.Diff(want, got.Segments[i]); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
	})
}

func TestTrackFaults(t *testing.T) {
	series := slices.Values([]*segment.Evaluation{grouped(days(1), 2, nil), grouped(now, 2, nil)})
	for _, tt := range []struct {
		flaps int
		want  string
	}{
		{0, "segment: nobody flaps 0 times: at least once"},
		{1, fmt.Sprintf("segment: they do not go together: an evaluation as of %v is not before one as of %v", days(1), now)},
	} {
		if _, err := segment.Track(series, tt.flaps); err == nil || err.Error() != tt.want {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
}
