package ltv

import "github.com/retentionkit/retention"

// Never is the reason why a cost is never earned. The empty Never means that it
// is earned.
type Never string

const (
	// NoMargin means that a sale leaves no margin, or that serving a customer
	// costs as much as they bring.
	NoMargin Never = "no-margin"
	// NoOrders means that customers who place no orders earn nothing.
	NoOrders Never = "no-orders"
	// Fades means that customers leave, and money loses value, so fast that all
	// margins together stay below the cost.
	Fades Never = "fades"
	// TooLate means that the cost would be earned after the horizon, or after a
	// million periods if there is none.
	TooLate Never = "too-late"
)

// Text returns the reason as a phrase; "" for the empty Never.
func (n Never) Text(lang retention.Language) string {
	switch n {
	case NoMargin:
		return retention.Text{English: "nothing is left to earn the cost with", Japanese: "費用を回収するための利益が残りません"}.In(lang)
	case NoOrders:
		return retention.Text{English: "there are no orders to earn the cost with", Japanese: "費用を回収するための注文がありません"}.In(lang)
	case Fades:
		return retention.Text{English: "customers leave before they have earned the cost", Japanese: "費用を回収する前に顧客が離れてしまいます"}.In(lang)
	case TooLate:
		return retention.Text{English: "the cost is not earned in the time considered", Japanese: "対象期間内に費用を回収できません"}.In(lang)
	}
	return string(n)
}
