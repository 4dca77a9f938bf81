package followup_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// edgeBuys are events of a kind at noon, Tokyo, of some days.
func edgeBuys(kind string, on ...string) (events []followup.Event) {
	for i, d := range on {
		events = append(events, edgeEvent(kind, fmt.Sprint(kind, i+1), at(d+" 12:00")))
	}
	return events
}

// A reorder is due after the median time between a customer's own orders, times a
// ratio, plus so many times the median distance from it; with fewer orders, after
// a stated time, if any.
func TestEdgeReorderRhythm(t *testing.T) {
	noon := func(d string) string { return d + " 12:00 +0900" }
	for _, tt := range []struct {
		reason  string
		trigger followup.ReorderTrigger
		orders  []string
		due     string // empty: never
		count   int
		span    retention.Span
	}{
		{"each 20 days", followup.ReorderTrigger{}, []string{"2026-09-01", "2026-09-21", "2026-10-11"}, noon("2026-10-31"), 20, days(0)},
		{"the median of 10, 20 and 90 days", followup.ReorderTrigger{}, []string{"2026-06-01", "2026-06-11", "2026-07-01", "2026-09-29"}, noon("2026-10-19"), 20, days(0)},
		{"of 10 and 30 days their mean", followup.ReorderTrigger{}, []string{"2026-09-01", "2026-09-11", "2026-10-11"}, noon("2026-10-31"), 20, days(0)},
		{"half of it", followup.ReorderTrigger{Ratio: 0.5}, []string{"2026-09-01", "2026-09-21", "2026-10-11"}, noon("2026-10-21"), 10, days(0)},
		{"a regular customer has no spread", followup.ReorderTrigger{Spread: 2}, []string{"2026-09-01", "2026-09-21", "2026-10-11"}, noon("2026-10-31"), 20, days(0)},
		{"distances 10, 0 and 70 of 20: their median is 10", followup.ReorderTrigger{Spread: 2},
			[]string{"2026-06-01", "2026-06-11", "2026-07-01", "2026-09-29"}, noon("2026-11-08"), 40, days(0)},
		{"too few", followup.ReorderTrigger{}, []string{"2026-09-21", "2026-10-11"}, "", 0, days(0)},
		{"two will do", followup.ReorderTrigger{Orders: 2}, []string{"2026-09-21", "2026-10-11"}, noon("2026-10-31"), 20, days(0)},
		{"too few, but there is a time for them", followup.ReorderTrigger{Fallback: days(45)}, []string{"2026-10-01"}, noon("2026-11-15"), 0, days(45)},
		{"four are wanted", followup.ReorderTrigger{Orders: 4, Fallback: days(45)}, []string{"2026-09-01", "2026-09-21", "2026-10-11"}, noon("2026-11-25"), 0, days(45)},
		{"none", followup.ReorderTrigger{Fallback: days(45)}, nil, "", 0, days(0)},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			tt.trigger.Event = "buy"
			e := compile(t, edgePolicy(edgeTriggered(edgePlay("again", 0), followup.Trigger{Reorder: &tt.trigger})))
			made := plan(t, e, edgeWith(edgeIn("Asia/Tokyo"), edgeBuys("buy", tt.orders...)...), at("2026-10-12 12:00"))
			if tt.due == "" {
				edgeWant(t, made)
				return
			}
			d := edgeDecision(t, made, fmt.Sprintf("again/buy%d/s", len(tt.orders)))
			if got := edgeStamp(d.Due); got != tt.due {
				t.Errorf("due %s, want %s", got, tt.due)
			}
			want := followup.Reason{
				Code: followup.ByRhythm, Ref: fmt.Sprint("buy", len(tt.orders)), At: at(tt.orders[len(tt.orders)-1] + " 12:00"),
				Count: tt.count, Max: len(tt.orders), Span: tt.span,
			}
			if diff := cmp.Diff(want, edgeReason(t, d.Why, followup.ByRhythm)); diff != "" {
				t.Errorf("reason (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("an order begins anew", func(t *testing.T) {
		e := compile(t, edgePolicy(edgeTriggered(edgePlay("again", 0), followup.Reorder("buy"))))
		c := edgeWith(edgeIn("Asia/Tokyo"), edgeBuys("buy", "2026-09-01", "2026-09-21", "2026-10-11", "2026-10-30")...)
		edgeWant(t, plan(t, e, c, at("2026-10-31 12:00")), "again/buy4/s hold email 2026-11-19 12:00 +0900: due")
	})
}

// A surprise comes once in each period, on a day that salt and customer decide.
func TestEdgeSurprise(t *testing.T) {
	for _, months := range []int{1, 3, 12} {
		days := map[int]bool{}
		for i := range 20 {
			p := edgePolicy(edgeTriggered(edgePlay("surprise", 0), followup.Surprise(months, "salt")))
			e := compile(t, p)
			c := edgeIn("Asia/Tokyo")
			c.ID = fmt.Sprint("c", i)
			for start := date("2027-01-01"); start.Before(date("2029-01-01")); start = start.AddMonths(months) {
				end, sent := start.AddMonths(months), 0
				for d := start; d.Before(end); d = d.AddDays(1) {
					made := plan(t, e, c, d.At(12*time.Hour, tokyo))
					for s := range made.With(followup.Send) {
						if s.Key != "surprise/"+start.String()+"/s" {
							t.Fatalf("%s on %s", s.Key, d)
						}
						sent++
						days[d.DaysSince(start)] = true
						again := plan(t, compile(t, p), c, d.At(13*time.Hour, tokyo))
						if x := edgeDecision(t, again, s.Key); x.Verdict != followup.Send {
							t.Errorf("%s: drawn again at another hour: %s", s.Key, edgeLine(x))
						}
					}
				}
				if sent != 1 {
					t.Errorf("%s, %d months from %s: sent on %d days, want 1", c.ID, months, start, sent)
				}
				if months == 12 && i > 4 {
					break
				}
			}
			if months == 3 && i > 9 {
				break
			}
		}
		if len(days) < 10 {
			t.Errorf("%d months: only on %d days of the period", months, len(days))
		}
	}
	draw := func(salt, id string) time.Time {
		c := edgeIn("Asia/Tokyo")
		c.ID = id
		made := plan(t, compile(t, edgePolicy(edgeTriggered(edgePlay("surprise", 0), followup.Surprise(12, salt)))), c, at("2027-01-01 00:00"))
		return edgeDecision(t, made, "surprise/2027-01-01/s").Due
	}
	if draw("a", "c1").Equal(draw("b", "c1")) && draw("a", "c2").Equal(draw("b", "c2")) {
		t.Error("another salt, the same days")
	}
}

// A silence begins a run after so long without a touch or a sign of life, goes
// through its steps while they are the last touch, and begins anew when each
// further span is over.
func TestEdgeSilence(t *testing.T) {
	p := edgePolicy(edgeSteps(edgeTriggered(edgePlay("quiet", 0), followup.Silence(days(30))),
		followup.Step{ID: "hello", Channels: []string{"email"}}, followup.Step{ID: "call", Wait: days(5), Channels: []string{"phone"}}))
	p.Signs = []string{"order"}
	e := compile(t, p)
	c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("order", "o", at("2026-10-01 12:00")))
	const first = "quiet/2026-10-01T03:00:00Z+1/"
	edgeWant(t, plan(t, e, c, at("2026-10-31 11:59")), first+"hello hold email 2026-10-31 12:00 +0900: due")
	made := plan(t, e, c, at("2026-10-31 12:00"))
	d := edgeDecision(t, made, first+"hello")
	if d.Verdict != followup.Send {
		t.Fatalf("after 30 days: %s", edgeLine(d))
	}
	c = edgeAfter(c, d.Contact(at("2026-10-31 12:00"), followup.Sent))
	edgeWant(t, plan(t, e, c, at("2026-11-04 12:00")), first+"call hold phone 2026-11-05 12:00 +0900: due", first+"hello done email: done")
	d = edgeDecision(t, plan(t, e, c, at("2026-11-05 12:00")), first+"call")
	if d.Verdict != followup.Send {
		t.Fatalf("five days later: %s", edgeLine(d))
	}
	called := edgeAfter(c, d.Contact(at("2026-11-05 12:00"), followup.Sent))
	edgeWant(t, plan(t, e, called, at("2026-11-05 13:00")),
		"quiet/2026-11-05T03:00:00Z+1/hello hold email 2026-12-05 12:00 +0900: due", first+"hello done email: done", first+"call done phone: done")

	t.Run("an order ends it", func(t *testing.T) {
		c := edgeWith(c, edgeEvent("order", "o2", at("2026-11-03 12:00")))
		edgeWant(t, plan(t, e, c, at("2026-11-05 12:00")),
			"quiet/2026-11-03T03:00:00Z+1/hello hold email 2026-12-03 12:00 +0900: due", first+"hello done email: done")
	})
	t.Run("a contact of another kind ends it", func(t *testing.T) {
		c := edgeAfter(c, edgeSent("news", at("2026-11-03 12:00")))
		edgeWant(t, plan(t, e, c, at("2026-11-05 12:00")),
			"quiet/2026-11-03T03:00:00Z+1/hello hold email 2026-12-03 12:00 +0900: due", first+"hello done email: done")
	})
	t.Run("what failed to leave does not", func(t *testing.T) {
		failed := edgeSent("news", at("2026-11-03 12:00"))
		failed.Outcome = followup.Failed
		if d := edgeDecision(t, plan(t, e, edgeAfter(c, failed), at("2026-11-05 12:00")), first+"call"); d.Verdict != followup.Send {
			t.Error(edgeLine(d))
		}
	})
	t.Run("one that could not go comes again after as long", func(t *testing.T) {
		c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("order", "o", at("2026-10-01 12:00")))
		for now, want := range map[string]string{
			"2026-10-31 12:00": "+1/hello", "2026-11-30 12:00": "+2/hello", "2026-12-30 12:00": "+3/hello",
		} {
			if d := edgeDecision(t, plan(t, e, c, at(now)), "quiet/2026-10-01T03:00:00Z"+want); d.Verdict != followup.Send {
				t.Errorf("at %s: %s", now, edgeLine(d))
			}
		}
	})
}

