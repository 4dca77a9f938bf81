package followup_test

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// textsPolicy has one play, an offer by e-mail on the day of an order, and
// nothing against it.
func textsPolicy() followup.Policy {
	return followup.Policy{
		Version: "1",
		Channels: []followup.Channel{
			{ID: "email", Name: retention.Text{English: "e-mail", Japanese: "メール"}},
			{ID: "phone", Name: retention.Text{English: "phone", Japanese: "電話"}, Interrupts: true},
		},
		Plays: []followup.Play{{
			ID: "offer", Name: retention.Text{English: "Offer", Japanese: "ご案内"}, Topic: "sale", Trigger: followup.OnEvent("order"),
			Steps: []followup.Step{{ID: "mail", Channels: []string{"email"}}},
		}},
	}
}

// textsCustomer ordered on a Saturday at noon.
func textsCustomer() followup.Customer {
	c := haru()
	c.Events = []followup.Event{{ID: "o1", Kind: "order", At: at("2026-11-21 12:00")}}
	return c
}

func textsHours(from, to hours.Clock, closed ...string) hours.Hours {
	return hours.Hours{Windows: []hours.Window{{From: from, To: to}}, Closed: closed}
}

type textsEdit func(*followup.Policy, *followup.Customer)

func textsContact(key, when string, o followup.Outcome) textsEdit {
	return func(_ *followup.Policy, c *followup.Customer) {
		c.Contacts = append(c.Contacts, followup.Contact{
			Key: key, At: at(when), Channel: "email", Address: "haru@example.com", Topic: "sale", Outcome: o,
		})
	}
}

var numbers = regexp.MustCompile(`[0-9]+`)

