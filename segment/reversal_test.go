package segment_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// slot is a field of the test's customers that a change can be made to: set takes
// nil for missing.
type slot struct {
	name string
	set  func(c *customer, v any)
	grid []any // values worth trying
}

func slots() []slot {
	var times, days, money []any
	for _, at := range instantsAround() {
		times = append(times, at.Add(-1), at, at.Add(1))
	}
	for n := -40; n <= 40; n++ {
		days = append(days, retention.NewDate(2001, time.March, n))
	}
	for n := -1; n <= 9; n++ {
		money = append(money, decimal.New(int64(n), -1))
	}
	return []slot{
		{"orders", func(c *customer, v any) {
			c.Orders = nil
			if v != nil {
				n := int(v.(int64))
				c.Orders = &n
			}
		}, []any{nil, int64(-1), int64(0), int64(1), int64(2), int64(3), int64(4), int64(5)}},
		{"p_alive", func(c *customer, v any) {
			c.PAlive = math.NaN()
			if v != nil {
				c.PAlive = v.(float64)
			}
		}, []any{nil, -1.0, 0.0, 0.1, 0.25, 0.3, 0.4, 0.6, 1.0, 2.0}},
		{"spent", func(c *customer, v any) {
			c.Spent = nil
			if v != nil {
				d := v.(decimal.Decimal)
				c.Spent = &d
			}
		}, append(money, nil)},
		{"country", func(c *customer, v any) { c.Country, _ = v.(string) }, []any{nil, "A", "DE", "E", "FR", "G", "JP", "ZZ", "日本", "日本語"}},
		{"tier", func(c *customer, v any) { c.Tier = tier(v.(string)) }, []any{"", "a", "gold", "hi", "silver", "z"}},
		{"opt_in", func(c *customer, v any) {
			c.OptIn = nil
			if v != nil {
				b := v.(bool)
				c.OptIn = &b
			}
		}, []any{nil, true, false}},
		{"last_order", func(c *customer, v any) { c.LastOrder, _ = v.(time.Time) }, append(times, nil)},
		{"birthday", func(c *customer, v any) { c.Birthday, _ = v.(retention.Date) }, append(days, nil)},
		{"tags", func(c *customer, v any) { c.Tags, _ = v.([]string) }, []any{
			nil, []string{}, []string{"vip"}, []string{"wholesale"}, []string{"vip", "wholesale"}, []string{"?"},
			[]string{"?", "vip"}, []string{"?", "wholesale"}, []string{"?", "!"}, []string{"vip", "wholesale", "?"}, []string{"?", "!", "vip"},
		}},
	}
}

// instantsAround are the bounds of what the rules of these tests ask of a time.
func instantsAround() []time.Time {
	midnight := now.Truncate(24 * time.Hour)
	return []time.Time{
		now, now.AddDate(0, 0, -7), now.AddDate(0, 0, -20), now.AddDate(0, 0, 5), now.Add(-36 * time.Hour),
		midnight, midnight.AddDate(0, 0, 1), midnight.AddDate(0, 0, -9), midnight.AddDate(0, 0, -10), midnight.AddDate(0, 0, -11),
	}
}

// plainLeaves returns conditions on the fields that slots know, all of which the
// search can look into.
func plainLeaves() *rapid.Generator[segment.Rule[*customer]] {
	cents := rapid.Custom(func(t *rapid.T) decimal.Decimal { return decimal.New(rapid.Int64Range(0, 8).Draw(t, "cents"), -1) })
	times := rapid.SampledFrom([]time.Time{now, now.AddDate(0, 0, -20)})
	days := rapid.Custom(func(t *rapid.T) retention.Date {
		return retention.NewDate(2001, time.March, rapid.IntRange(-10, 20).Draw(t, "day"))
	})
	return rapid.OneOf(
		conditions(orders, rapid.IntRange(0, 4), lessThan),
		conditions(orders.OrElse(2), rapid.IntRange(0, 4), lessThan),
		conditions(pAlive, rapid.SampledFrom([]float64{0, 0.25, 0.4, 1}), lessThan),
		conditions(spent, cents, decimal.Decimal.LessThan),
		conditions(country.Field, rapid.SampledFrom(countries), lessThan),
		conditions(rank.Field, rapid.SampledFrom(tiers), lessThan),
		conditions(optIn.Field, rapid.Bool(), func(a, b bool) bool { return b && !a }),
		conditions(lastOrder.Field, times, time.Time.Before),
		conditions(lastOrder.DaysAgo(), rapid.IntRange(9, 11), lessThan),
		conditions(birthday.Field, days, retention.Date.Before),
		rapid.SampledFrom([]segment.Rule[*customer]{
			lastOrder.InLast(retention.Span{Days: 7}), lastOrder.OlderThan(retention.Span{Exact: 36 * time.Hour}), lastOrder.InNext(retention.Span{Days: 5}),
			birthday.AnniversaryIn(1), birthday.AnniversaryIn(7),
			tags.Has("vip"), tags.HasAny("vip", "wholesale"), tags.HasAll("wholesale", "vip"), tags.IsMissing(),
			tags.Count().Is(0), tags.Count().AtLeast(2), tags.Count().OrElse(1).Is(1),
			country.HasPrefix("D"), country.Contains("P"), country.HasSuffix("本"),
		}),
	)
}

