package segment_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

func ExampleView_Where() {
	country := segment.Text("country", func(c *Shopper) string { return c.Country })
	sales := segment.Events("sales", func(c *Shopper) []*Purchase { return c.Bought }, func(p *Purchase) time.Time { return p.At })
	amount := segment.Money("amount", func(p *Purchase) decimal.Decimal { return p.Amount })

	lately := sales.InLast(retention.Span{Days: 90})
	set, err := segment.Compile(segment.Segment[*Shopper]{
		Name: "good customers in Japan",
		Rule: segment.All(country.Is("JP"), segment.Sum(lately, amount).AtLeast(decimal.NewFromInt(500))),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	view := set.AsOf(time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC), time.UTC)

	where, args, err := view.Where("good customers in Japan", segment.Table{
		Dialect:  segment.SQLite,
		Decimals: 2, // amounts are in cents
		Columns:  map[string]segment.Column{"country": {Name: "land"}},
		Events:   map[string]segment.EventTable{"sales": {Key: "customer"}},
	})
	fmt.Println(where)
	fmt.Println(args, err)
	// Output:
	// ("customers"."land" COLLATE BINARY = ? AND (SELECT CASE WHEN COUNT(*) = COUNT("e1"."amount") THEN COALESCE(SUM("e1"."amount"), 0) END >= ? FROM "sales" AS "e1" WHERE "e1"."customer" = "customers"."id" AND "e1"."at" <= ? AND "e1"."at" > ?))
	// [JP 50000 1772323200 1764547200] <nil>
}
