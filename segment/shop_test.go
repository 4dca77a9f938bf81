package segment_test

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// customer has a value of every kind, each of which may be missing.
type customer struct {
	ID        string
	Orders    *int
	PAlive    float64 // NaN: missing
	Spent     *decimal.Decimal
	Country   string // "": missing
	Tier      tier
	OptIn     *bool
	LastOrder time.Time      // zero: missing
	Birthday  retention.Date // zero: missing
	Tags      []string       // nil: missing
	Purchases []*purchase    // nil: missing
}

type tier string

type purchase struct {
	At       time.Time
	SKU      string // "": missing
	Amount   *decimal.Decimal
	Quantity int
}

var (
	id        = segment.Text("id", func(c *customer) string { return c.ID })
	orders    = segment.Number("orders", func(c *customer) int { return *c.Orders }).KnownIf(func(c *customer) bool { return c.Orders != nil })
	pAlive    = segment.Number("p_alive", func(c *customer) float64 { return c.PAlive })
	spent     = segment.Money("spent", func(c *customer) decimal.Decimal { return *c.Spent }).KnownIf(func(c *customer) bool { return c.Spent != nil })
	country   = segment.Text("country", func(c *customer) string { return c.Country }).OmitZero()
	rank      = segment.Text("tier", func(c *customer) tier { return c.Tier })
	optIn     = segment.Flag("opt_in", func(c *customer) bool { return *c.OptIn }).KnownIf(func(c *customer) bool { return c.OptIn != nil })
	lastOrder = segment.Time("last_order", func(c *customer) time.Time { return c.LastOrder })
	birthday  = segment.Day("birthday", func(c *customer) retention.Date { return c.Birthday })
	tags      = segment.Tags("tags", func(c *customer) []string { return c.Tags }).KnownIf(func(c *customer) bool { return c.Tags != nil })

	purchases = segment.Events("purchases",
		func(c *customer) []*purchase { return c.Purchases },
		func(p *purchase) time.Time { return p.At },
	).KnownIf(func(c *customer) bool { return c.Purchases != nil })
	sku      = segment.Text("sku", func(p *purchase) string { return p.SKU }).OmitZero()
	amount   = segment.Money("amount", func(p *purchase) decimal.Decimal { return *p.Amount }).KnownIf(func(p *purchase) bool { return p.Amount != nil })
	quantity = segment.Number("quantity", func(p *purchase) int { return p.Quantity })

	longName = segment.RuleFunc("long ID", func(c *customer) segment.Truth {
		if c.ID == "" {
			return segment.Unknown
		}
		return segment.TruthOf(len(c.ID) > 2)
	})
)

// now is the moment that the customers of customers() live around.
var now = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)

// The values that customers have and rules ask for are few, so that they meet.
var (
	skus      = []string{"tea", "cup", "it's", `"`, "%"}
	countries = []string{"JP", "DE", "FR", "日本"}
	allTags   = []string{"wholesale", "vip", "a b", ""}
	tiers     = []tier{"", "gold", "silver"}
)

func maybe[V any](t *rapid.T, label string, g *rapid.Generator[V]) *V {
	if rapid.IntRange(0, 4).Draw(t, label+" missing") == 0 {
		return nil
	}
	v := g.Draw(t, label)
	return &v
}

func amounts() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64Range(-3, 12).Draw(t, "units")*25, -rapid.Int32Range(0, 2).Draw(t, "scale"))
	})
}

// instants returns times within two months around now, many of them on the hour.
func instants() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		return now.Add(time.Duration(rapid.IntRange(-60*24, 10*24).Draw(t, "hours")) * time.Hour).
			Add(rapid.SampledFrom([]time.Duration{0, 0, time.Minute, -time.Nanosecond}).Draw(t, "offset"))
	})
}

