package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention/segment"
)

// An evaluation is what the segments said of everybody: sizes, who could not be
// told, what they are worth, and, beside another, who came and went and why.
func everybody(w io.Writer) error {
	set, err := segment.Compile(valued, regulars, abroad)
	if err != nil {
		return err
	}
	id := func(c *Customer) string { return c.ID }
	view, before := set.AsOf(today, tokyo), set.AsOf(today.AddDate(0, -1, 0), tokyo)
	now, err := view.Evaluate(id, slices.Values(shop))
	if err != nil {
		return err
	}
	for _, s := range now.Sizes() {
		fmt.Fprintf(w, "%-9s %d of %d, unknown of %d\n", s.Segment, s.Customers, now.Len(), s.Unknown)
	}
	spent := map[string]decimal.Decimal{}
	for _, c := range shop {
		spent[c.ID] = c.Spent
	}
	worth := now.Worth(func(id string) (decimal.Decimal, bool) { v, ok := spent[id]; return v, ok })
	fmt.Fprintln(w, "worth most:", worth.Best)

	was, err := before.Evaluate(id, slices.Values(shop))
	if err != nil {
		return err
	}
	changes, err := segment.Diff(was, now)
	if err != nil {
		return err
	}
	causes, err := view.Causes(before, changes, id, slices.Values(shop))
	if err != nil {
		return err
	}
	for _, s := range causes {
		for _, c := range s.Entered {
			fmt.Fprintf(w, "%s entered %s because of %s\n", c.Customer, s.Segment, c.Cause)
		}
	}
	return nil
}
