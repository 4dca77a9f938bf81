package followup

import (
	"math"
	"time"

	"github.com/retentionkit/retention"
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

// The years of facts. Two of them differ, and one and a policy's span add up, to
// no more than an instant can tell. What a chain of spans comes to is bounded by
// the farthest.
var (
	firstYear = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()
	lastYear  = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()
	farthest  = time.Date(2250, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()
)

// usable reports whether t is an instant to plan with.
func usable(t time.Time) bool {
	sec := t.Unix()
	return sec >= firstYear/int64(time.Second) && sec < lastYear/int64(time.Second)
}

// usableDate reports whether d is a day to plan with, or none.
func usableDate(d retention.Date) bool {
	return d.IsZero() || d.Year() >= 1 && d.Year() < 2100
}

// instantOf returns the instant of a time that lies spans after others.
func instantOf(t time.Time) instant {
	if t.Unix() >= farthest/int64(time.Second) {
		return farthest
	}
	return t.UnixNano()
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
