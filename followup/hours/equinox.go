package hours

// The days of the equinoxes in Japan in the years 1900 to 2099, by the formula
// of Shin Koyomi Benricho (新こよみ便利帳, 1991), a handbook of the calendar by
// members of the Hydrographic Department of Japan:
//
//	⌊d + 0.242194 (year − 1980) − ⌊(year − 1980) / 4⌋⌋
//
// with one d for the years before 1980 and another for those since. The code
// counts in millionths of a day.

// vernal returns the day of March, or 0 outside these years.
func vernal(year int) int { return equinox(year, 20_835_700, 20_843_100) }

// autumnal returns the day of September, or 0 outside these years.
func autumnal(year int) int { return equinox(year, 23_258_800, 23_248_800) }

func equinox(year int, before1980, since1980 int) int {
	if year < 1900 || year > 2099 {
		return 0
	}
	d := since1980
	if year < 1980 {
		d = before1980
	}
	n := year - 1980
	return (d + 242_194*n - 1_000_000*int(floorDiv(int64(n), 4))) / 1_000_000
}
