package btyd_test

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/retentionkit/retention/ltv/btyd"
)

// shared returns the path of a file of the data that this module's tests share
// with other projects. It lies in the directory RETENTION_SHARED, or else in
// shared beside the module. Where the file is missing, the test is skipped.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir := os.Getenv("RETENTION_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{dir}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs shared test data; set RETENTION_SHARED to its directory: %v", err)
	}
	return path
}

// golden reads a file of reference values into v.
func golden(t testing.TB, name string, v any) {
	t.Helper()
	text, err := os.ReadFile(shared(t, "golden", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, v); err != nil {
		t.Fatal(err)
	}
}

// number is a number of a golden file, which may be written as a string.
type number float64

func (n *number) UnmarshalJSON(text []byte) error {
	v, err := strconv.ParseFloat(strings.Trim(string(text), `"`), 64)
	*n = number(v)
	return err
}

// cdnow returns the records of the CDNOW sample, as the papers count them.
func cdnow(t testing.TB) []btyd.Record {
	t.Helper()
	var records []btyd.Record
	for _, row := range rows(t, "cdnow_cbs.csv") {
		records = append(records, record(t, int(float(t, row[1])), btyd.Weeks(float(t, row[2])), btyd.Weeks(float(t, row[3]))))
	}
	return records
}

// onlineRetail returns the records of a gift shop whose customers do not leave,
// with days for time.
func onlineRetail(t testing.TB) []btyd.Record {
	t.Helper()
	type invoice struct {
		customer string
		day      time.Time
		total    float64
	}
	invoices := map[string]*invoice{}
	for _, row := range rows(t, "online_retail.csv.gz") {
		if row[6] == "" || strings.HasPrefix(row[0], "C") {
			continue
		}
		in := invoices[row[0]]
		if in == nil {
			at, err := time.Parse(time.DateTime, row[4])
			if err != nil {
				t.Fatal(err)
			}
			in = &invoice{row[6], at.Truncate(24 * time.Hour), 0}
			invoices[row[0]] = in
		}
		in.total += float(t, row[3]) * float(t, row[5])
	}
	days := map[string][]time.Time{}
	for _, in := range invoices {
		if in.total > 0 {
			days[in.customer] = append(days[in.customer], in.day)
		}
	}
	end := time.Date(2011, 12, 9, 0, 0, 0, 0, time.UTC)
	var records []btyd.Record
	for _, list := range days {
		slices.SortFunc(list, time.Time.Compare)
		list = slices.Compact(list)
		since := func(at time.Time) btyd.Time { return btyd.Days(at.Sub(list[0]).Hours() / 24) }
		records = append(records, record(t, len(list)-1, since(list[len(list)-1]), since(end)))
	}
	slices.SortFunc(records, func(a, b btyd.Record) int {
		return cmp.Or(cmp.Compare(a.X(), b.X()), cmp.Compare(a.TX().In(btyd.Day), b.TX().In(btyd.Day)), cmp.Compare(a.T().In(btyd.Day), b.T().In(btyd.Day)))
	})
	return records
}

// rows returns a table of the shared data without its header.
func rows(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(shared(t, "data", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		r = csv.NewReader(z)
	}
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

func float(t testing.TB, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func record(t testing.TB, x int, tx, end btyd.Time) btyd.Record {
	t.Helper()
	c, err := btyd.NewRecord(x, tx, end)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
