package rulebench_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
)

// segments are twenty rules as a shop may have them, written by hand.
var segments = [20]struct {
	name   string
	member func(*Customer) bool
}{
	{"rule of eight", holds},
	{"never again", func(c *Customer) bool { return c.Orders == 1 && c.DaysSince > 180 }},
	{"first order this month", func(c *Customer) bool { return c.Orders == 1 && c.DaysSince <= 30 }},
	{"second order due", func(c *Customer) bool { return c.Orders == 1 && c.DaysSince > 30 && c.DaysSince <= 90 }},
	{"loyal", func(c *Customer) bool { return c.Orders >= 5 && c.DaysSince <= 90 }},
	{"champions", func(c *Customer) bool { return c.Orders >= 10 && c.Spent >= 1000 && c.DaysSince <= 30 }},
	{"loyal at risk", func(c *Customer) bool { return c.Orders >= 5 && c.DaysSince > 120 }},
	{"cannot lose them", func(c *Customer) bool { return c.Spent >= 1000 && c.DaysSince > 180 }},
	{"big baskets", func(c *Customer) bool { return c.AOV >= 120 }},
	{"small baskets, often", func(c *Customer) bool { return c.AOV < 40 && c.Orders >= 5 }},
	{"may be mailed", func(c *Customer) bool { return c.OptIn && !slices.Contains(c.Tags, "wholesale") }},
	{"win back by mail", func(c *Customer) bool { return c.OptIn && c.DaysSince > 180 && c.Spent >= 100 }},
	{"ask for consent", func(c *Customer) bool { return !c.OptIn && c.Orders >= 3 }},
	{"wholesale", func(c *Customer) bool { return slices.Contains(c.Tags, "wholesale") && c.AOV >= 60 }},
	{"students", func(c *Customer) bool {
		return slices.Contains(c.Tags, "student") && !slices.Contains(c.Tags, "wholesale")
	}},
	{"ask for a review", func(c *Customer) bool {
		return c.Orders >= 2 && c.DaysSince <= 14 && !slices.Contains(c.Tags, "review")
	}},
	{"gift givers abroad", func(c *Customer) bool { return slices.Contains(c.Tags, "gift") && c.Country != "JP" }},
	{"gold in Europe", func(c *Customer) bool {
		return (c.Country == "DE" || c.Country == "FR") && (c.Tier == "gold" || c.Tier == "platinum")
	}},
	{"gold due", func(c *Customer) bool { return c.Tier == "silver" && c.Spent >= 800 && c.DaysSince <= 90 }},
	{"bronze in Asia", func(c *Customer) bool {
		return c.Tier == "bronze" && (c.Country == "JP" || c.Country == "KR" || c.Country == "TW")
	}},
}

// classifier sets bit k of dst[i] where customer i is in segment k.
type classifier struct {
	name    string
	compile func() func(dst []uint32, customers []Customer)
}

var classifiers = []classifier{
	{"plain-Go", func() func([]uint32, []Customer) { return classify }},
	oursClassifier,
}

func classify(dst []uint32, customers []Customer) {
	for i := range customers {
		c, in := &customers[i], uint32(0)
		for k := range segments {
			if segments[k].member(c) {
				in |= 1 << k
			}
		}
		dst[i] = in
	}
}

var million = sync.OnceValue(func() []Customer { return people(1_000_000) })

func people(n int) []Customer {
	rng := rand.New(rand.NewPCG(3, 8))
	customers := make([]Customer, n)
	for i := range customers {
		customers[i] = draw(rng)
	}
	return customers
}

// BenchmarkPopulation has all customers in all segments for an operation.
func BenchmarkPopulation(b *testing.B) {
	customers, size := people(10_000), "10k"
	if !testing.Short() {
		customers, size = million(), "1M"
	}
	for _, c := range classifiers {
		b.Run(fmt.Sprintf("%sx%d/%s", size, len(segments), c.name), func(b *testing.B) {
			run, dst := c.compile(), make([]uint32, len(customers))
			b.ReportAllocs()
			for b.Loop() {
				run(dst, customers)
			}
			each := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(each)/float64(len(customers)), "ns/customer")
		})
	}
}

func TestClassifiersAgree(t *testing.T) {
	customers := people(10 * sample)
	for _, c := range classifiers {
		dst := make([]uint32, len(customers))
		c.compile()(dst, customers)
		for i := range customers {
			for k, s := range segments {
				if got, want := dst[i]>>k&1 == 1, s.member(&customers[i]); got != want {
					t.Errorf("%s: %+v: in %q %t, want %t", c.name, customers[i], s.name, got, want)
				}
			}
		}
	}
}

// TestSegments: a segment of nobody, or of everybody, would measure nothing.
func TestSegments(t *testing.T) {
	customers := people(10 * sample)
	for _, s := range segments {
		members := 0
		for i := range customers {
			if s.member(&customers[i]) {
				members++
			}
		}
		if members < 10 || members > len(customers)*9/10 {
			t.Errorf("%q: %d of %d", s.name, members, len(customers))
		}
	}
}
