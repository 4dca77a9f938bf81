package main

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLoad asks each database for what it was given, so that a difference that
// another test finds lies with the rule.
func TestLoad(t *testing.T) {
	shop := wildShop(1, 500)
	missing := map[string]func(Customer) bool{
		"country":    func(c Customer) bool { return c.Country == nil },
		"orders":     func(c Customer) bool { return c.Orders == nil },
		"spent":      func(c Customer) bool { return c.Spent == nil },
		"opt_in":     func(c Customer) bool { return c.OptIn == nil },
		"last_order": func(c Customer) bool { return c.LastOrder == nil },
		"birthday":   func(c Customer) bool { return c.Birthday == nil },
		"tags":       func(c Customer) bool { return c.Tags == nil },
	}
	onEach(t, func(t *testing.T, db *database) {
		db.mustLoad(t, shop)
		for column, isMissing := range missing {
			var want []string
			for _, c := range shop {
				if isMissing(c) {
					want = append(want, c.ID)
				}
			}
			slices.Sort(want)
			got, err := db.members(column+" IS NULL", nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
				t.Errorf("without %s (-want +got):\n%s", column, diff)
			}
		}
		for _, c := range shop {
			got, err := db.members("id = "+db.placeholder(1), []any{c.ID})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{c.ID}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
	})
}

// TestVerdicts holds that a condition's NULL is not taken for false.
func TestVerdicts(t *testing.T) {
	shop := []Customer{{ID: "less", Orders: new(int64(1))}, {ID: "more", Orders: new(int64(3))}, {ID: "none"}}
	onEach(t, func(t *testing.T, db *database) {
		db.mustLoad(t, shop)
		got, err := db.verdicts("id", "orders > 2", "customers", nil)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]verdict{"less": {V: false, Valid: true}, "more": {V: true, Valid: true}, "none": {}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
