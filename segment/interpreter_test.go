package segment_test

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// record is a customer or an event as plain data: what is missing is not in it.
// Events are a []record, each with its time under "".
type record map[string]any

func recordOf(c *customer) record {
	r := record{"id": c.ID, "tier": string(c.Tier)}
	if c.Orders != nil {
		r["orders"] = int64(*c.Orders)
	}
	if !math.IsNaN(c.PAlive) && !math.IsInf(c.PAlive, 0) {
		r["p_alive"] = c.PAlive
	}
	if c.Spent != nil {
		r["spent"] = *c.Spent
	}
	r["country"] = c.Country
	if c.OptIn != nil {
		r["opt_in"] = *c.OptIn
	}
	if !c.LastOrder.IsZero() {
		r["last_order"] = c.LastOrder
	}
	if !c.Birthday.IsZero() {
		r["birthday"] = c.Birthday
	}
	if c.Tags != nil {
		r["tags"] = c.Tags
	}
	if c.Purchases != nil {
		list := []record{}
		for _, p := range c.Purchases {
			e := record{"": p.At, "sku": p.SKU, "quantity": int64(p.Quantity)}
			if p.Amount != nil {
				e["amount"] = *p.Amount
			}
			list = append(list, e)
		}
		r["purchases"] = list
	}
	return r
}

// interpreter is the plain twin of all rules: it does what their documentation
// says and cares about nothing else.
type interpreter struct {
	at         time.Time
	zone       *time.Location
	segments   map[string]segment.PlainRule
	population []record
}

// answer is +1 for yes, -1 for no, 0 for unknown.
func (in interpreter) answer(rule segment.PlainRule, r record) int {
	switch rule.Op {
	case "all":
		noes, unknowns := 0, 0
		for _, part := range rule.Parts {
			switch in.answer(part, r) {
			case -1:
				noes++
			case 0:
				unknowns++
			}
		}
		if noes > 0 {
			return -1
		}
		if unknowns > 0 {
			return 0
		}
		return 1
	case "any":
		yeses, unknowns := 0, 0
		for _, part := range rule.Parts {
			switch in.answer(part, r) {
			case 1:
				yeses++
			case 0:
				unknowns++
			}
		}
		if yeses > 0 {
			return 1
		}
		if unknowns > 0 {
			return 0
		}
		return -1
	case "not":
		return -in.answer(rule.Parts[0], r)
	case "ref":
		return in.answer(in.segments[rule.Name], r)
	case "custom": // the only one there is
		if id := r["id"].(string); id == "" {
			return 0
		}
		return yesNo(len(r["id"].(string)) > 2)
	case "followed":
		first, known := in.events(rule.First, r)
		then, alsoKnown := in.events(rule.Then, r)
		if !known || !alsoKnown {
			return 0
		}
		within := rule.Args[0].(retention.Span)
		for _, a := range first {
			for _, b := range then {
				from, at := a[""].(time.Time), b[""].(time.Time)
				if at.After(from) && !at.After(within.From(from, in.zone)) {
					return 1
				}
			}
		}
		return -1
	case "missing":
		return yesNo(in.value(rule.Field, r) == nil)
	}
	v := in.value(rule.Field, r)
	if v == nil {
		return 0
	}
	return yesNo(in.holds(rule, v))
}

func yesNo(b bool) int {
	if b {
		return 1
	}
	return -1
}

// holds is what conditions ask of a value that is there.
func (in interpreter) holds(rule segment.PlainRule, v any) bool {
	args := rule.Args
	switch rule.Op {
	case "is":
		return order(v, args[0]) == 0
	case "in":
		for _, a := range args {
			if order(v, a) == 0 {
				return true
			}
		}
		return false
	case "above":
		return order(v, args[0]) > 0
	case "at least":
		return order(v, args[0]) >= 0
	case "below":
		return order(v, args[0]) < 0
	case "at most":
		return order(v, args[0]) <= 0
	case "in range":
		return order(v, args[0]) >= 0 && order(v, args[1]) < 0
	case "contains":
		return strings.Contains(v.(string), args[0].(string))
	case "prefix":
		return strings.HasPrefix(v.(string), args[0].(string))
	case "suffix":
		return strings.HasSuffix(v.(string), args[0].(string))
	case "has any":
		for _, a := range args {
			if slices.Contains(v.([]string), a.(string)) {
				return true
			}
		}
		return false
	case "has all":
		for _, a := range args {
			if !slices.Contains(v.([]string), a.(string)) {
				return false
			}
		}
		return true
	case "in last":
		from, to := in.shifted(v, args[0], -1), in.shifted(v, nil, 0)
		return order(v, from) > 0 && order(v, to) <= 0
	case "in next":
		from, to := in.shifted(v, nil, 0), in.shifted(v, args[0], 1)
		return order(v, from) > 0 && order(v, to) <= 0
	case "older":
		return order(v, in.shifted(v, args[0], -1)) <= 0
	case "anniversary":
		for day := range args[0].(int64) { // is any of the days one?
			for years := 1; years < 200; years++ {
				if v.(retention.Date).AddMonths(12*years) == in.today().AddDays(int(day)) {
					return true
				}
			}
		}
		return false
	case "top", "bottom":
		n, better := 0, 0
		for _, other := range in.population {
			o := in.value(rule.Field, other)
			if o == nil {
				continue
			}
			n++
			if sign := order(o, v); sign > 0 && rule.Op == "top" || sign < 0 && rule.Op == "bottom" {
				better++
			}
		}
		share := new(big.Rat).Mul(args[0].(decimal.Decimal).Rat(), big.NewRat(int64(n), 1))
		return new(big.Rat).SetInt64(int64(better)*100).Cmp(share) < 0
	case "sample":
		return sampled(rule.Name, v.(string), args[0].(decimal.Decimal).Rat())
	}
	panic("no such op: " + rule.Op)
}

