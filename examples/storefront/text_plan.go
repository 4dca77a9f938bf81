package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

// planShown is how many messages are named.
const planShown = 10

// sections say whom to contact, why, whom not, and when to look again.
func (a *agenda) sections(p *page) {
	p.section("Today's plan", "今日の連絡計画")
	if a.missing != nil {
		p.remark(a.missing.text.English, a.missing.text.Japanese)
		return
	}
	when := p.date(retention.DateOf(a.at, a.zone)) + a.at.Format(" 15:04 ") + a.zone.String()
	p.remark(
		"Whom to contact at "+when+", if the shop had kept in touch with its buyers by a ready-made policy.",
		"既成の方針でお客様への連絡を続けてきたと仮定した場合の、"+when+" の計画です。")
	p.legend(a.suppositions(p))
	a.sendsSection(p)
	a.againstSection(p)
	a.nextSection(p)
	a.customerSection(p)
}

// suppositions say what the policy is, and what is made up as orders do not tell.
func (a *agenda) suppositions(p *page) [][2]string {
	policy := p.in("ShopPolicy: by e-mail, or in the app. No law is in it: add that of where your customers live.",
		"ShopPolicy（メールとアプリ通知）。法令のルールは含みません。お客様の地域に合わせて追加してください。")
	app, phone := p.in("the app", "アプリ"), ""
	if a.preset == "japanese" {
		policy = p.in("JapaneseShopPolicy: by e-mail, on LINE, or by phone, within what it knows of the law of Japan.",
			"JapaneseShopPolicy（メール・LINE・電話）。日本の法令のルールを含みます。")
		app, phone = p.in("LINE", " LINE "), p.in(" and a phone number", "と電話番号")
	}
	return [][2]string{
		{p.in("policy", "方針"), policy + p.in(" Nothing from 21:00 to 8:00, nor more than 3 in 7 days.", "21 時〜8 時は連絡せず、7 日に 3 回まで。")},
		{p.in("past", "履歴"), fmt.Sprintf(p.in("the policy has run for %d days, and what it sent counts. Nobody answered; orders are all that is known.",
			"%d 日前からこの方針で連絡したものとし、それを反映。反応は注文だけが分かります。"), daysFollowed)},
		{p.in("supposed", "仮定"), fmt.Sprintf(p.in("all buyers gave an e-mail address%s and said yes to messages with the first order. %d in 100 took that back %d days later. %d in 100 have %s and prefer it. Orders take %d days to arrive.",
			"購入者は全員、初回注文時にメールアドレス%sを登録し、連絡に同意。%d%% は %d 日後に停止を申し出。%d%% は%sも登録し、そちらを希望。商品は注文の %d 日後に到着。"),
			phone, leaverShare, leaveAfter, secondShare, app, delivery)},
		{p.in("unknown", "不明"), p.in("birthdays, warranties, complaints: nothing is said of them.", "誕生日・保証・苦情（関係する連絡は計画にありません）。")},
	}
}

// sendsSection counts what may go out, and names the first of it.
func (a *agenda) sendsSection(p *page) {
	if len(a.sends) == 0 {
		p.say("\n  Nothing goes out now.", "\n  いま連絡するお客様はいません。")
		return
	}
	p.say("\n  To go out now: %s", "\n  いま連絡するもの: %s 件", p.number(len(a.sends), "message"))
	p.lines(a.sendsTable(p))
	first := min(len(a.sends), planShown)
	p.WriteString("\n")
	if len(a.sends) > first {
		p.remark("The first ten, of each kind in turn:", "最初の 10 件（種類ごとに順番）:")
	}
	a.named(p, a.sends[:first])
}

// named has a row for each message, with the reason beside it.
func (a *agenda) named(p *page, sends []send) {
	rows := [][]string{{"", p.in("customer", "顧客"), p.in("message", "連絡"), p.in("by", "手段"), p.in("until", "期限")}}
	whys, words := []string{p.in("why", "理由")}, a.engine.Words(p.lang)
	for i := range sends {
		s := &sends[i]
		rows = append(rows, []string{fmt.Sprint(i + 1), shown(s.customer, 18), a.playName(s.Play).In(p.lang), a.channelName(s.Channel).In(p.lang), a.clock(p, s.Until)})
		whys = append(whys, words.Reason(s.Why[0]))
	}
	lines := table(rows, right, left, left, left, left)
	widest := 0
	for _, line := range lines {
		widest = max(widest, width(line))
	}
	for i, line := range lines {
		p.hang(left(line, widest), whys[i])
	}
}

