package loyalty

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/retentionkit/retention"
)

// Budget is the rules of one round of surprise gifts, and what is left to give. It
// survives JSON unchanged.
type Budget struct {
	// ID names the round. The same seed draws anew for another round.
	ID string `json:"id"`
	// At is when the gifts are given.
	At time.Time `json:"at"`
	// Left is how much the gifts may cost in all, in the program's currency.
	Left   Money   `json:"left"`
	Prizes []Prize `json:"prizes"`
	// Chance is the probability that a candidate is drawn, from 0 to 1.
	Chance float64 `json:"chance"`
	// Every is the shortest time from one gift to the next of a member, by the
	// calendar of the program's zone. Zero allows one in each round.
	Every retention.Span `json:"every,omitzero"`
}

// Prize is something to be given.
type Prize struct {
	ID   string `json:"id"`
	Cost Money  `json:"cost"` // to the shop, of one
	// Stock is how many are left; it does not count if Unlimited.
	Stock     int  `json:"stock,omitempty"`
	Unlimited bool `json:"unlimited,omitempty"`
	// Weight is how often it is drawn in proportion to the others. Zero means 1.
	Weight uint32 `json:"weight,omitempty"`
	// Points are given into Wallet and lapse as the program's Life says. A
	// prize without points is for the shop to hand out.
	Points Points `json:"points,omitempty"`
	Wallet string `json:"wallet,omitempty"`
}

// Candidate is a member who may be drawn for a gift.
type Candidate struct {
	ID     string
	Chance float64   // instead of the budget's, if not 0; to exclude members, leave them out
	Last   time.Time // of the last gift; zero: never
}

// Gift is what became of a candidate who was drawn.
type Gift struct {
	Member string `json:"member"`
	Prize  string `json:"prize"`
	Cost   Money  `json:"cost"` // of the prize, whether given or not
	Why    Luck   `json:"why"`
	// Event is to be applied to the member's account: an [Adjust] for a prize with
	// points, else an [Activity] of the kind [GiftKind]. Its ID is the same whenever
	// the same round is drawn. If Why is not Given it is the zero Event, which no
	// account takes.
	Event Event `json:"event,omitzero"`

	turn uint64
}

// GiftKind is the kind of the [Activity] that records a prize without points. Its
// tag is the prize's ID.
const GiftKind = "gift"

// Luck says what became of a candidate who was drawn.
type Luck uint8

// The kinds of luck.
const (
	Given      Luck = iota // the prize drawn
	TooSoon                // nothing: the last gift was not Budget.Every ago
	OutOfStock             // nothing: no more of the prize drawn is left
	OverBudget             // nothing: the prize drawn costs more than is left
)

var luckNames = [...]string{Given: "given", TooSoon: "too_soon", OutOfStock: "out_of_stock", OverBudget: "over_budget"}

// String returns the code, such as "given".
func (l Luck) String() string { return wordOf(luckNames[:], l, "Luck") }

// MarshalText implements [encoding.TextMarshaler].
func (l Luck) MarshalText() ([]byte, error) { return nameOf(luckNames[:], l, "luck") }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (l *Luck) UnmarshalText(text []byte) error { return fromName(luckNames[:], l, text, "luck") }

// Surprise draws gifts by chance, within a budget. It returns a [Gift] for each
// candidate who was drawn, in the order of their turns, and the budget that is left.
//
// Three numbers decide whether a candidate is drawn, which prize, and when it is their
// turn. The numbers are the SHA-256 of the seed, the budget's ID and the candidate's
// ID. So the order of the candidates does not matter, no draw depends on who else takes
// part, and anybody who is told the seed can check it later. Where stock or budget do
// not suffice for all, those whose turn comes later get nothing. Nobody gets another
// prize than the one drawn, so a shortage does not favour cheap prizes.
//
// Keep the seed secret from those who choose the candidates' IDs. Surprise takes
// O(n + w log w) time for n candidates of whom w are drawn, and keeps all IDs.
//
// The error names the prize or candidate and wraps [ErrName], [ErrDuplicate],
// [ErrValue] or [ErrTime]; then nothing is given.
func (e *Engine) Surprise(b Budget, seed [32]byte, candidates iter.Seq[Candidate]) ([]Gift, Budget, error) {
	if err := b.check(); err != nil {
		return nil, b, err
	}
	var gifts []Gift
	seen := map[string]bool{}
	for c := range candidates {
		if err := c.check(seen); err != nil {
			return nil, b, fmt.Errorf("loyalty: candidate %.64q: %w", c.ID, err)
		}
		seen[c.ID] = true
		g, drawn := b.draw(&seed, &c)
		if !drawn {
			continue
		}
		if !c.Last.IsZero() && b.At.Before(b.Every.From(c.Last, e.zone)) {
			g.Why = TooSoon
		}
		gifts = append(gifts, g)
	}
	slices.SortFunc(gifts, func(x, y Gift) int { return cmp.Or(cmp.Compare(x.turn, y.turn), strings.Compare(x.Member, y.Member)) })
	left := b
	left.Prizes = slices.Clone(b.Prizes)
	for i := range gifts {
		left.give(&gifts[i])
	}
	return gifts, left, nil
}
