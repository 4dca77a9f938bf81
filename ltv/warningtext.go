package ltv

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
)

// Text describes the problem, its meaning and the remedy, for people who run a
// shop. Numbers are rounded. The text of an unknown code is the code.
func (w Warning) Text(lang retention.Language) string {
	if lang == retention.Japanese {
		return w.japanese()
	}
	return w.english()
}

func (w Warning) english() string {
	switch w.Code {
	case WarnNotConverged:
		return fmt.Sprintf("The fit of %s did not come to an end, so its figures are not to be relied on. "+
			"Allow more iterations, or look for faults in the orders.", w.Model)
	case WarnSingular:
		return fmt.Sprintf("The orders cannot tell some parameters of %s apart from one another. "+
			"The forecasts can be used, but there is no margin of error for them.", w.Model)
	case WarnNoDropout:
		return fmt.Sprintf("The orders cannot be told apart from those of customers who never leave (%s: %s). So customers who have left "+
			"may count as active, and forecasts that reach far ahead may be too high. There is no margin of error. A longer history may tell.",
			w.Model, runaways(w.Runaway, ", "))
	case WarnRunaway:
		return fmt.Sprintf("%s as fitted cannot be told apart from its limit (%s), which explains the orders about as well. "+
			"The forecasts can be used, but these parameters mean nothing by themselves, and there is no margin of error.",
			w.Model, runaways(w.Runaway, ", "))
	case WarnOneTimeBuyers:
		return fmt.Sprintf("%s takes customers who bought once, %s of %s, for active with certainty, however long ago that was: "+
			"in it, customers can leave only after they came back. Go by their expected purchases, or take MBG/NBD or Pareto/NBD.",
			w.Model, thousands(w.Customers), thousands(w.Of))
	case WarnSpendFollowsFrequency:
		more, low := "more", "low"
		if w.correlation().R < 0 {
			more, low = "less", "high"
		}
		return fmt.Sprintf("Customers who buy more often spend %s on each purchase (correlation %s). "+
			"%s takes the two for independent, so the values of frequent buyers come out too %s.", more, w.interval(", 95% interval ", " to "), w.Model, low)
	case WarnInfiniteSpend:
		return fmt.Sprintf("Spending differs so much among customers that its average has no bound (%s: q = %.2f, which should be above 1). "+
			"No values can be given by it, only by the average of the shop. Look for exceptional orders, such as those of resellers.",
			w.Model, w.Q)
	case WarnFewCustomers:
		return fmt.Sprintf("Of %s customers, %s came back: fewer than %d tell little. Take the forecasts for a rough guide.",
			thousands(w.Of), thousands(w.Customers), fewCustomers)
	case WarnShortHistory:
		return fmt.Sprintf("The orders cover %s, while customers come back after %s on average. "+
			"That is too short to tell who left from who is not due yet.", daysEnglish(float64(w.Observed)), daysEnglish(w.Days))
	case WarnManyRefunds:
		return fmt.Sprintf("Refunds are %s of sales. Values are lower by that share, unless they are stated gross, "+
			"as if everybody sent back alike; purchases and spend are before refunds.", percent(w.Share))
	case WarnManyNewcomers:
		return fmt.Sprintf("%s of %s customers (%s) first bought in the holdout. The model could not be tested on them, "+
			"so the test is of forecasts for known customers, not for the whole shop.",
			thousands(w.Customers), thousands(w.Of), percent(w.ofCustomers()))
	case WarnLongHorizon:
		ahead := "reaches " + daysEnglish(w.Days) + " ahead"
		if w.endless() {
			ahead = "has no end"
		}
		return fmt.Sprintf("The forecast %s, while the orders cover %s. So far ahead, it rests on the model alone.",
			ahead, daysEnglish(float64(w.Observed)))
	case WarnStaleData:
		return fmt.Sprintf("Nobody has bought in the last %s. If that is because the orders end earlier, look at them as of the day "+
			"on which they end: otherwise everybody seems to have left.", daysEnglish(w.Days))
	case WarnHoldoutOff:
		way := "more"
		if float64(w.Actual) < w.Expected {
			way = "fewer"
		}
		return fmt.Sprintf("In the holdout there were %s purchases, %s than the %s that %s foretold. Expect the values to be off by as much: "+
			"their margin of error tells only how well the parameters are known.", thousands(w.Actual), way, rounded(w.Expected), w.Model)
	case WarnMoneyOff:
		return fmt.Sprintf("In the holdout, what single customers spend was foretold worse than by supposing that all go on as before: "+
			"wrong by %v on average, instead of %v. Take their values for rough guesses, and look for exceptional customers, such as resellers.",
			w.money().MAE, w.money().NaiveMAE)
	}
	return string(w.Code)
}

