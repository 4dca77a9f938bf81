package followup

// sliding is a cap on the touches of any window (t-every, t], in whole units.
type sliding struct {
	list  []counted // in order
	most  int
	every int64
}

// upTo returns how many touches come before or at t.
func (w sliding) upTo(t int64) int { return before(w.list, t+1) }

// ok reports whether one more touch at t leaves all windows that have it within
// the cap: those that end with it, and with each touch that follows.
func (w sliding) ok(t int64) bool {
	n := w.upTo(t)
	if n >= w.most && w.list[n-w.most].at > t-w.every {
		return false
	}
	for i := n; i < len(w.list) && w.list[i].at < t+w.every; i++ {
		if first := i + 1 - w.most; first >= 0 && w.list[first].at > w.list[i].at-w.every {
			return false
		}
	}
	return true
}

// clear reports whether there is room from t on, at a glance: no touch follows,
// and too few come before.
func (w sliding) clear(t int64) bool {
	n := len(w.list)
	return w.list[n-1].at <= t && w.list[n-w.most].at <= t-w.every
}

// next returns the first unit from t on with room. Room comes only when a touch
// leaves the window.
func (w sliding) next(t int64) int64 {
	if w.ok(t) {
		return t
	}
	for i := before(w.list, t-w.every+1); ; {
		at := w.list[i].at + w.every
		if w.ok(at) {
			return at // at the latest after the last touch
		}
		i = max(i+1, w.upTo(at)-w.most) // when any before leaves the window it stays full
	}
}

// end returns the first unit after t, at which there is room, without any. That is
// where one more touch would come into the window that ends with a later one, or
// meet it.
func (w sliding) end(t int64) int64 {
	later := w.list[w.upTo(t):]
	end := never
	for _, c := range later {
		if at := max(c.at-w.every+1, t+1); !w.ok(at) {
			end = at
			break
		}
	}
	for _, c := range later {
		if c.at >= end || !w.ok(c.at) {
			return min(end, c.at)
		}
	}
	return end
}

// between returns the touches that leave no room from t on until open, where there
// is some: each of them has left the window by then.
func (w sliding) between(t, open int64) []counted {
	return w.list[before(w.list, t-w.every+1):before(w.list, open)]
}
