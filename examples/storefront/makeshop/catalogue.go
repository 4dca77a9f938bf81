package main

import "time"

// article is something the shop sells.
type article struct {
	sku      string
	category string
	yen      int // until March 2025
	dearer   int // percent, from April 2025, when tea grew scarce
}

var catalogue = []article{
	{"SEN-100", "sencha", 1080, 8}, // an everyday sencha, 100 g
	{"SEN-200", "sencha", 1980, 8},
	{"SEN-SHIN", "sencha", 1620, 10}, // the first tea of the year
	{"SEN-BAG30", "sencha", 980, 5},
	{"GYO-050", "gyokuro", 2160, 12},
	{"GYO-100", "gyokuro", 3980, 12},
	{"MAT-030", "matcha", 1944, 30},
	{"MAT-100", "matcha", 5400, 35},
	{"HOJ-100", "hojicha", 756, 5},
	{"HOJ-200", "hojicha", 1404, 5},
	{"HOJ-BAG30", "hojicha", 864, 5},
	{"GEN-200", "genmaicha", 1080, 5},
	{"KUK-150", "kukicha", 1188, 5},
	{"WAK-050", "wakocha", 1296, 6}, // Japanese black tea
	{"SWE-YOK", "sweets", 1512, 4},
	{"SWE-COO", "sweets", 1080, 4},
	{"WAR-KYU", "teaware", 6480, 0}, // a small pot
	{"WAR-CHA", "teaware", 3240, 0}, // a bowl
	{"WAR-CAN", "teaware", 1650, 0}, // a tin
	{"GIF-A", "gift", 3240, 3},
	{"GIF-B", "gift", 5400, 3},
	{"GIF-C", "gift", 10800, 3},
}

// price is what an article costs on a day.
func (a article) price(day time.Time) int {
	if day.Before(time.Date(2025, time.April, 1, 0, 0, 0, 0, time.UTC)) {
		return a.yen
	}
	return (a.yen*(100+a.dearer)/100 + 5) / 10 * 10
}
