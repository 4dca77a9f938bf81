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

// wordOf returns a text of at most wordSize bytes as a word.
func wordOf(text string) word {
	letters := uint64(0)
	for i := range len(text) {
		letters = letters<<8 | uint64(text[i])
	}
	return word{letters, len(text)}
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
