package followup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// lawrunKeys returns the keys of a plan's messages that are not done, in order.
func lawrunKeys(p followup.Plan) (keys []string) {
	for _, d := range p.Decisions {
		keys = append(keys, d.Key)
	}
	slices.Sort(keys)
	return keys
}

// I11: a key is made of play, occurrence and step. The instant, zone, channels,
// priorities and rules do not come into it.
func TestLawRunKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, c := lawrunPolicy(t), lawrunCustomer(t, "c1")
		now := lawrunTime(t, "now")
		for _, at := range []time.Time{now, now.Add(100 * time.Hour)} {
			for _, d := range lawrunPlan(t, lawrunCompile(t, p), c, at).Decisions {
				occurrence := ""
				switch d.Why[0].Code {
				case followup.ByEvent, followup.ByRhythm:
					occurrence = d.Why[0].Ref
				case followup.ByDate:
					occurrence = fmt.Sprint(d.Why[0].At.Year())
				case followup.BySchedule:
					occurrence = retention.DateOf(d.Why[0].At, d.Why[0].At.Location()).String()
				case followup.BySegment:
					occurrence = d.Why[0].At.UTC().Format(time.RFC3339Nano)
				default:
					continue
				}
				if want := d.Play + "/" + occurrence + "/" + d.Step; d.Key != want {
					t.Fatalf("key %v, want %v", d.Key, want)
				}
			}
		}
		before := lawrunKeys(lawrunPlan(t, lawrunCompile(t, p), c, now))
		p.Rules = followup.Rules{Caps: []followup.Cap{{ID: "few", Max: 1, Every: days(400)}}}
		p.Fatigue, p.Complaint, p.Holdout = nil, nil, followup.Holdout{Share: 1}
		for i := range p.Plays {
			p.Plays[i].Priority = i % 3
			for k := range p.Plays[i].Steps {
				p.Plays[i].Steps[k].Channels = []string{"line", "phone"}
			}
		}
		if diff := cmp.Diff(before, lawrunKeys(lawrunPlan(t, lawrunCompile(t, p), c, now))); diff != "" {
			t.Fatalf("before (-) and after (+) the rules were changed:\n%s", diff)
		}
	})
}

// I12: where no clock is ever changed, a plan some weeks later for facts of some
// weeks later is the same plan, some weeks later. (No months and no dates.)
func TestLawRunWeeks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, c := lawrunPolicy(t), lawrunCustomer(t, "c1")
		c.Zone, c.Dates, c.Segments = lawrunPick(t, "steady zone", tokyo, time.UTC, mustZone("Asia/Kathmandu")), nil, nil
		for i := range p.Plays {
			pl := &p.Plays[i]
			if tr := pl.Trigger; tr.After == nil && tr.Reorder == nil {
				pl.Trigger = followup.OnEvent("order")
			}
			for k := range pl.Steps {
				pl.Steps[k].Wait.Months = 0
			}
		}
		for i := range p.Rules.Caps {
			if p.Rules.Caps[i].Every.Months > 0 {
				p.Rules.Caps[i].Every = days(3)
			}
		}
		for i := range p.Rules.Hours {
			p.Rules.Hours[i].Hours.Closed = nil
		}
		e := lawrunCompile(t, p)
		now := lawrunTime(t, "now")
		c, _ = lawrunLive(t, e, c, lawrunFrom, now, lawrunAnswers(rapid.Uint64().Draw(t, "mood")))
		shift := time.Duration(lawrunAny(t, "weeks", -200, 200)) * 7 * 24 * time.Hour
		want := lawrunLater(t, lawrunPlan(t, e, c, now), shift)
		got := lawrunPlan(t, e, lawrunLater(t, c, shift), now.Add(shift))
		want.Basis = got.Basis
		if diff := cmp.Diff(want, got, lawrunSame); diff != "" {
			t.Fatalf("shifted plan (-), plan of shifted facts (+):\n%s", diff)
		}
	})
}

