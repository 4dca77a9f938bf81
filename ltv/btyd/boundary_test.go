package btyd_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
)

// TestFitOfCustomersWhoLeaveAlike: where all leave with one chance, a and b have no
// limit above. By luck there may be a maximum, and it is then returned, but along
// the way to infinity the log-likelihood falls by less than Runaway says.
func TestFitOfCustomersWhoLeaveAlike(t *testing.T) {
	const threshold, off = 1.92, 148 // e^5
	truth := btyd.BGNBD{R: 0.8, Alpha: btyd.Weeks(4), A: 1e6, B: 4e6}
	for _, tt := range []struct {
		seed    uint64
		maximum bool
	}{{0, false}, {2, true}, {4, true}} {
		src := rand.NewPCG(tt.seed, 7)
		records := make([]btyd.Record, 3000)
		for i := range records {
			records[i] = truth.Simulate(src, btyd.Weeks(52)).Record(btyd.Weeks(52))
		}
		f, err := btyd.FitBGNBD(t.Context(), records, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := []btyd.Runaway{{Param: "a", Infinite: true}, {Param: "b", Infinite: true}}
		if f.Status != btyd.Boundary || !slices.Equal(f.Runaway, want) {
			t.Errorf("seed %d: %v, %v", tt.seed, f.Status, f.Runaway)
		}
		if maximum := f.Model.A < 1e3; maximum != tt.maximum {
			t.Errorf("seed %d: a = %v", tt.seed, f.Model.A)
		}
		if chance := f.Model.A / (f.Model.A + f.Model.B); !within(chance, 0.2, 0.03) {
			t.Errorf("seed %d: they leave with a chance of %v", tt.seed, chance)
		}
		there := f.Model
		there.A, there.B = off*there.A, off*there.B
		lost := f.LogLikelihood
		for _, c := range records {
			lost -= there.LogLikelihood(c, btyd.Day)
		}
		if lost >= threshold || tt.maximum && lost < 0.01 {
			t.Errorf("seed %d: the log-likelihood falls by %v", tt.seed, lost)
		}
	}
}