func plainRules(depth int) *rapid.Generator[segment.Rule[*customer]] {
	if depth == 0 {
		return plainLeaves()
	}
	inner := plainRules(depth - 1)
	return rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
		parts := rapid.SliceOfN(inner, 1, 3).Draw(t, "parts")
		switch rapid.IntRange(0, 3).Draw(t, "combination") {
		case 0:
			return segment.Not(segment.All(parts...))
		case 1:
			return segment.Any(parts...)
		}
		return segment.All(parts...)
	})
}

// amended returns the customer with what a reversal needs.
func amended(t rapid.TB, c *customer, needs []segment.Need) *customer {
	t.Helper()
	copied := *c
	for _, n := range needs {
		i := slices.IndexFunc(slots(), func(s slot) bool { return s.name == n.Field })
		if i < 0 {
			t.Fatalf("a need of field %q", n.Field)
		}
		slots()[i].set(&copied, wanted(t, c, n, slots()[i].grid))
	}
	return &copied
}

// wanted returns a value that a need asks for, as close to the bound as can be.
func wanted(t rapid.TB, c *customer, n segment.Need, grid []any) any {
	switch n.Way {
	case segment.ToMissing:
		return nil
	case segment.ToOneOf:
		return n.Values[len(n.Values)-1]
	case segment.ToNoneOf, segment.ToKnown:
		i := slices.IndexFunc(grid, func(v any) bool {
			return v != nil && v != "" && !slices.ContainsFunc(n.Values, func(w any) bool { return fmt.Sprint(v) == fmt.Sprint(w) })
		})
		return grid[i]
	case segment.ToTags:
		return wantedTags(c.Tags, n)
	case segment.ToLike:
		return n.Nearest.Value
	case segment.ToRange:
		if n.Nearest.Open {
			return past(n)
		}
		return n.Nearest.Value
	}
	t.Fatalf("a need of way %q", n.Way)
	return nil
}

// past returns a value just past the nearest one, into the range.
func past(n segment.Need) any {
	up := n.Nearest == n.From
	switch v := n.Nearest.Value.(type) {
	case float64:
		if up {
			return math.Nextafter(v, math.Inf(1))
		}
		return math.Nextafter(v, math.Inf(-1))
	case decimal.Decimal:
		if up {
			return v.Add(decimal.New(1, -9))
		}
		return v.Sub(decimal.New(1, -9))
	case time.Time:
		if up {
			return v.Add(1)
		}
		return v.Add(-1)
	}
	panic(fmt.Sprintf("%v is open", n.Nearest))
}

func wantedTags(has []string, n segment.Need) []string {
	set := append([]string{}, n.Add...)
	for _, tag := range has {
		if !slices.Contains(n.Remove, tag) && !slices.Contains(set, tag) {
			set = append(set, tag)
		}
	}
	if n.Nearest.IsZero() {
		return set
	}
	size := int(n.Nearest.Value.(int64))
	for i := 0; len(set) < size; i++ {
		set = append(set, fmt.Sprint("another ", i))
	}
	return set[:size] // the added ones come first
}

// isMember tells without the help of a set.
func isMember(rule segment.Rule[*customer], c *customer) bool {
	return rule.Test(c, segment.NewMoment(now, time.UTC)) == segment.True
}

func reverse(t rapid.TB, rule segment.Rule[*customer], c *customer) segment.Reversal {
	t.Helper()
	r, err := compileOne(t, rule).AsOf(now, time.UTC).Reverse(c, "it")
	if err != nil {
		t.Fatal(err)
	}
	if r.Member != isMember(rule, c) {
		t.Fatalf("member is %v", r.Member)
	}
	return r
}

