package segment

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner takes words, signs and values off a text. After the first mistake the
// text is at its end.
type scanner struct {
	text string
	at   int
	reader
}

func (s *scanner) rest() string { return s.text[s.at:] }

// fail notes a mistake, if it is the first.
func (s *scanner) fail(at int, err error, problem, expected string) {
	if len(s.mistakes) == 0 {
		s.note(at, err, problem, expected)
	}
	s.at = len(s.text)
}

// unexpected is about what comes next; it suggests one of some words.
func (s *scanner) unexpected(expected string, words ...string) {
	s.space()
	if len(s.mistakes) > 0 {
		return
	}
	found := s.found()
	problem := fmt.Sprintf("unexpected %q", found)
	if found == "" {
		problem = "the text ends too early"
	}
	meant := nearest(s.wordAt(s.at), words)
	s.fail(s.at, ErrSyntax, problem, expected)
	s.mistakes[0].Meant = cmp.Or(meant, elsewhere[found])
}

// found returns the word or sign that comes next, "" at the end.
func (s *scanner) found() string {
	s.space()
	if word := s.wordAt(s.at); word != "" {
		return word
	}
	rest := s.rest()
	if after := strings.TrimLeft(rest, "=<>!&|"); len(after) < len(rest) {
		return rest[:len(rest)-len(after)]
	}
	_, size := utf8.DecodeRuneInString(rest)
	return rest[:size]
}

// elsewhere are the signs of other languages and what they are here.
var elsewhere = map[string]string{
	"==": "=", "===": "=", "=>": ">=", "=<": "<=", "<>": "!=", "≥": ">=", "≤": "<=", "≠": "!=", "&&": "and", "||": "or", "!": "not",
}

// validLength returns how many bytes of a text come before any that are not UTF-8.
func validLength(text string) int {
	for i, r := range text {
		if _, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return len(text)
}

func (s *scanner) space() {
	s.at += len(s.rest()) - len(strings.TrimLeft(s.rest(), " \t\r\n"))
}

// wordAt returns the name or keyword there, "" if there is none.
func (s *scanner) wordAt(at int) string {
	word := s.text[at:]
	for i, r := range word {
		if !isNameRune(r, i == 0) {
			return word[:i]
		}
	}
	return word
}

// isNameRune reports whether a rune may stand in a name, or at its start.
func isNameRune(r rune, start bool) bool {
	return r == '_' || unicode.IsLetter(r) || !start && (r == '.' || unicode.IsDigit(r))
}

// sign takes a sign if it comes next.
func (s *scanner) sign(sign string) bool {
	s.space()
	if !strings.HasPrefix(s.rest(), sign) {
		return false
	}
	s.at += len(sign)
	return true
}

func (s *scanner) want(sign string) {
	if !s.sign(sign) {
		s.unexpected(fmt.Sprintf("%q", sign))
	}
}

// word takes a keyword if it comes next.
func (s *scanner) word(word string) bool {
	s.space()
	if s.wordAt(s.at) != word {
		return false
	}
	s.at += len(word)
	return true
}

func (s *scanner) wantWord(word string) {
	if !s.word(word) {
		s.unexpected(fmt.Sprintf("%q", word), word)
	}
}

// call takes a keyword and a parenthesis if both come next.
func (s *scanner) call(word string) bool {
	start := s.at
	if s.word(word) && s.sign("(") {
		return true
	}
	s.at = start
	return false
}

// name takes a name, be it in backquotes or not.
func (s *scanner) name(what string) (name string, at int) {
	s.space()
	at = s.at
	if strings.HasPrefix(s.rest(), "`") {
		return s.backquoted(), at
	}
	name = s.wordAt(at)
	switch {
	case name == "":
		s.unexpected(what)
	case reserved[name]:
		s.unexpected(fmt.Sprintf("%s; a name that is a word of the language stands in backquotes", what))
	default:
		s.at += len(name)
	}
	return name, at
}

func (s *scanner) backquoted() string {
	start, name := s.at, ""
	s.at++
	for {
		end := strings.IndexByte(s.rest(), '`')
		if end < 0 {
			s.fail(start, ErrSyntax, "a name without a backquote at its end", "")
			return ""
		}
		name += s.rest()[:end]
		s.at += end + 1
		if !strings.HasPrefix(s.rest(), "`") {
			return name
		}
		name += "`"
		s.at++
	}
}

// quoted takes a text in double quotes.
func (s *scanner) quoted() literal {
	s.space()
	at := s.at
	if !strings.HasPrefix(s.rest(), `"`) {
		s.unexpected("a text in double quotes")
		return literal{at: at}
	}
	prefix, err := strconv.QuotedPrefix(s.rest())
	if err != nil {
		s.fail(at, ErrSyntax, "a text that does not end, or has a backslash that means nothing", "")
		return literal{at: at}
	}
	text, _ := strconv.Unquote(prefix)
	if !utf8.ValidString(text) {
		s.fail(at, ErrSyntax, "a text that is not in UTF-8", "")
		return literal{at: at}
	}
	s.at += len(prefix)
	return literal{at: at, text: text, quoted: true}
}

// value takes a value: a text in double quotes, or a number, time, day, span, true
// or false.
func (s *scanner) value() literal {
	s.space()
	if strings.HasPrefix(s.rest(), `"`) {
		return s.quoted()
	}
	at := s.at
	end := strings.IndexFunc(s.rest(), func(r rune) bool { return !isValueRune(r) })
	if end < 0 {
		end = len(s.rest())
	}
	if end == 0 {
		expected := "a value"
		if strings.HasPrefix(s.rest(), "'") {
			expected = "a value; texts stand in double quotes"
		}
		s.unexpected(expected)
		return literal{at: at}
	}
	s.at += end
	return literal{at: at, text: s.text[at:s.at]}
}

func isValueRune(r rune) bool {
	return strings.ContainsRune("+-.:_", r) || unicode.IsLetter(r) || unicode.IsDigit(r)
}
