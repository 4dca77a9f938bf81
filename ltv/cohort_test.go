package ltv_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func cohortBasis() *rapid.Generator[ltv.CohortBasis] {
	return rapid.Custom(func(t *rapid.T) ltv.CohortBasis {
		return ltv.CohortBasis{
			Period: rapid.SampledFrom([]retention.Span{{}, {Months: 1}, {Months: 3}, {Months: 12}, {Days: 1}, {Days: 7}, {Days: 10}}).Draw(t, "period"),
			Anchor: rapid.SampledFrom([]retention.Date{{}, cohortDay("2024-01-31"), cohortDay("2030-04-01")}).Draw(t, "anchor"),
			Follow: rapid.SampledFrom([]int{0, 0, 1, 3, math.MaxInt}).Draw(t, "follow"),
		}
	})
}

// naivePeriods returns the days on which the periods begin, from the one that
// holds first to the end of the one that holds last, by walking along all.
func naivePeriods(b ltv.CohortBasis, first, last retention.Date) (starts []retention.Date) {
	period, anchor := b.Period, b.Anchor
	if period.IsZero() {
		period.Months = 1
	}
	if anchor.IsZero() {
		anchor = retention.NewDate(2024, time.January, 1) // a Monday, 8400 days after that of 2001
	}
	for i := -2400; ; i++ {
		day := anchor.AddMonths(i * period.Months).AddDays(i * period.Days)
		if !day.After(first) {
			starts = []retention.Date{day}
			continue
		}
		starts = append(starts, day)
		if day.After(last) {
			return starts
		}
	}
}

// naiveCohorts does as the documentation says, in the plainest way, with orders
// that carry no IDs.
func naiveCohorts(orders []retention.Order, asOf time.Time, zone *time.Location, b ltv.CohortBasis) *ltv.CohortTable {
	t := &ltv.CohortTable{AsOf: asOf.In(zone), Basis: b, Cohorts: []ltv.Cohort{}}
	acquired := map[string]time.Time{}
	known := map[string]bool{}
	var first time.Time
	for _, o := range orders {
		sale, _, ok := cohortCounts(o, asOf)
		if !ok {
			continue
		}
		known[o.Customer] = true
		if at, has := acquired[o.Customer]; sale && (!has || o.At.Before(at)) {
			acquired[o.Customer] = o.At
		}
		if sale && (first.IsZero() || o.At.Before(first)) {
			first = o.At
		}
	}
	t.WithoutSales = len(known) - len(acquired)
	var starts []retention.Date
	if !first.IsZero() {
		starts = naivePeriods(b, retention.DateOf(first, zone), retention.DateOf(asOf.Add(-1), zone))
	}
	for i := 0; i+1 < len(starts); i++ {
		c := ltv.Cohort{Start: starts[i], End: starts[i+1]}
		active := map[int]map[string]bool{}
		for j := i; j+1 < len(starts) && (b.Follow == 0 || j-i <= b.Follow); j++ {
			active[j-i] = map[string]bool{}
			c.Active, c.Gross, c.Net = append(c.Active, 0), append(c.Gross, decimal.Decimal{}), append(c.Net, decimal.Decimal{})
			if !asOf.Before(starts[j+1].Start(zone)) {
				c.Whole++
			}
		}
		for _, at := range acquired {
			if within(retention.DateOf(at, zone), starts[i:]) == 0 {
				c.Size++
			}
		}
		for _, o := range orders {
			sale, amount, ok := cohortCounts(o, asOf)
			at, has := acquired[o.Customer]
			if !ok || !has || within(retention.DateOf(at, zone), starts[i:]) != 0 {
				continue
			}
			k := max(within(retention.DateOf(o.At, zone), starts[i:]), 0)
			if k >= len(c.Net) {
				t.BeyondNet = t.BeyondNet.Add(amount)
				continue
			}
			c.Net[k] = c.Net[k].Add(amount)
			if sale {
				c.Gross[k] = c.Gross[k].Add(amount)
				active[k][o.Customer] = true
			}
		}
		for k := range c.Active {
			c.Active[k] = len(active[k])
		}
		t.Cohorts = append(t.Cohorts, c)
	}
	for _, o := range orders {
		if _, amount, ok := cohortCounts(o, asOf); ok && acquired[o.Customer].IsZero() {
			t.WithoutSalesNet = t.WithoutSalesNet.Add(amount)
		}
	}
	return t
}

