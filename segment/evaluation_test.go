package segment_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

func customerID(c *customer) string { return c.ID }

// populations returns customers with an ID each.
func populations() *rapid.Generator[[]*customer] {
	return rapid.Custom(func(t *rapid.T) []*customer {
		ids := rapid.SliceOfNDistinct(rapid.StringN(1, 6, -1), 0, 12, rapid.ID[string]).Draw(t, "ids")
		list := make([]*customer, len(ids))
		for i, id := range ids {
			list[i] = customers().Draw(t, "customer")
			list[i].ID = id
		}
		return list
	})
}

// sets returns some segments with random rules, one of which refers to another.
func sets() *rapid.Generator[*segment.Set[*customer]] {
	return rapid.Custom(func(t *rapid.T) *segment.Set[*customer] {
		list := []segment.Segment[*customer]{{Name: "x", Label: retention.Text{English: "X", Japanese: "甲"}, Rule: rules(1).Draw(t, "x")}}
		if rapid.Bool().Draw(t, "more") {
			list = append(list,
				segment.Segment[*customer]{Name: "not x", Rule: segment.Not(list[0].Ref())},
				segment.Segment[*customer]{Name: "y", Rule: segment.Any(list[0].Ref(), rules(1).Draw(t, "y"))})
		}
		set, err := segment.CompileAnyway(list...)
		if err != nil {
			t.Fatal(err)
		}
		return set
	})
}

func TestEvaluateIsTests(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		population, set := populations().Draw(t, "population"), sets().Draw(t, "set")
		view := set.AsOf(now, time.UTC)
		e, err := view.Evaluate(customerID, slices.Values(population))
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(population, func(a, b *customer) int { return strings.Compare(a.ID, b.ID) })
		if e.Len() != len(population) || len(e.Segments) != set.Len() || !e.AsOf.Equal(now) || e.Zone != "UTC" || e.Exclusive {
			t.Fatalf("%d customers, %d segments, as of %v in %s", e.Len(), len(e.Segments), e.AsOf, e.Zone)
		}
		for i, s := range set.All() {
			var members []string
			unknown := 0
			for row, c := range population {
				if e.IDs[row] != c.ID {
					t.Fatalf("row %d is %q, want %q", row, e.IDs[row], c.ID)
				}
				truth := view.Test(c, i)
				if truth == segment.True {
					members = append(members, c.ID)
				}
				if truth == segment.Unknown {
					unknown++
				}
				if got := e.Has(c.ID, s.Name); got != (truth == segment.True) {
					t.Errorf("%v is %v a member of %q: %v", c, truth, s.Name, got)
				}
			}
			g, text := e.Segments[i], s.Rule.String()
			if s.Rule == segment.Rule[*customer](longName) {
				text = fmt.Sprintf("rule %q", text)
			}
			if g.Name != s.Name || g.Label != s.Label || g.Rule != text || g.Unknown != unknown || g.Size() != len(members) || e.Index(s.Name) != i {
				t.Errorf("segment %q of %d and %d unknown is %+v", s.Name, len(members), unknown, g)
			}
			if diff := cmp.Diff(members, slices.Collect(e.Members(s.Name))); diff != "" {
				t.Errorf("members of %q (-want +got):\n%s", s.Name, diff)
			}
		}
		for _, c := range population {
			if diff := cmp.Diff(slices.Collect(view.Of(c)), slices.Collect(e.Of(c.ID))); diff != "" {
				t.Errorf("segments of %v (-want +got):\n%s", c, diff)
			}
		}
	})
}

func TestEvaluateWhateverTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		population, set := populations().Draw(t, "population"), sets().Draw(t, "set")
		evaluate := func(list []*customer) string {
			e, err := set.AsOf(now, time.UTC).Evaluate(customerID, slices.Values(list))
			if err != nil {
				t.Fatal(err)
			}
			return marshal(t, e)
		}
		want, got := evaluate(population), evaluate(rapid.Permutation(population).Draw(t, "shuffled"))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func marshal(t rapid.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// crowd are voters enough for several batches, about one segment; every third is a
// member, every seventh unknown.
func crowd(n int) []voter {
	list := make([]voter, n)
	for i := range list {
		truth := segment.False
		switch {
		case i%3 == 0:
			truth = segment.True
		case i%7 == 0:
			truth = segment.Unknown
		}
		list[i] = voter{fmt.Sprintf("customer-%d", i*7919%n), map[string]segment.Truth{"it": truth}}
	}
	return list
}

func crowdView(t testing.TB, rule func(voter) segment.Truth) segment.View[voter] {
	t.Helper()
	set, err := segment.CompileAnyway(segment.Segment[voter]{Name: "it", Rule: segment.RuleFunc("it", rule)})
	if err != nil {
		t.Fatal(err)
	}
	return set.AsOf(now, time.UTC)
}

func saysIt(v voter) segment.Truth { return v.says["it"] }

// processors runs do with a number of processors.
func processors(n int, do func()) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
	do()
}

