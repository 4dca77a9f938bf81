package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// pageWidth is how many columns of a terminal a report takes.
const pageWidth = 100

// page is a report in the making, in one language.
type page struct {
	bytes.Buffer
	lang     retention.Language
	currency string
}

// in returns a text in the language of the page.
func (p *page) in(english, japanese string) string {
	return retention.Text{English: english, Japanese: japanese}.In(p.lang)
}

// say writes a line.
func (p *page) say(english, japanese string, args ...any) {
	fmt.Fprintf(p, p.in(english, japanese)+"\n", args...)
}

// number writes a number: in English with its noun, which may have a plural.
func (p *page) number(n int, noun string) string {
	if p.lang == retention.Japanese {
		return count(n)
	}
	return counted(n, noun)
}

// lines writes lines that are ready, set in.
func (p *page) lines(lines []string) {
	for _, l := range lines {
		p.WriteString(strings.TrimRight("  "+l, " ") + "\n")
	}
}

// hang writes a text beside its title, in as many lines as it needs.
func (p *page) hang(title, text string) {
	title = "  " + title + "  "
	for i, line := range wrap(text, pageWidth-width(title)) {
		if i > 0 {
			title = strings.Repeat(" ", width(title))
		}
		p.WriteString(title + line + "\n")
	}
}

// legend explains words, each beside its own.
func (p *page) legend(rows [][2]string) {
	widest := 0
	for _, r := range rows {
		widest = max(widest, width(r[0]))
	}
	for _, r := range rows {
		p.hang(left(r[0], widest), r[1])
	}
}

// remark writes a text in as many lines as it needs.
func (p *page) remark(english, japanese string) {
	p.lines(wrap(p.in(english, japanese), pageWidth-2))
}

// title begins the report.
func (p *page) title(english, japanese string, args ...any) {
	title := fmt.Sprintf(p.in(english, japanese), args...)
	p.WriteString(title + "\n" + strings.Repeat("=", width(title)) + "\n")
}

// section begins a part of the report.
func (p *page) section(english, japanese string, args ...any) {
	title := fmt.Sprintf(p.in(english, japanese), args...)
	p.WriteString("\n" + title + "\n" + strings.Repeat("-", width(title)) + "\n")
}

// money writes a sum as the shop's owner would: no decimals where the
// currency has none, else two. Only the report rounds, half away from zero; -json does not.
func (p *page) money(d decimal.Decimal) string {
	decimals := int32(2)
	if !hasDecimals(p.currency) {
		decimals = 0
	}
	return p.moneyTo(d, decimals)
}

// moneyTo writes a sum with so many decimals.
func (p *page) moneyTo(d decimal.Decimal, decimals int32) string {
	text := d.StringFixed(decimals)
	text, minus := strings.CutPrefix(text, "-")
	whole, rest, _ := strings.Cut(text, ".")
	if rest != "" {
		rest = "." + rest
	}
	sign, code := "", ""
	switch p.currency {
	case "JPY":
		sign = "¥"
	case "USD":
		sign = "$"
	case "EUR":
		sign = "€"
	case "GBP":
		sign = "£"
	case "":
	default:
		code = " " + shown(p.currency, 12)
	}
	if minus {
		sign = "-" + sign
	}
	return sign + groupDigits(whole) + rest + code
}

// percent writes a share with one decimal.
func percent(share float64) string { return strconv.FormatFloat(100*share, 'f', 1, 64) + "%" }

// count writes a number with commas between thousands.
func count(n int) string {
	if n < 0 {
		return "-" + groupDigits(strconv.Itoa(-n))
	}
	return groupDigits(strconv.Itoa(n))
}

func groupDigits(s string) string {
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// counted writes a number with its noun in English.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return count(n) + " " + noun + "s"
}

// one returns the text for one, or that for any other number.
func one(n int, single, many string) string {
	if n == 1 {
		return single
	}
	return many
}

// date writes a day as people in that language do.
func (p *page) date(d retention.Date) string {
	if p.lang == retention.Japanese {
		return fmt.Sprintf("%d年%d月%d日", d.Year(), int(d.Month()), d.Day())
	}
	return d.String()
}
