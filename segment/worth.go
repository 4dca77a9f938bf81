package segment

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"
)

// Worth tells what the customers of segments are worth: see [Evaluation.Worth].
type Worth struct {
	Customers int             `json:"customers"`
	Missing   int             `json:"missing"` // customers whose value is not known
	Value     decimal.Decimal `json:"value"`   // of all others; exact
	// Disjoint says that nobody is in two segments. The shares of all segments and
	// of None then sum to 1 exactly, unless all are 0. Otherwise each share stands
	// for itself, and they may sum to more.
	Disjoint bool           `json:"disjoint"`
	Segments []SegmentWorth `json:"segments"` // in the order of the set
	None     SegmentWorth   `json:"none"`     // the customers in no segment
	// The segments with the most and the least value, and with the highest and the
	// lowest mean, of those with at least one known value; "" if there is none. Of
	// equals it is the first. Means are compared unrounded.
	Best        string `json:"best"`
	Worst       string `json:"worst"`
	BestByMean  string `json:"bestByMean"`
	WorstByMean string `json:"worstByMean"`
}

// SegmentWorth is what the customers of one segment are worth.
type SegmentWorth struct {
	Segment   string          `json:"segment"`
	Customers int             `json:"customers"`
	Missing   int             `json:"missing"` // of these, whose value is not known
	Value     decimal.Decimal `json:"value"`   // of the others; exact
	// Mean is Value divided by the number of customers whose value is known, rounded
	// half away from zero to two decimals; 0 if there are none.
	Mean decimal.Decimal `json:"mean"`
	// CustomerShare is the segment's share of all customers, ValueShare its share of
	// their value. Both have six decimals, and are 0 if the whole is not above 0. A
	// ValueShare is below 0 or above 1 only if some values are negative. Shares are
	// rounded half away from zero, those of Disjoint segments by largest remainders:
	// down, and what is left of 1 then goes in millionths to those that lost most, and
	// first to the first of equals.
	CustomerShare decimal.Decimal `json:"customerShare"`
	ValueShare    decimal.Decimal `json:"valueShare"`
}

// Worth adds up by segment what customers are worth: what they spent so far, their
// lifetime value, or whatever else the function returns for an ID. The function
// returns false for ok if the value is not known; an amount with an exponent beyond
// 1,000 counts as not known. It is called once for each customer, in the order of the
// IDs. For a map it is
//
//	func(id string) (decimal.Decimal, bool) { v, ok := values[id]; return v, ok }
//
// A customer in two segments counts in both; see [Evaluation.Exclude] for one only.
func (e *Evaluation) Worth(value func(id string) (v decimal.Decimal, ok bool)) *Worth {
	none, n := e.none(), len(e.Segments)
	purses := make([]purse, n+2) // the last two of those in none, and of all
	for row, id := range e.IDs {
		v, ok := value(id)
		purses[n+1].put(v, ok)
		if none.Has(row) {
			purses[n].put(v, ok)
			continue
		}
		for i := range e.Segments {
			if e.Segments[i].Members.Has(row) {
				purses[i].put(v, ok)
			}
		}
	}
	return e.worth(purses[:n+1], &purses[n+1])
}

func (e *Evaluation) worth(parts []purse, all *purse) *Worth {
	n := len(e.Segments)
	w := &Worth{Customers: all.customers, Missing: all.customers - all.known, Value: all.value()}
	placed := 0
	rows := make([]SegmentWorth, n+1)
	for i := range parts {
		rows[i] = parts[i].worth()
		placed += rows[i].Customers
	}
	for i, g := range e.Segments {
		rows[i].Segment = g.Name
	}
	w.Disjoint = placed == w.Customers
	setShares(rows, w)
	w.Segments, w.None = rows[:n:n], rows[n]
	w.rank(parts[:n])
	return w
}

