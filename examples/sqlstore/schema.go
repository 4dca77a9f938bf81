package main

import (
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/retentionkit/retention/loyalty"
)

// schema makes the tables and the view. The primary key is the concurrency
// control: of two transactions that decided upon the same account only one can
// store its entries. The second key keeps an event from being stored twice.
func (d *dialect) schema() []string {
	return []string{
		fmt.Sprintf("CREATE TABLE IF NOT EXISTS entries (\n\t%s,\n\tPRIMARY KEY (account, seq),\n\tUNIQUE (account, cause, line)\n)",
			strings.Join(d.columns(), ",\n\t")),
		"CREATE TABLE IF NOT EXISTS outbox (account TEXT NOT NULL, id TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (account, id))",
		d.view + portions,
	}
}

// columns are those of the table of entries: a loyalty.Entry, field by field.
func (d *dialect) columns() []string {
	return []string{
		"account TEXT NOT NULL", "seq BIGINT NOT NULL", "cause TEXT NOT NULL", "line INTEGER NOT NULL", "digest BIGINT NOT NULL",
		"op TEXT NOT NULL", "at " + d.instant + " NOT NULL", "posted " + d.instant + " NOT NULL", "wallet TEXT NOT NULL", "lot BIGINT NOT NULL",
		"points BIGINT NOT NULL", "opens " + d.instant, "closes " + d.instant, "kind TEXT NOT NULL", "ref TEXT NOT NULL",
		"edition TEXT NOT NULL", "rule TEXT NOT NULL", "tier TEXT NOT NULL", "first " + d.flag + " NOT NULL", "metric TEXT NOT NULL",
		"quantity " + d.number + " NOT NULL", "reason TEXT NOT NULL",
	}
}

// names are the columns without their types.
func (d *dialect) names() []string {
	var names []string
	for _, c := range d.columns() {
		name, _, _ := strings.Cut(c, " ")
		names = append(names, name)
	}
	return names
}

func (d *dialect) insert(table string, columns ...string) string {
	marks := make([]string, len(columns))
	for i := range marks {
		marks[i] = d.mark(i + 1)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(columns, ", "), strings.Join(marks, ", "))
}

func (d *dialect) selection() string {
	return fmt.Sprintf("SELECT %s FROM entries WHERE account = %s ORDER BY seq", strings.Join(d.names(), ", "), d.mark(1))
}

// values are the arguments of an insert into entries.
func (d *dialect) values(e *loyalty.Entry) []any {
	return []any{
		e.Account, int64(e.Seq), e.Cause, e.Line, e.Digest, e.Op.String(), d.write(e.At), d.write(e.Posted), e.Wallet, int64(e.Lot),
		int64(e.Points), d.write(e.Opens), d.write(e.Closes), e.Kind, e.Ref, e.Edition, e.Rule, e.Tier, e.First, e.Metric,
		e.Quantity.String(), e.Reason,
	}
}

// scan reads a row of selection.
func scan(rows *sql.Rows) (e loyalty.Entry, err error) {
	var op string
	var at, posted, opens, closes instant
	err = rows.Scan(
		&e.Account, &e.Seq, &e.Cause, &e.Line, &e.Digest, &op, &at, &posted, &e.Wallet, &e.Lot,
		&e.Points, &opens, &closes, &e.Kind, &e.Ref, &e.Edition, &e.Rule, &e.Tier, &e.First, &e.Metric,
		&e.Quantity, &e.Reason,
	)
	if err != nil {
		return e, err
	}
	e.At, e.Posted, e.Opens, e.Closes = at.Time, posted.Time, opens.Time, closes.Time
	return e, e.Op.UnmarshalText([]byte(op))
}

// instant is a column that is a time or whole microseconds since 1970, or NULL
// for the zero time.
type instant struct{ time.Time }

// Scan implements [sql.Scanner].
func (i *instant) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		i.Time = time.Time{}
	case time.Time:
		i.Time = v.UTC()
	case int64:
		i.Time = time.UnixMicro(v).UTC()
	default:
		return fmt.Errorf("an instant is no %T", value)
	}
	return nil
}
