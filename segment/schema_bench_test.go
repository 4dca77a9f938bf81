package segment_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/retentionkit/retention/segment"
)

// TestDecodedDoesNotAllocate holds decoded rules to what View.Test says.
func TestDecodedDoesNotAllocate(t *testing.T) {
	schema := shopSchema(t)
	c := &customer{Orders: new(int), Purchases: []*purchase{{At: now, Quantity: 1e6}, {At: now, Quantity: 1e6}}}
	for _, text := range []string{
		`orders >= 3`, `tier in ("gold", "silver")`, `sum(quantity of purchases, where quantity > 3) > 1000`,
		`latest(sku of purchases) = "tea"`, `last_order in last P90D`, `ratio(orders, count(purchases)) > 1`,
	} {
		rule, err := schema.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		set, err := segment.Compile(segment.Segment[*customer]{Name: "it", Rule: rule})
		if err != nil {
			t.Fatal(err)
		}
		view := set.AsOf(now, time.UTC)
		if n := testing.AllocsPerRun(100, func() { view.Test(c, 0) }); n != 0 {
			t.Errorf("%s: %v allocations", text, n)
		}
	}
}

func BenchmarkSchemaDecode(b *testing.B) {
	schema := shopSchema(b)
	for _, n := range []int{1, 100} {
		var segments []segment.Segment[*customer]
		for i := range n {
			segments = append(segments, segment.Segment[*customer]{Name: fmt.Sprint(i), Rule: segment.All(oneOfEach()...)})
		}
		data, err := segment.Encode(segments...)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("%d segments of %d rules", n, len(oneOfEach())), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := schema.Decode(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSchemaParse(b *testing.B) {
	schema := shopSchema(b)
	text := segment.All(oneOfEach()...).String()
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := schema.Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncodeRule(b *testing.B) {
	rule := segment.All(oneOfEach()...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := segment.EncodeRule(rule); err != nil {
			b.Fatal(err)
		}
	}
}
