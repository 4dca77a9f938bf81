package followup_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

func edgeNamed(name string) retention.Text { return retention.Text{English: name} }

// Each reason has the facts and rules that reason.go says it has, and nothing
// else. The scene of each row is a customer in Tokyo for whom news is due at noon
// of 22 November 2026, but for what the row adds.
func TestEdgeReasons(t *testing.T) {
	noon := at("2026-11-22 12:00")
	end := at("2026-12-22 12:00") // of the time in which it is worth sending
	triggered := func(x followup.Trigger) func(*followup.Policy, *followup.Customer) {
		return func(p *followup.Policy, c *followup.Customer) { p.Plays[0].Trigger = x }
	}
	step := func(change func(*followup.Step)) func(*followup.Policy, *followup.Customer) {
		return func(p *followup.Policy, c *followup.Customer) { change(&p.Plays[0].Steps[0]) }
	}
	sent := func(contacts ...followup.Contact) func(*followup.Policy, *followup.Customer) {
		return func(p *followup.Policy, c *followup.Customer) { c.Contacts = contacts }
	}
	email := followup.Match{Channels: []string{"email"}}
	asked := []followup.ConsentRule{{ID: "asked", Match: email, Bases: []followup.ConsentBasis{{Name: "purchase", Lasts: edgeMonths(24)}}}}
	type scene = func(*followup.Policy, *followup.Customer)
	for _, tt := range []struct {
		reason string
		scene  scene
		key    string // empty: news/e/s
		want   followup.Reason
	}{
		{"an event", nil, "", followup.Reason{Code: followup.ByEvent, Ref: "e", Name: edgeNamed("news"), At: noon}},
		{"when it falls due", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Trigger = followup.OnDue("news")
			c.Events[0].Due = at("2026-11-25 00:00")
		}, "", followup.Reason{Code: followup.ByEvent, Ref: "e", Name: edgeNamed("news"), At: at("2026-11-25 00:00")}},
		{"a date", triggered(followup.Yearly("birthday")), "news/2026/s",
			followup.Reason{Code: followup.ByDate, Name: edgeNamed("birthday"), At: at("2026-11-22 00:00")}},
		{"a schedule", triggered(followup.Every(days(7), date("2026-11-01"))), "news/2026-11-22/s",
			followup.Reason{Code: followup.BySchedule, At: at("2026-11-22 00:00")}},
		{"a silence", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Trigger = followup.Silence(days(30))
			c.Contacts = []followup.Contact{edgeSent("x", at("2026-10-22 12:00"))}
		}, "news/2026-10-22T03:00:00Z+1/s", followup.Reason{Code: followup.BySilence, At: at("2026-10-22 12:00"), Span: days(30)}},
		{"a segment", triggered(followup.Entered("gold")), "news/2026-11-20T03:00:00Z/s",
			followup.Reason{Code: followup.BySegment, Name: edgeNamed("gold"), At: at("2026-11-20 12:00")}},
		{"a no", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Trigger = followup.Declined()
			c.Events = []followup.Event{{ID: "d", Kind: followup.DeclineEvent, At: at("2026-11-21 12:00"), Topic: "sale"}}
		}, "news/sale@2026-11-21T03:00:00Z/s", followup.Reason{Code: followup.ByDecline, Ref: "d", Name: edgeNamed("sale"), At: at("2026-11-21 12:00")}},
		{"another channel", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Steps[0].Channels = []string{"email", "sms"}
			c.Addresses = edgeAddresses("sms")
		}, "", followup.Reason{Code: followup.ByFallback, Rule: "address.missing", Name: edgeNamed("email")}},
		{"another channel than a dead one", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Steps[0].Channels = []string{"email", "sms"}
			c.Addresses[0].Dead = true
		}, "", followup.Reason{Code: followup.ByFallback, Rule: "address.dead", Name: edgeNamed("email")}},
		{"another channel than one without consent", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Steps[0].Channels = []string{"email", "sms"}
			p.Consent = []followup.ConsentRule{{ID: "ads", Match: followup.Match{Channels: []string{"email"}}}}
		}, "", followup.Reason{Code: followup.ByFallback, Rule: "consent.missing", Name: edgeNamed("email")}},
		{"another channel than one without consent and address", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Steps[0].Channels = []string{"email", "sms"}
			p.Consent = []followup.ConsentRule{{ID: "ads", Match: followup.Match{Channels: []string{"email"}}}}
			c.Addresses = edgeAddresses("sms")
		}, "", followup.Reason{Code: followup.ByFallback, Rule: "address.missing", Name: edgeNamed("email")}},
		{"their choice", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Steps[0].Channels, p.Plays[0].Steps[0].Choose = []string{"email", "sms"}, followup.Preferred
			c.Addresses[1].Preferred = true
		}, "", followup.Reason{Code: followup.ByChoice, Name: edgeNamed("sms")}},
		{"too little known", step(func(s *followup.Step) { s.Choose = followup.Responsive }), "", followup.Reason{Code: followup.FewAnswers}},
		{"a guess", func(p *followup.Policy, c *followup.Customer) {
			p.Zones.Regions = map[string][]string{"JP": {"Asia/Tokyo"}}
			c.Zone, c.Region = nil, "JP-13"
		}, "", followup.Reason{Code: followup.ZoneGuessed, Ref: "JP", Name: edgeNamed("Asia/Tokyo")}},

		{"done", sent(followup.Contact{Key: "news/e/s", At: noon, Channel: "email"}), "", followup.Reason{Code: followup.AlreadyDone, Ref: "news/e/s", At: noon}},
		{"done inside of another", sent(followup.Contact{Key: "k", At: noon, Channel: "email", Also: []followup.Part{{Key: "news/e/s"}}}), "",
			followup.Reason{Code: followup.AlreadyDone, Ref: "k", At: noon}},
		{"a goal", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Goal = "used"
			*c = edgeWith(*c, edgeEvent("used", "u", noon))
		}, "", followup.Reason{Code: followup.GoalReached, Ref: "u", Name: edgeNamed("used"), At: noon}},
		{"an exit", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Exit = []string{"left"}
			*c = edgeWith(*c, edgeEvent("left", "l", noon))
		}, "", followup.Reason{Code: followup.RunEnded, Ref: "l", Name: edgeNamed("left"), At: noon}},
		{"passed", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Steps = append(p.Plays[0].Steps, followup.Step{ID: "two", Channels: []string{"email"}})
			c.Contacts = []followup.Contact{{Key: "news/e/two", At: noon, Channel: "email"}}
		}, "", followup.Reason{Code: followup.StepPassed}},
		{"too soon", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Reentry = days(30)
			*c = edgeWith(*c, edgeEvent("news", "d", at("2026-11-01 12:00")))
		}, "", followup.Reason{Code: followup.RunTooSoon, Ref: "d", Until: at("2026-12-01 12:00")}},
		{"not in a segment", func(p *followup.Policy, c *followup.Customer) { p.Plays[0].For.In = []string{"silver"} }, "",
			followup.Reason{Code: followup.NotForThem, Rule: "in", Name: edgeNamed("silver")}},
		{"in a segment", func(p *followup.Policy, c *followup.Customer) { p.Plays[0].For.NotIn = []string{"gold"} }, "",
			followup.Reason{Code: followup.NotForThem, Rule: "notIn", Name: edgeNamed("gold")}},
		{"no company", func(p *followup.Policy, c *followup.Customer) { p.Plays[0].For.Audience = followup.Companies }, "",
			followup.Reason{Code: followup.NotForThem, Rule: "audience", Name: retention.Text{English: "companies", Japanese: "法人のお客様"}}},
		{"attempts", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Steps[0].Channels = []string{"phone", "sms"}
			p.Plays[0].Steps[0].Retry.Max = 1
			c.Addresses = edgeAddresses("phone")
			c.Contacts = []followup.Contact{
				{Key: "news/e/s", At: noon.Add(-2 * time.Hour), Channel: "phone", Outcome: followup.NoAnswer},
				{Key: "news/e/s#2", At: noon.Add(-time.Hour), Channel: "phone", Outcome: followup.NoAnswer},
			}
			c.Addresses = edgeAddresses("phone", "sms")
			c.Consents = []followup.Consent{{Channel: "sms", At: at("2026-11-01 12:00")}}
			p.Plays[0].Steps[0].Fallback = []followup.Code{followup.AttemptsOver, followup.ConsentRefused}
		}, "news/e/s#3", followup.Reason{Code: followup.AttemptsOver, Name: edgeNamed("phone"), Count: 2, At: noon.Add(-time.Hour)}},
		{"no consent", func(p *followup.Policy, c *followup.Customer) { p.Consent = asked }, "",
			followup.Reason{Code: followup.ConsentMissing, Rule: "asked", Name: edgeNamed("email")}},
		{"an old consent", func(p *followup.Policy, c *followup.Customer) {
			p.Consent = asked
			c.Consents = []followup.Consent{{Granted: true, Basis: "purchase", At: at("2024-11-01 12:00")}}
		}, "", followup.Reason{Code: followup.ConsentExpired, Rule: "asked", Name: edgeNamed("email"), At: at("2026-11-01 12:00")}},
		{"an opt-out", func(p *followup.Policy, c *followup.Customer) {
			c.Consents = []followup.Consent{{At: at("2026-11-01 12:00")}}
		}, "", followup.Reason{Code: followup.ConsentRefused, Name: edgeNamed("email"), At: at("2026-11-01 12:00")}},
		{"an opt-out in a contact", sent(followup.Contact{Key: "k", At: at("2026-11-01 12:00"), Channel: "email", Outcome: followup.OptedOut}), "",
			followup.Reason{Code: followup.ConsentRefused, Name: edgeNamed("email"), Ref: "k", At: at("2026-11-01 12:00")}},
		{"no address", func(p *followup.Policy, c *followup.Customer) { c.Addresses = nil }, "",
			followup.Reason{Code: followup.AddressMissing, Name: edgeNamed("email")}},
		{"a bounce", sent(followup.Contact{Key: "k", At: at("2026-11-01 12:00"), Channel: "email", Outcome: followup.Bounced}), "",
			followup.Reason{Code: followup.AddressDead, Name: edgeNamed("email"), Ref: "k", At: at("2026-11-01 12:00")}},
		{"no zone", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Steps[0].Channels = []string{"phone"}
			c.Zone = nil
		}, "", followup.Reason{Code: followup.ZoneUnknown, Name: edgeNamed("phone")}},
		{"a pause", func(p *followup.Policy, c *followup.Customer) {
			c.Pauses = []followup.Pause{{From: at("2026-11-01 12:00"), To: at("2026-12-01 12:00")}}
		}, "", followup.Reason{Code: followup.Paused, Until: at("2026-12-01 12:00")}},
		{"an open complaint", func(p *followup.Policy, c *followup.Customer) {
			p.Complaint = &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Relationship}}
			c.Complaints = []followup.Complaint{{ID: "k", Opened: at("2026-11-01 12:00")}}
		}, "", followup.Reason{Code: followup.OpenComplaint, Ref: "k", At: at("2026-11-01 12:00")}},
		{"a closed complaint", func(p *followup.Policy, c *followup.Customer) {
			p.Complaint = &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Relationship}, Calm: days(7)}
			c.Complaints = []followup.Complaint{{ID: "k", Opened: at("2026-11-01 12:00"), Closed: at("2026-11-21 12:00")}}
		}, "", followup.Reason{Code: followup.OpenComplaint, Ref: "k", At: at("2026-11-01 12:00"), Until: at("2026-11-28 12:00")}},
		{"after a no", func(p *followup.Policy, c *followup.Customer) {
			p.Declines = []followup.DeclineRule{{ID: "no", Cooldown: days(30)}}
			c.Contacts = []followup.Contact{{Key: "k", At: at("2026-11-01 12:00"), Channel: "phone", Topic: "news", Outcome: followup.DeclinedIt}}
		}, "", followup.Reason{Code: followup.AfterDecline, Rule: "no", Ref: "k", Name: edgeNamed("news"), At: at("2026-11-01 12:00"), Until: at("2026-12-01 12:00")}},
		{"a no for good", func(p *followup.Policy, c *followup.Customer) {
			p.Laws = edgeLaw(followup.Rules{Declines: []followup.DeclineRule{{ID: "no"}}})
			c.Region = "JP"
			c.Contacts = []followup.Contact{{Key: "k", At: at("2026-11-01 12:00"), Channel: "phone", Topic: "news", Outcome: followup.DeclinedIt}}
		}, "", followup.Reason{Code: followup.AfterDecline, Rule: "no", Law: "law", Ref: "k", Name: edgeNamed("news"), At: at("2026-11-01 12:00")}},
		{"held out", func(p *followup.Policy, c *followup.Customer) { p.Holdout.Share = 1 }, "", followup.Reason{Code: followup.HeldOut}},
		{"tired", func(p *followup.Policy, c *followup.Customer) {
			p.Fatigue = []followup.Fatigue{{ID: "f", After: 2, Gap: exact(240 * time.Hour)}}
			c.Contacts = []followup.Contact{edgeSent("x", at("2026-11-19 12:00")), edgeSent("x", at("2026-11-20 12:00"))}
		}, "", followup.Reason{Code: followup.Tired, Rule: "f", Count: 2, At: at("2026-11-20 12:00"), Until: at("2026-11-30 12:00")}},
		{"hours", func(p *followup.Policy, c *followup.Customer) {
			p.Hours = []followup.HoursRule{{ID: "h", Hours: edgeWindow(18*hours.Hour, 20*hours.Hour)}}
		}, "", followup.Reason{Code: followup.OutsideHours, Rule: "h", Name: retention.Text{English: "18:00-20:00", Japanese: "18:00～20:00"}, At: noon, Until: at("2026-11-22 18:00")}},
		{"a law's hours", func(p *followup.Policy, c *followup.Customer) {
			p.Laws = edgeLaw(followup.Rules{Hours: []followup.HoursRule{{ID: "h", Hours: edgeWindow(18*hours.Hour, 20*hours.Hour)}}})
			c.Region = "JP"
		}, "", followup.Reason{Code: followup.OutsideHours, Rule: "h", Law: "law", Name: retention.Text{English: "18:00-20:00", Japanese: "18:00～20:00"}, At: noon, Until: at("2026-11-22 18:00")}},
		{"a holiday", func(p *followup.Policy, c *followup.Customer) {
			p.Hours = []followup.HoursRule{{ID: "h", Hours: hours.Hours{Closed: []string{"jp"}}}}
			c.Events[0].At = at("2026-11-03 12:00")
		}, "", followup.Reason{Code: followup.OnHoliday, Rule: "h", Name: edgeHoliday("2026-11-03"), At: at("2026-11-03 12:00"), Until: at("2026-11-04 00:00")}},
		{"wishes", func(p *followup.Policy, c *followup.Customer) {
			c.Addresses[0].Hours = edgeWindow(18*hours.Hour, 20*hours.Hour)
		}, "", followup.Reason{Code: followup.OutsideWishes, At: noon, Until: at("2026-11-22 18:00")}},
		{"no staff", func(p *followup.Policy, c *followup.Customer) {
			p.Channels[0].Staff, p.Channels[0].StaffZone = hours.Hours{Windows: []hours.Window{{From: 13 * hours.Hour, To: 17 * hours.Hour}}}, "Asia/Tokyo"
		}, "", followup.Reason{Code: followup.NoStaff, At: noon, Until: at("2026-11-22 13:00")}},
		{"a holiday of the staff", func(p *followup.Policy, c *followup.Customer) {
			p.Channels[0].Staff, p.Channels[0].StaffZone = hours.Hours{Closed: []string{"jp"}}, "Asia/Tokyo"
			c.Events[0].At = at("2026-11-03 12:00")
		}, "", followup.Reason{Code: followup.NoStaff, Name: edgeHoliday("2026-11-03"), At: at("2026-11-03 12:00"), Until: at("2026-11-04 00:00")}},
		{"a retry", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Steps[0].Channels = []string{"phone"}
			p.Plays[0].Steps[0].Retry = followup.Retry{Max: 1, Shift: hours.Window{From: 17 * hours.Hour, To: 21 * hours.Hour}}
			c.Contacts = []followup.Contact{{Key: "news/e/s", At: noon, Channel: "phone", Outcome: followup.NoAnswer}}
		}, "news/e/s#2", followup.Reason{Code: followup.OutsideShift, At: noon, Until: at("2026-11-22 17:00")}},
		{"a cap", func(p *followup.Policy, c *followup.Customer) {
			p.Caps = []followup.Cap{{ID: "c", Max: 2, Every: days(7)}}
			c.Contacts = []followup.Contact{edgeSent("x", at("2026-11-19 12:00")), edgeSent("x", at("2026-11-20 12:00"))}
		}, "", followup.Reason{Code: followup.CapReached, Rule: "c", Count: 2, Span: days(7), Until: at("2026-11-26 00:00")}},
		{"a cap of none", func(p *followup.Policy, c *followup.Customer) {
			p.Laws = edgeLaw(followup.Rules{Caps: []followup.Cap{{ID: "c", Every: days(7)}}})
		}, "", followup.Reason{Code: followup.NeverAllowed, Rule: "c", Law: "law"}},
		{"not yet", step(func(s *followup.Step) { s.Wait = days(2) }), "", followup.Reason{Code: followup.NotDue, Until: at("2026-11-24 12:00")}},
		{"too late", func(p *followup.Policy, c *followup.Customer) { c.Events[0].At = at("2026-10-22 12:00") }, "",
			followup.Reason{Code: followup.TooLate, At: at("2026-11-21 12:00")}},
		{"too late when it could go", func(p *followup.Policy, c *followup.Customer) {
			p.Caps = []followup.Cap{{ID: "c", Max: 1, Every: days(60)}}
			c.Contacts = []followup.Contact{edgeSent("x", noon)}
		}, "", followup.Reason{Code: followup.TooLate, At: end}},
		{"hours that never meet", func(p *followup.Policy, c *followup.Customer) {
			p.Zones.Regions = map[string][]string{"X": {"Asia/Tokyo", "America/New_York"}}
			p.Hours = []followup.HoursRule{{ID: "h", Hours: edgeWindow(9*hours.Hour, 12*hours.Hour)}}
			c.Zone, c.Region = nil, "X"
		}, "", followup.Reason{Code: followup.NeverOpen, Rule: "h"}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			play := edgePlay("news", 0)
			play.Steps[0].Late = days(30)
			p, c := edgePolicy(play), edgeNews("Asia/Tokyo", noon)
			c.Dates = map[string]retention.Date{"birthday": date("1990-11-22")}
			c.Segments = map[string]time.Time{"gold": at("2026-11-20 12:00")}
			if tt.scene != nil {
				tt.scene(&p, &c)
			}
			key := tt.key
			if key == "" {
				key = "news/e/s"
			}
			d := edgeDecision(t, plan(t, compile(t, p), c, noon), key)
			got := edgeReason(t, append(d.Why[:len(d.Why):len(d.Why)], d.WhyNot...), tt.want.Code)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("reason (-want +got):\n%s", diff)
			}
		})
	}
}

