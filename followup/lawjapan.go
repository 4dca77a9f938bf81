package followup

import (
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// JapanLaw returns what the law of Japan requires of advertising by e-mail, SMS,
// phone and visit.
//
//   - E-mail and SMS need a consent, a business relationship, an address given in
//     writing, or an address that a business publishes (特定電子メール法).
//   - Phone and visits keep to 8:00 to 21:00. This is guidance on what annoys, and
//     sources disagree on whether a rule says so too.
//   - After a no to a topic, on any channel, that topic is never brought up again by
//     phone or on a visit (特定商取引法). The law speaks of a contract where this
//     package has a topic, so name topics by what is sold.
//
// Shops that sell by mail order need [JapanMailOrderLaw] too. Messages on LINE are
// assumed to fall under neither.
func JapanLaw() Law {
	return Law{
		ID:   "jp",
		Name: retention.Text{English: "Japan: advertising by e-mail, SMS, phone and visit", Japanese: "日本：メール・SMS・電話・訪問による広告と勧誘"},
		AsOf: lookedUp(),
		Sources: []string{
			"特定電子メール法 (Act on Regulation of Transmission of Specified Electronic Mail), prior consent and its exceptions: secondary source, law firms",
			"特定商取引法17条 (Act on Specified Commercial Transactions, article 17), no second solicitation by phone: secondary source",
			"特定商取引法3条の2 (the same, article 3-2), the same for visits: general knowledge",
			"Hours 8:00 to 21:00: guidance on annoying solicitation, by a law office; another secondary source has them in the enforcement rule",
		},
		Regions: []string{"JP"},
		Rules: Rules{
			Hours: []HoursRule{{
				ID: "calls", Name: retention.Text{English: "hours of calls and visits", Japanese: "電話・訪問の時間帯"},
				Match: Match{Channels: []string{Phone, Visit}, Purposes: unasked()},
				Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}},
			}},
			Consent: []ConsentRule{{
				ID: "mail", Name: retention.Text{English: "consent to e-mail and SMS", Japanese: "メール・SMSへの同意"},
				Match: Match{Channels: []string{Email, SMS}, Purposes: selling()},
				Bases: []ConsentBasis{{Name: BasisExpress}, {Name: BasisRelationship}, {Name: BasisCard}, {Name: BasisPublished}},
			}},
			Declines: []DeclineRule{{
				ID: "calls", Name: retention.Text{English: "no calls after a no", Japanese: "電話での再勧誘の禁止"},
				Match: Match{Channels: []string{Phone}, Purposes: selling()},
			}, {
				ID: "visits", Name: retention.Text{English: "no visits after a no", Japanese: "訪問での再勧誘の禁止"},
				Match: Match{Channels: []string{Visit}, Purposes: selling()},
			}},
		},
	}
}

// JapanMailOrderLaw returns what the law of Japan requires, on top of [JapanLaw], of
// those who sell by mail order, as web shops do. Advertising by e-mail and SMS needs
// an express consent; a business relationship is not enough (特定商取引法). An order
// confirmation that carries an incidental advertisement is [Transactional].
func JapanMailOrderLaw() Law {
	return Law{
		ID:   "jp-mail-order",
		Name: retention.Text{English: "Japan: advertising of mail-order sales", Japanese: "日本：通信販売の電子メール広告"},
		AsOf: lookedUp(),
		Sources: []string{
			"特定商取引法 (Act on Specified Commercial Transactions), consent of its own for mail-order advertising, contract notices exempt: secondary source, law firms",
			"That this is article 12-3 (12条の3) and covers SMS: general knowledge",
		},
		Regions: []string{"JP"},
		Rules: Rules{Consent: []ConsentRule{{
			ID: "mail-order", Name: retention.Text{English: "consent to mail-order advertising", Japanese: "通信販売の広告への同意"},
			Match: Match{Channels: []string{Email, SMS}, Purposes: selling()}, Bases: []ConsentBasis{{Name: BasisExpress}},
		}}},
	}
}
