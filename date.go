package retention

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// ErrDate is wrapped by the errors about a text that is not a date, or a date
// that has no text.
var ErrDate = errors.New("not a date such as 2006-01-02, of the years 0001 to 9999")

// Date is a calendar day, such as 28 February 2026, of no particular zone.
// Dates can be compared with == and serve as map keys.
//
// The zero Date is not a day. It comes before every day, its text is empty, and
// every result computed from it is zero too.
//
// A Date reaches 5.8 million years to either side of 1970. A result that would
// lie beyond is the last day within.
type Date struct{ n uint32 } // days since 1970-01-01, plus epoch; 0 is no day

// epoch is the n of 1970-01-01: the one that leaves 0 free for the zero Date
// and lets days compare as their n do.
const epoch = 1 << 31

const daySeconds = 24 * 60 * 60

// NewDate returns the given day. A month or day out of its range counts on
// into the neighbouring ones, as in [time.Date]: 32 January is 1 February.
func NewDate(year int, month time.Month, day int) Date {
	return dateFromUnixDay(monthStart(year, int(month)) + manyDays(day) - 1)
}

// DateOf returns the day that a calendar in zone shows at t. The zero time lies
// on a day like any other. DateOf panics if zone is nil, as t.In does.
func DateOf(t time.Time, zone *time.Location) Date {
	d, _ := wallClock(t, zone)
	return d
}

// ParseDate reads a day in the form 2006-01-02, of the years 0001 to 9999. Its
// error wraps [ErrDate].
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("%w: %s", ErrDate, quote(text))
	}
	return DateOf(t, time.UTC), nil
}

// IsZero reports whether d is the zero Date, which is not a day.
func (d Date) IsZero() bool { return d == Date{} }

// Year returns the year of d, 0 for the zero Date.
func (d Date) Year() int {
	year, _, _ := d.civil()
	return year
}

// Month returns the month of d, 0 for the zero Date.
func (d Date) Month() time.Month {
	_, month, _ := d.civil()
	return month
}

// Day returns the day of the month of d, 0 for the zero Date.
func (d Date) Day() int {
	_, _, day := d.civil()
	return day
}

// Weekday returns the day of the week of d, Sunday for the zero Date.
func (d Date) Weekday() time.Weekday {
	if d.IsZero() {
		return time.Sunday
	}
	return d.utc().Weekday()
}

// AddDays returns the day n days after d.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return dateFromUnixDay(int64(d.unixDay()) + manyDays(n))
}

// AddMonths returns the day with d's number in the n-th month after d's, or the
// last day of that month if it is too short: one month after 31 January is the
// last of February, and two months after is 31 March. So count several months
// from one anchor, and not each from the one before.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() || n == 0 {
		return d
	}
	year, month, day := d.civil()
	months := int(month) + clamp(n, manyMonths)
	end := monthStart(year, months) + int64(day)
	if day > 28 {
		end = min(end, monthStart(year, months+1))
	}
	return dateFromUnixDay(end - 1)
}

// DaysSince returns the number of days from e to d: negative if d comes before
// e, 0 if one of them is the zero Date.
func (d Date) DaysSince(e Date) int {
	if d.IsZero() || e.IsZero() {
		return 0
	}
	return d.unixDay() - e.unixDay()
}

// Compare returns -1 if d comes before e, +1 if it comes after, and 0 if they
// are the same.
func (d Date) Compare(e Date) int { return cmp.Compare(d.n, e.n) }

// Before reports whether d comes before e.
func (d Date) Before(e Date) bool { return d.n < e.n }

// After reports whether d comes after e.
func (d Date) After(e Date) bool { return d.n > e.n }

// Equal reports whether d and e are the same, as == does.
func (d Date) Equal(e Date) bool { return d == e }

// Start returns the first instant of d in zone, which is [Date.At] midnight. It
// lies later where the zone skips midnight, or even all of d.
func (d Date) Start(zone *time.Location) time.Time { return d.At(0, zone) }

// At returns the first instant at which a calendar and a clock in zone have
// reached the given time of d: 9*time.Hour is nine in the morning, 24*time.Hour
// the next midnight. Times below 0 and above 24 hours are those of the days
// around.
//
// So a time that the zone skips, as in the hour lost to summer time, is the
// first instant after the gap. A time that comes twice is its first occurrence.
// A later time is never an earlier instant. At of the zero Date is the zero
// time. At panics if zone is nil.
func (d Date) At(clock time.Duration, zone *time.Location) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	seconds := floorDiv(int64(clock), int64(time.Second))
	nanoseconds := int64(clock) - seconds*int64(time.Second)
	reading := int64(d.unixDay())*daySeconds + seconds

	// No zone is two days away from UTC, so the reading cannot come earlier.
	s := stretchAt(zone, reading-2*daySeconds)
	for reading-s.offset >= s.to {
		s = stretchAt(zone, s.to)
	}
	if reading-s.offset < s.from {
		return time.Unix(s.from, 0).In(zone)
	}
	return time.Unix(reading-s.offset, nanoseconds).In(zone)
}

// String returns d in the form 2006-01-02, or "no date" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return "no date"
	}
	return d.utc().Format(time.DateOnly)
}

// MarshalText implements [encoding.TextMarshaler]. The zero Date has the empty
// text. A day outside the years 0001 to 9999 has none: the error wraps
// [ErrDate].
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return []byte{}, nil
	}
	if year := d.Year(); year < 1 || year > 9999 {
		return nil, fmt.Errorf("%w: %v", ErrDate, d)
	}
	return []byte(d.String()), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler]. It reads what
// [ParseDate] does, and the empty text as the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// dateFromUnixDay returns the day that lies the given number of days after
// 1970-01-01.
func dateFromUnixDay(day int64) Date {
	return Date{uint32(clamp(day, epoch-1) + epoch)}
}

// unixDay returns the number of days from 1970-01-01 to d, which must not be
// zero.
func (d Date) unixDay() int { return int(int64(d.n) - epoch) }

func (d Date) utc() time.Time { return time.Unix(int64(d.unixDay())*daySeconds, 0).UTC() }

func (d Date) civil() (year int, month time.Month, day int) {
	if d.IsZero() {
		return 0, 0, 0
	}
	return d.utc().Date()
}

// wallClock returns what a calendar and a clock in zone show at t.
func wallClock(t time.Time, zone *time.Location) (Date, time.Duration) {
	_, offset := t.In(zone).Zone()
	local := clamp(t.Unix(), 1<<60) + int64(offset)
	day := floorDiv(local, daySeconds)
	clock := time.Duration(local-day*daySeconds) * time.Second
	return dateFromUnixDay(day), clock + time.Duration(t.Nanosecond())
}

// manyMonths is more months, and more years, than a Date reaches.
const manyMonths = 1 << 30

// monthStart returns the Unix day of the first of a month, which may be out of
// its range.
func monthStart(year, month int) int64 {
	year, month = clamp(year, manyMonths), clamp(month, manyMonths)
	return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC).Unix() / daySeconds
}

// manyDays returns n, or fewer days that are still more than a Date reaches.
func manyDays(n int) int64 { return clamp(int64(n), 1<<33) }

func clamp[T int | int64](n, most T) T { return min(max(n, -most), most) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
