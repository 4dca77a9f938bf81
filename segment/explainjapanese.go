package segment

import (
	"strconv"
	"strings"
	"time"

	"github.com/retentionkit/retention"
)

// japanese is the [tongue] of Japanese, with times in a zone.
type japanese struct{ zone *time.Location }

func (japanese) verdict(segment string, t Truth) string {
	switch t {
	case True:
		return "「" + segment + "」の対象です"
	case False:
		return "「" + segment + "」の対象ではありません"
	}
	return "「" + segment + "」の対象ではありません（情報が足りません）"
}

func (japanese) combination(o op) string {
	if o == opAll {
		return "次のすべてに当てはまる"
	}
	return "次のいずれかに当てはまる"
}

func (japanese) negation() string { return "次に当てはまらない：" }

func (japanese) member(segment string, not bool) string {
	if not {
		return "「" + segment + "」の対象でない"
	}
	return "「" + segment + "」の対象"
}

func (japanese) again() string { return "（上記のとおり）" }

func (j japanese) answer(f *fieldForm, yes bool, value any, missing bool) string {
	return j.field(f) + "：" + j.value(yes) + j.nowIs(value, missing)
}

// nowIs says what a field of somebody is.
func (j japanese) nowIs(value any, missing bool) string {
	if missing {
		return "（現在は不明）"
	}
	return "（現在" + j.now(value) + "）"
}

func (j japanese) seen(value any, missing bool) string {
	if missing {
		return "：不明"
	}
	return "：現在" + j.now(value)
}

// now returns what a field of somebody is.
func (j japanese) now(value any) string {
	switch tags, ok := value.([]string); {
	case !ok:
		return j.value(value)
	case len(tags) == 0:
		return "なし"
	default:
		return j.list(anys(tags), "")
	}
}

func (japanese) note(text string) string { return "：" + text }

// value returns a value as people write it.
func (j japanese) value(value any) string {
	switch v := value.(type) {
	case bool:
		if v {
			return "はい"
		}
		return "いいえ"
	case time.Time:
		v = v.In(j.zone)
		return v.Format("2006年1月2日 " + clock(v))
	case retention.Date:
		return strconv.Itoa(v.Year()) + "年" + strconv.Itoa(int(v.Month())) + "月" + strconv.Itoa(v.Day()) + "日"
	case retention.Span:
		return j.span(v)
	case string:
		return "「" + v + "」"
	}
	return digits(value)
}

// list returns values one after the other: texts with nothing in between, as
// brackets part them.
func (j japanese) list(values []any, between string) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = j.value(v)
		if _, ok := v.(string); !ok && between == "" {
			between = "、"
		}
	}
	return strings.Join(texts, between)
}

func (japanese) span(s retention.Span) string {
	text := ""
	add := func(n int, unit string) {
		if n != 0 {
			text += grouped(strconv.Itoa(n)) + unit
		}
	}
	add(s.Months/12, "年")
	add(s.Months%12, "か月")
	add(s.Days, "日")
	add(int(s.Exact/time.Hour), "時間")
	add(int(s.Exact%time.Hour/time.Minute), "分")
	if rest := s.Exact % time.Minute; rest != 0 {
		text += strconv.FormatFloat(rest.Seconds(), 'f', -1, 64) + "秒"
	}
	return text
}

// field returns what a field is called, or how it is made.
func (j japanese) field(f *fieldForm) string {
	if label := f.label.In(retention.Japanese); label != "" {
		return label
	}
	if f.orElse != nil {
		return j.field(f.inner) + "（不明なら" + j.value(f.orElse) + "）"
	}
	switch f.from {
	case plain:
		return f.name
	case ofCount:
		return j.events(f.events) + "の件数"
	case ofFirst, ofLast:
		return j.events(f.events) + "の" + japaneseOf[f.from] + "日時"
	case ofLatest:
		return j.events(f.events) + "の" + japaneseOf[f.from] + j.field(f.inner)
	case ofSize:
		return j.field(f.inner) + "の数"
	case ofDay:
		return j.field(f.inner) + "の日付"
	case ofAge:
		if f.inner.from == ofDay {
			return j.field(f.inner.inner) + "からの日数"
		}
		return j.field(f.inner) + "からの日数"
	case ofRatio:
		return j.field(f.inner) + "÷" + j.field(f.second)
	}
	return j.events(f.events) + "の" + j.field(f.inner) + "の" + japaneseOf[f.from]
}

