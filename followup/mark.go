package followup

import "strings"

// mark is a message of a play that was tried.
type mark struct {
	next    int32 // of the same play, or -1
	also    int32 // the next of the same run, or -1
	play    int32
	contact int32
	part    int32 // the place in Contact.Also, or -1: it is the contact itself
	key     string
	run     string // the occurrence
	step    string // its ID
	try     int
}

// read reads a key, play/occurrence/step. The play is -1 if it is not of any.
func (e *Engine) read(key string) (play int32, run, step string) {
	from, to := strings.IndexByte(key, '/'), strings.LastIndexByte(key, '/')
	if from == to {
		return -1, "", ""
	}
	return e.play(key[:from]), key[from+1 : to], key[to+1:]
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

// emptyMarks makes room for the marks of all contacts and their parts.
func (p *planner) emptyMarks() {
	p.marks = p.marks[:0]
	p.trails.empty(len(p.contacts) + p.parts)
	p.first = p.first[:0]
	for range p.e.plays {
		p.first = append(p.first, -1)
	}
}

// mark marks the play that a contact or a part is of, if there is one. Of each run
// the last mark comes first.
func (p *planner) mark(contact, part int32, key string) {
	play, run, step := p.e.read(key)
	if play < 0 {
		return
	}
	step, try := tryOf(step)
	slot, n := p.trailSlot(play, run), int32(len(p.marks))
	p.marks = append(p.marks, mark{
		next: p.first[play], also: *slot, play: play, contact: contact, part: part, key: key, run: run, step: step, try: try,
	})
	*slot, p.first[play] = n, n
}

// trail returns the first mark of a run, or -1.
func (p *planner) trail(play int, run string) int32 { return *p.trailSlot(int32(play), run) }

func (p *planner) trailSlot(play int32, run string) *int32 {
	return p.trails.find(hashText(run)+uint64(play), func(j int32) bool { m := &p.marks[j]; return m.play == play && m.run == run })
}
