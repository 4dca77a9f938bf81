package retention_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// genOrder draws orders that often repeat, contradict, void or shadow each
// other, around instants that lie close together.
func genOrder() *rapid.Generator[retention.Order] {
	long := "a-very-long-order-id-such-as-a-uuid-"
	return rapid.Custom(func(t *rapid.T) retention.Order {
		return retention.Order{
			ID:       rapid.SampledFrom([]string{"", "o1", "o2", long[:14], long[:15], long[:16], long[:17], long + "1", long + "2"}).Draw(t, "id"),
			Customer: rapid.SampledFrom([]string{"", "anna", "ben", "春子", "customer-with-a-long-name-01"}).Draw(t, "customer"),
			At: epoch.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "hour"))*time.Hour +
				time.Duration(rapid.SampledFrom([]int{0, 1, 999, 1000, 1500}).Draw(t, "ns"))),
			Amount:   decimal.New(rapid.Int64Range(-200, 200).Draw(t, "units"), rapid.Int32Range(-4, 1).Draw(t, "exp")),
			Kind:     rapid.SampledFrom([]retention.Kind{retention.Sale, retention.Sale, retention.Refund, retention.Void}).Draw(t, "kind"),
			Currency: rapid.SampledFrom([]string{"", "JPY"}).Draw(t, "currency"),
		}
	})
}

var epoch = time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC) // London's clocks go forward

// genOrders draws long lists as often as any: left to itself, rapid draws five
// orders or so, which seldom have anything to do with each other.
func genOrders() *rapid.Generator[[]retention.Order] {
	return rapid.OneOf(rapid.SliceOfN(genOrder(), 0, 60), rapid.SliceOfN(genOrder(), 50, 90))
}

