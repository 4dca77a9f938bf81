package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// sections show the groups by rules, how they overlap and move, and one customer.
func (g *groups) sections(p *page) {
	p.section("Groups by rules", "ルールによるグループ")
	lines := g.table(p)
	if slices.ContainsFunc(lines, func(line string) bool { return width(line) > pageWidth-2 }) {
		lines = table(g.rows(p, 5), left, right, right, right, right) // of very large sums
	}
	p.lines(lines)
	p.WriteString("\n")
	g.remarks(p)
	g.overlapSection(p)
	g.movesSection(p)
	g.explainSection(p)
}

func (g *groups) label(i int, lang retention.Language) string {
	return g.view.Set().Segment(i).In(lang)
}

// table has a row for each group: how many they are, and what they are worth.
func (g *groups) table(p *page) []string {
	return table(g.rows(p, 6), left, right, right, right, right, right)
}

// rows returns the first so many columns of the table.
func (g *groups) rows(p *page, columns int) [][]string {
	worth := p.in("worth", "将来価値")
	if !g.forecast {
		worth = p.in("spent", "純売上")
	}
	rows := [][]string{{p.in("group", "グループ"), p.in("customers", "人数"), p.in("share", "割合"), worth, p.in("share", "割合"), p.in("each", "1人あたり")}}
	for i, s := range g.now.Sizes() {
		if !g.valued && slices.Contains(byWorth, s.Segment) {
			continue
		}
		w := g.worth.Segments[i]
		rows = append(rows, []string{
			g.label(i, p.lang), count(s.Customers), percent(s.Share), p.money(w.Value), percent(w.ValueShare.InexactFloat64()), p.money(w.Mean),
		})
	}
	for i := range rows {
		rows[i] = rows[i][:columns]
	}
	return rows
}

// remarks say how the table is to be read, and who is worth most.
func (g *groups) remarks(p *page) {
	p.remark("The first seven are the stages of a customer's way with the shop; who fits several is in the first that fits, when one must be chosen. The others cut across them.",
		"最初の7つは顧客の歩みの段階です（複数に当てはまる場合は上のものを優先）。ほかのグループはこれらと重なります。")
	if !g.valued {
		p.remark("Nobody is worth anything yet, so there are no groups by worth.", "価値が 0 を超える顧客がまだいないため、価値によるグループはありません。")
		return
	}
	best, worst := g.now.Index(g.worth.BestByMean), g.now.Index(g.worth.WorstByMean)
	if best < 0 || best == worst {
		return
	}
	p.remark(
		fmt.Sprintf("A customer is worth most in %q, and least in %q.", g.label(best, p.lang), g.label(worst, p.lang)),
		fmt.Sprintf("1人あたりの価値が最も高いのは「%s」、最も低いのは「%s」です。", g.label(best, p.lang), g.label(worst, p.lang)))
}

// overlap is that of two groups.
type overlap struct {
	a, b, both int
	share      float64 // of a
}

// overlapsShown is how many pairs of groups are named.
const overlapsShown = 5

// overlaps returns the pairs that share most, leaving out those of which one lies
// in the other.
func (g *groups) overlaps() []overlap {
	all := g.now.Overlap()
	var pairs []overlap
	for a, row := range all.Customers {
		for b, both := range row {
			if a != b && all.Share[a][b] >= 0.2 && all.Share[a][b] < 1 && all.Share[b][a] < 1 && all.Share[a][b] >= all.Share[b][a] {
				pairs = append(pairs, overlap{a, b, both, all.Share[a][b]})
			}
		}
	}
	slices.SortStableFunc(pairs, func(x, y overlap) int { return cmp.Compare(y.share, x.share) })
	return pairs[:min(len(pairs), overlapsShown)]
}

func (g *groups) overlapSection(p *page) {
	pairs := g.overlaps()
	if len(pairs) == 0 {
		return
	}
	p.say("\n  Where groups meet", "\n  グループの重なり")
	for _, o := range pairs {
		p.remark(
			fmt.Sprintf("  %s of %q are %q too (%s).", percent(o.share), g.label(o.a, p.lang), g.label(o.b, p.lang), counted(o.both, "customer")),
			fmt.Sprintf("　「%s」の %s は「%s」でもあります（%s 人）。", g.label(o.a, p.lang), percent(o.share), g.label(o.b, p.lang), count(o.both)))
	}
}

// movesSection shows who came into each group and who went, and why.
func (g *groups) movesSection(p *page) {
	if g.changes == nil {
		return
	}
	p.say("\n  Since %s", "\n  %s からの動き", p.date(g.before))
	rows := [][]string{{p.in("group", "グループ"), p.in("was", "以前"), p.in("came", "加入"), p.in("went", "離脱"), p.in("is", "現在"),
		p.in("because of time", "時間の経過"), p.in("of what they did", "顧客の行動"), p.in("new", "新規")}}
	for i := range g.now.Segments {
		c, ok := g.moves(i)
		if !ok {
			continue
		}
		why := g.causesOf(i)
		rows = append(rows, []string{
			g.label(i, p.lang), count(c.SizeBefore()), count(len(c.Entered)), count(len(c.Left)), count(c.SizeAfter()),
			count(why[segment.CauseTime]), count(why[segment.CauseData]), count(why[segment.CauseAppeared]),
		})
	}
	p.lines(table(rows, left, right, right, right, right, right, right, right))
	p.remark("The last three say why they came or went: nothing but time passed, they ordered or returned something, or they are new.",
		"右の3列は、加入・離脱の理由です（時間が経っただけ／購入や返品があった／新しい顧客）。")
}

// explainSection shows how the rules see one customer.
func (g *groups) explainSection(p *page) {
	if g.shown == nil {
		return
	}
	p.say("\n  One customer in full: %s", "\n  顧客の例: %s", shown(g.shown.id, 30))
	var in []string
	for name := range g.view.Of(g.shown) {
		in = append(in, g.label(g.view.Set().Index(name), p.lang))
	}
	p.remark("  Is in: "+strings.Join(in, ", ")+".", "　所属: "+strings.Join(in, "、"))
	for line := range strings.Lines(g.why.Text(p.lang)) {
		text := strings.TrimLeft(line, " ")
		indent := strings.Repeat(" ", 4+len(line)-len(text))
		for i, part := range wrap(strings.TrimSpace(text), pageWidth-len(indent)-2) {
			if i > 0 {
				part = "  " + part
			}
			p.WriteString(indent + part + "\n")
		}
	}
	if !g.next.At.IsZero() {
		day := p.date(retention.DateOf(g.next.At, g.view.Moment().Zone()))
		if g.next.Member {
			p.remark("  Without an order, becomes a member on "+day+".", "　このまま購入がなければ、"+day+" に該当します。")
		} else {
			p.remark("  Without an order, is one until "+day+".", "　このまま購入がなければ、"+day+" に外れます。")
		}
	}
}
