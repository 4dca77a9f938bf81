package segment_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// shopperSchema returns what rules about shoppers speak of.
func shopperSchema() *segment.Schema[*Shopper] {
	schema, err := segment.NewSchema(
		segment.Text("country", func(c *Shopper) string { return c.Country }).OmitZero(),
		segment.Number("orders", func(c *Shopper) int { return c.Orders }),
		segment.Events("purchases", func(c *Shopper) []*Purchase { return c.Bought }, func(p *Purchase) time.Time { return p.At }).With(
			segment.Money("amount", func(p *Purchase) decimal.Decimal { return p.Amount }),
		),
		segment.RuleFunc("long name", func(c *Shopper) segment.Truth { return segment.TruthOf(len(c.Name) > 10) }),
	)
	if err != nil {
		panic(err)
	}
	return schema
}

func ExampleNewSchema() {
	country := segment.Text("country", func(c *Shopper) string { return c.Country })
	orders := segment.Number("orders", func(c *Shopper) int { return c.Orders })
	purchases := segment.Events("purchases", func(c *Shopper) []*Purchase { return c.Bought }, func(p *Purchase) time.Time { return p.At })
	amount := segment.Money("amount", func(p *Purchase) decimal.Decimal { return p.Amount })

	schema, err := segment.NewSchema(country, orders, purchases.With(amount))
	if err != nil {
		fmt.Println(err)
		return
	}
	rule, err := schema.Parse(`orders >= 3 and sum(amount of purchases, in last 1 year) > 99.50`)
	fmt.Println(rule, err)

	_, err = segment.NewSchema(orders, orders, orders.OrElse(0))
	fmt.Println(err)
	// Output:
	// orders >= 3 and sum(amount of purchases, in last P1Y) > 99.5 <nil>
	// segment.NewSchema: entry 1: two fields have the same name: "orders"
	// segment.NewSchema: entry 2: no entry of a schema: or_else(orders, 0) is made from other fields, which are entries themselves
}

func ExampleSchema_Decode() {
	stored := []byte(`{
	  "version": 1,
	  "segments": [
	    {"name": "regular", "label": {"en": "Regulars", "ja": "常連"},
	     "rule": {"all": [{"field": "orders", "atLeast": 3}, {"not": {"field": "country", "in": ["DE"]}}]}},
	    {"name": "big spender",
	     "rule": {"all": [{"segment": "regular"},
	                      {"field": {"sum": "amount", "of": "purchases", "inLast": "P90D"}, "atLeast": "100"}]}}
	  ]
	}`)
	segments, err := shopperSchema().Decode(stored)
	if err != nil {
		fmt.Println(err)
		return
	}
	set, err := segment.Compile(segments...)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range set.All() {
		fmt.Printf("%s: %v\n", s.In(retention.Japanese), s.Rule)
	}
	asOf := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	mio := &Shopper{Name: "Mio", Country: "JP", Orders: 4, Bought: []*Purchase{{At: asOf.AddDate(0, 0, -5), Amount: decimal.NewFromInt(120)}}}
	fmt.Println(set.AsOf(asOf, time.UTC).Is(mio, "big spender"))
	// Output:
	// 常連: orders >= 3 and country not in ("DE")
	// big spender: segment "regular" and sum(amount of purchases, in last P90D) >= 100
	// true <nil>
}

func ExampleSchema_Decode_mistakes() {
	_, err := shopperSchema().Decode([]byte(`{"version": 1, "segments": [
	  {"name": "regular", "rule": {"all": [{"field": "ordres", "atLeast": 3}, {"field": "country", "is": 49}]}},
	  {"name": "other", "rule": {"field": "orders", "atLest": 3}}
	]}`))
	fmt.Println(err)

	var mistakes segment.Mistakes
	if errors.As(err, &mistakes) {
		first := mistakes[0]
		fmt.Println(first.Pointer, first.Line, first.Meant, errors.Is(first, segment.ErrUnknown))
	}
	// Output:
	// segment: /segments/0/rule/all/0/field: no field "ordres"; did you mean "orders"?
	// segment: /segments/0/rule/all/1/is: 49 is not a text; expected a text in double quotes
	// segment: /segments/1/rule/atLest: unexpected key "atLest"; did you mean "atLeast"?
	// /segments/0/rule/all/0/field 2 orders true
}

