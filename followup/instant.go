package followup

import (
	"math"
	"time"
)

// instant is nanoseconds of Unix time.
type instant = int64

const (
	// never is later than every instant: a gate that does not open again.
	never instant = math.MaxInt64
	// unknown is when a gate opens that waits for a fact.
	unknown = never - 1
	// always is earlier than every instant.
	always instant = math.MinInt64

	day = instant(24 * time.Hour)
)

// The years of facts, so that a policy's spans can be added without care.
var (
	firstYear = time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()
	lastYear  = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()
)

// usable reports whether t is an instant to plan with.
func usable(t time.Time) bool {
	sec := t.Unix()
	return sec >= firstYear/int64(time.Second) && sec < lastYear/int64(time.Second)
}

// timeOf returns an instant as a time in a zone, and the zero time for one that
// never comes.
func timeOf(t instant, zone *time.Location) time.Time {
	if t >= unknown || t == always {
		return time.Time{}
	}
	return time.Unix(0, t).In(zone)
}

// later returns t and d more, or never.
func later(t, d instant) instant {
	if t >= unknown || d >= never-max(t, 0) {
		return never
	}
	return t + d
}