// sampled is the documented formula, in fractions.
func sampled(salt, id string, percent *big.Rat) bool {
	sum := sha256.Sum256([]byte(salt + "\x00" + id))
	h := new(big.Int).SetBytes(sum[:8])
	share := new(big.Rat).SetFrac(h, new(big.Int).Lsh(big.NewInt(1), 64))
	return share.Cmp(new(big.Rat).Quo(percent, big.NewRat(100, 1))) < 0
}

func (in interpreter) today() retention.Date { return retention.DateOf(in.at, in.zone) }

// shifted is the moment, or the day of it, a span away.
func (in interpreter) shifted(like, span any, sign int) any {
	if _, isDay := like.(retention.Date); isDay {
		if sign == 0 {
			return in.today()
		}
		s := span.(retention.Span)
		return in.today().AddMonths(sign * s.Months).AddDays(sign * s.Days)
	}
	switch sign {
	case 1:
		return span.(retention.Span).From(in.at, in.zone)
	case -1:
		return span.(retention.Span).Before(in.at, in.zone)
	}
	return in.at
}

// value is that of a field, nil if it is missing.
func (in interpreter) value(f *segment.PlainField, r record) any {
	v := in.plainValue(f, r)
	if f.OmitZero && v != nil && isZero(v) {
		return nil
	}
	return v
}

func isZero(v any) bool {
	switch v := v.(type) {
	case string:
		return v == ""
	case bool:
		return !v
	case []string, time.Time, retention.Date:
		return false // the zero ones of these are missing anyway
	}
	return rat(v).Sign() == 0
}

func (in interpreter) plainValue(f *segment.PlainField, r record) any {
	if f.OrElse != nil {
		if v := in.value(f.Inner, r); v != nil {
			return v
		}
		return f.OrElse
	}
	if f.Events != nil {
		events, known := in.events(f.Events, r)
		if !known {
			return nil
		}
		return in.aggregate(f, events)
	}
	switch f.How {
	case "":
		return r[f.Name]
	case "size":
		tags, ok := in.value(f.Inner, r).([]string)
		if !ok {
			return nil
		}
		set := map[string]bool{}
		for _, t := range tags {
			set[t] = true
		}
		return int64(len(set))
	case "ratio":
		a, b := in.value(f.Inner, r), in.value(f.Second, r)
		if a == nil || b == nil || rat(b).Sign() == 0 {
			return nil
		}
		x, _ := rat(a).Float64()
		y, _ := rat(b).Float64()
		if math.IsInf(x/y, 0) {
			return nil
		}
		return x / y
	}
	v := in.value(f.Inner, r)
	switch {
	case v == nil:
		return nil
	case f.How == "day":
		return retention.DateOf(v.(time.Time), in.zone)
	case f.How == "age":
		return int64(in.today().DaysSince(v.(retention.Date)))
	}
	panic("no such derivation: " + f.How)
}

// events are those that count; known is false if nothing is known of them.
func (in interpreter) events(f *segment.PlainEvents, r record) (list []record, known bool) {
	all, known := r[f.Name].([]record)
	for _, e := range all {
		at := e[""].(time.Time)
		switch {
		case at.IsZero(), at.After(in.at):
		case !f.Last.IsZero() && !at.After(f.Last.Before(in.at, in.zone)):
		case !f.Since.IsZero() && at.Before(f.Since):
		case !f.Before.IsZero() && !at.Before(f.Before):
		case f.Where != nil && in.answer(*f.Where, e) != 1:
		default:
			list = append(list, e)
		}
	}
	return list, known
}