// within returns in which of the periods a day lies, or -1.
func within(day retention.Date, starts []retention.Date) int {
	k := -1
	for k+1 < len(starts) && !day.Before(starts[k+1]) {
		k++
	}
	return k
}

func cohortTable(t cohortFatal, v retention.View, b ltv.CohortBasis) *ltv.CohortTable {
	t.Helper()
	table, err := ltv.Cohorts(v, b)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestCohortsAreWhatTheirDocumentationSays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders, basis := cohortOrders().Draw(rt, "orders"), cohortBasis().Draw(rt, "basis")
		asOf, zone := cohortAsOf().Draw(rt, "asOf"), cohortZone().Draw(rt, "zone")
		want := naiveCohorts(orders, asOf, zone, basis)
		got := cohortTable(rt, cohortView(rt, orders, asOf, zone), basis)
		if diff := gocmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestCohortsKeepTheirLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders, basis := cohortOrders().Draw(rt, "orders"), cohortBasis().Draw(rt, "basis")
		asOf, zone := cohortAsOf().Draw(rt, "asOf"), cohortZone().Draw(rt, "zone")
		table := cohortTable(rt, cohortView(rt, orders, asOf, zone), basis)

		net := table.WithoutSalesNet.Add(table.BeyondNet)
		for i, c := range table.Cohorts {
			for k, n := range c.Active {
				net = net.Add(c.Net[k])
				share, ok := c.Retention(k)
				churn, _ := c.Churn(k)
				switch {
				case n < 0 || n > c.Size || k == 0 && n != c.Size:
					rt.Fatalf("cohort %v: %d of %d are active in period %d", c.Start, n, c.Size, k)
				case ok != (c.Size > 0 && (k == 0 || !c.Partial(k))):
					rt.Fatalf("cohort %v of %d: a share for period %d of %d: %v", c.Start, c.Size, k, c.Whole, ok)
				case ok && (share != float64(n)/float64(c.Size) || share+churn != 1):
					rt.Fatalf("cohort %v: retention %v, churn %v", c.Start, share, churn)
				case c.Partial(k) && k != len(c.Active)-1:
					rt.Fatalf("cohort %v: period %d is partial, but not the last", c.Start, k)
				}
			}
			if i > 0 && c.Start != table.Cohorts[i-1].End {
				rt.Fatalf("a gap before %v", c.Start)
			}
		}
		buyers, all := map[string]bool{}, decimal.Decimal{}
		for _, o := range orders {
			sale, amount, ok := cohortCounts(o, asOf)
			if !ok {
				continue
			}
			all = all.Add(amount)
			if sale {
				buyers[o.Customer] = true
			}
		}
		if !net.Equal(all) {
			rt.Fatalf("net of all cells and the rest is %v, of all orders %v", net, all)
		}
		if table.Customers() != len(buyers) {
			rt.Fatalf("%d customers in cohorts, %d bought", table.Customers(), len(buyers))
		}
	})
}

func TestCohortsAreTheSameHoweverTheOrdersCome(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	rapid.Check(t, func(rt *rapid.T) {
		orders, basis := cohortOrders().Draw(rt, "orders"), cohortBasis().Draw(rt, "basis")
		asOf, zone := cohortAsOf().Draw(rt, "asOf"), cohortZone().Draw(rt, "zone")
		runtime.GOMAXPROCS(1)
		want := cohortTable(rt, cohortView(rt, orders, asOf, zone), basis)

		runtime.GOMAXPROCS(rapid.IntRange(2, 8).Draw(rt, "procs"))
		shuffled := rapid.Permutation(orders).Draw(rt, "shuffled")
		cut := rapid.IntRange(0, len(orders)).Draw(rt, "cut")
		a, err := retention.NewHistory(shuffled[cut:])
		if err != nil {
			rt.Fatal(err)
		}
		b, err := retention.NewHistory(shuffled[:cut])
		if err != nil {
			rt.Fatal(err)
		}
		if err := a.Merge(b); err != nil {
			rt.Fatal(err)
		}
		got := cohortTable(rt, a.AsOf(asOf, zone), basis)
		if !reflect.DeepEqual(want, got) {
			rt.Fatalf("(-want +got):\n%s", gocmp.Diff(want, got))
		}
	})
}

