package segment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// blind is a rule that asks for the time and does not say so.
type blind[T any] struct{ name string }

func (r blind[T]) String() string { return r.name }
func (r blind[T]) Test(_ T, at *segment.Moment) segment.Truth {
	return segment.TruthOf(at.Today().Day() == 1)
}

func TestUnforeseen(t *testing.T) {
	some := func(name string) segment.EventsField[*customer, *purchase] {
		return purchases.Where(blind[*purchase]{name})
	}
	for _, tt := range []struct {
		reason string
		rules  []segment.Rule[*customer]
		want   []string
	}{
		{"no segments", nil, nil},
		{"rules of this package", []segment.Rule[*customer]{optIn.IsTrue()}, nil},
		{"a function does not see the time", []segment.Rule[*customer]{longName}, nil},
		{"a Forecaster says when", []segment.Rule[*customer]{open[*customer]{"open"}}, nil},
		{"a rule that does not", []segment.Rule[*customer]{blind[*customer]{"pay day"}}, []string{"pay day"}},
		{"each once, in the order of the set", []segment.Rule[*customer]{
			segment.Not[*customer](blind[*customer]{"b"}), segment.Ref[*customer]("a"), segment.Any[*customer](blind[*customer]{"a"}, blind[*customer]{"b"}),
		}, []string{"b", "a"}},
		{"parts of a Composite", []segment.Rule[*customer]{majority[*customer]{longName, blind[*customer]{"part"}}}, []string{"part"}},
		{"rules about events", []segment.Rule[*customer]{
			some("count").Some(),
			some("last").Last().DaysAgo().OrElse(3).Above(2),
			segment.Sum(some("sum"), quantity).Above(2),
			segment.Ratio(orders, some("ratio").Count()).Above(1),
			segment.Followed(some("first"), some("then").Where(majority[*purchase]{blind[*purchase]{"both"}}), retention.Span{Days: 1}),
		}, []string{"count", "last", "sum", "ratio", "first", "then", "both"}},
	} {
		if diff := cmp.Diff(tt.want, compile(t, tt.rules...).Unforeseen()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}
