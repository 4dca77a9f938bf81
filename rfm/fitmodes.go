package rfm

import (
	"slices"

	"github.com/shopspring/decimal"
)

// rankCuts turns the formula of [Ranks] round: score s+1 takes
// k = ⌈s·n/bins⌉ customers who are strictly worse. A value has them if it is
// better than that of the k-th worst customer, and only then.
func rankCuts(s sample, bins int) []Cut {
	ranks := make([]int, bins-1)
	for i := range ranks {
		ranks[i] = ((i+1)*s.size() + bins - 1) / bins
	}
	cuts := make([]Cut, len(ranks))
	for i, v := range s.ranked(ranks) {
		cuts[i] = Cut{Value: v}
	}
	return cuts
}

// tileCuts finds the last customer of each tile. The first n mod bins tiles
// hold one customer more than the others.
func tileCuts(s sample, bins int) []Cut {
	ranks := make([]int, bins-1)
	for i := range ranks {
		ranks[i] = (i+1)*(s.size()/bins) + min(i+1, s.size()%bins)
	}
	cuts := make([]Cut, len(ranks))
	for i, v := range s.ranked(ranks) {
		cuts[i] = Cut{Value: v, ID: s.holder(ranks[i], v)}
	}
	return cuts
}

// quantileCuts cuts at the quantiles plus 1. A quantile of type 7 lies
// i·(n-1)/bins of the way from the first customer to the last, between the two
// customers who stand around that place.
func quantileCuts(s sample, bins int, inclusive bool) []Cut {
	before := make([]int, bins-1)
	parts := make([]int, bins-1) // of bins, from the customer before the place
	for i := range before {
		way := (i + 1) * (s.size() - 1)
		before[i], parts[i] = way/bins+1, way%bins
	}
	after := slices.Clone(before)
	for i := range after {
		after[i] = min(after[i]+1, s.size())
	}
	from, to := s.ranked(before), s.ranked(after)
	cuts := make([]Cut, len(before))
	for i := range cuts {
		q := between(from[i], to[i], int64(parts[i]), int64(bins))
		cuts[i] = Cut{Value: q.Add(decimal.NewFromInt(1)), Inclusive: inclusive}
	}
	return cuts
}

// between returns a + (b-a)·part/parts. It has three places more than a and b,
// and where that is not enough is rounded to them, which does not move it past
// any number of their precision.
func between(a, b decimal.Decimal, part, parts int64) decimal.Decimal {
	weighted := a.Mul(decimal.NewFromInt(parts - part)).Add(b.Mul(decimal.NewFromInt(part)))
	places := 3 - min(a.Exponent(), b.Exponent(), 0)
	return weighted.DivRound(decimal.NewFromInt(parts), places)
}

// fixedCuts returns the cut points of the method, worst first.
func (m Method) fixedCuts(a axis) []Cut {
	var cuts []Cut
	switch a {
	case recencyAxis:
		for _, days := range slices.Backward(m.RecencyCuts) {
			cuts = append(cuts, Cut{Value: decimal.NewFromInt(int64(days)), Inclusive: true})
		}
	case frequencyAxis:
		for _, n := range m.FrequencyCuts {
			cuts = append(cuts, Cut{Value: decimal.NewFromInt(int64(n))})
		}
	case monetaryAxis:
		for _, sum := range m.MonetaryCuts {
			cuts = append(cuts, Cut{Value: sum})
		}
	}
	return cuts
}
