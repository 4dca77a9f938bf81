package loyalty_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// faultsData is one of each kind, with every field set, and the JSON of each.
var faultsData = []struct {
	data loyalty.Data
	want string
}{
	{loyalty.Order{
		ID: "o1", Shipping: dec("500"), Discount: dec("100"), PointsPaid: dec("30"), Currency: "USD", Rate: dec("151.25"), Settled: true, Tags: []string{"app"},
		Lines: []loyalty.Line{{ID: "l1", SKU: "s", Category: "c", Labels: []string{"new"}, Quantity: dec("2"), Amount: dec("19.80"), Discount: dec("1"), Tax: dec("1.98"), GiftCard: true}},
	}, `"order":{"id":"o1","lines":[{"id":"l1","sku":"s","category":"c","labels":["new"],"quantity":"2","amount":"19.8","discount":"1","tax":"1.98","gift_card":true}],` +
		`"shipping":"500","discount":"100","points_paid":"30","currency":"USD","rate":"151.25","settled":true,"tags":["app"]}`},
	{loyalty.Activity{Kind: "visit", Ref: "v1", Void: true, Amount: dec("3"), Counts: map[string]decimal.Decimal{"nights": dec("3")}, Tags: []string{"spa"}},
		`"activity":{"kind":"visit","ref":"v1","void":true,"amount":"3","counts":{"nights":"3"},"tags":["spa"]}`},
	{loyalty.Referral{Member: "natsu", Order: "o9", Amount: dec("3000"), Settled: day("2026-04-15"), Version: 7},
		`"referral":{"member":"natsu","order":"o9","amount":"3000","settled":"2026-04-15T00:00:00+09:00","version":7}`},
	{loyalty.Settle{Kind: "order", Ref: "o1"}, `"settle":{"kind":"order","ref":"o1"}`},
	{loyalty.Redeem{Points: 100, Wallet: "limited", Order: "o1", Total: dec("1000")}, `"redeem":{"points":100,"wallet":"limited","order":"o1","total":"1000"}`},
	{loyalty.Hold{Points: 1<<53 + 1, Wallet: "limited", Until: day("2026-04-02"), Order: "o1", Total: dec("1000")},
		`"hold":{"points":"9007199254740993","wallet":"limited","until":"2026-04-02T00:00:00+09:00","order":"o1","total":"1000"}`},
	{loyalty.Commit{Hold: "h", Points: 5}, `"commit":{"hold":"h","points":5}`},
	{loyalty.Release{Hold: "h"}, `"release":{"hold":"h"}`},
	{loyalty.Cancel{Redemption: "r", Points: 5}, `"cancel":{"redemption":"r","points":5}`},
	{loyalty.Adjust{Points: -5, Wallet: "limited", Closes: day("2026-04-02"), Reason: "sorry"}, `"adjust":{"points":-5,"wallet":"limited","closes":"2026-04-02T00:00:00+09:00","reason":"sorry"}`},
	{loyalty.Extend{Lots: []uint64{2, 7}, Wallet: "limited", Closes: day("2026-04-02"), Reason: "storm"},
		`"extend":{"lots":[2,7],"wallet":"limited","closes":"2026-04-02T00:00:00+09:00","reason":"storm"}`},
	{loyalty.Transfer{To: "aki", Points: 5, Wallet: "limited", Undo: "t"}, `"transfer":{"to":"aki","points":5,"wallet":"limited","undo":"t"}`},
	{loyalty.SetTier{Tier: "gold", Until: day("2026-04-02"), Exact: true, Reason: "match"}, `"set_tier":{"tier":"gold","until":"2026-04-02T00:00:00+09:00","exact":true,"reason":"match"}`},
	{loyalty.Enrol{Birthday: "02-29", Referrer: "aki"}, `"enrol":{"birthday":"02-29","referrer":"aki"}`},
	{loyalty.Close{Reason: "left"}, `"close":{"reason":"left"}`},
}

