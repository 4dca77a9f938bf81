package segment_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

func TestAssignIsPartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := polls(now).Draw(t, "poll")
		x := p.Exclude()
		var want []segment.Assignment
		var unassigned []string
		for _, id := range p.ids() {
			a := segment.Assignment{Customer: id}
			for _, name := range p.names {
				if !p.members[name][id] {
					continue
				}
				if a.Segment == "" {
					a.Segment = name
				} else {
					a.Lost = append(a.Lost, name)
				}
			}
			if a.Segment == "" {
				unassigned = append(unassigned, id)
			} else if !x.Has(id, a.Segment) {
				t.Errorf("%s is not in %s", id, a.Segment)
			}
			want = append(want, a)
		}
		if diff := cmp.Diff(want, slices.Collect(p.Assign())); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		for _, e := range []*segment.Evaluation{p.Evaluation, x} {
			if diff := cmp.Diff(unassigned, slices.Collect(e.Unassigned())); diff != "" {
				t.Errorf("in none (-want +got):\n%s", diff)
			}
		}
		placed := len(unassigned)
		for i, g := range x.Segments {
			placed += g.Size()
			if before := p.Evaluation.Segments[i]; g.Unknown != before.Unknown || g.Rule != before.Rule {
				t.Errorf("%+v became %+v", before, g)
			}
		}
		if placed != len(p.voters) || !x.Exclusive || p.Exclusive {
			t.Errorf("%d of %d customers are in a segment or none", placed, len(p.voters))
		}
		if diff := cmp.Diff(x, x.Exclude()); diff != "" {
			t.Errorf("again (-want +got):\n%s", diff)
		}
	})
}

func TestOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := polls(now).Draw(t, "poll")
		o, sizes := p.Overlap(), p.Sizes()
		if len(o.Segments) != len(p.names) || len(sizes) != len(p.names) {
			t.Fatalf("%d segments", len(o.Segments))
		}
		share := func(part, whole int) float64 {
			if whole == 0 {
				return 0
			}
			return float64(part) / float64(whole)
		}
		for i, a := range p.names {
			unknown := 0
			for _, v := range p.voters {
				if v.says[a] == segment.Unknown {
					unknown++
				}
			}
			n := len(p.members[a])
			want := segment.Size{Segment: a, Customers: n, Share: share(n, len(p.voters)), Unknown: unknown, UnknownShare: share(unknown, len(p.voters))}
			if diff := cmp.Diff(want, sizes[i]); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for j, b := range p.names {
				both, either := p.both(a, b), map[string]bool{}
				maps.Copy(either, p.members[a])
				maps.Copy(either, p.members[b])
				if o.Customers[i][j] != both || o.Share[i][j] != share(both, n) || o.Jaccard[i][j] != share(both, len(either)) {
					t.Errorf("%s and %s: %d, %v, %v", a, b, o.Customers[i][j], o.Share[i][j], o.Jaccard[i][j])
				}
			}
		}
	})
}

// exactMoney are amounts of all sizes and numbers of decimals, on both sides of 0.
func exactMoney() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		units := rapid.OneOf(rapid.Int64Range(-20, 1000), rapid.Int64()).Draw(t, "units")
		d := decimal.New(units, rapid.Int32Range(-25, 25).Draw(t, "exponent"))
		if rapid.IntRange(0, 9).Draw(t, "long") == 0 {
			d = d.Mul(decimal.New(1_234_567_890_123_456_789, 1))
		}
		return d
	})
}

