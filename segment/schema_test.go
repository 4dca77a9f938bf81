package segment_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// longerThan is a rule of the caller's with an argument.
type longerThan struct{ letters int }

func (r longerThan) Test(c *customer, _ *segment.Moment) segment.Truth {
	return segment.TruthOf(len(c.ID) > r.letters)
}
func (r longerThan) String() string   { return fmt.Sprintf("ID of more than %d letters", r.letters) }
func (r longerThan) RuleName() string { return "longer than" }
func (r longerThan) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{ "letters": %d }`, r.letters), nil
}

func loadLongerThan(args json.RawMessage) (segment.Rule[*customer], error) {
	var r struct{ Letters *int }
	if err := json.Unmarshal(args, &r); err != nil {
		return nil, err
	}
	if r.Letters == nil {
		return nil, errors.New("letters are missing")
	}
	return longerThan{*r.Letters}, nil
}

// born is a rule of the caller's that is known by what it prints.
type born struct{ year int }

func (r born) Test(c *customer, _ *segment.Moment) segment.Truth {
	return segment.TruthOf(c.Birthday.Year() == r.year)
}
func (r born) String() string { return fmt.Sprintf("born in %d", r.year) }

// shopSchema returns the schema of the fields of shop_test.go.
func shopSchema(t testing.TB) *segment.Schema[*customer] {
	t.Helper()
	schema, err := segment.NewSchema(
		id, orders, pAlive, spent, country, rank, optIn, lastOrder, birthday, tags,
		purchases.With(sku, amount, quantity), longName,
		segment.OwnRule(born{2000}), segment.OwnRuleFrom("longer than", loadLongerThan),
	)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// storedRules are the rules of shop_test.go and those that these leave out.
func storedRules() *rapid.Generator[segment.Rule[*customer]] {
	more := rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
		s := someEvents().Draw(t, "events")
		percent := percents().Draw(t, "percent")
		switch rapid.IntRange(0, 9).Draw(t, "more") {
		case 0:
			return spent.Top(percent)
		case 1:
			return birthday.Bottom(percent)
		case 2:
			return id.Sample(percent, rapid.SampledFrom([]string{"", "spring", `"`}).Draw(t, "salt"))
		case 3:
			return longerThan{rapid.IntRange(0, 3).Draw(t, "letters")}
		case 4:
			return born{2000}
		case 5:
			return segment.Ref[*customer](rapid.SampledFrom([]string{"vip", `a "b"`}).Draw(t, "name"))
		case 6:
			return segment.Latest(s, sku.Field).OrElse("tea").Is("tea")
		case 7:
			return segment.Ratio(segment.Sum(s, quantity), s.Count().OrElse(1)).Above(1.5)
		case 8:
			return s.Last().DaysAgo().OrElse(1000).AtLeast(30)
		}
		return lastOrder.OrElse(now).Day().DaysAgo().Top(percent)
	})
	return rapid.OneOf(rules(3), rules(1), more, rapid.Map(more, segment.Not[*customer]),
		rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
			return segment.All(more.Draw(t, "one"), segment.Any(more.Draw(t, "two"), leaves().Draw(t, "three")))
		}))
}

// sameRule fails unless two rules print, encode and test the same.
func sameRule(t *rapid.T, got, want segment.Rule[*customer]) {
	t.Helper()
	if got.String() != want.String() {
		t.Fatalf("got  %v\nwant %v", got, want)
	}
	a, err := segment.EncodeRule(got)
	b, err2 := segment.EncodeRule(want)
	if err != nil || err2 != nil || string(a) != string(b) {
		t.Fatalf("got  %s, %v\nwant %s, %v", a, err, b, err2)
	}
	moment := segment.NewMoment(now, time.UTC)
	for range 5 {
		c := customers().Draw(t, "customer")
		if got, want := got.Test(c, moment), want.Test(c, moment); got != want {
			t.Fatalf("%s: got %v, want %v for %v", a, got, want, c)
		}
	}
}

// anyNames are ones that a text or a document has to escape.
func anyNames() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"vip", "常連", `"`, "a<b", "'; DROP TABLE customers; --", "\u2028", "\x00"}), rapid.StringN(1, 5, -1))
}

func TestDecodeIsTheOriginal(t *testing.T) {
	schema := shopSchema(t)
	rapid.Check(t, func(t *rapid.T) {
		want := []segment.Segment[*customer]{
			{Name: anyNames().Draw(t, "name"), Rule: storedRules().Draw(t, "rule"), Label: retention.Text{English: anyNames().Draw(t, "en"), Japanese: anyNames().Draw(t, "ja")}},
			{Name: anyNames().Draw(t, "name"), Rule: leaves().Draw(t, "rule")},
		}
		data, err := segment.Encode(want...)
		if err != nil {
			t.Fatal(err)
		}
		got, err := schema.Decode(data)
		if err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		for i, s := range got {
			if s.Name != want[i].Name || s.Label != want[i].Label {
				t.Errorf("got %q %v, want %q %v", s.Name, s.Label, want[i].Name, want[i].Label)
			}
			sameRule(t, s.Rule, want[i].Rule)
		}
		if again, err := segment.Encode(got...); err != nil || string(again) != string(data) {
			t.Errorf("got %s, %v, want %s", again, err, data)
		}
		if !json.Valid(data) {
			t.Errorf("no JSON: %s", data)
		}
	})
}

func TestParseIsTheOriginal(t *testing.T) {
	schema := shopSchema(t)
	rapid.Check(t, func(t *rapid.T) {
		want := storedRules().Draw(t, "rule")
		text := segment.Format(want)
		got, err := schema.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		sameRule(t, got, want)
	})
}

