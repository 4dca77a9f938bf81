package followup

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"
)

// ErrEncoding is wrapped by the errors of [ParsePolicy].
var ErrEncoding = errors.New("not a policy in JSON")

// ParsePolicy reads a policy from JSON, as [json.Marshal] writes it. It is strict,
// because a misspelt rule would be a rule that is not kept. It refuses unknown
// fields, fields that come twice, null, texts that are not UTF-8, and anything after
// the policy. Its errors name the place and wrap [ErrEncoding].
//
// ParsePolicy does not check what the policy says: [Compile] does.
func ParsePolicy(data []byte) (Policy, error) {
	p, err := parsePolicy(data)
	if err != nil {
		return Policy{}, unreadable{err}
	}
	return p, nil
}

// unreadable is an [ErrEncoding] that goes without saying.
type unreadable struct{ err error }

func (u unreadable) Error() string { return fmt.Sprintf("followup: %v", u.err) }

func (u unreadable) Unwrap() []error { return []error{ErrEncoding, u.err} }

func parsePolicy(data []byte) (p Policy, err error) {
	if !utf8.Valid(data) {
		return p, errors.New("policy: a text that is not UTF-8")
	}
	if !json.Valid(data) { // nor does anything follow it then
		if err = json.Unmarshal(data, &p); err == nil {
			err = errors.New("broken")
		}
		return p, fmt.Errorf("policy: %w", err)
	}
	s := speller{json.NewDecoder(bytes.NewReader(data))}
	if err = s.value(reflect.TypeFor[Policy]()); err != nil {
		return p, fmt.Errorf("policy%w", err)
	}
	if err = json.Unmarshal(data, &p); err != nil {
		return p, fmt.Errorf("policy: %w", err)
	}
	return p, nil
}

// speller walks a valid JSON text along the type that it is to be decoded into,
// and refuses what [encoding/json] would let pass. The errors begin with the
// place of what is wrong, as in ".plays[3]: ".
type speller struct{ *json.Decoder }

func (s speller) value(t reflect.Type) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var open json.Delim
	switch {
	case readsItself(t):
		return s.leaf(t)
	case t.Kind() == reflect.Struct, t.Kind() == reflect.Map:
		open = '{'
	case t.Kind() == reflect.Slice:
		open = '['
	default:
		return s.leaf(t)
	}
	token, err := s.Token()
	if err != nil {
		return fmt.Errorf(": %w", err)
	}
	if token != open {
		return fmt.Errorf(": %v where %v should open", token, open)
	}
	if open == '[' {
		err = s.list(t.Elem())
	} else {
		err = s.object(t)
	}
	if err == nil {
		_, err = s.Token()
	}
	return err
}

// readsItself reports whether a type decides how it is read.
func readsItself(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

func (s speller) leaf(t reflect.Type) error {
	var text json.RawMessage
	err := s.Decode(&text)
	if err == nil && bytes.Equal(text, []byte("null")) {
		err = errors.New("null")
	}
	into := reflect.New(t)
	if err == nil {
		err = json.Unmarshal(text, into.Interface())
	}
	if err == nil && t.Kind() == reflect.String && mended(text, into.Elem().String()) {
		err = errors.New("half a character")
	}
	if err != nil {
		return fmt.Errorf(": %w", err)
	}
	return nil
}

// mended reports whether a text has had something put in for what is no
// character, as half of a surrogate pair.
func mended(text []byte, read string) bool {
	return strings.ContainsRune(read, utf8.RuneError) && !bytes.ContainsRune(text, utf8.RuneError) &&
		!bytes.Contains(bytes.ToLower(text), []byte(`\ufffd`))
}

func (s speller) list(of reflect.Type) error {
	for i := 0; s.More(); i++ {
		if err := s.value(of); err != nil {
			return fmt.Errorf("[%d]%w", i, err)
		}
	}
	return nil
}

func (s speller) object(t reflect.Type) error {
	seen := map[string]bool{}
	for s.More() {
		token, err := s.Token()
		if err != nil {
			return fmt.Errorf(": %w", err)
		}
		name := token.(string)
		of, err := member(t, name)
		if err == nil && seen[name] {
			err = fmt.Errorf(": %.64q comes twice", name)
		}
		if err != nil {
			return err
		}
		seen[name] = true
		if err := s.value(of); err != nil {
			return fmt.Errorf("%s%w", pathTo(t, name), err)
		}
	}
	return nil
}

// pathTo returns a place within an object.
func pathTo(t reflect.Type, name string) string {
	if t.Kind() == reflect.Map {
		return fmt.Sprintf("[%.64q]", name)
	}
	return "." + name
}

// member returns the type of what has a name in an object.
func member(t reflect.Type, name string) (reflect.Type, error) {
	if t.Kind() == reflect.Map {
		return t.Elem(), nil
	}
	like := ""
	for _, f := range reflect.VisibleFields(t) {
		known, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
		case known == name:
			return f.Type, nil
		case strings.EqualFold(known, name):
			like = known
		}
	}
	if like != "" {
		return nil, fmt.Errorf(": unknown field %.64q, which is spelt %q", name, like)
	}
	return nil, fmt.Errorf(": unknown field %.64q", name)
}
