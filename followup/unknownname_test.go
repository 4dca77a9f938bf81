package followup_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"pgregory.net/rapid"
)

// Channels that nobody knows are listed, and else what is near to a known name.
func TestUnknown(t *testing.T) {
	type customer = *followup.Customer
	found := func(part, name, near string) followup.UnknownName {
		return followup.UnknownName{Part: part, Name: name, Near: near}
	}
	for _, tt := range []struct {
		reason string
		edit   func(customer)
		want   []followup.UnknownName
	}{
		{"all is known", func(c customer) {
			c.Region = "US-FL-1"
			c.Dates = map[string]retention.Date{"birthday": {}, "founded": {}, "contract": {}}
			c.Segments = map[string]time.Time{"buyers": {}, "staff": {}, "gold": {}}
			c.Addresses = []followup.Address{{Channel: "line"}, {Channel: "phone"}}
			c.Consents = []followup.Consent{{}, {Channel: "email", Topic: "reorder", Basis: "purchase"}, {Topic: "gift", Basis: "card"}}
			c.Pauses = []followup.Pause{{}, {Channel: "line", Topic: "hello"}}
			c.Contacts = []followup.Contact{{Channel: "phone", Topic: "tier"}}
			c.Events = []followup.Event{{Kind: "order"}, {Kind: "reply"}, {Kind: "return"}, {Kind: "review"}, {Kind: "points lapse"}, {Kind: "declined", Topic: "news"}}
		}, nil},
		{"what no play asks for", func(c customer) {
			c.Region = "FR"
			c.Dates = map[string]retention.Date{"wedding": {}}
			c.Segments = map[string]time.Time{"lapsed": {}}
			c.Consents = []followup.Consent{{Topic: "jobs", Basis: "lottery"}}
			c.Pauses = []followup.Pause{{Topic: "jobs"}}
			c.Contacts = []followup.Contact{{Channel: "counter", Topic: "jobs"}}
			c.Events = []followup.Event{{Kind: "view", Topic: "jobs"}}
		}, nil},
		{"channels that nobody knows", func(c customer) {
			c.Addresses = []followup.Address{{Channel: "email"}, {Channel: "fax"}}
			c.Consents = []followup.Consent{{Channel: "Fax"}}
			c.Pauses = []followup.Pause{{Channel: "fax"}}
		}, []followup.UnknownName{found("addresses[1].channel", "fax", ""), found("consents[0].channel", "Fax", ""), found("pauses[0].channel", "fax", "")}},
		{"in order of the fields and of the names", func(c customer) {
			c.Region = "us"
			c.Dates = map[string]retention.Date{"founde": {}, "Birthday": {}}
			c.Segments = map[string]time.Time{"golden": {}, "Gold": {}, "buyer": {}}
			c.Addresses = []followup.Address{{Channel: "e-mail"}}
			c.Consents = []followup.Consent{{Channel: "Email", Topic: "New", Basis: "Express"}}
			c.Pauses = []followup.Pause{{Channel: "lin", Topic: "News"}}
			c.Contacts = []followup.Contact{{Channel: "Phone", Topic: "teir"}}
			c.Events = []followup.Event{{Kind: "orders"}, {Kind: "points-lapse"}, {Kind: "Declined", Topic: "re-order"}}
		}, []followup.UnknownName{
			found("region", "us", "US"), found(`dates["Birthday"]`, "Birthday", "birthday"), found(`dates["founde"]`, "founde", "founded"),
			found(`segments["Gold"]`, "Gold", "gold"), found(`segments["buyer"]`, "buyer", "buyers"), found("addresses[0].channel", "e-mail", "email"),
			found("consents[0].channel", "Email", "email"), found("consents[0].topic", "New", "news"), found("consents[0].basis", "Express", "express"),
			found("pauses[0].channel", "lin", "line"), found("pauses[0].topic", "News", "news"),
			found("contacts[0].channel", "Phone", "phone"), found("contacts[0].topic", "teir", "tier"),
			found("events[0].kind", "orders", "order"), found("events[1].kind", "points-lapse", "points lapse"),
			found("events[2].kind", "Declined", "declined"), found("events[2].topic", "re-order", "reorder"),
		}},
		{"a region in a smaller one", func(c customer) { c.Region = "US-fl" }, []followup.UnknownName{found("region", "US-fl", "US-FL")}},
		{"a region that no law is smaller than", func(c customer) { c.Region = "US-ny" }, nil},
		{"a region near to none by one letter", func(c customer) { c.Region = "UK" }, nil},
		{"facts that no plan is made from", func(c customer) {
			c.ID, c.Zone = "", time.Local
			c.Segments = map[string]time.Time{"\xff": {}, "": {}}
			c.Consents = []followup.Consent{{Channel: "\xff"}}
			c.Events = []followup.Event{{}}
		}, []followup.UnknownName{found("consents[0].channel", "\xff", "")}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			var c followup.Customer
			tt.edit(&c)
			if diff := cmp.Diff(tt.want, compile(t, faultsFull()).Unknown(c)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Whatever a policy or a law asks for in a fact is known: with a letter more it is near.
func TestUnknownReadsThePolicy(t *testing.T) {
	p := faultsFull()
	p.Laws[0].Consent = []followup.ConsentRule{{ID: "sms", Match: followup.Match{Channels: []string{"sms"}, Topics: []string{"loans"}}, Bases: []followup.ConsentBasis{{Name: "paper"}}}}
	p.Laws[0].Declines = []followup.DeclineRule{{ID: "fax", Match: followup.Match{Channels: []string{"fax"}}}}
	p.Fatigue[0].Topics, p.Hours[0].Topics, p.Caps[0].Topics = []string{"ballads"}, []string{"recalls"}, []string{"jobs"}
	p.Plays[6].Trigger.Silence.Topics = []string{"hellos"}
	p.Plays[10].Trigger.Declined.Topics = []string{"insurance"}
	var c followup.Customer
	c.Dates, c.Segments = map[string]retention.Date{}, map[string]time.Time{}
	want := map[string]string{}
	both := func(name string, list func(name string) (part string)) {
		list(name)
		want[list(name+"x")] = name
	}
	for _, name := range []string{"birthday", "founded", "contract"} {
		both(name, func(name string) string { c.Dates[name] = retention.Date{}; return fmt.Sprintf("dates[%q]", name) })
	}
	for _, name := range []string{"buyers", "staff", "gold"} {
		both(name, func(name string) string { c.Segments[name] = time.Time{}; return fmt.Sprintf("segments[%q]", name) })
	}
	for _, name := range []string{"email", "line", "phone", "sms", "fax"} {
		both(name, func(name string) string {
			c.Addresses = append(c.Addresses, followup.Address{Channel: name})
			return fmt.Sprintf("addresses[%d].channel", len(c.Addresses)-1)
		})
	}
	for _, name := range []string{
		"thanks", "points", "birthday", "news", "hello", "reorder", "tier", "gift", "loans", "ballads", "recalls", "jobs", "hellos", "insurance",
	} {
		both(name, func(name string) string {
			c.Pauses = append(c.Pauses, followup.Pause{Topic: name})
			return fmt.Sprintf("pauses[%d].topic", len(c.Pauses)-1)
		})
	}
	for _, name := range []string{"express", "relationship", "purchase", "inquiry", "contract", "similar", "card", "published", "paper"} {
		both(name, func(name string) string {
			c.Consents = append(c.Consents, followup.Consent{Basis: name})
			return fmt.Sprintf("consents[%d].basis", len(c.Consents)-1)
		})
	}
	for _, name := range []string{"order", "points lapse", "review", "return", "reply", "declined"} {
		both(name, func(name string) string {
			c.Events = append(c.Events, followup.Event{Kind: name})
			return fmt.Sprintf("events[%d].kind", len(c.Events)-1)
		})
	}
	got := map[string]string{}
	for _, u := range compile(t, p).Unknown(c) {
		got[u.Part] = u.Near
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A slip is one letter, or two that changed places, and never a digit.
func TestUnknownSlips(t *testing.T) {
	for _, tt := range []struct {
		reason, known, name string
		near                bool
	}{
		{"case", "email", "EMAIL", true},
		{"a letter more", "email", "emaill", true},
		{"a letter less", "email", "mail", true},
		{"another letter", "email", "emall", true},
		{"a letter and case", "email", "E-Mail", true},
		{"letters that changed places", "email", "emial", true},
		{"letters of several bytes", "メール", "メ-ル", true},
		{"two letters", "email", "emmaill", false},
		{"two letters apart that changed places", "email", "imael", false},
		{"two letters, one of them moved", "email", "emxal", false},
		{"two letters, one of them moved back", "email", "emixl", false},
		{"case of two letters", "VIP1", "vip1", true},
		{"another digit", "tier1", "tier2", false},
		{"a digit for a letter", "tiers", "tier2", false},
		{"a letter for a digit", "tier2", "tiers", false},
		{"a digit more", "tier", "tier2", false},
		{"a digit less", "tier2", "tier", false},
		{"digits that changed places", "tier12", "tier21", false},
		{"three letters", "sms", "smx", true},
		{"of two letters, one more", "sm", "sms", false},
		{"of three letters, one less", "sms", "sm", false},
		{"of two letters, case", "sm", "Sm", true},
	} {
		p := simple()
		p.Signs = []string{tt.known}
		var want []followup.UnknownName
		if tt.near {
			want = []followup.UnknownName{{Part: "events[0].kind", Name: tt.name, Near: tt.known}}
		}
		if diff := cmp.Diff(want, compile(t, p).Unknown(followup.Customer{Events: []followup.Event{{Kind: tt.name}}})); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tt.reason, diff)
		}
	}
}

// unknownNear is Near as it is defined: by all ways to spell a name wrong.
func unknownNear(known []string, name string) string {
	known = slices.Sorted(slices.Values(known))
	low := strings.ToLower(name)
	for _, k := range known {
		if strings.ToLower(k) == low {
			return k
		}
	}
	for _, k := range known {
		if k := strings.ToLower(k); unknownSlip([]rune(k), []rune(low)) || unknownSlip([]rune(low), []rune(k)) {
			return known[slices.IndexFunc(known, func(x string) bool { return strings.ToLower(x) == k })]
		}
	}
	return ""
}

// unknownSlip reports whether a becomes b if a letter is dropped or changed, or two
// are swapped.
func unknownSlip(a, b []rune) bool {
	if min(len(a), len(b)) < 3 {
		return false
	}
	digit := unicode.IsDigit
	for i := range a {
		if !digit(a[i]) && slices.Equal(slices.Delete(slices.Clone(a), i, i+1), b) {
			return true
		}
		x := slices.Clone(a)
		if i < len(b) && !digit(a[i]) && !digit(b[i]) {
			if x[i] = b[i]; slices.Equal(x, b) {
				return true
			}
		}
		if x = slices.Clone(a); i > 0 && !digit(x[i]) && !digit(x[i-1]) {
			if x[i-1], x[i] = x[i], x[i-1]; slices.Equal(x, b) {
				return true
			}
		}
	}
	return false
}

func TestUnknownTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := simple()
		p.Plays = p.Plays[1:]
		p.Plays[0].Steps[0].Channels = []string{"x"}
		p.Hours, p.Channels = nil, []followup.Channel{{ID: "x"}}
		spelt := rapid.StringOfN(rapid.RuneFrom([]rune("abAé1-")), 1, 5, -1)
		known := []string{"x"}
		for _, id := range rapid.SliceOfNDistinct(spelt, 1, 6, rapid.ID[string]).Draw(t, "channels") {
			p.Channels = append(p.Channels, followup.Channel{ID: id})
			known = append(known, id)
		}
		name := spelt.Draw(t, "name")
		if at := []rune(faultsPick(t, "meant", known...)); rapid.IntRange(0, 4).Draw(t, "free") > 0 {
			letter := []rune(faultsPick(t, "letter", "a", "B", "1", "-"))
			i := rapid.IntRange(0, len(at)-1).Draw(t, "place")
			switch rapid.IntRange(0, 3).Draw(t, "slip") {
			case 0:
				at = slices.Insert(at, i, letter...)
			case 1:
				at[i] = letter[0]
			case 2:
				at = slices.Delete(at, i, i+1)
			default:
				at[0], at[i] = at[i], at[0]
			}
			name = string(at)
		}
		c := followup.Customer{
			Consents: []followup.Consent{{Channel: name}},
			Contacts: []followup.Contact{{Channel: name}},
		}
		var want []followup.UnknownName
		if name != "" && !slices.Contains(known, name) {
			near := unknownNear(known, name)
			want = append(want, followup.UnknownName{Part: "consents[0].channel", Name: name, Near: near})
			if near != "" {
				want = append(want, followup.UnknownName{Part: "contacts[0].channel", Name: name, Near: near})
			}
		}
		e, err := followup.Compile(p, world)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, e.Unknown(c)); diff != "" {
			t.Fatalf("of %q: -want +got:\n%s", known, diff)
		}
	})
}

