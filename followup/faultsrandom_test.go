package followup_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
	"pgregory.net/rapid"
)

// faultsSane plans, and holds what holds for every plan.
func faultsSane(t rapid.TB, e *followup.Engine, c followup.Customer, now time.Time) followup.Plan {
	t.Helper()
	p, err := e.Plan(c, now)
	if err != nil {
		t.Fatal(err)
	}
	if p.Customer != c.ID || !p.At.Equal(now) || p.Basis != e.Basis(c) || p.Over < 0 {
		t.Fatalf("a plan of another customer: %+v", p)
	}
	if !p.Next.IsZero() && !p.Next.After(now) {
		t.Fatalf("look again at %v, which is not after %v", p.Next, now)
	}
	if _, err := json.Marshal(p); err != nil {
		t.Fatalf("the plan has no text: %v", err)
	}
	for _, ch := range e.Policy().Channels {
		if _, err := e.Allowed(c, followup.Message{Channel: ch.ID, Topic: "a"}, now); err != nil {
			t.Fatalf("what can be planned with is no use: %v", err)
		}
	}
	seen := map[string]bool{}
	for _, d := range p.Decisions {
		if seen[d.Key] && d.Verdict != followup.Done && d.Verdict != followup.Drop {
			t.Fatalf("%s comes twice", d.Key)
		}
		seen[d.Key] = true
		if why := faultsOdd(&d, e, now); why != "" {
			text, _ := json.MarshalIndent(d, "", " ")
			t.Fatalf("%s: %s", why, text)
		}
	}
	return p
}

// faultsOdd returns what cannot be of a decision.
func faultsOdd(d *followup.Decision, e *followup.Engine, now time.Time) string {
	known := func(id string) bool {
		return slices.ContainsFunc(e.Policy().Channels, func(c followup.Channel) bool { return c.ID == id })
	}
	switch {
	case !strings.HasPrefix(d.Key, d.Play+"/"):
		return "a key of no play"
	case d.Due.IsZero():
		return "never due"
	case d.Verdict != followup.Send && len(d.WhyNot) == 0:
		return "no reason why not"
	}
	switch d.Verdict {
	case followup.Send:
		switch {
		case d.Due.After(now):
			return "sent before it is due"
		case !d.Until.After(now):
			return "sent too late"
		case !known(d.Channel):
			return "sent on no channel"
		case !d.NotBefore.IsZero() || d.Behind:
			return "sent and held"
		}
	case followup.Hold:
		early := d.NotBefore.Before(now) || d.NotBefore.Equal(now) && !d.Behind || d.NotBefore.Before(d.Due)
		switch {
		case !d.NotBefore.IsZero() && early:
			return "held until before now, or before it is due"
		case !d.Until.IsZero() && !d.NotBefore.IsZero() && d.NotBefore.After(d.Until):
			return "held until it is too late"
		case !known(d.Channel):
			return "held on no channel"
		}
	}
	return ""
}

// faultsPick draws one of some values.
func faultsPick[T any](t *rapid.T, name string, values ...T) T {
	return rapid.SampledFrom(values).Draw(t, name)
}

// faultsSome draws a list without repetition.
func faultsSome[T comparable](t *rapid.T, name string, values ...T) []T {
	list := rapid.SliceOfNDistinct(rapid.SampledFrom(values), 0, len(values), rapid.ID[T]).Draw(t, name)
	if len(list) == 0 {
		return nil
	}
	return list
}

func faultsMany[T any](t *rapid.T, name string, most int, draw func(i int) T) []T {
	var list []T
	for i := range rapid.IntRange(0, most).Draw(t, name) {
		list = append(list, draw(i))
	}
	return list
}

func faultsDrawExact(t *rapid.T) retention.Span {
	return exact(faultsPick(t, "exact", 0, 1, time.Second, time.Hour, 16*time.Hour, 24*time.Hour, 100*24*time.Hour, 40*366*24*time.Hour))
}