// japaneseOf are words for what is made from events.
var japaneseOf = [...]string{
	ofSum: "合計", ofAverage: "平均", ofSmallest: "最小", ofLargest: "最大",
	ofFirst: "最初の", ofLast: "最後の", ofLatest: "最後の",
}

func (j japanese) events(f *eventsForm) string {
	words := f.name
	if label := f.label.In(retention.Japanese); label != "" {
		words = label
	}
	var limits []string
	if f.where != nil {
		limits = append(limits, j.rule(f.where))
	}
	if !f.last.IsZero() {
		limits = append(limits, "直近"+j.span(f.last))
	}
	if !f.since.IsZero() {
		limits = append(limits, j.value(f.since)+"以降")
	}
	if !f.before.IsZero() {
		limits = append(limits, j.value(f.before)+"より前")
	}
	if len(limits) > 0 {
		words += "（" + strings.Join(limits, "、") + "）"
	}
	return words
}

// japaneseWords are what joins the parts of a rule.
var japaneseWords = wording{and: "、かつ", or: "、または", parts: "（%s）", not: "（%s）でない"}

func (j japanese) rule(f *form) string { return japaneseWords.rule(f, j.condition) }

func (j japanese) condition(f *form, not bool) string {
	switch f.op {
	case opCustom:
		if not {
			return f.name + "でない"
		}
		return f.name
	case opRef:
		return j.member(f.name, not)
	case opFollowed:
		words := j.events(f.first) + "の後、" + j.value(f.args[0]) + "以内に" + j.events(f.then) + "が"
		if not {
			return words + "ない"
		}
		return words + "ある"
	}
	particle, what := j.says(f, not)
	return j.field(f.field) + particle + what
}

// says returns the particle after the field, and what a condition or its opposite
// says of it.
func (j japanese) says(f *form, not bool) (particle, what string) {
	choose := func(yes, no string) string {
		if not {
			return no
		}
		return yes
	}
	values := func(i int) string { return j.value(f.args[i]) }
	no := choose("", "でない")
	if yes, ok := f.wants(not); ok {
		return "：", j.value(yes)
	}
	switch f.op {
	case opMissing:
		return "が", "不明" + no
	case opIs:
		return "が", values(0) + choose("", "以外")
	case opIn:
		if len(f.args) == 1 {
			return "が", values(0) + choose("", "以外")
		}
		return "が", j.list(f.args, "") + choose("のいずれか", "のいずれでもない")
	case opAbove, opAtLeast:
		return "が", j.from(Bound{f.args[0], f.op == opAbove}) + no
	case opBelow, opAtMost:
		return "が", j.to(Bound{f.args[0], f.op == opBelow}) + no
	case opInRange:
		return "が", j.limits(Bound{Value: f.args[0]}, Bound{f.args[1], true}) + no
	case opContains:
		return "が", values(0) + choose("を含む", "を含まない")
	case opHasPrefix:
		return "が", values(0) + choose("で始まる", "で始まらない")
	case opHasSuffix:
		return "が", values(0) + choose("で終わる", "で終わらない")
	case opHasAny:
		if len(f.args) == 1 {
			return "に", values(0) + choose("がある", "がない")
		}
		return "に", j.list(f.args, "") + choose("のいずれかがある", "のいずれもない")
	case opHasAll:
		return "に", j.list(f.args, "") + choose("がすべてある", "がそろっていない")
	case opInLast:
		return "が", "直近" + values(0) + "以内" + no
	case opInNext:
		return "が", "今後" + values(0) + "以内" + no
	case opOlderThan:
		return "が", values(0) + "以上前" + no
	case opAnniversary:
		if days := f.args[0].(int64); days > 1 {
			return "の応当日が", "今日を含む" + j.value(days) + "日以内" + no
		}
		return "の応当日が", "今日" + no
	case opTop:
		return "が", "上位" + values(0) + "%" + no
	case opBottom:
		return "が", "下位" + values(0) + "%" + no
	}
	return "が", "抽出サンプル「" + f.name + "」（" + values(0) + "%）" + choose("の対象", "の対象外")
}