func TestCohortsWholeCellsStayAsTheyAre(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders, basis := cohortOrders().Draw(rt, "orders"), cohortBasis().Draw(rt, "basis")
		zone := cohortZone().Draw(rt, "zone")
		asOf := cohortAsOf().Draw(rt, "asOf")
		later := asOf.Add(time.Duration(rapid.IntRange(1, 2000).Draw(rt, "hours")) * time.Hour)
		then := cohortTable(rt, cohortView(rt, orders, asOf, zone), basis)
		now := cohortTable(rt, cohortView(rt, orders, later, zone), basis)
		for i, c := range then.Cohorts {
			if c.Whole == 0 {
				continue // still being acquired
			}
			d := now.Cohorts[i]
			if d.Start != c.Start || d.Size != c.Size {
				rt.Fatalf("cohort %v of %d became %v of %d", c.Start, c.Size, d.Start, d.Size)
			}
			for k := range c.Whole {
				if c.Active[k] != d.Active[k] || !c.Gross[k].Equal(d.Gross[k]) || !c.Net[k].Equal(d.Net[k]) {
					rt.Fatalf("cohort %v: period %d was whole, but has changed", c.Start, k)
				}
			}
		}
	})
}

func TestCohortsMoveWithTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders, zone := cohortOrders().Draw(rt, "orders"), cohortZone().Draw(rt, "zone")
		asOf := cohortAsOf().Draw(rt, "asOf")
		days := rapid.SampledFrom([]int{1, 7, 30}).Draw(rt, "period")
		basis := ltv.CohortBasis{Period: retention.Span{Days: days}, Follow: 6}
		shift := days * rapid.IntRange(-50, 50).Draw(rt, "periods")
		want := cohortTable(rt, cohortView(rt, orders, asOf, zone), basis)
		for i := range want.Cohorts {
			c := &want.Cohorts[i]
			c.Start, c.End = c.Start.AddDays(shift), c.End.AddDays(shift)
		}
		want.AsOf = want.AsOf.AddDate(0, 0, shift)
		for i := range orders {
			orders[i].At = orders[i].At.AddDate(0, 0, shift)
		}
		got := cohortTable(rt, cohortView(rt, orders, asOf.AddDate(0, 0, shift), zone), basis)
		if diff := gocmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestCohortsSurviveJSON(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := cohortTable(rt, cohortView(rt, cohortOrders().Draw(rt, "orders"), cohortAsOf().Draw(rt, "asOf"), time.UTC), cohortBasis().Draw(rt, "basis"))
		text, err := json.Marshal(want)
		if err != nil {
			rt.Fatal(err)
		}
		got := new(ltv.CohortTable)
		if err := json.Unmarshal(text, got); err != nil {
			rt.Fatal(err)
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestCohortPeriods(t *testing.T) {
	for _, tt := range []struct {
		reason string
		basis  ltv.CohortBasis
		day    string
		want   string // the period that the day lies in
	}{
		{"months by default", ltv.CohortBasis{}, "2024-02-29", "2024-02-01 2024-03-01"},
		{"the last day of a month", ltv.CohortBasis{Period: retention.Span{Months: 1}}, "2023-12-31", "2023-12-01 2024-01-01"},
		{"quarters begin in January", ltv.CohortBasis{Period: retention.Span{Months: 3}}, "2024-03-31", "2024-01-01 2024-04-01"},
		{"quarters begin in October", ltv.CohortBasis{Period: retention.Span{Months: 3}}, "1999-12-31", "1999-10-01 2000-01-01"},
		{"years", ltv.CohortBasis{Period: retention.Span{Months: 12}}, "1970-06-01", "1970-01-01 1971-01-01"},
		{"fiscal years", ltv.CohortBasis{Period: retention.Span{Months: 12}, Anchor: cohortDay("2020-04-01")}, "2024-03-31", "2023-04-01 2024-04-01"},
		{"the anchor begins a period", ltv.CohortBasis{Period: retention.Span{Months: 12}, Anchor: cohortDay("2020-04-01")}, "2020-04-01", "2020-04-01 2021-04-01"},
		{"weeks begin on Monday: Sunday is the last day", ltv.CohortBasis{Period: retention.Span{Days: 7}}, "2024-03-10", "2024-03-04 2024-03-11"},
		{"weeks begin on Monday", ltv.CohortBasis{Period: retention.Span{Days: 7}}, "2024-03-11", "2024-03-11 2024-03-18"},
		{"weeks before the anchor", ltv.CohortBasis{Period: retention.Span{Days: 7}}, "1969-12-28", "1969-12-22 1969-12-29"},
		{"weeks from Sunday", ltv.CohortBasis{Period: retention.Span{Days: 7}, Anchor: cohortDay("2024-03-10")}, "2024-03-11", "2024-03-10 2024-03-17"},
		{"days", ltv.CohortBasis{Period: retention.Span{Days: 1}}, "2024-02-29", "2024-02-29 2024-03-01"},
		{"months from the 31st keep to the end of month", ltv.CohortBasis{Anchor: cohortDay("2024-01-31")}, "2024-02-28", "2024-01-31 2024-02-29"},
		{"and come back to the 31st", ltv.CohortBasis{Anchor: cohortDay("2024-01-31")}, "2024-03-30", "2024-02-29 2024-03-31"},
		{"a period longer than time", ltv.CohortBasis{Period: retention.Span{Months: math.MaxInt}}, "2024-03-30", "2001-01-01 "},
	} {
		asOf := cohortDay(tt.day).AddDays(1).Start(time.UTC)
		table := cohortTable(t, cohortView(t, []retention.Order{cohortSale("anna", tt.day, 1)}, asOf, time.UTC), tt.basis)
		c := table.Cohorts[0]
		if got := fmt.Sprint(c.Start, " ", c.End); len(table.Cohorts) != 1 || !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %v is in %s of %d, want %s", tt.reason, tt.day, got, len(table.Cohorts), tt.want)
		}
	}
}

func TestCohortsPartialPeriods(t *testing.T) {
	orders := []retention.Order{
		cohortSale("anna", "2024-01-05", 10), cohortSale("anna", "2024-03-05", 10),
		cohortSale("ben", "2024-03-02", 10),
	}
	for _, tt := range []struct {
		reason string
		asOf   time.Time
		want   string
	}{
		{"a month that is just over is whole", time.Date(2024, 4, 1, 0, 0, 0, 0, time.UTC), "[1 0 1] whole 3, [0 0] whole 2, [1] whole 1"},
		{"a nanosecond before, it is not", time.Date(2024, 4, 1, 0, 0, 0, -1, time.UTC), "[1 0 1] whole 2, [0 0] whole 1, [1] whole 0"},
		{"a nanosecond after, the next has begun", time.Date(2024, 4, 1, 0, 0, 0, 1, time.UTC), "[1 0 1 0] whole 3, [0 0 0] whole 2, [1 0] whole 1, [0] whole 0"},
		{"what came later is not known yet", time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), "[1 0] whole 2, [0] whole 1"},
	} {
		var list []string
		for _, c := range cohortTable(t, cohortView(t, orders, tt.asOf, time.UTC), ltv.CohortBasis{}).Cohorts {
			list = append(list, fmt.Sprintf("%v whole %d", c.Active, c.Whole))
		}
		if got := strings.Join(list, ", "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.reason, got, tt.want)
		}
	}
}