// lawrunLater returns a copy of facts or a plan with all times later by d. Zero
// times stay so, and texts too.
func lawrunLater[T any](t *rapid.T, v T, d time.Duration) T {
	move := func(at *time.Time) {
		if !at.IsZero() {
			*at = at.Add(d)
		}
	}
	switch v := any(&v).(type) {
	case *followup.Customer:
		v.Consents, v.Pauses, v.Contacts = slices.Clone(v.Consents), slices.Clone(v.Pauses), slices.Clone(v.Contacts)
		v.Events, v.Complaints = slices.Clone(v.Events), slices.Clone(v.Complaints)
		for i := range v.Consents {
			move(&v.Consents[i].At)
			move(&v.Consents[i].Expires)
		}
		for i := range v.Pauses {
			move(&v.Pauses[i].From)
			move(&v.Pauses[i].To)
		}
		for i := range v.Contacts {
			move(&v.Contacts[i].At)
		}
		for i := range v.Events {
			move(&v.Events[i].At)
			move(&v.Events[i].Due)
		}
		for i := range v.Complaints {
			move(&v.Complaints[i].Opened)
			move(&v.Complaints[i].Closed)
		}
	case *followup.Plan:
		move(&v.At)
		move(&v.Next)
		for i := range v.Decisions {
			x := &v.Decisions[i]
			move(&x.Due)
			move(&x.NotBefore)
			move(&x.Until)
			for _, reasons := range [][]followup.Reason{x.Why, x.WhyNot} {
				for k := range reasons {
					move(&reasons[k].At)
					move(&reasons[k].Until)
				}
			}
		}
	default:
		t.Fatalf("%T has no times", v)
	}
	return v
}

// I13: after an opt-out nothing but transactional messages goes out on the
// channel, and nothing at all to a dead address.
func TestLawRunOptOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := lawrunCompile(t, lawrunPolicy(t))
		c := lawrunCustomer(t, "c1")
		out := lawrunTime(t, "opt-out")
		topic := lawrunPick(t, "about", "", "", "thanks")
		c.Consents = append(c.Consents, followup.Consent{Channel: "email", Topic: topic, At: out})
		c.Addresses[2].Dead = rapid.Bool().Draw(t, "dead")
		answers := lawrunAnswers(rapid.Uint64().Draw(t, "mood"))
		_, sent := lawrunLive(t, e, c, lawrunFrom, lawrunTo, func(c followup.Customer, x followup.Contact) followup.Response {
			r := answers(c, x)
			r.Consents = nil // nobody opts in again
			return r
		})
		for _, x := range sent {
			if x.Channel == "email" && !x.At.Before(out) && x.Purpose != followup.Transactional && (topic == "" || topic == x.Topic) {
				t.Fatalf("%v at %v, after the opt-out at %v", x.Key, x.At, out)
			}
			if x.Channel == "phone" && c.Addresses[2].Dead {
				t.Fatalf("%v to a dead address", x.Key)
			}
		}
	})
}

type lawrunPair struct {
	followup.Message
	reasons []string // codes and rules
}

// lawrunAllowed asks about every message there is.
func lawrunAllowed(t *rapid.T, e *followup.Engine, c followup.Customer, now time.Time) (pairs []lawrunPair) {
	for _, channel := range []string{"email", "phone", "line"} {
		for _, topic := range []string{"", "thanks", "news"} {
			for purpose := followup.Promotional; purpose <= followup.Transactional; purpose++ {
				m := followup.Message{Channel: channel, Topic: topic, Purpose: purpose}
				reasons, err := e.Allowed(c, m, now)
				if err != nil {
					t.Fatal(err)
				}
				pair := lawrunPair{Message: m}
				for _, r := range reasons {
					pair.reasons = append(pair.reasons, string(r.Code)+" "+r.Rule)
				}
				pairs = append(pairs, pair)
			}
		}
	}
	return pairs
}

func lawrunConsents(t *rapid.T) (all []followup.Consent) {
	for range lawrunAny(t, "consents", 0, 4) {
		c := followup.Consent{
			Channel: lawrunPick(t, "on", "", "email", "phone"), Topic: lawrunPick(t, "about", "", "", "thanks"),
			Granted: rapid.Bool().Draw(t, "granted"), Basis: lawrunPick(t, "basis", "", "express", "purchase"), At: lawrunTime(t, "given"),
		}
		if rapid.Bool().Draw(t, "expires") {
			c.Expires = c.At.Add(2000 * time.Hour)
		}
		all = append(all, c)
	}
	return all
}

