package followup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// presetLawChannels are all channels that laws know.
func presetLawChannels() []string {
	return []string{
		followup.Email, followup.SMS, followup.Line, followup.Push, followup.Post, followup.Phone, followup.Video, followup.Visit,
	}
}

// lawPolicy has no manners of its own.
func lawPolicy(laws ...followup.Law) followup.Policy {
	p := followup.Policy{Version: "1", Laws: laws}
	for _, id := range presetLawChannels() {
		p.Channels = append(p.Channels, followup.Channel{ID: id})
	}
	p.Plays = []followup.Play{{
		ID: "x", Topic: "x", Trigger: followup.OnEvent("x"), Steps: []followup.Step{{ID: "x", Channels: []string{followup.Email}}},
	}}
	return p
}

func TestLawsSayWhereTheyComeFrom(t *testing.T) {
	var ids []string
	for _, law := range followup.Laws() {
		ids = append(ids, law.ID)
		if law.AsOf != date("2026-11-01") {
			t.Errorf("%s: as of %v", law.ID, law.AsOf)
		}
		if len(law.Sources) == 0 || len(law.Regions) == 0 {
			t.Errorf("%s: %d sources, %d regions", law.ID, len(law.Sources), len(law.Regions))
		}
		for _, source := range law.Sources {
			sure := strings.Contains(source, "secondary source") || strings.Contains(source, "general knowledge") ||
				strings.Contains(source, "documentation") || strings.Contains(source, "guidance")
			if !sure {
				t.Errorf("%s: %q does not say how sure it is", law.ID, source)
			}
		}
		if !slices.IsSorted(law.Regions) || len(slices.Compact(slices.Clone(law.Regions))) != len(law.Regions) {
			t.Errorf("%s: regions %v", law.ID, law.Regions)
		}
		if _, err := followup.Compile(lawPolicy(law), followup.World{}); err != nil {
			t.Errorf("%s: %v", law.ID, err)
		}
	}
	if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != 7 {
		t.Errorf("the laws are %v", ids)
	}
	if n := len(followup.EuropeLaw().Regions); n != 27 {
		t.Errorf("the Union has %d members", n)
	}
}

// A law about channels that a policy does not have is no fault, and idle.
func TestLawsAreIdleElsewhere(t *testing.T) {
	p := simple()
	p.Channels = []followup.Channel{{ID: "carrier pigeon"}}
	for i := range p.Plays {
		p.Plays[i].Steps[0].Channels = []string{"carrier pigeon"}
	}
	p.Laws = followup.Laws()
	e := compile(t, p)
	c := haru()
	c.Addresses = []followup.Address{{Channel: "carrier pigeon", ID: "roof"}}
	reasons, err := e.Allowed(c, followup.Message{Channel: "carrier pigeon", Topic: "x"}, at("2026-11-22 12:00"))
	if err != nil || len(reasons) > 0 {
		t.Errorf("%v, %v", reasons, err)
	}
}

