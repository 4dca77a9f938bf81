package main

import (
	"fmt"
	"io"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// Explain tells what each part of a rule saw, Reverse what would have to change,
// both as data, and as text for people.
func explained(w io.Writer) error {
	spent := spent.Labelled(retention.Text{English: "money spent", Japanese: "購入金額"})
	lastOrder := lastOrder.Labelled(retention.Text{English: "last order", Japanese: "最終購入"})
	set, err := segment.Compile(segment.Segment[*Customer]{
		Name:  "regulars",
		Label: retention.Text{English: "Regulars", Japanese: "常連客"},
		Rule:  segment.All[*Customer](spent.AtLeast(yen(50_000)), lastOrder.InLast(days(90)), shortID),
	})
	if err != nil {
		return err
	}
	view := set.AsOf(today, tokyo)
	why, err := view.Explain(vogel, "regulars")
	if err != nil {
		return err
	}
	how, err := view.Reverse(vogel, "regulars")
	if err != nil {
		return err
	}
	for _, lang := range []retention.Language{retention.English, retention.Japanese} {
		fmt.Fprintln(w, why.Text(lang))
		fmt.Fprintln(w, how.Text(lang))
	}
	return nil
}
