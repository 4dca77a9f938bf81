package followup

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// UnitedStatesLaw returns what the federal law of the United States requires: phone
// and SMS from 8:00 to 21:00 where the called party is, and an express consent for
// advertising by SMS. E-mail needs no consent, but opt-outs must be respected, as
// they always are.
//
// States require more: [FloridaLaw] is here, others are not. The do-not-call register
// and the rules on automated calls are not here either.
func UnitedStatesLaw() Law {
	return Law{
		ID:   "us",
		Name: retention.Text{English: "United States: calls and texts", Japanese: "米国：電話とSMS"},
		AsOf: lookedUp(),
		Sources: []string{
			"TCPA and TSR, 8:00 to 21:00 local time at the called party: secondary source and general knowledge",
			"TCPA, prior express consent to advertising by text: general knowledge",
			"CAN-SPAM, an opt-out holds within 10 business days, purpose goes by what is primary: secondary source and general knowledge",
		},
		Regions: []string{"US"},
		Rules: Rules{
			Hours: []HoursRule{{
				ID: "calls", Name: retention.Text{English: "hours of calls and texts", Japanese: "電話・SMSの時間帯"},
				Match: Match{Channels: []string{Phone, SMS}, Purposes: unasked()},
				Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}},
			}},
			Consent: []ConsentRule{{
				ID: "texts", Name: retention.Text{English: "consent to texts", Japanese: "SMSへの同意"},
				Match: Match{Channels: []string{SMS}, Purposes: selling()}, Bases: []ConsentBasis{{Name: BasisExpress}},
			}},
		},
	}
}

// FloridaLaw returns what the law of Florida requires on top of [UnitedStatesLaw]:
// phone and SMS from 8:00 to 20:00, and at most 3 solicitations on a topic in any
// 24 hours. Florida lies in two zones; see [ZoneRule] for customers whose zone is
// not known.
func FloridaLaw() Law {
	return Law{
		ID:   "us-fl",
		Name: retention.Text{English: "Florida: calls and texts", Japanese: "米国フロリダ州：電話とSMS"},
		AsOf: lookedUp(),
		Sources: []string{
			"Florida Statutes 501.616(6), 8:00 to 20:00 and 3 solicitations in 24 hours on the same subject: secondary source that cites the statute",
			"That texts are under it as calls are: general knowledge",
		},
		Regions: []string{"US-FL"},
		Rules: Rules{
			Hours: []HoursRule{{
				ID: "calls", Name: retention.Text{English: "hours of calls and texts", Japanese: "電話・SMSの時間帯"},
				Match: Match{Channels: []string{Phone, SMS}, Purposes: unasked()},
				Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 20 * hours.Hour}}},
			}},
			Caps: []Cap{{
				ID: "subject", Name: retention.Text{English: "calls and texts on one subject", Japanese: "同じ件での電話・SMSの回数"},
				Match: Match{Channels: []string{Phone, SMS}, Purposes: selling()},
				Max:   3, Every: retention.Span{Exact: 24 * time.Hour}, ByTopic: true,
			}},
		},
	}
}

// CanadaLaw returns what the law of Canada (CASL) requires of commercial electronic
// messages: an express consent, a purchase in the last 24 months, or an inquiry in
// the last 6. Add a new [Consent] with [BasisPurchase] for each purchase, so that its
// time begins again.
func CanadaLaw() Law {
	return Law{
		ID:   "ca",
		Name: retention.Text{English: "Canada: commercial electronic messages", Japanese: "カナダ：商業電子メッセージ"},
		AsOf: lookedUp(),
		Sources: []string{
			"CASL, express consent without end, implied for 2 years from a purchase and 6 months from an inquiry: secondary source, CRTC and law firms",
			"That messengers are under it as e-mail and SMS are: general knowledge",
		},
		Regions: []string{"CA"},
		Rules: Rules{Consent: []ConsentRule{{
			ID: "messages", Name: retention.Text{English: "consent to messages", Japanese: "メッセージへの同意"},
			Match: Match{Channels: []string{Email, SMS, Line}, Purposes: selling()},
			Bases: []ConsentBasis{
				{Name: BasisExpress},
				{Name: BasisPurchase, Lasts: retention.Span{Months: 24}},
				{Name: BasisInquiry, Lasts: retention.Span{Months: 6}},
			},
		}}},
	}
}