func faultsDrawSpan(t *rapid.T) retention.Span {
	return faultsPick(t, "span", retention.Span{}, days(1), days(3), days(30), days(18000), retention.Span{Months: 1}, retention.Span{Months: 12, Days: 3},
		exact(1), exact(time.Hour), exact(48*time.Hour), retention.Span{Months: 1, Days: 1, Exact: 1}, retention.Span{Months: 590})
}

func faultsOrSpan(s, zero retention.Span) retention.Span {
	if s.IsZero() {
		return zero
	}
	return s
}

// faultsDrawText draws a name for people, or none.
func faultsDrawText(t *rapid.T) retention.Text {
	return faultsPick(t, "text", retention.Text{}, retention.Text{English: "a rule", Japanese: "ルール"}, retention.Text{Japanese: "ルール"})
}

func faultsDrawPurpose(t *rapid.T) followup.Purpose {
	return followup.Purpose(rapid.IntRange(0, 3).Draw(t, "purpose"))
}

func faultsDrawHours(t *rapid.T) hours.Hours {
	return hours.Hours{
		Windows: faultsMany(t, "windows", 2, func(int) hours.Window {
			return hours.Window{
				Days: faultsPick(t, "days", 0, hours.Weekdays, hours.Weekend, hours.On(time.Monday)),
				From: hours.Clock(rapid.IntRange(0, 1439).Draw(t, "from")), To: hours.Clock(rapid.IntRange(0, 1440).Draw(t, "to")),
			}
		}),
		Closed: faultsPick(t, "closed", nil, nil, nil, []string{"jp"}),
	}
}

func faultsSomeHours(t *rapid.T) hours.Hours {
	h := faultsDrawHours(t)
	h.Windows = append(h.Windows, hours.Window{From: 8 * hours.Hour, To: hours.Clock(rapid.IntRange(600, 1440).Draw(t, "to"))})
	return h
}

func faultsDrawMatch(t *rapid.T) followup.Match {
	return followup.Match{
		Channels: faultsSome(t, "channels", "email", "phone"), Topics: faultsSome(t, "topics", "a", "b", "c"),
		Purposes: faultsSome[followup.Purpose](t, "purposes", 0, 1, 2, 3),
	}
}

func faultsDrawTrigger(t *rapid.T) followup.Trigger {
	switch rapid.IntRange(0, 8).Draw(t, "trigger") {
	case 0:
		return followup.OnEvent(faultsPick(t, "kind", "order", "reply"))
	case 1:
		return followup.OnDue("lapse")
	case 2:
		return followup.Trigger{Yearly: &followup.YearlyTrigger{Date: "birthday", Leap: faultsPick(t, "leap", followup.February28, followup.March1)}}
	case 3:
		return followup.Trigger{Every: &followup.EveryTrigger{
			Every: faultsPick(t, "every", days(1), days(7), retention.Span{Months: 1}), Anchor: faultsPick(t, "anchor", date("2026-01-31"), date("0001-01-01"), date("2099-12-31")),
		}}
	case 4:
		return followup.Trigger{Every: &followup.EveryTrigger{Every: faultsPick(t, "every", days(30), retention.Span{Months: 5}), From: "contract"}}
	case 5:
		return followup.Trigger{Silence: &followup.SilenceTrigger{Match: faultsDrawMatch(t), For: faultsOrSpan(faultsDrawSpan(t), days(30))}}
	case 6:
		return followup.Trigger{Reorder: &followup.ReorderTrigger{
			Event: "order", Orders: rapid.IntRange(0, 5).Draw(t, "orders"), Ratio: faultsPick(t, "ratio", 0, 0.5, 1, 1000),
			Spread: faultsPick(t, "spread", 0, 1, 1000.0), Fallback: faultsDrawSpan(t),
		}}
	case 7:
		return faultsPick(t, "one of", followup.Entered("gold"), followup.Surprise(3, "salt"))
	}
	return followup.Declined(faultsSome(t, "topics", "a", "b")...)
}

