package ltv_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func revenueBasis() *rapid.Generator[ltv.RevenueBasis] {
	return rapid.Custom(func(t *rapid.T) ltv.RevenueBasis {
		day := rapid.SampledFrom([]retention.Date{{}, {}, cohortDay("2024-02-01"), cohortDay("2024-05-15")})
		return ltv.RevenueBasis{
			Window:       rapid.SampledFrom([]retention.Span{{}, {Months: 1}, {Months: 3}, {Days: 7}, {Days: 60}, {Exact: 1000 * time.Hour}}).Draw(t, "window"),
			AcquiredFrom: day.Draw(t, "from"),
			AcquiredTo:   day.Draw(t, "to"),
		}
	})
}

// naiveBridge does as the documentation says, in the plainest way, with orders
// that carry no IDs.
func naiveBridge(orders []retention.Order, asOf time.Time, zone *time.Location, b ltv.RevenueBasis) *ltv.RevenueBridge {
	w := b.Window
	if w.IsZero() {
		w = retention.Span{Months: 12}
	}
	twice := retention.Span{Months: 2 * w.Months, Days: 2 * w.Days, Exact: 2 * w.Exact}
	r := &ltv.RevenueBridge{From: twice.Before(asOf, zone), Middle: w.Before(asOf, zone), To: asOf.In(zone)}
	type customer struct {
		earlier, later      decimal.Decimal
		before, after, sale bool
		first               time.Time
	}
	all := map[string]*customer{}
	for _, o := range orders {
		sale, amount, ok := cohortCounts(o, asOf)
		if !ok {
			continue
		}
		if all[o.Customer] == nil {
			all[o.Customer] = new(customer)
		}
		c := all[o.Customer]
		if sale && (c.first.IsZero() || o.At.Before(c.first)) {
			c.first = o.At
		}
		if !o.At.Before(r.Middle) {
			c.later, c.after, c.sale = c.later.Add(amount), true, c.sale || sale
		} else if !o.At.Before(r.From) {
			c.earlier, c.before = c.earlier.Add(amount), true
		}
	}
	add := func(p *ltv.RevenuePart, money decimal.Decimal) {
		p.Customers, p.Money = p.Customers+1, p.Money.Add(money)
	}
	for _, c := range all {
		first := retention.DateOf(c.first, zone)
		if !b.AcquiredFrom.IsZero() && (c.first.IsZero() || first.Before(b.AcquiredFrom)) ||
			!b.AcquiredTo.IsZero() && (c.first.IsZero() || !first.Before(b.AcquiredTo)) {
			continue
		}
		less := c.earlier.Sub(c.later)
		switch {
		case c.earlier.IsPositive():
			add(&r.Base, c.earlier)
			switch {
			case !c.sale:
				add(&r.Churn, less)
			case less.IsPositive():
				add(&r.Contraction, less)
			case less.IsNegative():
				add(&r.Expansion, less.Neg())
			}
			continue
		case c.before:
			add(&r.Aside, c.earlier)
		}
		if c.after {
			add(&r.Outside, c.later)
		}
	}
	return r
}

func revenueBridge(t cohortFatal, v retention.View, b ltv.RevenueBasis) *ltv.RevenueBridge {
	t.Helper()
	bridge, err := ltv.RevenueRetention(v, b)
	if err != nil {
		t.Fatal(err)
	}
	return bridge
}

func TestRevenueRetentionIsWhatItsDocumentationSays(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	rapid.Check(t, func(rt *rapid.T) {
		orders, basis := cohortOrders().Draw(rt, "orders"), revenueBasis().Draw(rt, "basis")
		asOf, zone := cohortAsOf().Draw(rt, "asOf"), cohortZone().Draw(rt, "zone")
		runtime.GOMAXPROCS(rapid.IntRange(1, 8).Draw(rt, "procs"))
		want := naiveBridge(orders, asOf, zone, basis)
		got := revenueBridge(rt, cohortView(rt, rapid.Permutation(orders).Draw(rt, "shuffled"), asOf, zone), basis)
		if diff := gocmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestRevenueRetentionKeepsItsLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders := cohortOrders().Draw(rt, "orders")
		asOf, zone := cohortAsOf().Draw(rt, "asOf"), cohortZone().Draw(rt, "zone")
		b := revenueBridge(rt, cohortView(rt, orders, asOf, zone), ltv.RevenueBasis{Window: retention.Span{Days: 60}})
		var earlier, later decimal.Decimal
		for _, o := range orders {
			_, amount, ok := cohortCounts(o, asOf)
			switch {
			case !ok || o.At.Before(b.From):
			case o.At.Before(b.Middle):
				earlier = earlier.Add(amount)
			default:
				later = later.Add(amount)
			}
		}
		if got := b.Base.Money.Add(b.Aside.Money); !got.Equal(earlier) {
			rt.Fatalf("earlier money %v, want %v", got, earlier)
		}
		if got := b.NetRevenue().Add(b.Outside.Money); !got.Equal(later) {
			rt.Fatalf("later money %v, want %v", got, later)
		}
		for name, part := range map[string]ltv.RevenuePart{"base": b.Base, "churn": b.Churn, "contraction": b.Contraction, "expansion": b.Expansion} {
			if part.Money.IsNegative() || part.Money.IsPositive() != (part.Customers > 0) || part.Customers > b.Base.Customers {
				rt.Fatalf("%s: %+v", name, part)
			}
		}
		gross, grossOK := b.GrossRetention()
		net, netOK := b.NetRetention()
		if ok := b.Base.Customers > 0; grossOK != ok || netOK != ok {
			rt.Fatalf("base of %d, but shares: %v, %v", b.Base.Customers, grossOK, netOK)
		}
		if gross > 1 || gross > net || math.IsNaN(gross) || math.IsInf(net, 0) {
			rt.Fatalf("gross %v, net %v", gross, net)
		}
	})
}

