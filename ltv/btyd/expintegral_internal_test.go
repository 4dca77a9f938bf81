package btyd

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestExpIntegralIsQuadrature holds the quick ways against the integral that
// takes their place elsewhere.
func TestExpIntegralIsQuadrature(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, c := magnitude(t, "s", 1e-3, 1e3), magnitude(t, "c", 1e-6, 1e4)
		if rapid.Bool().Draw(t, "near a whole order") {
			s = float64(rapid.IntRange(1, 9).Draw(t, "order")) + rapid.SampledFrom([]float64{0, 1e-12, -1e-9, 1e-5, 0.0099, -0.0101, 0.5}).Draw(t, "off")
		}
		if rapid.Bool().Draw(t, "a large order near 1") {
			s, c = evenly(38, 60).Draw(t, "large order"), evenly(0.1, 1).Draw(t, "near 1")
		}
		got, ok := expIntegral(s, c)
		if !ok {
			t.Skip("by quadrature")
		}
		const soon = 1e300 // which is not for ever, so that it is not expIntegral again
		want := race{1, 1, s, 1}.discounted(soon, c)
		if relative(got, want) > 1e-12 {
			t.Errorf("order %v at %v: %.17g, by quadrature %.17g, off by %.2g", s, c, got, want, relative(got, want))
		}
	})
}

// TestExpIntegralPublished has values of E₁, times e^c, of Abramowitz & Stegun
// (1964), tables 5.1 and 5.2, and E₂ at 0.5, table 5.4.
func TestExpIntegralPublished(t *testing.T) {
	for _, tt := range []struct{ s, c, want float64 }{
		{1, 0.5, 0.559773595 * math.Exp(0.5)},
		{1, 1, 0.219383934 * math.E},
		{1, 2, 0.048900511 * math.Exp(2)},
		{2, 0.5, 0.326643862 * math.Exp(0.5)},
	} {
		if got, ok := expIntegral(tt.s, tt.c); !ok || relative(got, tt.want) > 1e-7 {
			t.Errorf("order %v at %v: %v, want %v", tt.s, tt.c, got, tt.want)
		}
	}
}