// Steps before a date have a negative wait: a warranty that ends, points that
// lapse. What is past when it becomes known is not caught up on.
func TestEdgeBeforeADate(t *testing.T) {
	p := edgePolicy(edgeSteps(edgeTriggered(edgePlay("warranty", 0), followup.OnDue("bought")),
		followup.Step{ID: "month", Wait: edgeMonths(-1), At: 10 * hours.Hour, Channels: []string{"email"}},
		followup.Step{ID: "week", Wait: days(23), At: 10 * hours.Hour, Channels: []string{"email"}},
		followup.Step{ID: "over", Wait: days(8), At: 10 * hours.Hour, Channels: []string{"email"}}))
	e := compile(t, p)
	due := func(known, ends string) followup.Customer {
		return edgeWith(edgeIn("Asia/Tokyo"), followup.Event{ID: "w", Kind: "bought", At: at(known), Due: at(ends)})
	}
	want := []string{"2026-11-30 10:00 +0900 warranty/w/month", "2026-12-23 10:00 +0900 warranty/w/week", "2026-12-31 10:00 +0900 warranty/w/over"}
	if diff := cmp.Diff(want, edgeWalk(t, e, due("2025-12-31 15:00", "2026-12-31 00:00"), at("2025-12-31 15:00"))); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	want = []string{"2026-12-23 10:00 +0900 warranty/w/week", "2026-12-31 10:00 +0900 warranty/w/over"}
	if diff := cmp.Diff(want, edgeWalk(t, e, due("2026-12-15 15:00", "2026-12-31 00:00"), at("2026-12-15 15:00"))); diff != "" {
		t.Errorf("known late, sent (-want +got):\n%s", diff)
	}
	d := edgeDecision(t, plan(t, e, due("2025-12-31 15:00", "2026-12-31 00:00"), at("2026-11-30 10:00")), "warranty/w/month")
	if diff := cmp.Diff(at("2026-12-31 00:00"), edgeReason(t, d.Why, followup.ByEvent).At); diff != "" {
		t.Errorf("when it falls due (-want +got):\n%s", diff)
	}
	edgeWant(t, plan(t, e, edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("bought", "w", at("2026-11-01 12:00"))), at("2026-11-30 10:00")))
}

