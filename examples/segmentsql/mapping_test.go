package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

type special struct {
	name string
	rule segment.Rule[Customer]
	// Where there is no such SQL: in SQLite, in a zone with clock changes.
	notSQLite, notChanging bool
}

// specials are rules that random ones leave out, as not all can be said in both
// databases and in every zone.
func specials() []special {
	month := retention.Span{Months: 1}
	s := []special{
		{name: "anniversary of a time's day", rule: lastOrder.Day().AnniversaryIn(40), notChanging: true},
		{name: "ratio of days", rule: segment.Ratio(lastOrder.DaysAgo(), orders).AtLeast(10), notChanging: true},
		{name: "ratio of days, or else", rule: segment.Ratio(lastOrder.OrElse(now).DaysAgo(), tags.Count()).Below(30), notChanging: true},
		{name: "average of days", rule: segment.Average(purchases, boughtAt.DaysAgo()).Above(decimal.New(181, 0)), notChanging: true},
		{name: "smallest day", rule: segment.Smallest(purchases, boughtAt.Day().Field).AtMost(retention.NewDate(2027, 6, 30)), notChanging: true},
		{name: "ratio of floats", rule: segment.Ratio(orders, paid.OrElse(2.5)).Above(0.7)},
		{name: "followed within days", rule: segment.Followed(purchases, purchases.Where(quantity.Above(1)), retention.Span{Days: 3, Exact: time.Hour}), notChanging: true},
		{name: "followed within months", rule: segment.Followed(purchases, purchases, month), notSQLite: true, notChanging: true},
		{name: "followed within months of late", rule: segment.Followed(purchases.Since(now.AddDate(0, 0, -60)), purchases, month), notSQLite: true},
		{name: "followed within days of late", rule: segment.Followed(purchases.InLast(retention.Span{Days: 60}), purchases, retention.Span{Days: 7})},
		{name: "chain longer than SQLite's depth", rule: segment.Any(manyRules(3000)...)},
		{name: "many values", rule: country.In(manyWords(3000)...)},
		{name: "deep", rule: nested(segment.MaxDepth - 1)},
	}
	for _, percent := range []float64{0.001, 10, 50, 99.9, 100} {
		s = append(s, special{name: fmt.Sprint("sample of ", percent), rule: id.Sample(percent, "salt's \\ \x00"), notSQLite: true})
	}
	s = append(s, special{name: "sample or else", rule: country.OrElse("none").Sample(30, ""), notSQLite: true})
	return s
}

func manyRules(n int) []segment.Rule[Customer] {
	rules := make([]segment.Rule[Customer], n)
	for i := range rules {
		rules[i] = orders.Is(i * 2)
	}
	return rules
}

func manyWords(n int) []string {
	words := []string{"DE", "日本"}
	for i := range n {
		words = append(words, fmt.Sprint("word ", i))
	}
	return words
}

func nested(depth int) segment.Rule[Customer] {
	rule := orders.Is(3)
	for i := range depth - 1 {
		if i%2 == 0 {
			rule = segment.Not(rule)
		} else {
			rule = segment.All(rule, country.IsKnown())
		}
	}
	return rule
}

func TestSpecialRules(t *testing.T) {
	shop := wildShop(2, 400)
	onEach(t, func(t *testing.T, db *database) {
		db.mustLoad(t, shop)
		for _, zone := range zones {
			for _, s := range specials() {
				// New York and the like change clocks, and Tokyo did once; since
				// New Year only Cairo and the like might.
				can := !(s.notSQLite && db.table.Dialect == segment.SQLite)
				changes := zone != "UTC" && zone != "+05:45"
				if db.table.Dialect == segment.SQLite || strings.HasPrefix(s.name, "followed") {
					can = can && !(s.notChanging && changes)
				}
				t.Run(zone+"/"+s.name, func(t *testing.T) {
					view := viewOf(t, shop, now, zoneOf(t, zone), segment.Segment[Customer]{Name: "it", Rule: s.rule})
					where, args, err := view.Where("it", db.table)
					if !can {
						if !errors.Is(err, segment.ErrNotSQL) {
							t.Fatalf("error %v", err)
						}
						return
					}
					if err != nil {
						t.Fatal(err)
					}
					got, err := db.verdicts("id", where, "customers", args)
					if err != nil {
						t.Fatal(err)
					}
					sameVerdicts(t, view, "it", shop, got, where, args)
				})
			}
		}
	})
}

// oddTables are the shop under names that need quoting, with some values in
// another form.
var oddTables = map[segment.Dialect]string{
	segment.SQLite: `
CREATE TEMPORARY TABLE "the ""shop""" AS SELECT
	id AS "i'd", country AS "'; DROP TABLE customers; --", tier AS "co""l", spent * 10 AS "select",
	orders, last_order / 1000000 AS "last order", tags, 1 AS "?", opt_in FROM customers;
CREATE TEMPORARY TABLE "e1; --" AS SELECT
	customer_id AS "$1", strftime('%Y-%m-%dT%H:%M:%SZ', at / 1000000, 'unixepoch') AS "at?", sku, amount, quantity FROM purchases;`,
	segment.PostgreSQL: `
CREATE TEMPORARY TABLE "the ""shop""" AS SELECT
	id AS "i'd", country AS "'; DROP TABLE customers; --", tier AS "co""l", spent AS "select",
	orders, date_trunc('second', last_order) AS "last order", to_jsonb(tags) AS tags, 1 AS "?", opt_in FROM customers;
CREATE TEMPORARY TABLE "e1; --" AS SELECT
	customer_id AS "$1", date_trunc('second', at) AS "at?", sku, amount, quantity FROM purchases;`,
}