func ExampleSchema_DecodeRule() {
	rule, err := shopperSchema().DecodeRule([]byte(`{"any": [{"rule": "long name"}, {"field": "country", "missing": true}]}`))
	fmt.Println(rule, err)
	// Output:
	// rule "long name" or country is missing <nil>
}

func ExampleSet_MarshalJSON() {
	country := segment.Text("country", func(c *Shopper) string { return c.Country })
	orders := segment.Number("orders", func(c *Shopper) int { return c.Orders })
	set, err := segment.Compile(
		segment.Segment[*Shopper]{
			Name:  "regular",
			Label: retention.Text{English: "Regulars", Japanese: "常連"},
			Rule:  orders.AtLeast(3),
		},
		segment.Segment[*Shopper]{
			Name: "regular abroad",
			Rule: segment.All(segment.Ref[*Shopper]("regular"), country.IsNot("JP")),
		},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	data, err := json.MarshalIndent(set, "", "  ")
	fmt.Println(string(data), err)
	// Output:
	// {
	//   "version": 1,
	//   "segments": [
	//     {
	//       "name": "regular",
	//       "label": {
	//         "en": "Regulars",
	//         "ja": "常連"
	//       },
	//       "rule": {
	//         "field": "orders",
	//         "atLeast": 3
	//       }
	//     },
	//     {
	//       "name": "regular abroad",
	//       "rule": {
	//         "all": [
	//           {
	//             "segment": "regular"
	//           },
	//           {
	//             "not": {
	//               "field": "country",
	//               "is": "JP"
	//             }
	//           }
	//         ]
	//       }
	//     }
	//   ]
	// } <nil>
}

func ExampleEncode() {
	orders := segment.Number("orders", func(c *Shopper) int { return c.Orders })
	data, err := segment.Encode(segment.Segment[*Shopper]{Name: "regular", Rule: orders.AtLeast(3)})
	fmt.Println(string(data), err)
	// Output:
	// {"version":1,"segments":[{"name":"regular","rule":{"field":"orders","atLeast":3}}]} <nil>
}

func ExampleEncodeRule() {
	country := segment.Text("country", func(c *Shopper) string { return c.Country })
	data, err := segment.EncodeRule(country.In("JP", "DE"))
	fmt.Println(string(data), err)
	// Output:
	// {"field":"country","in":["JP","DE"]} <nil>
}

func ExampleSchema_Parse() {
	schema := shopperSchema()
	rule, err := schema.Parse(`orders >= 3 and country in ("JP", "DE") or count(purchases, in last 90 days) > 2`)
	fmt.Println(rule, err)
	_, err = schema.Parse(`orders >= 3 and contry in ("JP", "DE")`)
	fmt.Println(err)
	_, err = schema.Parse(`orders => 3`)
	fmt.Println(err)
	// Output:
	// (orders >= 3 and country in ("JP", "DE")) or count(purchases, in last P90D) > 2 <nil>
	// segment: column 17: no field "contry"; did you mean "country"?
	// segment: column 8: unexpected "=>"; expected what is asked of the field, such as = or >=, in or is missing; did you mean ">="?
}

func ExampleFormat() {
	long := segment.RuleFunc("long name", func(c *Shopper) segment.Truth { return segment.TruthOf(len(c.Name) > 10) })
	fmt.Println(long)
	fmt.Println(segment.Format(long))
	// Output:
	// long name
	// rule "long name"
}

// nearby is a rule with an argument.
type nearby struct{ Country string }

func (r nearby) Test(c *Shopper, _ *segment.Moment) segment.Truth {
	return segment.TruthOf(c.Country == r.Country)
}
func (r nearby) String() string               { return "near " + r.Country }
func (r nearby) RuleName() string             { return "near" }
func (r nearby) MarshalJSON() ([]byte, error) { return json.Marshal(r.Country) }

func ExampleOwnRuleFrom() {
	schema, err := segment.NewSchema(segment.OwnRuleFrom("near", func(args json.RawMessage) (segment.Rule[*Shopper], error) {
		var r nearby
		err := json.Unmarshal(args, &r.Country)
		return r, err
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	data, err := segment.EncodeRule(segment.Not[*Shopper](nearby{"JP"}))
	fmt.Println(string(data), err)
	rule, err := schema.DecodeRule(data)
	fmt.Println(rule, err)
	// Output:
	// {"not":{"rule":"near","args":"JP"}} <nil>
	// not rule "near" "JP" <nil>
}