// Workdays between steps are those of the policy: no weekends, no holidays.
func TestEdgeWorkdays(t *testing.T) {
	for _, tt := range []struct {
		reason   string
		workdays hours.Hours
		event    string
		n        int
		at       hours.Clock
		want     string
	}{
		{"over a weekend", hours.Hours{}, "2026-11-20 15:00", 2, 0, "2026-11-24 15:00 +0900"},
		{"from a Saturday", hours.Hours{}, "2026-11-21 15:00", 1, 0, "2026-11-23 15:00 +0900"},
		{"a holiday on Monday", hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays}}, Closed: []string{"jp"}}, "2026-11-20 15:00", 2, 0, "2026-11-25 15:00 +0900"},
		{"with a time of day", hours.Hours{}, "2026-11-20 15:00", 1, 10 * hours.Hour, "2026-11-23 10:00 +0900"},
		{"open on Saturdays", hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays | hours.On(time.Saturday)}}}, "2026-11-20 15:00", 1, 0, "2026-11-21 15:00 +0900"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := edgePolicy(edgeSteps(edgePlay("news", 0), followup.Step{ID: "s", Workdays: tt.n, At: tt.at, Channels: []string{"email"}}))
			p.Workdays = tt.workdays
			d := edgeDecision(t, plan(t, compile(t, p), edgeNews("Asia/Tokyo", at(tt.event)), at(tt.event)), "news/e/s")
			if got := edgeStamp(d.Due); got != tt.want {
				t.Errorf("due %s, want %s", got, tt.want)
			}
		})
	}
	t.Run("after the step before went out, not when it should have", func(t *testing.T) {
		p := edgePolicy(edgeSteps(edgePlay("news", 0),
			followup.Step{ID: "one", Channels: []string{"email"}}, followup.Step{ID: "two", Workdays: 1, Channels: []string{"email"}}))
		c := edgeNews("Asia/Tokyo", at("2026-11-19 12:00"), followup.Contact{Key: "news/e/one", At: at("2026-11-20 16:00"), Channel: "email"})
		d := edgeDecision(t, plan(t, compile(t, p), c, at("2026-11-20 16:00")), "news/e/two")
		if got, want := edgeStamp(d.Due), "2026-11-23 16:00 +0900"; got != want {
			t.Errorf("due %s, want %s", got, want)
		}
	})
}

// A call that nobody answered in the daytime is tried again in the evening; one
// in the evening at any time. When all attempts are used up the next channel is
// taken, in its own hours.
func TestEdgeRetryInTheEvening(t *testing.T) {
	p := edgePolicy(edgeSteps(edgePlay("news", 0), followup.Step{
		ID: "s", Late: days(5), Channels: []string{"phone", "email"},
		Retry: followup.Retry{Max: 2, After: exact(2 * time.Hour), Shift: hours.Window{From: 17 * hours.Hour, To: 21 * hours.Hour}},
	}))
	p.Hours = []followup.HoursRule{{ID: "day", Match: followup.Match{Channels: []string{"phone"}}, Hours: edgeWindow(8*hours.Hour, 21*hours.Hour)}}
	e := compile(t, p)
	start := at("2026-11-20 10:00")
	try := func(key, when string, o followup.Outcome) followup.Contact {
		return followup.Contact{Key: key, At: at(when), Channel: "phone", Topic: "news", Outcome: o}
	}
	for _, tt := range []struct {
		reason string
		tries  []followup.Contact
		now    string
		key    string
		want   string
	}{
		{"in the daytime", []followup.Contact{try("news/e/s", "2026-11-20 10:00", followup.NoAnswer)}, "2026-11-20 10:01",
			"news/e/s#2", "hold phone 2026-11-20 17:00 +0900: hours.shift"},
		{"then in the evening", []followup.Contact{try("news/e/s", "2026-11-20 10:00", followup.NoAnswer)}, "2026-11-20 17:00",
			"news/e/s#2", "send phone: hours.shift"},
		{"in the evening", []followup.Contact{try("news/e/s", "2026-11-20 18:00", followup.NoAnswer)}, "2026-11-20 18:01",
			"news/e/s#2", "hold phone 2026-11-20 20:00 +0900: due"},
		{"late in the evening", []followup.Contact{try("news/e/s", "2026-11-20 20:00", followup.NoAnswer)}, "2026-11-20 20:01",
			"news/e/s#2", "hold phone 2026-11-21 08:00 +0900: hours"},
		{"it did not ring", []followup.Contact{try("news/e/s", "2026-11-20 10:00", followup.Failed)}, "2026-11-20 12:00", "news/e/s#2", "send phone"},
		{"twice", []followup.Contact{
			try("news/e/s", "2026-11-20 10:00", followup.NoAnswer), try("news/e/s#2", "2026-11-20 17:00", followup.NoAnswer),
		}, "2026-11-20 19:00", "news/e/s#3", "send phone"},
		{"three times: by mail, at any hour", []followup.Contact{
			try("news/e/s", "2026-11-20 10:00", followup.NoAnswer), try("news/e/s#2", "2026-11-20 17:00", followup.NoAnswer),
			try("news/e/s#3", "2026-11-21 10:00", followup.NoAnswer),
		}, "2026-11-21 12:00", "news/e/s#4", "send email"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			d := edgeDecision(t, plan(t, e, edgeNews("Asia/Tokyo", start, tt.tries...), at(tt.now)), tt.key)
			if got := edgeLine(d); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			last := tt.tries[len(tt.tries)-1]
			want := followup.Reason{Code: followup.ByRetry, Ref: last.Key, At: last.At, Count: len(tt.tries) + 1}
			if diff := cmp.Diff(want, edgeReason(t, d.Why, followup.ByRetry)); diff != "" {
				t.Errorf("reason (-want +got):\n%s", diff)
			}
		})
	}
	for _, o := range []followup.Outcome{followup.Reached, followup.Sent, followup.Interested} {
		c := edgeNews("Asia/Tokyo", start, try("news/e/s", "2026-11-20 10:00", o))
		edgeWant(t, plan(t, e, c, at("2026-11-20 17:00")), "news/e/s done phone: done")
	}
}

