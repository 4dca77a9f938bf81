package btyd

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// Simulate returns what a new customer does within t of the first purchase: rates
// are drawn from the gamma distributions, then the moment of leaving, then
// purchases until that or t. The same source gives the same path. It takes time
// and memory for each purchase, of which no more than a million are drawn: see
// [Path].
func (m ParetoNBD) Simulate(src rand.Source, t Time) Path {
	end := t.horizon("ParetoNBD.Simulate")
	random := rand.New(src)
	buys := distuv.Gamma{Alpha: m.R, Beta: m.Alpha.days, Src: src}.Rand()
	leaves := distuv.Gamma{Alpha: m.S, Beta: m.Beta.days, Src: src}.Rand()

	var p Path
	if at := random.ExpFloat64() / leaves; at <= end {
		p.Leaves, p.Left = Time{at}, true
		end = at
	}
	if buys == 0 {
		return p // at a rate too small for numbers
	}
	for at := random.ExpFloat64() / buys; at <= end; at += random.ExpFloat64() / buys {
		if p.Cut = len(p.Purchases) == mostPurchases; p.Cut {
			break
		}
		p.Purchases = append(p.Purchases, Time{at})
	}
	return p
}
