package segment

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// These are the errors that a [Mistake] wraps, besides those of a [Fault].
var (
	ErrSyntax   = errors.New("the text is no rule")
	ErrDocument = errors.New("the document is not as it should be")
	ErrVersion  = errors.New("the version is not one that this package reads")
	ErrUnknown  = errors.New("the schema does not have the name")
	ErrKind     = errors.New("the values are of another kind")
)

// Mistake is something wrong with rules as they were written: where, what, and
// what was meant.
type Mistake struct {
	// Pointer is where in a document it is: a JSON pointer (RFC 6901) such as
	// /segments/2/rule/all/0/atLeast. It is "" in a text and for a document that
	// is wrong as a whole.
	Pointer string `json:"pointer,omitempty"`
	// Offset is the number of bytes before it. Line and Column count from 1, the
	// column in characters.
	Offset int `json:"offset"`
	Line   int `json:"line"`
	Column int `json:"column"`

	Problem  string `json:"problem"`            // such as: no field "ordres"
	Expected string `json:"expected,omitempty"` // such as: a whole number
	Meant    string `json:"meant,omitempty"`    // a name that is spelled much the same
	Err      error  `json:"-"`                  // what kind of a mistake it is
}

// Error returns where the mistake is, what it is and what could help.
func (m Mistake) Error() string {
	text := "segment: " + m.where() + ": " + m.Problem
	if m.Expected != "" {
		text += "; expected " + m.Expected
	}
	if m.Meant != "" {
		text += fmt.Sprintf("; did you mean %q?", m.Meant)
	}
	return text
}

func (m Mistake) where() string {
	switch {
	case m.Pointer != "":
		return m.Pointer
	case m.Line > 1:
		return fmt.Sprintf("line %d, column %d", m.Line, m.Column)
	}
	return fmt.Sprintf("column %d", m.Column)
}

// Unwrap returns what kind of a mistake it is, to be compared with the errors of
// this package.
func (m Mistake) Unwrap() error { return m.Err }

// Mistakes is everything that is wrong with a document, or with a text as far as
// it could be read, in the order of where it is.
type Mistakes []Mistake

// Error returns all mistakes, a line each.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the mistakes one by one.
func (ms Mistakes) Unwrap() []error {
	errs := make([]error, len(ms))
	for i, m := range ms {
		errs[i] = m
	}
	return errs
}

// reader gathers the mistakes of a text or a document.
type reader struct{ mistakes Mistakes }

// note adds a mistake that lies so many bytes from the start.
func (r *reader) note(at int, err error, problem, expected string) {
	r.mistakes = append(r.mistakes, Mistake{Offset: at, Problem: problem, Expected: expected, Err: err})
}

// mostMeant is how many mistakes are thought about. Whoever makes more did not
// misspell something.
const mostMeant = 100

// noteName adds a mistake about a name that is none of the given ones.
func (r *reader) noteName(at int, err error, problem, name string, known []string) {
	m := Mistake{Offset: at, Problem: problem, Err: err}
	if len(r.mistakes) < mostMeant {
		m.Meant = nearest(name, known)
	}
	if m.Meant == "" && len(known) > 0 && len(known) <= 12 {
		m.Expected = oneOf(known)
	}
	r.mistakes = append(r.mistakes, m)
}

func oneOf(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return "one of " + strings.Join(names, ", ")
}

// err returns the mistakes with their places, nil if there are none.
func (r *reader) err(text string) error {
	if len(r.mistakes) == 0 {
		return nil
	}
	slices.SortStableFunc(r.mistakes, func(a, b Mistake) int { return cmp.Compare(a.Offset, b.Offset) })
	at, line, column := 0, 1, 1
	for i := range r.mistakes {
		m := &r.mistakes[i]
		for _, c := range text[at:m.Offset] {
			if column++; c == '\n' {
				line, column = line+1, 1
			}
		}
		at, m.Line, m.Column = m.Offset, line, column
	}
	return r.mistakes
}

// nearest returns which of the known names a misspelled one resembles most, ""
// if none does: at most a third of its letters are missing, too many or others.
func nearest(name string, known []string) (best string) {
	const long = 64 // nobody means that
	if len(name) > long {
		return ""
	}
	fewest := (utf8.RuneCountInString(name)+1)/3 + 1
	for _, k := range known {
		if len(k) > long {
			continue
		}
		if n := edits(strings.ToLower(name), strings.ToLower(k)); n < fewest {
			best, fewest = k, n
		}
	}
	return best
}

// edits returns the number of letters to put in, take out, replace or swap with
// the next, to make one text of the other: the optimal string alignment distance.
func edits(from, to string) int {
	a, b := []rune(from), []rune(to)
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range b {
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+unequal(a[i], b[j]))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}

func unequal(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
