package followup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// edgeGap is a cap of one for all messages.
func edgeGap(hours int) followup.Cap {
	return followup.Cap{ID: "gap", Max: 1, Every: exact(time.Duration(hours) * time.Hour)}
}

// The more important message has its room first, even one that is due later, if
// it is within the horizon; the reason names it.
func TestEdge25PriorityNotFirstCome(t *testing.T) {
	p := simple()
	p.Caps = []followup.Cap{edgeGap(16)}
	p.Plays[0].Steps[0].At = 9 * hours.Hour // birthday, the more important
	p.Plays[1].Steps[0].Wait = days(0)      // thanks
	now := at("2026-11-21 18:00")
	c := edgeWith(haru(), edgeEvent("order", "o1", now))
	e := compile(t, p)
	made := plan(t, e, c, now)
	edgeWant(t, made,
		"birthday/2026/mail hold email 2026-11-22 09:00 +0900: due",
		"thanks/o1/mail hold email 2026-11-23 08:00 +0900: hours reserved")
	if got := edgeReason(t, made.Decisions[1].WhyNot, followup.RoomReserved).Ref; got != "birthday/2026/mail" {
		t.Errorf("reserved for %q, want the birthday", got)
	}
	p.Plays[0].Priority, p.Plays[1].Priority = 1, 2
	edgeWant(t, plan(t, compile(t, p), c, now),
		"thanks/o1/mail send email",
		"birthday/2026/mail hold email 2026-11-22 10:00 +0900 behind: reserved")

	p.Plays[0].Priority, p.Plays[1].Priority = 2, 1
	p.Horizon = exact(14 * time.Hour)
	edgeWant(t, plan(t, compile(t, p), c, now),
		"birthday/2026/mail hold email 2026-11-22 09:00 +0900: due",
		"thanks/o1/mail send email")
}

// What is always outranked is dropped when it is too late, and says for whom the
// room was kept. It does not grow more important by waiting.
func TestEdge26Starved(t *testing.T) {
	daily := edgeTriggered(edgePlay("daily", 9), followup.Every(days(1), date("2026-11-01")))
	daily.Steps[0].At = 9 * hours.Hour
	low := edgePlay("low", 0)
	low.Steps[0].Late = days(3)
	p := edgePolicy(daily, low)
	p.Caps = []followup.Cap{edgeGap(24)}
	e := compile(t, p)
	now := at("2026-11-22 08:00")
	c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("low", "e", now))
	for range 40 {
		made := plan(t, e, c, now)
		d := edgeDecision(t, made, "low/e/s")
		if d.Verdict == followup.Send {
			t.Fatalf("at %s the less important one goes", edgeStamp(now))
		}
		for s := range made.With(followup.Send) {
			c = edgeAfter(c, s.Contact(now, followup.Sent))
		}
		if d.Verdict == followup.Drop {
			if r := edgeReason(t, d.WhyNot, followup.RoomReserved); r.Rule != "gap" || !strings.HasPrefix(r.Ref, "daily/") {
				t.Errorf("dropped for the rule %q and %q", r.Rule, r.Ref)
			}
			edgeReason(t, d.WhyNot, followup.TooLate)
			return
		}
		now = now.Add(3 * time.Hour)
	}
	t.Error("it is never dropped")
}

// What was held overnight leaves at a moment of its own after opening, the same
// at each plan; what was not held leaves at once.
func TestEdge27NoHerdAtEight(t *testing.T) {
	p := edgePolicy(edgePlay("news", 0), edgeSteps(edgePlay("call", 0), followup.Step{ID: "s", Channels: []string{"phone"}}))
	p.Channels[0].Spread = exact(time.Hour)
	p.Hours = []followup.HoursRule{edgeDay()}
	e := compile(t, p)
	night, open := at("2026-11-21 23:00"), at("2026-11-22 08:00")
	quarters := map[int]int{}
	for i := range 400 {
		c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("news", "e", night))
		c.ID = fmt.Sprint("c", i)
		d := edgeDecision(t, plan(t, e, c, night), "news/e/s")
		offset := d.NotBefore.Sub(open)
		if offset < 0 || offset >= time.Hour {
			t.Fatalf("%s: %s after opening", c.ID, offset)
		}
		quarters[int(offset/(15*time.Minute))]++
		for _, now := range []time.Time{night.Add(5 * time.Hour), open, d.NotBefore.Add(-1)} {
			if now.Before(d.NotBefore) {
				again := edgeDecision(t, plan(t, e, c, now), "news/e/s")
				if !again.NotBefore.Equal(d.NotBefore) {
					t.Fatalf("%s: %s, and at %s %s", c.ID, d.NotBefore, now, again.NotBefore)
				}
			}
		}
		if again := edgeDecision(t, plan(t, e, c, d.NotBefore), "news/e/s"); again.Verdict != followup.Send {
			t.Fatalf("%s: at its moment %s", c.ID, edgeLine(again))
		}
	}
	for q := range 4 {
		if n := quarters[q]; n < 60 || n > 140 { // 100 expected, with a standard deviation of 8.7
			t.Errorf("%d of 400 leave in quarter %d of the hour", n, q)
		}
	}
	c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("news", "e", open), edgeEvent("call", "e", night))
	edgeWant(t, plan(t, e, c, open), "call/e/s send phone: hours", "news/e/s send email")
	noon := at("2026-11-22 12:00")
	edgeWant(t, plan(t, e, edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("news", "e", noon)), noon), "news/e/s send email")

	p.Hours[0].Hours = edgeWindow(8*hours.Hour, 8*hours.Hour+10) // shorter than the spread
	e = compile(t, p)
	for i := range 50 {
		c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("news", "e", night))
		c.ID = fmt.Sprint("c", i)
		if d := edgeDecision(t, plan(t, e, c, night), "news/e/s"); d.NotBefore.Sub(open) >= 10*time.Minute {
			t.Errorf("%s: at %s it is closed", c.ID, edgeStamp(d.NotBefore))
		}
	}
}