// oddTable leads to them.
func oddTable(d segment.Dialect) segment.Table {
	schema := "temp"
	if d == segment.PostgreSQL {
		schema = "pg_temp"
	}
	return segment.Table{
		Dialect:    d,
		Name:       "e1",
		Decimals:   2,
		FirstParam: 2,
		Columns: map[string]segment.Column{
			"country":    {Name: "'; DROP TABLE customers; --"},
			"tier":       {Name: `co"l`},
			"spent":      {Name: "select", Decimals: new(3)},
			"orders":     {Expr: `CASE WHEN "?" = 1 THEN orders END`},
			"last_order": {Name: "last order", Times: segment.UnixSeconds},
			"tags":       {JSON: true},
		},
		Events: map[string]segment.EventTable{"purchases": {
			Schema:  schema,
			Name:    "e1; --",
			Key:     "$1",
			Of:      "i'd",
			Time:    segment.Column{Name: "at?", Times: segment.RFC3339Seconds},
			Columns: map[string]segment.Column{"quantity": {Expr: "quantity + 0"}},
			KnownIf: "e1.opt_in",
		}},
	}
}

// TestOddNames asks about columns that are hard to name.
func TestOddNames(t *testing.T) {
	shop := rounded(wildShop(3, 400), segment.UnixSeconds)
	s := purchases.KnownIf(func(c Customer) bool { return c.OptIn != nil && *c.OptIn })
	rules := []segment.Rule[Customer]{
		country.Contains("D"), country.Is(`'; DROP TABLE customers; --`), tier.Is(`"`), tier.HasSuffix(`\`),
		spent.Above(decimal.New(12345, -3)), spent.Is(decimal.New(-2, 0)), orders.AtLeast(4), orders.IsMissing(),
		lastOrder.InLast(retention.Span{Days: 90}), lastOrder.Above(now.AddDate(0, -2, 0).Add(1)),
		tags.Has("a"), tags.HasAny("'", "$1", `"`), tags.HasAll("a", "A", "a"), tags.Count().AtLeast(2), tags.IsMissing(), tags.Count().OmitZero().IsMissing(),
		s.Count().AtLeast(2), s.Some(), s.None(), s.Where(sku.Is(`'`)).Some(), segment.Sum(s, quantity).AtLeast(4), segment.Sum(s, quantity).IsMissing(),
		segment.Sum(s, amount).OrElse(decimal.Zero).Above(decimal.Zero), segment.Average(s, quantity).Above(decimal.New(14, -1)), segment.Average(s, quantity).IsMissing(),
		s.Last().InLast(retention.Span{Days: 30}), segment.Latest(s, quantity).Is(2), segment.Latest(s, sku.Field).IsMissing(), segment.Latest(s, sku.Field).AtLeast("a"),
		segment.Followed(s, s.Where(quantity.Above(1)), retention.Span{Exact: 200 * time.Hour}),
	}
	onEach(t, func(t *testing.T, db *database) {
		db.mustLoad(t, shop)
		if _, err := db.Exec(oddTables[db.table.Dialect]); err != nil {
			t.Fatal(err)
		}
		for _, rule := range rules {
			view := viewOf(t, shop, now, time.UTC, segment.Segment[Customer]{Name: "it", Rule: rule})
			where, args, err := view.Where("it", oddTable(db.table.Dialect))
			if err != nil {
				t.Fatal(err)
			}
			args = append([]any{"customer"}, args...) // the condition begins with $2
			got, err := db.verdicts(`"i'd"`, "CAST("+db.placeholder(1)+` AS text) IS NOT NULL AND (`+where+`)`, `"the ""shop""" AS e1`, args)
			if err != nil {
				t.Fatal(err)
			}
			sameVerdicts(t, view, "it", shop, got, where, args)
		}
	})
}

// TestValuesStayOut looks for values in the text of a condition, which is the same
// whatever a rule compares with.
func TestValuesStayOut(t *testing.T) {
	shop := wildShop(4, 100)
	onEach(t, func(t *testing.T, db *database) {
		db.mustLoad(t, shop)
		texts := map[string]bool{}
		for _, word := range wildWords {
			if word == "" {
				continue // which needs no comparing with
			}
			rule := segment.Any(country.Is(word), tier.In(word, "x"), country.Contains(word), tier.HasPrefix(word), country.HasSuffix(word),
				country.OrElse(word).Is("x"), segment.Largest(purchases, sku.OrElse(word).Field).Is(word), tags.Has(word), tags.HasAll(word, "x"))
			view := viewOf(t, shop, now, time.UTC, segment.Segment[Customer]{Name: "it", Rule: rule})
			where, args, err := view.Where("it", db.table)
			if err != nil {
				t.Fatal(err)
			}
			texts[where] = true
			got, err := db.verdicts("id", where, "customers", args)
			if err != nil {
				t.Fatal(err)
			}
			sameVerdicts(t, view, "it", shop, got, where, args)
		}
		if len(texts) != 1 {
			t.Errorf("%d texts of one condition", len(texts))
		}
		left, err := db.members("1 = 1", nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(len(shop), len(left)); diff != "" {
			t.Errorf("customers (-want +got):\n%s", diff)
		}
	})
}
