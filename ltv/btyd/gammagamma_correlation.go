package btyd

import "math"

// Correlation tells how strongly the spend of customers is correlated with how
// often they buy. [GammaGamma] assumes that the two are independent.
type Correlation struct {
	R         float64 `json:"r"`         // Pearson's, of x and the mean spend
	Low       float64 `json:"low"`       // of the 95 % interval
	High      float64 `json:"high"`      // of the 95 % interval
	Customers int     `json:"customers"` // with purchases, which are all that count
}

// weakCorrelation is what Cohen (Statistical Power Analysis for the Behavioral
// Sciences, 1988) calls a small one.
const weakCorrelation = 0.1

// Correlate returns the correlation of the number of purchases with their mean
// spend, among customers with purchases, and its 95 % interval by Fisher's
// transformation: tanh(atanh r ± 1.96/√(n-3)). ok is false if fewer than 4
// customers have purchases, or if all of them have equally many or the same
// mean.
func Correlate(spends []Spend) (c Correlation, ok bool) {
	// In order, so that the sums do not depend on that of the customers.
	rows := groupSpends(spends, nil)
	if len(rows) == 0 {
		return Correlation{}, false
	}
	most := 0.0
	for _, row := range rows {
		most = max(most, row.of.mean)
	}
	n := totalWeight(rows)
	x, m := 0.0, 0.0
	for _, row := range rows {
		x += row.weight * float64(row.of.x) / n
		m += row.weight * (row.of.mean / most) / n
	}
	xx, mm, xm := 0.0, 0.0, 0.0
	for _, row := range rows {
		dx, dm := float64(row.of.x)-x, row.of.mean/most-m
		xx += row.weight * dx * dx
		mm += row.weight * dm * dm
		xm += row.weight * dx * dm
	}
	c = Correlation{Customers: int(n)}
	if n < 4 || rows[0].of.x == rows[len(rows)-1].of.x || sameMean(rows) || !(xx > 0 && mm > 0) {
		return c, false
	}
	c.R = max(-1, min(1, xm/math.Sqrt(xx)/math.Sqrt(mm)))
	z, half := math.Atanh(c.R), 1.959963984540054/math.Sqrt(n-3)
	c.Low, c.High = math.Tanh(z-half), math.Tanh(z+half)
	return c, true
}

func sameMean(rows []rowOf[Spend]) bool {
	for _, row := range rows {
		if row.of.mean != rows[0].of.mean {
			return false
		}
	}
	return true
}

// Strong reports whether the assumption of independence is clearly broken:
// whether the whole interval is above 0.1 or below -0.1. The values of
// customers who buy often are then too low, or too high. A correlation that is
// real but smaller, as in many shops, does little harm.
func (c Correlation) Strong() bool { return c.Low > weakCorrelation || c.High < -weakCorrelation }
