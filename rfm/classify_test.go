package rfm_test

import (
	"errors"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/rfm"
	"pgregory.net/rapid"
)

func TestClassifyIsTheLongWay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders := genCleanOrders().Draw(rt, "orders")
		table, _, err := rfm.FromOrders(orders, noon, noon.Location(), rfm.Basis{})
		if err != nil {
			rt.Fatal(err)
		}
		named, err := rfm.Classify(table, rfm.Method{}, rfm.ElevenSegments())
		if table.WithSales() == 0 {
			if !errors.Is(err, rfm.ErrNoSales) {
				rt.Fatalf("no sales: %v", err)
			}
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		want, err := compiled(rt, rfm.ElevenSegments()).Apply(apply(rt, fit(rt, table, rfm.Method{}), table))
		if err != nil {
			rt.Fatal(err)
		}
		all := map[string]string{}
		for c, segment := range want.All() {
			all[c.ID] = segment
		}
		members := map[string]string{}
		for _, segment := range named.Segmenter().Names() {
			for c := range named.Members(segment) {
				members[c.ID] = segment
			}
		}
		if diff := gocmp.Diff(all, members); diff != "" {
			rt.Fatalf("(-all +members):\n%s", diff)
		}
	})
}

func TestClassifyRefuses(t *testing.T) {
	table, _, err := rfm.FromOrders(teaShop(), asOf.AddDate(1, 0, 0), asOf.Location(), rfm.Basis{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rfm.Classify(table, rfm.Method{}, rfm.SixGroups()); err == nil {
		t.Error("five bins went with a map of three")
	}
	if _, err := rfm.Classify(table, rfm.Method{Bins: 99}, rfm.ElevenSegments()); !errors.Is(err, rfm.ErrScale) {
		t.Errorf("99 bins: %v", err)
	}
	var faults *rfm.MapError
	if _, err := rfm.Classify(table, rfm.Method{}, rfm.Map{}); !errors.As(err, &faults) {
		t.Errorf("an empty map: %v", err)
	}
	named, err := rfm.Classify(table, rfm.Method{}, rfm.ElevenSegments())
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Collect(named.Members("nobody")); got != nil {
		t.Errorf("members of no segment: %v", got)
	}
}
