package followup

import "github.com/retentionkit/retention"

// codeText is what people are told of a code: a label for tables, and a phrase
// for a reason, with fields to fill in as type phrase does.
type codeText struct {
	code   Code
	label  retention.Text
	phrase retention.Text
}

// codeTexts has every code, in the order of reason.go.
var codeTexts = [...]codeText{
	{ByEvent, retention.Text{English: "event", Japanese: "イベント"}, retention.Text{
		English:  `[{kind}|an event][ on {at}] calls for it`,
		Japanese: `[{at}の][{kind}|イベント]に伴う連絡`}},
	{ByDate, retention.Text{English: "date", Japanese: "記念日"}, retention.Text{
		English:  `[{kind}|a date][ on {day}] calls for it`,
		Japanese: `[{day}の][{kind}|記念日]に合わせた連絡`}},
	{BySchedule, retention.Text{English: "schedule", Japanese: "定期"}, retention.Text{
		English:  `it is scheduled[ for {day}]`,
		Japanese: `[{day}の]定期連絡`}},
	{BySilence, retention.Text{English: "silence", Japanese: "音信なし"}, retention.Text{
		English:  `it follows a silence[ of {span}][ since {at}]`,
		Japanese: `[{at}から][{span}、]連絡も反応もない場合の連絡`}},
	{ByRhythm, retention.Text{English: "buying rhythm", Japanese: "購入周期"}, retention.Text{
		English:  `they are due to order again[ by their rhythm of about {count day}][ after {span}][, having last ordered on {at}][, {max order} so far]`,
		Japanese: `[{at}の][{max}回目の|前回の]注文から[、約{count}日の購入周期による][{span}を経た]再購入の時期`}},
	{BySegment, retention.Text{English: "segment", Japanese: "セグメント"}, retention.Text{
		English:  `they came into [the segment {kind}|a segment][ on {at}]`,
		Japanese: `[{at}の]セグメント[{kind}]への追加に伴う連絡`}},
	{BySurprise, retention.Text{English: "surprise", Japanese: "サプライズ"}, retention.Text{
		English:  `[{day}|the day] was drawn for a surprise`,
		Japanese: `抽選で決まった[{day}の]サプライズ`}},
	{ByDecline, retention.Text{English: "question after a no", Japanese: "お断りの理由確認"}, retention.Text{
		English:  `they said no[ to {kind}][ on {at}] and are asked why`,
		Japanese: `[{at}の][{kind}への]お断りの理由確認`}},
	{ByRetry, retention.Text{English: "retry", Japanese: "再試行"}, retention.Text{
		English:  `it is [attempt {count}|another attempt][ after the one on {at}]`,
		Japanese: `[{at}の試行に続く][{count}回目|次]の試行`}},
	{ByFallback, retention.Text{English: "other channel", Japanese: "代替チャネル"}, retention.Text{
		English:  `[{channel}|another channel] cannot be used`,
		Japanese: `[{channel}|他のチャネル]が使えないための代替`}},
	{ByChoice, retention.Text{English: "best channel", Japanese: "チャネル選択"}, retention.Text{
		English:  `[{channel}|this channel] is what the customer prefers or answers most`,
		Japanese: `お客様の希望または反応の多さにより[{channel}|このチャネル]を選択`}},
	{FewAnswers, retention.Text{English: "too few answers to choose", Japanese: "反応データ不足"}, retention.Text{
		English:  `too little is known to say which channel is answered most`,
		Japanese: `反応の多いチャネルを判断するにはデータ不足`}},
	{ZoneGuessed, retention.Text{English: "time zone guessed", Japanese: "タイムゾーン推定"}, retention.Text{
		English:  `the time zone is not known[ and taken to be {name}][, by the region {ref}]`,
		Japanese: `タイムゾーンは[地域{ref}から][{name}と]推定`}},

	{GoalReached, retention.Text{English: "goal reached", Japanese: "目的達成"}, retention.Text{
		English:  `the goal was reached[ on {at}][ with {kind}]`,
		Japanese: `[{at}の][{kind}により|イベントにより]目的達成`}},
	{RunEnded, retention.Text{English: "ended", Japanese: "終了"}, retention.Text{
		English:  `[{kind}|what came of a message] ended it[ on {at}]`,
		Japanese: `[{at}の][{kind}|連絡の結果]により終了`}},
	{StepPassed, retention.Text{English: "later step went out", Japanese: "後続ステップ実施済み"}, retention.Text{
		English:  `a later step went out already`,
		Japanese: `後のステップが実施済み`}},
	{RunTooSoon, retention.Text{English: "too soon to begin again", Japanese: "再開始の間隔不足"}, retention.Text{
		English:  `the run before began too short a time ago[, and the next may begin on {until}]`,
		Japanese: `前回の開始からの間隔不足[、次の開始は{until}以降]`}},
	{NotForThem, retention.Text{English: "not the audience", Japanese: "対象外"}, retention.Text{
		English:  `it is not for this customer`,
		Japanese: `対象外のお客様`}},
	{HeldOut, retention.Text{English: "comparison group", Japanese: "対照群"}, retention.Text{
		English:  `they are in the group that is left alone for comparison`,
		Japanese: `効果比較のため連絡しないグループ`}},
	{ConsentMissing, retention.Text{English: "no consent", Japanese: "同意なし"}, retention.Text{
		English:  `there is no consent[ for {channel}][ until {until}]{rule}`,
		Japanese: `[{until}まで、]{rule}必要な[{channel}の]同意が未取得`}},
	{ConsentExpired, retention.Text{English: "consent expired", Japanese: "同意の期限切れ"}, retention.Text{
		English:  `the consent[ for {channel}] ended[ on {at}][, and the next begins on {until}]{rule}`,
		Japanese: `[{until}まで、]{rule}必要な[{channel}の]同意が[{at}に]期限切れ`}},
	{ConsentRefused, retention.Text{English: "opted out", Japanese: "連絡停止の申し出"}, retention.Text{
		English:  `they opted out[ of {channel}][ on {at}][, until {until}]`,
		Japanese: `[{until}まで、][{at}に][{channel}の]連絡停止の申し出あり`}},
	{AttemptsOver, retention.Text{English: "attempts came to nothing", Japanese: "不達・不在"}, retention.Text{
		English:  `[{count attempt}|the attempts][ by {channel}] came to nothing[, the last on {at}]`,
		Japanese: `[{channel}での]試行[{count}回]が不成立[、最後は{at}]`}},
	{AddressMissing, retention.Text{English: "no address", Japanese: "宛先なし"}, retention.Text{
		English:  `there is no address[ for {channel}]`,
		Japanese: `[{channel}の]宛先なし`}},
	{AddressDead, retention.Text{English: "dead address", Japanese: "宛先不通"}, retention.Text{
		English:  `the address[ for {channel}] is of no use[ since {at}]`,
		Japanese: `[{at}以降、][{channel}の]宛先が不通`}},
	{ZoneUnknown, retention.Text{English: "time zone unknown", Japanese: "タイムゾーン不明"}, retention.Text{
		English:  `the time zone is not known[, without which {channel} is not used]`,
		Japanese: `[{channel}に必要な]タイムゾーンが不明`}},
	{Paused, retention.Text{English: "pause", Japanese: "休止期間"}, retention.Text{
		English:  `they asked to be left alone[ until {until}| until further notice]`,
		Japanese: `お客様の希望により[{until}まで|当面]休止`}},
	{OpenComplaint, retention.Text{English: "complaint", Japanese: "苦情対応"}, retention.Text{
		English:  `[complaint {ref}|a complaint][ of {at}] asks for some quiet[ until {until}]`,
		Japanese: `[{at}の]苦情[{ref}]のため[{until}まで]自粛`}},
	{AfterDecline, retention.Text{English: "after a no", Japanese: "お断り後"}, retention.Text{
		English:  `they said no[ to {kind}][ on {at}][, which holds until {until}|, which holds for good]{rule}`,
		Japanese: `[{at}の][{kind}への]お断りのため、{rule}[{until}まで|今後は]連絡不可`}},
	{Tired, retention.Text{English: "no answers", Japanese: "反応なし"}, retention.Text{
		English:  `[{count message}|what was sent] had no answer[, the last of {at}], so the next waits[ until {until}]{rule}`,
		Japanese: `[{at}までに][{count}回]反応がないため、{rule}[{until}まで]待機`}},
	{OutsideHours, retention.Text{English: "outside the hours", Japanese: "連絡時間外"}, retention.Text{
		English:  `it is outside the hours[ {name}][ until {until}]{rule}`,
		Japanese: `[{until}まで、]{rule}[{name}以外は|時間外の]連絡不可`}},
	{OnHoliday, retention.Text{English: "holiday", Japanese: "休日"}, retention.Text{
		English:  `it is a day off[, {name}][, until {until}]{rule}`,
		Japanese: `[{until}まで、]{rule}[{name}|休日]は連絡不可`}},
	{Spread, retention.Text{English: "spread after opening", Japanese: "分散"}, retention.Text{
		English:  `it leaves some time after opening, so that not all go at once[, on {until}]{rule}`,
		Japanese: `[{until}に][{ruleid}の]開始時の集中を避けて分散`}},
	{OutsideWishes, retention.Text{English: "outside the customer's hours", Japanese: "希望時間外"}, retention.Text{
		English:  `the customer asked for other hours[, the next on {until}]`,
		Japanese: `[{until}まで、]お客様の希望時間外`}},
	{NoStaff, retention.Text{English: "no staff", Japanese: "担当者不在"}, retention.Text{
		English:  `nobody is there to do it[, {name} being a day off][ until {until}]`,
		Japanese: `[{until}まで、][{name}のため]担当者不在`}},
	{OutsideShift, retention.Text{English: "retry at another time of day", Japanese: "再試行の時間帯外"}, retention.Text{
		English:  `an unanswered attempt is made again at another time of day[, on {until}]`,
		Japanese: `不在だったため[{until}以降の]別の時間帯に再試行`}},
	{NeverOpen, retention.Text{English: "no open hours", Japanese: "連絡可能な時間なし"}, retention.Text{
		English:  `there is no moment at which it is open{rule}`,
		Japanese: `{rule}連絡できる時間なし`}},
	{CapReached, retention.Text{English: "limit reached", Japanese: "上限到達"}, retention.Text{
		English:  `[the limit of {count message} in {span}|the limit] is reached[ until {until}]{rule}`,
		Japanese: `[{until}まで、]{ruleof}[{span}に{count}回の]上限に到達`}},
	{NeverAllowed, retention.Text{English: "forbidden", Japanese: "禁止"}, retention.Text{
		English:  `it is never allowed{rule}`,
		Japanese: `{rule}連絡不可`}},
	{RoomReserved, retention.Text{English: "room kept for another", Japanese: "優先連絡の枠確保"}, retention.Text{
		English:  `[{message}|another message] comes first[ under the limit of {count message} in {span}][ until {until}]{rule}`,
		Japanese: `[{until}まで、]{ruleof}[{span}に{count}回の]上限内で[{message}|別の連絡]を優先`}},
	{InDigest, retention.Text{English: "inside another", Japanese: "まとめて連絡"}, retention.Text{
		English:  `it goes out inside of [{message}|another message][ on {until}]`,
		Japanese: `[{until}に][{message}|別の連絡]とまとめて連絡`}},
	{NotDue, retention.Text{English: "not due yet", Japanese: "予定日前"}, retention.Text{
		English:  `it is not due[ before {until}| yet]`,
		Japanese: `[{until}の予定|予定日前]`}},
	{TooLate, retention.Text{English: "too late", Japanese: "期限切れ"}, retention.Text{
		English:  `it is too late[ after {at}]`,
		Japanese: `[{at}の]期限を過ぎた`}},
	{AlreadyDone, retention.Text{English: "on record", Japanese: "記録済み"}, retention.Text{
		English:  `it is on record[ for {at}]`,
		Japanese: `[{at}の]連絡として記録済み`}},
}