// lawCustomer draws facts around noon of 22 November 2026.
func lawCustomer(t *rapid.T) followup.Customer {
	moment := func(name string) time.Time {
		return at("2026-11-22 12:00").Add(time.Duration(rapid.IntRange(-60*24*60, 60).Draw(t, name)) * time.Minute)
	}
	one := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
	zones := []*time.Location{nil, tokyo, mustZone("Europe/Paris"), mustZone("America/New_York")}
	c := followup.Customer{
		ID: "c", Business: rapid.Bool().Draw(t, "business"), Zone: rapid.SampledFrom(zones).Draw(t, "zone"),
		Region: one("region", "", "JP", "JP-13", "US", "US-FL", "US-NY", "CA", "FR", "DE", "GB"),
	}
	for _, id := range presetLawChannels() {
		if rapid.IntRange(0, 4).Draw(t, "has "+id) > 0 {
			c.Addresses = append(c.Addresses, followup.Address{Channel: id, ID: id})
		}
	}
	channel := func() string { return one("channel", append(presetLawChannels(), "")...) }
	for range rapid.IntRange(0, 3).Draw(t, "consents") {
		c.Consents = append(c.Consents, followup.Consent{
			Channel: channel(), Topic: one("topic", "", "a", "b"), Granted: rapid.IntRange(0, 3).Draw(t, "granted") > 0, At: moment("consent at"),
			Basis: one("basis", followup.BasisExpress, followup.BasisPurchase, followup.BasisSimilar, followup.BasisRelationship, ""),
		})
	}
	outcomes := []followup.Outcome{followup.Sent, followup.NoAnswer, followup.Reached, followup.DeclinedIt, followup.OptedOut, followup.Failed}
	for range rapid.IntRange(0, 6).Draw(t, "contacts") {
		c.Contacts = append(c.Contacts, followup.Contact{
			At: moment("contact at"), Channel: one("channel", presetLawChannels()...), Topic: one("topic", "a", "b"),
			Purpose: followup.Purpose(rapid.IntRange(0, 3).Draw(t, "purpose")), Outcome: rapid.SampledFrom(outcomes).Draw(t, "outcome"),
		})
	}
	return c
}

// lawReasons returns what stands against a message, without when it ends.
func lawReasons(t rapid.TB, e *followup.Engine, c followup.Customer, m followup.Message, now time.Time) []string {
	reasons, err := e.Allowed(c, m, now)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, r := range reasons {
		codes = append(codes, fmt.Sprint(r.Code, " ", r.Law, " ", r.Rule))
	}
	return codes
}

// Whatever the facts, a law takes nothing away from what stands against a
// message: it can only forbid.
func TestLawsNarrow(t *testing.T) {
	house := lawPolicy()
	house.Rules = followup.Rules{
		Hours:    []followup.HoursRule{{ID: "day", Hours: hours.Hours{Windows: []hours.Window{{From: 9 * hours.Hour, To: 20 * hours.Hour}}}}},
		Caps:     []followup.Cap{{ID: "gap", Max: 1, Every: retention.Span{Exact: 16 * time.Hour}}},
		Declines: []followup.DeclineRule{{ID: "no", Cooldown: days(60)}},
	}
	without := compile(t, house)
	var with []*followup.Engine
	laws := followup.Laws()
	for i := range laws {
		house.Laws = laws[i : i+1]
		with = append(with, compile(t, house))
	}
	house.Laws = laws
	with = append(with, compile(t, house))
	narrower := 0
	rapid.Check(t, func(t *rapid.T) {
		c := lawCustomer(t)
		m := followup.Message{
			Channel: rapid.SampledFrom(presetLawChannels()).Draw(t, "channel"), Topic: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "topic"),
			Purpose: followup.Purpose(rapid.IntRange(0, 3).Draw(t, "purpose")),
		}
		now := at("2026-11-22 12:00").Add(time.Duration(rapid.IntRange(-48, 48).Draw(t, "hours")) * time.Hour)
		before := lawReasons(t, without, c, m, now)
		for i, e := range with {
			after := lawReasons(t, e, c, m, now)
			for _, r := range before {
				if !slices.Contains(after, r) {
					t.Fatalf("under law %d: %q is gone from %q", i, r, after)
				}
			}
			if len(after) > len(before) {
				narrower++
				if m.Purpose == followup.Transactional {
					t.Fatalf("a transactional message is stopped: %q", after)
				}
			}
		}
	})
	if narrower == 0 && !testing.Short() {
		t.Error("no law ever did anything")
	}
}

