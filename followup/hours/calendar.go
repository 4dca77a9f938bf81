package hours

import (
	"time"

	"github.com/retentionkit/retention"
)

// Calendar knows the days off. Schedules ask it about noon of a date in UTC, and
// about no other time of day. It must give the same answer each time, and be safe
// for concurrent use. [Japan], [France], [Dates] and [Season] are calendars.
//
// A calendar that knows the names of its holidays has one more method, whose
// answers [Schedule.Why] returns:
//
//	Holiday(date retention.Date) (name retention.Text, ok bool)
//
// A *cal.BusinessCalendar of github.com/rickar/cal/v2 is a Calendar without names:
//
//	berlin := cal.NewBusinessCalendar()
//	berlin.AddHoliday(de.HolidaysBE...)
//	schedule, err := office.Schedule(map[string]hours.Calendar{"de-be": berlin})
//
// It works from Monday to Friday, so that no window opens at a weekend unless its
// SetWorkday says so. Where a holiday at a weekend is observed on a weekday, only
// the weekday is off. Leave its fields Cacheable and Locations unset: with the one
// it is not safe for concurrent use, and with the other it has no holidays in UTC.
// Its definitions for Japan, as of version 2.1.13, are not safe for concurrent use
// either: use [Japan].
type Calendar interface {
	IsWorkday(date time.Time) bool
}

// calendar is a Calendar and the name by which [Hours] refer to it.
type calendar struct {
	Calendar
	name string
}

// holiday returns the name of a day off, or else that of the calendar.
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

// dayOf is the inverse of dateOf. The date must not be zero.
func dayOf(date retention.Date) int64 {
	return int64(date.DaysSince(retention.NewDate(1970, time.January, 1)))
}

// on returns the date of a time in its own zone.
func on(date time.Time) retention.Date { return retention.DateOf(date, date.Location()) }
