package loyalty

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"
)

// kind is a type of Data and the name it has in JSON.
type kind struct {
	name   string
	is     func(Data) bool
	decode func([]byte) (Data, error)
}

func kindOf[D Data](name string) kind {
	return kind{
		name: name,
		is:   func(data Data) bool { _, ok := data.(D); return ok },
		decode: func(text []byte) (Data, error) {
			var data *D
			if err := strictly(name, text, &data); err != nil {
				return nil, err
			}
			if data == nil {
				return nil, fmt.Errorf("%s: null", name)
			}
			return *data, nil
		},
	}
}

var kinds = [...]kind{
	kindOf[Order]("order"), kindOf[Activity]("activity"), kindOf[Referral]("referral"), kindOf[Settle]("settle"),
	kindOf[Redeem]("redeem"), kindOf[Hold]("hold"), kindOf[Commit]("commit"), kindOf[Release]("release"), kindOf[Cancel]("cancel"),
	kindOf[Adjust]("adjust"), kindOf[Extend]("extend"), kindOf[Transfer]("transfer"), kindOf[SetTier]("set_tier"),
	kindOf[Enrol]("enrol"), kindOf[Close]("close"),
}

// eventHead is an event but for its data.
type eventHead struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Posted time.Time `json:"posted,omitzero"`
}

// MarshalJSON implements [json.Marshaler]. The data stands under the name of
// its kind, such as "order" or "set_tier", beside id, at and posted:
//
//	{"id":"7","at":"2026-04-01T03:00:00Z","redeem":{"points":100}}
//
// An event that could not be read back is an error: one without data, or with a
// text that is not UTF-8.
func (e Event) MarshalJSON() ([]byte, error) {
	name := ""
	for i := range kinds {
		if kinds[i].is(e.Data) {
			name = kinds[i].name
		}
	}
	if name == "" {
		return nil, e.fault(fmt.Errorf("its data is %T", e.Data))
	}
	if err := sound(reflect.ValueOf(e.Data)); err != nil {
		return nil, e.fault(fmt.Errorf("%s%w", name, err))
	}
	if err := sound(reflect.ValueOf(e.ID)); err != nil {
		return nil, e.fault(fmt.Errorf("id%w", err))
	}
	text, err := json.Marshal(eventHead{e.ID, e.At.UTC(), inUTC(e.Posted)})
	if err != nil {
		return nil, e.fault(err)
	}
	data, err := json.Marshal(e.Data)
	if err != nil {
		return nil, e.fault(err)
	}
	text = append(text[:len(text)-1], `,"`+name+`":`...)
	return append(append(text, data...), '}'), nil
}

func inUTC(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC()
}

func (e *Event) fault(err error) error {
	return fmt.Errorf("loyalty: event %.64q: %w: %w", e.ID, ErrEncoding, err)
}

// UnmarshalJSON implements [json.Unmarshaler]. It reads what MarshalJSON writes. An
// unknown field, one in other letter case or one that comes twice, at any depth, and
// data of no kind or of two are errors that wrap [ErrEncoding]. The event that is read
// has the fingerprint of the one that was written.
func (e *Event) UnmarshalJSON(text []byte) error {
	var read Event
	if err := read.decode(text); err != nil {
		return read.fault(err)
	}
	*e = read
	return nil
}

func (e *Event) decode(text []byte) error {
	fields, err := fieldsOf(text)
	for i := 0; i < len(fields) && err == nil; i++ {
		switch f := fields[i]; f.name {
		case "id":
			err = strictly("id", f.text, &e.ID)
		case "at":
			err = strictly("at", f.text, &e.At)
		case "posted":
			err = strictly("posted", f.text, &e.Posted)
		default:
			err = e.decodeData(f)
		}
	}
	if err == nil && e.Data == nil {
		err = errors.New("no data")
	}
	return err
}

func (e *Event) decodeData(f field) (err error) {
	i := slices.IndexFunc(kinds[:], func(k kind) bool { return k.name == f.name })
	if i < 0 {
		return fmt.Errorf("unknown field %.64q", f.name)
	}
	if e.Data != nil {
		return fmt.Errorf("%s: a second kind of data", f.name)
	}
	e.Data, err = kinds[i].decode(f.text)
	return err
}

// field is a member of a JSON object.
type field struct {
	name string
	text json.RawMessage
}

// mostFields is how many an event has.
const mostFields = 4

// fieldsOf takes a JSON object apart.
func fieldsOf(text []byte) (fields []field, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('{') || !json.Valid(text) {
		return nil, cmp.Or(err, errors.New("no JSON object"))
	}
	for d.More() {
		name, _ := d.Token() // the text is valid
		f := field{name: name.(string)}
		d.Decode(&f.text)
		if slices.ContainsFunc(fields, func(g field) bool { return g.name == f.name }) {
			return nil, fmt.Errorf("%.64q comes twice", f.name)
		}
		if fields = append(fields, f); len(fields) > mostFields {
			return nil, fmt.Errorf("%.64q: more fields than an event has", f.name)
		}
	}
	isID := func(f field) bool { return f.name == "id" }
	if i := slices.IndexFunc(fields, isID); i > 0 { // errors are to name the event
		fields[0], fields[i] = fields[i], fields[0]
	}
	return fields, nil
}
