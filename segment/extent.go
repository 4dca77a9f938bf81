package segment

import (
	"iter"
	"math"
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

// edge is a place on the line of the values of a kind: just before or just after
// one of them.
type edge struct {
	value any
	after bool
}

// extent is a set of values: those between its edges, in turn outside and inside,
// beginning with from. The zero extent is empty.
type extent struct {
	from  bool // whether the values below the first edge are in
	edges []edge
}

var everything = extent{from: true}

// point returns the set of one value.
func point(v any) extent { return extent{edges: []edge{{v, false}, {v, true}}} }

// beyond returns the set of the values after an edge.
func beyond(e edge) extent { return extent{edges: []edge{e}}.trimmed() }

// between returns the set of the values from one edge to another.
func between(from, to edge) extent {
	if compareEdges(from, to) >= 0 {
		return extent{}
	}
	return extent{edges: []edge{from, to}}.trimmed()
}

// pointsOf returns the set of some values.
func pointsOf(values []any) extent {
	if len(values) == 1 {
		return point(values[0]).trimmed()
	}
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, compareData)
	x := extent{edges: make([]edge, 0, 2*len(sorted))}
	for _, v := range sorted {
		if n := len(x.edges); n > 0 && compareEdges(x.edges[n-1], edge{v, false}) >= 0 { // the same or the next one
			x.edges[n-1] = edge{v, true}
			continue
		}
		x.edges = append(x.edges, edge{v, false}, edge{v, true})
	}
	return x.trimmed()
}

// not returns the values that are not in the set.
func (x extent) not() extent { return extent{!x.from, x.edges} }

// and returns the values that are in both sets.
func (x extent) and(y extent) extent {
	switch {
	case x.isAll():
		return y
	case y.isAll():
		return x
	}
	return merge(x, y, func(a, b bool) bool { return a && b })
}

// or returns the values that are in at least one of the sets.
func (x extent) or(y extent) extent {
	return merge(x, y, func(a, b bool) bool { return a || b })
}

func merge(x, y extent, both func(a, b bool) bool) extent {
	inX, inY := x.from, y.from
	out := extent{from: both(inX, inY)}
	in := out.from
	for i, j := 0, 0; i < len(x.edges) || j < len(y.edges); {
		var at edge
		switch order := compareNext(x.edges[i:], y.edges[j:]); {
		case order < 0:
			at, inX = x.edges[i], !inX
			i++
		case order > 0:
			at, inY = y.edges[j], !inY
			j++
		default:
			at, inX, inY = x.edges[i], !inX, !inY
			i++
			j++
		}
		if now := both(inX, inY); now != in {
			in = now
			out.edges = append(out.edges, at)
		}
	}
	return out
}

// compareNext compares the first edges of two lists; an empty one comes last.
func compareNext(x, y []edge) int {
	switch {
	case len(x) == 0:
		return 1
	case len(y) == 0:
		return -1
	}
	return compareEdges(x[0], y[0])
}

// isAll reports whether every value is in the set.
func (x extent) isAll() bool { return x.from && len(x.edges) == 0 }

// isEmpty reports whether no value is in the set.
func (x extent) isEmpty() bool { return !x.from && len(x.edges) == 0 }

// has reports whether a value is in the set.
func (x extent) has(v any) bool {
	in := x.from
	for _, e := range x.edges {
		if compareEdges(edge{v, false}, e) < 0 {
			break
		}
		in = !in
	}
	return in
}

// trimmed returns the set without edges that lie at an end of the line, beyond
// which there is nothing.
func (x extent) trimmed() extent {
	if len(x.edges) > 0 && isFirst(x.edges[0]) {
		x = extent{!x.from, x.edges[1:]}
	}
	if n := len(x.edges); n > 0 && isLast(x.edges[n-1]) {
		x.edges = x.edges[:n-1]
	}
	return x
}

// isFirst reports whether no value comes before the edge.
func isFirst(e edge) bool { return !e.after && (e.value == false || e.value == "") }

// isLast reports whether no value comes after the edge.
func isLast(e edge) bool { return e.after && e.value == true }

