package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/loyalty"
)

// state is what one morning must know of those before. Orders are not in it: the
// shop's table has them. A shop of any size keeps it by customer, in tables.
type state struct {
	Day      retention.Date                  // of the last morning
	Since    map[string]map[string]time.Time // since when a customer is in a group
	Accounts map[string]loyalty.Account      // points
	Contacts map[string][]followup.Contact   // what was sent
}

func restore(stored []byte) (*state, error) {
	kept := &state{
		Since:    map[string]map[string]time.Time{},
		Accounts: map[string]loyalty.Account{},
		Contacts: map[string][]followup.Contact{},
	}
	if stored == nil {
		return kept, nil
	}
	if err := json.Unmarshal(stored, kept); err != nil {
		return nil, fmt.Errorf("what was stored: %w", err)
	}
	return kept, nil
}

func (k *state) store() ([]byte, error) { return json.Marshal(k) }
