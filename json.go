package retention

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

const jsonVersion = 1

type jsonHistory struct {
	Version   int            `json:"version"`
	Currency  string         `json:"currency,omitempty"`
	Customers []jsonCustomer `json:"customers"`
}

type jsonCustomer struct {
	ID     string      `json:"id"` // "" for guests
	Known  bool        `json:"known,omitempty"`
	Orders []jsonOrder `json:"orders,omitempty"`
}

type jsonOrder struct {
	ID     string    `json:"id,omitempty"`
	Hash   string    `json:"idHash,omitempty"` // of an ID too long to be kept
	At     time.Time `json:"at"`
	Kind   Kind      `json:"kind"`
	Amount string    `json:"amount,omitempty"` // "" for a void
	Seen   uint32    `json:"seen,omitempty"`   // if more than once
}

// MarshalJSON implements [json.Marshaler]. The form is for people and other
// programs to read; it is canonical and holds what the binary form holds.
// Customers and their orders are sorted, times are in UTC, and order IDs of
// more than 15 bytes are given as hexadecimal idHash.
func (h *History) MarshalJSON() ([]byte, error) {
	r, currency := h.snapshot()
	j := jsonHistory{Version: jsonVersion, Currency: currency, Customers: make([]jsonCustomer, len(r.customers))}
	for i, c := range r.customers {
		j.Customers[i] = jsonCustomer{ID: c.id, Known: c.known}
		for _, e := range r.entriesOf(i) {
			j.Customers[i].Orders = append(j.Customers[i].Orders, e.json())
		}
	}
	return json.Marshal(j)
}

func (e *entry) json() jsonOrder {
	o := jsonOrder{At: e.time(time.UTC), Kind: e.kind}
	if e.kind != Void {
		o.Amount = e.money().String()
	}
	if e.seen > 1 {
		o.Seen = e.seen
	}
	if e.id[0] == longID {
		o.Hash = hex.EncodeToString(e.id[1:])
	} else {
		o.ID = string(e.id.bytes()[1:])
	}
	return o
}

// UnmarshalJSON implements [json.Unmarshaler]. It replaces what h holds.
// Customers and orders may come in any order, but each customer must come only
// once. Errors wrap [ErrEncoding], and leave h as it was.
func (h *History) UnmarshalJSON(data []byte) error {
	r, currency, err := runOfJSON(data)
	if err != nil {
		return fmt.Errorf("retention: %w: %w", ErrEncoding, err)
	}
	h.replace(r, currency)
	return nil
}

func runOfJSON(data []byte) (*run, string, error) {
	var j jsonHistory
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&j); err != nil {
		return nil, "", err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, "", errors.New("more than a History")
	}
	if !utf8.Valid(data) {
		return nil, "", ErrText
	}
	if j.Version != jsonVersion {
		return nil, "", fmt.Errorf("version %d, not %d", j.Version, jsonVersion)
	}
	slices.SortFunc(j.Customers, func(a, b jsonCustomer) int { return strings.Compare(a.ID, b.ID) })
	r := new(run)
	for i, c := range j.Customers {
		if i > 0 && j.Customers[i-1].ID == c.ID {
			return nil, "", fmt.Errorf("customer %s appears twice", quote(c.ID))
		}
		if len(c.Orders) == 0 && !c.Known || c.ID == "" && c.Known {
			return nil, "", fmt.Errorf("customer %s: nothing is known", quote(c.ID))
		}
		for k := range c.Orders {
			e, err := c.Orders[k].entry(c.ID)
			if err != nil {
				return nil, "", err
			}
			r.entries = append(r.entries, e)
		}
		r.customers = append(r.customers, customer{id: c.ID, end: len(r.entries), known: c.Known})
	}
	all := part{run: r, to: len(r.customers), end: len(r.entries)}
	all.settle()
	r.join([]part{all})
	return r, j.Currency, nil
}

func (j *jsonOrder) entry(customer string) (e entry, err error) {
	o := Order{ID: j.ID, Customer: customer, At: j.At, Kind: j.Kind}
	if j.Kind != Void {
		if o.Amount, err = decimal.NewFromString(j.Amount); err != nil {
			return entry{}, o.fault(fmt.Errorf("%w: %s", ErrAmount, quote(j.Amount)))
		}
	}
	if err := e.compact(&o, ""); err != nil {
		return entry{}, err
	}
	if j.Hash != "" {
		hash, err := hex.DecodeString(j.Hash)
		if err != nil || len(hash) != len(e.id)-1 || j.ID != "" {
			return entry{}, o.fault(errors.New("no usable idHash: " + quote(j.Hash)))
		}
		e.id[0] = longID
		copy(e.id[1:], hash)
	}
	if j.Seen > 1 && e.id == (orderID{}) {
		return entry{}, o.fault(errors.New("repeats of an order without an ID"))
	}
	e.seen = max(1, j.Seen)
	return e, nil
}
