package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
)

// options is what the command line asks for.
type options struct {
	reading
	files []string // none: the shop inside

	asOf  retention.Date // zero: the day after the last order
	basis rfm.Basis
	lang  retention.Language
	json  bool

	lifetime lifetimeOptions
}

// usageError is a mistake on the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// flags is the command line, explained in a language.
type flags struct {
	*flag.FlagSet
	lang  retention.Language
	fault error // of a value; package flag hands out no more than its English words
}

// parseFlags reads the command line. It prints the usage itself if that is what
// is asked for, and returns [flag.ErrHelp].
func parseFlags(args []string, stderr io.Writer) (*options, error) {
	o := &options{reading: reading{columns: namedColumns{}}}
	fs := &flags{FlagSet: flag.NewFlagSet("storefront", flag.ContinueOnError), lang: languageAsked(args)}
	fs.SetOutput(io.Discard)
	fs.Usage = func() {} // or else it would follow every mistake
	words := o.register(fs)

	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fs.print(stderr)
			return nil, err
		}
		return nil, usageError{fs.mistake(err)}
	}
	if err := o.check(fs.FlagSet, words); err != nil {
		return nil, usageError{err}
	}
	return o, nil
}

// flagWords are values that are looked at when all are known.
type flagWords struct{ zone, format, dates, lang string }

// register registers all flags.
func (o *options) register(fs *flags) *flagWords {
	var w flagWords
	fs.take("orders", "`file` of orders: .csv, .csv.gz, or - for standard input; may be given many times",
		"注文の`ファイル`（.csv、.csv.gz、標準入力は -）。複数指定できます", func(name string) error {
			o.files = append(o.files, name)
			return nil
		})
	fs.text(&w.format, "format", "auto", "`format` of the file: shopify, woocommerce, uci, plain, or auto to guess from the header (default auto)",
		"ファイルの`形式`: shopify、woocommerce、uci、plain、または見出しから判断する auto（既定）")
	fs.take("columns", "`role=column,...`: the columns, for roles order, line, customer, at, kind, sku, category,\nquantity, price, amount, currency; instead of guessing, or to change those of -format",
		"`役割=列名,...`: 列の指定。役割は order（注文番号）、line（行番号）、customer（顧客）、at（日時）、kind（種別）、\nsku（商品）、category（分類）、quantity（数量）、price（単価）、amount（金額）、currency（通貨）。\n自動判定の代わりに、または -format の列の変更に使います", o.columns.Set)
	fs.text(&o.refundPrefix, "refund-prefix", "", "orders whose ID starts with this `text` are refunds (format uci: C)",
		"注文番号がこの`文字列`で始まるものを返金とします（形式 uci では C）")
	fs.text(&w.dates, "dates", "", "how to read 12/1/2026: `mdy` or dmy", "12/1/2026 のような日付の読み方: `mdy`（月が先）または dmy（日が先）")
	fs.text(&o.currency, "currency", "", "`code` of the money in files that do not state it, as JPY", "通貨の列がないファイルの`通貨`（例: JPY）")
	fs.text(&w.zone, "zone", "", "time `zone` of the shop, as Europe/London (default UTC; the shop inside: Asia/Tokyo)",
		"店舗の`タイムゾーン`（例: Asia/Tokyo。既定は UTC、サンプルの店舗では Asia/Tokyo）")
	fs.day(&o.asOf, "as-of", "`date` to look back from: what happened on it or later is set aside (default: the day after the last order)",
		"基準`日`。この日以降の注文は除きます（既定: 最後の注文の翌日）")
	fs.take("frequency", "count `orders` or days with an order (default orders)", "購入頻度の数え方: `orders`（注文の回数、既定）または days（注文のあった日数）", func(text string) error {
		if o.basis.Frequency.UnmarshalText([]byte(text)) != nil {
			return complain("there are orders and days", "orders か days を指定してください")
		}
		return nil
	})
	o.lifetime.register(fs)
	fs.text(&w.lang, "lang", "en", "`language` of the report: en or ja (default en)", "レポートの`言語`: en または ja（既定 en）")
	fs.yes(&o.json, "json", "print one JSON object instead of the report", "レポートの代わりに JSON を出力します")
	return &w
}

// take registers a flag whose value a function reads.
func (f *flags) take(name, english, japanese string, read func(text string) error) {
	f.Func(name, retention.Text{English: english, Japanese: japanese}.In(f.lang), f.remember(name, read))
}

// remember returns a function that reads a flag's value and keeps what is wrong
// with it.
func (f *flags) remember(name string, read func(text string) error) func(text string) error {
	return func(text string) error {
		err := read(text)
		if err != nil {
			f.fault = complain("invalid value %[2]q for flag -%[1]s: %[3]v", "-%s の値 %q は使えません: %v", name, text, err)
		}
		return err
	}
}

// yes registers a flag that needs no value.
func (f *flags) yes(value *bool, name, english, japanese string) {
	f.BoolFunc(name, retention.Text{English: english, Japanese: japanese}.In(f.lang), f.remember(name, func(text string) (err error) {
		if *value, err = strconv.ParseBool(text); err != nil {
			return complain("want true or false", "true か false を指定してください")
		}
		return nil
	}))
}