// lawrunOptIn is a policy with a rule for consents of two kinds.
func lawrunOptIn(t *rapid.T) *followup.Engine {
	p := lawrunPolicy(t)
	p.Rules.Consent = []followup.ConsentRule{{
		ID: "opt-in", Match: followup.Match{Purposes: []followup.Purpose{followup.Promotional, followup.Relationship}},
		Bases: []followup.ConsentBasis{{Name: "express"}, {Name: "purchase", Lasts: days(100)}},
	}, {ID: "any", Match: followup.Match{Channels: []string{"phone"}}}}
	return lawrunCompile(t, p)
}

// I14: a further consent takes no permission away, and gives no other message a
// reason more or less; nor does a no to something else.
func TestLawRunConsent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := lawrunOptIn(t)
		c := lawrunCustomer(t, "c1")
		c.Consents = lawrunConsents(t)
		now := lawrunTime(t, "now")
		before := lawrunAllowed(t, e, c, now)
		yes := followup.Consent{
			Channel: lawrunPick(t, "on", "", "email", "phone"), Topic: lawrunPick(t, "about", "", "thanks"), Granted: rapid.Bool().Draw(t, "yes"),
			Basis: lawrunPick(t, "basis", "express", "purchase"), At: now.Add(-time.Duration(lawrunAny(t, "ago", 0, 90*24)) * time.Hour),
		}
		c.Consents = append(c.Consents, yes)
		for i, after := range lawrunAllowed(t, e, c, now) {
			covered := (yes.Channel == "" || yes.Channel == after.Channel) && (yes.Topic == "" || yes.Topic == after.Topic)
			if !covered && !slices.Equal(before[i].reasons, after.reasons) {
				t.Fatalf("%+v has other reasons than %v for a consent to something else", after, before[i].reasons)
			}
			for _, r := range after.reasons {
				if yes.Granted && !slices.Contains(before[i].reasons, r) {
					t.Fatalf("%+v has %s more than %v for a consent", after, r, before[i].reasons)
				}
			}
		}
	})
}

// What is given holds in [At, Expires); a no at the same instant is stronger.
func TestLawRunConsentEdges(t *testing.T) {
	noon := at("2026-03-02 12:00")
	rule := []followup.ConsentRule{{ID: "opt-in", Bases: []followup.ConsentBasis{{Name: "express"}, {Name: "purchase", Lasts: days(100)}}}}
	no := followup.Consent{At: noon.Add(-time.Hour)}
	for _, test := range []struct {
		reason   string
		rules    []followup.ConsentRule
		consents []followup.Consent
		at       time.Time
		want     followup.Code // empty: allowed
	}{
		{"before it is given", rule, []followup.Consent{{Granted: true, Basis: "express", At: noon}}, noon.Add(-1), followup.ConsentMissing},
		{"as it is given", rule, []followup.Consent{{Granted: true, Basis: "express", At: noon}}, noon, ""},
		{"of another basis", rule, []followup.Consent{{Granted: true, Basis: "hearsay", At: noon}}, noon, followup.ConsentMissing},
		{"in its last instant", rule, []followup.Consent{{Granted: true, Basis: "purchase", At: noon}}, noon.AddDate(0, 0, 100).Add(-1), ""},
		{"when its basis is over", rule, []followup.Consent{{Granted: true, Basis: "purchase", At: noon}}, noon.AddDate(0, 0, 100), followup.ConsentExpired},
		{"when it has expired", rule, []followup.Consent{{Granted: true, Basis: "express", At: noon, Expires: noon.Add(5)}}, noon.Add(5), followup.ConsentExpired},
		{"before the no", nil, []followup.Consent{no}, no.At.Add(-1), ""},
		{"from the no on", nil, []followup.Consent{no}, no.At, followup.ConsentRefused},
		{"a yes after the no", nil, []followup.Consent{no, {Granted: true, At: noon, Expires: noon.Add(5)}}, noon.Add(4), ""},
		{"a yes that is over", nil, []followup.Consent{no, {Granted: true, At: noon, Expires: noon.Add(5)}}, noon.Add(5), followup.ConsentRefused},
		{"yes and no at once", nil, []followup.Consent{no, {Granted: true, At: no.At}}, noon, followup.ConsentRefused},
	} {
		p := simple()
		p.Rules = followup.Rules{Consent: test.rules}
		c := haru()
		c.Consents = test.consents
		reasons, err := compile(t, p).Allowed(c, followup.Message{Channel: "email", Topic: "x"}, test.at)
		var got followup.Code
		if len(reasons) > 0 {
			got = reasons[0].Code
		}
		if err != nil || got != test.want || len(reasons) > 1 {
			t.Errorf("%s: %v, %v, want %q", test.reason, reasons, err, test.want)
		}
	}
}

