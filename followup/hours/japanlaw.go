package hours

import "time"

// civil is a day of the calendar. On the second Monday of a month, monday is 2; on
// days that are not Mondays it is 0.
type civil struct {
	year   int
	month  time.Month
	day    int
	monday int
}

// named returns which holiday with a name of its own falls on a day, whether the
// holiday law sets it or a law for that one day.
func named(unixDay int64) holiday {
	if unixDay < sinceTheLaw {
		return noHoliday
	}
	var d civil
	d.year, d.month, d.day = noon(unixDay).Date()
	if weekdayOf(unixDay) == time.Monday {
		d.monday = (d.day + 6) / week
	}
	switch {
	case d.month <= time.April:
		return d.untilApril()
	case d.month <= time.August:
		return d.untilAugust()
	}
	return d.untilDecember()
}

const sinceTheLaw = -7835 // 20 July 1948

func (d civil) untilApril() holiday {
	switch d.month {
	case time.January:
		switch {
		case d.day == 1:
			return newYear
		case d.year < 2000 && d.day == 15, d.year >= 2000 && d.monday == 2:
			return comingOfAge
		}
	case time.February:
		switch {
		case d.year >= 1967 && d.day == 11:
			return foundation
		case d.year >= 2020 && d.day == 23:
			return emperorsBirthday
		case d.year == 1989 && d.day == 24:
			return funeral
		}
	case time.March:
		if d.day == vernal(d.year) {
			return vernalEquinox
		}
	case time.April:
		switch {
		case d.day == 29 && d.year < 1989:
			return emperorsBirthday
		case d.day == 29 && d.year < 2007:
			return greenery
		case d.day == 29:
			return showa
		case d.year == 1959 && d.day == 10:
			return wedding
		}
	}
	return noHoliday
}

func (d civil) untilAugust() holiday {
	switch d.month {
	case time.May:
		switch {
		case d.day == 3:
			return constitution
		case d.day == 4 && d.year >= 2007:
			return greenery
		case d.day == 5:
			return children
		case d.day == 1 && d.year == 2019:
			return accession
		}
	case time.June:
		if d.year == 1993 && d.day == 9 {
			return wedding
		}
	case time.July:
		switch {
		case d.isMarine():
			return marine
		case d.year == 2020 && d.day == 24, d.year == 2021 && d.day == 23: // the Olympic Games
			return sports
		}
	case time.August:
		if d.day == d.mountainDay() {
			return mountain
		}
	}
	return noHoliday
}

func (d civil) untilDecember() holiday {
	switch d.month {
	case time.September:
		switch {
		case d.year >= 1966 && d.year < 2003 && d.day == 15, d.year >= 2003 && d.monday == 3:
			return respectForAged
		case d.day == autumnal(d.year):
			return autumnalEquinox
		}
	case time.October:
		switch {
		case d.year >= 1966 && d.year < 2000 && d.day == 10, d.year >= 2000 && d.year < 2020 && d.monday == 2:
			return healthSports
		case d.year >= 2022 && d.monday == 2:
			return sports
		case d.year == 2019 && d.day == 22:
			return enthronement
		}
	case time.November:
		switch {
		case d.day == 3:
			return culture
		case d.day == 23:
			return laborThanksgiving
		case d.year == 1990 && d.day == 12:
			return enthronement
		}
	case time.December:
		if d.year >= 1989 && d.year < 2019 && d.day == 23 {
			return emperorsBirthday
		}
	}
	return noHoliday
}

// isMarine reports whether a day of July is Marine Day.
func (d civil) isMarine() bool {
	switch {
	case d.year < 1996:
		return false
	case d.year < 2003:
		return d.day == 20
	case d.year == 2020: // the Olympic Games
		return d.day == 23
	case d.year == 2021:
		return d.day == 22
	}
	return d.monday == 3
}

// mountainDay returns the day of August, or 0 in the years before there was one.
func (d civil) mountainDay() int {
	switch {
	case d.year < 2016:
		return 0
	case d.year == 2020: // the Olympic Games
		return 10
	case d.year == 2021:
		return 8
	}
	return 11
}
