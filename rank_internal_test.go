package retention

import (
	"hash/maphash"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestRankJoinsTables cuts orders into stretches, and gives each a table with
// the orders of each customer.
func TestRankJoinsTables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stem := rapid.SampledFrom([]string{"", "customer-", strings.Repeat("ab\x00", 12)}).Draw(t, "stem")
		id := rapid.OneOf(
			rapid.StringOfN(rapid.RuneFrom([]rune("ab\x00é")), 0, 3, -1),
			rapid.Map(rapid.IntRange(0, 40), func(n int) string { return strings.Repeat("z", n) }),
		)
		ids := rapid.SliceOfN(id, 1, 30).Draw(t, "ids")
		var orders []Order
		for _, id := range rapid.SliceOf(rapid.SampledFrom(ids)).Draw(t, "orders") {
			orders = append(orders, Order{Customer: stem + id})
		}
		cuts := rapid.SliceOfN(rapid.IntRange(0, len(orders)), 0, 5).Draw(t, "cuts")
		tables := tablesOf(t, orders, append(cuts, 0, len(orders)))
		checkRank(t, orders, tables)
	})
}

// TestRankFewCustomersOfManyTables has few to be sorted by comparing, and many.
func TestRankFewCustomersOfManyTables(t *testing.T) {
	const other = "haruharuharus"
	for _, id := range []string{"", "haru", "haruharuharu", strings.Repeat("haru", 30)} {
		for _, tables := range []int{1, 10, 60} {
			var orders []Order
			cuts := []int{0}
			for i := range tables {
				some := []Order{{Customer: id}, {Customer: other}, {Customer: "x"}}
				if i%3 == 0 {
					slices.Reverse(some)
				}
				orders = append(orders, some...)
				cuts = append(cuts, len(orders))
			}
			checkRank(t, orders, tablesOf(t, orders, cuts))
		}
	}
}

type fataler interface{ Fatalf(string, ...any) }

// tablesOf folds the orders between cuts into a table each.
func tablesOf(t fataler, orders []Order, cuts []int) []idTable[[]int] {
	slices.Sort(cuts)
	seed := maphash.MakeSeed()
	tables := make([]idTable[[]int], len(cuts)-1)
	for i := range tables {
		_, err := tables[i].fold(orders, cuts[i], cuts[i+1], seed, func(i int, _ uint32, total *[]int) error {
			*total = append(*total, i)
			return nil
		})
		if err != nil {
			t.Fatalf("fold: %v", err)
		}
	}
	return tables
}

func checkRank(t fataler, orders []Order, tables []idTable[[]int]) {
	want := map[string][]int{}
	for i, o := range orders {
		want[o.Customer] = append(want[o.Customer], i)
	}
	r := rank(orders, tables)
	if r.count() != len(want) {
		t.Fatalf("%d customers, want %d", r.count(), len(want))
	}
	for i, id := range slices.Sorted(maps.Keys(want)) {
		var got []int
		for _, m := range r.members(i) {
			got = append(got, *tables[m.table].total(m.number)...)
		}
		if !slices.Equal(got, want[id]) {
			t.Fatalf("customer %d has orders %v, want %v of %q", i, got, want[id], id)
		}
	}
}
