package segment_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// TestWords holds the forms of the two languages to each other, one by one.
func TestWords(t *testing.T) {
	schema := shopSchema(t)
	for _, tt := range []struct{ json, text string }{
		{`{"all":[{"field":"orders","atLeast":3},{"field":"country","in":["JP","DE"]}]}`, `orders >= 3 and country in ("JP", "DE")`},
		{`{"any":[{"all":[{"segment":"a"},{"segment":"b"}]},{"segment":"c"}]}`, `(segment "a" and segment "b") or segment "c"`},
		{`{"not":{"all":[{"segment":"a"},{"segment":"b"}]}}`, `not (segment "a" and segment "b")`},
		{`{"all":[{"segment":"a"}]}`, `all(segment "a")`},
		{`{"any":[{"not":{"segment":"a"}}]}`, `any(not segment "a")`},
		{`{"not":{"field":"orders","is":3}}`, `orders != 3`},
		{`{"not":{"not":{"field":"orders","is":3}}}`, `not orders != 3`},
		{`{"not":{"field":"country","in":["JP"]}}`, `country not in ("JP")`},
		{`{"not":{"field":"country","missing":true}}`, `country is not missing`},
		{`{"field":"country","missing":true}`, `country is missing`},
		{`{"field":"spent","inRange":["-1.5","12"]}`, `spent in [-1.5, 12)`},
		{`{"field":"p_alive","above":1e+06}`, `p_alive > 1e+06`},
		{`{"field":"p_alive","below":0.25}`, `p_alive < 0.25`},
		{`{"field":"opt_in","is":true}`, `opt_in = true`},
		{`{"field":"country","contains":"<\"\n"}`, `country contains "<\"\n"`},
		{`{"field":"country","startsWith":"日"}`, `country starts with "日"`},
		{`{"field":"country","endsWith":""}`, `country ends with ""`},
		{`{"field":"tags","has":"vip"}`, `tags has "vip"`},
		{`{"not":{"field":"tags","hasAny":["vip",""]}}`, `not tags has any ("vip", "")`},
		{`{"field":"tags","hasAll":["vip"]}`, `tags has all ("vip")`},
		{`{"field":"last_order","inLast":"P90D"}`, `last_order in last P90D`},
		{`{"field":"last_order","inNext":"PT36H"}`, `last_order in next PT36H`},
		{`{"field":"birthday","olderThan":"P1Y6M"}`, `birthday older than P1Y6M`},
		{`{"field":"birthday","anniversaryIn":1}`, `birthday anniversary in 1 day`},
		{`{"field":"birthday","anniversaryIn":7}`, `birthday anniversary in 7 days`},
		{`{"field":"birthday","is":"2000-02-29"}`, `birthday = 2000-02-29`},
		{`{"field":"last_order","atMost":"2026-01-01T00:00:00.5Z"}`, `last_order <= 2026-01-01T00:00:00.5Z`},
		{`{"field":"spent","top":12.5}`, `spent in top 12.5%`},
		{`{"field":"spent","bottom":10}`, `spent in bottom 10%`},
		{`{"field":"id","sample":{"percent":10,"salt":"spring"}}`, `id in sample 10% "spring"`},
		{`{"rule":"long ID"}`, `rule "long ID"`},
		{`{"rule":"longer than","args":{"letters":2}}`, `rule "longer than" {"letters":2}`},
		{`{"field":{"field":"orders","orElse":0},"is":0}`, `or_else(orders, 0) = 0`},
		{`{"field":{"size":"tags"},"above":2}`, `size(tags) > 2`},
		{`{"field":{"daysAgo":"last_order"},"above":2}`, `days_ago(last_order) > 2`},
		{`{"field":{"daysAgo":"birthday"},"above":2}`, `days_ago(birthday) > 2`},
		{`{"field":{"daysAgo":{"field":{"day":"last_order"},"orElse":"2026-01-01"}},"above":2}`, `days_ago(or_else(day(last_order), 2026-01-01)) > 2`},
		{`{"field":{"ratio":["orders",{"count":"purchases"}]},"above":0.5}`, `ratio(orders, count(purchases)) > 0.5`},
		{`{"field":{"first":"purchases"},"missing":true}`, `first(purchases) is missing`},
		{`{"field":{"last":"purchases","inLast":"P7D"},"missing":true}`, `last(purchases, in last P7D) is missing`},
		{`{"field":{"latest":"sku","of":"purchases"},"is":"tea"}`, `latest(sku of purchases) = "tea"`},
		{`{"field":{"sum":"amount","of":"purchases","where":{"any":[{"field":"sku","is":"tea"},{"field":"quantity","above":1}]},"inLast":"P90D","since":"2025-01-01T00:00:00Z","before":"2027-01-01T00:00:00Z"},"atLeast":"12.5"}`,
			`sum(amount of purchases, where sku = "tea" or quantity > 1, in last P90D, since 2025-01-01T00:00:00Z, before 2027-01-01T00:00:00Z) >= 12.5`},
		{`{"followed":"purchases","by":{"events":"purchases","where":{"field":"sku","is":"tea"}},"within":"P14D"}`, `followed(purchases, by purchases, where sku = "tea", within P14D)`},
	} {
		fromJSON, err := schema.DecodeRule([]byte(tt.json))
		if err != nil {
			t.Errorf("%s: %v", tt.json, err)
			continue
		}
		fromText, err := schema.Parse(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		for _, rule := range []segment.Rule[*customer]{fromJSON, fromText} {
			if diff := cmp.Diff(tt.text, segment.Format(rule)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			data, err := segment.EncodeRule(rule)
			if diff := cmp.Diff(tt.json, string(data)); diff != "" || err != nil {
				t.Errorf("%v, JSON (-want +got):\n%s", err, diff)
			}
		}
	}
}

// TestAlsoRead has what is read and never written so.
func TestAlsoRead(t *testing.T) {
	schema := shopSchema(t)
	for _, tt := range []struct{ reason, read, want string }{
		{"amounts as numbers", `{"field":"spent","is":12.50}`, `spent = 12.5`},
		{"every digit of them", `{"field":"spent","is":0.1000000000000000055511151231257827}`, `spent = 0.1000000000000000055511151231257827`},
		{"one of a list", `{"field":"tags","hasAny":["vip"]}`, `tags has "vip"`},
		{"any zone", `{"field":"last_order","is":"2026-03-01T09:00:00+09:00"}`, `last_order = 2026-03-01T00:00:00Z`},
		{"weeks", `{"field":"last_order","inLast":"P2W"}`, `last_order in last P14D`},
		{"the day in between", `{"field":{"daysAgo":{"day":"last_order"}},"is":1}`, `days_ago(last_order) = 1`},
		{"any order", `{"atLeast":3,"field":"orders"}`, `orders >= 3`},
		{"sums of largest", `{"field":{"largest":"quantity","of":"purchases"},"is":3}`, `largest(quantity of purchases) = 3`},
		{"precedence", `segment "a" or segment "b" and not segment "c"`, `segment "a" or (segment "b" and not segment "c")`},
		{"parentheses", `((orders > (3)))`, ``},
		{"spans in words", `last_order in last 90 days or last_order in last 1 month and birthday older than 18 years`, `last_order in last P90D or (last_order in last P1M and birthday older than P18Y)`},
		{"no space", `orders>=3 and(country="JP")or not(tags has"vip")`, `(orders >= 3 and country = "JP") or not tags has "vip"`},
		{"much space", " orders\n\t>= 3 \r\n", `orders >= 3`},
		{"quotes", `birthday = "2000-02-29" and spent > "1.5"`, `birthday = 2000-02-29 and spent > 1.5`},
		{"backquotes", "`orders` > 3", `orders > 3`},
	} {
		read := schema.Parse
		if strings.HasPrefix(tt.read, "{") {
			read = func(text string) (segment.Rule[*customer], error) { return schema.DecodeRule([]byte(text)) }
		}
		rule, err := read(tt.read)
		if tt.want == "" {
			if err == nil {
				t.Errorf("%s: got %v", tt.reason, rule)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tt.reason, err)
			continue
		}
		if diff := cmp.Diff(tt.want, segment.Format(rule)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

// TestReadFields asks a customer for what every kind of field is made of.
func TestReadFields(t *testing.T) {
	schema, two := shopSchema(t), 2
	c := &customer{
		ID: "abc", Orders: &two, PAlive: 0.5, Country: "JP", LastOrder: now.AddDate(0, 0, -3), Birthday: retention.NewDate(2000, time.March, 3), Tags: []string{"a", "b", "a"},
		Purchases: []*purchase{
			{now.AddDate(0, 0, -20), "cup", new(decimal.Decimal), 1},
			{now.AddDate(0, 0, -9), "tea", new(decimal.Decimal), 7},
			{now.AddDate(0, 0, -2), "pot", new(decimal.Decimal), 4},
		},
	}
	for i, cents := range []int64{300, 100, 250} {
		*c.Purchases[i].Amount = decimal.New(cents, -2)
	}
	for _, text := range []string{
		`count(purchases) = 3`, `count(purchases, in last 10 days) = 2`, `count(purchases, since 2026-02-20T09:30:00Z) = 2`,
		`count(purchases, before 2026-02-20T09:30:00Z) = 1`, `count(purchases, where quantity > 3 and sku != "pot") = 1`,
		`first(purchases) = 2026-02-09T09:30:00Z`, `last(purchases) = 2026-02-27T09:30:00Z`,
		`sum(quantity of purchases) = 12`, `sum(amount of purchases) = 6.5`,
		`average(quantity of purchases) = 4`, `average(amount of purchases, in last P10D) = 1.75`,
		`smallest(quantity of purchases) = 1`, `smallest(amount of purchases) = 1`, `smallest(sku of purchases) = "cup"`,
		`largest(quantity of purchases) = 7`, `largest(amount of purchases) = 3`, `largest(sku of purchases) = "tea"`,
		`latest(quantity of purchases) = 4`, `latest(amount of purchases) = 2.5`, `latest(sku of purchases) = "pot"`,
		`size(tags) = 2`, `day(last_order) = 2026-02-26`, `days_ago(last_order) = 3`, `days_ago(birthday) = 9494`,
		`ratio(orders, size(tags)) = 1`, `ratio(orders, p_alive) = 4`, `ratio(p_alive, orders) = 0.25`, `ratio(p_alive, p_alive) = 1`,
		`or_else(spent, 2.5) = 2.5`, `or_else(orders, 5) = 2`, `spent is missing`, `orders is not missing`,
		`birthday anniversary in 3 days`, `not birthday anniversary in 2 days`, `last_order in last P4D`, `not last_order in last P3D`,
		`last_order older than P3D`, `not last_order in next P30D`, `not last_order older than P4D`, `not birthday in next P3D`,
		`country starts with "J"`, `country ends with "P"`, `country contains "P"`, `not country starts with "P"`, `not country ends with "J"`,
		`tags has any ("b", "c")`, `not tags has all ("b", "c")`, `tags has all ("a", "b")`, `tags has all ("a")`,
		`orders in [2, 3)`, `not orders in [1, 2)`, `orders > 1`, `orders >= 2`, `orders < 3`, `orders <= 2`, `orders in (1, 2)`, `orders not in (1, 3)`,
		`followed(purchases, where sku = "cup", by purchases, where sku = "tea", within P11D)`,
		`not followed(purchases, where sku = "tea", by purchases, where sku = "cup", within P30D)`,
		`not followed(purchases, where sku = "cup", by purchases, where sku = "tea", within P10D)`,
		`id in sample 100% "x"`, `rule "longer than" {"letters":2}`, `not rule "longer than" {"letters":3}`, `not rule "long ID" or rule "born in 2000"`,
	} {
		rule, err := schema.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := rule.Test(c, segment.NewMoment(now, time.UTC)); got != segment.True {
			t.Errorf("%s is %v", text, got)
		}
	}
}

// TestAnyName stores rules about fields and events of whatever name.
func TestAnyName(t *testing.T) {
	for _, name := range []string{
		"all", "and", "any", "by", "followed", "not", "of", "or", "or_else", "rule", "segment", "where", "in", "is", "has", "count", "sum",
		"missing", "last", "true", "null", "within", "a b", "`", "``a`", "a.b", "1a", "注文数", "\"", "\n", "x-y", "_", "\x00", "é", "e\u0301", "field",
	} {
		field := segment.Number(name, func(c *customer) int { return len(c.ID) })
		events := segment.Events(name+"s", func(c *customer) []*purchase { return c.Purchases }, func(p *purchase) time.Time { return p.At })
		inner := segment.Number(name, func(p *purchase) int { return p.Quantity })
		schema, err := segment.NewSchema(field, events.With(inner))
		if err != nil {
			t.Fatal(err)
		}
		want := segment.All(field.Above(3), segment.Not(field.IsMissing()), segment.Ratio(field, field).Is(1),
			segment.Sum(events.Where(inner.Is(1)), inner).Above(1), segment.Followed(events, events, retention.Span{Days: 1}))
		got, err := schema.Parse(want.String())
		if err != nil || got.String() != want.String() {
			t.Errorf("%q: got %v, %v, want %v", name, got, err, want)
		}
		data, err := segment.EncodeRule(want)
		if err != nil {
			t.Fatal(err)
		}
		if got, err = schema.DecodeRule(data); err != nil || got.String() != want.String() {
			t.Errorf("%q: got %v, %v, want %v", name, got, err, want)
		}
	}
}

// TestSmallTypes reads values for fields of types that do not hold them all.
func TestSmallTypes(t *testing.T) {
	level := segment.Number("level", func(c *customer) int8 { return int8(len(c.ID)) })
	share := segment.Number("share", func(*customer) float32 { return 0.1 })
	schema, err := segment.NewSchema(level, share)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := schema.Parse(`level in (1, 300)`); !errors.Is(err, segment.ErrOperand) || !strings.Contains(err.Error(), "column 14: 300 is out of the field's range") {
		t.Error(err)
	}
	if _, err := schema.Parse(`or_else(share, 1e300) > 1`); !errors.Is(err, segment.ErrOperand) {
		t.Error(err)
	}
	rule, err := schema.Parse(`share = 0.1 and ratio(level, level) = 1 and or_else(share, 0.5) = 0.1`)
	if err != nil {
		t.Fatal(err)
	}
	if got := rule.Test(&customer{ID: "abc"}, segment.NewMoment(now, time.UTC)); got != segment.True {
		t.Errorf("%v is %v", rule, got)
	}
}

// TestEventsOfEvents stores rules about what happened to what happened.
func TestEventsOfEvents(t *testing.T) {
	type scan struct {
		at    time.Time
		place string
	}
	scans := segment.Events("scans", func(p *purchase) []*scan { return []*scan{{p.At, p.SKU}} }, func(s *scan) time.Time { return s.at })
	place := segment.Text("place", func(s *scan) string { return s.place })
	schema, err := segment.NewSchema(purchases.With(scans.With(place), sku))
	if err != nil {
		t.Fatal(err)
	}
	want := purchases.Where(segment.All(scans.Where(place.Is("tea")).Some(), sku.Is("tea"))).Count().AtLeast(1)
	data, err := segment.EncodeRule(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := schema.DecodeRule(data)
	if err != nil {
		t.Fatal(err)
	}
	c := &customer{Purchases: []*purchase{{At: now, SKU: "tea"}}}
	if got.String() != want.String() || got.Test(c, segment.NewMoment(now, time.UTC)) != segment.True {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err := schema.Parse(`count(purchases, where count(scans, where plaec = "tea") > 1) > 1`); err == nil || !strings.Contains(err.Error(), `no field "plaec" of scans; did you mean "place"?`) {
		t.Error(err)
	}
}

func TestEncodeErrors(t *testing.T) {
	for _, tt := range []struct {
		reason string
		rule   segment.Rule[*customer]
		want   error
	}{
		{"no rule", nil, segment.ErrNoRule},
		{"no part", segment.All[*customer](nil), segment.ErrNoRule},
		{"NaN", pAlive.Is(math.NaN()), segment.ErrOperand},
		{"infinity", pAlive.OrElse(math.Inf(1)).Is(1), segment.ErrOperand},
		{"bytes", country.Contains("\xff"), segment.ErrOperand},
		{"name", segment.Ref[*customer]("\xff"), segment.ErrOperand},
		{"large amount", spent.Is(decimal.New(1, 1<<30)), segment.ErrOperand},
		{"small amount", spent.Is(decimal.New(1, -1<<30)), segment.ErrOperand},
		{"late time", lastOrder.Below(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)), segment.ErrOperand},
		{"early day", birthday.Above(retention.NewDate(0, 1, 1)), segment.ErrOperand},
	} {
		if data, err := segment.EncodeRule(tt.rule); !errors.Is(err, tt.want) || data != nil {
			t.Errorf("%s: got %s, %v, want %v", tt.reason, data, err, tt.want)
		}
		if data, err := segment.Encode(segment.Segment[*customer]{Name: "it", Rule: tt.rule}); !errors.Is(err, tt.want) || !strings.Contains(err.Error(), `"it"`) || data != nil {
			t.Errorf("%s: got %s, %v, want %v", tt.reason, data, err, tt.want)
		}
	}
}
