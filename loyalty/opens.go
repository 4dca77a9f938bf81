package loyalty

import (
	"fmt"
	"time"
)

// Sale is a sale that opens to everybody at an instant.
type Sale struct {
	Public time.Time
	Tags   []string // matched by [Cond.Tags]
	// Tier instead of the one that the member holds: what another would give.
	Tier string
}

// Opening is when a [Sale] opens for a member.
type Opening struct {
	At      time.Time `json:"at"`
	Benefit string    `json:"benefit,omitempty"` // the ID of the early access; empty at the public opening
	Tier    string    `json:"tier,omitempty"`    // that gives it
}

// Opens returns from which instant a member may buy, by the tier held at an instant
// at, usually now: it may buy now if now is not before Opening.At. Of several early
// accesses the earliest counts, and the first listed of those. The other conditions
// of a benefit are asked about the public opening.
//
// It fails with [ErrTime] for instants that are not usable and with [ErrUnknown] for
// a Sale.Tier that the program lacks.
func (e *Engine) Opens(a Account, s Sale, at time.Time) (Opening, error) {
	l := a.ledger()
	if !usable(s.Public) || !usable(at) {
		return Opening{}, fmt.Errorf("loyalty: account %.64q: sale: %w: public at %v, asked at %v", l.id, ErrTime, s.Public, at)
	}
	sc := e.benefitScene(l, instantOf(s.Public), instantOf(at), s.Tier)
	if s.Tier != "" && sc.edition.tier(s.Tier) == nil {
		return Opening{}, fmt.Errorf("loyalty: account %.64q: sale: %w: no tier %.64q", l.id, ErrUnknown, s.Tier)
	}
	sc.tags = s.Tags
	opening := Opening{At: s.Public.UTC()}
	for _, p := range sc.edition.benefits(sc.tier) {
		b := &p.Benefit
		if b.EarlyAccess == nil || b.When.fails(sc, fixed{}, fixed{}) != Granted {
			continue
		}
		if early := b.EarlyAccess.Lead.Before(s.Public, e.zone).UTC(); early.Before(opening.At) {
			opening = Opening{early, b.ID, p.Tier}
		}
	}
	return opening, nil
}