// A goal, an exit, an outcome that ends the play, and a refusal always, end a run
// once it has begun, and no other run.
func TestEdgeExitAndGoal(t *testing.T) {
	play := edgeSteps(edgePlay("join", 0),
		followup.Step{ID: "one", Channels: []string{"email"}}, followup.Step{ID: "two", Wait: days(5), Channels: []string{"email"}})
	play.Goal, play.Exit, play.Ends = "used", []string{"left", "returned"}, []followup.Outcome{followup.Reacted}
	e := compile(t, edgePolicy(play))
	start, now := at("2026-11-10 12:00"), at("2026-11-15 12:00")
	one := followup.Contact{Key: "join/j/one", At: start, Channel: "email", Topic: "join"}
	for _, tt := range []struct {
		reason  string
		event   string
		when    string
		outcome followup.Outcome
		want    string
	}{
		{"nothing", "", "", followup.Sent, "send email"},
		{"the goal", "used", "2026-11-12 12:00", followup.Sent, "drop email: goal"},
		{"an exit", "returned", "2026-11-12 12:00", followup.Sent, "drop email: exit"},
		{"the goal before it began", "used", "2026-11-10 11:59", followup.Sent, "send email"},
		{"at the instant it began", "used", "2026-11-10 12:00", followup.Sent, "drop email: goal"},
		{"at the instant it would go", "left", "2026-11-15 12:00", followup.Sent, "drop email: exit"},
		{"another event", "order", "2026-11-12 12:00", followup.Sent, "send email"},
		{"an outcome that ends it", "", "", followup.Reacted, "drop email: exit"},
		{"an outcome that does not", "", "", followup.Reached, "send email"},
		{"a no", "", "", followup.DeclinedIt, "drop email: exit"},
		{"an opt-out", "", "", followup.OptedOut, "drop email: exit consent.refused"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			first := one
			first.Outcome = tt.outcome
			c := edgeAfter(edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("join", "j", start)), first)
			if tt.event != "" {
				c = edgeWith(c, edgeEvent(tt.event, "x", at(tt.when)))
			}
			edgeWant(t, plan(t, e, c, now), "join/j/two "+tt.want, "join/j/one done email: done")
			if tt.event != "" || tt.outcome == followup.OptedOut {
				return
			}
			c = edgeWith(c, edgeEvent("join", "k", now))
			if d := edgeDecision(t, plan(t, e, c, now), "join/k/one"); d.Verdict != followup.Send {
				t.Errorf("another run: %s", edgeLine(d))
			}
		})
	}
}

// A run may not begin too soon after another; those that may not begin push
// nothing further back.
func TestEdgeReentry(t *testing.T) {
	play := edgePlay("news", 0)
	play.Reentry = days(7)
	e := compile(t, edgePolicy(play))
	c := edgeIn("Asia/Tokyo")
	for i, d := range []string{"2026-11-01", "2026-11-05", "2026-11-07", "2026-11-08", "2026-11-14"} {
		c = edgeWith(c, edgeEvent("news", fmt.Sprint(i), at(d+" 12:00")))
	}
	want := []string{"2026-11-01 12:00 +0900 news/0/s", "2026-11-08 12:00 +0900 news/3/s"}
	if diff := cmp.Diff(want, edgeWalk(t, e, c, at("2026-11-01 12:00"))); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	t.Run("a segment that is left and entered again", func(t *testing.T) {
		play := edgeTriggered(edgePlay("risk", 0), followup.Entered("at risk"))
		play.Reentry = days(30)
		e := compile(t, edgePolicy(play))
		entered := func(when string) followup.Customer {
			c := edgeAfter(edgeIn("Asia/Tokyo"), followup.Contact{Key: "risk/2026-11-01T03:00:00Z/s", At: at("2026-11-01 13:00"), Channel: "email", Topic: "risk"})
			c.Segments = map[string]time.Time{"at risk": at(when)}
			return c
		}
		const done = "risk/2026-11-01T03:00:00Z/s done email: done"
		edgeWant(t, plan(t, e, entered("2026-11-01 12:00"), at("2026-11-01 14:00")), done)
		edgeWant(t, plan(t, e, entered("2026-11-20 12:00"), at("2026-11-20 12:00")), "risk/2026-11-20T03:00:00Z/s drop email: reentry", done)
		edgeWant(t, plan(t, e, entered("2026-12-01 12:00"), at("2026-12-01 12:00")), "risk/2026-12-01T03:00:00Z/s send email", done)
	})
}

