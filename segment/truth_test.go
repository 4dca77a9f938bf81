package segment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/retentionkit/retention/segment"
)

const (
	no      = segment.False
	unknown = segment.Unknown
	yes     = segment.True
)

// The tables are those of S. C. Kleene, Introduction to Metamathematics (1952),
// §64, the strong sense.
func TestTruthTables(t *testing.T) {
	truths := []segment.Truth{no, unknown, yes}
	table := func(of func(a, b segment.Truth) segment.Truth) (rows [][]segment.Truth) {
		for _, a := range truths {
			var row []segment.Truth
			for _, b := range truths {
				row = append(row, of(a, b))
			}
			rows = append(rows, row)
		}
		return rows
	}
	and := [][]segment.Truth{
		{no, no, no},
		{no, unknown, unknown},
		{no, unknown, yes},
	}
	or := [][]segment.Truth{
		{no, unknown, yes},
		{unknown, unknown, yes},
		{yes, yes, yes},
	}
	if diff := cmp.Diff(and, table(segment.Truth.And)); diff != "" {
		t.Errorf("and (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(or, table(segment.Truth.Or)); diff != "" {
		t.Errorf("or (-want +got):\n%s", diff)
	}
	not := []segment.Truth{no.Not(), unknown.Not(), yes.Not()}
	if diff := cmp.Diff([]segment.Truth{yes, unknown, no}, not); diff != "" {
		t.Errorf("not (-want +got):\n%s", diff)
	}
	if segment.TruthOf(true) != yes || segment.TruthOf(false) != no {
		t.Error("TruthOf does not tell true from false")
	}
	if *new(segment.Truth) != unknown {
		t.Error("the zero truth is not unknown")
	}
}

func TestTruthText(t *testing.T) {
	for _, tt := range []struct {
		truth segment.Truth
		text  string
	}{{no, "false"}, {unknown, "unknown"}, {yes, "true"}} {
		text, err := tt.truth.MarshalText()
		if err != nil || string(text) != tt.text || tt.truth.String() != tt.text {
			t.Errorf("%s: text %q, %v, string %v", tt.text, text, err, tt.truth)
		}
		got := segment.Truth(9)
		if err := got.UnmarshalText(text); err != nil || got != tt.truth {
			t.Errorf("%s: read as %v, %v", tt.text, got, err)
		}
	}
	for _, text := range []string{"", "True", "1", "unknown "} {
		if got := yes; got.UnmarshalText([]byte(text)) == nil || got != yes {
			t.Errorf("%q was read as %v", text, got)
		}
	}
	if text, err := segment.Truth(2).MarshalText(); err == nil {
		t.Errorf("no truth has the text %q", text)
	}
	if got := segment.Truth(2).String(); got != "Truth(2)" {
		t.Errorf("no truth prints as %s", got)
	}
}
