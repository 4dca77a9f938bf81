package main

import (
	"slices"
	"time"
)

// The shop's life: from its first day up to, and without, the last.
var (
	opens  = time.Date(2023, time.January, 1, 0, 0, 0, 0, time.UTC)
	closes = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
)

const (
	members = 2000
	guests  = 900
)

// habit is a way of being a customer. A customer has one for good.
//
// On each day a customer who has not left may order, with a probability of
// perDay × pace × season, where pace is the customer's own and season the
// habit's for the month. After each order the customer leaves with the
// probability leaves, and is then never seen again; nobody says goodbye to a
// shop, so nothing in the data tells those who left from those who are slow.
type habit struct {
	share  int     // of the customers, percent
	perDay int     // chance of an order, per 100,000 days
	leaves int     // chance of leaving after an order, per 1,000
	season [12]int // percent of the usual pace, by month
	lines  []int   // weights of 1, 2, ... different articles in an order
	pieces []int   // weights of 1, 2, ... pieces of an article
	tastes map[string]int
}

var (
	allYear  = [12]int{95, 95, 100, 105, 125, 105, 95, 85, 95, 105, 110, 115}
	giftTime = [12]int{40, 60, 60, 50, 90, 160, 300, 60, 50, 60, 180, 400} // 中元 in July, 歳暮 in December
	workdays = [12]int{85, 100, 105, 105, 95, 105, 105, 85, 100, 105, 105, 110}
)

var habits = []habit{
	{ // drinks tea every day and buys when the tin is empty
		share: 33, perDay: 2600, leaves: 45, season: allYear,
		lines: []int{45, 35, 15, 5}, pieces: []int{70, 22, 8},
		tastes: map[string]int{"sencha": 40, "hojicha": 25, "genmaicha": 12, "kukicha": 10, "wakocha": 5, "sweets": 5, "gyokuro": 3},
	},
	{ // buys presents, twice a year
		share: 25, perDay: 600, leaves: 130, season: giftTime,
		lines: []int{60, 28, 12}, pieces: []int{50, 22, 12, 8, 8},
		tastes: map[string]int{"gift": 70, "sweets": 15, "teaware": 8, "sencha": 7},
	},
	{ // tries something once
		share: 27, perDay: 450, leaves: 560, season: allYear,
		lines: []int{65, 28, 7}, pieces: []int{90, 10},
		tastes: map[string]int{"sencha": 30, "matcha": 22, "hojicha": 18, "wakocha": 10, "sweets": 12, "teaware": 8},
	},
	{ // knows tea
		share: 10, perDay: 3400, leaves: 22, season: allYear,
		lines: []int{30, 38, 22, 10}, pieces: []int{75, 20, 5},
		tastes: map[string]int{"gyokuro": 32, "matcha": 30, "sencha": 22, "teaware": 8, "wakocha": 8},
	},
	{ // serves it: cafés, offices, inns
		share: 5, perDay: 5200, leaves: 10, season: workdays,
		lines: []int{40, 35, 25}, pieces: []int{5, 10, 15, 20, 20, 12, 10, 8},
		tastes: map[string]int{"sencha": 30, "hojicha": 30, "matcha": 25, "genmaicha": 15},
	},
}

// paces are the percentages of a habit's pace that its customers have: most
// are slower than it, a few much faster.
var paces = []int{30, 50, 60, 75, 85, 100, 120, 150, 200, 290}

// order is a sale and what came of it.
type order struct {
	id       string
	customer string // "" for a guest
	at       time.Time
	lines    []line
	refunded time.Time // zero if it was kept
	returned []line    // what was sent back
	voided   time.Time // zero if it was delivered
}

type line struct {
	article  article
	quantity int
	price    int
}

// live returns all the orders of the shop, oldest first.
func live(d *dice) []order {
	var all []order
	for i := range members {
		h := habits[d.weighted(shares())]
		all = append(all, h.life(d, memberID(i), joins(d))...)
	}
	for range guests {
		h := habits[1+d.below(2)]
		all = append(all, h.order(d, "", joins(d)))
	}
	slices.SortStableFunc(all, func(a, b order) int { return a.at.Compare(b.at) })
	return all
}

func shares() []int {
	var s []int
	for _, h := range habits {
		s = append(s, h.share)
	}
	return s
}

// joins returns the day of a first order. The shop grows: of two days drawn,
// the later one counts in one case of three. The wave of July and December
// brings newcomers too.
func joins(d *dice) time.Time {
	days := int(closes.Sub(opens).Hours()) / 24
	for {
		day := d.below(days)
		if d.chance(1, 3) {
			day = max(day, d.below(days))
		}
		t := opens.AddDate(0, 0, day)
		if d.chance(100+giftTime[t.Month()-1]/4, 200) {
			return t
		}
	}
}

// life returns the orders of one customer.
func (h habit) life(d *dice, customer string, first time.Time) []order {
	pace := paces[d.below(len(paces))]
	orders := []order{h.order(d, customer, first)}
	for day := first.AddDate(0, 0, 1); day.Before(closes); day = day.AddDate(0, 0, 1) {
		last := &orders[len(orders)-1]
		if last.at.Before(day) && last.at.AddDate(0, 0, 1).After(day) && d.chance(h.leaves, 1000) {
			break // yesterday's was the last
		}
		if d.chance(h.perDay*pace/100*h.season[day.Month()-1]/100, 100_000) {
			orders = append(orders, h.order(d, customer, day))
		}
	}
	return orders
}

// order returns an order of a day, and what comes of it: one of fifty is
// sent back, in part or whole, within three weeks; one of a hundred is
// cancelled before it is sent.
func (h habit) order(d *dice, customer string, day time.Time) order {
	o := order{customer: customer, at: day.Add(clock(d))}
	tastes := h.weights()
	for range 1 + d.weighted(h.lines) {
		a := catalogue[d.weighted(tastes)]
		if a.sku == "SEN-SHIN" && (day.Month() < time.May || day.Month() > time.August) {
			a = catalogue[0] // sold out
		}
		if slices.ContainsFunc(o.lines, func(l line) bool { return l.article.sku == a.sku }) {
			continue
		}
		o.lines = append(o.lines, line{a, 1 + d.weighted(h.pieces), a.price(day)})
	}
	switch {
	case d.chance(2, 100):
		o.refunded = day.AddDate(0, 0, d.between(3, 21)).Add(clock(d))
		o.returned = o.lines[:d.between(1, len(o.lines))]
	case d.chance(1, 100):
		o.voided = o.at.Add(time.Duration(d.between(5, 40*60)) * time.Minute)
	}
	return o
}

// weights turns tastes into weights of the catalogue, alike within a category.
func (h habit) weights() []int {
	of := make(map[string]int)
	for _, a := range catalogue {
		of[a.category]++
	}
	weights := make([]int, len(catalogue))
	for i, a := range catalogue {
		weights[i] = h.tastes[a.category] * 60 / of[a.category]
	}
	return weights
}

// hours are the weights of the hours of a day: lunch, and after the children
// are in bed.
var hours = []int{3, 1, 1, 0, 0, 1, 2, 4, 6, 8, 9, 9, 12, 9, 7, 6, 6, 6, 6, 7, 9, 13, 13, 8}

func clock(d *dice) time.Duration {
	return time.Duration(d.weighted(hours))*time.Hour + time.Duration(d.below(3600))*time.Second
}
