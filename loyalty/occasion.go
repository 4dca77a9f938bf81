package loyalty

import (
	"slices"
	"strconv"
	"time"

	"github.com/retentionkit/retention"
)

// The kinds of activity that [Engine.Occasions] returns.
const (
	BirthdayKind    = "birthday"
	AnniversaryKind = "anniversary" // of the day the member joined
)

// Occasions returns a member's birthdays in [from, to), and the anniversaries of the
// day they joined, as events ready to be applied: in the order of time, and of one day
// the birthday first.
//
// Each is an [Activity] of kind "birthday" or "anniversary", with the year as its Ref
// and an ID such as "birthday/2026", at the start of its day in the program's zone. One
// of 29 February is on the 28th in common years. Those that the account has are left
// out, so windows may overlap, and a missed day can be made up for. There is one
// birthday a year, even if [Enrol] corrects its day.
//
// There are none before the day the member joined ([Enrol]), for a member who did not,
// or once the account is closed.
func (e *Engine) Occasions(a Account, from, to time.Time) []Event {
	l := a.ledger()
	m := &l.member
	if !m.joined || m.closed || !from.Before(to) {
		return nil
	}
	joined := e.date(m.enrolled)
	o := occasions{from: from, to: to, zone: e.zone}
	if month, day, ok := monthDay(m.birthday); ok {
		o.yearly(BirthdayKind, month, day, joined)
	}
	o.yearly(AnniversaryKind, joined.Month(), joined.Day(), joined.AddDays(1))
	o.events = slices.DeleteFunc(o.events, func(ev Event) bool {
		_, known := l.causeOf[ev.ID]
		return known
	})
	slices.SortStableFunc(o.events, func(a, b Event) int { return a.At.Compare(b.At) })
	return o.events
}

// occasions collects what the calendar brings.
type occasions struct {
	from, to time.Time
	zone     *time.Location
	events   []Event
}

// yearly adds a day of every year, but not before a first day.
func (o *occasions) yearly(kind string, month time.Month, day int, first retention.Date) {
	last := min(retention.DateOf(o.to, o.zone).Year(), lastYear)
	for year := max(retention.DateOf(o.from, o.zone).Year(), first.Year()); year <= last; year++ {
		date := yearly(year, month, day)
		at := date.Start(o.zone)
		if date.Before(first) || at.Before(o.from) || !at.Before(o.to) {
			continue
		}
		ref := strconv.Itoa(year)
		o.events = append(o.events, Event{ID: kind + "/" + ref, At: at.UTC(), Data: Activity{Kind: kind, Ref: ref}})
	}
}

// lastYear is the last that events can be of.
const lastYear = 9999
