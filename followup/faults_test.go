package followup_test

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// faultsFull is a policy in which every field of every kind is set.
func faultsFull() followup.Policy {
	text := func(en, ja string) retention.Text { return retention.Text{English: en, Japanese: ja} }
	month, hour := retention.Span{Months: 1}, time.Hour
	daytime := func() hours.Hours {
		return hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 18 * hours.Hour}}, Closed: []string{"jp"}}
	}
	mail := []string{"email"}
	return followup.Policy{
		Version: "2026-04",
		Zones:   followup.ZoneRule{Regions: map[string][]string{"US": {"America/New_York", "Pacific/Honolulu"}, "JP": {"Asia/Tokyo"}}, Default: "Asia/Tokyo"},
		Channels: []followup.Channel{
			{ID: "email", Name: text("e-mail", "メール"), Spread: exact(2 * time.Hour)},
			{ID: "line", Interrupts: true},
			{ID: "phone", Interrupts: true, Staff: daytime(), StaffZone: "Asia/Tokyo"},
		},
		Plays: []followup.Play{{
			ID: "thanks", Name: text("thanks", "お礼"), Topic: "thanks", Purpose: followup.Relationship, Priority: 3,
			For:     followup.Who{In: []string{"buyers"}, NotIn: []string{"staff"}, Audience: followup.Consumers},
			Trigger: followup.OnEvent("order"),
			Steps: []followup.Step{
				{ID: "mail", Name: text("mail", "メール"), Wait: days(1), At: 10 * hours.Hour, Late: days(2), Channels: mail, Digest: "daily"},
				{
					ID: "call", Wait: days(3), Workdays: 2, Channels: []string{"phone", "line", "email"}, Choose: followup.Preferred,
					Fallback: []followup.Code{followup.AddressMissing, followup.AttemptsOver, followup.ConsentRefused},
					Retry:    followup.Retry{Max: 2, After: exact(2 * hour), Shift: hours.Window{From: 17 * hours.Hour, To: 21 * hours.Hour}},
				},
			},
			Goal: "review", Exit: []string{"return"}, Ends: []followup.Outcome{followup.Reacted}, Reentry: days(30),
		}, {
			ID: "lapse", Topic: "points", Purpose: followup.Service, Trigger: followup.OnDue("points lapse"),
			Steps: []followup.Step{{ID: "month", Wait: retention.Span{Months: -1}, Channels: mail, Digest: "daily"}, {ID: "week", Wait: days(21), Channels: mail}},
		}, {
			ID: "birthday", Topic: "birthday", Purpose: followup.Relationship, Trigger: followup.Yearly("birthday"),
			Steps: []followup.Step{{ID: "mail", Channels: []string{"line", "email"}, Choose: followup.Responsive}},
		}, {
			ID: "leap", Purpose: followup.Relationship, Trigger: followup.Trigger{Yearly: &followup.YearlyTrigger{Date: "founded", Leap: followup.March1}},
			Steps: []followup.Step{{ID: "mail", Wait: days(-7), Channels: mail}},
		}, {
			ID: "news", Topic: "news", Trigger: followup.Trigger{Every: &followup.EveryTrigger{Every: days(7), Anchor: date("2026-01-05")}},
			Steps: []followup.Step{{ID: "mail", At: 8 * hours.Hour, Channels: mail}},
		}, {
			ID: "contract", Topic: "news", Trigger: followup.Trigger{Every: &followup.EveryTrigger{Every: month, From: "contract"}},
			Steps: []followup.Step{{ID: "mail", Channels: mail}},
		}, {
			ID: "quiet", Topic: "hello", Purpose: followup.Relationship,
			Trigger: followup.Trigger{Silence: &followup.SilenceTrigger{Match: followup.Match{Channels: mail}, For: days(60)}},
			Steps:   []followup.Step{{ID: "mail", Channels: mail}},
		}, {
			ID: "again", Topic: "reorder",
			Trigger: followup.Trigger{Reorder: &followup.ReorderTrigger{Event: "order", Orders: 4, Ratio: 0.9, Spread: 1, Fallback: days(45)}},
			Steps:   []followup.Step{{ID: "mail", Channels: mail}},
		}, {
			ID: "gold", Topic: "tier", Purpose: followup.Service, Trigger: followup.Entered("gold"),
			Steps: []followup.Step{{ID: "mail", Channels: mail}},
		}, {
			ID: "surprise", Topic: "gift", Purpose: followup.Relationship, Trigger: followup.Surprise(6, "s"),
			Steps: []followup.Step{{ID: "mail", Channels: mail}},
		}, {
			ID: "why", Purpose: followup.Service, Trigger: followup.Declined("news", "reorder"),
			Steps: []followup.Step{{ID: "ask", Wait: exact(hour), Channels: mail}},
		}},
		Rules: followup.Rules{
			Hours: []followup.HoursRule{{
				ID: "day", Name: text("by day", "昼間"), Match: followup.Match{Channels: []string{"line", "phone"}}, Audience: followup.Consumers,
				Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}},
			}, {ID: "business", Audience: followup.Companies, Hours: daytime()}},
			Consent: []followup.ConsentRule{{
				ID: "ads", Name: text("advertising", "広告"), Match: followup.Match{Purposes: []followup.Purpose{followup.Promotional}}, Audience: followup.Consumers,
				Bases: []followup.ConsentBasis{{Name: "express"}, {Name: "purchase", Lasts: retention.Span{Months: 24}}},
			}},
			Caps: []followup.Cap{
				{ID: "gap", Name: text("a pause", "間隔"), Max: 1, Every: exact(16 * hour), Exempt: []followup.Purpose{followup.Transactional}, Uncounted: []followup.Purpose{followup.Transactional}},
				{ID: "week", Match: followup.Match{Topics: []string{"news", "gift"}}, Max: 2, Every: days(7), ByTopic: true},
				{ID: "month", Max: 8, Every: month},
			},
			Declines: []followup.DeclineRule{{ID: "no", Name: text("quiet", "休止"), Cooldown: days(60), AllTopics: true, Match: followup.Match{Topics: []string{"news", "reorder"}}}},
		},
		Laws: []followup.Law{{
			ID: "us", Name: text("US", "米国"), AsOf: date("2026-04-01"), Sources: []string{"47 CFR 64.1200"}, Regions: []string{"US", "US-FL"},
			Rules: followup.Rules{
				Hours: []followup.HoursRule{{ID: "tcpa", Match: followup.Match{Channels: []string{"phone"}}, Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}}}},
				Caps:  []followup.Cap{{ID: "three", Name: text("three calls", "電話3回"), Match: followup.Match{Channels: []string{"phone"}}, Max: 3, Every: exact(24 * hour), ByTopic: true}},
			},
		}},
		Fatigue: []followup.Fatigue{{
			ID: "silent", Name: text("fewer", "控えめ"), Match: followup.Match{Purposes: []followup.Purpose{followup.Promotional, followup.Relationship}},
			After: 3, Gap: exact(14 * 24 * hour), Factor: 2, Most: exact(90 * 24 * hour), Stop: 9,
		}},
		Complaint: &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Promotional, followup.Relationship}, Calm: days(7)},
		Holdout:   followup.Holdout{Salt: "2026", Share: 0.05, Exempt: []followup.Purpose{followup.Service}},
		Signs:     []string{"order", "reply"},
		Workdays:  hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays}}, Closed: []string{"jp"}},
		Horizon:   exact(72 * hour),
		Lookback:  exact(240 * hour),
		Names:     map[string]retention.Text{"gold": text("Gold", "ゴールド")},
	}
}

