package segment

import (
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

// Evaluation tells who was in which segment of a set at one moment. [View.Evaluate]
// makes it. It is plain data to be stored, with compact JSON, and no later change of
// customers or rules affects it.
//
// Its methods do not change it and are safe for concurrent use. They need IDs that
// ascend. Bits of a segment beyond the IDs are ignored.
type Evaluation struct {
	AsOf time.Time // the instant, in UTC
	Zone string    // the name of the zone that days and months were cut in
	// Exclusive says that every customer is in one segment at most: see
	// [Evaluation.Exclude].
	Exclusive bool
	IDs       []string // of all customers, ascending, each once
	Segments  []Group  // in the order of the set
}

// Group is a segment in an [Evaluation].
type Group struct {
	Name  string         `json:"name"`
	Label retention.Text `json:"label,omitzero"`
	Rule  string         `json:"rule"` // as text
	// Members are the customers for whom the rule was True, as rows: indices of
	// Evaluation.IDs.
	Members Bits `json:"members,omitempty"`
	// Unknown is the number of customers for whom the rule was Unknown: those of
	// whom too much is missing to tell. They are not members.
	Unknown int `json:"unknown,omitempty"`
}

// ErrMismatch is wrapped by the errors about evaluations, views and changes that
// do not belong together.
var ErrMismatch = errors.New("they do not go together")

// Size returns the number of members.
func (g Group) Size() int { return g.Members.Count() }

// Len returns the number of customers.
func (e *Evaluation) Len() int { return len(e.IDs) }

// Index returns the number of the segment of a name, or -1 if there is none.
func (e *Evaluation) Index(segment string) int {
	return slices.IndexFunc(e.Segments, func(g Group) bool { return g.Name == segment })
}

// Row returns the row of a customer, in O(log n), and whether there is one.
func (e *Evaluation) Row(id string) (row int, ok bool) { return slices.BinarySearch(e.IDs, id) }

// Has reports whether a customer was a member of the segment of a name. Where one
// of the two does not exist the answer is no.
func (e *Evaluation) Has(id, segment string) bool {
	i := e.Index(segment)
	row, ok := e.Row(id)
	return ok && i >= 0 && e.Segments[i].Members.Has(row)
}

// Of iterates over the names of the segments that a customer was a member of, in
// the order of the set.
func (e *Evaluation) Of(id string) iter.Seq[string] {
	return func(yield func(string) bool) {
		row, ok := e.Row(id)
		if !ok {
			return
		}
		for _, g := range e.Segments {
			if g.Members.Has(row) && !yield(g.Name) {
				return
			}
		}
	}
}

// Members iterates over the IDs of the members of the segment of a name, ascending.
// There are none for a name that no segment has.
func (e *Evaluation) Members(segment string) iter.Seq[string] {
	i := e.Index(segment)
	if i < 0 {
		return func(func(string) bool) {}
	}
	return e.ids(e.Segments[i].Members)
}

// ids iterates over the IDs of some rows.
func (e *Evaluation) ids(rows Bits) iter.Seq[string] {
	return func(yield func(string) bool) {
		for row := range rows.All() {
			if row >= len(e.IDs) || !yield(e.IDs[row]) {
				return
			}
		}
	}
}