func (in interpreter) aggregate(f *segment.PlainField, events []record) any {
	times := []any{}
	for _, e := range events {
		times = append(times, e[""])
	}
	slices.SortFunc(times, order)
	switch {
	case f.How == "count":
		return int64(len(events))
	case len(events) == 0 && f.How != "sum":
		return nil
	case f.How == "first":
		return times[0]
	case f.How == "last":
		return times[len(times)-1]
	case f.How == "latest":
		events = slices.DeleteFunc(slices.Clone(events), func(e record) bool { return order(e[""], times[len(times)-1]) != 0 })
	}
	values := []any{}
	for _, e := range events {
		v := in.value(f.Inner, e)
		if v == nil {
			return nil
		}
		values = append(values, v)
	}
	slices.SortFunc(values, order)
	switch f.How {
	case "smallest":
		return values[0]
	case "largest", "latest":
		return values[len(values)-1]
	}
	sum := new(big.Rat)
	for _, v := range values {
		sum.Add(sum, rat(v))
	}
	switch f.How {
	case "sum":
		return sum
	case "average": // FloatString rounds half away from zero
		mean, _ := new(big.Rat).SetString(sum.Quo(sum, big.NewRat(int64(len(values)), 1)).FloatString(20))
		return mean
	}
	panic("no such derivation: " + f.How)
}

func rat(v any) *big.Rat {
	switch v := v.(type) {
	case *big.Rat:
		return v
	case int64:
		return big.NewRat(v, 1)
	case float64:
		return new(big.Rat).SetFloat64(v)
	case decimal.Decimal:
		return v.Rat()
	}
	panic(fmt.Sprintf("no number: %v", v))
}

// order compares two values.
func order(a, b any) int {
	switch a := a.(type) {
	case string:
		return strings.Compare(a, b.(string))
	case bool:
		return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) // "false" < "true"
	case time.Time:
		return a.Compare(b.(time.Time))
	case retention.Date:
		return a.DaysSince(b.(retention.Date))
	}
	return rat(a).Cmp(rat(b))
}

// manyLeaves are the leaves of shop_test.go and those that need a population, or
// change what is missing.
func manyLeaves() *rapid.Generator[segment.Rule[*customer]] {
	counts := rapid.IntRange(-1, 5)
	return rapid.OneOf(
		leaves(),
		conditions(orders.OmitZero(), counts, lessThan),
		conditions(orders.OrElse(0), counts, lessThan),
		conditions(orders.OrElse(0).OmitZero(), counts, lessThan),
		conditions(orders.OmitZero().OrElse(3).OrElse(4), counts, lessThan),
		conditions(rank.OmitZero().OrElse("gold").Field, rapid.SampledFrom(tiers), lessThan),
		conditions(country.OrElse("").Field, rapid.SampledFrom(countries), lessThan),
		conditions(optIn.OmitZero(), rapid.Bool(), func(a, b bool) bool { return b && !a }),
		conditions(spent.OmitZero(), amounts(), decimal.Decimal.LessThan),
		conditions(lastOrder.OrElse(now).DaysAgo().OmitZero(), rapid.IntRange(-3, 3), lessThan),
		conditions(birthday.OrElse(retention.NewDate(2026, time.March, 1)).DaysAgo(), rapid.IntRange(-3, 3), lessThan),
		conditions(purchases.Last().Day().DaysAgo().OrElse(99), rapid.IntRange(0, 100), lessThan),
		conditions(purchases.Count().OmitZero(), counts, lessThan),
		conditions(segment.Ratio(purchases.Where(quantity.OmitZero().IsKnown()).Count(), purchases.Count()), rapid.SampledFrom([]float64{0, 0.25, 0.5, 1}), lessThan),
		conditions(segment.Ratio(pAlive, orders.OmitZero()), rapid.SampledFrom([]float64{0, 0.25, 0.5, 1}), lessThan),
		conditions(segment.Sum(purchases, quantity.OmitZero()), counts, lessThan),
		conditions(segment.Average(purchases, amount.OrElse(decimal.NewFromInt(7))), amounts(), decimal.Decimal.LessThan),
		conditions(segment.Smallest(purchases, sku.OrElse("z").Field), rapid.SampledFrom(skus), lessThan),
		conditions(segment.Largest(purchases, quantity), rapid.IntRange(0, 3), lessThan),
		rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
			return orders.In(rapid.SliceOfN(rapid.IntRange(0, 60), 9, 20).Draw(t, "many")...)
		}),
		rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
			return id.Sample(percents().Draw(t, "percent"), rapid.SampledFrom([]string{"", "spring", "春"}).Draw(t, "salt"))
		}),
		rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
			percent := percents().Draw(t, "percent")
			switch rapid.IntRange(0, 5).Draw(t, "ranked") {
			case 0:
				return spent.Top(percent)
			case 1:
				return spent.Bottom(percent)
			case 2:
				return segment.Sum(purchases, quantity).Top(percent)
			case 3:
				return segment.Average(purchases, amount).Bottom(percent)
			case 4:
				return lastOrder.DaysAgo().Bottom(percent)
			}
			return birthday.Top(percent)
		}),
		rapid.Just(segment.Ref[*customer]("other")),
	)
}

