package hours

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Days is a set of days of the week. The zero Days is every day.
//
// As text, in JSON too, it is a list such as "mon-fri" or "mon,wed,sat". The
// zero Days has the empty text.
type Days uint8 // bit 1<<time.Weekday

// The usual sets.
const (
	Weekdays Days = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	Weekend  Days = 1<<time.Saturday | 1<<time.Sunday
)

const (
	week    = 7
	allDays = Weekdays | Weekend
)

// ErrDays is wrapped by errors about something that is not a set of days.
var ErrDays = errors.New(`not a list of days such as "mon-fri" or "mon,wed,sat"`)

// On returns the set of the given days, and every day if none is given. It panics
// on a weekday that does not exist.
func On(days ...time.Weekday) Days {
	var set Days
	for _, d := range days {
		if d < time.Sunday || d > time.Saturday {
			panic(fmt.Sprintf("hours.On: no weekday %d", int(d)))
		}
		set |= 1 << d
	}
	return set
}

// Has reports whether a day is in the set. The zero Days has every day.
func (d Days) Has(day time.Weekday) bool {
	return day >= time.Sunday && day <= time.Saturday && (d == 0 || d&(1<<day) != 0)
}

var dayNames = [week]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// weekday returns the i-th day of a week that begins with Monday.
func weekday(i int) time.Weekday { return time.Weekday((i + 1) % week) }

// String returns the set as text, with three or more days in a row as a range such
// as "mon-fri". The zero Days is "every day".
func (d Days) String() string {
	switch {
	case d == 0:
		return "every day"
	case d > allDays:
		return fmt.Sprintf("Days(%d)", uint8(d))
	}
	var parts []string
	for i := 0; i < week; {
		n := 0
		for i+n < week && d.Has(weekday(i+n)) {
			n++
		}
		switch {
		case n >= 3:
			parts = append(parts, dayNames[i]+"-"+dayNames[i+n-1])
		default:
			parts = append(parts, dayNames[i:i+n]...)
		}
		i += n + 1
	}
	return strings.Join(parts, ",")
}

// MarshalText implements [encoding.TextMarshaler]. The text is that of String, but
// empty for the zero Days. A value that is not a set of days has none: the error
// wraps [ErrDays].
func (d Days) MarshalText() ([]byte, error) {
	switch {
	case d == 0:
		return []byte{}, nil
	case d > allDays:
		return nil, fmt.Errorf("%w: %v", ErrDays, d)
	}
	return []byte(d.String()), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler]. It reads days and ranges
// of days in any order; "fri-mon" runs over the end of the week. The error wraps
// [ErrDays].
func (d *Days) UnmarshalText(text []byte) error {
	var set Days
	if len(text) > 0 {
		for part := range strings.SplitSeq(string(text), ",") {
			days, ok := daysIn(part)
			if !ok {
				return fmt.Errorf("%w: %.64q", ErrDays, text)
			}
			set |= days
		}
	}
	*d = set
	return nil
}

// daysIn returns the days of "mon" or of "mon-fri".
func daysIn(part string) (set Days, ok bool) {
	first, last, isRange := strings.Cut(part, "-")
	if !isRange {
		last = first
	}
	from, ok1 := dayNamed(first)
	to, ok2 := dayNamed(last)
	if !ok1 || !ok2 {
		return 0, false
	}
	for i := from; ; i = (i + 1) % week {
		set |= On(weekday(i))
		if i == to {
			return set, true
		}
	}
}

func dayNamed(name string) (i int, ok bool) {
	for i := range dayNames {
		if dayNames[i] == name {
			return i, true
		}
	}
	return 0, false
}
