package main

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

// zones have clock changes by day, by night and at midnight, or none.
var zones = []string{"UTC", "Asia/Tokyo", "America/New_York", "America/St_Johns", "Africa/Cairo", "Asia/Kathmandu", "+05:45"}

func zoneOf(t rapid.TB, name string) *time.Location {
	if name == "+05:45" {
		return time.FixedZone(name, 5*3600+45*60)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestSameMembers is the law: a rule selects the same customers in memory and in a
// database, and is unknown of the same.
func TestSameMembers(t *testing.T) {
	shop := wildShop(1, 300)
	for name, times := range map[string]segment.Times{
		"sqlite/seconds": segment.UnixSeconds, "sqlite/millis": segment.UnixMillis, "sqlite/micros": segment.UnixMicros,
		"sqlite/text seconds": segment.RFC3339Seconds, "sqlite/text millis": segment.RFC3339Millis, "sqlite/text micros": segment.RFC3339Micros,
	} {
		t.Run(name, func(t *testing.T) { checkSame(t, sqlite(t, times), rounded(shop, times)) })
	}
	t.Run("postgres", func(t *testing.T) { checkSame(t, postgres(t), shop) })
}

// rounded returns the shop as it is read back from columns of a precision.
func rounded(shop []Customer, times segment.Times) []Customer {
	unit := time.Microsecond
	switch times {
	case segment.UnixSeconds, segment.RFC3339Seconds:
		unit = time.Second
	case segment.UnixMillis, segment.RFC3339Millis:
		unit = time.Millisecond
	}
	shop = slices.Clone(shop)
	for i := range shop {
		c := &shop[i]
		if c.LastOrder != nil {
			c.LastOrder = new(c.LastOrder.Truncate(unit))
		}
		c.Purchases = slices.Clone(c.Purchases)
		for j := range c.Purchases {
			p := &c.Purchases[j]
			p.At = p.At.Truncate(unit)
			p.Returns = slices.Clone(p.Returns)
			for k := range p.Returns {
				p.Returns[k].At = p.Returns[k].At.Truncate(unit)
			}
		}
	}
	return shop
}

func checkSame(t *testing.T, db *database, shop []Customer) {
	db.mustLoad(t, shop)
	said, unsaid := 0, 0
	truths := map[segment.Truth]int{}
	rapid.Check(t, func(t *rapid.T) {
		other := leaves().Draw(t, "other")
		rule := rules(rapid.IntRange(0, 3).Draw(t, "depth")).Draw(t, "rule")
		zone := zoneOf(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		at := now.Add(rapid.SampledFrom([]time.Duration{0, 1, -1, 14 * 24 * time.Hour, -200 * 24 * time.Hour, -31 * 24 * time.Hour}).Draw(t, "moment"))
		drawn := []segment.Segment[Customer]{{Name: "other", Rule: other}, {Name: "it", Rule: rule}}
		if _, err := segment.Compile(drawn...); errors.Is(err, segment.ErrNever) {
			t.Skip("a rule that contradicts itself")
		}
		view := viewOf(t, shop, at, zone, drawn...)
		where, args, err := view.Where("it", db.table)
		if errors.Is(err, segment.ErrNotSQL) {
			unsaid++
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		said++
		got, err := db.verdicts("id", where, "customers", args)
		if err != nil {
			t.Fatal(err)
		}
		sameVerdicts(t, view, "it", shop, got, where, args)
		for _, c := range shop[:10] {
			truths[view.Test(c, 1)]++
		}
	})
	t.Logf("%d rules, and %d that are not to be said; the first customers: %v", said, unsaid, truths)
	if unsaid > said/5 {
		t.Errorf("%d of %d rules are not to be said in SQL", unsaid, said+unsaid)
	}
	for truth := segment.False; truth <= segment.True; truth++ {
		if truths[truth] < said/2 { // of ten a rule
			t.Errorf("the rules are %v too seldom: %v", truth, truths)
		}
	}
}

// viewOf returns segments as of a moment, with the ranks fitted to the shop.
func viewOf(t rapid.TB, shop []Customer, at time.Time, zone *time.Location, segments ...segment.Segment[Customer]) segment.View[Customer] {
	t.Helper()
	set, err := segment.Compile(segments...)
	if err != nil {
		t.Fatal(err)
	}
	return set.AsOf(at, zone).Fit(slices.Values(shop)).AsOf(at, zone)
}

// sameVerdicts fails the test if SQL says otherwise than memory does.
func sameVerdicts(t rapid.TB, view segment.View[Customer], name string, shop []Customer, got map[string]verdict, where string, args []any) {
	t.Helper()
	i := view.Set().Index(name)
	var differ []string
	for _, c := range shop {
		truth := view.Test(c, i)
		if want := (verdict{V: truth == segment.True, Valid: truth != segment.Unknown}); got[c.ID] == want {
			continue
		}
		if differ = append(differ, c.ID); len(differ) == 1 {
			t.Errorf("%v\nas of %v\n%s\n%v\ncustomer %s: %v in memory, %v in SQL", view.Set().Segment(i).Rule,
				view.Moment().Time().In(view.Moment().Zone()), where, args, describe(c), truth, got[c.ID])
		}
	}
	if len(differ) > 0 || len(got) != len(shop) {
		t.Errorf("%d of %d customers differ: %s", len(differ), len(shop), strings.Join(differ, " "))
	}
}
