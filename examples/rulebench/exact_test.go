package rulebench_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
)

// ExactCustomer is a Customer whose money is decimal.
type ExactCustomer struct {
	Orders    int
	Spent     decimal.Decimal
	DaysSince int
	Country   string
	OptIn     bool
	Tags      []string
	AOV       decimal.Decimal
	Tier      string
}

var exactEngines = []engine[ExactCustomer]{
	{name: "plain-Go", compile: func() func(*ExactCustomer) bool { return holdsExact }},
	oursExact,
}

var (
	twoHundred = decimal.RequireFromString("200.00")
	fifty      = decimal.RequireFromString("50.00")
)

func holdsExact(c *ExactCustomer) bool {
	return c.Orders >= 3 &&
		c.Spent.GreaterThanOrEqual(twoHundred) &&
		c.DaysSince <= 90 &&
		(c.Country == "JP" || c.Country == "KR" || c.Country == "TW") &&
		c.OptIn &&
		!slices.Contains(c.Tags, "wholesale") &&
		c.AOV.GreaterThanOrEqual(fifty) &&
		(c.Tier == "gold" || c.Tier == "platinum")
}

// exact returns customers with their money in decimals, to the cent.
func exact(customers []Customer) []ExactCustomer {
	exact := make([]ExactCustomer, len(customers))
	for i, c := range customers {
		exact[i] = ExactCustomer{
			Orders:    c.Orders,
			Spent:     decimal.NewFromFloat(c.Spent).Round(2),
			DaysSince: c.DaysSince,
			Country:   c.Country,
			OptIn:     c.OptIn,
			Tags:      c.Tags,
			AOV:       decimal.NewFromFloat(c.AOV).Round(2),
			Tier:      c.Tier,
		}
	}
	return exact
}

func BenchmarkExactRule(b *testing.B) {
	benchmarkEngines(b, "mixed", exactEngines, exact(mixed()))
	benchmarkEngines(b, "all", exactEngines, exact(all()))
}

func TestExactEnginesAgree(t *testing.T) {
	testAgree(t, exactEngines, "mixed", exact(mixed()[:sample]), holdsExact)
	testAgree(t, exactEngines, "all", exact(all()[:sample]), holdsExact)
	testAgree(t, exactEngines, "edge", exact(edge()), holdsExact)
}

// TestExactIsFloat: in cents, decimals and floats have the same members.
func TestExactIsFloat(t *testing.T) {
	for _, customers := range [][]Customer{mixed()[:sample], all()[:sample], edge()} {
		for i, c := range exact(customers) {
			if got, want := holdsExact(&c), holds(&customers[i]); got != want {
				t.Errorf("%+v: member %t in decimals, %t in floats", customers[i], got, want)
			}
		}
	}
}