func TestRevenueRetention(t *testing.T) {
	asOf := cohortDay("2025-01-01").Start(time.UTC)
	for _, tt := range []struct {
		reason     string
		orders     []retention.Order
		gross, net float64
		ok         bool
	}{
		{"nobody", nil, 0, 0, false},
		{"all as before", []retention.Order{cohortSale("anna", "2023-05-01", 100), cohortSale("anna", "2024-05-01", 100)}, 1, 1, true},
		{"more than before is net only", []retention.Order{cohortSale("anna", "2023-05-01", 100), cohortSale("anna", "2024-05-01", 150)}, 1, 1.5, true},
		{"less than before", []retention.Order{cohortSale("anna", "2023-05-01", 100), cohortSale("anna", "2024-05-01", 25)}, 0.25, 0.25, true},
		{"lost", []retention.Order{cohortSale("anna", "2023-05-01", 100)}, 0, 0, true},
		{"new customers retain nothing", []retention.Order{cohortSale("anna", "2024-05-01", 100)}, 0, 0, false},
		{"one's growth does not mend another's loss in gross", []retention.Order{
			cohortSale("anna", "2023-05-01", 100), cohortSale("anna", "2024-05-01", 200), cohortSale("ben", "2023-05-01", 100),
		}, 0.5, 1, true},
		{"the earlier window begins two years back, and that instant is in it", []retention.Order{
			{Customer: "anna", At: cohortDay("2023-01-01").Start(time.UTC), Amount: decimal.NewFromInt(1)},
		}, 0, 0, true},
		{"what was before it is forgotten", []retention.Order{cohortSale("anna", "2022-12-31", 100), cohortSale("anna", "2024-05-01", 100)}, 0, 0, false},
		{"the middle belongs to the later window", []retention.Order{
			cohortSale("anna", "2023-05-01", 1), {Customer: "anna", At: cohortDay("2024-01-01").Start(time.UTC), Amount: decimal.NewFromInt(1)},
		}, 1, 1, true},
		{"a refunded customer is no base", []retention.Order{
			cohortSale("anna", "2023-05-01", 100), cohortRefund("anna", "2023-06-01", 100), cohortSale("anna", "2024-05-01", 100),
		}, 0, 0, false},
		{"a late refund can make a share negative", []retention.Order{cohortSale("anna", "2023-05-01", 100), cohortRefund("anna", "2024-06-01", 50)}, -0.5, -0.5, true},
	} {
		b := revenueBridge(t, cohortView(t, tt.orders, asOf, time.UTC), ltv.RevenueBasis{})
		gross, grossOK := b.GrossRetention()
		net, netOK := b.NetRetention()
		if gross != tt.gross || net != tt.net || grossOK != tt.ok || netOK != tt.ok {
			t.Errorf("%s: gross %v, %v, net %v, %v, want %v, %v, %v", tt.reason, gross, grossOK, net, netOK, tt.gross, tt.net, tt.ok)
		}
	}
}

