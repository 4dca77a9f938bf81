package hours_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention/followup/hours"
)

func TestClock(t *testing.T) {
	for c := hours.Clock(-10); c < 1500; c++ {
		text, err := c.MarshalText()
		if valid := c >= 0 && c <= 24*hours.Hour; !valid {
			if !errors.Is(err, hours.ErrClock) || c.String() != fmt.Sprintf("Clock(%d)", int(c)) {
				t.Errorf("%d: %q, %v, %v", int(c), text, err, c)
			}
			continue
		}
		if want := fmt.Sprintf("%02d:%02d", c/60, c%60); string(text) != want || c.String() != want || err != nil {
			t.Errorf("%d: %q, %v, %v, want %s", int(c), text, err, c, want)
		}
		back, err := hours.ParseClock(string(text))
		if back != c || err != nil || c.Duration() != time.Duration(c)*time.Minute {
			t.Errorf("%s: %v, %v, %v", text, back, err, c.Duration())
		}
	}
	for _, text := range []string{"", "9:30", "24:01", "25:00", "09:60", "0930", "09-30", "09:3", "09:300", "a9:30", "09:3a", "-9:30", "+9:30", " 9:30", "：9:30", "99:99", "09:30 ", "/9:30", "0::30"} {
		c := hours.Clock(7)
		if err := c.UnmarshalText([]byte(text)); !errors.Is(err, hours.ErrClock) || c != 7 {
			t.Errorf("%q: %v, %v", text, c, err)
		}
	}
}

func TestDays(t *testing.T) {
	for _, tt := range []struct {
		days hours.Days
		text string
	}{
		{0, ""},
		{hours.Weekdays, "mon-fri"},
		{hours.Weekend, "sat,sun"},
		{hours.Weekdays | hours.Weekend, "mon-sun"},
		{hours.On(time.Monday, time.Wednesday, time.Saturday), "mon,wed,sat"},
		{hours.On(time.Friday, time.Saturday, time.Sunday, time.Monday), "mon,fri-sun"},
		{hours.On(time.Sunday), "sun"},
		{hours.On(time.Tuesday, time.Monday), "mon,tue"},
	} {
		text, err := tt.days.MarshalText()
		if string(text) != tt.text || err != nil {
			t.Errorf("%d: %q, %v, want %q", tt.days, text, err, tt.text)
		}
	}
	for days := range hours.Days(128) {
		text, err := days.MarshalText()
		back := hours.Days(99)
		if err2 := back.UnmarshalText(text); back != days || err != nil || err2 != nil {
			t.Errorf("%d: %q, %v, %d, %v", days, text, err, back, err2)
		}
		if want := string(text); days != 0 && days.String() != want {
			t.Errorf("%q: %v", want, days)
		}
	}
	if text, err := hours.Days(128).MarshalText(); !errors.Is(err, hours.ErrDays) || hours.Days(200).String() != "Days(200)" {
		t.Errorf("%q, %v, %v", text, err, hours.Days(200))
	}
	for text, want := range map[string]hours.Days{
		"fri-mon":     hours.On(time.Friday, time.Saturday, time.Sunday, time.Monday),
		"sun,sat,sun": hours.Weekend,
		"mon-mon":     hours.On(time.Monday),
		"tue-mon":     hours.Weekdays | hours.Weekend,
	} {
		var got hours.Days
		if err := got.UnmarshalText([]byte(text)); got != want || err != nil {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"Mon", "monday", "mon,", ",mon", "mon-", "-fri", "mon--fri", "mon-wed-fri", "mon, tue", "every day", " "} {
		got := hours.Weekend
		if err := got.UnmarshalText([]byte(text)); !errors.Is(err, hours.ErrDays) || got != hours.Weekend {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func TestDaysHas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOf(rapid.Custom(func(t *rapid.T) time.Weekday {
			return time.Weekday(rapid.IntRange(0, 6).Draw(t, "day"))
		})).Draw(t, "days")
		set := hours.On(days...)
		for day := time.Sunday; day <= time.Saturday; day++ {
			want := len(days) == 0
			for _, d := range days {
				want = want || d == day
			}
			if set.Has(day) != want {
				t.Fatalf("%v has %v: %v", set, day, !want)
			}
		}
		if set.Has(-1) || set.Has(7) {
			t.Fatalf("%v has a day that does not exist", set)
		}
	})
	defer func() {
		if got := recover(); got != "hours.On: no weekday 7" {
			t.Errorf("On(7) panics with %v", got)
		}
	}()
	hours.On(7)
}