func TestEvaluateWithManyProcessors(t *testing.T) {
	for _, n := range []int{4095, 4096, 4097, 3 * 4096, 30_011} {
		list := crowd(n)
		members := map[string]bool{}
		unknown := 0
		for _, v := range list {
			switch saysIt(v) {
			case segment.True:
				members[v.id] = true
			case segment.Unknown:
				unknown++
			}
		}
		want := slices.Sorted(maps.Keys(members))
		for _, procs := range []int{1, 2, 5} {
			processors(procs, func() {
				rand.New(rand.NewPCG(1, 2)).Shuffle(n, func(i, j int) { list[i], list[j] = list[j], list[i] })
				e, err := crowdView(t, saysIt).Evaluate(voterID, slices.Values(list))
				if err != nil {
					t.Fatal(err)
				}
				if e.Len() != n || !slices.IsSorted(e.IDs) || e.Segments[0].Unknown != unknown {
					t.Errorf("%d processors: %d customers with %d unknown, want %d with %d", procs, e.Len(), e.Segments[0].Unknown, n, unknown)
				}
				if got := slices.Collect(e.Members("it")); !slices.Equal(got, want) {
					t.Errorf("%d processors: other members", procs)
				}
			})
		}
	}
}

func TestEvaluateSortsLikeStrings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.StringMatching("(pre|)[\x01ab\u00e9]{1,12}"), 0, 20, rapid.ID[string]).Draw(t, "ids")
		ids = append(ids, "pre\x00", "pre\x00\x00", "pre")
		var list []voter
		for _, id := range rapid.Permutation(ids).Draw(t, "shuffled") {
			list = append(list, voter{id: id})
		}
		set, _ := segment.Compile[voter]()
		e, err := set.AsOf(now, time.UTC).Evaluate(voterID, slices.Values(list))
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(ids)
		if diff := cmp.Diff(ids, e.IDs); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestEvaluateFaults(t *testing.T) {
	three := func(id string) iter.Seq[voter] {
		return slices.Values([]voter{{id: "b"}, {id: "a"}, {id: id}})
	}
	many := crowd(10_000)
	many[9_999].id = many[17].id
	for _, tt := range []struct {
		customers iter.Seq[voter]
		want      string
		reason    string
	}{
		{three(""), `segment: customer 3 of those given: a customer needs an ID of their own, this one has none`, "an empty ID has nothing but its place"},
		{slices.Values([]voter{{}}), `segment: customer 1 of those given: a customer needs an ID of their own, this one has none`, "the first of all"},
		{three("\xff"), `segment: customer "\xff": a customer needs an ID of their own, in UTF-8`, "JSON could not hold it"},
		{three("b"), `segment: customer "b": a customer needs an ID of their own, this one is two customers'`, "twice"},
		{slices.Values(many), fmt.Sprintf(`segment: customer %q: a customer needs an ID of their own, this one is two customers'`, many[17].id), "twice, in other batches"},
	} {
		_, err := crowdView(t, saysIt).Evaluate(voterID, tt.customers)
		if !errors.Is(err, segment.ErrID) || err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", tt.reason, err, tt.want)
		}
	}
}

func TestEvaluatePanicsWhereItCanBeSeen(t *testing.T) {
	processors(4, func() {
		defer func() {
			if p := recover(); p != "no such customer" {
				t.Errorf("recovered %v", p)
			}
		}()
		crowdView(t, func(v voter) segment.Truth {
			if v.id == "customer-15000" {
				panic("no such customer")
			}
			return segment.True
		}).Evaluate(voterID, slices.Values(crowd(30_000)))
		t.Error("no panic")
	})
}

func TestEvaluateTakesStrangeTruths(t *testing.T) {
	e, err := crowdView(t, func(voter) segment.Truth { return 7 }).Evaluate(voterID, slices.Values(crowd(70)))
	if err != nil {
		t.Fatal(err)
	}
	if g := e.Segments[0]; g.Size() != 0 || g.Unknown != 0 {
		t.Errorf("%d members and %d unknown of an answer that is none", g.Size(), g.Unknown)
	}
}

func TestEvaluateForgetsTheClock(t *testing.T) {
	at := time.Now() // with a monotonic reading
	tokyo := time.FixedZone("Asia/Tokyo", 9*60*60)
	set, _ := segment.Compile[voter]()
	e, err := set.AsOf(at, tokyo).Evaluate(voterID, slices.Values([]voter{}))
	if err != nil {
		t.Fatal(err)
	}
	if e.AsOf != at.UTC().Round(0) || e.Zone != "Asia/Tokyo" {
		t.Errorf("as of %#v in %q", e.AsOf, e.Zone)
	}
}

func TestEvaluationOfNobody(t *testing.T) {
	var e segment.Evaluation
	if e.Len() != 0 || e.Has("", "") || e.Index("") != -1 || len(slices.Collect(e.Members("x"))) != 0 || len(slices.Collect(e.Of("x"))) != 0 {
		t.Error("the zero evaluation has something")
	}
}

func TestIteratorsStop(t *testing.T) {
	e, err := crowdView(t, saysIt).Evaluate(voterID, slices.Values(crowd(100)))
	if err != nil {
		t.Fatal(err)
	}
	for range e.Members("it") {
		break
	}
	for range e.Of(e.IDs[0]) {
		break
	}
	for range e.Assign() {
		break
	}
	for range e.Unassigned() {
		break
	}
}
