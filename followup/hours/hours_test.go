package hours_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// only works on some days of the week, as a business calendar of others does.
type only struct {
	days  hours.Days
	asked *[]time.Time
}

func (o only) IsWorkday(date time.Time) bool {
	*o.asked = append(*o.asked, date)
	return o.days.Has(date.Weekday())
}

func TestFaults(t *testing.T) {
	var asked []time.Time
	calendars := map[string]hours.Calendar{"jp": hours.Japan{}, "none": nil, "weekend": only{hours.Weekend, &asked}}
	for _, tt := range []struct {
		hours  hours.Hours
		want   []string // what is wrong
		is     []error
		reason string
	}{
		{hours.Hours{}, nil, nil, "nothing"},
		{hours.Hours{Windows: []hours.Window{{To: 24 * hours.Hour}, {From: 1439}, {}, {}}, Closed: []string{"jp", "jp"}}, nil, nil, "what is there twice"},
		{
			hours.Hours{Windows: []hours.Window{{From: -1, To: 1441}, {Days: 128, From: 1440, To: -1}}, Closed: []string{"jp", "us", "none"}},
			[]string{
				"hours: windows[0].from: not a time of day such as 09:30, from 00:00 to 24:00: Clock(-1)",
				"hours: windows[0].to: not a time of day such as 09:30, from 00:00 to 24:00: Clock(1441)",
				`hours: windows[1].days: not a list of days such as "mon-fri" or "mon,wed,sat": Days(128)`,
				"hours: windows[1].from: not a time of day such as 09:30, from 00:00 to 24:00: a window cannot open at 24:00",
				"hours: windows[1].to: not a time of day such as 09:30, from 00:00 to 24:00: Clock(-1)",
				`hours: closed[1]: no such calendar: "us"`,
				`hours: closed[2]: no such calendar: "none"`,
			},
			[]error{hours.ErrClock, hours.ErrDays, hours.ErrCalendar},
			"all at once",
		},
		{
			hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays}}, Closed: []string{"weekend"}},
			[]string{"hours: closed: the calendars leave no day to open on"}, []error{hours.ErrNeverOpen}, "open on weekdays, but working on weekends",
		},
	} {
		s, err := tt.hours.Schedule(calendars)
		var faults hours.Faults
		if errors.As(err, &faults); (s == nil) != (tt.want != nil) || (err != nil) != (tt.want != nil) {
			t.Errorf("%s: %v, %v", tt.reason, s, err)
		}
		var got []string
		for _, f := range faults {
			got = append(got, f.Error())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
		for _, is := range []error{hours.ErrClock, hours.ErrDays, hours.ErrCalendar, hours.ErrNeverOpen} {
			want := false
			for _, w := range tt.is {
				want = want || w == is
			}
			if errors.Is(err, is) != want {
				t.Errorf("%s: is %v: %v", tt.reason, is, !want)
			}
		}
	}
	if got := (hours.Fault{Err: hours.ErrNeverOpen}).Error(); got != "hours: the calendars leave no day to open on" {
		t.Error(got)
	}
	if got := (hours.Faults{{"a", hours.ErrClock}, {"b", hours.ErrDays}}).Error(); got != "hours: a: "+hours.ErrClock.Error()+"\nhours: b: "+hours.ErrDays.Error() {
		t.Error(got)
	}
}

// TestNeverOpen: one day of the century is enough.
func TestNeverOpen(t *testing.T) {
	for _, tt := range []struct {
		closed hours.Season
		opens  bool
		reason string
	}{
		{hours.Season{From: date(t, "2000-01-02")}, true, "its first day"},
		{hours.Season{From: date(t, "2000-01-01")}, false, "the day before"},
		{hours.Season{To: date(t, "2099-12-31")}, true, "its last day"},
		{hours.Season{To: date(t, "2100-01-01")}, false, "the day after"},
	} {
		s, err := hours.Hours{Closed: []string{"c"}}.Schedule(map[string]hours.Calendar{"c": tt.closed})
		if (s != nil) != tt.opens || errors.Is(err, hours.ErrNeverOpen) == tt.opens {
			t.Errorf("open on %s: %v, %v", tt.reason, s, err)
		}
	}
}

// TestCalendar: a calendar of others is asked for what it understands, and for
// no more than is needed.
func TestCalendar(t *testing.T) {
	tokyo := loadZone(t, "Asia/Tokyo")
	var asked []time.Time
	s, err := hours.Hours{Windows: []hours.Window{{From: 540, To: 1020}}, Closed: []string{"c"}}.Schedule(map[string]hours.Calendar{"c": only{hours.Weekdays, &asked}})
	if err != nil {
		t.Fatal(err)
	}
	asked = nil
	open, _, ok := s.Next(time.Date(2026, 3, 6, 18, 0, 0, 0, tokyo), tokyo)
	if want := time.Date(2026, 3, 9, 9, 0, 0, 0, tokyo); !ok || !open.Equal(want) {
		t.Errorf("Next = %v, want %v", open, want)
	}
	want := []time.Time{time.Date(2026, 3, 7, 12, 0, 0, 0, time.UTC), time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC), time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)}
	if diff := cmp.Diff(want, asked); diff != "" || asked[0].Location() != time.UTC {
		t.Errorf("asked (-want +got):\n%s", diff)
	}

	asked = nil
	friday, forGood := time.Date(2026, 3, 6, 0, 0, 0, 0, tokyo), hours.Interval{From: time.Date(2026, 3, 6, 12, 0, 0, 0, tokyo)}
	if at, ok := s.Deadline(friday, 4*time.Hour, tokyo, forGood); ok {
		t.Errorf("Deadline = %v", at)
	}
	if diff := cmp.Diff([]time.Time{time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)}, asked); diff != "" {
		t.Errorf("asked in a pause without an end (-want +got):\n%s", diff)
	}
}

