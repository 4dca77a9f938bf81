package main

import (
	"math"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// The values that rules ask for are such as customers have, or lie next to them.

func someWords() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(wildWords[:10]), rapid.SampledFrom(wildWords))
}

func someNumbers() *rapid.Generator[int] {
	return rapid.OneOf(rapid.IntRange(-3, 10), rapid.SampledFrom([]int{math.MinInt64, math.MinInt32, math.MaxInt32, math.MaxInt64}))
}

func fewNumbers() *rapid.Generator[int] { return rapid.IntRange(-1, 4) }

func someFloats() *rapid.Generator[float64] {
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(-4, 40), func(n int) float64 { return float64(n) / 4 }),
		rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 0.1, 1.0 / 3, 1 << 53, 1<<53 + 2, math.MaxFloat64, math.SmallestNonzeroFloat64, 0x1p-1022, 0x1p-50, 0x1.fffffffffffffp-51, 0x1p53}),
	)
}

// someAmounts returns amounts of whole units, cents and parts of cents.
func someAmounts() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		switch rapid.IntRange(0, 4).Draw(t, "size") {
		case 0:
			return decimal.New(rapid.Int64Range(-4, 4).Draw(t, "units"), 0)
		case 1:
			return decimal.New(rapid.Int64Range(-50000, 350000).Draw(t, "mills"), -3)
		case 2:
			return decimal.New(rapid.Int64Range(-3, 3).Draw(t, "tiny"), -9)
		case 3:
			return decimal.New(rapid.Int64Range(-3, 3).Draw(t, "huge"), 20)
		}
		return decimal.New(rapid.Int64Range(-500, 3501).Draw(t, "cents"), -2)
	})
}

// heldAmounts returns amounts that a column of cents can hold.
func heldAmounts() *rapid.Generator[decimal.Decimal] {
	return rapid.Map(rapid.Int64Range(-500, 3501), func(n int64) decimal.Decimal { return decimal.New(n, -2) })
}

// someInstants returns times near now, many of them at the turn of a day or hour
// and some between two microseconds.
func someInstants() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		day := now.AddDate(0, 0, rapid.IntRange(-400, 6).Draw(t, "day"))
		if rapid.IntRange(0, 3).Draw(t, "hour") > 0 {
			day = day.Truncate(24 * time.Hour).Add(time.Duration(rapid.IntRange(0, 48).Draw(t, "half hours")) * 30 * time.Minute)
		}
		return day.Add(rapid.SampledFrom([]time.Duration{0, 0, time.Microsecond, -time.Microsecond, 1, -1, 500, time.Second / 2}).Draw(t, "offset"))
	})
}

func someDates() *rapid.Generator[retention.Date] {
	return rapid.Custom(func(t *rapid.T) retention.Date {
		switch rapid.IntRange(0, 2).Draw(t, "around") {
		case 0:
			return retention.DateOf(now, time.UTC).AddDays(rapid.IntRange(-400, 8).Draw(t, "days"))
		case 1:
			return retention.NewDate(1930+4*rapid.IntRange(0, 24).Draw(t, "leap year")+2, time.February, 29)
		}
		return retention.NewDate(rapid.IntRange(1928, 2030).Draw(t, "year"), 1, rapid.IntRange(1, 366).Draw(t, "day"))
	})
}

func exactSpans() *rapid.Generator[retention.Span] {
	return rapid.SampledFrom([]retention.Span{{Exact: time.Hour}, {Exact: 36 * time.Hour}, {Exact: 90*24*time.Hour + 1500}, {Exact: 999}})
}

func someSpans() *rapid.Generator[retention.Span] {
	return rapid.OneOf(exactSpans(), daySpans(),
		rapid.SampledFrom([]retention.Span{{Days: 2, Exact: time.Hour}, {Months: 2, Days: 3, Exact: time.Nanosecond}, {Months: 12 * 9000}}))
}

func daySpans() *rapid.Generator[retention.Span] {
	return rapid.SampledFrom([]retention.Span{{Days: 1}, {Days: 7}, {Days: 90}, {Days: 366}, {Months: 1}, {Months: 6, Days: 5}, {Months: 12}, {Months: 480}})
}

