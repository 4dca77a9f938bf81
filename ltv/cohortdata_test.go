package ltv_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
)

// The totals are those that were counted of the data independently of any
// library.
func TestCohortsOfOnlineRetail(t *testing.T) {
	orders := cohortRetail(t)
	asOf := time.Date(2011, time.December, 10, 0, 0, 0, 0, time.UTC)
	table := cohortTable(t, cohortView(t, orders, asOf, time.UTC), ltv.CohortBasis{})
	var gross, net decimal.Decimal
	for _, c := range table.Cohorts {
		gross = decimal.Sum(gross, c.Gross...)
		net = decimal.Sum(net, c.Net...)
	}
	got := fmt.Sprint(len(table.Cohorts), table.Customers(), table.WithoutSales, gross, net.Add(table.WithoutSalesNet))
	if want := "13 4339 33 8911407.904 8300065.814"; got != want {
		t.Errorf("cohorts, customers, without sales, gross, net: %s, want %s", got, want)
	}

	first := map[string]time.Time{}
	for _, o := range orders {
		if at, ok := first[o.Customer]; o.Kind == retention.Sale && (!ok || o.At.Before(at)) {
			first[o.Customer] = o.At
		}
	}
	type cell struct{ row, column int }
	month := func(at time.Time) int { return 12*(at.Year()-2010) + int(at.Month()) - 12 }
	active, sales := map[cell]map[string]bool{}, map[cell]decimal.Decimal{}
	for _, o := range orders {
		if o.Kind != retention.Sale {
			continue
		}
		at := cell{month(first[o.Customer]), month(o.At) - month(first[o.Customer])}
		if active[at] == nil {
			active[at] = map[string]bool{}
		}
		active[at][o.Customer] = true
		sales[at] = sales[at].Add(o.Amount)
	}
	for i, c := range table.Cohorts {
		if len(c.Active) != 13-i || c.Whole != 12-i {
			t.Errorf("cohort %v has %d periods, %d of them whole", c.Start, len(c.Active), c.Whole)
		}
		for k, n := range c.Active {
			at := cell{i, k}
			if n != len(active[at]) || !c.Gross[k].Equal(sales[at]) {
				t.Errorf("cohort %v, period %d: %d active, gross %v, want %d, %v", c.Start, k, n, c.Gross[k], len(active[at]), sales[at])
			}
		}
	}
}

func TestCohortsOfCDNOW(t *testing.T) {
	orders := cohortCDNOW(t)
	asOf := time.Date(1998, time.July, 1, 0, 0, 0, 0, time.UTC)
	table := cohortTable(t, cohortView(t, orders, asOf, time.UTC), ltv.CohortBasis{Period: retention.Span{Months: 3}})
	if c := &table.Cohorts[0]; c.Size != 2357 || table.Customers() != 2357 || c.Whole != 6 || len(c.Active) != 6 {
		t.Errorf("all 2357 customers were acquired in the first of six quarters, not %d in one of %d", c.Size, len(c.Active))
	}
	points := table.Curve()
	if len(points) != 6 || points[5].Cohorts != 1 || points[5].Customers != 2357 {
		t.Errorf("curve of %d points", len(points))
	}
	var all decimal.Decimal
	for _, o := range orders {
		all = all.Add(o.Amount)
	}
	if !points[5].Net.Equal(all) || !points[5].Gross.Equal(all) {
		t.Errorf("the curve ends at %v of %v", points[5].Net, all)
	}
}
