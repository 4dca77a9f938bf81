package ltv_test

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// stJohns put its clocks back from 00:01 to 23:01 of the day before, on
// 7 November 2010: that day began twice.
func stJohns(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/St_Johns")
	if err != nil {
		t.Skip(err)
	}
	return zone
}

var backwards = time.Date(2010, time.November, 7, 2, 31, 0, 0, time.UTC)

// genOrders draws orders of a few customers within days of backwards. It draws long
// lists as often as any: left to itself, rapid draws some five orders.
func genOrders(kinds ...retention.Kind) *rapid.Generator[[]retention.Order] {
	order := rapid.Custom(func(t *rapid.T) retention.Order {
		return retention.Order{
			ID:       rapid.SampledFrom([]string{"", "o1", "o2", "o3", "o4", "o5"}).Draw(t, "id"),
			Customer: rapid.SampledFrom([]string{"", "anna", "ben", "春子"}).Draw(t, "customer"),
			At:       backwards.Add(time.Duration(rapid.IntRange(-300, 300).Draw(t, "quarters")) * 15 * time.Minute),
			Amount:   decimal.New(rapid.Int64Range(-2, 300).Draw(t, "units"), rapid.Int32Range(-4, 0).Draw(t, "exp")),
			Kind:     rapid.SampledFrom(kinds).Draw(t, "kind"),
		}
	})
	return rapid.OneOf(rapid.SliceOfN(order, 0, 40), rapid.SliceOfN(order, 25, 50))
}

var allKinds = []retention.Kind{retention.Sale, retention.Sale, retention.Sale, retention.Refund, retention.Void}