func dates() *rapid.Generator[retention.Date] {
	return rapid.Custom(func(t *rapid.T) retention.Date {
		if rapid.Bool().Draw(t, "leap day") {
			return retention.NewDate(2000, time.February, 29)
		}
		return retention.NewDate(rapid.IntRange(1990, 2026).Draw(t, "year"), time.March, rapid.IntRange(-10, 20).Draw(t, "day"))
	})
}

func somePurchases() *rapid.Generator[*purchase] {
	return rapid.Custom(func(t *rapid.T) *purchase {
		return &purchase{
			At:       instants().Draw(t, "at"),
			SKU:      rapid.SampledFrom(append([]string{""}, skus...)).Draw(t, "sku"),
			Amount:   maybe(t, "amount", amounts()),
			Quantity: rapid.IntRange(0, 3).Draw(t, "quantity"),
		}
	})
}

// customers returns customers with random gaps.
func customers() *rapid.Generator[*customer] {
	return rapid.Custom(func(t *rapid.T) *customer {
		c := &customer{
			ID:      rapid.StringN(0, 4, -1).Draw(t, "id"),
			Orders:  maybe(t, "orders", rapid.IntRange(0, 5)),
			PAlive:  rapid.SampledFrom([]float64{0, 0.25, 0.5, 1, math.NaN(), math.Inf(1)}).Draw(t, "p_alive"),
			Spent:   maybe(t, "spent", amounts()),
			Country: rapid.SampledFrom(append([]string{""}, countries...)).Draw(t, "country"),
			Tier:    rapid.SampledFrom(tiers).Draw(t, "tier"),
			OptIn:   maybe(t, "opt_in", rapid.Bool()),
		}
		if at := maybe(t, "last_order", instants()); at != nil {
			c.LastOrder = *at
		}
		if day := maybe(t, "birthday", dates()); day != nil {
			c.Birthday = *day
		}
		if set := maybe(t, "tags", rapid.SliceOfN(rapid.SampledFrom(allTags), 0, 3)); set != nil {
			c.Tags = append([]string{}, *set...)
		}
		if ps := maybe(t, "purchases", rapid.SliceOfN(somePurchases(), 0, 4)); ps != nil {
			c.Purchases = append([]*purchase{}, *ps...)
		}
		return c
	})
}

func spans() *rapid.Generator[retention.Span] {
	return rapid.SampledFrom([]retention.Span{{Days: 1}, {Days: 7}, {Days: 30}, {Months: 1}, {Months: 2, Days: 3}, {Exact: 36 * time.Hour}, {Days: 2, Exact: time.Hour}})
}

func daySpans() *rapid.Generator[retention.Span] {
	return rapid.SampledFrom([]retention.Span{{Days: 1}, {Days: 7}, {Days: 30}, {Months: 1}, {Months: 300}})
}

func percents() *rapid.Generator[float64] {
	return rapid.SampledFrom([]float64{0.5, 10, 25, 33.3, 50, 100})
}

// conditions returns conditions that any field of ordered values has.
func conditions[T, V any](f segment.Field[T, V], values *rapid.Generator[V], less func(a, b V) bool) *rapid.Generator[segment.Rule[T]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[T] {
		v := values.Draw(t, "value")
		switch rapid.IntRange(0, 10).Draw(t, "condition") {
		case 0:
			return f.Is(v)
		case 1:
			return f.IsNot(v)
		case 2:
			return f.In(v, values.Draw(t, "other"))
		case 3:
			return f.NotIn(v, values.Draw(t, "other"))
		case 4:
			return f.Above(v)
		case 5:
			return f.AtLeast(v)
		case 6:
			return f.Below(v)
		case 7:
			return f.AtMost(v)
		case 8:
			if to := values.Draw(t, "to"); less(v, to) {
				return f.InRange(v, to)
			}
			return f.OrElse(v).Is(v)
		case 9:
			return f.IsMissing()
		}
		return f.IsKnown()
	})
}

func lessThan[V int | float64 | string | tier](a, b V) bool { return a < b }