func historyOf(t testing.TB, orders ...retention.Order) *retention.History {
	t.Helper()
	h, err := retention.NewHistory(orders)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func bytesOf(t testing.TB, h *retention.History) []byte {
	t.Helper()
	b, err := h.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// event is what can be seen of a retention.Event.
type event struct {
	Customer string
	At       string
	Day      string
	Kind     retention.Kind
	Amount   string
}

func eventsOf(v retention.View) (list []event) {
	for c := range v.Customers() {
		for e := range c.Events() {
			list = append(list, event{c.ID(), e.At().Format(time.RFC3339Nano), e.Day().String(), e.Kind, e.Amount.String()})
		}
	}
	return list
}

// naiveEvents and naiveReport say what a view has, from the documentation and
// without regard to time or memory.
func naiveEvents(orders []retention.Order, asOf time.Time, zone *time.Location) (list []event) {
	events, _ := naive(orders, asOf)
	for _, o := range events {
		kind, amount := o.Kind, o.Amount
		if kind == retention.Sale && amount.IsNegative() {
			kind = retention.Refund
		}
		if kind == retention.Refund {
			amount = amount.Abs().Neg()
		}
		list = append(list, event{o.Customer, o.At.In(zone).Format(time.RFC3339Nano), o.At.In(zone).Format(time.DateOnly), kind, amount.String()})
	}
	return list
}

func naive(orders []retention.Order, asOf time.Time) (events []retention.Order, r retention.Report) {
	var distinct []retention.Order
	same := func(a, b retention.Order) bool {
		return a.ID == b.ID && a.ID != "" && a.Customer == b.Customer && a.Kind == b.Kind && a.At.Equal(b.At) &&
			(a.Kind == retention.Void || a.Amount.Equal(b.Amount))
	}
	for _, o := range orders {
		if !o.At.Before(asOf) {
			r.Later++
			continue
		}
		if slices.ContainsFunc(distinct, func(d retention.Order) bool { return same(o, d) }) {
			r.Duplicates++
			continue
		}
		distinct = append(distinct, o)
	}
	customers := map[string]bool{}
	ids := map[string]map[string]bool{}
	var gross, net decimal.Decimal
	for _, o := range distinct {
		customers[o.Customer] = true
		if o.ID != "" {
			if ids[o.ID] == nil {
				ids[o.ID] = map[string]bool{}
			}
			ids[o.ID][o.Customer] = true
		}
		like := func(kind retention.Kind) (list []retention.Order) {
			for _, d := range distinct {
				if o.ID != "" && d.ID == o.ID && d.Customer == o.Customer && effect(d) == kind {
					list = append(list, d)
				}
			}
			return list
		}
		if o.Kind == retention.Void {
			r.Voids++
			if len(like(retention.Sale))+len(like(retention.Refund)) == 0 {
				r.UnknownVoids++
			}
			continue
		}
		if len(like(retention.Void)) > 0 && o.Customer != "" {
			r.Voided++
			continue
		}
		if o.Customer == "" && len(like(retention.Void)) > 0 {
			r.Guests++
			continue
		}
		if slices.ContainsFunc(like(effect(o)), func(d retention.Order) bool {
			return d.At.After(o.At) || d.At.Equal(o.At) && cmp.Or(d.Amount.Abs().Cmp(o.Amount.Abs()), cmp.Compare(d.Kind, o.Kind), d.Amount.Cmp(o.Amount)) > 0
		}) {
			r.Conflicts++
			continue
		}
		if r.First.IsZero() || o.At.Before(r.First) {
			r.First = o.At
		}
		if o.At.After(r.Last) {
			r.Last = o.At
		}
		switch {
		case o.Customer == "":
			r.Guests++
			continue
		case o.Kind == retention.Refund || o.Amount.IsNegative():
			r.Refunds++
			if o.Kind == retention.Sale {
				r.NegativeSales++
			}
			net = net.Sub(o.Amount.Abs())
		default:
			r.Sales++
			if o.Amount.IsZero() {
				r.ZeroSales++
			}
			net, gross = net.Add(o.Amount), gross.Add(o.Amount)
		}
		events = append(events, o)
	}
	delete(customers, "")
	r.Customers, r.Net, r.Gross = len(customers), net, gross
	for _, owners := range ids {
		if len(owners) > 1 {
			r.SharedIDs++
		}
	}
	slices.SortStableFunc(events, func(a, b retention.Order) int {
		return cmp.Or(cmp.Compare(a.Customer, b.Customer), a.At.Compare(b.At), cmp.Compare(a.Kind, b.Kind), a.Amount.Cmp(b.Amount))
	})
	return events, r
}

// effect is the kind that an order counts as.
func effect(o retention.Order) retention.Kind {
	if o.Kind == retention.Sale && o.Amount.IsNegative() {
		return retention.Refund
	}
	return o.Kind
}

func genAsOf(t *rapid.T) time.Time {
	return epoch.Add(time.Duration(rapid.IntRange(-4, 4).Draw(t, "asOf hour"))*time.Hour +
		time.Duration(rapid.SampledFrom([]int{0, 1, 500, 1000}).Draw(t, "asOf ns")))
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestViewIsWhatItsDocumentationSays(t *testing.T) {
	london := zone(t, "Europe/London")
	rapid.Check(t, func(rt *rapid.T) {
		orders, asOf := genOrders().Draw(rt, "orders"), genAsOf(rt)
		v := historyOf(t, orders...).AsOf(asOf, london)
		if diff := gocmp.Diff(naiveEvents(orders, asOf, london), eventsOf(v)); diff != "" {
			rt.Fatalf("events (-want +got):\n%s", diff)
		}
		_, want := naive(orders, asOf)
		if diff := gocmp.Diff(want, v.Report()); diff != "" {
			rt.Fatalf("report (-want +got):\n%s", diff)
		}
	})
}

func TestEveryOrderIsReportedOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders := genOrders().Draw(rt, "orders")
		r := historyOf(t, orders...).AsOf(genAsOf(rt), time.UTC).Report()
		sum := r.Sales + r.Refunds + r.Voided + r.Guests + r.Duplicates + r.Conflicts + r.Voids + r.Later
		if sum != len(orders) {
			rt.Fatalf("%d orders in %d places: %+v", len(orders), sum, r)
		}
	})
}