// I15: what is allowed by consent was so since it was given, as long as nobody
// opted out in between.
func TestLawRunExpiry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := lawrunOptIn(t)
		c := lawrunCustomer(t, "c1")
		yes := followup.Consent{Granted: true, Basis: lawrunPick(t, "basis", "express", "purchase", ""), At: lawrunTime(t, "given")}
		if rapid.Bool().Draw(t, "expires") {
			yes.Expires = yes.At.Add(1000 * time.Hour)
		}
		c.Consents = []followup.Consent{yes}
		about := func(at time.Time) (blocked []lawrunPair) {
			for _, pair := range lawrunAllowed(t, e, c, at) {
				pair.reasons = slices.DeleteFunc(pair.reasons, func(r string) bool { return !strings.HasPrefix(r, "consent.") })
				blocked = append(blocked, pair)
			}
			return blocked
		}
		end := lawrunAny(t, "later", 0, 150*24)
		late := about(yes.At.Add(time.Duration(end) * time.Hour))
		early := about(yes.At.Add(time.Duration(lawrunAny(t, "before", 0, end)) * time.Hour))
		for i := range late {
			if len(late[i].reasons) == 0 && len(early[i].reasons) > 0 {
				t.Fatalf("%+v was not allowed earlier: %v", late[i].Message, early[i].reasons)
			}
		}
	})
}

// I16: after a no there is at most one contact on its topic until the cooldown is
// over: the question for the reason, which sells nothing.
func TestLawRunDecline(t *testing.T) {
	asked := 0
	rapid.Check(t, func(t *rapid.T) {
		p, c := lawrunPolicy(t), lawrunCustomer(t, "c1")
		cooldown := time.Duration(lawrunAny(t, "cooldown days", 5, 90)) * 24 * time.Hour
		p.Rules.Declines = []followup.DeclineRule{{ID: "no", Cooldown: exact(cooldown)}}
		p.Plays = slices.DeleteFunc(p.Plays, func(pl followup.Play) bool { return pl.ID == "ask" })
		for i := range p.Plays {
			for k := range p.Plays[i].Steps {
				p.Plays[i].Steps[k].Digest = ""
			}
		}
		p.Plays = append(p.Plays, followup.Play{
			ID: "ask", Purpose: followup.Service, Priority: 9, Trigger: followup.Declined(),
			Steps: []followup.Step{{ID: "why", Wait: exact(30 * time.Hour), Channels: []string{"email"}}},
		})
		e := lawrunCompile(t, p)
		c, _ = lawrunLive(t, e, c, lawrunFrom, lawrunTo, lawrunAnswers(rapid.Uint64().Draw(t, "mood")))
		asked += lawrunQuiet(t, c, cooldown)
	})
	if asked == 0 && !testing.Short() {
		t.Error("no reason was ever asked for")
	}
}

type lawrunNo struct {
	topic string
	at    time.Time
}