// Of several that were held for one person the caps hold when they leave: one by
// one, or together as a digest.
func TestEdge28HeldTogether(t *testing.T) {
	p := edgePolicy(edgePlay("a", 3), edgePlay("b", 2), edgePlay("c", 1))
	p.Hours = []followup.HoursRule{edgeDay()}
	p.Caps = []followup.Cap{edgeGap(2)}
	night := at("2026-11-21 23:00")
	c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("a", "e", night), edgeEvent("b", "e", night), edgeEvent("c", "e", night))
	want := []string{"2026-11-22 08:00 +0900 a/e/s", "2026-11-22 10:00 +0900 b/e/s", "2026-11-22 12:00 +0900 c/e/s"}
	if diff := cmp.Diff(want, edgeWalk(t, compile(t, p), c, night)); diff != "" {
		t.Errorf("one by one (-want +got):\n%s", diff)
	}
	for i := range p.Plays {
		p.Plays[i].Steps[0].Digest = "morning"
	}
	e := compile(t, p)
	made := plan(t, e, c, at("2026-11-22 08:00"))
	edgeWant(t, made,
		"a/e/s send email: hours",
		"b/e/s hold email 2026-11-22 08:00 +0900 behind: digest",
		"c/e/s hold email 2026-11-22 08:00 +0900 behind: digest")
	parts := []followup.Part{{Key: "b/e/s", Topic: "b", Purpose: followup.Relationship}, {Key: "c/e/s", Topic: "c", Purpose: followup.Relationship}}
	if diff := cmp.Diff(parts, made.Decisions[0].Also); diff != "" {
		t.Errorf("inside of it (-want +got):\n%s", diff)
	}
	c = edgeAfter(c, made.Decisions[0].Contact(made.At, followup.Sent))
	edgeWant(t, plan(t, e, c, made.At), "a/e/s done email: done", "b/e/s done email: done", "c/e/s done email: done")
}

// Each step is worth sending for so long; what a step that does not say so stands
// for goes with what began it.
func TestEdge29Stale(t *testing.T) {
	birthday := edgeTriggered(edgePlay("birthday", 0), followup.Yearly("birthday"))
	birthday.Steps[0].At = 9 * hours.Hour
	thanks := edgeTriggered(edgePlay("thanks", 0), followup.OnEvent("order"))
	again := edgeTriggered(edgePlay("again", 0), followup.Reorder("buy"))
	quiet := edgeTriggered(edgePlay("quiet", 0), followup.Silence(days(30)))
	tier := edgeTriggered(edgePlay("tier", 0), followup.Entered("gold"))
	weekly := edgeTriggered(edgePlay("weekly", 0), followup.Every(days(7), date("2026-11-22")))
	soon := edgeSteps(thanks, followup.Step{ID: "s", Late: exact(time.Hour), Channels: []string{"email"}})
	order := edgeEvent("order", "o", at("2026-11-22 12:00"))
	var buys []followup.Event
	for i, d := range []string{"2026-09-23 12:00", "2026-10-13 12:00", "2026-11-02 12:00"} {
		buys = append(buys, edgeEvent("buy", fmt.Sprint("b", i), at(d)))
	}
	for _, tt := range []struct {
		reason string
		play   followup.Play
		key    string
		until  string
	}{
		{"a birthday: its day", birthday, "birthday/2026/s", "2026-11-23 00:00 +0900"},
		{"thanks: 3 days", thanks, "thanks/o/s", "2026-11-25 12:00 +0900"},
		{"to order again: 7 days", again, "again/b2/s", "2026-11-29 12:00 +0900"},
		{"a silence: 7 days", quiet, "quiet/2026-10-23T03:00:00Z+1/s", "2026-11-29 12:00 +0900"},
		{"a tier: 3 days", tier, "tier/2026-11-22T03:00:00Z/s", "2026-11-25 12:00 +0900"},
		{"each week: 3 days", weekly, "weekly/2026-11-22/s", "2026-11-25 00:00 +0900"},
		{"an hour, as it says", soon, "thanks/o/s", "2026-11-22 13:00 +0900"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := edgePolicy(tt.play)
			p.Signs = nil
			e := compile(t, p)
			c := edgeWith(edgeIn("Asia/Tokyo"), order)
			c.Events = append(c.Events, buys...)
			c.Dates = map[string]retention.Date{"birthday": date("1990-11-22")}
			c.Segments = map[string]time.Time{"gold": at("2026-11-22 12:00")}
			c.Contacts = []followup.Contact{edgeSent("x", at("2026-10-23 12:00"))}
			until := edgeTime(tt.until)
			if d := edgeDecision(t, plan(t, e, c, until.Add(-1)), tt.key); d.Verdict != followup.Send || !d.Until.Equal(until) {
				t.Errorf("before: %s until %s, want it sent until %s", edgeLine(d), edgeStamp(d.Until), tt.until)
			}
			if d, ok := edgeFind(plan(t, e, c, until), tt.key); ok && edgeLine(d) != "drop email: late" {
				t.Errorf("after: %s, want it dropped", edgeLine(d))
			}
		})
	}
}

// A message outside of the hours goes when they open next, never at the edge that
// is nearer but before its time.
func TestEdge30LaterEdge(t *testing.T) {
	p := edgePolicy(edgePlay("news", 0))
	p.Hours = []followup.HoursRule{edgeDay()}
	e := compile(t, p)
	for now, want := range map[string]string{
		"2026-11-22 21:01 +0900": "2026-11-23 08:00 +0900", // a minute after closing
		"2026-11-22 07:59 +0900": "2026-11-22 08:00 +0900",
		"2026-11-22 02:30 +0900": "2026-11-22 08:00 +0900",
	} {
		n := edgeTime(now)
		edgeWant(t, plan(t, e, edgeNews("Asia/Tokyo", n), n), "news/e/s hold email "+want+": hours")
	}
}

// A message that must wait is held, and dropped only if it would be too late.
func TestEdge31HoldThenDrop(t *testing.T) {
	night := at("2026-11-21 23:00")
	for _, tt := range []struct {
		late retention.Span
		want string
	}{
		{exact(10 * time.Hour), "hold email 2026-11-22 08:00 +0900: hours"},
		{exact(9*time.Hour + 1), "hold email 2026-11-22 08:00 +0900: hours"},
		{exact(9 * time.Hour), "drop email: hours late"},
		{exact(time.Hour), "drop email: hours late"},
	} {
		p := edgePolicy(edgeSteps(edgePlay("news", 0), followup.Step{ID: "s", Late: tt.late, Channels: []string{"email"}}))
		p.Hours = []followup.HoursRule{edgeDay()}
		edgeWant(t, plan(t, compile(t, p), edgeNews("Asia/Tokyo", night), night), "news/e/s "+tt.want)
	}
}