func faultsDrawStep(t *rapid.T, i int, back bool) followup.Step {
	wait := faultsDrawSpan(t)
	if back && rapid.Bool().Draw(t, "back") {
		wait = faultsPick(t, "wait", days(-3), exact(-time.Hour), retention.Span{Months: -12})
	}
	return followup.Step{
		ID: fmt.Sprint(i), Name: faultsDrawText(t), Wait: wait, Workdays: faultsPick(t, "workdays", 0, 0, 1, 1000),
		At: hours.Clock(faultsPick(t, "at", 0, 0, 540, 1439)), Late: faultsDrawSpan(t),
		Channels: faultsPick(t, "channels", []string{"email"}, []string{"email", "phone"}, []string{"phone", "line", "email"}),
		Choose:   followup.Choice(rapid.IntRange(0, 2).Draw(t, "choose")),
		Fallback: faultsSome(t, "fallback", append(followup.FallbackCodes(), followup.ConsentRefused)...),
		Retry: followup.Retry{
			Max: faultsPick(t, "max", 0, 1, 100), After: faultsDrawSpan(t), Shift: faultsPick(t, "shift", hours.Window{}, hours.Window{From: 1020, To: 1260}),
		},
		Digest: faultsPick(t, "digest", "", "", "daily"),
	}
}

func faultsDrawPlay(t *rapid.T, i int) followup.Play {
	p := followup.Play{
		ID: fmt.Sprint("p", i), Topic: faultsPick(t, "topic", "", "a", "b", "c"), Purpose: faultsDrawPurpose(t), Priority: rapid.IntRange(-1, 1).Draw(t, "priority"),
		For:     followup.Who{In: faultsSome(t, "in", "gold"), NotIn: faultsSome(t, "not in", "staff"), Audience: followup.Audience(rapid.IntRange(0, 2).Draw(t, "audience"))},
		Trigger: faultsDrawTrigger(t),
		Goal:    faultsPick(t, "goal", "", "order"), Exit: faultsSome(t, "exit", "return"), Ends: faultsSome[followup.Outcome](t, "ends", followup.Reacted, followup.Failed),
		Reentry: faultsDrawSpan(t),
	}
	again := p.Trigger.Yearly != nil || p.Trigger.Every != nil || p.Trigger.Surprise != nil
	p.Steps = []followup.Step{faultsDrawStep(t, 0, again || p.Trigger.Reorder != nil || p.Trigger.After != nil && p.Trigger.After.Due)}
	if p.Trigger.Declined != nil {
		p.Purpose, p.Steps[0].Retry = followup.Service, followup.Retry{}
		return p
	}
	for j := range rapid.IntRange(0, 2).Draw(t, "steps") {
		p.Steps = append(p.Steps, faultsDrawStep(t, j+1, false))
	}
	for j := range p.Steps {
		if s := &p.Steps[j]; again && (s.Wait.Months > 1 || s.Wait.Days > 30) {
			s.Wait = days(1)
		}
	}
	return p
}

func faultsDrawRules(t *rapid.T) followup.Rules {
	return followup.Rules{
		Hours: faultsMany(t, "hours", 2, func(i int) followup.HoursRule {
			return followup.HoursRule{ID: fmt.Sprint(i), Name: faultsDrawText(t), Match: faultsDrawMatch(t), Audience: followup.Audience(rapid.IntRange(0, 2).Draw(t, "audience")), Hours: faultsSomeHours(t)}
		}),
		Consent: faultsMany(t, "consent", 1, func(i int) followup.ConsentRule {
			return followup.ConsentRule{ID: fmt.Sprint(i), Name: faultsDrawText(t), Match: faultsDrawMatch(t), Bases: faultsMany(t, "bases", 1, func(int) followup.ConsentBasis {
				return followup.ConsentBasis{Name: "express", Lasts: faultsDrawSpan(t)}
			})}
		}),
		Caps: faultsMany(t, "caps", 3, func(i int) followup.Cap {
			return followup.Cap{
				ID: fmt.Sprint(i), Name: faultsDrawText(t), Match: faultsDrawMatch(t), Max: faultsPick(t, "max", 0, 1, 1, 1, 1, 1, 2, 2, 5, 9),
				Every:   faultsPick(t, "every", days(1), days(7), days(400), exact(1), exact(time.Hour), exact(40*366*24*time.Hour), retention.Span{Months: 1}, retention.Span{Months: 12}),
				ByTopic: rapid.Bool().Draw(t, "by topic"), Exempt: faultsSome(t, "exempt", followup.Transactional), Uncounted: faultsSome(t, "uncounted", followup.Service),
			}
		}),
		Declines: faultsMany(t, "declines", 2, func(i int) followup.DeclineRule {
			return followup.DeclineRule{ID: fmt.Sprint(i), Name: faultsDrawText(t), Match: faultsDrawMatch(t), Cooldown: faultsDrawSpan(t), AllTopics: rapid.Bool().Draw(t, "all topics")}
		}),
	}
}

