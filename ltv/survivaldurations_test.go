package ltv_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"pgregory.net/rapid"
)

// saleDays returns the days of each customer's sales before an instant, oldest
// first, and how many known customers have none.
func saleDays(orders []retention.Order, asOf time.Time, zone *time.Location) (days map[string][]retention.Date, without int) {
	days = map[string][]retention.Date{}
	known := map[string]bool{}
	for _, o := range orders {
		sale, _, ok := cohortCounts(o, asOf)
		if ok {
			known[o.Customer] = true
		}
		if ok && sale {
			days[o.Customer] = append(days[o.Customer], retention.DateOf(o.At, zone))
		}
	}
	for _, list := range days {
		slices.SortFunc(list, retention.Date.Compare)
	}
	return days, len(known) - len(days)
}

func sortDurations(list []ltv.Duration) []ltv.Duration {
	slices.SortFunc(list, func(a, b ltv.Duration) int {
		return cmp.Or(a.Acquired.Compare(b.Acquired), cmp.Compare(a.Customer, b.Customer))
	})
	return list
}

func TestSecondPurchasesAreWhatTheirDocumentationSays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders := cohortOrders().Draw(rt, "orders")
		asOf, zone := cohortAsOf().Draw(rt, "asOf"), cohortZone().Draw(rt, "zone")
		view := cohortView(rt, orders, asOf, zone)
		through := retention.DateOf(asOf.Add(-1), zone)
		days, without := saleDays(orders, asOf, zone)
		for name, d := range map[string]*ltv.Durations{"SecondPurchases": ltv.SecondPurchases(view), "SecondOrders": ltv.SecondOrders(view)} {
			var want []ltv.Duration
			for id, own := range days {
				row := ltv.Duration{Customer: id, Acquired: own[0], Days: through.DaysSince(own[0])}
				if name == "SecondPurchases" {
					own = slices.Compact(slices.Clone(own))
				}
				if len(own) > 1 {
					row.Days, row.Event = own[1].DaysSince(own[0]), true
				}
				want = append(want, row)
			}
			if diff := gocmp.Diff(sortDurations(want), slices.Collect(d.All())); diff != "" {
				rt.Fatalf("%s (-want +got):\n%s", name, diff)
			}
			if d.WithoutSales() != without || d.Through() != through || d.Returned() != 0 || d.Len() != len(want) {
				rt.Fatalf("%s: %d without sales, want %d; through %v", name, d.WithoutSales(), without, d.Through())
			}
		}
	})
}

func TestLifetimesAreWhatTheirDocumentationSays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders := cohortOrders().Draw(rt, "orders")
		asOf, zone := cohortAsOf().Draw(rt, "asOf"), cohortZone().Draw(rt, "zone")
		silence := rapid.SampledFrom([]int{1, 7, 30, 60}).Draw(rt, "silence")
		through := retention.DateOf(asOf.Add(-1), zone)
		var want []ltv.Duration
		returned := 0
		days, without := saleDays(orders, asOf, zone)
		for id, own := range days {
			row := ltv.Duration{Customer: id, Acquired: own[0]}
			silent := 0 // days in a row, up to this one
			for day := own[0]; !day.After(through) && !row.Event; day = day.AddDays(1) {
				row.Days = day.DaysSince(own[0])
				silent++
				if slices.Contains(own, day) {
					silent = 0
				}
				row.Event = silent == silence
			}
			row.Returned = row.Event && own[len(own)-1].After(own[0].AddDays(row.Days))
			if row.Returned {
				returned++
			}
			want = append(want, row)
		}
		d, err := ltv.Lifetimes(cohortView(rt, orders, asOf, zone), silence)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := gocmp.Diff(sortDurations(want), slices.Collect(d.All())); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
		if d.Returned() != returned || d.WithoutSales() != without {
			rt.Fatalf("%d returned, want %d", d.Returned(), returned)
		}
	})
}

