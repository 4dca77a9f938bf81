// Package hours tells when a clock on somebody's wall shows a time at which they
// may be called, visited or answered: opening hours, quiet hours, business days
// with holidays, business time and deadlines.
//
// # Where to begin
//
// Say when something is open, compile it, and ask:
//
//	office := hours.Hours{
//		Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 17*hours.Hour + 30}},
//		Closed:  []string{"jp"},
//	}
//	schedule, err := office.Schedule(map[string]hours.Calendar{"jp": hours.Japan{}})
//
//	schedule.Open(t, tokyo)                        // is it open?
//	open, close, ok := schedule.Next(t, tokyo)     // when will it be, and until when?
//	holiday, closed := schedule.Why(t, tokyo)      // why not?
//	schedule.Elapsed(from, to, tokyo, pauses...)   // how much business time has passed?
//	schedule.Deadline(from, 4*time.Hour, tokyo)    // when will it have?
//	schedule.AddWorkdays(date, 3)                  // three business days later
//
// [Hours] are data, to be kept as JSON and edited by people. A [Schedule] is what
// they compile to: immutable, and safe for concurrent use. The zero value of each
// is always open.
//
// # Windows
//
// A [Window] is a time of day on some days of the week, [From, To). It may go over
// midnight, and there may be several a day: a lunch break is what lies between two.
// A window belongs to the date on which it opens, so that the weekday and the
// holidays are those of the evening of a night. Windows may touch or overlap, and
// are then open as one.
//
// A [Calendar] closes whole dates. [Japan] and [France] have national holidays;
// [Dates] and [Season] are for the caller's own days off; any type with the method
// IsWorkday will do. Hours name their calendars, and are given them when they are
// compiled.
//
// # Clocks
//
// Whether it is open at an instant depends on nothing but the date and the clock
// that a zone shows then. So
//
//   - an hour that comes twice, at the end of summer time, is open both times or
//     quiet both times;
//   - a window that opens at a time which is skipped opens right after the gap,
//     and the same goes for closing;
//   - a day lasts 23 or 25 hours where it does, and a date that a zone leaves out
//     has no business time.
//
// That is not what adding nine hours to midnight, or [time.Date], would give.
// Instants are exact to the nanosecond; windows open and close on full minutes.
//
// # Several zones
//
// Where it is not known which zone somebody lives in, give all that it may be: open
// then means open in every one of them. [Schedule.Open] and [Schedule.Next] take
// several zones, of which there must be one. Instants that are returned are in
// the first.
//
// # Limits
//
// No search goes on forever. Next looks 400 days ahead, Deadline and AddWorkdays
// bear with 400 closed days in a row, and what is counted is counted in the years
// 0001 to 9999. Each says so by a false ok, which is an answer and not an error.
//
// # Errors, cost
//
// Data never panics here; a nil zone, or none, does. Compiling reports all faults
// at once, as [Faults]. Open and Next take some tens of nanoseconds, more for each
// holiday and each change of clocks on the way, and do not allocate. Where it is
// open round the clock but for days off, Next goes through the days up to the
// next of them, at some ten nanoseconds each.
package hours
