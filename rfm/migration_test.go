package rfm_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// members returns the segment of every customer.
func members(s *rfm.Segmented) map[string]string {
	m := map[string]string{}
	for c, segment := range s.All() {
		m[c.ID] = segment
	}
	return m
}

// drawMigration makes two snapshots a month apart.
func drawMigration(t *rapid.T) (before, after *rfm.Segmented, m *rfm.Migration) {
	preset := rapid.SampledFrom(presets()).Draw(t, "map")
	before = segmentedBy(t, tableAt(t, fitAsOf, drawSummaries(t, "before")), preset)
	preset.Segments = rapid.Permutation(preset.Segments).Draw(t, "segments")
	after = segmentedBy(t, tableAt(t, fitAsOf.AddDate(0, 1, 0), drawSummaries(t, "after")), preset)
	m, err := rfm.Migrate(before, after)
	if err != nil {
		t.Fatal(err)
	}
	return before, after, m
}

func TestMigrationIsWhatOneWouldCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after, m := drawMigration(t)
		from, to := members(before), members(after)

		count := map[[2]string]int{}
		money := map[[2]string]decimal.Decimal{}
		var moves []rfm.Move
		for _, id := range sortedKeys(union(from, to)) {
			cell := [2]string{from[id], to[id]}
			count[cell]++
			if row, ok := before.Scored().Table().Row(id); ok {
				money[cell] = money[cell].Add(before.Scored().Table().At(row).Monetary)
			}
			if from[id] != to[id] {
				moves = append(moves, rfm.Move{Customer: id, From: from[id], To: to[id]})
			}
		}
		for i, a := range m.Names {
			for j, b := range m.Names {
				if cell := [2]string{a, b}; m.Customers[i][j] != count[cell] || !m.Money[i][j].Equal(money[cell]) {
					t.Errorf("%q: %d customers, %v, want %d, %v", cell, m.Customers[i][j], m.Money[i][j], count[cell], money[cell])
				}
			}
		}
		if diff := cmp.Diff(moves, m.Moves, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("moves (-want +got)\n%s", diff)
		}
	})
}

func TestMigrationLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after, m := drawMigration(t)
		sizes := func(s *rfm.Segmented) map[string]int {
			n := map[string]int{}
			for _, segment := range members(s) {
				n[segment]++
			}
			return n
		}
		was, is := sizes(before), sizes(after)
		last := len(m.Names) - 1
		moved := 0
		for i, name := range m.Names {
			row, column := 0, 0
			for j := range m.Names {
				row += m.Customers[i][j]
				column += m.Customers[j][i]
				if i != j {
					moved += m.Customers[i][j]
				}
			}
			if i != last && (row != was[name] || column != is[name]) {
				t.Errorf("%q: row sums to %d of %d, column to %d of %d", name, row, was[name], column, is[name])
			}
			if entered := column - m.Customers[i][i]; len(m.Entered(name)) != entered || !slices.IsSorted(m.Entered(name)) {
				t.Errorf("%q: %d entered: %q", name, entered, m.Entered(name))
			}
			if left := row - m.Customers[i][i]; len(m.Left(name)) != left || !slices.IsSorted(m.Left(name)) {
				t.Errorf("%q: %d left: %q", name, left, m.Left(name))
			}
		}
		if m.Customers[last][last] != 0 || moved != len(m.Moves) {
			t.Errorf("%d in neither snapshot, %d moved in the matrix and %d in the list", m.Customers[last][last], moved, len(m.Moves))
		}
		if m.MovedShare < 0 || m.MovedShare > 1 {
			t.Errorf("share of customers moved: %v", m.MovedShare)
		}
	})
}

func union(a, b map[string]string) map[string]bool {
	all := map[string]bool{}
	for id := range a {
		all[id] = true
	}
	for id := range b {
		all[id] = true
	}
	return all
}

func TestNobodyMovesInNoChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawSummaries(t, "customers")
		preset := drawPreset(t)
		m, err := rfm.Migrate(
			segmentedBy(t, tableAt(t, fitAsOf, list), preset),
			segmentedBy(t, tableAt(t, fitAsOf.AddDate(0, 0, 7), shuffled(t, list)), preset),
		)
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Moves) != 0 || m.MovedShare != 0 || m.MovedMoneyShare != 0 {
			t.Errorf("everyone a week older: moves %v, shares %v and %v", m.Moves, m.MovedShare, m.MovedMoneyShare)
		}
	})
}

