package followup_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// A time of day that a zone skips is the first instant after the gap: never
// earlier, and never left out.
func TestEdge01Gap(t *testing.T) {
	for _, tt := range []struct {
		reason, zone, on string
		at               hours.Clock
		wait             retention.Span
		want             string
	}{
		{"an hour lost at two", "America/New_York", "2026-03-08", 2*hours.Hour + 30, days(0), "2026-03-08 03:00 -0400"},
		{"an hour lost at one", "Europe/London", "2026-03-29", hours.Hour + 30, days(0), "2026-03-29 02:00 +0100"},
		{"a day that begins at one", "America/Santiago", "2026-09-06", 0, days(0), "2026-09-06 01:00 -0300"},
		{"a day that begins at one", "America/Havana", "2026-03-08", 0, days(0), "2026-03-08 01:00 -0400"},
		{"half an hour lost", "Australia/Lord_Howe", "2026-10-04", 2*hours.Hour + 15, days(0), "2026-10-04 02:30 +1100"},
		{"a lost day", "Pacific/Apia", "2011-12-30", 9 * hours.Hour, days(0), "2011-12-31 00:00 +1400"},
		{"a week before a lost hour", "America/New_York", "2026-03-08", 2*hours.Hour + 30, days(-7), "2026-03-01 02:30 -0500"},
		{"a day after a lost hour", "America/New_York", "2026-03-08", 2*hours.Hour + 30, days(1), "2026-03-09 02:30 -0400"},
		{"a week before a day that begins at one", "America/Santiago", "2026-09-06", 0, days(-7), "2026-08-30 00:00 -0400"},
		{"an exact time after a lost hour", "America/New_York", "2026-03-08", 2*hours.Hour + 30, exact(time.Hour), "2026-03-08 04:00 -0400"},
	} {
		t.Run(tt.reason+" "+tt.zone, func(t *testing.T) {
			on := date(tt.on)
			play := edgeTriggered(edgePlay("day", 0), followup.Yearly("day"))
			e := compile(t, edgePolicy(edgeSteps(play, followup.Step{ID: "s", At: tt.at, Wait: tt.wait, Channels: []string{"email"}})))
			c := edgeIn(tt.zone)
			c.Dates = map[string]retention.Date{"day": on.AddMonths(-12)}
			p := plan(t, e, c, edgeTime(tt.want).Add(-time.Hour))
			d := edgeDecision(t, p, fmt.Sprintf("day/%d/s", on.Year()))
			if got := edgeStamp(d.Due); got != tt.want {
				t.Errorf("due %s, want %s", got, tt.want)
			}
			if d.Due.Before(on.AddDays(tt.wait.Days).Start(c.Zone)) {
				t.Errorf("due %s, before the day begins", edgeStamp(d.Due))
			}
		})
	}
}

