package main

import (
	"fmt"

	"github.com/retentionkit/retention"
)

// stray is a day with orders that stands far from all others: a slip, more often
// than not, and enough to stretch all that looks at time.
type stray struct {
	day    retention.Date
	years  int            // to the nearest of the other days, in full
	last   bool           // it comes after them, not before
	rest   retention.Date // the last of them, where it comes after
	orders int            // of the day
	id     string         // of the order, if it is one and has an ID
}

// strayYears are what parts a stray from the other days, at least.
const strayYears = 5

// strays finds them among the orders before the as-of day: the first day, or the
// last, if it is five years or more from the next one with orders, and longer than all
// days but these two cover. Of three days it is not both: nobody could tell.
func (a *analysis) strays() (list []stray) {
	orders := a.input.orders
	var days bounds
	for i := range orders {
		if day := retention.DateOf(orders[i].At, a.zone); day.Before(a.asOf) {
			days.add(day)
		}
	}
	if days.high[1].IsZero() || days.low[1] == days.high[0] {
		return nil // no more than two days
	}
	covered := days.high[1].DaysSince(days.low[1])
	for _, s := range []stray{
		{day: days.low[0], years: yearsBetween(days.low[0], days.low[1])},
		{day: days.high[0], years: yearsBetween(days.high[1], days.high[0]), rest: days.high[1], last: true},
	} {
		gap := days.low[1].DaysSince(s.day)
		if s.last {
			gap = s.day.DaysSince(days.high[1])
		}
		if s.years >= strayYears && gap > covered {
			list = append(list, s)
		}
	}
	if len(list) == 2 && covered == 0 {
		return nil
	}
	for i := range list {
		list[i].count(a)
	}
	return list
}

// count finds the orders of the day.
func (s *stray) count(a *analysis) {
	for i := range a.input.orders {
		if o := &a.input.orders[i]; retention.DateOf(o.At, a.zone) == s.day {
			s.orders++
			s.id = o.ID
		}
	}
	if s.orders > 1 {
		s.id = ""
	}
}

// bounds are the two first and the two last of some days, each from the outside;
// zero where there are not so many.
type bounds struct{ low, high [2]retention.Date }

func (b *bounds) add(day retention.Date) {
	switch {
	case b.low[0].IsZero() || day.Before(b.low[0]):
		b.low = [2]retention.Date{day, b.low[0]}
	case day.After(b.low[0]) && (b.low[1].IsZero() || day.Before(b.low[1])):
		b.low[1] = day
	}
	switch {
	case day.After(b.high[0]):
		b.high = [2]retention.Date{day, b.high[0]}
	case day.Before(b.high[0]) && day.After(b.high[1]):
		b.high[1] = day
	}
}

// yearsBetween returns how many years are full from a day to a later one.
func yearsBetween(from, to retention.Date) int {
	years := to.Year() - from.Year()
	if from.AddMonths(12 * years).After(to) {
		years--
	}
	return years
}

// straysRemark names the days.
func (a *analysis) straysRemark(p *page) {
	for _, s := range a.strays() {
		which := p.number(s.orders, "order")
		switch {
		case s.id != "":
			which = fmt.Sprintf(p.in("order %s", "注文番号 %s"), shown(s.id, 20))
		case p.lang == retention.Japanese:
			which = "注文 " + which + " 件"
		}
		where := p.in("before", "前")
		repair := p.in("correct it", "日付を修正してください")
		if s.last {
			where = p.in("after", "後")
			repair = fmt.Sprintf(p.in("correct it, or set it aside with -as-of %v", "日付を修正するか、-as-of %v で除いてください"), s.rest.AddDays(1))
		}
		p.remark(
			fmt.Sprintf("Note: the date %s (%s) lies %s %s those of all other orders. If it is a slip, %s: all that looks at time is stretched by it.",
				p.date(s.day), which, counted(s.years, "year"), where, repair),
			fmt.Sprintf("注意: %s（%s）は、ほかの注文より %d 年以上%sの日付です。誤りなら%s。期間に関わる分析のすべてに影響します。",
				p.date(s.day), which, s.years, where, repair))
	}
}