// The channel that a customer prefers comes first, or the one they answer most;
// not enough data is said so, and changes nothing.
func TestEdgeChoiceOfChannel(t *testing.T) {
	now := at("2026-11-22 12:00")
	play := func(how followup.Choice) *followup.Engine {
		return compile(t, edgePolicy(edgeSteps(edgePlay("news", 0), followup.Step{ID: "s", Channels: []string{"email", "sms"}, Choose: how})))
	}
	touches := func(channel string, answered, silent int, from time.Time) (all []followup.Contact) {
		for i := range answered + silent {
			c := followup.Contact{At: from.AddDate(0, 0, -i), Channel: channel, Topic: "x"}
			if i < answered {
				c.Outcome = followup.Reacted
			}
			all = append(all, c)
		}
		return all
	}
	recent := at("2026-11-01 12:00")
	for _, tt := range []struct {
		reason    string
		how       followup.Choice
		preferred string
		touches   [][]followup.Contact
		channel   string
		code      followup.Code // in Why, or empty
	}{
		{"as listed", followup.AsListed, "sms", nil, "email", ""},
		{"none preferred", followup.Preferred, "", nil, "email", ""},
		{"preferred", followup.Preferred, "sms", nil, "sms", followup.ByChoice},
		{"preferred and listed first", followup.Preferred, "email", nil, "email", ""},
		{"a preferred channel that the step has not", followup.Preferred, "phone", nil, "email", ""},
		{"nothing known", followup.Responsive, "", nil, "email", followup.FewAnswers},
		{"three touches on one channel alone", followup.Responsive, "", [][]followup.Contact{touches("sms", 3, 0, recent)}, "email", followup.FewAnswers},
		{"two on the other", followup.Responsive, "", [][]followup.Contact{touches("sms", 3, 0, recent), touches("email", 0, 2, recent)}, "email", followup.FewAnswers},
		{"one answers more", followup.Responsive, "", [][]followup.Contact{touches("sms", 2, 1, recent), touches("email", 1, 3, recent)}, "sms", followup.ByChoice},
		{"shares, not numbers", followup.Responsive, "", [][]followup.Contact{touches("sms", 2, 1, recent), touches("email", 3, 6, recent)}, "sms", followup.ByChoice},
		{"equal shares", followup.Responsive, "", [][]followup.Contact{touches("sms", 2, 4, recent), touches("email", 1, 2, recent)}, "email", ""},
		{"longer ago than 180 days", followup.Responsive, "", [][]followup.Contact{touches("sms", 3, 0, at("2026-05-26 11:00")), touches("email", 0, 3, recent)}, "email", followup.FewAnswers},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			c := edgeNews("Asia/Tokyo", now)
			for i := range c.Addresses {
				c.Addresses[i].Preferred = c.Addresses[i].Channel == tt.preferred
			}
			for _, some := range tt.touches {
				c = edgeAfter(c, some...)
			}
			d := edgeDecision(t, plan(t, play(tt.how), c, now), "news/e/s")
			if d.Channel != tt.channel {
				t.Errorf("on %s, want %s", d.Channel, tt.channel)
			}
			for _, code := range []followup.Code{followup.ByChoice, followup.FewAnswers} {
				if got := edgeHas(d.Why, code); got != (code == tt.code) {
					t.Errorf("%s among the reasons: %v", code, got)
				}
			}
		})
	}
	t.Run("a channel with few touches comes last", func(t *testing.T) {
		c := edgeNews("Asia/Tokyo", now)
		for _, some := range [][]followup.Contact{touches("phone", 2, 0, recent), touches("email", 0, 3, recent), touches("sms", 1, 2, recent)} {
			c = edgeAfter(c, some...)
		}
		e := compile(t, edgePolicy(edgeSteps(edgePlay("news", 0), followup.Step{
			ID: "s", Channels: []string{"phone", "email", "sms"}, Choose: followup.Responsive,
		})))
		if d := edgeDecision(t, plan(t, e, c, now), "news/e/s"); d.Channel != "sms" {
			t.Errorf("on %s, want sms", d.Channel)
		}
	})
	t.Run("of several addresses the preferred one, or the first by ID", func(t *testing.T) {
		c := edgeNews("Asia/Tokyo", now)
		c.Addresses = []followup.Address{{Channel: "email", ID: "b"}, {Channel: "email", ID: "a"}, {Channel: "email", ID: "z", Preferred: true}, {Channel: "email", ID: "0", Dead: true}}
		if d := edgeDecision(t, plan(t, play(0), c, now), "news/e/s"); d.Address != "z" {
			t.Errorf("to %s, want the preferred one", d.Address)
		}
		c.Addresses = c.Addresses[:2]
		if d := edgeDecision(t, plan(t, play(0), c, now), "news/e/s"); d.Address != "a" {
			t.Errorf("to %s, want the first", d.Address)
		}
	})
	t.Run("a bounce kills an address, one filed since then lives", func(t *testing.T) {
		c := edgeNews("Asia/Tokyo", now, followup.Contact{Key: "k", At: at("2026-11-01 12:00"), Channel: "email", Outcome: followup.Bounced})
		if d := edgeDecision(t, plan(t, play(0), c, now), "news/e/s"); d.Channel != "sms" {
			t.Errorf("on %s, want sms", d.Channel)
		}
		c.Addresses[0].Since = at("2026-11-02 12:00")
		if d := edgeDecision(t, plan(t, play(0), c, now), "news/e/s"); d.Channel != "email" {
			t.Errorf("on %s, want email", d.Channel)
		}
	})
}

// A pause that a customer asked for holds messages until it is over, on its
// channel and topic; what has no end waits for a fact.
func TestEdgePause(t *testing.T) {
	now := at("2026-11-22 12:00")
	late := edgePlay("news", 0)
	late.Steps[0].Late = days(30)
	owed := late
	owed.Purpose = followup.Transactional
	for _, tt := range []struct {
		reason string
		play   followup.Play
		pause  followup.Pause
		want   string
	}{
		{"for a week", late, followup.Pause{From: at("2026-11-20 00:00"), To: at("2026-11-27 00:00")}, "hold email 2026-11-27 00:00 +0900: pause"},
		{"over", late, followup.Pause{From: at("2026-11-20 00:00"), To: now}, "send email"},
		{"to come", late, followup.Pause{From: at("2026-11-23 00:00"), To: at("2026-11-27 00:00")}, "send email"},
		{"from now on", late, followup.Pause{From: now, To: at("2026-11-27 00:00")}, "hold email 2026-11-27 00:00 +0900: pause"},
		{"on another channel", late, followup.Pause{Channel: "sms", From: at("2026-11-20 00:00"), To: at("2026-11-27 00:00")}, "send email"},
		{"on another topic", late, followup.Pause{Topic: "sale", From: at("2026-11-20 00:00"), To: at("2026-11-27 00:00")}, "send email"},
		{"on its topic", late, followup.Pause{Topic: "news", From: at("2026-11-20 00:00"), To: at("2026-11-27 00:00")}, "hold email 2026-11-27 00:00 +0900: pause"},
		{"until further notice", late, followup.Pause{From: at("2026-11-20 00:00")}, "hold email: pause"},
		{"longer than it is of use", edgePlay("news", 0), followup.Pause{From: at("2026-11-20 00:00"), To: at("2026-11-27 00:00")}, "drop email: pause late"},
		{"what is owed goes", owed, followup.Pause{From: at("2026-11-20 00:00")}, "send email"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			c := edgeNews("Asia/Tokyo", now)
			c.Pauses = []followup.Pause{tt.pause}
			made := plan(t, compile(t, edgePolicy(tt.play)), c, now)
			edgeWant(t, made, "news/e/s "+tt.want)
			if tt.reason == "to come" && !made.Decisions[0].Until.Equal(tt.pause.From) {
				t.Errorf("may go until %s, want the pause's beginning", edgeStamp(made.Decisions[0].Until))
			}
		})
	}
}

