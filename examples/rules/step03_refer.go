package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// regulars and abroad are segments; valued is made from them. Compile sorts out
// who needs whom, and finds circles.
var (
	regulars = segment.Segment[*Customer]{
		Name:  "regulars",
		Label: retention.Text{English: "Regulars", Japanese: "常連客"},
		Rule:  segment.All(spent.AtLeast(yen(50_000)), lastOrder.InLast(days(90))),
	}
	abroad = segment.Segment[*Customer]{
		Name:  "abroad",
		Label: retention.Text{English: "Abroad", Japanese: "海外"},
		Rule:  country.IsNot("JP"), // known, and another
	}
	valued = segment.Segment[*Customer]{
		Name:  "valued",
		Label: retention.Text{English: "Valued", Japanese: "大切なお客様"},
		Rule:  segment.Any(regulars.Ref(), segment.All(abroad.Ref(), spent.AtLeast(yen(10_000)))),
	}
)

func buildOnEachOther(w io.Writer) error {
	set, err := segment.Compile(valued, regulars, abroad)
	if err != nil {
		return err
	}
	view := set.AsOf(today, tokyo)
	for _, c := range shop {
		fmt.Fprintf(w, "%-6s %v\n", c.ID, slices.Collect(view.Of(c)))
	}
	_, err = segment.Compile(
		segment.Segment[*Customer]{Name: "hen", Rule: segment.Ref[*Customer]("egg")},
		segment.Segment[*Customer]{Name: "egg", Rule: segment.All(segment.Ref[*Customer]("hen"), country.In())},
	)
	fmt.Fprintf(w, "faults come all at once:\n%v\n", err)
	return nil
}
