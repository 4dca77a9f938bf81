package hours

// Window is a part of the day in which something may happen, on some days of the
// week: from From on, up to but not including To.
//
//   - If To is not after From, the window closes on the next day: 22:00 to 06:00
//     is a night.
//   - If they are equal, it is open for 24 hours by the clock. The zero Window is
//     all day, every day.
//   - To may be 24:00, From may not.
//
// A window belongs to the date it opens on, and goes by the weekday and the
// holidays of that date: a bar that is open on Fridays from 20:00 to 02:00 is open
// at one o'clock on Saturday, even if that Saturday is a holiday.
type Window struct {
	Days Days  `json:"days,omitzero"`
	From Clock `json:"from,omitzero"`
	To   Clock `json:"to,omitzero"`
}

// opens returns the minutes in which w is open, after the midnight that begins
// its date.
func (w Window) opens() minutes {
	m := minutes{int32(w.From), int32(w.To)}
	if w.To <= w.From {
		m.to += int32(endOfDay)
	}
	return m
}

// minutes are the minutes [from, to) after the midnight that begins a date. They
// start on that date, and end on it or on the next.
type minutes struct{ from, to int32 }