// A time of day that comes twice is the first of both, and fires once; hours go
// by the clock on the wall, so both are open or both are quiet.
func TestEdge02Overlap(t *testing.T) {
	for _, tt := range []struct {
		reason, zone, on string
		at               hours.Clock
		wait             retention.Span
		want             string
	}{
		{"time.Date takes the first here", "America/New_York", "2026-11-01", hours.Hour + 30, days(0), "2026-11-01 01:30 -0400"},
		{"and the second here", "Europe/London", "2026-10-25", hours.Hour + 30, days(0), "2026-10-25 01:30 +0100"},
		{"half an hour twice", "Australia/Lord_Howe", "2026-04-05", hours.Hour + 45, days(0), "2026-04-05 01:45 +1100"},
		{"an exact time goes on into the second", "America/New_York", "2026-11-01", 30, exact(2 * time.Hour), "2026-11-01 01:30 -0500"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			play := edgeTriggered(edgePlay("day", 0), followup.Yearly("day"))
			e := compile(t, edgePolicy(edgeSteps(play, followup.Step{ID: "s", At: tt.at, Wait: tt.wait, Channels: []string{"email"}})))
			c := edgeIn(tt.zone)
			c.Dates = map[string]retention.Date{"day": date(tt.on).AddMonths(-12)}
			d := edgeDecision(t, plan(t, e, c, edgeTime(tt.want)), "day/2026/s")
			if got := edgeStamp(d.Due); got != tt.want || d.Verdict != followup.Send {
				t.Errorf("%v, due %s; want it sent at %s", d.Verdict, got, tt.want)
			}
			c = edgeAfter(c, d.Contact(d.Due, followup.Sent))
			again := plan(t, e, c, d.Due.Add(time.Hour))
			if got := edgeLine(edgeDecision(t, again, "day/2026/s")); got != "done email: done" {
				t.Errorf("an hour later, on the same clock: %s", got)
			}
		})
	}
	for _, tt := range []struct {
		reason   string
		from, to hours.Clock
		event    string
		want     string
	}{
		{"quiet the first time", 2 * hours.Hour, 24 * hours.Hour, "2026-11-01 01:30 -0400", "hold email 2026-11-01 02:00 -0500: hours"},
		{"quiet the second time", 2 * hours.Hour, 24 * hours.Hour, "2026-11-01 01:30 -0500", "hold email 2026-11-01 02:00 -0500: hours"},
		{"open the first time", hours.Hour, 2 * hours.Hour, "2026-11-01 01:30 -0400", "send email"},
		{"open the second time", hours.Hour, 2 * hours.Hour, "2026-11-01 01:30 -0500", "send email"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := edgePolicy(edgePlay("news", 0))
			p.Hours = []followup.HoursRule{{ID: "h", Hours: edgeWindow(tt.from, tt.to)}}
			now := edgeTime(tt.event)
			edgeWant(t, plan(t, compile(t, p), edgeWith(edgeIn("America/New_York"), edgeEvent("news", "e", now)), now), "news/e/s "+tt.want)
		})
	}
}

// Eight o'clock tomorrow is eight on tomorrow's clock, whatever happens to the
// clocks tonight. Only an exact time counts hours.
func TestEdge03EightStaysEight(t *testing.T) {
	for _, tt := range []struct {
		reason, zone, event string
		wait                retention.Span
		at                  hours.Clock
		want                string
	}{
		{"into summer time", "America/New_York", "2026-03-07 12:00 -0500", days(1), 8 * hours.Hour, "2026-03-08 08:00 -0400"},
		{"out of it", "America/New_York", "2026-10-31 12:00 -0400", days(1), 8 * hours.Hour, "2026-11-01 08:00 -0500"},
		{"the clock of the event", "America/New_York", "2026-03-07 12:00 -0500", days(1), 0, "2026-03-08 12:00 -0400"},
		{"24 hours", "America/New_York", "2026-03-07 12:00 -0500", exact(24 * time.Hour), 0, "2026-03-08 13:00 -0400"},
		{"24 hours, out of it", "Europe/London", "2026-10-24 12:00 +0100", exact(24 * time.Hour), 0, "2026-10-25 11:00 +0000"},
		{"a month later", "Europe/London", "2026-03-01 09:00 +0000", edgeMonths(1), 0, "2026-04-01 09:00 +0100"},
		{"half an hour of summer time", "Australia/Lord_Howe", "2026-10-03 08:00 +1030", days(1), 0, "2026-10-04 08:00 +1100"},
		{"the same day if it is still to come", "Asia/Tokyo", "2026-11-22 07:00 +0900", days(0), 8 * hours.Hour, "2026-11-22 08:00 +0900"},
		{"else the next", "Asia/Tokyo", "2026-11-22 09:00 +0900", days(0), 8 * hours.Hour, "2026-11-23 08:00 +0900"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			e := compile(t, edgePolicy(edgeSteps(edgePlay("news", 0), followup.Step{ID: "s", Wait: tt.wait, At: tt.at, Channels: []string{"email"}})))
			at := edgeTime(tt.event)
			d := edgeDecision(t, plan(t, e, edgeWith(edgeIn(tt.zone), edgeEvent("news", "e", at)), at), "news/e/s")
			if got := edgeStamp(d.Due); got != tt.want {
				t.Errorf("due %s, want %s", got, tt.want)
			}
		})
	}
}