// What was asked for or is owed passes all but hours and caps.
func TestEdgeRequiredMessages(t *testing.T) {
	now := at("2026-11-22 12:00")
	recall := edgePlay("news", 0)
	p := edgePolicy(recall)
	p.Consent = []followup.ConsentRule{{ID: "asked"}}
	p.Declines = []followup.DeclineRule{{ID: "no"}}
	p.Complaint = &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Relationship, followup.Transactional}}
	p.Fatigue = []followup.Fatigue{{ID: "tired", After: 1, Gap: exact(240 * time.Hour), Stop: 2}}
	p.Holdout = followup.Holdout{Share: 1}
	c := edgeNews("Asia/Tokyo", now, edgeSent("x", at("2026-11-20 12:00")), edgeSent("x", at("2026-11-21 12:00")))
	c.Consents = []followup.Consent{{At: at("2026-11-01 12:00")}}
	c.Pauses = []followup.Pause{{From: at("2026-11-01 12:00")}}
	c.Complaints = []followup.Complaint{{ID: "k", Opened: at("2026-11-01 12:00")}}
	c.Events = append(c.Events, followup.Event{ID: "d", Kind: followup.DeclineEvent, At: at("2026-11-01 12:00"), Topic: "news"})
	edgeWant(t, plan(t, compile(t, p), c, now), "news/e/s drop email: holdout consent.refused pause complaint decline fatigue")
	p.Plays[0].Purpose = followup.Transactional
	edgeWant(t, plan(t, compile(t, p), c, now), "news/e/s send email")
	reasons, err := compile(t, p).Allowed(c, followup.Message{Channel: "email", Topic: "news", Purpose: followup.Transactional}, now)
	if err != nil || len(reasons) > 0 {
		t.Errorf("Allowed: %v, %v", reasons, err)
	}
	p.Hours = []followup.HoursRule{edgeDay()}
	p.Caps = []followup.Cap{{ID: "gap", Max: 1, Every: exact(48 * time.Hour)}}
	edgeWant(t, plan(t, compile(t, p), c, now), "news/e/s hold email 2026-11-23 12:00 +0900: cap")
	c.Contacts = nil
	edgeWant(t, plan(t, compile(t, p), c, at("2026-11-22 22:00")), "news/e/s hold email 2026-11-23 08:00 +0900: hours")
}

// Companies are called in business hours without holidays, consumers from 8 to
// 21, also at weekends; a play can be for one of them.
func TestEdgeCompaniesAndConsumers(t *testing.T) {
	p := edgePolicy(edgeSteps(edgePlay("news", 0), followup.Step{ID: "s", Channels: []string{"phone"}, Late: days(10)}))
	p.Hours = []followup.HoursRule{
		{ID: "home", Audience: followup.Consumers, Hours: edgeWindow(8*hours.Hour, 21*hours.Hour)},
		{ID: "office", Audience: followup.Companies, Hours: hours.Hours{
			Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 12 * hours.Hour}, {Days: hours.Weekdays, From: 13 * hours.Hour, To: 17 * hours.Hour}},
			Closed:  []string{"jp"},
		}},
	}
	p.Consent = []followup.ConsentRule{{ID: "asked", Audience: followup.Consumers}}
	e := compile(t, p)
	for now, want := range map[string][2]string{ // for consumers and for companies
		"2026-11-20 10:00": {"send phone", "send phone"},
		"2026-11-20 12:30": {"send phone", "hold phone 2026-11-20 13:00 +0900: hours"},
		"2026-11-20 18:00": {"send phone", "hold phone 2026-11-24 09:00 +0900: hours"}, // Monday is a holiday
		"2026-11-22 10:00": {"send phone", "hold phone 2026-11-24 09:00 +0900: hours"},
		"2026-11-23 10:00": {"send phone", "hold phone 2026-11-24 09:00 +0900: holiday"},
		"2026-11-24 08:00": {"send phone", "hold phone 2026-11-24 09:00 +0900: hours"},
		"2026-11-24 07:00": {"hold phone 2026-11-24 08:00 +0900: hours", "hold phone 2026-11-24 09:00 +0900: hours"},
	} {
		for i, business := range []bool{false, true} {
			c := edgeNews("Asia/Tokyo", at(now))
			c.Business = business
			if !business {
				c.Consents = []followup.Consent{{Granted: true, At: at("2026-01-01 12:00")}}
			}
			edgeWant(t, plan(t, e, c, at(now)), "news/e/s "+want[i])
		}
	}
	p.Plays[0].For.Audience = followup.Companies
	c := edgeNews("Asia/Tokyo", at("2026-11-20 10:00"))
	edgeWant(t, plan(t, compile(t, p), c, at("2026-11-20 10:00")), "news/e/s drop: audience consent.missing")
}

// While a complaint is open, and a while after, nothing of the stated purposes
// goes out.
func TestEdgeComplaintAndCalm(t *testing.T) {
	offer, help := edgePlay("offer", 0), edgePlay("help", 0)
	offer.Purpose, help.Purpose = followup.Promotional, followup.Service
	offer.Steps[0].Late = days(60)
	p := edgePolicy(offer, help)
	p.Complaint = &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Promotional, followup.Relationship}, Calm: days(14)}
	e := compile(t, p)
	now := at("2026-11-22 12:00")
	for _, tt := range []struct {
		reason string
		cases  []followup.Complaint
		offer  string
	}{
		{"none", nil, "send email"},
		{"open", []followup.Complaint{{ID: "k", Opened: at("2026-11-01 12:00")}}, "hold email: complaint"},
		{"just closed", []followup.Complaint{{ID: "k", Opened: at("2026-11-01 12:00"), Closed: at("2026-11-22 10:00")}}, "hold email 2026-12-06 10:00 +0900: complaint"},
		{"long closed", []followup.Complaint{{ID: "k", Opened: at("2026-11-01 12:00"), Closed: at("2026-11-08 12:00")}}, "send email"},
		{"one closed, one open", []followup.Complaint{
			{ID: "k", Opened: at("2026-11-01 12:00"), Closed: at("2026-11-08 12:00")}, {ID: "l", Opened: at("2026-11-21 12:00")},
		}, "hold email: complaint"},
		{"closed ahead", []followup.Complaint{{ID: "k", Opened: at("2026-11-01 12:00"), Closed: at("2026-11-25 12:00")}}, "hold email 2026-12-09 12:00 +0900: complaint"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("offer", "e", now), edgeEvent("help", "e", now))
			c.Complaints = tt.cases
			edgeWant(t, plan(t, e, c, now), "help/e/s send email", "offer/e/s "+tt.offer)
		})
	}
}