func TestEventJSON(t *testing.T) {
	at := day("2026-04-01").Add(1500 * time.Microsecond)
	for _, tt := range faultsData {
		ev := loyalty.Event{ID: "7", At: at, Posted: at.Add(time.Hour), Data: tt.data}
		want := `{"id":"7","at":"2026-03-31T15:00:00.0015Z","posted":"2026-03-31T16:00:00.0015Z",` + tt.want + `}`
		text, err := json.Marshal(ev)
		if err != nil {
			t.Errorf("%T: %v", tt.data, err)
		}
		if diff := cmp.Diff(want, string(text)); diff != "" {
			t.Errorf("%T (-want +got):\n%s", tt.data, diff)
		}
		var got loyalty.Event
		if err := json.Unmarshal(text, &got); err != nil {
			t.Errorf("%T: %v", tt.data, err)
		}
		if diff := cmp.Diff(ev, got); diff != "" {
			t.Errorf("%T (-want +got):\n%s", tt.data, diff)
		}
	}
}

// An event as Decision.Follow has it can wait in an outbox.
func TestFollowJSON(t *testing.T) {
	want := loyalty.Follow{Account: "aki", Event: loyalty.Event{ID: "1", At: day("2026-04-01"), Data: loyalty.Close{}}}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(text); got != `{"account":"aki","event":{"id":"1","at":"2026-03-31T15:00:00Z","close":{}}}` {
		t.Error(got)
	}
	var got loyalty.Follow
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEventJSONRefuses(t *testing.T) {
	const head = `{"id":"7","at":"2026-04-01T00:00:00Z",`
	for _, tt := range []struct{ reason, text, want string }{
		{"a list", `[]`, `event "": not an encoding of this package: no JSON object`},
		{"nothing", ``, `event "": not an encoding of this package: EOF`},
		{"the half", `{"id":"7"`, `event "": not an encoding of this package: no JSON object`},
		{"two events", head + `"close":{}}{}`, `event "": not an encoding of this package: no JSON object`},
		{"no data", `{"id":"7","at":"2026-04-01T00:00:00Z"}`, `event "7": not an encoding of this package: no data`},
		{"data of two kinds", head + `"close":{},"settle":{}}`, `settle: a second kind of data`},
		{"data of no kind", head + `"closed":{}}`, `unknown field "closed"`},
		{"capital letters", head + `"Close":{}}`, `unknown field "Close"`},
		{"the ID last", `{"at":"","close":{},"id":"7"}`, `event "7": not an encoding of this package: at: `},
		{"an ID twice", `{"id":"7","id":"8","close":{}}`, `"id" comes twice`},
		{"many fields", `{"a":1,"b":2,"c":3,"d":4,"e":5}`, `"e": more fields than an event has`},
		{"no time", head + `"posted":"yesterday","close":{}}`, `event "7": not an encoding of this package: posted: `},
		{"a number as ID", `{"id":7,"close":{}}`, `event "": not an encoding of this package: id: `},
		{"null", head + `"close":null}`, `close: null`},
		{"an unknown field within", head + `"order":{"id":"a","line":[]}}`, `event "7": not an encoding of this package: order: unknown field "line"`},
		{"an amount in other letters", head + `"order":{"id":"a","lines":[{"Amount":"1"}]}}`, `order.lines[0]: unknown field "Amount", which is spelt "amount"`},
		{"points twice", head + `"redeem":{"points":1,"points":2}}`, `redeem: "points" comes twice`},
		{"a count twice", head + `"activity":{"kind":"a","counts":{"b":"1","b":"2"}}}`, `activity.counts: "b" comes twice`},
		{"a nothing of five thousand digits", head + `"redeem":{"points":1,"total":"0e-5000"}}`, `redeem.total: `},
		{"half a point", head + `"redeem":{"points":0.5}}`, `points "0.5": not a whole number`},
		{"too many points", head + `"redeem":{"points":9223372036854775808}}`, `redeem: `},
		{"an amount too large", head + `"order":{"id":"a","lines":[{"amount":"1"},{"amount":"1e30"}]}}`, `event "7": not an encoding of this package: order.lines[1].amount: `},
		{"a count too fine", head + `"activity":{"kind":"a","counts":{"b":"1e-13"}}}`, `activity.counts["b"]: `},
		{"not UTF-8", head + "\"close\":{\"reason\":\"\xff\"}}", `event "7": not an encoding of this package: close: a text that is not UTF-8`},
	} {
		got := loyalty.Event{ID: "before"}
		err := got.UnmarshalJSON([]byte(tt.text))
		if !errors.Is(err, loyalty.ErrEncoding) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.reason, err, tt.want)
		}
		if got.ID != "before" {
			t.Errorf("%s: the event was changed", tt.reason)
		}
	}
}

