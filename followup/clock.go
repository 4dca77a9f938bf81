package followup

import (
	"math"
	"time"

	"github.com/retentionkit/retention"
)

// clock is a calendar and a clock on the wall of a zone. It remembers a stretch of
// time in which it was not changed: most questions of a plan are about one.
type clock struct {
	zone     *time.Location
	from, to int64 // the stretch, in seconds of Unix time
	ahead    int64 // of UTC, in seconds
}

const daySeconds = int64(day / instant(time.Second))

// know finds the stretch that a second lies in.
func (c *clock) know(sec int64) {
	for at := sec - 60*daySeconds; sec < c.from || sec >= c.to; at = c.to {
		ahead, until := retention.ZoneOffset(time.Unix(at, 0), c.zone)
		c.from, c.to, c.ahead = at, math.MaxInt64, int64(ahead/time.Second)
		if !until.IsZero() {
			c.to = until.Unix()
		}
	}
}

// read returns what the calendar and the clock show at t. The date is that of
// [retention.DateOf].
func (c *clock) read(t time.Time) (date retention.Date, reading time.Duration) {
	sec := t.Unix()
	c.know(sec)
	local := sec + c.ahead
	days := local / daySeconds
	if local%daySeconds < 0 {
		days--
	}
	reading = time.Duration(local-days*daySeconds)*time.Second + time.Duration(t.Nanosecond())
	return dayZero.AddDays(int(days)), reading
}

func (c *clock) date(t instant) retention.Date {
	date, _ := c.read(time.Unix(0, t))
	return date
}

// at returns what d.At does, quickly if nobody changes the clock in the two days
// before: then it comes to the reading once.
func (c *clock) at(d retention.Date, reading time.Duration) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	local := int64(d.DaysSince(dayZero))*daySeconds + int64(reading/time.Second)
	c.know(local - 2*daySeconds)
	if local-c.ahead >= c.to {
		return d.At(reading, c.zone)
	}
	return time.Unix(local-c.ahead, int64(reading%time.Second)).In(c.zone)
}

func (c *clock) start(d retention.Date) time.Time { return c.at(d, 0) }

// after returns what s.From does.
func (c *clock) after(t time.Time, s retention.Span) time.Time {
	if s.Months != 0 || s.Days != 0 {
		date, reading := c.read(t)
		t = c.at(date.AddMonths(s.Months).AddDays(s.Days), reading)
	}
	return t.Add(s.Exact).In(c.zone)
}
