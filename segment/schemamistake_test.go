package segment_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/retentionkit/retention/segment"
)

// written is what is said of a text or a document, without the "segment: " that
// each line begins with, and what each line wraps.
type written struct {
	reason, text string
	want         string
	errs         []error
}

func (w written) check(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		t.Fatalf("%s: %s: no error", w.reason, w.text)
	}
	if diff := cmp.Diff(w.want, strings.ReplaceAll("\n"+err.Error(), "\nsegment: ", "\n")[1:]); diff != "" {
		t.Errorf("%s: %s (-want +got):\n%s", w.reason, w.text, diff)
	}
	var mistakes segment.Mistakes
	if !errors.As(err, &mistakes) || len(mistakes) != len(w.errs) {
		t.Fatalf("%s: %d mistakes, want %d", w.reason, len(mistakes), len(w.errs))
	}
	for i, want := range w.errs {
		if !errors.Is(mistakes[i], want) || !errors.Is(err, want) {
			t.Errorf("%s: mistake %d is %v, want %v", w.reason, i, mistakes[i].Err, want)
		}
	}
}

func wraps(errs ...error) []error { return errs }

func TestDecodeMistakes(t *testing.T) {
	schema := shopSchema(t)
	for _, w := range []written{
		{"nothing", ``, `column 1: not JSON: unexpected end of JSON input`, wraps(segment.ErrSyntax)},
		{"cut short", "{\n\"version\":1,", `line 2, column 12: not JSON: unexpected end of JSON input`, wraps(segment.ErrSyntax)},
		{"trailing bytes", `{} x`, `column 4: not JSON: invalid character 'x' after top-level value`, wraps(segment.ErrSyntax)},
		{"two documents", `{"version":1,"segments":[]}{}`, `column 28: not JSON: invalid character '{' after top-level value`, wraps(segment.ErrSyntax)},
		{"NaN", `{"version":NaN}`, `column 12: not JSON: invalid character 'N' looking for beginning of value`, wraps(segment.ErrSyntax)},
		{"bytes", "{\"version\":\"日\xff\"}", `column 14: bytes that are not UTF-8`, wraps(segment.ErrSyntax)},
		{"no object", `[]`, `column 1: a list stands where it should not; expected an object`, wraps(segment.ErrDocument)},
		{"no version", `{"segments":[]}`, `column 1: key "version" is missing`, wraps(segment.ErrDocument)},
		{"future version", `{"version":2,"segments":[{"later":1}]}`, `/version: version 2; expected 1`, wraps(segment.ErrVersion)},
		{"version of a kind", `{"version":"1","segments":[]}`, `/version: version "1"; expected 1`, wraps(segment.ErrVersion)},
		{"no segments", `{"version":1}`, `column 1: key "segments" is missing`, wraps(segment.ErrDocument)},
		{"segments of a kind", `{"version":1,"segments":{}}`, `/segments: an object stands where it should not; expected a list`, wraps(segment.ErrDocument)},
		{"pointer with a slash", `{"version":1,"segments":[],"a/b~":{}}`, `/a~1b~0: unexpected key "a/b~"; expected one of version, segments`, wraps(segment.ErrDocument)},
		{"all of them", `{"version":1,"segments":[
			{"name":3,"rule":{"all":[{"field":"orders","atLeast":"three"},{"field":"ordres","atLeast":3},{"feild":"orders"},{"field":"orders","atLest":3}]},"x":1},
			{"label":{"en":"x","fr":"y"},"rule":{"field":{"sum":"sku","of":"purchases","where":{"field":"orders","is":1}},"atLeast":"12"}},
			{"name":"a"}]}`,
			`/segments/0/name: 3 stands where it should not; expected a text
/segments/0/rule/all/0/atLeast: "three" is not a whole number; expected a number such as 3
/segments/0/rule/all/1/field: no field "ordres"; did you mean "orders"?
/segments/0/rule/all/2/feild: unexpected key "feild"; did you mean "field"?
/segments/0/rule/all/3/atLest: unexpected key "atLest"; did you mean "atLeast"?
/segments/0/x: unexpected key "x"; expected one of name, label, rule
/segments/1: key "name" is missing
/segments/1/label/fr: unexpected key "fr"; expected one of en, ja
/segments/1/rule/field/where/field: no field "orders" of purchases; expected one of amount, quantity, sku
/segments/2: key "rule" is missing`,
			wraps(segment.ErrDocument, segment.ErrOperand, segment.ErrUnknown, segment.ErrDocument, segment.ErrDocument, segment.ErrDocument,
				segment.ErrDocument, segment.ErrDocument, segment.ErrUnknown, segment.ErrDocument)},
	} {
		segments, err := schema.Decode([]byte(w.text))
		if w.check(t, err); segments != nil {
			t.Errorf("%s: got %v", w.reason, segments)
		}
	}
}

