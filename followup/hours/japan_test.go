package hours_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// holidays returns the holidays of a year as lines of month, day and name.
func holidays(year int) []string {
	var lines []string
	for d := retention.NewDate(year, 1, 1); d.Year() == year; d = d.AddDays(1) {
		if name, ok := (hours.Japan{}).Holiday(d); ok {
			lines = append(lines, fmt.Sprintf("%d/%d %s", d.Month(), d.Day(), name.Japanese))
		}
	}
	return lines
}

// TestJapanPublished compares whole years with the list of the Cabinet Office of
// Japan, https://www8.cao.go.jp/chosei/shukujitsu/gaiyou.html. There is at least
// one year for each change of the law and for each day set by a law of its own.
// The list calls both kinds of days off without a name 休日; for those of laws of
// their own it uses several wordings, here they have the names of their laws.
func TestJapanPublished(t *testing.T) {
	for year, list := range map[int]string{
		1955: "1/1 元日, 1/15 成人の日, 3/21 春分の日, 4/29 天皇誕生日, 5/3 憲法記念日, 5/5 こどもの日, 9/24 秋分の日, 11/3 文化の日, 11/23 勤労感謝の日",
		1959: "1/1 元日, 1/15 成人の日, 3/21 春分の日, 4/10 結婚の儀, 4/29 天皇誕生日, 5/3 憲法記念日, 5/5 こどもの日, 9/24 秋分の日, 11/3 文化の日, 11/23 勤労感謝の日",
		1966: "1/1 元日, 1/15 成人の日, 3/21 春分の日, 4/29 天皇誕生日, 5/3 憲法記念日, 5/5 こどもの日, 9/15 敬老の日, 9/23 秋分の日, 10/10 体育の日, 11/3 文化の日, 11/23 勤労感謝の日",
		1967: "1/1 元日, 1/15 成人の日, 2/11 建国記念の日, 3/21 春分の日, 4/29 天皇誕生日, 5/3 憲法記念日, 5/5 こどもの日, 9/15 敬老の日, 9/24 秋分の日, 10/10 体育の日, 11/3 文化の日, 11/23 勤労感謝の日",
		1973: "1/1 元日, 1/15 成人の日, 2/11 建国記念の日, 3/21 春分の日, 4/29 天皇誕生日, 4/30 休日, 5/3 憲法記念日, 5/5 こどもの日, 9/15 敬老の日, 9/23 秋分の日, 9/24 休日, 10/10 体育の日, 11/3 文化の日, 11/23 勤労感謝の日",
		1986: "1/1 元日, 1/15 成人の日, 2/11 建国記念の日, 3/21 春分の日, 4/29 天皇誕生日, 5/3 憲法記念日, 5/5 こどもの日, 9/15 敬老の日, 9/23 秋分の日, 10/10 体育の日, 11/3 文化の日, 11/23 勤労感謝の日, 11/24 休日",
		1987: "1/1 元日, 1/15 成人の日, 2/11 建国記念の日, 3/21 春分の日, 4/29 天皇誕生日, 5/3 憲法記念日, 5/4 休日, 5/5 こどもの日, 9/15 敬老の日, 9/23 秋分の日, 10/10 体育の日, 11/3 文化の日, 11/23 勤労感謝の日",
		1988: "1/1 元日, 1/15 成人の日, 2/11 建国記念の日, 3/20 春分の日, 3/21 休日, 4/29 天皇誕生日, 5/3 憲法記念日, 5/4 休日, 5/5 こどもの日, 9/15 敬老の日, 9/23 秋分の日, 10/10 体育の日, 11/3 文化の日, 11/23 勤労感謝の日",
		1989: "1/1 元日, 1/2 休日, 1/15 成人の日, 1/16 休日, 2/11 建国記念の日, 2/24 大喪の礼, 3/21 春分の日, 4/29 みどりの日, 5/3 憲法記念日, 5/4 休日, 5/5 こどもの日, 9/15 敬老の日, 9/23 秋分の日, 10/10 体育の日, 11/3 文化の日, 11/23 勤労感謝の日, 12/23 天皇誕生日",
		1990: "1/1 元日, 1/15 成人の日, 2/11 建国記念の日, 2/12 休日, 3/21 春分の日, 4/29 みどりの日, 4/30 休日, 5/3 憲法記念日, 5/4 休日, 5/5 こどもの日, 9/15 敬老の日, 9/23 秋分の日, 9/24 休日, 10/10 体育の日, 11/3 文化の日, 11/12 即位礼正殿の儀, 11/23 勤労感謝の日, 12/23 天皇誕生日, 12/24 休日",
		1993: "1/1 元日, 1/15 成人の日, 2/11 建国記念の日, 3/20 春分の日, 4/29 みどりの日, 5/3 憲法記念日, 5/4 休日, 5/5 こどもの日, 6/9 結婚の儀, 9/15 敬老の日, 9/23 秋分の日, 10/10 体育の日, 10/11 休日, 11/3 文化の日, 11/23 勤労感謝の日, 12/23 天皇誕生日",
		1996: "1/1 元日, 1/15 成人の日, 2/11 建国記念の日, 2/12 休日, 3/20 春分の日, 4/29 みどりの日, 5/3 憲法記念日, 5/4 休日, 5/5 こどもの日, 5/6 休日, 7/20 海の日, 9/15 敬老の日, 9/16 休日, 9/23 秋分の日, 10/10 体育の日, 11/3 文化の日, 11/4 休日, 11/23 勤労感謝の日, 12/23 天皇誕生日",
		1997: "1/1 元日, 1/15 成人の日, 2/11 建国記念の日, 3/20 春分の日, 4/29 みどりの日, 5/3 憲法記念日, 5/5 こどもの日, 7/20 海の日, 7/21 休日, 9/15 敬老の日, 9/23 秋分の日, 10/10 体育の日, 11/3 文化の日, 11/23 勤労感謝の日, 11/24 休日, 12/23 天皇誕生日",
		2000: "1/1 元日, 1/10 成人の日, 2/11 建国記念の日, 3/20 春分の日, 4/29 みどりの日, 5/3 憲法記念日, 5/4 休日, 5/5 こどもの日, 7/20 海の日, 9/15 敬老の日, 9/23 秋分の日, 10/9 体育の日, 11/3 文化の日, 11/23 勤労感謝の日, 12/23 天皇誕生日",
		2003: "1/1 元日, 1/13 成人の日, 2/11 建国記念の日, 3/21 春分の日, 4/29 みどりの日, 5/3 憲法記念日, 5/5 こどもの日, 7/21 海の日, 9/15 敬老の日, 9/23 秋分の日, 10/13 体育の日, 11/3 文化の日, 11/23 勤労感謝の日, 11/24 休日, 12/23 天皇誕生日",
		2006: "1/1 元日, 1/2 休日, 1/9 成人の日, 2/11 建国記念の日, 3/21 春分の日, 4/29 みどりの日, 5/3 憲法記念日, 5/4 休日, 5/5 こどもの日, 7/17 海の日, 9/18 敬老の日, 9/23 秋分の日, 10/9 体育の日, 11/3 文化の日, 11/23 勤労感謝の日, 12/23 天皇誕生日",
		2007: "1/1 元日, 1/8 成人の日, 2/11 建国記念の日, 2/12 休日, 3/21 春分の日, 4/29 昭和の日, 4/30 休日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 7/16 海の日, 9/17 敬老の日, 9/23 秋分の日, 9/24 休日, 10/8 体育の日, 11/3 文化の日, 11/23 勤労感謝の日, 12/23 天皇誕生日, 12/24 休日",
		2008: "1/1 元日, 1/14 成人の日, 2/11 建国記念の日, 3/20 春分の日, 4/29 昭和の日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 5/6 休日, 7/21 海の日, 9/15 敬老の日, 9/23 秋分の日, 10/13 体育の日, 11/3 文化の日, 11/23 勤労感謝の日, 11/24 休日, 12/23 天皇誕生日",
		2009: "1/1 元日, 1/12 成人の日, 2/11 建国記念の日, 3/20 春分の日, 4/29 昭和の日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 5/6 休日, 7/20 海の日, 9/21 敬老の日, 9/22 休日, 9/23 秋分の日, 10/12 体育の日, 11/3 文化の日, 11/23 勤労感謝の日, 12/23 天皇誕生日",
		2016: "1/1 元日, 1/11 成人の日, 2/11 建国記念の日, 3/20 春分の日, 3/21 休日, 4/29 昭和の日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 7/18 海の日, 8/11 山の日, 9/19 敬老の日, 9/22 秋分の日, 10/10 体育の日, 11/3 文化の日, 11/23 勤労感謝の日, 12/23 天皇誕生日",
		2018: "1/1 元日, 1/8 成人の日, 2/11 建国記念の日, 2/12 休日, 3/21 春分の日, 4/29 昭和の日, 4/30 休日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 7/16 海の日, 8/11 山の日, 9/17 敬老の日, 9/23 秋分の日, 9/24 休日, 10/8 体育の日, 11/3 文化の日, 11/23 勤労感謝の日, 12/23 天皇誕生日, 12/24 休日",
		2019: "1/1 元日, 1/14 成人の日, 2/11 建国記念の日, 3/21 春分の日, 4/29 昭和の日, 4/30 休日, 5/1 天皇の即位の日, 5/2 休日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 5/6 休日, 7/15 海の日, 8/11 山の日, 8/12 休日, 9/16 敬老の日, 9/23 秋分の日, 10/14 体育の日, 10/22 即位礼正殿の儀, 11/3 文化の日, 11/4 休日, 11/23 勤労感謝の日",
		2020: "1/1 元日, 1/13 成人の日, 2/11 建国記念の日, 2/23 天皇誕生日, 2/24 休日, 3/20 春分の日, 4/29 昭和の日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 5/6 休日, 7/23 海の日, 7/24 スポーツの日, 8/10 山の日, 9/21 敬老の日, 9/22 秋分の日, 11/3 文化の日, 11/23 勤労感謝の日",
		2021: "1/1 元日, 1/11 成人の日, 2/11 建国記念の日, 2/23 天皇誕生日, 3/20 春分の日, 4/29 昭和の日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 7/22 海の日, 7/23 スポーツの日, 8/8 山の日, 8/9 休日, 9/20 敬老の日, 9/23 秋分の日, 11/3 文化の日, 11/23 勤労感謝の日",
		2022: "1/1 元日, 1/10 成人の日, 2/11 建国記念の日, 2/23 天皇誕生日, 3/21 春分の日, 4/29 昭和の日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 7/18 海の日, 8/11 山の日, 9/19 敬老の日, 9/23 秋分の日, 10/10 スポーツの日, 11/3 文化の日, 11/23 勤労感謝の日",
		2023: "1/1 元日, 1/2 休日, 1/9 成人の日, 2/11 建国記念の日, 2/23 天皇誕生日, 3/21 春分の日, 4/29 昭和の日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 7/17 海の日, 8/11 山の日, 9/18 敬老の日, 9/23 秋分の日, 10/9 スポーツの日, 11/3 文化の日, 11/23 勤労感謝の日",
		2024: "1/1 元日, 1/8 成人の日, 2/11 建国記念の日, 2/12 休日, 2/23 天皇誕生日, 3/20 春分の日, 4/29 昭和の日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 5/6 休日, 7/15 海の日, 8/11 山の日, 8/12 休日, 9/16 敬老の日, 9/22 秋分の日, 9/23 休日, 10/14 スポーツの日, 11/3 文化の日, 11/4 休日, 11/23 勤労感謝の日",
		2025: "1/1 元日, 1/13 成人の日, 2/11 建国記念の日, 2/23 天皇誕生日, 2/24 休日, 3/20 春分の日, 4/29 昭和の日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 5/6 休日, 7/21 海の日, 8/11 山の日, 9/15 敬老の日, 9/23 秋分の日, 10/13 スポーツの日, 11/3 文化の日, 11/23 勤労感謝の日, 11/24 休日",
		2026: "1/1 元日, 1/12 成人の日, 2/11 建国記念の日, 2/23 天皇誕生日, 3/20 春分の日, 4/29 昭和の日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 5/6 休日, 7/20 海の日, 8/11 山の日, 9/21 敬老の日, 9/22 休日, 9/23 秋分の日, 10/12 スポーツの日, 11/3 文化の日, 11/23 勤労感謝の日",
	} {
		got := strings.NewReplacer("振替休日", "休日", "国民の休日", "休日").Replace(strings.Join(holidays(year), ", "))
		if diff := cmp.Diff(strings.Split(list, ", "), strings.Split(got, ", ")); diff != "" {
			t.Errorf("%d (-want +got):\n%s", year, diff)
		}
	}
}

