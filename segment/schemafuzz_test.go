package segment_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// hostileTexts are texts that broke programs before.
var hostileTexts = []string{
	"", "\x00", "\xff", `\ud800`, `\ud83d\ude00`, "NaN", "Infinity", "1e999", "-1e999", "1e-999", "-0", "0x1p-2", "1_000", "null",
	"'; DROP TABLE customers; --", `" or 1 = 1 --`, "${jndi:ldap://x}", "\u2028", "\u202e", "😀", "999999999999999999999999",
	strings.Repeat("[", 20000), strings.Repeat(`{"not":`, 20000), strings.Repeat("(", 20000), strings.Repeat("not ", 20000),
	"P9223372036854775807Y", "0000-01-01", "9999-12-31T23:59:59.999999999-23:59", "\ufeff",
}

// oneOfEach are rules, of which there is one of each form.
func oneOfEach() []segment.Rule[*customer] {
	week := retention.Span{Days: 7}
	tea := purchases.Where(sku.Is("tea")).InLast(week).Since(now.AddDate(-1, 0, 0)).Before(now)
	return []segment.Rule[*customer]{
		segment.All(orders.AtLeast(3), segment.Any(country.In("JP", "日本"), segment.Not(tags.Has("wholesale")))),
		segment.Any(segment.Ref[*customer]("vip"), longName, longerThan{2}),
		segment.Sum(tea, amount).Is(cents(1250)), segment.Average(tea, quantity).Below(cents(100)), segment.Latest(tea, sku.Field).IsMissing(),
		segment.Followed(tea, purchases, week), tea.First().InNext(week), tea.Last().DaysAgo().OrElse(100).Above(3),
		segment.Ratio(orders, tags.Count()).InRange(0.5, 1e9), pAlive.Top(33.3), id.Sample(10, "spring"), spent.IsNot(cents(-5)),
		birthday.AnniversaryIn(7), birthday.OlderThan(week), lastOrder.Is(now), lastOrder.Day().AtMost(retention.NewDate(2026, time.March, 1)),
		country.Contains("a"), country.HasPrefix("b"), country.HasSuffix("c"), tags.HasAny("a", "b"), tags.HasAll("c"), optIn.IsTrue(),
	}
}

func FuzzDecode(f *testing.F) {
	schema := shopSchema(f)
	for _, rule := range oneOfEach() {
		data, err := segment.Encode(segment.Segment[*customer]{Name: "it", Rule: rule, Label: retention.Text{English: "It"}})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, text := range hostileTexts {
		quoted, _ := json.Marshal(text)
		for _, value := range []string{text, string(quoted), `"` + text + `"`} {
			f.Add([]byte(value))
			for _, field := range []string{"orders", "p_alive", "spent", "country", "last_order"} {
				f.Add([]byte(`{"version":1,"segments":[{"name":` + value + `,"rule":{"field":"` + field + `","is":` + value + `,"is":1}}]}`))
				f.Add([]byte(`{"version":1,"segments":[{"name":"a","rule":{"field":"` + field + `","atLeast":` + value + `}}]}`))
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		segments, err := schema.Decode(data)
		if err != nil {
			located(t, string(data), err)
			return
		}
		want, err := segment.Encode(segments...)
		if err != nil {
			t.Fatal(err)
		}
		again, err := schema.Decode(want)
		if err != nil {
			t.Fatalf("%s: %v", want, err)
		}
		if got, err := segment.Encode(again...); err != nil || string(got) != string(want) {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
		for _, s := range segments {
			reparsed(t, schema, s.Rule)
		}
	})
}

func FuzzParse(f *testing.F) {
	schema := shopSchema(f)
	for _, rule := range oneOfEach() {
		f.Add(segment.Format(rule))
	}
	for _, text := range hostileTexts {
		for _, before := range []string{"", "orders > ", "spent in (1, ", "country = ", `country = "`, "last_order in last ", "`", "rule \"longer than\" ", "count(purchases, where "} {
			f.Add(before + text)
			f.Add(before + text + `")`)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := schema.Parse(text)
		if err != nil {
			located(t, text, err)
			return
		}
		reparsed(t, schema, rule)
		data, err := segment.EncodeRule(rule)
		if err != nil {
			t.Fatal(err)
		}
		again, err := schema.DecodeRule(data)
		if err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if got, want := segment.Format(again), segment.Format(rule); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

// reparsed fails unless what a rule prints is read and prints the same.
func reparsed(t *testing.T, schema *segment.Schema[*customer], rule segment.Rule[*customer]) {
	t.Helper()
	want := segment.Format(rule)
	again, err := schema.Parse(want)
	if err != nil {
		t.Fatalf("%s: %v", want, err)
	}
	if got := segment.Format(again); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// located fails unless an error is Mistakes that lie in the text, in order.
func located(t *testing.T, text string, err error) {
	t.Helper()
	var mistakes segment.Mistakes
	if !errors.As(err, &mistakes) || len(mistakes) == 0 {
		t.Fatalf("no mistakes: %v", err)
	}
	before := 0
	for _, m := range mistakes {
		if m.Offset < before || m.Offset > len(text) || m.Line < 1 || m.Column < 1 || m.Problem == "" || m.Err == nil {
			t.Errorf("mistake %+v", m)
		}
		before = m.Offset
	}
}
