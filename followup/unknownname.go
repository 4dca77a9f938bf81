package followup

import (
	"fmt"
	"maps"
	"slices"
)

// UnknownName is a name in a customer's facts that neither the policy nor one of its
// laws knows. See [Engine.Unknown].
type UnknownName struct {
	Part string `json:"part"`           // its place, such as `consents[0].channel` or `segments["Gold"]`
	Name string `json:"name"`           // as it is spelt there
	Near string `json:"near,omitempty"` // the known name that is probably meant; empty: none is near
}

// Unknown lists the names in a customer's facts that neither the policy nor one of its
// laws knows, in the order of the fields of [Customer]. Names are compared letter for
// letter, so what is misspelt stops and starts nothing: a no to "Email" lets messages
// go out on the channel "email". That is no error, since facts may be about channels
// that the policy does not use. A nightly job asks it of each customer and logs the
// answer, for people to mend the facts, or the program that wrote them.
//
// Channels of addresses, consents and pauses are listed whenever they are unknown. The
// other names are listed only if they are near to a known one, because most facts are
// about things that no play asks for: regions, dates, segments, topics, the bases of
// consents, the channels of contacts, and the kinds of events.
//
// A name is near if it differs only in case, or besides in one letter: one that was
// added, left out or changed, or two neighbours that changed places. Spaces and hyphens
// count as letters. Digits do not, so "tier2" is not near to "tier1". Names of one or
// two letters, and regions, are near only by case. Of several known names, one that
// differs only in case comes first, then the first in the order of bytes.
//
// It reads whatever facts there are, even those that [Engine.Plan] has an error for.
func (e *Engine) Unknown(c Customer) []UnknownName {
	var f nameFinder
	f.region(e.known.regions, c.Region)
	for _, name := range slices.Sorted(maps.Keys(c.Dates)) {
		f.key(e.known.dates, name, "dates")
	}
	for _, name := range slices.Sorted(maps.Keys(c.Segments)) {
		f.key(e.known.segments, name, "segments")
	}
	for i := range c.Addresses {
		f.field(e.known.channels, c.Addresses[i].Channel, "addresses", i, "channel")
	}
	for i := range c.Consents {
		x := &c.Consents[i]
		f.field(e.known.channels, x.Channel, "consents", i, "channel")
		f.likely(e.known.topics, x.Topic, "consents", i, "topic")
		f.likely(e.known.bases, x.Basis, "consents", i, "basis")
	}
	for i := range c.Pauses {
		x := &c.Pauses[i]
		f.field(e.known.channels, x.Channel, "pauses", i, "channel")
		f.likely(e.known.topics, x.Topic, "pauses", i, "topic")
	}
	for i := range c.Contacts {
		x := &c.Contacts[i]
		f.likely(e.known.channels, x.Channel, "contacts", i, "channel")
		f.likely(e.known.topics, x.Topic, "contacts", i, "topic")
	}
	for i := range c.Events {
		x := &c.Events[i]
		f.likely(e.known.kinds, x.Kind, "events", i, "kind")
		f.likely(e.known.topics, x.Topic, "events", i, "topic")
	}
	return f.found
}

// nameFinder collects names that are unknown.
type nameFinder struct{ found []UnknownName }

// field lists the name in a field if it is unknown.
func (f *nameFinder) field(known names, name, list string, i int, field string) {
	if name != "" && !known.have(name) {
		f.found = append(f.found, UnknownName{fmt.Sprintf("%s[%d].%s", list, i, field), name, known.near(name)})
	}
}

// likely lists the name in a field if it is unknown and near to a known one.
func (f *nameFinder) likely(known names, name, list string, i int, field string) {
	if name == "" || known.have(name) {
		return
	}
	if near := known.near(name); near != "" {
		f.found = append(f.found, UnknownName{fmt.Sprintf("%s[%d].%s", list, i, field), name, near})
	}
}

// key lists a key of a map if it is unknown and near to a known one.
func (f *nameFinder) key(known names, name, list string) {
	if known.have(name) {
		return
	}
	if near := known.near(name); near != "" {
		f.found = append(f.found, UnknownName{fmt.Sprintf("%s[%.64q]", list, name), name, near})
	}
}

// region lists a region if only its case keeps it from lying inside a known one, or
// inside a smaller one than it does: "US-fl" lies in "US", but not in "US-FL".
func (f *nameFinder) region(known names, region string) {
	if near := known.around(region); near != "" && !within(region, near) {
		f.found = append(f.found, UnknownName{"region", region, near})
	}
}
