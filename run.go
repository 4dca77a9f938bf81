package retention

import (
	"math/bits"
	"slices"
	"sort"
	"strings"
	"sync"
)

// run is an immutable part of a History: customers in the order of their IDs,
// their entries in one array behind each other. A set of orders has one run
// only, in whatever order they came.
type run struct {
	customers []customer
	entries   []entry

	ends        sync.Once
	first, last *entry // an earliest and a latest one, nil if there are none
}

type customer struct {
	id        string // "" holds the guests
	end       int    // of its entries; they begin where those before end
	known     bool   // was named without regard to orders
	contested bool   // has two entries with one order ID
}

// start returns where the entries of customer i begin.
func (r *run) start(i int) int {
	if i == 0 {
		return 0
	}
	return r.customers[i-1].end
}

func (r *run) size() int { return len(r.customers) + len(r.entries) }

func (r *run) entriesOf(i int) []entry { return r.entries[r.start(i):r.customers[i].end] }

// bounds returns an earliest and a latest entry, nil if there are none. It looks
// for them once.
func (r *run) bounds() (first, last *entry) {
	r.ends.Do(func() {
		for i := range r.customers {
			list := r.entriesOf(i)
			if len(list) == 0 {
				continue
			}
			if a := &list[0]; r.first == nil || a.compare(r.first) < 0 {
				r.first = a
			}
			if b := &list[len(list)-1]; r.last == nil || b.compare(r.last) > 0 {
				r.last = b
			}
		}
	})
	return r.first, r.last
}

// find returns the place of a customer.
func (r *run) find(id string) (int, bool) {
	return slices.BinarySearchFunc(r.customers, id, func(c customer, id string) int {
		return strings.Compare(c.id, id)
	})
}

// runOf makes a run of orders, or returns the fault of the first of them that
// has one. It counts the entries of each customer first, so that then each goes
// to its place at once.
func runOf(orders []Order, currency string) (*run, error) {
	numbers := make([]uint32, len(orders))
	tables, err := foldIDs(orders, func(i int, number uint32, count *int) error {
		numbers[i] = number
		*count++
		return nil
	})
	if err != nil {
		return nil, err
	}
	ranked := rank(orders, tables)
	r := &run{customers: make([]customer, ranked.count()), entries: make([]entry, len(orders))}
	next := r.layOut(orders, ranked, tables)
	faults := make([]fault, len(tables))
	inStretches(len(orders), len(tables), func(s, from, to int) {
		faults[s] = place(r.entries, orders, numbers, from, to, next[s], currency)
	})
	if err := firstOf(faults); err != nil {
		return nil, err
	}
	parts := r.parts()
	parallel(len(parts), func(i int) { parts[i].settle() })
	r.join(parts)
	return r, nil
}

// layOut lists the customers of tables that hold how many entries each has, and
// returns, by table and number, where the first of these goes.
func (r *run) layOut(orders []Order, ranked ranking, tables []idTable[int]) [][]int {
	next := make([][]int, len(tables))
	for i := range tables {
		next[i] = make([]int, tables[i].members.count)
	}
	ids := make([]string, ranked.count())
	ranked.inChunks(func(from, to int) {
		writeIDs(ids[from:to], &ranked, from, orders, tables)
		for i := from; i < to; i++ {
			n := 0
			for _, m := range ranked.members(i) {
				next[m.table][m.number] = n
				n += *tables[m.table].total(m.number)
			}
			r.customers[i] = customer{id: ids[i], end: n}
		}
	})
	for i := range r.customers {
		r.customers[i].end += r.start(i)
	}
	ranked.inChunks(func(from, to int) {
		for i := from; i < to; i++ {
			for _, m := range ranked.members(i) {
				next[m.table][m.number] += r.start(i)
			}
		}
	})
	return next
}

// place puts the entries of orders [from, to) among all, each where the next of
// its customer's number goes.
func place(all []entry, orders []Order, numbers []uint32, from, to int, next []int, currency string) fault {
	for i := from; i < to; i++ {
		at := &next[numbers[i]]
		if err := all[*at].compact(&orders[i], currency); err != nil {
			return fault{i, err}
		}
		*at++
	}
	return fault{}
}

// part is a part of a run that is still being made: customers [from, to), whose
// entries are [start, end).
type part struct {
	*run
	from, to   int
	start, end int
}

// parts cuts a run into parts of about as many orders.
func (r *run) parts() []part {
	n := partsOf(len(r.entries))
	list := make([]part, 0, n)
	p := part{run: r}
	for i := range n {
		p.to, p.end = len(r.customers), len(r.entries)
		if i < n-1 {
			p.to = sort.Search(p.to, func(c int) bool { return r.customers[c].end > p.end*(i+1)/n })
			p.end = r.start(p.to)
		}
		list = append(list, p)
		p.from, p.start = p.to, p.end
	}
	return list
}

// settle sorts the entries of each customer, and closes the gaps where repeats
// are folded together.
func (p *part) settle() {
	var s sorter
	var ids idSet
	start, end := p.start, p.start
	for i := p.from; i < p.to; i++ {
		c := &p.customers[i]
		own := p.entries[start:c.end]
		s.sort(own)
		n := fold(own)
		if end != start {
			copy(p.entries[end:], own[:n])
		}
		start, end = c.end, end+n
		c.end, c.contested = end, ids.contested(own[:n])
	}
	p.end = end
}

// join closes the gaps between settled parts.
func (r *run) join(parts []part) {
	end := 0
	for _, p := range parts {
		if gap := p.start - end; gap > 0 {
			copy(r.entries[end:], r.entries[p.start:p.end])
			for i := p.from; i < p.to; i++ {
				r.customers[i].end -= gap
			}
		}
		end += p.end - p.start
	}
	r.entries = trim(r.entries[:end])
}

