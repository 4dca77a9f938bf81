package rfm

import (
	"errors"
	"fmt"
	"time"

	"github.com/retentionkit/retention"
)

// Membership is the current and the previous segment of a customer. The zero
// Membership is that of a customer who has not been seen yet.
type Membership struct {
	// Current is the segment when last seen.
	Current string `json:"current"`
	// Previous is the segment before Current, always another one; "" if the
	// customer has never changed.
	Previous string `json:"previous,omitempty"`
	// Since is the day of the change to Current, or the day the customer was
	// first seen.
	Since retention.Date `json:"since,omitzero"`
}

// Next returns the membership of a customer who is seen in a segment on a day.
// The day should not be earlier than the last one; Since never goes back.
// Nothing changes if the segment is the Current one, or "".
func (m Membership) Next(segment string, on retention.Date) Membership {
	if segment == m.Current || segment == "" {
		return m
	}
	if on.Before(m.Since) {
		on = m.Since
	}
	return Membership{Current: segment, Previous: m.Current, Since: on}
}

// Movement follows the customers of a shop from snapshot to snapshot. It is
// plain data that survives JSON, to be kept until the next snapshot is due.
// The zero Movement has seen nobody.
//
// All snapshots must be by maps with the same segment names. Under other names,
// everybody has moved.
type Movement struct {
	AsOf    time.Time             `json:"asOf,omitzero"` // of the last snapshot
	Members map[string]Membership `json:"members"`       // by customer ID
}

// ErrNotLater is wrapped by the error about snapshots that are not in the
// order of time.
var ErrNotLater = errors.New("not a later snapshot")

// Add takes in the next snapshot. Changes are dated with the day of its as-of
// instant, in its zone. Customers who are no longer in it stay as they were.
//
// The error wraps [ErrNotLater] if the as-of instant is not after the last
// one; m is then unchanged.
func (m *Movement) Add(s *Segmented) error {
	if err := checkLater(m.AsOf, s.asOf()); err != nil {
		return err
	}
	if m.Members == nil {
		m.Members = make(map[string]Membership, s.Len())
	}
	on := retention.DateOf(s.asOf(), s.table().Zone())
	for i, id := range s.table().ids {
		was := m.Members[id]
		if is := was.Next(s.Segment(i), on); is != was {
			m.Members[id] = is
		}
	}
	m.AsOf = s.asOf()
	return nil
}

func checkLater(before, after time.Time) error {
	if after.After(before) {
		return nil
	}
	return fmt.Errorf("rfm: %w: %v after %v", ErrNotLater, after, before)
}