// TestDecodedFit compares the cuts of decoded rules about ranks.
func TestDecodedFit(t *testing.T) {
	schema := shopSchema(t)
	rapid.Check(t, func(t *rapid.T) {
		want := []segment.Segment[*customer]{
			{Name: "a", Rule: spent.Top(percents().Draw(t, "percent"))},
			{Name: "b", Rule: segment.Average(purchases, amount).Bottom(50)},
			{Name: "c", Rule: segment.Largest(purchases, quantity).Top(50)},
			{Name: "d", Rule: rank.Top(25)},
		}
		data, err := segment.Encode(want...)
		if err != nil {
			t.Fatal(err)
		}
		got, err := schema.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		everyone := rapid.SliceOfN(customers(), 1, 8).Draw(t, "customers")
		for i, c := range everyone {
			a, b := fittedView(t, want, everyone), fittedView(t, got, everyone)
			for s := range want {
				if a.Test(c, s) != b.Test(c, s) {
					t.Errorf("customer %d, %v: got %v, want %v", i, want[s].Rule, b.Test(c, s), a.Test(c, s))
				}
			}
		}
	})
}

func fittedView(t *rapid.T, segments []segment.Segment[*customer], everyone []*customer) segment.View[*customer] {
	set, err := segment.CompileAnyway(segments...)
	if err != nil {
		t.Fatal(err)
	}
	return set.AsOf(now, time.UTC).Fit(slices.Values(everyone)).AsOf(now, time.UTC)
}

func TestNewSchemaFaults(t *testing.T) {
	none := segment.Entry[*customer](nil)
	text := func(name string) segment.Entry[*customer] {
		return segment.Text(name, func(c *customer) string { return c.ID })
	}
	for _, tt := range []struct {
		reason  string
		entries []segment.Entry[*customer]
		want    []error
	}{
		{"nothing is a vocabulary too", nil, nil},
		{"nil", []segment.Entry[*customer]{none}, []error{segment.ErrEntry}},
		{"nil rule", []segment.Entry[*customer]{(*segment.Custom[*customer])(nil)}, []error{segment.ErrEntry}},
		{"nil rule, wrapped", []segment.Entry[*customer]{segment.OwnRule[*customer](nil)}, []error{segment.ErrEntry}},
		{"rule of the package", []segment.Entry[*customer]{segment.OwnRule(orders.Above(3))}, []error{segment.ErrEntry}},
		{"rule with arguments", []segment.Entry[*customer]{segment.OwnRule[*customer](longerThan{3})}, []error{segment.ErrEntry}},
		{"nil function", []segment.Entry[*customer]{segment.OwnRuleFrom[*customer]("x", nil)}, []error{segment.ErrEntry}},
		{"empty name", []segment.Entry[*customer]{text("")}, []error{segment.ErrEntry}},
		{"name that is no text", []segment.Entry[*customer]{text("\xff")}, []error{segment.ErrEntry}},
		{"same name", []segment.Entry[*customer]{text("x"), text("x")}, []error{segment.ErrField}},
		{"field and events of a name", []segment.Entry[*customer]{text("purchases"), purchases}, []error{segment.ErrField}},
		{"same rule", []segment.Entry[*customer]{longName, longName}, []error{segment.ErrField}},
		{"empty rule", []segment.Entry[*customer]{segment.OwnRuleFrom("", loadLongerThan)}, []error{segment.ErrEntry}},
		{"zero field", []segment.Entry[*customer]{segment.Field[*customer, int]{}}, []error{segment.ErrEntry}},
		{"zero tags", []segment.Entry[*customer]{segment.TagsField[*customer, string]{}}, []error{segment.ErrEntry}},
		{"zero events", []segment.Entry[*customer]{segment.EventsField[*customer, *purchase]{}}, []error{segment.ErrEntry}},
		{"made field", []segment.Entry[*customer]{orders.OrElse(1)}, []error{segment.ErrEntry}},
		{"counted field", []segment.Entry[*customer]{purchases.Count()}, []error{segment.ErrEntry}},
		{"some events", []segment.Entry[*customer]{purchases.InLast(retention.Span{Days: 1})}, []error{segment.ErrEntry}},
		{"events' own", []segment.Entry[*customer]{purchases.With(sku, sku)}, []error{segment.ErrField}},
		{"all of it", []segment.Entry[*customer]{none, longName, longName, text("")}, []error{segment.ErrEntry, segment.ErrField}},
	} {
		schema, err := segment.NewSchema(tt.entries...)
		if (err == nil) != (len(tt.want) == 0) || (schema == nil) != (err != nil) {
			t.Errorf("%s: got %v", tt.reason, err)
		}
		for _, want := range tt.want {
			if !errors.Is(err, want) {
				t.Errorf("%s: got %v, want %v", tt.reason, err, want)
			}
		}
	}
}

func TestNewSchemaNamesTheEntry(t *testing.T) {
	_, err := segment.NewSchema(orders, purchases.With(sku, amount, sku), orders)
	want := strings.Join([]string{
		`segment.NewSchema: entry 1: entry 2 of events "purchases": two fields have the same name: "sku"`,
		`segment.NewSchema: entry 2: two fields have the same name: "orders"`,
	}, "\n")
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func cents(n int64) decimal.Decimal { return decimal.New(n, -2) }

// Amounts are written and read with up to 100 digits.
func TestSchemaLongAmounts(t *testing.T) {
	schema := shopSchema(t)
	for digits, ok := range map[int]bool{100: true, 101: false} {
		for _, amount := range []string{strings.Repeat("9", digits), "-0." + strings.Repeat("0", digits-2) + "1"} {
			rule := spent.Above(dec(amount))
			got, err := schema.Parse(rule.String())
			if (err == nil) != ok || ok && got.String() != rule.String() {
				t.Errorf("%d digits: %v, %v", digits, got, err)
			}
		}
	}
}
