package segment_test

import (
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// The customers of a small tea shop.
type regular struct {
	Name    string
	Visits  int
	Last    time.Time // zero: never
	Spent   int64
	Returns int
}

func regularID(r *regular) string { return r.Name }

var (
	teaMonday  = time.Date(2026, 6, 1, 6, 0, 0, 0, time.UTC)
	teaTuesday = teaMonday.AddDate(0, 0, 1)

	teaVisits = segment.Number("visits", func(r *regular) int { return r.Visits })
	teaLast   = segment.Time("last_visit", func(r *regular) time.Time { return r.Last })
)

// teaSet has loyal customers, those who are often there, and those who have been
// there lately.
func teaSet(loyal int) *segment.Set[*regular] {
	set, err := segment.Compile(
		segment.Segment[*regular]{Name: "loyal", Rule: segment.All(teaVisits.AtLeast(loyal), teaLast.InLast(retention.Span{Days: 60}))},
		segment.Segment[*regular]{Name: "often", Rule: teaVisits.AtLeast(5)},
		segment.Segment[*regular]{Name: "lately", Rule: teaLast.InLast(retention.Span{Days: 30})},
	)
	if err != nil {
		log.Fatal(err)
	}
	return set
}

func teaRegulars() []*regular {
	ago := func(days int) time.Time { return teaMonday.AddDate(0, 0, -days).Add(time.Hour) }
	return []*regular{
		{"emi", 12, ago(3), 96000, 0},
		{"chie", 7, ago(90), 31000, 1},
		{"aoi", 11, ago(60), 52000, 0},
		{"dan", 0, time.Time{}, 0, 0},
		{"ben", 2, ago(10), 4200, 0},
	}
}

func teaEvaluation() *segment.Evaluation {
	e, err := teaSet(10).AsOf(teaMonday, time.UTC).Evaluate(regularID, slices.Values(teaRegulars()))
	if err != nil {
		log.Fatal(err)
	}
	return e
}

func ExampleView_Evaluate() {
	view := teaSet(10).AsOf(teaMonday, time.UTC)
	e, err := view.Evaluate(regularID, slices.Values(teaRegulars()))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(e.Len(), "customers as of", e.AsOf.Format(time.DateTime), e.Zone)
	for _, g := range e.Segments {
		members := slices.Collect(e.Members(g.Name))
		fmt.Printf("%-6s %v, unknown %d: %s\n", g.Name, members, g.Unknown, g.Rule)
	}
	// Output:
	// 5 customers as of 2026-06-01 06:00:00 UTC
	// loyal  [aoi emi], unknown 0: visits >= 10 and last_visit in last P60D
	// often  [aoi chie emi], unknown 0: visits >= 5
	// lately [ben emi], unknown 1: last_visit in last P30D
}

// An iterator of the caller's shows progress and can stop the work.
func ExampleView_Evaluate_progress() {
	seen := 0
	customers := func(yield func(*regular) bool) {
		for _, r := range teaRegulars() {
			if seen++; seen%2 == 0 {
				fmt.Println(seen, "read")
			}
			if !yield(r) {
				return
			}
		}
	}
	e, err := teaSet(10).AsOf(teaMonday, time.UTC).Evaluate(regularID, customers)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(e.Len(), "evaluated")
	// Output:
	// 2 read
	// 4 read
	// 5 evaluated
}

func ExampleEvaluation() {
	e := teaEvaluation()
	fmt.Println(e.Has("emi", "loyal"), e.Has("ben", "loyal"), e.Has("nobody", "loyal"))
	fmt.Println(slices.Collect(e.Of("emi")))

	row, ok := e.Row("chie")
	fmt.Println(row, ok, e.IDs[row])
	often := e.Segments[e.Index("often")]
	fmt.Println(often.Size(), often.Members.Has(row))
	// Output:
	// true false false
	// [loyal often lately]
	// 2 true chie
	// 3 true
}

func ExampleEvaluation_Members() {
	for id := range teaEvaluation().Members("often") {
		fmt.Println(id)
	}
	// Output:
	// aoi
	// chie
	// emi
}

func ExampleEvaluation_MarshalJSON() {
	stored, err := json.Marshal(teaEvaluation())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.ReplaceAll(string(stored), `,{"name"`, ",\n{\"name\""))

	var e segment.Evaluation
	if err := json.Unmarshal(stored, &e); err != nil {
		log.Fatal(err)
	}
	fmt.Println(slices.Collect(e.Members("loyal")))
	// Output:
	// {"version":1,"asOf":"2026-06-01T06:00:00Z","zone":"UTC","ids":["aoi","ben","chie","dan","emi"],"segments":[{"name":"loyal","rule":"visits \u003e= 10 and last_visit in last P60D","members":"EQ=="},
	// {"name":"often","rule":"visits \u003e= 5","members":"FQ=="},
	// {"name":"lately","rule":"last_visit in last P30D","members":"Eg==","unknown":1}]}
	// [aoi emi]
}

