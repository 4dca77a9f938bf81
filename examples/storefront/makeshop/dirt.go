package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// oddIDs are member numbers as people's hands and old tills left them. All are
// customers of their own: nobody but the shop may say that two are one.
var oddIDs = map[int]string{
	100: "  M00100 ", // blanks around it mean nothing, and are taken off
	101: "m00101",    // not M00101
	102: "山田 花子",     // a name with a blank
	103: "お茶🍵好き",
	104: "00104", // not 104
	105: "104",
	106: "hanako+tea@example.jp",
	107: "M00107, Tokyo", // needs quotes
	108: `"茶" club`,      // and more of them
	109: "Ｍ００１０９",        // full-width
	110: "card:" + strings.Repeat("0123456789abcdef", 16),
}

func memberID(i int) string {
	if odd, ok := oddIDs[i]; ok {
		return odd
	}
	return fmt.Sprintf("M%05d", i)
}

// number gives the orders their IDs, by year and in the order of time.
func number(orders []order) []order {
	year, n := 0, 0
	for i := range orders {
		if y := orders[i].at.Year(); y != year {
			year, n = y, 0
		}
		n++
		orders[i].id = fmt.Sprintf("%02d-%05d", year%100, n)
	}
	return orders
}

// Every so many orders, something goes wrong.
const (
	everyTwice    = 331  // the export was run again: the same order twice
	everyOther    = 2900 // ... after somebody had corrected it
	everySameID   = 4100 // the till in the shop used the web's number
	everyBrokenID = 1700 // a row whose order number was lost
)

var header = []string{"order", "line", "customer", "placed_at", "kind", "sku", "category", "quantity", "price", "currency"}

// event is rows of the file that came to be at one time.
type event struct {
	at   time.Time
	rows [][]string
	raw  string // instead of rows: as it is, with its line end
}

// export writes the file, in the order in which things happened.
func export(d *dice, orders []order) []byte {
	var events []event
	for i, o := range orders {
		sale := event{at: o.at, rows: rows(o, o.at, "sale", o.lines)}
		switch n := i + 1; {
		case n%everyOther == 0:
			other := o
			other.lines = slices.Clone(o.lines)
			other.lines[0].quantity++
			events = append(events, event{at: o.at, rows: rows(other, o.at.Add(time.Hour), "sale", other.lines)})
		case n%everySameID == 0:
			other := o
			other.customer = memberID(d.below(members))
			events = append(events, event{at: o.at, rows: rows(other, o.at, "sale", o.lines[:1])})
		case n%everyBrokenID == 0:
			other := o
			other.id = ""
			events = append(events, event{at: o.at, rows: rows(other, o.at, "sale", o.lines[:1])})
		case n%everyTwice == 0:
			events = append(events, sale)
		}
		events = append(events, sale)
		// What is sent back or called off after the file was written is not in it.
		if !o.refunded.IsZero() && o.refunded.Before(closes) {
			events = append(events, event{at: o.refunded, rows: rows(o, o.refunded, "refund", o.returned)})
		}
		if !o.voided.IsZero() && o.voided.Before(closes) {
			void := []string{o.id, "", o.customer, stamp(o.voided), "void", "", "", "", "", "JPY"}
			events = append(events, event{at: o.voided, rows: [][]string{void}})
		}
	}
	events = append(events, broken()...)
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })

	var file bytes.Buffer
	w := csv.NewWriter(&file) // writes to a bytes.Buffer do not fail
	w.Write(header)
	for _, e := range events {
		w.WriteAll(e.rows) // and flushes
		file.WriteString(e.raw)
	}
	return file.Bytes()
}

func rows(o order, at time.Time, kind string, lines []line) [][]string {
	var rows [][]string
	for i, l := range lines {
		rows = append(rows, []string{
			o.id, strconv.Itoa(i + 1), o.customer, stamp(at), kind,
			l.article.sku, l.article.category, strconv.Itoa(l.quantity), strconv.Itoa(l.price), "JPY",
		})
	}
	return rows
}

// stamp writes a time as Tokyo's clocks show it: the shop has one zone, and
// its software never thought of another.
func stamp(t time.Time) string { return t.Format(time.DateTime) }

// broken are rows that no reader can use, or should not.
func broken() []event {
	at := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 9, 0, 0, 0, time.UTC)
	}
	return []event{
		{at: at(2023, 2, 14), raw: "23-90001,1,M00007,2023/02/30 09:00,sale,SEN-100,sencha,1,1080,JPY\n"},        // no such day
		{at: at(2023, 6, 1), raw: "23-90002,1,M00008,14/6/5 9:00,sale,SEN-100,sencha,1,1080,JPY\n"},              // which is the year?
		{at: at(2023, 9, 9), raw: "23-90003,1,M00011,2023-09-09 09:00:00,sale,GYO-050,gyokuro,1,#N/A,JPY\n"},     // from a spreadsheet
		{at: at(2023, 11, 3), raw: "23-90004,1,M00012,2023-11-03 09:00:00,sale,MAT-030,matcha,一つ,1944,JPY\n"},    // a quantity in words
		{at: at(2024, 1, 5), raw: "24-90001,1,\"M00013,2024-01-05 09:00:00,sale,HOJ-100,hojicha,1,756,JPY\n"},    // a quote that never ends
		{at: at(2024, 3, 3), raw: "24-90002,1,M00014,2024-03-03 09:00:00,exchange,WAR-CHA,teaware,1,3240,JPY\n"}, // neither sold nor returned
		{at: at(2024, 8, 1), raw: "24-90003,1,M00015\n"},                                                         // cut off
		{at: at(2024, 12, 9), raw: "24-90004,1,\x8eR\x93c,2024-12-09 09:00:00,sale,SEN-200,sencha,1,1980,JPY\n"}, // 山田 in Shift_JIS
		{at: at(2025, 4, 4), raw: "25-90001,1,M00016,2025-04-04 09:00:00,sale,SEN-100,sencha,1,1,170,JPY\n"},     // a comma too many
		{at: at(2025, 9, 1), raw: "25-90002,1,M00017,,sale,SEN-100,sencha,1,1170,JPY\n"},                         // when?
		{at: at(2025, 12, 30), raw: "25-90003,1,M00018,2052-12-30 09:00:00,sale,SEN-100,sencha,1,1170,JPY\n"},    // 2025, typed in haste
		{at: at(2025, 12, 31), raw: "26-00001,1,M00019,2026-01-04 10:00:00,sale,GIF-A,gift,2,3340,JPY\n"},        // paid now, placed for later
	}
}