// Nothing is queued: whatever changed while a message waited counts when it could
// go.
func TestEdge32ChangedMeanwhile(t *testing.T) {
	play := edgePlay("news", 0)
	play.For.In, play.Exit = []string{"readers"}, []string{"moved on"}
	p := edgePolicy(play)
	p.Hours = []followup.HoursRule{edgeDay()}
	p.Complaint = &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Relationship}}
	e := compile(t, p)
	night, open := at("2026-11-21 23:00"), at("2026-11-22 08:00")
	c := edgeNews("Asia/Tokyo", night)
	c.Segments = map[string]time.Time{"readers": at("2026-01-01 00:00")}
	edgeWant(t, plan(t, e, c, night), "news/e/s hold email 2026-11-22 08:00 +0900: hours")
	for _, tt := range []struct {
		reason string
		change func(*followup.Customer)
		want   string
	}{
		{"nothing", func(*followup.Customer) {}, "send email: hours"},
		{"they left the segment", func(c *followup.Customer) { c.Segments = nil }, "drop email: audience hours"},
		{"they opted out", func(c *followup.Customer) {
			c.Consents = []followup.Consent{{Channel: "email", At: open.Add(-time.Hour)}}
		}, "drop email: consent.refused hours"},
		{"they complained", func(c *followup.Customer) {
			c.Complaints = []followup.Complaint{{ID: "k", Opened: open.Add(-time.Hour)}}
		}, "hold email: complaint hours"},
		{"it is no longer needed", func(c *followup.Customer) {
			*c = edgeWith(*c, edgeEvent("moved on", "m", open.Add(-time.Hour)))
		}, "drop email: exit hours"},
		{"the address is dead", func(c *followup.Customer) { c.Addresses = []followup.Address{{Channel: "email", ID: "x", Dead: true}} }, "drop: address.dead hours"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			changed := c
			tt.change(&changed)
			d := edgeDecision(t, plan(t, e, changed, open), "news/e/s")
			if got := edgeLine(d); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// A play may be edited while customers are in the middle of it: steps are known
// by their names. New ones apply where they are not late, removed ones vanish,
// and those put in before what went out already are passed.
func TestEdge33EditedPlay(t *testing.T) {
	step := func(id string, wait int) followup.Step {
		return followup.Step{ID: id, Wait: days(wait), Channels: []string{"email"}}
	}
	start := at("2026-11-01 12:00")
	c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("join", "j", start))
	for _, id := range []string{"one", "two"} {
		n := map[string]int{"one": 1, "two": 5}[id]
		c = edgeAfter(c, followup.Contact{Key: "join/j/" + id, At: start.AddDate(0, 0, n), Channel: "email", Topic: "join"})
	}
	done := []string{"join/j/one done email: done", "join/j/two done email: done"}
	now := at("2026-11-07 12:00")
	for _, tt := range []struct {
		reason string
		steps  []followup.Step
		want   []string
	}{
		{"as it was", []followup.Step{step("one", 1), step("two", 4)}, done},
		{"a new one at the end", []followup.Step{step("one", 1), step("two", 4), step("three", 3)},
			append([]string{"join/j/three hold email 2026-11-09 12:00 +0900: due"}, done...)},
		{"a new one at the end that is late", []followup.Step{step("one", 1), step("two", 4), {ID: "three", Wait: exact(time.Hour), Late: exact(time.Hour), Channels: []string{"email"}}},
			append([]string{"join/j/three drop email: late"}, done...)},
		{"one in between", []followup.Step{step("one", 1), step("half", 2), step("two", 2), step("three", 3)},
			append([]string{"join/j/half drop email: step.passed", "join/j/three hold email 2026-11-09 12:00 +0900: due"}, done...)},
		{"the second is gone", []followup.Step{step("one", 1), step("three", 7)},
			append([]string{"join/j/three hold email 2026-11-09 12:00 +0900: due"}, done...)},
		{"all are gone", []followup.Step{step("other", 30)},
			append([]string{"join/j/other hold email 2026-12-01 12:00 +0900: due"}, done...)},
		{"in another order", []followup.Step{step("two", 1), step("one", 4), step("three", 8)},
			append([]string{"join/j/three hold email 2026-11-10 12:00 +0900: due"}, done...)},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			edgeWant(t, plan(t, compile(t, edgePolicy(edgeSteps(edgePlay("join", 0), tt.steps...))), c, now), tt.want...)
		})
	}
}

// Weekdays only means the first message too, and those that follow.
func TestEdge34FirstStepOnAWeekend(t *testing.T) {
	p := edgePolicy(edgeSteps(edgePlay("news", 0),
		followup.Step{ID: "first", Channels: []string{"email"}}, followup.Step{ID: "second", Wait: days(5), Channels: []string{"email"}}))
	p.Hours = []followup.HoursRule{{ID: "weekdays", Hours: hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 17 * hours.Hour}}}}}
	c := edgeWith(edgeIn("Europe/London"), edgeEvent("news", "e", edgeTime("2026-11-21 10:00 +0000"))) // a Saturday
	want := []string{"2026-11-23 09:00 +0000 news/e/first", "2026-11-30 09:00 +0000 news/e/second"}
	if diff := cmp.Diff(want, edgeWalk(t, compile(t, p), c, edgeTime("2026-11-21 10:00 +0000"))); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

// A new play sends nothing about what is long past: it is dropped as late, and
// counted where it is too long past to be listed.
func TestEdge35NewPlayOldHistory(t *testing.T) {
	now := at("2026-11-22 12:00")
	c := edgeIn("Asia/Tokyo")
	for i := range 1000 {
		c.Events = append(c.Events, edgeEvent("order", fmt.Sprintf("o%03d", i), now.AddDate(0, 0, -i)))
	}
	p := edgePolicy(edgeTriggered(edgePlay("thanks", 0), followup.OnEvent("order")))
	made := plan(t, compile(t, p), c, now)
	verdicts := map[followup.Verdict]int{}
	for _, d := range made.Decisions {
		verdicts[d.Verdict]++
		if d.Verdict == followup.Drop && edgeLine(d) != "drop email: late" {
			t.Errorf("%s %s", d.Key, edgeLine(d))
		}
	}
	want := map[followup.Verdict]int{followup.Send: 3, followup.Drop: 31}
	if diff := cmp.Diff(want, verdicts); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	if made.Over != 1000-34 {
		t.Errorf("%d were over long ago, want %d", made.Over, 1000-34)
	}
}

