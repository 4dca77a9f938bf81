package followup

import (
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// Rules are manners, the shop's own or those of a [Law]. A message must satisfy every
// rule that matches it. A rule can only forbid, and none overrides another.
type Rules struct {
	Hours    []HoursRule   `json:"hours,omitempty"`
	Consent  []ConsentRule `json:"consent,omitempty"`
	Caps     []Cap         `json:"caps,omitempty"`
	Declines []DeclineRule `json:"declines,omitempty"`
}

// Match selects the messages that a rule is about. An empty list matches everything.
type Match struct {
	Channels []string  `json:"channels,omitempty"`
	Topics   []string  `json:"topics,omitempty"`
	Purposes []Purpose `json:"purposes,omitempty"`
}

// HoursRule gives the hours, on the customer's clock, in which messages may go out.
type HoursRule struct {
	ID   string         `json:"id"`
	Name retention.Text `json:"name,omitzero"` // for people, see Words; none: the ID
	Match
	Audience Audience    `json:"audience,omitzero"`
	Hours    hours.Hours `json:"hours"`
}

// ConsentRule requires a consent. If no such rule matches a message, it may go out
// until the customer opts out. An opt-out holds whatever the rules say.
// [Transactional] messages need no consent, and no opt-out stops them.
type ConsentRule struct {
	ID   string         `json:"id"`
	Name retention.Text `json:"name,omitzero"` // for people, see Words; none: the ID
	Match
	Audience Audience `json:"audience,omitzero"`

	// Bases are the grounds that are accepted, such as an express consent, or a
	// purchase in the last two years. None: any consent is accepted.
	Bases []ConsentBasis `json:"bases,omitempty"`
}

// ConsentBasis is a ground on which somebody may be written to.
type ConsentBasis struct {
	Name  string         `json:"name"`           // of Consent.Basis: "express", "purchase", "inquiry"
	Lasts retention.Span `json:"lasts,omitzero"` // how long it lasts, from Consent.At; zero: until it is withdrawn
}

// Cap bounds how many messages a customer gets: at most Max of those that match, in
// any window as long as Every. A minimum gap between messages is a Cap of 1.
type Cap struct {
	ID   string         `json:"id"`
	Name retention.Text `json:"name,omitzero"` // for people, see Words; none: the ID
	Match
	Max int `json:"max"` // 0: none ever, whatever Every says

	// Every has exactly one of its parts set, or none if Max is 0. An exact time slides:
	// {Exact: 24 * time.Hour} is (t-24h, t]. {Days: 7} is any 7 days in a row of the
	// customer's calendar. {Months: 1} is each calendar month; 2, 3, 4, 6 or 12 months
	// are blocks counted from January.
	Every retention.Span `json:"every"`

	// ByTopic counts each topic separately.
	ByTopic bool `json:"byTopic,omitempty"`

	// Exempt messages are not held back by the cap, and Uncounted ones take no room
	// under it. Neither implies the other.
	Exempt    []Purpose `json:"exempt,omitempty"`
	Uncounted []Purpose `json:"uncounted,omitempty"`
}

// DeclineRule keeps quiet after a customer said no.
type DeclineRule struct {
	ID   string         `json:"id"`
	Name retention.Text `json:"name,omitzero"` // for people, see Words; none: the ID
	Match

	// Cooldown is how long to keep quiet, from the last no. Zero: for good.
	Cooldown retention.Span `json:"cooldown,omitzero"`

	// AllTopics treats a no to one topic as a no to all messages that match. If it
	// is false, a no holds only for the topic that was declined.
	AllTopics bool `json:"allTopics,omitempty"`
}

// Law is what the law of some regions requires, as rules on top of the shop's own. It
// is not legal advice.
type Law struct {
	ID      string         `json:"id"`
	Name    retention.Text `json:"name,omitzero"`
	AsOf    retention.Date `json:"asOf"`    // the day on which it was looked up
	Sources []string       `json:"sources"` // where it was found, and how reliable that is

	// Regions are where it holds, including every region inside them: "US" includes
	// "US-FL". A customer without a region is subject to every law.
	Regions []string `json:"regions"`
	Rules
}

// within reports whether region c is region r or lies inside it: whether a law of
// r holds for a customer of c.
func within(c, r string) bool {
	return c == r || len(c) > len(r) && c[len(r)] == '-' && c[:len(r)] == r
}
