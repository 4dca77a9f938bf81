package main

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/retentionkit/retention/loyalty"
)

// BenchmarkApply stores orders, as many at a time as there are processors. An
// account has 10 orders, some 50 rows; nobody races for it.
func BenchmarkApply(b *testing.B) {
	for name, at := range map[string]func(testing.TB) place{"SQLite": sqlitePlace, "PostgreSQL": postgresPlace} {
		b.Run(name, func(b *testing.B) {
			s := at(b).open(b)
			var buyers atomic.Int64
			b.ReportAllocs()
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				buyer := buyers.Add(1)
				for i := 0; pb.Next(); i++ {
					account, id := fmt.Sprintf("%d/%d", buyer, i/10), fmt.Sprint(i)
					if _, err := s.Apply(b.Context(), account, loyalty.Event{ID: id, At: start, Data: buys(id, 5000)}); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}