func TestRevenueBridgeParts(t *testing.T) {
	orders := []retention.Order{
		cohortSale("anna", "2023-05-01", 100), cohortRefund("anna", "2024-05-01", 10), // left, with a late refund
		cohortSale("ben", "2023-05-02", 100), cohortSale("ben", "2024-05-01", 60),
		cohortSale("chie", "2023-05-03", 100), cohortSale("chie", "2024-05-01", 130),
		cohortSale("dora", "2023-05-04", 100), cohortSale("dora", "2024-05-01", 100),
		cohortSale("emil", "2023-05-05", 100), cohortRefund("emil", "2023-05-06", 120), cohortSale("emil", "2024-05-01", 7),
		cohortRefund("fumi", "2024-05-01", 3),
	}
	asOf := cohortDay("2025-01-01").Start(time.UTC)
	for _, tt := range []struct {
		reason string
		basis  ltv.RevenueBasis
		want   string // base, churn, contraction, expansion, aside, outside
	}{
		{"everybody", ltv.RevenueBasis{}, "[{4 400} {1 110} {1 40} {1 30} {1 -20} {2 4}]"},
		{"a range has its first day and not its last", ltv.RevenueBasis{AcquiredFrom: cohortDay("2023-05-02"), AcquiredTo: cohortDay("2023-05-03")}, "[{1 100} {0 0} {1 40} {0 0} {0 0} {0 0}]"},
		{"up to a day", ltv.RevenueBasis{AcquiredTo: cohortDay("2023-05-02")}, "[{1 100} {1 110} {0 0} {0 0} {0 0} {0 0}]"},
		{"who never bought was not acquired", ltv.RevenueBasis{AcquiredFrom: cohortDay("2023-05-05")}, "[{0 0} {0 0} {0 0} {0 0} {1 -20} {1 7}]"},
	} {
		b := revenueBridge(t, cohortView(t, orders, asOf, time.UTC), tt.basis)
		if got := fmt.Sprint([]ltv.RevenuePart{b.Base, b.Churn, b.Contraction, b.Expansion, b.Aside, b.Outside}); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.reason, got, tt.want)
		}
	}
}

func TestRevenueRetentionErrors(t *testing.T) {
	for _, tt := range []struct {
		asOf   string
		window retention.Span
		want   string
	}{
		{"2024-01-01", retention.Span{Days: -1}, "ltv: unusable revenue basis: window P-1D does not reach back"},
		{"2024-01-01", retention.Span{Months: 1, Days: -40}, "ltv: unusable revenue basis: window P1M-40D does not reach back"},
		{"2024-03-01", retention.Span{Months: 1, Days: -29}, "ltv: unusable revenue basis: window P1M-29D does not reach back"},
		{"2024-01-01", retention.Span{Exact: math.MaxInt64}, "ltv: unusable revenue basis: window PT2562047H47M16.854775807S does not reach back"},
	} {
		asOf := cohortDay(tt.asOf).Start(time.UTC)
		b, err := ltv.RevenueRetention(cohortView(t, nil, asOf, time.UTC), ltv.RevenueBasis{Window: tt.window})
		if b != nil || !errors.Is(err, ltv.ErrRevenueBasis) || err.Error() != tt.want {
			t.Errorf("%v: %v, want %s", tt.window, err, tt.want)
		}
	}
}

func TestRevenueBridgeSurvivesJSON(t *testing.T) {
	orders := []retention.Order{cohortSale("anna", "2023-05-01", 100), cohortSale("anna", "2023-12-01", 25)}
	want := revenueBridge(t, cohortView(t, orders, cohortNewYear, time.UTC), ltv.RevenueBasis{Window: retention.Span{Months: 6}})
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got := new(ltv.RevenueBridge)
	if err := json.Unmarshal(text, got); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRevenueRetentionOfOnlineRetail(t *testing.T) {
	orders := cohortRetail(t)
	asOf := time.Date(2011, time.December, 1, 0, 0, 0, 0, time.UTC)
	basis := ltv.RevenueBasis{Window: retention.Span{Months: 6}}
	got := revenueBridge(t, cohortView(t, orders, asOf, time.UTC), basis)
	for i := range orders {
		orders[i].ID = ""
	}
	if diff := gocmp.Diff(naiveBridge(orders, asOf, time.UTC, basis), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	gross, _ := got.GrossRetention()
	net, _ := got.NetRetention()
	t.Logf("gross %.3f, net %.3f, base %v", gross, net, got.Base)
}

// Sums too wide for 64 bits are compared all the same.
func TestRevenueRetentionOfGiants(t *testing.T) {
	giant := decimal.New(9_999_999_999_999_999, 0)
	var orders []retention.Order
	for i := range 200 {
		day := "2023-05-01"
		if i%2 > 0 {
			day = "2024-05-01"
		}
		o := cohortSale("anna", day, 0)
		o.Amount = giant.Sub(decimal.NewFromInt(int64(i % 2)))
		orders = append(orders, o)
	}
	b := revenueBridge(t, cohortView(t, orders, cohortDay("2025-01-01").Start(time.UTC), time.UTC), ltv.RevenueBasis{})
	if want := giant.Mul(decimal.NewFromInt(100)); !b.Base.Money.Equal(want) || !b.Contraction.Money.Equal(decimal.NewFromInt(100)) {
		t.Errorf("base %v, less by %v", b.Base.Money, b.Contraction.Money)
	}
}

func BenchmarkRevenueRetention100k(b *testing.B) {
	v := cohort100k()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ltv.RevenueRetention(v, ltv.RevenueBasis{}); err != nil {
			b.Fatal(err)
		}
	}
}
