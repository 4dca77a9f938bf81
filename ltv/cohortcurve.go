package ltv

import "github.com/shopspring/decimal"

// CohortPoint is one period since acquisition, over all cohorts for which it is
// over: a point of the average retention curve and of the curve of value.
type CohortPoint struct {
	Period    int `json:"period"`    // since acquisition, 0 for that of the acquisition
	Cohorts   int `json:"cohorts"`   // those with customers, for which the period is over
	Customers int `json:"customers"` // in these cohorts
	Active    int `json:"active"`    // of these, with a sale in the period
	// Gross and Net are the money of these customers in all periods up to and
	// with this one.
	Gross decimal.Decimal `json:"gross"`
	Net   decimal.Decimal `json:"net"`
}

// Retention returns Active / Customers: the mean of the cohorts' shares, weighted
// by their sizes; 0 for the zero CohortPoint.
func (p CohortPoint) Retention() float64 {
	if p.Customers == 0 {
		return 0
	}
	return float64(p.Active) / float64(p.Customers)
}

// NetPerCustomer returns Net / Customers: how much an acquired customer had
// brought by the end of the period. It is rounded once, half away from zero, to
// the given number of decimals; 0 for the zero CohortPoint.
func (p CohortPoint) NetPerCustomer(places int32) decimal.Decimal {
	if p.Customers == 0 {
		return decimal.Decimal{}
	}
	return p.Net.DivRound(decimal.NewFromInt(int64(p.Customers)), places)
}

// Curve returns the average of the cohorts, one point for each period that is
// over for at least one cohort with customers. The further a period lies from
// the acquisition, the fewer and older the cohorts that it is over for: where
// the shop has changed, a rise or fall of the curve may come from that alone.
//
// It takes O(cells).
func (t *CohortTable) Curve() []CohortPoint {
	var points []CohortPoint
	for i := range t.Cohorts {
		c := &t.Cohorts[i]
		if c.Size == 0 {
			continue
		}
		var gross, net decimal.Decimal
		for k := range c.Whole {
			if k == len(points) {
				points = append(points, CohortPoint{Period: k})
			}
			gross, net = gross.Add(c.Gross[k]), net.Add(c.Net[k])
			points[k].add(c, k, gross, net)
		}
	}
	return points
}

func (p *CohortPoint) add(c *Cohort, k int, gross, net decimal.Decimal) {
	p.Cohorts++
	p.Customers += c.Size
	p.Active += c.Active[k]
	p.Gross, p.Net = p.Gross.Add(gross), p.Net.Add(net)
}