// rank names the best and the worst segments.
func (w *Worth) rank(purses []purse) {
	var rows []int
	for i := range purses {
		if purses[i].known > 0 {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return
	}
	value := func(i, j int) int { return w.Segments[i].Value.Cmp(w.Segments[j].Value) }
	mean := func(i, j int) int { // by cross multiplication
		a, b := w.Segments[i].Value.Mul(count(purses[j].known)), w.Segments[j].Value.Mul(count(purses[i].known))
		return a.Cmp(b)
	}
	w.Best, w.Worst = w.Segments[slices.MaxFunc(rows, value)].Segment, w.Segments[slices.MinFunc(rows, value)].Segment
	w.BestByMean, w.WorstByMean = w.Segments[slices.MaxFunc(rows, mean)].Segment, w.Segments[slices.MinFunc(rows, mean)].Segment
}

func count(n int) decimal.Decimal { return decimal.NewFromInt(int64(n)) }

const (
	meanScale  = 2
	shareScale = 6
)

// purse adds up the values of customers.
type purse struct {
	customers, known int

	units int64 // of 10^exp
	exp   int32
	rest  decimal.Decimal // what units cannot hold
}

func (p *purse) put(v decimal.Decimal, ok bool) {
	p.customers++
	if !ok || !isMoney(v) {
		return
	}
	p.known++
	exp := v.Exponent()
	if exp < -shortDigits || exp > shortDigits || v.NumDigits() > shortDigits || !p.add(v.CoefficientInt64(), exp) {
		p.rest = p.rest.Add(v)
	}
}

// add adds units of 10^exp, and reports whether there was room for the sum.
func (p *purse) add(units int64, exp int32) bool {
	sum, fits := p.units, true
	switch {
	case exp < p.exp:
		sum, fits = scale(sum, int64(p.exp-exp))
	case exp > p.exp:
		units, fits = scale(units, int64(exp-p.exp))
	}
	more := sum + units
	if !fits || (sum^more)&(units^more) < 0 {
		return false
	}
	p.units, p.exp = more, min(exp, p.exp)
	return true
}

func (p *purse) value() decimal.Decimal { return p.rest.Add(decimal.New(p.units, p.exp)) }

func (p *purse) worth() SegmentWorth {
	w := SegmentWorth{Customers: p.customers, Missing: p.customers - p.known, Value: p.value()}
	if p.known > 0 {
		w.Mean = w.Value.DivRound(count(p.known), meanScale)
	}
	return w
}

func setShares(rows []SegmentWorth, w *Worth) {
	share := plainShares
	if w.Disjoint {
		share = exactShares
	}
	customers, values := make([]decimal.Decimal, len(rows)), make([]decimal.Decimal, len(rows))
	for i, row := range rows {
		customers[i], values[i] = count(row.Customers), row.Value
	}
	customers, values = share(customers, count(w.Customers)), share(values, w.Value)
	for i := range rows {
		rows[i].CustomerShare, rows[i].ValueShare = customers[i], values[i]
	}
}

// plainShares returns each part by the whole; 0 if that is not more than 0.
func plainShares(parts []decimal.Decimal, whole decimal.Decimal) []decimal.Decimal {
	shares := make([]decimal.Decimal, len(parts))
	if whole.Sign() <= 0 {
		return shares
	}
	for i, part := range parts {
		shares[i] = part.DivRound(whole, shareScale)
	}
	return shares
}

// exactShares is plainShares for parts that sum to the whole, as shares that sum
// to 1: by the method of largest remainders, Hamilton's.
func exactShares(parts []decimal.Decimal, whole decimal.Decimal) []decimal.Decimal {
	shares := make([]decimal.Decimal, len(parts))
	if whole.Sign() <= 0 {
		return shares
	}
	step := decimal.New(1, -shareScale)
	left := decimal.NewFromInt(1)
	remainders, order := make([]decimal.Decimal, len(parts)), make([]int, len(parts))
	for i, part := range parts {
		order[i] = i
		shares[i], remainders[i] = part.QuoRem(whole, shareScale)
		if remainders[i].Sign() < 0 { // rounded up
			shares[i], remainders[i] = shares[i].Sub(step), remainders[i].Add(whole.Mul(step))
		}
		left = left.Sub(shares[i])
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Or(remainders[j].Cmp(remainders[i]), i-j) })
	for _, i := range order[:left.Shift(shareScale).IntPart()] {
		shares[i] = shares[i].Add(step)
	}
	return shares
}
