package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
)

// lifetimeSections say what the customers are worth from here on.
func (a *analysis) lifetimeSections(p *page) {
	if a.lifetime == nil {
		return
	}
	a.lifetime.worthSection(p)
	a.lifetime.modelsSection(p)
	a.lifetime.cohortsSection(p)
}

// worthSection shows the total, and who brings most of it.
func (l *lifetime) worthSection(p *page) {
	v := l.Value
	p.section("What your customers are worth", "顧客の将来価値（LTV）")
	p.say("  Within %[1]s, %[2]s should bring %[3]s%[4]s,", "  今後 %[1]s で、%[2]s 人から %[3]s%[4]s の売上が見込まれます。",
		p.length(v.Basis.Horizon), p.number(v.Customers, "customer"), p.money(v.Total), l.interval(p))
	p.say("  after refunds (%s of sales) and interest (%s a year): newcomers come on top.",
		"  返金（売上の %s）と割引率（年 %s）を差し引いた額で、今後の新規客は含みません。",
		percent(v.RefundShare), percent(yearly(v.Basis.Discount)))
	p.WriteString("\n")

	rows := [][]string{{"", p.in("customer", "顧客"), p.in("still a customer", "継続確率"), p.in("purchases", "購入回数"),
		p.in("each", "1回の金額"), p.in("worth", "将来価値"), p.in("next, even odds", "次回購入の目安")}}
	for i, c := range v.Top(bestShown) {
		next := p.in("perhaps never", "なしの可能性")
		if !c.Next.IsZero() {
			next = p.in("by ", "") + p.date(c.Next) + p.in("", "まで")
		}
		rows = append(rows, []string{fmt.Sprint(i + 1), shown(c.ID, 18), percent(c.PAlive), decimals(c.Purchases, 1),
			p.money(c.Spend), p.money(c.Value), next})
	}
	p.lines(table(rows, right, left, right, right, right, right, left))
	p.WriteString("\n")
	for _, w := range l.Warnings {
		p.hang(p.in("!", "※"), w.Text(p.lang))
	}
}

// interval says how sure the total is.
func (l *lifetime) interval(p *page) string {
	v := l.Value
	if !v.HasInterval {
		return ""
	}
	return fmt.Sprintf(p.in(" (%.0f%%: %s to %s)", "（%.0f%% 区間: %s 〜 %s）"), 100*v.Basis.Level, p.money(v.Low), p.money(v.High))
}

// modelsSection shows the models side by side, and how they did.
func (l *lifetime) modelsSection(p *page) {
	p.section("How well that can be foreseen", "予測の精度")
	if h := l.Holdout; h != nil {
		p.say("  The models saw orders until %s only, and were asked for the %s after it:",
			"  %s までの注文だけで学習したモデルに、その後 %s 日間の購入を予測させました。", p.date(h.Until), p.days(h.End.DaysSince(h.Until)))
	} else {
		p.say("  Nothing was held out to judge the models by.", "  検証期間がないため、学習データへの当てはまりだけで比べます。")
	}
	rows := [][]string{{p.in("model", "モデル"), p.in("foretold", "予測"), p.in("came", "実績"), p.in("off by", "差"),
		p.in("log score", "対数スコア"), "BIC", p.in("fit", "推定")}}
	for i := range l.Selection.Candidates {
		c := &l.Selection.Candidates[i]
		row := []string{c.Model.Name(), "-", "-", "-", "-", decimals(c.BIC(), 0), statusText(p, &c.Estimate)}
		if v := c.Holdout; v != nil {
			row[1], row[2], row[4] = decimals(v.Expected, 0), count(v.Actual), decimals(v.LogScore, 4)
			if v.TotalError != nil {
				row[3] = signed(100 * *v.TotalError)
			}
		}
		if i == l.Selection.Chosen {
			row[0] += " *"
		}
		rows = append(rows, row)
	}
	p.lines(table(rows, left, right, right, right, right, right, left))
	p.WriteString("\n")
	p.hang("*", l.Selection.Reason.Text(p.lang))
}

