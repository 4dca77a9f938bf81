package main

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// A Customer is a row of the shop. A nil field is NULL in the database.
type Customer struct {
	ID        string
	Country   *string
	Tier      string
	Orders    *int64
	Spent     *decimal.Decimal // two digits after the point
	Paid      *float64         // now and then NaN or infinite, which a rule takes for missing
	OptIn     *bool
	LastOrder *time.Time
	Birthday  *retention.Date
	Tags      []string // nil is NULL, unlike the empty list
	Purchases []Purchase
}

// A Purchase is something that a customer did.
type Purchase struct {
	ID       int64
	At       time.Time
	SKU      *string
	Amount   *decimal.Decimal // two digits after the point
	Quantity int64
	Gift     *bool
	Returns  []Return
}

// A Return is something that came of a purchase.
type Return struct {
	ID       int64
	At       time.Time
	Quantity int64
}

// The fields that rules are made from. Each is missing where the column is NULL.
var (
	id        = segment.Text("id", func(c Customer) string { return c.ID })
	country   = segment.Text("country", func(c Customer) string { return *c.Country }).KnownIf(func(c Customer) bool { return c.Country != nil })
	tier      = segment.Text("tier", func(c Customer) string { return c.Tier })
	orders    = segment.Number("orders", func(c Customer) int { return int(*c.Orders) }).KnownIf(func(c Customer) bool { return c.Orders != nil })
	spent     = segment.Money("spent", func(c Customer) decimal.Decimal { return *c.Spent }).KnownIf(func(c Customer) bool { return c.Spent != nil })
	paid      = segment.Number("paid", func(c Customer) float64 { return *c.Paid }).KnownIf(func(c Customer) bool { return c.Paid != nil })
	optIn     = segment.Flag("opt_in", func(c Customer) bool { return *c.OptIn }).KnownIf(func(c Customer) bool { return c.OptIn != nil })
	lastOrder = segment.Time("last_order", func(c Customer) time.Time { return *c.LastOrder }).KnownIf(func(c Customer) bool { return c.LastOrder != nil })
	birthday  = segment.Day("birthday", func(c Customer) retention.Date { return *c.Birthday }).KnownIf(func(c Customer) bool { return c.Birthday != nil })
	tags      = segment.Tags("tags", func(c Customer) []string { return c.Tags }).KnownIf(func(c Customer) bool { return c.Tags != nil })

	purchases = segment.Events("purchases", func(c Customer) []Purchase { return c.Purchases }, func(p Purchase) time.Time { return p.At })
	sku       = segment.Text("sku", func(p Purchase) string { return *p.SKU }).KnownIf(func(p Purchase) bool { return p.SKU != nil })
	amount    = segment.Money("amount", func(p Purchase) decimal.Decimal { return *p.Amount }).KnownIf(func(p Purchase) bool { return p.Amount != nil })
	quantity  = segment.Number("quantity", func(p Purchase) int { return int(p.Quantity) })
	gift      = segment.Flag("gift", func(p Purchase) bool { return *p.Gift }).KnownIf(func(p Purchase) bool { return p.Gift != nil })
	boughtAt  = segment.Time("at", func(p Purchase) time.Time { return p.At })

	returns  = segment.Events("returns", func(p Purchase) []Return { return p.Returns }, func(r Return) time.Time { return r.At })
	returned = segment.Number("quantity", func(r Return) int { return int(r.Quantity) })
)

// eventTables are the same in both databases. Returns belong to purchases.
var eventTables = map[string]segment.EventTable{"returns": {Key: "purchase_id"}}

// sqliteTable is where the fields are in SQLite: money is in cents.
var sqliteTable = segment.Table{
	Dialect:  segment.SQLite,
	Decimals: 2,
	Times:    segment.UnixMicros,
	Events:   eventTables,
}
