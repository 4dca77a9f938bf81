package loyalty

import (
	"context"
	"fmt"
	"iter"
	"time"
)

// RuleChange is a change of rules to be tried on history.
type RuleChange struct {
	Old, New *Engine
	// At is the instant at which the outcomes are compared. Events after it are
	// not looked at.
	At time.Time
	// Top is how many winners and how many losers to name: 10 if 0, none if
	// negative.
	Top int
	// Each, if not nil, is called with every member, in the order in which they come.
	// Progress, if not nil, is called after every few hundred members with the number
	// compared so far. Both are called by the goroutine that called [Impact].
	Each     func(MemberImpact)
	Progress func(members int)
}

// Outcome is where a history leads by one program: of one member, or summed over many.
type Outcome struct {
	// Balance is that of all wallets together at RuleChange.At.
	Balance
	// Liability is what the points outstanding would pay by the [BurnRule]
	// of their wallet then in force, if all of them were spent.
	Liability Money `json:"liability"`
	// Tier is the one held at RuleChange.At; empty in sums.
	Tier string `json:"tier,omitempty"`
	// Refused counts the events that were refused. Short counts those of them that
	// are redemptions and holds for which there were not enough points. Asked is
	// how many points these asked for.
	Refused int    `json:"refused"`
	Short   int    `json:"short"`
	Asked   Points `json:"asked"`
}

// Benefit returns the points that a member has used or still can use: those spent and
// those outstanding, less the debt.
func (o *Outcome) Benefit() Points { return o.Spent + o.outstanding() - o.Debt }

func (b *Balance) outstanding() Points { return b.Available + b.Pending + b.Held }

// MemberImpact is what a change of rules would have meant to a member.
type MemberImpact struct {
	ID  string  `json:"id"`
	Old Outcome `json:"old"`
	New Outcome `json:"new"`
	// Gain is [Outcome.Benefit] of New less that of Old.
	Gain Points `json:"gain"`
	// NowShort counts redemptions and holds that are accepted by the old rules and
	// lack points by the new. NowPaid counts those for which it is the other way
	// round.
	NowShort int `json:"now_short"`
	NowPaid  int `json:"now_paid"`

	done  bool
	later int   // events after RuleChange.At
	seen  int   // the others
	err   error // a defect
}

// Impact tells what a change of rules would have meant, had the new program been in
// force all along: every member's events are replayed with the old and the new rules,
// as [Engine.Replay] does, and the outcomes compared. To try a new edition, let the
// two programs differ in that edition alone.
//
// Each member must come once, with all events; these are taken one after the other by
// the calling goroutine, and may be read from a cursor. Members are compared on all
// processors, and only some hundreds of them are in memory at a time. The result
// depends neither on the number of processors nor on the order of members; only the
// calls to Each come in that order.
//
// The error is that of ctx, or wraps [ErrTime] for an At that is not usable,
// [ErrCurrency] or [ErrValue] for programs of different currency or scale, or
// [ErrOverflow]; or it is an [*EntryError] as of [Engine.Replay]. Events that are
// refused are counted and are not an error. Impact panics without the two engines.
func Impact(ctx context.Context, c RuleChange, members iter.Seq2[string, iter.Seq[Event]]) (*ImpactReport, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	t := impactTally{change: &c, tiers: map[TierShift]int{}}
	t.report.At = c.At
	filling, running := &impactBatch{change: &c}, &impactBatch{change: &c}
	defer func() { running.wait() }()
	turn := func() error {
		running.wait()
		if err := t.add(running); err != nil {
			return err
		}
		filling, running = running, filling
		running.start(ctx)
		filling.clear()
		return ctx.Err()
	}
	for id, events := range members {
		if filling.add(id, events); filling.full() {
			if err := turn(); err != nil {
				return nil, fmt.Errorf("loyalty: %w", err)
			}
		}
	}
	for range 2 { // compare the last, and then add them
		if err := turn(); err != nil {
			return nil, fmt.Errorf("loyalty: %w", err)
		}
	}
	return t.finish(), nil
}

// check refuses what cannot be compared.
func (c *RuleChange) check() error {
	if c.Old == nil || c.New == nil {
		panic("loyalty.Impact: two engines are needed")
	}
	was, is := &c.Old.program, &c.New.program
	switch {
	case !usable(c.At):
		return fmt.Errorf("loyalty: %w: to compare at %v", ErrTime, c.At)
	case was.Currency != is.Currency:
		return fmt.Errorf("loyalty: %w: %q and %q", ErrCurrency, was.Currency, is.Currency)
	case was.Scale != is.Scale:
		return fmt.Errorf("loyalty: %w: points of scale %d and %d", ErrValue, was.Scale, is.Scale)
	}
	if c.Top == 0 {
		c.Top = 10
	}
	return nil
}