// sendsTable counts the messages of each play by channel.
func (a *agenda) sendsTable(p *page) []string {
	type cell struct{ play, channel string }
	counts, plays, channels := map[cell]int{}, map[string]int{}, map[string]int{}
	for _, s := range a.sends {
		counts[cell{s.Play, s.Channel}]++
		plays[s.Play]++
		channels[s.Channel]++
	}
	head, columns := []string{p.in("message", "連絡"), p.in("all", "計")}, []column{left, right}
	for _, c := range a.policy.Channels {
		if channels[c.ID] > 0 {
			head, columns = append(head, c.Name.In(p.lang)), append(columns, right)
		}
	}
	rows := [][]string{head}
	for _, play := range a.ranked() {
		if plays[play.ID] == 0 {
			continue
		}
		row := []string{play.Name.In(p.lang), count(plays[play.ID])}
		for _, c := range a.policy.Channels {
			if channels[c.ID] > 0 {
				row = append(row, count(counts[cell{play.ID, c.ID}]))
			}
		}
		rows = append(rows, row)
	}
	return table(rows, columns...)
}

// againstSection counts what is held and what will not go out, by reason.
func (a *agenda) againstSection(p *page) {
	p.say("\n  Not now, and why", "\n  いまは連絡しないもの（理由別）")
	rows := [][]string{{p.in("reason", "理由"), p.in("held", "保留"), p.in("dropped", "見送り")}}
	against := a.against()
	for _, code := range slices.SortedStableFunc(slices.Values(followup.Codes()), func(x, y followup.Code) int { return cmp.Compare(against[y], against[x]) }) {
		if against[code] > 0 {
			rows = append(rows, []string{code.Text(p.lang), count(a.held[code]), count(a.dropped[code])})
		}
	}
	rows = append(rows, []string{p.in("in all", "合計"), count(a.verdicts[followup.Hold]), count(a.verdicts[followup.Drop])})
	p.lines(table(rows, left, right, right))
	p.remark("A message may have several reasons. Dropped is what is not for this customer, or has missed its time in the last 30 days.",
		"1 件に複数の理由があることもあります。見送りは、対象外のものと、直近 30 日に時期を逃したものです。")
}

// nextSection says when to look again.
func (a *agenda) nextSection(p *page) {
	if a.next.IsZero() {
		p.say("\n  Look again when somebody orders.", "\n  次の確認: 注文があったとき")
		return
	}
	more := ""
	if a.soon > 0 {
		more = fmt.Sprintf(p.in(" %s may go out by this time tomorrow.", "明日の同じ時刻までに、さらに %s 件の連絡予定があります。"), p.number(a.soon, "more message"))
	}
	p.WriteString("\n")
	p.remark(
		"Look again at "+a.clock(p, a.next)+", or when somebody orders."+more,
		"次の確認: "+a.clock(p, a.next)+"（または注文があったとき）。"+more)
}

// customerSection shows all that there is to say of one customer.
func (a *agenda) customerSection(p *page) {
	p.say("\n  One customer in full: %s", "\n  顧客の例: %s", shown(a.shown.Customer, 30))
	plan, done := a.shown, 0
	plan.Decisions = slices.DeleteFunc(slices.Clone(plan.Decisions), func(d followup.Decision) bool { return d.Verdict == followup.Done })
	done = len(a.shown.Decisions) - len(plan.Decisions)
	for line := range strings.Lines(a.engine.Words(p.lang).Plan(plan)) {
		text := strings.TrimLeft(line, " ")
		indent := strings.Repeat(" ", 4+len(line)-len(text))
		for i, part := range wrap(strings.TrimSpace(text), pageWidth-len(indent)-2) {
			if i > 0 {
				part = "  " + part
			}
			p.WriteString(indent + part + "\n")
		}
	}
	if done > 0 {
		p.say("    Sent in the last 30 days: %d", "    直近 30 日の連絡: %d 件", done)
	}
}

// clock writes an instant: the time of day alone if it is of the day of the plan.
func (a *agenda) clock(p *page, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(a.zone)
	if day := retention.DateOf(t, a.zone); day != retention.DateOf(a.at, a.zone) {
		return p.date(day) + " " + t.Format("15:04")
	}
	return t.Format("15:04")
}

func (a *agenda) playName(id string) retention.Text {
	i := slices.IndexFunc(a.policy.Plays, func(p followup.Play) bool { return p.ID == id })
	return a.policy.Plays[i].Name
}

func (a *agenda) channelName(id string) retention.Text {
	i := slices.IndexFunc(a.policy.Channels, func(c followup.Channel) bool { return c.ID == id })
	return a.policy.Channels[i].Name
}
