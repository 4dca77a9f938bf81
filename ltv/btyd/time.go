package btyd

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// Unit is a unit of time. Parameters and log-likelihoods are reported in one.
type Unit uint8

// The units. A month is a twelfth of a year and a year 365.25 days: models know
// no calendar.
const (
	Day Unit = iota
	Week
	Month
	Year
)

var unitNames = [...]string{Day: "day", Week: "week", Month: "month", Year: "year"}

// days is the length of a unit.
func (u Unit) days() float64 {
	switch u {
	case Day:
		return 1
	case Week:
		return 7
	case Month:
		return 365.25 / 12
	case Year:
		return 365.25
	}
	panic("btyd: unknown " + u.String())
}

// String returns "day", "week", "month" or "year".
func (u Unit) String() string {
	if int(u) < len(unitNames) {
		return unitNames[u]
	}
	return fmt.Sprintf("Unit(%d)", uint8(u))
}

// MarshalText returns the unit's name.
func (u Unit) MarshalText() ([]byte, error) {
	if int(u) >= len(unitNames) {
		return nil, fmt.Errorf("btyd: unknown %v", u)
	}
	return []byte(unitNames[u]), nil
}

// UnmarshalText reads the name of a unit.
func (u *Unit) UnmarshalText(text []byte) error {
	for i, name := range unitNames {
		if string(text) == name {
			*u = Unit(i)
			return nil
		}
	}
	return fmt.Errorf("btyd: unknown unit %q", text)
}

// Time is a length of time. It is not a number, so that 12 cannot mean weeks
// here and months there: make one with [Days], [Weeks], [Months] or [Years], and
// read it with [Time.In]. The zero Time is none.
type Time struct{ days float64 }

// Days returns n days.
func Days(n float64) Time { return Time{n} }

// Weeks returns n weeks of 7 days.
func Weeks(n float64) Time { return Week.Times(n) }

// Months returns n twelfths of 365.25 days.
func Months(n float64) Time { return Month.Times(n) }

// Years returns n times 365.25 days.
func Years(n float64) Time { return Year.Times(n) }

// Times returns n units.
func (u Unit) Times(n float64) Time { return Time{n * u.days()} }

// In returns how many units t is.
func (t Time) In(u Unit) float64 { return t.days / u.days() }

// Plus returns t and o together.
func (t Time) Plus(o Time) Time { return Time{t.days + o.days} }

// String returns the time in days, as in "38.5 days".
func (t Time) String() string { return fmt.Sprintf("%g days", t.days) }

// finite reports whether t is a number that is not negative.
func (t Time) finite() bool { return t.days >= 0 && t.days <= math.MaxFloat64 }

// horizon returns the days of a time that a method was asked about. That one is
// negative or NaN is a mistake in the program.
func (t Time) horizon(method string) float64 {
	if !t.finite() {
		panic("btyd." + method + ": time is negative or not finite")
	}
	return t.days
}

// MarshalJSON returns the days as a number.
func (t Time) MarshalJSON() ([]byte, error) {
	if math.IsNaN(t.days) || math.IsInf(t.days, 0) {
		return nil, fmt.Errorf("btyd: a time of %v days", t.days)
	}
	return strconv.AppendFloat(nil, t.days, 'g', -1, 64), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Time) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &t.days)
}