func TestCompileAcceptsTheFullPolicy(t *testing.T) {
	compile(t, faultsFull())
	compile(t, simple())
}

// Nothing of the full policy is left at zero, but what its comment says.
func TestFullPolicyIsFull(t *testing.T) {
	unset := map[string]bool{}
	set := map[string]bool{}
	var walk func(v reflect.Value, name string)
	walk = func(v reflect.Value, name string) {
		if v.IsZero() {
			unset[name] = true
			return
		}
		set[name] = true
		switch v.Kind() {
		case reflect.Pointer:
			walk(v.Elem(), name)
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i), name+"[]")
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.IsExported() {
					walk(v.Field(i), v.Type().Name()+"."+f.Name)
				}
			}
		}
	}
	walk(reflect.ValueOf(faultsFull()), "Policy")
	for name := range unset {
		if !set[name] && !strings.HasSuffix(name, "Exact") {
			t.Errorf("%s is set nowhere", name)
		}
	}
}

type faultsRow struct {
	reason string
	change func(*followup.Policy)
	part   string
	err    error
}

func faultsRows() []faultsRow {
	type policy = *followup.Policy
	inf, nan := math.Inf(1), math.NaN()
	long := retention.Span{Months: 12*50 + 13}
	back := days(-1)
	play := func(id string, change func(*followup.Play)) func(policy) {
		return func(p policy) {
			i := slices.IndexFunc(p.Plays, func(x followup.Play) bool { return x.ID == id })
			change(&p.Plays[i])
		}
	}
	step := func(id string, change func(*followup.Step)) func(policy) {
		return play(id, func(p *followup.Play) { change(&p.Steps[0]) })
	}
	trigger := func(id string, change func(*followup.Trigger)) func(policy) {
		return play(id, func(p *followup.Play) { change(&p.Trigger) })
	}
	hour := func(change func(*followup.HoursRule)) func(policy) { return func(p policy) { change(&p.Hours[0]) } }
	consent := func(change func(*followup.ConsentRule)) func(policy) {
		return func(p policy) { change(&p.Consent[0]) }
	}
	limit := func(change func(*followup.Cap)) func(policy) { return func(p policy) { change(&p.Caps[0]) } }
	law := func(change func(*followup.Law)) func(policy) { return func(p policy) { change(&p.Laws[0]) } }
	tired := func(change func(*followup.Fatigue)) func(policy) { return func(p policy) { change(&p.Fatigue[0]) } }
	channel := func(i int, change func(*followup.Channel)) func(policy) {
		return func(p policy) { change(&p.Channels[i]) }
	}
	every := func(i int, s retention.Span) func(policy) {
		return func(p policy) { p.Caps[i].Every = s }
	}
	var (
		errName, errTaken, errEmpty, errSize   = followup.ErrName, followup.ErrTaken, followup.ErrEmpty, followup.ErrSize
		errValue, errWord, errIdle, errMissing = followup.ErrValue, followup.ErrWord, followup.ErrIdle, followup.ErrMissing
	)
	return []faultsRow{
		{"no version", func(p policy) { p.Version = "" }, "version", errName},
		{"the host's zone", func(p policy) { p.Zones.Default = "Local" }, "zones: default", followup.ErrZone},
		{"no such zone", func(p policy) { p.Zones.Default = "JST" }, "zones: default", errMissing},
		{"a zone without a name", func(p policy) { p.Zones.Regions["JP"] = []string{""} }, `zones: region "JP"[0]`, followup.ErrZone},
		{"a zone twice", func(p policy) { p.Zones.Regions["JP"] = []string{"Asia/Tokyo", "Asia/Tokyo"} }, `zones: region "JP"[1]`, errTaken},
		{"a region without zones", func(p policy) { p.Zones.Regions["FR"] = nil }, `zones: region "FR"`, errEmpty},
		{"a region without a name", func(p policy) { p.Zones.Regions[""] = []string{"Asia/Tokyo"} }, `zones: region ""`, errName},

		{"no channels", func(p policy) { *p = followup.Policy{Version: "1", Plays: nil} }, "channels", errEmpty},
		{"too many channels", func(p policy) { p.Channels = append(p.Channels, make([]followup.Channel, 100)...) }, "channels", errSize},
		{"a channel without an ID", channel(1, func(c *followup.Channel) { c.ID = "" }), "channels[1]: id", errName},
		{"a channel ID that is not UTF-8", channel(1, func(c *followup.Channel) { c.ID = "\xff" }), `channel "\xff": id`, errName},
		{"a channel twice", channel(1, func(c *followup.Channel) { c.ID = "email" }), `channel "email": id`, errTaken},
		{"a spread of people", channel(2, func(c *followup.Channel) { c.Spread = exact(time.Minute) }), `channel "phone": spread`, errValue},
		{"a negative spread", channel(0, func(c *followup.Channel) { c.Spread = exact(-time.Minute) }), `channel "email": spread`, errValue},
		{"a spread over 12 hours", channel(0, func(c *followup.Channel) { c.Spread = exact(12*time.Hour + time.Second) }), `channel "email": spread`, errValue},
		{"a spread over 50 years", channel(0, func(c *followup.Channel) { c.Spread = exact(60 * 366 * 24 * time.Hour) }), `channel "email": spread`, errValue},
		{"a spread of half a second", channel(0, func(c *followup.Channel) { c.Spread = exact(time.Second / 2) }), `channel "email": spread`, errValue},
		{"a spread of days", channel(0, func(c *followup.Channel) { c.Spread = days(1) }), `channel "email": spread`, errValue},
		{"a spread of months", channel(0, func(c *followup.Channel) { c.Spread = retention.Span{Months: 1, Exact: time.Minute} }), `channel "email": spread`, errValue},
		{"staff without a zone", channel(2, func(c *followup.Channel) { c.StaffZone = "" }), `channel "phone": staff zone`, followup.ErrZone},
		{"staff by an unknown calendar", channel(2, func(c *followup.Channel) { c.Staff.Closed[0] = "de" }), `channel "phone": staff: closed[0]`, hours.ErrCalendar},
		{"staff at no time", channel(2, func(c *followup.Channel) { c.Staff.Windows[0].To = 1441 }), `channel "phone": staff: windows[0].to`, hours.ErrClock},

		{"no plays", func(p policy) { p.Plays = nil }, "plays", errEmpty},
		{"too many plays", func(p policy) { p.Plays = slices.Repeat(p.Plays, 100) }, "plays", errSize},
		{"a play without an ID", play("gold", func(p *followup.Play) { p.ID = "" }), "plays[8]: id", errName},
		{"a play twice", play("gold", func(p *followup.Play) { p.ID = "why" }), `play "why": id`, errTaken},
		{"a play with a slash", play("gold", func(p *followup.Play) { p.ID = "a/b" }), `play "a/b": id`, errValue},
		{"an unknown purpose", play("gold", func(p *followup.Play) { p.Purpose = 4 }), `play "gold": purpose`, errWord},
		{"an unknown audience", play("thanks", func(p *followup.Play) { p.For.Audience = 3 }), `play "thanks": for: audience`, errWord},
		{"a segment twice", play("thanks", func(p *followup.Play) { p.For.In = []string{"a", "a"} }), `play "thanks": for: in[1]`, errTaken},
		{"in a segment and not", play("thanks", func(p *followup.Play) { p.For.NotIn = []string{"staff", "buyers"} }), `play "thanks": for: notIn[1]`, errIdle},
		{"came into a segment and not in it", play("gold", func(p *followup.Play) { p.For.NotIn = []string{"gold"} }), `play "gold": for: notIn[0]`, errIdle},
		{"an exit twice", play("thanks", func(p *followup.Play) { p.Exit = []string{"a", "a"} }), `play "thanks": exit[1]`, errTaken},
		{"an unknown outcome", play("thanks", func(p *followup.Play) { p.Ends[0] = 9 }), `play "thanks": ends[0]`, errWord},
		{"a negative reentry", play("thanks", func(p *followup.Play) { p.Reentry = back }), `play "thanks": reentry`, errValue},
		{"no steps", play("gold", func(p *followup.Play) { p.Steps = nil }), `play "gold": steps`, errEmpty},
		{"too many steps", play("thanks", func(p *followup.Play) { p.Steps = slices.Repeat(p.Steps, 51) }), `play "thanks": steps`, errSize},
		{"a step without an ID", step("gold", func(s *followup.Step) { s.ID = "" }), `play "gold": steps[0]: id`, errName},
		{"a step twice", step("thanks", func(s *followup.Step) { s.ID = "call" }), `play "thanks": step "call": id`, errTaken},
		{"a step with a slash", step("gold", func(s *followup.Step) { s.ID = "a/b" }), `play "gold": step "a/b": id`, errValue},
		{"a step with a hash", step("gold", func(s *followup.Step) { s.ID = "a#2" }), `play "gold": step "a#2": id`, errValue},

		{"a step whose name is no text", step("gold", func(s *followup.Step) { s.Name.English = "\xff" }), `play "gold": step "mail": name`, errName},

		{"before an event", step("thanks", func(s *followup.Step) { s.Wait = back }), `play "thanks": step "mail": wait`, errValue},
		{"before a silence", step("quiet", func(s *followup.Step) { s.Wait = back }), `play "quiet": step "mail": wait`, errValue},
		{"before one was in a segment", step("gold", func(s *followup.Step) { s.Wait = back }), `play "gold": step "mail": wait`, errValue},
		{"before a no", step("why", func(s *followup.Step) { s.Wait = back }), `play "why": step "ask": wait`, errValue},
		{"before the step before", play("lapse", func(p *followup.Play) { p.Steps[1].Wait = back }), `play "lapse": step "week": wait`, errValue},
		{"there and back", step("lapse", func(s *followup.Step) { s.Wait = retention.Span{Months: 1, Days: -1} }), `play "lapse": step "month": wait`, errValue},
		{"a wait of a life", step("thanks", func(s *followup.Step) { s.Wait = long }), `play "thanks": step "mail": wait`, errValue},
		{"a wait that is no number", step("thanks", func(s *followup.Step) {
			s.Wait = retention.Span{Months: math.MaxInt, Days: math.MaxInt, Exact: math.MaxInt64}
		}), `play "thanks": step "mail": wait`, errValue},
		{"a wait for ever before", step("lapse", func(s *followup.Step) {
			s.Wait = retention.Span{Months: math.MinInt, Days: math.MinInt, Exact: math.MinInt64}
		}), `play "lapse": step "month": wait`, errValue},
		{"negative workdays", step("thanks", func(s *followup.Step) { s.Workdays = -1 }), `play "thanks": step "mail": workdays`, errValue},
		{"too many workdays", step("thanks", func(s *followup.Step) { s.Workdays = 1001 }), `play "thanks": step "mail": workdays`, errValue},
		{"before midnight", step("thanks", func(s *followup.Step) { s.At = -1 }), `play "thanks": step "mail": at`, hours.ErrClock},
		{"at 24:00", step("thanks", func(s *followup.Step) { s.At = 1440 }), `play "thanks": step "mail": at`, hours.ErrClock},
		{"late before it is due", step("thanks", func(s *followup.Step) { s.Late = back }), `play "thanks": step "mail": late`, errValue},
		{"a step without channels", step("thanks", func(s *followup.Step) { s.Channels = nil }), `play "thanks": step "mail": channels`, errEmpty},
		{"a step with too many channels", step("thanks", func(s *followup.Step) { s.Channels = make([]string, 9) }), `play "thanks": step "mail": channels`, errSize},
		{"a step on an unknown channel", step("birthday", func(s *followup.Step) { s.Channels[0] = "fax" }), `play "birthday": step "mail": channels[0]`, errMissing},
		{"a step on one channel twice", step("birthday", func(s *followup.Step) { s.Channels[1] = "line" }), `play "birthday": step "mail": channels[1]`, errTaken},
		{"an unknown choice", step("thanks", func(s *followup.Step) { s.Choose = 3 }), `play "thanks": step "mail": choose`, errWord},
		{"around a cap", step("thanks", func(s *followup.Step) { s.Fallback = []followup.Code{followup.AddressDead, followup.CapReached} }), `play "thanks": step "mail": fallback[1]`, errValue},
		{"around hours", step("thanks", func(s *followup.Step) { s.Fallback = []followup.Code{followup.OutsideHours} }), `play "thanks": step "mail": fallback[0]`, errValue},
		{"around a refusal", step("thanks", func(s *followup.Step) { s.Fallback = []followup.Code{followup.AfterDecline} }), `play "thanks": step "mail": fallback[0]`, errValue},
		{"around what is none", step("thanks", func(s *followup.Step) { s.Fallback = []followup.Code{"\xff"} }), `play "thanks": step "mail": fallback[0]`, errValue},
		{"a fallback twice", step("thanks", func(s *followup.Step) { s.Fallback = []followup.Code{followup.AddressDead, followup.AddressDead} }), `play "thanks": step "mail": fallback[1]`, errTaken},
		{"negative attempts", step("thanks", func(s *followup.Step) { s.Retry.Max = -1 }), `play "thanks": step "mail": retry: max`, errValue},
		{"too many attempts", step("thanks", func(s *followup.Step) { s.Retry.Max = 101 }), `play "thanks": step "mail": retry: max`, errValue},
		{"again before", step("thanks", func(s *followup.Step) { s.Retry.After = exact(-1) }), `play "thanks": step "mail": retry: after`, errValue},
		{"a shift from 24:00", step("thanks", func(s *followup.Step) { s.Retry.Shift.From = 1440 }), `play "thanks": step "mail": retry: shift: windows[0].from`, hours.ErrClock},

		{"no trigger", trigger("gold", func(t *followup.Trigger) { *t = followup.Trigger{} }), `play "gold": trigger`, errEmpty},
		{"two triggers", trigger("gold", func(t *followup.Trigger) { t.Yearly = &followup.YearlyTrigger{Date: "a"} }), `play "gold": trigger`, errValue},
		{"no event", trigger("thanks", func(t *followup.Trigger) { t.After.Event = "" }), `play "thanks": trigger: after: event`, errName},
		{"a refusal as an event", trigger("thanks", func(t *followup.Trigger) { t.After.Event = followup.DeclineEvent }), `play "thanks": trigger: after: event`, errValue},
		{"no date", trigger("leap", func(t *followup.Trigger) { t.Yearly.Date = "" }), `play "leap": trigger: yearly: date`, errName},
		{"an unknown leap day", trigger("leap", func(t *followup.Trigger) { t.Yearly.Leap = 2 }), `play "leap": trigger: yearly: leap`, errWord},
		{"months and days", trigger("news", func(t *followup.Trigger) { t.Every.Every.Months = 1 }), `play "news": trigger: every: every`, errValue},
		{"neither months nor days", trigger("news", func(t *followup.Trigger) { t.Every.Every = retention.Span{} }), `play "news": trigger: every: every`, errValue},
		{"every so many hours", trigger("news", func(t *followup.Trigger) { t.Every.Every = exact(time.Hour) }), `play "news": trigger: every: every`, errValue},
		{"backwards", trigger("news", func(t *followup.Trigger) { t.Every.Every = back }), `play "news": trigger: every: every`, errValue},
		{"no anchor", trigger("contract", func(t *followup.Trigger) { t.Every.From = "" }), `play "contract": trigger: every: anchor`, errEmpty},
		{"two anchors", trigger("news", func(t *followup.Trigger) { t.Every.From = "contract" }), `play "news": trigger: every: from`, errValue},
		{"an anchor beyond all years", trigger("news", func(t *followup.Trigger) { t.Every.Anchor = date("2100-01-01") }), `play "news": trigger: every: anchor`, followup.ErrTime},
		{"an anchor that has no text", trigger("news", func(t *followup.Trigger) { t.Every.Anchor = retention.NewDate(-1, 1, 1) }), `play "news": trigger: every: anchor`, followup.ErrTime},
		{"no silence", trigger("quiet", func(t *followup.Trigger) { t.Silence.For = retention.Span{} }), `play "quiet": trigger: silence: for`, errValue},
		{"a negative silence", trigger("quiet", func(t *followup.Trigger) { t.Silence.For = back }), `play "quiet": trigger: silence: for`, errValue},
		{"silence on an unknown channel", trigger("quiet", func(t *followup.Trigger) { t.Silence.Channels = []string{"fax"} }), `play "quiet": trigger: silence: channels[0]`, errMissing},
		{"no order", trigger("again", func(t *followup.Trigger) { t.Reorder.Event = "" }), `play "again": trigger: reorder: event`, errName},
		{"refusals as orders", trigger("again", func(t *followup.Trigger) { t.Reorder.Event = followup.DeclineEvent }), `play "again": trigger: reorder: event`, errValue},
		{"negative orders", trigger("again", func(t *followup.Trigger) { t.Reorder.Orders = -1 }), `play "again": trigger: reorder: orders`, errValue},
		{"a ratio that is none", trigger("again", func(t *followup.Trigger) { t.Reorder.Ratio = nan }), `play "again": trigger: reorder: ratio`, errValue},
		{"a negative ratio", trigger("again", func(t *followup.Trigger) { t.Reorder.Ratio = -1 }), `play "again": trigger: reorder: ratio`, errValue},
		{"an endless ratio", trigger("again", func(t *followup.Trigger) { t.Reorder.Ratio = inf }), `play "again": trigger: reorder: ratio`, errValue},
		{"a spread that is none", trigger("again", func(t *followup.Trigger) { t.Reorder.Spread = nan }), `play "again": trigger: reorder: spread`, errValue},
		{"a negative spread of a rhythm", trigger("again", func(t *followup.Trigger) { t.Reorder.Spread = -0.1 }), `play "again": trigger: reorder: spread`, errValue},
		{"a negative fallback", trigger("again", func(t *followup.Trigger) { t.Reorder.Fallback = back }), `play "again": trigger: reorder: fallback`, errValue},
		{"no segment", trigger("gold", func(t *followup.Trigger) { t.Entered.Segment = "" }), `play "gold": trigger: entered: segment`, errName},
		{"five months", trigger("surprise", func(t *followup.Trigger) { t.Surprise.Months = 5 }), `play "surprise": trigger: surprise: months`, errValue},
		{"no months", trigger("surprise", func(t *followup.Trigger) { t.Surprise.Months = 0 }), `play "surprise": trigger: surprise: months`, errValue},
		{"24 months", trigger("surprise", func(t *followup.Trigger) { t.Surprise.Months = 24 }), `play "surprise": trigger: surprise: months`, errValue},
		{"a topic twice", trigger("why", func(t *followup.Trigger) { t.Declined.Topics = []string{"a", "a"} }), `play "why": trigger: declined: topics[1]`, errTaken},
		{"selling after a no", play("why", func(p *followup.Play) { p.Purpose = followup.Promotional }), `play "why": purpose`, errValue},
		{"two messages after a no", play("why", func(p *followup.Play) { p.Steps = append(p.Steps, followup.Step{ID: "b", Channels: []string{"email"}}) }), `play "why": steps`, errValue},
		{"insisting after a no", step("why", func(s *followup.Step) { s.Retry.Max = 1 }), `play "why": step "ask": retry: max`, errValue},

		{"too many rules of hours", func(p policy) { p.Hours = slices.Repeat(p.Hours, 501) }, "hours", errSize},
		{"hours without an ID", hour(func(r *followup.HoursRule) { r.ID = "" }), "hours[0]: id", errName},
		{"hours twice", hour(func(r *followup.HoursRule) { r.ID = "business" }), `hours "business": id`, errTaken},
		{"hours whose name is no text", hour(func(r *followup.HoursRule) { r.Name.Japanese = "\xff" }), `hours "day": name`, errName},
		{"hours on an unknown channel", hour(func(r *followup.HoursRule) { r.Channels[1] = "fax" }), `hours "day": channels[1]`, errMissing},
		{"hours for nobody", hour(func(r *followup.HoursRule) { r.Audience = 3 }), `hours "day": audience`, errWord},
		{"hours that are none", hour(func(r *followup.HoursRule) { r.Hours = hours.Hours{} }), `hours "day"`, errEmpty},
		{"hours on no day", hour(func(r *followup.HoursRule) { r.Hours.Windows[0].Days = 128 }), `hours "day": windows[0].days`, hours.ErrDays},
		{"hours from 25:00", hour(func(r *followup.HoursRule) { r.Hours.Windows[0].From = 1500 }), `hours "day": windows[0].from`, hours.ErrClock},
		{"hours by an unknown calendar", hour(func(r *followup.HoursRule) { r.Hours.Closed = []string{"jp", "de"} }), `hours "day": closed[1]`, hours.ErrCalendar},
		{"hours of a calendar without workdays", hour(func(r *followup.HoursRule) { r.Hours.Closed = []string{"never"} }), `hours "day": closed`, hours.ErrNeverOpen},
		{"consent without an ID", consent(func(r *followup.ConsentRule) { r.ID = "" }), "consent[0]: id", errName},
		{"consent twice", func(p policy) { p.Consent = slices.Repeat(p.Consent, 2) }, `consent "ads": id`, errTaken},
		{"consent whose name is no text", consent(func(r *followup.ConsentRule) { r.Name.English = "\xff" }), `consent "ads": name`, errName},
		{"consent for nobody", consent(func(r *followup.ConsentRule) { r.Audience = 3 }), `consent "ads": audience`, errWord},
		{"consent on an unknown channel", consent(func(r *followup.ConsentRule) { r.Channels = []string{"fax"} }), `consent "ads": channels[0]`, errMissing},
		{"consent to an unknown purpose", consent(func(r *followup.ConsentRule) { r.Purposes[0] = 4 }), `consent "ads": purposes[0]`, errWord},
		{"a basis without a name", consent(func(r *followup.ConsentRule) { r.Bases[0].Name = "" }), `consent "ads": bases[0]: name`, errName},
		{"a basis twice", consent(func(r *followup.ConsentRule) { r.Bases[1].Name = "express" }), `consent "ads": bases[1]: name`, errTaken},
		{"a basis that lasted", consent(func(r *followup.ConsentRule) { r.Bases[1].Lasts = back }), `consent "ads": bases[1]: lasts`, errValue},
		{"a cap without an ID", limit(func(r *followup.Cap) { r.ID = "" }), "caps[0]: id", errName},
		{"a cap twice", limit(func(r *followup.Cap) { r.ID = "week" }), `cap "week": id`, errTaken},
		{"a cap whose name is no text", limit(func(r *followup.Cap) { r.Name.Japanese = "\xff" }), `cap "gap": name`, errName},
		{"a negative cap", limit(func(r *followup.Cap) { r.Max = -1 }), `cap "gap": max`, errValue},
		{"a cap on an unknown channel", limit(func(r *followup.Cap) { r.Channels = []string{"email", "fax"} }), `cap "gap": channels[1]`, errMissing},
		{"a cap of nothing", every(0, retention.Span{}), `cap "gap": every`, errValue},
		{"a cap of two kinds", every(0, retention.Span{Days: 1, Exact: 1}), `cap "gap": every`, errValue},
		{"a cap of negative days", every(1, back), `cap "week": every`, errValue},
		{"a cap of a negative time", every(1, exact(-1)), `cap "week": every`, errValue},
		{"a cap of too many days", every(1, days(401)), `cap "week": every`, errValue},
		{"a cap of 5 months", every(2, retention.Span{Months: 5}), `cap "month": every`, errValue},
		{"a cap of 24 months", every(2, retention.Span{Months: 24}), `cap "month": every`, errValue},
		{"a cap that holds nothing back", limit(func(r *followup.Cap) { r.Purposes = []followup.Purpose{followup.Transactional} }), `cap "gap": exempt`, errIdle},
		{"a cap that counts nothing", limit(func(r *followup.Cap) { r.Uncounted = []followup.Purpose{0, 1, 2, 3} }), `cap "gap": uncounted`, errIdle},
		{"an unknown exemption", limit(func(r *followup.Cap) { r.Exempt[0] = 4 }), `cap "gap": exempt[0]`, errWord},
		{"uncounted twice", limit(func(r *followup.Cap) { r.Uncounted = []followup.Purpose{1, 1} }), `cap "gap": uncounted[1]`, errTaken},
		{"a decline without an ID", func(p policy) { p.Declines[0].ID = "" }, "declines[0]: id", errName},
		{"a decline twice", func(p policy) { p.Declines = slices.Repeat(p.Declines, 2) }, `decline "no": id`, errTaken},
		{"a decline whose name is no text", func(p policy) { p.Declines[0].Name.English = "\xff" }, `decline "no": name`, errName},
		{"a negative cooldown", func(p policy) { p.Declines[0].Cooldown = back }, `decline "no": cooldown`, errValue},
		{"a decline of a topic without a name", func(p policy) { p.Declines[0].Topics[0] = "" }, `decline "no": topics[0]`, errName},

		{"too many laws", func(p policy) { p.Laws = slices.Repeat(p.Laws, 101) }, "laws", errSize},
		{"a law without an ID", law(func(l *followup.Law) { l.ID = "" }), "laws[0]: id", errName},
		{"a law twice", func(p policy) { p.Laws = slices.Repeat(p.Laws, 2) }, `law "us": id`, errTaken},
		{"a law of no day", law(func(l *followup.Law) { l.AsOf = retention.Date{} }), `law "us": asOf`, errEmpty},
		{"a law of no year", law(func(l *followup.Law) { l.AsOf = retention.NewDate(12345, 1, 1) }), `law "us": asOf`, followup.ErrTime},
		{"a law without sources", law(func(l *followup.Law) { l.Sources = nil }), `law "us": sources`, errEmpty},
		{"a law with an empty source", law(func(l *followup.Law) { l.Sources[0] = "" }), `law "us": sources[0]`, errName},
		{"a law of no region", law(func(l *followup.Law) { l.Regions = nil }), `law "us": regions`, errEmpty},
		{"a region twice", law(func(l *followup.Law) { l.Regions[1] = "US" }), `law "us": regions[1]`, errTaken},
		{"a law with a faulty rule", law(func(l *followup.Law) { l.Caps[0].Max = -1 }), `law "us": cap "three": max`, errValue},
		{"a law with a rule without an ID", law(func(l *followup.Law) { l.Caps[0].ID = "" }), `law "us": caps[0]: id`, errName},
		{"a law with a rule whose name is no text", law(func(l *followup.Law) { l.Caps[0].Name.Japanese = "\xff" }), `law "us": cap "three": name`, errName},
		{"a law on a channel without a name", law(func(l *followup.Law) { l.Hours[0].Channels[0] = "" }), `law "us": hours "tcpa": channels[0]`, errName},
		{"a law with too many rules", law(func(l *followup.Law) { l.Caps = slices.Repeat(l.Caps, 1001) }), `law "us": caps`, errSize},

		{"a fatigue without an ID", tired(func(f *followup.Fatigue) { f.ID = "" }), "fatigue[0]: id", errName},
		{"a fatigue twice", func(p policy) { p.Fatigue = slices.Repeat(p.Fatigue, 2) }, `fatigue "silent": id`, errTaken},
		{"a fatigue whose name is no text", tired(func(f *followup.Fatigue) { f.Name.Japanese = "\xff" }), `fatigue "silent": name`, errName},
		{"tired of an unknown channel", tired(func(f *followup.Fatigue) { f.Channels = []string{"fax"} }), `fatigue "silent": channels[0]`, errMissing},
		{"tired of nothing", tired(func(f *followup.Fatigue) { f.After = 0 }), `fatigue "silent": after`, errValue},
		{"tired for days", tired(func(f *followup.Fatigue) { f.Gap = days(14) }), `fatigue "silent": gap`, errValue},
		{"tired for no time", tired(func(f *followup.Fatigue) { f.Gap, f.Stop = retention.Span{}, 0 }), `fatigue "silent": gap`, errIdle},
		{"tired for a negative time", tired(func(f *followup.Fatigue) { f.Gap = exact(-1) }), `fatigue "silent": gap`, errValue},
		{"tired for months at most", tired(func(f *followup.Fatigue) { f.Most = retention.Span{Months: 3} }), `fatigue "silent": most`, errValue},
		{"tired for less than at least", tired(func(f *followup.Fatigue) { f.Most = exact(1) }), `fatigue "silent": most`, errValue},
		{"a factor that is none", tired(func(f *followup.Fatigue) { f.Factor = nan }), `fatigue "silent": factor`, errValue},
		{"an endless factor", tired(func(f *followup.Fatigue) { f.Factor = inf }), `fatigue "silent": factor`, errValue},
		{"a factor below 1", tired(func(f *followup.Fatigue) { f.Factor = 0.5 }), `fatigue "silent": factor`, errValue},
		{"a negative stop", tired(func(f *followup.Fatigue) { f.Stop = -1 }), `fatigue "silent": stop`, errValue},
		{"a stop before the gap", tired(func(f *followup.Fatigue) { f.Stop = 3 }), `fatigue "silent": gap`, errIdle},

		{"a complaint that keeps nothing back", func(p policy) { p.Complaint.Purposes = nil }, "complaint: purposes", errEmpty},
		{"a complaint about an unknown purpose", func(p policy) { p.Complaint.Purposes[1] = 9 }, "complaint: purposes[1]", errWord},
		{"a negative calm", func(p policy) { p.Complaint.Calm = back }, "complaint: calm", errValue},
		{"a negative share", func(p policy) { p.Holdout.Share = -0.1 }, "holdout: share", errValue},
		{"a share over 1", func(p policy) { p.Holdout.Share = 1.1 }, "holdout: share", errValue},
		{"a share that is none", func(p policy) { p.Holdout.Share = nan }, "holdout: share", errValue},
		{"an unknown purpose held out", func(p policy) { p.Holdout.Exempt[0] = 4 }, "holdout: exempt[0]", errWord},
		{"a sign twice", func(p policy) { p.Signs = []string{"order", "order"} }, "signs[1]", errTaken},
		{"a sign without a name", func(p policy) { p.Signs[0] = "" }, "signs[0]", errName},
		{"a refusal as a sign of life", func(p policy) { p.Signs[1] = followup.DeclineEvent }, "signs[1]", errValue},
		{"too many signs", func(p policy) { p.Signs = slices.Repeat(p.Signs, 501) }, "signs", errSize},
		{"workdays by an unknown calendar", func(p policy) { p.Workdays.Closed[0] = "de" }, "workdays: closed[0]", hours.ErrCalendar},
		{"a horizon of days", func(p policy) { p.Horizon = days(7) }, "horizon", errValue},
		{"a negative horizon", func(p policy) { p.Horizon = exact(-1) }, "horizon", errValue},
		{"a lookback of months", func(p policy) { p.Lookback = retention.Span{Months: 1} }, "lookback", errValue},
		{"a negative lookback", func(p policy) { p.Lookback = exact(-1) }, "lookback", errValue},
		{"what is called by no name", func(p policy) { p.Names[""] = retention.Text{English: "x"} }, `names: ""`, errName},
		{"a name that is no text", func(p policy) { p.Names["gold"] = retention.Text{Japanese: "\xff"} }, `names: "gold"`, errName},
		{"too many names", func(p policy) {
			for i := range 1001 {
				p.Names[fmt.Sprint(i)] = retention.Text{English: "x"}
			}
		}, "names", errSize},
		{"a lookback of a life", func(p policy) { p.Lookback = exact(math.MaxInt64) }, "lookback", errValue},

		{"a cap of 0 on all that a step has", func(p policy) {
			p.Caps = append(p.Caps, followup.Cap{ID: "none", Match: followup.Match{Channels: []string{"email"}, Topics: []string{"tier"}}, Every: days(1)})
		}, `play "gold": step "mail": channels`, errIdle},
		{"hours that never meet", func(p policy) {
			tier := followup.Match{Topics: []string{"tier"}}
			p.Hours = append(p.Hours,
				followup.HoursRule{ID: "a", Match: tier, Hours: hours.Hours{Windows: []hours.Window{{From: 9 * hours.Hour, To: 12 * hours.Hour}}}},
				followup.HoursRule{ID: "b", Match: tier, Hours: hours.Hours{Windows: []hours.Window{{From: 12 * hours.Hour, To: 9 * hours.Hour}}}},
			)
		}, `play "gold": step "mail": channels`, errIdle},
		{"hours that companies alone never share, and a play for them", func(p policy) {
			p.Plays[8].For.Audience = followup.Companies
			p.Hours = append(p.Hours, followup.HoursRule{
				ID: "weekend", Match: followup.Match{Topics: []string{"tier"}}, Audience: followup.Companies, Hours: hours.Hours{Windows: []hours.Window{{Days: hours.Weekend}}},
			})
		}, `play "gold": step "mail": channels`, errIdle},
	}
}

