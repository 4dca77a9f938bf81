package segment

import "github.com/retentionkit/retention"

// Scores defines groups by the scores of recency, frequency and money, from 1 to 5 with
// 5 the best, as package rfm gives them. Customers without orders have no scores: their
// fields must be missing, and they are in no group.
type Scores[T any] struct{ Recency, Frequency, Monetary Field[T, int] }

// Segments returns six groups in the order of their priority. Every customer who has
// scores is in at least one.
func (s Scores[T]) Segments() []Segment[T] {
	r, f, m := s.Recency, s.Frequency, s.Monetary
	return []Segment[T]{
		{"best", retention.Text{English: "Best customers", Japanese: "優良顧客"},
			All(r.AtLeast(4), f.AtLeast(4), m.AtLeast(4))},
		{"do not lose", retention.Text{English: "Not to be lost", Japanese: "失いたくない顧客"},
			All(r.AtMost(2), f.AtLeast(4), m.AtLeast(4))},
		{"loyal", retention.Text{English: "Loyal", Japanese: "常連客"},
			All(r.AtLeast(3), f.AtLeast(3))},
		{"new", retention.Text{English: "New", Japanese: "新しい顧客"},
			All(r.AtLeast(4), f.AtMost(2))},
		{"slipping", retention.Text{English: "Slipping away", Japanese: "離れかけている顧客"},
			r.InRange(2, 4)},
		{"others", retention.Text{English: "Others", Japanese: "その他"},
			All(r.IsKnown(), f.IsKnown(), m.IsKnown())},
	}
}

// NotUsing returns the segment of customers who are satisfied, by a rule of yours, and
// do not use a feature yet: those to show it to. Customers are left out if it is not
// known what they use.
func NotUsing[T any, V ~string](satisfied Rule[T], features TagsField[T, V], feature V) Segment[T] {
	return Segment[T]{
		Name:  "not using " + string(feature),
		Label: retention.Text{English: "Satisfied, not using " + string(feature), Japanese: "満足しているが" + string(feature) + "は未使用"},
		Rule:  All(satisfied, Not(features.Has(feature))),
	}
}

// BoughtNever returns the segment of those who bought one thing and never
// another: the coffee machine, but no coffee.
func BoughtNever[T, E any, V ~string](purchases EventsField[T, E], product TextField[E, V], bought, never V) Segment[T] {
	return Segment[T]{
		Name:  "bought " + string(bought) + " never " + string(never),
		Label: retention.Text{English: "Bought " + string(bought) + ", never " + string(never), Japanese: string(bought) + "を購入、" + string(never) + "は未購入"},
		Rule:  All(purchases.Where(product.Is(bought)).Some(), purchases.Where(product.Is(never)).None()),
	}
}
