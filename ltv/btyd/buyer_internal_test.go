package btyd

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func relative(got, want float64) float64 {
	if got == want {
		return 0
	}
	return math.Abs(got-want) / math.Abs(want)
}

// evenly draws a number between from and to, all parts alike as often as rapid
// likes: left to itself, it draws numbers next to 0 and the ends.
func evenly(from, to float64) *rapid.Generator[float64] {
	parts := rapid.Map(rapid.SliceOfN(rapid.Bool(), 10, 10), func(digits []bool) float64 {
		part := 0.0
		for _, one := range digits {
			if part *= 2; one {
				part++
			}
		}
		return from + (to-from)*(part/1023)
	})
	return rapid.OneOf(rapid.Float64Range(from, to), parts, parts)
}

// magnitude draws a number between from and to, all magnitudes alike.
func magnitude(t *rapid.T, what string, from, to float64) float64 {
	return math.Exp(evenly(math.Log(from), math.Log(to)).Draw(t, "ln "+what))
}

func anyBuyer(t *rapid.T) buyer {
	return buyer{
		magnitude(t, "r", 1e-4, 2e3), magnitude(t, "alpha", 1e-3, 1e4),
		magnitude(t, "a", 1e-4, 1e4), magnitude(t, "b", 1e-4, 1e4),
	}
}

// TestBuyerHard has inputs at which sums are long, terms small or closed forms
// lost, computed with 70 digits by mpmath 1.3 from the closed forms.
func TestBuyerHard(t *testing.T) {
	for _, tt := range []struct{ r, alpha, a, b, t, expected, stays float64 }{
		{0.0001, 0.0001, 0.0001, 0.0001, 1000, 499.24548284791861066, 0.9991940955731517204},
		{0.0001, 100, 0.0001, 0.0001, 1, 9.9751629348776073648e-7, 0.99999950248345736638},
		{100000, 100000, 100000, 100000, 1000, 2.000010000100001, 4.5979910414175277726e-217},
		{3, 40, 1, 2.5, 100000, 20.109934188198388494, 0.00049970055252192718176},
		{3.25, 40, 2, 2.5, 100000, 3.4984451905645286969, 4.9584301638711125029e-7},
		{0.25, 4.4, 0.8, 2.4, 1000000, 51.765825794811094467, 0.080553026155283763938},
		{20.5, 2, 0.001, 50, 30000, 305123.20081381285625, 0.99132803567119955172},
		{2, 1, 100, 0.001, 5000, 1.0000100610248722803, 3.9984816516874493945e-8},
		{1000.25, 50, 0.8, 1002, 365, 2637.2471250697035226, 0.184296061419702066},
	} {
		c := buyer{tt.r, tt.alpha, tt.a, tt.b}
		if got := c.expected(tt.t); relative(got, tt.expected) > 1e-11 {
			t.Errorf("%v.expected(%v) = %.17g, want %.17g", c, tt.t, got, tt.expected)
		}
		if got := c.stays(tt.t); relative(got, tt.stays) > 1e-9 {
			t.Errorf("%v.stays(%v) = %.17g, want %.17g", c, tt.t, got, tt.stays)
		}
	}
	for _, tt := range []struct{ r, alpha, a, b, t, n, want float64 }{
		{0.25, 4.4, 0.8, 2.4, 39, 172, 1.111911267328641309e-12},
		{0.25, 4.4, 0.8, 2.4, 39, 5000, 4.2068320966237903674e-239},
		{1000.25, 50, 0.8, 1002, 365, 5000, 0.000031834267581417683719},
		{1000.25, 50, 0.8, 1002, 365, 7300, 0.00030742491923323534029},
		{0.0001, 1, 0.0001, 0.0001, 1000, 3, 0.000016618811229391775485},
		{3, 40, 0.00001, 2.5, 100000, 7000, 0.000095322925022782276296},
	} {
		c := buyer{tt.r, tt.alpha, tt.a, tt.b}
		if got := c.pmf(tt.n, tt.t); relative(got, tt.want) > 1e-11 {
			t.Errorf("%v.pmf(%v, %v) = %.17g, want %.17g", c, tt.n, tt.t, got, tt.want)
		}
	}
	for _, tt := range []struct{ r, alpha, a, b, force, want float64 }{
		{0.25, 4.4, 0.8, 2.4, 0.002, 4.2280182529606154512},
		{3, 40, 1, 3, 0.0001, 14.904221580911322766},
		{50, 100, 0.01, 50, 0.01, 49.699188287846867217},
		{2, 1, 100, 0.001, 0.1, 0.92015503002850238108},
		{0.01, 0.01, 0.01, 0.01, 1, 0.5005059794650515691},
		// a force of next to nothing: of 1 % a year, or less
		{4.5, 500, 0.8, 7, 0.000027, 34.4299665929402185258},
		{0.25, 400, 0.5, 2, 0.0000027, 22.01791393846927402884},
		{60, 700, 0.003, 70, 0.00001, 8461.918533030800361049},
		{3, 0.01, 2, 3, 0.0001, 3.999923570071778666629},
		{1000.25, 50, 0.8, 1002, 0.00001, 16024.87574715653991324},
	} {
		c := buyer{tt.r, tt.alpha, tt.a, tt.b}
		if got := c.discounted(math.Inf(1), tt.force); relative(got, tt.want) > 1e-11 {
			t.Errorf("%v.discounted(∞, %v) = %.17g, want %.17g", c, tt.force, got, tt.want)
		}
	}
}

