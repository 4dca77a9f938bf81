package retention

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// ErrSpan is wrapped by the errors about a text that is not a span.
var ErrSpan = errors.New("not a span such as P1Y2M30D or PT36H")

// Span is a length of time as people count it: some months, some days of the
// calendar, and an exact time on top. Some days do not have 24 hours, and some
// months do not have 30 days, so none of the three is ever turned into another.
// Each may be negative.
type Span struct {
	Months int
	Days   int
	Exact  time.Duration
}

// From returns the instant that lies s after t. The months are added first, as
// by [Date.AddMonths], then the days; the result has the time of day that a
// clock in zone shows at t, as by [Date.At]. The exact time comes last, and
// alone if there are no months and no days. From panics if zone is nil.
func (s Span) From(t time.Time, zone *time.Location) time.Time {
	if s.Months != 0 || s.Days != 0 {
		date, clock := wallClock(t, zone)
		t = date.AddMonths(s.Months).AddDays(s.Days).At(clock, zone)
	}
	return t.Add(s.Exact).In(zone)
}

// Before returns the instant that lies s before t: what [Span.From] returns for
// the opposite of each part. It need not undo From: a month after 31 January is
// the last day of February, and a month before that day is not 31 January.
func (s Span) Before(t time.Time, zone *time.Location) time.Time {
	return Span{
		Months: -max(s.Months, -math.MaxInt),
		Days:   -max(s.Days, -math.MaxInt),
		Exact:  -max(s.Exact, -math.MaxInt64),
	}.From(t, zone)
}

// IsZero reports whether s is the zero Span.
func (s Span) IsZero() bool { return s == Span{} }

// String returns s as an ISO 8601 duration such as P1Y2M, P30D or PT1H30M, and
// P0D for the zero Span. Every negative number has its own sign: P-1M.
func (s Span) String() string {
	if s.IsZero() {
		return "P0D"
	}
	text := appendCount([]byte{'P'}, int64(s.Months/12), 'Y')
	text = appendCount(text, int64(s.Months%12), 'M')
	text = appendCount(text, int64(s.Days), 'D')
	if s.Exact != 0 {
		text = append(text, 'T')
		text = appendCount(text, int64(s.Exact/time.Hour), 'H')
		text = appendCount(text, int64(s.Exact%time.Hour/time.Minute), 'M')
		text = appendSeconds(text, s.Exact%time.Minute)
	}
	return string(text)
}

func appendCount(text []byte, n int64, unit byte) []byte {
	if n == 0 {
		return text
	}
	return append(strconv.AppendInt(text, n, 10), unit)
}

func appendSeconds(text []byte, d time.Duration) []byte {
	if d == 0 {
		return text
	}
	if d < 0 {
		text, d = append(text, '-'), -d
	}
	text = strconv.AppendInt(text, int64(d/time.Second), 10)
	if rest := d % time.Second; rest != 0 {
		digits := fmt.Sprintf(".%09d", int64(rest))
		text = append(text, strings.TrimRight(digits, "0")...)
	}
	return append(text, 'S')
}

// MarshalText implements [encoding.TextMarshaler]. The text is that of String.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]. It reads what
// [ParseSpan] does.
func (s *Span) UnmarshalText(text []byte) error {
	parsed, err := ParseSpan(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// ParseSpan reads an ISO 8601 duration. Years count as 12 months and weeks as 7
// days. Only seconds may have a fraction, of up to nine digits. Unlike in the
// standard, each number may have a minus sign, and weeks may stand beside other
// units. Its error wraps [ErrSpan].
func ParseSpan(text string) (Span, error) {
	s, ok := parseSpan(text)
	if !ok {
		return Span{}, fmt.Errorf("%w: %s", ErrSpan, quote(text))
	}
	return s, nil
}

func parseSpan(text string) (Span, bool) {
	rest, ok := strings.CutPrefix(text, "P")
	date, clock, hasClock := strings.Cut(rest, "T")
	if !ok || date == "" && !hasClock || clock == "" && hasClock {
		return Span{}, false
	}
	var months, days, exact int64
	ok = addNumbers(date, []spanUnit{
		{'Y', &months, 12},
		{'M', &months, 1},
		{'W', &days, 7},
		{'D', &days, 1},
	}) && addNumbers(clock, []spanUnit{
		{'H', &exact, int64(time.Hour)},
		{'M', &exact, int64(time.Minute)},
		{'S', &exact, int64(time.Second)},
	})
	s := Span{int(months), int(days), time.Duration(exact)}
	return s, ok && int64(s.Months) == months && int64(s.Days) == days
}

// spanUnit is a letter of ISO 8601, the sum its numbers go to, and how often.
type spanUnit struct {
	letter byte
	sum    *int64
	size   int64
}

// addNumbers adds up numbers that are each followed by the letter of a unit, in
// the order of units. It reports whether text was just that.
func addNumbers(text string, units []spanUnit) bool {
	for text != "" {
		end := strings.IndexAny(text, "YMWDHS")
		if end < 0 {
			return false
		}
		for len(units) > 0 && units[0].letter != text[end] {
			units = units[1:]
		}
		if len(units) == 0 || !units[0].addNumber(text[:end]) {
			return false
		}
		text, units = text[end+1:], units[1:]
	}
	return true
}

func (u spanUnit) addNumber(text string) bool {
	whole, fraction, isFraction := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || whole[0] == '+' || !u.add(n, u.size) {
		return false
	}
	if !isFraction {
		return true
	}
	const zeros = "000000000"
	if u.letter != 'S' || fraction == "" || len(fraction) > len(zeros) {
		return false
	}
	nanoseconds, err := strconv.ParseUint(fraction+zeros[len(fraction):], 10, 32)
	if whole[0] == '-' {
		return err == nil && u.add(int64(nanoseconds), -1)
	}
	return err == nil && u.add(int64(nanoseconds), 1)
}

// add adds n times size, and reports whether the sum still is a sum.
func (u spanUnit) add(n, size int64) bool {
	product := n * size
	sum := *u.sum + product
	if product/size != n || (sum > *u.sum) != (product > 0) {
		return false
	}
	*u.sum = sum
	return true
}
