package segment_test

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

var (
	week  = retention.Span{Days: 7}
	month = retention.Span{Months: 1}
)

// sqlOf returns the condition of a rule as of now.
func sqlOf(t rapid.TB, rule segment.Rule[*customer], zone *time.Location, table segment.Table) (string, []any, error) {
	t.Helper()
	set, err := segment.CompileAnyway(
		segment.Segment[*customer]{Name: "it", Rule: rule},
		segment.Segment[*customer]{Name: "buyers", Rule: orders.AtLeast(1)},
	)
	if err != nil {
		t.Fatal(err)
	}
	return set.AsOf(now, zone).Where("it", table)
}

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// shorter replaces what would fill the tables below.
var shorter = strings.NewReplacer(
	`FROM "purchases" AS "e1" WHERE "e1"."customer_id" = "customers"."id" AND "e1"."at" <= `, "FROM … AND at <= ",
	`"customers".`, "", `"e1".`, "", `-1.7976931348623157e308 AND 1.7976931348623157e308`, "-max AND max", `"`, "",
)

func TestWhere(t *testing.T) {
	rules := []struct {
		reason           string
		rule             segment.Rule[*customer]
		postgres, sqlite string
		args, sqliteArgs []any // nil: as in PostgreSQL
	}{
		{"a number", orders.AtLeast(3),
			`orders >= CAST($1 AS bigint)`, `orders >= ?`, []any{int64(3)}, nil},
		{"not is unknown with its rule", orders.IsNot(3),
			`NOT (orders = CAST($1 AS bigint))`, `NOT (orders = ?)`, []any{int64(3)}, nil},
		{"a range is half-open", orders.InRange(1, 3),
			`(orders >= CAST($1 AS bigint) AND orders < CAST($2 AS bigint))`, `(orders >= ? AND orders < ?)`, []any{int64(1), int64(3)}, nil},
		{"a float may be NaN", pAlive.Below(0.5),
			`CASE WHEN p_alive BETWEEN -max AND max THEN p_alive END < CAST($1 AS double precision)`,
			`CASE WHEN p_alive BETWEEN -max AND max THEN p_alive END < ?`, []any{0.5}, nil},
		{"money is in cents, or exact", spent.AtLeast(dec("12.5")),
			`spent >= CAST($1 AS numeric)`, `spent >= ?`, []any{"12.5"}, []any{int64(1250)}},
		{"above half a cent is above the cent below", spent.Above(dec("0.005")),
			`spent > CAST($1 AS numeric)`, `spent > ?`, []any{"0.005"}, []any{int64(0)}},
		{"below half a cent is below the cent above", spent.Below(dec("0.005")),
			`spent < CAST($1 AS numeric)`, `spent < ?`, []any{"0.005"}, []any{int64(1)}},
		{"no column of cents has half a cent", spent.Is(dec("0.005")),
			`spent = CAST($1 AS numeric)`, `CASE WHEN spent IS NOT NULL THEN FALSE END`, []any{"0.005"}, []any{}},
		{"nor is it among others", spent.In(dec("0.005"), dec("1")),
			`spent IN (CAST($1 AS numeric), CAST($2 AS numeric))`, `spent IN (?)`, []any{"0.005", "1"}, []any{int64(100)}},
		{"all fit below what 64 bits do not reach", spent.Below(dec("1e20")),
			`spent < CAST($1 AS numeric)`, `CASE WHEN spent IS NOT NULL THEN TRUE END`, []any{"100000000000000000000"}, []any{}},
		{"the empty text is missing", country.Is("JP"),
			`NULLIF(CAST(country AS text) COLLATE C, '') = CAST($1 AS text)`, `NULLIF(country COLLATE BINARY, '') = ?`, []any{"JP"}, nil},
		{"or it is a text", rank.In("", "gold"),
			`CAST(tier AS text) COLLATE C IN (CAST($1 AS text), CAST($2 AS text))`, `tier COLLATE BINARY IN (?, ?)`, []any{"", "gold"}, nil},
		{"no wildcards", rank.Contains("%"),
			`strpos(CAST(tier AS text) COLLATE C, CAST($1 AS text)) > 0`, `instr(tier, ?) > 0`, []any{"%"}, nil},
		{"prefix", rank.HasPrefix("g"),
			`starts_with(CAST(tier AS text) COLLATE C, CAST($1 AS text))`, `instr(tier, ?) = 1`, []any{"g"}, nil},
		{"suffix by characters", rank.HasSuffix("日本"),
			`right(CAST(tier AS text) COLLATE C, CAST($1 AS integer)) = CAST($2 AS text)`, `substr(tier, ?) COLLATE BINARY = ?`, []any{int64(2), "日本"}, []any{int64(-2), "日本"}},
		{"all texts end with nothing", rank.HasSuffix(""),
			`CASE WHEN tier IS NOT NULL THEN TRUE END`, `CASE WHEN tier IS NOT NULL THEN TRUE END`, nil, nil},
		{"missing", spent.IsMissing(), `spent IS NULL`, `spent IS NULL`, nil, nil},
		{"or else what the rule says of it", spent.OrElse(decimal.Zero).Below(dec("5")),
			`COALESCE(spent < CAST($1 AS numeric), TRUE)`, `COALESCE(spent < ?, TRUE)`, []any{"5"}, []any{int64(500)}},
		{"a flag", optIn.IsTrue(), `opt_in = CAST($1 AS boolean)`, `opt_in = ?`, []any{true}, nil},
		{"a window is instants", lastOrder.InLast(week),
			`(last_order > CAST($1 AS timestamptz) AND last_order <= CAST($2 AS timestamptz))`, `(last_order > ? AND last_order <= ?)`,
			[]any{now.AddDate(0, 0, -7), now}, []any{now.AddDate(0, 0, -7).Unix(), now.Unix()}},
		{"before half a second is before the second above", lastOrder.Below(now.Add(time.Second / 2)),
			`last_order < CAST($1 AS timestamptz)`, `last_order < ?`, []any{now.Add(time.Second / 2)}, []any{now.Unix() + 1}},
		{"after a nanosecond is after the microsecond below", lastOrder.Above(now.Add(1)),
			`last_order > CAST($1 AS timestamptz)`, `last_order > ?`, []any{now}, []any{now.Unix()}},
		{"before what a database holds", lastOrder.AtLeast(time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC)),
			`CASE WHEN last_order IS NOT NULL THEN TRUE END`, `CASE WHEN last_order IS NOT NULL THEN TRUE END`, nil, nil},
		{"days are instants", lastOrder.DaysAgo().AtLeast(1),
			`last_order < CAST($1 AS timestamptz)`, `last_order < ?`,
			[]any{time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}, []any{time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC).Unix()}},
		{"a date", birthday.Above(retention.NewDate(1990, 5, 1)),
			`birthday > CAST($1 AS date)`, `birthday > ?`, []any{"1990-05-01"}, nil},
		{"those of 29 February return on the 28th, today too", birthday.AnniversaryIn(365),
			`(birthday < CAST($1 AS date) AND (` +
				`EXTRACT(MONTH FROM birthday) * 100 + EXTRACT(DAY FROM birthday) >= CAST($2 AS integer) OR ` +
				`EXTRACT(MONTH FROM birthday) * 100 + EXTRACT(DAY FROM birthday) <= CAST($3 AS integer) OR ` +
				`EXTRACT(MONTH FROM birthday) * 100 + EXTRACT(DAY FROM birthday) = CAST($4 AS integer)))`,
			`(birthday < ? AND (substr(birthday, 6, 5) >= ? OR substr(birthday, 6, 5) <= ? OR substr(birthday, 6, 5) = ?))`,
			[]any{"2026-03-01", int64(301), int64(228), int64(229)}, []any{"2026-03-01", "03-01", "02-28", "02-29"}},
		{"tags, each once", tags.HasAll("a", "b", "a"),
			`(CAST(tags AS text[]) COLLATE C) @> ARRAY[CAST($1 AS text), CAST($2 AS text)]`,
			`CASE WHEN tags IS NOT NULL THEN (SELECT COUNT(DISTINCT value) FROM json_each(tags) WHERE value IN (?, ?)) = ? END`,
			[]any{"a", "b"}, []any{"a", "b", int64(2)}},
		{"a ratio", segment.Ratio(orders, tags.Count()).Above(1),
			`CAST(orders AS double precision) / NULLIF(CAST(CASE WHEN tags IS NOT NULL THEN (SELECT COUNT(DISTINCT tag) FROM unnest((CAST(tags AS text[]) COLLATE C)) AS tags (tag)) END AS double precision), 0) > CAST($1 AS double precision)`,
			`CAST(orders AS REAL) / NULLIF(CAST(CASE WHEN tags IS NOT NULL THEN (SELECT COUNT(DISTINCT value) FROM json_each(tags)) END AS REAL), 0) > ?`,
			[]any{1.0}, nil},
		{"some events", purchases.Some(),
			`EXISTS (SELECT 1 FROM … AND at <= CAST($1 AS timestamptz))`, `EXISTS (SELECT 1 FROM … AND at <= ?)`, []any{now}, []any{now.Unix()}},
		{"a count of some events in a window", purchases.Where(quantity.Above(1)).InLast(week).Count().AtLeast(2),
			`(SELECT COUNT(*) >= CAST($1 AS bigint) FROM … AND at <= CAST($2 AS timestamptz) AND at > CAST($3 AS timestamptz) AND quantity > CAST($4 AS bigint))`,
			`(SELECT COUNT(*) >= ? FROM … AND at <= ? AND at > ? AND quantity > ?)`,
			[]any{int64(2), now, now.AddDate(0, 0, -7), int64(1)}, []any{int64(2), now.Unix(), now.AddDate(0, 0, -7).Unix(), int64(1)}},
		{"a sum is missing if a value is", segment.Sum(purchases, amount).AtLeast(dec("100")),
			`(SELECT CASE WHEN COUNT(*) = COUNT(amount) THEN COALESCE(SUM(amount), 0) END >= CAST($1 AS numeric) FROM … AND at <= CAST($2 AS timestamptz))`,
			`(SELECT CASE WHEN COUNT(*) = COUNT(amount) THEN COALESCE(SUM(amount), 0) END >= ? FROM … AND at <= ?)`,
			[]any{"100", now}, []any{int64(10000), now.Unix()}},
		{"an average is compared exactly", segment.Average(purchases, amount).AtLeast(dec("-0.125")),
			`(SELECT CASE WHEN COUNT(*) > 0 AND COUNT(*) = COUNT(amount) THEN SIGN(CAST(SUM(amount) AS numeric)) * DIV(ABS(CAST(SUM(amount) AS numeric)) * 2e20 + COUNT(*), 2 * COUNT(*)) * 1e-20 END >= CAST($1 AS numeric) FROM … AND at <= CAST($2 AS timestamptz))`,
			`(SELECT CASE WHEN COUNT(*) > 0 AND COUNT(*) = COUNT(amount) THEN (SUM(amount) / COUNT(*) - (SUM(amount) % COUNT(*) < 0), (SUM(amount) % COUNT(*) + (SUM(amount) % COUNT(*) < 0) * COUNT(*)) * 1000000000) >= (?, ? * COUNT(*)) END FROM … AND at <= ?)`,
			[]any{"-0.125", now}, []any{int64(-13), int64(500000000), now.Unix()}},
		{"the last of several is the largest", segment.Latest(purchases, quantity).Is(2),
			`(SELECT quantity = CAST($1 AS bigint) FROM … AND at <= CAST($2 AS timestamptz) ORDER BY at DESC, (quantity IS NULL) DESC, quantity DESC LIMIT 1)`,
			`(SELECT quantity = ? FROM … AND at <= ? ORDER BY at DESC, (quantity IS NULL) DESC, quantity DESC LIMIT 1)`,
			[]any{int64(2), now}, []any{int64(2), now.Unix()}},
		{"a segment is written out", segment.All(segment.Ref[*customer]("buyers"), segment.Not(segment.Any(country.IsMissing(), optIn.IsFalse()))),
			`(orders >= CAST($1 AS bigint) AND NOT (NULLIF(CAST(country AS text) COLLATE C, '') IS NULL OR opt_in = CAST($2 AS boolean)))`,
			`(orders >= ? AND NOT (NULLIF(country COLLATE BINARY, '') IS NULL OR opt_in = ?))`, []any{int64(1), false}, nil},
		{"nobody was ranked", spent.Top(10), `CAST(NULL AS boolean)`, `NULL`, nil, nil},
	}
	for _, r := range rules {
		for _, table := range []segment.Table{{}, {Dialect: segment.SQLite, Decimals: 2}} {
			text, args, err := sqlOf(t, r.rule, time.UTC, table)
			if err != nil {
				t.Errorf("%s: %v", r.reason, err)
				continue
			}
			want, wantArgs := r.postgres, r.args
			if table.Dialect == segment.SQLite {
				want = r.sqlite
				if r.sqliteArgs != nil {
					wantArgs = r.sqliteArgs
				}
			}
			if diff := cmp.Diff(want, shorter.Replace(text)); diff != "" {
				t.Errorf("%s: %v (-want +got):\n%s", r.reason, table.Dialect, diff)
			}
			if diff := cmp.Diff(append([]any{}, wantArgs...), append([]any{}, args...)); diff != "" {
				t.Errorf("%s: %v: arguments (-want +got):\n%s", r.reason, table.Dialect, diff)
			}
		}
	}
}

