package segment

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"
)

// Stability tells how steady segments are over a series of evaluations. It is
// plain data, ready to plot.
type Stability struct {
	AsOf []time.Time `json:"asOf"` // of the evaluations
	// Segments are those of the last evaluation in its order, and after them all
	// others there were, by name.
	Segments []SegmentStability `json:"segments"`
}

// SegmentStability is how steady one segment is.
type SegmentStability struct {
	Segment string `json:"segment"`
	Sizes   []int  `json:"sizes"` // in each evaluation; 0 where there was no such segment
	Steps   []Step `json:"steps"` // from each evaluation to the next
	// AverageStay is the mean length of a stay: of how many evaluations in a row a
	// customer is a member. All stays of a customer count, and those that go beyond the
	// series for as long as they were seen, so the mean of a short series is too low.
	// 0 if nobody was a member.
	AverageStay float64 `json:"averageStay"`
	// Flapping are the customers who entered and left again at least as often as asked
	// for, by ID. Stays that began before the first evaluation do not count.
	Flapping []Flapper `json:"flapping"`
}

// Step is what became of the members of a segment from one evaluation to the next.
type Step struct {
	Entered int `json:"entered"`
	Left    int `json:"left"`
	Stayed  int `json:"stayed"`
	// Retained is the share of the members before who stayed, 0 if there were none.
	Retained float64 `json:"retained"`
	// Turnover is (Entered + Left) / (size before + size after): 0 if all members are
	// the same or there are none, 1 if no member is the same. It is 1 minus the
	// coefficient of Dice (1945) of the two groups.
	Turnover float64 `json:"turnover"`
}

// Flapper is a customer who often enters a segment and leaves it again.
type Flapper struct {
	Customer string `json:"customer"`
	Times    int    `json:"times"` // how often they entered and left again
}

// Track follows the segments over a series of evaluations, none of them as of an
// earlier instant than the one before. It names the customers who flap: who entered a
// segment and left it again at least the given number of times, which must be more
// than 0. It looks at two evaluations at a time, so the series may read them from a
// store. It keeps only the customers who entered a segment.
//
// The error is that of [Diff], or says that flaps is less than 1.
func Track(series iter.Seq[*Evaluation], flaps int) (*Stability, error) {
	if flaps < 1 {
		return nil, fmt.Errorf("segment: nobody flaps %d times: at least once", flaps)
	}
	t := &tracker{tracks: map[string]*track{}}
	for e := range series {
		if err := t.add(e); err != nil {
			return nil, err
		}
	}
	return t.stability(flaps), nil
}

type tracker struct {
	asOf   []time.Time
	last   *Evaluation
	tracks map[string]*track // by segment
}

// track is what is known of a segment so far. It may have begun after the first
// evaluations.
type track struct {
	sizes []int
	steps []Step
	stays int // begun
	// flaps counts how often those left who have entered; 0 for who never did.
	flaps map[string]int
}

// of returns the track of a segment, begun as one without members in all
// evaluations so far.
func (t *tracker) of(segment string) *track {
	if t.tracks[segment] == nil {
		n := len(t.asOf)
		t.tracks[segment] = &track{sizes: make([]int, n), steps: make([]Step, max(0, n-1)), flaps: map[string]int{}}
	}
	return t.tracks[segment]
}

func (t *tracker) add(e *Evaluation) error {
	if t.last == nil {
		for _, g := range e.Segments {
			r, size := t.of(g.Name), e.inside(g).Count()
			r.sizes, r.stays = []int{size}, size
		}
	} else {
		changes, err := Diff(t.last, e)
		if err != nil {
			return err
		}
		for _, s := range changes.Segments {
			t.of(s.Segment).step(s)
		}
		for _, r := range t.tracks {
			if len(r.sizes) == len(t.asOf) { // neither before nor now
				r.step(SegmentChanges{})
			}
		}
	}
	t.asOf, t.last = append(t.asOf, e.AsOf), e
	return nil
}

// step adds what became of the members.
func (r *track) step(s SegmentChanges) {
	entered, left := len(s.Entered), len(s.Left)
	r.sizes = append(r.sizes, s.SizeAfter())
	r.steps = append(r.steps, Step{
		Entered: entered, Left: left, Stayed: s.Stayed,
		Retained: fraction(s.Stayed, s.SizeBefore()),
		Turnover: fraction(entered+left, s.SizeBefore()+s.SizeAfter()),
	})
	r.stays += entered
	for _, id := range s.Entered {
		r.flaps[id] += 0
	}
	for _, id := range s.Left {
		if _, entered := r.flaps[id]; entered {
			r.flaps[id]++
		}
	}
}

func (t *tracker) stability(flaps int) *Stability {
	s := &Stability{AsOf: append([]time.Time{}, t.asOf...), Segments: []SegmentStability{}}
	place := map[string]int{} // counted from the end; 0 for those that are no more
	if t.last != nil {
		for i, g := range t.last.Segments {
			place[g.Name] = i - len(t.last.Segments)
		}
	}
	for name, r := range t.tracks {
		s.Segments = append(s.Segments, r.stability(name, flaps))
	}
	slices.SortFunc(s.Segments, func(a, b SegmentStability) int {
		return cmp.Or(cmp.Compare(place[a.Segment], place[b.Segment]), cmp.Compare(a.Segment, b.Segment))
	})
	return s
}

func (r *track) stability(name string, flaps int) SegmentStability {
	s := SegmentStability{Segment: name, Sizes: r.sizes, Steps: r.steps, Flapping: []Flapper{}}
	if s.Steps == nil {
		s.Steps = []Step{}
	}
	seen := 0
	for _, size := range r.sizes {
		seen += size
	}
	s.AverageStay = fraction(seen, r.stays)
	for id, times := range r.flaps {
		if times >= flaps {
			s.Flapping = append(s.Flapping, Flapper{id, times})
		}
	}
	slices.SortFunc(s.Flapping, func(a, b Flapper) int { return cmp.Compare(a.Customer, b.Customer) })
	return s
}