func TestEventMarshalRefuses(t *testing.T) {
	lmt := time.FixedZone("LMT", 9*3600+18*60+59)
	for _, tt := range []struct {
		reason string
		event  loyalty.Event
		want   string
	}{
		{"no data", loyalty.Event{ID: "7"}, `event "7": not an encoding of this package: its data is <nil>`},
		{"a pointer, which no engine takes", loyalty.Event{ID: "7", Data: &loyalty.Close{}}, `its data is *loyalty.Close`},
		{"not UTF-8", loyalty.Event{ID: "7", Data: loyalty.Order{ID: "a", Tags: []string{"b", "\xff"}}}, `order.tags[1]: a text that is not UTF-8`},
		{"a name that is not UTF-8", loyalty.Event{ID: "7", Data: loyalty.Activity{Kind: "a", Counts: map[string]decimal.Decimal{"\xff": dec("1")}}}, `activity.counts["\xff"]: a text that is not UTF-8`},
		{"an ID that is not UTF-8", loyalty.Event{ID: "\xff", Data: loyalty.Close{}}, `id: a text that is not UTF-8`},
		{"an amount that no memory holds", loyalty.Event{ID: "7", Data: loyalty.Redeem{Total: faultsHuge}}, `redeem.total: `},
		{"a time without a text", loyalty.Event{ID: "7", Data: loyalty.Hold{Until: day("2026-01-01").In(lmt)}}, `hold.until: `},
		{"after all years", loyalty.Event{ID: "7", At: day("2026-01-01").AddDate(9000, 0, 0), Data: loyalty.Close{}}, `year outside`},
	} {
		_, err := json.Marshal(tt.event)
		if !errors.Is(err, loyalty.ErrEncoding) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.reason, err, tt.want)
		}
	}
}

func faultsDrawText(t *rapid.T) string {
	return rapid.OneOf(rapid.SampledFrom([]string{"", "a", "limited", "order", "ゴールド", "\x00", "<&>\u2028", `\ufffd`, "�"}), rapid.String()).Draw(t, "text")
}

func faultsDrawMoney(t *rapid.T) loyalty.Money {
	return decimal.New(rapid.Int64Range(-1e6, 1e9).Draw(t, "units"), rapid.Int32Range(-6, 3).Draw(t, "exponent"))
}

func faultsDrawTime(t *rapid.T) time.Time {
	if rapid.IntRange(0, 4).Draw(t, "zero") == 0 {
		return time.Time{}
	}
	at := time.Unix(rapid.Int64Range(-2e9, 1e11).Draw(t, "second"), rapid.Int64Range(0, 999999999).Draw(t, "nanosecond"))
	return at.In(rapid.SampledFrom([]*time.Location{time.UTC, time.FixedZone("", 9*3600), time.FixedZone("", -5400)}).Draw(t, "zone"))
}

func faultsDrawTexts(t *rapid.T) (list []string) {
	for range rapid.IntRange(0, 3).Draw(t, "texts") {
		list = append(list, faultsDrawText(t))
	}
	return list
}

