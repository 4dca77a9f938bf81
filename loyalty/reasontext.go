package loyalty

import "github.com/retentionkit/retention"

var reasonTexts = [...]retention.Text{
	Granted:      {English: "granted", Japanese: "付与"},
	Capped:       {English: "limited by a cap", Japanese: "上限を超えた分は対象外"},
	CapReached:   {English: "the cap has been reached", Japanese: "上限に達しています"},
	OtherDeed:    {English: "for another kind of activity", Japanese: "別の行動が対象"},
	WrongTier:    {English: "for another tier", Japanese: "対象の会員ランクではありません"},
	NoTag:        {English: "not among what it is for", Japanese: "キャンペーンの対象ではありません"},
	OtherDay:     {English: "for other days of the week", Japanese: "対象の曜日ではありません"},
	OutsideHours: {English: "for other hours", Japanese: "対象の時間帯ではありません"},
	TooEarly:     {English: "has not begun yet", Japanese: "期間前です"},
	TooLate:      {English: "is over", Japanese: "期間は終了しました"},
	TooLittle:    {English: "the amount is too small", Japanese: "金額が条件に届いていません"},
	NotFirst:     {English: "for the first order only", Japanese: "初回の注文のみが対象"},
	NoBirthday:   {English: "for the birthday only", Japanese: "誕生日の期間ではありません"},
	NoneHolds:    {English: "none of its conditions holds", Japanese: "条件のいずれにも当てはまりません"},
	NotHolds:     {English: "not for this case", Japanese: "対象外の条件に当てはまります"},
	NothingThere: {English: "nothing in it counts", Japanese: "対象となるものがありません"},
	BelowOne:     {English: "less than one unit", Japanese: "1単位に満たないため"},
	Outdone:      {English: "something else gives more", Japanese: "より有利な特典を適用"},
	Revoked:      {English: "it was taken back", Japanese: "取り消されました"},
	NotBrought:   {English: "for members who were referred", Japanese: "紹介された会員のみが対象"},
	InCircle:     {English: "members cannot refer each other", Japanese: "相互の紹介は対象外"},
	Superseded:   {English: "a newer state is known", Japanese: "より新しい状態が登録済みです"},
}

// Text says the reason in a few words.
func (r Reason) Text(lang retention.Language) string {
	if int(r) < len(reasonTexts) && reasonTexts[r].English != "" {
		return reasonTexts[r].In(lang)
	}
	return r.String()
}