func history(t rapid.TB, orders []retention.Order) *retention.History {
	t.Helper()
	h, err := retention.NewHistory(orders)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func customers(b *ltv.Base) []ltv.Customer { return slices.Collect(b.All()) }

// facts is all that a base tells.
type facts struct {
	Customers         []ltv.Customer
	From, End         retention.Date
	Currency          string
	Without, Repeat   int
	Sales, Refunds    decimal.Decimal
	Records           string
	Spends            int
	Found, Misguessed int
}

func factsOf(b *ltv.Base) facts {
	f := facts{Customers: customers(b), From: b.From(), End: b.End(), Currency: b.Currency(), Without: b.WithoutSales()}
	f.Sales, f.Refunds = b.Totals()
	f.Records, f.Spends = fmt.Sprint(b.Records()), len(b.Spends())
	return f
}

func diffBases(want, got *ltv.Base) string {
	return gocmp.Diff(factsOf(want), factsOf(got), cmpopts.EquateEmpty())
}

// naive summarises as the documentation says, in the plainest way.
func naive(v retention.View, end retention.Date) (list []ltv.Customer, without int) {
	for c := range v.Customers() {
		days := map[retention.Date]decimal.Decimal{}
		refunds := decimal.Zero
		for e := range c.Events() {
			if e.Kind == retention.Sale {
				days[e.Day()] = days[e.Day()].Add(e.Amount.Decimal())
			} else if !e.Day().After(end) {
				refunds = refunds.Add(e.Amount.Decimal().Abs())
			}
		}
		bought := len(days) > 0
		s := ltv.Customer{ID: c.ID(), End: end, Refunds: refunds, Repeats: -1}
		for day, sales := range days {
			if day.After(end) {
				continue
			}
			s.Repeats++
			s.Sales = s.Sales.Add(sales)
			if s.First.IsZero() || day.Before(s.First) {
				s.First = day
			}
			if day.After(s.Last) {
				s.Last = day
			}
		}
		if s.Repeats >= 0 {
			s.RepeatSales = s.Sales.Sub(days[s.First])
			list = append(list, s)
		}
		if !bought {
			without++
		}
	}
	return list, without
}

func TestSummarizeIsWhatItsDocumentationSays(t *testing.T) {
	zones := []*time.Location{time.UTC, time.FixedZone("east", 14*3600), time.FixedZone("west", -11*3600), stJohns(t)}
	rapid.Check(t, func(t *rapid.T) {
		orders := genOrders(allKinds...).Draw(t, "orders")
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		asOf := backwards.Add(time.Duration(rapid.IntRange(-100, 310).Draw(t, "asOf")) * 15 * time.Minute)
		h := history(t, orders)
		if err := h.AddCustomers("dora"); err != nil {
			t.Fatal(err)
		}
		v := h.AsOf(asOf, zone)
		b := ltv.Summarize(v)

		want, without := naive(v, b.End())
		if diff := gocmp.Diff(want, customers(b), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("customers (-want +got)\n%s", diff)
		}
		if b.WithoutSales() != without {
			t.Errorf("%d without sales, want %d", b.WithoutSales(), without)
		}
		first := retention.Date{}
		for i, c := range want {
			if err := c.Check(); err != nil {
				t.Error(err)
			}
			if first.IsZero() || c.First.Before(first) {
				first = c.First
			}
			if found, ok := b.Find(c.ID); !ok || !gocmp.Equal(found, c) || !gocmp.Equal(b.At(i), c) {
				t.Errorf("%s: found %+v", c.ID, found)
			}
		}
		if b.From() != first {
			t.Errorf("from %v, want %v", b.From(), first)
		}
		if _, ok := b.Find("nobody"); ok {
			t.Error("found nobody")
		}

		// The order of the orders, how they are split, and the cores do not show.
		a, c := new(retention.History), new(retention.History)
		for i, o := range rapid.Permutation(orders).Draw(t, "shuffled") {
			if err := []*retention.History{a, c}[i%2].Add(o); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(a.Merge(c), a.AddCustomers("dora")); err != nil {
			t.Fatal(err)
		}
		if diff := diffBases(b, ltv.Summarize(a.AsOf(asOf, zone))); diff != "" {
			t.Errorf("shuffled and merged (-want +got)\n%s", diff)
		}
		if b.Len() == 0 {
			return
		}
		again, err := ltv.NewBase(rapid.Permutation(customers(b)).Draw(t, "customers"), b.Currency())
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(factsOf(b), factsOf(again), cmpopts.IgnoreFields(facts{}, "Without")); diff != "" {
			t.Errorf("made of its customers (-want +got)\n%s", diff)
		}
	})
}

func TestSummarizeOnAnyNumberOfProcessors(t *testing.T) {
	view := teaShop(t, 500).AsOf(newYear.AddDays(300).Start(time.UTC), time.UTC)
	until := newYear.AddDays(200)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one := ltv.Summarize(view)
	held, err := ltv.Hold(view, until)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{2, 3, 7} {
		runtime.GOMAXPROCS(n)
		if diff := diffBases(one, ltv.Summarize(view)); diff != "" {
			t.Fatalf("%d processors (-want +got)\n%s", n, diff)
		}
		again, err := ltv.Hold(view, until)
		if err != nil {
			t.Fatal(err)
		}
		if diff := diffHoldouts(held, again); diff != "" {
			t.Fatalf("%d processors (-want +got)\n%s", n, diff)
		}
	}
}

// teaShop is a history of some customers in 2026.
func teaShop(t testing.TB, customers int) *retention.History {
	t.Helper()
	random := rand.New(rand.NewPCG(1, uint64(customers)))
	var orders []retention.Order
	for i := range customers {
		for range 1 + random.IntN(19) {
			orders = append(orders, retention.Order{
				ID: fmt.Sprint("o", len(orders)), Customer: fmt.Sprintf("c%06d", i),
				At:     newYear.Start(time.UTC).Add(time.Duration(random.IntN(365*24)) * time.Hour),
				Amount: decimal.New(int64(random.IntN(10000)), -2),
			})
		}
	}
	h, err := retention.NewHistory(orders)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// To keep customers up to date from the events is to summarise them.
func TestSummarizeIsAFold(t *testing.T) {
	zones := []*time.Location{time.UTC, stJohns(t)}
	rapid.Check(t, func(t *rapid.T) {
		orders := genOrders(allKinds...).Draw(t, "orders")
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		v := history(t, orders).AsOf(backwards.AddDate(0, 0, 5), zone)
		b := ltv.Summarize(v)
		i := 0
		for c := range v.Customers() {
			events := slices.Collect(c.Events())
			// As clocks go back, events of a day may come after the next began.
			slices.SortStableFunc(events, func(a, b retention.Event) int { return a.Day().Compare(b.Day()) })
			folded := ltv.Customer{ID: c.ID()}
			for _, e := range events {
				var err error
				if e.Kind == retention.Sale {
					folded, err = folded.Buy(e.Day(), e.Amount.Decimal())
				} else {
					folded, err = folded.Refund(e.Amount.Decimal())
				}
				if err != nil {
					t.Fatal(err)
				}
				if rapid.Bool().Draw(t, "a night passes") {
					folded = folded.Until(e.Day())
				}
			}
			if folded.First.IsZero() {
				continue
			}
			if diff := gocmp.Diff(b.At(i), folded.Until(b.End())); diff != "" {
				t.Fatalf("folded (-summarised +folded)\n%s", diff)
			}
			i++
		}
		if i != b.Len() {
			t.Errorf("%d customers folded, %d summarised", i, b.Len())
		}
	})
}

func TestSummarizeEnd(t *testing.T) {
	tests := []struct {
		reason string
		asOf   time.Time
		zone   *time.Location
		want   string
	}{
		{"midnight: the day before", newYear.Start(time.UTC), time.UTC, "2025-12-31"},
		{"just after midnight: the day has begun", newYear.Start(time.UTC).Add(1), time.UTC, "2026-01-01"},
		{"noon", newYear.Start(time.UTC).Add(12 * time.Hour), time.UTC, "2026-01-01"},
		{"midnight in the zone", newYear.Start(time.FixedZone("", 9*3600)), time.FixedZone("", 9*3600), "2025-12-31"},
		{"midnight elsewhere", newYear.Start(time.UTC), time.FixedZone("", 9*3600), "2026-01-01"},
		{"before the clocks go back", backwards.Add(-2 * time.Minute), stJohns(t), "2010-11-06"},
		{"the first midnight", backwards.Add(-time.Minute), stJohns(t), "2010-11-06"},
		{"the minute after it", backwards.Add(-time.Second), stJohns(t), "2010-11-07"},
		{"Saturday again, but Sunday has begun", backwards.Add(time.Minute), stJohns(t), "2010-11-07"},
		{"the second midnight", backwards.Add(time.Hour), stJohns(t), "2010-11-07"},
	}
	for _, test := range tests {
		b := ltv.Summarize(new(retention.History).AsOf(test.asOf, test.zone))
		if got := b.End().String(); got != test.want {
			t.Errorf("%s: %v, want %v", test.reason, got, test.want)
		}
		if b.Len() != 0 || !b.From().IsZero() || len(b.Records()) != 0 || len(b.Spends()) != 0 {
			t.Errorf("%s: somebody bought nothing", test.reason)
		}
	}
	if b := ltv.Summarize(retention.View{}); b.Len() != 0 {
		t.Error("the zero View has customers")
	}
}

// The day of a purchase on a day that began twice is never after the end.
func TestSummarizeWhereClocksGoBack(t *testing.T) {
	h := history(t, []retention.Order{
		{Customer: "c", At: backwards.Add(-30 * time.Second), Amount: money("1")}, // Sunday, 00:00:30
		{Customer: "c", At: backwards.Add(30 * time.Second), Amount: money("2")},  // Saturday, 23:01:30
	})
	b := ltv.Summarize(h.AsOf(backwards.Add(time.Minute), stJohns(t)))
	saturday := retention.NewDate(2010, time.November, 6)
	want := []ltv.Customer{{
		ID: "c", First: saturday, Last: saturday.AddDays(1), End: saturday.AddDays(1), Repeats: 1,
		Sales: money("3"), RepeatSales: money("1"),
	}}
	if diff := gocmp.Diff(want, customers(b)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestNewBaseRefuses(t *testing.T) {
	a, b := regular(), regular()
	a.ID, b.ID = "a", "b"
	later, broken := b.Until(b.End.AddDays(1)), b
	broken.Repeats = -1
	tests := []struct {
		reason string
		list   []ltv.Customer
		is     error
		want   string
	}{
		{"nobody", nil, ltv.ErrNoCustomers, "ltv: no customer who bought"},
		{"twice", []ltv.Customer{b, a, b}, ltv.ErrCustomer, `ltv: customer "b": twice in the base`},
		{"another end", []ltv.Customer{later, a}, ltv.ErrCustomer, `ltv: customer "b": known until 2026-02-01, others until 2026-01-31`},
		{"the first by ID", []ltv.Customer{{ID: "z"}, broken, a}, ltv.ErrCustomer, `ltv: customer "b": -1 days of repeat purchases between 2026-01-01 and 2026-01-21`},
	}
	for _, test := range tests {
		_, err := ltv.NewBase(test.list, "")
		if !errors.Is(err, test.is) || err.Error() != test.want {
			t.Errorf("%s: error %v, want %s", test.reason, err, test.want)
		}
	}
}

func TestNewBaseKeepsACopy(t *testing.T) {
	list := []ltv.Customer{{ID: "b", First: newYear, Last: newYear, End: newYear}, {ID: "a", First: newYear, Last: newYear, End: newYear}}
	b, err := ltv.NewBase(list, "JPY")
	if err != nil {
		t.Fatal(err)
	}
	if list[0].ID != "b" {
		t.Error("sorted the caller's slice")
	}
	list[1].ID = "z"
	if b.At(0).ID != "a" || b.Currency() != "JPY" {
		t.Errorf("%+v", b.At(0))
	}
}

// Any customers who can be and share an end make a base; its JSON does, too.
func TestNewBaseRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []ltv.Customer
		for i := range rapid.IntRange(1, 8).Draw(t, "customers") {
			list = append(list, genCustomer(fmt.Sprint("c", i), newYear).Draw(t, "customer"))
		}
		b, err := ltv.NewBase(list, "EUR")
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(customers(b))
		if err != nil {
			t.Fatal(err)
		}
		var stored []ltv.Customer
		if err := json.Unmarshal(data, &stored); err != nil {
			t.Fatal(err)
		}
		again, err := ltv.NewBase(stored, "EUR")
		if err != nil {
			t.Fatal(err)
		}
		if diff := diffBases(b, again); diff != "" {
			t.Errorf("after JSON (-want +got)\n%s", diff)
		}
	})
}

// readCSV returns the rows of a file after the first, by the names in that.
func readCSV(t testing.TB, path string) (rows []map[string]string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(bufio.NewReader(f))
	if strings.HasSuffix(path, ".gz") {
		text, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		r = csv.NewReader(text)
	}
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records[1:] {
		row := make(map[string]string, len(record))
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func number(t testing.TB, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// cdnow returns the history of the CDNOW sample: 2,357 customers who first bought
// in the first quarter of 1997, and what they bought until June 1998.
func cdnow(t testing.TB) *retention.History {
	t.Helper()
	var orders []retention.Order
	for _, row := range readCSV(t, shared(t, "data", "cdnow_sample.csv")) {
		day, err := retention.ParseDate(row["date"])
		if err != nil {
			t.Fatal(err)
		}
		orders = append(orders, retention.Order{
			Customer: row["sample_id"], At: day.Start(time.UTC), Amount: money(row["amount"]), Currency: "USD",
		})
	}
	h, err := retention.NewHistory(orders)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// The last days of CDNOW's calibration and of its holdout.
var (
	cdnowUntil = retention.NewDate(1997, time.September, 30)
	cdnowEnd   = retention.NewDate(1998, time.June, 30)
)

// The summary of CDNOW that Fader and Hardie publish. Theirs has weeks, of which
// every number is that of some days.
func TestHoldOfCDNOW(t *testing.T) {
	means := readCSV(t, shared(t, "data", "cdnow_mx.csv"))
	h, err := ltv.Hold(cdnow(t).AsOf(cdnowEnd.AddDays(1).Start(time.UTC), time.UTC), cdnowUntil)
	if err != nil {
		t.Fatal(err)
	}
	rows := readCSV(t, shared(t, "data", "cdnow_cbs.csv"))
	if h.Base.Len() != 2357 || len(rows) != 2357 || h.Newcomers != 0 {
		t.Fatalf("%d customers of %d, %d newcomers", h.Base.Len(), len(rows), h.Newcomers)
	}
	if got := h.Length(); got.In(btyd.Week) != 39 {
		t.Errorf("the holdout has %v", got)
	}
	wholeDays := func(weeks string) int {
		days := number(t, weeks) * 7
		if math.Abs(days-math.Round(days)) > 1e-9 {
			t.Fatalf("%s weeks are %v days", weeks, days)
		}
		return int(math.Round(days))
	}
	byID := map[string]int{}
	for i := range h.Base.Len() {
		byID[strings.TrimLeft(h.Base.At(i).ID, "0")] = i
	}
	for n, row := range rows {
		i, ok := byID[row["cust"]]
		if !ok {
			t.Fatalf("no customer %s", row["cust"])
		}
		type cbs struct{ X, TX, T, Star int }
		c := h.Base.At(i)
		want := cbs{int(number(t, row["x"])), wholeDays(row["t.x"]), wholeDays(row["T.cal"]), int(number(t, row["x.star"]))}
		got := cbs{c.Repeats, c.Last.DaysSince(c.First), c.End.DaysSince(c.First), h.After[i].Purchases}
		if got != want {
			t.Errorf("customer %s: %+v, want %+v", row["cust"], got, want)
		}
		mean := 0.0
		if s, ok := c.Spend(); ok {
			mean = s.Mean()
		}
		if means[n]["cust"] != row["cust"] {
			t.Fatal("the files are not in step")
		}
		if want := number(t, means[n]["m.x"]); math.Abs(mean-want) > 1e-12*want {
			t.Errorf("customer %s: mean spend %v, want %v", row["cust"], mean, want)
		}
	}
}

// Cumulative repeat purchases by week, as published.
func TestHoldTracksCDNOW(t *testing.T) {
	h, err := ltv.Hold(cdnow(t).AsOf(cdnowEnd.AddDays(1).Start(time.UTC), time.UTC), cdnowUntil)
	if err != nil {
		t.Fatal(err)
	}
	rows := readCSV(t, shared(t, "data", "cdnow_tracking.csv"))
	total := 0
	for i, n := range h.Daily {
		total += n
		if (i+1)%7 == 0 {
			if want := int(number(t, rows[i/7]["cu.tracking"])); total != want {
				t.Errorf("week %d: %d repeat purchases, want %d", i/7+1, total, want)
			}
		}
	}
	if len(h.Daily) != 7*len(rows) {
		t.Errorf("%d days, %d weeks", len(h.Daily), len(rows))
	}
}

func TestSummarizeRetail(t *testing.T) {
	if testing.Short() {
		t.Skip("half a million lines")
	}
	orders := cohortRetail(t)
	end := retention.NewDate(2011, time.December, 10).Start(time.UTC)
	b := ltv.Summarize(history(t, orders).AsOf(end, time.UTC))
	sales, refunds := b.Totals()
	if b.Len() != 4339 || b.WithoutSales() != 33 {
		t.Errorf("%d customers, %d without sales", b.Len(), b.WithoutSales())
	}
	if want := money("8911407.904"); !sales.Equal(want) {
		t.Errorf("sales of %v, want %v", sales, want)
	}
	// The 33 had refunds too.
	if all := money("8911407.904").Sub(money("8300065.814")); !refunds.IsPositive() || refunds.GreaterThan(all) {
		t.Errorf("refunds of %v, of %v in all", refunds, all)
	}

	// What the reference fits were made from has no invoices of nothing.
	orders = slices.DeleteFunc(orders, func(o retention.Order) bool {
		return o.Kind != retention.Sale || !o.Amount.IsPositive()
	})
	b = ltv.Summarize(history(t, orders).AsOf(end, time.UTC))
	records := b.Records()
	slices.SortFunc(records, func(a, b btyd.Record) int {
		return cmp.Or(a.X()-b.X(), cmp.Compare(a.TX().In(btyd.Day), b.TX().In(btyd.Day)), cmp.Compare(a.T().In(btyd.Day), b.T().In(btyd.Day)))
	})
	distinct := len(slices.Compact(records))
	if got, want := [...]int{b.Len(), distinct, len(b.Spends())}, [...]int{4338, 3046, 2790}; got != want {
		t.Errorf("customers, different records and spends: %v, want %v", got, want)
	}
}

func BenchmarkSummarize(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		view := teaShop(b, n).AsOf(newYear.AddDays(400).Start(time.UTC), time.UTC)
		b.Run(fmt.Sprintf("customers=%d,orders=%d", n, 10*n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ltv.Summarize(view)
			}
		})
	}
}

func BenchmarkHold(b *testing.B) {
	view := teaShop(b, 100_000).AsOf(newYear.AddDays(400).Start(time.UTC), time.UTC)
	b.Run("customers=100000,orders=1000000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := ltv.Hold(view, newYear.AddDays(250)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// Three decimals are about all that a summary allocates for each customer.
func TestSummarizeAllocates(t *testing.T) {
	view := teaShop(t, 2_000).AsOf(newYear.AddDays(400).Start(time.UTC), time.UTC)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if got := testing.AllocsPerRun(3, func() { ltv.Summarize(view) }); got > 6*2_000 {
		t.Errorf("%v allocations for 2000 customers", got)
	}
}
