package followup

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// EuropeLaw returns what article 13 of the ePrivacy directive requires in the 27
// member states of the European Union. Advertising by e-mail, SMS and messengers
// needs an express consent. For what is similar to what they bought, it is enough
// that customers were offered the chance to refuse when their address was taken
// ([BasisSimilar]). The library cannot know which messages are about similar things:
// record that consent for those topics only.
//
// Member states may require more; of these, only [FranceLaw] is here. Businesses are
// treated like consumers, as some states require.
func EuropeLaw() Law {
	return Law{
		ID:   "eu",
		Name: retention.Text{English: "European Union: advertising by electronic mail", Japanese: "EU：電子メールによる広告"},
		AsOf: lookedUp(),
		Sources: []string{
			"Directive 2002/58/EC (ePrivacy), article 13, consent or soft opt-in for own similar products: secondary source",
			"That it holds for SMS and messengers, and for businesses in some member states: general knowledge",
		},
		Regions: []string{
			"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT",
			"NL", "PL", "PT", "RO", "SE", "SI", "SK",
		},
		Rules: Rules{Consent: []ConsentRule{{
			ID: "mail", Name: retention.Text{English: "consent to electronic mail", Japanese: "電子メールへの同意"},
			Match: Match{Channels: []string{Email, SMS, Line}, Purposes: selling()},
			Bases: []ConsentBasis{{Name: BasisExpress}, {Name: BasisSimilar}},
		}}},
	}
}

// FranceLaw returns what the law of France requires on top of [EuropeLaw].
//
//   - Consumers are called from Monday to Friday, from 10:00 to 13:00 and from
//     14:00 to 20:00, not on public holidays.
//   - At most 4 solicitations by phone are made in any 30 days, and none for 60 days
//     after a no to the topic.
//   - Since August 2026, a solicitation by phone to a consumer needs an express
//     consent, or a running contract that it has to do with. This was announced;
//     whether it came into force as announced was not checked.
//   - SMS go to consumers from 8:00 to 22:00, not on Sundays and public holidays.
//
// The second of these holds for businesses too, since a [Cap] and a [DeclineRule]
// have no [Audience].
func FranceLaw() Law {
	return Law{
		ID:   "fr",
		Name: retention.Text{English: "France: calls and texts", Japanese: "フランス：電話とSMS"},
		AsOf: lookedUp(),
		Sources: []string{
			"Code de la consommation, hours and days of calls, 4 in 30 days, 60 days after a refusal: secondary source",
			"Consent before calls from August 2026, announced: general knowledge",
			"SMS not before 8:00, after 22:00, on Sundays and holidays: documentation of an e-mail service",
			"Public holidays, Code du travail L3133-1: general knowledge",
		},
		Regions: []string{"FR"},
		Rules: Rules{
			Hours: []HoursRule{{
				ID: "calls", Name: retention.Text{English: "hours of calls", Japanese: "電話の時間帯"},
				Match: Match{Channels: []string{Phone}, Purposes: unasked()}, Audience: Consumers,
				Hours: hours.Hours{Windows: []hours.Window{
					{Days: hours.Weekdays, From: 10 * hours.Hour, To: 13 * hours.Hour},
					{Days: hours.Weekdays, From: 14 * hours.Hour, To: 20 * hours.Hour},
				}, Closed: []string{"fr"}},
			}, {
				ID: "texts", Name: retention.Text{English: "hours of texts", Japanese: "SMSの時間帯"},
				Match: Match{Channels: []string{SMS}, Purposes: unasked()}, Audience: Consumers,
				Hours: hours.Hours{Windows: []hours.Window{
					{Days: hours.Weekdays | hours.On(time.Saturday), From: 8 * hours.Hour, To: 22 * hours.Hour},
				}, Closed: []string{"fr"}},
			}},
			Consent: []ConsentRule{{
				ID: "calls", Name: retention.Text{English: "consent to calls", Japanese: "電話への同意"},
				Match: Match{Channels: []string{Phone}, Purposes: selling()}, Audience: Consumers,
				Bases: []ConsentBasis{{Name: BasisExpress}, {Name: BasisContract}},
			}},
			Caps: []Cap{{
				ID: "calls", Name: retention.Text{English: "number of calls", Japanese: "電話の回数"},
				Match: Match{Channels: []string{Phone}, Purposes: selling()}, Max: 4, Every: retention.Span{Days: 30},
			}},
			Declines: []DeclineRule{{
				ID: "calls", Name: retention.Text{English: "no calls after a no", Japanese: "電話での再勧誘の禁止"},
				Match: Match{Channels: []string{Phone}, Purposes: selling()}, Cooldown: retention.Span{Days: 60},
			}},
		},
	}
}
