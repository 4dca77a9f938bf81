package retention

import (
	"hash/maphash"
	"math/bits"
)

// idTable numbers the customers of orders in the order in which they come, and
// keeps a T of each. It is a hash table made for bulk: orders are looked up a
// batch at a time, and IDs of up to 24 bytes are compared without a look at the
// orders.
type idTable[T any] struct {
	slots   []slot // their number is a power of two, at most half of them taken
	shift   uint   // a tag belongs into slot tag>>shift
	members pages[member[T]]
	fetched member[T] // of no use but to have been read
}

func (t *idTable[T]) key(number uint32) *idKey { return &t.members.at(number).key }

func (t *idTable[T]) total(number uint32) *T { return &t.members.at(number).total }

type slot struct {
	tag uint32
	id  uint32 // the number of a customer, plus one; 0: free
}

// member is a customer in a table. Key and total lie side by side, as who asks
// for one of them needs the other next.
type member[T any] struct {
	key   idKey
	total T
}

// batch is some orders on their way to their customers.
type batch[T any] struct {
	keys    [batchSize]idKey
	members [batchSize]*member[T] // that the orders seem to be of, or nil
	numbers [batchSize]uint32     // of these
}

const batchSize = 32

// fold calls visit for the orders in [from, to) one after the other, with the
// number of the customer and its total. It stops at an error, and returns it
// with the index of the order.
//
// It goes through each batch three times, to look up slots, then customers, and
// then to be sure of them: what the first look brings into the cache is fetched
// while it looks on, as it would not be if each order waited for its own.
func (t *idTable[T]) fold(orders []Order, from, to int, seed maphash.Seed, visit func(i int, number uint32, total *T) error) (int, error) {
	var b batch[T]
	t.reserve((to - from) / 8) // as if each customer had eight
	for ; from < to; from += batchSize {
		t.reserve(batchSize)
		some := orders[from:min(from+batchSize, to)]
		t.fetchSlots(&b, some, from, seed)
		t.fetchMembers(&b, len(some))
		for i := range some {
			m, number := t.member(orders, &b, i)
			if err := visit(from+i, number, &m.total); err != nil {
				return from + i, err
			}
		}
	}
	return to, nil
}

// fetchSlots fills in the keys of orders and looks at their slots.
func (t *idTable[T]) fetchSlots(b *batch[T], orders []Order, from int, seed maphash.Seed) {
	var fetched uint32
	for i := range orders {
		id := orders[i].Customer
		key := &b.keys[i%batchSize]
		key.set(uint32(from+i), id, maphash.String(seed, id))
		fetched += t.slots[key.tag>>t.shift].tag
	}
	t.fetched.key.order = fetched
}

// fetchMembers looks at the customers that n keys seem to be of.
func (t *idTable[T]) fetchMembers(b *batch[T], n int) {
	for i := range n {
		if s := t.guess(b.keys[i%batchSize].tag); s.id > 0 {
			m := t.members.at(s.id - 1)
			b.members[i%batchSize], b.numbers[i%batchSize] = m, s.id-1
			t.fetched = *m
		} else {
			b.members[i%batchSize] = nil
		}
	}
}

// guess returns the slot of the customer that most probably has a tag, or a free
// one if none has it.
func (t *idTable[T]) guess(tag uint32) slot {
	for at := tag >> t.shift; ; at++ {
		if s := t.slots[at&uint32(len(t.slots)-1)]; s.tag == tag || s.id == 0 {
			return s
		}
	}
}

// member returns the customer of a batch's order i, and its number.
func (t *idTable[T]) member(orders []Order, b *batch[T], i int) (*member[T], uint32) {
	i %= batchSize
	if m := b.members[i]; m != nil && m.key.same(&b.keys[i], orders) {
		return m, b.numbers[i]
	}
	return t.find(orders, &b.keys[i])
}

// find returns the customer with a key and its number: a new one if there is none
// yet, for which there must be a slot.
func (t *idTable[T]) find(orders []Order, key *idKey) (*member[T], uint32) {
	for at := key.tag >> t.shift; ; at++ {
		s := &t.slots[at&uint32(len(t.slots)-1)]
		if s.id == 0 {
			m := t.members.add()
			m.key = *key
			*s = slot{key.tag, t.members.count}
			return m, s.id - 1
		}
		if s.tag == key.tag {
			if m := t.members.at(s.id - 1); m.key.same(key, orders) {
				return m, s.id - 1
			}
		}
	}
}

// reserve makes room for n customers more.
func (t *idTable[T]) reserve(n int) {
	if need := 2 * (int(t.members.count) + n); need > len(t.slots) {
		t.grow(1 << bits.Len(uint(need-1)))
	}
}

// grow makes the slots a power of two that is more than they are. They go where
// the top bits of their tag say, so old and new are walked in one direction.
func (t *idTable[T]) grow(slots int) {
	old := t.slots
	t.slots = make([]slot, slots)
	t.shift = 32 - uint(bits.Len(uint(len(t.slots)-1)))
	for _, s := range old {
		if s.id == 0 {
			continue
		}
		at := s.tag >> t.shift
		for t.slots[at&uint32(len(t.slots)-1)].id != 0 {
			at++
		}
		t.slots[at&uint32(len(t.slots)-1)] = s
	}
}