// lawrunQuiet checks a log, and returns how many questions are in it.
func lawrunQuiet(t *rapid.T, c followup.Customer, cooldown time.Duration) (asked int) {
	var nos []lawrunNo
	for _, x := range c.Contacts {
		if x.Outcome == followup.DeclinedIt {
			nos = append(nos, lawrunNo{x.Topic, x.At})
		}
	}
	for _, e := range c.Events {
		if e.Kind == followup.DeclineEvent {
			nos = append(nos, lawrunNo{e.Topic, e.At})
		}
	}
	under := func(topic string, at time.Time) bool {
		return slices.ContainsFunc(nos, func(n lawrunNo) bool {
			return n.topic == topic && n.at.Before(at) && at.Before(n.at.Add(cooldown))
		})
	}
	questions := map[lawrunNo]int{} // by the no that the chain began with
	for _, x := range c.Contacts {
		ask := strings.HasPrefix(x.Key, "ask/")
		if ask && x.Purpose == followup.Promotional {
			t.Fatalf("%v sells something", x.Key)
		}
		if !under(x.Topic, x.At) || x.Purpose == followup.Transactional {
			continue
		}
		if !ask {
			t.Fatalf("%v at %v, after a no to %v", x.Key, x.At, x.Topic)
		}
		if x.Outcome == followup.Failed {
			continue
		}
		first := lawrunNo{x.Topic, x.At}
		for again := true; again; { // back to the first no of the chain
			again = false
			for _, n := range nos {
				if n.topic == x.Topic && n.at.Before(first.at) && first.at.Before(n.at.Add(cooldown)) {
					first, again = n, true
				}
			}
		}
		if questions[first]++; questions[first] > 1 {
			t.Fatalf("%v is the second question after the no at %v", x.Key, first.at)
		}
		asked++
	}
	return asked
}

// I17: nothing of a kept-back purpose goes out while a complaint is open, nor in
// the calm that follows.
func TestLawRunComplaint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, c := lawrunPolicy(t), lawrunCustomer(t, "c1")
		calm := time.Duration(lawrunAny(t, "calm", 0, 400)) * time.Hour
		p.Complaint = &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Promotional, followup.Service}, Calm: exact(calm)}
		for i := range lawrunAny(t, "cases", 0, 4) {
			opened := lawrunTime(t, "opened")
			x := followup.Complaint{ID: fmt.Sprint(i), Opened: opened}
			if lawrunAny(t, "closed", 0, 5) > 0 {
				x.Closed = opened.Add(time.Duration(lawrunAny(t, "open for", 0, 2000)) * time.Hour)
			}
			c.Complaints = append(c.Complaints, x)
		}
		c, sent := lawrunLive(t, lawrunCompile(t, p), c, lawrunFrom, lawrunTo, lawrunAnswers(rapid.Uint64().Draw(t, "mood")))
		for _, x := range sent {
			if !slices.Contains(p.Complaint.Purposes, x.Purpose) {
				continue
			}
			for _, k := range c.Complaints {
				empty := k.Closed.Equal(k.Opened) && calm == 0
				if !empty && !x.At.Before(k.Opened) && (k.Closed.IsZero() || x.At.Before(k.Closed.Add(calm))) {
					t.Fatalf("%v at %v, in the complaint of %v to %v", x.Key, x.At, k.Opened, k.Closed)
				}
			}
		}
	})
}