// aboutEvents returns rules about a purchase.
func aboutEvents() *rapid.Generator[segment.Rule[*purchase]] {
	return rapid.OneOf(
		conditions(sku.Field, rapid.SampledFrom(skus), lessThan),
		conditions(amount, amounts(), decimal.Decimal.LessThan),
		conditions(quantity, rapid.IntRange(0, 3), lessThan),
		rapid.Just(segment.Not(sku.Contains("e"))),
		rapid.Just(segment.Any(sku.HasPrefix("t"), quantity.Above(1))),
	)
}

// someEvents returns purchases, narrowed down in some way.
func someEvents() *rapid.Generator[segment.EventsField[*customer, *purchase]] {
	return rapid.Custom(func(t *rapid.T) segment.EventsField[*customer, *purchase] {
		s := purchases
		if rapid.Bool().Draw(t, "where") {
			s = s.Where(aboutEvents().Draw(t, "rule"))
		}
		if rapid.Bool().Draw(t, "in last") {
			s = s.InLast(spans().Draw(t, "span"))
		}
		if rapid.IntRange(0, 3).Draw(t, "since") == 0 {
			s = s.Since(now.AddDate(0, 0, -20))
		}
		if rapid.IntRange(0, 3).Draw(t, "before") == 0 {
			s = s.Before(now.AddDate(0, 0, -3))
		}
		return s
	})
}

// leaves returns rules about a customer that are not made from others.
func leaves() *rapid.Generator[segment.Rule[*customer]] {
	counts, money := rapid.IntRange(0, 5), amounts()
	return rapid.OneOf(
		conditions(orders, counts, lessThan),
		conditions(pAlive, rapid.SampledFrom([]float64{0, 0.25, 0.4, 1}), lessThan),
		conditions(spent, money, decimal.Decimal.LessThan),
		conditions(country.Field, rapid.SampledFrom(countries), lessThan),
		conditions(rank.Field, rapid.SampledFrom(tiers), lessThan),
		conditions(optIn.Field, rapid.Bool(), func(a, b bool) bool { return b && !a }),
		conditions(lastOrder.Field, instants(), time.Time.Before),
		conditions(birthday.Field, dates(), retention.Date.Before),
		conditions(lastOrder.DaysAgo(), rapid.IntRange(-3, 40), lessThan),
		conditions(lastOrder.Day().Field, dates(), retention.Date.Before),
		conditions(segment.Ratio(lastOrder.DaysAgo(), orders), rapid.SampledFrom([]float64{0, 1.5, 10}), lessThan),
		conditions(tags.Count(), counts, lessThan),
		rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
			part := rapid.SampledFrom([]string{"", "J", "本", "E", "DE"}).Draw(t, "part")
			switch rapid.IntRange(0, 2).Draw(t, "text") {
			case 0:
				return country.Contains(part)
			case 1:
				return country.HasPrefix(part)
			}
			return country.HasSuffix(part)
		}),
		rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
			chosen := rapid.SliceOfN(rapid.SampledFrom(allTags), 1, 2).Draw(t, "tags")
			switch rapid.IntRange(0, 2).Draw(t, "set") {
			case 0:
				return tags.HasAny(chosen...)
			case 1:
				return tags.HasAll(chosen...)
			}
			return tags.IsMissing()
		}),
		rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
			switch rapid.IntRange(0, 3).Draw(t, "moving") {
			case 0:
				return lastOrder.InLast(spans().Draw(t, "span"))
			case 1:
				return lastOrder.InNext(spans().Draw(t, "span"))
			case 2:
				return lastOrder.OlderThan(spans().Draw(t, "span"))
			}
			return birthday.AnniversaryIn(rapid.SampledFrom([]int{1, 2, 7, 30, 365}).Draw(t, "days"))
		}),
		rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
			switch span := daySpans().Draw(t, "span"); rapid.IntRange(0, 2).Draw(t, "moving day") {
			case 0:
				return birthday.InLast(span)
			case 1:
				return birthday.InNext(span)
			default:
				return birthday.OlderThan(span)
			}
		}),
		aggregates(someEvents(), spans()),
		rapid.Just(segment.Rule[*customer](longName)),
	)
}