// TestBetaMeanOfOne has densities of which two rules with a wide step are off by
// nearly as much, so that they seem to agree.
func TestBetaMeanOfOne(t *testing.T) {
	for _, tt := range []struct{ a, b, r float64 }{
		{6756.508569090564, 0.003097218298100772, 1349},
		{3808.8022471819345, 0.0003516290320971088, 0.00032},
		{0.8, 2.4, 0.25},
	} {
		if got := betaMean(tt.a, tt.b, tt.r, 1e-9, func(float64) float64 { return 1 }); relative(got, 1) > 1e-11 {
			t.Errorf("a = %v, b = %v: the density sums to %.17g", tt.a, tt.b, got)
		}
	}
}

// Where nearly all leave at once, the few who do not are not lost in rounding.
func TestBuyerWhereNearlyAllLeave(t *testing.T) {
	for _, tt := range []struct{ r, scale, a, b, stays float64 }{ // ₂F₁(r, a; a+b; -scale), by mpmath 1.3
		{90, 1, 15.5, 0.0001, 9.9305865417068963542e-23},
		{37.5, 2.5, 13, 0.0001, 2.7301534697458252472e-20},
		{90, 1, 0.0001, 15.5, 0.99980626704369156367},
		{500, 0.5, 40, 0.001, 1.6208724554880257136e-52},
	} {
		c := buyer{tt.r, 1, tt.a, tt.b}
		if got := c.meanOfStaying(c.purchases(tt.scale)); relative(got, tt.stays) > 1e-12 {
			t.Errorf("%v: %.17g, want %.17g, off by %.2g", tt, got, tt.stays, relative(got, tt.stays))
		}
	}
}

// TestBuyerSumsAreIntegrals holds each sum against the integral that takes its
// place where it is long.
func TestBuyerSumsAreIntegrals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyBuyer(t)
		days := magnitude(t, "t", 1e-3, 1e4)
		n := c.purchases(days)
		if n.long() {
			t.Skip("no sum")
		}
		if sum, integral := c.stays(days), c.meanOfStaying(n); relative(sum, integral) > 1e-10 {
			t.Errorf("stays: %v, by integral %v", sum, integral)
		}
		if sum, integral := c.expected(days), c.meanOfExpected(n); relative(sum, integral) > 1e-10 {
			t.Errorf("expected: %v, by integral %v", sum, integral)
		}
	})
}

