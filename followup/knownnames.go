package followup

import (
	"maps"
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

// nameSet collects names.
type nameSet map[string]bool

func (s nameSet) add(list ...string) {
	for _, text := range list {
		if text != "" {
			s[text] = true
		}
	}
}

func (s nameSet) names() names {
	made := make(names, 0, len(s))
	for _, text := range slices.Sorted(maps.Keys(s)) {
		made = append(made, name{text, lower(text)})
	}
	return made
}

func lower(text string) []rune { return []rune(strings.ToLower(text)) }

// asked collects what a policy asks for.
type asked struct {
	channels, topics, bases, kinds, dates, segments, regions nameSet
}

func knownNamesOf(p *Policy) knownNames {
	a := asked{nameSet{}, nameSet{}, nameSet{}, nameSet{}, nameSet{}, nameSet{}, nameSet{}}
	for i := range p.Channels {
		a.channels.add(p.Channels[i].ID)
	}
	for i := range p.Plays {
		a.play(&p.Plays[i])
	}
	a.rules(&p.Rules)
	for i := range p.Laws {
		a.rules(&p.Laws[i].Rules)
		a.regions.add(p.Laws[i].Regions...)
	}
	for i := range p.Fatigue {
		a.match(&p.Fatigue[i].Match)
	}
	a.kinds.add(DeclineEvent)
	a.kinds.add(p.Signs...)
	for region := range p.Zones.Regions {
		a.regions.add(region)
	}
	a.bases.add(BasisExpress, BasisRelationship, BasisPurchase, BasisInquiry, BasisContract, BasisSimilar, BasisCard, BasisPublished)
	return knownNames{
		a.channels.names(), a.topics.names(), a.bases.names(), a.kinds.names(), a.dates.names(), a.segments.names(), a.regions.names(),
	}
}

func (a *asked) play(p *Play) {
	a.topics.add(p.Topic)
	a.kinds.add(p.Goal)
	a.kinds.add(p.Exit...)
	a.segments.add(p.For.In...)
	a.segments.add(p.For.NotIn...)
	switch t := &p.Trigger; {
	case t.After != nil:
		a.kinds.add(t.After.Event)
	case t.Yearly != nil:
		a.dates.add(t.Yearly.Date)
	case t.Every != nil:
		a.dates.add(t.Every.From)
	case t.Silence != nil:
		a.match(&t.Silence.Match)
	case t.Reorder != nil:
		a.kinds.add(t.Reorder.Event)
	case t.Entered != nil:
		a.segments.add(t.Entered.Segment)
	case t.Declined != nil:
		a.topics.add(t.Declined.Topics...)
	}
}

func (a *asked) rules(r *Rules) {
	for i := range r.Hours {
		a.match(&r.Hours[i].Match)
	}
	for i := range r.Consent {
		a.match(&r.Consent[i].Match)
		for j := range r.Consent[i].Bases {
			a.bases.add(r.Consent[i].Bases[j].Name)
		}
	}
	for i := range r.Caps {
		a.match(&r.Caps[i].Match)
	}
	for i := range r.Declines {
		a.match(&r.Declines[i].Match)
	}
}

func (a *asked) match(m *Match) {
	a.channels.add(m.Channels...)
	a.topics.add(m.Topics...)
}

// have reports whether a name is one of them.
func (ns names) have(text string) bool {
	_, found := slices.BinarySearchFunc(ns, text, func(n name, text string) int { return strings.Compare(n.text, text) })
	return found
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
