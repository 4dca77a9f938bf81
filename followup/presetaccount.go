package followup

import (
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// AccountPolicy returns a policy to start from for those who look after companies, by
// e-mail, video, phone and visits, from Monday to Friday, 9:00 to 18:00. Messages wait
// for the customer to be at work, by the customer's clock. Calls and visits wait for
// the staff too, by the clock of a zone such as "Asia/Tokyo". Nobody is at work on the
// holidays of the calendars named by closed: "jp" and "fr" are known, others must be
// given in [World].
//
//	play        begins with                       purpose       message
//	reason      a no to any topic                 relationship  2 days later by e-mail, to ask why, once
//	renewal     ContractEndEvent, Due             service       talk 90 days before
//	renewal-end ContractEndEvent, Due             service       phone 30 days before; both end with RenewedEvent or CancelledEvent
//	onboarding  ContractEvent                     service       the next workday, help 7 days on, ideas 30 days on
//	monthly     a month of ContractStartDate      relationship  visit or video
//	silence     30 days without a talk or sign    relationship  phone, else e-mail
//	weekly      Mondays                           service       e-mail of use to them, 10:00
//
// Messages that are not [Transactional] are at least 16 hours apart, and at most 3 in 7
// days. Talks (visits, video, phone) are at least 7 days apart and visits 14, except
// for service messages: renewals and onboarding. A talk that is due within a week holds
// back the call after a silence. After a no, the topic rests for 60 days. A complaint
// holds back promotional and relationship messages until 7 days after it is closed.
// Promotional messages need a consent of any kind; no play sends any. Add [Laws] for
// what the law requires.
//
// All plays are for companies. Visits need an [Address] as all channels do: give one
// with the channel [Visit] to customers who want to be visited.
func AccountPolicy(zone string, closed ...string) Policy {
	office := func() hours.Hours {
		return hours.Hours{
			Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 18 * hours.Hour}}, Closed: slices.Clone(closed),
		}
	}
	return Policy{
		Version: "account 1",
		Channels: []Channel{
			{ID: Email, Name: retention.Text{English: "e-mail", Japanese: "メール"}},
			{ID: Phone, Name: retention.Text{English: "phone", Japanese: "電話"}, Interrupts: true, Staff: office(), StaffZone: zone},
			{ID: Video, Name: retention.Text{English: "video meeting", Japanese: "オンライン面談"}, Interrupts: true, Staff: office(), StaffZone: zone},
			{ID: Visit, Name: retention.Text{English: "visit", Japanese: "訪問"}, Interrupts: true, Staff: office(), StaffZone: zone},
		},
		Plays: accountPlays(),
		Rules: Rules{
			Hours: []HoursRule{{
				ID: "office", Name: retention.Text{English: "office hours", Japanese: "お客様の営業時間"},
				Match: Match{Purposes: unasked()}, Hours: office(),
			}},
			Consent: []ConsentRule{consentToPromotion()},
			Caps: append(fewMessages(), Cap{
				ID: "talk", Name: retention.Text{English: "a pause between talks", Japanese: "面談・電話の間隔"},
				Match: Match{Channels: talks()}, Max: 1, Every: retention.Span{Days: 7}, Exempt: []Purpose{Service, Transactional},
			}, Cap{
				ID: "visit", Name: retention.Text{English: "a pause between visits", Japanese: "訪問の間隔"},
				Match: Match{Channels: []string{Visit}}, Max: 1, Every: retention.Span{Days: 14}, Exempt: []Purpose{Service, Transactional},
			}),
			Declines: []DeclineRule{restAfterNo()},
		},
		Complaint: &ComplaintRule{Purposes: []Purpose{Promotional, Relationship}, Calm: retention.Span{Days: 7}},
		Signs:     []string{OrderEvent, ReplyEvent, VisitEvent, RenewedEvent},
		Workdays:  office(),
	}
}

// talks returns the channels on which people meet.
func talks() []string { return []string{Visit, Video, Phone} }

// accountPlays returns the plays for companies, the most important first.
func accountPlays() []Play {
	plays := []Play{{
		ID: "reason", Name: retention.Text{English: "Asking why not", Japanese: "お断りの理由をうかがう"},
		Purpose: Relationship, Priority: 70, Trigger: Declined(),
		Steps: []Step{{ID: "ask", Wait: retention.Span{Days: 2}, At: 10 * hours.Hour, Late: retention.Span{Days: 5}, Channels: []string{Email}}},
	}}
	plays = append(plays, contractPlays()...)
	plays = append(plays, regularPlays()...)
	for i := range plays {
		plays[i].For = Who{Audience: Companies}
	}
	return plays
}

