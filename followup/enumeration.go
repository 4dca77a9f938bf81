package followup

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// ErrWord is wrapped by the errors about a value or a word that an enumeration, such
// as [Purpose], does not have.
var ErrWord = errors.New("not one of its words")

// wordOf returns the word for e, or its type and number if it has none.
func wordOf[E ~uint8](words []string, e E) string {
	if int(e) < len(words) {
		return words[e]
	}
	return fmt.Sprintf("%s(%d)", reflect.TypeFor[E]().Name(), e)
}

func wordText[E ~uint8](words []string, e E) ([]byte, error) {
	if int(e) < len(words) {
		return []byte(words[e]), nil
	}
	return nil, fmt.Errorf("followup: %s: %w", wordOf(words, e), ErrWord)
}

func readWord[E ~uint8](words []string, e *E, text []byte) error {
	i := slices.Index(words, string(text))
	if i < 0 {
		return fmt.Errorf("followup: %s %.64q: %w", reflect.TypeFor[E]().Name(), text, ErrWord)
	}
	*e = E(i)
	return nil
}

// String returns the word for p in JSON.
func (p Purpose) String() string { return wordOf(purposeWords[:], p) }

// MarshalText implements [encoding.TextMarshaler]. Its error wraps [ErrWord].
func (p Purpose) MarshalText() ([]byte, error) { return wordText(purposeWords[:], p) }

// UnmarshalText implements [encoding.TextUnmarshaler]. Its error wraps [ErrWord].
func (p *Purpose) UnmarshalText(text []byte) error { return readWord(purposeWords[:], p, text) }

// String returns the word for o in JSON.
func (o Outcome) String() string { return wordOf(outcomeWords[:], o) }

// MarshalText implements [encoding.TextMarshaler]. Its error wraps [ErrWord].
func (o Outcome) MarshalText() ([]byte, error) { return wordText(outcomeWords[:], o) }

// UnmarshalText implements [encoding.TextUnmarshaler]. Its error wraps [ErrWord].
func (o *Outcome) UnmarshalText(text []byte) error { return readWord(outcomeWords[:], o, text) }

// String returns the word for v in JSON.
func (v Verdict) String() string { return wordOf(verdictWords[:], v) }

// MarshalText implements [encoding.TextMarshaler]. Its error wraps [ErrWord].
func (v Verdict) MarshalText() ([]byte, error) { return wordText(verdictWords[:], v) }

// UnmarshalText implements [encoding.TextUnmarshaler]. Its error wraps [ErrWord].
func (v *Verdict) UnmarshalText(text []byte) error { return readWord(verdictWords[:], v, text) }

// String returns the word for a in JSON.
func (a Audience) String() string { return wordOf(audienceWords[:], a) }

// MarshalText implements [encoding.TextMarshaler]. Its error wraps [ErrWord].
func (a Audience) MarshalText() ([]byte, error) { return wordText(audienceWords[:], a) }

// UnmarshalText implements [encoding.TextUnmarshaler]. Its error wraps [ErrWord].
func (a *Audience) UnmarshalText(text []byte) error { return readWord(audienceWords[:], a, text) }

// String returns the word for l in JSON.
func (l LeapDay) String() string { return wordOf(leapWords[:], l) }

// MarshalText implements [encoding.TextMarshaler]. Its error wraps [ErrWord].
func (l LeapDay) MarshalText() ([]byte, error) { return wordText(leapWords[:], l) }

// UnmarshalText implements [encoding.TextUnmarshaler]. Its error wraps [ErrWord].
func (l *LeapDay) UnmarshalText(text []byte) error { return readWord(leapWords[:], l, text) }

// String returns the word for c in JSON.
func (c Choice) String() string { return wordOf(choiceWords[:], c) }

// MarshalText implements [encoding.TextMarshaler]. Its error wraps [ErrWord].
func (c Choice) MarshalText() ([]byte, error) { return wordText(choiceWords[:], c) }

// UnmarshalText implements [encoding.TextUnmarshaler]. Its error wraps [ErrWord].
func (c *Choice) UnmarshalText(text []byte) error { return readWord(choiceWords[:], c, text) }
