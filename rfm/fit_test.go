package rfm_test

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// fitAsOf is the as-of instant of the tables that scores are tested with.
var fitAsOf = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// summaryOf returns a summary with what scores depend on.
func summaryOf(id string, days, frequency int, sum decimal.Decimal) rfm.Summary {
	s := rfm.Summary{Customer: id, Frequency: frequency, Monetary: sum}
	if frequency > 0 {
		s.Last = fitAsOf.AddDate(0, 0, -days)
	}
	return s
}

func tableOf(t rapid.TB, summaries []rfm.Summary) *rfm.Table {
	t.Helper()
	table, err := rfm.FromSummaries(summaries, fitAsOf, time.UTC, rfm.Basis{})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func fit(t rapid.TB, table *rfm.Table, m rfm.Method) *rfm.Scale {
	t.Helper()
	scale, err := rfm.Fit(table, m)
	if err != nil {
		t.Fatal(err)
	}
	return scale
}

func compile(t rapid.TB, scale *rfm.Scale) *rfm.Scorer {
	t.Helper()
	scorer, err := scale.Compile()
	if err != nil {
		t.Fatal(err)
	}
	return scorer
}

func apply(t rapid.TB, scale *rfm.Scale, table *rfm.Table) *rfm.Scored {
	t.Helper()
	scored, err := scale.Apply(table)
	if err != nil {
		t.Fatal(err)
	}
	return scored
}

// sums draws money of one kind, so that a table is all ties, all cents, or all
// beyond int64.
func sums() *rapid.Generator[*rapid.Generator[decimal.Decimal]] {
	scaled := func(g *rapid.Generator[int64], exponents ...int32) *rapid.Generator[decimal.Decimal] {
		return rapid.Custom(func(t *rapid.T) decimal.Decimal {
			return decimal.New(g.Draw(t, "units"), rapid.SampledFrom(exponents).Draw(t, "exponent"))
		})
	}
	return rapid.SampledFrom([]*rapid.Generator[decimal.Decimal]{
		scaled(rapid.Just(int64(995)), -2),
		scaled(rapid.Int64Range(-3, 3), 0),
		scaled(rapid.Int64Range(-100, 10_000), -2),
		scaled(rapid.Int64Range(1, 30), -3, -1, 0, 2),
		scaled(rapid.Int64Range(-1e9, 1e9), -2, 6),
		scaled(rapid.Int64(), 0, -2),
		scaled(rapid.Int64(), -25, 0, 25),
	})
}

// population draws summaries with many ties, some of them without sales.
func population() *rapid.Generator[[]rfm.Summary] {
	return rapid.Custom(func(t *rapid.T) []rfm.Summary {
		id := rapid.StringMatching(`[a-z]{1,3}`)
		ids := rapid.OneOf(rapid.SliceOfNDistinct(id, 1, 40, rapid.ID), rapid.SliceOfNDistinct(id, 20, 50, rapid.ID)).Draw(t, "ids") // not mostly five
		sum := sums().Draw(t, "money")
		days := rapid.IntRange(1, rapid.SampledFrom([]int{1, 5, 3000}).Draw(t, "days"))
		frequency := rapid.IntRange(0, rapid.SampledFrom([]int{1, 4, math.MaxInt32}).Draw(t, "frequencies"))
		var summaries []rfm.Summary
		for i, id := range ids {
			f := frequency.Draw(t, "frequency")
			if i == 0 {
				f = max(1, f) // somebody bought
			}
			summaries = append(summaries, summaryOf(id, days.Draw(t, "recency"), f, sum.Draw(t, "sum")))
		}
		return summaries
	})
}

// column is one axis of the customers with sales. Recency is below 0, so that
// the greater value is the better on every axis.
type column struct {
	recency bool
	ids     []string
	values  []decimal.Decimal
}

func columns(customers []rfm.Customer) [3]column {
	c := [3]column{{recency: true}}
	for _, customer := range customers {
		if customer.Frequency == 0 {
			continue
		}
		for axis, v := range values(customer) {
			c[axis].ids = append(c[axis].ids, customer.ID)
			c[axis].values = append(c[axis].values, v)
		}
	}
	return c
}

func values(c rfm.Customer) [3]decimal.Decimal {
	return [3]decimal.Decimal{
		decimal.NewFromInt(-int64(c.Recency)), decimal.NewFromInt(int64(c.Frequency)), c.Monetary,
	}
}

func customersOf(table *rfm.Table) []rfm.Customer {
	var list []rfm.Customer
	for _, c := range table.All() {
		list = append(list, c)
	}
	return list
}

// A twin scores a value, of a customer of the column or not, by the definition
// of a mode.
type twin func(c column, bins int, value decimal.Decimal, id string) int

var twins = map[rfm.Mode]twin{rfm.Ranks: rankTwin, rfm.NTile: tileTwin, rfm.RQuantiles: quantileTwin}

func rankTwin(c column, bins int, value decimal.Decimal, _ string) int {
	worse := 0
	for _, v := range c.values {
		if v.LessThan(value) {
			worse++
		}
	}
	return min(bins, 1+bins*worse/len(c.values))
}

// tileTwin counts the tiles of the sorted column that end before the customer.
func tileTwin(c column, bins int, value decimal.Decimal, id string) int {
	before := 0
	for i, v := range c.values {
		if v.LessThan(value) || v.Equal(value) && c.ids[i] < id {
			before++
		}
	}
	score, end := 1, 0
	for tile := range bins - 1 {
		end += len(c.values) / bins
		if tile < len(c.values)%bins {
			end++
		}
		if before >= end {
			score++
		}
	}
	return score
}

// quantileTwin is 1 plus the number of inner quantiles q with value ≥ q + 1,
// and for recency with days < q + 1.
func quantileTwin(c column, bins int, value decimal.Decimal, _ string) int {
	sorted := slices.SortedFunc(slices.Values(c.values), decimal.Decimal.Cmp)
	score, one := 1, big.NewRat(1, 1)
	for i := 1; i < bins; i++ {
		at := i * (len(sorted) - 1) / bins
		q := sorted[at].Rat()
		if at+1 < len(sorted) {
			part := big.NewRat(int64(i*(len(sorted)-1)-at*bins), int64(bins))
			q.Add(q, part.Mul(part, sorted[at+1].Sub(sorted[at]).Rat()))
		}
		v := value.Rat()
		if c.recency && v.Cmp(q.Sub(q, one)) > 0 || !c.recency && v.Cmp(q.Add(q, one)) >= 0 {
			score++
		}
	}
	return score
}

// score is what a customer should score.
func (of twin) score(c [3]column, bins int, customer rfm.Customer) rfm.Score {
	if customer.Frequency == 0 {
		return rfm.Score{}
	}
	var n [3]uint8
	for axis, v := range values(customer) {
		n[axis] = uint8(of(c[axis], bins, v, customer.ID))
	}
	if customer.Monetary.Sign() <= 0 {
		n[2] = 1
	}
	return rfm.Score{R: n[0], F: n[1], M: n[2]}
}

// strangers draws a table of customers who are close to those of another table.
func strangers(t *rapid.T, customers []rfm.Customer) *rfm.Table {
	near := rapid.SampledFrom(customers)
	step := rapid.IntRange(-1, 1)
	var summaries []rfm.Summary
	for i := range 5 {
		id := near.Draw(t, "id near").ID + rapid.SampledFrom([]string{"", "-", "zzzz"}).Draw(t, "suffix")
		days := near.Draw(t, "recency near").Recency + step.Draw(t, "days more")
		frequency := near.Draw(t, "frequency near").Frequency + step.Draw(t, "purchases more")
		sum := near.Draw(t, "money near").Monetary.
			Add(decimal.New(int64(step.Draw(t, "money more")), rapid.Int32Range(-4, 2).Draw(t, "place"))).
			Truncate(rapid.Int32Range(0, 4).Draw(t, "places"))
		frequency = min(max(1, frequency), math.MaxInt32)
		summaries = append(summaries, summaryOf(id+strconv.Itoa(i), max(1, days), frequency, sum))
	}
	return tableOf(t, summaries)
}

func TestFitScoresByDefinition(t *testing.T) {
	for mode, of := range twins {
		t.Run(mode.String(), rapid.MakeCheck(func(t *rapid.T) {
			table := tableOf(t, population().Draw(t, "population"))
			bins := rapid.IntRange(2, rfm.MaxBins).Draw(t, "bins")
			customers := customersOf(table)
			c := columns(customers)

			scale := fit(t, table, rfm.Method{Mode: mode, Bins: bins})
			scorer := compile(t, scale)
			for _, table := range []*rfm.Table{table, strangers(t, customers)} {
				for customer, got := range apply(t, scale, table).All() {
					want := of.score(c, bins, customer)
					if got != want {
						t.Errorf("%+v: table scores %v, want %v by\n%v", customer, got, want, scale)
					}
					if got := scorer.Score(customer); got != want {
						t.Errorf("%+v: scores %v, want %v by\n%v", customer, got, want, scale)
					}
				}
			}
		}))
	}
}

func TestFitCountsScores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := tableOf(t, population().Draw(t, "population"))
		mode := rapid.SampledFrom([]rfm.Mode{rfm.Ranks, rfm.RQuantiles, rfm.NTile}).Draw(t, "mode")
		scale := fit(t, table, rfm.Method{Mode: mode, Bins: 4})
		var want [3][4]int
		customers := 0
		for _, s := range apply(t, scale, table).All() {
			if s.Scored() {
				customers++
				want[0][s.R-1]++
				want[1][s.F-1]++
				want[2][s.M-1]++
			}
		}
		got := [3][4]int{[4]int(scale.R.Counts), [4]int(scale.F.Counts), [4]int(scale.M.Counts)}
		if got != want || scale.Customers != customers {
			t.Errorf("counts %v of %d, want %v of %d", got, scale.Customers, want, customers)
		}
	})
}