// The weekday is the one that the customer's own calendar has when a window
// opens.
func TestEdge04WeekdayThere(t *testing.T) {
	thursday := hours.Hours{Windows: []hours.Window{{Days: hours.On(time.Thursday), From: 5 * hours.Hour, To: 6 * hours.Hour}}}
	friday := hours.Hours{Windows: []hours.Window{{Days: hours.On(time.Friday), From: 20 * hours.Hour, To: 2 * hours.Hour}}}
	for _, tt := range []struct {
		reason string
		hours  hours.Hours
		now    string
		want   string
	}{
		{"Thursday in Tokyo, Wednesday in UTC", thursday, "2026-11-26 05:30 +0900", "send email"},
		{"not Friday", thursday, "2026-11-26 06:00 +0900", "hold email 2026-12-03 05:00 +0900: hours"},
		{"from Wednesday noon", thursday, "2026-11-25 12:00 +0900", "hold email 2026-11-26 05:00 +0900: hours"},
		{"the night that began on Friday", friday, "2026-11-28 01:59 +0900", "send email"},
		{"not the one of Thursday", friday, "2026-11-27 01:00 +0900", "hold email 2026-11-27 20:00 +0900: hours"},
		{"nor that of Saturday", friday, "2026-11-29 01:00 +0900", "hold email 2026-12-04 20:00 +0900: hours"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := edgePolicy(edgeSteps(edgePlay("news", 0), followup.Step{ID: "s", Late: days(14), Channels: []string{"email"}}))
			p.Hours = []followup.HoursRule{{ID: "h", Hours: tt.hours}}
			now := edgeTime(tt.now)
			edgeWant(t, plan(t, compile(t, p), edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("news", "e", now)), now), "news/e/s "+tt.want)
		})
	}
}

// A window that closes before it opens goes over midnight, and is not turned
// round. From and To alike is all day; 24:00 is an end; holidays are those of
// the day on which it opens.
func TestEdge05OverMidnight(t *testing.T) {
	night, whole := edgeWindow(21*hours.Hour, 9*hours.Hour), edgeWindow(9*hours.Hour, 9*hours.Hour)
	evening := edgeWindow(22*hours.Hour, 24*hours.Hour)
	closed := night
	closed.Closed = []string{"jp"}
	for _, tt := range []struct {
		reason string
		hours  hours.Hours
		now    string
		want   string
	}{
		{"before midnight", night, "2026-11-22 23:59 +0900", "send email"},
		{"after midnight", night, "2026-11-23 00:30 +0900", "send email"},
		{"when it closes", night, "2026-11-22 09:00 +0900", "hold email 2026-11-22 21:00 +0900: hours"},
		{"at noon, as if turned round", night, "2026-11-22 12:00 +0900", "hold email 2026-11-22 21:00 +0900: hours"},
		{"all day, at nine", whole, "2026-11-22 09:00 +0900", "send email"},
		{"all day, at midnight", whole, "2026-11-22 00:00 +0900", "send email"},
		{"till 24:00, the last minute", evening, "2026-11-22 23:59 +0900", "send email"},
		{"till 24:00, no more at midnight", evening, "2026-11-23 00:00 +0900", "hold email 2026-11-23 22:00 +0900: hours"},
		{"opened before the holiday", closed, "2026-11-23 03:00 +0900", "send email"},
		{"would have opened on the holiday", closed, "2026-11-24 03:00 +0900", "hold email 2026-11-24 21:00 +0900: holiday"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := edgePolicy(edgePlay("news", 0))
			p.Hours = []followup.HoursRule{{ID: "h", Hours: tt.hours}}
			now := edgeTime(tt.now)
			edgeWant(t, plan(t, compile(t, p), edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("news", "e", now)), now), "news/e/s "+tt.want)
		})
	}
}

