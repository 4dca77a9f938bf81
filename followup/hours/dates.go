package hours

import (
	"time"

	"github.com/retentionkit/retention"
)

// Dates is a [Calendar] of single days off and their names: the holidays of a
// country, or the days on which a shop is closed. All other days are workdays. In
// JSON it is an object with the dates as keys.
//
// The map must not change once a [Schedule] uses it.
type Dates map[retention.Date]retention.Text

// IsWorkday reports whether a date is none of the days off.
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
// which nobody visits, a summer break, somebody's absence. All other days are
// workdays. A season with a zero From has no beginning, and one with a zero To no
// end: the zero Season closes every day.
type Season struct {
	From retention.Date `json:"from,omitzero"`
	To   retention.Date `json:"to,omitzero"`
	Name retention.Text `json:"name,omitzero"`
}

// IsWorkday reports whether a date lies outside the season.
func (s Season) IsWorkday(date time.Time) bool { return !s.has(on(date)) }

// Holiday returns the season's name if a date lies in it, and whether it does.
func (s Season) Holiday(date retention.Date) (name retention.Text, ok bool) {
	if !s.has(date) {
		return retention.Text{}, false
	}
	return s.Name, true
}

func (s Season) has(date retention.Date) bool {
	return !date.IsZero() && !date.Before(s.From) && (s.To.IsZero() || date.Before(s.To))
}
