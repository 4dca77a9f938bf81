package segment_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

func explain(t rapid.TB, rule segment.Rule[*customer], c *customer) segment.Explanation {
	t.Helper()
	e, err := compileOne(t, rule).AsOf(now, time.UTC).Explain(c, "it")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// body returns the text of an explanation without its first line.
func body(e segment.Explanation, lang retention.Language) string {
	_, text, _ := strings.Cut(e.Text(lang), "\n")
	return text
}

// someone has a value for every field.
func someone() *customer {
	two, yes, spent := 2, true, decimal.RequireFromString("12345.5")
	return &customer{
		ID: "c17", Orders: &two, PAlive: 0.25, Spent: &spent, Country: "JP", Tier: "gold", OptIn: &yes,
		LastOrder: now.AddDate(0, 0, -10), Birthday: retention.NewDate(1990, time.March, 4), Tags: []string{"vip", "a b"},
		Purchases: []*purchase{{At: now.AddDate(0, 0, -10), SKU: "tea", Amount: &spent, Quantity: 3}},
	}
}

func TestExplanationOfEveryCondition(t *testing.T) {
	days := func(n int) retention.Span { return retention.Span{Days: n} }
	ten := decimal.NewFromInt(10)
	day := retention.NewDate(2000, time.January, 31)
	bulk := segment.Flag("bulk", func(p *purchase) bool { return p.Quantity > 2 })
	recent := purchases.Where(segment.All(sku.Is("tea"), segment.Not(quantity.Above(5)))).InLast(days(90)).Since(now.AddDate(-1, 0, 0)).Before(now)
	for _, test := range []struct {
		rule     segment.Rule[*customer]
		en, ja   string
		reversal string // what would change the answer, in English
	}{
		{orders.AtLeast(3), "✗ orders is at least 3: is 2", "✗ ordersが3以上：現在2", "orders: at least 3 (now 2)"},
		{orders.Above(1), "✓ orders is above 1: is 2", "✓ ordersが1より大きい：現在2", "orders: at most 1 (now 2)"},
		{orders.AtMost(1), "✗ orders is at most 1: is 2", "✗ ordersが1以下：現在2", "orders: at most 1 (now 2)"},
		{orders.Below(1200), "✓ orders is below 1,200: is 2", "✓ ordersが1,200未満：現在2", "orders: at least 1,200 (now 2)"},
		{orders.InRange(2, 4), "✓ orders is at least 2 and below 4: is 2", "✓ ordersが2以上4未満：現在2", "orders: at most 1 (now 2)"},
		{orders.In(3, 5, 7), "✗ orders is 3, 5 or 7: is 2", "✗ ordersが3、5、7のいずれか：現在2", "orders: 3, 5 or 7 (now 2)"},
		{orders.IsNot(2), "✗ orders is not 2: is 2", "✗ ordersが2以外：現在2", "orders: at most 1 (now 2)"},
		{orders.IsMissing(), "✗ orders is missing: is 2", "✗ ordersが不明：現在2", "orders: not known (now 2)"},
		{orders.IsKnown(), "✓ orders is not missing: is 2", "✓ ordersが不明でない：現在2", "orders: not known (now 2)"},
		{orders.OrElse(0).Is(2), "✓ orders (0 if not known) is 2: is 2", "✓ orders（不明なら0）が2：現在2", "orders: at most 1 (now 2)"},
		{pAlive.Above(0.4), "✗ p_alive is above 0.4: is 0.25", "✗ p_aliveが0.4より大きい：現在0.25", "p_alive: above 0.4 (now 0.25)"},
		{segment.Not(spent.AtLeast(ten)), "✗ spent is not at least 10: is 12,345.5", "✗ spentが10以上でない：現在12,345.5", "spent: below 10 (now 12,345.5)"},
		{spent.InRange(ten, ten.Add(ten)), "✗ spent is at least 10 and below 20: is 12,345.5", "✗ spentが10以上20未満：現在12,345.5", "spent: at least 10 and below 20 (now 12,345.5)"},
		{country.In("DE", "FR"), `✗ country is "DE" or "FR": is "JP"`, "✗ countryが「DE」「FR」のいずれか：現在「JP」", `country: "DE" or "FR" (now "JP")`},
		{country.NotIn("DE", "JP"), `✗ country is not "DE" or "JP": is "JP"`, "✗ countryが「DE」「JP」のいずれでもない：現在「JP」", `country: anything but "DE" and "JP" (now "JP")`},
		{country.Above("M"), `✗ country is above "M": is "JP"`, "✗ countryが「M」より大きい：現在「JP」", `country: is above "M", such as "M-" (now "JP")`},
		{country.Contains("P"), `✓ country contains "P": is "JP"`, "✓ countryが「P」を含む：現在「JP」", `country: does not contain "P", such as "-" (now "JP")`},
		{segment.Not(country.HasPrefix("J")), `✗ country does not start with "J": is "JP"`, "✗ countryが「J」で始まらない：現在「JP」", `country: does not start with "J", such as "-" (now "JP")`},
		{country.HasSuffix("E"), `✗ country ends with "E": is "JP"`, "✗ countryが「E」で終わる：現在「JP」", `country: ends with "E", such as "E" (now "JP")`},
		{optIn.IsFalse(), "✗ opt_in: no (now yes)", "✗ opt_in：いいえ（現在はい）", "opt_in: no (now yes)"},
		{optIn.IsTrue(), "✓ opt_in: yes (now yes)", "✓ opt_in：はい（現在はい）", "opt_in: no (now yes)"},
		{optIn.IsNot(true), "✗ opt_in: no (now yes)", "✗ opt_in：いいえ（現在はい）", "opt_in: no (now yes)"},
		{segment.Not(optIn.IsFalse()), "✓ opt_in: yes (now yes)", "✓ opt_in：はい（現在はい）", "opt_in: no (now yes)"},
		{optIn.NotIn(false), "✓ opt_in: yes (now yes)", "✓ opt_in：はい（現在はい）", "opt_in: no (now yes)"},
		{optIn.OrElse(false).IsTrue(), "✓ opt_in (no if not known): yes (now yes)", "✓ opt_in（不明ならいいえ）：はい（現在はい）", "opt_in: no (now yes)"},
		{lastOrder.InLast(days(7)), "✗ last_order is within the last 7 days: is 2026-02-19 09:30", "✗ last_orderが直近7日以内：現在2026年2月19日 09:30",
			"last_order: after 2026-02-22 09:30 and no later than 2026-03-01 09:30 (now 2026-02-19 09:30)"},
		{lastOrder.OlderThan(retention.Span{Months: 14, Days: 1}), "✗ last_order is at least 1 year and 2 months and 1 day ago: is 2026-02-19 09:30", "✗ last_orderが1年2か月1日以上前：現在2026年2月19日 09:30",
			"last_order: 2024-12-31 09:30 or earlier (now 2026-02-19 09:30)"},
		{lastOrder.InNext(retention.Span{Exact: 90 * time.Minute}), "✗ last_order is within the next 1 hour and 30 minutes: is 2026-02-19 09:30", "✗ last_orderが今後1時間30分以内：現在2026年2月19日 09:30",
			"last_order: after 2026-03-01 09:30 and no later than 2026-03-01 11:00 (now 2026-02-19 09:30)"},
		{lastOrder.Below(now.Add(time.Second)), "✓ last_order is before 2026-03-01 09:30:01: is 2026-02-19 09:30", "✓ last_orderが2026年3月1日 09:30:01より前：現在2026年2月19日 09:30",
			"last_order: 2026-03-01 09:30:01 or later (now 2026-02-19 09:30)"},
		{lastOrder.DaysAgo().AtLeast(30), "✗ days since last_order is at least 30: is 10", "✗ last_orderからの日数が30以上：現在10", "last_order: before 2026-01-31 00:00 (now 2026-02-19 09:30)"},
		{lastOrder.Day().AtLeast(day), "✓ day of last_order is 2000-01-31 or later: is 2026-02-19", "✓ last_orderの日付が2000年1月31日以降：現在2026年2月19日",
			"last_order: before 2000-01-31 00:00 (now 2026-02-19 09:30)"},
		{birthday.AtMost(day), "✓ birthday is 2000-01-31 or earlier: is 1990-03-04", "✓ birthdayが2000年1月31日以前：現在1990年3月4日", "birthday: 2000-02-01 or later (now 1990-03-04)"},
		{birthday.AnniversaryIn(1), "✗ birthday returns today: is 1990-03-04", "✗ birthdayの応当日が今日：現在1990年3月4日", "birthday: returns today, such as 1990-03-01 (now 1990-03-04)"},
		{birthday.AnniversaryIn(7), "✓ birthday returns within 7 days, counting today: is 1990-03-04", "✓ birthdayの応当日が今日を含む7日以内：現在1990年3月4日",
			"birthday: does not return within 7 days, counting today, such as 1990-02-28 (now 1990-03-04)"},
		{tags.Has("vip"), `✓ tags has "vip": has "a b" and "vip"`, "✓ tagsに「vip」がある：現在「a b」「vip」", `tags: without "vip" (now "a b" and "vip")`},
		{tags.HasAll("vip", "wholesale"), `✗ tags has "vip" and "wholesale": has "a b" and "vip"`, "✗ tagsに「vip」「wholesale」がすべてある：現在「a b」「vip」", `tags: with "wholesale" (now "a b" and "vip")`},
		{segment.Not(tags.HasAny("vip", "x")), `✗ tags does not have "vip" or "x": has "a b" and "vip"`, "✗ tagsに「vip」「x」のいずれもない：現在「a b」「vip」", `tags: without "vip" (now "a b" and "vip")`},
		{tags.Count().AtLeast(4), "✗ number of tags is at least 4: is 2", "✗ tagsの数が4以上：現在2", `tags: in number at least 4 (now "a b" and "vip")`},
		{recent.Count().AtLeast(2),
			`✗ number of purchases where sku is "tea" and quantity is not above 5 in the last 90 days since 2025-03-01 09:30 before 2026-03-01 09:30 is at least 2: is 1`,
			"✗ purchases（skuが「tea」、かつquantityが5より大きいでない、直近90日、2025年3月1日 09:30以降、2026年3月1日 09:30より前）の件数が2以上：現在1",
			`number of purchases where sku is "tea" and quantity is not above 5 in the last 90 days since 2025-03-01 09:30 before 2026-03-01 09:30: at least 2 (now 1)`},
		{purchases.Where(segment.All(bulk.IsTrue(), segment.Not(bulk.IsFalse()))).Count().AtLeast(2),
			"✗ number of purchases where bulk is yes and bulk is yes is at least 2: is 1", "✗ purchases（bulk：はい、かつbulk：はい）の件数が2以上：現在1",
			"number of purchases where bulk is yes and bulk is yes: at least 2 (now 1)"},
		{segment.Sum(purchases, amount).Above(ten), "✓ total amount of purchases is above 10: is 12,345.5", "✓ purchasesのamountの合計が10より大きい：現在12,345.5", "total amount of purchases: at most 10 (now 12,345.5)"},
		{segment.Average(purchases, quantity).Is(ten), "✗ average quantity of purchases is 10: is 3", "✗ purchasesのquantityの平均が10：現在3", "average quantity of purchases: 10 (now 3)"},
		{segment.Latest(purchases, sku.Field).Is("cup"), `✗ latest sku of purchases is "cup": is "tea"`, "✗ purchasesの最後のskuが「cup」：現在「tea」", `latest sku of purchases: "cup" (now "tea")`},
		{purchases.First().InLast(days(30)), "✓ time of the first of purchases is within the last 30 days: is 2026-02-19 09:30", "✓ purchasesの最初の日時が直近30日以内：現在2026年2月19日 09:30",
			"time of the first of purchases: after 2026-03-01 09:30 (now 2026-02-19 09:30)"},
		{segment.Ratio(orders, lastOrder.DaysAgo()).Below(0.1), "✗ orders per days since last_order is below 0.1: is 0.2", "✗ orders÷last_orderからの日数が0.1未満：現在0.2", "orders per days since last_order: below 0.1 (now 0.2)"},
		{id.Sample(100, "x"), `✓ id is in the sample "x" of 100%: is "c17"`, "✓ idが抽出サンプル「x」（100%）の対象：現在「c17」", `id: is not in the sample "x" of 100% (now "c17")`},
		{segment.Followed(purchases, purchases.Where(sku.Is("cup")), days(14)), `✗ purchases followed by purchases where sku is "cup" within 14 days`, "✗ purchasesの後、14日以内にpurchases（skuが「cup」）がある",
			`purchases followed by purchases where sku is "cup" within 14 days: would have to be true`},
		{segment.Not(segment.Followed(purchases, purchases, days(14))), `✓ purchases not followed by purchases within 14 days`, "✓ purchasesの後、14日以内にpurchasesがない", `purchases followed by purchases within 14 days: would have to be true`},
		{longName, "✓ long ID", "✓ long ID", "long ID: would have to be false"},
		{segment.Not(longName), "✗ not long ID", "✗ long IDでない", "long ID: would have to be false"},
		{orders.Top(10), "? orders is in the top 10%: is 2", "? ordersが上位10%：現在2", "orders is in the top 10%: would have to be true"},
	} {
		e := explain(t, test.rule, someone())
		if diff := cmp.Diff([2]string{test.en, test.ja}, [2]string{body(e, retention.English), body(e, retention.Japanese)}); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.rule, diff)
		}
		r := reverse(t, test.rule, someone())
		lines := strings.Split(r.Text(retention.English), "\n")
		if len(r.Needs) != 1 || strings.TrimSpace(lines[1]) != test.reversal {
			t.Errorf("%v: want %q, got %s", test.rule, test.reversal, r.Text(retention.English))
		}
	}
}

