package ltv_test

import (
	"testing"

	"github.com/retentionkit/retention/ltv"
)

func BenchmarkValidate100k(b *testing.B) {
	for _, m := range cdnowModels() {
		h := simulateVisits(m, 100_000, 700, 1095, 1).holdout(b, 730, 1095)
		b.Run(m.Name(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ltv.Validate(b.Context(), m, h); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkTrack100k(b *testing.B) {
	m := cdnowModels()[0]
	h := simulateVisits(m, 100_000, 700, 1095, 1).holdout(b, 730, 1095)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ltv.Track(b.Context(), m, h, 1); err != nil {
			b.Fatal(err)
		}
	}
}
