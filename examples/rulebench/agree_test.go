package rulebench_test

import (
	"slices"
	"testing"
)

// sample is how many customers of each kind the engines must agree on.
const sample = 400

func TestEnginesAgree(t *testing.T) {
	testAgree(t, engines, "mixed", mixed()[:sample], holds)
	testAgree(t, engines, "all", all()[:sample], holds)
	testAgree(t, engines, "edge", edge(), holds)
}

func testAgree[C any](t *testing.T, engines []engine[C], set string, customers []C, holds func(*C) bool) {
	for _, e := range engines {
		t.Run(set+"/"+e.name, func(t *testing.T) {
			member := e.compile()
			for i := range customers {
				c := &customers[i]
				if got, want := member(c), holds(c); got != want {
					t.Errorf("%+v: member %t, plain Go says %t", *c, got, want)
				}
			}
		})
	}
}

// faults break one condition each, by as little as can be.
var faults = []struct {
	condition string
	make      func(*Customer)
}{
	{"Orders", func(c *Customer) { c.Orders = 2 }},
	{"Spent", func(c *Customer) { c.Spent = 199.99 }},
	{"DaysSince", func(c *Customer) { c.DaysSince = 91 }},
	{"Country", func(c *Customer) { c.Country = "JPN" }},
	{"OptIn", func(c *Customer) { c.OptIn = false }},
	{"Tags", func(c *Customer) { c.Tags = append(slices.Clone(c.Tags), "wholesale") }},
	{"AOV", func(c *Customer) { c.AOV = 49.99 }},
	{"Tier", func(c *Customer) { c.Tier = "" }},
}

// edge are members who hold each limit exactly, each followed by those whom one
// fault keeps out.
func edge() (customers []Customer) {
	for _, c := range all()[:sample/len(faults)] {
		c.Orders, c.Spent, c.DaysSince, c.AOV = 3, 200.00, 90, 50.00
		customers = append(customers, c)
		for _, fault := range faults {
			broken := c
			fault.make(&broken)
			customers = append(customers, broken)
		}
	}
	return customers
}

func TestPlainGo(t *testing.T) {
	customers := edge()
	for i := range customers {
		switch k := i % (1 + len(faults)); {
		case k == 0 && !holds(&customers[i]):
			t.Errorf("%+v: at every limit, but not a member", customers[i])
		case k > 0 && holds(&customers[i]):
			t.Errorf("%+v: a member in spite of %s", customers[i], faults[k-1].condition)
		}
	}
}

func TestMixed(t *testing.T) {
	members := 0
	for i := range mixed() {
		if holds(&mixed()[i]) {
			members++
		}
	}
	if share := float64(members) / crowd; share < 0.025 || share > 0.035 {
		t.Errorf("%.2f %% of the mixed customers are members, want about 3 %%", 100*share)
	}
}
