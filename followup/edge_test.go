package followup_test

// The edge cases of this field, by number: what other tools are known to get
// wrong, and what must hold here. TestEdge01 to TestEdge13 are about time (see
// edgetime_test.go), 14 to 24 about caps (edgecap_test.go), 25 to 49 about the
// flow of messages (edgeflow_test.go). What the plays must do beside is in
// edgeplay_test.go, and what reasons hold in edgereason_test.go.
//
// Shown elsewhere, or not at all:
//
//   - 6 and 12, windows and holidays for themselves: package hours. Here they are
//     shown through a policy.
//   - 9, names of zones: LoadLocation is the caller's. Here it is shown that the
//     host's zone and unknown names are refused.
//   - 17, a negative Max: it is one of the faults of Compile.
//   - 43, how even the draw is: with the holdout's other laws.
//   - 49, a fault for contacts too far ahead: there is no such limit, a contact
//     ahead is one that is booked.
//   - 50 to 55, service clocks: another package; their business time is that of
//     hours.Schedule.Elapsed.
//   - 56, a library's shared holidays: it is not used.

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// edgeTime reads an instant with its offset: "2026-03-08 03:00 -0400".
func edgeTime(text string) time.Time {
	t, err := time.Parse("2006-01-02 15:04 -0700", text)
	if err != nil {
		panic(err)
	}
	return t
}

func edgeMonths(n int) retention.Span { return retention.Span{Months: n} }

// edgeWindow is open every day.
func edgeWindow(from, to hours.Clock) hours.Hours {
	return hours.Hours{Windows: []hours.Window{{From: from, To: to}}}
}

// edgeDay is a rule for all messages, from 8 to 21.
func edgeDay() followup.HoursRule {
	return followup.HoursRule{ID: "day", Hours: edgeWindow(8*hours.Hour, 21*hours.Hour)}
}

// edgeIn lives in a zone, and is reached on every channel of edgePolicy.
func edgeIn(zone string) followup.Customer {
	return followup.Customer{ID: "c", Zone: mustZone(zone), Addresses: edgeAddresses("email", "sms", "phone", "visit")}
}

func edgeAddresses(channels ...string) (all []followup.Address) {
	for _, c := range channels {
		all = append(all, followup.Address{Channel: c, ID: c + "-1"})
	}
	return all
}

// edgePolicy has four channels and no manners.
func edgePolicy(plays ...followup.Play) followup.Policy {
	return followup.Policy{
		Version: "1",
		Channels: []followup.Channel{
			{ID: "email"}, {ID: "sms", Interrupts: true}, {ID: "phone", Interrupts: true}, {ID: "visit", Interrupts: true},
		},
		Plays: plays,
		Signs: []string{"order"},
	}
}

// edgePlay sends one e-mail on each event that is named like it.
func edgePlay(id string, priority int) followup.Play {
	return followup.Play{
		ID: id, Topic: id, Purpose: followup.Relationship, Priority: priority, Trigger: followup.OnEvent(id),
		Steps: []followup.Step{{ID: "s", Channels: []string{"email"}}},
	}
}

// edgeSteps returns a play with other steps.
func edgeSteps(p followup.Play, steps ...followup.Step) followup.Play {
	p.Steps = steps
	return p
}

// edgeTriggered returns a play with another trigger.
func edgeTriggered(p followup.Play, t followup.Trigger) followup.Play {
	p.Trigger = t
	return p
}

func edgeEvent(kind, id string, at time.Time) followup.Event {
	return followup.Event{ID: id, Kind: kind, At: at}
}

// edgeSent is a message on a topic, outside of all plays.
func edgeSent(topic string, at time.Time) followup.Contact {
	return followup.Contact{At: at, Channel: "email", Topic: topic, Purpose: followup.Relationship}
}

// edgeWith returns the customer with more events.
func edgeWith(c followup.Customer, events ...followup.Event) followup.Customer {
	c.Events = append(c.Events[:len(c.Events):len(c.Events)], events...)
	return c
}

// edgeAfter returns the customer with more contacts.
func edgeAfter(c followup.Customer, contacts ...followup.Contact) followup.Customer {
	c.Contacts = append(c.Contacts[:len(c.Contacts):len(c.Contacts)], contacts...)
	return c
}

func edgeFind(p followup.Plan, key string) (followup.Decision, bool) {
	for _, d := range p.Decisions {
		if d.Key == key {
			return d, true
		}
	}
	return followup.Decision{}, false
}

// edgeDecision finds a decision that must be there.
func edgeDecision(t *testing.T, p followup.Plan, key string) followup.Decision {
	t.Helper()
	d, ok := edgeFind(p, key)
	if !ok {
		t.Fatalf("no decision %q in\n%s", key, strings.Join(edgeLines(p), "\n"))
	}
	return d
}

// edgeLine is a decision in a line: "hold email 2026-11-23 08:00 +0900: hours".
func edgeLine(d followup.Decision) string {
	text := d.Verdict.String()
	if d.Channel != "" {
		text += " " + d.Channel
	}
	if !d.NotBefore.IsZero() {
		text += " " + edgeStamp(d.NotBefore)
	}
	if d.Behind {
		text += " behind"
	}
	for i, r := range d.WhyNot {
		text += map[bool]string{true: ": ", false: " "}[i == 0] + string(r.Code)
	}
	return text
}

func edgeStamp(t time.Time) string {
	if t.Second() != 0 || t.Nanosecond() != 0 {
		return t.Format("2006-01-02 15:04:05.999999999 -0700")
	}
	return t.Format("2006-01-02 15:04 -0700")
}

func edgeLines(p followup.Plan) (lines []string) {
	for _, d := range p.Decisions {
		lines = append(lines, d.Key+" "+edgeLine(d))
	}
	return lines
}

// edgeWant compares a plan's decisions with lines of key and decision, in order.
func edgeWant(t *testing.T, p followup.Plan, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, edgeLines(p)); diff != "" {
		t.Errorf("at %s: decisions (-want +got):\n%s", edgeStamp(p.At), diff)
	}
}

// edgeReason finds the reason of a code that must be there.
func edgeReason(t *testing.T, reasons []followup.Reason, code followup.Code) followup.Reason {
	t.Helper()
	for _, r := range reasons {
		if r.Code == code {
			return r
		}
	}
	t.Fatalf("no reason %q in %v", code, reasons)
	return followup.Reason{}
}

func edgeHas(reasons []followup.Reason, code followup.Code) bool {
	for _, r := range reasons {
		if r.Code == code {
			return true
		}
	}
	return false
}

// edgeWalk plans, sends what may go, and jumps to Plan.Next, until there is
// nothing to wait for. It returns what went out: "2026-11-22 08:00 +0900 key".
func edgeWalk(t *testing.T, e *followup.Engine, c followup.Customer, now time.Time) (sent []string) {
	t.Helper()
	for range 400 {
		p := plan(t, e, c, now)
		acted := false
		for d := range p.With(followup.Send) {
			sent = append(sent, fmt.Sprintf("%s %s", edgeStamp(now.In(d.Due.Location())), d.Key))
			c = edgeAfter(c, d.Contact(now, followup.Sent))
			acted = true
		}
		switch {
		case acted:
		case p.Next.IsZero():
			return sent
		default:
			now = p.Next
		}
	}
	t.Fatal("the plan never comes to an end")
	return nil
}

// edgeLaw is a law of Japan, and of those whose region is not known.
func edgeLaw(rules followup.Rules) []followup.Law {
	return []followup.Law{{ID: "law", AsOf: date("2026-01-01"), Sources: []string{"the text"}, Regions: []string{"JP"}, Rules: rules}}
}
