package segment_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

func TestEvaluationJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := polls(now).Draw(t, "poll")
		maybeExclusive(t, p)
		text := marshal(t, p.Evaluation)
		var back segment.Evaluation
		if err := json.Unmarshal([]byte(text), &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p.Evaluation, &back); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if again := marshal(t, &back); again != text {
			t.Errorf("%s became %s", text, again)
		}
	})
}

func TestEvaluationJSONForm(t *testing.T) {
	e := &segment.Evaluation{
		AsOf: time.Date(2026, 3, 1, 9, 30, 0, 5, time.FixedZone("", 3600)), Zone: "Asia/Tokyo",
		IDs: []string{"a", "b", "c"},
		Segments: []segment.Group{
			{Name: "vip", Label: retention.Text{English: "VIP", Japanese: "上客"}, Rule: "spent > 5", Members: segment.Bits{0b101}, Unknown: 1},
			{Name: "none", Rule: "spent > 9"},
		},
	}
	const want = `{"version":1,"asOf":"2026-03-01T08:30:00.000000005Z","zone":"Asia/Tokyo","ids":["a","b","c"],"segments":[` +
		`{"name":"vip","label":{"en":"VIP","ja":"上客"},"rule":"spent \u003e 5","members":"BQ==","unknown":1},{"name":"none","rule":"spent \u003e 9"}]}`
	if got := marshal(t, e); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := marshal(t, &segment.Evaluation{}), `{"version":1,"asOf":"0001-01-01T00:00:00Z","ids":[],"segments":[]}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// sound is a stored evaluation to be spoilt.
const sound = `{"version":1,"asOf":"2026-03-01T09:30:00Z","zone":"UTC","ids":["a","b","c"],"segments":[` +
	`{"name":"x","rule":"x","members":"BQ==","unknown":1},{"name":"y","rule":"y","members":"Ag=="}]}`

func TestHostileEvaluations(t *testing.T) {
	for _, tt := range []struct{ old, new, reason string }{
		{sound, ``, "nothing"},
		{sound, `null`, "null"},
		{sound, `[]`, "no object"},
		{sound, `{}`, "no version"},
		{sound, sound + sound, "two"},
		{`"version":1`, `"version":2`, "another version"},
		{`"version":1`, `"version":1,"more":1`, "an unknown field"},
		{`"2026-03-01T09:30:00Z"`, `"yesterday"`, "no time"},
		{`"2026-03-01T09:30:00Z"`, `"0000-01-01T00:00:00+23:59"`, "a year before all others"},
		{`"UTC"`, "\"\xff\"", "not in UTF-8"},
		{`"ids":["a","b","c"],`, ``, "no IDs"},
		{`["a","b","c"]`, `["a","c","b"]`, "not ascending"},
		{`["a","b","c"]`, `["a","a","b"]`, "one twice"},
		{`["a","b","c"]`, `["","b","c"]`, "an empty ID"},
		{`["a","b","c"]`, `["a","b"]`, "a member without an ID"},
		{`["a","b","c"]`, `[]`, "members of nobody"},
		{`"name":"y"`, `"name":"x"`, "a name twice"},
		{`"name":"y"`, `"name":""`, "no name"},
		{`"rule":"y"`, `"rule":""`, "no rule"},
		{`"BQ=="`, `"BQ"`, "base64 cut short"},
		{`"BQ=="`, `"BR=="`, "base64 with bits to spare"},
		{`"BQ=="`, `"BQA="`, "a zero byte at the end"},
		{`"BQ=="`, `"BQAAAAAAAAAB"`, "members in another word"},
		{`"BQ=="`, `"DQ=="`, "a fourth of three"},
		{`"Ag=="`, `"CA=="`, "only a fourth of three"},
		{`"unknown":1`, `"unknown":2`, "more unknown than there are others"},
		{`"unknown":1`, `"unknown":-1`, "fewer than none"},
		{`"unknown":1`, `"unknown":9223372036854775807`, "no sum of it"},
		{`"Ag=="}]`, `"Aw=="}],"exclusive":true`, "a customer in two of exclusive segments"},
	} {
		text := strings.Replace(sound, tt.old, tt.new, 1)
		e := segment.Evaluation{Zone: "as before"}
		err := e.UnmarshalJSON([]byte(text))
		if !errors.Is(err, segment.ErrEvaluation) {
			t.Errorf("%s: %v", tt.reason, err)
		}
		if e.Zone != "as before" || e.IDs != nil {
			t.Errorf("%s: changed", tt.reason)
		}
	}
	if err := new(segment.Evaluation).UnmarshalJSON([]byte(sound)); err != nil {
		t.Error(err)
	}
}

func TestEvaluationsNotToStore(t *testing.T) {
	for _, tt := range []struct {
		e      segment.Evaluation
		reason string
	}{
		{segment.Evaluation{IDs: []string{"b", "a"}}, "not ascending"},
		{segment.Evaluation{IDs: []string{"\xff"}}, "not in UTF-8"},
		{segment.Evaluation{Zone: "\xff"}, "a zone not in UTF-8"},
		{segment.Evaluation{AsOf: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, "a year that RFC 3339 cannot say"},
		{segment.Evaluation{Segments: []segment.Group{{Name: "x", Rule: "x", Members: segment.Bits{1}}}}, "a member without an ID"},
		{segment.Evaluation{Segments: []segment.Group{{Name: "x", Rule: "x", Label: retention.Text{Japanese: "\xff"}}}}, "a label not in UTF-8"},
	} {
		if _, err := tt.e.MarshalJSON(); !errors.Is(err, segment.ErrEvaluation) {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
}

func FuzzEvaluationJSON(f *testing.F) {
	f.Add([]byte(sound))
	f.Add([]byte(`{"version":1,"asOf":"2026-03-01T09:30:00+09:00","ids":[],"segments":[]}`))
	f.Add([]byte(`{"version":1,"asOf":"2026-03-01T09:30:00Z","exclusive":true,"ids":["a","b"],"segments":[{"name":"x","rule":"x","members":"Ag=="}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var e, back segment.Evaluation
		if err := e.UnmarshalJSON(data); err != nil {
			if !errors.Is(err, segment.ErrEvaluation) {
				t.Errorf("%v", err)
			}
			return
		}
		text := marshal(t, &e)
		if err := json.Unmarshal([]byte(text), &back); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if diff := cmp.Diff(e, back); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		e.Overlap()
		e.Exclude()
		if c, err := segment.Diff(&e, &back); err != nil || len(c.Moved()) > 0 {
			t.Errorf("moved from itself: %v %v", c, err)
		}
	})
}

func TestBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := map[int]bool{}
		bits := make(segment.Bits, rapid.IntRange(0, 4).Draw(t, "words"))
		var want []int
		for i := range 64 * len(bits) {
			if in[i] = rapid.IntRange(0, 9).Draw(t, "bit") == 0; in[i] {
				want = append(want, i)
				bits[i/64] |= 1 << (i % 64)
			}
		}
		if diff := cmp.Diff(want, slices.Collect(bits.All())); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if bits.Count() != len(want) {
			t.Errorf("%d, want %d", bits.Count(), len(want))
		}
		for i := -1; i <= 64*len(bits)+1; i++ {
			if bits.Has(i) != in[i] {
				t.Errorf("has %d: %v", i, bits.Has(i))
			}
		}
		text, err := bits.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back segment.Bits
		if err := back.UnmarshalText(text); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, slices.Collect(back.All())); diff != "" {
			t.Errorf("by way of %s (-want +got):\n%s", text, diff)
		}
	})
}
