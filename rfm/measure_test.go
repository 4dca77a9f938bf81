package rfm_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)

// genCleanOrders draws orders with IDs of their own and without voids: what
// FromOrders is for.
func genCleanOrders() *rapid.Generator[[]retention.Order] {
	order := rapid.Custom(func(t *rapid.T) retention.Order {
		return retention.Order{
			Customer: rapid.SampledFrom([]string{"", "anna", "ben", "春子", "customer-with-a-long-name-01"}).Draw(t, "customer"),
			At: noon.Add(time.Duration(rapid.IntRange(-60, 5).Draw(t, "hour"))*time.Hour +
				time.Duration(rapid.SampledFrom([]int{0, 1, 999_999_999}).Draw(t, "ns"))),
			Amount: decimal.New(rapid.Int64Range(-300, 300).Draw(t, "units"), rapid.Int32Range(-4, 1).Draw(t, "exp")),
			Kind:   rapid.SampledFrom([]retention.Kind{retention.Sale, retention.Sale, retention.Refund}).Draw(t, "kind"),
		}
	})
	return rapid.Custom(func(t *rapid.T) []retention.Order {
		// Left to itself, rapid draws five orders or so.
		list := rapid.OneOf(rapid.SliceOfN(order, 0, 50), rapid.SliceOfN(order, 40, 60)).Draw(t, "orders")
		for i := range list {
			list[i].ID = fmt.Sprint("o", i)
		}
		return list
	})
}

func genBasis() *rapid.Generator[rfm.Basis] {
	return rapid.Custom(func(t *rapid.T) rfm.Basis {
		return rfm.Basis{
			Frequency: rapid.SampledFrom([]rfm.Frequency{rfm.Orders, rfm.Days}).Draw(t, "frequency"),
			Recency:   rapid.SampledFrom([]rfm.Recency{rfm.CalendarDays, rfm.Elapsed}).Draw(t, "recency"),
			Window:    retention.Span{Days: rapid.IntRange(0, 2).Draw(t, "days"), Exact: time.Duration(rapid.IntRange(0, 1).Draw(t, "hours")) * time.Hour},
		}
	})
}

func rows(t *rfm.Table) (list []rfm.Customer) {
	for _, c := range t.All() {
		list = append(list, c)
	}
	return list
}