// What is made from a time that may be missing is seen as it is made, and the time
// is not read of those of whom it is not known.
func TestReversalOfWhatMayMiss(t *testing.T) {
	first := segment.Time("first", func(c *customer) time.Time { return c.Purchases[0].At })
	isKnown := func(c *customer) bool { return c.Purchases != nil }
	ago := now.AddDate(0, 0, -3)
	nobody, somebody := &customer{}, &customer{Purchases: []*purchase{{At: ago}}}
	for _, tt := range []struct {
		field segment.Field[*customer, int]
		of    *customer
		want  any
	}{
		{first.DaysAgo(), somebody, ago},
		{first.DaysAgo().OmitZero(), somebody, int64(3)},
		{first.DaysAgo().KnownIf(isKnown), somebody, int64(3)},
		{first.DaysAgo().KnownIf(isKnown), nobody, nil},
		{first.DaysAgo().OmitZero().KnownIf(isKnown), nobody, nil},
		{first.DaysAgo().KnownIf(isKnown).OmitZero(), nobody, nil},
	} {
		r, err := compile(t, tt.field.Above(5)).AsOf(now, time.UTC).Reverse(tt.of, "a")
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Needs) != 1 || r.Needs[0].Seen != tt.want {
			t.Errorf("%s of %v: %+v, want one that saw %v", tt.field.Name(), tt.of, r.Needs, tt.want)
		}
	}
}

// The change that a reversal gives does reverse membership.
func TestReversalReverses(t *testing.T) {
	exact := 0
	rapid.Check(t, func(t *rapid.T) {
		rule := plainRules(2).Draw(t, "rule")
		c := customers().Draw(t, "customer")
		r := reverse(t, rule, c)
		if len(r.Needs) == 0 {
			return
		}
		if r.Exact {
			exact++
		} else if i := slices.IndexFunc(r.Needs, func(n segment.Need) bool { return n.Nearest.IsZero() && n.Way == segment.ToLike }); i < 0 {
			t.Errorf("%v of %v: %+v is not exact", rule, c, r)
		} else {
			return
		}
		if changed := amended(t, c, r.Needs); isMember(rule, changed) == r.Member {
			t.Errorf("%v: %v with %s\nis %v, with the same answer", rule, c, r.Text(retention.English), changed)
		}
	})
	if exact == 0 && !testing.Short() {
		t.Error("no reversal was exact: the test shows nothing")
	}
}

// No change of fewer fields does, whichever values are tried.
func TestReversalIsSmallest(t *testing.T) {
	all := slots()
	rapid.Check(t, func(t *rapid.T) {
		rule := plainRules(2).Draw(t, "rule")
		c := customers().Draw(t, "customer")
		r := reverse(t, rule, c)
		fewer := min(len(r.Needs)-1, 2)
		if len(r.Needs) == 0 && r.Exact {
			fewer = 2
		}
		if smaller := reversedBy(rule, c, all, fewer); smaller != nil {
			t.Errorf("%v: %v with %s\nbut %v does", rule, c, r.Text(retention.English), smaller)
		}
	})
}

// reversedBy returns a customer who differs in so many slots and is a member where
// the given one is none, or the other way round; nil if there is none.
func reversedBy(rule segment.Rule[*customer], c *customer, slots []slot, n int) *customer {
	if n <= 0 {
		return nil
	}
	member := isMember(rule, c)
	for i, s := range slots {
		for _, v := range s.grid {
			changed := *c
			s.set(&changed, v)
			if isMember(rule, &changed) != member {
				return &changed
			}
			if n > 1 {
				for _, other := range slots[i+1:] {
					for _, w := range other.grid {
						twice := changed
						if other.set(&twice, w); isMember(rule, &twice) != member {
							return &twice
						}
					}
				}
			}
		}
	}
	return nil
}

// Of whole numbers and days, none that is nearer than the nearest does.
func TestReversalIsNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.OneOf(
			conditions(orders, rapid.IntRange(-3, 12), lessThan),
			rapid.Just(segment.Rule[*customer](country.Is("JP"))),
		), 1, 4).Draw(t, "parts")
		rule := segment.Any(segment.All(parts[:(len(parts)+1)/2]...), segment.Not(segment.Any(parts[len(parts)/2:]...)))
		n := rapid.IntRange(-5, 14).Draw(t, "orders")
		c := &customer{Orders: &n, Country: rapid.SampledFrom(countries).Draw(t, "country")}
		r := reverse(t, rule, c)
		for i, need := range r.Needs {
			nearest, ok := need.Nearest.Value.(int64)
			if !ok || need.Field != "orders" {
				continue
			}
			others := amended(t, c, slices.Delete(slices.Clone(r.Needs), i, i+1))
			far := max(int(nearest)-n, n-int(nearest))
			for m := n - far + 1; m < n+far; m++ {
				closer := *others
				closer.Orders = &m
				if isMember(rule, &closer) != r.Member {
					t.Errorf("%v: %v with %s\nbut %d does", rule, c, r.Text(retention.English), m)
				}
			}
		}
	})
}

func TestReversalOfRandomRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := rules(3).Draw(t, "rule")
		r := reverse(t, rule, customers().Draw(t, "customer"))
		seen := map[string]bool{}
		for _, n := range r.Needs {
			if key := n.Field + "/" + n.Rule; seen[key] && n.Field != "" {
				t.Errorf("%v: two needs of %s", rule, key)
			} else {
				seen[key] = true
			}
		}
		_, _ = r.Text(retention.English), r.Text(retention.Japanese)
	})
}

