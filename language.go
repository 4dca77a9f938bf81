package retention

// Language is a language of the texts for people. Functions that return such
// texts take one. An unknown or empty Language reads as [English], and so do tags
// with more to them, such as "ja-JP": cut those at the hyphen.
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

// In returns the text in the given language, or the English text if the
// language is unknown or has no text for the phrase.
func (t Text) In(lang Language) string {
	if lang == Japanese && t.Japanese != "" {
		return t.Japanese
	}
	return t.English
}