// TestJapanHardCases names the days on which the rules meet each other.
func TestJapanHardCases(t *testing.T) {
	for _, tt := range []struct{ date, want, reason string }{
		{"1948-09-23", "秋分の日", "the first holiday of the law"},
		{"1949-01-01", "元日", "its first New Year"},
		{"1973-02-12", "", "after a Sunday, before there were substitutes"},
		{"1973-04-30", "振替休日", "the first substitute"},
		{"1981-05-04", "振替休日", "for Sunday 3 May, though between two holidays"},
		{"1985-05-04", "", "between two holidays, before that was a reason"},
		{"1986-05-04", "", "between two, but a Sunday"},
		{"1987-05-04", "振替休日", "a substitute comes before a day between"},
		{"1988-05-04", "国民の休日", "the first day between two"},
		{"1998-05-06", "", "Sunday 3 May had its Monday; later it would move here"},
		{"2003-05-04", "", "between two, but a Sunday, again"},
		{"2006-05-04", "国民の休日", "the last 4 May without a name"},
		{"2007-05-04", "みどりの日", "the first with one"},
		{"2007-04-29", "昭和の日", "which gave it up"},
		{"2008-05-06", "振替休日", "for Sunday 4 May, behind another holiday"},
		{"2009-05-06", "振替休日", "for Sunday 3 May, behind two others"},
		{"2009-09-22", "国民の休日", "between a Monday and an equinox"},
		{"2015-09-22", "国民の休日", "six years later"},
		{"2032-09-21", "国民の休日", "on 21 September"},
		{"2021-09-21", "", "one of two days between, which do not count"},
		{"2019-04-30", "国民の休日", "between 29 April and the accession"},
		{"2019-05-01", "天皇の即位の日", "the accession"},
		{"2019-05-02", "国民の休日", "between the accession and 3 May"},
		{"2019-05-06", "振替休日", "for Sunday 5 May, which ends ten days off"},
		{"2019-10-22", "即位礼正殿の儀", "the enthronement"},
		{"2020-10-22", "", "once only"},
		{"2018-12-23", "天皇誕生日", "a Sunday"},
		{"2018-12-24", "振替休日", "and its substitute, the last of that emperor"},
		{"2019-02-23", "", "not yet emperor"},
		{"2019-12-23", "", "emperor no more"},
		{"2020-02-24", "振替休日", "the first birthday of his successor was a Sunday"},
		{"2019-10-14", "体育の日", "the last under its old name"},
		{"2020-07-20", "", "moved for the Olympic Games of 2020"},
		{"2020-07-23", "海の日", "to here"},
		{"2020-07-24", "スポーツの日", "and so was this"},
		{"2020-10-12", "", "from here"},
		{"2020-08-10", "山の日", "a day early"},
		{"2020-08-11", "", "not on its own day"},
		{"2021-07-19", "", "moved once more"},
		{"2021-07-22", "海の日", "to here"},
		{"2021-07-23", "スポーツの日", "and so was this"},
		{"2021-10-11", "", "from here"},
		{"2021-08-08", "山の日", "on the Sunday of the closing ceremony"},
		{"2021-08-09", "振替休日", "and its substitute"},
		{"2021-08-11", "", "not on its own day"},
		{"2022-07-18", "海の日", "back again"},
		{"2022-08-11", "山の日", "back again"},
		{"2022-10-10", "スポーツの日", "back again"},
	} {
		if name, off := (hours.Japan{}).Holiday(date(t, tt.date)); name.Japanese != tt.want || off != (tt.want != "") {
			t.Errorf("%s is %q, %v, want %q (%s)", tt.date, name.Japanese, off, tt.want, tt.reason)
		}
	}
}

