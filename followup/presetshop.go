package followup

import (
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// ShopPolicy returns a policy for a web shop to start from: e-mail, push and SMS,
// with manners that customers can live with. Change what it returns as you like.
//
//	play          begins with                         purpose       message
//	reason        a no to any topic                   relationship  2 days later, to ask why, once
//	points-month  PointsLapseEvent, Due               service       30 days before
//	points-week   PointsLapseEvent, Due               service       7 days before
//	tier          entering TopTierSegment             relationship  the next 10:00
//	birthday      BirthdayDate                        relationship  on the day, 9:00
//	thanks        OrderEvent, once in 14 days         relationship  the next day
//	how-to        DeliveredEvent                      service       3 days later; not after ReturnedEvent
//	warranty      WarrantyEndEvent, Due               service       30 days before
//	review        DeliveredEvent, once in 60 days     relationship  14 days later; not after ReturnedEvent
//	reorder       the customer's rhythm of OrderEvent promotional   when the next order is due
//	win-back      entering LapsedSegment              promotional   at once and 14 days later; ends with OrderEvent
//	survey        6 months of MemberSinceDate, again  relationship  ends with SurveyAnswerEvent
//	surprise      an unforeseeable day of the year    relationship  on the day
//	newsletter    Tuesdays                            promotional   10:00, inside a reorder message if there is one
//
// The following holds for all messages that are not [Transactional]. They go out from
// 8:00 to 21:00, at least 16 hours apart (24 hours on push and on SMS), and at most 3
// in 7 days. There is at most one request for an opinion in 30 days, and one survey in
// 90. After a no, the topic rests for 60 days. A complaint holds back promotional and
// relationship messages until 7 days after it is closed. After 8 newsletters without a
// sign of life they become rarer, and they stop after 12, or about half a year.
// Promotional messages need a consent of any kind. So does every SMS, though no play
// uses SMS. Add [Laws] for what the law requires.
//
// The channel is the one that the customer prefers. A customer who opted out of it
// gets [Service] messages on the other, such as that points lapse, and nothing else.
//
// Remove an event with a Due when it no longer holds, as when the points have been
// used. Its reminders then go away too.
//
// Customers whose zone is not known get nothing unless Zones is filled in.
//
// Names calls the top tier Gold. Change it there if yours is called otherwise.
func ShopPolicy() Policy {
	return shop([]Channel{
		{ID: Email, Name: retention.Text{English: "e-mail", Japanese: "メール"}, Spread: retention.Span{Exact: 30 * time.Minute}},
		{ID: Push, Name: retention.Text{English: "push message", Japanese: "プッシュ通知"}, Interrupts: true, Spread: retention.Span{Exact: 30 * time.Minute}},
		{ID: SMS, Name: retention.Text{English: "SMS", Japanese: "SMS"}, Interrupts: true, Spread: retention.Span{Exact: 30 * time.Minute}},
	}, Email, Push)
}

// shop returns the policy of a web shop that writes to people on some of its
// channels, the usual one first.
func shop(channels []Channel, write ...string) Policy {
	return Policy{
		Version:  "shop 1",
		Channels: channels,
		Plays:    shopPlays(write),
		Rules:    shopRules(channels),
		Fatigue: []Fatigue{{
			ID: "silent", Name: retention.Text{English: "fewer without an answer", Japanese: "反応がなければ控える"},
			Match: Match{Topics: []string{NewsletterTopic}},
			After: 8, Gap: retention.Span{Exact: 14 * 24 * time.Hour}, Factor: 1.5, Most: retention.Span{Exact: 60 * 24 * time.Hour}, Stop: 12,
		}},
		Complaint: &ComplaintRule{Purposes: []Purpose{Promotional, Relationship}, Calm: retention.Span{Days: 7}},
		Signs:     []string{OrderEvent, ReplyEvent, VisitEvent, ReviewEvent, SurveyAnswerEvent},
		Names:     map[string]retention.Text{TopTierSegment: {English: "Gold", Japanese: "ゴールド"}},
	}
}

func shopRules(channels []Channel) Rules {
	rules := Rules{
		Hours: []HoursRule{{
			ID: "day", Name: retention.Text{English: "no messages at night", Japanese: "夜間は連絡しない"},
			Match: Match{Purposes: unasked()},
			Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}},
		}},
		Consent: []ConsentRule{consentToPromotion()},
		Caps: append(fewMessages(), Cap{
			ID: "opinion", Name: retention.Text{English: "requests for an opinion", Japanese: "ご意見の依頼"},
			Match: Match{Topics: []string{ReviewTopic, SurveyTopic}}, Max: 1, Every: retention.Span{Days: 30},
		}, Cap{
			ID: "survey", Name: retention.Text{English: "a pause between surveys", Japanese: "アンケートの間隔"},
			Match: Match{Topics: []string{SurveyTopic}}, Max: 1, Every: retention.Span{Days: 90},
		}),
		Declines: []DeclineRule{restAfterNo()},
	}
	for _, c := range channels {
		if name, ok := gapNames[c.ID]; ok {
			rules.Caps = append(rules.Caps, Cap{
				ID: "gap-" + c.ID, Name: name, Match: Match{Channels: []string{c.ID}, Purposes: unasked()}, Max: 1, Every: retention.Span{Exact: 24 * time.Hour},
			})
		}
		if c.ID == SMS {
			rules.Consent = append(rules.Consent, ConsentRule{
				ID: SMS, Name: retention.Text{English: "consent to SMS", Japanese: "SMSへの同意"},
				Match: Match{Channels: []string{SMS}, Purposes: unasked()},
			})
		}
	}
	return rules
}