func TestCohortSharesThatAreNone(t *testing.T) {
	table := cohortTable(t, cohortView(t, []retention.Order{
		cohortSale("anna", "2024-01-05", 10), cohortSale("ben", "2024-03-05", 10),
	}, cohortDay("2024-03-20").Start(time.UTC), time.UTC), ltv.CohortBasis{})
	january, february, march := &table.Cohorts[0], &table.Cohorts[1], &table.Cohorts[2]
	for _, tt := range []struct {
		reason          string
		cohort          *ltv.Cohort
		period          int
		share, churn    float64
		shareOK, wantOK bool // of the share, of the money
	}{
		{"period 0 is whole", january, 0, 1, 0, true, true},
		{"nobody came back", january, 1, 0, 1, true, true},
		{"not over yet", january, 2, 0, 0, false, false},
		{"not begun", january, 3, 0, 0, false, false},
		{"before the acquisition", january, -1, 0, 0, false, false},
		{"no customers", february, 0, 0, 0, false, false},
		{"all were there in the period of their first sale", march, 0, 1, 0, true, false},
	} {
		share, ok := tt.cohort.Retention(tt.period)
		churn, churnOK := tt.cohort.Churn(tt.period)
		_, moneyOK := tt.cohort.NetPerCustomer(tt.period, 2)
		if share != tt.share || churn != tt.churn || ok != tt.shareOK || churnOK != tt.shareOK || moneyOK != tt.wantOK {
			t.Errorf("%s: retention %v, %v, churn %v, %v, money %v", tt.reason, share, ok, churn, churnOK, moneyOK)
		}
	}
	if january.Partial(1) || !january.Partial(2) || january.Partial(3) || !march.Partial(0) {
		t.Error("the periods of March, and no others, are seen in part")
	}
}