func (w Warning) japanese() string {
	switch w.Code {
	case WarnNotConverged:
		return fmt.Sprintf("%sの推定が完了しませんでした（収束していません）。この数値は信頼できません。"+
			"反復回数の上限を上げるか、注文データに誤りがないかご確認ください。", w.Model)
	case WarnSingular:
		return fmt.Sprintf("注文データからは、%sの一部のパラメータを区別できません。予測には使えますが、誤差の幅は計算できません。", w.Model)
	case WarnNoDropout:
		return fmt.Sprintf("注文データからは、「誰も離れない」場合と区別できません（%s：%s）。そのため、すでに離れた顧客も継続中とみなされたり、"+
			"先の予測ほど高く出すぎたりするおそれがあります。誤差の幅は計算できません。より長い期間のデータがあれば分かるかもしれません。",
			w.Model, runaways(w.Runaway, "、"))
	case WarnRunaway:
		return fmt.Sprintf("注文データからは、推定した%sをその極限（%s）と区別できません。極限でも、注文への当てはまりはほとんど変わりません。"+
			"予測には使えますが、これらのパラメータの値そのものに意味はなく、誤差の幅も計算できません。",
			w.Model, runaways(w.Runaway, "、"))
	case WarnOneTimeBuyers:
		return fmt.Sprintf("%sでは、1回しか購入していない顧客（%s人中%s人）は、どれだけ日が経っていても必ず「継続中」とみなされます。"+
			"再購入の後でなければ離れない、という前提のモデルだからです。今後の購入回数の予測で判断するか、MBG/NBDかPareto/NBDをお使いください。",
			w.Model, thousands(w.Of), thousands(w.Customers))
	case WarnSpendFollowsFrequency:
		more, low := "高い", "低く"
		if w.correlation().R < 0 {
			more, low = "低い", "高く"
		}
		return fmt.Sprintf("よく購入する顧客ほど、1回あたりの購入金額が%s傾向があります（相関係数%s）。"+
			"%sは両者が無関係であることを前提にしているため、よく購入する顧客の価値が実際より%s出ます。", more, w.interval("、95%信頼区間", "〜"), w.Model, low)
	case WarnInfiniteSpend:
		return fmt.Sprintf("購入金額の差が顧客の間で大きすぎて、平均が定まりません（%s：q = %.2f。1より大きい必要があります）。"+
			"このモデルでは顧客の価値を計算できないため、店全体の平均購入金額で計算することになります。業者によるまとめ買いなど、特別な注文が混じっていないかご確認ください。",
			w.Model, w.Q)
	case WarnFewCustomers:
		return fmt.Sprintf("顧客%s人のうち、再購入したのは%s人です。%d人に満たないと分かることが限られるため、予測は目安としてご覧ください。",
			thousands(w.Of), thousands(w.Customers), fewCustomers)
	case WarnShortHistory:
		return fmt.Sprintf("注文データの期間は%s日ですが、再購入までの間隔は平均%s日です。離れた顧客と、まだ購入の時期でない顧客とを見分けるには短すぎます。",
			thousands(w.Observed), rounded(w.Days))
	case WarnManyRefunds:
		return fmt.Sprintf("返金が売上の%sあります。顧客の価値は、返金前で計算する設定でない限り、全員に同じ割合の返金があるものとして差し引いています。"+
			"購入回数と購入金額の予測は返金前のものです。", percent(w.Share))
	case WarnManyNewcomers:
		return fmt.Sprintf("顧客%s人のうち%s人（%s）は、検証期間に初めて購入しました。これらの顧客では予測を検証できないため、"+
			"検証の結果は店全体ではなく、すでに購入のあった顧客についてのものです。",
			thousands(w.Of), thousands(w.Customers), percent(w.ofCustomers()))
	case WarnLongHorizon:
		ahead := "予測は" + rounded(w.Days) + "日先までですが"
		if w.endless() {
			ahead = "予測に期限はありませんが"
		}
		return fmt.Sprintf("%s、注文データの期間は%s日です。これほど先の予測には、データの裏付けがありません。", ahead, thousands(w.Observed))
	case WarnStaleData:
		return fmt.Sprintf("直近の%s日間、購入した顧客がいません。注文データがそれより前で終わっている場合は、データの最終日を基準日にしてください。"+
			"そうしないと、全員が離れたものとして扱われます。", rounded(w.Days))
	case WarnHoldoutOff:
		way := "多く"
		if float64(w.Actual) < w.Expected {
			way = "少なく"
		}
		return fmt.Sprintf("検証期間の購入は%s回で、%sの予測（%s回）より%sなりました。将来価値も同じ程度ずれることがあります。"+
			"誤差の幅は、パラメータがどこまで分かっているかだけを表します。", thousands(w.Actual), w.Model, rounded(w.Expected), way)
	case WarnMoneyOff:
		return fmt.Sprintf("検証期間の顧客ごとの購入金額については、「全員がこれまでどおり買い続ける」とみなした場合よりも予測が外れました（平均誤差%v、みなした場合は%v）。"+
			"顧客ごとの価値は目安としてご覧ください。業者など、特別な顧客が混じっていないかもご確認ください。",
			w.money().MAE, w.money().NaiveMAE)
	}
	return string(w.Code)
}

func (w Warning) money() (v ValueValidation) {
	if w.Money != nil {
		v = *w.Money
	}
	return v
}

func (w Warning) correlation() (c btyd.Correlation) {
	if w.Correlation != nil {
		c = *w.Correlation
	}
	return c
}

func (w Warning) ofCustomers() float64 { return float64(w.Customers) / float64(max(w.Of, 1)) }

// interval returns, say, "0.31, 95% interval 0.22 to 0.39".
func (w Warning) interval(name, to string) string {
	c := w.correlation()
	return fmt.Sprintf("%.2f%s%.2f%s%.2f", c.R, name, c.Low, to, c.High)
}

func runaways(list []btyd.Runaway, comma string) string {
	names := make([]string, len(list))
	for i, r := range list {
		names[i] = r.String()
	}
	return strings.Join(names, comma)
}

// percent returns a share in whole percent.
func percent(share float64) string { return rounded(100*share) + "%" }

// endless reports whether Days are more than anybody means: a million years.
func (w Warning) endless() bool { return w.Days > 365e6 }

func daysEnglish(n float64) string {
	if text := rounded(n); text != "1" {
		return text + " days"
	}
	return "1 day"
}

// rounded returns a number in whole ones, at most a billion.
func rounded(v float64) string { return thousands(int(math.Round(min(v, 1e9)))) }

// thousands returns a number with commas.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
