package followup

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// The sizes beyond which a policy is not read.
const (
	mostChannels = 100
	mostPlays    = 1000
	mostSteps    = 100  // of a play
	mostRoutes   = 8    // channels of a step
	mostRules    = 1000 // in one list of them
	mostLaws     = 100
	mostRegions  = 100  // of a law
	mostNames    = 1000 // in any other list
	mostTries    = 100
	mostWorkdays = 1000
	mostDays     = 400 // of a cap
	mostYears    = 50  // of a span
	mostCount    = 1e6
	mostSpread   = 12 * time.Hour
)

var errNoZones = errors.New("World.Zone is nil, so it cannot be found")

func quoted(name string) string { return fmt.Sprintf("%.64q", name) }

func joinZone(name string, err error) error {
	if err == nil {
		return fmt.Errorf("%w: zone %.64q", ErrMissing, name)
	}
	return fmt.Errorf("%w: zone %.64q: %w", ErrMissing, name, err)
}

// ruleOf names a rule of a law, or of the shop.
func ruleOf(law, kind, id string) string {
	if law != "" {
		return fmt.Sprintf("law %.64q: %s %.64q", law, kind, id)
	}
	return fmt.Sprintf("%s %.64q", kind, id)
}

// checker looks through a policy. It reads no more of it than the sizes above,
// and changes nothing.
type checker struct {
	*builder
	policy   *Policy
	channels map[string]bool
	weeks    map[*HoursRule]*week
	work     int // spent on looking for what never goes out
}

// check looks through the policy, in the order of its fields.
func (b *builder) check(p *Policy) {
	c := &checker{builder: b, policy: p, channels: map[string]bool{}, weeks: map[*HoursRule]*week{}}
	c.name("version", p.Version)
	c.regions(p.Zones.Regions)
	if p.Zones.Default != "" {
		c.zone("zones: default", p.Zones.Default)
	}
	c.eachChannel()
	c.plays()
	c.rules("", &p.Rules)
	c.laws()
	c.fatigues()
	if p.Complaint != nil {
		c.filled("complaint: purposes", len(p.Complaint.Purposes))
		c.purposes("complaint: purposes", p.Complaint.Purposes)
		c.forward("complaint: calm", p.Complaint.Calm)
	}
	c.holdout(&p.Holdout)
	c.names("signs", p.Signs)
	for i, kind := range p.Signs {
		c.noDecline(fmt.Sprintf("signs[%d]", i), kind)
	}
	c.hours("workdays", p.Workdays)
	c.exact("horizon", p.Horizon)
	c.exact("lookback", p.Lookback)
	c.vocabulary(p.Names)
}

// value reports a value that makes no sense, and why.
func (c *checker) value(part, format string, args ...any) {
	c.fault(part, fmt.Errorf("%w: "+format, append([]any{ErrValue}, args...)...))
}

// idle reports what can never have an effect, and why.
func (c *checker) idle(part, format string, args ...any) {
	c.fault(part, fmt.Errorf("%w: "+format, append([]any{ErrIdle}, args...)...))
}

// missing reports something that the policy does not have.
func (c *checker) missing(part, kind, id string) {
	c.fault(part, fmt.Errorf("%w: %s %.64q", ErrMissing, kind, id))
}

// inside names a part of something, or of the policy itself.
func inside(whole, part string) string {
	if whole == "" {
		return part
	}
	return whole + ": " + part
}

// place names something by its ID, or by its place in a list.
func place(whole, kind, id, list string, i int) string {
	if id == "" {
		return inside(whole, fmt.Sprintf("%s[%d]", list, i))
	}
	return inside(whole, fmt.Sprintf("%s %.64q", kind, id))
}

// each wants a list that is not too long, of things with an ID of their own, and
// yields them with their places.
func each[T any](c *checker, whole, kind, list string, most int, things []T, id func(*T) string) iter.Seq2[string, *T] {
	return func(yield func(string, *T) bool) {
		if !c.fits(inside(whole, list), len(things), most) {
			return
		}
		seen := make(map[string]bool, len(things))
		for i := range things {
			thing := &things[i]
			part := place(whole, kind, id(thing), list, i)
			c.unique(seen, part+": id", id(thing))
			if !yield(part, thing) {
				return
			}
		}
	}
}

// fits wants a list that is not too long, and reports whether it is read on.
func (c *checker) fits(part string, n, most int) bool {
	if n > most {
		c.fault(part, fmt.Errorf("%w: %d, not up to %d", ErrSize, n, most))
	}
	return n <= most
}

// filled wants a list with something in it.
func (c *checker) filled(part string, n int) {
	if n == 0 {
		c.fault(part, ErrEmpty)
	}
}

