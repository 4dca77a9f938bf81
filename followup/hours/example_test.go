package hours_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

func zone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		log.Fatal(err)
	}
	return zone
}

var tokyo = zone("Asia/Tokyo")

// office is open on weekdays that are no holidays.
func office() *hours.Schedule {
	s, err := hours.Hours{
		Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 17*hours.Hour + 30}},
		Closed:  []string{"jp"},
	}.Schedule(map[string]hours.Calendar{"jp": hours.Japan{}})
	if err != nil {
		log.Fatal(err)
	}
	return s
}

func Example() {
	s, err := hours.Hours{
		Windows: []hours.Window{
			{Days: hours.Weekdays, From: 10 * hours.Hour, To: 13 * hours.Hour},
			{Days: hours.Weekdays, From: 14 * hours.Hour, To: 20 * hours.Hour},
		},
		Closed: []string{"jp"},
	}.Schedule(map[string]hours.Calendar{"jp": hours.Japan{}})
	if err != nil {
		log.Fatal(err)
	}
	lunch := time.Date(2026, 4, 30, 13, 20, 0, 0, tokyo)
	open, close, _ := s.Next(lunch, tokyo)
	fmt.Println(s.Open(lunch, tokyo), open.Format(time.DateTime), "to", close.Format(time.TimeOnly))
	// Output: false 2026-04-30 14:00:00 to 20:00:00
}

func ExampleHours() {
	var h hours.Hours
	err := json.Unmarshal([]byte(`{
		"windows": [
			{"days": "mon-fri", "from": "09:00", "to": "17:30"},
			{"days": "sat", "from": "10:00", "to": "15:00"}
		],
		"closed": ["jp"]
	}`), &h)
	if err != nil {
		log.Fatal(err)
	}
	for _, w := range h.Windows {
		fmt.Println(w.Days, w.From, w.To)
	}
	// Output:
	// mon-fri 09:00 17:30
	// sat 10:00 15:00
}

func ExampleHours_Schedule() {
	_, err := hours.Hours{
		Windows: []hours.Window{{From: 25 * hours.Hour}},
		Closed:  []string{"moon"},
	}.Schedule(nil)
	fmt.Println(err)
	fmt.Println(errors.Is(err, hours.ErrCalendar))
	// Output:
	// hours: windows[0].from: not a time of day such as 09:30, from 00:00 to 24:00: Clock(1500)
	// hours: closed[0]: no such calendar: "moon"
	// true
}

func ExampleFaults() {
	_, err := hours.Hours{Windows: []hours.Window{{To: -1}}, Closed: []string{"moon"}}.Schedule(nil)
	var faults hours.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Println(f.Part)
		}
	}
	// Output:
	// windows[0].to
	// closed[0]
}

func ExampleSchedule() {
	var always hours.Schedule
	open, close, ok := always.Next(time.Date(2026, 3, 2, 3, 0, 0, 0, tokyo), tokyo)
	fmt.Println(open, close.IsZero(), ok)
	// Output: 2026-03-02 03:00:00 +0900 JST true true
}

func ExampleWindow() {
	night := hours.Window{Days: hours.On(time.Friday), From: 20 * hours.Hour, To: 2 * hours.Hour}
	s, err := hours.Hours{Windows: []hours.Window{night}}.Schedule(nil)
	if err != nil {
		log.Fatal(err)
	}
	friday := time.Date(2026, 3, 6, 1, 0, 0, 0, tokyo)
	fmt.Println(s.Open(friday, tokyo))
	fmt.Println(s.Open(friday.AddDate(0, 0, 1), tokyo)) // Saturday, one o'clock
	// Output:
	// false
	// true
}

// Where the zone of an American number is not known, it is day when it is day
// from coast to coast.
func ExampleSchedule_Open() {
	s, err := hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}}.Schedule(nil)
	if err != nil {
		log.Fatal(err)
	}
	newYork, losAngeles := zone("America/New_York"), zone("America/Los_Angeles")
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, newYork)
	fmt.Println(s.Open(at, newYork), s.Open(at, newYork, losAngeles))
	// Output: true false
}

