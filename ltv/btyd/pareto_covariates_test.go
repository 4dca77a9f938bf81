package btyd_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
)

// describedCustomers simulates customers half of whom came by a channel of which
// they buy more often and leave sooner.
func describedCustomers(n int) (records []btyd.Record, covariates []btyd.Covariates) {
	src := rand.NewPCG(11, 12)
	for i := range n {
		z := float64(i % 2)
		m := weeklyCDNOW
		m.Alpha = btyd.Weeks(m.Alpha.In(btyd.Week) * math.Exp(-0.7*z))
		m.Beta = btyd.Weeks(m.Beta.In(btyd.Week) * math.Exp(-0.5*z))
		end := btyd.Weeks(52 + float64(i%40))
		records = append(records, m.Simulate(src, end).Record(end))
		covariates = append(covariates, btyd.Covariates{Purchase: []float64{z}, Dropout: []float64{z}})
	}
	return records, covariates
}

func TestFitParetoNBDCovariates(t *testing.T) {
	records, covariates := describedCustomers(6_000)
	f, err := btyd.FitParetoNBDCovariates(t.Context(), records, covariates, nil)
	if err != nil || f.Err() != nil {
		t.Fatal(err, f.Err())
	}
	plain := fitPareto(t, records, nil)
	if f.LogLikelihood <= plain.LogLikelihood {
		t.Errorf("log-likelihood %v with covariates, %v without", f.LogLikelihood, plain.LogLikelihood)
	}
	sum := 0.0
	for i, c := range records {
		sum += f.Model.For(covariates[i]).LogLikelihood(c, btyd.Day)
	}
	paretoNear(t, "log-likelihood of the records", sum, f.LogLikelihood, 1e-11)
	for name, want := range map[string]float64{"purchase[0]": 0.7, "dropout[0]": 0.5, "r": weeklyCDNOW.R, "s": weeklyCDNOW.S} {
		se, ok := f.StdErr(name)
		for _, p := range f.Params {
			if p.Name == name && (!ok || math.Abs(p.Value-want) > 4*se) {
				t.Errorf("%s = %v ± %v, want %v", name, p.Value, se, want)
			}
		}
	}
}
