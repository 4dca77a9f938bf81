package segment

// goal is what a rule's answer is to be: at least a truth, or at most one.
type goal struct {
	most  bool
	truth Truth
}

var (
	toJoin  = goal{most: false, truth: True}
	toLeave = goal{most: true, truth: Unknown}
	toFail  = goal{most: true, truth: False}
)

// met reports whether an answer is as it is to be.
func (g goal) met(t Truth) bool {
	if g.most {
		return t <= g.truth
	}
	return t >= g.truth
}

// not returns the goal of a rule whose opposite has goal g.
func (g goal) not() goal { return goal{!g.most, -g.truth} }

// ofEach reports whether the goal of an all or an any is that of each of its
// parts, rather than of one of them.
func (g goal) ofEach(o op) bool { return (o == opAll) != g.most }