// While the staff is away their channel is closed; what gets late meanwhile is
// dropped, and the rest is planned anew in order of importance.
func TestEdge36StaffAway(t *testing.T) {
	call := func(id string, priority int, late retention.Span) followup.Play {
		return edgeSteps(edgePlay(id, priority), followup.Step{ID: "s", Late: late, Channels: []string{"phone"}})
	}
	p := edgePolicy(call("short", 3, days(3)), call("low", 1, days(30)), call("high", 2, days(30)))
	p.Channels[2].StaffZone = "Asia/Tokyo"
	p.Channels[2].Staff = hours.Hours{Windows: []hours.Window{{From: 9 * hours.Hour, To: 18 * hours.Hour}}, Closed: []string{"away"}}
	p.Caps, p.Horizon = []followup.Cap{edgeGap(24)}, exact(14*24*time.Hour)
	away := hours.Season{From: date("2026-11-20"), To: date("2026-12-01"), Name: retention.Text{English: "away"}}
	e, err := followup.Compile(p, followup.World{Zone: time.LoadLocation, Calendars: map[string]hours.Calendar{"away": away}})
	if err != nil {
		t.Fatal(err)
	}
	now := at("2026-11-22 12:00")
	c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("short", "e", now), edgeEvent("low", "e", now.Add(-time.Hour)), edgeEvent("high", "e", now))
	edgeWant(t, plan(t, e, c, now),
		"short/e/s drop phone: hours.staff late",
		"high/e/s hold phone 2026-12-01 09:00 +0900: hours.staff",
		"low/e/s hold phone 2026-12-02 09:00 +0900: hours.staff reserved")
}

// Another channel is opened only by what its step allows, and never by a cap, the
// hours, a refusal or a complaint. It has its own consent to ask for.
func TestEdge37FallbackIsNoLoophole(t *testing.T) {
	now := at("2026-11-22 12:00")
	base := func() followup.Policy {
		p := edgePolicy(edgeSteps(edgePlay("news", 0), followup.Step{ID: "s", Channels: []string{"sms", "email"}}))
		p.Consent = []followup.ConsentRule{{ID: "asked", Match: followup.Match{Channels: []string{"sms"}}}}
		return p
	}
	yes := followup.Consent{Channel: "sms", Granted: true, At: at("2026-01-01 12:00")}
	sms := followup.Match{Channels: []string{"sms"}}
	for _, tt := range []struct {
		reason   string
		policy   func(*followup.Policy)
		customer func(*followup.Customer)
		want     string
	}{
		{"nothing is in the way", nil, nil, "send sms"},
		{"capped", func(p *followup.Policy) {
			p.Caps = []followup.Cap{{ID: "cap", Match: sms, Max: 1, Every: exact(48 * time.Hour)}}
		},
			func(c *followup.Customer) { c.Contacts = []followup.Contact{{At: now.Add(-time.Hour), Channel: "sms"}} },
			"hold sms 2026-11-24 11:00 +0900: cap"},
		{"capped for good", func(p *followup.Policy) { p.Caps = []followup.Cap{{ID: "cap", Match: sms, Every: exact(time.Hour)}} }, nil, "drop sms: cap.never"},
		{"capped till it is late", func(p *followup.Policy) { p.Caps = []followup.Cap{{ID: "cap", Match: sms, Max: 1, Every: days(9)}} },
			func(c *followup.Customer) { c.Contacts = []followup.Contact{{At: now.Add(-time.Hour), Channel: "sms"}} },
			"drop sms: cap late"},
		{"outside of the hours", func(p *followup.Policy) {
			p.Hours = []followup.HoursRule{{ID: "h", Match: sms, Hours: edgeWindow(18*hours.Hour, 20*hours.Hour)}}
		}, nil, "hold sms 2026-11-22 18:00 +0900: hours"},
		{"a no to the topic", func(p *followup.Policy) { p.Declines = []followup.DeclineRule{{ID: "no", Match: sms}} },
			func(c *followup.Customer) {
				c.Events = append(c.Events, followup.Event{ID: "d", Kind: followup.DeclineEvent, At: now.Add(-time.Hour), Topic: "news"})
			}, "drop sms: decline"},
		{"an open complaint", func(p *followup.Policy) {
			p.Complaint = &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Relationship}}
		}, func(c *followup.Customer) {
			c.Complaints = []followup.Complaint{{ID: "k", Opened: now.Add(-time.Hour)}}
		}, "hold sms: complaint"},
		{"an opt-out", nil, func(c *followup.Customer) {
			c.Consents = append(c.Consents, followup.Consent{Channel: "sms", At: now.Add(-time.Hour)})
		}, "drop sms: consent.refused"},
		{"no consent was ever given", nil, func(c *followup.Customer) { c.Consents = nil }, "send email"},
		{"it ran out", nil, func(c *followup.Customer) { c.Consents[0].Expires = now.Add(-time.Hour) }, "send email"},
		{"no address", nil, func(c *followup.Customer) { c.Addresses = edgeAddresses("email") }, "send email"},
		{"a dead address", nil, func(c *followup.Customer) { c.Addresses[1].Dead = true }, "send email"},
		{"no address, and outside of its hours", func(p *followup.Policy) {
			p.Hours = []followup.HoursRule{{ID: "h", Match: sms, Hours: edgeWindow(18*hours.Hour, 20*hours.Hour)}}
		}, func(c *followup.Customer) { c.Addresses = edgeAddresses("email") }, "send email"},
		{"no address, and a no", func(p *followup.Policy) { p.Declines = []followup.DeclineRule{{ID: "no", Match: sms}} },
			func(c *followup.Customer) {
				c.Addresses = edgeAddresses("email")
				c.Events = append(c.Events, followup.Event{ID: "d", Kind: followup.DeclineEvent, At: now.Add(-time.Hour), Topic: "news"})
			}, "drop sms: address.missing decline"},
		{"the other channel asks for its own consent", func(p *followup.Policy) { p.Consent[0].Channels = nil },
			func(c *followup.Customer) { c.Addresses[1].Dead = true }, "drop: address.dead consent.missing"},
		{"and keeps its own hours", func(p *followup.Policy) {
			p.Hours = []followup.HoursRule{{ID: "h", Match: followup.Match{Channels: []string{"email"}}, Hours: edgeWindow(18*hours.Hour, 20*hours.Hour)}}
		}, func(c *followup.Customer) { c.Addresses = edgeAddresses("email") }, "hold email 2026-11-22 18:00 +0900: hours"},
		{"only what the step names", func(p *followup.Policy) { p.Plays[0].Steps[0].Fallback = []followup.Code{followup.ConsentRefused} },
			func(c *followup.Customer) { c.Consents = nil }, "drop sms: consent.missing"},
		{"an opt-out, if it names that", func(p *followup.Policy) { p.Plays[0].Steps[0].Fallback = []followup.Code{followup.ConsentRefused} },
			func(c *followup.Customer) {
				c.Consents = append(c.Consents, followup.Consent{Channel: "sms", At: now.Add(-time.Hour)})
			}, "send email"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := base()
			if tt.policy != nil {
				tt.policy(&p)
			}
			c := edgeNews("Asia/Tokyo", now)
			c.Consents = []followup.Consent{yes}
			if tt.customer != nil {
				tt.customer(&c)
			}
			d := edgeDecision(t, plan(t, compile(t, p), c, now), "news/e/s")
			got := edgeLine(d)
			if d.Channel == "" { // the order is that of the gates, not of the channels
				slices.SortFunc(d.WhyNot, func(a, b followup.Reason) int { return cmpCodes(a.Code, b.Code) })
				got = edgeLine(d)
			}
			if got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if fell := edgeHas(d.Why, followup.ByFallback); fell != (d.Channel == "email") {
				t.Errorf("on %q, and by fallback: %v", d.Channel, fell)
			}
		})
	}
}