func TestReversalIsExact(t *testing.T) {
	ten := decimal.NewFromInt(10)
	for _, test := range []struct {
		rule   segment.Rule[*customer]
		exact  bool
		needs  int
		reason string
	}{
		{segment.All(orders.AtLeast(3), country.Is("DE")), true, 2, "two fields"},
		{segment.Any(orders.AtLeast(3), country.Is("DE")), true, 1, "one of them will do"},
		{segment.Any(segment.All(orders.AtLeast(3), country.Is("DE")), optIn.IsFalse()), true, 1, "one field rather than two"},
		{segment.Any(longName, segment.Not(longName), orders.Is(7)), false, 1, "a field rather than a rule, but the rule may depend on it"},
		{segment.Any(orders.AtLeast(3), orders.Below(3)), true, 1, "what always holds, but where nothing is known"},
		{segment.Any(rank.Is("a"), rank.IsNot("a")), true, 0, "what always holds"},
		{segment.All(purchases.Count().AtLeast(3), country.Is("DE")), true, 2, "events are as good as a field"},
		{segment.All(purchases.Count().AtLeast(3), segment.Sum(purchases, amount).Below(ten)), false, 2, "both are made from the purchases"},
		{segment.All(orders.AtLeast(3), segment.Ratio(orders, tags.Count()).Below(0.5)), false, 2, "both are made from the orders"},
		{segment.All(tags.HasAll("x", "y"), tags.Count().Is(2)), true, 1, "one field, which the two conditions part"},
		{segment.All(lastOrder.DaysAgo().Is(3), lastOrder.Above(now.AddDate(0, 0, -4))), true, 1, "one time, with a day before it"},
		{id.Sample(0.000001, "x"), false, 1, "nobody knows an ID that is in"},
		{segment.All(orders.Top(10), country.Is("DE")), false, 2, "a share of others who are not known"},
	} {
		r := reverse(t, test.rule, someone())
		if r.Exact != test.exact || len(r.Needs) != test.needs {
			t.Errorf("%v: exact is %v with %d needs, want %v with %d: %s\n%s",
				test.rule, r.Exact, len(r.Needs), test.exact, test.needs, test.reason, r.Text(retention.English))
		}
	}
}

func TestReversalText(t *testing.T) {
	always := segment.Any(rank.Is("a"), rank.IsNot("a"))
	for _, test := range []struct {
		rule   segment.Rule[*customer]
		en, ja string
	}{
		{segment.All(orders.AtLeast(3), segment.Any(longName, country.Is("DE"))),
			"Would become a member of \"it\" with\n  orders: at least 3 (now 2)\n(less may do, or more may be needed)",
			"次のように変わると、「it」の対象になります\n  orders：3以上（現在2）\n（より少ない変更で足りる場合や、これだけでは足りない場合があります）"},
		{segment.All(orders.Is(2), tags.Has("vip")),
			"Would no longer be a member of \"it\" with\n  orders: at most 1 (now 2)",
			"次のように変わると、「it」の対象から外れます\n  orders：1以下（現在2）"},
		{always, "There is no way to cease to be a member of \"it\"", "「it」の対象から外す方法はありません"},
		{segment.All(segment.Not(longName), birthday.IsMissing(), tags.HasAll("x", "y"), tags.Count().Is(3), country.IsNot("JP")),
			"Would become a member of \"it\" with\n  long ID: would have to be false\n  birthday: not known (now 1990-03-04)\n" +
				"  tags: with \"x\" and \"y\", in number 3 (now \"a b\" and \"vip\")\n  country: anything but \"JP\" (now \"JP\")\n(less may do, or more may be needed)",
			"次のように変わると、「it」の対象になります\n  long ID：当てはまらないこと\n  birthday：情報なし（現在1990年3月4日）\n" +
				"  tags：「x」「y」を追加、数は3（現在「a b」「vip」）\n  country：「JP」以外（現在「JP」）\n（より少ない変更で足りる場合や、これだけでは足りない場合があります）"},
	} {
		r := reverse(t, test.rule, someone())
		if diff := cmp.Diff([2]string{test.en, test.ja}, [2]string{r.Text(retention.English), r.Text(retention.Japanese)}); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.rule, diff)
		}
	}
}

func TestReversalIsNearestOfSeveralFields(t *testing.T) {
	rule := segment.All(country.Is("DE"), segment.Any(orders.Is(9), orders.Is(4), orders.Is(-1), orders.Is(7)))
	r := reverse(t, rule, someone())
	if len(r.Needs) != 2 || r.Needs[1].Nearest.Value != int64(4) {
		t.Errorf("want 4 orders, which is nearest to 2: %s", r.Text(retention.English))
	}
}
