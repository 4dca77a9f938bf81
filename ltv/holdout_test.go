package ltv_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func diffHoldouts(want, got *ltv.Holdout) string {
	if diff := diffBases(want.Base, got.Base); diff != "" {
		return diff
	}
	return gocmp.Diff(want, got, cmpopts.IgnoreFields(ltv.Holdout{}, "Base"), cmpopts.EquateEmpty())
}

// naiveHoldout counts what happened after a day, in the plainest way.
func naiveHoldout(v retention.View, until, end retention.Date) *ltv.Holdout {
	h := &ltv.Holdout{Until: until, End: end}
	perDay := map[retention.Date]int{}
	for c := range v.Customers() {
		var a ltv.After
		days := map[retention.Date]bool{}
		first := retention.Date{}
		for e := range c.Events() {
			day := e.Day()
			if e.Kind != retention.Sale {
				if day.After(until) {
					a.Refunds = a.Refunds.Add(e.Amount.Decimal().Abs())
				}
				continue
			}
			if first.IsZero() || day.Before(first) {
				first = day
			}
			if day.After(until) {
				a.Sales = a.Sales.Add(e.Amount.Decimal())
				if !days[day] {
					a.Purchases++
				}
			}
			days[day] = true
		}
		switch {
		case first.IsZero():
			continue
		case first.After(until):
			h.Newcomers++
			continue
		}
		delete(days, first)
		for day := range days {
			perDay[day]++
		}
		h.After = append(h.After, a)
		if h.From.IsZero() || first.Before(h.From) {
			h.From = first
		}
	}
	for day := h.From; !day.After(end); day = day.AddDays(1) {
		h.Daily = append(h.Daily, perDay[day])
	}
	return h
}

