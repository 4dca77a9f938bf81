package ltv

import (
	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// cohortTally counts the customers of a view, or of a part of it.
type cohortTally struct {
	axis         *cohortAxis
	rows         []cohortRow
	withoutSales int
	unsold       retention.Sum // net money of those without sales
	beyond       retention.Sum // net money after the last column
}

type cohortRow struct {
	size  int
	cells []cohortCell // nil while there is no customer
}

type cohortCell struct {
	active     int
	gross, net retention.Sum
}

func newCohortTally(axis *cohortAxis) *cohortTally {
	return &cohortTally{axis: axis, rows: make([]cohortRow, axis.len())}
}

// add counts one customer, in time in proportion to the customer's orders.
func (t *cohortTally) add(c retention.Customer) {
	var (
		row     *cohortRow
		first   int           // period of the first sale
		early   retention.Sum // refunds before it
		active  = [2]int{-1, -1}
		forward = 0
	)
	for e := range c.Events() {
		if row == nil && e.Kind != retention.Sale {
			early.Add(e.Amount)
			continue
		}
		period := t.axis.period(e.Day())
		if row == nil {
			first = period
			row = t.acquire(first, early)
		}
		// A sale lies before the first only where clocks went back.
		if forward = max(period-first, 0); forward >= len(row.cells) {
			t.beyond.Add(e.Amount)
			continue
		}
		cell := &row.cells[forward]
		cell.net.Add(e.Amount)
		if e.Kind != retention.Sale {
			continue
		}
		cell.gross.Add(e.Amount)
		// Orders come in the order of time. Where clocks go back, two periods
		// that are neighbours may alternate, so two are remembered.
		if forward != active[0] && forward != active[1] {
			cell.active++
			active = [2]int{forward, active[0]}
		}
	}
	if row == nil {
		t.withoutSales++
		t.unsold.Merge(early)
	}
}

// acquire adds a customer to the cohort of a period.
func (t *cohortTally) acquire(period int, early retention.Sum) *cohortRow {
	row := &t.rows[period]
	row.size++
	if row.cells == nil {
		row.cells = make([]cohortCell, t.axis.width(period))
	}
	row.cells[0].net.Merge(early)
	return row
}

// merge adds the count of other customers.
func (t *cohortTally) merge(o *cohortTally) {
	t.withoutSales += o.withoutSales
	t.unsold.Merge(o.unsold)
	t.beyond.Merge(o.beyond)
	for i := range o.rows {
		t.rows[i].merge(&o.rows[i])
	}
}

func (r *cohortRow) merge(o *cohortRow) {
	r.size += o.size
	if r.cells == nil {
		r.cells = o.cells
		return
	}
	for k := range o.cells {
		r.cells[k].active += o.cells[k].active
		r.cells[k].gross.Merge(o.cells[k].gross)
		r.cells[k].net.Merge(o.cells[k].net)
	}
}

// cohort returns row i.
func (t *cohortTally) cohort(i int) Cohort {
	width := t.axis.width(i)
	c := Cohort{
		Start:  t.axis.starts[i],
		End:    t.axis.starts[i+1],
		Size:   t.rows[i].size,
		Whole:  min(width, t.axis.whole-i),
		Active: make([]int, width),
		Gross:  make([]decimal.Decimal, width),
		Net:    make([]decimal.Decimal, width),
	}
	for k := range t.rows[i].cells {
		cell := &t.rows[i].cells[k]
		if *cell == (cohortCell{}) {
			continue
		}
		c.Active[k] = cell.active
		c.Gross[k] = cell.gross.Decimal()
		c.Net[k] = cell.net.Decimal()
	}
	return c
}
