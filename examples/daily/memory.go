package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/loyalty"
)

// memory is a backend for show: it forgets all when the program ends, and prints
// what it is to send.
type memory struct {
	stored []byte // in place of a table with one row
	kept   map[string][]followup.Contact
	out    io.Writer
	words  followup.Words
}

func (m *memory) restore(context.Context) (*state, error) {
	s := &state{Since: map[string]map[string]time.Time{}, Accounts: map[string]loyalty.Account{}}
	if m.stored == nil {
		return s, nil
	}
	if err := json.Unmarshal(m.stored, s); err != nil {
		return nil, fmt.Errorf("what was stored: %w", err)
	}
	return s, nil
}

func (m *memory) store(_ context.Context, s *state) (err error) {
	m.stored, err = json.Marshal(s)
	return err
}

func (m *memory) contacts(context.Context) (map[string][]followup.Contact, error) {
	return m.kept, nil
}

func (m *memory) keep(_ context.Context, customer string, c followup.Contact) error {
	if slices.ContainsFunc(m.kept[customer], func(k followup.Contact) bool { return k.Key == c.Key }) {
		return fmt.Errorf("%s: %s is kept already", customer, c.Key)
	}
	m.kept[customer] = append(m.kept[customer], c)
	return nil
}

func (m *memory) send(_ context.Context, customer string, d followup.Decision) error {
	_, err := fmt.Fprintln(m.out, "  "+customer, d.Address, m.words.Decision(d))
	return err
}
