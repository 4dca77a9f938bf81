package rfm_test

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestNothingDriftsFromItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := tableAt(t, fitAsOf, drawSummaries(t, "customers"))
		scorer := compile(t, scaleOf(t, tableAt(t, fitAsOf, drawSummaries(t, "fitted to")), rapid.IntRange(2, 9).Draw(t, "bins")))
		report, err := rfm.Drift(table, scorer, scorer)
		if err != nil {
			t.Fatal(err)
		}
		if report.Changed+report.R.Changed+report.F.Changed+report.M.Changed != 0 || report.ChangedShare != 0 {
			t.Errorf("a scale differs from itself: %+v", report)
		}
	})
}

func TestDriftIsWhatOneWouldCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := tableAt(t, fitAsOf, drawSummaries(t, "customers"))
		bins := rapid.IntRange(2, 5).Draw(t, "bins")
		before := compile(t, scaleOf(t, tableAt(t, fitAsOf, drawSummaries(t, "fitted to before")), bins))
		after := compile(t, scaleOf(t, tableAt(t, fitAsOf, drawSummaries(t, "fitted to after")), bins))
		report, err := rfm.Drift(table, before, after)
		if err != nil {
			t.Fatal(err)
		}
		changed := 0
		for _, c := range table.All() {
			if before.Score(c) != after.Score(c) {
				changed++
			}
		}
		if report.Customers != table.WithSales() || report.Changed != changed {
			t.Errorf("%d of %d changed, want %d of %d", report.Changed, report.Customers, changed, table.WithSales())
		}
		was, is := before.Scale(), after.Scale()
		for name, axis := range map[string]struct {
			drift   rfm.AxisDrift
			was, is rfm.Axis
			score   func(rfm.Score) uint8
		}{
			"R": {report.R, was.R, is.R, func(s rfm.Score) uint8 { return s.R }},
			"F": {report.F, was.F, is.F, func(s rfm.Score) uint8 { return s.F }},
			"M": {report.M, was.M, is.M, func(s rfm.Score) uint8 { return s.M }},
		} {
			want := rfm.AxisDrift{CutsBefore: axis.was.Cuts, CutsAfter: axis.is.Cuts}
			for range bins {
				want.Transitions = append(want.Transitions, make([]int, bins))
			}
			for _, c := range table.All() {
				b, a := axis.score(before.Score(c)), axis.score(after.Score(c))
				if c.Frequency > 0 {
					want.Transitions[b-1][a-1]++
				}
				if b != a {
					want.Changed++
					want.ChangedShare = float64(want.Changed) / float64(table.WithSales())
				}
			}
			if diff := gocmp.Diff(want, axis.drift); diff != "" {
				t.Errorf("%s (-want +got)\n%s", name, diff)
			}
		}
	})
}

func TestDriftRefusesOtherBins(t *testing.T) {
	table := tableAt(t, fitAsOf, []rfm.Summary{buyer("a", 1, 1, 10)})
	if _, err := rfm.Drift(table, compile(t, scaleOf(t, table, 3)), compile(t, scaleOf(t, table, 5))); err == nil {
		t.Error("scores of 3 and of 5 bins are compared")
	}
}

// The figures in the documentation of Drift.
func TestDriftOfARealShop(t *testing.T) {
	if testing.Short() {
		t.Skip("reads half a million order lines")
	}
	orders := onlineRetail(t)
	tables := func(orders []retention.Order) (before, after *rfm.Table) {
		return ordersUpTo(t, orders, time.September), ordersUpTo(t, orders, time.October)
	}
	before, after := tables(orders)
	was, is := compile(t, fit(t, before, rfm.Method{})), compile(t, fit(t, after, rfm.Method{}))

	idle := map[string]bool{}
	for _, c := range before.All() {
		row, _ := after.Row(c.ID)
		later := after.At(row)
		idle[c.ID] = later.Frequency == c.Frequency && later.Monetary.Equal(c.Monetary)
	}
	table, _ := tables(slices.DeleteFunc(orders, func(o retention.Order) bool { return !idle[o.Customer] }))
	report, err := rfm.Drift(table, was, is)
	if err != nil {
		t.Fatal(err)
	}
	either := 0
	for _, c := range table.All() {
		if b, a := was.Score(c), is.Score(c); b.F != a.F || b.M != a.M {
			either++
		}
	}
	got := fmt.Sprintf("%.0f%% frequency, %.0f%% monetary, %.0f%% either",
		100*report.F.ChangedShare, 100*report.M.ChangedShare, 100*float64(either)/float64(report.Customers))
	if want := "37% frequency, 9% monetary, 42% either"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// ordersUpTo measures what happened before a month of 2011.
func ordersUpTo(t *testing.T, orders []retention.Order, month time.Month) *rfm.Table {
	t.Helper()
	table, _, err := rfm.FromOrders(orders, time.Date(2011, month, 1, 0, 0, 0, 0, time.UTC), time.UTC, rfm.Basis{})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// onlineRetail reads the UCI data set Online Retail, an order for each invoice.
func onlineRetail(t *testing.T) []retention.Order {
	t.Helper()
	const invoice, quantity, at, price, customer = 0, 3, 4, 5, 6 // columns
	amounts := map[string]decimal.Decimal{}
	var orders []retention.Order
	for _, row := range retailLines(t) {
		n, p := decimal.RequireFromString(row[quantity]), decimal.RequireFromString(row[price])
		amount, known := amounts[row[invoice]]
		amounts[row[invoice]] = amount.Add(n.Mul(p))
		if known || row[customer] == "" {
			continue
		}
		o := retention.Order{ID: row[invoice], Customer: row[customer]}
		var err error
		if o.At, err = time.Parse(time.DateTime, row[at]); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(o.ID, "C") {
			o.Kind = retention.Refund
		}
		orders = append(orders, o)
	}
	for i := range orders {
		orders[i].Amount = amounts[orders[i].ID]
	}
	return orders
}

func retailLines(t *testing.T) [][]string {
	t.Helper()
	file := openShared(t, "data", "online_retail.csv.gz")
	defer file.Close()
	text, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(text).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}
