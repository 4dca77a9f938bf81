package btyd_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
)

// figures are one number or several, as the file of published figures has them.
type figures []float64

func (f *figures) UnmarshalJSON(text []byte) error {
	var one float64
	if json.Unmarshal(text, &one) == nil {
		*f = figures{one}
		return nil
	}
	return json.Unmarshal(text, (*[]float64)(f))
}

// TestAllPublishedFigures holds every published figure of the file against what this
// package computes from the same data.
func TestAllPublishedFigures(t *testing.T) {
	var file []struct {
		What, Source string
		Published    figures
		Tolerance    float64
	}
	golden(t, "ltv_published.json", &file)
	ours := publishedFigures(t)
	if len(file) != len(ours) {
		t.Errorf("%d rows, want %d", len(file), len(ours))
	}
	for _, row := range file {
		got, ok := ours[row.What]
		if !ok || len(got) != len(row.Published) {
			t.Errorf("%s: %v figures, want %d", row.What, got, len(row.Published))
			continue
		}
		for i, want := range row.Published {
			if math.Abs(got[i]-want) > row.Tolerance {
				t.Errorf("%s [%d] = %v, want %v ± %v (%s)", row.What, i, got[i], want, row.Tolerance, row.Source)
			}
		}
	}
}

func publishedFigures(t *testing.T) map[string]figures {
	records := twoDecimals(t, cdnow(t)) // as the authors published them; BTYDplus has all digits
	weekly := func(params []btyd.Param) (f figures) {
		for _, p := range params {
			f = append(f, p.Value)
		}
		return f
	}
	bg := must(btyd.FitBGNBD(t.Context(), records, &btyd.Settings[btyd.BGNBD]{Unit: btyd.Week}))(t)
	mbg := must(btyd.FitMBGNBD(t.Context(), cdnow(t), &btyd.Settings[btyd.MBGNBD]{Unit: btyd.Week}))(t)
	pareto := must(btyd.FitParetoNBD(t.Context(), records, &btyd.Settings[btyd.ParetoNBD]{Unit: btyd.Week}))(t)
	spends := cdnowSpends(t)
	gg := must(btyd.FitGammaGamma(t.Context(), spends, nil))(t)
	donors, counts := donations(t)
	bgbb := must(btyd.FitBGBB(t.Context(), donors, &btyd.Settings[btyd.BGBB]{Weights: counts}))(t)
	regular, highEnd := fitSurvivors(t, 1, 7), fitSurvivors(t, 2, 7)

	published := btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426}
	manual := btyd.ParetoNBD{R: 0.55, Alpha: btyd.Weeks(10.56), S: 0.61, Beta: btyd.Weeks(11.64)}
	var spent, tail, growth, bgGrowth figures
	for _, c := range spends[:10] {
		mean, _ := btyd.GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44}.Expected(c)
		spent = append(spent, mean)
	}
	for _, weeks := range []float64{1.0 / 7, 1, 3, 31 + 6.0/7, 32, 78} {
		bgGrowth = append(bgGrowth, bg.Model.ExpectedNew(btyd.Weeks(weeks)))
	}
	for n := 11; n <= 20; n++ {
		tail = append(tail, published.PMF(n, btyd.Weeks(30)))
	}
	for weeks := range 10 {
		growth = append(growth, manual.ExpectedNew(btyd.Weeks(float64(weeks))))
	}
	total := 0.0
	for i, c := range donors {
		total += counts[i] * bgbb.Model.Expected(c, 5)
	}
	alive := func(x, tx int) float64 { return bgbb.Model.PAlive(occasions(t, x, tx, 6)) }
	ses := figures{}
	for _, p := range pareto.Params {
		se, _ := pareto.StdErr(p.Name)
		ses = append(ses, se)
	}
	one := record(t, 2, btyd.Weeks(30.43), btyd.Weeks(38.86))
	customer1516 := record(t, 26, btyd.Weeks(30.86), btyd.Weeks(31))
	return map[string]figures{
		"BG/NBD CDNOW params r,alpha,a,b":                             weekly(bg.Params),
		"BG/NBD CDNOW LL":                                             {bg.LogLikelihood},
		"Pareto/NBD CDNOW params r,alpha,s,beta":                      weekly(pareto.Params),
		"Pareto/NBD CDNOW LL":                                         {pareto.LogLikelihood},
		"Pareto/NBD CDNOW SE":                                         ses,
		"MBG/NBD CDNOW params r,alpha,a,b":                            weekly(mbg.Params),
		"MBG/NBD CDNOW LL":                                            {mbg.LogLikelihood},
		"Gamma-Gamma CDNOW p,q,gamma":                                 weekly(gg.Params),
		"GG E[M|x,m] first 10 customers at p=6.25,q=3.74,gamma=15.44": spent,
		"BG/NBD E[X(t)] t=.1429,1,3,31.8571,32,78":                    bgGrowth,
		"BG/NBD E[Y(39)|x=2,t_x=30.43,T=38.86]":                       {bg.Model.Expected(one, btyd.Weeks(39))},
		"BG/NBD P(X(2)=10), P(X(39)=0) at published params":           {published.PMF(10, btyd.Weeks(2)), published.PMF(0, btyd.Weeks(39))},
		"BG/NBD P(X(30)=11..20) at published params":                  tail,
		"Pareto/NBD E[X(t)] t=0..9 (BTYD manual params r=.55,alpha=10.56,s=.61,beta=11.64)": growth,
		"Pareto/NBD E[Y(52)|x=26,t_x=30.86,T=31] (customer 1516)":                           {pareto.Model.Expected(customer1516, btyd.Weeks(52))},
		"BG/BB donations alpha,beta,gamma,delta":                                            weekly(bgbb.Params),
		"BG/BB donations LL":                                                                {bgbb.LogLikelihood},
		"BG/BB P(alive in 2002) (x,t_x)=(0,0),(2,4),(6,6)":                                  {alive(0, 0), alive(2, 4), alive(6, 6)},
		"BG/BB total expected 2002-2006 transactions":                                       {total},
		"BG/BB expected donors with x=0 and x=6 of 11,104":                                  {11104 * bgbb.Model.PMF(0, 6), 11104 * bgbb.Model.PMF(6, 6)},
		"sBG High End 7 yr alpha,beta":                                                      weekly(highEnd.Params),
		"sBG High End 7 yr LL (per 1,000)":                                                  {highEnd.LogLikelihood},
		"sBG Regular 7 yr alpha,beta":                                                       weekly(regular.Params),
		"sBG Regular 7 yr LL (per 1,000)":                                                   {regular.LogLikelihood},
		"sBG DERL High End, d=10%, 7 renewals made (n=8)":                                   {highEnd.Model.DERLBeforeRenewal(7, btyd.Years(1), btyd.Discount{Rate: 0.10, Per: btyd.Years(1)})},
	}
}

// must fails the test that its result is called with if there was an error.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// fitSurvivors fits so many years of a segment.
func fitSurvivors(t *testing.T, col, years int) btyd.Fit[btyd.SBG] {
	t.Helper()
	tenures, weights, err := btyd.CohortTenures(survivors(t, col, years))
	if err != nil {
		t.Fatal(err)
	}
	return must(btyd.FitSBG(t.Context(), tenures, &btyd.Settings[btyd.SBG]{Weights: weights}))(t)
}