func statusText(p *page, e *btyd.Estimate) string {
	switch e.Status {
	case btyd.Converged:
		return p.in("converged", "収束")
	case btyd.Boundary:
		names := make([]string, len(e.Runaway))
		for i, r := range e.Runaway {
			names[i] = r.String()
		}
		return p.in("boundary: ", "境界解: ") + strings.Join(names, ", ")
	case btyd.Singular:
		return p.in("singular", "特異")
	}
	return p.in("not converged", "未収束")
}

// cohortsSection shows of those who came in a period how many bought again in
// each of the next.
func (l *lifetime) cohortsSection(p *page) {
	t := l.cohorts
	p.section("Who comes back, by when they first came", "初回購入時期別の再購入率")
	rows := [][]string{{p.in("first bought", "初回購入"), p.in("customers", "人数")}}
	widest := 0
	for i := range t.Cohorts {
		c := &t.Cohorts[i]
		row := []string{p.date(c.Start), count(c.Size)}
		for k := 1; k < len(c.Active) && k <= 9; k++ {
			cell := ""
			if share, ok := c.Retention(k); ok {
				cell = strconv.Itoa(int(math.Round(100*share))) + "%"
			}
			row = append(row, cell)
		}
		widest = max(widest, len(row))
		rows = append(rows, row)
	}
	for k := 1; len(rows[0]) < widest; k++ {
		rows[0] = append(rows[0], "+"+strconv.Itoa(k))
	}
	columns := []column{left, right}
	for len(columns) < widest {
		columns = append(columns, right)
	}
	p.lines(table(rows, columns...))
	p.remark(fmt.Sprintf("Each column is one period of %s later: how many of them bought in it. Periods that are not over are left out.", periodText(p, t.Basis.Period)),
		fmt.Sprintf("各列は %s ずつ後の期間に購入した人の割合です。終わっていない期間は表示しません。", periodText(p, t.Basis.Period)))
}

func periodText(p *page, s retention.Span) string {
	switch {
	case s.Months == 1:
		return p.in("a month", "1 か月")
	case s.Months > 0 && s.Months%12 == 0:
		return p.in("a year", "1 年")
	case s.Months > 0:
		return fmt.Sprintf(p.in("%d months", "%d か月"), s.Months)
	case s.Days == 7:
		return p.in("a week", "1 週間")
	}
	return p.in("a day", "1 日")
}

// length writes a time in the longest unit of which it is a whole number.
func (p *page) length(t btyd.Time) string {
	for _, u := range []struct {
		unit              btyd.Unit
		english, japanese string
	}{{btyd.Year, "year", "年"}, {btyd.Month, "month", "か月"}, {btyd.Week, "week", "週間"}} {
		n := t.In(u.unit)
		if whole := math.Round(n); whole >= 1 && math.Abs(n-whole) < 1e-9 {
			if p.lang == retention.Japanese {
				return count(int(whole)) + " " + u.japanese
			}
			return counted(int(whole), u.english)
		}
	}
	return p.days(int(math.Round(t.In(btyd.Day))))
}

func (p *page) days(n int) string {
	if p.lang == retention.Japanese {
		return count(n)
	}
	return counted(n, "day")
}

// yearly returns the effective rate of a discount for a year.
func yearly(d btyd.Discount) float64 { return math.Expm1(d.Continuous(btyd.Year)) }

// decimals writes a number with so many decimals.
func decimals(x float64, n int) string {
	text := strconv.FormatFloat(x, 'f', n, 64)
	whole, rest, _ := strings.Cut(text, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if rest != "" {
		rest = "." + rest
	}
	return sign + groupDigits(whole) + rest
}

func signed(percents float64) string { return fmt.Sprintf("%+.1f%%", percents) }
