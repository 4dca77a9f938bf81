package main

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/rfm"
	"github.com/retentionkit/retention/segment"
)

// member is all that is known of a customer: what rules are about.
type member struct {
	customerRow
	rows     []orderRow // oldest first
	contacts []followup.Contact
	score    rfm.Score            // zero without sales
	worth    ltv.CustomerValue    // zero without sales
	since    map[string]time.Time // the groups, and since when
}

func join(customers []customerRow, rows []orderRow, contacts map[string][]followup.Contact, named *rfm.Segmented, worth *ltv.Valuation) ([]*member, error) {
	members := make([]*member, len(customers))
	byID := map[string]*member{}
	for i, c := range customers {
		m := &member{customerRow: c, contacts: contacts[c.ID]}
		m.worth, _ = worth.Find(c.ID)
		members[i], byID[c.ID] = m, m
	}
	for _, r := range rows {
		m := byID[r.Customer]
		if m == nil {
			return nil, fmt.Errorf("order %s is of customer %q, whom there is no row of", r.ID, r.Customer)
		}
		m.rows = append(m.rows, r)
	}
	scored := named.Scored()
	for i, c := range scored.Table().All() {
		byID[c.ID].score = scored.Score(i)
	}
	return members, nil
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

// group finds out who is in which group, and since when.
func (s *shop) group(kept *state, members []*member, asOf time.Time) {
	view := s.groups.AsOf(asOf, s.zone)
	count := map[string]int{}
	for _, m := range members {
		entered := asOf
		if kept.Day.IsZero() { // on the first morning nobody came in just now
			entered = m.OptedInAt
		}
		m.since = segment.Since(kept.Since[m.ID], view.Of(m), entered)
		kept.Since[m.ID] = m.since
		for name := range m.since {
			count[name]++
		}
	}
	fmt.Fprintln(s.out)
	for _, name := range slices.Sorted(maps.Keys(count)) {
		label := s.groups.Segment(s.groups.Index(name)).In(s.lang)
		fmt.Fprintf(s.out, "%5d  %s\n", count[name], label)
	}
}
