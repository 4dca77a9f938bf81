package rfm_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/rfm"
)

// rMap is the default map of R package rfm 0.2 as its six vectors have it:
// ranges of which the first that matches wins.
func rMap() rfm.Map {
	ranges := []struct {
		name             string
		rLower, rUpper   int
		fmLower, fmUpper int // of frequency and of monetary
	}{
		{"Champions", 4, 5, 4, 5},
		{"Loyal Customers", 2, 5, 3, 5},
		{"Potential Loyalist", 3, 5, 1, 3},
		{"New Customers", 4, 5, 1, 1},
		{"Promising", 3, 4, 1, 1},
		{"Need Attention", 2, 3, 2, 3},
		{"About To Sleep", 2, 3, 1, 2},
		{"At Risk", 1, 2, 2, 5},
		{"Can't Lose Them", 1, 1, 4, 5},
		{"Lost", 1, 2, 1, 2},
	}
	m := rfm.Map{Version: 1, Name: "R package rfm 0.2", Bins: 5, Axes: rfm.ThreeAxes}
	for _, r := range ranges {
		cells := fmt.Sprintf("[%d-%d][%d-%d][%[3]d-%[4]d]", r.rLower, r.rUpper, r.fmLower, r.fmUpper)
		m.Segments = append(m.Segments, rfm.Segment{Name: r.name, Cells: []string{cells}})
	}
	return m
}

// firstMatchWins turns overlapping ranges into a partition; what matches none
// is in Others.
func firstMatchWins(m rfm.Map) rfm.Map {
	cells := map[string][]string{}
	for cell, claims := range claimants(m) {
		name := "Others"
		if len(claims) > 0 {
			name = m.Segments[claims[0]].Name
		}
		cells[name] = append(cells[name], cell)
	}
	m.Segments = nil
	for _, name := range sortedKeys(cells) {
		m.Segments = append(m.Segments, rfm.Segment{Name: name, Cells: cells[name]})
	}
	return m
}

func TestRMapIsNoPartition(t *testing.T) {
	_, err := rMap().Compile()
	var e *rfm.MapError
	if !errors.As(err, &e) {
		t.Fatalf("error %v, want a *MapError", err)
	}
	uncovered := 0
	var unreachable []string
	for _, f := range e.Faults {
		switch f.Code {
		case "uncovered":
			uncovered++
		case "unreachable":
			unreachable = append(unreachable, f.Segment)
		}
	}
	if uncovered != 36 {
		t.Errorf("%d cells uncovered, want 36", uncovered)
	}
	if diff := cmp.Diff([]string{"New Customers", "Promising", "Can't Lose Them"}, unreachable); diff != "" {
		t.Errorf("unreachable (-want +got)\n%s", diff)
	}
}

func TestRSegmentsAreReproduced(t *testing.T) {
	const customer, r, f, m, segment = 0, 5, 6, 7, 9 // columns
	rows := sharedCSV(t, "golden", "rfm_r_orders_2006-12-31.csv")
	segmenter := compiled(t, firstMatchWins(rMap()))
	for _, row := range rows {
		score := rfm.Score{R: row[r][0] - '0', F: row[f][0] - '0', M: row[m][0] - '0'}
		if got := segmenter.Of(score); got != row[segment] {
			t.Errorf("customer %q: %v is %q, want %q", row[customer], score, got, row[segment])
		}
	}
	if len(rows) != 995 {
		t.Errorf("%d customers, want 995", len(rows))
	}
}
