package main

import (
	"fmt"
	"io"

	"github.com/retentionkit/retention/segment"
)

// Who has not answered the survey is neither content nor discontent. A rule about
// what is missing is unknown, and so is its opposite; only true is membership.
func missingValues(w io.Writer) error {
	moment := segment.NewMoment(today, tokyo)
	content := rating.AtLeast(8)
	for _, rule := range []segment.Rule[*Customer]{
		content,
		segment.Not(content),
		segment.Any(content, country.Is("DE")), // which is enough to know
		rating.IsMissing(),                     // to ask for it
		rating.OrElse(5).AtLeast(8),            // to decide what it means
	} {
		fmt.Fprintf(w, "%-36v %v\n", rule, rule.Test(vogel, moment))
	}
	return nil
}
