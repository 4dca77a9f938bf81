package followup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

func (c *checker) plays() {
	list := c.policy.Plays
	c.filled("plays", len(list))
	for part, p := range each(c, "", "play", "plays", mostPlays, list, func(p *Play) string { return p.ID }) {
		c.letters(part, p.ID, "/")
		c.play(part, p)
	}
}

// letters wants an ID that keys can be cut apart by.
func (c *checker) letters(part, id, without string) {
	if strings.ContainsAny(id, without) {
		c.value(part+": id", "it must not contain any of %q", without)
	}
}

func (c *checker) play(part string, p *Play) {
	c.phrase(part+": name", p.Name)
	c.texts(part+": topic", p.Topic)
	word(c, part+": purpose", p.Purpose, purposeWords[:])
	c.who(part+": for", p)
	c.trigger(part+": trigger", &p.Trigger)
	if p.Trigger.Declined != nil {
		c.asking(part, p)
	}
	c.steps(part, p)
	c.texts(part+": goal", p.Goal)
	c.names(part+": exit", p.Exit)
	wordList(c, part+": ends", p.Ends, outcomeWords[:])
	c.forward(part+": reentry", p.Reentry)
}

func (c *checker) who(part string, p *Play) {
	w := &p.For
	c.names(part+": in", w.In)
	c.names(part+": notIn", w.NotIn)
	word(c, part+": audience", w.Audience, audienceWords[:])
	if len(w.NotIn) > mostNames || len(w.In) > mostNames {
		return
	}
	for i, name := range w.NotIn {
		entered := p.Trigger.Entered != nil && p.Trigger.Entered.Segment == name
		if entered || slices.Contains(w.In, name) {
			c.idle(fmt.Sprintf("%s: notIn[%d]", part, i), "nobody is both in %.64q and not in it", name)
		}
	}
}

// asking wants the play after a refusal to be the one question that may be
// asked then.
func (c *checker) asking(part string, p *Play) {
	if p.Purpose == Promotional {
		c.value(part+": purpose", "nothing promotional goes out after a refusal")
	}
	if len(p.Steps) > 1 {
		c.value(part+": steps", "only one message goes out after a refusal")
	}
	if len(p.Steps) > 0 && p.Steps[0].Retry.Max > 0 {
		c.value(place(part, "step", p.Steps[0].ID, "steps", 0)+": retry: max", "only one message goes out after a refusal")
	}
}

func (c *checker) steps(part string, p *Play) {
	c.filled(part+": steps", len(p.Steps))
	for at, s := range each(c, part, "step", "steps", mostSteps, p.Steps, func(s *Step) string { return s.ID }) {
		c.letters(at, s.ID, "/#")
		c.phrase(at+": name", s.Name)
		c.wait(at+": wait", s.Wait, s == &p.Steps[0] && p.Trigger.foreseen())
		c.count(at+": workdays", s.Workdays, 0, mostWorkdays)
		c.step(at, s)
		c.sendable(at, p, s)
	}
}

// wait wants a span that does not come before what it follows, if that cannot be
// foreseen.
func (c *checker) wait(part string, s retention.Span, foreseen bool) {
	if !foreseen {
		c.forward(part, s)
		return
	}
	back := s.Months < 0 || s.Days < 0 || s.Exact < 0
	if back && (s.Months > 0 || s.Days > 0 || s.Exact > 0) {
		c.value(part, "%v goes both ways", s)
	}
	c.length(part, s)
}

func (c *checker) step(part string, s *Step) {
	c.clock(part+": at", s.At)
	c.forward(part+": late", s.Late)
	c.filled(part+": channels", len(s.Channels))
	if c.fits(part+": channels", len(s.Channels), mostRoutes) {
		c.known(part+": channels", s.Channels)
	}
	word(c, part+": choose", s.Choose, choiceWords[:])
	c.fallback(part+": fallback", s.Fallback)
	c.count(part+": retry: max", s.Retry.Max, 0, mostTries)
	c.forward(part+": retry: after", s.Retry.After)
	if s.Retry.Shift != (hours.Window{}) {
		c.schedule(part+": retry: shift", hours.Hours{Windows: []hours.Window{s.Retry.Shift}})
	}
	c.texts(part+": digest", s.Digest)
}

// known wants channels that the policy has, each once.
func (c *checker) known(part string, list []string) {
	for i, id := range list {
		at := fmt.Sprintf("%s[%d]", part, i)
		if !c.channels[id] {
			c.missing(at, "channel", id)
		} else if slices.Contains(list[:i], id) {
			c.fault(at, ErrTaken)
		}
	}
}

// fallback wants codes of blocks that no patience helps against. To go around a
// cap, hours or a refusal of the topic by another channel is no good manners.
func (c *checker) fallback(part string, list []Code) {
	if !c.fits(part, len(list), mostNames) {
		return
	}
	for i, code := range list {
		at := fmt.Sprintf("%s[%d]", part, i)
		if code != ConsentRefused && !slices.Contains(FallbackCodes(), code) {
			c.value(at, "%.64q opens no other channel", string(code))
		} else if slices.Contains(list[:i], code) {
			c.fault(at, ErrTaken)
		}
	}
}