// faultsDrawPolicy draws a policy that mostly works.
func faultsDrawPolicy(t *rapid.T) followup.Policy {
	p := followup.Policy{
		Version:  "1",
		Channels: []followup.Channel{{ID: "email", Spread: exact(faultsPick[time.Duration](t, "spread", 0, time.Second, 30*time.Minute, 12*time.Hour))}, {ID: "phone", Interrupts: true}, {ID: "line", Interrupts: true}},
		Plays:    append(faultsMany(t, "plays", 3, func(i int) followup.Play { return faultsDrawPlay(t, i) }), faultsDrawPlay(t, 9)),
		Rules:    faultsDrawRules(t),
		Fatigue: faultsMany(t, "fatigue", 2, func(i int) followup.Fatigue {
			return followup.Fatigue{
				ID: fmt.Sprint(i), Name: faultsDrawText(t), Match: faultsDrawMatch(t), After: faultsPick(t, "after", 1, 2), Gap: faultsPick(t, "gap", exact(1), exact(time.Hour), exact(40*366*24*time.Hour)),
				Factor: faultsPick(t, "factor", 0, 1, 2, math.MaxFloat64), Most: faultsPick(t, "most", retention.Span{}, exact(50*366*24*time.Hour)), Stop: faultsPick(t, "stop", 0, 3),
			}
		}),
		Holdout: followup.Holdout{Salt: "s", Share: faultsPick(t, "share", 0, 0.5, 1)},
		Signs:   faultsSome(t, "signs", "order", "reply"),
		Horizon: faultsDrawExact(t), Lookback: faultsDrawExact(t),
	}
	if rapid.Bool().Draw(t, "named") {
		p.Names = map[string]retention.Text{"gold": {English: "Gold", Japanese: faultsPick(t, "japanese", "", "ゴールド")}, "nobody": {English: "nobody"}}
	}
	if rapid.Bool().Draw(t, "staffed") {
		p.Channels[1].Staff, p.Channels[1].StaffZone = faultsDrawHours(t), "America/New_York"
	}
	if rapid.Bool().Draw(t, "zones") {
		p.Zones = followup.ZoneRule{Regions: map[string][]string{"US": {"America/New_York", "Pacific/Honolulu"}}, Default: faultsPick(t, "default", "", "Asia/Tokyo")}
	}
	if rapid.Bool().Draw(t, "complaint rule") {
		p.Complaint = &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Promotional}, Calm: faultsDrawSpan(t)}
	}
	if rules := faultsDrawRules(t); rapid.Bool().Draw(t, "law") {
		p.Laws = []followup.Law{{ID: "law", AsOf: date("2026-01-01"), Sources: []string{"s"}, Regions: []string{"US-FL", "JP"}, Rules: rules}}
	}
	return p
}