// TestSameOrdersSameBytes splits and shuffles orders, and adds, merges, encodes
// and decodes the parts on the way.
func TestSameOrdersSameBytes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders := genOrders().Draw(rt, "orders")
		want := bytesOf(t, historyOf(t, orders...))
		left := rapid.Permutation(orders).Draw(rt, "shuffled")
		var h retention.History
		for len(left) > 0 {
			n := rapid.IntRange(1, len(left)).Draw(rt, "part")
			part := left[:n]
			left = left[n:]
			switch rapid.IntRange(0, 4).Draw(rt, "way") {
			case 0:
				if err := h.Add(part...); err != nil {
					rt.Fatal(err)
				}
			case 1:
				other, err := retention.Collect(slices.Values(part))
				if err != nil {
					rt.Fatal(err)
				}
				if err := h.Merge(other); err != nil {
					rt.Fatal(err)
				}
			case 2: // the other way round
				other := historyOf(t, part...)
				if err := other.Merge(&h); err != nil {
					rt.Fatal(err)
				}
				if err := h.UnmarshalBinary(bytesOf(t, other)); err != nil {
					rt.Fatal(err)
				}
			case 3:
				other, b := new(retention.History), must(json.Marshal(historyOf(t, part...)))
				if err := json.Unmarshal(b, other); err != nil {
					rt.Fatal(err)
				}
				if err := h.Merge(other); err != nil {
					rt.Fatal(err)
				}
			case 4: // looking changes nothing
				h.AsOf(epoch, time.UTC).Report()
				if err := h.Add(part...); err != nil {
					rt.Fatal(err)
				}
			}
		}
		if got := bytesOf(t, &h); !bytes.Equal(want, got) {
			rt.Fatalf("other bytes:\n%q\n%q", want, got)
		}
		asOf := genAsOf(rt)
		if diff := gocmp.Diff(naiveEvents(orders, asOf, time.UTC), eventsOf(h.AsOf(asOf, time.UTC))); diff != "" {
			rt.Fatalf("events (-want +got):\n%s", diff)
		}
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestMergeIsCommutativeAndAssociative(t *testing.T) {
	merged := func(parts ...[]byte) []byte {
		var h retention.History
		for _, b := range parts {
			var part retention.History
			if err := part.UnmarshalBinary(b); err != nil {
				t.Fatal(err)
			}
			if err := h.Merge(&part); err != nil {
				t.Fatal(err)
			}
		}
		return bytesOf(t, &h)
	}
	rapid.Check(t, func(rt *rapid.T) {
		var parts [3][]byte
		for i := range parts {
			h := historyOf(t, genOrders().Draw(rt, "orders")...)
			if err := h.AddCustomers(rapid.SliceOfN(rapid.SampledFrom([]string{"anna", "zoe"}), 0, 2).Draw(rt, "known")...); err != nil {
				rt.Fatal(err)
			}
			parts[i] = bytesOf(t, h)
		}
		a, b, c := parts[0], parts[1], parts[2]
		want := merged(a, b, c)
		for _, got := range [][]byte{merged(c, b, a), merged(b, a, c), merged(merged(a, b), c), merged(a, merged(b, c))} {
			if !bytes.Equal(want, got) {
				rt.Fatalf("other bytes:\n%q\n%q", want, got)
			}
		}
	})
}

func TestViewIsTheHistoryOfTheOrdersBefore(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders, asOf := genOrders().Draw(rt, "orders"), genAsOf(rt)
		var before []retention.Order
		for _, o := range orders {
			if o.At.Before(asOf) {
				before = append(before, o)
			}
		}
		all := historyOf(t, orders...).AsOf(asOf, time.UTC)
		past := historyOf(t, before...).AsOf(asOf.AddDate(1, 0, 0), time.UTC)
		if diff := gocmp.Diff(eventsOf(past), eventsOf(all)); diff != "" {
			rt.Fatalf("events (-past +view):\n%s", diff)
		}
		report := all.Report()
		report.Later = 0
		if diff := gocmp.Diff(past.Report(), report); diff != "" {
			rt.Fatalf("report (-past +view):\n%s", diff)
		}
	})
}

func TestDuplicatesChangeNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var orders []retention.Order
		for _, o := range genOrders().Draw(rt, "orders") {
			if o.ID != "" {
				orders = append(orders, o)
			}
		}
		again := slices.Repeat(orders, rapid.IntRange(2, 4).Draw(rt, "times"))
		asOf := genAsOf(rt)
		once, many := historyOf(t, orders...).AsOf(asOf, time.UTC), historyOf(t, again...).AsOf(asOf, time.UTC)
		if diff := gocmp.Diff(eventsOf(once), eventsOf(many)); diff != "" {
			rt.Fatalf("events (-once +repeated):\n%s", diff)
		}
		a, b := once.Report(), many.Report()
		a.Duplicates, a.Later, b.Duplicates, b.Later = 0, 0, 0, 0
		if diff := gocmp.Diff(a, b); diff != "" {
			rt.Fatalf("report (-once +repeated):\n%s", diff)
		}
	})
}

func TestSplitViewsHoldTheWhole(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v := historyOf(t, genOrders().Draw(rt, "orders")...).AsOf(genAsOf(rt), time.UTC)
		n := rapid.IntRange(-1, 6).Draw(rt, "n")
		parts := v.Split(n)
		if len(parts) > max(n, 1) {
			rt.Fatalf("%d parts, want at most %d", len(parts), n)
		}
		var got []event
		sales := 0
		for _, part := range parts {
			got = append(got, eventsOf(part)...)
			sales += part.Report().Sales
		}
		if diff := gocmp.Diff(eventsOf(v), got); diff != "" {
			rt.Fatalf("events (-whole +parts):\n%s", diff)
		}
		if want := v.Report().Sales; sales != want {
			rt.Fatalf("%d sales in the parts, %d in the whole", sales, want)
		}
	})
}

func TestCustomerIsTheOneIterated(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := historyOf(t, genOrders().Draw(rt, "orders")...)
		if err := h.AddCustomers("anna", "", "zoe"); err != nil {
			rt.Fatal(err)
		}
		v := h.AsOf(genAsOf(rt), time.UTC)
		known := map[string]int{}
		for c := range v.Customers() {
			known[c.ID()] = len(slices.Collect(c.Events()))
		}
		if _, ok := known["zoe"]; !ok {
			rt.Fatal("a known customer is missing")
		}
		for _, id := range []string{"", "anna", "ben", "zoe", "nobody"} {
			c, ok := v.Customer(id)
			n, want := known[id]
			if ok != want || ok && (c.ID() != id || len(slices.Collect(c.Events())) != n) {
				rt.Fatalf("Customer(%q) = %v, %v; iterated: %v", id, c.ID(), ok, maps.Collect(maps.All(known)))
			}
		}
	})
}

