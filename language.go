package retention

// Language names a language that texts for people exist in. Everything that
// speaks to people takes one; an unknown or empty Language reads as [English].
type Language string

// The languages of this module's texts.
const (
	English  Language = "en"
	Japanese Language = "ja"
)

// Text is a phrase in every [Language] of this module.
type Text struct {
	English  string `json:"en"`
	Japanese string `json:"ja,omitempty"`
}

// In returns the text in the given language, or the English one where the
// language is unknown or the phrase has no words in it.
func (t Text) In(lang Language) string {
	if lang == Japanese && t.Japanese != "" {
		return t.Japanese
	}
	return t.English
}