// Once each name is spelt as the one it is near to, nothing near is left; and it is
// the same list each time, whatever the order of the policy.
func TestUnknownMended(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := faultsDrawPolicy(t)
		e, err := followup.Compile(p, faultsWorld)
		if err != nil {
			t.Skip("a policy with faults")
		}
		c := faultsDrawCustomer(t, true)
		misspell := func(name *string) {
			if len(*name) > 2 && rapid.Bool().Draw(t, "misspell") {
				*name = faultsPick(t, "as", strings.ToUpper(*name), (*name)[1:], *name+"s", (*name)[:1]+"_"+(*name)[1:])
			}
		}
		fields := map[string]*string{"region": &c.Region}
		for i := range c.Addresses {
			fields[fmt.Sprintf("addresses[%d].channel", i)] = &c.Addresses[i].Channel
		}
		for i := range c.Consents {
			fields[fmt.Sprintf("consents[%d].channel", i)] = &c.Consents[i].Channel
			fields[fmt.Sprintf("consents[%d].topic", i)] = &c.Consents[i].Topic
			fields[fmt.Sprintf("consents[%d].basis", i)] = &c.Consents[i].Basis
		}
		for i := range c.Events {
			fields[fmt.Sprintf("events[%d].kind", i)] = &c.Events[i].Kind
		}
		for _, part := range slices.Sorted(maps.Keys(fields)) {
			misspell(fields[part])
		}
		list := e.Unknown(c)
		slices.Reverse(p.Channels)
		slices.Reverse(p.Plays)
		again, err := followup.Compile(p, faultsWorld)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(list, again.Unknown(c)); diff != "" {
			t.Fatalf("in another order: %s", diff)
		}
		for _, u := range list {
			field := fields[u.Part]
			if field == nil { // of another list
				continue
			}
			if *field != u.Name {
				t.Fatalf("%s is %q, not %q", u.Part, *field, u.Name)
			}
			if u.Near != "" {
				*field = u.Near
			}
		}
		for _, u := range e.Unknown(c) {
			if fields[u.Part] != nil && u.Near != "" {
				t.Fatalf("%+v is left", u)
			}
		}
	})
}
