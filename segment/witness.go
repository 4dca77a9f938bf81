package segment

import (
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

// witness looks for a value in a region that it takes a search to find. Where it
// finds none there may be one all the same.
func (p *problem) witness(f *fieldForm, seen any, r *region) (v any, found bool) {
	if points, ok := r.values.points(); ok {
		i := slices.IndexFunc(points, r.holds)
		if i < 0 {
			return nil, false
		}
		return points[i], true
	}
	switch f.kind {
	case kindText:
		return r.text(seen)
	case kindDate:
		return p.day(seen, r)
	case kindTime:
		return p.time(seen, r)
	}
	return nil, false
}

func (r *region) contains(v any) bool { return r.values.has(v) && r.holds(v) }

// maxWords is how many words are put together: the tries are its third power.
const maxWords = 24

// text tries what the conditions mention, and up to three of them in a row.
func (r *region) text(seen any) (v any, found bool) {
	words := []string{"", "-"}
	if word, ok := seen.(string); ok {
		words = append(words, word)
	}
	for _, part := range r.asked {
		for _, arg := range part.ask.form.args {
			if word, ok := arg.(string); ok {
				words = append(words, word)
			}
		}
	}
	for _, e := range r.values.edges {
		words = append(words, e.value.(string))
	}
	words = words[:min(len(words), maxWords)]
	for _, middle := range words {
		for _, first := range words {
			for _, last := range words {
				if text := first + middle + last; r.contains(text) {
					return text, true
				}
			}
		}
	}
	for _, e := range r.values.edges {
		if next := e.value.(string) + "\x00"; r.contains(next) {
			return next, true
		}
	}
	return nil, false
}

// yearsAround is how far from the value the days of a region are looked for: leap
// days return within eight years.
const yearsAround = 9

// day tries the days around the value, the nearest first.
func (p *problem) day(seen any, r *region) (v any, found bool) {
	around, ok := seen.(retention.Date)
	if !ok {
		around = p.moment.today.AddMonths(-12)
	}
	for n := range yearsAround * 366 {
		for _, day := range []retention.Date{around.AddDays(-n), around.AddDays(n)} {
			if r.contains(day) {
				return day, true
			}
		}
	}
	return nil, false
}

// time does the same for an instant.
func (p *problem) time(seen any, r *region) (v any, found bool) {
	around, ok := seen.(time.Time)
	if !ok {
		around = p.moment.at.AddDate(-1, 0, 0)
	}
	for n := range yearsAround * 366 {
		for _, at := range []time.Time{around.AddDate(0, 0, -n), around.AddDate(0, 0, n)} {
			if r.contains(at) {
				return at, true
			}
		}
	}
	return nil, false
}