func TestWorth(t *testing.T) {
	one := decimal.NewFromInt(1)
	rapid.Check(t, func(t *rapid.T) {
		p := polls(now).Draw(t, "poll")
		maybeExclusive(t, p)
		values := map[string]decimal.Decimal{}
		amounts := rapid.SampledFrom([]*rapid.Generator[decimal.Decimal]{exactMoney(), amounts()}).Draw(t, "amounts")
		for _, id := range p.ids() {
			if v := maybe(t, "value", amounts); v != nil {
				values[id] = *v
			}
		}
		var asked []string
		w := p.Worth(func(id string) (decimal.Decimal, bool) {
			asked = append(asked, id)
			v, ok := values[id]
			return v, ok
		})
		if diff := cmp.Diff(p.ids(), append([]string{}, asked...)); diff != "" {
			t.Errorf("asked about (-want +got):\n%s", diff)
		}
		if len(w.Segments) != len(p.names) || w.Customers != len(p.voters) || w.Missing != len(p.voters)-len(values) {
			t.Fatalf("%d segments, %d customers, %d missing", len(w.Segments), w.Customers, w.Missing)
		}
		// add adds up the values of some customers, one by one.
		add := func(in func(id string) bool) (n, known int, sum decimal.Decimal) {
			for id := range p.voters {
				if !in(id) {
					continue
				}
				n++
				if v, ok := values[id]; ok {
					known++
					sum = sum.Add(v)
				}
			}
			return n, known, sum
		}
		_, _, total := add(func(string) bool { return true })
		if !w.Value.Equal(total) {
			t.Errorf("worth %v, want %v", w.Value, total)
		}
		shares, customerShares, placed := decimal.Zero, decimal.Zero, 0
		check := func(got segment.SegmentWorth, name string, in func(id string) bool) {
			n, known, sum := add(in)
			mean := decimal.Zero
			if known > 0 {
				mean = sum.DivRound(decimal.NewFromInt(int64(known)), 2)
			}
			if got.Segment != name || got.Customers != n || got.Missing != n-known || !got.Value.Equal(sum) || !got.Mean.Equal(mean) {
				t.Errorf("%+v, want %d customers, %d known, worth %v, on average %v", got, n, known, sum, mean)
			}
			for _, s := range []struct{ share, part, whole decimal.Decimal }{
				{got.ValueShare, sum, total},
				{got.CustomerShare, decimal.NewFromInt(int64(n)), decimal.NewFromInt(int64(len(p.voters)))},
			} {
				want := decimal.Zero
				if s.whole.Sign() > 0 {
					want = s.part.DivRound(s.whole, 6)
				}
				if off := s.share.Sub(want).Abs(); off.GreaterThan(decimal.New(1, -6)) || !w.Disjoint && !off.IsZero() {
					t.Errorf("share %v, want %v", s.share, want)
				}
			}
			placed += n
			shares, customerShares = shares.Add(got.ValueShare), customerShares.Add(got.CustomerShare)
		}
		for i, name := range p.names {
			check(w.Segments[i], name, func(id string) bool { return p.members[name][id] })
		}
		check(w.None, "", func(id string) bool {
			for _, name := range p.names {
				if p.members[name][id] {
					return false
				}
			}
			return true
		})
		if w.Disjoint != (placed == len(p.voters)) || p.Exclusive && !w.Disjoint {
			t.Errorf("disjoint: %v", w.Disjoint)
		}
		if w.Disjoint && (total.Sign() > 0 && !shares.Equal(one) || len(p.voters) > 0 && !customerShares.Equal(one)) {
			t.Errorf("shares sum to %v and %v", shares, customerShares)
		}
		// The best and worst, by looking at each in order.
		var best, worst, bestMean, worstMean *segment.SegmentWorth
		mean := func(s *segment.SegmentWorth) decimal.Decimal {
			return s.Value.DivRound(decimal.NewFromInt(int64(s.Customers-s.Missing)), 60)
		}
		for i := range w.Segments {
			s := &w.Segments[i]
			if s.Customers == s.Missing {
				continue
			}
			if best == nil || s.Value.GreaterThan(best.Value) {
				best = s
			}
			if worst == nil || s.Value.LessThan(worst.Value) {
				worst = s
			}
			if bestMean == nil || mean(s).GreaterThan(mean(bestMean)) {
				bestMean = s
			}
			if worstMean == nil || mean(s).LessThan(mean(worstMean)) {
				worstMean = s
			}
		}
		name := func(s *segment.SegmentWorth) string {
			if s == nil {
				return ""
			}
			return s.Segment
		}
		want := [4]string{name(best), name(worst), name(bestMean), name(worstMean)}
		if diff := cmp.Diff(want, [4]string{w.Best, w.Worst, w.BestByMean, w.WorstByMean}); diff != "" {
			t.Errorf("best, worst, by mean (-want +got):\n%s", diff)
		}
	})
}

func TestWorthShares(t *testing.T) {
	// Everybody is in the segment of their name.
	worth := func(values map[string]string, order ...string) *segment.Worth {
		e := &segment.Evaluation{IDs: slices.Sorted(maps.Keys(values))}
		for _, name := range order {
			row, _ := e.Row(name)
			e.Segments = append(e.Segments, segment.Group{Name: name, Rule: name, Members: segment.Bits{1 << row}})
		}
		return e.Worth(func(id string) (decimal.Decimal, bool) { return decimal.RequireFromString(values[id]), true })
	}
	for _, tt := range []struct {
		values map[string]string
		order  []string
		want   []string
		reason string
	}{
		{map[string]string{"a": "1", "b": "1", "c": "1"}, []string{"c", "a", "b"}, []string{"0.333334", "0.333333", "0.333333"}, "of equals the first in order gets the millionth"},
		{map[string]string{"a": "1", "b": "1", "c": "1"}, []string{"c", "a"}, []string{"0.333334", "0.333333", "0.333333"}, "those in none have their share"},
		{map[string]string{"a": "2", "b": "2", "c": "-1"}, []string{"a", "b", "c"}, []string{"0.666667", "0.666667", "-0.333334"}, "losses are rounded down too"},
		{map[string]string{"a": "2", "b": "-2"}, []string{"a", "b"}, []string{"0", "0"}, "nothing has no shares"},
		{map[string]string{"a": "2", "b": "-3"}, []string{"a", "b"}, []string{"0", "0"}, "nor has a loss"},
		{map[string]string{"a": "7", "b": "1", "c": "1"}, []string{"a", "b", "c"}, []string{"0.777778", "0.111111", "0.111111"}, "the millionth goes to the largest remainder"},
	} {
		w := worth(tt.values, tt.order...)
		var got []string
		for _, s := range w.Segments {
			got = append(got, s.ValueShare.String())
		}
		if len(tt.order) < len(tt.values) {
			got = append(got, w.None.ValueShare.String())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}