// I18: whatever channel was chosen, its own gates are open.
func TestLawRunSendIsAllowed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := lawrunPolicy(t)
		p.Holdout = followup.Holdout{Share: 0.3, Exempt: []followup.Purpose{followup.Service}}
		e := lawrunCompile(t, p)
		c := lawrunCustomer(t, lawrunPick(t, "id", "a", "b", "c", "d"))
		answers := lawrunAnswers(rapid.Uint64().Draw(t, "mood"))
		if _, _, err := e.Run(c, lawrunFrom, lawrunTo, func(c followup.Customer, x followup.Contact) followup.Response {
			reasons, err := e.Allowed(c, followup.Message{Channel: x.Channel, Topic: x.Topic, Purpose: x.Purpose}, x.At)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range reasons {
				if r.Code != followup.AfterDecline || !strings.HasPrefix(x.Key, "ask/") {
					t.Fatalf("%v goes out on %v in spite of %+v", x.Key, x.Channel, r)
				}
			}
			return answers(c, x)
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// I18: what is no reason to fall back never opens another channel.
func TestLawRunFallback(t *testing.T) {
	morning := at("2026-03-02 10:00") // a Monday
	order := followup.Event{ID: "o", Kind: "order", At: morning}
	for _, test := range []struct {
		reason string
		block  func(*followup.Policy, *followup.Customer)
		want   string // the channel of what is sent within the month; empty: nothing
	}{
		{"nothing is in the way", func(*followup.Policy, *followup.Customer) {}, "phone"},
		{"no number", func(_ *followup.Policy, c *followup.Customer) { c.Addresses = c.Addresses[:1] }, "email"},
		{"a dead number", func(_ *followup.Policy, c *followup.Customer) { c.Addresses[1].Dead = true }, "email"},
		{"no consent to calls", func(p *followup.Policy, _ *followup.Customer) {
			p.Consent = []followup.ConsentRule{{ID: "x", Match: followup.Match{Channels: []string{"phone"}}}}
		}, "email"},
		{"no number, and no consent to mails", func(p *followup.Policy, c *followup.Customer) {
			c.Addresses = c.Addresses[:1]
			p.Consent = []followup.ConsentRule{{ID: "x", Match: followup.Match{Channels: []string{"email"}}}}
		}, ""},
		{"opted out of calls", func(_ *followup.Policy, c *followup.Customer) {
			c.Consents = []followup.Consent{{Channel: "phone", At: morning.Add(-time.Hour)}}
		}, ""},
		{"opted out of calls on a dead number", func(_ *followup.Policy, c *followup.Customer) {
			c.Addresses[1].Dead = true
			c.Consents = []followup.Consent{{Channel: "phone", At: morning.Add(-time.Hour)}}
		}, ""},
		{"no calls for a month", func(_ *followup.Policy, c *followup.Customer) {
			c.Pauses = []followup.Pause{{Channel: "phone", From: morning, To: morning.AddDate(0, 1, 0)}}
		}, ""},
		{"no calls until further notice", func(_ *followup.Policy, c *followup.Customer) {
			c.Pauses = []followup.Pause{{Channel: "phone", From: morning}}
		}, ""},
		{"a cap on calls", func(p *followup.Policy, c *followup.Customer) {
			p.Caps = []followup.Cap{{ID: "x", Match: followup.Match{Channels: []string{"phone"}}, Max: 1, Every: days(30)}}
			c.Contacts = []followup.Contact{{At: morning, Channel: "phone"}}
		}, ""},
		{"calls on Sundays only", func(p *followup.Policy, _ *followup.Customer) {
			p.Hours = []followup.HoursRule{{ID: "x", Match: followup.Match{Channels: []string{"phone"}}, Hours: hours.Hours{Windows: []hours.Window{{Days: hours.On(time.Sunday)}}}}}
		}, ""},
		{"no calls ever", func(p *followup.Policy, _ *followup.Customer) {
			p.Caps = []followup.Cap{{ID: "x", Match: followup.Match{Channels: []string{"phone"}}, Every: days(30)}}
		}, ""},
		{"a complaint", func(p *followup.Policy, c *followup.Customer) {
			p.Complaint = &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Promotional}}
			c.Complaints = []followup.Complaint{{ID: "x", Opened: morning}}
		}, ""},
	} {
		p := simple()
		p.Rules = followup.Rules{}
		p.Plays = []followup.Play{{
			ID: "call", Topic: "call", Trigger: followup.OnEvent("order"), Steps: []followup.Step{{ID: "s", Channels: []string{"phone", "email"}}},
		}}
		c := haru()
		c.Addresses = append(c.Addresses, followup.Address{Channel: "phone", ID: "1"})
		c.Events = []followup.Event{order}
		test.block(&p, &c)
		_, sent, err := compile(t, p).Run(c, morning, morning.AddDate(0, 1, 0), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, x := range sent {
			got += x.Channel
		}
		if got != test.want {
			t.Errorf("%s: sent on %q, want %q", test.reason, got, test.want)
		}
	}
}

// I19: who is held out depends on salt and ID; a greater share only adds people;
// and nothing goes out to them that is not exempt.
func TestLawRunHoldout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := lawrunPolicy(t)
		less := rapid.Float64Range(0, 1).Draw(t, "less")
		more := rapid.Float64Range(less, 1).Draw(t, "more")
		id := rapid.StringMatching(`[a-z0-9]{1,12}`).Draw(t, "id")
		p.Holdout = followup.Holdout{Salt: lawrunPick(t, "salt", "", "2026"), Share: less, Exempt: lawrunSome(t, "exempt", followup.Service)}
		e := lawrunCompile(t, p)
		other := simple()
		other.Holdout = followup.Holdout{Salt: p.Holdout.Salt, Share: less}
		if e.HeldOut(id) != lawrunCompile(t, other).HeldOut(id) {
			t.Fatalf("%s is held out by one policy and not by the other", id)
		}
		other.Holdout.Share = more
		if e.HeldOut(id) && !lawrunCompile(t, other).HeldOut(id) {
			t.Fatalf("%s is held out for a share of %v, not of %v", id, less, more)
		}
		_, sent := lawrunLive(t, e, lawrunCustomer(t, id), lawrunFrom, lawrunFrom.AddDate(0, 3, 0), nil)
		for _, x := range sent {
			exempt := x.Purpose == followup.Transactional || slices.Contains(p.Holdout.Exempt, x.Purpose)
			if e.HeldOut(id) && !exempt {
				t.Fatalf("%v goes to %s, who is held out", x.Key, id)
			}
		}
	})
	for _, share := range []float64{0, 0.1, 0.5, 1} {
		p := simple()
		p.Holdout.Share = share
		e, n := compile(t, p), 0
		for i := range 10_000 {
			if e.HeldOut(fmt.Sprint("c", i)) {
				n++
			}
		}
		if want := int(share * 10_000); n < want-200 || n > want+200 { // 4 standard deviations
			t.Errorf("%d of 10000 are held out for a share of %v", n, share)
		}
	}
}