func TestDurationsWhereClocksGoBackOverMidnight(t *testing.T) {
	zone, minute := cohortNightOf2010(t)
	sale := func(customer string, n int) retention.Order {
		return retention.Order{Customer: customer, At: minute(n)}
	}
	orders := []retention.Order{
		sale("anna", -600), sale("anna", 0), sale("anna", 2), // 6th, 7th, 6th
		sale("ben", 0), sale("ben", 2), // 7th, 6th
	}
	sixth := cohortDay("2010-11-06")
	history, err := retention.NewHistory(orders)
	if err != nil {
		t.Fatal(err)
	}
	night, later := history.AsOf(minute(3), zone), history.AsOf(sixth.AddDays(3).Start(zone), zone)
	lifetimes, err := ltv.Lifetimes(later, 1)
	if err != nil {
		t.Fatal(err)
	}
	nightly, err := ltv.Lifetimes(night, 1)
	if err != nil {
		t.Fatal(err)
	}
	anna, ben := ltv.Duration{Customer: "anna", Acquired: sixth}, ltv.Duration{Customer: "ben", Acquired: sixth.AddDays(1)}
	with := func(d ltv.Duration, days int, event bool) ltv.Duration {
		d.Days, d.Event = days, event
		return d
	}
	for _, tt := range []struct {
		reason    string
		got       *ltv.Durations
		anna, ben ltv.Duration
	}{
		{"a later day is a later date", ltv.SecondPurchases(night), with(anna, 1, true), with(ben, 0, false)},
		{"no time is negative", ltv.SecondOrders(night), with(anna, 1, true), with(ben, 0, true)},
		{"silence begins after the last day", lifetimes, with(anna, 2, true), with(ben, 1, true)},
		{"nobody is lost in the repeated hour, though the 7th has begun", nightly, with(anna, 1, false), with(ben, 0, false)},
	} {
		if diff := gocmp.Diff([]ltv.Duration{tt.anna, tt.ben}, slices.Collect(tt.got.All())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

func TestLifetimesErrors(t *testing.T) {
	for _, silence := range []int{0, -1} {
		d, err := ltv.Lifetimes(retention.View{}, silence)
		if want := fmt.Sprintf("ltv: unusable survival data: silence of %d days", silence); d != nil || !errors.Is(err, ltv.ErrSurvival) || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestDurationsShares(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders := cohortOrders().Draw(rt, "orders")
		asOf, zone := cohortAsOf().Draw(rt, "asOf"), cohortZone().Draw(rt, "zone")
		d := ltv.SecondOrders(cohortView(rt, orders, asOf, zone))
		within := rapid.IntRange(0, 100).Draw(rt, "within")
		var share, soon ltv.EventShare
		for row := range d.All() {
			share.Customers++
			if row.Event {
				share.Events++
			}
			if row.Acquired.AddDays(within).After(d.Through()) {
				continue
			}
			soon.Customers++
			if row.Event && row.Days <= within {
				soon.Events++
			}
		}
		if got := d.Share(); got != share {
			rt.Fatalf("Share = %v, want %v", got, share)
		}
		if got := d.Within(within); got != soon {
			rt.Fatalf("Within(%d) = %v, want %v", within, got, soon)
		}
		if rate, ok := share.Rate(); ok != (share.Customers > 0) || ok && rate != float64(share.Events)/float64(share.Customers) {
			rt.Fatalf("rate %v of %v", rate, share)
		}
	})
}

func TestDurationsWithin(t *testing.T) {
	d := ltv.SecondPurchases(cohortView(t, []retention.Order{
		cohortSale("anna", "2024-01-01", 1), cohortSale("anna", "2024-01-11", 1), // after 10 days, seen for 30
		cohortSale("ben", "2024-01-21", 1),                                       // seen for 10 days
		cohortSale("chie", "2024-01-22", 1), cohortSale("chie", "2024-01-23", 1), // after 1 day, seen for 9
	}, cohortDay("2024-02-01").Start(time.UTC), time.UTC))
	for _, tt := range []struct {
		reason string
		days   int
		want   ltv.EventShare
	}{
		{"nobody comes back on the first day", 0, ltv.EventShare{Events: 0, Customers: 3}},
		{"all were seen for nine days", 9, ltv.EventShare{Events: 1, Customers: 3}},
		{"the last day is in; who came back early but was seen for less is not", 10, ltv.EventShare{Events: 1, Customers: 2}},
		{"a day more", 11, ltv.EventShare{Events: 1, Customers: 1}},
		{"up to the last day seen", 30, ltv.EventShare{Events: 1, Customers: 1}},
		{"longer than anybody was seen", 31, ltv.EventShare{}},
	} {
		if got := d.Within(tt.days); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.reason, got, tt.want)
		}
	}
}

func TestDurationsAreInTheOrderOfDaysAndIDs(t *testing.T) {
	var orders []retention.Order
	var want []string
	for i := range 500 {
		id := fmt.Sprintf("customer-%03d", i)
		day := cohortDay("2024-01-01").AddDays(i * i % 3)
		want = append(want, fmt.Sprint(day, " ", id))
		orders = append(orders, cohortSale(id, day.String(), 1), cohortSale(id, fmt.Sprintf("2024-02-%02d", 1+i%28), 1))
	}
	slices.Sort(want)
	var got []string
	for d := range ltv.SecondPurchases(cohortView(t, orders, cohortDay("2024-03-01").Start(time.UTC), time.UTC)).All() {
		got = append(got, fmt.Sprint(d.Acquired, " ", d.Customer))
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDurationsAcquiredFallIntoCohorts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders := cohortOrders().Draw(rt, "orders")
		view := cohortView(rt, orders, cohortAsOf().Draw(rt, "asOf"), cohortZone().Draw(rt, "zone"))
		d := ltv.SecondPurchases(view)
		var rows []ltv.Duration
		for _, c := range cohortTable(rt, view, cohortBasis().Draw(rt, "basis")).Cohorts {
			part := d.Acquired(c.Start, c.End)
			if part.Len() != c.Size || part.Through() != d.Through() || part.WithoutSales() != 0 {
				rt.Fatalf("cohort %v has %d customers, %d durations", c.Start, c.Size, part.Len())
			}
			rows = slices.AppendSeq(rows, part.All())
		}
		if diff := gocmp.Diff(slices.Collect(d.All()), rows); diff != "" {
			rt.Fatalf("of all cohorts together (-want +got):\n%s", diff)
		}
		if n := d.Acquired(d.Through(), cohortDay("2024-01-01")).Len(); n != 0 && d.Through().After(cohortDay("2023-12-31")) {
			rt.Fatalf("%d customers acquired in no time", n)
		}
	})
}

