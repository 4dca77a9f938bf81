package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/retentionkit/retention/segment"
)

// atLeast holds if so many of its rules do: a Composite. It keeps to the logic of
// the others: unknown while the unknown ones could still decide.
type atLeast struct {
	n     int
	rules []segment.Rule[*Customer]
}

func (r atLeast) Test(c *Customer, at *segment.Moment) segment.Truth {
	hold, open := 0, 0
	for _, rule := range r.rules {
		switch rule.Test(c, at) {
		case segment.True:
			hold++
		case segment.Unknown:
			open++
		}
	}
	switch {
	case hold >= r.n:
		return segment.True
	case hold+open >= r.n:
		return segment.Unknown
	}
	return segment.False
}

func (r atLeast) String() string {
	texts := make([]string, len(r.rules))
	for i, rule := range r.rules {
		texts[i] = rule.String()
	}
	return fmt.Sprintf("%d of (%s)", r.n, strings.Join(texts, "; "))
}

// Parts and With let a set look into it, resolve what its parts refer to, and
// explain them one by one.
func (r atLeast) Parts() []segment.Rule[*Customer] { return r.rules }

func (r atLeast) With(parts []segment.Rule[*Customer]) segment.Rule[*Customer] {
	return atLeast{r.n, parts}
}

func ownCombination(w io.Writer) error {
	set, err := segment.Compile(regulars, segment.Segment[*Customer]{
		Name: "friends",
		Rule: atLeast{2, []segment.Rule[*Customer]{regulars.Ref(), rating.AtLeast(8), birthday.IsKnown()}},
	})
	if err != nil {
		return err
	}
	view := set.AsOf(today, tokyo)
	for _, c := range shop {
		fmt.Fprintf(w, "%-6s %v\n", c.ID, view.Test(c, set.Index("friends")))
	}
	return nil
}