func ExampleEvaluation_UnmarshalJSON() {
	var e segment.Evaluation
	err := json.Unmarshal([]byte(`{"version":1,"asOf":"2026-06-01T06:00:00Z","ids":["ben","aoi"],"segments":[]}`), &e)
	fmt.Println(err)
	// Output:
	// segment: not a sound evaluation: customer "aoi": not after "ben"
}

func ExampleBits() {
	var odd segment.Bits
	if err := odd.UnmarshalText([]byte("qg==")); err != nil {
		log.Fatal(err)
	}
	fmt.Println(odd.Count(), odd.Has(3), odd.Has(4), slices.Collect(odd.All()))
	text, err := odd.MarshalText()
	fmt.Println(string(text), err)
	// Output:
	// 4 true false [1 3 5 7]
	// qg== <nil>
}

func ExampleEvaluation_Assign() {
	for a := range teaEvaluation().Assign() {
		fmt.Printf("%s: %q, lost %q\n", a.Customer, a.Segment, a.Lost)
	}
	// Output:
	// aoi: "loyal", lost ["often"]
	// ben: "lately", lost []
	// chie: "often", lost []
	// dan: "", lost []
	// emi: "loyal", lost ["often" "lately"]
}

func ExampleEvaluation_Exclude() {
	e := teaEvaluation()
	one := e.Exclude()
	for i, g := range one.Segments {
		fmt.Println(g.Name, slices.Collect(one.Members(g.Name)), "of", e.Segments[i].Size())
	}
	// Output:
	// loyal [aoi emi] of 2
	// often [chie] of 3
	// lately [ben] of 2
}

func ExampleEvaluation_Unassigned() {
	for id := range teaEvaluation().Unassigned() {
		fmt.Println(id)
	}
	// Output:
	// dan
}

func ExampleEvaluation_Overlap() {
	o := teaEvaluation().Overlap()
	for i, name := range o.Segments {
		fmt.Printf("%-6s %v %.2f %.2f\n", name, o.Customers[i], o.Share[i], o.Jaccard[i])
	}
	// Output:
	// loyal  [2 2 1] [1.00 1.00 0.50] [1.00 0.67 0.33]
	// often  [2 3 1] [0.67 1.00 0.33] [0.67 1.00 0.25]
	// lately [1 1 2] [0.50 0.50 1.00] [0.33 0.25 1.00]
}

func ExampleEvaluation_Sizes() {
	for _, s := range teaEvaluation().Sizes() {
		fmt.Printf("%-6s %d %.0f%%, unknown %d %.0f%%\n", s.Segment, s.Customers, 100*s.Share, s.Unknown, 100*s.UnknownShare)
	}
	// Output:
	// loyal  2 40%, unknown 0 0%
	// often  3 60%, unknown 0 0%
	// lately 2 40%, unknown 1 20%
}

func ExampleEvaluation_Worth() {
	spent := map[string]decimal.Decimal{}
	for _, r := range teaRegulars() {
		spent[r.Name] = decimal.NewFromInt(r.Spent)
	}
	delete(spent, "chie")
	w := teaEvaluation().Exclude().Worth(func(id string) (decimal.Decimal, bool) {
		v, ok := spent[id]
		return v, ok
	})
	fmt.Println(w.Customers, "customers are worth", w.Value, "without", w.Missing, "of unknown value")
	for _, s := range append(w.Segments, w.None) {
		fmt.Printf("%-8q %d (%d unknown) %v, on average %v, %v of all\n", s.Segment, s.Customers, s.Missing, s.Value, s.Mean, s.ValueShare)
	}
	fmt.Println("best:", w.Best, "worst:", w.Worst, "by mean:", w.BestByMean, w.WorstByMean)
	// Output:
	// 5 customers are worth 152200 without 1 of unknown value
	// "loyal"  2 (0 unknown) 148000, on average 74000, 0.972405 of all
	// "often"  1 (1 unknown) 0, on average 0, 0 of all
	// "lately" 1 (0 unknown) 4200, on average 4200, 0.027595 of all
	// ""       1 (0 unknown) 0, on average 0, 0 of all
	// best: loyal worst: lately by mean: loyal lately
}

// The next day chie has come again, dan is gone and fumi has come for the first
// time.
func teaRegularsNext() []*regular {
	list := teaRegulars()
	list[1].Visits, list[1].Last = 8, teaMonday.Add(3*time.Hour)
	list[3] = &regular{Name: "fumi", Visits: 1, Last: teaMonday.Add(4 * time.Hour)}
	return list
}

func teaDiff(loyal int) *segment.Changes {
	next, err := teaSet(loyal).AsOf(teaTuesday, time.UTC).Evaluate(regularID, slices.Values(teaRegularsNext()))
	if err != nil {
		log.Fatal(err)
	}
	changes, err := segment.Diff(teaEvaluation(), next)
	if err != nil {
		log.Fatal(err)
	}
	return changes
}

