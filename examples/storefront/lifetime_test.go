package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
)

// close reports whether a number of an object is the wanted one, but for a
// share of it.
func close(got any, want, share float64) bool {
	v, ok := got.(float64)
	return ok && math.Abs(v-want) <= share*math.Abs(want)
}

// maximum is a fit as golden/ltv_mle.json beside the real orders has it.
type maximum struct {
	Names         []string  `json:"param_names"`
	Params        []float64 `json:"params"`
	StdErr        []float64 `json:"se"`
	LogLikelihood float64   `json:"loglik"`
	Customers     float64   `json:"n"`
	Correlation   float64   `json:"corr_x_m"`
}

// sharedMaxima returns the fits to the CDNOW customers in weeks, by model, which
// were found without this library.
func sharedMaxima(t *testing.T) map[string]maximum {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(filepath.Dir(shared(t, "cdnow_sample.csv")), "..", "golden", "ltv_mle.json"))
	if err != nil {
		t.Skipf("the fits are missing: %v", err)
	}
	var golden struct {
		Weekly map[string]json.RawMessage `json:"cdnow_weekly"`
	}
	if err := json.Unmarshal(text, &golden); err != nil {
		t.Fatal(err)
	}
	found := map[string]maximum{}
	for key, name := range map[string]string{"bgnbd": "BG/NBD", "mbgnbd": "MBG/NBD", "paretonbd": "Pareto/NBD", "gammagamma": "Gamma-Gamma"} {
		var m maximum
		if err := json.Unmarshal(golden.Weekly[key], &m); err != nil {
			t.Fatal(err)
		}
		for i := range m.Names {
			if m.Names[i] == "v(gamma)" { // in btyd's words
				m.Names[i] = "gamma"
			}
		}
		found[name] = m
	}
	return found
}

// checkFit holds a fit of -json against a maximum.
func checkFit(t *testing.T, got map[string]any, want maximum) {
	t.Helper()
	name := got["name"]
	params, errs := got["params"].(map[string]any), got["std_err"].(map[string]any)
	if len(params) != len(want.Names) || got["status"] != "converged" {
		t.Errorf("%v is %v: %v, want %v", name, got["status"], params, want.Names)
	}
	for i, p := range want.Names {
		if !close(params[p], want.Params[i], 1e-4) || !close(errs[p], want.StdErr[i], 1e-3) {
			t.Errorf("%v: %s is %v ± %v, want %v ± %v", name, p, params[p], errs[p], want.Params[i], want.StdErr[i])
		}
	}
	if l, _ := got["log_likelihood"].(float64); math.Abs(l-want.LogLikelihood) > 1e-6 {
		t.Errorf("%v: log-likelihood %v, want %v", name, l, want.LogLikelihood)
	}
}