func TestLaws(t *testing.T) {
	paris, newYork := mustZone("Europe/Paris"), mustZone("America/New_York")
	consent := func(basis, when string) []followup.Consent {
		return []followup.Consent{{Granted: true, Basis: basis, At: at(when)}}
	}
	said := func(channel string, o followup.Outcome, when ...string) (contacts []followup.Contact) {
		for _, w := range when {
			contacts = append(contacts, followup.Contact{At: at(w), Channel: channel, Topic: "boots", Outcome: o})
		}
		return contacts
	}
	local := func(zone *time.Location, text string) time.Time {
		w, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	const long = "2020-01-01 12:00"
	promo, kind, service := followup.Promotional, followup.Relationship, followup.Service
	tests := []struct {
		reason   string
		region   string
		zone     *time.Location
		channel  string
		purpose  followup.Purpose
		at       string // there
		consents []followup.Consent
		contacts []followup.Contact
		business bool
		want     string // law and code, in order; empty: it may go
	}{
		{"advertising by mail needs a basis", "JP", tokyo, followup.Email, promo, "2026-11-20 12:00", nil, nil, false, "jp/mail consent.missing, jp-mail-order/mail-order consent.missing"},
		{"a relationship is none for mail order", "JP", tokyo, followup.Email, promo, "2026-11-20 12:00", consent(followup.BasisRelationship, long), nil, false, "jp-mail-order/mail-order consent.missing"},
		{"an express consent will do", "JP", tokyo, followup.Email, promo, "2026-11-20 12:00", consent(followup.BasisExpress, long), nil, false, ""},
		{"a purchase is no consent here", "JP", tokyo, followup.SMS, promo, "2026-11-20 12:00", consent(followup.BasisPurchase, "2026-11-01 12:00"), nil, false, "jp/mail consent.missing, jp-mail-order/mail-order consent.missing"},
		{"thanks need none", "JP", tokyo, followup.Email, kind, "2026-11-20 12:00", nil, nil, false, ""},
		{"a prefecture lies in Japan", "JP-13", tokyo, followup.Email, promo, "2026-11-20 12:00", nil, nil, false, "jp/mail consent.missing, jp-mail-order/mail-order consent.missing"},
		{"LINE is not under it", "JP", tokyo, followup.Line, promo, "2026-11-20 23:00", nil, nil, false, ""},
		{"a second before the opening, nearly", "JP", tokyo, followup.Phone, promo, "2026-11-20 07:59", nil, nil, false, "jp/calls hours"},
		{"8:00 is open", "JP", tokyo, followup.Phone, promo, "2026-11-20 08:00", nil, nil, false, ""},
		{"20:59 is open", "JP", tokyo, followup.Phone, promo, "2026-11-20 20:59", nil, nil, false, ""},
		{"21:00 is closed", "JP", tokyo, followup.Phone, service, "2026-11-20 21:00", nil, nil, false, "jp/calls hours"},
		{"for visits too", "JP", tokyo, followup.Visit, kind, "2026-11-20 21:00", nil, nil, false, "jp/calls hours"},
		{"but not for what was asked for", "JP", tokyo, followup.Phone, followup.Transactional, "2026-11-20 23:00", nil, nil, false, ""},
		{"a no to boots years ago, by e-mail", "JP", tokyo, followup.Phone, promo, "2026-11-20 12:00", nil, said(followup.Email, followup.DeclinedIt, "2021-05-05 12:00"), false, "jp/calls decline"},
		{"nor on a visit", "JP", tokyo, followup.Visit, promo, "2026-11-20 12:00", nil, said(followup.Phone, followup.DeclinedIt, "2021-05-05 12:00"), false, "jp/visits decline"},
		{"help is no solicitation", "JP", tokyo, followup.Phone, service, "2026-11-20 12:00", nil, said(followup.Phone, followup.DeclinedIt, "2021-05-05 12:00"), false, ""},

		{"federal law lets call till 21:00", "US", newYork, followup.Phone, promo, "2026-11-20 20:30", nil, nil, false, ""},
		{"and no longer", "US", newYork, followup.Phone, promo, "2026-11-20 21:00", nil, nil, false, "us/calls hours"},
		{"nor before 8:00", "US-NY", newYork, followup.SMS, kind, "2026-11-20 07:30", nil, nil, false, "us/calls hours"},
		{"Florida stops at 20:00", "US-FL", newYork, followup.Phone, promo, "2026-11-20 20:30", nil, nil, false, "us-fl/calls hours"},
		{"both stop at night", "US-FL", newYork, followup.Phone, promo, "2026-11-20 22:00", nil, nil, false, "us/calls hours, us-fl/calls hours"},
		{"mail needs nothing", "US-FL", newYork, followup.Email, promo, "2026-11-20 03:00", nil, nil, false, ""},
		{"texts want an express consent", "US", newYork, followup.SMS, promo, "2026-11-20 12:00", consent(followup.BasisPurchase, long), nil, false, "us/texts consent.missing"},
		{"which lasts", "US", newYork, followup.SMS, promo, "2026-11-20 12:00", consent(followup.BasisExpress, long), nil, false, ""},
		{
			"three calls in 24 hours are enough in Florida", "US-FL", newYork, followup.Phone, promo, "2026-11-20 12:00", nil,
			said(followup.Phone, followup.NoAnswer, "2026-11-20 03:00", "2026-11-20 05:00", "2026-11-21 00:00"), false, "us-fl/subject cap",
		},
		{
			"the first is 24 hours old to the minute: room again", "US-FL", newYork, followup.Phone, promo, "2026-11-20 12:00", nil,
			said(followup.Phone, followup.NoAnswer, "2026-11-20 02:00", "2026-11-20 05:00", "2026-11-21 00:00"), false, "",
		},
		{
			"federal law does not count", "US-NY", newYork, followup.Phone, promo, "2026-11-20 12:00", nil,
			said(followup.Phone, followup.NoAnswer, "2026-11-20 03:00", "2026-11-20 05:00", "2026-11-21 00:00"), false, "",
		},

		{"no basis", "CA", newYork, followup.Email, promo, "2026-11-20 12:00", nil, nil, false, "ca/messages consent.missing"},
		{"a purchase two years ago less a day", "CA", newYork, followup.Email, promo, "2026-11-20 12:00", consent(followup.BasisPurchase, "2024-11-22 12:00"), nil, false, ""},
		{"a purchase too long ago", "CA", newYork, followup.Email, promo, "2026-11-20 12:00", consent(followup.BasisPurchase, "2024-11-20 12:00"), nil, false, "ca/messages consent.expired"},
		{"an inquiry of this summer", "CA", newYork, followup.SMS, promo, "2026-11-20 12:00", consent(followup.BasisInquiry, "2026-06-20 12:00"), nil, false, ""},
		{"an inquiry of spring", "CA", newYork, followup.SMS, promo, "2026-11-20 12:00", consent(followup.BasisInquiry, "2026-05-20 12:00"), nil, false, "ca/messages consent.expired"},
		{"an express consent lasts", "CA", newYork, followup.Line, promo, "2026-11-20 12:00", consent(followup.BasisExpress, long), nil, false, ""},

		{"no basis", "DE", paris, followup.Email, promo, "2026-11-20 12:00", nil, nil, false, "eu/mail consent.missing"},
		{"similar products", "DE", paris, followup.Email, promo, "2026-11-20 12:00", consent(followup.BasisSimilar, long), nil, false, ""},
		{"a relationship alone", "DE", paris, followup.Email, promo, "2026-11-20 12:00", consent(followup.BasisRelationship, long), nil, false, "eu/mail consent.missing"},
		{"service needs none", "DE", paris, followup.Email, service, "2026-11-20 12:00", nil, nil, false, ""},
		{"a neighbour that is no member", "CH", paris, followup.Email, promo, "2026-11-20 12:00", nil, nil, false, ""},

		{"France is in the Union", "FR", paris, followup.Email, promo, "2026-11-20 12:00", nil, nil, false, "eu/mail consent.missing"},
		{"a call on a Friday at noon", "FR", paris, followup.Phone, promo, "2026-11-20 12:00", consent(followup.BasisContract, long), nil, false, ""},
		{"it needs a consent", "FR", paris, followup.Phone, promo, "2026-11-20 12:00", nil, nil, false, "fr/calls consent.missing"},
		{"businesses are called at lunch", "FR", paris, followup.Phone, promo, "2026-11-20 13:30", nil, nil, true, ""},
		{"consumers are not", "FR", paris, followup.Phone, kind, "2026-11-20 13:00", nil, nil, false, "fr/calls hours"},
		{"14:00 is open", "FR", paris, followup.Phone, kind, "2026-11-20 14:00", nil, nil, false, ""},
		{"20:00 is closed", "FR", paris, followup.Phone, kind, "2026-11-20 20:00", nil, nil, false, "fr/calls hours"},
		{"Saturday", "FR", paris, followup.Phone, kind, "2026-11-21 12:00", nil, nil, false, "fr/calls hours"},
		{"Armistice Day, a Wednesday", "FR", paris, followup.Phone, kind, "2026-11-11 12:00", nil, nil, false, "fr/calls holiday"},
		{"Easter Monday", "FR", paris, followup.Phone, kind, "2027-03-29 12:00", nil, nil, false, "fr/calls holiday"},
		{"texts go on Saturdays", "FR", paris, followup.SMS, kind, "2026-11-21 21:59", nil, nil, false, ""},
		{"but not on Sundays", "FR", paris, followup.SMS, kind, "2026-11-22 12:00", nil, nil, false, "fr/texts hours"},
		{"nor on holidays", "FR", paris, followup.SMS, kind, "2026-11-11 12:00", nil, nil, false, "fr/texts holiday"},
		{"nor at 22:00", "FR", paris, followup.SMS, kind, "2026-11-20 22:00", nil, nil, false, "fr/texts hours"},
		{
			"four calls in 30 days are enough", "FR", paris, followup.Phone, promo, "2026-11-20 12:00", consent(followup.BasisExpress, long),
			said(followup.Phone, followup.NoAnswer, "2026-10-22 20:00", "2026-10-30 20:00", "2026-11-05 20:00", "2026-11-12 20:00"), false, "fr/calls cap",
		},
		{
			"the first was 30 days before", "FR", paris, followup.Phone, promo, "2026-11-20 12:00", consent(followup.BasisExpress, long),
			said(followup.Phone, followup.NoAnswer, "2026-10-21 20:00", "2026-10-30 20:00", "2026-11-05 20:00", "2026-11-12 20:00"), false, "",
		},
		{
			"59 days after a no", "FR", paris, followup.Phone, promo, "2026-11-20 12:00", consent(followup.BasisExpress, long),
			said(followup.Phone, followup.DeclinedIt, "2026-09-22 20:00"), false, "fr/calls decline",
		},
		{
			"60 days after", "FR", paris, followup.Phone, promo, "2026-11-20 12:00", consent(followup.BasisExpress, long),
			said(followup.Phone, followup.DeclinedIt, "2026-09-21 18:00"), false, "",
		},

		{"a country without a law here", "GB", mustZone("Europe/London"), followup.SMS, promo, "2026-11-22 03:00", nil, nil, false, ""},
		{"nobody knows where: all laws hold", "", newYork, followup.Phone, kind, "2026-11-20 20:30", nil, nil, false, "fr/calls hours, us-fl/calls hours"},
	}
	p := lawPolicy(followup.Laws()...)
	e := compile(t, p)
	for _, tt := range tests {
		c := followup.Customer{ID: "c", Business: tt.business, Zone: tt.zone, Region: tt.region, Consents: tt.consents, Contacts: tt.contacts}
		for _, id := range presetLawChannels() {
			c.Addresses = append(c.Addresses, followup.Address{Channel: id, ID: id})
		}
		reasons, err := e.Allowed(c, followup.Message{Channel: tt.channel, Topic: "boots", Purpose: tt.purpose}, local(tt.zone, tt.at))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range reasons {
			got = append(got, fmt.Sprintf("%s/%s %s", r.Law, r.Rule, r.Code))
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%s: %s on %s, %v, at %s: %q, want %q", tt.reason, tt.region, tt.channel, tt.purpose, tt.at, got, tt.want)
		}
	}
}