// naiveRows measures as the documentation says, in the plainest way.
func naiveRows(orders []retention.Order, asOf time.Time, zone *time.Location, b rfm.Basis) (list []rfm.Customer) {
	byCustomer := map[string][]retention.Order{}
	for _, o := range orders {
		if o.At.Before(asOf) && o.Customer != "" {
			byCustomer[o.Customer] = append(byCustomer[o.Customer], o)
		}
	}
	for id, own := range byCustomer {
		slices.SortFunc(own, func(a, b retention.Order) int { return a.At.Compare(b.At) })
		c := rfm.Customer{ID: id}
		days := map[string]bool{}
		for _, o := range own {
			if from := b.Window.Before(asOf, zone); !b.Window.IsZero() && o.At.Before(from) {
				continue
			}
			if o.Kind == retention.Refund || o.Amount.IsNegative() {
				c.Monetary = c.Monetary.Sub(o.Amount.Abs())
				continue
			}
			day := retention.DateOf(o.At, zone)
			days[day.String()] = true
			c.Monetary = c.Monetary.Add(o.Amount)
			c.Frequency++
			if c.First.IsZero() {
				c.First = day
			}
			c.Last = day
			c.Recency = retention.DateOf(asOf, zone).DaysSince(day)
			if b.Recency == rfm.Elapsed {
				c.Recency = int(asOf.Sub(o.At).Hours() / 24)
			}
		}
		if b.Frequency == rfm.Days {
			c.Frequency = len(days)
		}
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b rfm.Customer) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

func TestMeasureIsWhatItsDocumentationSays(t *testing.T) {
	zones := []*time.Location{time.UTC, time.FixedZone("east", 14*3600), time.FixedZone("west", -11*3600)}
	rapid.Check(t, func(rt *rapid.T) {
		orders, basis := genCleanOrders().Draw(rt, "orders"), genBasis().Draw(rt, "basis")
		zone := rapid.SampledFrom(zones).Draw(rt, "zone")
		asOf := noon.Add(time.Duration(rapid.IntRange(-60, 10).Draw(rt, "asOf")) * time.Hour)
		want := naiveRows(orders, asOf, zone, basis)

		h, err := retention.NewHistory(orders)
		if err != nil {
			rt.Fatal(err)
		}
		measured, err := rfm.Measure(h.AsOf(asOf, zone), basis)
		if err != nil {
			rt.Fatal(err)
		}
		folded, unused, err := rfm.FromOrders(rapid.Permutation(orders).Draw(rt, "shuffled"), asOf, zone, basis)
		if err != nil {
			rt.Fatal(err)
		}
		for name, table := range map[string]*rfm.Table{"Measure": measured, "FromOrders": folded} {
			if diff := gocmp.Diff(want, rows(table)); diff != "" {
				rt.Fatalf("%s (-want +got):\n%s", name, diff)
			}
			if !table.AsOf().Equal(asOf) || table.Zone() != zone || table.Basis() != basis {
				rt.Fatalf("%s: as of %v in %v by %v", name, table.AsOf(), table.Zone(), table.Basis())
			}
		}
		for _, c := range append(want, rfm.Customer{ID: "nobody"}) {
			one, ok, err := rfm.MeasureOne(h.AsOf(asOf, zone), c.ID, basis)
			if err != nil || ok == (c.ID == "nobody") || ok && !gocmp.Equal(c, one) {
				rt.Fatalf("MeasureOne = %+v, %v, %v, want %+v", one, ok, err, c)
			}
		}
		if got := countUnused(orders, asOf, basis.Window.Before(asOf, zone)); !basis.Window.IsZero() && got != unused {
			rt.Fatalf("unused = %+v, want %+v", unused, got)
		}
	})
}

func countUnused(orders []retention.Order, asOf, from time.Time) (u rfm.Unused) {
	for _, o := range orders {
		switch {
		case !o.At.Before(asOf):
			u.Later++
		case o.Customer == "":
			u.Guests++
		case o.At.Before(from):
			u.Earlier++
		}
	}
	return u
}

func TestManyOrdersOnAnyNumberOfProcessors(t *testing.T) {
	orders := shop(100_000, 9_000)
	for _, basis := range []rfm.Basis{{}, {Frequency: rfm.Days}} {
		var want []rfm.Customer
		for _, procs := range []int{1, 2, 7} {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
			h, err := retention.NewHistory(orders)
			if err != nil {
				t.Fatal(err)
			}
			measured, err := rfm.Measure(h.AsOf(asOf, time.UTC), basis)
			if err != nil {
				t.Fatal(err)
			}
			folded, _, err := rfm.FromOrders(orders, asOf, time.UTC, basis)
			if err != nil {
				t.Fatal(err)
			}
			if want == nil {
				want = rows(measured)
			}
			for name, table := range map[string]*rfm.Table{"Measure": measured, "FromOrders": folded} {
				if diff := gocmp.Diff(want, rows(table)); diff != "" {
					t.Errorf("%s on %d processors (-want +got):\n%s", name, procs, diff)
				}
			}
		}
	}
}

func TestFromOrdersNamesTheFirstFault(t *testing.T) {
	good := func(id string) retention.Order {
		return retention.Order{ID: id, Customer: "c17", At: noon, Amount: decimal.NewFromInt(1)}
	}
	void, wide, timeless, dollars, yen := good("void"), good("wide"), good("timeless"), good("dollars"), good("yen")
	void.Kind, wide.Amount, timeless.At = retention.Void, decimal.New(1, 40), time.Time{}
	dollars.Currency, yen.Currency = "USD", "JPY"
	for _, tt := range []struct {
		orders []retention.Order
		want   error
		order  string
	}{
		{[]retention.Order{good("o1"), void, wide}, rfm.ErrVoid, "void"},
		{[]retention.Order{good("o1"), wide, void}, retention.ErrAmount, "wide"},
		{[]retention.Order{timeless}, retention.ErrTime, "timeless"},
		{[]retention.Order{yen, good("o1"), dollars}, retention.ErrCurrency, "dollars"},
	} {
		_, _, err := rfm.FromOrders(tt.orders, asOf, time.UTC, rfm.Basis{})
		var fault *retention.OrderError
		if !errors.Is(err, tt.want) || !errors.As(err, &fault) || fault.Order != tt.order || fault.Customer != "c17" {
			t.Errorf("FromOrders = %v, want %v about %s", err, tt.want, tt.order)
		}
	}
}

func TestFromOrdersFindsTheCurrency(t *testing.T) {
	bare := retention.Order{ID: "bare", Customer: "c17", At: asOf.Add(-time.Hour), Amount: decimal.NewFromInt(1)}
	yen, dollars := bare, bare
	yen.Currency, dollars.ID, dollars.Currency = "JPY", "dollars", "USD"
	for _, n := range []int{0, 1, 3, 1 << 10, 20_000} { // orders that state none come first
		orders := append(slices.Repeat([]retention.Order{bare}, n), yen, bare)
		table, _, err := rfm.FromOrders(orders, asOf, time.UTC, rfm.Basis{})
		if err != nil || table.Currency() != "JPY" || table.At(0).Frequency != n+2 {
			t.Errorf("after %d: currency %q, %d orders, %v", n, table.Currency(), table.At(0).Frequency, err)
		}
		_, _, err = rfm.FromOrders(append(orders, dollars), asOf, time.UTC, rfm.Basis{})
		var fault *retention.OrderError
		if !errors.Is(err, retention.ErrCurrency) || !errors.As(err, &fault) || fault.Order != "dollars" {
			t.Errorf("after %d: dollars among yen: %v", n, err)
		}
	}
}

func TestUnusableBasis(t *testing.T) {
	for _, b := range []rfm.Basis{
		{Frequency: 9}, {Recency: 9}, {Window: retention.Span{Days: -1}},
		{Window: retention.Span{Days: 1, Exact: -25 * time.Hour}},
	} {
		_, err := rfm.Measure(new(retention.History).AsOf(asOf, time.UTC), b)
		_, _, err2 := rfm.FromOrders(nil, asOf, time.UTC, b)
		_, err3 := rfm.FromSummaries(nil, asOf, time.UTC, b)
		for _, err := range []error{err, err2, err3} {
			if !errors.Is(err, rfm.ErrBasis) {
				t.Errorf("%+v: %v", b, err)
			}
		}
	}
}

func TestSummariesMakeTheSameTable(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var summaries []rfm.Summary
		orders := genCleanOrders().Draw(rt, "orders")
		folded, _, err := rfm.FromOrders(orders, noon, time.UTC, rfm.Basis{})
		if err != nil {
			rt.Fatal(err)
		}
		for _, c := range folded.All() {
			s := rfm.Summary{Customer: c.ID, Frequency: c.Frequency, Monetary: c.Monetary}
			if c.Frequency > 0 {
				s.First, s.Last = c.First.Start(time.UTC), c.Last.Start(time.UTC)
			}
			summaries = append(summaries, s)
		}
		table, err := rfm.FromSummaries(rapid.Permutation(summaries).Draw(rt, "shuffled"), noon, time.UTC, rfm.Basis{})
		if err != nil {
			rt.Fatal(err)
		}
		if diff := gocmp.Diff(rows(folded), rows(table)); diff != "" {
			rt.Fatalf("(-orders +summaries):\n%s", diff)
		}
		for i, c := range table.All() {
			if row, ok := table.Row(c.ID); !ok || row != i {
				rt.Fatalf("Row(%s) = %d, %v, want %d", c.ID, row, ok, i)
			}
		}
	})
}