// TestJapanTwin goes by the text of the law and its changes, year by year, with
// the equinoxes computed from the motion of the earth.
func TestJapanTwin(t *testing.T) {
	law := retention.NewDate(1948, 7, 20)
	for year := 1947; year < 2100; year++ {
		named := map[retention.Date]string{}
		for y := year - 1; y <= year+1; y++ {
			for d, name := range lawful(y) {
				if !d.Before(law) {
					named[d] = name
				}
			}
		}
		var want []string
		for d := retention.NewDate(year, 1, 1); d.Year() == year; d = d.AddDays(1) {
			name := named[d]
			_, before := named[d.AddDays(-1)]
			_, after := named[d.AddDays(1)]
			switch {
			case name != "":
			case makesUp(d, named):
				name = "振替休日"
			case before && after && !d.Before(retention.NewDate(1985, 12, 27)) && d.Weekday() != time.Sunday:
				name = "国民の休日"
			}
			if name != "" {
				want = append(want, fmt.Sprintf("%d/%d %s", d.Month(), d.Day(), name))
			}
		}
		if diff := cmp.Diff(want, holidays(year)); diff != "" {
			t.Errorf("%d (-want +got):\n%s", year, diff)
		}
	}
}

// makesUp reports whether a day without a name makes up for one on a Sunday.
func makesUp(d retention.Date, named map[retention.Date]string) bool {
	last := 1
	if d.Year() >= 2007 {
		last = 6
	}
	for n := 1; n <= last; n++ {
		sunday := d.AddDays(-n)
		if named[sunday] == "" {
			return false
		}
		if sunday.Weekday() == time.Sunday {
			return !sunday.Before(retention.NewDate(1973, 4, 12))
		}
	}
	return false
}