func compare[V int | float64 | string](a, b V) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func compareFlags(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// conditions returns conditions that any field of ordered values has. Held are
// values that a column can hold.
func conditions[T, V any](f segment.Field[T, V], values *rapid.Generator[V], compare func(a, b V) int) *rapid.Generator[segment.Rule[T]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[T] {
		f := f
		switch rapid.IntRange(0, 7).Draw(t, "variant") {
		case 0:
			f = f.OmitZero()
		case 1:
			f = f.OrElse(values.Draw(t, "or else"))
		case 2:
			f = f.OrElse(values.Draw(t, "or else")).OmitZero()
		case 3:
			f = f.OmitZero().OrElse(values.Draw(t, "or else"))
		}
		v := values.Draw(t, "value")
		switch rapid.IntRange(0, 10).Draw(t, "condition") {
		case 0:
			return f.Is(v)
		case 1:
			return f.IsNot(v)
		case 2:
			return f.In(v, values.Draw(t, "second"), values.Draw(t, "third"))
		case 3:
			return f.NotIn(v, values.Draw(t, "second"))
		case 4:
			return f.Above(v)
		case 5:
			return f.AtLeast(v)
		case 6:
			return f.Below(v)
		case 7:
			return f.AtMost(v)
		case 8:
			to := values.Draw(t, "to")
			switch c := compare(v, to); {
			case c < 0:
				return f.InRange(v, to)
			case c > 0:
				return f.InRange(to, v)
			}
			return f.Is(v)
		case 9:
			return f.IsMissing()
		}
		return f.IsKnown()
	})
}

// spellings returns conditions that texts have.
func spellings[T any](f segment.TextField[T, string]) *rapid.Generator[segment.Rule[T]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[T] {
		if rapid.IntRange(0, 4).Draw(t, "or else") == 0 {
			f = f.OrElse(someWords().Draw(t, "other"))
		}
		part := someWords().Draw(t, "part")
		switch rapid.IntRange(0, 3).Draw(t, "spelling") {
		case 0:
			return f.HasPrefix(part)
		case 1:
			return f.HasSuffix(part)
		case 2:
			return f.OmitZero().Contains(part)
		}
		return f.Contains(part)
	})
}

// movements returns conditions that times have.
func movements[T any](f segment.TimeField[T]) *rapid.Generator[segment.Rule[T]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[T] {
		if rapid.IntRange(0, 4).Draw(t, "or else") == 0 {
			f = f.OrElse(someInstants().Draw(t, "other"))
		}
		span := someSpans().Draw(t, "span")
		switch rapid.IntRange(0, 7).Draw(t, "movement") {
		case 0:
			return f.InLast(span)
		case 1:
			return f.InNext(span)
		case 2:
			return f.OlderThan(span)
		case 3:
			return conditions(f.DaysAgo(), rapid.IntRange(-5, 400), compare).Draw(t, "days ago")
		case 4:
			return conditions(f.DaysAgo(), someNumbers(), compare).Draw(t, "days ago")
		case 5:
			return nearDays(f.Day()).Draw(t, "day")
		case 6:
			return conditions(f.Day().Field, someDates(), retention.Date.Compare).Draw(t, "day")
		}
		return conditions(f.Field, someInstants(), time.Time.Compare).Draw(t, "time")
	})
}

// nearDays returns conditions that days have, but for anniversaries.
func nearDays[T any](f segment.DayField[T]) *rapid.Generator[segment.Rule[T]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[T] {
		if rapid.IntRange(0, 4).Draw(t, "or else") == 0 {
			f = f.OrElse(someDates().Draw(t, "other"))
		}
		span := daySpans().Draw(t, "span")
		switch rapid.IntRange(0, 2).Draw(t, "near") {
		case 0:
			return f.InLast(span)
		case 1:
			return f.InNext(span)
		}
		return f.OlderThan(span)
	})
}

func anniversaries[T any](f segment.DayField[T]) *rapid.Generator[segment.Rule[T]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[T] {
		if rapid.IntRange(0, 4).Draw(t, "or else") == 0 {
			f = f.OrElse(someDates().Draw(t, "other"))
		}
		return f.AnniversaryIn(rapid.SampledFrom([]int{1, 2, 7, 30, 300, 305, 306, 307, 364, 365}).Draw(t, "days"))
	})
}

func tagRules() *rapid.Generator[segment.Rule[Customer]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[Customer] {
		words := rapid.SliceOfN(someWords(), 1, 3).Draw(t, "tags")
		switch rapid.IntRange(0, 4).Draw(t, "tagged") {
		case 0:
			return tags.HasAny(words...)
		case 1:
			return tags.HasAll(words...)
		case 2:
			return tags.Has(words[0])
		case 3:
			return conditions(tags.Count(), fewNumbers(), compare).Draw(t, "count")
		}
		return tags.IsMissing()
	})
}

// narrowed returns events, narrowed down in some way.
func narrowed[T, E any](s segment.EventsField[T, E], about *rapid.Generator[segment.Rule[E]]) *rapid.Generator[segment.EventsField[T, E]] {
	return rapid.Custom(func(t *rapid.T) segment.EventsField[T, E] {
		s := s
		if rapid.Bool().Draw(t, "where") {
			s = s.Where(about.Draw(t, "rule"))
		}
		if rapid.IntRange(0, 3).Draw(t, "in last") == 0 {
			s = s.InLast(someSpans().Draw(t, "span"))
		}
		if rapid.IntRange(0, 3).Draw(t, "since") == 0 {
			s = s.Since(now.AddDate(0, 0, rapid.IntRange(-400, -100).Draw(t, "since")).Add(1))
		}
		if rapid.IntRange(0, 3).Draw(t, "before") == 0 {
			s = s.Before(now.AddDate(0, 0, rapid.IntRange(-90, 3).Draw(t, "before")))
		}
		return s
	})
}