// faultsDrawTime draws an instant, which may be of no use.
func faultsDrawTime(t *rapid.T, bad bool) time.Time {
	near := at("2026-11-22 12:00").Add(time.Duration(rapid.IntRange(-100*24*60, 100*24*60).Draw(t, "minutes")) * time.Minute)
	if rapid.IntRange(0, 9).Draw(t, "near") > 0 {
		return near
	}
	far := faultsPick(t, "far", date("1900-01-01").Start(time.UTC), date("1969-12-31").Start(time.UTC), date("2099-12-31").At(24*time.Hour-1, time.UTC), date("2024-02-29").Start(tokyo), near.Add(1))
	if bad && rapid.IntRange(0, 9).Draw(t, "far off") == 0 {
		return faultsPick(t, "bad", far, time.Time{}, time.Unix(math.MaxInt64, 0), time.Unix(math.MinInt64, 0), date("2100-01-01").Start(time.UTC), date("1899-12-31").Start(time.UTC))
	}
	return far
}

func faultsDrawName(t *rapid.T, bad bool, names ...string) string {
	if bad && rapid.IntRange(0, 99).Draw(t, "odd name") == 0 {
		return faultsPick(t, "odd", "", "\xff", "/", "#")
	}
	return faultsPick(t, "name", names...)
}

// faultsDrawCustomer draws facts, of which some may be of no use.
func faultsDrawCustomer(t *rapid.T, bad bool) followup.Customer {
	when := func() time.Time { return faultsDrawTime(t, bad) }
	orZero := func() time.Time {
		if rapid.Bool().Draw(t, "zero") {
			return time.Time{}
		}
		return when()
	}
	channel := func() string { return faultsDrawName(t, bad, "email", "phone", "line", "fax") }
	topic := func() string { return faultsDrawName(t, bad, "", "a", "b", "c") }
	all := func() string { return faultsDrawName(t, bad, "", "email", "phone") }
	purpose := func() followup.Purpose {
		if bad && rapid.IntRange(0, 99).Draw(t, "odd purpose") == 0 {
			return 200
		}
		return faultsDrawPurpose(t)
	}
	key := func() string {
		return faultsDrawName(t, bad, "", "k", "p0/e0/0", "p0/e1/0#2", "p9/e0/0", "p9/e0/1", "p9/2026/0", "p9/2026-11-01/0", "p1/2026-11-22/0#9999999", "p0/x", "p9/a/b/c/0#0")
	}
	c := followup.Customer{
		ID: faultsDrawName(t, bad, "haru", "aki"), Business: rapid.Bool().Draw(t, "business"), Region: faultsDrawName(t, bad, "", "US-FL", "JP", "US-", "-"),
		Zone:     faultsPick(t, "zone", nil, tokyo, time.UTC, mustZone("America/Havana"), mustZone("Pacific/Apia"), mustZone("Africa/Casablanca")),
		Dates:    map[string]retention.Date{"birthday": faultsPick(t, "birthday", retention.Date{}, date("2000-02-29"), date("1990-11-22"), date("0001-01-01")), "contract": date("2025-12-31")},
		Segments: map[string]time.Time{"gold": when()},
		Addresses: faultsMany(t, "addresses", 3, func(int) followup.Address {
			return followup.Address{
				Channel: channel(), ID: faultsDrawName(t, bad, "x", "y"), Dead: rapid.IntRange(0, 4).Draw(t, "dead") == 0, Since: orZero(),
				Preferred: rapid.Bool().Draw(t, "preferred"), Hours: faultsDrawHours(t),
			}
		}),
		Consents: faultsMany(t, "consents", 3, func(int) followup.Consent {
			return followup.Consent{Channel: all(), Topic: topic(), Granted: rapid.Bool().Draw(t, "granted"), Basis: "express", At: when(), Expires: orZero()}
		}),
		Pauses: faultsMany(t, "pauses", 1, func(int) followup.Pause {
			return followup.Pause{Channel: all(), Topic: topic(), From: when(), To: orZero()}
		}),
		Contacts: faultsMany(t, "contacts", 8, func(int) followup.Contact {
			return followup.Contact{
				Key: key(), At: when(), Channel: channel(), Address: faultsPick(t, "address", "", "x"), Topic: topic(), Purpose: purpose(), Outcome: followup.Outcome(rapid.IntRange(0, 8).Draw(t, "outcome")),
				Also: faultsMany(t, "also", 1, func(int) followup.Part { return followup.Part{Key: key(), Topic: topic(), Purpose: purpose()} }),
			}
		}),
		Events: faultsMany(t, "events", 8, func(i int) followup.Event {
			return followup.Event{ID: faultsDrawName(t, bad, fmt.Sprint("e", i)), Kind: faultsDrawName(t, bad, "order", "reply", "return", "lapse", "declined"), At: when(), Due: orZero(), Topic: topic()}
		}),
		Complaints: faultsMany(t, "cases", 1, func(int) followup.Complaint { return followup.Complaint{ID: "c", Opened: when(), Closed: orZero()} }),
	}
	seen := map[string]bool{} // two of one name must be the same
	c.Addresses = slices.DeleteFunc(c.Addresses, func(a followup.Address) bool {
		again := seen[a.Channel+" "+a.ID]
		seen[a.Channel+" "+a.ID] = true
		return again && !bad
	})
	return c
}