// faultsWorld has a calendar by which nobody ever works.
var faultsWorld = followup.World{Zone: time.LoadLocation, Calendars: map[string]hours.Calendar{"never": hours.Season{}}}

// Each fault is told with its place and its kind, and nothing else is.
func TestCompileFaults(t *testing.T) {
	for _, tt := range faultsRows() {
		p := faultsFull()
		tt.change(&p)
		_, err := followup.Compile(p, faultsWorld)
		var faults followup.Faults
		if !errors.As(err, &faults) {
			t.Errorf("%s: got %v", tt.reason, err)
			continue
		}
		i := slices.IndexFunc(faults, func(f followup.Fault) bool { return f.Part == tt.part })
		if i < 0 || !errors.Is(faults[i], tt.err) || !errors.Is(err, tt.err) {
			t.Errorf("%s: got\n%v\nwant %s: %v", tt.reason, err, tt.part, tt.err)
		} else if len(faults) > 1 && !faultsFollow[tt.reason] {
			t.Errorf("%s: more than one fault:\n%v", tt.reason, err)
		}
	}
}

// faultsFollow are those that bring others along.
var faultsFollow = map[string]bool{
	"no channels": true, "too many channels": true, "a channel without an ID": true, "a channel ID that is not UTF-8": true, "a channel twice": true,
	"a law twice": true, "a cap of nothing": true, "neither months nor days": true, "every so many hours": true, "months and days": true, "backwards": true,
	"two triggers": true, "a shift from 24:00": true, "a wait that is no number": true, "a wait for ever before": true,
}

