package loyalty

import (
	"math"
	"time"
)

// instant is a time in microseconds since 1970, as databases keep it: what is
// stored in a ledger and read back is the same to the last digit.
type instant int64

// never comes after every instant.
const never instant = math.MaxInt64

// The years 1 to 9999.
const (
	firstInstant instant = -62135596800e6
	lastInstant  instant = 253402300800e6
)

// instantOf rounds down, which keeps t < u and t >= u true for every u that is
// an instant itself. Times outside the years 1 to 9999 are all one before and
// one after them.
func instantOf(t time.Time) instant {
	switch s := t.Unix(); {
	case s < int64(firstInstant/1e6):
		return firstInstant - 1
	case s >= int64(lastInstant/1e6):
		return lastInstant
	}
	return instant(t.UnixMicro())
}

// instantFrom rounds up: the first instant that is not before t.
func instantFrom(t time.Time) instant {
	i := instantOf(t)
	if t.Nanosecond()%1000 != 0 {
		i++
	}
	return i
}

// instantOrNever reads the zero time as never.
func instantOrNever(t time.Time) instant {
	if t.IsZero() {
		return never
	}
	return instantOf(t)
}

// time is the inverse of instantOrNever.
func (i instant) time() time.Time {
	if i == never {
		return time.Time{}
	}
	return time.UnixMicro(int64(i)).UTC()
}

// usable reports whether t lies in the years 1 to 9999 and is not the zero time.
func usable(t time.Time) bool {
	return !t.IsZero() && instantOf(t) >= firstInstant && instantOf(t) < lastInstant
}
