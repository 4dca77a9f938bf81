package segment

import "iter"

// Assignment is the one segment that a customer is put into.
type Assignment struct {
	Customer string `json:"customer"`
	// Segment is the first in the order of the set that the customer is a member
	// of, "" if there is none.
	Segment string `json:"segment"`
	// Lost are the other segments that the customer is a member of, in their order.
	Lost []string `json:"lost,omitempty"`
}

// Exclude returns the evaluation with each customer in the first of their segments
// only, in the order of the set. So nobody is in two segments, and diffs, sizes and
// worths are of disjoint groups. e itself stays as it is. The numbers of unknowns stay
// those of the rules.
func (e *Evaluation) Exclude() *Evaluation {
	x := *e
	x.Exclusive = true
	x.Segments = make([]Group, len(e.Segments))
	taken := newBits(len(e.IDs))
	for i, g := range e.Segments {
		g.Members = e.inside(g).not(taken)
		taken.add(g.Members)
		x.Segments[i] = g
	}
	return &x
}

// Assign puts each customer into one segment, the first of theirs in the order of
// the set, and iterates over all customers by ID. Those in no segment come with
// the segment "".
func (e *Evaluation) Assign() iter.Seq[Assignment] {
	return func(yield func(Assignment) bool) {
		for row, id := range e.IDs {
			a := Assignment{Customer: id}
			for _, g := range e.Segments {
				switch {
				case !g.Members.Has(row):
				case a.Segment == "":
					a.Segment = g.Name
				default:
					a.Lost = append(a.Lost, g.Name)
				}
			}
			if !yield(a) {
				return
			}
		}
	}
}

// Unassigned iterates over the IDs of the customers who were a member of no
// segment, ascending.
func (e *Evaluation) Unassigned() iter.Seq[string] { return e.ids(e.none()) }

// none returns the rows of the customers in no segment.
func (e *Evaluation) none() Bits {
	in := newBits(len(e.IDs))
	for _, g := range e.Segments {
		in.add(e.inside(g))
	}
	return e.everybody().not(in)
}

// everybody returns the rows of all customers.
func (e *Evaluation) everybody() Bits {
	all := newBits(len(e.IDs))
	for i := range all {
		all[i] = ^uint64(0)
	}
	if over := len(e.IDs) % wordBits; over > 0 {
		all[len(all)-1] = 1<<over - 1
	}
	return all
}

// inside returns the members who are customers, with a word for every 64 of these.
func (e *Evaluation) inside(g Group) Bits { return e.everybody().and(g.Members) }