func ExampleDiff() {
	today, err := teaSet(10).AsOf(teaTuesday, time.UTC).Evaluate(regularID, slices.Values(teaRegularsNext()))
	if err != nil {
		log.Fatal(err)
	}
	changes, err := segment.Diff(teaEvaluation(), today)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("appeared", changes.Appeared, "vanished", changes.Vanished)
	for _, s := range changes.Segments {
		fmt.Println(s.Segment, "entered", s.Entered, "left", s.Left, "stayed", s.Stayed, "from", s.SizeBefore(), "to", s.SizeAfter())
	}
	// Output:
	// appeared [fumi] vanished [dan]
	// loyal entered [] left [aoi] stayed 1 from 2 to 1
	// often entered [] left [] stayed 3 from 3 to 3
	// lately entered [chie fumi] left [] stayed 2 from 2 to 4
}

func ExampleSince() {
	today, err := teaSet(10).AsOf(teaTuesday, time.UTC).Evaluate(regularID, slices.Values(teaRegularsNext()))
	if err != nil {
		log.Fatal(err)
	}
	monday, tuesday := teaEvaluation(), today
	since := map[string]map[string]time.Time{} // by customer: what the shop stores
	for _, night := range []*segment.Evaluation{monday, tuesday} {
		for _, id := range night.IDs {
			since[id] = segment.Since(since[id], night.Of(id), night.AsOf)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(since["chie"])) {
		fmt.Println(name, "since", since["chie"][name].Format(time.DateOnly))
	}
	// Output:
	// lately since 2026-06-02
	// often since 2026-06-01
}

func ExampleChanges_Then() {
	week, err := teaSet(10).AsOf(teaMonday.AddDate(0, 0, 40), time.UTC).Evaluate(regularID, slices.Values(teaRegularsNext()))
	if err != nil {
		log.Fatal(err)
	}
	day, err := teaSet(10).AsOf(teaTuesday, time.UTC).Evaluate(regularID, slices.Values(teaRegularsNext()))
	if err != nil {
		log.Fatal(err)
	}
	rest, err := segment.Diff(day, week)
	if err != nil {
		log.Fatal(err)
	}
	both, err := teaDiff(10).Then(rest)
	if err != nil {
		log.Fatal(err)
	}
	lately := both.Segments[2]
	fmt.Println(lately.Segment, "entered", lately.Entered, "left", lately.Left)
	// Output:
	// lately entered [] left [ben emi]
}

func ExampleChanges_Moved() {
	fmt.Println(teaDiff(10).Moved())
	// Output:
	// [aoi chie]
}

// A nightly job has stored yesterday's set and evaluation. It knows its customers as
// they are now, and not as they were.
func ExampleView_Causes() {
	yesterday := teaEvaluation()
	before := teaSet(10).AsOf(yesterday.AsOf, time.UTC)

	view := teaSet(8).AsOf(teaTuesday, time.UTC) // with a change of the rule
	customers := slices.Values(teaRegularsNext())
	today, err := view.Evaluate(regularID, customers)
	if err != nil {
		log.Fatal(err)
	}
	changes, err := segment.Diff(yesterday, today)
	if err != nil {
		log.Fatal(err)
	}
	causes, err := view.Causes(before, changes, regularID, customers)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range causes {
		fmt.Println(s.Segment, "entered", s.Entered, "left", s.Left)
	}
	// Output:
	// loyal entered [{chie rule}] left [{aoi time}]
	// often entered [] left []
	// lately entered [{chie data} {fumi appeared}] left []
}

func ExampleTrack() {
	var series []*segment.Evaluation
	for day := range 4 {
		list := teaRegulars()
		if day%2 == 0 { // on others chie's visits do not count
			list[1].Last = teaMonday
		}
		e, err := teaSet(10).AsOf(teaMonday.AddDate(0, 0, day), time.UTC).Evaluate(regularID, slices.Values(list))
		if err != nil {
			log.Fatal(err)
		}
		series = append(series, e)
	}
	stability, err := segment.Track(slices.Values(series), 1)
	if err != nil {
		log.Fatal(err)
	}
	lately := stability.Segments[2]
	fmt.Println(lately.Segment, lately.Sizes, "flapping", lately.Flapping)
	for _, s := range lately.Steps {
		fmt.Printf("retained %.2f, turnover %.2f\n", s.Retained, s.Turnover)
	}
	fmt.Printf("a stay lasts %.1f evaluations\n", lately.AverageStay)
	// Output:
	// lately [3 2 3 2] flapping [{chie 1}]
	// retained 0.67, turnover 0.20
	// retained 1.00, turnover 0.20
	// retained 0.67, turnover 0.20
	// a stay lasts 2.5 evaluations
}
