package loyalty

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// speller walks a JSON text along the type that it is to be decoded into, and
// refuses what [encoding/json] would let pass: names that come twice, of which
// it takes the last, and names in other letters, as WALLET for wallet. The
// errors begin with the place of what is wrong, as in ".lines[3]: ".
type speller struct {
	text   []byte // what is left of it, and valid JSON
	shapes map[reflect.Type]*shape
}

// shape is what a type asks of a JSON text: nothing, if it reads itself.
type shape struct {
	members map[string]reflect.Type // of a struct; nil: any
	of      reflect.Type            // the elements of a list or map; nil: any
}

// spelt refuses names in a valid JSON text that are not those of a type.
func spelt(text []byte, t reflect.Type) error {
	s := speller{text, map[reflect.Type]*shape{nil: {}}}
	return s.value(t)
}

func (s *speller) value(t reflect.Type) error {
	switch s.space(); s.text[0] {
	case '{':
		return s.object(s.shape(t))
	case '[':
		return s.list(s.shape(t))
	case '"':
		s.quoted()
	default:
		s.text = s.text[len(s.text)-len(bytes.TrimLeft(s.text, "+-.0123456789Eaeflnrstu")):]
	}
	return nil
}

func (s *speller) space() { s.text = bytes.TrimLeft(s.text, " \t\r\n") }

// more steps into a list or object, or over a comma, and reports whether
// anything follows.
func (s *speller) more() bool {
	s.space()
	last := s.text[0]
	if last == ',' || last == '[' || last == '{' {
		s.text = s.text[1:]
		s.space()
	}
	if s.text[0] != ']' && s.text[0] != '}' {
		return true
	}
	s.text = s.text[1:]
	return false
}

// quoted takes a string off the text, with its quotes.
func (s *speller) quoted() []byte {
	end := 1
	for ; s.text[end] != '"'; end++ {
		if s.text[end] == '\\' {
			end++
		}
	}
	text := s.text[:end+1]
	s.text = s.text[end+1:]
	return text
}

// name takes the name of a member and its colon.
func (s *speller) name() (name string) {
	if text := s.quoted(); bytes.IndexByte(text, '\\') < 0 {
		name = string(text[1 : len(text)-1])
	} else {
		json.Unmarshal(text, &name) // a valid string
	}
	s.space()
	s.text = s.text[1:]
	return name
}

func (s *speller) list(x *shape) error {
	for i := 0; s.more(); i++ {
		if err := s.value(x.of); err != nil {
			return fmt.Errorf("[%d]%w", i, err)
		}
	}
	return nil
}

func (s *speller) object(x *shape) error {
	if x.members == nil {
		return s.dictionary(x)
	}
	var seen []string // no more than there are members
	for s.more() {
		name := s.name()
		of, known := x.members[name]
		switch {
		case !known:
			return fmt.Errorf(": %w", x.unknown(name))
		case slices.Contains(seen, name):
			return fmt.Errorf(": %.64q comes twice", name)
		}
		seen = append(seen, name)
		if err := s.value(of); err != nil {
			return fmt.Errorf(".%s%w", name, err)
		}
	}
	return nil
}

// dictionary walks an object whose names are anybody's.
func (s *speller) dictionary(x *shape) error {
	seen := map[string]bool{}
	for s.more() {
		name := s.name()
		if seen[name] {
			return fmt.Errorf(": %.64q comes twice", name)
		}
		seen[name] = true
		if err := s.value(x.of); err != nil {
			return fmt.Errorf("[%.64q]%w", name, err)
		}
	}
	return nil
}

func (x *shape) unknown(name string) error {
	for known := range x.members { // no two differ by case alone
		if strings.EqualFold(known, name) {
			return fmt.Errorf("unknown field %.64q, which is spelt %q", name, known)
		}
	}
	return fmt.Errorf("unknown field %.64q", name)
}

// shape returns what a type asks for.
func (s *speller) shape(t reflect.Type) *shape {
	x, known := s.shapes[t]
	if !known {
		x = s.newShape(t)
		s.shapes[t] = x
	}
	return x
}

func (s *speller) newShape(t reflect.Type) *shape {
	if readsItself(t) {
		return s.shape(nil)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.shape(t.Elem())
	case reflect.Slice, reflect.Array, reflect.Map:
		return &shape{of: t.Elem()}
	case reflect.Struct:
		x := &shape{members: map[string]reflect.Type{}}
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() {
				x.members[jsonName(f)] = f.Type
			}
		}
		return x
	}
	return s.shape(nil)
}

// readsItself reports whether a type decides how it is read.
func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}
