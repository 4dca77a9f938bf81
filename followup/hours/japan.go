package hours

import (
	"time"

	"github.com/retentionkit/retention"
)

// Japan is the [Calendar] of the national holidays of Japan since the law of 20
// July 1948 (Act No. 178 of 1948), with all its changes up to 2026 and the single
// days set by laws of their own. Weekends are workdays here, except for holidays
// that fall on them: windows say which weekdays are open.
//
// It holds for years to come as long as the law stays as it is. The two equinox
// days of a year become official only in February of the year before, when the
// gazette prints the ephemeris. Those given here follow the usual formula, which
// is made for the years up to 2099; from 2100 on the equinoxes are missing.
type Japan struct{}

// IsWorkday reports whether a date is not a national holiday. The date is that of
// the time in its own zone.
func (Japan) IsWorkday(date time.Time) bool {
	_, offset := date.Zone()
	return japanese(floorDiv(second(date)+int64(offset), daySeconds)) == noHoliday
}

// Holiday returns the name of a national holiday, in the usual English and in the
// Japanese of the law, and whether a date is one. Days off to which the law gives
// no name are called substitute holidays (振替休日) if they make up for a holiday on a
// Sunday, and citizens' holidays (国民の休日) if they lie between two holidays.
func (Japan) Holiday(date retention.Date) (name retention.Text, ok bool) {
	if date.IsZero() {
		return retention.Text{}, false
	}
	h := japanese(dayOf(date))
	return japaneseNames[h], h != noHoliday
}

// holiday is one of the holidays of Japan.
type holiday uint8

const (
	noHoliday holiday = iota
	newYear
	comingOfAge
	foundation
	emperorsBirthday
	vernalEquinox
	showa
	constitution
	greenery
	children
	marine
	mountain
	respectForAged
	autumnalEquinox
	healthSports
	sports
	culture
	laborThanksgiving
	wedding
	funeral
	accession
	enthronement
	substitute
	between
)

var japaneseNames = [...]retention.Text{
	newYear:           {English: "New Year's Day", Japanese: "元日"},
	comingOfAge:       {English: "Coming of Age Day", Japanese: "成人の日"},
	foundation:        {English: "National Foundation Day", Japanese: "建国記念の日"},
	emperorsBirthday:  {English: "The Emperor's Birthday", Japanese: "天皇誕生日"},
	vernalEquinox:     {English: "Vernal Equinox Day", Japanese: "春分の日"},
	showa:             {English: "Showa Day", Japanese: "昭和の日"},
	constitution:      {English: "Constitution Memorial Day", Japanese: "憲法記念日"},
	greenery:          {English: "Greenery Day", Japanese: "みどりの日"},
	children:          {English: "Children's Day", Japanese: "こどもの日"},
	marine:            {English: "Marine Day", Japanese: "海の日"},
	mountain:          {English: "Mountain Day", Japanese: "山の日"},
	respectForAged:    {English: "Respect for the Aged Day", Japanese: "敬老の日"},
	autumnalEquinox:   {English: "Autumnal Equinox Day", Japanese: "秋分の日"},
	healthSports:      {English: "Health and Sports Day", Japanese: "体育の日"},
	sports:            {English: "Sports Day", Japanese: "スポーツの日"},
	culture:           {English: "Culture Day", Japanese: "文化の日"},
	laborThanksgiving: {English: "Labor Thanksgiving Day", Japanese: "勤労感謝の日"},
	wedding:           {English: "Wedding of the Crown Prince", Japanese: "結婚の儀"},
	funeral:           {English: "Funeral of Emperor Showa", Japanese: "大喪の礼"},
	accession:         {English: "Accession of the Emperor", Japanese: "天皇の即位の日"},
	enthronement:      {English: "Enthronement Ceremony", Japanese: "即位礼正殿の儀"},
	substitute:        {English: "Substitute Holiday", Japanese: "振替休日"},
	between:           {English: "Citizens' Holiday", Japanese: "国民の休日"},
}

// japanese returns which holiday of Japan a day is. A holiday without a name of
// its own always comes right after one that has a name.
func japanese(day int64) holiday {
	h := named(day)
	switch {
	case h != noHoliday:
		return h
	case named(day-1) == noHoliday:
		return noHoliday
	case follows(day):
		return substitute
	case day >= since1985 && weekdayOf(day) != time.Sunday && named(day+1) != noHoliday:
		return between
	}
	return noHoliday
}

// The days on which the rules for holidays without a name came into force.
const (
	since1973 = 1197  // 12 April: the Monday after a holiday on a Sunday
	since1985 = 5839  // 27 December: the day between two holidays
	since2007 = 13514 // 1 January: the first day after a holiday on a Sunday that is not one itself
)

// follows reports whether a day right after a holiday makes up for one on a
// Sunday.
func follows(day int64) bool {
	if day < since2007 {
		return day >= since1973 && weekdayOf(day) == time.Monday
	}
	for day--; named(day) != noHoliday; day-- {
		if weekdayOf(day) == time.Sunday {
			return true
		}
	}
	return false
}