// Hours hold from their first instant to before their last; a window of a cap
// looks back over (t-w, t].
func TestEdge06Edges(t *testing.T) {
	p := edgePolicy(edgePlay("news", 0))
	p.Hours = []followup.HoursRule{edgeDay()}
	p.Caps = []followup.Cap{{ID: "gap", Max: 1, Every: exact(16 * time.Hour)}}
	e := compile(t, p)
	sent := at("2026-11-21 17:00")
	for _, tt := range []struct {
		reason string
		sent   time.Time
		now    time.Time
		want   string
	}{
		{"the instant it opens", sent.AddDate(0, 0, -9), at("2026-11-22 08:00"), "send email"},
		{"before it opens", sent.AddDate(0, 0, -9), at("2026-11-22 08:00").Add(-1), "hold email 2026-11-22 08:00 +0900: hours"},
		{"before it closes", sent.AddDate(0, 0, -9), at("2026-11-22 21:00").Add(-1), "send email"},
		{"the instant it closes", sent.AddDate(0, 0, -9), at("2026-11-22 21:00"), "hold email 2026-11-23 08:00 +0900: hours"},
		{"a gap to the nanosecond", sent, at("2026-11-22 09:00"), "send email"},
		{"and not before", sent, at("2026-11-22 09:00").Add(-1), "hold email 2026-11-22 09:00 +0900: cap"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			c := edgeAfter(edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("news", "e", tt.now)), edgeSent("x", tt.sent))
			edgeWant(t, plan(t, e, c, tt.now), "news/e/s "+tt.want)
		})
	}
}

// Hours and calendar caps go by the clock of each customer, not by one for all.
func TestEdge07TheirOwnZone(t *testing.T) {
	p := edgePolicy(edgePlay("news", 0))
	p.Hours = []followup.HoursRule{edgeDay()}
	p.Caps = []followup.Cap{{ID: "daily", Max: 1, Every: days(1)}}
	e := compile(t, p)
	now := edgeTime("2026-11-22 23:30 +0000")
	for zone, want := range map[string]string{
		"Asia/Tokyo":          "send email", // 8:30, and a new day since the last
		"America/New_York":    "hold email 2026-11-23 08:00 -0500: hours cap",
		"Europe/London":       "hold email 2026-11-23 08:00 +0000: hours cap",
		"Australia/Lord_Howe": "send email",
		"Pacific/Apia":        "send email",
		"America/Santiago":    "hold email 2026-11-23 08:00 -0300: hours cap",
	} {
		t.Run(zone, func(t *testing.T) {
			c := edgeAfter(edgeWith(edgeIn(zone), edgeEvent("news", "e", now)), edgeSent("x", edgeTime("2026-11-22 10:30 +0000")))
			if zone == "Australia/Lord_Howe" || zone == "Pacific/Apia" {
				c.Contacts[0].At = edgeTime("2026-11-22 09:59 +0000")
			}
			edgeWant(t, plan(t, e, c, now), "news/e/s "+want)
		})
	}
}

