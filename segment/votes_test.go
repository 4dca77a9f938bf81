package segment_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

// voter is a customer who says what each rule will answer, where it matters who is
// in which segment and not why.
type voter struct {
	id   string
	says map[string]segment.Truth
}

func voterID(v voter) string { return v.id }

// poll is an evaluation with its naive twin.
type poll struct {
	*segment.Evaluation
	names   []string
	voters  map[string]voter
	members map[string]map[string]bool // by segment and customer
}

// polls returns the evaluations of few voters about few segments as of an instant,
// in any order and each with one of two rules.
func polls(asOf time.Time) *rapid.Generator[*poll] {
	names := []string{"a", "b", "c", "d"}
	truths := rapid.SampledFrom([]segment.Truth{segment.False, segment.Unknown, segment.True, segment.True})
	return rapid.Custom(func(t *rapid.T) *poll {
		p := &poll{voters: map[string]voter{}, members: map[string]map[string]bool{}}
		p.names = rapid.Permutation(names).Draw(t, "names")[:rapid.IntRange(0, len(names)).Draw(t, "segments")]
		for range rapid.IntRange(0, 70).Draw(t, "voters") {
			id := rapid.StringMatching(`[a-d]{1,3}`).Draw(t, "id")
			says := map[string]segment.Truth{}
			for _, name := range names {
				says[name] = truths.Draw(t, "truth")
			}
			p.voters[id] = voter{id, says}
		}
		var segments []segment.Segment[voter]
		for _, name := range p.names {
			rule := segment.RuleFunc(rapid.SampledFrom([]string{"old", "new"}).Draw(t, "rule"), func(v voter) segment.Truth { return v.says[name] })
			segments = append(segments, segment.Segment[voter]{Name: name, Rule: rule})
			p.members[name] = map[string]bool{}
			for id, v := range p.voters {
				if v.says[name] == segment.True {
					p.members[name][id] = true
				}
			}
		}
		set, err := segment.Compile(segments...)
		if err != nil {
			t.Fatal(err)
		}
		if p.Evaluation, err = set.AsOf(asOf, time.UTC).Evaluate(voterID, maps.Values(p.voters)); err != nil {
			t.Fatal(err)
		}
		return p
	})
}

// exclude leaves each voter in the first of their segments only.
func (p *poll) exclude() *poll {
	x := &poll{p.Exclude(), p.names, p.voters, map[string]map[string]bool{}}
	taken := map[string]bool{}
	for _, name := range p.names {
		x.members[name] = map[string]bool{}
		for id := range p.members[name] {
			if !taken[id] {
				x.members[name][id], taken[id] = true, true
			}
		}
	}
	return x
}

func (p *poll) ids() []string {
	return append([]string{}, slices.Sorted(maps.Keys(p.voters))...)
}

// both counts who is a member of two segments.
func (p *poll) both(a, b string) (n int) {
	for id := range p.members[a] {
		if p.members[b][id] {
			n++
		}
	}
	return n
}

func maybeExclusive(t *rapid.T, polls ...*poll) {
	if rapid.Bool().Draw(t, "exclusive") {
		for _, p := range polls {
			*p = *p.exclude()
		}
	}
}

func mustDiff(t testing.TB, before, after *segment.Evaluation) *segment.Changes {
	t.Helper()
	changes, err := segment.Diff(before, after)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}
