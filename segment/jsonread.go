package segment

import (
	"fmt"
	"slices"

	"github.com/retentionkit/retention"
)

// Decode reads a document of segments, as [Encode] writes it: the format is
// described at [Schema]. [Compile] makes a set of them.
//
// The error is [Mistakes], which has all that is wrong with the document, unless
// it is not JSON at all or of another version: then that is the only one.
func (s *Schema[T]) Decode(data []byte) ([]Segment[T], error) {
	text := string(data)
	tree, r := readTree(text)
	if tree == nil {
		return nil, r.err(text)
	}
	d := &documentReader{text: text, reader: r}
	segments := decodeDocument(d, s.words, tree)
	if err := d.err(tree); err != nil {
		return nil, err
	}
	return segments, nil
}

// DecodeRule reads a single rule, as [EncodeRule] writes it. The error is
// [Mistakes].
func (s *Schema[T]) DecodeRule(data []byte) (Rule[T], error) {
	text := string(data)
	tree, r := readTree(text)
	if tree == nil {
		return nil, r.err(text)
	}
	d := &documentReader{text: text, reader: r}
	rule := s.words.rule(d.rule(tree), r, 1)
	if err := d.err(tree); err != nil {
		return nil, err
	}
	return rule, nil
}

func decodeDocument[T any](d *documentReader, words *vocabulary[T], n *node) []Segment[T] {
	if !d.version(n) || !d.object(n, "version", "segments") {
		return nil
	}
	list := d.required(n, "segments")
	if list == nil || !d.is(list, '[') {
		return nil
	}
	segments := make([]Segment[T], len(list.values))
	for i, v := range list.values {
		if !d.object(v, "name", "label", "rule") {
			continue
		}
		segments[i].Name = d.textOf(d.required(v, "name"))
		segments[i].Label = d.label(v.get("label"))
		if rule := d.required(v, "rule"); rule != nil {
			segments[i].Rule = words.rule(d.rule(rule), d.reader, 1)
		}
	}
	return segments
}

// documentReader makes drafts of nodes.
type documentReader struct {
	text string
	*reader
}

// err returns the mistakes with their places in a document.
func (d *documentReader) err(tree *node) error {
	for i := range d.mistakes {
		d.mistakes[i].Pointer = tree.pointer(d.mistakes[i].Offset)
	}
	return d.reader.err(d.text)
}

func (d *documentReader) version(n *node) bool {
	if !d.is(n, '{') {
		return false
	}
	v := d.required(n, "version")
	if v == nil {
		return false
	}
	if v.text != fmt.Sprint(documentVersion) || v.what != '0' {
		d.note(v.at, ErrVersion, fmt.Sprintf("version %v", d.literal(v)), fmt.Sprint(documentVersion))
		return false
	}
	return true
}

func (d *documentReader) label(n *node) (label retention.Text) {
	if n == nil || !d.object(n, "en", "ja") {
		return label
	}
	if en := n.get("en"); en != nil {
		label.English = d.textOf(en)
	}
	if ja := n.get("ja"); ja != nil {
		label.Japanese = d.textOf(ja)
	}
	return label
}

// is reports whether a value is an object, list or text, and notes if it is not.
func (d *documentReader) is(n *node, what byte) bool {
	if n.what != what {
		d.note(n.at, ErrDocument, fmt.Sprintf("%v stands where it should not", d.literal(n)), (&node{what: what}).kind())
	}
	return n.what == what
}

// object reports whether a value is an object, and notes keys that it should not
// have.
func (d *documentReader) object(n *node, keys ...string) bool {
	if !d.is(n, '{') {
		return false
	}
	for _, k := range n.keys {
		if !slices.Contains(keys, k.name) {
			d.noteName(k.at, ErrDocument, fmt.Sprintf("unexpected key %q", k.name), k.name, keys)
		}
	}
	return true
}

// required returns the value of a key that has to be there.
func (d *documentReader) required(n *node, name string) *node {
	v := n.get(name)
	if v == nil {
		d.note(n.at, ErrDocument, fmt.Sprintf("key %q is missing", name), "")
	}
	return v
}

func (d *documentReader) textOf(n *node) string {
	if n == nil || !d.is(n, '"') {
		return ""
	}
	return n.text
}

func (d *documentReader) literal(n *node) literal {
	switch n.what {
	case '"':
		return literal{at: n.at, text: n.text, quoted: true}
	case '0', 't':
		return literal{at: n.at, text: n.text}
	}
	return literal{at: n.at, not: n.kind()}
}

// literals returns the values of a list.
func (d *documentReader) literals(n *node) []literal {
	if !d.is(n, '[') {
		return nil
	}
	ls := make([]literal, len(n.values))
	for i, v := range n.values {
		ls[i] = d.literal(v)
	}
	return ls
}
