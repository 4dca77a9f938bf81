package segment

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Words are the same if and only if the texts are.
func TestWords(t *testing.T) {
	texts := rapid.StringOfN(rapid.RuneFrom([]rune{'a', 'b', 0}), 0, wordSize, -1)
	rapid.Check(t, func(t *rapid.T) {
		text, others := texts.Draw(t, "text"), rapid.SliceOfN(texts, 0, 4).Draw(t, "others")
		if rapid.Bool().Draw(t, "near") && text != "" { // another byte at one place
			near, i := []byte(text), rapid.IntRange(0, len(text)-1).Draw(t, "place")
			near[i] ^= 1
			others = append(others, string(near))
		}
		words, ok := wordsOf(others)
		if !ok {
			t.Fatal("too long")
		}
		if got, want := wordOf(text).isOneOf(words), slices.Contains(others, text); got != want {
			t.Errorf("%q is one of %q: %v, want %v", text, others, got, want)
		}
	})
	if _, ok := wordsOf([]string{"platinum", "platinums"}); ok {
		t.Error("nine bytes are a word")
	}
}
