package segment

import (
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// node is a JSON value and where it stands. encoding/json alone would accept keys
// that are there twice, put other characters in place of broken ones, and forget
// where everything was.
type node struct {
	at, end int
	what    byte // one of { [ " 0 t n
	text    string
	keys    []key   // of an object
	values  []*node // of an object or array
}

type key struct {
	at   int
	name string
}

// kind returns a noun for what the value is.
func (n *node) kind() string {
	switch n.what {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a text"
	case '0':
		return "a number"
	case 't':
		return n.text
	}
	return "null"
}

// treeReader makes nodes of JSON that is known to be valid.
type treeReader struct {
	text string
	at   int
	reader
}

// readTree returns the value that a document is, or nil after a mistake.
func readTree(text string) (*node, *reader) {
	t := &treeReader{text: text}
	if at := validLength(text); at < len(text) {
		t.note(at, ErrSyntax, "bytes that are not UTF-8", "")
		return nil, &t.reader
	}
	if at := tooDeep(text); at < len(text) {
		t.note(at, ErrDepth, fmt.Sprintf("more than %d levels in each other", maxNesting), "")
		return nil, &t.reader
	}
	var raw json.RawMessage
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		at := len(text)
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			at = int(min(max(syntax.Offset-1, 0), int64(len(text))))
		}
		t.note(at, ErrSyntax, "not JSON: "+err.Error(), "")
		return nil, &t.reader
	}
	return t.value(), &t.reader
}

// tooDeep returns where more than maxNesting objects and lists lie in each other;
// the length of the text if they nowhere do.
func tooDeep(text string) int {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b == '"':
			quoted = !quoted
		case quoted && b == '\\':
			i++
		case quoted:
		case b == '{' || b == '[':
			if depth++; depth > maxNesting {
				return i
			}
		case b == '}' || b == ']':
			depth--
		}
	}
	return len(text)
}

// next skips white space and what stands between values, and returns the byte
// that follows.
func (t *treeReader) next() byte {
	for strings.IndexByte(" \t\r\n,:", t.text[t.at]) >= 0 {
		t.at++
	}
	return t.text[t.at]
}

func (t *treeReader) value() *node {
	n := &node{what: t.next(), at: t.at}
	switch n.what {
	case '{', '[':
		t.inside(n)
	case '"':
		n.text = t.string()
	default:
		n.text = t.bare()
		if n.what = '0'; n.text == "true" || n.text == "false" {
			n.what = 't'
		} else if n.text == "null" {
			n.what = 'n'
		}
	}
	n.end = t.at
	return n
}

// inside reads what an object or array holds.
func (t *treeReader) inside(n *node) {
	t.at++
	seen := map[string]bool{}
	for b := t.next(); b != '}' && b != ']'; b = t.next() {
		if n.what == '{' {
			t.key(n, seen)
		}
		n.values = append(n.values, t.value())
	}
	t.at++
}

// bare reads a number, null, true or false.
func (t *treeReader) bare() string {
	start := t.at
	if length := strings.IndexAny(t.text[start:], ",]} \t\r\n"); length >= 0 {
		t.at += length
	} else {
		t.at = len(t.text)
	}
	return t.text[start:t.at]
}

func (t *treeReader) key(n *node, seen map[string]bool) {
	k := key{t.at, t.string()}
	if seen[k.name] {
		t.note(k.at, ErrDocument, fmt.Sprintf("key %q is there twice", k.name), "")
	}
	seen[k.name] = true
	n.keys = append(n.keys, k)
}

// string reads a text in quotes.
func (t *treeReader) string() string {
	start := t.at
	for t.at++; t.text[t.at] != '"'; t.at++ {
		if t.text[t.at] == '\\' {
			t.at++
		}
	}
	t.at++
	raw := t.text[start:t.at]
	if loneSurrogate(raw) {
		t.note(start, ErrSyntax, "half a character: a surrogate without its other half", "")
	}
	var text string
	_ = json.Unmarshal([]byte(raw), &text) // which was checked
	return text
}

// loneSurrogate reports whether an escape in a JSON string is half of a pair.
func loneSurrogate(raw string) bool {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		i++
		if raw[i] != 'u' {
			continue
		}
		switch unit := escapedUnit(raw[i-1:]); {
		case isHigh(unit) && isLow(escapedUnit(raw[i+5:])):
			i += 10
		case isHigh(unit) || isLow(unit):
			return true
		}
	}
	return false
}

func isHigh(unit uint64) bool { return unit >= 0xd800 && unit < 0xdc00 }
func isLow(unit uint64) bool  { return unit >= 0xdc00 && unit < 0xe000 }

// escapedUnit returns the number of an escape such as \u00e9 at the start of a
// text, 0 if there is none.
func escapedUnit(text string) uint64 {
	if len(text) < 6 || text[:2] != `\u` {
		return 0
	}
	unit, _ := strconv.ParseUint(text[2:6], 16, 16)
	return unit
}

// get returns the value of a key of an object, nil if there is none.
func (n *node) get(name string) *node {
	for i, k := range n.keys {
		if k.name == name {
			return n.values[i]
		}
	}
	return nil
}

// start returns where the i-th value begins, or its key.
func (n *node) start(i int) int {
	if n.what == '{' {
		return n.keys[i].at
	}
	return n.values[i].at
}

// pointer returns the JSON pointer of the innermost value, or key, at a place.
func (n *node) pointer(at int) string {
	pointer := ""
	for {
		i := sort.Search(len(n.values), func(i int) bool { return n.start(i) > at }) - 1
		if i < 0 || at >= n.values[i].end {
			return pointer
		}
		step := strconv.Itoa(i)
		if n.what == '{' {
			step = strings.NewReplacer("~", "~0", "/", "~1").Replace(n.keys[i].name)
		}
		pointer += "/" + step
		n = n.values[i]
	}
}
