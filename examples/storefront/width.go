package main

import (
	"math"
	"strings"
	"unicode"
)

// width returns how many columns of a terminal a text takes: two for each
// full-width character, none for what is put on top of another. Characters
// that some terminals show in one column and others in two count as one.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// wide are the characters of Unicode's East Asian Width W and F, in blocks.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115f, 1}, // Hangul Jamo
		{0x231a, 0x231b, 1}, {0x23e9, 0x23ec, 1}, {0x25fd, 0x25fe, 1},
		{0x2614, 0x2615, 1}, {0x2648, 0x2653, 1}, {0x26aa, 0x26ab, 1},
		{0x26bd, 0x26be, 1}, {0x26c4, 0x26c5, 1}, {0x26f2, 0x26f3, 1},
		{0x2705, 0x2705, 1}, {0x270a, 0x270b, 1}, {0x2728, 0x2728, 1},
		{0x274c, 0x274c, 1}, {0x2753, 0x2755, 1}, {0x2795, 0x2797, 1},
		{0x2b1b, 0x2b1c, 1}, {0x2b50, 0x2b50, 1},
		{0x2e80, 0x303e, 1},                      // radicals, CJK punctuation
		{0x3041, 0xa4cf, 1},                      // kana, CJK, Yi
		{0xa960, 0xa97c, 1}, {0xac00, 0xd7a3, 1}, // Hangul
		{0xf900, 0xfaff, 1}, {0xfe30, 0xfe6f, 1},
		{0xff01, 0xff60, 1}, {0xffe0, 0xffe6, 1}, // full-width forms
	},
	R32: []unicode.Range32{
		{0x1f1e6, 0x1f1ff, 1}, {0x1f300, 0x1f64f, 1}, {0x1f680, 0x1f6ff, 1},
		{0x1f900, 0x1f9ff, 1}, {0x1fa70, 0x1faff, 1}, // pictures
		{0x20000, 0x3fffd, 1}, // more CJK
	},
}

// halfWidth returns a text with ordinary digits, letters, marks and blanks for
// the full-width ones that Japanese keyboards write.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '\u3000':
			return ' '
		}
		return r
	}, s)
}

// left pads a text on its right to n columns.
func left(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-width(s)))
}

// right pads a text on its left to n columns.
func right(s string, n int) string {
	return strings.Repeat(" ", max(0, n-width(s))) + s
}

// shown makes somebody else's text fit to print, in n columns at most: without
// what would move the cursor or turn the terminal red, and cut short.
func shown(s string, n int) string {
	var b strings.Builder
	columns := 0
	for _, r := range s {
		if !unicode.IsPrint(r) && !unicode.Is(unicode.Mn, r) {
			r = '·'
		}
		if columns += runeWidth(r); columns > n {
			return cut(b.String(), n-1) + "…"
		}
		b.WriteRune(r)
	}
	return b.String()
}

// cut returns as much of a text as fits into n columns.
func cut(s string, n int) string {
	columns := 0
	for i, r := range s {
		if columns += runeWidth(r); columns > n {
			return s[:i]
		}
	}
	return s
}

// wrap breaks a text into lines of n columns at most: at blanks and, in
// Japanese, between phrases. Only a phrase that no line can hold is cut.
func wrap(s string, n int) []string {
	var lines []string
	line, word := "", ""
	place := func() {
		if width(line)+width(strings.TrimRight(word, " ")) > n && line != "" {
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
		}
		for width(word) > n && runeWidth([]rune(word)[0]) == 2 {
			head := cut(word, n)
			lines, word = append(lines, head), word[len(head):]
		}
		line += word
		word = ""
	}
	last := ' '
	for _, r := range s {
		if newPhrase(last, r) {
			place()
		}
		word += string(r)
		if r == ' ' {
			place()
		}
		last = r
	}
	place()
	return append(lines, strings.TrimRight(line, " "))
}

// newPhrase reports whether a Japanese phrase may end between two characters:
// after a mark, before a bracket, or where kana that end a word meet something
// else, as in きっかけを|用意しましょう. Not so good as a dictionary, but it needs none.
func newPhrase(last, next rune) bool {
	switch {
	case strings.ContainsRune("、。）」％ー・", next):
		return false
	case strings.ContainsRune("、。", last), strings.ContainsRune("（「", next):
		return true
	}
	return unicode.Is(unicode.Hiragana, last) && runeWidth(next) == 2 && !unicode.Is(unicode.Hiragana, next)
}

// column is how a table sets one of its columns.
type column func(s string, n int) string

// table sets rows in columns, which it makes as wide as need be and parts by
// two blanks. The last column of each row ends where its text ends.
func table(rows [][]string, columns ...column) []string {
	widths := make([]int, len(columns))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], width(cell))
		}
	}
	var lines []string
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			if i > 0 {
				b.WriteString("  ")
			}
			b.WriteString(columns[i](cell, widths[i]))
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}

// bar draws a share of the whole, n columns long for most.
func bar(share, most float64, n int) string {
	if share <= 0 || most <= 0 {
		return ""
	}
	eighths := int(math.Round(share / most * float64(8*n)))
	return strings.Repeat("█", eighths/8) + [...]string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}[eighths%8]
}

// shade returns the darker a block, the nearer share is to most.
func shade(share, most float64) string {
	shades := [...]string{" ", "░", "▒", "▓", "█"}
	if share <= 0 || most <= 0 {
		return shades[0]
	}
	return shades[min(1+int(share/most*4), 4)]
}
