package loyalty_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

func acrossDevelop(t rapid.TB, wallet string, at time.Time, accounts ...loyalty.Account) loyalty.Development {
	d, err := loyalty.Develop(slices.Values(accounts), wallet, at, tokyo)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func acrossMonth(at time.Time) retention.Date {
	d := retention.DateOf(at, tokyo)
	return d.AddDays(1 - d.Day())
}

// A development is what lots and entries say, added up by month.
func TestDevelopIsTheSumOfEntries(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e, at := acrossEngine(rt, t), acrossTime(rt)
		accounts := acrossAccounts(rt, e)
		wallet := rapid.SampledFrom([]string{"", "extra"}).Draw(rt, "wallet")
		d := acrossDevelop(rt, wallet, at, accounts...)
		type key struct{ granted, spent retention.Date }
		issued, left, spent := map[retention.Date]loyalty.Points{}, map[retention.Date]loyalty.Points{}, map[key]loyalty.Points{}
		for _, a := range accounts {
			a = a.AsOf(at)
			months := map[uint64]retention.Date{}
			for _, lot := range a.Wallet(wallet).Lots(at) {
				m := acrossMonth(lot.At)
				months[lot.Seq] = m
				issued[m] += lot.Granted - lot.Clawed - lot.Sent - lot.Repaid
				left[m] += lot.Remaining + lot.Held
			}
			posted := map[string]time.Time{} // of redemptions
			for x := range a.Entries() {
				if x.Wallet != wallet {
					continue
				}
				switch x.Op {
				case loyalty.OpSpend, loyalty.OpCommit:
					posted[x.Cause] = x.Posted
					spent[key{months[x.Lot], acrossMonth(x.Posted)}] += x.Points
				case loyalty.OpRestore, loyalty.OpRegrant:
					spent[key{months[x.Lot], acrossMonth(posted[x.Ref])}] -= x.Points
				}
			}
		}
		now := acrossMonth(at)
		for i, c := range d.Cohorts {
			if c.Month != d.Cohorts[0].Month.AddMonths(i) || c.Issued != issued[c.Month] || c.Outstanding != left[c.Month] {
				rt.Fatalf("%+v: issued %d, outstanding %d", c, issued[c.Month], left[c.Month])
			}
			delete(issued, c.Month)
			for age, n := range c.Redeemed {
				m := c.Month.AddMonths(age)
				if n != spent[key{c.Month, m}] || !m.Before(now) {
					rt.Fatalf("%+v: age %d: %d", c, age, spent[key{c.Month, m}])
				}
			}
			if !c.Month.AddMonths(len(c.Redeemed)).Equal(now) {
				rt.Fatalf("%+v: %d months up to %v", c, len(c.Redeemed), now)
			}
		}
		for m, n := range issued {
			if n != 0 {
				rt.Fatalf("%d points of %v are in no cohort", n, m)
			}
		}
	})
}

// However the accounts are shared out, developments merge to the same.
func TestDevelopmentsMerge(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e, at := acrossEngine(rt, t), acrossTime(rt)
		accounts := acrossAccounts(rt, e)
		want := acrossJSON(rt, acrossDevelop(rt, "", at, accounts...))
		accounts = rapid.Permutation(accounts).Draw(rt, "order")
		cut := rapid.IntRange(0, len(accounts)).Draw(rt, "cut")
		d := acrossDevelop(rt, "", at, accounts[:cut]...)
		if err := d.Merge(acrossDevelop(rt, "", at, accounts[cut:]...)); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(want, acrossJSON(rt, d)); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// acrossTriangle is a development of which every cohort is redeemed alike.
func acrossTriangle(issued loyalty.Points, pattern ...loyalty.Points) loyalty.Development {
	d := loyalty.Development{At: day("2026-07-01")}
	for i := range pattern {
		age := len(pattern) - i
		c := loyalty.PointsCohort{Month: retention.NewDate(2026, 7, 1).AddMonths(-age), Issued: issued, Outstanding: issued, Redeemed: slices.Clone(pattern[:age])}
		for _, n := range c.Redeemed {
			c.Outstanding -= n
		}
		d.Cohorts = append(d.Cohorts, c)
	}
	return d
}

// Where all cohorts behave alike, what is to come is what came.
func TestEstimateRecoversAPattern(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		pattern := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) loyalty.Points {
			return loyalty.Points(rapid.IntRange(0, 40).Draw(rt, "redeemed"))
		}), 1, 24).Draw(rt, "pattern")
		d := acrossTriangle(1000, pattern...)
		e, err := d.Estimate(0)
		total := loyalty.Points(0)
		for _, n := range pattern {
			total += n
		}
		if err != nil {
			rt.Fatal(err)
		}
		if want := float64(total) / 1000; math.Abs(e.Rate-want) > 1e-12 {
			rt.Fatalf("rate %v, want %v", e.Rate, want)
		}
		for i, c := range e.Cohorts {
			left := d.Cohorts[i].Outstanding
			want := 1 - float64(total-c.Redeemed)/float64(left)
			if math.Abs(c.Ultimate-float64(total)) > 1e-9 || math.Abs(c.Breakage.InexactFloat64()-want) > 0.6e-6 || c.Breakage.Exponent() < -6 {
				rt.Fatalf("cohort %d: %+v, want %v and %v", i, c, total, want)
			}
		}
	})
}

