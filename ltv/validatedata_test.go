package ltv_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

var validateFrom = retention.NewDate(2025, time.January, 1)

// visits are the days on which customers bought, ascending, counted from
// validateFrom.
type visits [][]int

// holdout returns the holdout of the customers who had come by a day, without
// regard for how Hold does so.
func (v visits) holdout(t testing.TB, until, end int) *ltv.Holdout {
	t.Helper()
	h := &ltv.Holdout{Until: validateFrom.AddDays(until), End: validateFrom.AddDays(end)}
	var customers []ltv.Customer
	first := until
	for i, days := range v {
		before, _ := slices.BinarySearch(days, until+1)
		if before == 0 {
			h.Newcomers++
			continue
		}
		first = min(first, days[0])
		customers = append(customers, ltv.Customer{
			ID: fmt.Sprintf("c%07d", i), First: validateFrom.AddDays(days[0]), Last: validateFrom.AddDays(days[before-1]),
			End: h.Until, Repeats: before - 1,
		})
		h.After = append(h.After, ltv.After{Purchases: len(days) - before})
	}
	h.From = validateFrom.AddDays(first)
	h.Daily = make([]int, end-first+1)
	for _, days := range v {
		for _, day := range days[1:] {
			if days[0] <= until {
				h.Daily[day-first]++
			}
		}
	}
	var err error
	if h.Base, err = ltv.NewBase(customers, "USD"); err != nil {
		t.Fatal(err)
	}
	return h
}

// simulateVisits returns what n customers do whose first purchases are spread
// over some days. A purchase is on the day in which it falls; those of a day are
// one.
func simulateVisits(m btyd.Model, n, spread, end int, seed uint64) visits {
	src := rand.NewPCG(seed, 7)
	v := make(visits, n)
	for i := range v {
		first := i * spread / n
		v[i] = []int{first}
		for _, at := range m.Simulate(src, btyd.Days(float64(end-first))).Purchases {
			v[i] = append(v[i], first+int(math.Ceil(at.In(btyd.Day))))
		}
		v[i] = slices.Compact(v[i])
	}
	return v
}

// drawVisits draws some customers, many of them alike.
func drawVisits(t *rapid.T, most, until, end int) visits {
	day := func(from, to int) *rapid.Generator[int] { return rapid.IntRange(from, to) }
	v := make(visits, day(1, most).Draw(t, "customers"))
	for i := range v {
		if i > 0 && rapid.IntRange(0, 2).Draw(t, "alike") == 0 {
			v[i] = slices.Clone(v[i-1])
		} else {
			v[i] = rapid.SliceOfN(day(0, until), 1, 10).Draw(t, "calibration")
		}
		v[i] = append(v[i], rapid.SliceOfN(day(until+1, end), 0, 4).Draw(t, "after")...)
		slices.Sort(v[i])
		v[i] = slices.Compact(v[i])
	}
	return v
}

func drawModel(t *rapid.T) btyd.Model {
	p := rapid.SliceOfN(evenly(0.1, 4), 4, 4).Draw(t, "parameters")
	switch rapid.IntRange(0, 2).Draw(t, "model") {
	case 0:
		return btyd.BGNBD{R: p[0], Alpha: btyd.Weeks(p[1]), A: p[2], B: p[3]}
	case 1:
		return btyd.MBGNBD{R: p[0], Alpha: btyd.Weeks(p[1]), A: p[2], B: p[3]}
	}
	return btyd.ParetoNBD{R: p[0], Alpha: btyd.Weeks(p[1]), S: p[2], Beta: btyd.Weeks(p[3])}
}

// cdnowModels are fits to the calibration of the CDNOW sample: Fader, Hardie & Lee
// (2005), table 2, and Batislam, Denizel & Filiztekin (2007).
func cdnowModels() []btyd.Model {
	return []btyd.Model{
		btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426},
		btyd.MBGNBD{R: 0.525, Alpha: btyd.Weeks(6.183), A: 0.891, B: 1.614},
		btyd.ParetoNBD{R: 0.553, Alpha: btyd.Weeks(10.578), S: 0.606, Beta: btyd.Weeks(11.669)},
	}
}

// cdnowHoldout returns the CDNOW sample, held out after 39 of its 78 weeks.
func cdnowHoldout(t testing.TB) *ltv.Holdout {
	t.Helper()
	var orders []retention.Order
	for i, row := range csvRows(t, "cdnow_sample.csv") {
		at, err := time.Parse(time.DateOnly, row[2])
		if err != nil {
			t.Fatal(err)
		}
		amount, err := decimal.NewFromString(row[4])
		if err != nil {
			t.Fatal(err)
		}
		orders = append(orders, retention.Order{ID: strconv.Itoa(i), Customer: row[0], At: at, Amount: amount, Currency: "USD"})
	}
	history, err := retention.NewHistory(orders)
	if err != nil {
		t.Fatal(err)
	}
	view := history.AsOf(time.Date(1998, 7, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	h, err := ltv.Hold(view, retention.NewDate(1997, time.September, 30))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// csvRows returns a table of the shared data without its header.
func csvRows(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(shared(t, "data", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}
