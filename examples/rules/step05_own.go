package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/retentionkit/retention/segment"
)

// shortID is a rule that no condition says: a function and a name.
var shortID = segment.RuleFunc("has a short ID", func(c *Customer) segment.Truth {
	if c.ID == "" {
		return segment.Unknown
	}
	return segment.TruthOf(len(c.ID) < 4)
})

// favourite is a field of your own: any function of the customer is one.
var favourite = segment.Text("favourite", func(c *Customer) string {
	times := map[string]int{}
	best := ""
	for _, p := range c.Purchases {
		if times[p.SKU]++; times[p.SKU] > times[best] {
			best = p.SKU
		}
	}
	return best
}).OmitZero()

func ownRule(w io.Writer) error {
	set, err := segment.Compile(segment.Segment[*Customer]{
		Name: "odd ones",
		Rule: segment.Any[*Customer](shortID, favourite.Is("kettle")),
	})
	if err != nil {
		return err
	}
	members, err := set.AsOf(today, tokyo).Members("odd ones", slices.Values(shop))
	if err != nil {
		return err
	}
	for c := range members {
		fmt.Fprintln(w, c.ID)
	}
	return nil
}
