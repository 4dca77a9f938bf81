package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/rfm"
	"github.com/retentionkit/retention/segment"
)

// member is all that is known of a customer: what rules are about.
type member struct {
	customerRow
	rows  []orderRow // oldest first
	score rfm.Score  // zero without sales
	worth ltv.CustomerValue
	since map[string]time.Time // the groups, and since when
}

func join(customers []customerRow, rows []orderRow, named *rfm.Segmented, worth *ltv.Valuation) []*member {
	members := make([]*member, len(customers))
	byID := map[string]*member{}
	for i, c := range customers {
		m := &member{customerRow: c}
		m.worth, _ = worth.Find(c.ID)
		members[i], byID[c.ID] = m, m
	}
	for _, r := range rows {
		m := byID[r.Customer]
		m.rows = append(m.rows, r)
	}
	scored := named.Scored()
	for i, c := range scored.Table().All() {
		byID[c.ID].score = scored.Score(i)
	}
	return members
}

// slipping is a rule of the shop's own, out of a score, a forecast and a column
// that nobody else has.
func slipping() segment.Segment[*member] {
	frequency := segment.Number("frequency", func(m *member) int { return int(m.score.F) }).OmitZero().
		Labelled(retention.Text{English: "frequency score", Japanese: "購入回数スコア"})
	alive := segment.Number("alive", func(m *member) float64 { return m.worth.PAlive }).KnownIf(func(m *member) bool { return m.worth.ID != "" }).
		Labelled(retention.Text{English: "P(alive)", Japanese: "継続確率"})
	class := segment.Flag("class", func(m *member) bool { return m.TeaClass }).
		Labelled(retention.Text{English: "tea class", Japanese: "お茶教室"})
	return segment.Segment[*member]{
		Name:  "slipping",
		Label: retention.Text{English: "Slipping away", Japanese: "離れかけ"},
		Rule:  segment.All(frequency.AtLeast(3), segment.Any(alive.Below(0.6), segment.All(alive.Below(0.8), class.IsTrue()))),
	}
}

// group finds out who is in which group, and keeps since when.
func (s *shop) group(w io.Writer, kept *state, members []*member, asOf time.Time) {
	view := s.groups.AsOf(asOf, s.zone)
	count := map[string]int{}
	for _, m := range members {
		since := asOf
		if kept.Day.IsZero() { // on the first morning nobody came in just now
			since = m.OptedInAt
		}
		m.since = segment.Since(kept.Since[m.ID], view.Of(m), since)
		kept.Since[m.ID] = m.since
		for name := range m.since {
			count[name]++
		}
	}
	fmt.Fprintln(w)
	for _, name := range slices.Sorted(maps.Keys(count)) {
		label := s.groups.Segment(s.groups.Index(name)).In(s.lang)
		fmt.Fprintf(w, "%5d  %s\n", count[name], label)
	}
}
