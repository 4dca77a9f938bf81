package followup_test

import (
	"slices"
	"testing"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

// What is due beyond the horizon names the channel that it will take, not the
// first that the step has. What facts shut out is dropped already.
func TestAheadChannel(t *testing.T) {
	for _, test := range []struct {
		reason    string
		addresses []followup.Address
		consents  []followup.Consent
		want      string // empty: dropped
	}{
		{"both, none preferred", both(false), nil, followup.Line},
		{"both, the second preferred", both(true), nil, followup.Email},
		{"the second alone", []followup.Address{{Channel: followup.Email}}, nil, followup.Email},
		{"none", nil, nil, ""},
		{"no to all", both(false), []followup.Consent{{At: at("2025-12-01 00:00")}}, ""},
		{"no to the topic", both(false), []followup.Consent{{At: at("2025-12-01 00:00"), Topic: followup.BirthdayTopic}}, ""},
		{"no to the first, which does not fall back", both(false), []followup.Consent{{At: at("2025-12-01 00:00"), Channel: followup.Line}}, ""},
		{"no to the second", both(false), []followup.Consent{{At: at("2025-12-01 00:00"), Channel: followup.Email}}, followup.Line},
		{"no to both, and then yes", both(false), []followup.Consent{{At: at("2025-12-01 00:00")}, {At: at("2025-12-02 00:00"), Granted: true}}, followup.Line},
		{"no from before it is due", both(false), []followup.Consent{{At: at("2026-05-01 00:00")}}, ""},
	} {
		engine, err := followup.Compile(followup.JapaneseShopPolicy(), world)
		if err != nil {
			t.Fatal(err)
		}
		p, err := engine.Plan(followup.Customer{
			ID: "c", Zone: tokyo, Addresses: test.addresses, Consents: test.consents,
			Dates: map[string]retention.Date{followup.BirthdayDate: retention.NewDate(1990, 6, 1)},
		}, at("2026-01-01 10:00"))
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(p.Decisions, func(d followup.Decision) bool { return d.Play == "birthday" })
		if i < 0 {
			t.Fatalf("%s: no birthday in %+v", test.reason, p.Decisions)
		}
		d := p.Decisions[i]
		if hold := d.Verdict == followup.Hold && d.WhyNot[0].Code == followup.NotDue; hold != (test.want != "") || hold && d.Channel != test.want {
			t.Errorf("%s: %v by %q, %v; want %q", test.reason, d.Verdict, d.Channel, d.WhyNot, test.want)
		}
		if d.Verdict == followup.Drop && len(d.WhyNot) == 0 {
			t.Errorf("%s: dropped without a reason", test.reason)
		}
	}
}

func both(preferMail bool) []followup.Address {
	return []followup.Address{{Channel: followup.Line, ID: "l"}, {Channel: followup.Email, ID: "e", Preferred: preferMail}}
}
