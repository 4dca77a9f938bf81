package main

import (
	"context"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/loyalty"
)

// backend is what the job keeps things in and sends with: a database, and the
// providers of messages.
type backend interface {
	restore(context.Context) (*state, error) // what was stored last, or an empty state
	store(context.Context, *state) error

	// contacts returns what was sent to each customer, and keep adds to it. They are
	// the rows of a table with UNIQUE (customer, key): keep fails if a row is there.
	contacts(context.Context) (map[string][]followup.Contact, error)
	keep(ctx context.Context, customer string, c followup.Contact) error

	send(ctx context.Context, customer string, d followup.Decision) error // by the provider of d.Channel
}

// state is what one morning must know of those before, beside orders and
// contacts. A shop of any size keeps it by customer, in tables.
type state struct {
	Day      retention.Date                  // of the last morning
	Since    map[string]map[string]time.Time // since when a customer is in a group
	Accounts map[string]loyalty.Account      // points
}
