package retention

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func entriesWithIDs(ids []string) []entry {
	list := make([]entry, len(ids))
	for i, id := range ids {
		list[i].id.set(id)
	}
	return list
}

func TestIDSetComparesEachWithEach(t *testing.T) {
	var s idSet // one for all, as what it keeps must not show
	rapid.Check(t, func(t *rapid.T) {
		gen := rapid.Custom(func(t *rapid.T) string {
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				return ""
			case 1:
				return fmt.Sprintf("an order ID of many bytes, number %d", rapid.IntRange(0, 5000).Draw(t, "long"))
			}
			return fmt.Sprintf("o-%d", rapid.IntRange(0, 5000).Draw(t, "short"))
		})
		list := entriesWithIDs(rapid.SliceOfN(gen, 0, 200).Draw(t, "ids"))
		if got, want := s.contested(list), sharesID(list); got != want {
			t.Fatalf("contested = %v, want %v", got, want)
		}
		if got, want := repeatsID(list), sharesID(list); got != want {
			t.Fatalf("repeatsID = %v, want %v", got, want)
		}
	})
}

// TestIDSetWithEqualSums gives different IDs one sum.
func TestIDSetWithEqualSums(t *testing.T) {
	var ids []string
	for i := range 20 {
		ids = append(ids, fmt.Sprintf("o-%d", i))
	}
	list := entriesWithIDs(ids)
	var s idSet
	s.contested(list)
	// The last bit of a sum is dropped, so IDs that differ in it alone agree.
	list[3].id, list[17].id = orderID{15: 2, 0: 15}, orderID{15: 3, 0: 15}
	if s.contested(list) {
		t.Error("two IDs are taken for one")
	}
	list[9].id = list[17].id
	if !s.contested(list) {
		t.Error("a repeated ID is not seen")
	}
}
