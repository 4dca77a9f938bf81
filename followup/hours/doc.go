// Package hours tells when people may be called, visited or answered by the clock
// on their own wall: opening hours, quiet hours, business days with holidays,
// business time and deadlines.
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
//	schedule.Deadline(from, 4*time.Hour, tokyo)    // when will four hours of it have passed?
//	schedule.AddWorkdays(date, 3)                  // three business days later
//
// [Hours] are plain data: people edit them, and programs store them as JSON. They
// compile to a [Schedule], which is immutable and safe for concurrent use. The
// zero value of each is always open.
//
// # Windows
//
// A [Window] is open from one time of day to another, [From, To), on some days of
// the week. It may run past midnight, and a day may have several: a lunch break is
// the gap between two. A window belongs to the date on which it opens, so a night
// goes by the weekday and the holidays of its evening. Windows that touch or
// overlap are open as one.
//
// A [Calendar] closes whole dates. [Japan] and [France] know the national holidays;
// [Dates] and [Season] hold the caller's own days off; any type with the method
// IsWorkday will do. Hours refer to calendars by name, and are given the calendars
// themselves when they are compiled.
//
// # Clocks
//
// Whether it is open at an instant depends on nothing but the date and the time of
// day in a zone. So
//
//   - an hour that comes twice, at the end of summer time, is open both times or
//     closed both times;
//   - a window that would open at a time that the clocks skip opens right after the
//     gap, and one that would close there closes right after it;
//   - a day open around the clock has 23 or 25 hours of business time when the
//     clocks change, and a date that a zone leaves out has none.
//
// Adding nine hours to midnight, or calling [time.Date], would not give that.
// Instants are exact to the nanosecond; windows open and close on full minutes.
//
// # Several zones
//
// If nobody knows in which zone somebody lives, pass every zone that it may be:
// open then means open in all of them. [Schedule.Open] and [Schedule.Next] take one
// or more zones. The instants that Next returns are in the first.
//
// # Limits
//
// No search goes on for ever. Next looks 400 days ahead, Deadline and AddWorkdays
// give up after 400 closed days in a row, and nothing is counted outside the years
// 0001 to 9999. A search that finds nothing returns false, which is an answer and
// no error.
//
// # Errors and cost
//
// No data makes this package panic; a nil zone does, and so does no zone at all.
// Compiling reports all faults at once, as [Faults]. Open and Next take some tens
// of nanoseconds, and more for each holiday and each change of the clocks on the
// way. They do not allocate, as long as the caller's calendars do not. If a
// schedule is open around the clock except on days off, Next looks at each day up
// to the next day off, at some ten nanoseconds a day.
package hours
