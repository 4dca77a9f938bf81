package loyalty

import (
	"sort"
	"time"

	"github.com/retentionkit/retention"
)

// Engine is a compiled [Program]. It never changes and is safe for concurrent
// use.
type Engine struct {
	program  Program
	zone     *time.Location
	slides   bool // some lots live on when the member is active
	tiered   bool // some edition has tiers
	editions []edition
}

// edition is a compiled [Edition].
type edition struct {
	*Edition
	from   instant
	to     instant // when the next one begins
	rules  []rule
	ladder rungs
	number int
}

// Program returns a copy of the program that the engine was compiled from.
func (e *Engine) Program() Program { return e.program.clone() }

// at returns the edition in force at an instant: the first is for ever before.
func (e *Engine) at(t instant) *edition {
	i := sort.Search(len(e.editions), func(i int) bool { return e.editions[i].from > t })
	return &e.editions[max(i-1, 0)]
}

// edition returns the edition with an ID, or nil.
func (e *Engine) edition(id string) *edition {
	for i := range e.editions {
		if e.editions[i].ID == id {
			return &e.editions[i]
		}
	}
	return nil
}

// burn returns the rule for spending from a wallet; the zero rule if there is
// none.
func (e *edition) burn(wallet string) BurnRule {
	for i := range e.Burn {
		if e.Burn[i].Wallet == wallet {
			return e.Burn[i]
		}
	}
	return BurnRule{Wallet: wallet}
}

func (e *Engine) date(t instant) retention.Date { return retention.DateOf(t.time(), e.zone) }
