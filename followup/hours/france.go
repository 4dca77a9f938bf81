package hours

import (
	"time"

	"github.com/retentionkit/retention"
)

// France is the [Calendar] of the public holidays of metropolitan France: the
// eleven of article L3133-1 of the Code du travail, as they have been since 1982.
// Earlier years have none here. Weekends are workdays, except for holidays that
// fall on them: windows say which weekdays are open.
//
// The two further holidays of Alsace and Moselle, Good Friday and 26 December, are
// not among them, nor are those of the overseas departments. [Dates] can add them.
type France struct{}

// IsWorkday reports whether a date is not a public holiday. The date is that of
// the time in its own zone.
func (f France) IsWorkday(date time.Time) bool {
	_, off := f.Holiday(on(date))
	return !off
}

// Holiday returns the name of a public holiday, and whether a date is one.
func (France) Holiday(date retention.Date) (name retention.Text, ok bool) {
	if date.Year() < 1982 {
		return retention.Text{}, false
	}
	if name, ok = frenchDays[[2]int{int(date.Month()), date.Day()}]; ok {
		return name, true
	}
	name, ok = frenchAfterEaster[date.DaysSince(easter(date.Year()))]
	return name, ok
}

// frenchDays are the holidays with a fixed date, by month and day.
var frenchDays = map[[2]int]retention.Text{
	{1, 1}:   {English: "New Year's Day", Japanese: "元日"},
	{5, 1}:   {English: "Labour Day", Japanese: "メーデー"},
	{5, 8}:   {English: "Victory Day", Japanese: "戦勝記念日"},
	{7, 14}:  {English: "Bastille Day", Japanese: "革命記念日"},
	{8, 15}:  {English: "Assumption of Mary", Japanese: "聖母被昇天祭"},
	{11, 1}:  {English: "All Saints' Day", Japanese: "諸聖人の日"},
	{11, 11}: {English: "Armistice Day", Japanese: "休戦記念日"},
	{12, 25}: {English: "Christmas Day", Japanese: "クリスマス"},
}

// frenchAfterEaster are the others, by the number of days after Easter Sunday.
var frenchAfterEaster = map[int]retention.Text{
	1:  {English: "Easter Monday", Japanese: "復活祭の翌日"},
	39: {English: "Ascension Day", Japanese: "昇天祭"},
	50: {English: "Whit Monday", Japanese: "聖霊降臨祭の翌日"},
}

// easter returns Easter Sunday of a year of the Gregorian calendar, from 1583
// on, by the anonymous algorithm that Nature printed in 1876 (Meeus, Astronomical
// Algorithms, 2nd edition, chapter 8).
func easter(year int) retention.Date {
	golden := year % 19
	century, rest := year/100, year%100
	moon := (century - (century+8)/25 + 1) / 3
	epact := (19*golden + century - century/4 - moon + 15) % 30
	weekday := (32 + 2*(century%4) + 2*(rest/4) - epact - rest%4) % week
	late := (golden + 11*epact + 22*weekday) / 451
	n := epact + weekday - week*late + 114
	return retention.NewDate(year, time.Month(n/31), n%31+1)
}