func faultsDrawData(t *rapid.T) loyalty.Data {
	points := loyalty.Points(rapid.OneOf(rapid.Int64Range(-5, 500), rapid.Int64()).Draw(t, "points"))
	flag := rapid.Bool().Draw(t, "flag")
	switch rapid.IntRange(0, len(faultsData)-1).Draw(t, "kind") {
	case 0:
		o := loyalty.Order{ID: faultsDrawText(t), Shipping: faultsDrawMoney(t), Discount: faultsDrawMoney(t), PointsPaid: faultsDrawMoney(t), Currency: faultsDrawText(t), Rate: faultsDrawMoney(t), Settled: flag, Tags: faultsDrawTexts(t)}
		for range rapid.IntRange(0, 3).Draw(t, "lines") {
			o.Lines = append(o.Lines, loyalty.Line{
				ID: faultsDrawText(t), SKU: faultsDrawText(t), Category: faultsDrawText(t), Labels: faultsDrawTexts(t), Quantity: faultsDrawMoney(t), Amount: faultsDrawMoney(t),
				Discount: faultsDrawMoney(t), Tax: faultsDrawMoney(t), GiftCard: flag,
			})
		}
		return o
	case 1:
		a := loyalty.Activity{Kind: faultsDrawText(t), Ref: faultsDrawText(t), Void: flag, Amount: faultsDrawMoney(t), Tags: faultsDrawTexts(t)}
		for _, metric := range faultsDrawTexts(t) {
			if a.Counts == nil {
				a.Counts = map[string]decimal.Decimal{}
			}
			a.Counts[metric] = faultsDrawMoney(t)
		}
		return a
	case 2:
		return loyalty.Referral{Member: faultsDrawText(t), Order: faultsDrawText(t), Amount: faultsDrawMoney(t), Settled: faultsDrawTime(t), Version: rapid.Uint64().Draw(t, "version")}
	case 3:
		return loyalty.Settle{Kind: faultsDrawText(t), Ref: faultsDrawText(t)}
	case 4:
		return loyalty.Redeem{Points: points, Wallet: faultsDrawText(t), Order: faultsDrawText(t), Total: faultsDrawMoney(t)}
	case 5:
		return loyalty.Hold{Points: points, Wallet: faultsDrawText(t), Until: faultsDrawTime(t), Order: faultsDrawText(t), Total: faultsDrawMoney(t)}
	case 6:
		return loyalty.Commit{Hold: faultsDrawText(t), Points: points}
	case 7:
		return loyalty.Release{Hold: faultsDrawText(t)}
	case 8:
		return loyalty.Cancel{Redemption: faultsDrawText(t), Points: points}
	case 9:
		return loyalty.Adjust{Points: points, Wallet: faultsDrawText(t), Closes: faultsDrawTime(t), Reason: faultsDrawText(t)}
	case 10:
		return loyalty.Extend{Lots: rapid.SliceOfN(rapid.Uint64(), 0, 3).Draw(t, "lots"), Wallet: faultsDrawText(t), Closes: faultsDrawTime(t), Reason: faultsDrawText(t)}
	case 11:
		return loyalty.Transfer{To: faultsDrawText(t), Points: points, Wallet: faultsDrawText(t), Undo: faultsDrawText(t)}
	case 12:
		return loyalty.SetTier{Tier: faultsDrawText(t), Until: faultsDrawTime(t), Exact: flag, Reason: faultsDrawText(t)}
	case 13:
		return loyalty.Enrol{Birthday: faultsDrawText(t), Referrer: faultsDrawText(t)}
	}
	return loyalty.Close{Reason: faultsDrawText(t)}
}