// Where it is not known in which zone of a region somebody lives, it is day only
// when it is day in all of them. Without a region what rings waits until it is
// known, and the rest goes by the policy's zone.
func TestEdge08UnknownZone(t *testing.T) {
	p := edgePolicy(edgePlay("mail", 1), edgeSteps(edgePlay("call", 0), followup.Step{ID: "s", Channels: []string{"phone"}}))
	p.Zones.Regions = map[string][]string{"US": {
		"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu",
	}, "US-FL": {"America/New_York", "America/Chicago"}}
	p.Hours = []followup.HoursRule{edgeDay()}
	open := p
	p.Zones.Default = "Asia/Tokyo"
	e, none := compile(t, p), compile(t, open)
	for _, tt := range []struct {
		reason, region, now string
		engine              *followup.Engine
		mail, call          string
	}{
		{"nine in New York is night in Hawaii", "US", "2026-01-15 09:00 -0500", e,
			"hold email 2026-01-15 13:00 -0500: hours", "hold phone 2026-01-15 13:00 -0500: hours"},
		{"eight in Hawaii", "US", "2026-01-15 13:00 -0500", e, "send email", "send phone"},
		{"before nine at night in New York", "US-TX", "2026-01-15 20:59 -0500", e, "send email", "send phone"},
		{"nine at night in New York", "US", "2026-01-15 21:00 -0500", e,
			"hold email 2026-01-16 13:00 -0500: hours", "hold phone 2026-01-16 13:00 -0500: hours"},
		{"in summer Hawaii is six hours behind", "US", "2026-07-15 09:00 -0400", e,
			"hold email 2026-07-15 14:00 -0400: hours", "hold phone 2026-07-15 14:00 -0400: hours"},
		{"Florida has two zones", "US-FL", "2026-01-15 08:30 -0500", e,
			"hold email 2026-01-15 09:00 -0500: hours", "hold phone 2026-01-15 09:00 -0500: hours"},
		{"nothing known", "", "2026-01-15 12:00 +0900", e, "send email", "hold phone: zone.unknown"},
		{"a region that is not listed", "MX", "2026-01-15 07:00 +0900", e,
			"hold email 2026-01-15 08:00 +0900: hours", "hold phone: zone.unknown hours"},
		{"no zone to fall back on", "", "2026-01-15 12:00 +0000", none, "hold email: zone.unknown", "hold phone: zone.unknown"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			now := edgeTime(tt.now)
			c := edgeWith(edgeIn("UTC"), edgeEvent("mail", "e", now), edgeEvent("call", "e", now))
			c.Zone, c.Region = nil, tt.region
			made := plan(t, tt.engine, c, now)
			if got := edgeLine(edgeDecision(t, made, "mail/e/s")); got != tt.mail {
				t.Errorf("mail: %s, want %s", got, tt.mail)
			}
			if got := edgeLine(edgeDecision(t, made, "call/e/s")); got != tt.call {
				t.Errorf("call: %s, want %s", got, tt.call)
			}
		})
	}
	t.Run("open till the first of them closes", func(t *testing.T) {
		now := edgeTime("2026-01-15 13:00 -0500")
		c := edgeWith(edgeIn("UTC"), edgeEvent("mail", "e", now))
		c.Zone, c.Region = nil, "US"
		d := edgeDecision(t, plan(t, e, c, now), "mail/e/s")
		if got, want := edgeStamp(d.Until), "2026-01-15 21:00 -0500"; got != want {
			t.Errorf("until %s, want %s", got, want)
		}
	})
	t.Run("the guess is told", func(t *testing.T) {
		now := edgeTime("2026-01-15 12:00 -0500")
		for region, want := range map[string]string{"US-FL": "America/New_York, America/Chicago", "": "Asia/Tokyo", "MX": "Asia/Tokyo"} {
			c := edgeWith(edgeIn("UTC"), edgeEvent("mail", "e", now))
			c.Zone, c.Region = nil, region
			d := edgeDecision(t, plan(t, e, c, now), "mail/e/s")
			if got := edgeReason(t, d.Why, followup.ZoneGuessed).Name.English; got != want {
				t.Errorf("region %q: guessed %q, want %q", region, got, want)
			}
			c.Zone = tokyo
			if d := edgeDecision(t, plan(t, e, c, now), "mail/e/s"); edgeHas(d.Why, followup.ZoneGuessed) {
				t.Errorf("region %q: a zone that is known is called a guess", region)
			}
		}
	})
}

// The zone of the host is nobody's, and a name that no zone has is a fault: it
// is never taken for UTC.
func TestEdge09ZoneNames(t *testing.T) {
	for _, name := range []string{"JST", "+09:00", "Asia/Tokio", "Local"} {
		for part, p := range map[string]followup.Policy{
			"default": {Version: "1", Zones: followup.ZoneRule{Default: name}},
			"region":  {Version: "1", Zones: followup.ZoneRule{Regions: map[string][]string{"JP": {name}}}},
			"staff": {Version: "1", Channels: []followup.Channel{{
				ID: "phone", Staff: edgeWindow(9*hours.Hour, 17*hours.Hour), StaffZone: name,
			}}},
		} {
			p.Plays = edgePolicy(edgeSteps(edgePlay("news", 0), followup.Step{ID: "s", Channels: []string{"phone"}})).Plays
			if len(p.Channels) == 0 {
				p.Channels = []followup.Channel{{ID: "phone"}}
			}
			if _, err := followup.Compile(p, world); err == nil {
				t.Errorf("%s zone %q: no fault", part, name)
			}
		}
	}
	c := edgeIn("Asia/Tokyo")
	c.Zone = time.Local
	_, err := compile(t, edgePolicy(edgePlay("news", 0))).Plan(c, at("2026-11-22 12:00"))
	var fault *followup.Error
	if !errors.Is(err, followup.ErrZone) || !errors.As(err, &fault) || fault.Customer != "c" {
		t.Errorf("a customer in time.Local: error %v, want %v that names the customer", err, followup.ErrZone)
	}
}