// In Ranks, the worst always score 1, and who is better on an axis never scores
// less there.
func TestRanksOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := tableOf(t, population().Draw(t, "population"))
		scored := apply(t, fit(t, table, rfm.Method{}), table)
		lowest := rfm.Score{R: 9, F: 9, M: 9}
		for c, s := range scored.All() {
			if !s.Scored() {
				continue
			}
			lowest = rfm.Score{R: min(lowest.R, s.R), F: min(lowest.F, s.F), M: min(lowest.M, s.M)}
			for d, other := range scored.All() {
				if other.Scored() && (c.Recency <= d.Recency && s.R < other.R ||
					c.Frequency >= d.Frequency && s.F < other.F ||
					c.Monetary.GreaterThanOrEqual(d.Monetary) && s.M < other.M) {
					t.Errorf("%+v scores %v, but %+v %v", c, s, d, other)
				}
			}
		}
		if lowest != (rfm.Score{R: 1, F: 1, M: 1}) {
			t.Errorf("lowest scores are %v", lowest)
		}
	})
}

// Scores by Ranks depend on who is better than whom, and on nothing else: not on
// IDs and the order of rows, the unit of money, the day on which all is looked
// at, nor on whether everybody is there twice.
func TestRanksInvariance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		summaries := population().Draw(t, "population")
		m := rfm.Method{Bins: rapid.IntRange(2, rfm.MaxBins).Draw(t, "bins")}
		places := rapid.Int32Range(-3, 3).Draw(t, "places")
		days := rapid.IntRange(0, 400).Draw(t, "days")
		copies := rapid.IntRange(1, 3).Draw(t, "copies")

		was := make(map[string]string) // ID of the other table to that of the first
		var others []rfm.Summary
		for i, s := range rapid.Permutation(summaries).Draw(t, "permutation") {
			s.Monetary = s.Monetary.Shift(places)
			if s.Frequency > 0 {
				s.Last = s.Last.AddDate(0, 0, -days)
			}
			for copy := range copies {
				other := s
				other.Customer = fmt.Sprintf("%03d %d", i, copy)
				was[other.Customer] = s.Customer
				others = append(others, other)
			}
		}
		table, other := tableOf(t, summaries), tableOf(t, others)
		scored := apply(t, fit(t, table, m), table)
		for c, got := range apply(t, fit(t, other, m), other).All() {
			row, _ := table.Row(was[c.ID])
			if want := scored.Score(row); got != want {
				t.Errorf("customer %q scores %v, but %v as %q", was[c.ID], want, got, c.ID)
			}
		}
	})
}