// An event that comes back from JSON is the one that went: equal, and with the
// same fingerprint, so that an engine that knows it calls it a duplicate.
func TestEventJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ev := loyalty.Event{ID: faultsDrawText(t), At: faultsDrawTime(t), Posted: faultsDrawTime(t), Data: faultsDrawData(t)}
		text, err := json.Marshal(ev)
		if err != nil {
			t.Fatal(err)
		}
		var got loyalty.Event
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		if diff := cmp.Diff(ev, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if loyalty.Fingerprint(ev) != loyalty.Fingerprint(got) {
			t.Fatalf("another fingerprint: %s", text)
		}
		again, err := json.Marshal(got)
		if err != nil || string(again) != string(text) {
			t.Fatalf("%v: %s became %s", err, text, again)
		}
	})
}

func FuzzEventJSON(f *testing.F) {
	for _, tt := range faultsData {
		text, err := json.Marshal(loyalty.Event{ID: "7", At: day("2026-04-01"), Data: tt.data})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"id":"7","redeem":{"points":"1","total":"12345678901234567890123e9000"}}`))
	f.Add([]byte(`{"at":"2026-04-01T00:00:00+23:59","id":"\ud800","order":{"ID":"a","id":"b","lines":[null,{}]}}`))
	e := compile(f, simple())
	f.Fuzz(func(t *testing.T, text []byte) {
		var ev, got loyalty.Event
		if err := ev.UnmarshalJSON(text); err != nil {
			if !errors.Is(err, loyalty.ErrEncoding) {
				t.Fatalf("which error is %v", err)
			}
			return
		}
		again, err := json.Marshal(ev)
		if err != nil {
			if strings.Contains(err.Error(), "year outside of range") { // at, told in UTC
				return
			}
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &got); err != nil {
			t.Fatalf("%v: %s", err, again)
		}
		if loyalty.Fingerprint(ev) != loyalty.Fingerprint(got) {
			t.Fatalf("another fingerprint: %s", again)
		}
		e.Decide(loyalty.NewAccount("haru"), ev)
	})
}

// What no ledger counts with is refused, and at once: 10 to the billionth is
// never written out.
func TestHugeNumbersAreRefused(t *testing.T) {
	twenty := decimal.NewFromBigInt(dec("12345678901234567891").BigInt(), 1<<30)
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Burn = []loyalty.BurnRule{{Worth: dec("1"), Share: dec("0.5")}}
	}))
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-04-01"), order("o", "100000"))
	for _, number := range []decimal.Decimal{faultsHuge, faultsHuge.Neg(), twenty, decimal.New(1, -1<<30)} {
		for _, data := range []loyalty.Data{
			loyalty.Order{ID: "x", Shipping: number}, loyalty.Order{ID: "x", Rate: number}, loyalty.Order{ID: "x", Currency: "USD", Rate: number},
			loyalty.Order{ID: "x", Lines: []loyalty.Line{{Amount: number}}}, loyalty.Redeem{Points: 1, Total: number},
			loyalty.Hold{Points: 1, Total: number, Until: day("2027-01-01")}, loyalty.Referral{Member: "x", Amount: number},
			loyalty.Activity{Kind: "x", Amount: number}, loyalty.Activity{Kind: "x", Counts: map[string]decimal.Decimal{"a": number}},
		} {
			_, err := e.Decide(a, loyalty.Event{ID: "2", At: day("2026-04-02"), Data: data})
			if !errors.Is(err, loyalty.ErrEvent) && !errors.Is(err, loyalty.ErrCurrency) {
				t.Errorf("%T with %d × 10^%d: %v", data, number.CoefficientInt64(), number.Exponent(), err)
			}
		}
	}
}

// No text that is not UTF-8 gets into a ledger, whichever field brings it.
func TestEntriesAreUTF8(t *testing.T) {
	e := faultsStoredEngine(t)
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-01-01"), loyalty.Adjust{Points: 1000})
	a = apply(t, e, a, "2", day("2026-01-01"), order("o1", "1000"))
	a = apply(t, e, a, "l", day("2026-01-01"), loyalty.Adjust{Points: 1000, Wallet: "limited"})
	fields := 0
	for _, tt := range faultsData {
		for i := range reflect.TypeOf(tt.data).NumField() {
			data := reflect.New(reflect.TypeOf(tt.data)).Elem()
			data.Set(reflect.ValueOf(tt.data))
			if points := data.FieldByName("Points"); points.IsValid() {
				points.SetInt(1)
			}
			if lots := data.FieldByName("Lots"); lots.IsValid() {
				lots.SetZero()
			}
			switch f := data.Field(i); f.Interface().(type) {
			case string:
				f.SetString("\xff")
			case map[string]decimal.Decimal:
				f.Set(reflect.ValueOf(map[string]decimal.Decimal{"\xff": dec("1")}))
			default:
				continue
			}
			fields++
			d, _ := e.Decide(a, loyalty.Event{ID: "3", At: day("2026-01-02"), Data: data.Interface().(loyalty.Data)})
			for _, entry := range d.Entries {
				for _, text := range []string{entry.Wallet, entry.Kind, entry.Ref, entry.Tier, entry.Metric, entry.Reason} {
					if !utf8.ValidString(text) {
						t.Errorf("%T.%s: %+v", tt.data, data.Type().Field(i).Name, entry)
					}
				}
			}
		}
	}
	if fields < 20 {
		t.Errorf("only %d fields were tried", fields)
	}
}

// Of many things wrong with an event always the same one is told.
func TestErrorsDoNotDependOnMaps(t *testing.T) {
	e := compile(t, simple())
	counts := map[string]decimal.Decimal{}
	for i := range 20 {
		counts[fmt.Sprint("m", i)] = dec("-1")
	}
	huges := map[string]decimal.Decimal{}
	for i := range 20 {
		huges[fmt.Sprint("m", i)] = faultsHuge
	}
	told := map[string]bool{}
	for range 50 {
		_, err := e.Decide(loyalty.NewAccount("haru"), loyalty.Event{ID: "1", At: day("2026-01-01"), Data: loyalty.Activity{Kind: "a", Counts: counts}})
		told[fmt.Sprint(err)] = true
		_, err = json.Marshal(loyalty.Event{ID: "1", Data: loyalty.Activity{Kind: "a", Counts: huges}})
		told[fmt.Sprint(err)] = true
	}
	if len(told) != 2 {
		t.Errorf("got %d errors, want 2: %v", len(told), told)
	}
}

// Equal numbers have one fingerprint, however they are written.
func TestFingerprintOfNumbers(t *testing.T) {
	of := func(text string) int64 {
		return loyalty.Fingerprint(loyalty.Event{ID: "1", Data: loyalty.Redeem{Total: dec(text)}})
	}
	seen := map[int64]string{}
	for _, equal := range [][]string{
		{"1.5", "1.50", "1.50000000000000000000000"}, {"0", "0.00", "0e20"}, {"10000000000000000000000", "1e22"}, {"-1.5", "-1.500"},
		{"12345678901234567891", "12345678901234567891.00"}, {"123456789012345678910", "12345678901234567891e1"}, {"15"}, {"1.5e-3"},
	} {
		for _, text := range equal {
			if of(text) != of(equal[0]) {
				t.Errorf("%s is not %s", text, equal[0])
			}
		}
		if other, ok := seen[of(equal[0])]; ok {
			t.Errorf("%s is %s", equal[0], other)
		}
		seen[of(equal[0])] = equal[0]
	}
}

func ExampleEvent_MarshalJSON() {
	event := loyalty.Event{ID: "return/881", At: day("2026-04-09"), Data: loyalty.Order{ID: "881"}}
	text, err := json.Marshal(event)
	fmt.Println(string(text), err)

	var read loyalty.Event
	fmt.Println(json.Unmarshal([]byte(`{"id":"redeem/17","at":"2026-04-09T10:00:00+09:00","redeem":{"point":100}}`), &read))
	// Output:
	// {"id":"return/881","at":"2026-04-08T15:00:00Z","order":{"id":"881"}} <nil>
	// loyalty: event "redeem/17": not an encoding of this package: redeem: unknown field "point"
}