// NotForThem has a Rule that says in what way, AttemptsOver a Ref if it is
// about the one attempt that failed, and two codes have an Until if there is an
// end in sight.
var (
	inSegment    = retention.Text{English: `it is for customers in [the segment {kind}|a segment] only`, Japanese: `セグメント[{kind}]のお客様のみ対象`}
	notInSegment = retention.Text{English: `it is not for customers in [the segment {kind}|a segment]`, Japanese: `セグメント[{kind}]のお客様は対象外`}
	notOfKind    = retention.Text{English: `it is for [{name}|others] only`, Japanese: `[{name}|他のお客様]のみ対象`}
	failedTry    = retention.Text{
		English:  `[attempt {count}|an attempt][ by {channel}] failed to leave[ on {at}]`,
		Japanese: `[{at}の][{channel}での][{count}回目の]試行が失敗`}
	openCase = retention.Text{English: `[complaint {ref}|a complaint][ of {at}] is open`, Japanese: `[{at}の]苦情[{ref}]に対応中`}
	tiredOut = retention.Text{
		English:  `[{count message}|what was sent] had no answer[, the last of {at}], so nothing more goes out{rule}`,
		Japanese: `[{at}までに][{count}回]反応がないため、{rule}連絡終了`}
)

// Codes returns every code of a [Reason]: first those that call for a message, then
// those that keep it back, in the order in which a decision lists them.
func Codes() []Code {
	codes := make([]Code, len(codeTexts))
	for i := range codeTexts {
		codes[i] = codeTexts[i].code
	}
	return codes
}