// What is left after an erasure is the History of the others' orders, even where
// some of them come later; a View from before keeps what it had.
func TestErase(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders := genOrders().Draw(rt, "orders")
		names := rapid.SliceOfN(rapid.SampledFrom([]string{"", "anna", "ben", "春子", "zoe", "nobody"}), 0, 4).Draw(rt, "erased")
		cut := rapid.IntRange(0, len(orders)).Draw(rt, "cut")
		known := rapid.SliceOf(rapid.SampledFrom([]string{"anna", "zoe"})).Draw(rt, "known")
		isGone := func(id string) bool { return id != "" && slices.Contains(names, id) }

		h := historyOf(t, orders[:cut]...)
		if err := h.AddCustomers(known...); err != nil {
			rt.Fatal(err)
		}
		view := h.AsOf(genAsOf(rt), time.UTC)
		events, report := eventsOf(view), view.Report()
		customers := map[string]bool{}
		for _, id := range known {
			customers[id] = true
		}
		for _, o := range orders[:cut] {
			customers[o.Customer] = true
		}
		maps.DeleteFunc(customers, func(id string, _ bool) bool { return !isGone(id) })
		if n := h.Erase(names...); n != len(customers) {
			rt.Errorf("%d erased, want %v", n, customers)
		}
		if diff := gocmp.Diff(events, eventsOf(view)) + gocmp.Diff(report, view.Report()); diff != "" {
			rt.Errorf("the earlier view (-before +after):\n%s", diff)
		}

		currency := h.Currency()
		rest := slices.DeleteFunc(slices.Clone(orders), func(o retention.Order) bool { return isGone(o.Customer) })
		later := orders[cut:]
		if err := h.Add(slices.DeleteFunc(slices.Clone(later), func(o retention.Order) bool { return isGone(o.Customer) })...); err != nil {
			rt.Fatal(err)
		}
		if currency != "" { // stays, though it may be that only the erased stated it
			for i := range rest {
				rest[i].Currency = currency
			}
		}
		want := historyOf(t, rest...)
		if err := want.AddCustomers(slices.DeleteFunc(known, isGone)...); err != nil {
			rt.Fatal(err)
		}
		if currency != "" && len(rest) == 0 {
			return // nothing is left that could state it
		}
		if !bytes.Equal(bytesOf(t, h), bytesOf(t, want)) {
			rt.Errorf("%q, want that of the others' orders: %q", bytesOf(t, h), bytesOf(t, want))
		}
	})
}

// bulk makes many orders, with all that genOrder has, for the parallel way.
func bulk(n int) []retention.Order {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]retention.Order, n)
	for i := range list {
		o := retention.Order{
			ID:       fmt.Sprint("o", r.IntN(n)),
			Customer: fmt.Sprint("c", r.IntN(n/8)),
			At:       epoch.Add(time.Duration(r.IntN(1000)) * time.Minute),
			Amount:   decimal.New(r.Int64N(3), -int32(r.IntN(4))),
			Kind:     []retention.Kind{retention.Sale, retention.Sale, retention.Sale, retention.Refund, retention.Void}[r.IntN(5)],
		}
		switch r.IntN(20) {
		case 0:
			o.Customer = ""
		case 1:
			o.ID = ""
		case 2:
			o.Customer = fmt.Sprintf("%036d", r.IntN(n/100)) // as long as a UUID
		}
		if i > 0 && r.IntN(10) == 0 {
			o = list[r.IntN(i)]
		}
		list[i] = o
	}
	return list
}

func TestManyOrdersOnAnyNumberOfProcessors(t *testing.T) {
	orders := bulk(150_000)
	one, err := retention.Collect(slices.Values(orders))
	if err != nil {
		t.Fatal(err)
	}
	want := bytesOf(t, one)
	for _, procs := range []int{1, 2, 3, 8} {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		if !bytes.Equal(want, bytesOf(t, historyOf(t, orders...))) {
			t.Errorf("other bytes on %d processors", procs)
		}
	}
	asOf := epoch.Add(500 * time.Minute)
	v := one.AsOf(asOf, time.UTC)
	sum := v.Report()
	if n := sum.Sales + sum.Refunds + sum.Voided + sum.Guests + sum.Duplicates + sum.Conflicts + sum.Voids + sum.Later; n != len(orders) {
		t.Errorf("%d of %d orders reported", n, len(orders))
	}
}

