package rfm_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
	"pgregory.net/rapid"
)

// claimants is a naive reading of a map: for every cell, the indices of the
// segments that have it. Patterns are nearly regular expressions as they are.
func claimants(m rfm.Map) map[string][]int {
	axes := 3
	if m.Axes == rfm.TwoAxes {
		axes = 2
	}
	cells := []string{""}
	for range axes {
		var longer []string
		for _, cell := range cells {
			for score := range m.Bins {
				longer = append(longer, fmt.Sprint(cell, score+1))
			}
		}
		cells = longer
	}
	found := map[string][]int{}
	for _, cell := range cells {
		found[cell] = nil
	}
	one := fmt.Sprintf("[1-%d]", m.Bins)
	for i, s := range m.Segments {
		pattern, err := regexp.Compile("^(" + strings.ReplaceAll(strings.Join(s.Cells, "|"), "*", one) + ")$")
		if err != nil || len(s.Cells) == 0 {
			continue
		}
		for cell := range found {
			if pattern.MatchString(cell) {
				found[cell] = append(found[cell], i)
			}
		}
	}
	return found
}

// drawMap makes a partition and, mostly, breaks it.
func drawMap(t *rapid.T) rfm.Map {
	m := rfm.Map{
		Version: 1,
		Name:    rapid.String().Draw(t, "name"),
		Bins:    rapid.IntRange(2, 4).Draw(t, "bins"),
		Axes:    rapid.SampledFrom([]rfm.Axes{rfm.ThreeAxes, rfm.TwoAxes}).Draw(t, "axes"),
	}
	for i := range rapid.IntRange(1, 6).Draw(t, "segments") {
		m.Segments = append(m.Segments, rfm.Segment{Name: fmt.Sprint("s", i), Title: drawText(t), Advice: drawText(t)})
	}
	cells := claimants(m)
	for _, cell := range sortedKeys(cells) {
		s := &m.Segments[rapid.IntRange(0, len(m.Segments)-1).Draw(t, "owner")]
		s.Cells = append(s.Cells, cell)
	}
	for range rapid.IntRange(0, 2).Draw(t, "faults") {
		breakMap(t, &m)
	}
	return m
}

func drawText(t *rapid.T) retention.Text {
	return retention.Text{English: rapid.String().Draw(t, "en"), Japanese: rapid.String().Draw(t, "ja")}
}

func breakMap(t *rapid.T, m *rfm.Map) {
	s := &m.Segments[rapid.IntRange(0, len(m.Segments)-1).Draw(t, "at")]
	part := rapid.SampledFrom([]string{"*", "1", "2", "[1-2]", "[2-2]"})
	switch rapid.IntRange(0, 4).Draw(t, "fault") {
	case 0:
		if len(s.Cells) > 0 {
			s.Cells = s.Cells[1:]
		}
	case 1: // harmless if the segment has these cells already
		pattern := part.Draw(t, "r") + part.Draw(t, "f")
		if m.Axes == rfm.ThreeAxes {
			pattern += part.Draw(t, "m")
		}
		s.Cells = append(s.Cells, pattern)
	case 2:
		s.Name = rapid.SampledFrom([]string{"", " ", "s0", "s1", "prospects", "\xff"}).Draw(t, "new name")
	case 3:
		m.WithoutSales.Name = rapid.SampledFrom([]string{"s0", "nobody", "\xff"}).Draw(t, "without sales")
	case 4:
		m.Segments = append(m.Segments, rfm.Segment{Name: "void"})
	}
}

func TestCompileAcceptsExactlyThePartitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMap(t)
		want := badCells(m)
		if n := badNames(m); n > 0 {
			want = append(want, fmt.Sprint("bad names: ", n))
		}

		_, err := m.Compile()
		if diff := cmp.Diff(sorted(want), sorted(faults(err))); diff != "" {
			t.Errorf("faults (-want +got)\n%s", diff)
		}
	})
}

// badCells describes what the naive reading finds wrong with the cells.
func badCells(m rfm.Map) (list []string) {
	cells := claimants(m)
	if len(m.Segments) > len(cells) {
		return []string{"segments -1"}
	}
	won := make([]bool, len(m.Segments))
	for cell, claims := range cells {
		if len(claims) == 0 {
			list = append(list, "uncovered "+cell)
			continue
		}
		won[claims[0]] = true
		for _, late := range claims[1:] {
			list = append(list, fmt.Sprintf("overlap %s of %d with %q", cell, late, m.Segments[claims[0]].Name))
		}
	}
	for i, s := range m.Segments {
		if len(s.Cells) == 0 {
			list = append(list, fmt.Sprint("no-cells ", i))
		} else if !won[i] {
			list = append(list, fmt.Sprint("unreachable ", i))
		}
	}
	return list
}

