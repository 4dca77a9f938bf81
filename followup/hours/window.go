package hours

// Window is a time of day at which something may happen, on some days of the
// week: from From on, and no longer at To.
//
//   - If To is not after From, the window closes on the next day: 22:00 to 06:00
//     is a night.
//   - If they are the same, it is open for 24 hours on the clock. The zero
//     Window is every day, all day.
//   - To may be 24:00, From may not.
//
// A window belongs to the date it opens on. The weekday and the holidays are
// those of that date: a bar that is open on Fridays from 20:00 to 02:00 is open
// at one o'clock on Saturday, even if that Saturday is a holiday.
type Window struct {
	Days Days  `json:"days,omitzero"`
	From Clock `json:"from,omitzero"`
	To   Clock `json:"to,omitzero"`
}

// opens returns the minutes that w is open, from the midnight of its date on.
func (w Window) opens() minutes {
	m := minutes{int32(w.From), int32(w.To)}
	if w.To <= w.From {
		m.to += int32(endOfDay)
	}
	return m
}

// minutes is the minutes [from, to) after the midnight that begins a date. They
// begin on that date, and end on it or on the next.
type minutes struct{ from, to int32 }
