package followup_test

// textsWant is what is said of the decisions of textsTable, in English and
// Japanese.
var textsWant = map[string][2]string{
	"event": {
		`Offer by e-mail: may go out now, until 24 November 2026 12:00, because "order" on 21 November 2026 12:00 calls for it`,
		`ご案内のメール：2026年11月24日12:00までに連絡（2026年11月21日12:00の「注文」に伴う連絡）`,
	},
	"day": {
		`Birthday by e-mail: planned for 22 November 2026 00:00, because "birthday" on 22 November 2026 calls for it`,
		`誕生日のメール：2026年11月22日0:00に予定（2026年11月22日の「誕生日」に合わせた連絡）`,
	},
	"schedule": {
		`Offer by e-mail: planned for 30 November 2026 00:00, because it is scheduled for 30 November 2026`,
		`ご案内のメール：2026年11月30日0:00に予定（2026年11月30日の定期連絡）`,
	},
	"silence": {
		`Offer by e-mail: may go out now, until 26 November 2026 10:00, because it follows a silence of 60 days since 20 September 2026 10:00`,
		`ご案内のメール：2026年11月26日10:00までに連絡（2026年9月20日10:00から60日、連絡も反応もない場合の連絡）`,
	},
	"silence, second step": {
		`Offer, step "again", by e-mail: may go out now, until 28 November 2026 10:00, because it follows a silence of 60 days since 20 September 2026 10:00`,
		`ご案内「again」のメール：2026年11月28日10:00までに連絡（2026年9月20日10:00から60日、連絡も反応もない場合の連絡）`,
	},
	"rhythm": {
		`Offer by e-mail: may go out now, until 8 December 2026 12:00, because they are due to order again by their rhythm of about 10 days, having last ordered on 21 November 2026 12:00, 3 orders so far`,
		`ご案内のメール：2026年12月8日12:00までに連絡（2026年11月21日12:00の3回目の注文から、約10日の購入周期による再購入の時期）`,
	},
	"rhythm of one order": {
		`Offer by e-mail: may go out now, until 8 December 2026 12:00, because they are due to order again after 10 days, having last ordered on 21 November 2026 12:00, 1 order so far`,
		`ご案内のメール：2026年12月8日12:00までに連絡（2026年11月21日12:00の1回目の注文から10日を経た再購入の時期）`,
	},
	"segment": {
		`Offer by e-mail: may go out now, until 24 November 2026 09:30, because they came into the segment "gold" on 21 November 2026 09:30`,
		`ご案内のメール：2026年11月24日9:30までに連絡（2026年11月21日9:30のセグメント「gold」への追加に伴う連絡）`,
	},
	"surprise": {
		`Offer by e-mail: planned for 8 November 2026 00:00, because 8 November 2026 was drawn for a surprise`,
		`ご案内のメール：2026年11月8日0:00に予定（抽選で決まった2026年11月8日のサプライズ）`,
	},
	"question after a no": {
		`Offer by e-mail: may go out now, until 24 November 2026 11:00, because they said no to "sale" on 21 November 2026 11:00 and are asked why`,
		`ご案内のメール：2026年11月24日11:00までに連絡（2026年11月21日11:00の「sale」へのお断りの理由確認）`,
	},
	"retry": {
		`Offer by e-mail (attempt 2): may go out now, until 24 November 2026 13:00, because "order" on 21 November 2026 12:00 calls for it`,
		`ご案内のメール（2回目）：2026年11月24日13:00までに連絡（2026年11月21日12:00の「注文」に伴う連絡）`,
	},
	"failed attempt": {
		`Offer by e-mail: will not go out, because attempt 1 by e-mail failed to leave on 21 November 2026 12:00`,
		`ご案内のメール：見送り（2026年11月21日12:00のメールでの1回目の試行が失敗）`,
	},
	"attempts over": {
		`Offer (attempt 2): will not go out, because there is no consent for e-mail (rule "opt-in"); 1 attempt by phone came to nothing, the last on 21 November 2026 12:00`,
		`ご案内（2回目）：見送り（ルール「opt-in」により必要なメールの同意が未取得／電話での試行1回が不成立、最後は2026年11月21日12:00）`,
	},
	"retry at another time": {
		`Offer by phone (attempt 2): held until 21 November 2026 17:00, because an unanswered attempt is made again at another time of day`,
		`ご案内の電話（2回目）：2026年11月21日17:00まで保留（不在だったため別の時間帯に再試行）`,
	},
	"fallback": {
		`Offer by e-mail (instead of phone): may go out now, until 24 November 2026 12:00, because "order" on 21 November 2026 12:00 calls for it`,
		`ご案内のメール（電話の代わり）：2026年11月24日12:00までに連絡（2026年11月21日12:00の「注文」に伴う連絡）`,
	},
	"only address": {
		`Offer by e-mail: may go out now, until 24 November 2026 12:00, because "order" on 21 November 2026 12:00 calls for it`,
		`ご案内のメール：2026年11月24日12:00までに連絡（2026年11月21日12:00の「注文」に伴う連絡）`,
	},
	"segment with a name": {
		`Offer by e-mail: may go out now, until 24 November 2026 09:30, because they came into the segment "slipping away" on 21 November 2026 09:30`,
		`ご案内のメール：2026年11月24日9:30までに連絡（2026年11月21日9:30のセグメント「離れかけ」への追加に伴う連絡）`,
	},
	"no zone, on record": {
		`Offer by e-mail: on record for 21 November 2026 03:10 UTC`,
		`ご案内のメール：2026年11月21日3:10 UTCに記録済み`,
	},
	"fractions of a second": {
		`Offer by e-mail: held until 22 November 2026 02:00, because the limit of 1 message in 16 hours is reached (rule "gap")`,
		`ご案内のメール：2026年11月22日2:00まで保留（ルール「gap」の16時間に1回の上限に到達）`,
	},
	"no address": {
		`Offer: will not go out, because there is no address for e-mail`,
		`ご案内：見送り（メールの宛先なし）`,
	},
	"dead address": {
		`Offer: will not go out, because the address for e-mail is of no use`,
		`ご案内：見送り（メールの宛先が不通）`,
	},
	"bounced": {
		`Offer: will not go out, because the address for e-mail is of no use since 20 November 2026 12:00`,
		`ご案内：見送り（2026年11月20日12:00以降、メールの宛先が不通）`,
	},
	"choice": {
		`Offer by e-mail: may go out now, until 24 November 2026 12:00, because "order" on 21 November 2026 12:00 calls for it`,
		`ご案内のメール：2026年11月24日12:00までに連絡（2026年11月21日12:00の「注文」に伴う連絡）`,
	},
	"few answers": {
		`Offer by e-mail: may go out now, until 24 November 2026 12:00, because "order" on 21 November 2026 12:00 calls for it`,
		`ご案内のメール：2026年11月24日12:00までに連絡（2026年11月21日12:00の「注文」に伴う連絡）`,
	},
	"zone of a region": {
		`Offer by e-mail: held until 21 November 2026 14:00, because it is outside the hours 14:00-21:00 (rule "day"); the time zone is not known and taken to be Asia/Tokyo, by the region "JP"`,
		`ご案内のメール：2026年11月21日14:00まで保留（ルール「day」により14:00～21:00以外は連絡不可／タイムゾーンは地域「JP」からAsia/Tokyoと推定）`,
	},
	"default zone": {
		`Offer by e-mail: may go out now, until 24 November 2026 12:00, because "order" on 21 November 2026 12:00 calls for it; the time zone is not known and taken to be Asia/Tokyo`,
		`ご案内のメール：2026年11月24日12:00までに連絡（2026年11月21日12:00の「注文」に伴う連絡／タイムゾーンはAsia/Tokyoと推定）`,
	},
	"no zone": {
		`Offer by phone (attempt 2): held until something changes, because the time zone is not known, without which phone is not used`,
		`ご案内の電話（2回目）：状況が変わるまで保留（電話に必要なタイムゾーンが不明）`,
	},
	"goal": {
		`Offer by e-mail: will not go out, because the goal was reached on 21 November 2026 12:30 with "visit"`,
		`ご案内のメール：見送り（2026年11月21日12:30の「来店」により目的達成）`,
	},
	"exit": {
		`Offer by e-mail: will not go out, because "return" ended it on 21 November 2026 12:30`,
		`ご案内のメール：見送り（2026年11月21日12:30の「return」により終了）`,
	},
	"exit by a contact": {
		`Offer, step "again", by e-mail: will not go out, because what came of a message ended it on 21 November 2026 12:10; they opted out of e-mail on 21 November 2026 12:10`,
		`ご案内「again」のメール：見送り（2026年11月21日12:10の連絡の結果により終了／2026年11月21日12:10にメールの連絡停止の申し出あり）`,
	},
	"later step": {
		`Offer, step "mail", by e-mail: will not go out, because a later step went out already`,
		`ご案内「mail」のメール：見送り（後のステップが実施済み）`,
	},
	"later step, with names": {
		`Offer, step "first word", by e-mail: will not go out, because a later step went out already`,
		`ご案内「ご挨拶」のメール：見送り（後のステップが実施済み）`,
	},
	"reentry": {
		`Offer by e-mail: will not go out, because the run before began too short a time ago, and the next may begin on 27 November 2026 12:00`,
		`ご案内のメール：見送り（前回の開始からの間隔不足、次の開始は2026年11月27日12:00以降）`,
	},
	"for others": {
		`Offer by e-mail: will not go out, because it is for customers in the segment "gold" only; it is not for customers in the segment "staff"; it is for companies only`,
		`ご案内のメール：見送り（セグメント「gold」のお客様のみ対象／セグメント「staff」のお客様は対象外／法人のお客様のみ対象）`,
	},
	"held out": {
		`Offer by e-mail: will not go out, because they are in the group that is left alone for comparison`,
		`ご案内のメール：見送り（効果比較のため連絡しないグループ）`,
	},
	"no consent": {
		`Offer: will not go out, because there is no consent for e-mail (Specified Electronic Mail Act, rule "opt-in")`,
		`ご案内：見送り（法令「特定電子メール法」のルール「opt-in」により必要なメールの同意が未取得）`,
	},
	"no consent by a rule with a name": {
		`Offer: will not go out, because there is no consent for e-mail (Specified Electronic Mail Act, rule "consent to e-mail")`,
		`ご案内：見送り（法令「特定電子メール法」のルール「メールへの同意」により必要なメールの同意が未取得）`,
	},
	"no consent yet": {
		`Offer by e-mail: held until 22 November 2026 10:00, because there is no consent for e-mail (Specified Electronic Mail Act, rule "opt-in")`,
		`ご案内のメール：2026年11月22日10:00まで保留（法令「特定電子メール法」のルール「opt-in」により必要なメールの同意が未取得）`,
	},
	"consent expired": {
		`Offer: will not go out, because the consent for e-mail ended on 1 October 2026 10:00 (Specified Electronic Mail Act, rule "opt-in")`,
		`ご案内：見送り（法令「特定電子メール法」のルール「opt-in」により必要なメールの同意が2026年10月1日10:00に期限切れ）`,
	},
	"consent expired, and another": {
		`Offer by e-mail: held until 22 November 2026 10:00, because the consent for e-mail ended on 1 October 2026 10:00 (Specified Electronic Mail Act, rule "opt-in")`,
		`ご案内のメール：2026年11月22日10:00まで保留（法令「特定電子メール法」のルール「opt-in」により必要なメールの同意が2026年10月1日10:00に期限切れ）`,
	},
	"opted out": {
		`Offer by e-mail: will not go out, because they opted out of e-mail on 20 November 2026 10:00`,
		`ご案内のメール：見送り（2026年11月20日10:00にメールの連絡停止の申し出あり）`,
	},
	"opted out for now": {
		`Offer by e-mail: held until 22 November 2026 10:00, because they opted out of e-mail on 20 November 2026 10:00`,
		`ご案内のメール：2026年11月22日10:00まで保留（2026年11月20日10:00にメールの連絡停止の申し出あり）`,
	},
	"opted out in a contact": {
		`Offer by e-mail: will not go out, because they opted out of e-mail on 20 November 2026 12:00`,
		`ご案内のメール：見送り（2026年11月20日12:00にメールの連絡停止の申し出あり）`,
	},
	"pause": {
		`Offer by e-mail: held until 23 November 2026 00:00, because they asked to be left alone`,
		`ご案内のメール：2026年11月23日0:00まで保留（お客様の希望により休止）`,
	},
	"pause without end": {
		`Offer by e-mail: held until something changes, because they asked to be left alone until further notice`,
		`ご案内のメール：状況が変わるまで保留（お客様の希望により当面休止）`,
	},
	"complaint": {
		`Offer by e-mail: held until something changes, because complaint "c1" of 19 November 2026 10:00 is open`,
		`ご案内のメール：状況が変わるまで保留（2026年11月19日10:00の苦情「c1」に対応中）`,
	},
	"calm": {
		`Offer by e-mail: held until 22 November 2026 18:00, because complaint "c1" of 19 November 2026 10:00 asks for some quiet`,
		`ご案内のメール：2026年11月22日18:00まで保留（2026年11月19日10:00の苦情「c1」のため自粛）`,
	},
	"after a no": {
		`Offer by e-mail: held until 22 November 2026 12:30, because they said no to "sale" on 20 November 2026 12:30 (rule "calm")`,
		`ご案内のメール：2026年11月22日12:30まで保留（2026年11月20日12:30の「sale」へのお断りのため、ルール「calm」により連絡不可）`,
	},
	"after a no for good": {
		`Offer by e-mail: will not go out, because they said no on 20 November 2026 12:30, which holds for good (rule "calm")`,
		`ご案内のメール：見送り（2026年11月20日12:30のお断りのため、ルール「calm」により今後は連絡不可）`,
	},
	"fatigue": {
		`Offer by e-mail: held until 22 November 2026 10:00, because 2 messages had no answer, the last of 20 November 2026 10:00, so the next waits (rule "slower")`,
		`ご案内のメール：2026年11月22日10:00まで保留（2026年11月20日10:00までに2回反応がないため、ルール「slower」により待機）`,
	},
	"fatigue for good": {
		`Offer by e-mail: will not go out, because 1 message had no answer, the last of 18 November 2026 10:00, so nothing more goes out (rule "slower")`,
		`ご案内のメール：見送り（2026年11月18日10:00までに1回反応がないため、ルール「slower」により連絡終了）`,
	},
	"hours": {
		`Offer by e-mail: held until 22 November 2026 08:00, because it is outside the hours 08:00-11:30 (rule "day")`,
		`ご案内のメール：2026年11月22日8:00まで保留（ルール「day」により8:00～11:30以外は連絡不可）`,
	},
	"hours with a name": {
		`Offer by e-mail: held until 22 November 2026 08:00, because it is outside the hours 08:00-11:30 (rule "no messages at night")`,
		`ご案内のメール：2026年11月22日8:00まで保留（ルール「夜間は連絡しない」により8:00～11:30以外は連絡不可）`,
	},
	"hours with a name in Japanese": {
		`Offer by e-mail: held until 22 November 2026 08:00, because it is outside the hours 08:00-11:30 (rule "day")`,
		`ご案内のメール：2026年11月22日8:00まで保留（ルール「夜間は連絡しない」により8:00～11:30以外は連絡不可）`,
	},
	"hours of days": {
		`Offer by e-mail: held until 22 November 2026 00:00, because it is outside the hours Mon-Fri 10:00-13:00, 14:00-20:00, Sun all day (rule "day")`,
		`ご案内のメール：2026年11月22日0:00まで保留（ルール「day」により月～金 10:00～13:00、14:00～20:00、日 終日以外は連絡不可）`,
	},
	"holidays only": {
		`Offer by e-mail: held until 24 November 2026 00:00, because it is a day off, Labor Thanksgiving Day (rule "day")`,
		`ご案内のメール：2026年11月24日0:00まで保留（ルール「day」により勤労感謝の日は連絡不可）`,
	},
	"spread": {
		`Offer by e-mail: held until 21 November 2026 14:48, because it is outside the hours 14:00-21:00 until 21 November 2026 14:00 (rule "day"); it leaves some time after opening, so that not all go at once (rule "day")`,
		`ご案内のメール：2026年11月21日14:48まで保留（2026年11月21日14:00まで、ルール「day」により14:00～21:00以外は連絡不可／ルール「day」の開始時の集中を避けて分散）`,
	},
	"wishes": {
		`Offer by e-mail: held until 21 November 2026 18:00, because the customer asked for other hours`,
		`ご案内のメール：2026年11月21日18:00まで保留（お客様の希望時間外）`,
	},
	"staff": {
		`Offer by e-mail: held until 21 November 2026 15:00, because nobody is there to do it`,
		`ご案内のメール：2026年11月21日15:00まで保留（担当者不在）`,
	},
	"staff on a holiday": {
		`Offer by e-mail: held until 24 November 2026 10:00, because nobody is there to do it, Labor Thanksgiving Day being a day off`,
		`ご案内のメール：2026年11月24日10:00まで保留（勤労感謝の日のため担当者不在）`,
	},
	"hours never": {
		`Offer by e-mail: will not go out, because there is no moment at which it is open (rule "day")`,
		`ご案内のメール：見送り（ルール「day」により連絡できる時間なし）`,
	},
	"cap": {
		`Offer by e-mail: held until 22 November 2026 02:00, because the limit of 1 message in 16 hours is reached (rule "gap")`,
		`ご案内のメール：2026年11月22日2:00まで保留（ルール「gap」の16時間に1回の上限に到達）`,
	},
	"cap of months": {
		`Offer by e-mail: will not go out, because the limit of 2 messages in 1 month is reached until 1 December 2026 00:00 (rule "few"); it is too late after 24 November 2026 12:00`,
		`ご案内のメール：見送り（2026年12月1日0:00まで、ルール「few」の1か月に2回の上限に到達／2026年11月24日12:00の期限を過ぎた）`,
	},
	"cap of none": {
		`Offer by e-mail: will not go out, because it is never allowed (rule "never")`,
		`ご案内のメール：見送り（ルール「never」により連絡不可）`,
	},
	"reserved": {
		`Offer by e-mail: held until 23 November 2026 12:00, because Birthday comes first under the limit of 1 message in 36 hours (rule "gap")`,
		`ご案内のメール：2026年11月23日12:00まで保留（ルール「gap」の36時間に1回の上限内で誕生日を優先）`,
	},
	"behind": {
		`Offer by e-mail: held until 23 November 2026 22:00 at the earliest, because Birthday comes first under the limit of 1 message in 36 hours (rule "gap")`,
		`ご案内のメール：早くても2026年11月23日22:00まで保留（ルール「gap」の36時間に1回の上限内で誕生日を優先）`,
	},
	"digest": {
		`Offer by e-mail: held until 22 November 2026 08:00, because it goes out inside of Birthday`,
		`ご案内のメール：2026年11月22日8:00まで保留（誕生日とまとめて連絡）`,
	},
	"leader of a digest": {
		`Birthday by e-mail (with 1 more inside): held until 22 November 2026 08:00, because it is outside the hours 08:00-11:30 (rule "day")`,
		`誕生日のメール（ほか1件を含む）：2026年11月22日8:00まで保留（ルール「day」により8:00～11:30以外は連絡不可）`,
	},
	"sent late": {
		`Offer by e-mail: may go out now, until 21 November 2026 20:00; due on 21 November 2026 12:00 and held back: it is outside the hours 12:45-20:00 until 21 November 2026 12:45 (rule "day")`,
		`ご案内のメール：2026年11月21日20:00までに連絡（予定は2026年11月21日12:00だったが、2026年11月21日12:45まで、ルール「day」により12:45～20:00以外は連絡不可）`,
	},
	"too late": {
		`Offer by e-mail: will not go out, because it is too late after 24 November 2026 12:00`,
		`ご案内のメール：見送り（2026年11月24日12:00の期限を過ぎた）`,
	},
	"done": {
		`Offer by e-mail: on record for 21 November 2026 12:10`,
		`ご案内のメール：2026年11月21日12:10に記録済み`,
	},
	"question after a no to everything": {
		`Offer by e-mail: may go out now, until 24 November 2026 11:00, because they said no on 21 November 2026 11:00 and are asked why`,
		`ご案内のメール：2026年11月24日11:00までに連絡（2026年11月21日11:00のお断りの理由確認）`,
	},
	"wishes never": {
		`Offer by e-mail: will not go out, because there is no moment at which it is open`,
		`ご案内のメール：見送り（連絡できる時間なし）`,
	},
}