func cmpCodes(a, b followup.Code) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Those born on 29 February have a birthday each year, by the rule the policy
// has. To change the rule after it went out sends no second one.
func TestEdge38LeapDay(t *testing.T) {
	for _, tt := range []struct {
		leap followup.LeapDay
		want []string
	}{
		{followup.February28, []string{"2027-02-28", "2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"}},
		{followup.March1, []string{"2027-03-01", "2028-02-29", "2029-03-01", "2030-03-01", "2031-03-01", "2032-02-29"}},
	} {
		birthday := edgeTriggered(edgePlay("birthday", 0), followup.Trigger{Yearly: &followup.YearlyTrigger{Date: "birthday", Leap: tt.leap}})
		p := edgePolicy(birthday)
		e := compile(t, p)
		c := edgeIn("Asia/Tokyo")
		c.Dates = map[string]retention.Date{"birthday": date("2004-02-29")}
		for _, on := range tt.want {
			d := edgeDecision(t, plan(t, e, c, date(on).At(12*time.Hour, tokyo)), "birthday/"+on[:4]+"/s")
			if d.Verdict != followup.Send || !d.Due.Equal(date(on).Start(tokyo)) {
				t.Errorf("%v: on %s it is %s, due %s", tt.leap, on, edgeLine(d), edgeStamp(d.Due))
			}
		}
		c = edgeAfter(c, followup.Contact{Key: "birthday/2027/s", At: date("2027-02-28").At(9*time.Hour, tokyo), Channel: "email"})
		for _, on := range []string{"2027-02-28", "2027-03-01"} {
			if d := edgeDecision(t, plan(t, e, c, date(on).At(12*time.Hour, tokyo)), "birthday/2027/s"); d.Verdict != followup.Done {
				t.Errorf("%v: on %s it is %s, though it went out on 28 February", tt.leap, on, edgeLine(d))
			}
		}
	}
}