// contractPlays go with a contract, from its beginning to its renewal.
func contractPlays() []Play {
	return []Play{{
		ID: "renewal-end", Name: retention.Text{English: "The contract ends in a month", Japanese: "契約更新の最終確認(30日前)"},
		Topic: RenewalTopic, Purpose: Service, Priority: 60, Trigger: OnDue(ContractEndEvent),
		Steps: []Step{{
			ID: "call", Wait: retention.Span{Days: -30}, At: 10 * hours.Hour, Late: retention.Span{Days: 14}, Channels: []string{Phone, Email},
			Retry: Retry{Max: 2, After: retention.Span{Days: 1}},
		}},
		Goal: RenewedEvent, Exit: []string{CancelledEvent},
	}, {
		ID: "renewal", Name: retention.Text{English: "Talk about the renewal", Japanese: "契約更新のご相談(90日前)"},
		Topic: RenewalTopic, Purpose: Service, Priority: 50, Trigger: OnDue(ContractEndEvent),
		Steps: []Step{{
			ID: "talk", Wait: retention.Span{Days: -90}, At: 10 * hours.Hour, Late: retention.Span{Days: 30},
			Channels: append(talks(), Email), Choose: Preferred,
		}},
		Goal: RenewedEvent, Exit: []string{CancelledEvent},
	}, {
		ID: "onboarding", Name: retention.Text{English: "A good start", Japanese: "導入のご支援"},
		Topic: HowToTopic, Purpose: Service, Priority: 40, Trigger: OnEvent(ContractEvent),
		Steps: []Step{
			{ID: "welcome", Name: retention.Text{English: "welcome", Japanese: "ご挨拶"}, Workdays: 1, At: 10 * hours.Hour, Channels: []string{Email}},
			{
				ID: "help", Name: retention.Text{English: "help", Japanese: "使い方のご案内"}, Wait: retention.Span{Days: 7}, At: 10 * hours.Hour, Late: retention.Span{Days: 7},
				Channels: []string{Video, Phone, Email}, Choose: Preferred,
			}, {
				ID: "ideas", Name: retention.Text{English: "ideas", Japanese: "活用のご提案"}, Wait: retention.Span{Days: 23}, At: 10 * hours.Hour, Late: retention.Span{Days: 14},
				Channels: append(talks(), Email), Choose: Preferred,
			},
		},
		Exit: []string{CancelledEvent},
	}}
}

// regularPlays keep in touch, whatever happens.
func regularPlays() []Play {
	return []Play{{
		ID: "monthly", Name: retention.Text{English: "Monthly meeting", Japanese: "月次の面談"},
		Topic: MeetingTopic, Purpose: Relationship, Priority: 30,
		Trigger: Trigger{Every: &EveryTrigger{Every: retention.Span{Months: 1}, From: ContractStartDate}},
		Steps: []Step{{
			ID: "meet", At: 10 * hours.Hour, Late: retention.Span{Days: 14}, Channels: talks(), Choose: Preferred,
		}},
	}, {
		ID: "silence", Name: retention.Text{English: "Long time no see", Japanese: "ご無沙汰のご連絡"},
		Topic: CareTopic, Purpose: Relationship, Priority: 20,
		Trigger: Trigger{Silence: &SilenceTrigger{Match: Match{Channels: talks()}, For: retention.Span{Days: 30}}},
		Steps: []Step{{
			ID: "call", At: 10 * hours.Hour, Late: retention.Span{Days: 14}, Channels: []string{Phone, Email}, Retry: Retry{Max: 1, After: retention.Span{Days: 1}},
		}},
	}, {
		ID: "weekly", Name: retention.Text{English: "Weekly briefing", Japanese: "週次の情報提供"},
		Topic: BriefingTopic, Purpose: Service, Priority: 10,
		Trigger: Every(retention.Span{Days: 7}, retention.NewDate(2026, time.January, 5)),
		Steps:   []Step{{ID: "send", At: 10 * hours.Hour, Late: retention.Span{Days: 2}, Channels: []string{Email}}},
	}}
}