func TestFirstFaultOfManyIsNamed(t *testing.T) {
	for _, procs := range []int{1, 2} {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		orders := bulk(100_000)
		var h retention.History
		if err := h.Add(orders[:10]...); err != nil {
			t.Fatal(err)
		}
		want := bytesOf(t, &h)
		for i, bad := range []int{99_999, 70_001, 30_000} {
			orders[bad].Amount, orders[bad].Kind = decimal.New(1, 300), retention.Sale
			orders[bad].ID = fmt.Sprint("bad", i)
			var fault *retention.OrderError
			if err := h.Add(orders...); !errors.As(err, &fault) || fault.Order != orders[bad].ID || !errors.Is(err, retention.ErrAmount) {
				t.Errorf("Add = %v, want a fault of %s", err, orders[bad].ID)
			}
		}
		orders[5].Currency, orders[50].Currency = "EUR", "USD"
		if err := h.Add(orders...); !errors.Is(err, retention.ErrCurrency) {
			t.Errorf("Add = %v, want %v", err, retention.ErrCurrency)
		}
		if !bytes.Equal(want, bytesOf(t, &h)) {
			t.Error("a refused Add changed the History")
		}
	}
}

func TestSaleAndItsReversalUnderOneID(t *testing.T) {
	h := historyOf(t,
		retention.Order{ID: "o1", Customer: "anna", At: epoch, Amount: decimal.NewFromInt(10)},
		retention.Order{ID: "o1", Customer: "anna", At: epoch.Add(time.Hour), Amount: decimal.NewFromInt(-10)})
	r := h.AsOf(epoch.AddDate(0, 0, 1), time.UTC).Report()
	if r.Sales != 1 || r.Refunds != 1 || r.Conflicts != 0 || !r.Net.IsZero() {
		t.Errorf("%+v", r)
	}
}

func TestLargestRefundOfOneInstant(t *testing.T) {
	for _, tt := range []struct {
		kinds   [2]retention.Kind
		amounts [2]int64
		reason  string
	}{
		{[2]retention.Kind{retention.Refund, retention.Refund}, [2]int64{5, 8}, "refunds above 0"},
		{[2]retention.Kind{retention.Refund, retention.Refund}, [2]int64{-5, -8}, "refunds below 0"},
		{[2]retention.Kind{retention.Refund, retention.Refund}, [2]int64{5, -8}, "refunds of both signs"},
		{[2]retention.Kind{retention.Sale, retention.Sale}, [2]int64{-5, -8}, "negative sales"},
		{[2]retention.Kind{retention.Refund, retention.Sale}, [2]int64{5, -8}, "a refund and a larger negative sale"},
		{[2]retention.Kind{retention.Sale, retention.Refund}, [2]int64{-5, 8}, "a negative sale and a larger refund"},
	} {
		var orders []retention.Order
		for i, kind := range tt.kinds {
			orders = append(orders, retention.Order{ID: "o1", Customer: "anna", At: epoch, Kind: kind, Amount: decimal.NewFromInt(tt.amounts[i])})
		}
		r := historyOf(t, orders...).AsOf(epoch.AddDate(0, 0, 1), time.UTC).Report()
		if r.Refunds != 1 || r.Conflicts != 1 || !r.Net.Equal(decimal.NewFromInt(-8)) {
			t.Errorf("%s: %+v", tt.reason, r)
		}
	}
}

func TestZeroView(t *testing.T) {
	var v retention.View
	if _, ok := v.Customer("anna"); ok || eventsOf(v) != nil || v.Split(3) != nil || v.Report().Orders() != 0 {
		t.Error("the zero View has customers")
	}
}

func TestViewsBeyondAllYears(t *testing.T) {
	h := historyOf(t, retention.Order{Customer: "anna", At: time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC)},
		retention.Order{Customer: "anna", At: time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC)})
	for _, tt := range []struct{ year, want int }{{-1_000_000_000, 0}, {-5000, 0}, {1, 0}, {2, 1}, {9999, 1}, {10000, 2}, {300_000, 2}, {1_000_000_000, 2}} {
		at := time.Date(tt.year, 1, 1, 0, 0, 0, 0, time.UTC)
		if got := len(eventsOf(h.AsOf(at, time.UTC))); got != tt.want {
			t.Errorf("as of the year %d: %d sales, want %d", tt.year, got, tt.want)
		}
	}
}

