package main

import (
	"database/sql"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention/segment"
)

// The collations are ones that a comparison by bytes has to set aside: the
// first sorts as people do, and to the second upper and lower case are one.
const postgresTables = `
CREATE COLLATION pg_temp.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TEMPORARY TABLE customers (
	id         text PRIMARY KEY,
	country    text COLLATE "und-x-icu",
	tier       text NOT NULL COLLATE pg_temp.nocase,
	orders     bigint,
	spent      numeric(14, 2),
	paid       double precision,
	opt_in     boolean,
	last_order timestamptz,
	birthday   date,
	tags       text[] COLLATE "und-x-icu"
);
CREATE TEMPORARY TABLE purchases (
	id          bigint PRIMARY KEY,
	customer_id text NOT NULL,
	at          timestamptz NOT NULL,
	sku         varchar(80) COLLATE "und-x-icu",
	amount      numeric(14, 2),
	quantity    smallint NOT NULL,
	gift        boolean
);
CREATE INDEX ON purchases (customer_id, at);
CREATE TEMPORARY TABLE returns (
	id          bigint PRIMARY KEY,
	purchase_id bigint NOT NULL,
	at          timestamptz NOT NULL,
	quantity    integer NOT NULL
);
CREATE INDEX ON returns (purchase_id, at);`

// postgres returns an empty shop in a PostgreSQL server. The test is skipped
// where there is none.
func postgres(t *testing.T) *database {
	t.Helper()
	db, err := sql.Open("pgx", server.address(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(postgresTables); err != nil {
		t.Fatal(err)
	}
	return &database{
		DB:       db,
		table:    segment.Table{Events: eventTables},
		customer: postgresCustomer,
		purchase: func(customer string, p Purchase) []any {
			return []any{p.ID, customer, p.At, p.SKU, number(p.Amount), p.Quantity, p.Gift}
		},
		returned: func(purchase int64, r Return) []any { return []any{r.ID, purchase, r.At, r.Quantity} },
	}
}

func postgresCustomer(c Customer) ([]any, error) {
	var birthday any
	if c.Birthday != nil {
		birthday = c.Birthday.String()
	}
	return []any{c.ID, c.Country, c.Tier, c.Orders, number(c.Spent), c.Paid, c.OptIn, c.LastOrder, birthday, c.Tags}, nil
}

// number returns an amount as the text of a numeric.
func number(amount *decimal.Decimal) *string {
	if amount == nil {
		return nil
	}
	return new(amount.String())
}
