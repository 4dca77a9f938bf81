package main

import (
	"fmt"
	"io"
	"time"

	"github.com/retentionkit/retention/segment"
)

// Nobody has to ask everybody every night: NextFlip is when time alone makes a
// difference.
func foretold(w io.Writer) error {
	set, err := segment.Compile(regulars, segment.Segment[*Customer]{
		Name: "birthday soon",
		Rule: birthday.AnniversaryIn(7),
	})
	if err != nil {
		return err
	}
	view, until := set.AsOf(today, tokyo), today.AddDate(1, 0, 0)
	for _, s := range set.All() {
		flip, err := view.NextFlip(mori, s.Name, until)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s: from %s on, member %t\n", s.Name, flip.At.Format(time.DateTime), flip.Member)
	}
	return nil
}
