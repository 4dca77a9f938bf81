// Command segmentsql asks a database for the members of segments, and counts them
// in memory as well. The database is SQLite in memory, filled with the same random
// customers on each run.
//
// The tests of this module hold random rules against SQLite and PostgreSQL, which
// must find the customers that the rules find in memory: no more, no fewer, and
// unknown where the rule says unknown. PostgreSQL is started for the tests and
// stopped after them, where its programs are installed; RETENTION_POSTGRES may name
// a database to use instead, in which the tests create temporary tables only.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	_ "time/tzdata"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

func main() {
	n := flag.Int("customers", 400, "how many customers to draw")
	flag.Parse()
	if err := run(os.Stdout, *n); err != nil {
		fmt.Fprintln(os.Stderr, "segmentsql:", err)
		os.Exit(1)
	}
}

// segments are the groups to ask for.
func segments() []segment.Segment[Customer] {
	days := func(n int) retention.Span { return retention.Span{Days: n} }
	loyal := segment.Segment[Customer]{
		Name: "loyal",
		Rule: segment.All(
			purchases.InLast(days(365)).Count().AtLeast(3),
			segment.Sum(purchases.Where(amount.IsKnown()), amount).AtLeast(decimal.NewFromInt(40)),
		),
	}
	return []segment.Segment[Customer]{
		loyal,
		{Name: "loyal, but silent", Rule: segment.All(loyal.Ref(), purchases.Last().OlderThan(days(60)), segment.Not(optIn.IsFalse()))},
		{Name: "birthday soon", Rule: segment.All(birthday.AnniversaryIn(30), country.In("JP", "DE"))},
	}
}

func run(out io.Writer, n int) error {
	set, err := segment.Compile(segments()...)
	if err != nil {
		return err
	}
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		return err
	}
	db, err := openSQLite(segment.UnixMicros)
	if err != nil {
		return err
	}
	defer db.Close()
	shop := newSource(1, []string{"JP", "DE", "FR", "tea", "cup", "gold", "vip"}, false).customers(n)
	if err := db.load(shop); err != nil {
		return err
	}
	view := set.AsOf(now, tokyo)
	for i, s := range set.All() {
		where, args, err := view.Where(s.Name, db.table)
		if err != nil {
			return err
		}
		ids, err := db.members(where, args)
		if err != nil {
			return err
		}
		members := 0
		for _, c := range shop {
			if view.Test(c, i) == segment.True {
				members++
			}
		}
		fmt.Fprintf(out, "%s: %v\n  WHERE %s\n  %v\n  %d customers in SQL, %d in memory\n\n", s.Name, s.Rule, where, args, len(ids), members)
	}
	return nil
}
