package segment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"
)

// ErrEvaluation is wrapped by the errors about an [Evaluation] that is not valid, to be
// stored or as stored.
var ErrEvaluation = errors.New("not a sound evaluation")

const evaluationVersion = 1

type jsonEvaluation struct {
	Version   int       `json:"version"`
	AsOf      time.Time `json:"asOf"`
	Zone      string    `json:"zone,omitempty"`
	Exclusive bool      `json:"exclusive,omitempty"`
	IDs       []string  `json:"ids"`
	Segments  []Group   `json:"segments"`
}

// MarshalJSON implements [json.Marshaler]. The form is canonical: equal
// evaluations have equal bytes. Members are [Bits] over the IDs, so that a segment
// takes a sixth of a byte for each customer at most. The error wraps
// [ErrEvaluation].
func (e *Evaluation) MarshalJSON() ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, fmt.Errorf("segment: %w: %w", ErrEvaluation, err)
	}
	j := jsonEvaluation{evaluationVersion, e.AsOf.UTC(), e.Zone, e.Exclusive, e.IDs, e.Segments}
	if j.IDs == nil {
		j.IDs = []string{}
	}
	if j.Segments == nil {
		j.Segments = []Group{}
	}
	return json.Marshal(j)
}

// UnmarshalJSON implements [json.Unmarshaler]. It replaces e by what MarshalJSON
// wrote. Errors wrap [ErrEvaluation], and leave e as it was.
func (e *Evaluation) UnmarshalJSON(data []byte) error {
	read, err := evaluationOf(data)
	if err != nil {
		return fmt.Errorf("segment: %w: %w", ErrEvaluation, err)
	}
	*e = *read
	return nil
}

func evaluationOf(data []byte) (*Evaluation, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("not in UTF-8")
	}
	var j jsonEvaluation
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&j); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("more than one")
	}
	if j.Version != evaluationVersion {
		return nil, fmt.Errorf("version %d, not %d", j.Version, evaluationVersion)
	}
	e := &Evaluation{j.AsOf.UTC(), j.Zone, j.Exclusive, j.IDs, j.Segments}
	if e.IDs == nil || e.Segments == nil {
		return nil, errors.New("no IDs or no segments are given")
	}
	if err := e.check(); err != nil {
		return nil, err
	}
	for i := range e.Segments { // whose zeros at the end are not written
		members := newBits(len(e.IDs))
		copy(members, e.Segments[i].Members)
		e.Segments[i].Members = members
	}
	return e, nil
}

// check returns what is wrong with the evaluation.
func (e *Evaluation) check() error {
	if year := e.AsOf.UTC().Year(); year < 0 || year > 9999 {
		return fmt.Errorf("the year %d", year)
	}
	if !utf8.ValidString(e.Zone) {
		return fmt.Errorf("zone %q is not in UTF-8", e.Zone)
	}
	for i, id := range e.IDs {
		if id == "" || !utf8.ValidString(id) {
			return fmt.Errorf("customer %q: the ID is empty or not in UTF-8", id)
		}
		if i > 0 && e.IDs[i-1] >= id {
			return fmt.Errorf("customer %q: not after %q", id, e.IDs[i-1])
		}
	}
	return e.checkSegments()
}

func (e *Evaluation) checkSegments() error {
	taken := newBits(len(e.IDs))
	for i, g := range e.Segments {
		if err := g.check(len(e.IDs)); err != nil {
			return fmt.Errorf("segment %q: %w", g.Name, err)
		}
		if slices.ContainsFunc(e.Segments[:i], func(b Group) bool { return b.Name == g.Name }) {
			return fmt.Errorf("segment %q: %w", g.Name, ErrDuplicate)
		}
		if e.Exclusive && taken.countBoth(g.Members) > 0 {
			return fmt.Errorf("segment %q: not exclusive", g.Name)
		}
		taken.add(g.Members)
	}
	return nil
}

// check returns what is wrong with the group among so many customers.
func (g *Group) check(customers int) error {
	for _, text := range []string{g.Name, g.Rule, g.Label.English, g.Label.Japanese} {
		if !utf8.ValidString(text) {
			return fmt.Errorf("%q is not in UTF-8", text)
		}
	}
	size, inside := 0, 0
	for row := range g.Members.All() {
		if size++; row < customers {
			inside++
		}
	}
	switch {
	case g.Name == "":
		return ErrName
	case g.Rule == "":
		return ErrNoRule
	case inside != size || len(g.Members) > len(newBits(customers)):
		return errors.New("members beyond the customers")
	case g.Unknown < 0 || g.Unknown > customers-size:
		return fmt.Errorf("unknown for %d of %d customers with %d members", g.Unknown, customers, size)
	}
	return nil
}