// manyRules nests manyLeaves.
func manyRules(depth int) *rapid.Generator[segment.Rule[*customer]] {
	return nested(manyLeaves(), depth, segment.All[*customer], segment.Any[*customer])
}

func zones() *rapid.Generator[*time.Location] {
	list := []*time.Location{time.UTC, time.FixedZone("", 9*60*60), time.FixedZone("", -10*60*60)}
	for _, name := range []string{"America/New_York", "America/Santiago", "Australia/Lord_Howe"} { // whose clocks change near now, or soon
		zone, err := time.LoadLocation(name)
		if err != nil {
			panic(err)
		}
		list = append(list, zone)
	}
	return rapid.SampledFrom(list)
}

// TestInterpreted holds compiled rules against their plain twin.
func TestInterpreted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		interpreted(t, manyRules(2).Draw(t, "rule"), leaves().Draw(t, "other"),
			rapid.SliceOfN(customers(), 1, 12).Draw(t, "customers"), zones().Draw(t, "zone"),
			now.Add(rapid.SampledFrom([]time.Duration{0, -36 * time.Hour, 100 * time.Hour, 180 * time.Hour, 36 * 24 * time.Hour}).Draw(t, "at")))
	})
}

// interpreted compares the answers to a rule with those of the twin, and returns
// these.
func interpreted(t rapid.TB, rule, other segment.Rule[*customer], population []*customer, zone *time.Location, at time.Time) (answers []int) {
	set, err := segment.CompileAnyway(
		segment.Segment[*customer]{Name: "it", Rule: rule},
		segment.Segment[*customer]{Name: "other", Rule: other},
	)
	if err != nil {
		t.Fatal(err)
	}
	in := interpreter{at: at, zone: zone, segments: map[string]segment.PlainRule{"it": segment.Plain(rule), "other": segment.Plain(other)}}
	for _, c := range population {
		in.population = append(in.population, recordOf(c))
	}
	view := set.AsOf(at, zone).Fit(slices.Values(population)).AsOf(at, zone)
	for i, c := range population {
		want := in.answer(in.segments["it"], in.population[i])
		if got := view.Test(c, 0); int(got) != want {
			t.Errorf("%v\nof %v: %v, want %v", rule, c, got, segment.Truth(want))
		}
		answers = append(answers, want)
	}
	return answers
}

// TestInterpretedLeaves sees that the generators reach every op and derivation,
// with every answer that it has: else TestInterpreted would prove little.
func TestInterpretedLeaves(t *testing.T) {
	seen := map[string]map[int]bool{}
	for seed := range 25000 {
		rule := manyLeaves().Example(seed)
		population := rapid.SliceOfN(customers(), 1, 5).Example(seed)
		answers := interpreted(t, rule, longName, population, time.UTC, now)
		plain := segment.Plain(rule)
		for plain.Op == "not" {
			plain = plain.Parts[0]
			for i := range answers {
				answers[i] = -answers[i]
			}
		}
		for _, what := range []string{plain.Op, plain.Field.Made()} {
			for _, a := range answers {
				if seen[what] == nil {
					seen[what] = map[int]bool{}
				}
				seen[what][a] = true
			}
		}
	}
	for _, what := range []string{
		"ref", "custom", "followed", "missing", "is", "in", "above", "at least", "below", "at most", "in range",
		"contains", "prefix", "suffix", "has any", "has all", "in last", "in next", "older", "anniversary", "top", "bottom", "sample",
		"made by count", "made by sum", "made by average", "made by smallest", "made by largest", "made by first", "made by last",
		"made by latest", "made by size", "made by day", "made by age", "made by ratio", "or else",
	} {
		for _, answer := range []int{-1, 0, 1} {
			never := answer == 0 && slices.Contains([]string{"missing", "sample", "or else"}, what)
			if seen[what][answer] == never {
				t.Errorf("%s: answer %v drawn: %v", what, segment.Truth(answer), never)
			}
		}
	}
}
