package segment

import (
	"strconv"
	"strings"
)

// sqlText is a piece of SQL, with a hole for each of its arguments. As they stand
// side by side, pieces go together in any order.
type sqlText struct {
	text  string
	args  []any
	group bool // it needs parentheses to be a part
}

// hole stands for a placeholder. No name has it.
const hole = "\x00"

// sqlf returns a pattern with pieces for its #s.
func sqlf(pattern string, pieces ...sqlText) sqlText {
	var b strings.Builder
	var args []any
	for _, piece := range pieces {
		before, after, _ := strings.Cut(pattern, "#")
		b.WriteString(before)
		b.WriteString(piece.text)
		args = append(args, piece.args...)
		pattern = after
	}
	b.WriteString(pattern)
	return sqlText{text: b.String(), args: args}
}

// sqlList returns pieces with commas between.
func sqlList(pieces []sqlText) sqlText { return sqlSeparated(pieces, ", ") }

func sqlSeparated(pieces []sqlText, separator string) sqlText {
	return sqlf(strings.TrimSuffix(strings.Repeat("#"+separator, len(pieces)), separator), pieces...)
}

// sqlAll and sqlAny return conditions joined by AND and OR.
func sqlAll(parts ...sqlText) sqlText { return sqlJoined(parts, " AND ") }
func sqlAny(parts ...sqlText) sqlText { return sqlJoined(parts, " OR ") }

// sqlChain is how many conditions are joined in a row. SQLite limits the depth of
// expressions, and a row is as deep as it is long.
const sqlChain = 100

func sqlJoined(parts []sqlText, word string) sqlText {
	switch n := len(parts); {
	case n == 1:
		return parts[0]
	case n > sqlChain:
		parts = []sqlText{sqlJoined(parts[:n/2], word), sqlJoined(parts[n/2:], word)}
	}
	wrapped := make([]sqlText, len(parts))
	for i, part := range parts {
		wrapped[i] = part.part()
	}
	joined := sqlSeparated(wrapped, word)
	joined.group = true
	return joined
}

// part returns the piece fit to be a part of another.
func (t sqlText) part() sqlText {
	if t.group {
		return sqlf("(#)", t)
	}
	return t
}

// sqlTruth returns TRUE or FALSE.
func sqlTruth(b bool) sqlText { return sqlText{text: strings.ToUpper(strconv.FormatBool(b))} }

// placed returns the text with the placeholders of a dialect, the first of them of
// a number.
func (t sqlText) placed(d Dialect, first int) string {
	if d == SQLite {
		return strings.ReplaceAll(t.text, hole, "?")
	}
	var b strings.Builder
	for i, piece := range strings.Split(t.text, hole) {
		if i > 0 {
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(first + i - 1))
		}
		b.WriteString(piece)
	}
	return b.String()
}
