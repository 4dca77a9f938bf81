package main

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/retentionkit/retention"
)

// What goes wrong is said in the language that was asked for, wherever on the
// command line that stands.
func TestComplaints(t *testing.T) {
	const head = "customer,date,amount\n"
	missing := filepath.Join(t.TempDir(), "missing.csv")
	tests := []struct {
		args []string
		file string
		want string
	}{
		{[]string{"orders.csv"}, "", `"orders.csv" が余分です。ファイルは -orders で指定`},
		{[]string{"-format", "amazon"}, "", `-format "amazon": shopify、woocommerce`},
		{[]string{"-zone", "Tokyo"}, "", `-zone "Tokyo": そのようなタイムゾーンはありません`},
		{[]string{"-as-of", "tomorrow"}, "", `-as-of の値 "tomorrow" は使えません: 2026-01-31 のような日付`},
		{[]string{"-calibrate-until", ""}, "", `-calibrate-until の値 "" は使えません: 2026-01-31 のような日付`},
		{[]string{"-unit", "year"}, "", "day、week、month のどれか"},
		{[]string{"-horizon", "soon"}, "", "0 より大きい数と単位"},
		{[]string{"-horizon", "1001years"}, "", "1000 年以内"},
		{[]string{"-discount", "10%"}, "", "率と期間で指定"},
		{[]string{"-frequency", "weeks"}, "", `-frequency の値 "weeks" は使えません: orders か days`},
		{[]string{"-currency", "jpy"}, "", "大文字 3 字の通貨コード"},
		{[]string{"-currency", "JP"}, "", "大文字 3 字の通貨コード"},
		{[]string{"-dates", "ymd"}, "", "mdy か dmy を指定"},
		{[]string{"-columns", "customer"}, "", `"customer" は「役割=列名」の形に`},
		{[]string{"-columns", "price=a,price=b"}, "", `役割 "price" が 2 回`},
		{[]string{"-columns", "name=a"}, "", `役割 "name" はありません。使えるのは order, line, customer, at, kind, sku, category, quantity, price, amount, currency です`},
		{[]string{"-columns", "status=a"}, "", `役割 "status" はありません`}, // only formats know what its words mean
		{[]string{"-columns", "customer="}, "", `"customer=" は「役割=列名」の形に`},
		{[]string{"-orders", "a", "-orders", "a"}, "", "同じファイルが 2 回"},
		{[]string{"-nonsense"}, "", "そのようなフラグはありません: -nonsense"},
		{[]string{"-as-of"}, "", "フラグの値がありません: -as-of"},
		{[]string{"---"}, "", "フラグの書き方に誤りがあります: ---"},
		{[]string{"-json=perhaps"}, "", `-json の値 "perhaps" は使えません: true か false`},
		{[]string{"-orders", missing}, "", missing + ": ファイルがありません"},
		{[]string{"-orders", filepath.Dir(missing)}, "", "フォルダです"},
		{[]string{"-orders", "-"}, "date,amount\n", "標準入力: 顧客（customer）の列が見つかりません。-format plain -columns customer=… で指定してください。ファイルの列: date, amount"},
		{[]string{"-orders", "-", "-columns", "at=when"}, head, `日時（at）の列に指定された "when" がありません。ファイルの列: customer`},
		{[]string{"-orders", "-"}, "customer,date,amount,amount\n", `金額（amount）の列 "amount" が 2 つあります`},
		{[]string{"-orders", "-", "-format", "uci"}, head, "UCI Online Retail のファイルにあるはずの列「InvoiceNo」か「Invoice」（注文番号）、"},
		{[]string{"-orders", "-"}, "", "ファイルが空です"},
		{[]string{"-orders", "-"}, head, "注文がありません"},
		{[]string{"-orders", "-"}, head + "c,never,1\n", "1 行のうち、使える行がありません:\n  1 × 日時が読めません"},
		{[]string{"-orders", "-"}, "\"customer\n", "引用符が閉じていません"},
		{[]string{"-orders", "-"}, "\x8c\xda\x8bq,date,amount\n", "列名が UTF-8 ではありません"},
		{[]string{"-orders", "-"}, "PK\x03\x04", "標準入力: Excel ブック"},
		{[]string{"-orders", "-"}, "\x1f\x8b\x08", "標準入力 は 1 行目の途中で"},
		{[]string{"-orders", "-"}, "customer,date,amount,currency\nc,2026-01-01,1,EUR\nc,2026-01-01,1,USD\n", "通貨が混在しています（行数は EUR: 1, USD: 1）"},
		{[]string{"-orders", "-", "-calibrate-until", "2025-01-01"}, head + "c,2026-01-01,1\n", "-calibrate-until 2025-01-01: その日までに購入した人がいません。最初の購入は 2026-01-01"},
	}
	for _, test := range tests {
		for _, args := range [][]string{append([]string{"-lang", "ja-JP"}, test.args...), append([]string{"--lang=ja"}, test.args...)} {
			err := run(args, strings.NewReader(test.file), io.Discard, io.Discard)
			if err == nil {
				t.Errorf("%v: no error", args)
				continue
			}
			if got := failure(err, languageAsked(args)); !strings.Contains(got, test.want) || strings.Contains(got, "%!") {
				t.Errorf("%v: %s, want it with %s", args, got, test.want)
			}
			if english := failure(err, retention.English); strings.ContainsFunc(strings.ReplaceAll(english, test.file, ""), isJapanese) || strings.Contains(english, "%!") {
				t.Errorf("%v: in English: %s", args, english)
			}
		}
	}
}

func isJapanese(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }

// Programs can still tell errors apart.
func TestComplaintsWrap(t *testing.T) {
	_, err := load(t, nil, "customer,date,amount,currency\nc,2026-01-01,1,EUR\nc,2026-01-01,1,USD\n").finish()
	if !errors.Is(err, retention.ErrCurrency) {
		t.Errorf("%v wraps no ErrCurrency", err)
	}
	if err := complain("%v, %v", "%v、%v", io.EOF, flag.ErrHelp); !errors.Is(err, io.EOF) || !errors.Is(err, flag.ErrHelp) {
		t.Errorf("%v wraps but one of two errors", err)
	}
}

func TestLanguageAsked(t *testing.T) {
	for _, test := range []struct {
		args string
		want retention.Language
	}{
		{"", "en"}, {"-lang ja", "ja"}, {"--lang ja_JP.UTF-8", "ja"}, {"-lang=ja", "ja"}, {"-json -lang JA", "ja"},
		{"-lang ja -lang en", "en"}, {"-lang", "en"}, {"lang ja", "en"}, {"-language ja", "en"},
	} {
		if got := languageAsked(strings.Fields(test.args)); got != test.want {
			t.Errorf("%q asks for %s, want %s", test.args, got, test.want)
		}
	}
}

// Every flag is explained in both languages.
func TestHelpInJapanese(t *testing.T) {
	var english, japanese bytes.Buffer
	for w, args := range map[*bytes.Buffer][]string{&english: {"-help"}, &japanese: {"-lang", "ja", "-help"}} {
		if _, err := parseFlags(args, w); !errors.Is(err, flag.ErrHelp) {
			t.Errorf("%v: %v", args, err)
		}
	}
	if strings.ContainsFunc(english.String(), isJapanese) {
		t.Errorf("in English:\n%s", english.String())
	}
	_, list, _ := strings.Cut(japanese.String(), "\n  -")
	for one := range strings.SplitSeq(list, "\n  -") {
		if !strings.ContainsFunc(one, isJapanese) {
			t.Errorf("in Japanese: -%s", one)
		}
	}
}