// gapNames are what the gaps are called that these channels have besides.
var gapNames = map[string]retention.Text{
	Push: {English: "a pause between push messages", Japanese: "プッシュ通知の間隔"},
	SMS:  {English: "a pause between text messages", Japanese: "SMSの間隔"},
	Line: {English: "a pause between messages on LINE", Japanese: "LINEの間隔"},
}

// shopPlays returns the plays of a shop, the most important first.
func shopPlays(write []string) []Play {
	plays := []Play{{
		ID: "reason", Name: retention.Text{English: "Asking why not", Japanese: "お断りの理由をうかがう"},
		Purpose: Relationship, Priority: 150, Trigger: Declined(),
		Steps: []Step{{ID: "ask", Wait: retention.Span{Days: 2}, At: 10 * hours.Hour}},
	}}
	plays = append(plays, pointPlays()...)
	plays = append(plays, orderPlays()...)
	plays = append(plays, sellingPlays()...)
	plays = append(plays, datedPlays()...)
	for i := range plays {
		for j := range plays[i].Steps {
			s := &plays[i].Steps[j]
			s.Channels, s.Choose = slices.Clone(write), Preferred
			if plays[i].Purpose == Service {
				s.Fallback = append(FallbackCodes(), ConsentRefused)
			}
		}
	}
	return plays
}

// pointPlays are about what customers have with the shop: points and tiers.
func pointPlays() []Play {
	return []Play{{
		ID: "points-month", Name: retention.Text{English: "Points lapse in a month", Japanese: "ポイント失効のお知らせ(1か月前)"},
		Topic: PointsTopic, Purpose: Service, Priority: 130, Trigger: OnDue(PointsLapseEvent),
		Steps: []Step{{ID: "tell", Wait: retention.Span{Days: -30}, At: 10 * hours.Hour, Late: retention.Span{Days: 14}}},
	}, {
		ID: "points-week", Name: retention.Text{English: "Points lapse in a week", Japanese: "ポイント失効のお知らせ(1週間前)"},
		Topic: PointsTopic, Purpose: Service, Priority: 140, Trigger: OnDue(PointsLapseEvent),
		Steps: []Step{{ID: "tell", Wait: retention.Span{Days: -7}, At: 10 * hours.Hour, Late: retention.Span{Days: 5}}},
	}, {
		ID: "tier", Name: retention.Text{English: "Welcome to the top tier", Japanese: "最上位ランク到達のお祝い"},
		Topic: TierTopic, Purpose: Relationship, Priority: 120, Trigger: Entered(TopTierSegment),
		Steps: []Step{{ID: "welcome", At: 10 * hours.Hour}},
	}, {
		ID: "warranty", Name: retention.Text{English: "The warranty ends soon", Japanese: "保証期間終了のお知らせ"},
		Topic: WarrantyTopic, Purpose: Service, Priority: 80, Trigger: OnDue(WarrantyEndEvent),
		Steps: []Step{{ID: "tell", Wait: retention.Span{Days: -30}, At: 10 * hours.Hour, Late: retention.Span{Days: 21}}},
	}}
}