func TestCohortMoney(t *testing.T) {
	table := cohortTable(t, cohortView(t, []retention.Order{
		cohortRefund("anna", "2023-12-30", 1), // of a purchase before the history
		cohortSale("anna", "2024-01-05", 10), cohortSale("anna", "2024-01-06", 10),
		cohortRefund("anna", "2024-02-01", 5), // no visit
		cohortSale("ben", "2024-01-31", 0),    // a visit without money
		cohortSale("chie", "2024-01-31", 1),
		cohortRefund("dora", "2024-01-31", 7), // never bought
		cohortSale("", "2024-01-01", 100),     // a guest
	}, cohortDay("2024-03-01").Start(time.UTC), time.UTC), ltv.CohortBasis{})
	c := &table.Cohorts[0]
	got := fmt.Sprint(c.Size, c.Active, c.Gross, c.Net, table.WithoutSales, table.WithoutSalesNet, len(table.Cohorts))
	if want := "3 [3 0] [21 0] [20 -5] 1 -7 2"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for k, want := range []string{"6.67", "5"} {
		if value, ok := c.NetPerCustomer(k, 2); !ok || value.String() != want {
			t.Errorf("net per customer in period %d = %v, %v, want %s", k, value, ok, want)
		}
	}
}

func TestCohortErrors(t *testing.T) {
	asOf := cohortDay("2024-03-01").Start(time.UTC)
	usual := []retention.Order{cohortSale("anna", "2024-01-05", 10)}
	ancient := []retention.Order{cohortSale("anna", "0024-01-05", 10)}
	for _, tt := range []struct {
		reason string
		orders []retention.Order
		asOf   time.Time
		basis  ltv.CohortBasis
		want   string
	}{
		{"months and days", usual, asOf, ltv.CohortBasis{Period: retention.Span{Months: 1, Days: 1}}, "ltv: unusable cohort basis: period P1M1D is neither some months nor some days"},
		{"hours", usual, asOf, ltv.CohortBasis{Period: retention.Span{Exact: time.Hour}}, "ltv: unusable cohort basis: period PT1H is neither some months nor some days"},
		{"days and hours", usual, asOf, ltv.CohortBasis{Period: retention.Span{Days: 1, Exact: time.Hour}}, "ltv: unusable cohort basis: period P1DT1H is neither some months nor some days"},
		{"backwards", usual, asOf, ltv.CohortBasis{Period: retention.Span{Days: -7}}, "ltv: unusable cohort basis: period P-7D is neither some months nor some days"},
		{"months backwards", usual, asOf, ltv.CohortBasis{Period: retention.Span{Months: -1}}, "ltv: unusable cohort basis: period P-1M is neither some months nor some days"},
		{"follow", usual, asOf, ltv.CohortBasis{Follow: -1}, "ltv: unusable cohort basis: follow -1 periods"},
		{"also without orders", nil, asOf, ltv.CohortBasis{Follow: -1}, "ltv: unusable cohort basis: follow -1 periods"},
		{"a wrong year", ancient, asOf, ltv.CohortBasis{}, "ltv: unusable cohort basis: 24002 periods from 0024-01-05 to 2024-02-29 make a table of more than 4194304 cells"},
		{"a view of the far future", usual, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), ltv.CohortBasis{Period: retention.Span{Days: 1}}, "ltv: unusable cohort basis: 2912805 periods from 2024-01-05 to 9998-12-31 make a table of more than 4194304 cells"},
	} {
		table, err := ltv.Cohorts(cohortView(t, tt.orders, tt.asOf, time.UTC), tt.basis)
		if table != nil || !errors.Is(err, ltv.ErrCohortBasis) || err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", tt.reason, err, tt.want)
		}
	}
	if table, err := ltv.Cohorts(cohortView(t, ancient, asOf, time.UTC), ltv.CohortBasis{Follow: 12}); err != nil || len(table.Cohorts) != 24002 {
		t.Errorf("2000 years of months, each followed for a year: %v", err)
	}
	if _, err := ltv.Cohorts(cohortView(t, usual, cohortDay("2031-12-01").Start(time.UTC), time.UTC), ltv.CohortBasis{Period: retention.Span{Days: 1}}); err != nil {
		t.Errorf("almost eight years of days: %v", err)
	}
}