// compareEdges puts edges in order. Those with no value in between are equal.
func compareEdges(a, b edge) int {
	order := compareData(a.value, b.value)
	switch {
	case order == 0 && a.after == b.after, a.after && !b.after && adjacent(a.value, b.value), b.after && !a.after && adjacent(b.value, a.value):
		return 0
	case order != 0:
		return order
	case a.after:
		return 1
	}
	return -1
}

// adjacent reports whether b is the very next value after a.
func adjacent(a, b any) bool {
	switch a := a.(type) {
	case int64:
		return a < math.MaxInt64 && a+1 == b
	case float64:
		return math.Nextafter(a, math.Inf(1)) == b
	case string:
		return len(b.(string)) == len(a)+1 && a+"\x00" == b
	case bool:
		return !a && b == true
	case time.Time:
		return a.Add(1).Equal(b.(time.Time))
	case retention.Date:
		return a.AddDays(1) == b && a != b
	}
	return false // between two decimals there is always another
}

// interval is a piece of an extent. A side without a limit is nil.
type interval struct{ low, high *edge }

// intervals returns the pieces in their order.
func (x extent) intervals() iter.Seq[interval] {
	return func(yield func(interval) bool) {
		for i := -1; i < len(x.edges); i++ {
			in := x.from == (i%2 != 0) // after the i-th edge
			if !in {
				continue
			}
			var piece interval
			if i >= 0 {
				piece.low = &x.edges[i]
			}
			if i+1 < len(x.edges) {
				piece.high = &x.edges[i+1]
			}
			if !yield(piece) {
				return
			}
		}
	}
}

// points returns the values of a set of single values; ok is false if it is
// another one.
func (x extent) points() (values []any, ok bool) {
	if x.isEndless() {
		return nil, false
	}
	for p := range x.intervals() {
		if !p.isPoint() {
			return nil, false
		}
	}
	values = make([]any, 0, len(x.edges)/2+1)
	for p := range x.intervals() {
		low, _ := p.bounds()
		values = append(values, low.Value)
	}
	return values, true
}

// isEndless reports whether a piece of the set goes on to an end of the line that
// no value is known to be at.
func (x extent) isEndless() bool {
	n := len(x.edges)
	if n == 0 {
		return x.from
	}
	switch x.edges[0].value.(type) {
	case bool:
		return false
	case string:
		return x.from == (n%2 == 0) // upwards
	}
	return x.from || n%2 != 0
}

// isPoint reports whether the piece is a single value.
func (p interval) isPoint() bool {
	low, high := p.bounds()
	return !low.IsZero() && !high.IsZero() && !low.Open && !high.Open && compareData(low.Value, high.Value) == 0
}

// bounds returns the first and the last value of the piece where there are such,
// else the values that it lies between.
func (p interval) bounds() (low, high Bound) {
	if p.low != nil {
		low = Bound{p.low.value, p.low.after}
		if next := step(low.Value, 1); low.Open && next != nil {
			low = Bound{Value: next}
		}
	}
	if p.high != nil {
		high = Bound{p.high.value, !p.high.after}
		if next := step(high.Value, -1); high.Open && next != nil {
			high = Bound{Value: next}
		}
	}
	switch { // the ends of the line
	case p.high == nil && low.Value == true:
		high = low
	case p.low == nil && !high.Open && isFirst(edge{value: high.Value}):
		low = high
	}
	return low, high
}

// step returns the neighbour of a whole number, a day or a flag, nil if people
// would not call any value its neighbour.
func step(v any, by int) any {
	switch v := v.(type) {
	case int64:
		if next := v + int64(by); (next > v) == (by > 0) {
			return next
		}
	case retention.Date:
		return v.AddDays(by)
	case bool:
		if v == (by < 0) {
			return !v
		}
	}
	return nil
}

// prefixed returns the set of the texts with a prefix.
func prefixed(prefix string) extent {
	x := beyond(edge{prefix, false})
	for n := len(prefix); n > 0; n-- {
		if last := prefix[n-1]; last < math.MaxUint8 {
			end := prefix[:n-1] + string([]byte{last + 1})
			return x.and(beyond(edge{end, false}).not())
		}
	}
	return x
}
