package hours

// The days of the equinoxes in Japan, of the years 1900 to 2150, by the formula
// of Shin Koyomi Benricho (新こよみ便利帳, 1991), a handbook of the calendar by
// members of the Hydrographic Department of Japan:
//
//	⌊d + 0.242194 (year − 1980) − ⌊(year − 1980) / 4⌋⌋
//
// with a d of its own for the years before 1980, for those up to 2099, and
// beyond, as 2100 is no leap year. Here all is in millionths of a day.

// vernal returns the day of March, or 0.
func vernal(year int) int { return equinox(year, 20_835_700, 20_843_100, 21_851_000) }

// autumnal returns the day of September, or 0.
func autumnal(year int) int { return equinox(year, 23_258_800, 23_248_800, 24_248_800) }

func equinox(year int, before1980, before2100, later int) int {
	var d int
	switch {
	case year < 1900 || year > 2150:
		return 0
	case year < 1980:
		d = before1980
	case year < 2100:
		d = before2100
	default:
		d = later
	}
	n := year - 1980
	return (d + 242_194*n - 1_000_000*int(floorDiv(int64(n), 4))) / 1_000_000
}
