package followup

import (
	"time"

	"github.com/retentionkit/retention"
)

// These rules are in every policy of this package.

func consentToPromotion() ConsentRule {
	return ConsentRule{
		ID: "promotion", Name: retention.Text{English: "consent to promotion", Japanese: "販促への同意"},
		Match: Match{Purposes: selling()},
	}
}

func fewMessages() []Cap {
	return []Cap{{
		ID: "gap", Name: retention.Text{English: "a pause between messages", Japanese: "連絡の間隔"},
		Match: Match{Purposes: unasked()}, Max: 1, Every: retention.Span{Exact: 16 * time.Hour},
	}, {
		ID: "week", Name: retention.Text{English: "messages in a week", Japanese: "1週間の回数"},
		Match: Match{Purposes: unasked()}, Max: 3, Every: retention.Span{Days: 7},
	}}
}

func restAfterNo() DeclineRule {
	return DeclineRule{
		ID: "no", Name: retention.Text{English: "quiet after a no", Japanese: "お断り後の休止"},
		Cooldown: retention.Span{Days: 60},
	}
}
