package rfm_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
	"pgregory.net/rapid"
)

// sighting is a customer seen in a segment.
type sighting struct {
	segment string
	on      retention.Date
}

// remembered works a membership out from everything that was ever seen.
func remembered(seen []sighting) (m rfm.Membership) {
	for i, s := range seen {
		if i == 0 || s.segment != seen[i-1].segment {
			m.Since = s.on
		}
	}
	for _, s := range seen {
		m.Current = s.segment
	}
	for i := len(seen) - 1; i >= 0; i-- {
		if seen[i].segment != m.Current {
			m.Previous = seen[i].segment
			break
		}
	}
	return m
}

func TestMembershipRemembersHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var seen []sighting
		var got rfm.Membership
		day := retention.NewDate(2026, 1, 1)
		for range rapid.IntRange(0, 12).Draw(t, "sightings") {
			day = day.AddDays(rapid.IntRange(0, 3).Draw(t, "days later"))
			s := sighting{rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "segment"), day}
			seen = append(seen, s)
			got = got.Next(s.segment, s.on)
			if diff := cmp.Diff(remembered(seen), got); diff != "" {
				t.Fatalf("membership (-want +got)\n%s", diff)
			}
			if again := got.Next(s.segment, s.on.AddDays(1)); again != got {
				t.Fatalf("seen again: %v became %v", got, again)
			}
		}
	})
}

func TestMembershipNext(t *testing.T) {
	first, second := retention.NewDate(2026, 1, 1), retention.NewDate(2026, 2, 1)
	tests := []struct {
		reason  string
		was     rfm.Membership
		segment string
		on      retention.Date
		want    rfm.Membership
	}{
		{"first seen", rfm.Membership{}, "new", first, rfm.Membership{Current: "new", Since: first}},
		{"not seen", rfm.Membership{}, "", first, rfm.Membership{}},
		{
			"no segment is no change", rfm.Membership{Current: "new", Since: first}, "", second,
			rfm.Membership{Current: "new", Since: first},
		},
		{
			"a day is never taken back", rfm.Membership{Current: "new", Since: second}, "loyal", first,
			rfm.Membership{Current: "loyal", Previous: "new", Since: second},
		},
	}
	for _, test := range tests {
		if got := test.was.Next(test.segment, test.on); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.reason, got, test.want)
		}
	}
}

func TestMovementFollowsEveryCustomer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var movement, twin rfm.Movement
		seen := map[string][]sighting{}
		for month := range rapid.IntRange(0, 4).Draw(t, "snapshots") {
			asOf := fitAsOf.AddDate(0, month, 0)
			list := drawSummaries(t, "customers")
			snapshot := segmentedBy(t, tableAt(t, asOf, list), rfm.SixGroups())
			for c, segment := range snapshot.All() {
				seen[c.ID] = append(seen[c.ID], sighting{segment, retention.DateOf(asOf, time.UTC)})
			}
			for m, s := range map[*rfm.Movement]*rfm.Segmented{
				&movement: snapshot,
				&twin:     segmentedBy(t, tableAt(t, asOf, shuffled(t, list)), rfm.SixGroups()),
			} {
				if err := m.Add(s); err != nil {
					t.Fatal(err)
				}
			}
		}
		want := map[string]rfm.Membership{}
		for id, s := range seen {
			want[id] = remembered(s)
		}
		if diff := cmp.Diff(want, movement.Members, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("members (-want +got)\n%s", diff)
		}
		data, twinData := marshal(t, movement), marshal(t, twin)
		if data != twinData {
			t.Errorf("another order of customers gives another text:\n%s\n%s", data, twinData)
		}
		var back rfm.Movement
		if err := json.Unmarshal([]byte(data), &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(movement, back); diff != "" {
			t.Errorf("movement after JSON (-want +got)\n%s", diff)
		}
	})
}

func TestSnapshotsComeInOrder(t *testing.T) {
	at := func(asOf time.Time) *rfm.Segmented {
		return segmentedBy(t, tableAt(t, asOf, []rfm.Summary{buyer("a", 1, 1, 10)}), rfm.SixGroups())
	}
	var m rfm.Movement
	if err := m.Add(at(fitAsOf)); err != nil {
		t.Fatal(err)
	}
	was := marshal(t, m)
	if err := m.Add(at(fitAsOf)); !errors.Is(err, rfm.ErrNotLater) {
		t.Errorf("the same instant again: error %v", err)
	}
	if got := marshal(t, m); got != was {
		t.Errorf("a refused snapshot changed %s into %s", was, got)
	}
	if err := m.Add(at(fitAsOf.Add(time.Hour))); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

func marshal(t rapid.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	return string(data)
}