// lawful returns the days of a year that have a name of their own.
func lawful(year int) map[retention.Date]string {
	days := map[retention.Date]string{}
	set := func(from, to int, month time.Month, day int, name string) {
		if year >= from && year < to {
			days[retention.NewDate(year, month, day)] = name
		}
	}
	monday := func(from, to int, month time.Month, n int, name string) {
		if year < from || year >= to {
			return
		}
		d := retention.NewDate(year, month, 1)
		for d.Weekday() != time.Monday {
			d = d.AddDays(1)
		}
		days[d.AddDays(7*(n-1))] = name
	}
	const ever = 1 << 20
	set(0, ever, 1, 1, "元日")
	set(0, 2000, 1, 15, "成人の日")
	monday(2000, ever, 1, 2, "成人の日")
	set(1967, ever, 2, 11, "建国記念の日")
	set(2020, ever, 2, 23, "天皇誕生日")
	set(0, ever, 3, equinoxDay(year, 3), "春分の日")
	set(0, 1989, 4, 29, "天皇誕生日")
	set(1989, 2007, 4, 29, "みどりの日")
	set(2007, ever, 4, 29, "昭和の日")
	set(0, ever, 5, 3, "憲法記念日")
	set(2007, ever, 5, 4, "みどりの日")
	set(0, ever, 5, 5, "こどもの日")
	set(1996, 2003, 7, 20, "海の日")
	monday(2003, 2020, 7, 3, "海の日")
	set(2020, 2021, 7, 23, "海の日")
	set(2021, 2022, 7, 22, "海の日")
	monday(2022, ever, 7, 3, "海の日")
	set(2016, 2020, 8, 11, "山の日")
	set(2020, 2021, 8, 10, "山の日")
	set(2021, 2022, 8, 8, "山の日")
	set(2022, ever, 8, 11, "山の日")
	set(1966, 2003, 9, 15, "敬老の日")
	monday(2003, ever, 9, 3, "敬老の日")
	set(0, ever, 9, equinoxDay(year, 9), "秋分の日")
	set(1966, 2000, 10, 10, "体育の日")
	monday(2000, 2020, 10, 2, "体育の日")
	set(2020, 2021, 7, 24, "スポーツの日")
	set(2021, 2022, 7, 23, "スポーツの日")
	monday(2022, ever, 10, 2, "スポーツの日")
	set(0, ever, 11, 3, "文化の日")
	set(0, ever, 11, 23, "勤労感謝の日")
	set(1989, 2019, 12, 23, "天皇誕生日")
	set(1959, 1960, 4, 10, "結婚の儀")
	set(1989, 1990, 2, 24, "大喪の礼")
	set(1990, 1991, 11, 12, "即位礼正殿の儀")
	set(1993, 1994, 6, 9, "結婚の儀")
	set(2019, 2020, 5, 1, "天皇の即位の日")
	set(2019, 2020, 10, 22, "即位礼正殿の儀")
	return days
}