// TestFlipsWithinLimits: no flip leads to a value that a field cannot have.
func TestFlipsWithinLimits(t *testing.T) {
	for _, tt := range []struct {
		rule   segment.Rule[*customer]
		want   any // the nearest value, nil for no flip
		reason string
	}{
		{purchases.Count().AtLeast(1), int64(0), "a number may be 0"},
		{purchases.Count().AtLeast(0), nil, "and no less"},
		{orders.AtLeast(1), int64(0), "so may a value"},
		{orders.OmitZero().AtLeast(1), int64(-1), "unless 0 is missing"},
		{orders.OmitZero().Is(0), nil, "which is no value either, nor an answer"},
		{country.Contains("x"), "x", "a text that has a part"},
		{country.Contains(""), nil, "no text is without the empty one"},
	} {
		e := explain(t, tt.rule, someone())
		var got any
		if e.Reason.Flip != nil {
			got = e.Reason.Flip.Nearest.Value
		}
		if got != tt.want || tt.want == nil && e.Reason.Flip != nil {
			t.Errorf("%v: %+v, want %v: %s", tt.rule, e.Reason.Flip, tt.want, tt.reason)
		}
	}
}

// shy is a rule of the caller's with parts and something to say.
type shy struct{ part segment.Rule[*customer] }

