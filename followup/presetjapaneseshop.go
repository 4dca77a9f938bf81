package followup

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// JapaneseShopPolicy returns a policy for a web shop in Japan to start from. It is that
// of [ShopPolicy], but uses LINE or e-mail, whichever the customer prefers, and has two
// more plays by phone:
//
//	play          begins with              purpose       message
//	care          entering LapsedSegment   relationship  the top tier is called instead of written to, to ask how they are
//	warranty-call WarrantyEndEvent, Due    service       the top tier is called 10 days before
//
// Calls are made from 10:00 to 20:00, when there is staff. A call in the daytime that
// nobody answers is tried again on another day, from 17:00 on, at most twice.
//
// [JapanLaw] and [JapanMailOrderLaw] are included: advertising by e-mail needs an
// express consent. By the shop's own rules, advertising on LINE needs a consent too. To
// add the account as a friend counts as one: record a [Consent] for it. Thanks,
// birthday wishes and review requests are [Relationship] only as long as they neither
// advertise nor link to advertising.
//
// Customers whose zone and region are not known are assumed to live by the clock of
// Tokyo, but are not called.
func JapaneseShopPolicy() Policy {
	p := shop([]Channel{
		{ID: Line, Name: retention.Text{English: "LINE", Japanese: "LINE"}, Spread: retention.Span{Exact: 30 * time.Minute}},
		{ID: Email, Name: retention.Text{English: "e-mail", Japanese: "メール"}, Spread: retention.Span{Exact: 30 * time.Minute}},
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
