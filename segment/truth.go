package segment

import "fmt"

// Truth is the answer of a [Rule]: True, False, or Unknown where what it asks
// about is missing. The zero Truth is Unknown.
//
// Truths combine as in Kleene's strong logic, which is also SQL's: an unknown
// part decides nothing, and matters only where the other parts leave the answer
// open.
type Truth int8

// The answers, in order: And is the least of them, Or the greatest.
const (
	False Truth = iota - 1
	Unknown
	True
)

// TruthOf returns True or False.
func TruthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}

// And returns False if one of the two is False, else Unknown if one of them is
// Unknown, else True.
func (t Truth) And(u Truth) Truth { return min(t, u) }

// Or returns True if one of the two is True, else Unknown if one of them is
// Unknown, else False.
func (t Truth) Or(u Truth) Truth { return max(t, u) }

// Not returns the opposite. That of Unknown is Unknown.
func (t Truth) Not() Truth { return -t }

// String returns "true", "false" or "unknown".
func (t Truth) String() string {
	switch t {
	case False:
		return "false"
	case Unknown:
		return "unknown"
	case True:
		return "true"
	}
	return fmt.Sprintf("Truth(%d)", int8(t))
}

// MarshalText implements [encoding.TextMarshaler]. The text is that of String.
func (t Truth) MarshalText() ([]byte, error) {
	if t < False || t > True {
		return nil, fmt.Errorf("segment: %v is no truth", t)
	}
	return []byte(t.String()), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (t *Truth) UnmarshalText(text []byte) error {
	for u := False; u <= True; u++ {
		if string(text) == u.String() {
			*t = u
			return nil
		}
	}
	return fmt.Errorf("segment: %q is no truth: true, false or unknown", text)
}
