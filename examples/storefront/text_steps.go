package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
)

// stepsSection says what to do next: with the customers, with the data, and
// with this program.
func (a *analysis) stepsSection(p *page) {
	p.section("What to do next", "次のアクション")
	n := 0
	step := func(english, japanese string, args ...any) {
		n++
		p.say("  "+string(rune('0'+n))+". "+english, "  "+string(rune('0'+n))+". "+japanese, args...)
	}
	if lost, money := a.group("at-risk", "cannot-lose-them"); len(lost) > 0 {
		step("Write to the %s who used to be good and stay away: they brought %s.\n     First of all to %s.",
			"足が遠のいた良いお客様 %s 人（これまでの売上 %s）に連絡しましょう。\n     まずは %s から。",
			count(len(lost)), p.money(money), names(lost, 5))
	}
	if fresh, _ := a.group("new-customers", "promising"); len(fresh) > 0 {
		step("Bring the %s new and promising ones back for more while they remember you.",
			"新規・有望のお客様 %s 人に、記憶が新しいうちに次の購入を案内しましょう。", count(len(fresh)))
	}
	if top, money := a.group("champions"); len(top) > 0 {
		step("Thank the %s, who brought %s, before you ask anybody for anything.",
			"最優良顧客 %s 人（これまでの売上 %s）に、何よりもまず感謝を伝えましょう。", p.number(len(top), "champion"), p.money(money))
	}
	if all := a.data.Guests + a.data.Orders(); a.data.Guests*20 > all {
		step("Invite guests to register: %s of the orders are theirs, and you cannot write to them.",
			"注文の %s はゲストです。連絡できるよう会員登録を勧めましょう。", percent(float64(a.data.Guests)/float64(all)))
	}
	if bad := a.input.rows - a.input.used; bad > 0 {
		step("Look at the %s that cannot be used; the lines are above.",
			"使えなかった %s 行を確認しましょう（行番号は上記）。", p.number(bad, "row"))
	}
	a.otherViews(step)
}

// otherViews names the flags that show the same orders in another way, of
// those that would show anything.
func (a *analysis) otherViews(step func(english, japanese string, args ...any)) {
	back := a.asOf.AddMonths(-3)
	switch {
	case a.data.First.IsZero() && a.data.Later > 0:
		step("All orders lie on or after %s: leave -as-of out, or name a day after %s.",
			"注文はすべて %s 以降です。-as-of を省くか、%s より後の日にしてください。", a.asOf, a.first)
	case a.scored == nil:
		step("For programs: -json.", "プログラム用: -json")
	case back.Start(a.zone).After(a.data.First):
		step("Look back: -as-of %s. Count days, not orders: -frequency days. For programs: -json.",
			"過去と比べる: -as-of %s　購入日数で数える: -frequency days　プログラム用: -json", back)
	default:
		step("Count days, not orders: -frequency days. For programs: -json.",
			"購入日数で数える: -frequency days　プログラム用: -json")
	}
}

// group returns the customers of some segments, those first who brought most,
// and what they brought together.
func (a *analysis) group(segments ...string) (list []rfm.Customer, sum decimal.Decimal) {
	if a.segments == nil {
		return nil, sum
	}
	for c, segment := range a.segments.All() {
		if slices.Contains(segments, segment) {
			list = append(list, c)
			sum = sum.Add(c.Monetary)
		}
	}
	slices.SortStableFunc(list, func(a, b rfm.Customer) int {
		return cmp.Or(b.Monetary.Cmp(a.Monetary), cmp.Compare(a.ID, b.ID))
	})
	return list, sum
}

// names lists the first few customers.
func names(list []rfm.Customer, most int) string {
	var ids []string
	for _, c := range list[:min(len(list), most)] {
		ids = append(ids, shown(c.ID, 14))
	}
	return strings.Join(ids, ", ")
}