// text registers a flag whose value is taken as it is.
func (f *flags) text(value *string, name, otherwise, english, japanese string) {
	f.StringVar(value, name, otherwise, retention.Text{English: english, Japanese: japanese}.In(f.lang))
}

// day registers a flag that names a day.
func (f *flags) day(value *retention.Date, name, english, japanese string) {
	f.take(name, english, japanese, func(text string) (err error) {
		if *value, err = retention.ParseDate(text); err != nil {
			return complain("want a day such as 2026-01-31", "2026-01-31 のような日付を指定してください")
		}
		return nil
	})
}

// flagMistakes are what package flag says of a command line, but of values.
var flagMistakes = []retention.Text{
	{English: "flag provided but not defined: ", Japanese: "そのようなフラグはありません: "},
	{English: "flag needs an argument: ", Japanese: "フラグの値がありません: "},
	{English: "bad flag syntax: ", Japanese: "フラグの書き方に誤りがあります: "},
}

// mistake returns what is wrong, for what package flag says.
func (f *flags) mistake(err error) error {
	if f.fault != nil {
		return f.fault
	}
	for _, m := range flagMistakes {
		if rest, ok := strings.CutPrefix(err.Error(), m.English); ok {
			return complain("%v%s", "%v%s", m, rest)
		}
	}
	return err
}

// check completes the options, and finds what does not go together.
func (o *options) check(fs *flag.FlagSet, w *flagWords) (err error) {
	o.lang = languageOf(w.lang)
	if fs.NArg() > 0 {
		return complain("unexpected %q: name a file with -orders", "%q が余分です。ファイルは -orders で指定してください", fs.Arg(0))
	}
	if o.lang != retention.English && o.lang != retention.Japanese {
		return fmt.Errorf("-lang %q: there are en and ja", o.lang) // in which language?
	}
	if o.currency != "" && !isCurrency(o.currency) {
		return complain("-currency %q: want a code of three capitals, such as JPY", "-currency %q: JPY のような大文字 3 字の通貨コードを指定してください", o.currency)
	}
	if w.format != "auto" {
		if o.format = formatNamed(w.format); o.format == nil {
			return complain("-format %q: there are shopify, woocommerce, uci, plain and auto",
				"-format %q: shopify、woocommerce、uci、plain、auto のどれかを指定してください", w.format)
		}
	}
	switch w.dates {
	case "":
	case "mdy":
		o.dates = monthFirst
	case "dmy":
		o.dates = dayFirst
	default:
		return complain("-dates %q: there are mdy and dmy", "-dates %q: mdy か dmy を指定してください", w.dates)
	}
	if o.zone, err = time.LoadLocation(w.zone); err != nil || w.zone == "Local" {
		return complain("-zone %q: no such time zone; they have names like Asia/Tokyo",
			"-zone %q: そのようなタイムゾーンはありません。Asia/Tokyo のような名前で指定してください", w.zone)
	}
	for i, name := range o.files {
		if slices.Contains(o.files[:i], name) {
			return complain("-orders %s: named twice", "-orders %s: 同じファイルが 2 回指定されています", name)
		}
	}
	o.zoned = w.zone != ""
	if len(o.files) == 0 {
		o.useShop()
	}
	return nil
}

// languageAsked returns the language that a command line asks for, whatever else
// is wrong with it.
func languageAsked(args []string) retention.Language {
	lang := retention.English
	for i, arg := range args {
		name, isFlag := strings.CutPrefix(arg, "-")
		name, value, set := strings.Cut(strings.TrimPrefix(name, "-"), "=")
		switch {
		case !isFlag || name != "lang":
		case set:
			lang = languageOf(value)
		case i+1 < len(args):
			lang = languageOf(args[i+1])
		}
	}
	return lang
}

// languageOf returns the language of a name such as ja, ja-JP or ja_JP.UTF-8.
func languageOf(name string) retention.Language {
	if i := strings.IndexAny(name, "-_."); i > 0 {
		name = name[:i]
	}
	return retention.Language(strings.ToLower(name))
}

// print explains the program and its flags.
func (f *flags) print(w io.Writer) {
	fmt.Fprint(w, retention.Text{
		English: `Storefront shows a shop who its customers are.

usage: storefront [-orders FILE]... [flags]

Without -orders it shows a tea shop that was made up for it.

`,
		Japanese: `店舗の注文から、顧客の姿をレポートします。

使い方: storefront [-orders ファイル]... [フラグ]

-orders がなければ、架空の茶舗のサンプルを表示します。

`}.In(f.lang))
	f.VisitAll(func(one *flag.Flag) {
		value, usage := flag.UnquoteUsage(one)
		fmt.Fprintf(w, "  -%s\n        %s\n", strings.TrimSpace(one.Name+" "+value), strings.ReplaceAll(usage, "\n", "\n        "))
	})
}