// What can work is no fault.
func TestCompileAccepts(t *testing.T) {
	tier := followup.Match{Topics: []string{"tier"}}
	window := func(from, to hours.Clock) hours.Hours {
		return hours.Hours{Windows: []hours.Window{{From: from * hours.Hour, To: to * hours.Hour}}}
	}
	for _, tt := range []struct {
		reason string
		change func(*followup.Policy)
	}{
		{"hours that meet for a minute", func(p *followup.Policy) {
			a, b := window(9, 12), window(12, 9)
			b.Windows[0].From -= 1
			p.Hours = append(p.Hours, followup.HoursRule{ID: "a", Match: tier, Hours: a}, followup.HoursRule{ID: "b", Match: tier, Hours: b})
		}},
		{"hours that meet in the night from Saturday to Sunday", func(p *followup.Policy) {
			a, b := window(22, 2), window(0, 1)
			a.Windows[0].Days, b.Windows[0].Days = hours.On(time.Saturday), hours.On(time.Sunday)
			p.Hours = append(p.Hours, followup.HoursRule{ID: "a", Match: tier, Audience: followup.Consumers, Hours: a}, followup.HoursRule{ID: "b", Match: tier, Hours: b})
		}},
		{"hours that never meet for companies, and a play for everyone", func(p *followup.Policy) {
			weekend := hours.Hours{Windows: []hours.Window{{Days: hours.Weekend}}}
			p.Hours = append(p.Hours, followup.HoursRule{ID: "a", Match: tier, Audience: followup.Companies, Hours: weekend})
		}},
		{"a cap of 0 on one of two channels", func(p *followup.Policy) {
			p.Caps = append(p.Caps, followup.Cap{ID: "none", Match: followup.Match{Channels: []string{"line"}}, Every: days(1)})
		}},
		{"a cap of 0 that a play is exempt from", func(p *followup.Policy) {
			p.Caps = append(p.Caps, followup.Cap{ID: "none", Match: tier, Every: days(1), Exempt: []followup.Purpose{followup.Service}})
		}},
		{"a cap that counts but some", func(p *followup.Policy) { p.Caps[0].Uncounted = []followup.Purpose{1, 2, 3} }},
		{"a fatigue that only stops", func(p *followup.Policy) { p.Fatigue[0].Gap, p.Fatigue[0].Most = retention.Span{}, retention.Span{} }},
		{"a week before each week", func(p *followup.Policy) { p.Plays[4].Steps[0].Wait = days(-7) }},
		{"fifty years", func(p *followup.Policy) { p.Plays[0].Steps[0].Wait = retention.Span{Months: 12*50 - 12} }},
		{"names with anything in them", func(p *followup.Policy) { p.Plays[8].ID, p.Plays[8].Steps[0].ID = "ゴールド #1", "メール" }},
		{"no holdout", func(p *followup.Policy) { p.Holdout = followup.Holdout{} }},
	} {
		p := faultsFull()
		tt.change(&p)
		if _, err := followup.Compile(p, faultsWorld); err != nil {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
}

// All faults come at once, in the order of the policy and the same each time.
func TestCompileReportsAll(t *testing.T) {
	p := simple()
	p.Version = ""
	p.Zones.Regions = map[string][]string{"US": {"Local"}, "FR": {""}, "DE": {"Nowhere"}, "JP": nil}
	p.Plays[0].Steps[0].Channels[0] = "fax"
	p.Plays[1].Trigger = followup.Trigger{}
	p.Hours[0].Hours.Closed = []string{"de"}
	p.Caps[0].Max = -1
	p.Lookback = days(1)
	want := strings.TrimSpace(`
followup: version: a name is needed
followup: zones: region "DE"[0]: the policy does not have it: zone "Nowhere": unknown time zone Nowhere
followup: zones: region "FR"[0]: the host's zone, or one without a name: load it by its name
followup: zones: region "JP": nothing is in it
followup: zones: region "US"[0]: the host's zone, or one without a name: load it by its name
followup: play "birthday": step "mail": channels[0]: the policy does not have it: channel "fax"
followup: play "thanks": trigger: nothing is in it
followup: hours "day": closed[0]: no such calendar: "de"
followup: cap "gap": max: the value makes no sense: -1 is not between 0 and 1000000
followup: lookback: the value makes no sense: P1D is not an exact time`)
	for range 10 {
		_, err := followup.Compile(p, world)
		if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

func TestCompileNeedsZones(t *testing.T) {
	_, err := followup.Compile(faultsFull(), followup.World{})
	var faults followup.Faults
	if !errors.As(err, &faults) || len(faults) != 5 {
		t.Errorf("got %v", err)
	}
	_, err = followup.Compile(faultsFull(), followup.World{Zone: func(string) (*time.Location, error) { return nil, nil }})
	if !errors.Is(err, followup.ErrMissing) {
		t.Errorf("got %v", err)
	}
	if _, err := followup.Compile(simple(), followup.World{}); err != nil {
		t.Errorf("a policy that names no zone: %v", err)
	}
}

// faultsEach calls visit for every value of a policy that can be set, with the
// policy that has it and its place.
func faultsEach(visit func(p *followup.Policy, v reflect.Value, path string)) {
	var paths func(v reflect.Value, path string, found func(path string, get func(reflect.Value) reflect.Value), get func(reflect.Value) reflect.Value)
	paths = func(v reflect.Value, path string, found func(string, func(reflect.Value) reflect.Value), get func(reflect.Value) reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				paths(v.Elem(), path, found, func(r reflect.Value) reflect.Value { return get(r).Elem() })
			}
		case reflect.Slice:
			for i := range v.Len() {
				paths(v.Index(i), fmt.Sprintf("%s[%d]", path, i), found, func(r reflect.Value) reflect.Value { return get(r).Index(i) })
			}
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[retention.Span]() || v.Type() == reflect.TypeFor[retention.Date]() {
				break
			}
			for i := range v.NumField() {
				paths(v.Field(i), path+"."+v.Type().Field(i).Name, found, func(r reflect.Value) reflect.Value { return get(r).Field(i) })
			}
			return
		}
		found(path, get)
	}
	full := faultsFull()
	paths(reflect.ValueOf(&full).Elem(), "", func(path string, get func(reflect.Value) reflect.Value) {
		p := faultsFull()
		visit(&p, get(reflect.ValueOf(&p).Elem()), path)
	}, func(r reflect.Value) reflect.Value { return r })
}

// There is no text, span, number, or word in a policy that may be anything.
func TestCompileLooksEverywhere(t *testing.T) {
	n := 0
	refuse := func(p *followup.Policy, path, what string) {
		t.Helper()
		n++
		if _, err := followup.Compile(*p, faultsWorld); err == nil {
			t.Errorf("policy%s: %s is taken", path, what)
		}
	}
	faultsEach(func(p *followup.Policy, v reflect.Value, path string) {
		switch {
		case v.Type() == reflect.TypeFor[retention.Span]():
			for _, s := range []retention.Span{{Months: 1 << 40}, {Days: 1 << 40}, {Exact: math.MaxInt64}, {Months: math.MinInt}, {Days: math.MinInt}, {Exact: math.MinInt64}} {
				v.Set(reflect.ValueOf(s))
				refuse(p, path, s.String())
			}
		case v.Type() == reflect.TypeFor[retention.Date]():
			v.Set(reflect.ValueOf(retention.NewDate(20000, 1, 1)))
			refuse(p, path, "the year 20000")
		case v.Kind() == reflect.String:
			v.SetString("\xff")
			refuse(p, path, "what is not UTF-8")
		case v.Kind() == reflect.Float64:
			for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1} {
				v.SetFloat(x)
				refuse(p, path, fmt.Sprint(x))
			}
		case v.Kind() == reflect.Uint8:
			v.SetUint(200)
			refuse(p, path, "200")
		case v.CanInt() && !strings.HasSuffix(path, ".Priority"):
			v.SetInt(-1)
			refuse(p, path, "-1")
			v.SetInt(math.MaxInt16)
			if v.Kind() == reflect.Int {
				v.SetInt(math.MaxInt)
			}
			refuse(p, path, "a huge number")
		}
	})
	if n < 200 {
		t.Errorf("only %d places were looked at", n)
	}
}

// What the caller does to its policy later is no concern of the engine.
func TestCompileKeepsACopy(t *testing.T) {
	p := faultsFull()
	calendars := map[string]hours.Calendar{"own": hours.Dates{}}
	e, err := followup.Compile(p, followup.World{Zone: time.LoadLocation, Calendars: calendars})
	if err != nil {
		t.Fatal(err)
	}
	c := haru()
	c.Region = "US"
	c.Zone = nil
	c.Events = []followup.Event{{ID: "o1", Kind: "order", At: at("2026-11-20 12:00")}}
	c.Segments = map[string]time.Time{"buyers": at("2026-01-01 00:00")}
	now := at("2026-11-22 12:00")
	before := plan(t, e, c, now)
	faultsScramble(reflect.ValueOf(&p).Elem())
	clear(calendars)
	if diff := cmp.Diff(faultsFull(), e.Policy()); diff != "" {
		t.Errorf("the policy changed the engine (-want +got):\n%s", diff)
	}
	q := e.Policy()
	faultsScramble(reflect.ValueOf(&q).Elem())
	if diff := cmp.Diff(before, plan(t, e, c, now)); diff != "" {
		t.Errorf("what Policy returns changed the engine (-want +got):\n%s", diff)
	}
}

// faultsScramble overwrites all that can be reached.
func faultsScramble(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			faultsScramble(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			faultsScramble(v.Index(i))
		}
	case reflect.Map:
		v.Clear()
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				faultsScramble(v.Field(i))
			}
		}
	case reflect.String:
		v.SetString("scrambled")
	default:
		v.SetZero()
	}
}