// name wants a text that names something.
func (c *checker) name(part, name string) {
	if name == "" || !valid(name) {
		c.fault(part, ErrName)
	}
}

// texts wants texts that survive being stored. They may be empty.
func (c *checker) texts(part string, texts ...string) {
	if !valid(texts...) {
		c.fault(part, ErrName)
	}
}

func (c *checker) phrase(part string, text retention.Text) {
	c.texts(part, text.English, text.Japanese)
}

// unique wants a name that none before it has.
func (c *checker) unique(seen map[string]bool, part, name string) {
	c.name(part, name)
	if seen[name] && name != "" {
		c.fault(part, ErrTaken)
	}
	seen[name] = true
}

// names wants texts that name something, each once.
func (c *checker) names(part string, list []string) {
	if !c.fits(part, len(list), mostNames) {
		return
	}
	seen := make(map[string]bool, len(list))
	for i, name := range list {
		c.unique(seen, fmt.Sprintf("%s[%d]", part, i), name)
	}
}

// vocabulary checks what things are called, by their names in the facts.
func (c *checker) vocabulary(names map[string]retention.Text) {
	if !c.fits("names", len(names), mostNames) {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		part := "names: " + quoted(name)
		c.name(part, name)
		c.phrase(part, names[name])
	}
}

// word wants a value of a small enumeration.
func word[E ~uint8](c *checker, part string, e E, words []string) {
	if int(e) >= len(words) {
		c.fault(part, fmt.Errorf("%w: %s", ErrWord, wordOf(words, e)))
	}
}

// wordList wants values of a small enumeration, each once.
func wordList[E ~uint8](c *checker, part string, list []E, words []string) {
	if !c.fits(part, len(list), mostNames) {
		return
	}
	for i, e := range list {
		at := fmt.Sprintf("%s[%d]", part, i)
		word(c, at, e, words)
		if slices.Contains(list[:i], e) {
			c.fault(at, ErrTaken)
		}
	}
}

func (c *checker) purposes(part string, list []Purpose) {
	wordList(c, part, list, purposeWords[:])
}

// count wants a number in [least, most].
func (c *checker) count(part string, n, least, most int) {
	if n < least || n > most {
		c.value(part, "%d is not between %d and %d", n, least, most)
	}
}

// length wants a span that is not beyond all sense.
func (c *checker) length(part string, s retention.Span) {
	days := math.Abs(float64(s.Months))*31 + math.Abs(float64(s.Days)) + math.Abs(float64(s.Exact))/float64(day)
	if days > 366*mostYears {
		c.value(part, "%v is more than %d years", s, mostYears)
	}
}

// forward wants a span that does not go back. It may be none.
func (c *checker) forward(part string, s retention.Span) {
	if s.Months < 0 || s.Days < 0 || s.Exact < 0 {
		c.value(part, "%v is negative", s)
	}
	c.length(part, s)
}

// longer wants a span that goes forward.
func (c *checker) longer(part string, s retention.Span) {
	if s.IsZero() {
		c.value(part, "no time at all")
	}
	c.forward(part, s)
}

// exact wants an exact time, or none.
func (c *checker) exact(part string, s retention.Span) {
	if s.Months != 0 || s.Days != 0 {
		c.value(part, "%v is not an exact time", s)
	}
	c.forward(part, s)
}

// share wants a number in [least, most], which NaN is not.
func (c *checker) share(part string, x, least, most float64) {
	if !(x >= least && x <= most) {
		c.value(part, "%v is not between %v and %v", x, least, most)
	}
}

// block wants a number of months that a year can be cut into.
func (c *checker) block(part string, months int) {
	if months < 1 || months > 12 || 12%months != 0 {
		c.value(part, "a year cannot be divided into periods of %d months", months)
	}
}

// day wants a day of the years that facts may have.
func (c *checker) day(part string, d retention.Date) {
	if !usableDate(d) {
		c.fault(part, fmt.Errorf("%w: %v", ErrTime, d))
	}
}

// clock wants a time of day that a day can begin something at.
func (c *checker) clock(part string, at hours.Clock) {
	if at < 0 || at >= 24*hours.Hour {
		c.fault(part, fmt.Errorf("%w: %v", hours.ErrClock, at))
	}
}

// hours wants hours that work.
func (c *checker) hours(part string, h hours.Hours) {
	if c.fits(part+": windows", len(h.Windows), mostNames) && c.fits(part+": closed", len(h.Closed), mostNames) {
		c.texts(part+": closed", h.Closed...)
		c.schedule(part, h)
	}
}

// noDecline wants a kind of event that is not that of a refusal.
func (c *checker) noDecline(part, kind string) {
	if kind == DeclineEvent {
		c.value(part, "%q is a refusal", kind)
	}
}
