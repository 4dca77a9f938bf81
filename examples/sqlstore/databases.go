package main

import (
	"database/sql"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/mattn/go-sqlite3"
)

// sqlite keeps instants as whole microseconds: its own texts sort badly.
var sqlite = dialect{
	driver: "sqlite3", instant: "INTEGER", number: "TEXT", bool: "INTEGER",
	mark: func(int) string { return "?" },
	write: func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return t.UnixMicro()
	},
	lost: func(err error) bool {
		var e sqlite3.Error
		return errors.As(err, &e) && (e.Code == sqlite3.ErrBusy || e.Code == sqlite3.ErrLocked || e.Code == sqlite3.ErrConstraint)
	},
}

var postgres = dialect{
	driver: "pgx", instant: "TIMESTAMPTZ", number: "NUMERIC", bool: "BOOLEAN",
	options: sql.TxOptions{Isolation: sql.LevelRepeatableRead},
	mark:    func(n int) string { return "$" + strconv.Itoa(n) },
	write: func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return t
	},
	lost: func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && (e.Code == "23505" || e.Code == "40001" || e.Code == "40P01") // unique, serialization, deadlock
	},
}