func TestSharesMoved(t *testing.T) {
	before := []rfm.Summary{buyer("a", 1, 9, 600), buyer("b", 5, 3, 300), buyer("c", 9, 1, 100), buyer("d", 0, 0, 0)}
	after := []rfm.Summary{buyer("a", 9, 1, 600), buyer("b", 5, 3, 300), buyer("c", 1, 9, 100), buyer("e", 0, 0, 0)}
	migrate := func(before, after []rfm.Summary) *rfm.Migration {
		m, err := rfm.Migrate(
			segmentedBy(t, tableAt(t, fitAsOf, before), rfm.SixGroups()),
			segmentedBy(t, tableAt(t, fitAsOf.AddDate(0, 1, 0), after), rfm.SixGroups()),
		)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	if m := migrate(before, after); m.MovedShare != 0.75 || m.MovedMoneyShare != 0.7 {
		t.Errorf("moved a, c and d with 700 of 1000: shares %v and %v", m.MovedShare, m.MovedMoneyShare)
	}
	if m := migrate(nil, after); m.MovedShare != 0 || m.MovedMoneyShare != 0 {
		t.Errorf("nobody before: shares %v and %v", m.MovedShare, m.MovedMoneyShare)
	}
	if m := migrate([]rfm.Summary{buyer("a", 1, 1, -5)}, nil); m.MovedShare != 1 || m.MovedMoneyShare != 0 {
		t.Errorf("only a refund before: shares %v and %v", m.MovedShare, m.MovedMoneyShare)
	}
}

func TestMigrateRefuses(t *testing.T) {
	table := tableAt(t, fitAsOf, nil)
	later := tableAt(t, fitAsOf.AddDate(0, 1, 0), nil)
	if _, err := rfm.Migrate(segmentedBy(t, later, rfm.SixGroups()), segmentedBy(t, table, rfm.SixGroups())); !errors.Is(err, rfm.ErrNotLater) {
		t.Errorf("snapshots the wrong way round: error %v", err)
	}
	renamed := rfm.SixGroups()
	renamed.Segments[2].Name = "fresh"
	_, err := rfm.Migrate(segmentedBy(t, table, rfm.SixGroups()), segmentedBy(t, later, renamed))
	if want := `rfm: segment "fresh" is in the later map only`; fmt.Sprint(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
	fewer := rfm.SixGroups()
	fewer.Segments[4].Cells = append(fewer.Segments[4].Cells, fewer.Segments[5].Cells...)
	fewer.Segments = fewer.Segments[:5]
	_, err = rfm.Migrate(segmentedBy(t, table, rfm.SixGroups()), segmentedBy(t, later, fewer))
	if want := `rfm: segment "inactive" is in the earlier map only`; fmt.Sprint(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func BenchmarkMigrate1M(b *testing.B) {
	list := crowd(1_000_000)
	before := segmentedBy(b, tableAt(b, fitAsOf, list), rfm.ElevenSegments())
	for i := range list { // a third is as of another customer
		if i%3 == 0 {
			list[i].Last, list[i].Frequency = list[(i+7)%len(list)].Last, list[(i+7)%len(list)].Frequency
		}
	}
	after := segmentedBy(b, tableAt(b, fitAsOf.AddDate(0, 1, 0), list), rfm.ElevenSegments())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := rfm.Migrate(before, after); err != nil {
			b.Fatal(err)
		}
	}
}

func TestMigrateRefusesOtherMeasurements(t *testing.T) {
	classify := func(at time.Time, zone *time.Location, b rfm.Basis) *rfm.Segmented {
		table, _, err := rfm.FromOrders(teaShop(), at, zone, b)
		if err != nil {
			t.Fatal(err)
		}
		named, err := rfm.Classify(table, rfm.Method{}, rfm.ElevenSegments())
		if err != nil {
			t.Fatal(err)
		}
		return named
	}
	early, late := asOf.AddDate(0, 2, 0), asOf.AddDate(0, 4, 0)
	before := classify(early, time.UTC, rfm.Basis{})
	var mismatch *rfm.MismatchError
	for _, after := range []*rfm.Segmented{
		classify(late, time.FixedZone("JST", 9*3600), rfm.Basis{}),
		classify(late, time.UTC, rfm.Basis{Frequency: rfm.Days}),
	} {
		if _, err := rfm.Migrate(before, after); !errors.As(err, &mismatch) {
			t.Errorf("Migrate = %v, want a MismatchError", err)
		}
	}
	m, err := rfm.Migrate(before, classify(late, time.UTC, rfm.Basis{}))
	if err != nil || !m.Refitted {
		t.Errorf("refitted: %v, %v", m.Refitted, err)
	}
	table, _, err := rfm.FromOrders(teaShop(), late, time.UTC, rfm.Basis{})
	if err != nil {
		t.Fatal(err)
	}
	scored, err := before.Scored().Scorer().Apply(table)
	if err != nil {
		t.Fatal(err)
	}
	after, err := before.Segmenter().Apply(scored)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := rfm.Migrate(before, after); err != nil || m.Refitted {
		t.Errorf("by one scale: refitted: %v, %v", m.Refitted, err)
	}
}

func TestFitRefusesAZoneOfTheMachine(t *testing.T) {
	table, _, err := rfm.FromOrders(teaShop(), asOf.AddDate(1, 0, 0), time.FixedZone("Local", 3600), rfm.Basis{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rfm.Fit(table, rfm.Method{}); !errors.Is(err, rfm.ErrScale) {
		t.Errorf("Fit = %v, want %v", err, rfm.ErrScale)
	}
}
