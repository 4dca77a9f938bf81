package segment

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"
)

// ErrID is wrapped by the errors about customers whose ID is empty, is not UTF-8, or
// is that of another customer.
var ErrID = errors.New("a customer needs an ID of their own")

// Evaluate asks the rules of all segments about everybody. The result is the same,
// byte for byte, in whatever order the customers come.
//
// Customers are taken from the iterator one after the other and looked at in batches,
// by all processors: it must not reuse what it has yielded, and the functions of
// fields and rules, and id, must be safe for concurrent use. Only the ID of a
// customer and a bit for each segment are kept. To follow the progress, count the
// customers as the iterator yields them. To cancel, let it stop: the evaluation is
// then that of the customers so far.
//
// It takes O(n log n) time for n customers, most of which goes into the rules. The
// error wraps [ErrID] and names the customer.
func (v View[T]) Evaluate(id func(customer T) string, customers iter.Seq[T]) (*Evaluation, error) {
	n := v.set.Len()
	e := &evaluator[T]{view: v, id: id, members: make([]Bits, n), unknown: make([]int, n)}
	e.batch = make([]T, 0, batchSize*runtime.GOMAXPROCS(0))
	for s := range e.members {
		e.members[s] = Bits{} // as JSON has it
	}
	for c := range customers {
		if e.batch = append(e.batch, c); len(e.batch) < cap(e.batch) {
			continue
		}
		if err := e.flush(); err != nil {
			return nil, err
		}
	}
	if err := e.flush(); err != nil {
		return nil, err
	}
	return e.evaluation()
}

// batchSize is the number of customers that one processor looks at at a time: many
// enough to be worth it, and as a multiple of 64 no word of bits is shared.
const batchSize = 64 * wordBits

// evaluator gathers what rules say of customers, in the order in which they come.
type evaluator[T any] struct {
	view    View[T]
	id      func(T) string
	batch   []T // not looked at yet
	ids     []string
	members []Bits // of each segment
	unknown []int  // likewise
}

// flush looks at the batch and empties it.
func (e *evaluator[T]) flush() error {
	before, n := len(e.ids), len(e.batch)
	if n == 0 {
		return nil
	}
	e.ids = append(e.ids, make([]string, n)...)
	for s := range e.members {
		e.members[s] = append(e.members[s], newBits(n)...)
	}
	parts := (n + batchSize - 1) / batchSize
	unknown := make([][]int, parts)
	parallel(parts, func(i int) {
		unknown[i] = e.look(e.batch[i*batchSize:min(n, (i+1)*batchSize)], before+i*batchSize)
	})
	for _, part := range unknown {
		for s, n := range part {
			e.unknown[s] += n
		}
	}
	clear(e.batch)
	e.batch = e.batch[:0]
	return checkIDs(e.ids, before)
}

// look asks the rules about customers who begin at a row, and returns for how many
// each is Unknown.
func (e *evaluator[T]) look(customers []T, row int) (unknown []int) {
	for i, c := range customers {
		e.ids[row+i] = e.id(c)
	}
	unknown = make([]int, len(e.members))
	for s, program := range e.view.set.programs {
		word := row / wordBits
		for some := range slices.Chunk(customers, wordBits) {
			truths, missing := askAll(program.test, e.view.moment, some)
			e.members[s][word] = truths
			unknown[s] += missing
			word++
		}
	}
	return unknown
}

// askAll asks a rule about up to 64 customers, and returns a bit for each for whom
// it is True and the number of those for whom it is Unknown.
func askAll[T any](ask test[T], at *Moment, customers []T) (word uint64, unknown int) {
	for i, c := range customers {
		switch ask(c, at) {
		case True:
			word |= 1 << i
		case Unknown:
			unknown++
		}
	}
	return word, unknown
}

// checkIDs returns what is wrong with the IDs of the customers from the i-th on.
func checkIDs(ids []string, from int) error {
	for i := from; i < len(ids); i++ {
		if ids[i] == "" {
			return fmt.Errorf("segment: customer %d of those given: %w, this one has none", i+1, ErrID)
		}
		if !utf8.ValidString(ids[i]) {
			return fmt.Errorf("segment: customer %q: %w, in UTF-8", ids[i], ErrID)
		}
	}
	return nil
}

// evaluation sorts what was gathered.
func (e *evaluator[T]) evaluation() (*Evaluation, error) {
	m, n := e.view.moment, len(e.ids)
	ids, rows := sortIDs(e.ids)
	for i := 1; i < n; i++ {
		if ids[i] == ids[i-1] {
			return nil, fmt.Errorf("segment: customer %q: %w, this one is two customers'", ids[i], ErrID)
		}
	}
	result := &Evaluation{AsOf: m.at.UTC(), Zone: m.zone.String(), IDs: ids, Segments: make([]Group, e.view.set.Len())}
	for i, s := range e.view.set.All() {
		result.Segments[i] = Group{
			Name: s.Name, Label: s.Label, Rule: e.view.set.programs[i].text,
			Members: slices.Clip(e.members[i].moved(rows, n)), Unknown: e.unknown[i],
		}
	}
	return result, nil
}

// sortIDs returns the IDs ascending, and for each of those given the row that it
// has then; rows is nil if it is the same.
func sortIDs(ids []string) (sorted []string, rows []int) {
	if slices.IsSorted(ids) {
		return append([]string{}, ids...), nil
	}
	keys := keysOf(ids)
	slices.SortFunc(keys, func(a, b idKey) int {
		if c := cmp.Compare(a.start, b.start); c != 0 {
			return c
		}
		return strings.Compare(ids[a.row], ids[b.row])
	})
	sorted, rows = make([]string, len(ids)), make([]int, len(ids))
	for i, k := range keys {
		sorted[i], rows[k.row] = ids[k.row], i
	}
	return sorted, rows
}

// idKey is the start of an ID, after what all have in common: it mostly tells the
// order, without a look at the ID.
type idKey struct {
	start uint64
	row   int
}

func keysOf(ids []string) []idKey {
	common := ids[0]
	for _, id := range ids {
		n := 0
		for n < len(common) && n < len(id) && common[n] == id[n] {
			n++
		}
		common = common[:n]
	}
	keys := make([]idKey, len(ids))
	for i, id := range ids {
		var start [8]byte
		copy(start[:], id[len(common):])
		keys[i] = idKey{binary.BigEndian.Uint64(start[:]), i}
	}
	return keys
}
