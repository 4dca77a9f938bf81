package hours

import (
	"slices"
	"time"
)

// Interval is the time [From, To). A zero To means that it has not ended yet. If
// To is set and not after From, the interval is empty.
type Interval struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// union returns the same instants as sorted intervals with gaps between them, each
// with an end.
func union(intervals []Interval) []Interval {
	if len(intervals) == 0 {
		return nil
	}
	sorted := make([]Interval, 0, len(intervals))
	for _, p := range intervals {
		if p.To.IsZero() {
			p.To = time.Unix(lastSecond, 0)
		}
		sorted = append(sorted, Interval{p.From.UTC(), p.To.UTC()}) // without a monotonic clock
	}
	slices.SortFunc(sorted, func(a, b Interval) int { return a.From.Compare(b.From) })
	merged := sorted[:0]
	for _, p := range sorted {
		n := len(merged)
		switch {
		case !p.From.Before(p.To):
		case n == 0 || p.From.After(merged[n-1].To):
			merged = append(merged, p)
		case p.To.After(merged[n-1].To):
			merged[n-1].To = p.To
		}
	}
	return merged
}
