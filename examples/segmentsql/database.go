package main

import (
	"database/sql"
	"fmt"
	"slices"
	"strconv"

	"github.com/retentionkit/retention/segment"
)

// A database holds the shop in three tables: customers, purchases and returns.
// They are temporary, so the database has one connection.
type database struct {
	*sql.DB
	table segment.Table

	// The arguments of a row.
	customer func(c Customer) ([]any, error)
	purchase func(customer string, p Purchase) []any
	returned func(purchase int64, r Return) []any
}

// load fills the empty tables with the shop.
func (db *database) load(shop []Customer) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, c := range shop {
		if err := db.insertAll(tx, c); err != nil {
			return fmt.Errorf("customer %q: %w", c.ID, err)
		}
	}
	return tx.Commit()
}

func (db *database) insertAll(tx *sql.Tx, c Customer) error {
	row, err := db.customer(c)
	if err != nil {
		return err
	}
	if err := db.insert(tx, "customers", row); err != nil {
		return err
	}
	for _, p := range c.Purchases {
		if err := db.insert(tx, "purchases", db.purchase(c.ID, p)); err != nil {
			return err
		}
		for _, r := range p.Returns {
			if err := db.insert(tx, "returns", db.returned(p.ID, r)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (db *database) insert(tx *sql.Tx, table string, row []any) error {
	query := "INSERT INTO " + table + " VALUES ("
	for i := range row {
		if i > 0 {
			query += ", "
		}
		query += db.placeholder(i + 1)
	}
	_, err := tx.Exec(query+")", row...)
	return err
}

// placeholder returns that of the n-th argument, from 1.
func (db *database) placeholder(n int) string {
	if db.table.Dialect == segment.SQLite {
		return "?"
	}
	return "$" + strconv.Itoa(n)
}

// members returns the IDs of the customers that a WHERE clause selects, in
// order.
func (db *database) members(where string, args []any) ([]string, error) {
	rows, err := db.Query("SELECT id FROM customers WHERE "+where, args...)
	if err != nil {
		return nil, fmt.Errorf("%w\n%s\n%v", err, where, args)
	}
	defer rows.Close()
	ids := []string{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, rows.Err()
}
