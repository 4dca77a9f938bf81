package followup

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"sync"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// World is what a policy refers to by name: time zones and calendars.
type World struct {
	// Zone finds the zones of ZoneRule and Channel.StaffZone, as
	// time.LoadLocation does. It may be nil if the policy names none.
	Zone func(name string) (*time.Location, error)

	// Calendars are the calendars that hours name. "fr" and "jp", the holidays of
	// France and Japan, are known already, unless others are given these names.
	Calendars map[string]hours.Calendar
}

// Engine is a policy that is ready for use: see [Engine.Plan]. It never changes, and
// is safe for concurrent use.
type Engine struct {
	text     []byte      // of the policy, as it was given
	policy   Policy      // sorted
	digest   Fingerprint // of the policy
	channels []channel
	named    map[string]int // channels by ID
	plays    []play
	played   table // plays by ID
	fatigue  []tiring
	zones    map[string][]*time.Location
	zone     *time.Location // of customers without one; nil: none
	workdays *hours.Schedule
	books    map[string]*rulebook // by the regions that laws name
	allLaws  *rulebook            // of customers without a region
	horizon  instant
	lookback instant
	known    knownNames

	planners sync.Pool // of *planner, to use again
}

// channel is a Channel at work.
type channel struct {
	*Channel
	staff *hours.Schedule // nil: needs none
	zone  *time.Location  // of the staff
}

// play is a Play at work.
type play struct {
	*Play
	steps []step
	reach instant // how long after its anchor a run can still be of interest
	lead  instant // how long before its anchor the first step can be due
}

// step is a Step at work.
type step struct {
	*Step
	late     retention.Span
	sameDay  bool // late means till the end of the day
	tillDue  bool // late means till what it comes before
	channels []int
	fallback []Code
	shift    *hours.Schedule // nil: none
}

// tiring is a Fatigue at work.
type tiring struct {
	*Fatigue
	gap, most instant
}

// Compile checks a policy and makes an [Engine] of it. It reports every fault at once,
// as [Faults], in the order of the policy's fields. The engine has a copy of the
// policy, so that later changes of p do not matter.
//
// Faults include what can be read but makes no sense. Steps, and the shop's own rules,
// must not name a channel that the policy does not have; a law may name any. A cap must
// hold something back. A step must not be impossible by the shop's own rules: by a cap
// of 0, or by hours that have no minute in common. Spans last at most 50 years. There
// may be 100 channels, 1000 plays of 100 steps with 8 channels each, 100 laws, and 1000
// rules in a list.
func Compile(p Policy, w World) (*Engine, error) {
	b := builder{world: w, made: map[*HoursRule]*hours.Schedule{}}
	if b.check(&p); len(b.faults) > 0 {
		return nil, b.faults
	}
	text, err := json.Marshal(p)
	if err != nil {
		return nil, Faults{{"policy", err}}
	}
	e := &Engine{text: text}
	if err := json.Unmarshal(text, &e.policy); err != nil {
		return nil, Faults{{"policy", err}}
	}
	e.policy.sort()
	if text, err = json.Marshal(&e.policy); err != nil {
		return nil, Faults{{"policy", err}}
	}
	e.digest = digestOf(text)
	b.build(e)
	if len(b.faults) > 0 {
		return nil, b.faults
	}
	return e, nil
}

// Policy returns a copy of the policy that was compiled.
func (e *Engine) Policy() Policy {
	var p Policy
	if err := json.Unmarshal(e.text, &p); err != nil {
		panic("followup: Engine.Policy: " + err.Error()) // it was read from such a text
	}
	return p
}

// builder makes an engine of a policy, and collects what is wrong on the way.
type builder struct {
	world  World
	made   map[*HoursRule]*hours.Schedule // a law may be in several books
	faults Faults
}

func (b *builder) fault(part string, err error) { b.faults = append(b.faults, Fault{part, err}) }

func (b *builder) build(e *Engine) {
	p := &e.policy
	e.workdays = b.workdays(p.Workdays)
	e.horizon = cmp.Or(instant(p.Horizon.Exact), 7*day)
	e.lookback = cmp.Or(instant(p.Lookback.Exact), 30*day)
	b.zones(e)
	e.named = map[string]int{}
	for i := range p.Channels {
		e.named[p.Channels[i].ID] = i
		e.channels = append(e.channels, b.channel(&p.Channels[i]))
	}
	e.played.empty(len(p.Plays))
	for i := range p.Plays {
		*e.playSlot(p.Plays[i].ID) = int32(i)
		e.plays = append(e.plays, b.play(&p.Plays[i], e.named))
	}
	for i := range p.Fatigue {
		f := &p.Fatigue[i]
		e.fatigue = append(e.fatigue, tiring{f, instant(f.Gap.Exact), cmp.Or(instant(f.Most.Exact), never)})
	}
	b.books(e)
	e.known = knownNamesOf(p)
}