// After a no the reason is asked once, and nothing else goes out on the topic
// until the cooldown is over.
func TestEdgeAskWhyOnce(t *testing.T) {
	ask := edgeTriggered(edgePlay("why", 5), followup.Declined())
	p := edgePolicy(ask, edgePlay("news", 0))
	p.Declines = []followup.DeclineRule{{ID: "no", Cooldown: days(60)}}
	e := compile(t, p)
	no := at("2026-11-01 12:00")
	key := "why/news@2026-11-01T03:00:00Z/s"
	c := edgeIn("Asia/Tokyo")
	c.Contacts = []followup.Contact{{Key: "k", At: no, Channel: "phone", Topic: "news", Outcome: followup.DeclinedIt}}
	d := edgeDecision(t, plan(t, e, c, no), key)
	if d.Verdict != followup.Send || d.Topic != "news" || d.Purpose == followup.Promotional {
		t.Fatalf("%s, about %q, %v", edgeLine(d), d.Topic, d.Purpose)
	}
	c = edgeAfter(c, d.Contact(no.Add(time.Hour), followup.Sent))
	again := edgeWith(c, followup.Event{ID: "d2", Kind: followup.DeclineEvent, At: no.AddDate(0, 0, 10), Topic: "news"},
		edgeEvent("news", "e", no.AddDate(0, 0, 11)))
	edgeWant(t, plan(t, e, again, no.AddDate(0, 0, 11)), "news/e/s drop email: decline late", key+" done email: done")
	after := edgeWith(c, followup.Event{ID: "d2", Kind: followup.DeclineEvent, At: no.AddDate(0, 0, 61), Topic: "news"})
	if d := edgeDecision(t, plan(t, e, after, no.AddDate(0, 0, 61)), "why/news@2027-01-01T03:00:00Z/s"); d.Verdict != followup.Send {
		t.Errorf("a no after the cooldown: %s", edgeLine(d))
	}
}

// Contacts become rarer while nobody answers and then end; a sign of life takes
// all of that back, also for what was waiting.
func TestEdgeFatigue(t *testing.T) {
	p := edgeCapped()
	p.Fatigue = []followup.Fatigue{{ID: "tired", After: 2, Gap: exact(48 * time.Hour), Factor: 2, Most: exact(150 * time.Hour), Stop: 6}}
	e := compile(t, p)
	last := at("2026-11-20 12:00")
	for n, want := range []string{
		"send email", "send email", "hold email 2026-11-22 12:00 +0900: fatigue", "hold email 2026-11-24 12:00 +0900: fatigue",
		"hold email 2026-11-26 18:00 +0900: fatigue", "hold email 2026-11-26 18:00 +0900: fatigue", "drop email: fatigue", "drop email: fatigue",
	} {
		now := last.Add(time.Hour)
		c := edgeNews("Asia/Tokyo", now)
		for i := range n {
			c = edgeAfter(c, edgeSent("x", last.AddDate(0, 0, -i)))
		}
		t.Run(fmt.Sprint(n, " silent touches"), func(t *testing.T) {
			edgeWant(t, plan(t, e, c, now), "news/e/s "+want)
			c := edgeWith(c, edgeEvent("order", "o", now.Add(time.Hour)))
			if d := edgeDecision(t, plan(t, e, c, now.Add(2*time.Hour)), "news/e/s"); d.Verdict != followup.Send {
				t.Errorf("after an order: %s", edgeLine(d))
			}
		})
	}
}

// The holdout gets nothing but what is exempt, and what is owed.
func TestEdgeHoldoutExempt(t *testing.T) {
	now := at("2026-11-22 12:00")
	p := edgePolicy(edgePlay("news", 0))
	p.Holdout = followup.Holdout{Share: 1, Exempt: []followup.Purpose{followup.Service}}
	for purpose, want := range map[followup.Purpose]string{
		followup.Promotional: "drop email: holdout", followup.Relationship: "drop email: holdout",
		followup.Service: "send email", followup.Transactional: "send email",
	} {
		p.Plays[0].Purpose = purpose
		e, c := compile(t, p), edgeNews("Asia/Tokyo", now)
		edgeWant(t, plan(t, e, c, now), "news/e/s "+want)
		reasons, err := e.Allowed(c, followup.Message{Channel: "email", Topic: "news", Purpose: purpose}, now)
		if held := edgeHas(reasons, followup.HeldOut); err != nil || held != (want != "send email") {
			t.Errorf("%v: Allowed says %v, %v", purpose, reasons, err)
		}
	}
}

// A digest takes in what may go at its moment on its channel, and nothing else.
func TestEdgeDigest(t *testing.T) {
	a, b, other := edgePlay("a", 3), edgePlay("b", 2), edgePlay("other", 1)
	a.Steps[0].Digest, b.Steps[0].Digest, other.Steps[0].Digest = "daily", "daily", "weekly"
	p := edgePolicy(a, b, other)
	p.Caps = []followup.Cap{edgeGap(24)}
	e := compile(t, p)
	now := at("2026-11-22 12:00")
	c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("a", "e", now), edgeEvent("b", "e", now), edgeEvent("other", "e", now))
	made := plan(t, e, c, now)
	edgeWant(t, made,
		"a/e/s send email",
		"b/e/s hold email 2026-11-22 12:00 +0900 behind: digest",
		"other/e/s hold email 2026-11-23 12:00 +0900 behind: reserved")
	t.Run("one contact, two marks", func(t *testing.T) {
		c := edgeAfter(c, made.Decisions[0].Contact(now, followup.Sent))
		edgeWant(t, plan(t, e, c, now), "other/e/s hold email 2026-11-23 12:00 +0900: cap", "a/e/s done email: done", "b/e/s done email: done")
	})
	t.Run("a topic that was refused stays out", func(t *testing.T) {
		c := c
		c.Consents = []followup.Consent{{Topic: "b", At: at("2026-11-01 12:00")}}
		edgeWant(t, plan(t, e, c, now),
			"a/e/s send email", "b/e/s drop email: consent.refused reserved", "other/e/s hold email 2026-11-23 12:00 +0900 behind: reserved")
	})
	t.Run("another channel stays out", func(t *testing.T) {
		p := p
		p.Plays = append([]followup.Play(nil), p.Plays...)
		p.Plays[1].Steps = []followup.Step{{ID: "s", Channels: []string{"sms"}, Digest: "daily"}}
		if d := edgeDecision(t, plan(t, compile(t, p), c, now), "b/e/s"); edgeLine(d) != "hold sms 2026-11-23 12:00 +0900 behind: reserved" {
			t.Error(edgeLine(d))
		}
	})
}

// A retry does not carry a birthday into the next day.
func TestEdgeRetryStaysOnTheDay(t *testing.T) {
	p := simple()
	p.Hours, p.Caps = nil, nil
	p.Plays[0].Steps[0].Retry = followup.Retry{Max: 3, After: exact(2 * time.Hour)}
	e := compile(t, p)
	failed := func(when string) followup.Customer {
		return edgeAfter(haru(), followup.Contact{Key: "birthday/2026/mail", At: at(when), Channel: "email", Outcome: followup.Failed})
	}
	if d := edgeDecision(t, plan(t, e, failed("2026-11-22 21:00"), at("2026-11-22 23:00")), "birthday/2026/mail#2"); d.Verdict != followup.Send || !d.Until.Equal(at("2026-11-23 00:00")) {
		t.Errorf("the same day: %s, until %s", edgeLine(d), edgeStamp(d.Until))
	}
	for _, now := range []string{"2026-11-22 23:30", "2026-11-23 01:00"} {
		made := plan(t, e, failed("2026-11-22 23:00"), at(now))
		if d, ok := edgeFind(made, "birthday/2026/mail#2"); ok && d.Verdict != followup.Drop {
			t.Errorf("at %s: %s due %s, want it dropped", now, edgeLine(d), edgeStamp(d.Due))
		}
	}
}