// equinoxDay returns the day of March or September on which an equinox falls in
// Japan: J. Meeus, Astronomical Algorithms, 2nd ed., 1998, chapter 27, which is
// good to a minute, with a rough difference of dynamical and universal time.
func equinoxDay(year int, month time.Month) int {
	y := float64(year-2000) / 1000
	jde := 2451623.80984 + y*(365242.37404+y*(0.05169+y*(-0.00411-y*0.00057)))
	if month == time.September {
		jde = 2451810.21715 + y*(365242.01767+y*(-0.11575+y*(0.00337+y*0.00078)))
	}
	const radians = math.Pi / 180
	century := (jde - 2451545) / 36525
	w := (35999.373*century - 2.47) * radians
	lambda := 1 + 0.0334*math.Cos(w) + 0.0007*math.Cos(2*w)
	sum := 0.0
	for _, p := range [][3]float64{
		{485, 324.96, 1934.136}, {203, 337.23, 32964.467}, {199, 342.08, 20.186}, {182, 27.85, 445267.112},
		{156, 73.14, 45036.886}, {136, 171.52, 22518.443}, {77, 222.54, 65928.934}, {74, 296.72, 3034.906},
		{70, 243.58, 9037.513}, {58, 119.81, 33718.147}, {52, 297.17, 150.678}, {50, 21.02, 2281.226},
		{45, 247.54, 29929.562}, {44, 325.15, 31555.956}, {29, 60.93, 4443.417}, {18, 155.12, 67555.328},
		{17, 288.79, 4562.452}, {16, 198.04, 62894.029}, {14, 199.76, 31436.921}, {12, 95.39, 14577.848},
		{12, 287.11, 31931.756}, {12, 320.81, 34777.259}, {9, 227.73, 1222.114}, {8, 15.45, 16859.074},
	} {
		sum += p[0] * math.Cos((p[1]+p[2]*century)*radians)
	}
	jde += 0.00001 * sum / lambda
	seconds := (jde - 2440587.5) * 86400
	seconds -= 69 // ΔT of 2020; some 30 s in 1950, perhaps 2 minutes in 2099
	at := time.Unix(int64(seconds), 0).In(time.FixedZone("JST", 9*60*60))
	return at.Day()
}

func TestJapanLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := retention.NewDate(rapid.IntRange(1900, 2200).Draw(t, "year"), 1, rapid.IntRange(1, 366).Draw(t, "day"))
		name, off := hours.Japan{}.Holiday(d)
		if off == (name == retention.Text{}) || off && (name.English == "" || name.Japanese == "") {
			t.Fatalf("%v: %v, %v", d, name, off)
		}
		zone := drawZone(t, "zone")
		noon := time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, zone)
		if got := (hours.Japan{}).IsWorkday(noon); got == off && noon.Day() == d.Day() {
			t.Fatalf("IsWorkday(%v) = %v, holiday %v", noon, got, off)
		}
		if name.English == "Substitute Holiday" {
			// It makes up for a Sunday, which stays a holiday.
			sunday := d
			for sunday.Weekday() != time.Sunday {
				sunday = sunday.AddDays(-1)
			}
			if _, off := (hours.Japan{}).Holiday(sunday); !off || sunday == d {
				t.Fatalf("%v makes up for %v", d, sunday)
			}
		}
	})
	for _, zone := range []*time.Location{time.UTC, loadZone(t, "Asia/Tokyo"), loadZone(t, "America/New_York")} {
		for hour := range 24 {
			if off := time.Date(2026, 1, 1, hour, 0, 0, 0, zone); (hours.Japan{}).IsWorkday(off) || !(hours.Japan{}).IsWorkday(off.AddDate(0, 0, 1)) || !(hours.Japan{}).IsWorkday(off.AddDate(0, 0, -1)) {
				t.Errorf("%v is no holiday, or a day beside it is", off)
			}
		}
	}
	for _, d := range []string{"1948-07-19", "1948-05-03", "1873-02-11", "2100-03-20", "2100-03-21", "2100-09-23"} {
		if name, ok := (hours.Japan{}).Holiday(date(t, d)); ok {
			t.Errorf("%s is %v", d, name)
		}
	}
	if name, ok := (hours.Japan{}).Holiday(retention.Date{}); ok {
		t.Errorf("no date is %v", name)
	}
}
