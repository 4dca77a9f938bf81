package rfm

import "fmt"

// DriftReport tells how another scale changes the scores of customers who did
// nothing in between.
type DriftReport struct {
	Customers    int       `json:"customers"` // with sales
	Changed      int       `json:"changed"`   // on any axis
	ChangedShare float64   `json:"changedShare"`
	R            AxisDrift `json:"recency"`
	F            AxisDrift `json:"frequency"`
	M            AxisDrift `json:"monetary"`
}

// AxisDrift is the part of a [DriftReport] about one axis.
type AxisDrift struct {
	Changed      int     `json:"changed"`
	ChangedShare float64 `json:"changedShare"`
	// Transitions[i][j] is the number of customers with score i+1 before and
	// j+1 after.
	Transitions [][]int `json:"transitions"`
	// CutsBefore and CutsAfter are those of the two scales.
	CutsBefore []Cut `json:"cutsBefore"`
	CutsAfter  []Cut `json:"cutsAfter"`
}

// Drift scores the same measures by two scales and counts the differences.
//
// A scale that is fitted again moves its cuts, because other customers have
// gone on buying. Customers who did nothing then get other scores, fall into
// other segments, and set off messages meant for those who changed: of an
// online shop's customers who bought nothing in September 2011 (UCI Online
// Retail), fitting again at the end of it gave 37 % another frequency score and
// 9 % another monetary one, 42 % one or both. So look at the drift before
// putting a new scale to use.
//
// It is an error if the scales differ in bins, or if one of them cannot score
// the table.
func Drift(t *Table, before, after *Scorer) (DriftReport, error) {
	b, err := before.Apply(t)
	if err != nil {
		return DriftReport{}, fmt.Errorf("before: %w", err)
	}
	a, err := after.Apply(t)
	if err != nil {
		return DriftReport{}, fmt.Errorf("after: %w", err)
	}
	if b.bins() != a.bins() {
		return DriftReport{}, fmt.Errorf("rfm: scores of 1 to %d before, but of 1 to %d after", b.bins(), a.bins())
	}
	was, is := before.Scale(), after.Scale()
	report := DriftReport{
		Customers: t.WithSales(),
		R:         axisDrift(b, a, was.R.Cuts, is.R.Cuts, func(s Score) uint8 { return s.R }),
		F:         axisDrift(b, a, was.F.Cuts, is.F.Cuts, func(s Score) uint8 { return s.F }),
		M:         axisDrift(b, a, was.M.Cuts, is.M.Cuts, func(s Score) uint8 { return s.M }),
	}
	for i := range t.Len() {
		if b.Score(i) != a.Score(i) {
			report.Changed++
		}
	}
	report.ChangedShare = share(report.Changed, report.Customers)
	return report, nil
}

func axisDrift(before, after *Scored, cutsBefore, cutsAfter []Cut, score func(Score) uint8) AxisDrift {
	d := AxisDrift{
		Transitions: matrix[int](before.bins()),
		CutsBefore:  cutsBefore,
		CutsAfter:   cutsAfter,
	}
	customers := 0
	for i := range before.Len() {
		b, a := score(before.Score(i)), score(after.Score(i))
		if b == 0 {
			continue // without sales
		}
		customers++
		d.Transitions[b-1][a-1]++
		if b != a {
			d.Changed++
		}
	}
	d.ChangedShare = share(d.Changed, customers)
	return d
}