// Months keep to the day they began on, or the last of a shorter month: none is
// left out, and none comes twice.
func TestEdge39MonthEnd(t *testing.T) {
	p := edgePolicy(edgeTriggered(edgePlay("monthly", 0), followup.Every(edgeMonths(1), date("2027-01-31"))))
	e := compile(t, p)
	now, c := at("2027-01-31 00:00"), edgeIn("Asia/Tokyo")
	var got []string
	for len(got) < 14 {
		made := plan(t, e, c, now)
		for d := range made.With(followup.Send) {
			got = append(got, retention.DateOf(d.Due, tokyo).String())
			c = edgeAfter(c, d.Contact(now, followup.Sent))
		}
		now = now.Add(24 * time.Hour)
	}
	want := []string{
		"2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30", "2027-07-31", "2027-08-31", "2027-09-30",
		"2027-10-31", "2027-11-30", "2027-12-31", "2028-01-31", "2028-02-29",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	for event, want := range map[string]string{
		"2027-01-31 12:00": "2027-02-28 12:00 +0900", "2028-01-31 12:00": "2028-02-29 12:00 +0900", "2027-03-31 12:00": "2027-04-30 12:00 +0900",
		"2027-02-28 12:00": "2027-03-28 12:00 +0900",
	} {
		p := edgePolicy(edgeSteps(edgePlay("news", 0), followup.Step{ID: "s", Wait: edgeMonths(1), Channels: []string{"email"}}))
		d := edgeDecision(t, plan(t, compile(t, p), edgeNews("Asia/Tokyo", at(event)), at(event)), "news/e/s")
		if got := edgeStamp(d.Due); got != want {
			t.Errorf("a month after %s: due %s, want %s", event, got, want)
		}
	}
}

// A date that is corrected after it was used brings no second message that year.
func TestEdge40EditedDate(t *testing.T) {
	p := simple()
	p.Caps = nil
	e := compile(t, p)
	c := edgeAfter(haru(), followup.Contact{Key: "birthday/2026/mail", At: at("2026-11-22 09:00"), Channel: "email"})
	for _, corrected := range []string{"1990-11-25", "1990-12-24", "1991-11-22"} {
		c.Dates = map[string]retention.Date{"birthday": date(corrected)}
		on := retention.NewDate(2026, date(corrected).Month(), date(corrected).Day())
		made := plan(t, e, c, on.At(12*time.Hour, tokyo))
		for d := range made.With(followup.Send) {
			t.Errorf("corrected to %s: %s goes out", corrected, d.Key)
		}
		next := on.AddMonths(12).At(12*time.Hour, tokyo)
		if d := edgeDecision(t, plan(t, e, c, next), "birthday/2027/mail"); d.Verdict != followup.Send {
			t.Errorf("corrected to %s: the year after it is %s", corrected, edgeLine(d))
		}
	}
}

// A month is one of the calendar, 30 days are 30 days, and 720 hours are that.
func TestEdge41AMonthIsNoNumberOfSeconds(t *testing.T) {
	for _, tt := range []struct {
		reentry       retention.Span
		first, second string
		soon          bool
	}{
		{edgeMonths(1), "2027-01-31 12:00 +0900", "2027-02-28 11:59 +0900", true},
		{edgeMonths(1), "2027-01-31 12:00 +0900", "2027-02-28 12:00 +0900", false},
		{days(30), "2027-01-31 12:00 +0900", "2027-03-02 11:59 +0900", true},
		{days(30), "2027-01-31 12:00 +0900", "2027-03-02 12:00 +0900", false},
		{exact(720 * time.Hour), "2027-03-01 12:00 -0500", "2027-03-31 12:59 -0400", true},
		{exact(720 * time.Hour), "2027-03-01 12:00 -0500", "2027-03-31 13:00 -0400", false},
		{days(30), "2027-03-01 12:00 -0500", "2027-03-31 12:00 -0400", false},
	} {
		play := edgePlay("news", 0)
		play.Reentry = tt.reentry
		first, second := edgeTime(tt.first), edgeTime(tt.second)
		zone := "Asia/Tokyo"
		if _, offset := first.Zone(); offset < 0 {
			zone = "America/New_York"
		}
		c := edgeWith(edgeIn(zone), edgeEvent("news", "a", first), edgeEvent("news", "b", second))
		d := edgeDecision(t, plan(t, compile(t, edgePolicy(play)), c, second), "news/b/s")
		if soon := d.Verdict == followup.Drop && edgeHas(d.WhyNot, followup.RunTooSoon); soon != tt.soon {
			t.Errorf("%v after %s, at %s: %s", tt.reentry, tt.first, tt.second, edgeLine(d))
		}
	}
}

// That a message went out, or rang, is no sign of life: only what a person did is.
func TestEdge42OpensAreNotPeople(t *testing.T) {
	p := edgeCapped()
	p.Fatigue = []followup.Fatigue{{ID: "tired", After: 2, Gap: exact(10 * 24 * time.Hour), Stop: 9}}
	e := compile(t, p)
	now := at("2026-11-22 12:00")
	for o := followup.Sent; o <= followup.OptedOut; o++ {
		c := edgeNews("Asia/Tokyo", now,
			edgeSent("x", at("2026-11-15 12:00")), edgeSent("x", at("2026-11-16 12:00")),
			followup.Contact{At: at("2026-11-17 12:00"), Channel: "phone", Topic: "x", Outcome: o})
		want := "hold email 2026-11-27 12:00 +0900: fatigue"
		switch o {
		case followup.Reached, followup.Reacted, followup.Interested:
			want = "send email"
		case followup.Failed:
			want = "hold email 2026-11-26 12:00 +0900: fatigue"
		}
		t.Run(o.String(), func(t *testing.T) { edgeWant(t, plan(t, e, c, now), "news/e/s "+want) })
	}
	t.Run("a touch that was answered is not a silent one", func(t *testing.T) {
		p := p
		p.Fatigue = []followup.Fatigue{{ID: "tired", After: 1, Gap: exact(10 * 24 * time.Hour)}}
		c := edgeNews("Asia/Tokyo", now, followup.Contact{At: at("2026-11-21 12:00"), Channel: "phone", Topic: "x", Outcome: followup.Reached})
		edgeWant(t, plan(t, compile(t, p), c, now), "news/e/s send email")
	})
	t.Run("an order", func(t *testing.T) {
		c := edgeNews("Asia/Tokyo", now, edgeSent("x", at("2026-11-15 12:00")), edgeSent("x", at("2026-11-16 12:00")))
		edgeWant(t, plan(t, e, edgeWith(c, edgeEvent("order", "o", at("2026-11-18 12:00"))), now), "news/e/s send email")
	})
}

// Who is held out depends on salt and ID alone: no plan draws again, and a larger
// share only adds customers.
func TestEdge43HoldoutStays(t *testing.T) {
	now := at("2026-11-22 12:00")
	sent := map[float64]int{}
	var out []string
	for _, share := range []float64{0, 0.05, 0.1, 0.5, 1} {
		p := edgePolicy(edgePlay("news", 0))
		p.Holdout = followup.Holdout{Salt: "s", Share: share}
		e := compile(t, p)
		var held []string
		for i := range 1000 {
			c := edgeNews("Asia/Tokyo", now)
			c.ID = fmt.Sprint("c", i)
			d := edgeDecision(t, plan(t, e, c, now), "news/e/s")
			if d.Verdict == followup.Send {
				sent[share]++
				continue
			}
			held = append(held, c.ID)
			if edgeLine(d) != "drop email: holdout" || !e.HeldOut(c.ID) {
				t.Fatalf("%s: %s, HeldOut %v", c.ID, edgeLine(d), e.HeldOut(c.ID))
			}
			c.Zone, c.Region, c.Events[0].At = mustZone("Europe/London"), "GB", now.Add(-time.Hour)
			if d := edgeDecision(t, plan(t, e, c, now), "news/e/s"); d.Verdict != followup.Drop {
				t.Fatalf("%s: drawn again, %s", c.ID, edgeLine(d))
			}
		}
		for _, id := range out {
			if !slices.Contains(held, id) {
				t.Errorf("%s was held out of a smaller share, not of %v", id, share)
			}
		}
		out = held
	}
	if sent[0] != 1000 || sent[1] != 0 || sent[0.5] < 400 || sent[0.5] > 600 {
		t.Errorf("sent by share: %v", sent)
	}
}

// Surveys have two caps, one for any and one for each, so that a frequent one
// does not push a rare one back for ever.
func TestEdge44SurveysApart(t *testing.T) {
	survey := func(id string, priority int) followup.Play { return edgePlay(id, priority) }
	p := edgePolicy(survey("csat", 1), survey("nps", 2))
	surveys := followup.Match{Topics: []string{"csat", "nps"}}
	p.Caps = []followup.Cap{
		{ID: "any survey", Match: surveys, Max: 1, Every: days(30)},
		{ID: "this survey", Match: surveys, Max: 1, Every: days(90), ByTopic: true},
	}
	e := compile(t, p)
	now := at("2026-11-22 12:00")
	for _, tt := range []struct {
		reason string
		before []followup.Contact
		nps    string
		rules  []string
	}{
		{"the other was 31 days ago", []followup.Contact{edgeSent("csat", at("2026-10-22 12:00"))}, "send email", nil},
		{"the other was 29 days ago", []followup.Contact{edgeSent("csat", at("2026-10-24 12:00"))}, "hold email 2026-11-23 00:00 +0900: cap", []string{"any survey"}},
		{"this one was 88 days ago", []followup.Contact{edgeSent("nps", at("2026-08-26 12:00"))}, "hold email 2026-11-24 00:00 +0900: cap", []string{"this survey"}},
		{"no survey", []followup.Contact{edgeSent("news", at("2026-11-22 10:00"))}, "send email", nil},
		{"shown, and not answered", []followup.Contact{{At: at("2026-10-24 12:00"), Channel: "email", Topic: "csat", Outcome: followup.NoAnswer}},
			"hold email 2026-11-23 00:00 +0900: cap", []string{"any survey"}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			d := edgeDecision(t, plan(t, e, edgeAfter(edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("nps", "e", now)), tt.before...), now), "nps/e/s")
			var rules []string
			for _, r := range d.WhyNot {
				rules = append(rules, r.Rule)
			}
			if diff := cmp.Diff(tt.rules, rules); diff != "" || edgeLine(d) != tt.nps {
				t.Errorf("%s, want %s; rules (-want +got):\n%s", edgeLine(d), tt.nps, diff)
			}
		})
	}
	t.Run("the rare one goes first", func(t *testing.T) {
		c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("nps", "e", now), edgeEvent("csat", "e", now.Add(-time.Hour)))
		edgeWant(t, plan(t, e, c, now), "nps/e/s send email", "csat/e/s drop email: reserved late")
	})
}