// In the weekly summary that Fader and Hardie published, x is the number of
// repeat transactions up to 30 September 1997.
func TestSecondPurchasesOfCDNOW(t *testing.T) {
	repeated := 0
	rows := cohortRows(t, cohortShared(t, "data", "cdnow_cbs.csv"))
	for _, row := range rows {
		if x, err := strconv.Atoi(row[1]); err != nil {
			t.Fatal(err)
		} else if x > 0 {
			repeated++
		}
	}
	d := ltv.SecondPurchases(cohortView(t, cohortCDNOW(t), time.Date(1997, time.October, 1, 0, 0, 0, 0, time.UTC), time.UTC))
	if got, want := d.Share(), (ltv.EventShare{Events: repeated, Customers: len(rows)}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	s, err := d.Survival(0.95)
	if err != nil {
		t.Fatal(err)
	}
	// All were observed for 183 days, so the curve is the plain share there.
	for _, days := range []int{1, 30, 90, 183} {
		share, _ := s.At(float64(days))
		within := d.Within(days)
		if rate, ok := within.Rate(); !ok || within.Customers != 2357 || !survivalNear(1-share, rate, 1e-12) {
			t.Errorf("within %d days: %v, 1 - S = %v", days, within, 1-share)
		}
	}
}

func TestSecondPurchasesOfOnlineRetail(t *testing.T) {
	orders := cohortRetail(t)
	asOf := time.Date(2011, time.December, 10, 0, 0, 0, 0, time.UTC)
	view := cohortView(t, orders, asOf, time.UTC)
	// 1494 of 4339 customers have one invoice, as counted independently.
	if got, want := ltv.SecondOrders(view).Share(), (ltv.EventShare{Events: 4339 - 1494, Customers: 4339}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	second := ltv.SecondPurchases(view)
	days := map[string]map[string]bool{}
	for _, o := range orders {
		if o.Kind == retention.Sale {
			if days[o.Customer] == nil {
				days[o.Customer] = map[string]bool{}
			}
			days[o.Customer][o.At.Format(time.DateOnly)] = true
		}
	}
	several := 0
	for _, own := range days {
		if len(own) > 1 {
			several++
		}
	}
	if got, want := second.Share(), (ltv.EventShare{Events: several, Customers: 4339}); got != want || second.WithoutSales() != 33 {
		t.Errorf("%+v, want %+v", got, want)
	}
	s, err := second.Survival(0.95)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range s.Steps {
		share, _ := naiveDays(slices.Collect(second.All()), step.Time)
		if !survivalNear(step.Survival, share, 1e-9) {
			t.Fatalf("S(%v) = %v, want %v", step.Time, step.Survival, share)
		}
		if step.Time >= 20 {
			break
		}
	}
}

// naiveDays is the product-limit estimate of durations, from its definition.
func naiveDays(rows []ltv.Duration, until float64) (share float64, events int) {
	share = 1
	for day := 0; float64(day) <= until; day++ {
		n, d := 0, 0
		for _, row := range rows {
			if row.Days >= day {
				n++
			}
			if row.Days == day && row.Event {
				d++
			}
		}
		events += d
		if n > 0 {
			share *= 1 - float64(d)/float64(n)
		}
	}
	return share, events
}

func BenchmarkSecondPurchases100k(b *testing.B) {
	v := cohort100k()
	b.ReportAllocs()
	for b.Loop() {
		if ltv.SecondPurchases(v).Len() == 0 {
			b.Fatal("nobody bought")
		}
	}
}
