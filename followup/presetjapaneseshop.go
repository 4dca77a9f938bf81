package followup

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// JapaneseShopPolicy returns the policy of a web shop in Japan to start from: that
// of [ShopPolicy], but written on LINE or by e-mail, whichever the customer
// prefers, with two more plays on the phone:
//
//	play          begins with              purpose       message
//	care          entering LapsedSegment   relationship  the top tier is called instead of written to, to ask how they are
//	warranty-call WarrantyEndEvent, Due    service       the top tier is called 10 days before
//
// Nobody is called from 20:00 on or before 10:00, when there is no staff. A call
// in the daytime that rings unanswered is tried again from 17:00 on, twice at
// most, on another day.
//
// [JapanLaw] and [JapanMailOrderLaw] come with it: advertising by e-mail needs an
// express consent. So does, by the shop's own rules, advertising on LINE, where
// adding the account as a friend counts as one: give a [Consent] for it. Thanks,
// birthday wishes and reviews are only [Relationship] as long as they neither
// advertise nor link to what does.
//
// Customers without a zone are taken to live by the clock of Tokyo, but are not
// called.
func JapaneseShopPolicy() Policy {
	p := shop([]Channel{
		{ID: Line, Name: retention.Text{English: "LINE", Japanese: "LINE"}, Spread: 30},
		{ID: Email, Name: retention.Text{English: "e-mail", Japanese: "メール"}, Spread: 30},
		{
			ID: Phone, Name: retention.Text{English: "phone", Japanese: "電話"}, Interrupts: true,
			Staff: hours.Hours{Windows: []hours.Window{{From: 10 * hours.Hour, To: 20 * hours.Hour}}}, StaffZone: "Asia/Tokyo",
		},
	}, Line, Email)
	p.Version = "japanese shop 1"
	p.Zones = ZoneRule{Regions: map[string][]string{"JP": {"Asia/Tokyo"}}, Default: "Asia/Tokyo"}
	p.Laws = []Law{JapanLaw(), JapanMailOrderLaw()}
	p.Plays = append(p.Plays, Play{
		ID: "care", Name: retention.Text{English: "How are you?", Japanese: "お得意様へのお伺いのお電話"},
		Topic: CareTopic, Purpose: Relationship, Priority: 55, Trigger: Entered(LapsedSegment),
		For:   Who{In: []string{TopTierSegment}},
		Steps: []Step{{ID: "call", Wait: retention.Span{Days: 1}, At: 11 * hours.Hour, Late: retention.Span{Days: 7}, Channels: []string{Phone}, Retry: evening()}},
		Goal:  OrderEvent, Exit: []string{ReplyEvent},
	}, Play{
		ID: "warranty-call", Name: retention.Text{English: "The warranty ends soon", Japanese: "保証期間終了前のお電話"},
		Topic: WarrantyTopic, Purpose: Service, Priority: 85, Trigger: OnDue(WarrantyEndEvent),
		For:   Who{In: []string{TopTierSegment}},
		Steps: []Step{{ID: "call", Wait: retention.Span{Days: -10}, At: 11 * hours.Hour, Late: retention.Span{Days: 7}, Channels: []string{Phone}, Retry: evening()}},
	})
	for i := range p.Plays {
		if p.Plays[i].ID == "win-back" {
			p.Plays[i].For.NotIn = []string{TopTierSegment}
		}
	}
	return p
}

// evening tries a call again after work.
func evening() Retry {
	return Retry{Max: 2, After: retention.Span{Exact: 2 * time.Hour}, Shift: hours.Window{From: 17 * hours.Hour, To: 21 * hours.Hour}}
}
