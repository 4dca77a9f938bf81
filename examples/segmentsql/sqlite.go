package main

import (
	"database/sql"
	"encoding/json"
	"time"

	_ "github.com/mattn/go-sqlite3"
	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention/segment"
)

// Money is in cents, days are texts, tags a JSON array, and times are as the
// table says: their columns have no type, so that they keep either. The tier's
// collation is one that a comparison by bytes has to set aside.
const sqliteTables = `
CREATE TEMPORARY TABLE customers (
	id         TEXT PRIMARY KEY,
	country    TEXT,
	tier       TEXT NOT NULL COLLATE NOCASE,
	orders     INTEGER,
	spent      INTEGER,
	paid       REAL,
	opt_in     BOOLEAN,
	last_order,
	birthday   TEXT,
	tags       TEXT
);
CREATE TEMPORARY TABLE purchases (
	id          INTEGER PRIMARY KEY,
	customer_id TEXT NOT NULL,
	at          NOT NULL,
	sku         TEXT COLLATE RTRIM,
	amount      INTEGER,
	quantity    INTEGER NOT NULL,
	gift        BOOLEAN
);
CREATE INDEX purchases_of_customer ON purchases (customer_id, at);
CREATE TEMPORARY TABLE returns (
	id          INTEGER PRIMARY KEY,
	purchase_id INTEGER NOT NULL,
	at          NOT NULL,
	quantity    INTEGER NOT NULL
);
CREATE INDEX returns_of_purchase ON returns (purchase_id, at);`

// openSQLite returns an empty shop in memory, with times kept in a way.
func openSQLite(times segment.Times) (*database, error) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(sqliteTables); err != nil {
		db.Close()
		return nil, err
	}
	shop := &database{DB: db, table: sqliteTable}
	shop.table.Times = times
	shop.customer = func(c Customer) ([]any, error) { return sqliteCustomer(times, c) }
	shop.purchase = func(customer string, p Purchase) []any {
		return []any{p.ID, customer, encode(times, p.At), p.SKU, cents(p.Amount), p.Quantity, p.Gift}
	}
	shop.returned = func(purchase int64, r Return) []any { return []any{r.ID, purchase, encode(times, r.At), r.Quantity} }
	return shop, nil
}

func sqliteCustomer(times segment.Times, c Customer) ([]any, error) {
	var lastOrder, birthday, tags any
	if c.LastOrder != nil {
		lastOrder = encode(times, *c.LastOrder)
	}
	if c.Birthday != nil {
		birthday = c.Birthday.String()
	}
	if c.Tags != nil {
		text, err := json.Marshal(c.Tags)
		if err != nil {
			return nil, err
		}
		tags = string(text)
	}
	return []any{c.ID, c.Country, c.Tier, c.Orders, cents(c.Spent), c.Paid, c.OptIn, lastOrder, birthday, tags}, nil
}

// encode returns a time as a column holds it.
func encode(times segment.Times, t time.Time) any {
	switch t = t.UTC(); times {
	case segment.UnixSeconds:
		return t.Unix()
	case segment.UnixMillis:
		return t.UnixMilli()
	case segment.UnixMicros:
		return t.UnixMicro()
	case segment.RFC3339Seconds:
		return t.Format("2006-01-02T15:04:05Z")
	case segment.RFC3339Millis:
		return t.Format("2006-01-02T15:04:05.000Z")
	}
	return t.Format("2006-01-02T15:04:05.000000Z")
}

// cents returns an amount as SQLite holds it.
func cents(amount *decimal.Decimal) *int64 {
	if amount == nil {
		return nil
	}
	return new(amount.Shift(2).IntPart())
}
