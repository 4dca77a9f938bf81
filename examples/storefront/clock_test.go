package main

import (
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	tokyo, london := zone(t, "Asia/Tokyo"), zone(t, "Europe/London")
	tests := []struct {
		in     string
		zone   *time.Location
		dates  dateOrder
		want   string // RFC 3339 in UTC, or a fault
		reason string
	}{
		{"2026-01-31", tokyo, 0, "2026-01-30T15:00:00Z", "a date is its first instant"},
		{"2026-01-31 18:30", tokyo, 0, "2026-01-31T09:30:00Z", "without seconds"},
		{"2026-01-31 18:30:05", tokyo, 0, "2026-01-31T09:30:05Z", "with seconds"},
		{"2026-01-31T18:30:05.25", tokyo, 0, "2026-01-31T09:30:05.25Z", "with a fraction"},
		{"2026-01-31T18:30:05Z", tokyo, 0, "2026-01-31T18:30:05Z", "RFC 3339"},
		{"2026-01-31T18:30:05+09:00", london, 0, "2026-01-31T09:30:05Z", "RFC 3339 with an offset"},
		{"2026-01-31 18:30:05 -0500", tokyo, 0, "2026-01-31T23:30:05Z", "Shopify"},
		{"2026-01-31 18:30:05 UTC", tokyo, 0, "2026-01-31T18:30:05Z", "named UTC"},
		{"2026-01-31 18:30+09", london, 0, "2026-01-31T09:30:00Z", "PostgreSQL"},
		{"2026/1/2", tokyo, 0, "2026-01-01T15:00:00Z", "slashes, without zeros"},
		{"20260131", tokyo, 0, "2026-01-30T15:00:00Z", "digits only"},
		{"31.1.2026 8:05", tokyo, 0, "2026-01-30T23:05:00Z", "points mean day first"},
		{"2026年1月5日", tokyo, 0, "2026-01-04T15:00:00Z", "as Japanese write it"},
		{"2026年1月5日 10:00", tokyo, 0, "2026-01-05T01:00:00Z", "with a time of day"},
		{"2026年01月05日10:00:30", tokyo, 0, "2026-01-05T01:00:30Z", "without a blank"},
		{"2026年1月5日(月)10:00", tokyo, 0, "2026-01-05T01:00:00Z", "and with the day of the week"},
		{"2026/01/05(月) 10:00", tokyo, 0, "2026-01-05T01:00:00Z", "the day of the week"},
		{"2026/01/05 （日曜日） 10:00", tokyo, 0, "2026-01-05T01:00:00Z", "is not compared"},
		{"2026/01/05(Mon)", tokyo, 0, "2026-01-04T15:00:00Z", "in English"},
		{"２０２６／０１／０５　１０：００", tokyo, 0, "2026-01-05T01:00:00Z", "full-width"},
		{"２０２６年１月５日", tokyo, 0, "2026-01-04T15:00:00Z", "full-width too"},
		{"2026年2月30日", tokyo, 0, "bad-time", "no such day"},
		{"2026年1月5", tokyo, 0, "bad-time", "cut off"},
		{"2026年1/5", tokyo, 0, "bad-time", "half of each"},
		{"8年1月5日", tokyo, 0, "bad-time", "the year of an emperor"},
		{"令和8年1月5日", tokyo, 0, "bad-time", "even with the name"},
		{"2026/01/05(満) 10:00", tokyo, 0, "bad-time", "no day of the week"},
		{"2026/01/05(月 10:00", tokyo, 0, "bad-time", "a bracket that does not close"},
		{"2026/01/0510:00", tokyo, 0, "bad-time", "where does the day end?"},
		{"12/1/2010 8:26", london, monthFirst, "2010-12-01T08:26:00Z", "UCI"},
		{"12/1/2010 8:26", london, dayFirst, "2010-01-12T08:26:00Z", "most of the world"},
		{"12/1/2010 8:26", london, 0, "ambiguous-time", "not to be guessed"},
		{"31/1/2010", london, 0, "ambiguous-time", "nor where this row could be: the next could not"},
		{"31/1/2010", london, monthFirst, "bad-time", "no month 31"},
		{"2011-03-27 01:30", london, 0, "2011-03-27T01:00:00Z", "skipped by summer time: the first instant after"},
		{"2011-10-30 01:30", london, 0, "2011-10-30T00:30:00Z", "comes twice: the first"},
		{"0001-01-01", time.UTC, 0, "0001-01-01T00:00:00Z", "the loader says no to it"},
		{"9999-12-31 23:59:59", time.UTC, 0, "9999-12-31T23:59:59Z", "the last second"},
		{"0000-01-01", time.UTC, 0, "bad-time", "there is no year 0"},
		{"2023-02-29", time.UTC, 0, "bad-time", "no such day"},
		{"2024-02-29", time.UTC, 0, "2024-02-29T00:00:00Z", "a leap day"},
		{"2024-13-01", time.UTC, 0, "bad-time", "no such month"},
		{"2024-01-01 24:00", time.UTC, 0, "bad-time", "no such hour"},
		{"2024-01-01 23:60", time.UTC, 0, "bad-time", "no such minute"},
		{"2024-01-01 8", time.UTC, 0, "bad-time", "no minutes"},
		{"2024-01-01 08:00 +99:00", time.UTC, 0, "bad-time", "no such offset"},
		{"2024-01-01 08:00 Uhr", time.UTC, 0, "bad-time", "words"},
		{"14/6/5", time.UTC, dayFirst, "bad-time", "a year of two digits"},
		{"45384.347", time.UTC, 0, "bad-time", "a spreadsheet's number"},
		{"1700000000", time.UTC, 0, "bad-time", "seconds of Unix"},
		{"2026-0000000001-01", time.UTC, 0, "bad-time", "one digit too many"},
		{"2026-01/02", time.UTC, 0, "bad-time", "two ways to part a date"},
		{"3.1.2026", time.UTC, monthFirst, "2026-01-03T00:00:00Z", "points mean day first, whatever slashes mean"},
		{"2024-01-01 23:59:60", time.UTC, 0, "bad-time", "no such second"},
		{"2024-01-01 008:00", time.UTC, 0, "bad-time", "an hour of three digits"},
		{"2024-01-01 08:5", time.UTC, 0, "bad-time", "a minute of one"},
		{"2024-01-01 08:00:5", time.UTC, 0, "bad-time", "a second of one"},
		{"2024-01-01 08:00 GMT", tokyo, 0, "2024-01-01T08:00:00Z", "named GMT"},
		{"2024-01-01 08:00+14:00", time.UTC, 0, "2023-12-31T18:00:00Z", "the Line Islands"},
		{"2024-01-01 08:00+16:00", time.UTC, 0, "bad-time", "nowhere"},
		{"2024-01-01 08:00+09:60", time.UTC, 0, "bad-time", "an offset of sixty minutes"},
		{"2024-01-01 08:00+09:0", time.UTC, 0, "bad-time", "minutes of one digit"},
		{"202601110", time.UTC, 0, "bad-time", "nine digits"},
		{"123-01-01", time.UTC, dayFirst, "bad-time", "a year of three"},
		{"31.1.02026", time.UTC, 0, "bad-time", "a year of five"},
		{"99999999999999999999-01-01", time.UTC, 0, "bad-time", "too many digits"},
		{"", time.UTC, 0, "bad-time", "nothing"},
		{"yesterday", time.UTC, 0, "bad-time", "a word"},
	}
	for _, test := range tests {
		c := clock{zone: test.zone, dates: test.dates}
		for range 2 { // the second time from memory
			at, f := c.parse([]byte(test.in))
			got := f.String()
			if f == usable {
				got = at.UTC().Format(time.RFC3339Nano)
			}
			if got != test.want {
				t.Errorf("%q (%s) = %s, want %s", test.in, test.reason, got, test.want)
			}
		}
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}
