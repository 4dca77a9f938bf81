package hours

import (
	"time"

	"github.com/retentionkit/retention"
)

// Calendar knows which dates nobody works on. It is called with noon, UTC, of a
// date, and never with anything else. [Japan], [Dates] and [Season] are
// calendars, and so is the BusinessCalendar of github.com/rickar/cal/v2.
//
// A calendar must answer the same each time, and be safe for concurrent use.
//
// It may know the names of its holidays, as [Schedule.Why] gives them, by also
// having the method
//
//	Holiday(date retention.Date) (name retention.Text, ok bool)
type Calendar interface {
	IsWorkday(date time.Time) bool
}

// calendar is a Calendar under the name that [Hours] knows it by.
type calendar struct {
	Calendar
	name string
}

// holiday returns the name of a day that the calendar does not work on, which
// is never empty.
func (c calendar) holiday(day int64) retention.Text {
	if names, ok := c.Calendar.(interface {
		Holiday(retention.Date) (retention.Text, bool)
	}); ok {
		if name, ok := names.Holiday(dateOf(day)); ok && name != (retention.Text{}) {
			return name
		}
	}
	return retention.Text{English: c.name}
}

const daySeconds = 24 * 60 * 60

// noon returns noon, UTC, of the date that lies day days after 1970-01-01.
func noon(day int64) time.Time { return time.Unix(day*daySeconds+daySeconds/2, 0).UTC() }

func dateOf(day int64) retention.Date { return retention.NewDate(1970, time.January, 1+int(day)) }

// dayOf is the opposite of dateOf. The zero Date is no day.
func dayOf(date retention.Date) int64 {
	return int64(date.DaysSince(retention.NewDate(1970, time.January, 1)))
}

// on returns the date that a time lies on, as its own zone has it.
func on(date time.Time) retention.Date { return retention.DateOf(date, date.Location()) }
