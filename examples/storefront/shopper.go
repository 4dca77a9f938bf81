package main

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// shopper is a customer as the segments see one.
type shopper struct {
	id          string
	sales       int
	refunds     int
	first, last time.Time       // sales
	lastGap     int             // days between the last two; 0 if there were not two
	usualDays   float64         // between sales, on average; 0 where three are not there to tell
	spent       decimal.Decimal // net
	basket      decimal.Decimal // gross sales each, on average
	worth       decimal.Decimal // from here on, or so far where there is no forecast
	valued      bool            // the rules may know that
}

// shoppers returns the customers of a view; worth says what each is worth.
func shoppers(v retention.View, worth func(s *shopper) decimal.Decimal) []*shopper {
	var all []*shopper
	for c := range v.Customers() {
		s := &shopper{id: c.ID()}
		for e := range c.Events() {
			s.add(e, v.Zone())
		}
		if s.sales > 0 {
			s.basket = s.basket.DivRound(decimal.NewFromInt(int64(s.sales)), 2)
		}
		if days := retention.DateOf(s.last, v.Zone()).DaysSince(retention.DateOf(s.first, v.Zone())); s.sales >= 3 {
			s.usualDays = float64(days) / float64(s.sales-1)
		}
		s.worth = worth(s)
		all = append(all, s)
	}
	return all
}

// add takes in the next sale or refund.
func (s *shopper) add(e retention.Event, zone *time.Location) {
	amount := e.Amount.Decimal()
	s.spent = s.spent.Add(amount)
	if e.Kind == retention.Refund {
		s.refunds++
		return
	}
	if s.sales == 0 {
		s.first = e.At()
	} else {
		s.lastGap = e.Day().DaysSince(retention.DateOf(s.last, zone))
	}
	s.sales++
	s.last = e.At()
	s.basket = s.basket.Add(amount)
}

// The fields that the rules are made of.
var (
	ordersField = segment.Number("orders", func(s *shopper) int { return s.sales }).
			Labelled(retention.Text{English: "orders", Japanese: "注文回数"})
	refundsField = segment.Number("refunds", func(s *shopper) int { return s.refunds }).
			Labelled(retention.Text{English: "refunds", Japanese: "返品回数"})
	firstOrder = segment.Time("first_order", func(s *shopper) time.Time { return s.first }).
			Labelled(retention.Text{English: "first order", Japanese: "初回購入"})
	lastOrder = segment.Time("last_order", func(s *shopper) time.Time { return s.last }).
			Labelled(retention.Text{English: "last order", Japanese: "最終購入"})
	lastGap = segment.Number("last_gap", func(s *shopper) int { return s.lastGap }).
		KnownIf(func(s *shopper) bool { return s.sales > 1 }).
		Labelled(retention.Text{English: "days between the last two orders", Japanese: "直近2回の購入間隔（日）"})
	usualDays = segment.Number("usual_days", func(s *shopper) float64 { return s.usualDays }).OmitZero().
			Labelled(retention.Text{English: "usual days between orders", Japanese: "普段の購入間隔（日）"})
	basketField = segment.Money("basket", func(s *shopper) decimal.Decimal { return s.basket }).
			KnownIf(func(s *shopper) bool { return s.basket.IsPositive() }).
			Labelled(retention.Text{English: "average basket", Japanese: "平均購入額"})
	worthField = segment.Money("worth", func(s *shopper) decimal.Decimal { return s.worth }).
			KnownIf(func(s *shopper) bool { return s.valued }).
			Labelled(retention.Text{English: "worth", Japanese: "価値"})
)

// shopSegments are the groups that the report shows: the stages of the journey,
// those out of their rhythm, three by worth, and some that a shop would add.
func shopSegments() []segment.Segment[*shopper] {
	journey := segment.Journey[*shopper]{
		Orders: ordersField, FirstOrder: firstOrder, LastOrder: lastOrder, LastGap: lastGap,
	}
	rhythm := segment.Rhythm[*shopper]{LastOrder: lastOrder, UsualDays: usualDays}
	all := append(journey.Segments(), rhythm.Segments()...)
	all = append(all, segment.ByValue(worthField)...)
	return append(all,
		segment.Segment[*shopper]{
			Name:  slipping,
			Label: retention.Text{English: "High value but slipping", Japanese: "高価値だが離れかけ"},
			Rule: segment.All(segment.Ref[*shopper]("high value"),
				segment.Any(segment.Ref[*shopper]("at risk"), segment.Ref[*shopper]("lapsing"))),
		},
		segment.Segment[*shopper]{
			Name:  "big first basket",
			Label: retention.Text{English: "Big first basket", Japanese: "初回から高額"},
			Rule:  segment.All(ordersField.Is(1), basketField.Top(25)),
		},
		segment.Segment[*shopper]{
			Name:  "refunds often",
			Label: retention.Text{English: "Refunds often", Japanese: "返品が多い"},
			Rule:  segment.Ratio(refundsField, ordersField).AtLeast(0.5),
		},
		segment.Segment[*shopper]{
			Name:  "anniversary",
			Label: retention.Text{English: "Anniversary this week", Japanese: "今週が初回購入の記念日"},
			Rule:  firstOrder.Day().AnniversaryIn(7),
		},
	)
}
