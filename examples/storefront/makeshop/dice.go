package main

import (
	"math/bits"
	"math/rand/v2"
)

// The seed of the shop. Another one makes another shop with the same habits.
const seed1, seed2 = 0x6d69646f7269, 20230101 // "midori", its first day

// dice is all the chance there is. It uses no more of math/rand/v2 than the
// generator itself, whose numbers are laid down, and no floating point.
type dice struct{ src *rand.PCG }

func newDice() *dice { return &dice{rand.NewPCG(seed1, seed2)} }

// below returns a number in [0, n).
func (d *dice) below(n int) int {
	hi, _ := bits.Mul64(d.src.Uint64(), uint64(n))
	return int(hi)
}

// chance reports true in part cases of whole.
func (d *dice) chance(part, whole int) bool { return d.below(whole) < part }

// between returns a number in [from, to].
func (d *dice) between(from, to int) int { return from + d.below(to-from+1) }

// weighted returns an index, in proportion to the weights.
func (d *dice) weighted(weights []int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	at := d.below(total)
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	panic("dice: no weight") // not with a total above 0
}