func TestTextsCases(t *testing.T) {
	for _, tt := range textsTable() {
		t.Run(tt.reason, func(t *testing.T) {
			e, d := tt.decide(t)
			got := [2]string{e.Words(retention.English).Decision(d), e.Words(retention.Japanese).Decision(d)}
			want := textsWant[tt.reason]
			if tt.reason == "surprise" || tt.reason == "spread" { // whatever is drawn
				for i := range got {
					got[i], want[i] = numbers.ReplaceAllString(got[i], "0"), numbers.ReplaceAllString(want[i], "0")
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// textsCase is a decision, of which textsWant has what is said.
type textsCase struct {
	reason string
	edit   textsEdit
	now    string // empty: an hour after the order
	key    string // empty: offer/o1/mail
}

func (tt *textsCase) decide(t testing.TB) (*followup.Engine, followup.Decision) {
	t.Helper()
	p, c := textsPolicy(), textsCustomer()
	if tt.edit != nil {
		tt.edit(&p, &c)
	}
	now := at("2026-11-21 13:00")
	if tt.now != "" {
		now = at(tt.now)
	}
	key := tt.key
	if key == "" {
		key = "offer/o1/mail"
	}
	e := compile(t, p)
	made := plan(t, e, c, now)
	i := slices.IndexFunc(made.Decisions, func(d followup.Decision) bool { return d.Key == key })
	if i < 0 {
		t.Fatalf("no %s in\n%s", key, e.Words(retention.English).Plan(made))
	}
	return e, made.Decisions[i]
}

// textsTable has every reason there is, each in a plan that makes it.
func textsTable() []textsCase {
	type (
		policy   = *followup.Policy
		customer = *followup.Customer
	)
	join := func(edits ...textsEdit) textsEdit {
		return func(p policy, c customer) {
			for _, edit := range edits {
				edit(p, c)
			}
		}
	}
	asking := func(p policy, c customer) { p.Plays[0].Purpose = followup.Relationship }
	trigger := func(tr followup.Trigger) textsEdit {
		return func(p policy, c customer) { p.Plays[0].Trigger = tr }
	}
	rules := func(r followup.Rules) textsEdit { return func(p policy, c customer) { p.Rules = r } }
	hour := func(h hours.Hours) textsEdit {
		return rules(followup.Rules{Hours: []followup.HoursRule{{ID: "day", Hours: h}}})
	}
	order := func(id, when string) textsEdit {
		return func(p policy, c customer) {
			c.Events = append(c.Events, followup.Event{ID: id, Kind: "order", At: at(when)})
		}
	}
	caps := func(c followup.Cap) textsEdit { return rules(followup.Rules{Caps: []followup.Cap{c}}) }
	optIn := followup.ConsentRule{ID: "opt-in", Bases: []followup.ConsentBasis{{Name: "express"}, {Name: "purchase", Lasts: days(30)}}}
	consent := func(cs ...followup.Consent) textsEdit {
		return func(p policy, c customer) {
			p.Laws = []followup.Law{{
				ID: "jp-mail", Name: retention.Text{English: "Specified Electronic Mail Act", Japanese: "特定電子メール法"}, AsOf: date("2026-01-01"),
				Sources: []string{"the text"}, Regions: []string{"JP"}, Rules: followup.Rules{Consent: []followup.ConsentRule{optIn}},
			}}
			c.Region, c.Consents = "JP", cs
		}
	}
	call := func(r followup.Retry) textsEdit {
		return func(p policy, c customer) {
			p.Plays[0].Steps[0].Channels, p.Plays[0].Steps[0].Retry = []string{"phone"}, r
			c.Addresses = append(c.Addresses, followup.Address{Channel: "phone", ID: "09000000000"})
			c.Contacts = []followup.Contact{{Key: "offer/o1/mail", At: at("2026-11-21 12:00"), Channel: "phone", Topic: "sale", Outcome: followup.NoAnswer}}
		}
	}
	birthday := func(p policy, c customer) {
		p.Plays = append(p.Plays, followup.Play{
			ID: "birthday", Name: retention.Text{English: "Birthday", Japanese: "誕生日"}, Priority: 1, Trigger: followup.Yearly("birthday"),
			Steps: []followup.Step{{ID: "mail", Channels: []string{"email"}}},
		})
	}
	return []textsCase{
		// what calls for it
		{reason: "event", edit: nil},
		{reason: "day", edit: birthday, key: "birthday/2026/mail"},
		{reason: "schedule", edit: trigger(followup.Every(retention.Span{Months: 1}, date("2026-01-31"))), key: "offer/2026-11-30/mail"},
		{reason: "silence", edit: join(trigger(followup.Silence(days(30))), textsContact("x", "2026-09-20 10:00", followup.Reached)), key: "offer/2026-09-20T01:00:00Z+2/mail"},
		{reason: "silence, second step", edit: join(trigger(followup.Silence(days(30))), func(p policy, c customer) {
			p.Plays[0].Steps = append(p.Plays[0].Steps, followup.Step{ID: "again", Wait: days(2), Channels: []string{"email"}})
		}, textsContact("x", "2026-09-20 10:00", followup.Reached), textsContact("offer/2026-09-20T01:00:00Z+2/mail", "2026-11-19 10:00", followup.Sent)), key: "offer/2026-09-20T01:00:00Z+2/again"},
		{reason: "rhythm", edit: join(trigger(followup.Reorder("order")), order("o2", "2026-11-11 12:00"), order("o3", "2026-11-01 12:00")), now: "2026-12-01 13:00"},
		{reason: "rhythm of one order", edit: trigger(followup.Trigger{Reorder: &followup.ReorderTrigger{Event: "order", Fallback: days(10)}}), now: "2026-12-01 13:00"},
		{reason: "segment", edit: join(trigger(followup.Entered("gold")), func(p policy, c customer) {
			c.Segments = map[string]time.Time{"gold": at("2026-11-21 09:30")}
		}), key: "offer/2026-11-21T00:30:00Z/mail"},
		{reason: "segment with a name", edit: join(trigger(followup.Entered("slipping")), func(p policy, c customer) {
			p.Names = map[string]retention.Text{"slipping": {English: "slipping away", Japanese: "離れかけ"}}
			c.Segments = map[string]time.Time{"slipping": at("2026-11-21 09:30")}
		}), key: "offer/2026-11-21T00:30:00Z/mail"},
		{reason: "surprise", edit: trigger(followup.Surprise(1, "salt")), now: "2026-11-01 13:00", key: "offer/2026-11-01/mail"},
		{reason: "question after a no", edit: join(trigger(followup.Declined()), asking, textsContact("x", "2026-11-21 11:00", followup.DeclinedIt)), key: "offer/sale@2026-11-21T02:00:00Z/mail"},

		{reason: "question after a no to everything", edit: join(trigger(followup.Declined()), asking, func(p policy, c customer) {
			c.Contacts = append(c.Contacts, followup.Contact{At: at("2026-11-21 11:00"), Channel: "email", Outcome: followup.DeclinedIt})
		}), key: "offer/2026-11-21T02:00:00Z/mail"},

		{reason: "retry", edit: func(p policy, c customer) {
			p.Plays[0].Steps[0].Retry = followup.Retry{Max: 2, After: exact(time.Hour)}
			textsContact("offer/o1/mail", "2026-11-21 12:00", followup.Failed)(p, c)
		}, key: "offer/o1/mail#2"},
		{reason: "failed attempt", edit: textsContact("offer/o1/mail", "2026-11-21 12:00", followup.Failed)},
		{reason: "attempts over", edit: join(call(followup.Retry{Max: 0}), func(p policy, c customer) {
			p.Plays[0].Steps[0].Channels = []string{"phone", "email"}
			p.Consent = []followup.ConsentRule{{ID: "opt-in", Match: followup.Match{Channels: []string{"email"}}}}
		}), key: "offer/o1/mail#2"},
		{reason: "retry at another time", edit: call(followup.Retry{Max: 1, Shift: hours.Window{From: 17 * hours.Hour, To: 21 * hours.Hour}}), key: "offer/o1/mail#2"},
		{reason: "fallback", edit: func(p policy, c customer) {
			p.Plays[0].Steps[0].Channels = []string{"phone", "email"}
			c.Addresses = append(c.Addresses, followup.Address{Channel: "phone", ID: "09000000000", Dead: true})
		}},
		{reason: "only address", edit: func(p policy, c customer) { p.Plays[0].Steps[0].Channels = []string{"phone", "email"} }},
		{reason: "no address", edit: func(p policy, c customer) { c.Addresses = nil }},
		{reason: "dead address", edit: func(p policy, c customer) { c.Addresses[0].Dead = true }},
		{reason: "bounced", edit: textsContact("x", "2026-11-20 12:00", followup.Bounced)},
		{reason: "choice", edit: func(p policy, c customer) {
			p.Plays[0].Steps[0].Channels, p.Plays[0].Steps[0].Choose = []string{"phone", "email"}, followup.Preferred
			c.Addresses[0].Preferred = true
		}},
		{reason: "few answers", edit: func(p policy, c customer) { p.Plays[0].Steps[0].Choose = followup.Responsive }},
		{reason: "zone of a region", edit: func(p policy, c customer) {
			p.Zones.Regions = map[string][]string{"JP": {"Asia/Tokyo"}}
			p.Hours = []followup.HoursRule{{ID: "day", Hours: textsHours(14*hours.Hour, 21*hours.Hour)}}
			c.Zone, c.Region = nil, "JP-13"
		}},
		{reason: "default zone", edit: func(p policy, c customer) { p.Zones.Default, c.Zone = "Asia/Tokyo", nil }},
		{reason: "no zone, on record", edit: func(p policy, c customer) {
			textsContact("offer/o1/mail", "2026-11-21 12:10", followup.Sent)(p, c)
			c.Zone = nil
		}},
		{reason: "fractions of a second", edit: func(p policy, c customer) {
			p.Caps = []followup.Cap{{ID: "gap", Max: 1, Every: exact(16 * time.Hour)}}
			c.Events[0].At = at("2026-11-21 11:59").Add(59*time.Second + 999999999)
			textsContact("x", "2026-11-21 10:00", followup.Sent)(p, c)
			c.Contacts[0].At = c.Contacts[0].At.Add(737163014)
		}},
		{reason: "no zone", edit: join(call(followup.Retry{Max: 1}), func(p policy, c customer) { c.Zone = nil }), key: "offer/o1/mail#2"},

		// what is against it
		{reason: "goal", edit: func(p policy, c customer) {
			p.Plays[0].Goal = "visit"
			c.Events = append(c.Events, followup.Event{ID: "v1", Kind: "visit", At: at("2026-11-21 12:30")})
		}},
		{reason: "exit", edit: func(p policy, c customer) {
			p.Plays[0].Exit = []string{"return"}
			c.Events = append(c.Events, followup.Event{ID: "r1", Kind: "return", At: at("2026-11-21 12:30")})
		}},
		{reason: "exit by a contact", edit: func(p policy, c customer) {
			p.Plays[0].Steps = append(p.Plays[0].Steps, followup.Step{ID: "again", Wait: days(2), Channels: []string{"email"}})
			textsContact("offer/o1/mail", "2026-11-21 12:10", followup.OptedOut)(p, c)
		}, key: "offer/o1/again"},
		{reason: "later step", edit: func(p policy, c customer) {
			p.Plays[0].Steps = append(p.Plays[0].Steps, followup.Step{ID: "again", Channels: []string{"email"}})
			textsContact("offer/o1/again", "2026-11-21 12:10", followup.Sent)(p, c)
		}},
		{reason: "later step, with names", edit: func(p policy, c customer) {
			p.Plays[0].Steps[0].Name = retention.Text{English: "first word", Japanese: "ご挨拶"}
			p.Plays[0].Steps = append(p.Plays[0].Steps, followup.Step{ID: "again", Name: retention.Text{English: "reminder", Japanese: "再案内"}, Channels: []string{"email"}})
			textsContact("offer/o1/again", "2026-11-21 12:10", followup.Sent)(p, c)
		}},
		{reason: "reentry", edit: join(order("o0", "2026-11-20 12:00"), func(p policy, c customer) { p.Plays[0].Reentry = days(7) })},
		{reason: "for others", edit: func(p policy, c customer) {
			p.Plays[0].For = followup.Who{In: []string{"gold"}, NotIn: []string{"staff"}, Audience: followup.Companies}
			c.Segments = map[string]time.Time{"staff": at("2026-01-01 00:00")}
		}},
		{reason: "held out", edit: func(p policy, c customer) { p.Holdout.Share = 1 }},
		{reason: "no consent", edit: consent()},
		{reason: "no consent by a rule with a name", edit: join(consent(), func(p policy, c customer) {
			p.Laws[0].Consent[0].Name = retention.Text{English: "consent to e-mail", Japanese: "メールへの同意"}
		})},
		{reason: "no consent yet", edit: consent(followup.Consent{Granted: true, Basis: "express", At: at("2026-11-22 10:00")})},
		{reason: "consent expired", edit: consent(followup.Consent{Granted: true, Basis: "purchase", At: at("2026-09-01 10:00")})},
		{reason: "consent expired, and another", edit: consent(
			followup.Consent{Granted: true, Basis: "purchase", At: at("2026-09-01 10:00")},
			followup.Consent{Granted: true, Basis: "express", At: at("2026-11-22 10:00")},
		)},
		{reason: "opted out", edit: consent(followup.Consent{Channel: "email", At: at("2026-11-20 10:00")})},
		{reason: "opted out for now", edit: consent(
			followup.Consent{Channel: "email", At: at("2026-11-20 10:00")},
			followup.Consent{Granted: true, Basis: "express", At: at("2026-11-22 10:00")},
		)},
		{reason: "opted out in a contact", edit: textsContact("x", "2026-11-20 12:00", followup.OptedOut)},
		{reason: "pause", edit: func(p policy, c customer) {
			c.Pauses = []followup.Pause{{From: at("2026-11-01 00:00"), To: at("2026-11-23 00:00")}}
		}},
		{reason: "pause without end", edit: func(p policy, c customer) { c.Pauses = []followup.Pause{{From: at("2026-11-01 00:00")}} }},
		{reason: "complaint", edit: func(p policy, c customer) {
			p.Complaint = &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Promotional}, Calm: days(2)}
			c.Complaints = []followup.Complaint{{ID: "c1", Opened: at("2026-11-19 10:00")}}
		}},
		{reason: "calm", edit: func(p policy, c customer) {
			p.Complaint = &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Promotional}, Calm: days(2)}
			c.Complaints = []followup.Complaint{{ID: "c1", Opened: at("2026-11-19 10:00"), Closed: at("2026-11-20 18:00")}}
		}},
		{reason: "after a no", edit: join(rules(followup.Rules{Declines: []followup.DeclineRule{{ID: "calm", Cooldown: days(2)}}}), textsContact("x", "2026-11-20 12:30", followup.DeclinedIt))},
		{reason: "after a no for good", edit: join(rules(followup.Rules{Declines: []followup.DeclineRule{{ID: "calm", AllTopics: true}}}), func(p policy, c customer) {
			c.Contacts = append(c.Contacts, followup.Contact{At: at("2026-11-20 12:30"), Channel: "email", Outcome: followup.DeclinedIt})
		})},
		{reason: "fatigue", edit: join(func(p policy, c customer) {
			p.Fatigue = []followup.Fatigue{{ID: "slower", After: 2, Gap: exact(48 * time.Hour)}}
		}, textsContact("x", "2026-11-18 10:00", followup.Sent), textsContact("y", "2026-11-20 10:00", followup.Sent))},
		{reason: "fatigue for good", edit: join(func(p policy, c customer) {
			p.Fatigue = []followup.Fatigue{{ID: "slower", After: 1, Stop: 1}}
		}, textsContact("x", "2026-11-18 10:00", followup.Sent))},
		{reason: "hours", edit: hour(textsHours(8*hours.Hour, 11*hours.Hour+30))},
		{reason: "hours with a name", edit: rules(followup.Rules{Hours: []followup.HoursRule{{
			ID: "day", Name: retention.Text{English: "no messages at night", Japanese: "夜間は連絡しない"}, Hours: textsHours(8*hours.Hour, 11*hours.Hour+30),
		}}})},
		{reason: "hours with a name in Japanese", edit: rules(followup.Rules{Hours: []followup.HoursRule{{
			ID: "day", Name: retention.Text{Japanese: "夜間は連絡しない"}, Hours: textsHours(8*hours.Hour, 11*hours.Hour+30),
		}}})},
		{reason: "hours of days", edit: hour(hours.Hours{Windows: []hours.Window{
			{Days: hours.Weekdays, From: 10 * hours.Hour, To: 13 * hours.Hour}, {Days: hours.Weekdays, From: 14 * hours.Hour, To: 20 * hours.Hour}, {Days: hours.On(time.Sunday)},
		}})},
		{reason: "holidays only", edit: join(hour(hours.Hours{Closed: []string{"jp"}}), order("o2", "2026-11-23 11:00")), now: "2026-11-23 12:00", key: "offer/o2/mail"},
		{reason: "spread", edit: func(p policy, c customer) {
			p.Channels[0].Spread = exact(time.Hour)
			p.Hours = []followup.HoursRule{{ID: "day", Hours: textsHours(14*hours.Hour, 21*hours.Hour)}}
		}},
		{reason: "wishes", edit: func(p policy, c customer) { c.Addresses[0].Hours = textsHours(18*hours.Hour, 20*hours.Hour) }},
		{reason: "staff", edit: func(p policy, c customer) {
			p.Channels[0].Staff, p.Channels[0].StaffZone = textsHours(15*hours.Hour, 18*hours.Hour), "Asia/Tokyo"
		}},
		{reason: "staff on a holiday", edit: func(p policy, c customer) {
			p.Channels[0].Staff, p.Channels[0].StaffZone = textsHours(10*hours.Hour, 18*hours.Hour, "jp"), "Asia/Tokyo"
			c.Events[0].At = at("2026-11-23 12:00")
		}, now: "2026-11-23 13:00"},
		{reason: "hours never", edit: func(p policy, c customer) {
			p.Zones.Regions = map[string][]string{"XX": {"Asia/Tokyo", "America/New_York"}}
			p.Hours = []followup.HoursRule{{ID: "day", Hours: textsHours(8*hours.Hour, 9*hours.Hour)}}
			c.Zone, c.Region = nil, "XX"
		}},
		{reason: "wishes never", edit: func(p policy, c customer) {
			p.Zones.Regions = map[string][]string{"XX": {"Asia/Tokyo", "America/New_York"}}
			c.Addresses[0].Hours = textsHours(8*hours.Hour, 9*hours.Hour)
			c.Zone, c.Region = nil, "XX"
		}},
		{reason: "cap", edit: join(caps(followup.Cap{ID: "gap", Max: 1, Every: exact(16 * time.Hour)}), textsContact("x", "2026-11-21 10:00", followup.Sent))},
		{reason: "cap of months", edit: join(caps(followup.Cap{ID: "few", Max: 2, Every: retention.Span{Months: 1}}), textsContact("x", "2026-11-01 10:00", followup.Sent), textsContact("y", "2026-11-12 10:00", followup.Sent))},
		{reason: "cap of none", edit: join(func(p policy, c customer) {
			p.Plays[0].Steps[0].Channels = append(p.Plays[0].Steps[0].Channels, "phone")
		}, caps(followup.Cap{ID: "never", Match: followup.Match{Channels: []string{"email"}}}))},
		{reason: "reserved", edit: join(birthday, caps(followup.Cap{ID: "gap", Max: 1, Every: exact(36 * time.Hour)}))},
		{reason: "behind", edit: join(birthday, caps(followup.Cap{ID: "gap", Max: 1, Every: exact(36 * time.Hour)})), now: "2026-11-22 10:00"},
		{reason: "digest", edit: func(p policy, c customer) {
			birthday(p, c)
			p.Plays[0].Steps[0].Digest, p.Plays[1].Steps[0].Digest = "daily", "daily"
			p.Hours = []followup.HoursRule{{ID: "day", Hours: textsHours(8*hours.Hour, 11*hours.Hour+30)}}
		}},
		{reason: "leader of a digest", edit: func(p policy, c customer) {
			birthday(p, c)
			p.Plays[0].Steps[0].Digest, p.Plays[1].Steps[0].Digest = "daily", "daily"
			p.Hours = []followup.HoursRule{{ID: "day", Hours: textsHours(8*hours.Hour, 11*hours.Hour+30)}}
		}, key: "birthday/2026/mail"},
		{reason: "sent late", edit: hour(textsHours(12*hours.Hour+45, 20*hours.Hour))},
		{reason: "too late", now: "2026-11-25 00:00"},
		{reason: "done", edit: textsContact("offer/o1/mail", "2026-11-21 12:10", followup.Sent)},
	}
}