func edgeHoliday(on string) retention.Text {
	name, _ := hours.Japan{}.Holiday(date(on))
	return name
}

// The reasons that messages give one another name the other message.
func TestEdgeReasonsOfOthers(t *testing.T) {
	now := at("2026-11-22 12:00")
	high, low := edgePlay("high", 1), edgePlay("low", 0)
	p := edgePolicy(high, low)
	p.Caps = []followup.Cap{edgeGap(24)}
	c := edgeWith(edgeIn("Asia/Tokyo"), edgeEvent("high", "e", now), edgeEvent("low", "e", now))
	d := edgeDecision(t, plan(t, compile(t, p), c, now), "low/e/s")
	want := followup.Reason{
		Code: followup.RoomReserved, Rule: "gap", Ref: "high/e/s", Count: 1, Span: exact(24 * time.Hour), Until: at("2026-11-23 12:00"),
	}
	if diff := cmp.Diff(want, edgeReason(t, d.WhyNot, followup.RoomReserved)); diff != "" {
		t.Errorf("reserved (-want +got):\n%s", diff)
	}
	p.Plays[0].Steps[0].Digest, p.Plays[1].Steps[0].Digest = "daily", "daily"
	d = edgeDecision(t, plan(t, compile(t, p), c, now), "low/e/s")
	want = followup.Reason{Code: followup.InDigest, Ref: "high/e/s", Until: now}
	if diff := cmp.Diff(want, edgeReason(t, d.WhyNot, followup.InDigest)); diff != "" {
		t.Errorf("digest (-want +got):\n%s", diff)
	}

	p = edgePolicy(edgePlay("news", 0))
	p.Hours = []followup.HoursRule{edgeDay()}
	p.Channels[0].Spread = exact(time.Hour)
	night := at("2026-11-21 23:00")
	d = edgeDecision(t, plan(t, compile(t, p), edgeNews("Asia/Tokyo", night), night), "news/e/s")
	want = followup.Reason{Code: followup.Spread, Rule: "day", Until: d.NotBefore}
	if diff := cmp.Diff(want, edgeReason(t, d.WhyNot, followup.Spread)); diff != "" {
		t.Errorf("spread (-want +got):\n%s", diff)
	}

	p = edgePolicy(edgeTriggered(edgePlay("surprise", 0), followup.Surprise(1, "salt")))
	for _, d := range plan(t, compile(t, p), edgeIn("Asia/Tokyo"), at("2026-11-01 00:00")).Decisions {
		if strings.HasPrefix(d.Key, "surprise/2026-11-01/") {
			want = followup.Reason{Code: followup.BySurprise, At: d.Due}
			if diff := cmp.Diff(want, edgeReason(t, d.Why, followup.BySurprise)); diff != "" {
				t.Errorf("surprise (-want +got):\n%s", diff)
			}
		}
	}
}