func TestWhereMapped(t *testing.T) {
	rule := segment.All(spent.Above(dec("1")), country.OrElse("").Is("x"), lastOrder.Below(now), segment.Sum(purchases, amount).Above(dec("1")))
	table := segment.Table{
		Dialect: segment.SQLite, Name: `the "c"`, Times: segment.UnixMillis,
		Columns: map[string]segment.Column{
			"spent":      {Name: `sp"ent`, Decimals: new(3)},
			"country":    {Expr: "upper(land)"},
			"last_order": {Times: segment.RFC3339Micros},
		},
		Events: map[string]segment.EventTable{"purchases": {
			Schema: "main", Name: "sales", Key: "buyer", Of: "no", Time: segment.Column{Name: "sold"},
			Columns: map[string]segment.Column{"amount": {Expr: "price * pieces", Decimals: new(0)}}, KnownIf: "complete",
		}},
	}
	text, args, err := sqlOf(t, rule, time.UTC, table)
	if err != nil {
		t.Fatal(err)
	}
	want := `("the ""c"""."sp""ent" > ? AND COALESCE(NULLIF((upper(land)) COLLATE BINARY, '') = ?, FALSE) AND "the ""c"""."last_order" < ? AND ` +
		`CASE WHEN (complete) THEN (SELECT CASE WHEN COUNT(*) = COUNT((price * pieces)) THEN COALESCE(SUM((price * pieces)), 0) END > ? ` +
		`FROM "main"."sales" AS "e1" WHERE "e1"."buyer" = "the ""c"""."no" AND "e1"."sold" <= ?) END)`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{int64(1000), "x", "2026-03-01T09:30:00.000000Z", int64(1), now.UnixMilli()}, args); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
}

