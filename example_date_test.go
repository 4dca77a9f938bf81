package retention_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

func ExampleDate() {
	// Dates compare, sort and count without a zone.
	visits := []retention.Date{
		retention.NewDate(2026, time.March, 1),
		retention.NewDate(2026, time.February, 28),
		retention.NewDate(2026, time.February, 28),
	}
	slices.SortFunc(visits, retention.Date.Compare)
	visits = slices.Compact(visits)
	fmt.Println(visits)
	fmt.Println(visits[1].DaysSince(visits[0]), visits[1].Weekday())
	// Output:
	// [2026-02-28 2026-03-01]
	// 1 Sunday
}

func ExampleNewDate() {
	fmt.Println(retention.NewDate(2026, time.February, 28))
	fmt.Println(retention.NewDate(2026, time.February+1, 0)) // the last of February
	// Output:
	// 2026-02-28
	// 2026-02-28
}

func ExampleDateOf() {
	at := time.Date(2026, time.February, 28, 20, 0, 0, 0, time.UTC)
	tokyo, _ := time.LoadLocation("Asia/Tokyo")
	fmt.Println(retention.DateOf(at, time.UTC))
	fmt.Println(retention.DateOf(at, tokyo))
	// Output:
	// 2026-02-28
	// 2026-03-01
}

func ExampleParseDate() {
	day, err := retention.ParseDate("2024-02-29")
	fmt.Println(day, err)
	_, err = retention.ParseDate("2026-02-29")
	fmt.Println(err)
	// Output:
	// 2024-02-29 <nil>
	// not a date such as 2006-01-02, of the years 0001 to 9999: "2026-02-29"
}

func ExampleDate_AddDays() {
	day := retention.NewDate(2026, time.February, 28)
	fmt.Println(day.AddDays(30), day.AddDays(-30))
	// Output: 2026-03-30 2026-01-29
}

func ExampleDate_AddMonths() {
	first := retention.NewDate(2026, time.January, 31)
	for n := range 4 {
		fmt.Println(first.AddMonths(n))
	}
	// Output:
	// 2026-01-31
	// 2026-02-28
	// 2026-03-31
	// 2026-04-30
}

func ExampleDate_At() {
	newYork, _ := time.LoadLocation("America/New_York")
	spring := retention.NewDate(2026, time.March, 8) // clocks go from 2:00 to 3:00
	autumn := retention.NewDate(2026, time.November, 1)
	fmt.Println(spring.At(9*time.Hour, newYork))
	fmt.Println(spring.At(2*time.Hour+30*time.Minute, newYork)) // skipped
	fmt.Println(autumn.At(1*time.Hour+30*time.Minute, newYork)) // comes twice
	// Output:
	// 2026-03-08 09:00:00 -0400 EDT
	// 2026-03-08 03:00:00 -0400 EDT
	// 2026-11-01 01:30:00 -0400 EDT
}

func ExampleDate_Start() {
	beirut, _ := time.LoadLocation("Asia/Beirut")
	day := retention.NewDate(2026, time.March, 29) // has no midnight in Beirut
	fmt.Println(day.Start(time.UTC))
	fmt.Println(day.Start(beirut))
	// Output:
	// 2026-03-29 00:00:00 +0000 UTC
	// 2026-03-29 01:00:00 +0300 EEST
}

func ExampleDate_MarshalText() {
	text, _ := json.Marshal(struct{ First, Last retention.Date }{
		First: retention.NewDate(2026, time.February, 28),
	})
	fmt.Println(string(text))
	// Output: {"First":"2026-02-28","Last":""}
}

func ExampleSpan() {
	fmt.Println(retention.Span{Months: 14})
	fmt.Println(retention.Span{Days: 30})
	fmt.Println(retention.Span{Exact: 90 * time.Minute})
	// Output:
	// P1Y2M
	// P30D
	// PT1H30M
}

func ExampleSpan_From() {
	newYork, _ := time.LoadLocation("America/New_York")
	at := time.Date(2026, time.March, 7, 9, 0, 0, 0, newYork)
	fmt.Println(retention.Span{Days: 1}.From(at, newYork))
	fmt.Println(retention.Span{Exact: 24 * time.Hour}.From(at, newYork)) // the day has 23
	// Output:
	// 2026-03-08 09:00:00 -0400 EDT
	// 2026-03-08 10:00:00 -0400 EDT
}

func ExampleSpan_Before() {
	asOf := time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC)
	fmt.Println(retention.Span{Months: 1}.Before(asOf, time.UTC))
	// Output: 2026-02-28 00:00:00 +0000 UTC
}

func ExampleParseSpan() {
	grace, err := retention.ParseSpan("P1M10DT2H30M")
	fmt.Println(grace.Months, grace.Days, grace.Exact, err)
	_, err = retention.ParseSpan("30 days")
	fmt.Println(err)
	// Output:
	// 1 10 2h30m0s <nil>
	// not a span such as P1Y2M30D or PT36H: "30 days"
}

func ExampleZoneOffset() {
	newYork, _ := time.LoadLocation("America/New_York")
	at := time.Date(2026, time.January, 1, 0, 0, 0, 0, newYork)
	for changes := 0; changes < 2; {
		ahead, until := retention.ZoneOffset(at, newYork)
		if after, _ := retention.ZoneOffset(until, newYork); after != ahead {
			fmt.Println(until, "by", after-ahead)
			changes++
		}
		at = until
	}
	// Output:
	// 2026-03-08 03:00:00 -0400 EDT by 1h0m0s
	// 2026-11-01 01:00:00 -0500 EST by -1h0m0s
}
