package followup

import (
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// Rules are manners, the shop's own or those of a [Law]. All that match a
// message hold, each can only forbid, and none overrides another.
type Rules struct {
	Hours    []HoursRule   `json:"hours,omitempty"`
	Consent  []ConsentRule `json:"consent,omitempty"`
	Caps     []Cap         `json:"caps,omitempty"`
	Declines []DeclineRule `json:"declines,omitempty"`
}

// Match tells which messages a rule is about. An empty list matches all.
type Match struct {
	Channels []string  `json:"channels,omitempty"`
	Topics   []string  `json:"topics,omitempty"`
	Purposes []Purpose `json:"purposes,omitempty"`
}

// HoursRule names the hours, on the customer's clock, in which messages go out:
// not the quiet ones.
type HoursRule struct {
	ID string `json:"id"`
	Match
	Audience Audience    `json:"audience,omitzero"`
	Hours    hours.Hours `json:"hours"`
}

// ConsentRule asks for a consent. Without any rule that matches, a message may
// go out until the customer opts out, which always holds. [Transactional]
// messages need no consent, and no opt-out stops them.
type ConsentRule struct {
	ID string `json:"id"`
	Match
	Audience Audience `json:"audience,omitzero"`

	// Bases are those that will do, such as an express consent or a purchase
	// of the last two years. None: any consent does.
	Bases []ConsentBasis `json:"bases,omitempty"`
}

// ConsentBasis is a ground to write to somebody.
type ConsentBasis struct {
	Name  string         `json:"name"`           // of Consent.Basis: "express", "purchase", "inquiry"
	Lasts retention.Span `json:"lasts,omitzero"` // since it was given; zero: until it is withdrawn
}

// Cap bounds how many messages a customer gets: at most Max of those that match,
// in any stretch of time of the stated kind. A minimum gap is a Cap of 1.
type Cap struct {
	ID string `json:"id"`
	Match
	Max int `json:"max"` // 0: none ever, whatever Every is

	// Every is an exact time for a sliding window: (t-24h, t] for
	// {Exact: 24 * time.Hour}. Days count by the customer's calendar: any so
	// many days in a row. Months are those of the calendar, or blocks of 2, 3,
	// 4, 6 or 12 that begin with a January. Just one of the three is set.
	Every retention.Span `json:"every"`

	// ByTopic counts each topic for itself.
	ByTopic bool `json:"byTopic,omitempty"`

	// Exempt are not held back, and Uncounted take no room: two things apart.
	Exempt    []Purpose `json:"exempt,omitempty"`
	Uncounted []Purpose `json:"uncounted,omitempty"`
}

// DeclineRule keeps quiet after a no.
type DeclineRule struct {
	ID string `json:"id"`
	Match

	// Cooldown is how long, since the last no. Zero: for good.
	Cooldown retention.Span `json:"cooldown,omitzero"`

	// AllTopics takes a no to one topic as one to all that match. Else it is
	// about the topic of the contact that was declined.
	AllTopics bool `json:"allTopics,omitempty"`
}

// Law is what the law of some regions asks, as a set of rules that come on top
// of the shop's own. It is no legal advice.
type Law struct {
	ID      string         `json:"id"`
	Name    retention.Text `json:"name,omitzero"`
	AsOf    retention.Date `json:"asOf"`    // the day it was looked up
	Sources []string       `json:"sources"` // where, and how sure it is

	// Regions are those it holds in, with all that lie inside: "US" holds for
	// "US-FL" too. A customer without a region is under every law.
	Regions []string `json:"regions"`
	Rules
}

// within reports whether region c is region r or lies inside it: whether a law of
// r holds for a customer of c.
func within(c, r string) bool {
	return c == r || len(c) > len(r) && c[len(r)] == '-' && c[:len(r)] == r
}