// What ends a run counts from the beginning of the run, also for later steps when
// the first could not go out: a reminder does not reach those who did it already.
func TestEdgeGoalBeforeALaterStep(t *testing.T) {
	remind := edgeSteps(edgePlay("renew", 0),
		followup.Step{ID: "month", Wait: days(-30), Late: days(3), Channels: []string{"sms"}},
		followup.Step{ID: "week", Wait: days(23), Late: days(3), Channels: []string{"email"}})
	remind.Goal = "renewed"
	for name, tt := range map[string]struct {
		trigger followup.Trigger
		key     string
	}{
		"a date that falls due": {followup.OnDue("contract"), "renew/k/week"},
		"a date of each year":   {followup.Yearly("contract"), "renew/2026/week"},
	} {
		t.Run(name, func(t *testing.T) {
			e := compile(t, edgePolicy(edgeTriggered(remind, tt.trigger)))
			c := edgeIn("Asia/Tokyo")
			c.Addresses = edgeAddresses("email")
			c.Dates = map[string]retention.Date{"contract": date("2020-12-31")}
			c.Events = []followup.Event{{ID: "k", Kind: "contract", At: at("2026-01-01 12:00"), Due: at("2026-12-31 00:00")}}
			now := at("2026-12-24 12:00")
			if d := edgeDecision(t, plan(t, e, c, now), tt.key); d.Verdict != followup.Send {
				t.Fatalf("not renewed: %s", edgeLine(d))
			}
			renewed := []string{"2026-12-10 12:00"}
			if tt.trigger.After != nil {
				renewed = append(renewed, "2026-06-01 12:00") // it is known since January when it falls due
			}
			for _, when := range renewed {
				for made := range plan(t, e, edgeWith(c, edgeEvent("renewed", "r", at(when))), now).With(followup.Send) {
					t.Errorf("renewed at %s, and on 24 December %s goes out", when, made.Key)
				}
			}
		})
	}
}

// Of a recurring message that could not go out only the last is caught up on.
func TestEdgeEveryCatchesUpOnce(t *testing.T) {
	weekly := edgeTriggered(edgePlay("weekly", 0), followup.Every(days(7), date("2026-11-01")))
	weekly.Steps[0].At, weekly.Steps[0].Late = 9*hours.Hour, days(30)
	p := edgePolicy(weekly)
	e := compile(t, p)
	c := edgeIn("Asia/Tokyo")
	c.Pauses = []followup.Pause{{From: at("2026-11-01 00:00"), To: at("2026-11-24 12:00")}}
	edgeWant(t, plan(t, e, c, at("2026-11-24 12:00")),
		"weekly/2026-11-22/s send email: pause", "weekly/2026-11-29/s hold email 2026-11-29 09:00 +0900: due")
	c.Dates = map[string]retention.Date{"first visit": date("2026-11-03")}
	p.Plays[0].Trigger = followup.Trigger{Every: &followup.EveryTrigger{Every: days(7), From: "first visit"}}
	edgeWant(t, plan(t, compile(t, p), c, at("2026-11-24 12:00")),
		"weekly/2026-11-24/s send email: pause", "weekly/2026-12-01/s hold email 2026-12-01 09:00 +0900: due")
}

// Laws come on top of the shop's manners and of one another, by region and all
// that lies around it; without a region all of them hold.
func TestEdgeLawsComeOnTop(t *testing.T) {
	law := func(id string, from, to hours.Clock, regions ...string) followup.Law {
		return followup.Law{ID: id, AsOf: date("2026-01-01"), Sources: []string{"the text"}, Regions: regions, Rules: followup.Rules{Hours: []followup.HoursRule{{ID: "h", Hours: edgeWindow(from, to)}}}}
	}
	play := edgePlay("news", 0)
	p := edgePolicy(play)
	p.Hours = []followup.HoursRule{{ID: "shop", Hours: edgeWindow(9*hours.Hour, 22*hours.Hour)}}
	p.Laws = []followup.Law{law("us", 8*hours.Hour, 21*hours.Hour, "US"), law("us-fl", 8*hours.Hour, 20*hours.Hour, "US-FL"), law("fr", 10*hours.Hour, 20*hours.Hour, "FR")}
	p.Laws = append(p.Laws, law("elsewhere", 9*hours.Hour, 20*hours.Hour+45, "US-F", "U"))
	e := compile(t, p)
	for _, tt := range []struct{ region, now, want string }{
		{"US-FL", "2026-11-23 20:30 -0500", "hold email 2026-11-24 09:00 -0500: hours hours"},
		{"US-FL-086", "2026-11-23 20:30 -0500", "hold email 2026-11-24 09:00 -0500: hours hours"},
		{"US-TX", "2026-11-23 20:30 -0500", "send email"},
		{"US", "2026-11-23 20:50 -0500", "send email"}, // US does not lie in U
		{"US-FL", "2026-11-23 19:50 -0500", "send email"},
		{"US-TX", "2026-11-23 21:30 -0500", "hold email 2026-11-24 09:00 -0500: hours hours"},
		{"USA", "2026-11-23 21:30 -0500", "send email"},
		{"JP", "2026-11-23 21:30 -0500", "send email"},
		{"JP", "2026-11-23 08:30 -0500", "hold email 2026-11-23 09:00 -0500: hours"},
		{"", "2026-11-23 09:30 -0500", "hold email 2026-11-23 10:00 -0500: hours"},
		{"", "2026-11-23 20:30 -0500", "hold email 2026-11-24 10:00 -0500: hours hours"},
	} {
		now := edgeTime(tt.now)
		c := edgeNews("America/New_York", now)
		c.Region = tt.region
		t.Run(tt.region+" "+tt.now, func(t *testing.T) { edgeWant(t, plan(t, e, c, now), "news/e/s "+tt.want) })
	}
}
