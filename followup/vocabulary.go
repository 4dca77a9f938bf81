package followup

import "github.com/retentionkit/retention"

// The kinds of events that the policies of this package know, besides
// [DeclineEvent].
const (
	OrderEvent        = "order"         // they bought something
	DeliveredEvent    = "delivered"     // it arrived
	ReturnedEvent     = "returned"      // it was sent back: how-to messages and review requests end
	ReviewEvent       = "review"        // they wrote a review
	ReplyEvent        = "reply"         // they wrote or called
	VisitEvent        = "visit"         // they came
	PointsLapseEvent  = "points lapse"  // Due: when points lapse
	WarrantyEndEvent  = "warranty end"  // Due: when a warranty ends
	ContractEvent     = "contract"      // a contract began
	ContractEndEvent  = "contract end"  // Due: when a contract ends unless it is renewed
	RenewedEvent      = "renewed"       // it was renewed
	CancelledEvent    = "cancelled"     // it was cancelled
	SurveyAnswerEvent = "survey answer" // they answered a survey
)

// The names in Customer.Dates that the policies of this package know.
const (
	BirthdayDate      = "birthday"
	MemberSinceDate   = "member since"
	ContractStartDate = "contract start"
)

// The names in Customer.Segments that the policies of this package know.
const (
	TopTierSegment = "gold"   // the top tier: customers are welcomed to it
	LapsedSegment  = "lapsed" // customers who stopped buying, judged by their own rhythm
)

// The topics of the policies of this package. Consents, refusals, pauses and rules
// refer to them by these names.
const (
	ThanksTopic     = "thanks"
	HowToTopic      = "how-to"
	ReviewTopic     = "review"
	SurveyTopic     = "survey"
	BirthdayTopic   = "birthday"
	SurpriseTopic   = "surprise"
	ReorderTopic    = "reorder"
	WinBackTopic    = "win-back"
	NewsletterTopic = "newsletter"
	PointsTopic     = "points"
	TierTopic       = "tier"
	WarrantyTopic   = "warranty"
	CareTopic       = "care"     // asking how they are doing
	RenewalTopic    = "renewal"  // renewing a contract
	MeetingTopic    = "meeting"  // regular meetings
	BriefingTopic   = "briefing" // regular news that the customer can use
)

// vocabulary is what those names are for people. In English most say it themselves.
var vocabulary = map[string]retention.Text{
	OrderEvent:        {Japanese: "注文"},
	DeliveredEvent:    {English: "delivery", Japanese: "お届け"},
	ReturnedEvent:     {English: "return", Japanese: "返品"},
	ReviewEvent:       {Japanese: "レビュー"},
	ReplyEvent:        {Japanese: "返信"},
	VisitEvent:        {Japanese: "来店"},
	PointsLapseEvent:  {Japanese: "ポイント失効"},
	WarrantyEndEvent:  {Japanese: "保証終了"},
	ContractEvent:     {Japanese: "契約"},
	ContractEndEvent:  {Japanese: "契約満了"},
	RenewedEvent:      {English: "renewal", Japanese: "契約更新"},
	CancelledEvent:    {English: "cancellation", Japanese: "解約"},
	SurveyAnswerEvent: {Japanese: "アンケート回答"},
	BirthdayDate:      {Japanese: "誕生日"},
	MemberSinceDate:   {Japanese: "入会日"},
	ContractStartDate: {Japanese: "契約開始日"},
	LapsedSegment:     {English: "Lapsed", Japanese: "休眠"},
	ThanksTopic:       {Japanese: "お礼"},
	HowToTopic:        {Japanese: "使い方"},
	SurveyTopic:       {Japanese: "アンケート"},
	SurpriseTopic:     {Japanese: "サプライズ"},
	ReorderTopic:      {Japanese: "補充"},
	WinBackTopic:      {Japanese: "再訪"},
	NewsletterTopic:   {Japanese: "ニュースレター"},
	PointsTopic:       {Japanese: "ポイント"},
	TierTopic:         {Japanese: "会員ランク"},
	WarrantyTopic:     {Japanese: "保証"},
	CareTopic:         {Japanese: "ご様子伺い"},
	RenewalTopic:      {Japanese: "更新"},
	MeetingTopic:      {Japanese: "打ち合わせ"},
	BriefingTopic:     {Japanese: "情報提供"},
}
