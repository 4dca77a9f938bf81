package loyalty_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// wordsProgram has a rule for each way of reckoning and each condition.
func wordsProgram() loyalty.Program {
	p := simple(func(ed *loyalty.Edition) {
		rule := func(id string, when loyalty.Cond) loyalty.EarnRule {
			return loyalty.EarnRule{ID: id, When: when, Award: dec("10")}
		}
		hours := loyalty.Hours{From: retention.Span{Exact: 18 * time.Hour}, To: retention.Span{Exact: 20*time.Hour + 30*time.Minute}}
		ed.Earn = append(ed.Earn,
			loyalty.EarnRule{ID: "items", Award: dec("2"), PerItem: true},
			loyalty.EarnRule{ID: "flat", Name: retention.Text{English: "Thank you", Japanese: "ご注文特典"}, Award: dec("5")},
			loyalty.EarnRule{ID: "capped", Award: dec("50"), Caps: []loyalty.Cap{{Points: 20}}},
			loyalty.EarnRule{ID: "triple", Times: dec("3"), Of: []string{"base"}},
			rule("tier", loyalty.Cond{Tiers: []string{"gold"}}),
			rule("tag", loyalty.Cond{Tags: []string{"app"}}),
			rule("day", loyalty.Cond{Weekdays: []time.Weekday{time.Saturday, time.Sunday}}),
			rule("hours", loyalty.Cond{Hours: []loyalty.Hours{hours}}),
			rule("early", loyalty.Cond{From: perkDate("2026-06-01")}),
			rule("late", loyalty.Cond{Until: perkDate("2026-04-01")}),
			rule("little", loyalty.Cond{AtLeast: dec("5000")}),
			loyalty.EarnRule{ID: "review", On: "review", Award: dec("20")},
		)
		ed.Ladder.Tiers = []loyalty.Tier{{ID: "gold", Name: retention.Text{English: "Gold", Japanese: "ゴールド"}}}
	})
	return p
}

func TestWordsDecision(t *testing.T) {
	e := compile(t, wordsProgram())
	o := order("x", "4520")
	o.Lines[0].Quantity = dec("3")
	d, err := e.Decide(loyalty.NewAccount("haru"), loyalty.Event{ID: "1", At: day("2026-05-01"), Data: o})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		lang retention.Language
		want string
	}{
		{retention.English, `166 points in all
+ base: 1 point per 100 JPY of 4,520 JPY: 45 points
+ items: 2 points for each of 3 pieces: 6 points
+ Thank you: 5 points
+ capped: 50 points, limited to 20 points
+ triple: 3 times 45 points: 90 points more
- tier: no points, for another tier (Gold)
- tag: no points, not among what it is for (app)
- day: no points, for other days of the week (Saturday, Sunday)
- hours: no points, for other hours (18:00 to 20:30)
- early: no points, has not begun yet (from 1 June 2026)
- late: no points, is over (until the end of 31 March 2026)
- little: no points, the amount is too small (from 5,000 JPY)`},
		{retention.Japanese, `合計166ポイント
+ base：4,520円、100円ごとに1ポイント：45ポイント
+ items：3点、1点ごとに2ポイント：6ポイント
+ ご注文特典：5ポイント
+ capped：50ポイント、上限20ポイント
+ triple：45ポイントの3倍：90ポイント加算
- tier：対象外、対象の会員ランクではありません（ゴールド）
- tag：対象外、キャンペーンの対象ではありません（app）
- day：対象外、対象の曜日ではありません（土曜日、日曜日）
- hours：対象外、対象の時間帯ではありません（18:00から20:30）
- early：対象外、期間前です（2026年6月1日から）
- late：対象外、期間は終了しました（2026年3月31日まで）
- little：対象外、金額が条件に届いていません（5,000円以上）`},
	} {
		if diff := cmp.Diff(tt.want, e.Words(tt.lang).Decision(d)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.lang, diff)
		}
	}
}