func TestCDNOWLifetime(t *testing.T) {
	maxima := sharedMaxima(t)
	got := lifetimeJSON(t, lifetimeOf(t, "-orders", shared(t, "cdnow_sample.csv"), "-calibrate-until", "1997-09-30"))

	models := got["models"].([]any)
	if len(models) != 3 {
		t.Fatalf("%d models", len(models))
	}
	best := math.Inf(-1)
	chosen := ""
	for _, m := range models {
		m := m.(map[string]any)
		name, l := m["name"].(string), m["log_likelihood"].(float64)
		checkFit(t, m, maxima[name])
		if aic, bic := 8-2*l, 4*math.Log(2357)-2*l; !close(m["aic"], aic, 1e-12) || !close(m["bic"], bic, 1e-12) {
			t.Errorf("%s: AIC %v and BIC %v, want %v and %v", name, m["aic"], m["bic"], aic, bic)
		}
		holdout := m["holdout"].(map[string]any)
		if score := holdout["log_score"].(float64); score > best {
			best, chosen = score, name
		}
		if expected := holdout["expected"].(float64); !close(holdout["total_error"], expected/1882-1, 1e-9) ||
			!close(holdout["bias"], (expected-1882)/2357, 1e-9) {
			t.Errorf("%s: %v", name, holdout)
		}
		if holdout["actual"] != 1882.0 || holdout["customers"] != 2357.0 || m["customers"] != 2357.0 {
			t.Errorf("%s: %v purchases of %v customers", name, holdout["actual"], m["customers"])
		}
	}
	spend := got["spend"].(map[string]any)
	checkFit(t, spend, maxima["Gamma-Gamma"])
	if want := maxima["Gamma-Gamma"]; spend["customers"] != want.Customers || want.Customers != 946 || !close(at(spend, "correlation.r"), want.Correlation, 1e-9) {
		t.Errorf("spend of %v customers, correlation %v", spend["customers"], at(spend, "correlation"))
	}

	for path, want := range map[string]any{
		"unit": "week", "calibration_end": "1997-09-30", "holdout_days": 273.0, "chosen": chosen, "chosen_by": "holdout",
		"no_value": nil, "buyers": 2357.0, "refund_share": 0.0, "horizon_days": 365.25, "interval_level": 0.95,
		"refit.name": chosen, "refit.customers": 2357.0, "refit.status": "converged", "spend_refit.name": "Gamma-Gamma",
		"cohort_period": "P3M",
	} {
		if diff := cmp.Diff(want, at(got, path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	checkWorth(t, got)
}

// checkWorth sees that money is written as such, that values come in order,
// and that none is more than the total.
func checkWorth(t *testing.T, got map[string]any) {
	t.Helper()
	worth := func(of any) (values [3]float64) {
		for i, key := range []string{"low", "value", "high"} {
			text, ok := of.(map[string]any)[key].(string)
			if !ok {
				t.Fatalf("%s of %v is no string", key, of)
			}
			if err := json.Unmarshal([]byte(text), &values[i]); err != nil {
				t.Errorf("%s: %v", text, err)
			}
		}
		if !slices.IsSorted(values[:]) {
			t.Errorf("low, value, high: %v", values)
		}
		return values
	}
	total, customers := worth(got["total"]), got["customers"].([]any)
	if len(customers) != min(20, int(got["buyers"].(float64))) {
		t.Errorf("%d customers", len(customers))
	}
	last := total[1]
	for _, c := range customers {
		if _, ok := c.(map[string]any)["expected_spend"].(string); !ok {
			t.Errorf("expected spend of %v is no string", c)
		}
		v := worth(c)
		if v[1] > last {
			t.Errorf("%v is worth more than what comes before", c)
		}
		last = v[1]
	}
}

// checkOnlineRetailLifetime sees that nothing in these orders tells that
// customers leave.
func checkOnlineRetailLifetime(t *testing.T, got map[string]any) {
	t.Helper()
	for _, m := range got["models"].([]any) {
		m := m.(map[string]any)
		if m["status"] != "boundary" || m["std_err"] != nil || len(m["runaway"].([]any)) == 0 {
			t.Errorf("%v: %v, standard errors %v, runaway %v", m["name"], m["status"], m["std_err"], m["runaway"])
		}
	}
	for path, want := range map[string]any{
		"unit": "day", "refit.status": "boundary", "buyers": 4339.0, "total.low": nil, "total.high": nil, "cohort_period": "P1M",
	} {
		if diff := cmp.Diff(want, at(got, path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

// Another unit of time says the same in other numbers.
func TestUnits(t *testing.T) {
	const perWeek, perMonth = 7, 365.25 / 12
	in := func(unit string) map[string]any {
		return map[string]any{"ltv": lifetimeJSON(t, lifetimeOf(t, "-unit", unit))}
	}
	day := in("day")
	repeats := shopRepeats(t, at(day, "ltv.calibration_end").(string))
	models := at(day, "ltv.models").([]any)
	for unit, days := range map[string]float64{"week": perWeek, "month": perMonth} {
		other := in(unit)
		if got := at(other, "ltv.unit"); got != unit {
			t.Errorf("-unit %s: %v", unit, got)
		}
		for i, m := range at(other, "ltv.models").([]any) {
			got, want := m.(map[string]any), models[i].(map[string]any)
			for p, v := range want["params"].(map[string]any) {
				scaled := v.(float64)
				if p == "alpha" || p == "beta" {
					scaled /= days
				}
				if !close(at(got, "params."+p), scaled, 1e-6) {
					t.Errorf("%v in %ss: %s is %v, want %v", got["name"], unit, p, at(got, "params."+p), scaled)
				}
			}
			// Every repeat purchase is one more density in time.
			shift := (got["log_likelihood"].(float64) - want["log_likelihood"].(float64)) / math.Log(days)
			if math.Abs(shift-float64(repeats)) > 1e-6 {
				t.Errorf("%v in %ss: the log-likelihood is %v×ln %v higher", got["name"], unit, shift, days)
			}
			if !close(at(got, "holdout.log_score"), at(want, "holdout.log_score").(float64), 1e-9) {
				t.Errorf("%v in %ss: holdout %v, want %v", got["name"], unit, got["holdout"], want["holdout"])
			}
		}
		if diff := cmp.Diff(at(day, "ltv.total"), at(other, "ltv.total")); diff != "" {
			t.Errorf("total in %ss (-in days +got):\n%s", unit, diff)
		}
	}
}

// shopRepeats returns how often customers of the shop inside came back until a
// day.
func shopRepeats(t *testing.T, until string) (n int) {
	t.Helper()
	view, _ := viewOf(t)
	end, err := retention.ParseDate(until)
	if err != nil {
		t.Fatal(err)
	}
	h, err := ltv.Hold(view, end)
	if err != nil {
		t.Fatal(err)
	}
	for c := range h.Base.All() {
		n += c.Repeats
	}
	return n
}

// A longer horizon or less discount makes customers worth more, and what was
// asked for is told.
func TestHorizonAndDiscount(t *testing.T) {
	type asked struct{ horizon, discount string }
	files := save(t, peculiar()["one customer"])
	total := func(a asked) (value float64) {
		got := decode(t, output(t, append(files, "-horizon", a.horizon, "-discount", a.discount, "-json")...))
		if err := json.Unmarshal([]byte(at(got, "ltv.total.value").(string)), &value); err != nil {
			t.Fatal(err)
		}
		return value
	}
	if year, months := total(asked{"1year", "0.10/year"}), total(asked{"12months", "0.1/year"}); year != months {
		t.Errorf("%v in a year, %v in 12 months", year, months)
	}
	rising := []asked{{"1day", "0.10/year"}, {"90days", "0.10/year"}, {"1year", "0.10/month"}, {"1year", "0.10/year"}, {"1year", "0/year"}, {"2years", "0/year"}}
	last := 0.0
	for _, a := range rising {
		v := total(a)
		if v <= last {
			t.Errorf("%v: %v, with less it was %v", a, v, last)
		}
		last = v
	}
}

// With nothing held out, models are compared by their fit.
func TestCalibrateUntil(t *testing.T) {
	for _, until := range []string{"2025-12-31", "2026-01-01", "9999-12-31"} {
		got := lifetimeJSON(t, lifetimeOf(t, "-calibrate-until", until))
		best, chosen := math.Inf(1), ""
		for _, m := range got["models"].([]any) {
			m := m.(map[string]any)
			if m["holdout"] != nil || m["customers"] != 1998.0 {
				t.Errorf("%s: %v was held against %v", until, m["name"], m["holdout"])
			}
			if bic := m["bic"].(float64); bic < best {
				best, chosen = bic, m["name"].(string)
			}
		}
		for path, want := range map[string]any{"calibration_end": nil, "holdout_days": 0.0, "chosen": chosen, "chosen_by": "BIC"} {
			if diff := cmp.Diff(want, got[path]); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%s", until, path, diff)
			}
		}
		if diff := cmp.Diff(got["spend_refit"], got["spend"]); diff != "" {
			t.Errorf("%s: spend (-refitted +got):\n%s", until, diff)
		}
	}
	last := lifetimeJSON(t, lifetimeOf(t, "-calibrate-until", "2025-12-30"))
	if last["calibration_end"] != "2025-12-30" || last["holdout_days"] != 1.0 || last["chosen_by"] != "holdout" {
		t.Errorf("a day held out: %v, %v, %v", last["calibration_end"], last["holdout_days"], last["chosen_by"])
	}
	err := run([]string{"-calibrate-until", "2022-12-31", "-json"}, nil, io.Discard, io.Discard)
	if want := "-calibrate-until 2022-12-31: nobody had bought anything by then; the first purchase is of 2023-01-01"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// peculiar are shops of which there is little or nothing to foresee.
func peculiar() map[string]string {
	const head = "customer,date,amount\n"
	long := strings.Repeat("長x", 25_000) // 100 kB
	return map[string]string{
		"guests only":            head + ",2026-01-01,5\n",
		"refunds only":           head + "c,2026-01-01,-5\n",
		"one order":              head + "c,2026-01-01,5\n",
		"all on one day":         head + "c,2026-01-01,5\nd,2026-01-01,7\nd,2026-01-01,7\n",
		"two days":               head + "c,2026-01-01,5\nd,2026-01-02,7\n",
		"one customer":           head + "c,2026-01-01,5\nc,2026-02-01,5\nc,2026-03-01,6\nc,2026-03-20,5\n",
		"nobody came back":       head + "c,2026-01-01,5\nd,2026-02-01,5\ne,2026-03-01,6\n",
		"more went back":         head + "c,2026-01-01,5\nc,2026-01-03,-50\nd,2026-01-02,3\n",
		"much went back":         head + "c,2026-01-01,5\nc,2026-01-03,-4\nd,2026-01-02,3\nd,2026-01-12,3\n",
		"all went back":          head + "c,2026-01-01,5\nc,2026-01-03,-8\nd,2026-01-02,3\n",
		"for nothing":            head + "c,2026-01-01,0\nc,2026-02-01,0\nd,2026-01-02,0\n",
		"large":                  head + "c,2026-01-01,10000000000000\nc,2026-02-01,10000000000000\nd,2026-01-02,10000000000000\nd,2026-03-02,30000000000000\nd,2026-04-02,10000000000000\n",
		"large, one":             head + "d,2026-01-02,10000000000000\nd,2026-03-02,30000000000000\n",
		"large, of francs":       "customer,date,amount,currency\nd,2026-01-02,10000000000000,CHF\nd,2026-03-02,30000000000000,CHF\n",
		"large, of yen":          "customer,date,amount,currency\na-customer-of-a-long-name,2026-01-02,1000000000000000,JPY\na-customer-of-a-long-name,2026-03-02,3000000000000000,JPY\n",
		"far too large":          head + "c,2026-01-01,9" + strings.Repeat("0", 30) + "\nc,2026-02-01,9" + strings.Repeat("0", 30) + "\nd,2026-01-02,1\n",
		"long IDs":               head + long + "1,2026-01-01,5\n" + long + "1,2026-02-01,5\n" + long + "2,2026-01-07,5\n" + long + "2,2026-01-09,5\n",
		"a century":              head + "c,1926-01-01,5\nc,1980-03-04,5\nd,2026-01-02,3\n",
		"two days of many":       head + tenfold("cN,2026-01-01,5\ndN,2026-01-02,7\n"),
		"many customers":         head + tenfold("cN,2026-01-01,5\ncN,2026-02-01,5\ncN,2026-03-01,6\ncN,2026-03-20,5\n"),
		"much of many went back": head + tenfold("cN,2026-01-01,5\ncN,2026-01-03,-4\ndN,2026-01-02,3\ndN,2026-01-12,3\n"),
		"many centuries":         head + "c,1799-01-01,5\nc,1980-03-04,5\nd,2026-01-02,3\n",
		"the last days":          head + "c,9999-12-01,5\nc,9999-12-20,5\nd,9999-12-31,3\n",
		"control character":      head + "\x1b[2J,2026-01-01,5\n\x1b[2J,2026-02-01,5\n",
	}
}

// tenfold returns rows ten times, with a number for each N.
func tenfold(rows string) string {
	var b strings.Builder
	for i := range 10 {
		b.WriteString(strings.ReplaceAll(rows, "N", fmt.Sprint(i)))
	}
	return b.String()
}

// However little there is to foresee, the report says so, fits its page, and
// has the same keys.
func TestLittleToForesee(t *testing.T) {
	noValue := map[string]string{
		"guests only": "no_customers", "refunds only": "no_customers",
		"one order": "one_day", "all on one day": "one_day",
		"more went back": "refunds_exceed_sales",
		"large":          "too_large",
		"many centuries": "no_model",
		"far too large":  "one_day", // of one order: the others are no amounts
	}
	keys := slices.Sorted(maps.Keys(at(decode(t, output(t, "-json")), "ltv").(map[string]any)))
	for name, file := range peculiar() {
		result := lookAt(t, save(t, file)...)
		got := at(decode(t, result.print(t, "-json")), "ltv").(map[string]any)
		if diff := cmp.Diff(keys, slices.Sorted(maps.Keys(got))); diff != "" {
			t.Errorf("%s: keys (-want +got):\n%s", name, diff)
		}
		want, code := noValue[name], ""
		if got["no_value"] != nil {
			code = at(got, "no_value.code").(string)
		}
		if code != want || (got["total"] == nil) != (want != "") {
			t.Errorf("%s: no value for %q, want %q; total %v", name, code, want, got["total"])
		}
		for _, key := range []string{"models", "customers", "cohorts", "warnings"} {
			if _, ok := got[key].([]any); !ok {
				t.Errorf("%s: %s is %v", name, key, got[key])
			}
		}
		for _, lang := range []string{"en", "ja"} {
			checkFits(t, name, result.print(t, "-lang", lang))
		}
	}
}

// checkFits sees that a report fits a terminal.
func checkFits(t *testing.T, name, report string) {
	t.Helper()
	for line := range strings.Lines(report) {
		if n := width(strings.TrimSuffix(line, "\n")); n > 100 {
			t.Errorf("%s: %d columns: %s", name, n, line)
		}
	}
	for _, bad := range []string{"\x1b", "%!", "NaN", "Inf", " -0 ", "no date"} {
		if strings.Contains(report, bad) {
			t.Errorf("%s: %q in\n%s", name, bad, report)
		}
	}
}

// What the chapter says, and what it leaves out.
func TestLifetimeWords(t *testing.T) {
	shops := peculiar()
	tests := []struct {
		reason, shop  string
		args          []string
		has, hasNot   string
		japanese, not string
	}{
		{"the shop", "", nil, "95% interval", "There is no forecast", "95% 信頼区間", "by "},
		{"a year by another name", "", []string{"-horizon", "12months"}, "Within 1 year your 1,998 customers", "", "今後 1 年間に、1,998 人", ""},
		{"90 days", "one customer", []string{"-horizon", "90days"}, "Within 90 days your", "", "今後 90 日間に", ""},
		{"half a day", "one customer", []string{"-horizon", "0.5days"}, "Within 0.5 days your", "", "今後 0.5 日間に", ""},
		{"one day", "one customer", []string{"-horizon", "1day"}, "Within 1 day your", "", "今後 1 日間に", ""},
		{"no discount", "", []string{"-discount", "0/year"}, "after refunds (1.5% of sales). ", "interest (", "返金（売上の 1.5%）を差し引いて", "割引率"},
		{"a rate by month", "one customer", []string{"-discount", "0.01/month"}, "interest (12.7% a year)", "", "割引率（年 12.7%）", ""},
		{"no test", "", []string{"-calibrate-until", "2025-12-31"}, "Nothing came after -calibrate-until", "log score", "-calibrate-until より後の注文がない", "対数スコア"},
		{"too young for a test", "two days of many", nil, "cover too few days to put the forecast", "foretold  came", "日数が足りないため", "実績"},
		{"neither refunds nor interest", "one customer", []string{"-discount", "0/day"}, "That is revenue, not profit. Cust", "profit, after", "利益ではなく、売上の見込みです。", "差し引いて"},
		{"nobody else to share with", "one customer", nil, "your 1 customer should", "make up", "1 人の顧客から", "人で全体の"},
		{"not sure", "many customers", nil, "How sure that is cannot be told", "interval", "誤差の幅は示せません", "区間"},
		{"fits that are not clear", "many customers", nil, "open: ", "boundary", "不定: ", "boundary"},
		{"fits that are", "", nil, "off by", "open", "対数スコア", "不定"},
		{"one day of orders", "all on one day", nil, "There is no forecast. All purchases are of the last day", "Who comes back", "将来価値は計算できません", "再購入率"},
		{"more refunds than sales", "more went back", nil, "More money went back than came in", "How far to trust", "返金が売上を上回る", "予測の検証"},
		{"many refunds, already taken off", "much of many went back", nil, "Refunds are 36.4% of sales. They are taken off", "take refunds off", "差し引いています", "利益率に織り込む"},
		{"too much money", "large", nil, "so large that a forecast", "How far", "金額が大きすぎて", "予測の検証"},
		{"francs", "large, of francs", nil, "CHF", "", "CHF", ""},
		{"too wide a table", "large, of yen", nil, "¥8,", "what they should spend on one", "¥8,", "1回の金額"},
		{"nobody bought", "refunds only", nil, "there is nobody to score", "are worth", "評価できません", "LTV"},
		{"rows of nobody", "one customer", nil, "So are rows without new customers", "", "新規客のいない行も省いています", "from "},
	}
	for _, test := range tests {
		var report func(retention.Language) string
		if test.shop != "" {
			report = lookAt(t, append(save(t, shops[test.shop]), test.args...)...).text
		} else if len(test.args) > 0 {
			report = lifetimeOf(t, test.args...).text
		} else {
			report = lookAt(t).text
		}
		for lang, words := range map[retention.Language][2]string{
			retention.English: {test.has, test.hasNot}, retention.Japanese: {test.japanese, test.not},
		} {
			got := report(lang)
			got, _, _ = strings.Cut(got, "\nWhat to do next")
			for _, chapter := range []string{"\nToday's plan", "\n今日の連絡計画"} {
				got, _, _ = strings.Cut(got, chapter)
			}
			if i := strings.Index(got, "are worth"); i >= 0 {
				got = got[i:]
			} else if i := strings.Index(got, "（LTV）"); i >= 0 {
				got = got[i:]
			}
			// Where lines break is not what this is about.
			flat := strings.Join(strings.Fields(got), " ")
			has := func(words string) bool {
				return strings.Contains(got, words) || strings.Contains(flat, words) ||
					lang == retention.Japanese && strings.Contains(strings.ReplaceAll(flat, " ", ""), strings.ReplaceAll(words, " ", ""))
			}
			if !has(words[0]) || words[1] != "" && has(words[1]) {
				t.Errorf("%s, %s: want it with %q and without %q:\n%s", test.reason, lang, words[0], words[1], got)
			}
		}
	}
}

func (a *analysis) text(lang retention.Language) string {
	var b bytes.Buffer
	a.writeText(&b, lang)
	return b.String()
}

// lifetimeOf returns what the customers of a shop are worth, and works out
// nothing else of it.
func lifetimeOf(t *testing.T, args ...string) *lifetime {
	t.Helper()
	view, o := viewOf(t, args...)
	l, err := analyseLifetime(view, &o.lifetime)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// lifetimeJSON returns what -json has under "ltv".
func lifetimeJSON(t *testing.T, l *lifetime) map[string]any {
	t.Helper()
	text, err := json.Marshal(l.json())
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, string(text))
}

// text returns the chapter.
func (l *lifetime) text(lang retention.Language) string {
	p := &page{lang: lang, currency: l.Base.Currency()}
	l.sections(p)
	return p.String()
}

// A table of cohorts has a dozen rows or so, whatever time it is of.
func TestCohortBasis(t *testing.T) {
	tests := []struct {
		days int
		want string
		name string // of the first row, in English
	}{
		{2, "P1D", "2026-01-01"}, {14, "P1D", "2026-01-01"}, {15, "P7D", "from 2025-12-29"}, {98, "P7D", "from 2025-12-29"},
		{99, "P1M", "2026-01"}, {420, "P1M", "2026-01"}, {421, "P3M", "2026 Q1"}, {1274, "P3M", "2026 Q1"},
		{1275, "P1Y", "2026"}, {5000, "P1Y", "2026"}, {5200, "P2Y", "2026 to 2027"}, {36_525, "P8Y", "2026 to 2033"},
	}
	for _, test := range tests {
		first := retention.NewDate(2026, time.January, 1)
		b, err := ltv.NewBase([]ltv.Customer{{ID: "c", First: first, Last: first, End: first.AddDays(test.days - 1)}}, "")
		if err != nil {
			t.Fatal(err)
		}
		h, err := retention.NewHistory([]retention.Order{{ID: "1", Customer: "c", At: first.Start(time.UTC)}})
		if err != nil {
			t.Fatal(err)
		}
		basis := cohortBasis(b)
		table, err := ltv.Cohorts(h.AsOf(b.End().AddDays(1).Start(time.UTC), time.UTC), basis)
		if err != nil {
			t.Fatal(err)
		}
		name := new(page).cohortName(&table.Cohorts[0], basis.Period)
		if n := len(table.Cohorts); fmt.Sprint(basis.Period) != test.want || name != test.name || n > 16 {
			t.Errorf("%d days: %d periods of %v from %s, want %s from %s", test.days, n, basis.Period, name, test.want, test.name)
		}
	}
}

// Only a terminal is told how far the work is, and not at every step.
func TestProgress(t *testing.T) {
	var b bytes.Buffer
	for lang, want := range map[retention.Language]string{
		retention.English:  "\r\x1b[K12,345 rows read\r\x1b[Kfitting MBG/NBD, model 2 of 3: step 7\r\x1b[K",
		retention.Japanese: "\r\x1b[K12,345 行を読み込みました\r\x1b[KMBG/NBD を推定中（2/3）: 7 回目\r\x1b[K",
	} {
		b.Reset()
		p := newProgress(&b, lang)
		p.rows(1)
		p.done()
		if b.Len() > 0 || p.w != nil {
			t.Errorf("%q, though nobody looks", b.String())
		}
		p.w = &b
		p.rows(2) // too soon
		p.shown = time.Time{}
		p.rows(12_345)
		p.rows(12_346)
		p.shown = time.Time{}
		p.models(ltv.SelectProgress{Kind: ltv.MBGNBD, Candidate: 2, Of: 3, Progress: btyd.Progress{Evaluations: 7}})
		p.done()
		p.done()
		if got := b.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// The fits tell how far they are.
func TestProgressOfModels(t *testing.T) {
	o, err := parseFlags(save(t, smallShop(t)), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[ltv.Kind]bool{}
	o.lifetime.progress = func(p ltv.SelectProgress) { seen[p.Kind] = true }
	input, err := read(o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := analyse(input, o); err != nil {
		t.Fatal(err)
	}
	if len(seen) != len(ltv.Kinds()) {
		t.Errorf("told of %v", seen)
	}
}
