package segment_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// TestMomentCountsSpans sees that spans lead to the same instants whether the set
// has counted them for all customers or not.
func TestMomentCountsSpans(t *testing.T) {
	for _, tt := range troubles {
		x := newTrouble(t, tt.zone, tt.at)
		rapid.Check(t, func(t *rapid.T) {
			at := x.instants().Draw(t, "at")
			counted, other := x.spans().Draw(t, "counted"), x.spans().Draw(t, "other")
			set, err := segment.Compile(
				segment.Segment[*customer]{Name: "in", Rule: purchases.InLast(counted).Some()},
				segment.Segment[*customer]{Name: "out", Rule: lastOrder.InNext(counted)},
			)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range []*segment.Moment{segment.NewMoment(at, x.zone), set.AsOf(at, x.zone).Moment()} {
				for _, s := range []retention.Span{counted, other, {}} {
					if got, want := m.Before(s), s.Before(at, x.zone); got != want {
						t.Errorf("%v before %v: got %v, want %v", s, at, got, want)
					}
					if got, want := m.After(s), s.From(at, x.zone); got != want {
						t.Errorf("%v after %v: got %v, want %v", s, at, got, want)
					}
				}
				if !m.Time().Equal(at) || m.Zone() != x.zone || m.Today() != retention.DateOf(at, x.zone) {
					t.Errorf("at %v in %v: got %v, %v, %v", at, x.zone, m.Time(), m.Zone(), m.Today())
				}
			}
		})
	}
}

func TestNewMomentPanics(t *testing.T) {
	defer func() {
		if got := recover(); got != "segment.NewMoment: nil zone" {
			t.Errorf("panics with %v", got)
		}
	}()
	segment.NewMoment(time.Time{}, nil)
}