// shapes of a column that a selection by counting might stumble on.
func shapes(n int) map[string][]int64 {
	rng := rand.New(rand.NewPCG(3, 4))
	shape := func(f func(i int) int64) []int64 {
		units := make([]int64, n)
		for i := range units {
			units[i] = f(i)
		}
		return units
	}
	const most = 999_999_999_999_999_999 // 18 digits
	return map[string][]int64{
		"all equal":   shape(func(int) int64 { return 995 }),
		"two values":  shape(func(i int) int64 { return int64(i % 2) }),
		"ascending":   shape(func(i int) int64 { return int64(i) }),
		"descending":  shape(func(i int) int64 { return int64(-i) }),
		"whole range": shape(func(int) int64 { return rng.Int64N(2*most) - most }),
		"one giant":   shape(func(i int) int64 { return int64(i%7000) + most*int64(max(0, i-n+2)) }),
		"one debtor":  shape(func(i int) int64 { return int64(i%7000) - most*int64(max(0, i-n+2)) }),
		"far cluster": shape(func(i int) int64 { return most - int64(i%5000)*int64(min(1, n-1-i)) }),
		"powers":      shape(func(i int) int64 { return 1 << (i % 59) }),
		"nested":      shape(func(i int) int64 { return most - most>>(i%60) }),
		"log-normal":  shape(func(int) int64 { return int64(math.Exp(10 + 3*rng.NormFloat64())) }),
		"in debt":     shape(func(i int) int64 { return -1 - int64(i%900) }),
	}
}

