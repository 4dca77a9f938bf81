package retention_test

import (
	"errors"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"pgregory.net/rapid"
)

// sequence keeps which orders were added to a customer, in their order.
func sequence(orders []retention.Order) ([]string, [][]string, error) {
	return retention.FoldOrders(orders,
		func(ids *[]string, o *retention.Order) error { *ids = append(*ids, o.ID); return nil },
		func(ids, later *[]string) { *ids = append(*ids, *later...) })
}

// genID draws IDs of all lengths that often begin alike.
func genID() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		stem := strings.Repeat("ab\x00c", 9)[:rapid.IntRange(0, 36).Draw(t, "stem")]
		return stem + rapid.StringOfN(rapid.RuneFrom([]rune("ab\x00é")), 0, 3, -1).Draw(t, "end")
	})
}

func TestFoldOrdersIsALoopOverAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfN(genID(), 1, 40).Draw(t, "customers")
		orders := rapid.SliceOf(rapid.Custom(func(t *rapid.T) retention.Order {
			return retention.Order{
				Customer: rapid.SampledFrom(ids).Draw(t, "customer"),
				ID:       rapid.StringN(0, 3, -1).Draw(t, "id"),
			}
		})).Draw(t, "orders")
		checkSequence(t, orders)
	})
}

func checkSequence(t interface{ Fatalf(string, ...any) }, orders []retention.Order) {
	want := map[string][]string{}
	for _, o := range orders {
		want[o.Customer] = append(want[o.Customer], o.ID)
	}
	ids, totals, err := sequence(orders)
	if err != nil {
		t.Fatalf("FoldOrders: %v", err)
	}
	if diff := gocmp.Diff(slices.Sorted(maps.Keys(want)), slices.Clone(ids)); diff != "" && len(want) > 0 {
		t.Fatalf("customers (-want +got):\n%s", diff)
	}
	for i, id := range ids {
		if !slices.Equal(want[id], totals[i]) {
			t.Fatalf("orders of %q = %q, want %q", id, totals[i], want[id])
		}
	}
}

// TestEveryByteOfAnIDCounts folds IDs that differ in one byte only, and such as
// begin with each other.
func TestEveryByteOfAnIDCounts(t *testing.T) {
	var orders []retention.Order
	for n := range 42 {
		id := []byte(strings.Repeat("x", n))
		orders = append(orders, retention.Order{Customer: string(id)})
		for i := range id {
			for _, b := range []byte{0, 'w', 'y'} {
				id[i] = b
				orders = append(orders, retention.Order{Customer: string(id)})
			}
			id[i] = 'x'
		}
	}
	checkSequence(t, orders)
	for _, prefix := range []string{"", "a-shared-beginning-"} {
		orders = orders[:0]
		for n := range 30 {
			for zeros := range 30 {
				orders = append(orders, retention.Order{Customer: prefix + strings.Repeat("a", n) + strings.Repeat("\x00", zeros)})
			}
		}
		checkSequence(t, orders)
	}
}

func TestFoldLongIDs(t *testing.T) {
	stem := strings.Repeat("a", 1<<20)
	orders := []retention.Order{{Customer: "b"}}
	for i := range 30 {
		orders = append(orders, retention.Order{Customer: stem + string(rune('a'+i)) + stem})
	}
	checkSequence(t, orders)
	checkSequence(t, orders[1:])
}

func TestFoldManyOrders(t *testing.T) {
	orders := bulk(200_000)
	for _, procs := range []int{1, 2, 5} {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		checkSequence(t, orders)
	}
}

// TestFoldAllocatesByCustomer folds the same customers' orders twice as often.
func TestFoldAllocatesByCustomer(t *testing.T) {
	allocations := func(orders []retention.Order) float64 {
		return testing.AllocsPerRun(3, func() {
			_, _, _ = retention.FoldOrders(orders,
				func(total *int, o *retention.Order) error { *total++; return nil },
				func(total, later *int) { *total += *later })
		})
	}
	orders := bulk(200_000)
	once, twice := allocations(orders), allocations(slices.Concat(orders, orders))
	if more := twice - once; more > float64(len(orders))/50 {
		t.Errorf("%v allocations for %d orders more", more, len(orders))
	}
}

func TestFoldOrdersStopsAtTheFirstFault(t *testing.T) {
	orders := bulk(100_000)
	bad := map[*retention.Order]error{}
	for i := 99_000; i > 0; i /= 2 {
		bad[&orders[i]] = errors.New(orders[i].ID)
		_, _, err := retention.FoldOrders(orders,
			func(_ *int, o *retention.Order) error { return bad[o] },
			func(*int, *int) {})
		if err != bad[&orders[i]] {
			t.Errorf("FoldOrders = %v, want that of order %d", err, i)
		}
	}
}

func TestFoldNoOrders(t *testing.T) {
	ids, totals, err := sequence(nil)
	if len(ids) != 0 || len(totals) != 0 || err != nil {
		t.Errorf("FoldOrders(nil) = %v, %v, %v", ids, totals, err)
	}
}