func TestDecodeRuleMistakes(t *testing.T) {
	schema := shopSchema(t)
	for _, w := range []written{
		{"no rule", `{}`, `column 1: this is no rule; expected an object with one of all, any, not, segment, rule, followed, field`, wraps(segment.ErrDocument)},
		{"nothing asked", `{"field":"orders"}`, `column 1: the condition asks nothing of the field; expected a key such as is, in or atLeast`, wraps(segment.ErrDocument)},
		{"two things asked", `{"field":"orders","is":3,"atMost":4}`, `/atMost: "atMost" beside "is": a condition asks one thing; expected "all" of two conditions`, wraps(segment.ErrDocument)},
		{"same key", `{"field":"orders","is":3,"is":4}`, "/is: key \"is\" is there twice\n/is: \"is\" beside \"is\": a condition asks one thing; expected \"all\" of two conditions", wraps(segment.ErrDocument, segment.ErrDocument)},
		{"same key, escaped", `{"all":[],"\u0061ll":[]}`, "/all: a rule about nothing; expected one rule or more\n/all: key \"all\" is there twice", wraps(segment.ErrEmpty, segment.ErrDocument)},
		{"two forms", `{"all":[{"segment":"a"}],"any":[]}`, `/any: unexpected key "any"; expected all`, wraps(segment.ErrDocument)},
		{"not missing", `{"field":"orders","missing":false}`, `/missing: false after "missing"; expected true, or a rule in "not"`, wraps(segment.ErrDocument)},
		{"null", `{"field":"orders","is":null}`, `/is: null is not a whole number; expected a number such as 3`, wraps(segment.ErrOperand)},
		{"fraction", `{"field":"orders","is":1.5}`, `/is: 1.5 is not a whole number; expected a number such as 3`, wraps(segment.ErrOperand)},
		{"list", `{"field":"orders","is":[1]}`, `/is: a list is not a whole number; expected a number such as 3`, wraps(segment.ErrOperand)},
		{"large number", `{"field":"orders","is":99999999999999999999}`, `/is: 99999999999999999999 is too large`, wraps(segment.ErrOperand)},
		{"large float", `{"field":"p_alive","is":1e999}`, `/is: 1e999 is not a number; expected a number such as 0.5`, wraps(segment.ErrOperand)},
		{"large amount", `{"field":"spent","is":"1e999999999"}`, `/is: "1e999999999" is not an amount; expected an amount such as 12.50`, wraps(segment.ErrOperand)},
		{"long amount", `{"field":"spent","is":` + strings.Repeat("7", 101) + `}`, `/is: ` + strings.Repeat("7", 40) + `… is not an amount; expected an amount such as 12.50`, wraps(segment.ErrOperand)},
		{"amount cut short", `{"field":"spent","is":"12."}`, `/is: "12." is not an amount; expected an amount such as 12.50`, wraps(segment.ErrOperand)},
		{"exponent", `{"field":"spent","is":1.5e3}`, `/is: 1.5e3 is not an amount; expected an amount such as 12.50`, wraps(segment.ErrOperand)},
		{"flag", `{"field":"opt_in","is":"true"}`, `/is: "true" is neither true nor false`, wraps(segment.ErrOperand)},
		{"time", `{"field":"last_order","is":"2026-03-01"}`, `/is: "2026-03-01" is not a time; expected a time such as 2006-01-02T15:04:05Z`, wraps(segment.ErrOperand)},
		{"year before 0", `{"field":"last_order","is":"0000-01-01T00:00:00+01:00"}`, `/is: "0000-01-01T00:00:00+01:00" is not a time; expected a time such as 2006-01-02T15:04:05Z`, wraps(segment.ErrOperand)},
		{"year after 9999", `{"field":"last_order","is":"9999-12-31T23:30:00-01:00"}`, `/is: "9999-12-31T23:30:00-01:00" is not a time; expected a time such as 2006-01-02T15:04:05Z`, wraps(segment.ErrOperand)},
		{"zero time", `{"field":"last_order","is":"0001-01-01T00:00:00Z"}`, `/is: the operand is no value: the zero time`, wraps(segment.ErrOperand)},
		{"day", `{"field":"birthday","in":["2026-02-28","2026-02-30"]}`, `/in/1: "2026-02-30" is not a day; expected a day such as 2006-01-02`, wraps(segment.ErrOperand)},
		{"tag", `{"field":"tags","has":3}`, `/has: 3 is not a text; expected a text in double quotes`, wraps(segment.ErrOperand)},
		{"kind", `{"field":"orders","contains":"3"}`, `/contains: "contains" does not go with orders, which is a whole number`, wraps(segment.ErrKind)},
		{"no ID", `{"field":"orders","sample":{"percent":10,"salt":""}}`, `/sample: "sample" does not go with orders, which is a whole number`, wraps(segment.ErrKind)},
		{"ratio of sets", `{"field":{"ratio":["orders","tags"]},"is":1}`, `/field: there is no ratio of orders, which is a whole number; expected fields of numbers`, wraps(segment.ErrKind)},
		{"set", `{"field":"tags","is":"vip"}`, `/is: "is" does not go with tags, which is a set of texts`, wraps(segment.ErrKind)},
		{"hours of days", `{"field":"birthday","inLast":"PT1H"}`, `/inLast: the operand is no value: a span of days has no hours`, wraps(segment.ErrOperand)},
		{"span", `{"field":"last_order","inLast":"P-1D"}`, `/inLast: the operand is no value: a span must be positive`, wraps(segment.ErrOperand)},
		{"no span", `{"field":"last_order","inLast":null}`, `/inLast: null is no span; expected a span such as P30D, P1Y6M or PT36H`, wraps(segment.ErrOperand)},
		{"number of days", `{"field":"birthday","anniversaryIn":400}`, `/anniversaryIn: the operand is no value: from 1 to 365 days`, wraps(segment.ErrOperand)},
		{"share", `{"field":"spent","top":101}`, `/top: the operand is no value: more than 0 and up to 100 per cent`, wraps(segment.ErrOperand)},
		{"share as text", `{"field":"spent","top":"10"}`, `/top: "10" is no percentage; expected a number above 0 and up to 100`, wraps(segment.ErrOperand)},
		{"sample", `{"field":"id","sample":{"percent":10}}`, `/sample: key "salt" is missing`, wraps(segment.ErrDocument)},
		{"range", `{"field":"spent","inRange":["12","3"]}`, `/inRange: nothing lies in the range`, wraps(segment.ErrRange)},
		{"half a range", `{"field":"spent","inRange":["12"]}`, `/inRange: a range of 1 values; expected a start and an end`, wraps(segment.ErrDocument)},
		{"empty list", `{"field":"country","in":[]}`, `/in: a rule about nothing`, wraps(segment.ErrEmpty)},
		{"empty any", `{"any":[]}`, `/any: a rule about nothing; expected one rule or more`, wraps(segment.ErrEmpty)},
		{"lone surrogate", `{"field":"country","is":"\ud83d\ud83d\ude00"}`, `/is: half a character: a surrogate without its other half`, wraps(segment.ErrSyntax)},
		{"other half", `{"field":"country","is":"\\\ude00"}`, `/is: half a character: a surrogate without its other half`, wraps(segment.ErrSyntax)},
		{"events", `{"field":"purchases","is":1}`, `/field: no field "purchases", but events; expected what is counted, summed or looked up of them`, wraps(segment.ErrUnknown)},
		{"made from", `{"field":{"summ":"amount","of":"purchases"},"atLeast":1}`, `/field/summ: unexpected key "summ"; did you mean "sum"?`, wraps(segment.ErrDocument)},
		{"of what", `{"field":{"sum":"amount"},"atLeast":1}`, `/field: key "of" is missing`, wraps(segment.ErrDocument)},
		{"sum of texts", `{"field":{"sum":"sku","of":"purchases"},"atLeast":1}`, `/field: there is no sum of sku, which is a text; expected a field of whole numbers or amounts`, wraps(segment.ErrKind)},
		{"size of a number", `{"field":{"size":"orders"},"atLeast":1}`, `/field: there is no size of orders, which is a whole number; expected a field of sets of texts`, wraps(segment.ErrKind)},
		{"other value", `{"field":{"field":"orders","orElse":"x"},"atLeast":1}`, `/field/orElse: "x" is not a whole number; expected a number such as 3`, wraps(segment.ErrOperand)},
		{"zero in place", `{"field":{"field":"last_order","orElse":"0001-01-01T00:00:00Z"},"missing":true}`, `/field/orElse: the operand is no value: the zero time`, wraps(segment.ErrOperand)},
		{"other set", `{"field":{"field":"tags","orElse":"x"},"has":"x"}`, `/field: no other value can stand for tags, which is a set of texts`, wraps(segment.ErrKind)},
		{"window", `{"field":{"count":"purchases","since":"2026-01-02T00:00:00Z","before":"2026-01-01T00:00:00Z"},"is":1}`, `/field/before: nothing lies in the range; expected an end after the start`, wraps(segment.ErrRange)},
		{"zero start", `{"field":{"count":"purchases","since":"0001-01-01T00:00:00Z"},"is":1}`, `/field/since: the operand is no value: the zero time; expected a time such as 2006-01-02T15:04:05Z`, wraps(segment.ErrOperand)},
		{"segment of events", `{"field":{"count":"purchases","where":{"segment":"vip"}},"is":1}`, `/field/where/segment: a segment in a rule about purchases; expected a rule about them`, wraps(segment.ErrEvent)},
		{"rank of events", `{"field":{"count":"purchases","where":{"field":"amount","top":5}},"is":1}`, `/field/where/top: "top" in a rule about purchases`, wraps(segment.ErrEvent)},
		{"followed", `{"followed":"purchases","by":"reviews","within":"14 days"}`, "/by: no events \"reviews\"; expected purchases\n/within: \"14 days\" is no span; expected a span such as P30D, P1Y6M or PT36H", wraps(segment.ErrUnknown, segment.ErrOperand)},
		{"name", `{"rule":"lang ID"}`, `/rule: no rule "lang ID"; did you mean "long ID"?`, wraps(segment.ErrUnknown)},
		{"arguments", `{"rule":"longer than","args":{}}`, `/args: rule "longer than": letters are missing`, wraps(segment.ErrOperand)},
		{"no arguments", `{"rule":"long ID","args":{}}`, `/args: rule "long ID": it takes no arguments`, wraps(segment.ErrOperand)},
		{"same argument", `{"rule":"longer than","args":{"letters":1,"letters":2}}`, `/args/letters: key "letters" is there twice`, wraps(segment.ErrDocument)},
	} {
		rule, err := schema.DecodeRule([]byte(w.text))
		if w.check(t, err); rule != nil {
			t.Errorf("%s: got %v", w.reason, rule)
		}
	}
}