func TestFaultySummaries(t *testing.T) {
	var tooMany int64 = 1 << 40
	day := noon.AddDate(0, 0, -1)
	for _, tt := range []struct {
		summaries []rfm.Summary
		basis     rfm.Basis
		reason    string
	}{
		{[]rfm.Summary{{Customer: "a"}, {Customer: "a"}}, rfm.Basis{}, "twice"},
		{[]rfm.Summary{{}}, rfm.Basis{}, "no ID"},
		{[]rfm.Summary{{Customer: "a", Frequency: -1}}, rfm.Basis{}, "negative frequency"},
		{[]rfm.Summary{{Customer: "a", Frequency: int(tooMany), Last: day}}, rfm.Basis{}, "frequency out of range"},
		{[]rfm.Summary{{Customer: "a", Frequency: 1}}, rfm.Basis{}, "no last sale"},
		{[]rfm.Summary{{Customer: "a", Last: day}}, rfm.Basis{}, "last sale without a frequency"},
		{[]rfm.Summary{{Customer: "a", Frequency: 1, Last: noon}}, rfm.Basis{}, "sale at the as-of instant"},
		{[]rfm.Summary{{Customer: "a", Frequency: 1, First: noon, Last: day}}, rfm.Basis{}, "first after last"},
		{[]rfm.Summary{{Customer: "a", Frequency: 1, Last: day}}, rfm.Basis{Window: retention.Span{Exact: time.Hour}}, "before the window"},
		{[]rfm.Summary{{Customer: "a", Frequency: 1, First: day.AddDate(-1, 0, 0), Last: day}}, rfm.Basis{Window: retention.Span{Days: 9}}, "first before the window"},
		{[]rfm.Summary{{Customer: "a", Monetary: decimal.New(1, 2_000_000_000)}}, rfm.Basis{}, "absurd money"},
		{[]rfm.Summary{{Customer: "a", Currency: "EUR"}, {Customer: "b", Currency: "USD"}}, rfm.Basis{}, "two currencies"},
	} {
		_, err := rfm.FromSummaries(tt.summaries, noon, time.UTC, tt.basis)
		var fault *rfm.SummaryError
		if !errors.As(err, &fault) {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
}

// TestClocksThatGoBackOverMidnight has sales on days that do not ascend: in
// St. John's, 00:01 of 7 November 2010 was followed by 23:01 of the 6th.
func TestClocksThatGoBackOverMidnight(t *testing.T) {
	zone, err := time.LoadLocation("America/St_Johns")
	if err != nil {
		t.Fatal(err)
	}
	first := time.Date(2010, 11, 7, 2, 30, 30, 0, time.UTC) // 00:00:30 of the 7th
	var orders []retention.Order
	for i, after := range []time.Duration{-time.Hour, 0, 20 * time.Minute, 2 * time.Hour} {
		orders = append(orders, retention.Order{ID: fmt.Sprint(i), Customer: "a", At: first.Add(after)})
	}
	for _, asOf := range []time.Time{first.AddDate(0, 0, 1), first.Add(10 * time.Minute)} {
		h, err := retention.NewHistory(orders)
		if err != nil {
			t.Fatal(err)
		}
		measured, err := rfm.Measure(h.AsOf(asOf, zone), rfm.Basis{Frequency: rfm.Days})
		if err != nil {
			t.Fatal(err)
		}
		folded, _, err := rfm.FromOrders(orders, asOf, zone, rfm.Basis{Frequency: rfm.Days})
		if err != nil {
			t.Fatal(err)
		}
		for name, table := range map[string]*rfm.Table{"Measure": measured, "FromOrders": folded} {
			if c := table.At(0); c.Frequency != 2 || c.Recency < 0 {
				t.Errorf("%s as of %v: %+v, want 2 days", name, asOf.In(zone), c)
			}
		}
	}
}

func TestElapsedOverCenturies(t *testing.T) {
	orders := []retention.Order{{Customer: "a", At: time.Date(1, 6, 1, 0, 0, 0, 0, time.UTC)}}
	for _, recency := range []rfm.Recency{rfm.CalendarDays, rfm.Elapsed} {
		table, _, err := rfm.FromOrders(orders, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), time.UTC, rfm.Basis{Recency: recency})
		if err != nil || table.At(0).Recency != 739_616 {
			t.Errorf("%v: %d days, %v", recency, table.At(0).Recency, err)
		}
	}
}

func TestTextsAreUTF8(t *testing.T) {
	for _, bad := range []retention.Order{{ID: "o2", Customer: "\xff", At: noon}, {ID: "o2", Customer: "a", At: noon, Currency: "\xff"}} {
		_, _, err := rfm.FromOrders([]retention.Order{{ID: "o1", At: noon}, bad}, asOf.AddDate(1, 0, 0), time.UTC, rfm.Basis{})
		var fault *retention.OrderError
		if !errors.Is(err, retention.ErrText) || !errors.As(err, &fault) || fault.Order != "o2" {
			t.Errorf("FromOrders = %v", err)
		}
		if _, err := retention.NewHistory([]retention.Order{bad}); !errors.Is(err, retention.ErrText) {
			t.Errorf("NewHistory = %v", err)
		}
	}
	var fault *rfm.SummaryError
	for _, bad := range []rfm.Summary{{Customer: "\xff"}, {Customer: "a", Currency: "\xff"}} {
		if _, err := rfm.FromSummaries([]rfm.Summary{bad}, noon, time.UTC, rfm.Basis{}); !errors.As(err, &fault) {
			t.Errorf("FromSummaries = %v", err)
		}
	}
}

func TestLastSaleToTheNanosecond(t *testing.T) {
	day := 24 * time.Hour
	for _, tt := range []struct {
		last time.Time
		want int
	}{
		{noon.Add(-day), 1}, {noon.Add(-day + 1), 0}, {noon.Add(-day - 1), 1},
	} {
		for _, other := range []time.Duration{0, -1, -time.Second} { // of an earlier sale
			orders := []retention.Order{{Customer: "a", At: tt.last}, {Customer: "a", At: tt.last.Add(other)}}
			for range 2 {
				table, _, err := rfm.FromOrders(orders, noon, time.UTC, rfm.Basis{Recency: rfm.Elapsed})
				if err != nil || table.At(0).Recency != tt.want {
					t.Errorf("last sale %v: recency %d, %v, want %d", tt.last, table.At(0).Recency, err, tt.want)
				}
				slices.Reverse(orders)
			}
		}
	}
}

func TestMoneyBeyondInt64(t *testing.T) {
	most := decimal.RequireFromString("9999999999999999.99")
	var orders []retention.Order
	for i := range 200 {
		orders = append(orders, retention.Order{Customer: fmt.Sprint("c", i%2), At: noon, Amount: most})
	}
	orders = append(orders, retention.Order{Customer: "c1", At: noon, Amount: decimal.New(1, -12)})
	table, _, err := rfm.FromOrders(orders, asOf.AddDate(1, 0, 0), time.UTC, rfm.Basis{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"999999999999999999", "999999999999999999.000000000001"} {
		if got := table.At(i).Monetary; got.String() != want {
			t.Errorf("%s: %v, want %s", table.At(i).ID, got, want)
		}
	}
}

func TestSummariesBeyondInt64(t *testing.T) {
	var summaries []rfm.Summary
	for i, text := range []string{"99999999999999999.99", "9999999999999999.99", "-99999999999999999999", "1e30", "0.001", "1e-30"} {
		summaries = append(summaries, rfm.Summary{Customer: fmt.Sprint("c", i), Monetary: decimal.RequireFromString(text)})
	}
	for n := range summaries { // alone, and with ever more of the others
		table, err := rfm.FromSummaries(summaries[:n+1], noon, time.UTC, rfm.Basis{})
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range table.All() {
			if !c.Monetary.Equal(summaries[i].Monetary) {
				t.Errorf("%v became %v", summaries[i].Monetary, c.Monetary)
			}
		}
	}
}

func TestScoresDoNotDependOnTheWay(t *testing.T) {
	orders := shop(20_000, 3_000)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(orders), func(i, j int) { orders[i], orders[j] = orders[j], orders[i] })
	folded, _, err := rfm.FromOrders(orders, asOf, time.UTC, rfm.Basis{})
	if err != nil {
		t.Fatal(err)
	}
	h, err := retention.NewHistory(orders)
	if err != nil {
		t.Fatal(err)
	}
	measured, err := rfm.Measure(h.AsOf(asOf, time.UTC), rfm.Basis{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := rfm.Fit(folded, rfm.Method{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := rfm.Fit(measured, rfm.Method{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(a, b); diff != "" {
		t.Errorf("(-folded +measured):\n%s", diff)
	}
}
