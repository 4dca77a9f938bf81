package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"syscall"

	"github.com/retentionkit/retention"
)

// complaint is an error in the words of each language. In Error it is said in
// English.
type complaint struct {
	says retention.Text
	args []any // to fill in, in both; texts and errors are said in the language, too
}

// complain returns a complaint. Either text may leave arguments out if it numbers
// those that it takes.
func complain(english, japanese string, args ...any) error {
	return &complaint{retention.Text{English: english, Japanese: japanese}, args}
}

func (c *complaint) Error() string { return c.in(retention.English) }

// Unwrap returns the errors that are filled in.
func (c *complaint) Unwrap() (list []error) {
	for _, a := range c.args {
		if err, ok := a.(error); ok {
			list = append(list, err)
		}
	}
	return list
}

func (c *complaint) in(lang retention.Language) string {
	args := slices.Clone(c.args)
	for i, a := range args {
		switch a := a.(type) {
		case error:
			args[i] = errorText(a, lang)
		case retention.Text:
			args[i] = a.In(lang)
		}
	}
	return fmt.Sprintf(c.says.In(lang), args...)
}

// errorText says an error in a language: in English if it knows no other.
func errorText(err error, lang retention.Language) string {
	if lang != retention.Japanese {
		return err.Error()
	}
	switch e := err.(type) {
	case usageError:
		return errorText(e.error, lang)
	case *complaint:
		return e.in(lang)
	case *fs.PathError:
		switch {
		case errors.Is(e, fs.ErrNotExist):
			return e.Path + ": ファイルがありません"
		case errors.Is(e, fs.ErrPermission):
			return e.Path + ": ファイルを読む権限がありません"
		case errors.Is(e, syscall.EISDIR):
			return "フォルダです。ファイルを指定してください"
		}
	}
	return err.Error()
}

// failure is what the program says last if it fails.
func failure(err error, lang retention.Language) string {
	text := errorText(err, lang)
	if errors.As(err, new(usageError)) {
		text += retention.Text{English: " (-help shows the flags)", Japanese: "（-help でフラグの一覧を表示します）"}.In(lang)
	}
	return text
}

// joined puts texts together.
func joined(texts []retention.Text, english, japanese string) (t retention.Text) {
	var en, ja []string
	for _, t := range texts {
		en, ja = append(en, t.English), append(ja, t.In(retention.Japanese))
	}
	return retention.Text{English: strings.Join(en, english), Japanese: strings.Join(ja, japanese)}
}
