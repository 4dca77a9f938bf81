package main

import (
	"fmt"
	"io"

	"github.com/retentionkit/retention/segment"
)

// Events are counted, summed up or looked up, and what comes of it is a field
// like any other. Rules about one event are rules too, about its own type.
func events(w io.Writer) error {
	kettles, tea := purchases.Where(sku.Is("kettle")), purchases.Where(sku.Is("sencha"))
	moment := segment.NewMoment(today, tokyo)
	for _, rule := range []segment.Rule[*Customer]{
		purchases.InLast(days(30)).Count().AtLeast(1),
		segment.All(kettles.Some(), tea.None()), // bought the kettle, but no tea
		segment.Followed(kettles, tea, days(180)),
		purchases.Last().OlderThan(days(60)),
	} {
		fmt.Fprintln(w, rule)
		for _, c := range shop {
			fmt.Fprintf(w, "  %-6s %v\n", c.ID, rule.Test(c, moment))
		}
	}
	return nil
}
