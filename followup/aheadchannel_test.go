package followup_test

import (
	"testing"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

// What is due beyond the horizon names the channel that it will take, not the
// first that the step has.
func TestAheadChannel(t *testing.T) {
	for _, test := range []struct {
		reason    string
		addresses []followup.Address
		want      string
	}{
		{"both, none preferred", []followup.Address{{Channel: followup.Line}, {Channel: followup.Email}}, followup.Line},
		{"both, the second preferred", []followup.Address{{Channel: followup.Line}, {Channel: followup.Email, Preferred: true}}, followup.Email},
		{"the second alone", []followup.Address{{Channel: followup.Email}}, followup.Email},
		{"none", nil, followup.Line},
	} {
		engine, err := followup.Compile(followup.JapaneseShopPolicy(), world)
		if err != nil {
			t.Fatal(err)
		}
		p, err := engine.Plan(followup.Customer{
			ID: "c", Zone: tokyo, Addresses: test.addresses,
			Dates: map[string]retention.Date{followup.BirthdayDate: retention.NewDate(1990, 6, 1)},
		}, at("2026-01-01 10:00"))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range p.Decisions {
			if d.Play == "birthday" && d.Channel != test.want {
				t.Errorf("%s: by %q, want %q", test.reason, d.Channel, test.want)
			}
		}
		if len(p.Decisions) == 0 {
			t.Errorf("%s: nothing is planned", test.reason)
		}
	}
}
