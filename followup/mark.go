package followup

import "strings"

// mark is a message of a play that was tried.
type mark struct {
	next    int32 // of the same play, or -1
	also    int32 // the next of the same run, or -1
	play    int32
	contact int32
	run     string // the occurrence
	step    string // its ID
	try     int
	key     string
	topic   string
	purpose Purpose
}

// mark notes that a message of a play went out, if the key is one of a play.
func (p *planner) mark(contact int32, key, topic string, purpose Purpose) {
	name, rest, _ := strings.Cut(key, "/")
	cut := strings.LastIndexByte(rest, '/')
	if cut < 0 {
		return
	}
	play := p.e.play(name)
	if play < 0 {
		return
	}
	step, try := tryOf(rest[cut+1:])
	p.marks = append(p.marks, mark{
		next: p.first[play], also: -1, play: play, contact: contact,
		run: rest[:cut], step: step, try: try, key: key, topic: topic, purpose: purpose,
	})
	p.first[play] = int32(len(p.marks) - 1)
}

// tryOf takes the number of an attempt off a step.
func tryOf(step string) (string, int) {
	cut := strings.LastIndexByte(step, '#')
	if cut < 0 {
		return step, 1
	}
	n := 0
	for _, d := range []byte(step[cut+1:]) {
		if d < '0' || d > '9' || n > 1e6 {
			return step, 1
		}
		n = 10*n + int(d-'0')
	}
	return step[:cut], n
}

// layTrails joins the marks of each run, the last one first.
func (p *planner) layTrails() {
	p.trails.empty(len(p.marks))
	for i := range p.marks {
		m := &p.marks[i]
		slot := p.trailSlot(m.play, m.run)
		m.also = *slot
		*slot = int32(i)
	}
}

// trail returns the first mark of a run, or -1.
func (p *planner) trail(play int, run string) int32 { return *p.trailSlot(int32(play), run) }

func (p *planner) trailSlot(play int32, run string) *int32 {
	return p.trails.find(hashText(run)+uint64(play), func(j int32) bool { m := &p.marks[j]; return m.play == play && m.run == run })
}
