package hours

import (
	"time"

	"github.com/retentionkit/retention"
)

// Dates is a [Calendar] of single days off, with their names: the holidays of a
// country, the days on which a shop is closed. All other days are workdays. In
// JSON it is an object with the dates as keys.
//
// It must not be changed once a [Schedule] has it.
type Dates map[retention.Date]retention.Text

// IsWorkday reports whether a date is not among the days off.
func (d Dates) IsWorkday(date time.Time) bool {
	_, off := d[on(date)]
	return !off
}

// Holiday returns the name of a day off, and whether it is one.
func (d Dates) Holiday(date retention.Date) (name retention.Text, ok bool) {
	name, ok = d[date]
	return name, ok
}

// Season is a [Calendar] with one run of days off, [From, To): a busy season in
// which nobody visits, a summer break, somebody's absence. A zero To means that
// it has no end. All other days are workdays.
type Season struct {
	From retention.Date `json:"from,omitzero"`
	To   retention.Date `json:"to,omitzero"`
	Name retention.Text `json:"name,omitzero"`
}

// IsWorkday reports whether a date lies outside the season.
func (s Season) IsWorkday(date time.Time) bool { return !s.has(on(date)) }

// Holiday returns the season's name, and whether a date lies in it.
func (s Season) Holiday(date retention.Date) (name retention.Text, ok bool) {
	if !s.has(date) {
		return retention.Text{}, false
	}
	return s.Name, true
}

func (s Season) has(date retention.Date) bool {
	return !date.IsZero() && !date.Before(s.From) && (s.To.IsZero() || date.Before(s.To))
}
