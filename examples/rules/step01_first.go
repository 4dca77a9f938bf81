package main

import (
	"fmt"
	"io"

	"github.com/retentionkit/retention/segment"
)

// A segment is a name and a rule. Compile checks it; a view asks it.
func firstSegment(w io.Writer) error {
	regulars := segment.Segment[*Customer]{
		Name: "regulars",
		Rule: segment.All(
			spent.AtLeast(yen(50_000)),
			lastOrder.InLast(days(90)),
		),
	}
	set, err := segment.Compile(regulars)
	if err != nil {
		return err
	}
	view := set.AsOf(today, tokyo)
	for _, c := range shop {
		member, err := view.Is(c, "regulars")
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%-6s %t\n", c.ID, member)
	}
	fmt.Fprintln(w, "the rule prints itself:", regulars.Rule)
	return nil
}
