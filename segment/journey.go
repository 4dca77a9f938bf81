package segment

import "github.com/retentionkit/retention"

// Journey defines the stages of a customer's way with a shop, from the first visit to
// the return after a long absence. Set all fields of the customer. Set the others if
// their defaults are too slow or too fast for your trade.
type Journey[T any] struct {
	Orders     Field[T, int] // how many, 0 for prospects
	FirstOrder TimeField[T]
	LastOrder  TimeField[T]
	LastGap    Field[T, int] // days between the last order and the one before it; missing if there was none

	Onboarding retention.Span // from the first order; 30 days if zero
	Active     retention.Span // from the last order; 90 days if zero
	Lapsed     retention.Span // from the last order; 365 days if zero
	Loyal      int            // orders; 5 if zero
	Away       int            // the LastGap from which on a customer is won back; 365 if zero
}

// Segments returns the stages in the order of their priority: prospect, won back,
// onboarding, loyal, active, at risk, lapsed. A customer whose fields are known is in
// at least one, unless their last order lies in the future. [View.First] returns the
// stage.
func (j Journey[T]) Segments() []Segment[T] {
	onboarding := orSpan(j.Onboarding, retention.Span{Days: 30})
	active := orSpan(j.Active, retention.Span{Days: 90})
	lapsed := orSpan(j.Lapsed, retention.Span{Days: 365})
	return []Segment[T]{
		{"prospect", retention.Text{English: "Prospect", Japanese: "見込み客"},
			j.Orders.Is(0)},
		{"won back", retention.Text{English: "Won back", Japanese: "復帰客"},
			All(j.LastOrder.InLast(active), j.LastGap.AtLeast(orCount(j.Away, 365)))},
		{"onboarding", retention.Text{English: "Onboarding", Japanese: "新規客"},
			j.FirstOrder.InLast(onboarding)},
		{"loyal", retention.Text{English: "Loyal", Japanese: "常連客"},
			All(j.LastOrder.InLast(active), j.Orders.AtLeast(orCount(j.Loyal, 5)))},
		{"active", retention.Text{English: "Active", Japanese: "活動客"},
			j.LastOrder.InLast(active)},
		{"at risk", retention.Text{English: "At risk", Japanese: "離反予備軍"},
			All(j.LastOrder.OlderThan(active), Not(j.LastOrder.OlderThan(lapsed)))},
		{"lapsed", retention.Text{English: "Lapsed", Japanese: "休眠客"},
			j.LastOrder.OlderThan(lapsed)},
	}
}

func orSpan(s, zero retention.Span) retention.Span {
	if s.IsZero() {
		return zero
	}
	return s
}

func orCount(n, zero int) int {
	if n == 0 {
		return zero
	}
	return n
}
