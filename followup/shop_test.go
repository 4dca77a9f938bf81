package followup_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

var tokyo = mustZone("Asia/Tokyo")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// at reads a time in Tokyo.
func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, tokyo)
	if err != nil {
		panic(err)
	}
	return t
}

func date(text string) retention.Date {
	d, err := retention.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func exact(d time.Duration) retention.Span { return retention.Span{Exact: d} }

func days(n int) retention.Span { return retention.Span{Days: n} }

var world = followup.World{Zone: time.LoadLocation}

// simple is a policy of one channel, a birthday and thanks, quiet at night.
func simple() followup.Policy {
	return followup.Policy{
		Version:  "1",
		Channels: []followup.Channel{{ID: "email"}, {ID: "phone", Interrupts: true}},
		Plays: []followup.Play{{
			ID: "birthday", Topic: "birthday", Purpose: followup.Relationship, Priority: 2,
			Trigger: followup.Yearly("birthday"),
			Steps:   []followup.Step{{ID: "mail", Channels: []string{"email"}}},
		}, {
			ID: "thanks", Topic: "thanks", Purpose: followup.Relationship, Priority: 1,
			Trigger: followup.OnEvent("order"),
			Steps:   []followup.Step{{ID: "mail", Wait: days(1), Channels: []string{"email"}}},
		}},
		Rules: followup.Rules{
			Hours: []followup.HoursRule{{ID: "day", Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}}}},
			Caps:  []followup.Cap{{ID: "gap", Max: 1, Every: exact(16 * time.Hour)}},
		},
		Signs: []string{"order"},
	}
}

func compile(t testing.TB, p followup.Policy) *followup.Engine {
	t.Helper()
	e, err := followup.Compile(p, world)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func plan(t testing.TB, e *followup.Engine, c followup.Customer, now time.Time) followup.Plan {
	t.Helper()
	p, err := e.Plan(c, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// haru lives in Tokyo and has an e-mail address.
func haru() followup.Customer {
	return followup.Customer{
		ID: "haru", Zone: tokyo, Addresses: []followup.Address{{Channel: "email", ID: "haru@example.com"}},
		Dates: map[string]retention.Date{"birthday": date("1990-11-22")},
	}
}