// The cuts of large tables are those that sorting finds.
func TestFitLargeTables(t *testing.T) {
	const n = 20_000
	for name, units := range shapes(n) {
		t.Run(name, func(t *testing.T) {
			summaries := make([]rfm.Summary, n)
			for i, u := range units {
				days := 1 + int(uint64(u)%5000)
				summaries[i] = summaryOf(fmt.Sprintf("%05d", i), days, 1+int(uint64(u)%1_000_000), decimal.New(u, -2))
			}
			table := tableOf(t, summaries)
			scale := fit(t, table, rfm.Method{Bins: 7})
			for axis, c := range columns(customersOf(table)) {
				slices.SortFunc(c.values, decimal.Decimal.Cmp)
				for i, cut := range [][]rfm.Cut{scale.R.Cuts, scale.F.Cuts, scale.M.Cuts}[axis] {
					want := c.values[((i+1)*n+6)/7-1]
					if c.recency {
						want = want.Neg()
					}
					if want.Sign() < 0 {
						want = decimal.Decimal{}
					}
					if !cut.Value.Equal(want) {
						t.Errorf("axis %d: cut %d at %v, want %v", axis, i+1, cut.Value, want)
					}
				}
			}
		})
	}
}

func TestFitOnAnyNumberOfProcessors(t *testing.T) {
	table := shopOf(50_000)
	for _, mode := range []rfm.Mode{rfm.Ranks, rfm.RQuantiles, rfm.NTile} {
		var scales, scores []string
		for _, procs := range []int{1, 2, 7} {
			was := runtime.GOMAXPROCS(procs)
			scale := fit(t, table, rfm.Method{Mode: mode})
			scored := apply(t, scale, table)
			runtime.GOMAXPROCS(was)
			scales = append(scales, string(encode(t, scale)))
			var b strings.Builder
			for i := range scored.Len() {
				b.WriteString(scored.Score(i).String())
			}
			scores = append(scores, b.String())
		}
		if len(slices.Compact(scales)) > 1 {
			t.Errorf("%v: the scale depends on the processors:\n%s", mode, strings.Join(scales, "\n"))
		}
		if len(slices.Compact(scores)) > 1 {
			t.Errorf("%v: scores depend on the processors", mode)
		}
	}
}