func TestDatesAndSeason(t *testing.T) {
	text := retention.Text{English: "Year-end closing", Japanese: "年末休業"}
	season := hours.Season{From: date(t, "2026-12-29"), To: date(t, "2027-01-04"), Name: text}
	dates := hours.Dates{}
	for d := season.From; d.Before(season.To); d = d.AddDays(1) {
		dates[d] = text
	}
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t, "zone")
		at := time.Date(2026, 12, 29, rapid.IntRange(-72, 240).Draw(t, "hour"), 0, 0, 0, zone)
		d := retention.DateOf(at, zone)
		a, okA := dates.Holiday(d)
		b, okB := season.Holiday(d)
		if a != b || okA != okB || dates.IsWorkday(at) == okA || season.IsWorkday(at) == okB {
			t.Fatalf("%v: %v %v %v, %v %v %v", at, a, okA, dates.IsWorkday(at), b, okB, season.IsWorkday(at))
		}
		if before, after := d.Before(season.From), !d.Before(season.To); okA == (before || after) {
			t.Fatalf("%v is off: %v", d, okA)
		}
	})
	forGood := hours.Season{From: season.From}
	if _, ok := (hours.Season{}).Holiday(retention.Date{}); ok {
		t.Error("no date lies in a season")
	}
	if (hours.Season{}).IsWorkday(time.Time{}) || (hours.Season{To: season.To}).IsWorkday(time.Time{}) {
		t.Error("a season without a beginning")
	}
	if forGood.IsWorkday(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)) || !forGood.IsWorkday(time.Date(2026, 12, 28, 0, 0, 0, 0, time.UTC)) {
		t.Error("a season without an end")
	}

	for _, c := range []any{dates, season, forGood} {
		encoded, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		back := reflect.New(reflect.TypeOf(c))
		if err := json.Unmarshal(encoded, back.Interface()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, back.Elem().Interface()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", encoded, diff)
		}
	}
}

func TestHoursJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHours(t)
		text, err := json.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		var back hours.Hours
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(h, back); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", text, diff)
		}
	})
	h := hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 17*hours.Hour + 30}, {}}, Closed: []string{"jp"}}
	text, err := json.Marshal(h)
	if want := `{"windows":[{"days":"mon-fri","from":"09:00","to":"17:30"},{}],"closed":["jp"]}`; string(text) != want || err != nil {
		t.Errorf("%s, %v, want %s", text, err, want)
	}
	if text, err := json.Marshal(hours.Hours{}); string(text) != "{}" || err != nil {
		t.Errorf("%s, %v", text, err)
	}
	for _, bad := range []hours.Window{{From: 1441}, {To: -1}, {Days: 255}} {
		if text, err := json.Marshal(bad); err == nil {
			t.Errorf("%+v has a text: %s", bad, text)
		}
	}
}

// TestScheduleKeeps: hours that are changed later do not change a schedule.
func TestScheduleKeeps(t *testing.T) {
	h := hours.Hours{Windows: []hours.Window{{From: 540, To: 1020}}, Closed: []string{"jp"}}
	s := schedule(t, h)
	h.Windows[0], h.Closed[0] = hours.Window{From: 60, To: 120}, "us"
	open, close, ok := s.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	if !ok || open.Hour() != 9 || close.Hour() != 17 || open.Day() != 2 {
		t.Errorf("Next = %v, %v, %v", open, close, ok)
	}
}

// FuzzHours: what can be read can be written and read again, and what compiles
// answers.
func FuzzHours(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"windows":[],"closed":[]}`))
	f.Add([]byte(`{"windows":[{"days":"mon-fri","from":"09:00","to":"17:30"}],"closed":["jp"]}`))
	f.Add([]byte(`{"windows":[{"days":"fri,sat","from":"20:00","to":"02:00"},{"days":"sun","to":"24:00"}]}`))
	f.Add([]byte(`{"windows":[{"from":"24:00"},{"days":"mon,"},{"to":"25:00"}],"closed":["us"]}`))
	at := time.Date(2026, 3, 7, 20, 0, 0, 0, time.UTC)
	calendars := map[string]hours.Calendar{"jp": hours.Japan{}}
	f.Fuzz(func(t *testing.T, data []byte) {
		var h hours.Hours
		if json.Unmarshal(data, &h) != nil {
			return
		}
		text, err := json.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		var back hours.Hours
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(h, back); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", text, diff)
		}
		s, err := h.Schedule(calendars)
		if err != nil {
			var faults hours.Faults
			if !errors.As(err, &faults) || len(faults) == 0 {
				t.Fatal(err)
			}
			return
		}
		zone := loadZone(t, "America/New_York")
		open, close, ok := s.Next(at, zone)
		if !ok || open.Before(at) || !s.Open(open, zone) || !close.IsZero() && s.Open(close, zone) {
			t.Fatalf("%s: Next(%v) = %v, %v, %v", text, at, open, close, ok)
		}
		if got := s.Elapsed(at, open, zone); got != 0 {
			t.Fatalf("%s: Elapsed while closed = %v", text, got)
		}
	})
}

func TestConcurrent(t *testing.T) {
	tokyo := loadZone(t, "Asia/Tokyo")
	s := schedule(t, hours.Hours{Windows: []hours.Window{{From: 540, To: 1020}}, Closed: []string{"jp"}})
	at := time.Date(2026, 5, 1, 18, 0, 0, 0, tokyo)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for i := range 100 {
				t := at.Add(time.Duration(i) * time.Hour)
				s.Next(t, tokyo)
				s.Why(t, tokyo)
				s.Deadline(t, time.Hour, tokyo)
			}
		})
	}
	wait.Wait()
}
