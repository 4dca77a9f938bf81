package loyalty

// lot is points of one grant. What was granted is always somewhere:
// granted = remaining + held + spent + sent + lapsed + clawed + repaid.
type lot struct {
	ord           int32 // place in ledger.lots; grows with the Seq of its entry
	award         int32 // place in ledger.awards; -1 if no deed granted it
	opens, closes instant

	granted, remaining, held, spent, sent, lapsed, clawed, repaid Points
}

// openAt reports whether points of l can be taken at an instant.
func (l *lot) openAt(at instant) bool { return l.opens <= at && at < l.closes }

// before reports whether l is taken before m: it closes sooner. For the same
// redemptions no other order lets fewer points lapse.
func (l *lot) before(m *lot) bool {
	if l.closes != m.closes {
		return l.closes < m.closes
	}
	if l.opens != m.opens {
		return l.opens < m.opens
	}
	return l.ord < m.ord
}

// origin is what does not change about a lot.
type origin struct {
	seq           uint64
	at            instant
	wallet        int32
	next          int32 // the lot of the same award before this one; -1: none
	edition, rule string
	from          string // the account that sent it
	sent          string // the transfer that brought it
}

// portion is points of one lot.
type portion struct {
	lot int32
	n   Points
}

// hold is points set aside until an instant.
type hold struct {
	id    string
	seq   uint64 // of its first entry: claims made later are met from it
	until instant
	parts []portion // in the order taken; never changed in place
}

// claim is points that should have been taken back and were not there.
type claim struct {
	deed int32
	n    Points
	seq  uint64
}