func TestNotSQL(t *testing.T) {
	tokyo, newYork := load(t, "Asia/Tokyo"), load(t, "America/New_York")
	rules := []struct {
		reason           string
		rule             segment.Rule[*customer]
		zone             *time.Location
		postgres, sqlite string // what is wrong; "": nothing
	}{
		{"code", longName, time.UTC, "it is code", "it is code"},
		{"a hash", id.Sample(10, "salt"), time.UTC, "", "SQLite has no SHA-256"},
		{"a third", segment.Average(purchases, amount).Is(dec("0.3333333333")), time.UTC, "", "SQLite compares averages of 9 decimals or fewer"},
		{"days of a zone that changed its clocks", lastOrder.Day().AnniversaryIn(7), tokyo, "", "SQLite does not know the days of Asia/Tokyo"},
		{"days of no zone", lastOrder.Day().AnniversaryIn(7), localLike(t), "PostgreSQL does not know which zone is called Local", "SQLite does not know the days of Local"},
		{"comparing days needs no zone", lastOrder.Day().InLast(week), newYork, "", ""},
		{"days of a zone that changed its clocks", segment.Followed(purchases, purchases, week), tokyo,
			"the days of purchases end with the clock changes of Asia/Tokyo since the first events, which InLast or Since can limit",
			"the days of purchases end with the clock changes of Asia/Tokyo since the first events, which InLast or Since can limit"},
		{"not since", segment.Followed(purchases.Since(time.Date(2000, 1, 1, 0, 0, 0, 0, tokyo)), purchases, week), tokyo, "", ""},
		{"but of late it changed them", segment.Followed(purchases.InLast(retention.Span{Months: 5}), purchases, week), newYork,
			"the days of purchases end with the clock changes of America/New_York since the first events, which InLast or Since can limit",
			"the days of purchases end with the clock changes of America/New_York since the first events, which InLast or Since can limit"},
		{"not in the last month", segment.Followed(purchases.InLast(month), purchases, week), newYork, "", ""},
		{"a month of SQLite", segment.Followed(purchases, purchases, month), time.UTC, "", "SQLite counts months in another way"},
		{"half a cent in a sum", segment.Sum(purchases, amount.OrElse(dec("0.005"))).Above(dec("1")), time.UTC, "", "the column cannot hold 0.005"},
		{"half a cent to compare", spent.OrElse(dec("0.005")).Above(dec("1")), time.UTC, "", ""},
		{"a text that ends at once", country.Is("a\x00b"), time.UTC, "a text with the character NUL", "a text with the character NUL"},
		{"digits without end", spent.Above(dec(strings.Repeat("9", 10001))), time.UTC, "an amount of more than 10000 digits", "an amount of more than 10000 digits"},
		{"more than 64 bits", orders.In(make([]int, 40000)...), time.UTC, "", "more than 32766 parameters"},
	}
	for _, r := range rules {
		for _, dialect := range []segment.Dialect{segment.PostgreSQL, segment.SQLite} {
			_, _, err := sqlOf(t, r.rule, r.zone, segment.Table{Dialect: dialect, Decimals: 2})
			want := map[segment.Dialect]string{segment.PostgreSQL: r.postgres, segment.SQLite: r.sqlite}[dialect]
			if want == "" {
				if err != nil {
					t.Errorf("%s: %v: %v", r.reason, dialect, err)
				}
				continue
			}
			if !errors.Is(err, segment.ErrNotSQL) || !strings.HasSuffix(err.Error(), ": "+want) {
				t.Errorf("%s: %v: error %v, want %q", r.reason, dialect, err, want)
			}
		}
	}
}

