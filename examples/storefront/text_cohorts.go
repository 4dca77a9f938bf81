package main

import (
	"fmt"
	"math"
	"strconv"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
)

// cohortsShown is for how many periods customers are followed.
const cohortsShown = 12

// cohortsSection shows of those who came in a period how many bought again in
// each of the next.
func (l *lifetime) cohortsSection(p *page) {
	t := l.cohorts
	curve := t.Curve()
	if curve = curve[:min(len(curve), cohortsShown+1)]; len(curve) < 2 {
		return // too early to tell
	}
	p.section("Who comes back, by when they first came", "初回購入時期別の再購入率")
	noun := p.period(t.Basis.Period)
	p.remark(curveEnglish(curve, noun), curveJapanese(curve, noun))
	p.WriteString("\n")
	lines, empty := p.cohortTable(t, len(curve))
	p.lines(lines)
	p.WriteString("\n")
	english := fmt.Sprintf("+1 is one %[1]s later, +2 the next, and so on; a %[1]s that is not over is left out.", noun)
	japanese := fmt.Sprintf("+1 は初回購入の次の%[1]s、+2 はその次の%[1]sです。終わっていない%[1]sは表示しません。", noun)
	if empty {
		english += " So are rows without new customers."
		japanese += "新規客のいない行も省いています。"
	}
	p.remark(english, japanese)
}

// curveEnglish says how many customers come back, early on and much later.
func curveEnglish(curve []ltv.CohortPoint, noun string) string {
	text := fmt.Sprintf("Of all new customers, %s bought again one %s later", wholePercent(curve[1].Retention()), noun)
	if last := len(curve) - 1; last > 1 {
		text += fmt.Sprintf("; of the oldest, %s did %s later", wholePercent(curve[last].Retention()), counted(last, noun))
	}
	return text + "."
}

func curveJapanese(curve []ltv.CohortPoint, noun string) string {
	text := fmt.Sprintf("新規客のうち、次の%sに再び購入したのは %s", noun, wholePercent(curve[1].Retention()))
	if last := len(curve) - 1; last > 1 {
		text += fmt.Sprintf("、最も古い顧客では %d 期後に %s", last, wholePercent(curve[last].Retention()))
	}
	return text + " です。"
}

// cohortTable has a row for each period in which customers came; empty tells
// that there were others.
func (p *page) cohortTable(t *ltv.CohortTable, periods int) (lines []string, empty bool) {
	head, columns := []string{p.in("first bought", "初回購入"), p.in("customers", "人数")}, []column{left, right}
	for k := 1; k < periods; k++ {
		head, columns = append(head, "+"+strconv.Itoa(k)), append(columns, right)
	}
	rows := [][]string{head}
	for i := range t.Cohorts {
		c := &t.Cohorts[i]
		if c.Size == 0 {
			empty = true
			continue
		}
		row := []string{p.cohortName(c, t.Basis.Period), count(c.Size)}
		for k := 1; k < min(len(c.Active), periods); k++ {
			if share, ok := c.Retention(k); ok {
				row = append(row, wholePercent(share))
			}
		}
		rows = append(rows, row)
	}
	return table(rows, columns...), empty
}

// period names the length of a period.
func (p *page) period(s retention.Span) string {
	switch {
	case s.Days == 1:
		return p.in("day", "日")
	case s.Days == 7:
		return p.in("week", "週")
	case s.Months == 1:
		return p.in("month", "月")
	case s.Months == 3:
		return p.in("quarter", "四半期")
	case s.Months == 12:
		return p.in("year", "年")
	}
	return fmt.Sprintf(p.in("%d-year period", "%d 年間"), s.Months/12)
}

// cohortName writes the period in which a cohort came.
func (p *page) cohortName(c *ltv.Cohort, s retention.Span) string {
	year, month := c.Start.Year(), int(c.Start.Month())
	switch {
	case s.Months == 1:
		return fmt.Sprintf(p.in("%04d-%02d", "%d年%d月"), year, month)
	case s.Months == 3:
		if p.lang == retention.Japanese {
			return fmt.Sprintf("%d年%d〜%d月", year, month, month+2)
		}
		return fmt.Sprintf("%04d Q%d", year, (month+2)/3)
	case s.Months == 12:
		return fmt.Sprintf(p.in("%04d", "%d年"), year)
	case s.Months > 0:
		return fmt.Sprintf(p.in("%04d to %04d", "%d〜%d年"), year, year+s.Months/12-1)
	case s.Days == 7:
		return fmt.Sprintf(p.in("from %s", "%s〜"), p.date(c.Start))
	}
	return p.date(c.Start)
}

func wholePercent(share float64) string { return strconv.Itoa(int(math.Round(100*share))) + "%" }