// Text names the code in a few words, as for a table that counts reasons. A code that
// is not among [Codes] is returned as it is.
func (c Code) Text(lang retention.Language) string {
	if t, ok := c.text(); ok {
		return t.label.In(lang)
	}
	return string(c)
}

func (c Code) text() (t codeText, ok bool) {
	for _, t := range codeTexts {
		if t.code == c {
			return t, true
		}
	}
	return codeText{}, false
}

// Text puts the reason into a clause, as in "it is outside the hours 08:00-21:00 until
// 22 November 2026 08:00 (rule "day")". It uses IDs; [Words.Reason] uses the names of
// channels, laws, rules and plays. Times are in the zone that they carry. If the code is not
// among [Codes], the text is the code itself.
func (r Reason) Text(lang retention.Language) string { return Words{lang: lang}.Reason(r) }

// phrase returns what there is to say of a reason, which is nothing if its code
// is none of this package.
func (r *Reason) phrase() retention.Text {
	switch {
	case r.Code == NotForThem && r.Rule == ruleIn:
		return inSegment
	case r.Code == NotForThem && r.Rule == ruleNotIn:
		return notInSegment
	case r.Code == NotForThem && r.Rule == ruleAudience:
		return notOfKind
	case r.Code == AttemptsOver && r.Ref != "":
		return failedTry
	case r.Code == OpenComplaint && r.Until.IsZero():
		return openCase
	case r.Code == Tired && r.Until.IsZero():
		return tiredOut
	}
	t, _ := r.Code.text()
	return t.phrase
}
