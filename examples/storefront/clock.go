package main

import (
	"bytes"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/retentionkit/retention"
)

// dateOrder says how to read 12/1/2010.
type dateOrder int

const (
	yearFirst  dateOrder = iota // not at all
	monthFirst                  // as 1 December
	dayFirst                    // as 12 January
)

// clock reads the times of rows: what a clock on the wall in zone showed, or,
// if the text has an offset from UTC, that very instant.
type clock struct {
	zone  *time.Location
	dates dateOrder

	offsets *offsets // what the rows say; may be nil

	lastText string // rows of one order have one text
	last     time.Time
}

// parse reads a time: a date, year first, with -, / or . between the parts or
// nothing (20240131), or 31.1.2024, or 2024年1月31日; then, if it likes, the day
// of the week in brackets, a time of day with or without seconds, and an offset. It allocates nothing but for
// the first row of an order.
func (c *clock) parse(text []byte) (time.Time, fault) {
	if c.lastText != "" && string(text) == c.lastText {
		return c.last, usable
	}
	t, f := c.read(text)
	if f == usable {
		c.lastText, c.last = string(text), t
	}
	return t, f
}

func (c *clock) read(text []byte) (time.Time, fault) {
	if slices.ContainsFunc(text, func(b byte) bool { return b >= utf8.RuneSelf }) {
		text = []byte(halfWidth(string(text)))
	}
	p := pieces{text}
	date, f := c.date(&p)
	if f != usable {
		return time.Time{}, f
	}
	ofDay, ok := p.timeOfDay(p.weekday() || bytes.HasSuffix(text[:len(text)-len(p.text)], []byte("日")))
	if !ok {
		return time.Time{}, badTime
	}
	if p.end() {
		return date.At(ofDay, c.zone), usable
	}
	offset, ok := p.offset()
	if !ok || !p.end() {
		return time.Time{}, badTime
	}
	c.offsets.add(offset)
	return date.At(ofDay-offset, time.UTC), usable
}

// date reads the date that a text begins with.
func (c *clock) date(p *pieces) (retention.Date, fault) {
	a, digits, ok := p.number()
	if !ok {
		return retention.Date{}, badTime
	}
	if digits == 8 {
		return day(a/10000, a/100%100, a%100)
	}
	if p.word("年") {
		return p.monthAndDay(a, digits)
	}
	mark, ok := p.anyOf("-/.")
	if !ok {
		return retention.Date{}, badTime
	}
	b, _, ok := p.number()
	if !ok || !p.is(mark) {
		return retention.Date{}, badTime
	}
	last, lastDigits, ok := p.number()
	switch {
	case !ok:
		return retention.Date{}, badTime
	case digits == 4:
		return day(a, b, last)
	case lastDigits != 4:
		return retention.Date{}, badTime // 1/2/03
	case mark == '.' || c.dates == dayFirst:
		return day(last, b, a)
	case c.dates == monthFirst:
		return day(last, a, b)
	}
	return retention.Date{}, ambiguousTime
}

// monthAndDay reads the rest of 2026年1月5日.
func (p *pieces) monthAndDay(year, digits int) (retention.Date, fault) {
	month, _, ok := p.number()
	if !ok || digits != 4 || !p.word("月") {
		return retention.Date{}, badTime
	}
	n, _, ok := p.number()
	if !ok || !p.word("日") {
		return retention.Date{}, badTime
	}
	return day(year, month, n)
}

// day returns a day that exists.
func day(year, month, n int) (retention.Date, fault) {
	d := retention.NewDate(year, time.Month(month), n)
	if year < 1 || d.Year() != year || int(d.Month()) != month || d.Day() != n {
		return retention.Date{}, badTime
	}
	return d, usable
}

// pieces is a text that is read from its front.
type pieces struct{ text []byte }

func (p *pieces) end() bool { return len(p.text) == 0 }

// number reads up to nine digits.
func (p *pieces) number() (n, digits int, ok bool) {
	for digits < len(p.text) && p.text[digits] >= '0' && p.text[digits] <= '9' {
		n = n*10 + int(p.text[digits]-'0')
		if digits++; digits > 9 {
			return 0, 0, false
		}
	}
	p.text = p.text[digits:]
	return n, digits, digits > 0
}

// anyOf reads one of some characters.
func (p *pieces) anyOf(chars string) (byte, bool) {
	if len(p.text) > 0 {
		for i := range len(chars) {
			if c := chars[i]; p.text[0] == c {
				p.text = p.text[1:]
				return c, true
			}
		}
	}
	return 0, false
}

func (p *pieces) is(c byte) bool {
	_, ok := p.anyOf(string(c))
	return ok
}

// word reads a text.
func (p *pieces) word(text string) bool {
	rest, ok := bytes.CutPrefix(p.text, []byte(text))
	p.text = rest
	return ok
}

// weekdays may follow a date in brackets. They are not compared with it: a slip
// there is no reason to lose the order.
var weekdays = []string{
	"月", "火", "水", "木", "金", "土", "日", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun",
}

// weekday reads "(月)", " (月曜日)" or "(Mon)".
func (p *pieces) weekday() bool {
	before := p.text
	for p.is(' ') {
	}
	if p.is('(') && slices.ContainsFunc(weekdays, p.word) {
		if p.word("曜") {
			p.word("日")
		}
		if p.is(')') {
			return true
		}
	}
	p.text = before
	return false
}

// timeOfDay reads " 8:26", "T08:26:00.5" or nothing, which is midnight. The
// blank may be missing where something else parts it from the date.
func (p *pieces) timeOfDay(parted bool) (time.Duration, bool) {
	if p.end() {
		return 0, true
	}
	if !p.is('T') && !p.is(' ') && !parted {
		return 0, false
	}
	for p.is(' ') {
	}
	hour, digits, ok := p.number()
	if !ok || digits > 2 || !p.is(':') {
		return 0, false
	}
	minute, digits, ok := p.number()
	if !ok || digits != 2 {
		return 0, false
	}
	second, fraction := 0, time.Duration(0)
	if p.is(':') {
		if second, digits, ok = p.number(); !ok || digits != 2 {
			return 0, false
		}
		if p.is('.') {
			if fraction, ok = p.fraction(); !ok {
				return 0, false
			}
		}
	}
	if hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second + fraction, true
}

// fraction reads the digits after the seconds' point, to the nanosecond.
func (p *pieces) fraction() (time.Duration, bool) {
	n, digits, ok := p.number()
	for i := digits; i < 9; i++ {
		n *= 10
	}
	return time.Duration(n), ok
}

// offset reads "Z", " UTC", "+09:00", " +0900" or "+09".
func (p *pieces) offset() (time.Duration, bool) {
	for p.is(' ') {
	}
	if s := string(p.text); s == "Z" || s == "UTC" || s == "GMT" {
		p.text = nil
		return 0, true
	}
	sign, ok := p.anyOf("+-")
	if !ok {
		return 0, false
	}
	n, digits, ok := p.number()
	hours, minutes := n, 0
	switch {
	case ok && digits == 4:
		hours, minutes = n/100, n%100
	case ok && digits == 2 && p.is(':'):
		if minutes, digits, ok = p.number(); !ok || digits != 2 {
			return 0, false
		}
	case !ok || digits != 2:
		return 0, false
	}
	if hours > 15 || minutes > 59 {
		return 0, false
	}
	d := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if sign == '-' {
		d = -d
	}
	return d, true
}
