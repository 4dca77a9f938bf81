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

// A dialect is what differs between the databases.
type dialect struct {
	driver  string
	instant string             // the type of a column for instants
	number  string             // of one for decimals
	flag    string             // of one for true and false
	view    string             // how a statement begins that makes a view
	options sql.TxOptions      // of a transaction, which sees the accounts as they were at one instant
	mark    func(n int) string // the nth placeholder
	write   func(time.Time) any
	lost    func(error) bool // the error of a transaction that lost a race: it can be tried again
}

// sqlite keeps instants as whole microseconds: its own texts sort badly.
var sqlite = dialect{
	driver: "sqlite3", instant: "INTEGER", number: "TEXT", flag: "INTEGER", view: "CREATE VIEW IF NOT EXISTS",
	mark: func(int) string { return "?" },
	write: func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return t.UnixMicro()
	},
	lost: func(err error) bool {
		var e sqlite3.Error
		return errors.As(err, &e) && (e.Code == sqlite3.ErrBusy || e.Code == sqlite3.ErrLocked ||
			e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey || e.ExtendedCode == sqlite3.ErrConstraintUnique)
	},
}

// sqliteSource is how to open a file: with a log that readers do not wait for
// and that survives a power cut, and transactions that lock at once, rather
// than fail when they turn from reading to writing.
func sqliteSource(file string) string {
	return "file:" + file + "?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_busy_timeout=10000"
}

var postgres = dialect{
	driver: "pgx", instant: "TIMESTAMPTZ", number: "NUMERIC", flag: "BOOLEAN", view: "CREATE OR REPLACE VIEW",
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