// TestWordsDecisionOfReturn: what a return takes back, and from where.
func TestWordsDecisionOfReturn(t *testing.T) {
	for _, tt := range []struct {
		reason    string
		shortfall loyalty.Shortfall
		events    []loyalty.Data
		want      string
	}{
		{"all is there", loyalty.Forgive, []loyalty.Data{order("x", "10000"), order("x", "4000")}, `40 points in all
+ base: 1 point per 100 JPY of 4,000 JPY: 40 points
before: 100 points
taken back: 60 points`},
		{"some is gone, and forgiven", loyalty.Forgive, []loyalty.Data{order("x", "10000"), loyalty.Redeem{Points: 90}, order("x", "4000")}, `40 points in all
+ base: 1 point per 100 JPY of 4,000 JPY: 40 points
before: 100 points
taken back: 10 points
could not be taken back: 50 points`},
		{"some is gone, and owed", loyalty.Owe, []loyalty.Data{order("x", "10000"), loyalty.Redeem{Points: 90}, order("x", "4000")}, `40 points in all
+ base: 1 point per 100 JPY of 4,000 JPY: 40 points
before: 100 points
taken back: 10 points
to be made up by the next points: 50 points`},
		{"forgiven points come first when the order grows again", loyalty.Forgive,
			[]loyalty.Data{order("x", "10000"), loyalty.Redeem{Points: 90}, order("x", "4000"), order("x", "9900")}, `99 points in all
+ base: 1 point per 100 JPY of 9,900 JPY: 99 points
before: 40 points
added: 9 points
no longer missing: 50 points`},
		{"nothing changes", loyalty.Forgive, []loyalty.Data{order("x", "10000"), order("x", "10001")}, `100 points in all
+ base: 1 point per 100 JPY of 10,001 JPY: 100 points
before: 100 points`},
		{"no rules are asked", loyalty.Forgive, []loyalty.Data{order("x", "10000"), loyalty.Redeem{Points: 90, Order: "y"}}, `Used for Order y: 90 points`},
	} {
		e := compile(t, simple(func(ed *loyalty.Edition) { ed.Refund.Shortfall = tt.shortfall }))
		a := loyalty.NewAccount("haru")
		var d loyalty.Decision
		var ev loyalty.Event
		for i, data := range tt.events {
			var err error
			ev = loyalty.Event{ID: fmt.Sprint(i), At: day("2026-05-01").Add(time.Duration(i) * time.Hour), Data: data}
			if a, d, err = e.Apply(a, ev); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(tt.want, e.Words("").Decision(d)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
		if _, d, _ = e.Apply(a, ev); e.Words("").Decision(d) != "Applied before: nothing changed." {
			t.Errorf("%s: again: %s", tt.reason, e.Words("").Decision(d))
		}
	}
}

func TestWordsScale(t *testing.T) {
	e := compile(t, loyalty.CashBackProgram("Asia/Tokyo", "EUR", dec("2.5")))
	d, err := e.Decide(loyalty.NewAccount("haru"), loyalty.Event{ID: "1", At: day("2026-05-01"), Data: order("x", "4520.50")})
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[retention.Language]string{
		retention.English:  "Cash back: 2.5% of 4,520.50 EUR: 113.01 points",
		retention.Japanese: "キャッシュバック：4,520.50 EURの2.5%：113.01ポイント",
	} {
		if got := e.Words(lang).Step(d.Steps[0]); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := e.Words("").Points(100) + ", " + e.Words("").Points(150) + ", " + e.Words("").Points(-1_234_567); got != "1 point, 1.50 points, -12,345.67 points" {
		t.Error(got)
	}
}

// TestReasonTexts: every reason has words in both languages, no two the same.
func TestReasonTexts(t *testing.T) {
	seen := map[string]loyalty.Reason{}
	for r := loyalty.Reason(0); !strings.HasPrefix(r.String(), "Reason("); r++ {
		for _, lang := range []retention.Language{retention.English, retention.Japanese} {
			text := r.Text(lang)
			if text == r.String() && r != loyalty.Granted {
				t.Errorf("%v has no text", r)
			}
			if other, ok := seen[text]; ok {
				t.Errorf("%v and %v are both %q", other, r, text)
			}
			seen[text] = r
		}
	}
	if got := loyalty.Reason(200).Text(""); got != "Reason(200)" {
		t.Error(got)
	}
}

func TestWordsEntries(t *testing.T) {
	e := compile(t, wordsProgram())
	for _, tt := range []struct {
		entry            loyalty.Entry
		english, ja      string
		skipBecauseEqual bool
	}{
		{entry: loyalty.Entry{Op: loyalty.OpNote}, english: "Noted", ja: "受付"},
		{entry: loyalty.Entry{Op: loyalty.OpDeed, Kind: "order", Ref: "x"}, english: "Order x", ja: "注文x"},
		{entry: loyalty.Entry{Op: loyalty.OpDeed, Kind: "referral", Ref: "m"}, english: "Referral of m", ja: "紹介（m）"},
		{entry: loyalty.Entry{Op: loyalty.OpDeed, Kind: "gift/tea", Ref: "1"}, english: "Gift tea", ja: "ギフト「tea」"},
		{entry: loyalty.Entry{Op: loyalty.OpSettle, Kind: "order", Ref: "x"}, english: "Order x is final", ja: "注文xが確定"},
		{entry: loyalty.Entry{Op: loyalty.OpGrant, Kind: "order", Ref: "x", Edition: "2026", Rule: "flat"}, english: "Order x: Thank you", ja: "注文x：ご注文特典"},
		{entry: loyalty.Entry{Op: loyalty.OpGrant, Kind: "visit", Ref: "x", Edition: "2020", Rule: "gone"}, english: "visit: gone", ja: "visit：gone"},
		{entry: loyalty.Entry{Op: loyalty.OpGrant}, english: "Added", ja: "ポイント調整"},
		{entry: loyalty.Entry{Op: loyalty.OpGrant, Reason: "Sorry"}, english: "Sorry", ja: "Sorry", skipBecauseEqual: true},
		{entry: loyalty.Entry{Op: loyalty.OpOpen}, english: "Points can be used now", ja: "ポイント確定"},
		{entry: loyalty.Entry{Op: loyalty.OpOpen, Kind: "order", Ref: "x"}, english: "Order x: points can be used now", ja: "注文xのポイント確定"},
		{entry: loyalty.Entry{Op: loyalty.OpExtend, Closes: day("2027-04-01")}, english: "Points good until the end of 31 March 2027", ja: "有効期限を2027年3月31日までに延長"},
		{entry: loyalty.Entry{Op: loyalty.OpExtend, Closes: day("2027-04-01").Add(time.Hour)}, english: "Points good until 1 April 2027 01:00", ja: "有効期限を2027年4月1日 01:00までに延長"},
		{entry: loyalty.Entry{Op: loyalty.OpExtend}, english: "Points good without end", ja: "有効期限なしに変更"},
		{entry: loyalty.Entry{Op: loyalty.OpSpend}, english: "Used", ja: "ポイント利用"},
		{entry: loyalty.Entry{Op: loyalty.OpSpend, Ref: "y"}, english: "Used for Order y", ja: "ポイント利用（注文y）"},
		{entry: loyalty.Entry{Op: loyalty.OpHold, Ref: "y"}, english: "Reserved for Order y", ja: "ポイント確保（注文y）"},
		{entry: loyalty.Entry{Op: loyalty.OpCommit}, english: "Reserved points used", ja: "確保ポイントの利用"},
		{entry: loyalty.Entry{Op: loyalty.OpUnhold}, english: "Reserved points free again", ja: "確保ポイントの解除"},
		{entry: loyalty.Entry{Op: loyalty.OpRestore}, english: "Given back", ja: "ポイント返還"},
		{entry: loyalty.Entry{Op: loyalty.OpRegrant}, english: "Given back for a short time", ja: "ポイント返還（期間延長）"},
		{entry: loyalty.Entry{Op: loyalty.OpClaw, Kind: "order", Ref: "x"}, english: "Order x: taken back", ja: "注文xの取り消し"},
		{entry: loyalty.Entry{Op: loyalty.OpClaw}, english: "Taken off", ja: "ポイント調整"},
		{entry: loyalty.Entry{Op: loyalty.OpAbsorb, Kind: "order", Ref: "x"}, english: "Order x: points to take back had lapsed", ja: "注文xの取り消し（失効済み）"},
		{entry: loyalty.Entry{Op: loyalty.OpClaim, Kind: "order", Ref: "x"}, english: "Order x: points could not be taken back", ja: "注文xの取り消し（未回収）"},
		{entry: loyalty.Entry{Op: loyalty.OpUnclaim, Kind: "order", Ref: "x"}, english: "Order x: points no longer missing", ja: "注文xの未回収分の取り消し"},
		{entry: loyalty.Entry{Op: loyalty.OpUnowe, Kind: "order", Ref: "x"}, english: "Order x: points no longer owed", ja: "注文xの不足分の取り消し"},
		{entry: loyalty.Entry{Op: loyalty.OpOwe, Kind: "order", Ref: "x"}, english: "Order x: points owed", ja: "注文xの取り消し（不足分）"},
		{entry: loyalty.Entry{Op: loyalty.OpRepay}, english: "Made up for points owed", ja: "不足ポイントの相殺"},
		{entry: loyalty.Entry{Op: loyalty.OpLapse}, english: "Lapsed", ja: "有効期限切れ"},
		{entry: loyalty.Entry{Op: loyalty.OpSend, Ref: "aki"}, english: "Sent to aki", ja: "akiへ送付"},
		{entry: loyalty.Entry{Op: loyalty.OpReceive, Ref: "aki"}, english: "Received from aki", ja: "akiから受け取り"},
		{entry: loyalty.Entry{Op: loyalty.OpCount, Metric: "nights", Quantity: dec("3")}, english: "nights: 3", ja: "nights：3"},
		{entry: loyalty.Entry{Op: loyalty.OpTier, Tier: "gold"}, english: "Tier Gold", ja: "ランク「ゴールド」"},
		{entry: loyalty.Entry{Op: loyalty.OpTier, Tier: "gold", Closes: day("2027-01-01")}, english: "Tier Gold until the end of 31 December 2026", ja: "ランク「ゴールド」（2026年12月31日まで）"},
		{entry: loyalty.Entry{Op: loyalty.OpTier}, english: "Tier given by hand taken back", ja: "ランク特別付与の取り消し"},
		{entry: loyalty.Entry{Op: loyalty.OpEnrol}, english: "Joined", ja: "入会"},
		{entry: loyalty.Entry{Op: loyalty.OpClose}, english: "Account closed", ja: "退会"},
		{entry: loyalty.Entry{Op: 99}, english: "Op(99)", ja: "Op(99)", skipBecauseEqual: true},
	} {
		english, ja := e.Words(retention.English).Entry(tt.entry), e.Words(retention.Japanese).Entry(tt.entry)
		if english != tt.english || ja != tt.ja {
			t.Errorf("%v: %q, %q, want %q, %q", tt.entry.Op, english, ja, tt.english, tt.ja)
		}
		if english == ja && !tt.skipBecauseEqual {
			t.Errorf("%v: %q in both languages", tt.entry.Op, ja)
		}
	}
}

func TestWordsBenefits(t *testing.T) {
	e := compile(t, wordsProgram())
	gift := func(item string, times int, per loyalty.CapPer) loyalty.Benefit {
		return loyalty.Benefit{ID: "b", Gift: &loyalty.FreeGift{Item: item, Times: times, Per: per}}
	}
	for _, tt := range []struct {
		benefit     loyalty.Benefit
		english, ja string
	}{
		{loyalty.Benefit{ID: "b", Discount: &loyalty.Discount{Steps: []loyalty.DiscountStep{
			{From: dec("5000"), Percent: dec("5")}, {From: dec("20000"), Percent: dec("8"), Max: dec("3000")}, {From: dec("50000"), Amount: dec("5000")},
		}}}, "5% off from 5,000 JPY, 8% off (at most 3,000 JPY) from 20,000 JPY, 5,000 JPY off from 50,000 JPY",
			"5,000円以上で5%引き、20,000円以上で8%引き（最大3,000円）、50,000円以上で5,000円引き"},
		{perkShipping("b", "0"), "free shipping", "送料無料"},
		{perkShipping("b", "5000"), "free shipping from 5,000 JPY", "5,000円以上で送料無料"},
		{loyalty.Benefit{ID: "b", FreeShipping: &loyalty.FreeShipping{Max: dec("800")}}, "shipping of up to 800 JPY free", "送料800円まで無料"},
		{gift("", 0, loyalty.PerDeed), "gift", "ギフト"},
		{gift("tea", 1, loyalty.PerYear), "gift tea, once a year", "ギフト「tea」（毎年1回）"},
		{gift("tea", 2, loyalty.PerMonth), "gift tea, 2 times a month", "ギフト「tea」（毎月2回）"},
		{gift("tea", 2, loyalty.PerDay), "gift tea, 2 times a day", "ギフト「tea」（1日2回）"},
		{gift("tea", 2, loyalty.PerLife), "gift tea, 2 times in all", "ギフト「tea」（通算2回）"},
		{gift("tea", 2, loyalty.PerEdition), "gift tea, 2 times in all", "ギフト「tea」（期間中2回）"},
		{loyalty.Benefit{ID: "b", EarlyAccess: &loyalty.EarlyAccess{Lead: retention.Span{Months: 14, Days: 1, Exact: 90*time.Minute + 500*time.Millisecond}}},
			"1 year 2 months 1 day 1 hour 30 minutes 0.5 seconds before the public sale", "一般販売の1年2か月1日1時間30分0.5秒前から購入可能"},
		{loyalty.Benefit{ID: "b", Invitation: &loyalty.Invitation{Event: "evening"}}, "invitation to evening", "「evening」へのご招待"},
		{loyalty.Benefit{ID: "b", Invitation: &loyalty.Invitation{Event: "evening", Guests: 2}}, "invitation to evening, with up to 2 guests", "「evening」へのご招待（同伴2名まで）"},
		{loyalty.Benefit{ID: "b", Custom: &loyalty.Custom{Kind: "concierge"}}, "b", "b"},
		{loyalty.Benefit{ID: "b", Name: retention.Text{English: "Concierge", Japanese: "コンシェルジュ"}, Custom: &loyalty.Custom{Kind: "concierge"}}, "Concierge", "コンシェルジュ"},
	} {
		english, ja := e.Words(retention.English).Benefit(tt.benefit), e.Words(retention.Japanese).Benefit(tt.benefit)
		if english != tt.english || ja != tt.ja {
			t.Errorf("%q, %q, want %q, %q", english, ja, tt.english, tt.ja)
		}
	}
}

func TestWordsPerks(t *testing.T) {
	e := compile(t, wordsProgram())
	name := func(b loyalty.Benefit) loyalty.Benefit {
		b.Name = retention.Text{English: "Thanks", Japanese: "感謝"}
		return b
	}
	app := perkGift("b", "0")
	app.When.Tags = []string{"app"}
	for _, tt := range []struct {
		perk        loyalty.Perk
		english, ja string
	}{
		{loyalty.Perk{Benefit: perkPercent("b", "5"), Amount: dec("226")}, "5% off: 226 JPY off", "5%引き：226円引き"},
		{loyalty.Perk{Benefit: name(perkPercent("b", "5")), Amount: dec("226"), Missing: dec("480")}, "Thanks: 226 JPY off, 480 JPY more to the next step", "感謝：226円引き、あと480円で次の割引"},
		{loyalty.Perk{Benefit: name(perkPercent("b", "5")), Why: loyalty.TooLittle, Missing: dec("480")}, "Thanks: 480 JPY more to go", "感謝：あと480円で適用"},
		{loyalty.Perk{Benefit: name(perkGift("b", "300")), Amount: dec("300")}, "Thanks: applies", "感謝：適用"},
		{loyalty.Perk{Benefit: name(perkGift("b", "300")), Why: loyalty.CapReached}, "Thanks: not applied, given already", "感謝：適用外、進呈済みです"},
		{loyalty.Perk{Benefit: name(perkPercent("b", "5")), Why: loyalty.CapReached}, "Thanks: not applied, there is nothing left to pay", "感謝：適用外、他の特典で全額が割引済みです"},
		{loyalty.Perk{Benefit: name(perkPercent("b", "5")), Why: loyalty.Outdone, Against: []string{"x", "y"}}, "Thanks: not applied, something else gives more (x, y)", "感謝：適用外、より有利な特典を適用（x、y）"},
		{loyalty.Perk{Benefit: name(app), Why: loyalty.NoTag}, "Thanks: not applied, not among what it is for (app)", "感謝：適用外、キャンペーンの対象ではありません（app）"},
		{loyalty.Perk{Benefit: name(app), Why: loyalty.NotFirst}, "Thanks: not applied, for the first order only", "感謝：適用外、初回の注文のみが対象"},
	} {
		english, ja := e.Words(retention.English).Perk(tt.perk), e.Words(retention.Japanese).Perk(tt.perk)
		if english != tt.english || ja != tt.ja {
			t.Errorf("%q, %q, want %q, %q", english, ja, tt.english, tt.ja)
		}
	}
}

func TestWordsRefusals(t *testing.T) {
	e := compile(t, simple())
	en, ja := e.Words(retention.English), e.Words(retention.Japanese)
	for _, tt := range []struct{ name, english, ja string }{
		{"min", "at least 1,000 points at a time, not 50 points", "一度に1,000ポイントからご利用いただけます（指定50ポイント）"},
		{"max", "at most 1,000 points at a time, not 50 points", "一度にご利用いただけるのは1,000ポイントまでです（指定50ポイント）"},
		{"step", "points are used in fixed steps: 1,000 points rather than 50 points", "ご利用単位の都合により、1,000ポイントをご指定ください（指定50ポイント）"},
		{"share", "this order can be paid with at most 1,000 points, not 50 points", "この注文にご利用いただけるのは1,000ポイントまでです（指定50ポイント）"},
	} {
		l := &loyalty.Limit{Name: tt.name, Want: 50, Must: 1000}
		if en.Limit(l) != tt.english || ja.Limit(l) != tt.ja {
			t.Errorf("%q, %q", en.Limit(l), ja.Limit(l))
		}
	}
	lapse := loyalty.Lapse{At: day("2026-04-01").Add(90 * time.Minute), Points: 1}
	if got, want := en.Lapse(lapse)+" "+ja.Lapse(lapse), "1 point lapses at 1 April 2026 01:30 1ポイントの有効期限は2026年4月1日 01:30までです"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestStatementAddsUp: in random histories, in each wallet, every row's Balance
// is what the account says for the end of its instant, the rows add up, and
// a statement of a part is that part of the whole.
func TestStatementAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := simple(func(ed *loyalty.Edition) {
			ed.Life = loyalty.Life{Span: retention.Span{Days: 20}, Slides: []string{"visit"}}
			ed.Settle = retention.Span{Days: 3}
			ed.Earn[0].Life = &loyalty.Life{Span: retention.Span{Days: 9}, AtOnce: rapid.Bool().Draw(t, "at once")}
			ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: "more", Award: dec("1"), Per: dec("300")},
				loyalty.EarnRule{ID: "other", Award: dec("7"), Wallet: "stamps", Life: &loyalty.Life{Span: retention.Span{Exact: 50 * time.Hour}}})
			ed.Refund.Shortfall = rapid.SampledFrom([]loyalty.Shortfall{loyalty.Forgive, loyalty.Owe, loyalty.OwnLots}).Draw(t, "shortfall")
			ed.Burn = []loyalty.BurnRule{{NoGrace: rapid.Bool().Draw(t, "no grace")}}
		})
		e, err := loyalty.Compile(p, tokyo)
		if err != nil {
			t.Fatal(err)
		}
		a := loyalty.NewAccount("haru")
		at := day("2026-05-01")
		ids := []string{}
		for i := range rapid.IntRange(1, 20).Draw(t, "events") {
			at = at.Add(time.Duration(rapid.IntRange(0, 70).Draw(t, "hours")) * time.Hour)
			id := fmt.Sprint(i)
			some := func() string { return rapid.SampledFrom(append(ids, "0")).Draw(t, "which") }
			n := loyalty.Points(rapid.IntRange(1, 60).Draw(t, "points"))
			var data loyalty.Data
			switch rapid.IntRange(0, 9).Draw(t, "kind") {
			case 0, 1, 2:
				data = order(rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "order"), fmt.Sprint(100*rapid.IntRange(0, 80).Draw(t, "yen")))
			case 3:
				data = loyalty.Redeem{Points: n}
			case 4:
				data = loyalty.Hold{Points: n, Until: at.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "for")) * time.Hour)}
			case 5:
				data = loyalty.Cancel{Redemption: some()}
			case 6:
				data = loyalty.Commit{Hold: some(), Points: n / 2}
			case 7:
				data = loyalty.Adjust{Points: n - 30}
			case 8:
				data = loyalty.Settle{Ref: "x"}
			case 9:
				data = loyalty.Activity{Kind: "visit"}
			}
			ev := loyalty.Event{ID: id, At: at.Add(-time.Duration(rapid.SampledFrom([]int{0, 0, 0, 100}).Draw(t, "late")) * time.Hour), Posted: at, Data: data}
			if next, _, err := e.Apply(a, ev); err == nil {
				a, ids = next, append(ids, id)
			}
		}
		from, to := day("2026-04-01"), at.AddDate(0, 1, 0)
		w := e.Words(retention.English)
		rows := w.Statement(a, from, to)
		sum := map[string]loyalty.Points{}
		for i, r := range rows {
			sum[r.Wallet] += r.Points
			if r.Balance != sum[r.Wallet] || r.What == "" || i > 0 && r.At.Before(rows[i-1].At) || r.Date != retention.DateOf(r.At, tokyo) {
				t.Fatalf("row %d: %+v, sum %d", i, r, sum[r.Wallet])
			}
			last := true
			for _, s := range rows[i+1:] {
				last = last && (s.Wallet != r.Wallet || s.At.After(r.At))
			}
			if want := a.Wallet(r.Wallet).Balance(r.At).Available; last && r.Balance != want {
				t.Fatalf("row %d: %+v, but the balance is %d", i, r, want)
			}
		}
		for _, wallet := range a.Wallets() {
			if want := a.Wallet(wallet).Balance(to.Add(-time.Microsecond)).Available; sum[wallet] != want {
				t.Fatalf("wallet %q: %d, want %d", wallet, sum[wallet], want)
			}
		}
		// A part: the same rows, from any instant to any other.
		start := from.Add(time.Duration(rapid.IntRange(0, 60*24).Draw(t, "from")) * time.Hour)
		end := start.Add(time.Duration(rapid.IntRange(0, 60*24).Draw(t, "to")) * time.Hour)
		var want []loyalty.Row
		for _, r := range rows {
			if !r.At.Before(start) && r.At.Before(end) {
				want = append(want, r)
			}
		}
		if got := w.Statement(a, start, end); end.Before(to) && len(want)+len(got) > 0 {
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("a part (-want +got):\n%s", diff)
			}
		}
	})
}

