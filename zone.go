package retention

import (
	"math"
	"time"
)

// ZoneOffset returns how far the clocks of a zone are ahead of UTC at t, and an
// instant until which they stay so. A clock on the wall shows the time of UTC
// plus ahead: nine hours more in Tokyo, five hours less in New York in winter,
// where ahead is negative.
//
// The offset is the same in all of [t, until). Until lies after t and is in
// zone. It is the zero time if no change is to come. The offset need not change
// at until: zones that follow a rule also begin a new stretch near the end of
// each year, and some changes are of a zone's name alone. To walk through the
// changes of a zone, ask again at each until.
//
// Until is the end that [time.Time.ZoneBounds] gives, except on one day. Where
// a zone follows a rule, ZoneBounds takes every year to be 365 days long, so
// that on 31 December of a leap year it returns an end before the start.
//
// ZoneOffset takes ten to twenty nanoseconds and does not allocate. It panics if
// zone is nil, as t.In does.
func ZoneOffset(t time.Time, zone *time.Location) (ahead time.Duration, until time.Time) {
	t = t.In(zone)
	_, offset := t.Zone()
	_, until = t.ZoneBounds()
	if sec := t.Unix(); until.Unix() <= sec && !until.IsZero() {
		until = time.Unix((floorDiv(sec, daySeconds)+1)*daySeconds, 0).In(zone)
	}
	return time.Duration(offset) * time.Second, until
}

// stretch is a run of seconds [from, to) of Unix time in which a zone keeps
// one offset, in seconds east of UTC.
type stretch struct{ from, to, offset int64 }

// stretchAt returns the rest of the stretch that sec lies in: its from is sec.
// The next stretch may have the same offset.
func stretchAt(zone *time.Location, sec int64) stretch {
	ahead, until := ZoneOffset(time.Unix(sec, 0), zone)
	s := stretch{from: sec, to: math.MaxInt64, offset: int64(ahead / time.Second)}
	if !until.IsZero() {
		s.to = until.Unix()
	}
	return s
}