// Somebody who moves is planned for by the new clock at once, and gets nothing
// twice: keys have no time and no zone.
func TestEdge10Moves(t *testing.T) {
	p := edgePolicy(edgePlay("news", 0))
	p.Hours = []followup.HoursRule{edgeDay()}
	e := compile(t, p)
	now := edgeTime("2026-11-22 22:00 -0500")
	c := edgeWith(edgeIn("America/New_York"), edgeEvent("news", "e", now))
	edgeWant(t, plan(t, e, c, now), "news/e/s hold email 2026-11-23 08:00 -0500: hours")
	c.Zone = tokyo
	p1 := plan(t, e, c, now)
	edgeWant(t, p1, "news/e/s send email")
	c = edgeAfter(c, p1.Decisions[0].Contact(now, followup.Sent))
	c.Zone = mustZone("America/New_York")
	edgeWant(t, plan(t, e, c, edgeTime("2026-11-23 08:00 -0500")), "news/e/s done email: done")
}

// Hours that never open are a fault of the policy; those that never meet in all
// zones of a region, or never meet one another, drop the message in good time.
func TestEdge11NeverOpen(t *testing.T) {
	weekend := hours.Dates{}
	for d := date("2000-01-01"); d.Before(date("2100-01-01")); d = d.AddDays(1) {
		if d.Weekday() == time.Sunday {
			weekend[d] = retention.Text{English: "Sunday"}
		}
	}
	p := edgePolicy(edgePlay("news", 0))
	p.Hours = []followup.HoursRule{{ID: "never", Hours: hours.Hours{
		Windows: []hours.Window{{Days: hours.On(time.Sunday)}}, Closed: []string{"sundays"},
	}}}
	_, err := followup.Compile(p, followup.World{Zone: time.LoadLocation, Calendars: map[string]hours.Calendar{"sundays": weekend}})
	if !errors.Is(err, hours.ErrNeverOpen) {
		t.Errorf("Compile: %v, want %v", err, hours.ErrNeverOpen)
	}

	now := edgeTime("2026-11-22 10:00 +0900")
	p = edgePolicy(edgePlay("news", 0))
	p.Zones.Regions = map[string][]string{"far apart": {"Asia/Tokyo", "America/New_York"}}
	p.Hours = []followup.HoursRule{{ID: "morning", Hours: edgeWindow(9*hours.Hour, 12*hours.Hour)}}
	c := edgeWith(edgeIn("UTC"), edgeEvent("news", "e", now))
	c.Zone, c.Region = nil, "far apart"
	edgeWant(t, plan(t, compile(t, p), c, now), "news/e/s drop email: hours.never")

	p = edgePolicy(edgePlay("news", 0))
	p.Hours = []followup.HoursRule{
		{ID: "morning", Hours: edgeWindow(9*hours.Hour, 12*hours.Hour)}, {ID: "evening", Hours: edgeWindow(18*hours.Hour, 21*hours.Hour)},
	}
	if _, err := followup.Compile(p, world); !errors.Is(err, followup.ErrIdle) {
		t.Errorf("hours that never meet: %v, want %v", err, followup.ErrIdle)
	}
	p.Laws, p.Hours = edgeLaw(followup.Rules{Hours: p.Hours[1:]}), p.Hours[:1]
	edgeWant(t, plan(t, compile(t, p), edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("news", "e", now)), now), "news/e/s drop email: hours hours late")
}