// What is owed can be let through a cap, and can be left uncounted: that is two
// things. What is partly promotion is promotion.
func TestEdge45OwedAndCaps(t *testing.T) {
	now := at("2026-11-22 12:00")
	transactional := []followup.Purpose{followup.Transactional}
	receipt := edgePlay("receipt", 0)
	receipt.Purpose = followup.Transactional
	for _, tt := range []struct {
		reason            string
		exempt, uncounted []followup.Purpose
		receipt, news     string // after one of each an hour ago
	}{
		{"neither", nil, nil, "hold email 2026-11-23 11:00 +0900: cap", "hold email 2026-11-23 11:00 +0900: cap"},
		{"exempt", transactional, nil, "send email", "hold email 2026-11-23 11:00 +0900: cap"},
		{"uncounted", nil, transactional, "hold email 2026-11-23 10:00 +0900: cap", "hold email 2026-11-23 10:00 +0900: cap"},
		{"both", transactional, transactional, "send email", "hold email 2026-11-23 10:00 +0900: cap"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := edgePolicy(receipt, edgePlay("news", 0))
			p.Caps = []followup.Cap{{ID: "cap", Max: 1, Every: exact(24 * time.Hour), Exempt: tt.exempt, Uncounted: tt.uncounted}}
			e := compile(t, p)
			paid := edgeSent("receipt", at("2026-11-22 11:00"))
			paid.Purpose = followup.Transactional
			for kind, want := range map[string]string{"receipt": tt.receipt, "news": tt.news} {
				c := edgeAfter(edgeWith(edgeIn("Asia/Tokyo"), edgeEvent(kind, "e", now)), paid, edgeSent("x", at("2026-11-22 10:00")))
				edgeWant(t, plan(t, e, c, now), kind+"/e/s "+want)
			}
		})
	}
	t.Run("a play that does not say is promotion", func(t *testing.T) {
		mixed := edgePlay("news", 0)
		mixed.Purpose = 0
		p := edgePolicy(mixed)
		p.Laws = edgeLaw(followup.Rules{Caps: []followup.Cap{{ID: "ads", Match: followup.Match{Purposes: []followup.Purpose{followup.Promotional}}}}})
		edgeWant(t, plan(t, compile(t, p), edgeNews("Asia/Tokyo", now), now), "news/e/s drop email: cap.never")
	})
}

// A no to a topic ends, an opt-out does not. Where both stand both are told.
func TestEdge46DeclineAndOptOut(t *testing.T) {
	p := edgePolicy(edgePlay("news", 0), edgePlay("sale", 0))
	p.Declines = []followup.DeclineRule{{ID: "no", Cooldown: days(60)}}
	e := compile(t, p)
	no := followup.Event{ID: "d", Kind: followup.DeclineEvent, At: at("2026-11-01 12:00"), Topic: "news"}
	out := followup.Consent{Channel: "email", At: at("2026-11-02 12:00")}
	for _, tt := range []struct {
		reason, now string
		no, out     bool
		want        []string
	}{
		{"a no, on its topic", "2026-11-22 12:00", true, false, []string{"news/e/s drop email: decline late", "sale/e/s send email"}},
		{"a no, when it is over", "2026-12-31 12:00", true, false, []string{"news/e/s send email", "sale/e/s send email"}},
		{"an opt-out, on all topics", "2026-12-31 12:00", false, true, []string{"news/e/s drop email: consent.refused", "sale/e/s drop email: consent.refused"}},
		{"both", "2026-11-22 12:00", true, true, []string{"news/e/s drop email: consent.refused decline", "sale/e/s drop email: consent.refused"}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			now := at(tt.now)
			c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("news", "e", now), edgeEvent("sale", "e", now))
			if tt.no {
				c = edgeWith(c, no)
			}
			if tt.out {
				c.Consents = append(c.Consents, out)
			}
			edgeWant(t, plan(t, e, c, now), tt.want...)
		})
	}
	t.Run("an opt-out in a contact is on its channel", func(t *testing.T) {
		now := at("2026-11-22 12:00")
		p := edgePolicy(edgePlay("news", 0), edgeSteps(edgePlay("call", 0), followup.Step{ID: "s", Channels: []string{"phone"}}))
		c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("news", "e", now), edgeEvent("call", "e", now))
		c.Contacts = []followup.Contact{{At: at("2026-11-01 12:00"), Channel: "email", Topic: "x", Outcome: followup.OptedOut}}
		edgeWant(t, plan(t, compile(t, p), c, now), "call/e/s send phone", "news/e/s drop email: consent.refused")
	})
}

