package followup

// trigger wants exactly one kind of it.
func (c *checker) trigger(part string, t *Trigger) {
	n := 0
	set := func(is bool) bool {
		if is {
			n++
		}
		return is
	}
	if set(t.After != nil) {
		c.name(part+": after: event", t.After.Event)
		c.noDecline(part+": after: event", t.After.Event)
	}
	if set(t.Yearly != nil) {
		c.name(part+": yearly: date", t.Yearly.Date)
		word(c, part+": yearly: leap", t.Yearly.Leap, leapWords[:])
	}
	if set(t.Every != nil) {
		c.every(part+": every", t.Every)
	}
	if set(t.Silence != nil) {
		c.match("", part+": silence", &t.Silence.Match)
		c.longer(part+": silence: for", t.Silence.For)
	}
	if set(t.Reorder != nil) {
		c.reorder(part+": reorder", t.Reorder)
	}
	if set(t.Entered != nil) {
		c.name(part+": entered: segment", t.Entered.Segment)
	}
	if set(t.Surprise != nil) {
		c.block(part+": surprise: months", t.Surprise.Months)
		c.texts(part+": surprise: salt", t.Surprise.Salt)
	}
	if set(t.Declined != nil) {
		c.names(part+": declined: topics", t.Declined.Topics)
	}
	switch {
	case n == 0:
		c.fault(part, ErrEmpty)
	case n > 1:
		c.value(part, "there are %d of them, not one", n)
	}
}

func (c *checker) every(part string, t *EveryTrigger) {
	s := t.Every
	if s.Exact != 0 || s.Months != 0 && s.Days != 0 {
		c.value(part+": every", "%v is neither days nor months", s)
	}
	c.longer(part+": every", s)
	switch {
	case t.Anchor.IsZero() && t.From == "":
		c.fault(part+": anchor", ErrEmpty)
	case !t.Anchor.IsZero() && t.From != "":
		c.value(part+": from", "it cannot be combined with an anchor")
	}
	c.texts(part+": from", t.From)
	c.day(part+": anchor", t.Anchor)
}

// mostRhythm is how many times a rhythm may be stretched.
const mostRhythm = 1000

func (c *checker) reorder(part string, t *ReorderTrigger) {
	c.name(part+": event", t.Event)
	c.noDecline(part+": event", t.Event)
	c.count(part+": orders", t.Orders, 0, mostCount)
	c.share(part+": ratio", t.Ratio, 0, mostRhythm)
	c.share(part+": spread", t.Spread, 0, mostRhythm)
	c.forward(part+": fallback", t.Fallback)
}

// foreseen reports whether something can be due before what a run begins with.
func (t *Trigger) foreseen() bool {
	return t.Yearly != nil || t.Every != nil || t.Surprise != nil || t.Reorder != nil || t.After != nil && t.After.Due
}