// Whatever the policy and the facts, there is a plan that makes sense, or an
// error that names the customer.
func TestPlanRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, err := followup.Compile(faultsDrawPolicy(t), faultsWorld)
		if err != nil {
			var faults followup.Faults
			if !errors.As(err, &faults) {
				t.Fatal(err)
			}
			t.Skip("a policy with faults")
		}
		bad := rapid.Bool().Draw(t, "bad")
		c := faultsDrawCustomer(t, bad)
		now := faultsDrawTime(t, bad)
		if _, err := e.Plan(c, now); err != nil {
			var named *followup.Error
			if !bad || !errors.As(err, &named) || named.Customer != c.ID {
				t.Fatal(err)
			}
			return
		}
		faultsSane(t, e, c, now)
	})
}

// Most of the policies that are drawn work, and most of the facts.
func TestFaultsGenerators(t *testing.T) {
	works, fits, n := 0, 0, 200
	for seed := range n {
		policy := rapid.Custom(faultsDrawPolicy).Example(seed)
		if _, err := followup.Compile(policy, faultsWorld); err == nil {
			works++
		}
		c := rapid.Custom(func(t *rapid.T) followup.Customer { return faultsDrawCustomer(t, true) }).Example(seed)
		if _, err := compile(t, simple()).Plan(c, at("2026-11-22 12:00")); err == nil {
			fits++
		}
	}
	if works < n/4 || fits < n/10 || fits == n {
		t.Errorf("of %d, %d policies work and %d customers do", n, works, fits)
	}
}

// faultsMutate returns a JSON value that differs in one place.
func faultsMutate(t *rapid.T, v any) any {
	switch x := v.(type) {
	case map[string]any:
		if len(x) > 0 && rapid.IntRange(0, 9).Draw(t, "deeper") > 0 {
			key := rapid.SampledFrom(slices.Sorted(maps.Keys(x))).Draw(t, "key")
			x[key] = faultsMutate(t, x[key])
			return x
		}
	case []any:
		if len(x) > 0 && rapid.IntRange(0, 9).Draw(t, "deeper") > 0 {
			i := rapid.IntRange(0, len(x)-1).Draw(t, "index")
			if rapid.IntRange(0, 4).Draw(t, "double") == 0 {
				return append(x, x[i])
			}
			x[i] = faultsMutate(t, x[i])
			return x
		}
	}
	return rapid.SampledFrom([]any{
		nil, "", "0", "P1D", "P-1D", "P50Y", "P999999Y", "PT24H", "PT1S", "P1M1DT1H", 0, 1, 2, -1, 7, 100, 1 << 40, 0.5, 1e300, true, "email", "phone", "order",
		"declined", "2026-01-01", "9999-12-31", "00:00", "24:00", "mon-fri", "service", "promotional", "attempts", "cap", "a/b", []any{}, map[string]any{},
	}).Draw(t, "value")
}

// TestCompileMutated breaks policies in a place or two: they cannot be read, or
// have faults, or work.
func TestCompileMutated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := faultsFull()
		if rapid.Bool().Draw(t, "random") {
			p = faultsDrawPolicy(t)
		}
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(text, &tree); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 2).Draw(t, "mutations") {
			tree = faultsMutate(t, tree)
		}
		if text, err = json.Marshal(tree); err != nil {
			t.Fatal(err)
		}
		faultsTry(t, text)
	})
}