func load(t *testing.T, zone string) *time.Location {
	t.Helper()
	loaded, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// localLike returns a zone that changes clocks, called Local.
func localLike(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocationFromTZData("Local", tzData())
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// tzData returns a time zone file, of version 1, with a change in 1970 from UTC to
// an hour ahead of it.
func tzData() []byte {
	b := []byte("TZif\x00" + strings.Repeat("\x00", 15))
	for _, n := range []byte{0, 0, 0, 1, 2, 8} { // isut, isstd, leap, transitions, types, letters
		b = append(b, 0, 0, 0, n)
	}
	b = append(b, 0, 0, 0, 100)           // when
	b = append(b, 1)                      // to the second type
	b = append(b, 0, 0, 0, 0, 0, 0)       // UTC
	b = append(b, 0, 0, 14, 16, 0, 4)     // 3600 seconds
	return append(b, "UTC\x00LCL\x00"...) // their names
}

// TestAllSQLFaults sees that each thing that is not to be said is told once, with the
// rule and the segment that it is in.
func TestAllSQLFaults(t *testing.T) {
	set, err := segment.CompileAnyway(
		segment.Segment[*customer]{Name: "it", Rule: segment.All(segment.Ref[*customer]("inner"), segment.Ref[*customer]("inner"), segment.Not(id.Sample(1, "x")))},
		segment.Segment[*customer]{Name: "inner", Rule: segment.Any(longName, purchases.Where(segment.RuleFunc("odd", func(*purchase) segment.Truth { return segment.True })).Some())},
	)
	if err != nil {
		t.Fatal(err)
	}
	text, args, err := set.AsOf(now, time.UTC).Where("it", segment.Table{Dialect: segment.SQLite, Name: "a\x00"})
	var faults segment.Faults
	if !errors.As(err, &faults) || text != "" || args != nil {
		t.Fatalf("%q, %v, %v", text, args, err)
	}
	var got []string
	for _, f := range faults {
		got = append(got, f.Segment+": "+f.Rule)
	}
	want := []string{": ", `inner: rule "long ID"`, `inner: rule "odd"`, `it: id in sample 1% "x"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	for _, table := range []segment.Table{{Dialect: 9}, {Dialect: segment.SQLite, Times: 99}} {
		if _, _, err := sqlOf(t, lastOrder.InLast(week), time.UTC, table); !errors.Is(err, segment.ErrNotSQL) {
			t.Errorf("%v: error %v", table, err)
		}
	}
	if _, _, err := set.AsOf(now, time.UTC).Where("none", segment.Table{}); !errors.Is(err, segment.ErrNoSegment) {
		t.Errorf("error %v", err)
	}
}

// TestWhereOfMany sees that segments that refer to each other twice over end.
func TestWhereOfMany(t *testing.T) {
	segments := []segment.Segment[*customer]{{Name: "0", Rule: orders.Is(1)}}
	for i := 1; i < 18; i++ { // more would be too large a rule to compile
		last := segments[i-1].Ref()
		segments = append(segments, segment.Segment[*customer]{Name: strconv.Itoa(i), Rule: segment.All(last, segment.Not(last))})
	}
	set, err := segment.CompileAnyway(segments...)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := set.AsOf(now, time.UTC).Where("17", segment.Table{}); !errors.Is(err, segment.ErrNotSQL) {
		t.Errorf("error %v", err)
	}
}

var placeholders = regexp.MustCompile(`\?|\$[0-9]+`)

// TestPlaceholders counts the placeholders of random rules.
func TestPlaceholders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := rules(2).Draw(t, "rule")
		first := rapid.IntRange(0, 3).Draw(t, "first")
		for _, dialect := range []segment.Dialect{segment.PostgreSQL, segment.SQLite} {
			text, args, err := sqlOf(t, rule, time.UTC, segment.Table{Dialect: dialect, Decimals: 2, FirstParam: first})
			if err != nil {
				if !errors.Is(err, segment.ErrNotSQL) {
					t.Error(err)
				}
				continue
			}
			found := placeholders.FindAllString(text, -1)
			if len(found) != len(args) {
				t.Errorf("%d placeholders, %d arguments: %s", len(found), len(args), text)
			}
			for i, p := range found {
				if dialect == segment.PostgreSQL && p != "$"+strconv.Itoa(max(first, 1)+i) {
					t.Errorf("placeholder %d is %s: %s", i, p, text)
				}
			}
			if depth := strings.Count(text, "(") - strings.Count(text, ")"); depth != 0 || strings.Contains(text, "#") {
				t.Errorf("unbalanced: %s", text)
			}
		}
	})
}

// TestValuesAreArguments looks for values in the text of a condition.
func TestValuesAreArguments(t *testing.T) {
	const odd = `';--"§$1?#`
	at, day := time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC), retention.NewDate(1987, 6, 5)
	rule := segment.Any(
		country.Is(odd), country.In(odd, odd), country.OrElse(odd).Contains(odd), country.HasPrefix(odd), country.HasSuffix(odd), rank.Is(odd),
		tags.HasAny(odd), tags.HasAll(odd, odd+"x"), orders.Is(7391846), orders.In(7391846), pAlive.Above(0.7391846), spent.Above(dec("7391846.07")),
		segment.Average(purchases, amount).Above(dec("7391846.07")), segment.Latest(purchases, sku.OrElse(odd).Field).Is(odd), purchases.Where(sku.Is(odd)).Count().Above(7391846),
		lastOrder.Is(at), lastOrder.Day().Is(day), birthday.Is(day), birthday.DaysAgo().Is(7391846), segment.Ratio(orders, birthday.DaysAgo()).Is(7391846),
		birthday.AnniversaryIn(7), segment.Followed(purchases, purchases, retention.Span{Exact: 7391846}),
	)
	for _, dialect := range []segment.Dialect{segment.PostgreSQL, segment.SQLite} {
		text, _, err := sqlOf(t, rule, time.UTC, segment.Table{Dialect: dialect, Decimals: 2})
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range []string{"§", "--", "7391", "739184607", "2026", "1987", "03-01", "301"} {
			if strings.Contains(text, value) {
				t.Errorf("%v: %q is in %s", dialect, value, text)
			}
		}
	}
}
