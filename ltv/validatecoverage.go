package ltv

// Coverage tells how often the purchases of a customer lie within the central
// interval that a model gave for them.
//
// The interval of a customer runs from the first count n with P(N<=n) of at
// least (1-Nominal)/2 to the first with P(N<=n) of at least (1+Nominal)/2, both
// included. Counts are whole numbers, so the interval has a probability of
// Nominal or more: for a customer who buys nothing with a probability of 90 %,
// it is 0 to 0 at any level up to 80 %. So compare Actual with Expected. If
// Actual is lower, the model is too sure of itself. Counts above the number of
// days in the holdout are impossible and are treated as one count.
type Coverage struct {
	Nominal  float64 `json:"nominal"`
	Expected float64 `json:"expected"` // the mean probability of the intervals, by the model itself
	Actual   float64 `json:"actual"`   // the share of customers who bought as often as their interval says
}

// coverageLevels are the nominal levels, ascending.
var coverageLevels = [...]float64{0.50, 0.80, 0.95}

// interval is the counts from lo to hi, and the probability of these.
type interval struct {
	lo, hi int
	mass   float64
}

// central returns the central interval of a count that has the given
// probabilities, and any larger value else.
func central(pmf []float64, level float64) interval {
	lo, below, total := -1, 0.0, 0.0
	for n, p := range pmf {
		before := total
		total = min(1, total+p)
		if lo < 0 && total >= (1-level)/2 {
			lo, below = n, before
		}
		if total >= (1+level)/2 {
			return interval{lo, n, total - below}
		}
	}
	if lo < 0 {
		lo, below = len(pmf), total
	}
	return interval{lo, len(pmf), 1 - below}
}

func coverage(list []forecast) []Coverage {
	all := make([]Coverage, len(coverageLevels))
	for i, level := range coverageLevels {
		customers, inside, mass := 0, 0, 0.0
		for j := range list {
			f := &list[j]
			in := f.intervals[i]
			customers += f.customers
			mass += float64(f.customers) * in.mass
			for _, p := range f.patterns {
				if in.lo <= p.purchases && p.purchases <= in.hi {
					inside += p.customers
				}
			}
		}
		n := float64(customers)
		all[i] = Coverage{level, mass / n, float64(inside) / n}
	}
	return all
}