// faultsTry holds what holds for any bytes.
func faultsTry(t rapid.TB, text []byte) {
	p, err := followup.ParsePolicy(text)
	if err != nil {
		if !errors.Is(err, followup.ErrEncoding) || !strings.HasPrefix(err.Error(), "followup: policy") {
			t.Fatalf("which error is %v", err)
		}
		return
	}
	again, err := json.Marshal(p)
	if err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
	q, err := followup.ParsePolicy(again)
	if diff := cmp.Diff(p, q, cmpopts.EquateEmpty()); diff != "" && err == nil {
		t.Fatalf("a policy changed by being stored (-want +got):\n%s", diff)
	}
	e, compileErr := followup.Compile(p, faultsWorld)
	if compileErr != nil {
		var faults followup.Faults
		if !errors.As(compileErr, &faults) || len(faults) == 0 || faults[0].Part == "" {
			t.Fatalf("which fault is %v", compileErr)
		}
		return
	}
	if err != nil {
		t.Fatalf("a policy that works cannot be read again: %v", err)
	}
	for _, c := range faultsCustomers() {
		for _, now := range []time.Time{at("2026-11-22 12:00"), at("2024-02-29 03:00"), at("2098-12-31 23:59")} {
			faultsSane(t, e, c, now)
		}
	}
}

// faultsCustomers are a few that most triggers have something for.
func faultsCustomers() []followup.Customer {
	c := haru()
	c.Dates["founded"], c.Dates["contract"] = date("2000-02-29"), date("2024-01-31")
	c.Segments = map[string]time.Time{"gold": at("2026-11-21 12:00"), "buyers": at("2024-01-01 00:00")}
	for i := range 6 {
		c.Events = append(c.Events, followup.Event{ID: fmt.Sprint("e", i), Kind: "order", At: at("2026-11-20 12:00").AddDate(0, 0, -10*i)})
	}
	c.Events = append(c.Events,
		followup.Event{ID: "l", Kind: "points lapse", At: at("2026-01-01 00:00"), Due: at("2026-12-20 00:00")},
		followup.Event{ID: "d", Kind: followup.DeclineEvent, At: at("2026-11-20 12:00"), Topic: "news"},
	)
	c.Contacts = []followup.Contact{
		{Key: "thanks/e1/mail", At: at("2026-11-11 12:00"), Channel: "email", Topic: "thanks"},
		{Key: "thanks/e1/call", At: at("2026-11-16 12:00"), Channel: "phone", Topic: "thanks", Outcome: followup.NoAnswer},
		{Key: "news/2026-11-16/mail", At: at("2026-11-16 08:00"), Channel: "email", Topic: "news"},
		{At: at("2026-11-25 08:00"), Channel: "email"},
	}
	stranger := c
	stranger.ID, stranger.Zone, stranger.Region, stranger.Business = "aki", nil, "US-FL", true
	return []followup.Customer{c, stranger, {ID: "nobody"}}
}

func FuzzParsePolicy(f *testing.F) {
	for _, p := range []followup.Policy{faultsFull(), simple(), {}} {
		text, err := json.Marshal(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"version":"1","channels":[{"id":"a"}],"plays":[{"id":"b","purpose":"service","trigger":{"every":{"every":"P1D","anchor":"0001-01-01"}},"steps":[{"id":"c","wait":"P40Y","channels":["a"]}]}]}`))
	f.Fuzz(func(t *testing.T, text []byte) { faultsTry(t, text) })
}

// FuzzCompile draws policies and facts from bytes.
func FuzzCompile(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		e, err := followup.Compile(faultsDrawPolicy(t), faultsWorld)
		if err != nil {
			return
		}
		c, now := faultsDrawCustomer(t, true), faultsDrawTime(t, true)
		if _, err := e.Plan(c, now); err == nil {
			faultsSane(t, e, c, now)
		}
	}))
}