// acrossEstimate is the estimate by its formulas, with f and G as they stand.
func acrossEstimate(d loyalty.Development, tail float64) (developed []float64, rate float64, ok bool) {
	by := func(c loyalty.PointsCohort, age int) (n float64) {
		for _, r := range c.Redeemed[:age+1] {
			n += float64(r)
		}
		return n
	}
	developed = make([]float64, len(d.Cohorts[0].Redeemed))
	for k := range developed {
		product := tail
		for j := k; j+1 < len(developed); j++ {
			var now, next float64
			for _, c := range d.Cohorts {
				if len(c.Redeemed) > j+1 {
					now += by(c, j)
					next += by(c, j+1)
				}
			}
			if next > 0 {
				product *= next / now
			}
		}
		developed[k] = 1 / product
	}
	var redeemed, exposed float64
	for _, c := range d.Cohorts {
		if n := len(c.Redeemed); n > 0 {
			redeemed += by(c, n-1)
			exposed += float64(c.Issued) * developed[n-1]
		}
	}
	return developed, min(redeemed/exposed, 1), exposed > 0
}

func TestEstimateIsItsFormulas(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(rt, "cohorts")
		d := acrossTriangle(0, make([]loyalty.Points, n)...)
		for i := range d.Cohorts {
			c := &d.Cohorts[i]
			c.Issued = loyalty.Points(rapid.IntRange(0, 1000).Draw(rt, "issued"))
			left := int(c.Issued)
			for age := range c.Redeemed {
				k := rapid.IntRange(0, left).Draw(rt, "redeemed")
				c.Redeemed[age] = loyalty.Points(k)
				left -= k
			}
			c.Outstanding = loyalty.Points(rapid.IntRange(0, left).Draw(rt, "left"))
		}
		d.Cohorts = append(d.Cohorts, loyalty.PointsCohort{Month: retention.NewDate(2026, 7, 1), Issued: 500, Outstanding: 500})
		tail := rapid.Float64Range(1, 3).Draw(rt, "tail")
		e, err := d.Estimate(tail)
		developed, rate, ok := acrossEstimate(d, tail)
		if !ok {
			if !errors.Is(err, loyalty.ErrValue) {
				rt.Fatal(err)
			}
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		for k := range developed {
			if math.Abs(e.Developed[k]-developed[k]) > 1e-12 || e.Developed[k] < 0 || e.Developed[k] > 1 || k > 0 && e.Developed[k] < e.Developed[k-1] {
				rt.Fatalf("developed %v, want %v", e.Developed, developed)
			}
		}
		if math.Abs(e.Rate-rate) > 1e-12 {
			rt.Fatalf("rate %v, want %v", e.Rate, rate)
		}
		breakages := e.Breakages()
		for i, c := range e.Cohorts {
			if c.Breakage.Sign() < 0 || c.Breakage.GreaterThan(dec("1")) || breakages[i] != c.CohortBreakage || c.Month != d.Cohorts[i].Month {
				rt.Fatalf("%+v", c)
			}
		}
		last := e.Cohorts[len(e.Cohorts)-1]
		if math.Abs(last.Ultimate-500*rate) > 1e-9 || math.Abs(last.Breakage.InexactFloat64()-(1-rate)) > 0.6e-6 {
			rt.Fatalf("young cohort %+v at rate %v", last, rate)
		}
	})
}