// I20: a message held overnight leaves within the spread after the window
// opens, always at the same moment; one that was not held leaves at once.
func TestLawRunSpread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := simple()
		spread := time.Duration(lawrunAny(t, "spread", 1, 5*60*60)) * time.Second
		p.Channels[0].Spread = exact(spread)
		length := hours.Clock(lawrunAny(t, "length", 1, 600))
		p.Rules = followup.Rules{Hours: []followup.HoursRule{{ID: "day", Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 8*hours.Hour + length}}}}}}
		p.Plays = p.Plays[1:]
		p.Plays[0].Steps[0].Wait = retention.Span{}
		e := lawrunCompile(t, p)
		c := haru()
		due := lawrunTime(t, "due")
		c.Events = []followup.Event{{ID: rapid.StringMatching(`[a-z]{1,5}`).Draw(t, "id"), Kind: "order", At: due}}
		_, sent := lawrunLive(t, e, c, due, due.Add(50*time.Hour), nil)
		if len(sent) != 1 {
			t.Fatalf("sent %v", sent)
		}
		left := sent[0].At
		opened := retention.DateOf(due, tokyo).At(8*time.Hour, tokyo)
		closed := opened.Add(length.Duration())
		if !due.Before(opened) && due.Before(closed) {
			if !left.Equal(due) {
				t.Fatalf("due at %v in the open window, left at %v", due, left)
			}
			return
		}
		if !due.Before(closed) {
			opened, closed = opened.AddDate(0, 0, 1), closed.AddDate(0, 0, 1)
		}
		if left.Before(opened) || !left.Before(closed) || left.Sub(opened) >= spread {
			t.Fatalf("due at %v, left at %v; open %v to %v, spread over %v", due, left, opened, closed, spread)
		}
		now := due.Add(time.Duration(rapid.Int64Range(0, int64(left.Sub(due))-1).Draw(t, "meanwhile")))
		for _, d := range lawrunPlan(t, e, c, now).Decisions {
			if !d.NotBefore.Equal(left) {
				t.Fatalf("planned at %v: not before %v, left at %v", now, d.NotBefore, left)
			}
		}
	})
}

