package main

import (
	"database/sql"
	"fmt"
	"testing"

	"github.com/retentionkit/retention/segment"
)

// wildWords are texts that SQL is known to trip over, and texts that only differ
// in what some collations overlook.
var wildWords = []string{
	"", "a", "A", "b", "ab", "é", "gold", "日本", "DE", "'; DROP TABLE customers; --",
	" ", "B", "aB", "AB", "abc", "a b", "a-b", "de", "De", "FR", "JP", "Gold", "GOLD ", "gold ",
	"100%", "%", "%%", "_", "a_b", "a%b", `\`, `\\`, `a\b`, `\%`, `'`, `''`, `"`, "`", "O'Brien", `"; --`,
	"$1", "?", "?1", ":name", "@name", "$$", "--", "/*", "{", "}", "{a,b}", "NULL", "null", "[]", `["a"]`, "*", "[a-z]", "a\nb", "\t",
	"e\u0301", "É", "ß", "ss", "ẞ", "ı", "I", "i", "İ", "日", "本", "ﾆﾎﾝ", "ニホン", "🎁", "a🎁b", "\uffff", "\U00010000", "0", "1", "01", "10", "9", "1.0", "1e0",
}

// wildShop returns a shop that has all that databases are known to trip over.
func wildShop(seed uint64, n int) []Customer { return newSource(seed, wildWords, true).customers(n) }

// A verdict is what SQL says of a condition: true, false, or not valid for
// NULL.
type verdict = sql.Null[bool]

// sqlite returns an empty shop in memory.
func sqlite(t *testing.T, times segment.Times) *database {
	t.Helper()
	db, err := openSQLite(times)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// onEach runs a test in each database.
func onEach(t *testing.T, test func(t *testing.T, db *database)) {
	t.Run("sqlite", func(t *testing.T) { test(t, sqlite(t, segment.UnixMicros)) })
	t.Run("postgres", func(t *testing.T) { test(t, postgres(t)) })
}

func (db *database) mustLoad(t *testing.T, shop []Customer) {
	t.Helper()
	if err := db.load(shop); err != nil {
		t.Fatal(err)
	}
}

// verdicts returns what a condition is for each customer, which a WHERE clause
// does not tell: it leaves out false and NULL alike.
func (db *database) verdicts(id, condition, from string, args []any) (map[string]verdict, error) {
	rows, err := db.Query("SELECT "+id+", ("+condition+") FROM "+from, args...)
	if err != nil {
		return nil, fmt.Errorf("%w\n%s\n%v", err, condition, args)
	}
	defer rows.Close()
	verdicts := map[string]verdict{}
	for rows.Next() {
		var id string
		var v verdict
		if err := rows.Scan(&id, &v); err != nil {
			return nil, err
		}
		verdicts[id] = v
	}
	return verdicts, rows.Err()
}
