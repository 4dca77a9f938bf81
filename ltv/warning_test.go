package ltv_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

var warningCodes = []ltv.WarningCode{
	ltv.WarnNotConverged, ltv.WarnSingular, ltv.WarnNoDropout, ltv.WarnRunaway, ltv.WarnOneTimeBuyers, ltv.WarnSpendFollowsFrequency,
	ltv.WarnInfiniteSpend, ltv.WarnFewCustomers, ltv.WarnShortHistory, ltv.WarnManyRefunds, ltv.WarnManyNewcomers, ltv.WarnLongHorizon,
	ltv.WarnStaleData, ltv.WarnHoldoutOff, ltv.WarnMoneyOff,
}

// shopOf is a base that there is nothing to warn of: n customers who came back
// four times in 100 days, each with another purchase.
func shopOf(t testing.TB, n int, change func(i int, c *ltv.Customer)) *ltv.Base {
	t.Helper()
	var list []ltv.Customer
	for i := range n {
		c := ltv.Customer{
			ID: fmt.Sprintf("c%04d", i), First: newYear, Last: newYear.AddDays(80), End: newYear.AddDays(100),
			Repeats: 4, RepeatSales: decimal.NewFromInt(int64(40 + i%7)), Sales: decimal.NewFromInt(60),
		}
		if change != nil {
			change(i, &c)
		}
		list = append(list, c)
	}
	b, err := ltv.NewBase(list, "")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func fitOf(m btyd.Model, status btyd.Status, runaway ...btyd.Runaway) *ltv.Fitted {
	return &ltv.Fitted{Model: m, Estimate: btyd.Estimate{Status: status, Runaway: runaway}}
}

func spendOf(q float64, status btyd.Status) *btyd.Fit[btyd.GammaGamma] {
	return &btyd.Fit[btyd.GammaGamma]{Model: btyd.GammaGamma{P: 6, Q: q, Gamma: 15}, Estimate: btyd.Estimate{Status: status}}
}

func TestWarnings(t *testing.T) {
	bg, mbg, pareto := btyd.BGNBD{}, btyd.MBGNBD{}, btyd.ParetoNBD{}
	to := func(param string, infinite bool) btyd.Runaway { return btyd.Runaway{Param: param, Infinite: infinite} }
	once := func(n int) *ltv.Base {
		return shopOf(t, 150, func(i int, c *ltv.Customer) {
			if i < n {
				c.Last, c.Repeats, c.RepeatSales = c.First, 0, decimal.Zero
			}
		})
	}
	refunds := func(each string) *ltv.Base {
		return shopOf(t, 150, func(_ int, c *ltv.Customer) { c.Refunds = money(each) })
	}
	every := func(days int) *ltv.Base { // two purchases, so many days apart
		return shopOf(t, 150, func(_ int, c *ltv.Customer) { c.Last, c.Repeats = c.First.AddDays(days), 1 })
	}
	withFrequency := func(sign int) *ltv.Base {
		return shopOf(t, 150, func(i int, c *ltv.Customer) {
			c.Repeats = 4 + i%9
			c.RepeatSales = decimal.NewFromInt(int64(c.Repeats * (50 + sign*2*(i%9) + i%2)))
			c.Sales = c.RepeatSales
		})
	}
	silent := func(days int) *ltv.Base {
		return shopOf(t, 150, func(_ int, c *ltv.Customer) { c.Last = c.End.AddDays(-days) })
	}
	newcomers := func(n int) *ltv.Holdout { return &ltv.Holdout{Base: once(0), Newcomers: n} }
	tests := []struct {
		reason string
		f      ltv.Findings
		want   string // codes
	}{
		{"nothing known", ltv.Findings{}, ""},
		{"nothing to warn of", ltv.Findings{once(0), fitOf(bg, btyd.Converged), spendOf(3, btyd.Converged), newcomers(0), btyd.Days(200), &ltv.Validation{Actual: 90, Expected: 95}, nil}, ""},
		{"a fit of nothing", ltv.Findings{Fitted: &ltv.Fitted{}}, ""},
		{"a base of nobody", ltv.Findings{Base: ltv.Summarize(retention.View{}), Fitted: fitOf(bg, btyd.Converged), Horizon: btyd.Days(1)}, ""},

		{"not converged", ltv.Findings{Fitted: fitOf(mbg, btyd.NotConverged)}, "not-converged"},
		{"spend not converged", ltv.Findings{Spend: spendOf(3, btyd.NotConverged)}, "not-converged"},
		{"singular", ltv.Findings{Fitted: fitOf(pareto, btyd.Singular)}, "singular"},
		{"spend singular", ltv.Findings{Spend: spendOf(3, btyd.Singular)}, "singular"},
		{"both", ltv.Findings{Fitted: fitOf(mbg, btyd.Singular), Spend: spendOf(3, btyd.NotConverged)}, "not-converged singular"},

		{"a → 0", ltv.Findings{Fitted: fitOf(bg, btyd.Boundary, to("a", false))}, "no-dropout"},
		{"b → ∞", ltv.Findings{Fitted: fitOf(mbg, btyd.Boundary, to("b", true))}, "no-dropout"},
		{"a → 0, b → ∞", ltv.Findings{Fitted: fitOf(mbg, btyd.Boundary, to("a", false), to("b", true))}, "no-dropout"},
		{"s → 0, beta → ∞", ltv.Findings{Fitted: fitOf(pareto, btyd.Boundary, to("s", false), to("beta", true))}, "no-dropout"},
		{"s → 0", ltv.Findings{Fitted: fitOf(pareto, btyd.Boundary, to("s", false))}, "no-dropout"},
		{"beta → ∞, and r", ltv.Findings{Fitted: fitOf(pareto, btyd.Boundary, to("r", true), to("beta", true))}, "no-dropout"},
		{"some leave at once, the others never", ltv.Findings{Fitted: fitOf(mbg, btyd.Boundary, to("a", false), to("b", false))}, "runaway"},
		{"all leave with one chance", ltv.Findings{Fitted: fitOf(mbg, btyd.Boundary, to("a", true), to("b", true))}, "runaway"},
		{"all leave at one rate", ltv.Findings{Fitted: fitOf(pareto, btyd.Boundary, to("s", true), to("beta", true))}, "runaway"},
		{"some never leave", ltv.Findings{Fitted: fitOf(pareto, btyd.Boundary, to("s", false), to("beta", false))}, "runaway"},
		{"all buy at one rate", ltv.Findings{Fitted: fitOf(bg, btyd.Boundary, to("r", true), to("alpha", true))}, "runaway"},
		{"all leave after a purchase", ltv.Findings{Fitted: fitOf(bg, btyd.Boundary, to("b", false))}, "runaway"},
		{"spend", ltv.Findings{Spend: &btyd.Fit[btyd.GammaGamma]{Model: btyd.GammaGamma{Q: 2}, Estimate: btyd.Estimate{Status: btyd.Boundary, Runaway: []btyd.Runaway{to("p", true)}}}}, "runaway"},

		{"one bought once", ltv.Findings{Base: once(1), Fitted: fitOf(bg, btyd.Converged)}, "one-time-buyers"},
		{"nobody bought once", ltv.Findings{Base: once(0), Fitted: fitOf(bg, btyd.Converged)}, ""},
		{"one bought once, under MBG/NBD", ltv.Findings{Base: once(1), Fitted: fitOf(mbg, btyd.Converged)}, ""},
		{"one bought once, under Pareto/NBD", ltv.Findings{Base: once(1), Fitted: fitOf(pareto, btyd.Converged)}, ""},
		{"one bought once, without a model", ltv.Findings{Base: once(1)}, ""},

		{"spend grows with frequency", ltv.Findings{Base: withFrequency(1), Spend: spendOf(3, btyd.Converged)}, "spend-follows-frequency"},
		{"spend falls with frequency", ltv.Findings{Base: withFrequency(-1), Spend: spendOf(3, btyd.Converged)}, "spend-follows-frequency"},
		{"spend does neither", ltv.Findings{Base: withFrequency(0), Spend: spendOf(3, btyd.Converged)}, ""},
		{"nobody asked for spend", ltv.Findings{Base: withFrequency(1)}, ""},

		{"q = 1", ltv.Findings{Spend: spendOf(1, btyd.Converged)}, "infinite-spend"},
		{"q just above 1", ltv.Findings{Spend: spendOf(math.Nextafter(1, 2), btyd.Converged)}, ""},

		{"99 came back", ltv.Findings{Base: once(51)}, "few-customers"},
		{"100 came back", ltv.Findings{Base: once(50)}, ""},
		{"nobody came back", ltv.Findings{Base: once(150)}, "few-customers stale-data"},

		{"34 of 100 days between purchases", ltv.Findings{Base: every(34)}, "short-history stale-data"},
		{"33 of 99 days, exactly a third", ltv.Findings{Base: shopOf(t, 150, func(_ int, c *ltv.Customer) {
			c.Last, c.Repeats, c.End = c.First.AddDays(33), 1, c.First.AddDays(99)
		})}, "stale-data"},
		{"33 of 100 days", ltv.Findings{Base: every(33)}, "stale-data"},

		{"a tenth went back", ltv.Findings{Base: refunds("6")}, ""},
		{"more than a tenth", ltv.Findings{Base: refunds("6.01")}, "many-refunds"},
		{"nothing was sold", ltv.Findings{Base: shopOf(t, 150, func(_ int, c *ltv.Customer) {
			c.RepeatSales, c.Sales, c.Refunds = decimal.Zero, decimal.Zero, money("1")
		})}, "many-refunds"},

		{"a quarter is new", ltv.Findings{Holdout: newcomers(50)}, ""},
		{"more than a quarter", ltv.Findings{Holdout: newcomers(51)}, "many-newcomers"},
		{"no holdout", ltv.Findings{Holdout: &ltv.Holdout{}}, ""},

		{"twice as far ahead", ltv.Findings{Base: once(0), Horizon: btyd.Days(200)}, ""},
		{"farther", ltv.Findings{Base: once(0), Horizon: btyd.Days(200.5)}, "long-horizon"},
		{"without end", ltv.Findings{Base: once(0), Horizon: btyd.Days(math.Inf(1))}, "long-horizon"},

		{"nobody bought for 30 days", ltv.Findings{Base: silent(30)}, ""},
		{"nor for 31", ltv.Findings{Base: silent(31)}, "stale-data"},
		{"31 days are as many as ten purchases take", ltv.Findings{Base: shopOf(t, 1, func(_ int, c *ltv.Customer) {
			c.First, c.Last, c.End, c.Repeats = newYear.AddDays(-310), newYear, newYear.AddDays(31), 99
		})}, "few-customers"},
		{"but not eleven", ltv.Findings{Base: shopOf(t, 1, func(_ int, c *ltv.Customer) {
			c.First, c.Last, c.End, c.Repeats = newYear.AddDays(-310), newYear, newYear.AddDays(31), 100
		})}, "few-customers stale-data"},

		{"as foretold, but for a tenth", ltv.Findings{Judged: &ltv.Validation{Actual: 1100, Expected: 1000}}, ""},
		{"more than a tenth too many", ltv.Findings{Judged: &ltv.Validation{Actual: 1101, Expected: 1000}}, "holdout-off"},
		{"more than a tenth too few", ltv.Findings{Judged: &ltv.Validation{Actual: 899, Expected: 1000}}, "holdout-off"},
		{"half as many again, by chance", ltv.Findings{Judged: &ltv.Validation{Actual: 30, Expected: 20}}, ""},
		{"none at all", ltv.Findings{Judged: &ltv.Validation{Actual: 0, Expected: 20}}, "holdout-off"},
		{"all, where none was foretold", ltv.Findings{Judged: &ltv.Validation{Actual: 3, Expected: 0}}, "holdout-off"},
		{"money as well as by going on", ltv.Findings{Money: &ltv.ValueValidation{MAE: money("640.28"), NaiveMAE: money("640.28")}}, ""},
		{"money worse", ltv.Findings{Money: &ltv.ValueValidation{MAE: money("640.29"), NaiveMAE: money("640.28")}}, "money-off"},
		{"of no base", ltv.Findings{Horizon: btyd.Days(1e9)}, ""},

		{
			"much at once",
			ltv.Findings{
				shopOf(t, 3, func(_ int, c *ltv.Customer) {
					c.Last, c.Repeats, c.RepeatSales, c.Refunds = c.First, 0, decimal.Zero, money("30")
				}),
				fitOf(bg, btyd.Boundary, to("a", false)), spendOf(0.5, btyd.NotConverged), &ltv.Holdout{Newcomers: 1}, btyd.Years(10),
				&ltv.Validation{Model: "BG/NBD", Actual: 90, Expected: 130}, &ltv.ValueValidation{MAE: money("12"), NaiveMAE: money("8.5")},
			},
			"not-converged no-dropout one-time-buyers infinite-spend few-customers many-refunds many-newcomers long-horizon stale-data holdout-off money-off",
		},
	}
	for _, test := range tests {
		list := ltv.Warnings(test.f)
		var got []string
		for _, w := range list {
			got = append(got, string(w.Code))
			checkWarning(t, w)
		}
		if diff := gocmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.reason, diff)
		}
	}
	seen := map[string]bool{}
	for _, test := range tests {
		for code := range strings.FieldsSeq(test.want) {
			seen[code] = true
		}
	}
	if len(seen) != len(warningCodes) {
		t.Errorf("only %v were tried", seen)
	}
}