func aboutReturns() *rapid.Generator[segment.Rule[Return]] {
	return conditions(returned, fewNumbers(), compare)
}

// aboutPurchases returns rules about a purchase, be it about its returns.
func aboutPurchases() *rapid.Generator[segment.Rule[Purchase]] {
	return rapid.OneOf(
		conditions(sku.Field, someWords(), compare),
		spellings(sku),
		conditions(amount, someAmounts(), decimal.Decimal.Cmp),
		conditions(quantity, fewNumbers(), compare),
		conditions(gift.Field, rapid.Bool(), compareFlags),
		movements(boughtAt),
		rapid.Custom(func(t *rapid.T) segment.Rule[Purchase] {
			back := narrowed(returns, aboutReturns()).Draw(t, "returns")
			if rapid.Bool().Draw(t, "sum") {
				return conditions(segment.Sum(back, returned), fewNumbers(), compare).Draw(t, "returned")
			}
			return conditions(back.Count(), fewNumbers(), compare).Draw(t, "count")
		}),
		rapid.SampledFrom([]segment.Rule[Purchase]{
			segment.Any(sku.HasPrefix("a"), segment.Not(gift.IsTrue())),
			segment.All(gift.IsKnown(), segment.Any(quantity.Above(1), sku.IsMissing())),
		}),
	)
}

func somePurchases() *rapid.Generator[segment.EventsField[Customer, Purchase]] {
	return narrowed(purchases, aboutPurchases())
}

// aggregates returns conditions on what is made from purchases.
func aggregates() *rapid.Generator[segment.Rule[Customer]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[Customer] {
		s := somePurchases().Draw(t, "purchases")
		known := s.Where(amount.IsKnown()) // or few sums would be
		amounts := rapid.Custom(func(t *rapid.T) decimal.Decimal { return averages(t) })
		ofReturns := segment.Sum(returns, returned)
		switch rapid.IntRange(0, 17).Draw(t, "aggregate") {
		case 0:
			return conditions(s.Count(), fewNumbers(), compare).Draw(t, "count")
		case 1:
			return conditions(segment.Sum(s, amount), someAmounts(), decimal.Decimal.Cmp).Draw(t, "sum")
		case 2:
			return conditions(segment.Sum(known, amount), someAmounts(), decimal.Decimal.Cmp).Draw(t, "sum of known")
		case 3:
			return conditions(segment.Sum(s, quantity), rapid.IntRange(-1, 12), compare).Draw(t, "sum of numbers")
		case 4:
			return conditions(segment.Average(known, amount), amounts, decimal.Decimal.Cmp).Draw(t, "average")
		case 5:
			return conditions(segment.Average(s, quantity), amounts, decimal.Decimal.Cmp).Draw(t, "average of numbers")
		case 6:
			return conditions(segment.Smallest(s, amount), someAmounts(), decimal.Decimal.Cmp).Draw(t, "smallest")
		case 7:
			return conditions(segment.Largest(known, amount), someAmounts(), decimal.Decimal.Cmp).Draw(t, "largest")
		case 8:
			return conditions(segment.Smallest(s.Where(sku.IsKnown()), sku.Field), someWords(), compare).Draw(t, "smallest text")
		case 9:
			return conditions(segment.Largest(s, gift.OrElse(false).Field), rapid.Bool(), compareFlags).Draw(t, "largest flag")
		case 10:
			return conditions(segment.Latest(s, sku.Field), someWords(), compare).Draw(t, "latest")
		case 11:
			return conditions(segment.Latest(s, amount.OrElse(heldAmounts().Draw(t, "or else"))), someAmounts(), decimal.Decimal.Cmp).Draw(t, "latest amount")
		case 12:
			return conditions(segment.Latest(s, gift.Field), rapid.Bool(), compareFlags).Draw(t, "latest flag")
		case 13:
			return movements(s.First()).Draw(t, "first")
		case 14:
			return movements(s.Last()).Draw(t, "last")
		case 15:
			return conditions(segment.Largest(s, ofReturns), fewNumbers(), compare).Draw(t, "largest sum")
		case 16:
			return rapid.SampledFrom([]segment.Rule[Customer]{s.Some(), s.None(), segment.Smallest(s, gift.Field).Is(false), s.Count().OrElse(3).AtLeast(1)}).Draw(t, "some")
		}
		then := somePurchases().Draw(t, "then")
		span := rapid.OneOf(exactSpans(), exactSpans(), daySpans()).Draw(t, "within")
		if span.Months != 0 || span.Days != 0 {
			s = s.InLast(retention.Span{Days: rapid.SampledFrom([]int{20, 60, 400}).Draw(t, "since")})
		}
		return segment.Followed(s, then, span)
	})
}