func (r shy) Test(c *customer, at *segment.Moment) segment.Truth { return r.part.Test(c, at) }
func (r shy) String() string                                     { return "shy" }
func (r shy) Seen(c *customer, _ *segment.Moment) string         { return "ID " + c.ID }
func (r shy) Parts() []segment.Rule[*customer]                   { return []segment.Rule[*customer]{r.part} }
func (r shy) With(parts []segment.Rule[*customer]) segment.Rule[*customer] {
	return shy{parts[0]}
}

// labelled is a set whose fields and segments have labels.
func labelled(t testing.TB) *segment.Set[*customer] {
	count := orders.Labelled(retention.Text{English: "number of orders", Japanese: "注文回数"})
	last := lastOrder.Labelled(retention.Text{English: "last order", Japanese: "最終注文"})
	bought := purchases.Labelled(retention.Text{English: "receipts", Japanese: "購入"})
	loyal := segment.Segment[*customer]{
		Name: "loyal", Label: retention.Text{English: "Regulars", Japanese: "常連"},
		Rule: segment.All(count.AtLeast(3), segment.Any(last.InLast(retention.Span{Days: 30}), bought.Some())),
	}
	set, err := segment.Compile(loyal,
		segment.Segment[*customer]{Name: "known", Rule: segment.All(
			segment.Any(loyal.Ref(), segment.Not(loyal.Ref())), shy{country.Is("JP")},
			segment.Not(segment.All(tags.Has("vip"), segment.Not(segment.Any(optIn.IsTrue(), orders.IsMissing())))),
		)})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestExplanationText(t *testing.T) {
	c := someone()
	c.OptIn = nil
	e, err := labelled(t).AsOf(now, time.FixedZone("", 9*60*60)).Explain(c, "known")
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[retention.Language]string{
		retention.English: `
Not a member of "known": too little is known
? all of these
  ✓ at least one of these
    ✗ member of "Regulars"
      ✗ all of these
        ✗ number of orders is at least 3: is 2
        ✓ at least one of these
          ✓ last order is within the last 30 days: is 2026-02-19 18:30
          ✓ number of receipts is at least 1: is 1
    ✓ not a member of "Regulars" (see above)
  ✓ shy: ID c17
    ✓ country is "JP": is "JP"
  ? not this:
    ? all of these
      ✓ tags has "vip": has "a b" and "vip"
      ? not this:
        ? at least one of these
          ? opt_in: yes (now not known)
          ✗ orders is missing: is 2
`,
		retention.Japanese: `
「known」の対象ではありません（情報が足りません）
? 次のすべてに当てはまる
  ✓ 次のいずれかに当てはまる
    ✗ 「常連」の対象
      ✗ 次のすべてに当てはまる
        ✗ 注文回数が3以上：現在2
        ✓ 次のいずれかに当てはまる
          ✓ 最終注文が直近30日以内：現在2026年2月19日 18:30
          ✓ 購入の件数が1以上：現在1
    ✓ 「常連」の対象でない（上記のとおり）
  ✓ shy：ID c17
    ✓ countryが「JP」：現在「JP」
  ? 次に当てはまらない：
    ? 次のすべてに当てはまる
      ✓ tagsに「vip」がある：現在「a b」「vip」
      ? 次に当てはまらない：
        ? 次のいずれかに当てはまる
          ? opt_in：はい（現在は不明）
          ✗ ordersが不明：現在2
`,
	} {
		if diff := cmp.Diff(strings.TrimSpace(want), e.Text(lang)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", lang, diff)
		}
	}
}

func TestExplanationJSON(t *testing.T) {
	rule := segment.All(orders.AtLeast(3), spent.Below(decimal.RequireFromString("10.50")), segment.Not(tags.Has("vip")), birthday.IsMissing())
	c := someone()
	c.Spent, c.Birthday = nil, retention.Date{}
	got, err := json.MarshalIndent(explain(t, rule, c), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
	"segment": "it",
	"truth": "false",
	"at": "2026-03-01T09:30:00Z",
	"reason": {
		"kind": "all",
		"rule": "orders \u003e= 3 and spent \u003c 10.5 and not tags has \"vip\" and birthday is missing",
		"truth": "false",
		"parts": [
			{
				"kind": "condition",
				"rule": "orders \u003e= 3",
				"truth": "false",
				"field": "orders",
				"seen": 2,
				"flip": {
					"way": "range",
					"field": "orders",
					"seen": 2,
					"nearest": {
						"value": 3
					},
					"from": {
						"value": 3
					}
				}
			},
			{
				"kind": "condition",
				"rule": "spent \u003c 10.5",
				"truth": "unknown",
				"field": "spent",
				"missing": true,
				"flip": {
					"way": "range",
					"field": "spent",
					"nearest": {
						"value": "10.5",
						"open": true
					},
					"to": {
						"value": "10.5",
						"open": true
					}
				}
			},
			{
				"kind": "not",
				"rule": "not tags has \"vip\"",
				"truth": "false",
				"parts": [
					{
						"kind": "condition",
						"rule": "tags has \"vip\"",
						"truth": "true",
						"field": "tags",
						"seen": [
							"a b",
							"vip"
						],
						"flip": {
							"way": "tags",
							"field": "tags",
							"seen": [
								"a b",
								"vip"
							],
							"remove": [
								"vip"
							]
						}
					}
				]
			},
			{
				"kind": "condition",
				"rule": "birthday is missing",
				"truth": "true",
				"field": "birthday",
				"missing": true,
				"flip": {
					"way": "known",
					"field": "birthday"
				}
			}
		]
	}
}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var back segment.Explanation
	if err := json.Unmarshal(got, &back); err != nil {
		t.Fatal(err)
	}
	wantText := "Not a member of \"it\"\n✗ all of these\n  ✗ orders >= 3\n  ? spent < 10.5\n  ✗ not this: tags has \"vip\"\n  ✓ birthday is missing"
	if diff := cmp.Diff(wantText, back.Text(retention.English)); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
}

func TestExplainNoSegment(t *testing.T) {
	view := compileOne(t, longName).AsOf(now, time.UTC)
	if _, err := view.Explain(someone(), "other"); !errors.Is(err, segment.ErrNoSegment) {
		t.Error(err)
	}
	if _, err := view.Reverse(someone(), "other"); !errors.Is(err, segment.ErrNoSegment) {
		t.Error(err)
	}
}

// An explanation has the answer of the rule, in whole and in each part.
func TestExplanationIsTested(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := rules(3).Draw(t, "rule")
		c := customers().Draw(t, "customer")
		e := explain(t, rule, c)
		if want := rule.Test(c, segment.NewMoment(now, time.UTC)); e.Truth != want {
			t.Errorf("%v: explained %v, tested %v", rule, e.Truth, want)
		}
		if text := fmt.Sprint(rule); e.Reason.Rule != text && e.Reason.Kind != segment.KindRule {
			t.Errorf("rule %q, want %q", e.Reason.Rule, text)
		}
		first, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		second, _ := json.Marshal(explain(t, rule, c))
		if string(first) != string(second) {
			t.Errorf("the same twice: %s and %s", first, second)
		}
		_, _ = e.Text(retention.English), e.Text(retention.Japanese)
	})
}

// What is said to flip a condition does flip it.
func TestConditionFlips(t *testing.T) {
	known := slots()
	moment := segment.NewMoment(now, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		rule := plainLeaves().Draw(t, "rule")
		c := customers().Draw(t, "customer")
		e := explain(t, rule, c)
		r, want := e.Reason, segment.True
		if r.Kind == segment.KindNot {
			r = r.Parts[0]
		}
		if r.Truth == segment.True {
			want = segment.False
		}
		if e.Reason.Kind == segment.KindNot {
			want = want.Not()
		}
		if r.Flip == nil || !slices.ContainsFunc(known, func(s slot) bool { return s.name == r.Flip.Field }) {
			return
		}
		changed := amended(t, c, []segment.Need{*r.Flip})
		if got := rule.Test(changed, moment); got != want {
			t.Errorf("%v of %v: %+v\nmakes it %v of %v, want %v", rule, c, *r.Flip, got, changed, want)
		}
	})
}