func ExampleSchedule_Next() {
	s, err := hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}}.Schedule(nil)
	if err != nil {
		log.Fatal(err)
	}
	newYork, losAngeles := zone("America/New_York"), zone("America/Los_Angeles")
	at := time.Date(2026, 3, 7, 22, 0, 0, 0, newYork) // the clocks change at night
	open, close, ok := s.Next(at, newYork, losAngeles)
	fmt.Println(open, close, ok)
	// Output: 2026-03-08 11:00:00 -0400 EDT 2026-03-08 21:00:00 -0400 EDT true
}

func ExampleSchedule_Why() {
	holiday, closed := office().Why(time.Date(2026, 9, 22, 10, 0, 0, 0, tokyo), tokyo)
	fmt.Println(closed, holiday.English, holiday.Japanese)
	holiday, closed = office().Why(time.Date(2026, 9, 24, 8, 0, 0, 0, tokyo), tokyo)
	fmt.Println(closed, holiday == retention.Text{})
	// Output:
	// true Citizens' Holiday 国民の休日
	// true true
}

func ExampleSchedule_Elapsed() {
	asked := time.Date(2026, 5, 1, 16, 0, 0, 0, tokyo)    // Friday before Golden Week
	answered := time.Date(2026, 5, 7, 11, 0, 0, 0, tokyo) // Thursday
	fmt.Println(office().Elapsed(asked, answered, tokyo))
	// Output: 3h30m0s
}

func ExampleSchedule_Deadline() {
	asked := time.Date(2026, 3, 2, 16, 0, 0, 0, tokyo)
	due, ok := office().Deadline(asked, 4*time.Hour, tokyo)
	fmt.Println(due.Format(time.DateTime), ok)

	// On Tuesday we wait for the customer until half past ten.
	waiting := hours.Interval{From: time.Date(2026, 3, 2, 23, 0, 0, 0, tokyo), To: time.Date(2026, 3, 3, 10, 30, 0, 0, tokyo)}
	due, ok = office().Deadline(asked, 4*time.Hour, tokyo, waiting)
	fmt.Println(due.Format(time.DateTime), ok)
	// Output:
	// 2026-03-03 11:30:00 true
	// 2026-03-03 13:00:00 true
}

func ExampleInterval() {
	s := office()
	from, to := time.Date(2026, 3, 2, 9, 0, 0, 0, tokyo), time.Date(2026, 3, 2, 12, 0, 0, 0, tokyo)
	stillWaiting := hours.Interval{From: from.Add(time.Hour)}
	fmt.Println(s.Elapsed(from, to, tokyo, stillWaiting))
	_, ok := s.Deadline(from, 2*time.Hour, tokyo, stillWaiting)
	fmt.Println(ok)
	// Output:
	// 1h0m0s
	// false
}

func ExampleSchedule_Workday() {
	s := office()
	for day := 1; day <= 7; day++ {
		fmt.Print(s.Workday(retention.NewDate(2026, time.May, day)), " ")
	}
	fmt.Println()
	// Output: true false false false false false true
}

func ExampleSchedule_Workdays() {
	fmt.Println(office().Workdays(retention.NewDate(2026, time.May, 1), retention.NewDate(2026, time.June, 1)))
	// Output: 18
}

func ExampleSchedule_AddWorkdays() {
	fmt.Println(office().AddWorkdays(retention.NewDate(2026, time.April, 30), 3))
	fmt.Println(office().AddWorkdays(retention.NewDate(2026, time.May, 7), -1))
	// Output:
	// 2026-05-08 true
	// 2026-05-01 true
}

// weekends is a calendar that anybody may write.
type weekends struct{}