// badNames counts the faults of names: blank, broken, used before.
func badNames(m rfm.Map) (n int) {
	names := []string{}
	for _, s := range m.Segments {
		names = append(names, s.Name)
	}
	if m.WithoutSales.Name == "" {
		m.WithoutSales.Name = "prospects"
	}
	names = append(names, m.WithoutSales.Name)
	for i, name := range names {
		if strings.TrimSpace(name) == "" || slices.Contains(names[:i], name) {
			n++
		}
		if name == "\xff" {
			n++
		}
	}
	return n
}

// faults describes the faults of a map as the naive reading does.
func faults(err error) (list []string) {
	var e *rfm.MapError
	if !errors.As(err, &e) {
		return nil
	}
	names := 0
	for _, f := range e.Faults {
		switch {
		case strings.HasPrefix(f.Code, "name-") || f.Code == "encoding":
			names++
		case f.Code == "uncovered":
			list = append(list, "uncovered "+f.Cell)
		case f.Code == "overlap":
			list = append(list, fmt.Sprintf("overlap %s of %d with %q", f.Cell, f.Index, f.Other))
		default:
			list = append(list, fmt.Sprint(f.Code, " ", f.Index))
		}
	}
	if names > 0 {
		list = append(list, fmt.Sprint("bad names: ", names))
	}
	return list
}

func TestCompileNamesEveryFault(t *testing.T) {
	halves := []rfm.Segment{{Name: "old", Cells: []string{"1*"}}, {Name: "new", Cells: []string{"2*"}}}
	tests := []struct {
		reason string
		m      rfm.Map
		want   []rfm.MapFault
	}{{
		reason: "nothing is set",
		m:      rfm.Map{},
		want:   []rfm.MapFault{{Code: "version", Index: -1}, {Code: "bins", Index: -1}, {Code: "axes", Index: -1}},
	}, {
		reason: "cells of an impossible scale are not judged, names are",
		m:      rfm.Map{Version: 2, Bins: 10, Axes: "rf", Segments: []rfm.Segment{{Cells: []string{"?"}}}},
		want: []rfm.MapFault{
			{Code: "name-missing"}, {Code: "version", Index: -1}, {Code: "bins", Index: -1}, {Code: "axes", Index: -1},
		},
	}, {
		reason: "no segments",
		m:      rfm.Map{Version: 1, Bins: 2, Axes: rfm.TwoAxes},
		want: []rfm.MapFault{
			{Code: "uncovered", Index: -1, Cell: "11"}, {Code: "uncovered", Index: -1, Cell: "12"},
			{Code: "uncovered", Index: -1, Cell: "21"}, {Code: "uncovered", Index: -1, Cell: "22"},
		},
	}, {
		reason: "too many segments to have a cell each",
		m: rfm.Map{Version: 1, Bins: 2, Axes: rfm.TwoAxes, Segments: []rfm.Segment{
			{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}, {Name: "e"},
		}},
		want: []rfm.MapFault{{Code: "segments", Index: -1}},
	}, {
		reason: "a shadowed segment is told from a gap",
		m: rfm.Map{Version: 1, Bins: 2, Axes: rfm.TwoAxes, Segments: []rfm.Segment{
			{Name: "all", Cells: []string{"1*", "21"}}, {Name: "late", Cells: []string{"11", "11"}},
		}},
		want: []rfm.MapFault{
			{Code: "overlap", Segment: "late", Index: 1, Cell: "11", Other: "all"},
			{Code: "unreachable", Segment: "late", Index: 1},
			{Code: "uncovered", Index: -1, Cell: "22"},
		},
	}, {
		reason: "the default name of customers without sales is taken",
		m: rfm.Map{Version: 1, Bins: 2, Axes: rfm.TwoAxes, Segments: []rfm.Segment{
			{Name: "prospects", Cells: []string{"**"}},
		}},
		want: []rfm.MapFault{{Code: "name-repeated", Segment: "prospects", Index: 1}},
	}, {
		reason: "customers without sales have no cells",
		m: rfm.Map{
			Version: 1, Bins: 2, Axes: rfm.TwoAxes, Segments: halves,
			WithoutSales: rfm.Segment{Name: "leads", Cells: []string{"11"}},
		},
		want: []rfm.MapFault{{Code: "cells-without-sales", Segment: "leads", Index: 2}},
	}, {
		reason: "JSON would not keep broken text",
		m: rfm.Map{
			Version: 1, Name: "\xff", Bins: 2, Axes: rfm.TwoAxes, Segments: halves,
			WithoutSales: rfm.Segment{Name: "leads", Advice: retention.Text{Japanese: "\xff"}},
		},
		want: []rfm.MapFault{{Code: "encoding", Index: -1}, {Code: "encoding", Segment: "leads", Index: 2}},
	}}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			_, err := test.m.Compile()
			var e *rfm.MapError
			if !errors.As(err, &e) {
				t.Fatalf("error %v, want a *MapError", err)
			}
			if diff := cmp.Diff(test.want, e.Faults); diff != "" {
				t.Errorf("faults (-want +got)\n%s", diff)
			}
		})
	}
}