// aggregates returns conditions on what is made from some events.
func aggregates(events *rapid.Generator[segment.EventsField[*customer, *purchase]], spans *rapid.Generator[retention.Span]) *rapid.Generator[segment.Rule[*customer]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
		s := events.Draw(t, "events")
		switch rapid.IntRange(0, 9).Draw(t, "aggregate") {
		case 0:
			return conditions(s.Count(), rapid.IntRange(0, 4), lessThan).Draw(t, "count")
		case 1:
			return conditions(segment.Sum(s, amount), amounts(), decimal.Decimal.LessThan).Draw(t, "sum")
		case 2:
			return conditions(segment.Average(s, quantity), amounts(), decimal.Decimal.LessThan).Draw(t, "average")
		case 3:
			return conditions(segment.Smallest(s, amount), amounts(), decimal.Decimal.LessThan).Draw(t, "smallest")
		case 4:
			return conditions(segment.Largest(s, quantity), rapid.IntRange(0, 3), lessThan).Draw(t, "largest")
		case 5:
			return conditions(segment.Latest(s, sku.Field), rapid.SampledFrom(skus), lessThan).Draw(t, "latest")
		case 6:
			return s.First().InLast(spans.Draw(t, "span"))
		case 7:
			return conditions(s.Last().Field, instants(), time.Time.Before).Draw(t, "last")
		case 8:
			return conditions(s.Last().DaysAgo(), rapid.IntRange(0, 40), lessThan).Draw(t, "days ago")
		}
		return segment.Followed(s, events.Draw(t, "then"), spans.Draw(t, "within"))
	})
}

// rules returns rules about a customer, nested up to a depth.
func rules(depth int) *rapid.Generator[segment.Rule[*customer]] {
	return nested(leaves(), depth, segment.All[*customer], segment.Any[*customer])
}

// nested returns rules made from others, up to a depth: by some functions or by Not.
func nested[T any](leaves *rapid.Generator[segment.Rule[T]], depth int, by ...func(...segment.Rule[T]) segment.Rule[T]) *rapid.Generator[segment.Rule[T]] {
	if depth == 0 {
		return leaves
	}
	inner := nested(leaves, depth-1, by...)
	return rapid.Custom(func(t *rapid.T) segment.Rule[T] {
		switch i := rapid.IntRange(-2, len(by)-1).Draw(t, "combination"); i {
		case -2:
			return leaves.Draw(t, "leaf")
		case -1:
			return segment.Not(inner.Draw(t, "part"))
		default:
			return by[i](rapid.SliceOfN(inner, 1, 3).Draw(t, "parts")...)
		}
	})
}

// String lets failures show who they are about.
func (c *customer) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "{%q", c.ID)
	if c.Orders != nil {
		fmt.Fprintf(&b, " orders:%d", *c.Orders)
	}
	fmt.Fprintf(&b, " p:%v", c.PAlive)
	if c.Spent != nil {
		fmt.Fprintf(&b, " spent:%v", c.Spent)
	}
	fmt.Fprintf(&b, " country:%q tier:%q", c.Country, c.Tier)
	if c.OptIn != nil {
		fmt.Fprintf(&b, " optIn:%v", *c.OptIn)
	}
	fmt.Fprintf(&b, " last:%v born:%v tags:%q", c.LastOrder, c.Birthday, c.Tags)
	for _, p := range c.Purchases {
		fmt.Fprintf(&b, " %v", p)
	}
	return b.String() + "}"
}

// String does so within lists.
func (p *purchase) String() string {
	return fmt.Sprintf("(%v %q %v ×%d)", p.At, p.SKU, p.Amount, p.Quantity)
}