func TestHoldIsWhatItsDocumentationSays(t *testing.T) {
	zones := []*time.Location{time.UTC, time.FixedZone("east", 14*3600), stJohns(t)}
	rapid.Check(t, func(t *rapid.T) {
		orders := genOrders(allKinds...).Draw(t, "orders")
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		h := history(t, orders)
		asOf := rapid.OneOf(rapid.IntRange(-100, 310), rapid.IntRange(150, 310), rapid.IntRange(150, 310)).Draw(t, "asOf")
		v := h.AsOf(backwards.Add(time.Duration(asOf)*15*time.Minute), zone)
		until := retention.DateOf(backwards, zone).AddDays(rapid.IntRange(-4, 4).Draw(t, "until"))
		end := ltv.Summarize(v).End()
		list, without := naive(v, until)

		got, err := ltv.Hold(v, until)
		if !until.Before(end) || len(list) == 0 {
			if !errors.Is(err, ltv.ErrHoldout) || errors.Is(err, ltv.ErrNoCustomers) != until.Before(end) {
				t.Fatalf("error %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		want := naiveHoldout(v, until, end)
		if diff := gocmp.Diff(want, got, cmpopts.IgnoreFields(ltv.Holdout{}, "Base"), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("holdout (-want +got)\n%s", diff)
		}
		if diff := gocmp.Diff(list, customers(got.Base)); diff != "" {
			t.Fatalf("base (-want +got)\n%s", diff)
		}
		if got.Base.End() != until || got.Base.From() != got.From || got.Base.WithoutSales() != without {
			t.Errorf("base from %v to %v, %d without sales", got.Base.From(), got.Base.End(), got.Base.WithoutSales())
		}
		if want := btyd.Days(float64(end.DaysSince(until))); got.Length() != want {
			t.Errorf("%v long, want %v", got.Length(), want)
		}
	})
}

// Where no order is taken back later and no day begins twice, the base is that of
// the view as of the day after; and both parts together are the whole.
func TestHoldIsTwoSummaries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		orders := genOrders(retention.Sale, retention.Sale, retention.Refund).Draw(t, "orders")
		for i := range orders {
			orders[i].ID = fmt.Sprint("o", i)
		}
		zone := rapid.SampledFrom([]*time.Location{time.UTC, time.FixedZone("east", 14*3600)}).Draw(t, "zone")
		h := history(t, orders)
		until := retention.DateOf(backwards, zone).AddDays(rapid.IntRange(-3, 3).Draw(t, "until"))
		v := h.AsOf(until.AddDays(rapid.IntRange(2, 8).Draw(t, "days")).Start(zone), zone)
		held, err := ltv.Hold(v, until)
		before := ltv.Summarize(h.AsOf(until.AddDays(1).Start(zone), zone))
		if before.Len() == 0 {
			if !errors.Is(err, ltv.ErrNoCustomers) {
				t.Fatalf("error %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(factsOf(before), factsOf(held.Base), cmpopts.IgnoreFields(facts{}, "Without")); diff != "" {
			t.Errorf("base (-summarised +held)\n%s", diff)
		}
		whole := ltv.Summarize(v)
		if whole.Len() != held.Base.Len()+held.Newcomers {
			t.Errorf("%d customers, of whom %d and %d newcomers", whole.Len(), held.Base.Len(), held.Newcomers)
		}
		repeats := 0
		for i := range held.Base.Len() {
			c, a := held.Base.At(i), held.After[i]
			all, _ := whole.Find(c.ID)
			if all.Repeats != c.Repeats+a.Purchases || !all.Sales.Equal(c.Sales.Add(a.Sales)) || !all.Refunds.Equal(c.Refunds.Add(a.Refunds)) {
				t.Errorf("before %+v, after %+v, together %+v", c, a, all)
			}
			repeats += all.Repeats
		}
		for _, n := range held.Daily {
			repeats -= n
		}
		if repeats != 0 {
			t.Errorf("%d repeat purchases are on no day", repeats)
		}
	})
}

// A void in the holdout takes its order out of the calibration.
func TestHoldKnowsWhatWasVoidedSince(t *testing.T) {
	at := func(day int) time.Time { return newYear.AddDays(day).Start(time.UTC) }
	h := history(t, []retention.Order{
		{ID: "1", Customer: "c", At: at(0), Amount: money("5")},
		{ID: "2", Customer: "c", At: at(3), Amount: money("7")},
		{ID: "2", Customer: "c", At: at(12), Kind: retention.Void},
		{ID: "3", Customer: "c", At: at(13), Amount: money("9")},
	})
	held, err := ltv.Hold(h.AsOf(at(20), time.UTC), newYear.AddDays(10))
	if err != nil {
		t.Fatal(err)
	}
	want := ltv.Customer{ID: "c", First: newYear, Last: newYear, End: newYear.AddDays(10), Sales: money("5")}
	if diff := gocmp.Diff(want, held.Base.At(0)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := gocmp.Diff(ltv.After{Purchases: 1, Sales: money("9"), Refunds: decimal.Zero}, held.After[0]); diff != "" {
		t.Errorf("after (-want +got)\n%s", diff)
	}
}

// What happens on the last day of the calibration belongs to it.
func TestHoldCutsAfterTheDay(t *testing.T) {
	at := func(day int) time.Time { return newYear.AddDays(day).Start(time.UTC) }
	h := history(t, []retention.Order{
		{Customer: "c", At: at(0), Amount: money("5")},
		{Customer: "c", At: at(10), Amount: money("7")},
		{Customer: "c", At: at(10).Add(time.Hour), Amount: money("1"), Kind: retention.Refund},
		{Customer: "c", At: at(11), Amount: money("9")},
		{Customer: "c", At: at(11).Add(time.Hour), Amount: money("2"), Kind: retention.Refund},
		{Customer: "d", At: at(10), Amount: money("3")},
		{Customer: "e", At: at(11), Amount: money("3")},
		{Customer: "f", At: at(11), Amount: money("3"), Kind: retention.Refund},
	})
	got, err := ltv.Hold(h.AsOf(at(12), time.UTC), newYear.AddDays(10))
	if err != nil {
		t.Fatal(err)
	}
	until := newYear.AddDays(10)
	want := []ltv.Customer{
		{ID: "c", First: newYear, Last: until, End: until, Repeats: 1, Sales: money("12"), RepeatSales: money("7"), Refunds: money("1")},
		{ID: "d", First: until, Last: until, End: until, Sales: money("3")},
	}
	if diff := gocmp.Diff(want, customers(got.Base)); diff != "" {
		t.Errorf("base (-want +got)\n%s", diff)
	}
	after := []ltv.After{{Purchases: 1, Sales: money("9"), Refunds: money("2")}, {}}
	if diff := gocmp.Diff(after, got.After); diff != "" {
		t.Errorf("after (-want +got)\n%s", diff)
	}
	if got.Newcomers != 1 || got.Base.WithoutSales() != 1 || got.Length() != btyd.Days(1) {
		t.Errorf("%d newcomers, %d without sales, %v", got.Newcomers, got.Base.WithoutSales(), got.Length())
	}
}

func TestHoldRefuses(t *testing.T) {
	h := history(t, []retention.Order{{Customer: "c", At: newYear.AddDays(5).Start(time.UTC), Amount: money("5")}})
	v := h.AsOf(newYear.AddDays(10).Start(time.UTC), time.UTC)
	tests := []struct {
		reason string
		until  int
		want   string
	}{
		{"no day left", 9, "ltv: cannot hold out after 2026-01-10: the view ends on 2026-01-10"},
		{"after the end", 12, "ltv: cannot hold out after 2026-01-13: the view ends on 2026-01-10"},
		{"before the first purchase", 4, "ltv: cannot hold out after 2026-01-05: no customer who bought until then"},
		{"on the first day", 5, ""},
		{"a day left", 8, ""},
	}
	for _, test := range tests {
		_, err := ltv.Hold(v, newYear.AddDays(test.until))
		if got := fmt.Sprint(err); test.want != "" && (got != test.want || !errors.Is(err, ltv.ErrHoldout)) || test.want == "" && err != nil {
			t.Errorf("%s: error %v, want %s", test.reason, err, test.want)
		}
	}
}

func TestCalibrationEnd(t *testing.T) {
	tests := []struct {
		reason      string
		first, asOf int
		want        int
		ok          bool
	}{
		{"a hundred days after the first", 0, 101, 70, true},
		{"counted from the first purchase", 50, 151, 120, true},
		{"rounded down", 0, 10, 6, true},
		{"two days", 0, 3, 1, true},
		{"one day", 0, 2, 0, false},
		{"bought on the last day", 0, 1, 0, false},
		{"nobody yet", 5, 4, 0, false},
	}
	for _, test := range tests {
		h := history(t, []retention.Order{{Customer: "c", At: newYear.AddDays(test.first).Start(time.UTC), Amount: money("5")}})
		v := h.AsOf(newYear.AddDays(test.asOf).Start(time.UTC), time.UTC)
		until, ok := ltv.CalibrationEnd(v)
		want := retention.Date{}
		if test.ok {
			want = newYear.AddDays(test.want)
			if _, err := ltv.Hold(v, until); err != nil {
				t.Errorf("%s: %v", test.reason, err)
			}
		}
		if until != want || ok != test.ok {
			t.Errorf("%s: %v, %v, want %v", test.reason, until, ok, want)
		}
	}
}