// play returns the place of a play, or -1.
func (e *Engine) play(id string) int32 { return *e.playSlot(id) }

func (e *Engine) playSlot(id string) *int32 {
	return e.played.find(hashText(id), func(i int32) bool { return e.policy.Plays[i].ID == id })
}

func (b *builder) zones(e *Engine) {
	e.zones = map[string][]*time.Location{}
	for region, names := range e.policy.Zones.Regions {
		for _, name := range names {
			e.zones[region] = append(e.zones[region], b.zone("zones: region "+quoted(region), name))
		}
	}
	if name := e.policy.Zones.Default; name != "" {
		e.zone = b.zone("zones: default", name)
	}
}

// zone finds a zone. If there is a fault it returns some zone.
func (b *builder) zone(part, name string) *time.Location {
	if name == "" || name == "Local" || !valid(name) {
		b.fault(part, ErrZone)
		return time.UTC
	}
	if b.world.Zone == nil {
		b.fault(part, errNoZones)
		return time.UTC
	}
	zone, err := b.world.Zone(name)
	if err != nil || zone == nil {
		b.fault(part, joinZone(name, err))
		return time.UTC
	}
	return zone
}

// schedule makes hours work.
func (b *builder) schedule(part string, h hours.Hours) *hours.Schedule {
	s, err := h.Schedule(b.calendars())
	var faults hours.Faults
	errors.As(err, &faults)
	for _, f := range faults {
		b.fault(part+": "+f.Part, f.Err)
	}
	return s
}

func (b *builder) calendars() map[string]hours.Calendar {
	all := map[string]hours.Calendar{"fr": hours.France{}, "jp": hours.Japan{}}
	maps.Copy(all, b.world.Calendars)
	return all
}

func (b *builder) workdays(h hours.Hours) *hours.Schedule {
	if len(h.Windows) == 0 {
		h.Windows = []hours.Window{{Days: hours.Weekdays}}
	}
	return b.schedule("workdays", h)
}

func (b *builder) channel(c *Channel) channel {
	part := "channel " + quoted(c.ID)
	made := channel{Channel: c}
	if len(c.Staff.Windows) > 0 || len(c.Staff.Closed) > 0 {
		made.staff = b.schedule(part+": staff", c.Staff)
		made.zone = b.zone(part+": staff zone", c.StaffZone)
	}
	return made
}

func (b *builder) play(p *Play, channels map[string]int) play {
	made := play{Play: p}
	late, sameDay := p.Trigger.late()
	for i := range p.Steps {
		s := &p.Steps[i]
		st := step{Step: s, late: s.Late, fallback: s.Fallback}
		if s.Late.IsZero() {
			st.late, st.sameDay = late, sameDay
			st.tillDue = p.Trigger.After != nil && p.Trigger.After.Due
		}
		for _, id := range s.Channels {
			st.channels = append(st.channels, channels[id])
		}
		if len(s.Fallback) == 0 {
			st.fallback = FallbackCodes()
		}
		if s.Retry.Shift != (hours.Window{}) {
			part := "play " + quoted(p.ID) + ": step " + quoted(s.ID) + ": shift"
			st.shift = b.schedule(part, hours.Hours{Windows: []hours.Window{s.Retry.Shift}})
		}
		made.steps = append(made.steps, st)
		made.reach = min(later(made.reach, st.reach()), 2*mostYears*366*day)
		made.lead = later(made.lead, -min(0, atMost(s.Wait)))
	}
	return made
}

// late returns how late a step may be that does not say so, and whether it is to
// be on the same day.
func (t *Trigger) late() (span retention.Span, sameDay bool) {
	switch {
	case t.Yearly != nil, t.Surprise != nil:
		return retention.Span{}, true
	case t.Reorder != nil, t.Silence != nil:
		return retention.Span{Days: 7}, false
	}
	return retention.Span{Days: 3}, false
}

// reach returns a bound of the time from one step's base to the end of its
// interest.
func (s *step) reach() instant {
	once := later(later(2*day, atMost(s.late)), atMost(s.Retry.After))
	reach := later(max(0, atMost(s.Wait)), instant(s.Workdays+1)*7*day)
	for range s.Retry.Max + len(s.channels) + 1 {
		reach = later(reach, once)
	}
	return reach
}

// atMost returns a time that no span of this kind is longer than, either way.
func atMost(s retention.Span) instant {
	return instant(s.Months)*32*day + instant(s.Days)*25*instant(time.Hour) + instant(s.Exact)
}
