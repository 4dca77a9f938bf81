package loyalty

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"
	"unicode/utf8"
)

// check refuses a budget that makes no sense.
func (b *Budget) check() error {
	switch {
	case b.ID == "" || !utf8.ValidString(b.ID):
		return fmt.Errorf("loyalty: the budget's ID %.64q: %w", b.ID, ErrName)
	case !usable(b.At):
		return fmt.Errorf("loyalty: budget %.64q: %w: gifts at %v", b.ID, ErrTime, b.At)
	case notMoney(b.Left) != nil:
		return fmt.Errorf("loyalty: budget %.64q: left: %w", b.ID, notMoney(b.Left))
	case !(b.Chance >= 0 && b.Chance <= 1):
		return fmt.Errorf("loyalty: budget %.64q: %w: a chance of %v", b.ID, ErrValue, b.Chance)
	case len(b.Prizes) == 0:
		return fmt.Errorf("loyalty: budget %.64q: %w: no prizes", b.ID, ErrValue)
	}
	seen := map[string]bool{}
	for i := range b.Prizes {
		p := &b.Prizes[i]
		err := error(nil)
		switch {
		case p.ID == "" || !utf8.ValidString(p.ID+p.Wallet):
			err = ErrName
		case seen[p.ID]:
			err = ErrDuplicate
		case p.Stock < 0 || p.Points < 0:
			err = ErrValue
		default:
			err = notMoney(p.Cost)
		}
		if err != nil {
			return fmt.Errorf("loyalty: budget %.64q: prize %.64q: %w", b.ID, p.ID, err)
		}
		seen[p.ID] = true
	}
	return nil
}

func (c *Candidate) check(seen map[string]bool) error {
	switch {
	case c.ID == "" || !utf8.ValidString(c.ID):
		return ErrName
	case seen[c.ID]:
		return ErrDuplicate
	case !(c.Chance >= 0 && c.Chance <= 1):
		return fmt.Errorf("%w: a chance of %v", ErrValue, c.Chance)
	case !c.Last.IsZero() && !usable(c.Last):
		return fmt.Errorf("%w: a gift at %v", ErrTime, c.Last)
	}
	return nil
}

// draw tells whether a candidate is drawn, which prize, and when it is their
// turn.
func (b *Budget) draw(seed *[32]byte, c *Candidate) (g Gift, drawn bool) {
	chance := b.Chance
	if c.Chance != 0 {
		chance = c.Chance
	}
	luck, which, turn := chances(seed, b.ID, c.ID)
	if float64(luck>>11)/(1<<53) >= chance {
		return g, false
	}
	p := b.prize(which)
	return Gift{Member: c.ID, Prize: p.ID, Cost: p.Cost, turn: turn}, true
}

// chances returns three numbers that look like chance and follow from the names.
func chances(seed *[32]byte, round, candidate string) (luck, which, turn uint64) {
	text := append(make([]byte, 0, 128), seed[:]...)
	text = binary.BigEndian.AppendUint64(text, uint64(len(round)))
	text = append(append(text, round...), candidate...)
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[0:]), binary.BigEndian.Uint64(sum[8:]), binary.BigEndian.Uint64(sum[16:])
}

// prize returns the prize that a number stands for, by weight. Whether it is in
// stock does not matter.
func (b *Budget) prize(which uint64) *Prize {
	sum := uint64(0)
	for i := range b.Prizes {
		sum += b.Prizes[i].weight()
	}
	n, _ := bits.Mul64(which, sum) // below sum
	i := 0
	for n >= b.Prizes[i].weight() {
		n -= b.Prizes[i].weight()
		i++
	}
	return &b.Prizes[i]
}

func (p *Prize) weight() uint64 { return uint64(max(p.Weight, 1)) }

// give gives a gift, if there is still enough.
func (b *Budget) give(g *Gift) {
	if g.Why != Given {
		return
	}
	for i := range b.Prizes {
		p := &b.Prizes[i]
		if p.ID != g.Prize {
			continue
		}
		switch {
		case !p.Unlimited && p.Stock == 0:
			g.Why = OutOfStock
		case p.Cost.GreaterThan(b.Left):
			g.Why = OverBudget
		default:
			b.Left = b.Left.Sub(p.Cost)
			if !p.Unlimited {
				p.Stock--
			}
			g.Event = b.event(p, g.Member)
		}
	}
}

// event returns what tells the account of a member who was given a prize.
func (b *Budget) event(p *Prize, member string) Event {
	e := Event{ID: "surprise/" + b.ID + "/" + member, At: b.At, Data: Activity{Kind: GiftKind, Tags: []string{p.ID}}}
	if p.Points > 0 {
		e.Data = Adjust{Points: p.Points, Wallet: p.Wallet, Reason: p.ID}
	}
	return e
}
