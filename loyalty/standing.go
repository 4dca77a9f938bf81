package loyalty

// tierAt returns the tier that a member holds at an instant, by what is known
// now; empty for none.
func (e *Engine) tierAt(l *ledger, at instant) string {
	return ""
}

// tier returns a tier of the edition, or nil.
func (e *edition) tier(id string) *Tier {
	for i := range e.Ladder.Tiers {
		if e.Ladder.Tiers[i].ID == id {
			return &e.Ladder.Tiers[i]
		}
	}
	return nil
}
