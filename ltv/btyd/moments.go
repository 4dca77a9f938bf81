package btyd

// moments are what the starts of a fit are made from.
type moments struct {
	customers float64 // the sum of the weights
	count     float64 // mean x
	variance  float64 // of x
	time      float64 // mean T, or 1 if nobody was watched for any time
}

func momentsOf(rows []weighted, u Unit) (m moments) {
	for _, row := range rows {
		m.customers += row.weight
		m.count += row.weight * float64(row.x)
		m.time += row.weight * row.t.In(u)
	}
	m.count /= m.customers
	m.time /= m.customers
	for _, row := range rows {
		off := float64(row.x) - m.count
		m.variance += row.weight * off * off
	}
	m.variance /= m.customers
	if m.time == 0 {
		m.time = 1
	}
	return m
}

// rate returns purchases per customer and time, as if there were half of one
// more.
func (m moments) rate() float64 { return (m.count + 0.5/m.customers) / m.time }

// shape returns the r of the negative binomial distribution that has these
// moments, within reason.
func (m moments) shape() float64 {
	if m.variance <= m.count {
		return 5
	}
	return min(max(m.count*m.count/(m.variance-m.count), 0.1), 5)
}
