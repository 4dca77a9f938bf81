package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention/loyalty"
)

// clubShown is how many members are named who are close to a tier, or lose
// points.
const clubShown = 10

// sections say what would be if the shop had a points program.
func (c *club) sections(p *page) {
	p.section("If you had a points program", "もしポイント制度があったら")
	if c.missing != nil {
		p.remark(c.missing.text.English, c.missing.text.Japanese)
		return
	}
	p.remark(
		fmt.Sprintf("Suppose that it had run since the first order and had all buyers as members, %s in all.", count(len(c.members))),
		fmt.Sprintf("次のような制度が最初の注文の日からあり、購入者全員（%s 人）が会員だったと仮定します。", count(len(c.members))))
	p.legend(c.rules(p))
	c.pointsSection(p)
	c.tiersSection(p)
	c.closeSection(p)
	c.lapsingSection(p)
	c.caveats(p)
}

// rules returns what the program promises.
func (c *club) rules(p *page) [][2]string {
	tiers, per := c.program.Editions[0].Ladder.Tiers, p.exact(c.program.Editions[0].Earn[0].Per)
	silver, gold := p.exact(tiers[0].Paths[0][0].AtLeast), p.exact(tiers[1].Paths[0][0].AtLeast)
	rows := [][2]string{
		{p.in("earn", "獲得"), fmt.Sprintf(p.in("1 point for each full %s of an order; 1.5 times as many as Silver, twice as many as Gold.",
			"注文 %s ごとに 1 ポイント（シルバーは 1.5 倍、ゴールドは 2 倍）。"), per)},
		{p.in("use", "利用"), fmt.Sprintf(p.in("from 14 days after the order, each point for %s. All lapse at the end of the month a year after the last order.",
			"注文の 14 日後から、1 ポイント %s として使えます。最終注文の 1 年後の月末に失効（注文のたびに延長）。"), p.exact(c.worth()))},
	}
	if c.preset == "japanese" {
		return append(rows, [2]string{p.in("tiers", "ランク"), fmt.Sprintf(p.in("Silver for %s, Gold for %s and 3 orders, from 1 April to 31 March; held for all of the next such year.",
			"4 月〜翌年 3 月の購入額 %s でシルバー、%s かつ注文 3 回でゴールド。翌年度を通して有効です。"), silver, gold)})
	}
	return append(rows,
		[2]string{p.in("tiers", "ランク"), fmt.Sprintf(p.in("Silver for %s, Gold for %s within 12 months; held for the next 12.",
			"12 か月間の購入額 %s でシルバー、%s でゴールド。その後 12 か月間有効。"), silver, gold)},
		[2]string{p.in("why so", "基準"), fmt.Sprintf(p.in("a typical (median) order is %s. A point takes the largest of 1, 2, 5, 10, 20, 50 and so on, up and down, that is not more than a hundredth of it.",
			"注文額の中央値は %s。1 ポイントに必要な額は、その 100 分の 1 以下で最大の切りのよい数（1・2・5 × 10 の累乗）です。"), p.exact(c.typical))})
}

// worth returns what a point is worth.
func (c *club) worth() decimal.Decimal { return c.program.Editions[0].Burn[0].Worth }

// pointsSection shows where the points are, and what they would cost.
func (c *club) pointsSection(p *page) {
	p.say("\n  Points", "\n  ポイント残高")
	b := &c.points
	rows := [][]string{
		{points(b.Earned), p.in("earned", "獲得")},
		{points(-b.Clawed), p.in("taken back for refunds", "返品による取消")},
		{points(-b.Lapsed), p.in("lapsed", "失効")},
		{points(-b.Spent), p.in("spent: never, as orders do not tell who would have", "利用（注文からは分からないため、まったく使われないものとしています）")},
	}
	if b.Debt > 0 {
		rows = append(rows, []string{points(b.Debt), p.in("owed by members, for refunds", "返品による不足分（会員の借り）")})
	}
	rows = append(rows,
		[]string{points(c.left()), p.in("left", "残高")},
		[]string{points(b.Available), p.in("  can be used now", "　うち利用可能")},
		[]string{points(b.Pending), p.in("  cannot yet: their orders are not 14 days old", "　うち獲得予定（注文から 14 日未満）")})
	p.lines(table(rows, right, left))
	p.WriteString("\n")
	face := c.owed.Total.Face
	most, less := p.money(face), p.money(face.Mul(decimal.New(8, -1)))
	p.remark(
		fmt.Sprintf("You would owe your members %s if every point left were spent, %s if four of five were.%s", most, less, p.ifLapsed(b)),
		fmt.Sprintf("負債（未使用ポイントの価値）は、すべて利用される場合 %s、8 割なら %s です。%s", most, less, p.ifLapsed(b)))
}

// ifLapsed says what cannot be known of points that have lapsed, if there are any.
func (p *page) ifLapsed(b *loyalty.Balance) string {
	if b.Lapsed == 0 {
		return ""
	}
	return p.in(" In a real program some of what lapsed would have been spent before.", "実際の制度では、失効分の一部も利用されていたはずです。")
}

