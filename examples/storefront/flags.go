package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
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

// parseFlags reads the command line. It prints the usage itself if that is what
// is asked for, and returns [flag.ErrHelp].
func parseFlags(args []string, stderr io.Writer) (*options, error) {
	o := &options{reading: reading{columns: namedColumns{}}}
	fs := flag.NewFlagSet("storefront", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() {} // or else it would follow every mistake

	var zone, format, dates, lang string
	fs.Func("orders", "`file` of orders: .csv, .csv.gz, or - for standard input; may be given many times", func(name string) error {
		o.files = append(o.files, name)
		return nil
	})
	fs.StringVar(&format, "format", "auto", "`format` of the file: shopify, woocommerce, uci, plain, or auto to guess from the header")
	fs.Var(o.columns, "columns", "`role=column,...`: the columns, for roles order, line, customer, at, kind, sku, category,\nquantity, price, amount, currency; instead of guessing, or to change those of -format")
	fs.StringVar(&o.refundPrefix, "refund-prefix", "", "orders whose ID starts with this `text` are refunds (format uci: C)")
	fs.StringVar(&dates, "dates", "", "how to read 12/1/2026: `mdy` or dmy")
	fs.StringVar(&o.currency, "currency", "", "`code` of the money in files that do not state it, as JPY")
	fs.StringVar(&zone, "zone", "", "time `zone` of the shop, as Europe/London (default UTC; the shop inside: Asia/Tokyo)")
	fs.Func("as-of", "`date` to look back from: what happened on it or later is set aside (default: the day after the last order)", func(text string) (err error) {
		if o.asOf, err = retention.ParseDate(text); err != nil {
			return errors.New("want a day such as 2026-01-31")
		}
		return nil
	})
	fs.TextVar(&o.basis.Frequency, "frequency", rfm.Orders, "count `orders` or days with an order")
	o.lifetime.register(fs)
	fs.StringVar(&lang, "lang", "en", "`language` of the report: en or ja")
	fs.BoolVar(&o.json, "json", false, "print one JSON object instead of the report")

	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			usage(fs, stderr)
			return nil, err
		}
		return nil, usageError{err}
	}
	o.lang = languageOf(lang)
	if err := o.check(fs, zone, format, dates); err != nil {
		return nil, usageError{err}
	}
	return o, nil
}

// check completes the options, and finds what does not go together.
func (o *options) check(fs *flag.FlagSet, zone, format, dates string) (err error) {
	if fs.NArg() > 0 {
		return fmt.Errorf("unexpected %q: name a file with -orders", fs.Arg(0))
	}
	if o.lang != retention.English && o.lang != retention.Japanese {
		return fmt.Errorf("-lang %q: there are en and ja", o.lang)
	}
	if o.currency != "" && !isCurrency(o.currency) {
		return fmt.Errorf("-currency %q: want a code of three capitals, such as JPY", o.currency)
	}
	if format != "auto" {
		if o.format = formatNamed(format); o.format == nil {
			return fmt.Errorf("-format %q: there are shopify, woocommerce, uci, plain and auto", format)
		}
	}
	switch dates {
	case "":
	case "mdy":
		o.dates = monthFirst
	case "dmy":
		o.dates = dayFirst
	default:
		return fmt.Errorf("-dates %q: there are mdy and dmy", dates)
	}
	if o.zone, err = time.LoadLocation(zone); err != nil || zone == "Local" {
		return fmt.Errorf("-zone %q: no such time zone; they have names like Asia/Tokyo", zone)
	}
	for i, name := range o.files {
		if slices.Contains(o.files[:i], name) {
			return fmt.Errorf("-orders %s: named twice", name)
		}
	}
	o.zoned = zone != ""
	if len(o.files) == 0 {
		o.useShop()
	}
	return nil
}

// languageOf returns the language of a name such as ja, ja-JP or ja_JP.UTF-8.
func languageOf(name string) retention.Language {
	if i := strings.IndexAny(name, "-_."); i > 0 {
		name = name[:i]
	}
	return retention.Language(strings.ToLower(name))
}

func usage(fs *flag.FlagSet, w io.Writer) {
	fmt.Fprint(w, `Storefront shows a shop who its customers are.

usage: storefront [-orders FILE]... [flags]

Without -orders it shows a tea shop that was made up for it.

`)
	fs.SetOutput(w)
	fs.PrintDefaults()
}
