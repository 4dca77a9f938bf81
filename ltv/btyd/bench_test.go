package btyd_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
)

// cdnowOrLike returns the records of CDNOW, or simulated ones if there are none.
func cdnowOrLike(b *testing.B) []btyd.Record {
	dir := os.Getenv("RETENTION_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "data", "cdnow_cbs.csv")); err != nil {
		return shop(2357, true)
	}
	return cdnow(b)
}

func BenchmarkFit(b *testing.B) {
	for _, set := range []struct {
		name    string
		records []btyd.Record
	}{
		{"CDNOW", cdnowOrLike(b)},
		{"customers=100000", shop(100_000, true)},
	} {
		for _, m := range betaGeometrics {
			b.Run(strings.ToUpper(m.key)+"/"+set.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					fitAny(b, m.key, set.records, nil)
				}
			})
		}
	}
}

func BenchmarkFitCovariates(b *testing.B) {
	records := cdnowOrLike(b)
	random := rand.New(rand.NewPCG(1, 1))
	covariates := make([]btyd.Covariates, len(records))
	for i := range covariates {
		z := []float64{random.NormFloat64(), float64(random.IntN(2))}
		covariates[i] = btyd.Covariates{Purchase: z, Dropout: z}
	}
	b.Run("BGNBD/CDNOW/covariates=4", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := btyd.FitBGNBDCovariates(b.Context(), records, covariates, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkScore(b *testing.B) {
	few := cdnowOrLike(b)
	records := make([]btyd.Record, 1_000_000)
	for i := range records {
		records[i] = few[i%len(few)]
	}
	dst := make([]float64, len(records))
	for name, m := range map[string]btyd.Model{
		"BGNBD":  btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426},
		"MBGNBD": btyd.MBGNBD{R: 0.525, Alpha: btyd.Weeks(6.183), A: 0.891, B: 1.614},
	} {
		for _, what := range []struct {
			name string
			f    func(btyd.Record) float64
			n    int
		}{
			{"PAlive", m.PAlive, 1_000_000},
			{"Expected", func(c btyd.Record) float64 { return m.Expected(c, btyd.Weeks(39)) }, 1_000_000},
			{"PAliveAfter", func(c btyd.Record) float64 { return m.PAliveAfter(c, btyd.Weeks(39)) }, 1_000_000},
			{"PMFAfter", func(c btyd.Record) float64 { return m.PMFAfter(c, 3, btyd.Weeks(39)) }, 100_000},
			{"Discounted", func(c btyd.Record) float64 { return m.Discounted(c, btyd.Years(1), tenPercent) }, 100_000},
			{"DERT", func(c btyd.Record) float64 { return m.DERT(c, tenPercent) }, 10_000},
			{"DERTAtOnePercent", func(c btyd.Record) float64 { return m.DERT(c, onePercent) }, 10_000},
		} {
			b.Run(fmt.Sprintf("%s/%s/customers=%d", name, what.name, what.n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					dst = btyd.Score(dst, records[:what.n], what.f)
				}
			})
		}
	}
}

func BenchmarkSimulate(b *testing.B) {
	m := btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426}
	src := rand.NewPCG(1, 2)
	b.ReportAllocs()
	for b.Loop() {
		m.Simulate(src, btyd.Weeks(39))
	}
}
