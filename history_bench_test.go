package retention_test

import (
	"slices"
	"testing"
	"time"

	"github.com/retentionkit/retention"
)

// The way from orders to measures, beside the same by hand, is timed in rfm.
func BenchmarkHistory200k(b *testing.B) {
	orders := bulk(200_000)
	h := historyOf(b, orders...)
	stored := bytesOf(b, h)
	half := historyOf(b, orders[:100_000]...)
	other := bytesOf(b, historyOf(b, orders[100_000:]...))
	view := h.AsOf(epoch.AddDate(1, 0, 0), time.UTC)
	for _, bench := range []struct {
		name string
		do   func() error
	}{
		{"NewHistory", func() error { _, err := retention.NewHistory(orders); return err }},
		{"Collect", func() error { _, err := retention.Collect(slices.Values(orders)); return err }},
		{"Merge", func() error {
			var a, b retention.History
			if err := b.UnmarshalBinary(other); err != nil {
				return err
			}
			if err := a.Merge(half); err != nil {
				return err
			}
			return a.Merge(&b)
		}},
		{"MarshalBinary", func() error { _, err := h.MarshalBinary(); return err }},
		{"UnmarshalBinary", func() error { return new(retention.History).UnmarshalBinary(stored) }},
		{"MarshalJSON", func() error { _, err := h.MarshalJSON(); return err }},
		{"AsOf", func() error { h.AsOf(epoch, time.UTC); return nil }},
		{"Events", func() error { eventCount(view); return nil }},
		{"Report", func() error { view.Report(); return nil }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := bench.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func eventCount(v retention.View) (n int) {
	for c := range v.Customers() {
		for range c.Events() {
			n++
		}
	}
	return n
}