func TestBuyerDiscountedForever(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := buyer{
			magnitude(t, "r", 1e-2, 1e3), magnitude(t, "alpha", 1e-1, 1e3),
			magnitude(t, "a", 1e-3, 1e3), magnitude(t, "b", 1e-3, 1e3),
		}
		force := magnitude(t, "force", 1e-4, 1)
		sum, ok := c.discountedForever(force)
		if !ok {
			t.Skip("no sum")
		}
		if integral := c.discountedWithin(39.999/force, force); relative(sum, integral) > 1e-11 {
			t.Errorf("%v, by integral %v", sum, integral)
		}
	})
}

func TestBuyerMeanOfDiscounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyBuyer(t)
		force := magnitude(t, "force", 1e-6, 1)
		mean := c.meanOfDiscounted(math.Inf(1), force)
		if sum, ok := c.discountedForever(force); ok && relative(mean, sum) > 1e-11 {
			t.Errorf("%v, by sum %v", mean, sum)
		}
		// Less interest is worth more, and nobody buys more than if all stayed.
		if less := c.meanOfDiscounted(math.Inf(1), force/2); !(less >= mean) {
			t.Errorf("%v, and %v with half the interest", mean, less)
		}
		if most := c.r / (c.alpha * force); !(mean > 0 && mean <= most*(1+1e-12)) {
			t.Errorf("%v, and %v if all stayed", mean, most)
		}
	})
}

// A time of many years, of which no sum is short, has a mean that the integral over
// time confirms.
func TestBuyerMeanOfDiscountedWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := buyer{
			magnitude(t, "r", 1e-2, 1e3), magnitude(t, "alpha", 1e-1, 1e3),
			magnitude(t, "a", 1e-3, 1e3), magnitude(t, "b", 1e-3, 1e3),
		}
		force := magnitude(t, "force", 1e-5, 1)
		days := evenly(1, 40).Draw(t, "force·t") / force
		mean := c.meanOfDiscounted(days, force)
		if integral := c.discountedWithin(days, force); relative(mean, integral) > 1e-11 {
			t.Errorf("%v, by integral %v", mean, integral)
		}
		if got := c.discounted(days, force); relative(got, mean) > 1e-11 {
			t.Errorf("%v, by mean %v", got, mean)
		}
	})
}

// TestBuyerByHand sums the probabilities that a plain reading of the model gives.
func TestBuyerByHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := buyer{magnitude(t, "r", 0.1, 10), 1, magnitude(t, "a", 0.1, 10), magnitude(t, "b", 0.1, 10)}
		days := magnitude(t, "t", 0.01, 3)
		z := days / (1 + days)
		// chance[n] is that of n purchases if nobody left, tail[n] that of n or more.
		const most = 400
		var chance, tail [most + 1]float64
		chance[0] = math.Pow(1-z, c.r)
		for n := range most {
			chance[n+1] = chance[n] * z * (c.r + float64(n)) / float64(n+1)
		}
		for n := most - 1; n >= 0; n-- {
			tail[n] = tail[n+1] + chance[n]
		}
		stays, mean, total, alive := 1.0, 0.0, chance[0], chance[0]
		for n := 1; n < most; n++ {
			leave := c.a / (c.a + c.b + float64(n-1))
			p := stays * ((1-leave)*chance[n] + leave*tail[n])
			if got := c.pmf(float64(n), days); n < most/2 && p > 1e-290 && relative(got, p) > 1e-11 {
				t.Fatalf("pmf(%d) = %v, by hand %v", n, got, p)
			}
			stays *= 1 - leave
			mean += float64(n) * p
			total += p
			alive += stays * chance[n]
		}
		for what, pair := range map[string][2]float64{
			"expected": {c.expected(days), mean}, "stays": {c.stays(days), alive}, "total": {1, total},
		} {
			if relative(pair[0], pair[1]) > 1e-12 {
				t.Errorf("%s = %v, by hand %v", what, pair[0], pair[1])
			}
		}
	})
}

