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

// Budget is what may be given away by chance, and how: the rules of one round
// of surprise gifts, and what is left to give. It survives JSON unchanged.
type Budget struct {
	// ID names the round. The same seed draws anew for another round.
	ID string `json:"id"`
	// At is when the gifts are given.
	At time.Time `json:"at"`
	// Left is what the gifts may cost in all, in the program's currency.
	Left   Money   `json:"left"`
	Prizes []Prize `json:"prizes"`
	// Chance is how likely a candidate is drawn, from 0 to 1.
	Chance float64 `json:"chance"`
	// Every is how long after a gift a member gets no other, by the calendar of
	// the program's zone. Zero allows one in each round.
	Every retention.Span `json:"every,omitzero"`
}

// Prize is something to be given.
type Prize struct {
	ID   string `json:"id"`
	Cost Money  `json:"cost"` // to the shop, of one
	// Stock is how many are left; it does not count if Unlimited.
	Stock     int  `json:"stock,omitempty"`
	Unlimited bool `json:"unlimited,omitempty"`
	// Weight is how often it is drawn relative to the others. Zero means 1.
	Weight uint32 `json:"weight,omitempty"`
	// Points are given into Wallet and lapse as the program's Life says. A
	// prize without points is for the shop to hand out.
	Points Points `json:"points,omitempty"`
	Wallet string `json:"wallet,omitempty"`
}

// Candidate is a member who may be drawn for a gift.
type Candidate struct {
	ID     string
	Chance float64   // instead of the budget's, if not 0
	Last   time.Time // of the last gift; zero: never
}

// Gift is what became of a candidate who was drawn.
type Gift struct {
	Member string `json:"member"`
	Prize  string `json:"prize"`
	Cost   Money  `json:"cost"` // of the prize, whether given or not
	Why    Luck   `json:"why"`
	// Event is to be applied to the member's account if the gift is Given: an
	// [Adjust] for a prize with points, else an [Activity] of the kind
	// [GiftKind]. Its ID is the same whenever the same round is drawn.
	Event Event `json:"event,omitzero"`

	turn uint64
}

// GiftKind is the kind of [Activity] that tells of a prize without points. Its
// tag is the prize.
const GiftKind = "gift"

// Luck says what became of a candidate who was drawn.
type Luck uint8

// The kinds of luck.
const (
	Given      Luck = iota
	TooSoon         // after the last gift
	OutOfStock      // the prize drawn is
	OverBudget      // the prize drawn costs more than is left
)

var luckNames = [...]string{Given: "given", TooSoon: "too_soon", OutOfStock: "out_of_stock", OverBudget: "over_budget"}

// String returns the code, such as "given".
func (l Luck) String() string { return wordOf(luckNames[:], l, "Luck") }

// MarshalText implements [encoding.TextMarshaler].
func (l Luck) MarshalText() ([]byte, error) { return nameOf(luckNames[:], l, "luck") }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (l *Luck) UnmarshalText(text []byte) error { return fromName(luckNames[:], l, text, "luck") }

// Surprise draws gifts by chance, within a budget. It returns everybody who was
// drawn, in the order of their turn, with what became of them, and the budget that is
// left. A candidate who is not among them was not drawn.
//
// Whether a candidate is drawn, which prize, and whose turn comes when, follow
// from three numbers that are made of the seed, the budget's ID and the
// candidate's ID alone, by SHA-256. Thus the draw is the same in whatever order
// candidates come, can be checked later by anybody who is told the seed, and
// no candidate changes the draw of another: only, where stock or budget do not
// suffice for all, whose turn comes later may go without. Nobody gets a prize
// other than the one drawn, so that a shortage favours no cheap prize.
//
// The seed must be kept from those who choose the candidates' IDs. It takes
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