func TestManyOrdersKeepTheirCurrency(t *testing.T) {
	orders := bulk(70_000)
	orders[69_999].Currency = "JPY"
	h := historyOf(t, orders...)
	if h.Currency() != "JPY" {
		t.Errorf("Currency = %q", h.Currency())
	}
	orders[3].Currency = "USD"
	if err := h.Add(orders...); !errors.Is(err, retention.ErrCurrency) {
		t.Errorf("Add = %v, want %v", err, retention.ErrCurrency)
	}
}

func TestHistoryFromManyGoroutines(t *testing.T) {
	orders := bulk(2_000)
	want := bytesOf(t, historyOf(t, orders...))
	var h retention.History
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for part := range slices.Chunk(orders[len(orders)*i/4:len(orders)*(i+1)/4], 50) {
				if i%2 == 0 {
					if err := h.Add(part...); err != nil {
						t.Error(err)
					}
				} else if err := h.Merge(historyOf(t, part...)); err != nil {
					t.Error(err)
				}
				v := h.AsOf(epoch, time.UTC)
				if a, b := v.Report(), v.Report(); a != b && !gocmp.Equal(a, b) {
					t.Error("a View changed")
				}
				h.Bounds()
				h.Currency()
			}
		})
	}
	wg.Wait()
	if !bytes.Equal(want, bytesOf(t, &h)) {
		t.Error("other bytes from many goroutines")
	}
}

func TestBounds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders := genOrders().Draw(rt, "orders")
		first, last := historyOf(t, orders...).Bounds()
		if len(orders) == 0 {
			if !first.IsZero() || !last.IsZero() {
				rt.Fatalf("an empty History from %v to %v", first, last)
			}
			return
		}
		byTime := func(a, b retention.Order) int { return a.At.Compare(b.At) }
		if want := slices.MinFunc(orders, byTime).At; !first.Equal(want) {
			rt.Fatalf("first = %v, want %v", first, want)
		}
		if want := slices.MaxFunc(orders, byTime).At; !last.Equal(want) {
			rt.Fatalf("last = %v, want %v", last, want)
		}
	})
}

func TestCurrencies(t *testing.T) {
	order := func(id, currency string) retention.Order {
		return retention.Order{ID: id, Customer: "anna", At: epoch, Currency: currency}
	}
	h := historyOf(t, order("o1", ""), order("o2", "JPY"), order("o3", ""))
	if got := h.Currency(); got != "JPY" {
		t.Errorf("Currency = %q", got)
	}
	if err := h.Add(order("o4", "USD")); !errors.Is(err, retention.ErrCurrency) {
		t.Errorf("Add = %v, want %v", err, retention.ErrCurrency)
	}
	if err := h.Merge(historyOf(t, order("o5", "USD"))); !errors.Is(err, retention.ErrCurrency) {
		t.Errorf("Merge = %v, want %v", err, retention.ErrCurrency)
	}
	if err := h.Merge(historyOf(t, order("o6", ""))); err != nil {
		t.Errorf("Merge without a currency: %v", err)
	}
}

func TestMemory(t *testing.T) {
	const orders, customers = 400_000, 40_000
	list := make([]retention.Order, orders)
	for i := range list {
		list[i] = retention.Order{
			ID: fmt.Sprintf("o-%010d", i), Customer: fmt.Sprintf("customer-%012d", i%customers),
			At: epoch.Add(time.Duration(i*7919%orders) * time.Second), Amount: decimal.New(int64(i), -2),
		}
	}
	heap := func() int {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	before := heap()
	h := historyOf(t, list...)
	h.AsOf(epoch, time.UTC)
	used := heap() - before
	runtime.KeepAlive(list)
	runtime.KeepAlive(h)
	t.Logf("%d bytes for %d orders of %d customers", used, orders, customers)
	if most := 40*orders + 250*customers; used > most {
		t.Errorf("%d bytes, want at most %d", used, most)
	}
}