func TestParseMistakes(t *testing.T) {
	schema := shopSchema(t)
	for _, w := range []written{
		{"nothing", ``, `column 1: the text ends too early; expected a rule`, wraps(segment.ErrSyntax)},
		{"bytes", "country = \"\xff\"", `column 12: text that is not in UTF-8`, wraps(segment.ErrSyntax)},
		{"escaped bytes", `country = "\xff"`, `column 11: a text that is not in UTF-8`, wraps(segment.ErrSyntax)},
		{"surrogate", `country = "\ud800"`, `column 11: a text that does not end, or has a backslash that means nothing`, wraps(segment.ErrSyntax)},
		{"half a condition", `orders`, `column 7: the text ends too early; expected what is asked of the field, such as = or >=, in or is missing`, wraps(segment.ErrSyntax)},
		{"between", `orders >= 3 an country = "JP"`, `column 13: unexpected "an"; expected and, or, or the end; did you mean "and"?`, wraps(segment.ErrSyntax)},
		{"sign", `orders => 3`, `column 8: unexpected "=>"; expected what is asked of the field, such as = or >=, in or is missing; did you mean ">="?`, wraps(segment.ErrSyntax)},
		{"SQL's quotes", `country = 'JP'`, `column 11: unexpected "'"; expected a value; texts stand in double quotes`, wraps(segment.ErrSyntax)},
		{"injection", `country = "JP"; DROP TABLE customers; --`, `column 15: unexpected ";"; expected and, or, or the end`, wraps(segment.ErrSyntax)},
		{"several", `ordres > 3 or country = 5`, "column 1: no field \"ordres\"; did you mean \"orders\"?\ncolumn 25: 5 is not a text; expected a text in double quotes", wraps(segment.ErrUnknown, segment.ErrOperand)},
		{"columns are characters", `country = "日本" and ordres > 3`, `column 20: no field "ordres"; did you mean "orders"?`, wraps(segment.ErrUnknown)},
		{"lines", "orders > 3\n and orders >\n 'x'", `line 3, column 2: unexpected "'"; expected a value; texts stand in double quotes`, wraps(segment.ErrSyntax)},
		{"function", `coutn(purchases) > 3`, `column 1: no function "coutn"; did you mean "count"?`, wraps(segment.ErrSyntax)},
		{"events", `count(purchase) > 3`, `column 7: no events "purchase"; did you mean "purchases"?`, wraps(segment.ErrUnknown)},
		{"narrowing", `count(purchases, wher sku = "tea") > 1`, `column 18: unexpected "wher"; expected where, in last, since or before; did you mean "where"?`, wraps(segment.ErrSyntax)},
		{"narrowed twice", `count(purchases, in last P1D, in last P2D) > 1`, `column 31: the events are narrowed down so twice`, wraps(segment.ErrSyntax)},
		{"range", `orders in [1, 5]`, `column 16: unexpected "]"; expected ")"`, wraps(segment.ErrSyntax)},
		{"unit", `last_order in last 90 moons`, `column 23: unexpected "moons"; expected hours, days, weeks, months or years`, wraps(segment.ErrSyntax)},
		{"open", `not (orders > 3`, `column 16: the text ends too early; expected ")"`, wraps(segment.ErrSyntax)},
		{"open name", "`orders > 3", `column 1: a name without a backquote at its end`, wraps(segment.ErrSyntax)},
		{"reserved", `all > 3`, `column 1: unexpected "all"; expected a rule; a name that is a word of the language stands in backquotes`, wraps(segment.ErrSyntax)},
		{"quotes", `segment vip`, `column 9: unexpected "vip"; expected a text in double quotes`, wraps(segment.ErrSyntax)},
		{"arguments", `rule "longer than" {"letters":x}`, `column 20: arguments that are no JSON: invalid character 'x' looking for beginning of value`, wraps(segment.ErrSyntax)},
		{"flag", `opt_in = yes`, `column 10: yes is neither true nor false`, wraps(segment.ErrOperand)},
		{"not a number", `p_alive > NaN`, `column 11: NaN is not a number; expected a number such as 0.5`, wraps(segment.ErrOperand)},
		{"hexadecimal", `p_alive > 0x1p-2`, `column 11: 0x1p-2 is not a number; expected a number such as 0.5`, wraps(segment.ErrOperand)},
		{"kind", `orders contains "x"`, `column 8: "contains" does not go with orders, which is a whole number`, wraps(segment.ErrKind)},
		{"ratio", `ratio(spent, orders) > 1`, `column 1: there is no ratio of spent, which is an amount; expected fields of numbers`, wraps(segment.ErrKind)},
	} {
		rule, err := schema.Parse(w.text)
		if w.check(t, err); rule != nil {
			t.Errorf("%s: got %v", w.reason, rule)
		}
	}
}