// knownRun makes a run of customers without orders.
func knownRun(ids []string) *run {
	ids = slices.Sorted(slices.Values(ids))
	r := new(run)
	for _, id := range slices.Compact(ids) {
		if id != "" {
			r.customers = append(r.customers, customer{id: id, known: true})
		}
	}
	ownIDs(r.customers)
	return r
}

// ownIDs copies all IDs into one string, so that they lie side by side and the
// memory that they came from is free to go.
func ownIDs(list []customer) {
	bytes := 0
	for i := range list {
		bytes += len(list[i].id)
	}
	var all strings.Builder
	all.Grow(bytes)
	for i := range list {
		all.WriteString(list[i].id)
	}
	rest := all.String()
	for i := range list {
		n := len(list[i].id)
		list[i].id, rest = rest[:n], rest[n:]
	}
}

// trim drops the room behind a slice, if that is worth a copy.
func trim[T any](s []T) []T {
	if cap(s)-len(s) > len(s)/16 {
		return append(make([]T, 0, len(s)), s...)
	}
	return s
}

// sorter sorts the entries of one customer after the other.
type sorter struct {
	keys  []uint64
	spare []entry
}

// sort sorts entries: in place if they are few or come in order, as those of a
// journal do; else by keys of the time and the index, as entries are large.
func (s *sorter) sort(list []entry) {
	const few = 12
	if len(list) <= few {
		insertionSort(list)
		return
	}
	if sorted(list) {
		return
	}
	first, last := list[0].micros, list[0].micros
	for i := range list {
		first, last = min(first, list[i].micros), max(last, list[i].micros)
	}
	index := bits.Len(uint(len(list) - 1))
	coarse := max(0, bits.Len64(uint64(last-first))+index-64)
	s.keys = s.keys[:0]
	for i := range list {
		s.keys = append(s.keys, uint64(list[i].micros-first)>>coarse<<index|uint64(i))
	}
	slices.Sort(s.keys)
	s.spare = append(s.spare[:0], list...)
	for i, k := range s.keys {
		list[i] = s.spare[k&(1<<index-1)]
	}
	sortTied(list, s.keys, index)
}

// sortTied sorts the entries whose keys agree in all but the index.
func sortTied(list []entry, keys []uint64, index int) {
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && keys[to]>>index == keys[from]>>index {
			to++
		}
		if to > from+1 {
			slices.SortFunc(list[from:to], func(a, b entry) int { return a.compare(&b) })
		}
		from = to
	}
}

func sorted(list []entry) bool {
	for i := 1; i < len(list); i++ {
		if list[i].compare(&list[i-1]) < 0 {
			return false
		}
	}
	return true
}

func insertionSort(list []entry) {
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j].compare(&list[j-1]) < 0; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

// fold folds repeats in sorted entries and returns how many are left.
func fold(list []entry) int {
	n := 0
	for i := range list {
		if n > 0 && list[n-1].sameOrder(&list[i]) {
			list[n-1].absorb(&list[i])
			continue
		}
		if n != i {
			list[n] = list[i]
		}
		n++
	}
	return n
}

// merge returns the run of all orders of a and b.
func merge(a, b *run) *run {
	switch {
	case len(a.customers) == 0:
		return b
	case len(b.customers) == 0:
		return a
	}
	m := &run{
		customers: make([]customer, 0, len(a.customers)+len(b.customers)),
		entries:   make([]entry, 0, len(a.entries)+len(b.entries)),
	}
	var ids idSet
	for i, j := 0, 0; i < len(a.customers) || j < len(b.customers); {
		order := 0
		switch {
		case i == len(a.customers):
			order = 1
		case j == len(b.customers):
			order = -1
		default:
			order = strings.Compare(a.customers[i].id, b.customers[j].id)
		}
		switch {
		case order < 0:
			m.append(a, i)
			i++
		case order > 0:
			m.append(b, j)
			j++
		default:
			m.appendBoth(a, i, b, j, &ids)
			i, j = i+1, j+1
		}
	}
	m.customers, m.entries = trim(m.customers), trim(m.entries)
	ownIDs(m.customers)
	return m
}

// without returns a run of the customers that are not gone.
func (r *run) without(gone map[string]bool) *run {
	rest := new(run)
	for i, c := range r.customers {
		if !gone[c.id] {
			rest.append(r, i)
		}
	}
	rest.customers, rest.entries = trim(rest.customers), trim(rest.entries)
	ownIDs(rest.customers)
	return rest
}

func (m *run) append(r *run, i int) {
	c := r.customers[i]
	m.entries = append(m.entries, r.entriesOf(i)...)
	c.end = len(m.entries)
	m.customers = append(m.customers, c)
}

func (m *run) appendBoth(a *run, i int, b *run, j int, ids *idSet) {
	c, start := a.customers[i], len(m.entries)
	x, y := a.entriesOf(i), b.entriesOf(j)
	for len(x) > 0 && len(y) > 0 {
		if x[0].compare(&y[0]) <= 0 {
			m.entries, x = append(m.entries, x[0]), x[1:]
		} else {
			m.entries, y = append(m.entries, y[0]), y[1:]
		}
	}
	m.entries = append(append(m.entries, x...), y...)
	c.end = start + fold(m.entries[start:])
	m.entries = m.entries[:c.end]
	c.known = c.known || b.customers[j].known
	c.contested = ids.contested(m.entries[start:])
	m.customers = append(m.customers, c)
}