// checkWarning sees that a warning has words in both languages, and survives JSON.
func checkWarning(t rapid.TB, w ltv.Warning) {
	t.Helper()
	en, ja := w.Text(retention.English), w.Text(retention.Japanese)
	for _, text := range []string{en, ja} {
		if text == string(w.Code) || strings.Contains(text, "%!") || strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
			t.Errorf("%s: %s", w.Code, text)
		}
	}
	if !strings.HasSuffix(en, ".") || !strings.HasSuffix(ja, "。") {
		t.Errorf("%s and %s", en, ja)
	}
	data, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	var back ltv.Warning
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(w, back); diff != "" {
		t.Errorf("after JSON (-want +got)\n%s", diff)
	}
}

// What warnings say of any base agrees with a plain count.
func TestWarningsCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []ltv.Customer
		for i := range rapid.IntRange(1, 150).Draw(t, "customers") {
			list = append(list, genCustomer(fmt.Sprint("c", i), newYear).Draw(t, "customer"))
		}
		b, err := ltv.NewBase(list, "")
		if err != nil {
			t.Fatal(err)
		}
		horizon := rapid.IntRange(0, 1000).Draw(t, "horizon")
		holdout := &ltv.Holdout{Base: b, Newcomers: rapid.IntRange(0, 100).Draw(t, "newcomers")}

		back, repeats, between, first := 0, 0, 0, newYear
		last := list[0].Last
		sales, refunds := decimal.Zero, decimal.Zero
		for _, c := range list {
			if c.Repeats > 0 {
				back++
			}
			if c.First.Before(first) {
				first = c.First
			}
			if c.Last.After(last) {
				last = c.Last
			}
			repeats += c.Repeats
			between += c.Last.DaysSince(c.First)
			sales, refunds = sales.Add(c.Sales), refunds.Add(c.Refunds)
		}
		observed := newYear.DaysSince(first)
		silent, purchases := newYear.DaysSince(last), len(list)+repeats
		want := map[ltv.WarningCode]bool{
			ltv.WarnOneTimeBuyers: back < len(list),
			ltv.WarnFewCustomers:  back < 100,
			ltv.WarnShortHistory:  repeats > 0 && float64(observed) < 3*float64(between)/float64(repeats),
			ltv.WarnManyRefunds:   refunds.GreaterThan(sales.Mul(money("0.1"))),
			ltv.WarnManyNewcomers: float64(holdout.Newcomers) > 0.25*float64(holdout.Newcomers+len(list)),
			ltv.WarnLongHorizon:   horizon > 2*observed,
			ltv.WarnStaleData:     silent > 30 && silent*purchases > 10*last.DaysSince(first),
		}
		warnings := ltv.Warnings(ltv.Findings{
			Base: b, Fitted: fitOf(btyd.BGNBD{}, btyd.Converged), Holdout: holdout, Horizon: btyd.Days(float64(horizon)),
		})
		for _, w := range warnings {
			if !want[w.Code] {
				t.Errorf("warned of %+v", w)
			}
			delete(want, w.Code)
			checkWarning(t, w)
			switch w.Code {
			case ltv.WarnOneTimeBuyers:
				if w.Customers != len(list)-back || w.Of != len(list) {
					t.Errorf("%+v of %d, %d came back", w, len(list), back)
				}
			case ltv.WarnFewCustomers:
				if w.Customers != back || w.Of != len(list) {
					t.Errorf("%+v of %d, %d came back", w, len(list), back)
				}
			case ltv.WarnManyNewcomers:
				if w.Customers != holdout.Newcomers || w.Of != len(list)+holdout.Newcomers {
					t.Errorf("%+v of %d and %d newcomers", w, len(list), holdout.Newcomers)
				}
			case ltv.WarnLongHorizon, ltv.WarnShortHistory:
				if w.Observed != observed || w.Code == ltv.WarnLongHorizon && w.Days != float64(horizon) {
					t.Errorf("%+v of %d days, %d ahead", w, observed, horizon)
				}
			}
		}
		for code, missing := range want {
			if missing {
				t.Errorf("no warning of %s", code)
			}
		}
		if !slices.IsSortedFunc(warnings, func(a, b ltv.Warning) int {
			return slices.Index(warningCodes, a.Code) - slices.Index(warningCodes, b.Code)
		}) {
			t.Errorf("out of order: %v", warnings)
		}
	})
}

