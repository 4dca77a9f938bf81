package hours

import (
	"errors"
	"fmt"
	"time"
)

// Clock is a time of day as a clock on the wall shows it, in minutes after
// midnight: 9*Hour is nine in the morning, 17*Hour + 30 is half past five in the
// afternoon. It goes from 0 to 24*Hour, the midnight at the end of the day.
type Clock int16

// Hour is one o'clock in the morning, and the unit for other times of day.
const Hour Clock = 60

const endOfDay = 24 * Hour

// ErrClock is wrapped by errors about something that is not a time of day.
var ErrClock = errors.New("not a time of day such as 09:30, from 00:00 to 24:00")

// ParseClock reads a time of day in the form 09:30, from 00:00 to 24:00. Its
// error wraps [ErrClock].
func ParseClock(text string) (Clock, error) {
	if len(text) != len("09:30") || text[2] != ':' {
		return 0, fmt.Errorf("%w: %.64q", ErrClock, text)
	}
	hour, ok1 := twoDigits(text[:2])
	minute, ok2 := twoDigits(text[3:])
	c := hour*Hour + minute
	if !ok1 || !ok2 || minute >= Hour || c > endOfDay {
		return 0, fmt.Errorf("%w: %.64q", ErrClock, text)
	}
	return c, nil
}

func twoDigits(text string) (n Clock, ok bool) {
	tens, ones := text[0]-'0', text[1]-'0'
	return Clock(tens)*10 + Clock(ones), tens <= 9 && ones <= 9
}

// Duration returns the time from midnight to c as
// [github.com/retentionkit/retention.Date.At] takes it: date.At(c.Duration(), zone)
// is the first instant at which the clocks of a zone have come to c on a date.
func (c Clock) Duration() time.Duration { return time.Duration(c) * time.Minute }

// String returns c in the form 09:30, or in the form Clock(2000) if it is not a
// time of day.
func (c Clock) String() string {
	if !c.valid() {
		return fmt.Sprintf("Clock(%d)", int16(c))
	}
	return fmt.Sprintf("%02d:%02d", int16(c/Hour), int16(c%Hour))
}

// MarshalText implements [encoding.TextMarshaler]. The text is that of String. A
// Clock that is not a time of day has none: the error wraps [ErrClock].
func (c Clock) MarshalText() ([]byte, error) {
	if !c.valid() {
		return nil, fmt.Errorf("%w: %v", ErrClock, c)
	}
	return []byte(c.String()), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler]. It reads what
// [ParseClock] does.
func (c *Clock) UnmarshalText(text []byte) error {
	parsed, err := ParseClock(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

func (c Clock) valid() bool { return c >= 0 && c <= endOfDay }
