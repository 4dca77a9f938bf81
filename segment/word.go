package segment

// word is a short text as a number: comparing these takes no call and no guess
// of the branch predictor, which for the few letters of a country or a tier is
// most of the work.
type word struct {
	letters uint64
	size    int
}

// wordSize is the number of bytes that a word can have.
const wordSize = 8

// wordOf returns a text as a word: its first and its last bytes, which may be the
// same ones, as texts of other lengths then take no other way through here. These
// are all bytes of a text of at most wordSize; a longer one is no such text's word.
func wordOf(text string) word {
	n := len(text)
	switch {
	case n >= 4:
		return word{uint64(fourOf(text))<<32 | uint64(fourOf(text[n-4:])), n}
	case n >= 2:
		return word{uint64(text[0])<<24 | uint64(text[1])<<16 | uint64(text[n-2])<<8 | uint64(text[n-1]), n}
	case n == 1:
		return word{uint64(text[0]), n}
	}
	return word{}
}

func fourOf(text string) uint32 {
	return uint32(text[0]) | uint32(text[1])<<8 | uint32(text[2])<<16 | uint32(text[3])<<24
}

// isOneOf reports whether the word is among some, without a jump that depends on
// which of them it is.
func (w word) isOneOf(words []word) bool {
	least := ^uint64(0)
	for _, other := range words {
		least = min(least, w.letters^other.letters|uint64(w.size^other.size))
	}
	return least == 0
}

// wordsOf returns texts as words; ok is false if one is too long.
func wordsOf(texts []string) (words []word, ok bool) {
	for _, text := range texts {
		if len(text) > wordSize {
			return nil, false
		}
		words = append(words, wordOf(text))
	}
	return words, true
}
