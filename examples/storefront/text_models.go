package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
)

// modelsSection shows the models side by side, and how they did.
func (l *lifetime) modelsSection(p *page) {
	p.section("How far to trust that", "予測の検証")
	h, candidates := l.Holdout, l.Selection.Candidates
	if h != nil {
		p.remark(fmt.Sprintf("A test: %d models saw orders until %s only, and foretold how often the %s of that time came back in the %s after it.",
			len(candidates), p.date(h.Until), counted(h.Base.Len(), "customer"), counted(h.End.DaysSince(h.Until), "day")),
			fmt.Sprintf("%d つのモデルに %sまでの注文だけを学習させ、それまでの顧客 %s 人がその後 %s 日間に購入した回数を予測させました。",
				len(candidates), p.date(h.Until), count(h.Base.Len()), count(h.End.DaysSince(h.Until))))
	} else {
		p.remark(l.untested(p)+" Models are compared by how well they fit the orders.", l.untested(p)+"学習データへの当てはまりだけで比べます。")
	}
	p.WriteString("\n")

	clear := !slices.ContainsFunc(candidates, func(c ltv.Candidate) bool { return c.Status != btyd.Converged })
	p.lines(l.modelsTable(p, h != nil, !clear))
	p.WriteString("\n")
	l.legend(p, h != nil, !clear)
}

// untested says why there was no test.
func (l *lifetime) untested(p *page) string {
	if !l.asked.until.IsZero() {
		return p.in("Nothing came after -calibrate-until, so the forecast could not be put to the test.",
			"-calibrate-until より後の注文がないため、予測を検証できません。")
	}
	return p.in("The orders cover too few days to put the forecast to the test.", "注文データの日数が足りないため、予測を検証できません。")
}

// modelsTable shows what each model foretold if they were tested, and how clear
// its fit is unless all are.
func (l *lifetime) modelsTable(p *page, tested, unclear bool) []string {
	head, columns := []string{p.in("model", "モデル")}, []column{left}
	if tested {
		head = append(head, p.in("foretold", "予測"), p.in("came", "実績"), p.in("off by", "差"), p.in("log score", "対数スコア"))
		columns = append(columns, right, right, right, right)
	}
	head, columns = append(head, "BIC"), append(columns, right)
	if unclear {
		head, columns = append(head, p.in("fit", "推定")), append(columns, left)
	}
	rows := [][]string{head}
	for i := range l.Selection.Candidates {
		c := &l.Selection.Candidates[i]
		row := []string{c.Model.Name()}
		if i == l.Selection.Chosen {
			row[0] += " *"
		}
		if tested {
			row = append(row, foretold(c.Holdout)...)
		}
		row = append(row, decimals(c.BIC(), 0))
		if unclear {
			row = append(row, p.clarity(&c.Estimate))
		}
		rows = append(rows, row)
	}
	return table(rows, columns...)
}

// foretold returns what was expected, what came, the difference, and the score.
func foretold(v *ltv.Validation) []string {
	off := "-"
	if v.TotalError != nil {
		off = decimals(100**v.TotalError, 1) + "%"
		if *v.TotalError > 0 {
			off = "+" + off
		}
	}
	return []string{decimals(v.Expected, 0), count(v.Actual), off, decimals(v.LogScore, 4)}
}

// clarity says what a fit is worth.
func (p *page) clarity(e *btyd.Estimate) string {
	switch e.Status {
	case btyd.Converged:
		return p.in("clear", "安定")
	case btyd.Boundary:
		names := make([]string, len(e.Runaway))
		for i, r := range e.Runaway {
			names[i] = r.Param
		}
		return p.in("open: ", "不定: ") + strings.Join(names, ", ")
	case btyd.Singular:
		return p.in("open", "不定")
	}
	return p.in("unfinished", "未収束")
}

// legend explains the table.
func (l *lifetime) legend(p *page, tested, unclear bool) {
	rows := [][2]string{}
	add := func(english, japanese, saysEnglish, saysJapanese string) {
		rows = append(rows, [2]string{p.in(english, japanese), p.in(saysEnglish, saysJapanese)})
	}
	if tested {
		add("log score", "対数スコア", "how likely a model held what each customer then did: the higher (nearer to 0), the better.",
			"各顧客の実際の行動に、モデルがどれだけ高い確率を与えていたか。高い（0 に近い）ほど良い。")
	}
	add("BIC", "BIC", "how well a model fits the orders it saw: the lower, the better.", "学習した注文への当てはまり。小さいほど良い。")
	if unclear {
		add("fit", "推定", "clear if the orders settle all numbers in a model; open if not those named: forecasts hold, their margin of error is unknown.",
			"安定: モデルの数値（パラメータ）がすべて定まった。不定: 挙げたものが定まらない。予測には使えるが、誤差の幅は分からない。")
	}
	chosen := l.Selection.Reason.Text(p.lang)
	add("*", "*", "the forecast above is by this model, which then learnt from all orders. "+chosen,
		"上の予測に使ったモデル（全注文で学習し直しています）。"+chosen)
	p.legend(rows)
}