// A holiday stays one though its substitute is free too, a day between two
// holidays is free, and the reason has the holiday's name.
func TestEdge12Holidays(t *testing.T) {
	p := edgePolicy(edgePlay("news", 0))
	p.Hours = []followup.HoursRule{{ID: "office", Hours: hours.Hours{
		Windows: []hours.Window{{From: 9 * hours.Hour, To: 18 * hours.Hour}}, Closed: []string{"jp"},
	}}}
	e := compile(t, p)
	for _, tt := range []struct{ reason, now, want, holiday string }{
		{"a Sunday that is a holiday, though the Monday makes up for it", "2024-05-05 10:00 +0900",
			"hold email 2024-05-07 09:00 +0900: holiday", "こどもの日"},
		{"the Monday", "2024-05-06 10:00 +0900", "hold email 2024-05-07 09:00 +0900: holiday", "振替休日"},
		{"a Tuesday between two holidays", "2026-09-22 10:00 +0900", "hold email 2026-09-24 09:00 +0900: holiday", "国民の休日"},
		{"an ordinary Sunday", "2026-11-22 10:00 +0900", "send email", ""},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			now := edgeTime(tt.now)
			made := plan(t, e, edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("news", "e", now)), now)
			edgeWant(t, made, "news/e/s "+tt.want)
			if tt.holiday == "" {
				return
			}
			if got := edgeReason(t, made.Decisions[0].WhyNot, followup.OnHoliday).Name.In(retention.Japanese); got != tt.holiday {
				t.Errorf("holiday %q, want %q", got, tt.holiday)
			}
		})
	}
}

// Where people are needed both calendars must be open: theirs by their zone, and
// the customer's by the customer's.
func TestEdge13WhoseHoliday(t *testing.T) {
	thanksgiving := hours.Dates{date("2026-11-26"): {English: "Thanksgiving"}}
	andrew := hours.Dates{date("2026-11-30"): {English: "St Andrew's Day"}}
	p := edgePolicy(edgeSteps(edgePlay("call", 0), followup.Step{ID: "s", Late: days(10), Channels: []string{"phone"}}))
	p.Channels[2].StaffZone = "America/New_York"
	p.Channels[2].Staff = hours.Hours{
		Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 17 * hours.Hour}}, Closed: []string{"us"},
	}
	p.Hours = []followup.HoursRule{{ID: "day", Hours: hours.Hours{
		Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}, Closed: []string{"scotland"},
	}}}
	e, err := followup.Compile(p, followup.World{Zone: time.LoadLocation, Calendars: map[string]hours.Calendar{"us": thanksgiving, "scotland": andrew}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ reason, now, want string }{
		{"nobody there yet", "2026-11-25 10:00 +0000", "hold phone 2026-11-25 14:00 +0000: hours.staff"},
		{"both there", "2026-11-25 14:00 +0000", "send phone"},
		{"the customer's evening is the staff's afternoon", "2026-11-25 21:00 +0000", "hold phone 2026-11-27 14:00 +0000: hours hours.staff"},
		{"a holiday of the staff", "2026-11-26 15:00 +0000", "hold phone 2026-11-27 14:00 +0000: hours.staff"},
		{"a holiday of the customer, after a weekend of the staff", "2026-11-28 15:00 +0000", "hold phone 2026-12-01 14:00 +0000: holiday hours.staff"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			now := edgeTime(tt.now)
			edgeWant(t, plan(t, e, edgeWith(edgeIn("Europe/London"), edgeEvent("call", "e", now)), now), "call/e/s "+tt.want)
		})
	}
	now := edgeTime("2026-11-26 15:00 +0000")
	d := edgeDecision(t, plan(t, e, edgeWith(edgeIn("Europe/London"), edgeEvent("call", "e", now)), now), "call/e/s")
	if got := edgeReason(t, d.WhyNot, followup.NoStaff).Name.English; got != "Thanksgiving" {
		t.Errorf("holiday of the staff %q, want Thanksgiving", got)
	}
}