// TestBuyerWait sees that the next purchase comes by the time that it should.
func TestBuyerWait(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := buyer{magnitude(t, "r", 0.01, 100), magnitude(t, "alpha", 1e-3, 1e3), 1, 1}
		p := evenly(1e-6, 0.999).Draw(t, "p")
		if got := 1 - c.none(c.wait(p)); !math.IsInf(c.wait(p), 1) && math.Abs(got-p) > 1e-12 {
			t.Errorf("p = %v, after the wait %v", p, got)
		}
	})
}

func TestRise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, n := magnitude(t, "x", 1e-4, 1e6), float64(rapid.IntRange(0, 300).Draw(t, "n"))
		log, slope := 0.0, 0.0
		for j := range int(n) {
			log += math.Log(x + float64(j))
			slope += 1 / (x + float64(j))
		}
		if got := logRise(x, n); math.Abs(got-log) > 1e-12*max(1, math.Abs(log)) {
			t.Errorf("logRise(%v, %v) = %v, want %v", x, n, got, log)
		}
		if got := slopeRise(x, n); math.Abs(got-slope) > 1e-13*max(slope, 1e-300) {
			t.Errorf("slopeRise(%v, %v) = %v, want %v", x, n, got, slope)
		}
		a := magnitude(t, "a", 1e-4, 1e6)
		if got, want := logRiseRatio(x, a, n), logRise(x, n)-logRise(x+a, n); math.Abs(got-want) > 1e-10*max(1, math.Abs(logRise(x, n))) {
			t.Errorf("logRiseRatio(%v, %v, %v) = %v, want %v", x, a, n, got, want)
		}
	})
}

// TestRiseExtreme: x(x+1)… is above and below all numbers.
func TestRiseExtreme(t *testing.T) {
	for _, tt := range []struct{ x, n, want float64 }{ // by mpmath 1.3
		{1e-100, 5e14, 16422814607175123.713},
		{1e-100, 1, -230.25850929940457},
	} {
		if got := logRise(tt.x, tt.n); relative(got, tt.want) > 1e-12 {
			t.Errorf("logRise(%v, %v) = %.17g, want %.17g", tt.x, tt.n, got, tt.want)
		}
	}
}

func TestRisesOf(t *testing.T) {
	counts := []float64{0, 1, 2, 5, 20, 50, 1000}
	for _, v := range []float64{1e-4, 0.5, 3, 1e5} {
		got := risesOf(v, counts)
		for i, n := range counts {
			if want := logRise(v, n); math.Abs(got.log[i]-want) > 1e-12*max(1, math.Abs(want)) {
				t.Errorf("ln of (%v)_%v = %v, want %v", v, n, got.log[i], want)
			}
			if want := slopeRise(v, n); math.Abs(got.slope[i]-want) > 1e-11*want {
				t.Errorf("slope of (%v)_%v = %v, want %v", v, n, got.slope[i], want)
			}
		}
	}
}

func TestIntegrate(t *testing.T) {
	for _, tt := range []struct {
		what     string
		f        func(float64) float64
		from, to float64
		want     float64
	}{
		{"a curve", math.Exp, 0, 1, math.E - 1},
		{"many magnitudes", func(x float64) float64 { return math.Exp(-x) }, 0, 300, 1},
		{"nothing", func(float64) float64 { return 0 }, 0, 1, 0},
		{"a peak that the first points overrate", func(x float64) float64 { return 1 / (1 + 1e6*x*x) }, -1, 1, 2e-3 * math.Atan(1e3)},
	} {
		if got := integrate(tt.f, tt.from, tt.to, 0); math.Abs(got-tt.want) > 1e-12*tt.want {
			t.Errorf("%s: %v, want %v", tt.what, got, tt.want)
		}
	}
}