// orderPlays follow an order.
func orderPlays() []Play {
	return []Play{{
		ID: "thanks", Name: retention.Text{English: "Thanks for the order", Japanese: "ご購入のお礼"},
		Topic: ThanksTopic, Purpose: Relationship, Priority: 100, Trigger: OnEvent(OrderEvent),
		Steps:   []Step{{ID: "thank", Wait: retention.Span{Days: 1}, At: 10 * hours.Hour, Late: retention.Span{Days: 5}}},
		Reentry: retention.Span{Days: 14},
	}, {
		ID: "how-to", Name: retention.Text{English: "How to use it", Japanese: "使い方のご案内"},
		Topic: HowToTopic, Purpose: Service, Priority: 90, Trigger: OnEvent(DeliveredEvent),
		Steps: []Step{{ID: "explain", Wait: retention.Span{Days: 3}, At: 10 * hours.Hour}},
		Exit:  []string{ReturnedEvent},
	}, {
		ID: "review", Name: retention.Text{English: "How do you like it?", Japanese: "レビューのお願い"},
		Topic: ReviewTopic, Purpose: Relationship, Priority: 70, Trigger: OnEvent(DeliveredEvent),
		Steps: []Step{{ID: "ask", Wait: retention.Span{Days: 14}, At: 10 * hours.Hour, Late: retention.Span{Days: 7}}},
		Goal:  ReviewEvent, Exit: []string{ReturnedEvent}, Reentry: retention.Span{Days: 60},
	}}
}

// sellingPlays want to sell.
func sellingPlays() []Play {
	return []Play{{
		ID: "reorder", Name: retention.Text{English: "Time for more", Japanese: "補充時期のお知らせ"},
		Topic: ReorderTopic, Purpose: Promotional, Priority: 60, Trigger: Reorder(OrderEvent),
		Steps: []Step{{ID: "remind", At: 10 * hours.Hour, Digest: NewsletterTopic}},
		Goal:  OrderEvent,
	}, {
		ID: "win-back", Name: retention.Text{English: "We miss you", Japanese: "お久しぶりです"},
		Topic: WinBackTopic, Purpose: Promotional, Priority: 50, Trigger: Entered(LapsedSegment),
		Steps: []Step{
			{ID: "greet", Name: retention.Text{English: "greeting", Japanese: "ご挨拶"}, At: 10 * hours.Hour},
			{ID: "offer", Name: retention.Text{English: "offer", Japanese: "ご提案"}, Wait: retention.Span{Days: 14}, At: 10 * hours.Hour, Late: retention.Span{Days: 7}},
		},
		Goal: OrderEvent, Exit: []string{ReplyEvent},
	}, {
		ID: "newsletter", Name: retention.Text{English: "Newsletter", Japanese: "ニュースレター"},
		Topic: NewsletterTopic, Purpose: Promotional, Priority: 10,
		For:     Who{NotIn: []string{LapsedSegment}},
		Trigger: Every(retention.Span{Days: 7}, retention.NewDate(2026, time.January, 6)),
		Steps:   []Step{{ID: "send", At: 10 * hours.Hour, Late: retention.Span{Days: 2}, Digest: NewsletterTopic}},
	}}
}

// datedPlays have a date, and nothing to do with an order.
func datedPlays() []Play {
	return []Play{{
		ID: "birthday", Name: retention.Text{English: "Happy birthday", Japanese: "お誕生日のお祝い"},
		Topic: BirthdayTopic, Purpose: Relationship, Priority: 110, Trigger: Yearly(BirthdayDate),
		Steps: []Step{{ID: "wish", At: 9 * hours.Hour}},
	}, {
		ID: "survey", Name: retention.Text{English: "How are we doing?", Japanese: "満足度アンケート"},
		Topic: SurveyTopic, Purpose: Relationship, Priority: 40,
		Trigger: Trigger{Every: &EveryTrigger{Every: retention.Span{Months: 6}, From: MemberSinceDate}},
		Steps:   []Step{{ID: "ask", At: 10 * hours.Hour, Late: retention.Span{Days: 14}}},
		Goal:    SurveyAnswerEvent,
	}, {
		ID: "surprise", Name: retention.Text{English: "A surprise", Japanese: "サプライズ"},
		Topic: SurpriseTopic, Purpose: Relationship, Priority: 30, Trigger: Surprise(12, "surprise"),
		Steps: []Step{{ID: "delight", At: 11 * hours.Hour}},
	}}
}