// tiersSection shows how many hold which tier, and what time alone makes of it.
func (c *club) tiersSection(p *page) {
	p.say("\n  Tiers", "\n  ランク")
	rows := [][]string{{p.in("tier", "ランク"), p.in("members", "会員数"), p.in("share", "割合"), "", fmt.Sprintf(p.in("on %s", "%sの見込み"), p.date(c.ahead()))}}
	tiers, most := c.tiers(), 0.0
	for _, t := range tiers {
		most = max(most, t.share)
	}
	for _, t := range tiers {
		rows = append(rows, []string{t.name.In(p.lang), count(t.now), percent(t.share), left(bar(t.share, most, 20), 20), count(t.then)})
	}
	p.lines(table(rows, left, right, right, left, right))
	p.remark("The last column is without another order: past orders begin to count, and tiers come to their end.",
		"見込みは、このまま注文がない場合の人数です（過去の注文による昇格と、期限による降格だけを反映）。")
}

// closeSection names those whom little parts from the next tier.
func (c *club) closeSection(p *page) {
	list := c.close()
	if len(list) == 0 {
		p.say("\n  Nobody is close to the next tier.", "\n  あと少しで次のランクになる会員はいません。")
		return
	}
	p.say("\n  Close to the next tier, with a fifth of what it takes missing at most: %s", "\n  あと少しで次のランク（条件の 8 割以上を達成）: %s 人", p.number(len(list), "member"))
	rows := [][]string{{"", p.in("customer", "顧客"), p.in("to become", "次のランク"), p.in("still missing", "あと"), p.in("by", "期限")}}
	for i, m := range list[:min(len(list), clubShown)] {
		by := ""
		if day := m.next.By(); !day.IsZero() {
			by = p.date(day)
		}
		rows = append(rows, []string{fmt.Sprint(i + 1), shown(m.id, 18), m.next.Name.In(p.lang), p.missing(m.next), by})
	}
	p.lines(table(rows, right, left, left, right, left))
}

// missing says what a goal still needs.
func (p *page) missing(g *loyalty.Goal) string {
	var parts []string
	for _, gap := range g.Missing {
		switch gap.Metric {
		case loyalty.SpendMetric:
			parts = append(parts, p.exact(gap.Missing))
		default: // orders
			n := int(gap.Missing.IntPart())
			parts = append(parts, p.in(counted(n, "order"), count(n)+" 回"))
		}
	}
	return strings.Join(parts, p.in(" and ", "・"))
}

// lapsingSection says which points lapse next.
func (c *club) lapsingSection(p *page) {
	list, last := c.lapsing(), c.monthLater().AddDays(-1)
	if len(list) == 0 {
		p.say("\n  No points lapse before %s.", "\n  %s より前に失効するポイントはありません。", p.date(c.monthLater()))
		return
	}
	n := int(lapsed(list))
	money := p.money(decimal.NewFromInt(int64(n)).Mul(c.worth()))
	p.WriteString("\n")
	p.remark(
		fmt.Sprintf("Lapsing by %s, unless they order again: %s of %s, worth %s", p.date(last), counted(n, "point"), counted(len(list), "member"), money),
		fmt.Sprintf("%sまでに失効（注文があれば延長）: %s 人の %s ポイント（%s 相当）", p.date(last), count(len(list)), count(n), money))
	rows := [][]string{{"", p.in("customer", "顧客"), p.in("points", "ポイント"), p.in("worth", "価値"), p.in("last day", "有効期限")}}
	for i, m := range list[:min(len(list), clubShown)] {
		worth := decimal.NewFromInt(int64(m.lapses)).Mul(c.worth())
		rows = append(rows, []string{fmt.Sprint(i + 1), shown(m.id, 18), points(m.lapses), p.money(worth), p.date(m.lastDay)})
	}
	p.lines(table(rows, right, left, right, right, left))
}

// caveats say what the orders cannot tell, and what was not used of them.
func (c *club) caveats(p *page) {
	p.WriteString("\n")
	p.remark("Guests earn nothing, and cancelled orders count as if they had not been. A refund lowers the customer's latest orders before it, as nothing tells which one it is of. Amounts count as they stand, be tax and shipping in them or not.",
		"ゲスト注文は対象外、キャンセルされた注文はなかったものとしています。返品は元の注文が分からないため、その顧客の直近の注文から差し引きます。金額はデータのまま使用しています（税・送料を含む場合はそれも対象）。")
	if c.refunds > 0 {
		p.hang(p.in("!", "※"), fmt.Sprintf(p.in("%s came to more than the customer had bought before, by %s: that takes no points back.",
			"返品 %s 件が、それまでの購入額を合計 %s 上回っています。超過分のポイントは取り消していません。"), p.number(c.refunds, "refund"), p.money(c.excess)))
	}
	if len(c.refused) > 0 {
		first := c.refused[0]
		reason := first.Err.Error()
		if errors.Is(first, loyalty.ErrOverflow) {
			reason = p.in("more points than can be counted", "ポイントが多すぎて数えられません")
		}
		p.hang(p.in("!", "※"), fmt.Sprintf(p.in("%s of the orders and refunds could not be counted; the first, of customer %s: %s.",
			"%s 件の注文・返品はポイントに反映できませんでした。最初の顧客 %s: %s。"), count(len(c.refused)), shown(first.Account, 18), shown(reason, 100)))
	}
}

// exact writes a price with all its decimals.
func (p *page) exact(d decimal.Decimal) string {
	decimals := int32(0)
	if hasDecimals(p.currency) {
		decimals = 2
	}
	for !d.Equal(d.Truncate(decimals)) {
		decimals++
	}
	return p.moneyTo(d, decimals)
}

func points(n loyalty.Points) string { return count(int(n)) }