// TestDepth finds out how deep rules may be nested, in all ways there are.
func TestDepth(t *testing.T) {
	schema := shopSchema(t)
	decode := func(text string) error { _, err := schema.DecodeRule([]byte(text)); return err }
	parse := func(text string) error { _, err := schema.Parse(text); return err }
	for _, tt := range []struct {
		reason           string
		read             func(string) error
		open, in, closed string
		most             int
	}{
		{"not", decode, `{"not":`, `{"segment":"a"}`, `}`, segment.MaxDepth - 1},
		{"all", decode, `{"all":[`, `{"segment":"a"}`, `]}`, segment.MaxDepth - 1},
		{"or else", decode, `{"field":`, `{"field":"orders","is":1}`, `,"orElse":1}`, 0},
		{"not", parse, `not `, `segment "a"`, ``, segment.MaxDepth - 1},
		{"all", parse, `all(`, `segment "a"`, `)`, segment.MaxDepth - 1},
		{"where", parse, `all(`, `count(purchases, where sku = "tea") > 1`, `)`, segment.MaxDepth - 2},
		{"parentheses", parse, `(`, `segment "a"`, `)`, 16*segment.MaxDepth - 1},
	} {
		nested := func(n int) error {
			return tt.read(strings.Repeat(tt.open, n) + tt.in + strings.Repeat(tt.closed, n))
		}
		if tt.most > 0 {
			if err := nested(tt.most); err != nil {
				t.Errorf("%s: %v", tt.reason, err)
			}
			if err := nested(tt.most + 1); !errors.Is(err, segment.ErrDepth) {
				t.Errorf("%s: %d in each other: %v", tt.reason, tt.most+1, err)
			}
		}
		if err := nested(100_000); !errors.Is(err, segment.ErrDepth) {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
	if err := decode(`{"field":"country","is":"` + strings.Repeat(`[\"{`, 5000) + `"}`); err != nil {
		t.Errorf("brackets in a text: %v", err)
	}
	orElse := func(n int, field string) string {
		return strings.Repeat(`{"field":`, n) + field + strings.Repeat(`,"orElse":1}`, n)
	}
	for reason, field := range map[string]func(n int) string{
		"or else": func(n int) string { return orElse(n, `"orders"`) },
		"ratio":   func(n int) string { return `{"ratio":[` + orElse(n-1, `"orders"`) + `,"orders"]}` },
		"under":   func(n int) string { return `{"ratio":["orders",` + orElse(n-1, `"orders"`) + `]}` },
		"events":  func(n int) string { return orElse(3, `{"sum":`+orElse(n-4, `"quantity"`)+`,"of":"purchases"}`) },
	} {
		for n, ok := range map[int]bool{9: true, 10: false} {
			if err := decode(`{"field":` + field(n) + `,"is":1}`); ok && err != nil || !ok && !errors.Is(err, segment.ErrDepth) {
				t.Errorf("%s: made %d times: %v", reason, n, err)
			}
		}
	}
}

// TestManyMistakes sees that a document of a hundred thousand mistakes is no
// trouble.
func TestManyMistakes(t *testing.T) {
	const many = 100_000
	text := `{"field":"orders","in":[` + strings.TrimSuffix(strings.Repeat(`"x",`, many), ",") + `]}`
	var mistakes segment.Mistakes
	if _, err := shopSchema(t).DecodeRule([]byte(text)); !errors.As(err, &mistakes) || len(mistakes) != many {
		t.Fatalf("%d mistakes", len(mistakes))
	}
	if last := mistakes[many-1]; last.Pointer != fmt.Sprintf("/in/%d", many-1) || last.Column != len(text)-4 {
		t.Errorf("the last is at %s, column %d", last.Pointer, last.Column)
	}
}
