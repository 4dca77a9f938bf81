package followup

import (
	"slices"
	"strings"
	"unicode"
)

// knownNames are the names of facts that a policy or one of its laws asks for.
type knownNames struct {
	channels, topics, bases, kinds, dates, segments, regions names
}

// names are some names in the order of bytes, each once.
type names []name

// name is a name, and its letters in lower case.
type name struct {
	text string
	low  []rune
}

func lower(text string) []rune { return []rune(strings.ToLower(text)) }

// add adds names that are not empty.
func (ns *names) add(list ...string) {
	for _, text := range list {
		if i, found := ns.find(text); !found && text != "" {
			*ns = slices.Insert(*ns, i, name{text, lower(text)})
		}
	}
}

// find returns where a name is, or would be.
func (ns names) find(text string) (int, bool) {
	return slices.BinarySearchFunc(ns, text, func(n name, text string) int { return strings.Compare(n.text, text) })
}

// have reports whether a name is one of them.
func (ns names) have(text string) bool {
	_, found := ns.find(text)
	return found
}

func knownNamesOf(p *Policy) (known knownNames) {
	for i := range p.Channels {
		known.channels.add(p.Channels[i].ID)
	}
	for i := range p.Plays {
		known.play(&p.Plays[i])
	}
	known.rules(&p.Rules)
	for i := range p.Laws {
		known.rules(&p.Laws[i].Rules)
		known.regions.add(p.Laws[i].Regions...)
	}
	for i := range p.Fatigue {
		known.match(&p.Fatigue[i].Match)
	}
	known.kinds.add(DeclineEvent)
	known.kinds.add(p.Signs...)
	for region := range p.Zones.Regions {
		known.regions.add(region)
	}
	known.bases.add(BasisExpress, BasisRelationship, BasisPurchase, BasisInquiry, BasisContract, BasisSimilar, BasisCard, BasisPublished)
	return known
}

func (k *knownNames) play(p *Play) {
	k.topics.add(p.Topic)
	k.kinds.add(p.Goal)
	k.kinds.add(p.Exit...)
	k.segments.add(p.For.In...)
	k.segments.add(p.For.NotIn...)
	switch t := &p.Trigger; {
	case t.After != nil:
		k.kinds.add(t.After.Event)
	case t.Yearly != nil:
		k.dates.add(t.Yearly.Date)
	case t.Every != nil:
		k.dates.add(t.Every.From)
	case t.Silence != nil:
		k.match(&t.Silence.Match)
	case t.Reorder != nil:
		k.kinds.add(t.Reorder.Event)
	case t.Entered != nil:
		k.segments.add(t.Entered.Segment)
	case t.Declined != nil:
		k.topics.add(t.Declined.Topics...)
	}
}

func (k *knownNames) rules(r *Rules) {
	for i := range r.Hours {
		k.match(&r.Hours[i].Match)
	}
	for i := range r.Consent {
		k.match(&r.Consent[i].Match)
		for j := range r.Consent[i].Bases {
			k.bases.add(r.Consent[i].Bases[j].Name)
		}
	}
	for i := range r.Caps {
		k.match(&r.Caps[i].Match)
	}
	for i := range r.Declines {
		k.match(&r.Declines[i].Match)
	}
}

func (k *knownNames) match(m *Match) {
	k.channels.add(m.Channels...)
	k.topics.add(m.Topics...)
}

// near returns the one that another name is probably meant to be, or nothing.
func (ns names) near(text string) (near string) {
	low := lower(text)
	for i := range ns {
		if n := &ns[i]; slices.Equal(n.low, low) {
			return n.text
		} else if near == "" && oneLetter(n.low, low) {
			near = n.text
		}
	}
	return near
}

// around returns the smallest region of them that another lies inside of, whatever
// the case of their letters, or nothing. One with the same letters comes first.
func (ns names) around(region string) (near string) {
	low := strings.ToLower(region)
	for i := range ns {
		n := ns[i].text
		switch size := len(n) - len(near); {
		case size < 0 || !within(low, strings.ToLower(n)):
		case size > 0 || within(region, n):
			near = n
		}
	}
	return near
}

// fewestLetters is how many letters a name must have to tell a slip from another
// name.
const fewestLetters = 3

// oneLetter reports whether two names that differ do so by one letter that was
// added, left out or changed, or by two neighbours that changed places. Digits are
// no letters: they tell one thing of a kind from the next.
func oneLetter(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < fewestLetters || len(b) > len(a)+1 {
		return false
	}
	for len(a) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if slices.ContainsFunc(a, unicode.IsDigit) || slices.ContainsFunc(b, unicode.IsDigit) {
		return false
	}
	return len(b) == 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
