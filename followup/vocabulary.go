package followup

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

// vocabularyJapanese are those names in Japanese. In English they say what they
// are.
var vocabularyJapanese = map[string]string{
	OrderEvent: "注文", DeliveredEvent: "お届け", ReturnedEvent: "返品", ReviewEvent: "レビュー", ReplyEvent: "返信", VisitEvent: "来店",
	PointsLapseEvent: "ポイント失効", WarrantyEndEvent: "保証終了", ContractEvent: "契約", ContractEndEvent: "契約満了", RenewedEvent: "契約更新",
	CancelledEvent: "解約", SurveyAnswerEvent: "アンケート回答",
	BirthdayDate: "誕生日", MemberSinceDate: "入会日", ContractStartDate: "契約開始日",
	LapsedSegment: "休眠",
	ThanksTopic:   "お礼", HowToTopic: "使い方", SurveyTopic: "アンケート", SurpriseTopic: "サプライズ", ReorderTopic: "補充", WinBackTopic: "再訪",
	NewsletterTopic: "ニュースレター", PointsTopic: "ポイント", TierTopic: "会員ランク", WarrantyTopic: "保証", CareTopic: "ご様子伺い",
	RenewalTopic: "更新", MeetingTopic: "打ち合わせ", BriefingTopic: "情報提供",
}