func TestCohortsOfNobody(t *testing.T) {
	for _, tt := range []struct {
		reason string
		view   retention.View
		want   int // customers without sales
	}{
		{"the zero View", retention.View{}, 0},
		{"no orders", cohortView(t, nil, cohortNewYear, time.UTC), 0},
		{"refunds only", cohortView(t, []retention.Order{cohortRefund("anna", "2023-12-30", 1)}, cohortNewYear, time.UTC), 1},
	} {
		table := cohortTable(t, tt.view, ltv.CohortBasis{})
		if len(table.Cohorts) != 0 || table.Customers() != 0 || table.WithoutSales != tt.want || table.Curve() != nil {
			t.Errorf("%s: %+v", tt.reason, table)
		}
	}
}

func TestCohortsWhereClocksGoBackOverMidnight(t *testing.T) {
	zone, minute := cohortNightOf2010(t)
	sale := func(customer string, n int) retention.Order {
		return retention.Order{Customer: customer, At: minute(n)}
	}
	orders := []retention.Order{
		sale("anna", -600), sale("anna", 0), sale("anna", 2), sale("anna", 70), // 6th, 7th, 6th, 7th
		sale("ben", 0), sale("ben", 2), sale("ben", 70), // 7th, 6th, 7th
	}
	table := cohortTable(t, cohortView(t, orders, cohortDay("2010-11-09").Start(zone), zone), ltv.CohortBasis{Period: retention.Span{Days: 1}})
	got := fmt.Sprint(table.Cohorts[0].Active, table.Cohorts[1].Active)
	if want := "[1 1 0] [1 0]"; got != want {
		t.Errorf("active %s, want %s", got, want)
	}
	table = cohortTable(t, cohortView(t, orders, minute(3), zone), ltv.CohortBasis{Period: retention.Span{Days: 1}})
	if got, want := fmt.Sprint(table.Cohorts[0].Active, table.Cohorts[1].Active, table.Customers()), "[1 1] [1] 2"; got != want {
		t.Errorf("in the repeated hour: active %s, want %s", got, want)
	}
}

func TestCohortCurve(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		table := cohortTable(rt, cohortView(rt, cohortOrders().Draw(rt, "orders"), cohortAsOf().Draw(rt, "asOf"), time.UTC), cohortBasis().Draw(rt, "basis"))
		var want []ltv.CohortPoint
		for k := 0; ; k++ {
			p := ltv.CohortPoint{Period: k}
			for _, c := range table.Cohorts {
				if c.Size == 0 || k >= c.Whole {
					continue
				}
				p.Cohorts++
				p.Customers += c.Size
				p.Active += c.Active[k]
				p.Gross = decimal.Sum(p.Gross, c.Gross[:k+1]...)
				p.Net = decimal.Sum(p.Net, c.Net[:k+1]...)
			}
			if p.Cohorts == 0 {
				break
			}
			want = append(want, p)
		}
		got := table.Curve()
		if diff := gocmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
		for i, p := range got {
			if r := p.Retention(); r < 0 || r > 1 || i == 0 && r != 1 {
				rt.Fatalf("retention %v in period %d", r, i)
			}
			if v := p.NetPerCustomer(6).Mul(decimal.NewFromInt(int64(p.Customers))).Sub(p.Net).Abs(); v.GreaterThan(decimal.New(int64(p.Customers), -6)) {
				rt.Fatalf("net per customer is off by %v", v)
			}
		}
	})
	if p := (ltv.CohortPoint{}); p.Retention() != 0 || !p.NetPerCustomer(2).IsZero() {
		t.Error("the zero point has shares")
	}
}