func TestWarningText(t *testing.T) {
	tests := []struct {
		w      ltv.Warning
		en, ja string
	}{
		{
			ltv.Warning{Code: ltv.WarnNotConverged, Model: "BG/NBD"},
			"The fit of BG/NBD did not come to an end, so its figures are not to be relied on. Allow more iterations, or look for faults in the orders.",
			"BG/NBDの推定が完了しませんでした（収束していません）。この数値は信頼できません。反復回数の上限を上げるか、注文データに誤りがないかご確認ください。",
		},
		{
			ltv.Warning{Code: ltv.WarnSingular, Model: "Gamma-Gamma"},
			"The orders cannot tell some parameters of Gamma-Gamma apart from one another. The forecasts can be used, but there is no margin of error for them.",
			"注文データからは、Gamma-Gammaの一部のパラメータを区別できません。予測には使えますが、誤差の幅は計算できません。",
		},
		{
			ltv.Warning{Code: ltv.WarnNoDropout, Model: "MBG/NBD", Runaway: []btyd.Runaway{{Param: "a"}, {Param: "b", Infinite: true}}},
			"The orders cannot be told apart from those of customers who never leave (MBG/NBD: a → 0, b → ∞). So customers who have left may count as active, and forecasts that reach far ahead may be too high. There is no margin of error. A longer history may tell.",
			"注文データからは、「誰も離れない」場合と区別できません（MBG/NBD：a → 0、b → ∞）。そのため、すでに離れた顧客も継続中とみなされたり、先の予測ほど高く出すぎたりするおそれがあります。誤差の幅は計算できません。より長い期間のデータがあれば分かるかもしれません。",
		},
		{
			ltv.Warning{Code: ltv.WarnRunaway, Model: "BG/NBD", Runaway: []btyd.Runaway{{Param: "a", Infinite: true}, {Param: "b", Infinite: true}}},
			"BG/NBD as fitted cannot be told apart from its limit (a → ∞, b → ∞), which explains the orders about as well. The forecasts can be used, but these parameters mean nothing by themselves, and there is no margin of error.",
			"注文データからは、推定したBG/NBDをその極限（a → ∞、b → ∞）と区別できません。極限でも、注文への当てはまりはほとんど変わりません。予測には使えますが、これらのパラメータの値そのものに意味はなく、誤差の幅も計算できません。",
		},
		{
			ltv.Warning{Code: ltv.WarnOneTimeBuyers, Model: "BG/NBD", Customers: 1411, Of: 2357},
			"BG/NBD takes customers who bought once, 1,411 of 2,357, for active with certainty, however long ago that was: in it, customers can leave only after they came back. Go by their expected purchases, or take MBG/NBD or Pareto/NBD.",
			"BG/NBDでは、1回しか購入していない顧客（2,357人中1,411人）は、どれだけ日が経っていても必ず「継続中」とみなされます。再購入の後でなければ離れない、という前提のモデルだからです。今後の購入回数の予測で判断するか、MBG/NBDかPareto/NBDをお使いください。",
		},
		{
			ltv.Warning{Code: ltv.WarnSpendFollowsFrequency, Model: "Gamma-Gamma", Correlation: &btyd.Correlation{R: 0.314, Low: 0.22, High: 0.4}},
			"Customers who buy more often spend more on each purchase (correlation 0.31, 95% interval 0.22 to 0.40). Gamma-Gamma takes the two for independent, so the values of frequent buyers come out too low.",
			"よく購入する顧客ほど、1回あたりの購入金額が高い傾向があります（相関係数0.31、95%信頼区間0.22〜0.40）。Gamma-Gammaは両者が無関係であることを前提にしているため、よく購入する顧客の価値が実際より低く出ます。",
		},
		{
			ltv.Warning{Code: ltv.WarnSpendFollowsFrequency, Model: "Gamma-Gamma", Correlation: &btyd.Correlation{R: -0.314, Low: -0.4, High: -0.22}},
			"Customers who buy more often spend less on each purchase (correlation -0.31, 95% interval -0.40 to -0.22). Gamma-Gamma takes the two for independent, so the values of frequent buyers come out too high.",
			"よく購入する顧客ほど、1回あたりの購入金額が低い傾向があります（相関係数-0.31、95%信頼区間-0.40〜-0.22）。Gamma-Gammaは両者が無関係であることを前提にしているため、よく購入する顧客の価値が実際より高く出ます。",
		},
		{
			ltv.Warning{Code: ltv.WarnInfiniteSpend, Model: "Gamma-Gamma", Q: 0.853},
			"Spending differs so much among customers that its average has no bound (Gamma-Gamma: q = 0.85, which should be above 1). No values can be given by it, only by the average of the shop. Look for exceptional orders, such as those of resellers.",
			"購入金額の差が顧客の間で大きすぎて、平均が定まりません（Gamma-Gamma：q = 0.85。1より大きい必要があります）。このモデルでは顧客の価値を計算できないため、店全体の平均購入金額で計算することになります。業者によるまとめ買いなど、特別な注文が混じっていないかご確認ください。",
		},
		{
			ltv.Warning{Code: ltv.WarnFewCustomers, Customers: 42, Of: 1180},
			"Of 1,180 customers, 42 came back: fewer than 100 tell little. Take the forecasts for a rough guide.",
			"顧客1,180人のうち、再購入したのは42人です。100人に満たないと分かることが限られるため、予測は目安としてご覧ください。",
		},
		{
			ltv.Warning{Code: ltv.WarnShortHistory, Days: 34.4, Observed: 77},
			"The orders cover 77 days, while customers come back after 34 days on average. That is too short to tell who left from who is not due yet.",
			"注文データの期間は77日ですが、再購入までの間隔は平均34日です。離れた顧客と、まだ購入の時期でない顧客とを見分けるには短すぎます。",
		},
		{
			ltv.Warning{Code: ltv.WarnManyRefunds, Share: 0.234},
			"Refunds are 23% of sales. Values are lower by that share, unless they are stated gross, as if everybody sent back alike; purchases and spend are before refunds.",
			"返金が売上の23%あります。顧客の価値は、返金前で計算する設定でない限り、全員に同じ割合の返金があるものとして差し引いています。購入回数と購入金額の予測は返金前のものです。",
		},
		{
			ltv.Warning{Code: ltv.WarnManyNewcomers, Customers: 1276, Of: 4339},
			"1,276 of 4,339 customers (29%) first bought in the holdout. The model could not be tested on them, so the test is of forecasts for known customers, not for the whole shop.",
			"顧客4,339人のうち1,276人（29%）は、検証期間に初めて購入しました。これらの顧客では予測を検証できないため、検証の結果は店全体ではなく、すでに購入のあった顧客についてのものです。",
		},
		{
			ltv.Warning{Code: ltv.WarnLongHorizon, Days: 3652.5, Observed: 373},
			"The forecast reaches 3,653 days ahead, while the orders cover 373 days. So far ahead, it rests on the model alone.",
			"予測は3,653日先までですが、注文データの期間は373日です。これほど先の予測には、データの裏付けがありません。",
		},
		{
			ltv.Warning{Code: ltv.WarnLongHorizon, Days: math.MaxFloat64, Observed: 1},
			"The forecast has no end, while the orders cover 1 day. So far ahead, it rests on the model alone.",
			"予測に期限はありませんが、注文データの期間は1日です。これほど先の予測には、データの裏付けがありません。",
		},
		{ltv.Warning{Code: "sunspots"}, "sunspots", "sunspots"},
	}
	for _, test := range tests {
		if diff := gocmp.Diff(test.en, test.w.Text("")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.w.Code, diff)
		}
		if diff := gocmp.Diff(test.ja, test.w.Text(retention.Japanese)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.w.Code, diff)
		}
	}
	for _, code := range warningCodes {
		checkWarning(t, ltv.Warning{Code: code})
	}
}