func encode(t rapid.TB, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// The scores that the R package rfm 0.3.0 gives to the orders it ships with.
func TestRQuantilesLikeR(t *testing.T) {
	type customer struct {
		last string
		n    int
		sum  int64
	}
	customers := make(map[string]customer)
	for _, row := range sharedCSV(t, "data", "rfm_orders.csv") {
		c := customers[row[0]]
		revenue, err := strconv.ParseInt(row[2], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		customers[row[0]] = customer{max(c.last, row[1]), c.n + 1, c.sum + revenue}
	}
	var summaries []rfm.Summary
	for id, c := range customers {
		last, err := time.Parse(time.DateOnly, c.last)
		if err != nil {
			t.Fatal(err)
		}
		summaries = append(summaries, rfm.Summary{
			Customer: id, Last: last, Frequency: c.n, Monetary: decimal.NewFromInt(c.sum),
		})
	}
	asOf := time.Date(2006, 12, 31, 0, 0, 0, 0, time.UTC)
	table, err := rfm.FromSummaries(summaries, asOf, time.UTC, rfm.Basis{})
	if err != nil {
		t.Fatal(err)
	}
	scored := apply(t, fit(t, table, rfm.Method{Mode: rfm.RQuantiles}), table)

	golden := sharedCSV(t, "golden", "rfm_r_orders_2006-12-31.csv")
	if len(golden) != scored.Len() {
		t.Errorf("%d customers, want %d", scored.Len(), len(golden))
	}
	for _, row := range golden { // customer_id, amount, orders, last, recency_days, r, f, m, ...
		i, ok := table.Row(row[0])
		if !ok {
			t.Fatalf("no customer %q", row[0])
		}
		c, score := scored.At(i)
		got := fmt.Sprint(c.Monetary, c.Frequency, c.Recency, score.R, score.F, score.M)
		if want := fmt.Sprint(row[1], " ", row[2], " ", row[4], " ", row[5], " ", row[6], " ", row[7]); got != want {
			t.Errorf("customer %q: money, orders, days and scores are %s, want %s", row[0], got, want)
		}
	}
}

// openShared opens a file of the data that this module's tests share with other
// projects. It lies in the directory RETENTION_SHARED, or else in shared beside
// the module. Where it is missing, the test is skipped.
func openShared(t *testing.T, elem ...string) *os.File {
	t.Helper()
	dir := cmp.Or(os.Getenv("RETENTION_SHARED"), filepath.Join("..", "..", "shared"))
	f, err := os.Open(filepath.Join(dir, filepath.Join(elem...)))
	if err != nil {
		t.Skipf("needs shared test data; set RETENTION_SHARED to its directory: %v", err)
	}
	return f
}

// sharedCSV reads such a file, without its header.
func sharedCSV(t *testing.T, elem ...string) [][]string {
	t.Helper()
	f := openShared(t, elem...)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func TestFixedCuts(t *testing.T) {
	method := rfm.Method{
		Mode:          rfm.FixedCuts,
		RecencyCuts:   []int{30, 90, 180, 365},
		FrequencyCuts: []int{1, 2, 4, 9},
		MonetaryCuts:  []decimal.Decimal{decimal.New(0, 0), decimal.New(100, 0), decimal.New(2505, -1), decimal.New(1, 3)},
	}
	scorer := compile(t, fit(t, tableOf(t, nil), method))
	for _, test := range []struct {
		days, frequency int
		sum             string
		want            string
		reason          string
	}{
		{30, 10, "1000.01", "555", "within 30 days, over 9 purchases, over 1000"},
		{31, 9, "1000", "444", "cuts of money and frequency are to be exceeded"},
		{90, 5, "250.51", "444", "within 90 days, from 5 purchases on"},
		{91, 4, "250.5", "333", "within 180 days"},
		{180, 3, "100.0000000000000000000001", "333", "however little is over 100, it is over"},
		{180, 3, "100.001", "333", "the second place beyond those of the cuts counts"},
		{181, 2, "100", "222", "within 365 days"},
		{365, 2, "0.0000000000000000000001", "222", "over 0"},
		{366, 1, "0", "111", "0 is not over 0"},
		{0, 1, "-5", "511", "bought today, in debt"},
		{366, 1, "1e18", "115", "few digits, far from the point"},
		{366, 1, "9999999999999999999", "115", "just beyond int64"},
		{366, 1, "1e-18", "112", "few digits, far behind it"},
		{math.MaxInt, math.MaxInt, "123456789012345678901234567890", "155", "beyond all numbers"},
	} {
		c := rfm.Customer{ID: "c", Recency: test.days, Frequency: test.frequency, Monetary: decimal.RequireFromString(test.sum)}
		if got := scorer.Score(c).String(); got != test.want {
			t.Errorf("%d days, %d purchases, %s: scores %s, want %s (%s)", test.days, test.frequency, test.sum, got, test.want, test.reason)
		}
	}
}

func TestFitErrors(t *testing.T) {
	empty, one := tableOf(t, []rfm.Summary{summaryOf("a", 0, 0, decimal.New(5, 0))}), tableOf(t, []rfm.Summary{summaryOf("a", 1, 1, decimal.New(5, 0))})
	five := []int{1, 2, 3, 4}
	money := []decimal.Decimal{decimal.New(1, 0), decimal.New(2, 0), decimal.New(3, 0), decimal.New(4, 0)}
	for _, test := range []struct {
		table  *rfm.Table
		method rfm.Method
		want   error
		text   string
		reason string
	}{
		{empty, rfm.Method{}, rfm.ErrNoSales, "no customer with sales", "nobody to compare with"},
		{empty, rfm.Method{Mode: rfm.NTile}, rfm.ErrNoSales, "", "in no mode"},
		{new(rfm.Table), rfm.Method{}, rfm.ErrNoSales, "", "the zero table"},
		{one, rfm.Method{Bins: 1}, rfm.ErrScale, "1 bins, want 2 to 9", "one score says nothing"},
		{one, rfm.Method{Bins: 10}, rfm.ErrScale, "10 bins", "a digit for each score"},
		{one, rfm.Method{Mode: 77}, rfm.ErrScale, "mode unknown (77)", "no such mode"},
		{one, rfm.Method{RecencyCuts: five}, rfm.ErrScale, "mode ranks takes no cut points", "forgotten mode"},
		{one, rfm.Method{Mode: rfm.FixedCuts, FrequencyCuts: five, MonetaryCuts: money}, rfm.ErrScale, "recency: 0 cuts for 5 bins", "an axis without cuts"},
		{one, rfm.Method{Mode: rfm.FixedCuts, RecencyCuts: five, FrequencyCuts: []int{1, 2, 2, 3}, MonetaryCuts: money}, rfm.ErrScale,
			"frequency: cut 3 (over 2) is not beyond cut 2 (over 2)", "nobody could score 3"},
		{one, rfm.Method{Mode: rfm.FixedCuts, RecencyCuts: []int{365, 180, 90, 30}, FrequencyCuts: five, MonetaryCuts: money}, rfm.ErrScale,
			"recency: cut 2 (within 90) is not beyond cut 1 (within 30)", "descending"},
		{one, rfm.Method{Mode: rfm.FixedCuts, Bins: 2, RecencyCuts: []int{1}, FrequencyCuts: []int{1}, MonetaryCuts: []decimal.Decimal{decimal.New(-1, 0)}}, rfm.ErrScale,
			"monetary: cut 1: -1 is below 0", "net money of 0 or less scores 1"},
	} {
		_, err := rfm.Fit(test.table, test.method)
		if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.text) {
			t.Errorf("%+v: error %v, want one that wraps %q and has %q (%s)", test.method, err, test.want, test.text, test.reason)
		}
	}
}

func TestModeText(t *testing.T) {
	for _, mode := range []rfm.Mode{rfm.Ranks, rfm.FixedCuts, rfm.RQuantiles, rfm.NTile} {
		var back rfm.Mode
		if err := json.Unmarshal(encode(t, mode), &back); err != nil || back != mode {
			t.Errorf("mode %v comes back as %v, %v", mode, back, err)
		}
	}
	if _, err := json.Marshal(rfm.Mode(9)); err == nil {
		t.Error("an unknown mode was encoded")
	}
	var m rfm.Method
	if err := json.Unmarshal([]byte(`{"mode":"deciles"}`), &m); err == nil {
		t.Errorf("an unknown mode was read as %v", m.Mode)
	}
}