// The figures can be followed by hand: f(0) = (30+20)/(20+10) = 5/3, so 60% is
// developed after a month; 40 of 100 + 0.6 × 100 + 0.6 × 100, a third of the
// first cohort, is redeemed.
func TestEstimateByHand(t *testing.T) {
	d := acrossTriangle(100, 20, 10)
	d.Cohorts[0].Redeemed = []loyalty.Points{20, 10}
	d.Cohorts = slices.Insert(d.Cohorts, 1, d.Cohorts[0])
	d.Cohorts[1].Redeemed = []loyalty.Points{10, 10}
	d.Cohorts[2].Redeemed = []loyalty.Points{14}
	d.Cohorts[2].Outstanding = 86
	e, err := d.Estimate(1)
	if err != nil {
		t.Fatal(err)
	}
	// URR = (30 + 20 + 14) / (100 + 100 + 60); the rest of the last: 100 × URR × 0.4.
	if got, want := e.Rate, 64.0/260; math.Abs(got-want) > 1e-15 {
		t.Errorf("rate %v, want %v", got, want)
	}
	if got, want := e.Cohorts[2].Ultimate, 14+100*64.0/260*0.4; math.Abs(got-want) > 1e-12 {
		t.Errorf("ultimate %v, want %v", got, want)
	}
	if got, want := e.Cohorts[2].Breakage, "0.885510"; got.StringFixed(6) != want {
		t.Errorf("breakage %v, want %v", got, want)
	}
	if !e.Cohorts[0].Breakage.Equal(dec("1")) {
		t.Errorf("nothing more is redeemed of a cohort fully developed: %v", e.Cohorts[0].Breakage)
	}
}

func TestDevelopRefuses(t *testing.T) {
	e, at := compile(t, simple()), day("2026-07-01")
	none := slices.Values([]loyalty.Account(nil))
	if _, err := loyalty.Develop(none, "", at, nil); !errors.Is(err, loyalty.ErrValue) {
		t.Error(err)
	}
	if _, err := loyalty.Develop(none, "", time.Time{}, tokyo); !errors.Is(err, loyalty.ErrTime) {
		t.Error(err)
	}
	rich := apply(t, e, loyalty.NewAccount("rich"), "1", day("2026-04-01"), loyalty.Adjust{Points: 1 << 62})
	if _, err := loyalty.Develop(slices.Values([]loyalty.Account{rich, rich}), "", at, tokyo); !errors.Is(err, loyalty.ErrOverflow) {
		t.Error(err)
	}
	d, o := acrossDevelop(t, "", at, rich), acrossDevelop(t, "extra", at, rich)
	before := acrossJSON(t, d)
	if err := d.Merge(o); !errors.Is(err, loyalty.ErrValue) {
		t.Error(err)
	}
	if err := d.Merge(acrossDevelop(t, "", at, rich)); !errors.Is(err, loyalty.ErrOverflow) || acrossJSON(t, d) != before {
		t.Error(err)
	}
	if err := d.Merge(acrossDevelop(t, "", at.Add(1), rich)); !errors.Is(err, loyalty.ErrValue) {
		t.Error(err)
	}
	for _, tail := range []float64{0.99, -1, math.NaN(), math.Inf(1)} {
		if _, err := d.Estimate(tail); !errors.Is(err, loyalty.ErrValue) {
			t.Errorf("tail %v: %v", tail, err)
		}
	}
	if _, err := new(loyalty.Development).Estimate(1); !errors.Is(err, loyalty.ErrValue) {
		t.Error(err)
	}
}

func ExampleDevelopment_Estimate() {
	engine, err := loyalty.Compile(simple(), tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	var events []loyalty.Event
	for i, month := range []string{"2026-01", "2026-02", "2026-03"} {
		events = append(events,
			loyalty.Event{ID: fmt.Sprint("order ", i), At: day(month + "-03"), Data: order(month, "100000")},
			loyalty.Event{ID: fmt.Sprint("spend ", i), At: day(month + "-20"), Data: loyalty.Redeem{Points: 300}})
	}
	r, err := engine.Replay("haru", slices.Values(events))
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := loyalty.Develop(slices.Values([]loyalty.Account{r.Account}), "", day("2026-04-01"), tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range d.Cohorts {
		fmt.Println(c.Month, "issued", c.Issued, "outstanding", c.Outstanding, "redeemed", c.Redeemed)
	}
	estimate, err := d.Estimate(1.25) // a fifth of all redemptions come later than this
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("in the end %.1f%% will be redeemed\n", 100*estimate.Rate)
	for _, b := range estimate.Breakages() {
		fmt.Println("of", b.Month, "break", b.Breakage)
	}
	// Output:
	// 2026-01-01 issued 1000 outstanding 100 redeemed [300 300 300]
	// 2026-02-01 issued 1000 outstanding 1000 redeemed [0 0]
	// 2026-03-01 issued 1000 outstanding 1000 redeemed [0]
	// 2026-04-01 issued 0 outstanding 0 redeemed []
	// in the end 56.2% will be redeemed
	// of 2026-01-01 break 0
	// of 2026-02-01 break 0.7375
	// of 2026-03-01 break 0.5875
	// of 2026-04-01 break 0
}
