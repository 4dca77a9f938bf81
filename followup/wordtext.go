package followup

import "github.com/retentionkit/retention"

var (
	purposeTexts = [...]retention.Text{
		Promotional:   {English: "promotion", Japanese: "販促"},
		Relationship:  {English: "relationship", Japanese: "関係づくり"},
		Service:       {English: "service", Japanese: "サポート"},
		Transactional: {English: "transaction", Japanese: "取引の連絡"},
	}
	outcomeTexts = [...]retention.Text{
		Sent:       {English: "sent", Japanese: "連絡済み"},
		Failed:     {English: "failed", Japanese: "失敗"},
		Bounced:    {English: "bounced", Japanese: "宛先不明"},
		NoAnswer:   {English: "no answer", Japanese: "応答なし"},
		Reached:    {English: "reached", Japanese: "接触"},
		Reacted:    {English: "reacted", Japanese: "反応あり"},
		Interested: {English: "interested", Japanese: "関心あり"},
		DeclinedIt: {English: "declined", Japanese: "お断り"},
		OptedOut:   {English: "opted out", Japanese: "連絡停止の申し出"},
	}
	verdictTexts = [...]retention.Text{
		Hold: {English: "held", Japanese: "保留"},
		Send: {English: "may go out", Japanese: "連絡可"},
		Drop: {English: "will not go out", Japanese: "見送り"},
		Done: {English: "on record", Japanese: "記録済み"},
	}
	audienceTexts = [...]retention.Text{
		Everyone:  {English: "everyone", Japanese: "すべてのお客様"},
		Consumers: {English: "consumers", Japanese: "個人のお客様"},
		Companies: {English: "companies", Japanese: "法人のお客様"},
	}
)

// textOf returns the text for e, or its type and number if it has none.
func textOf[E interface {
	~uint8
	String() string
}](texts []retention.Text, e E, lang retention.Language) string {
	if int(e) < len(texts) {
		return texts[e].In(lang)
	}
	return e.String()
}

// Text names the purpose in a word or two.
func (p Purpose) Text(lang retention.Language) string { return textOf(purposeTexts[:], p, lang) }

// Text names the outcome in a word or two.
func (o Outcome) Text(lang retention.Language) string { return textOf(outcomeTexts[:], o, lang) }

// Text names the verdict in a word or two, as for a column of a table.
func (v Verdict) Text(lang retention.Language) string { return textOf(verdictTexts[:], v, lang) }

// Text names the audience in a word or two.
func (a Audience) Text(lang retention.Language) string { return textOf(audienceTexts[:], a, lang) }
