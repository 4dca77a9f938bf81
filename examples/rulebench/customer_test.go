package rulebench_test

import (
	"math"
	"math/rand/v2"
	"sync"
)

// Customer is what every engine reads. Money is float64 here, since not all of
// them know another number; exact_test.go has it in decimals.
type Customer struct {
	Orders    int
	Spent     float64
	DaysSince int // since the last order
	Country   string
	OptIn     bool
	Tags      []string
	AOV       float64 // average order value
	Tier      string
}

// crowd is how many customers a rule cycles through. The branch predictor of a
// present processor knows some thousands by heart after a few rounds, and plain
// Go then looks three times as fast as it is.
const crowd = 1 << 16

// mixed are customers as a shop may have them: about 3 % are members, and most
// others fail one of the first conditions.
var mixed = sync.OnceValue(func() []Customer { return drawCrowd(1, func(*Customer) bool { return true }) })

// all are customers who hold all eight conditions, so that each is looked at.
var all = sync.OnceValue(func() []Customer { return drawCrowd(2, holds) })

func drawCrowd(seed uint64, keep func(*Customer) bool) []Customer {
	rng := rand.New(rand.NewPCG(seed, 8))
	customers := make([]Customer, 0, crowd)
	for len(customers) < crowd {
		if c := draw(rng); keep(&c) {
			customers = append(customers, c)
		}
	}
	return customers
}

var (
	countries = []string{"JP", "US", "DE", "KR", "FR", "TW"}
	tiers     = []string{"bronze", "silver", "gold", "platinum"}
	tags      = []string{"newsletter", "wholesale", "student", "gift", "review"}
	tagSets   = subsets(tags)
)

// draw returns a customer: many of few orders and few of many, log-normal
// baskets in whole cents.
func draw(rng *rand.Rand) Customer {
	orders := 1 + int(5*rng.ExpFloat64())
	cents := math.Round(100 * math.Exp(4.2+0.6*rng.NormFloat64()))
	return Customer{
		Orders:    orders,
		Spent:     cents * float64(orders) / 100,
		DaysSince: int(365 * math.Pow(rng.Float64(), 2)),
		Country:   countries[rng.IntN(len(countries))],
		OptIn:     rng.IntN(10) < 8,
		Tags:      tagSets[rng.IntN(len(tagSets))&rng.IntN(len(tagSets))],
		AOV:       cents / 100,
		Tier:      tiers[rng.IntN(len(tiers))],
	}
}

// subsets returns the 2ⁿ choices from words.
func subsets(words []string) [][]string {
	sets := [][]string{nil}
	for _, w := range words {
		for _, s := range sets {
			sets = append(sets, append(s[:len(s):len(s)], w))
		}
	}
	return sets
}