// Of a yes and a no the later counts; at one instant, the no.
func TestEdge47YesAgain(t *testing.T) {
	e := compile(t, edgePolicy(edgePlay("news", 0)))
	now := at("2026-11-22 12:00")
	no := followup.Consent{Channel: "email", At: at("2026-11-01 12:00")}
	yes := func(when string) followup.Consent {
		return followup.Consent{Channel: "email", Granted: true, At: at(when)}
	}
	for _, tt := range []struct {
		reason   string
		consents []followup.Consent
		want     string
	}{
		{"yes, then no", []followup.Consent{yes("2026-10-01 12:00"), no}, "drop email: consent.refused"},
		{"no, then yes", []followup.Consent{no, yes("2026-11-01 12:01")}, "send email"},
		{"at one instant", []followup.Consent{no, yes("2026-11-01 12:00")}, "drop email: consent.refused"},
		{"at one instant, the other way round", []followup.Consent{yes("2026-11-01 12:00"), no}, "drop email: consent.refused"},
		{"a yes to come", []followup.Consent{no, yes("2026-11-23 12:00")}, "hold email 2026-11-23 12:00 +0900: consent.refused"},
		{"no, yes to another topic", []followup.Consent{no, {Channel: "email", Topic: "sale", Granted: true, At: at("2026-11-02 12:00")}}, "drop email: consent.refused"},
		{"no to another topic", []followup.Consent{{Channel: "email", Topic: "sale", At: at("2026-11-02 12:00")}}, "send email"},
		{"no to all", []followup.Consent{{At: at("2026-11-02 12:00")}}, "drop email: consent.refused"},
		{"no, then a yes that ran out", []followup.Consent{no, {Channel: "email", Granted: true, At: at("2026-11-02 12:00"), Expires: at("2026-11-20 12:00")}}, "drop email: consent.refused"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			c := edgeNews("Asia/Tokyo", now)
			c.Consents = tt.consents
			edgeWant(t, plan(t, e, c, now), "news/e/s "+tt.want)
		})
	}
	t.Run("an opt-out in a contact at the same instant", func(t *testing.T) {
		c := edgeNews("Asia/Tokyo", now, followup.Contact{At: at("2026-11-01 12:00"), Channel: "email", Outcome: followup.OptedOut})
		c.Consents = []followup.Consent{yes("2026-11-01 12:00")}
		edgeWant(t, plan(t, e, c, now), "news/e/s drop email: consent.refused")
	})
}

// Facts are a set: one that is imported late counts as if it had always been
// there, whatever the order.
func TestEdge48ImportedLate(t *testing.T) {
	p := edgeCapped(followup.Cap{ID: "cap", Max: 2, Every: exact(24 * time.Hour)})
	e := compile(t, p)
	now := at("2026-11-22 12:00")
	c := edgeNews("Asia/Tokyo", now, edgeSent("x", at("2026-11-22 10:00")))
	edgeWant(t, plan(t, e, c, now), "news/e/s send email")
	late := edgeAfter(c, edgeSent("y", at("2026-11-22 08:00")))
	first := late
	first.Contacts = []followup.Contact{late.Contacts[1], late.Contacts[0]}
	edgeWant(t, plan(t, e, late, now), "news/e/s hold email 2026-11-23 08:00 +0900: cap")
	if diff := cmp.Diff(plan(t, e, late, now), plan(t, e, first, now)); diff != "" {
		t.Errorf("another order, another plan (-want +got):\n%s", diff)
	}
	t.Run("what went out of the play itself", func(t *testing.T) {
		late := edgeAfter(c, followup.Contact{Key: "news/e/s", At: now, Channel: "sms", Topic: "news"})
		edgeWant(t, plan(t, e, late, now.Add(time.Hour)), "news/e/s done sms: done")
	})
}

// A contact ahead is one that is booked: it takes its room, before it and after.
func TestEdge49BookedAhead(t *testing.T) {
	e := compile(t, edgeCapped(followup.Cap{ID: "cap", Max: 1, Every: exact(24 * time.Hour)}))
	booked := edgeSent("x", at("2026-11-23 09:00"))
	for now, want := range map[string]string{
		"2026-11-22 09:00": "send email", // 24 hours before
		"2026-11-22 09:01": "hold email 2026-11-24 09:00 +0900: cap",
		"2026-11-22 12:00": "hold email 2026-11-24 09:00 +0900: cap",
		"2026-11-24 09:00": "send email",
	} {
		n := at(now)
		edgeWant(t, plan(t, e, edgeNews("Asia/Tokyo", n, booked), n), "news/e/s "+want)
	}
	now := at("2026-11-22 08:00")
	d := edgeDecision(t, plan(t, e, edgeNews("Asia/Tokyo", now, booked), now), "news/e/s")
	if want := at("2026-11-22 09:00").Add(1); !d.Until.Equal(want) {
		t.Errorf("sent until %s, want till less than 24 hours are left, %s", edgeStamp(d.Until), edgeStamp(want))
	}
	t.Run("a step that is booked is done", func(t *testing.T) {
		c := edgeNews("Asia/Tokyo", now, followup.Contact{Key: "news/e/s", At: at("2026-11-23 09:00"), Channel: "email"})
		edgeWant(t, plan(t, e, c, now), "news/e/s done email: done")
	})
}
