package rfm

import "math"

// ladder holds the cuts of an axis as integers, so that scoring compares
// nothing else. It knows values in units of 10^-scale, and by keys of which the
// greater is the better.
type ladder struct {
	fewer bool
	rungs []int64  // a key above rungs[i] is worth score i+2
	ties  []string // beside rungs, or nil: the ID of the Cut
}

// ladder returns the cuts, none of which is negative, at a scale. Values that
// are whole at that scale get the same score as by [axis.score].
func (a axis) ladder(cuts []Cut, scale int) ladder {
	l := ladder{fewer: a.fewer(), rungs: make([]int64, len(cuts))}
	for i, c := range cuts {
		units, whole := c.units(scale)
		l.rungs[i] = l.rung(units, whole, c.Inclusive)
		if c.ID != "" && whole {
			if l.ties == nil {
				l.ties = make([]string, len(cuts))
			}
			l.ties[i] = c.ID
		}
	}
	return l
}

// units returns how many whole units of 10^-scale the value of a cut has, and
// whether they are all of it. Where int64 cannot hold them, it cannot hold any
// value beyond the cut either.
func (c Cut) units(scale int) (units int64, whole bool) {
	v := c.Value.Shift(int32(scale))
	n := v.BigInt()
	if !n.IsInt64() {
		return math.MaxInt64, false
	}
	return n.Int64(), v.IsInteger()
}

// rung returns the best key that does not get over a cut at units, or at
// somewhat more if these are not the whole of it.
func (l ladder) rung(units int64, whole, inclusive bool) int64 {
	switch {
	case l.fewer && (inclusive || !whole):
		return l.key(units + 1)
	case !l.fewer && inclusive && whole:
		return l.key(units - 1)
	}
	return l.key(units)
}

// key turns units round if fewer of them are better. This cannot overflow.
func (l ladder) key(units int64) int64 {
	if l.fewer {
		return ^units
	}
	return units
}

// score returns the score of a customer. The ID matters only where there are
// ties.
func (l *ladder) score(key int64, id string) uint8 {
	n := l.climb(key)
	if l.ties != nil {
		n += l.tied(key, id)
	}
	return n
}

// climb returns the score of a key without ties. It must not branch on the key,
// which would be mispredicted for every other customer.
func (l *ladder) climb(key int64) uint8 {
	n := uint8(1)
	for _, rung := range l.rungs {
		var over uint8
		if key > rung {
			over = 1
		}
		n += over
	}
	return n
}

// tied counts the rungs that the ID gets over where the key is level.
func (l *ladder) tied(key int64, id string) (n uint8) {
	for i, rung := range l.rungs {
		if key == rung && l.ties[i] != "" && id > l.ties[i] {
			n++
		}
	}
	return n
}