func (j japanese) from(b Bound) string {
	switch {
	case isInstant(b.Value) && b.Open:
		return j.value(b.Value) + "より後"
	case isInstant(b.Value):
		return j.value(b.Value) + "以降"
	case b.Open:
		return j.value(b.Value) + "より大きい"
	}
	return j.value(b.Value) + "以上"
}

func (j japanese) to(b Bound) string {
	switch {
	case isInstant(b.Value) && b.Open:
		return j.value(b.Value) + "より前"
	case isInstant(b.Value):
		return j.value(b.Value) + "以前"
	case b.Open:
		return j.value(b.Value) + "未満"
	}
	return j.value(b.Value) + "以下"
}

// limits returns what lies between two bounds, each of which may be none.
func (j japanese) limits(from, to Bound) string {
	switch {
	case from.IsZero():
		return j.to(to)
	case to.IsZero():
		return j.from(from)
	case compareData(from.Value, to.Value) == 0:
		return j.value(from.Value)
	case from.Open || isInstant(from.Value):
		return j.from(from) + "、" + j.to(to)
	}
	return j.from(from) + j.to(to)
}

func (japanese) reversal(r *Reversal, segment string) string {
	join, joining := "の対象になります", "の対象にする方法は"
	if r.Member {
		join, joining = "の対象から外れます", "の対象から外す方法は"
	}
	switch {
	case len(r.Needs) > 0:
		return "次のように変わると、「" + segment + "」" + join
	case r.Exact:
		return "「" + segment + "」" + joining + "ありません"
	}
	return "「" + segment + "」" + joining + "見つかりませんでした"
}

func (japanese) doubt() string {
	return "（より少ない変更で足りる場合や、これだけでは足りない場合があります）"
}

func (j japanese) need(n *Need) string {
	if n.field == nil {
		name := n.Field + n.Rule
		if len(n.rules) > 0 {
			name = j.rule(n.rules[0])
		}
		if n.Way == ToNotHold {
			return name + "：当てはまらないこと"
		}
		return name + "：当てはまること"
	}
	return j.field(n.field) + "：" + j.becomes(n) + j.nowIs(n.brief(), n.Seen == nil)
}

// becomes returns what a value would have to be.
func (j japanese) becomes(n *Need) string {
	switch n.Way {
	case ToRange:
		return j.limits(n.From, n.To)
	case ToOneOf:
		return j.list(n.Values, "または")
	case ToNoneOf:
		return j.list(n.Values, "") + "以外"
	case ToKnown:
		return "情報あり"
	case ToMissing:
		return "情報なし"
	case ToTags:
		return j.tags(n)
	}
	text := n.predicates("、かつ", j.predicate)
	if !n.Nearest.IsZero() {
		text += "（例：" + j.value(n.Nearest.Value) + "）"
	}
	return text
}

// predicate returns what a condition or its opposite says of its field.
func (j japanese) predicate(f *form, not bool) string {
	_, what := j.says(f, not)
	return what
}

func (j japanese) tags(n *Need) string {
	var parts []string
	if len(n.Add) > 0 {
		parts = append(parts, j.list(anys(n.Add), "")+"を追加")
	}
	if len(n.Remove) > 0 {
		parts = append(parts, j.list(anys(n.Remove), "")+"を削除")
	}
	if !n.Nearest.IsZero() {
		parts = append(parts, "数は"+j.limits(n.From, n.To))
	}
	return strings.Join(parts, "、")
}