func TestCellSyntax(t *testing.T) {
	const bins = 5
	for _, cell := range []string{
		"", "5", "55", "5555", "550", "556", "55-", "a55", "５55", "[4-5]5", "[5-4]55", "[4-6]55", "[0-5]55",
		"[45]55", "[4-5", "55[4-5", "55]", "[]55", "[4-5-]5", "**", "5 5", " 555", "555\n", "55\xff", "---",
	} {
		m := rfm.Map{Version: 1, Bins: bins, Axes: rfm.ThreeAxes, Segments: []rfm.Segment{
			{Name: "all", Cells: []string{"***", cell}},
		}}
		_, err := m.Compile()
		var e *rfm.MapError
		want := []rfm.MapFault{{Code: "cell-syntax", Segment: "all", Cell: cell}}
		if !errors.As(err, &e) || !cmp.Equal(e.Faults, want) {
			t.Errorf("cell %q: error %v", cell, err)
		}
	}
	for _, cell := range []string{"555", "***", "[1-5][5-5]5", "*[2-4]1"} {
		m := rfm.Map{Version: 1, Bins: bins, Axes: rfm.ThreeAxes, Segments: []rfm.Segment{
			{Name: "all", Cells: []string{"***", cell}},
		}}
		if _, err := m.Compile(); err != nil {
			t.Errorf("cell %q: %v", cell, err)
		}
	}
}

func TestMapErrorCountsWhatItLeavesOut(t *testing.T) {
	_, err := rfm.Map{Version: 1, Name: "empty", Bins: 4, Axes: rfm.TwoAxes}.Compile()
	if !strings.HasSuffix(err.Error(), "; and 6 more") {
		t.Errorf("error of 16 faults: %v", err)
	}
	var e *rfm.MapError
	if !errors.As(err, &e) || len(e.Faults) != 16 {
		t.Errorf("want all 16 faults in the error: %v", err)
	}
}

func TestMapFaultsSpeak(t *testing.T) {
	for _, code := range []string{
		"encoding", "name-missing", "name-repeated", "cells-without-sales", "version", "bins", "axes", "segments",
		"no-cells", "cell-syntax", "overlap", "unreachable", "uncovered",
	} {
		f := rfm.MapFault{Code: code, Segment: "{cell}", Cell: "111", Other: "b"} // a name is not a placeholder
		en, ja := f.Text(retention.English), f.Text(retention.Japanese)
		if en == "" || en == code || ja == "" || ja == en || strings.Contains(strings.ReplaceAll(en+ja, "{cell}", ""), "{") {
			t.Errorf("%s: %q, %q", code, en, ja)
		}
	}
}

func TestMapsSurviveJSON(t *testing.T) {
	check := func(t rapid.TB, m rfm.Map) {
		t.Helper()
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatalf("Marshal: %v", err)
		}
		var back rfm.Map
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("Unmarshal: %v", err)
		}
		if diff := cmp.Diff(m, back); diff != "" {
			t.Errorf("map after JSON (-want +got)\n%s", diff)
		}
	}
	for _, m := range presets() {
		check(t, m)
	}
	rapid.Check(t, func(t *rapid.T) {
		m := drawMap(t)
		if _, err := m.Compile(); err == nil {
			check(t, m)
		}
	})
}

func FuzzMap(f *testing.F) {
	for _, text := range []string{
		`{"version":1,"bins":2,"axes":"r-fm","segments":[{"name":"a","cells":["1*"]},{"name":"b","cells":["21","22"]}]}`,
		`{"version":1,"bins":3,"axes":"rfm","segments":[{"name":"a","cells":["[1-2]**"]},{"name":"b","cells":["3**"]}]}`,
		`{"version":1,"bins":9,"axes":"r-fm","segments":[{"name":"a","cells":["**"]}],"withoutSales":{"name":"z"}}`,
		`{"version":1,"bins":2,"axes":"rfm","segments":[{"name":"a","cells":["1*"]},{"name":"a"}]}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var m rfm.Map
		if json.Unmarshal(data, &m) != nil {
			return
		}
		segmenter, err := m.Compile()
		if err != nil {
			_ = err.Error()
			return
		}
		for cell, list := range claimants(m) {
			if len(list) != 1 {
				t.Fatalf("accepted, but cell %s is in %d segments", cell, len(list))
			}
			if m.Axes == rfm.TwoAxes {
				cell += cell[1:] // frequency and monetary alike
			}
			score := rfm.Score{R: cell[0] - '0', F: cell[1] - '0', M: cell[2] - '0'}
			if got, want := segmenter.Of(score), m.Segments[list[0]].Name; got != want {
				t.Fatalf("Of(%v) = %q, want %q", score, got, want)
			}
		}
	})
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	return sorted(keys)
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}
