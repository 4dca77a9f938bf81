package segment

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Words are the same if and only if the texts are.
func TestWords(t *testing.T) {
	letters := rapid.RuneFrom([]rune{'a', 'b', 0})
	texts := rapid.StringOfN(letters, 0, wordSize, -1)
	rapid.Check(t, func(t *rapid.T) {
		text, others := rapid.StringOfN(letters, 0, wordSize+4, -1).Draw(t, "text"), rapid.SliceOfN(texts, 0, 4).Draw(t, "others")
		if rapid.Bool().Draw(t, "near") && text != "" { // another byte at one place
			near, i := []byte(text), rapid.IntRange(0, len(text)-1).Draw(t, "place")
			near[i] ^= 1
			others = append(others, string(near[:min(len(near), wordSize)]))
		}
		words, ok := wordsOf(others)
		if !ok {
			t.Fatal("too long")
		}
		if got, want := wordOf(text).isOneOf(words), slices.Contains(others, text); got != want {
			t.Errorf("%q is one of %q: %v, want %v", text, others, got, want)
		}
	})
	if long, ok := wordsOf([]string{"platinum"}); !ok || wordOf("platXinum").isOneOf(long) {
		t.Error("a longer text with the same ends is the same word")
	}
	if _, ok := wordsOf([]string{"platinum", "platinums"}); ok {
		t.Error("nine bytes are a word")
	}
}