func (weekends) IsWorkday(date time.Time) bool {
	return date.Weekday() != time.Saturday && date.Weekday() != time.Sunday
}

func ExampleCalendar() {
	s, err := hours.Hours{Closed: []string{"weekends"}}.Schedule(map[string]hours.Calendar{"weekends": weekends{}})
	if err != nil {
		log.Fatal(err)
	}
	holiday, closed := s.Why(time.Date(2026, 3, 7, 10, 0, 0, 0, tokyo), tokyo)
	fmt.Println(closed, holiday.English)
	// Output: true weekends
}

func ExampleDates() {
	closed := hours.Dates{
		retention.NewDate(2026, time.August, 13): {English: "Obon", Japanese: "お盆休み"},
		retention.NewDate(2026, time.August, 14): {English: "Obon", Japanese: "お盆休み"},
	}
	fmt.Println(closed.IsWorkday(time.Date(2026, 8, 13, 12, 0, 0, 0, time.UTC)))
	fmt.Println(closed.Holiday(retention.NewDate(2026, time.August, 15)))
	// Output:
	// false
	// { } false
}

func ExampleSeason() {
	busy := hours.Season{
		From: retention.NewDate(2026, time.December, 20),
		To:   retention.NewDate(2026, time.December, 27),
		Name: retention.Text{English: "Christmas business", Japanese: "クリスマス商戦"},
	}
	name, ok := busy.Holiday(retention.NewDate(2026, time.December, 24))
	fmt.Println(name.English, ok)
	fmt.Println(busy.IsWorkday(time.Date(2026, 12, 27, 12, 0, 0, 0, time.UTC)))
	// Output:
	// Christmas business true
	// true
}

func ExampleJapan() {
	for date := retention.NewDate(2026, time.September, 20); date.Day() < 25; date = date.AddDays(1) {
		if name, ok := (hours.Japan{}).Holiday(date); ok {
			fmt.Println(date, name.In(retention.English), name.In(retention.Japanese))
		}
	}
	// Output:
	// 2026-09-21 Respect for the Aged Day 敬老の日
	// 2026-09-22 Citizens' Holiday 国民の休日
	// 2026-09-23 Autumnal Equinox Day 秋分の日
}

func ExampleJapan_IsWorkday() {
	fmt.Println(hours.Japan{}.IsWorkday(time.Date(2024, 5, 5, 12, 0, 0, 0, time.UTC))) // a Sunday
	fmt.Println(hours.Japan{}.IsWorkday(time.Date(2024, 5, 6, 12, 0, 0, 0, time.UTC))) // its substitute
	fmt.Println(hours.Japan{}.IsWorkday(time.Date(2024, 5, 7, 12, 0, 0, 0, time.UTC)))
	// Output:
	// false
	// false
	// true
}

func ExampleParseClock() {
	c, err := hours.ParseClock("17:30")
	fmt.Println(c == 17*hours.Hour+30, err)
	_, err = hours.ParseClock("5pm")
	fmt.Println(err)
	// Output:
	// true <nil>
	// not a time of day such as 09:30, from 00:00 to 24:00: "5pm"
}

func ExampleClock_Duration() {
	date, evening := retention.NewDate(2026, time.March, 2), 18*hours.Hour
	fmt.Println(date.At(evening.Duration(), tokyo))
	// Output: 2026-03-02 18:00:00 +0900 JST
}

func ExampleOn() {
	fmt.Println(hours.On(time.Monday, time.Wednesday, time.Saturday))
	fmt.Println(hours.Weekdays | hours.On(time.Saturday))
	fmt.Println(hours.On())
	// Output:
	// mon,wed,sat
	// mon-sat
	// every day
}

func ExampleDays_Has() {
	fmt.Println(hours.Weekdays.Has(time.Saturday), hours.Weekend.Has(time.Saturday), hours.Days(0).Has(time.Saturday))
	// Output: false true true
}