// TestStatement shows each kind of row once.
func TestStatement(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Settle = retention.Span{Days: 14}
		ed.Life = loyalty.Life{Span: retention.Span{Months: 1}}
		ed.Refund.Shortfall = loyalty.Owe
		ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: "bonus", Award: dec("1"), Per: dec("1000")})
	}))
	a := loyalty.NewAccount("haru")
	a = apply(t, e, a, "1", day("2026-05-01"), loyalty.Enrol{})
	a = apply(t, e, a, "2", day("2026-05-02"), order("x", "10000"))
	a = apply(t, e, a, "3", day("2026-05-05"), loyalty.Settle{Ref: "x"})
	a = apply(t, e, a, "4", day("2026-05-06"), loyalty.Redeem{Points: 105, Order: "y"})
	a = apply(t, e, a, "5", day("2026-05-06"), order("y", "2000"))
	a = apply(t, e, a, "6", day("2026-05-07"), loyalty.Hold{Points: 5, Until: day("2026-05-09"), Order: "z"})
	a = apply(t, e, a, "7", day("2026-05-10"), loyalty.Cancel{Redemption: "4", Points: 3})
	a = apply(t, e, a, "8", day("2026-05-11"), order("x", "9000"))
	text := func(lang retention.Language, from, to string) string {
		var lines []string
		for _, r := range e.Words(lang).Statement(a, day(from), day(to)) {
			lines = append(lines, fmt.Sprintf("%s|%s|%+d|%d|%d", r.Date, r.What, r.Points, r.Balance, r.Of))
		}
		return strings.Join(lines, "\n")
	}
	if diff := cmp.Diff(`2026-05-01|Joined|+0|0|0
2026-05-02|Order x: base (pending until 17 May 2026)|+0|0|100
2026-05-02|Order x: bonus (pending until 17 May 2026)|+0|0|10
2026-05-05|Order x: points can be used now|+110|110|110
2026-05-06|Used for Order y|-105|5|105
2026-05-06|Order y: base (pending until 21 May 2026)|+0|5|20
2026-05-06|Order y: bonus (pending until 21 May 2026)|+0|5|2
2026-05-07|Reserved for Order z|-5|0|5
2026-05-09|Reserved points free again|+5|5|5
2026-05-10|Given back|+3|8|3
2026-05-11|Order x: taken back|-8|0|8
2026-05-11|Order x: points owed|+0|0|3
2026-05-21|Order y: points can be used now|+22|22|22
2026-05-21|Made up for points owed|-3|19|3
2026-06-07|Lapsed|-19|0|19`, text(retention.English, "2026-01-01", "2026-12-31")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(`2026-05-06|ポイント利用（注文y）|-105|5|105
2026-05-06|注文y：base（獲得予定、2026年5月21日に確定）|+0|5|20
2026-05-06|注文y：bonus（獲得予定、2026年5月21日に確定）|+0|5|2
2026-05-07|ポイント確保（注文z）|-5|0|5
2026-05-09|確保ポイントの解除|+5|5|5`, text(retention.Japanese, "2026-05-06", "2026-05-10")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// What the program has forgotten goes by its ID.
	if got := e.Words("").Step(loyalty.Step{Edition: "2020", Rule: "old", Points: 3}) + ", " + e.Words("").Entry(loyalty.Entry{Op: loyalty.OpTier, Tier: "tin"}); got != "old: 3 points, Tier tin" {
		t.Error(got)
	}
	if got := text(retention.English, "2026-05-06", "2026-05-06"); got != "" {
		t.Errorf("no time: %s", got)
	}
}

// TestStatementWithinAnInstant: holds end first, then lots open, then they close.
func TestStatementWithinAnInstant(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Settle = retention.Span{Days: 14}
		ed.Life = loyalty.Life{}
	}))
	a := loyalty.NewAccount("haru")
	a = apply(t, e, a, "1", day("2026-05-01"), order("x", "1000"))
	a = apply(t, e, a, "2", day("2026-05-01"), loyalty.Adjust{Points: 7, Closes: day("2026-05-16")})
	a = apply(t, e, a, "3", day("2026-05-02"), loyalty.Adjust{Points: 5, Reason: "Sorry"})
	a = apply(t, e, a, "4", day("2026-05-03"), loyalty.Hold{Points: 9, Until: day("2026-05-16")})
	var got []string
	for _, r := range e.Words("").Statement(a, day("2026-05-16"), day("2026-05-17")) {
		got = append(got, fmt.Sprint(r.What, " ", r.Points, " ", r.Balance))
	}
	want := []string{"Reserved points free again 9 12", "Order x: points can be used now 10 22", "Lapsed -7 15"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