// averages draws amounts that are the average of a few others, or nearly so.
func averages(t *rapid.T) decimal.Decimal {
	if rapid.Bool().Draw(t, "any") {
		v := someAmounts().Draw(t, "amount")
		return v
	}
	sum := rapid.Int64Range(-600, 12000).Draw(t, "sum")
	n := rapid.Int64Range(1, 6).Draw(t, "n")
	scale := rapid.SampledFrom([]int32{2, 9}).Draw(t, "scale")
	return decimal.New(sum, -2).DivRound(decimal.NewFromInt(n), scale)
}

func ratios() *rapid.Generator[segment.Rule[Customer]] {
	values := rapid.SampledFrom([]float64{0, 0.5, 1, 1.5, 2, 10, 1.0 / 3, -2})
	return rapid.Custom(func(t *rapid.T) segment.Rule[Customer] {
		s := somePurchases().Draw(t, "purchases")
		floats := rapid.OneOf(values, someFloats())
		switch rapid.IntRange(0, 5).Draw(t, "ratio") {
		case 0:
			return conditions(segment.Ratio(segment.Sum(s, quantity), orders), values, compare).Draw(t, "of sum")
		case 1:
			return conditions(segment.Ratio(s.Count(), purchases.Count()), values, compare).Draw(t, "of counts")
		case 2:
			return conditions(segment.Ratio(paid, paid.OrElse(someFloats().Draw(t, "divisor"))), floats, compare).Draw(t, "of floats")
		case 3:
			return conditions(segment.Ratio(paid.OrElse(someFloats().Draw(t, "dividend")), paid), floats, compare).Draw(t, "of floats")
		case 4:
			return conditions(segment.Ratio(orders, paid), floats, compare).Draw(t, "of a float")
		}
		return conditions(segment.Ratio(orders.OrElse(4), tags.Count()), values, compare).Draw(t, "of orders")
	})
}

func ranks() *rapid.Generator[segment.Rule[Customer]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[Customer] {
		percent := rapid.SampledFrom([]float64{0.5, 10, 33.3, 100}).Draw(t, "percent")
		switch rapid.IntRange(0, 7).Draw(t, "rank") {
		case 0:
			return spent.Top(percent)
		case 1:
			return paid.Bottom(percent)
		case 2:
			return country.Top(percent)
		case 3:
			return segment.Sum(purchases, quantity).Top(percent)
		case 4:
			return purchases.Last().Bottom(percent)
		case 5:
			return lastOrder.DaysAgo().Bottom(percent)
		case 6:
			return birthday.Top(percent)
		}
		return segment.Smallest(purchases, amount).Bottom(percent)
	})
}

// leaves returns rules about a customer that are not made from others.
func leaves() *rapid.Generator[segment.Rule[Customer]] {
	return rapid.OneOf(
		conditions(orders, someNumbers(), compare),
		conditions(paid, someFloats(), compare),
		conditions(spent, someAmounts(), decimal.Decimal.Cmp),
		conditions(country.Field, someWords(), compare),
		conditions(tier.Field, someWords(), compare),
		conditions(optIn.Field, rapid.Bool(), compareFlags),
		conditions(birthday.Field, someDates(), retention.Date.Compare),
		conditions(birthday.DaysAgo(), rapid.IntRange(-5, 40000), compare),
		spellings(country),
		spellings(tier),
		movements(lastOrder),
		nearDays(birthday),
		anniversaries(birthday),
		tagRules(),
		ratios(),
		ranks(),
		aggregates(),
		aggregates(),
		aggregates(),
		aggregates(),
	)
}

// rules returns rules about a customer, nested up to a depth.
func rules(depth int) *rapid.Generator[segment.Rule[Customer]] {
	if depth == 0 {
		return leaves()
	}
	inner := rules(depth - 1)
	return rapid.Custom(func(t *rapid.T) segment.Rule[Customer] {
		switch rapid.IntRange(0, 4).Draw(t, "combination") {
		case 0:
			return segment.All(rapid.SliceOfN(inner, 1, 3).Draw(t, "parts")...)
		case 1:
			return segment.Any(rapid.SliceOfN(inner, 1, 3).Draw(t, "parts")...)
		case 2:
			return segment.Not(inner.Draw(t, "part"))
		case 3:
			if rapid.Bool().Draw(t, "other") {
				return segment.Ref[Customer]("other")
			}
		}
		return leaves().Draw(t, "leaf")
	})
}
