package ltv_test

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// cohortNewYear is where the drawn shops begin.
var cohortNewYear = time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)

// cohortOrders draws orders of some 200 days, without IDs, so that all count. It draws
// long lists as often as any.
func cohortOrders() *rapid.Generator[[]retention.Order] {
	order := rapid.Custom(func(t *rapid.T) retention.Order {
		hours := 24 * rapid.OneOf(rapid.IntRange(0, 200), rapid.SampledFrom([]int{0, 1, 7, 14, 31, 61, 91})).Draw(t, "day")
		return retention.Order{
			Customer: rapid.SampledFrom([]string{"", "anna", "ben", "chie", "dora", "emil", "fumi"}).Draw(t, "customer"),
			At:       cohortNewYear.Add(time.Duration(hours+rapid.SampledFrom([]int{0, 12, 23}).Draw(t, "hour")) * time.Hour),
			Amount:   decimal.New(rapid.OneOf(rapid.Int64Range(-300, 900), rapid.SampledFrom([]int64{0, 100})).Draw(t, "units"), rapid.SampledFrom([]int32{0, -2, -3}).Draw(t, "exp")),
			Kind:     rapid.SampledFrom([]retention.Kind{retention.Sale, retention.Sale, retention.Sale, retention.Refund}).Draw(t, "kind"),
		}
	})
	return rapid.OneOf(rapid.SliceOfN(order, 0, 40), rapid.SliceOfN(order, 20, 50))
}

// cohortAsOf draws an instant, often the beginning of a month or of a week.
func cohortAsOf() *rapid.Generator[time.Time] {
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(0, 10*24), func(n int) time.Time { return cohortNewYear.Add(time.Duration(n) * 24 * time.Hour) }),
		rapid.Map(rapid.IntRange(1, 12), func(n int) time.Time { return cohortNewYear.AddDate(0, n, 0) }),
		rapid.Map(rapid.IntRange(0, 240*24), func(n int) time.Time { return cohortNewYear.Add(time.Duration(n) * time.Hour) }),
	)
}

func cohortZone() *rapid.Generator[*time.Location] {
	return rapid.SampledFrom([]*time.Location{time.UTC, time.FixedZone("east", 14*3600), time.FixedZone("west", -11*3600)})
}

// cohortFatal is what tests and benchmarks have in common with rapid.
type cohortFatal interface {
	Helper()
	Fatal(args ...any)
}

func cohortView(t cohortFatal, orders []retention.Order, asOf time.Time, zone *time.Location) retention.View {
	t.Helper()
	h, err := retention.NewHistory(orders)
	if err != nil {
		t.Fatal(err)
	}
	return h.AsOf(asOf, zone)
}

// cohortSale is a sale of a customer at noon of a day such as 2024-01-31.
func cohortSale(customer, day string, amount int64) retention.Order {
	return cohortOrder(retention.Sale, customer, day, amount)
}

func cohortRefund(customer, day string, amount int64) retention.Order {
	return cohortOrder(retention.Refund, customer, day, amount)
}

func cohortOrder(kind retention.Kind, customer, day string, amount int64) retention.Order {
	return retention.Order{Kind: kind, Customer: customer, At: cohortDay(day).At(12*time.Hour, time.UTC), Amount: decimal.NewFromInt(amount)}
}

func cohortDay(text string) retention.Date {
	d, err := retention.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// cohortNightOf2010 returns a zone where clocks went back from 00:01 on 7 November
// 2010 to 23:01 on the 6th, and the instants so many minutes after 00:00.
func cohortNightOf2010(t *testing.T) (zone *time.Location, minute func(int) time.Time) {
	t.Helper()
	zone, err := time.LoadLocation("America/St_Johns")
	if err != nil {
		t.Skip(err)
	}
	minute = func(n int) time.Time {
		return time.Date(2010, 11, 7, 2, 30, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute).In(zone)
	}
	if a, b := retention.DateOf(minute(0), zone), retention.DateOf(minute(2), zone); !b.Before(a) {
		t.Skipf("no such time change in this machine's zones: %v, %v", a, b)
	}
	return zone, minute
}

// cohortCounts reports how an order counts for a customer: not at all for guests
// and for what comes at the as-of instant or later.
func cohortCounts(o retention.Order, asOf time.Time) (sale bool, amount decimal.Decimal, ok bool) {
	sale = o.Kind == retention.Sale && !o.Amount.IsNegative()
	amount = o.Amount
	if !sale {
		amount = amount.Abs().Neg()
	}
	return sale, amount, o.Customer != "" && o.At.Before(asOf)
}

// cohortShared opens a file of the shared test data.
func cohortShared(t testing.TB, elem ...string) *os.File {
	t.Helper()
	f, err := os.Open(shared(t, elem...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// cohortRows reads a table without its header.
func cohortRows(t testing.TB, r io.Reader) [][]string {
	t.Helper()
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

var retailOrders []retention.Order // read once; no two tests run at a time

// cohortRetail reads the UCI data set Online Retail, an order for each invoice
// with a customer; cancellations are refunds.
func cohortRetail(t testing.TB) []retention.Order {
	t.Helper()
	if retailOrders != nil {
		return slices.Clone(retailOrders)
	}
	const invoice, quantity, at, price, customer = 0, 3, 4, 5, 6 // columns
	text, err := gzip.NewReader(cohortShared(t, "data", "online_retail.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	index := map[string]int{}
	var orders []retention.Order
	for _, row := range cohortRows(t, text) {
		if row[customer] == "" {
			continue
		}
		i, known := index[row[invoice]]
		if !known {
			i = len(orders)
			index[row[invoice]] = i
			o := retention.Order{ID: row[invoice], Customer: row[customer]}
			if o.At, err = time.Parse(time.DateTime, row[at]); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(o.ID, "C") {
				o.Kind = retention.Refund
			}
			orders = append(orders, o)
		}
		n, p := decimal.RequireFromString(row[quantity]), decimal.RequireFromString(row[price])
		orders[i].Amount = orders[i].Amount.Add(n.Mul(p))
	}
	retailOrders = orders
	return slices.Clone(orders)
}

// cohortCDNOW reads the CDNOW sample, placed at noon.
func cohortCDNOW(t testing.TB) []retention.Order {
	t.Helper()
	const customer, day, amount = 1, 2, 4 // columns
	var orders []retention.Order
	for i, row := range cohortRows(t, cohortShared(t, "data", "cdnow_sample.csv")) {
		orders = append(orders, retention.Order{
			ID: fmt.Sprint(i), Customer: row[customer],
			At:     cohortDay(row[day]).At(12*time.Hour, time.UTC),
			Amount: decimal.RequireFromString(row[amount]),
		})
	}
	return orders
}