// I21: a later reading of the calendar and the clock is no earlier instant; one
// that is skipped means the first instant after the gap, one that comes twice the
// first.
func TestLawRunWallClock(t *testing.T) {
	zones := []*time.Location{mustZone("America/New_York"), mustZone("Australia/Lord_Howe"), mustZone("America/Santiago"), mustZone("Africa/Cairo"), mustZone("Pacific/Apia")}
	changes := map[*time.Location][]retention.Date{}
	for _, zone := range zones {
		for d := date("2011-01-01"); d.Year() < 2028; d = d.AddDays(1) {
			if d.AddDays(1).Start(zone).Sub(d.Start(zone)) != 24*time.Hour {
				changes[zone] = append(changes[zone], d)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		zone := lawrunPick(t, "zone", zones...)
		d := lawrunPick(t, "day", changes[zone]...).AddDays(lawrunAny(t, "beside", -1, 1))
		reading := func(label string) time.Duration {
			return time.Duration(lawrunAny(t, label, 0, 24*60-1)) * time.Minute
		}
		a, b := reading("clock"), reading("later clock")
		if a > b {
			a, b = b, a
		}
		e := d.AddDays(rapid.IntRange(0, 1).Draw(t, "days later"))
		first, second := d.At(a, zone), e.At(b, zone)
		if second.Before(first) {
			t.Fatalf("%v %v is %v, and %v %v is %v", d, a, first, e, b, second)
		}
		wall := func(at time.Time) (retention.Date, time.Duration) {
			at = at.In(zone)
			return retention.DateOf(at, zone), time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
		}
		// The first instant whose reading is not before: an hour before it, no
		// minute shows it.
		on, clock := wall(first)
		if on.Before(d) || on == d && clock < a {
			t.Fatalf("%v %v became %v", d, a, first)
		}
		for m := 1; m <= 90; m++ {
			if on, clock := wall(first.Add(-time.Duration(m) * time.Minute)); on == d && clock == a {
				t.Fatalf("%v %v came %d minutes before %v", d, a, m, first)
			}
		}
	})
}

// I22: one birthday a year, for all 366 of them, by both rules for those of 29
// February, over twelve years.
func TestLawRunBirthdays(t *testing.T) {
	for _, leap := range []followup.LeapDay{followup.February28, followup.March1} {
		p := simple()
		p.Plays = p.Plays[:1]
		p.Plays[0].Trigger.Yearly.Leap = leap
		e := compile(t, p)
		for born := date("2000-01-01"); born.Year() == 2000; born = born.AddDays(1) {
			c := haru()
			c.Dates = map[string]retention.Date{"birthday": born}
			_, sent, err := e.Run(c, at("2026-01-01 00:00"), at("2038-01-01 00:00"), nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(sent) != 12 {
				t.Fatalf("born on %v: %d messages in 12 years", born, len(sent))
			}
			for i, x := range sent {
				year := 2026 + i
				want := retention.NewDate(year, born.Month(), born.Day())
				if born.Month() == time.February && born.Day() == 29 {
					leapYear := year%4 == 0
					switch {
					case leapYear:
						want = retention.NewDate(year, time.February, 29)
					case leap == followup.February28:
						want = retention.NewDate(year, time.February, 28)
					default:
						want = retention.NewDate(year, time.March, 1)
					}
				}
				if !x.At.Equal(want.At(8*time.Hour, tokyo)) || x.Key != fmt.Sprintf("birthday/%d/mail", year) {
					t.Fatalf("born on %v, rule %v: %v at %v, want it on %v", born, leap, x.Key, x.At, want)
				}
			}
		}
	}
}

// I23: occurrence k is k months after the anchor, on its day or the last of the
// month: never two in a month, never none.
func TestLawRunMonths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		anchor := retention.NewDate(2025, time.Month(lawrunAny(t, "month", 1, 12)), 1).AddDays(lawrunAny(t, "day", 0, 30))
		months := rapid.IntRange(1, 7).Draw(t, "months")
		p := simple()
		p.Rules = followup.Rules{}
		p.Plays = []followup.Play{{
			ID: "news", Trigger: followup.Every(retention.Span{Months: months}, anchor),
			Steps: []followup.Step{{ID: "mail", At: 9 * hours.Hour, Channels: []string{"email"}}},
		}}
		_, sent := lawrunLive(t, lawrunCompile(t, p), haru(), anchor.Start(tokyo), anchor.AddMonths(48).Start(tokyo), nil)
		if want := (48 + months - 1) / months; len(sent) != want {
			t.Fatalf("%d messages every %d months from %v, want %d", len(sent), months, anchor, want)
		}
		for k, x := range sent {
			month := retention.NewDate(anchor.Year(), anchor.Month(), 1).AddMonths(k * months)
			want := month.AddDays(anchor.Day() - 1)
			if want.Month() != month.Month() {
				want = month.AddMonths(1).AddDays(-1)
			}
			if !x.At.Equal(want.At(9*time.Hour, tokyo)) {
				t.Fatalf("message %d every %d months from %v: at %v, want %v", k, months, anchor, x.At, want)
			}
		}
	})
}
