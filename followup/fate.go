package followup

import "time"

// Fates counts messages by what became of them.
type Fates struct {
	Sent    int `json:"sent"`
	Joined  int `json:"joined"`  // went out inside another
	Failed  int `json:"failed"`  // never left
	Dropped int `json:"dropped"` // see [Report] for why messages are dropped or wait
	Waiting int `json:"waiting"` // still waited at the end
	Gone    int `json:"gone"`    // were no longer called for before they could go out
}

// Messages returns how many there were.
func (f Fates) Messages() int {
	return f.Sent + f.Joined + f.Failed + f.Dropped + f.Waiting + f.Gone
}

func (f *Fates) count(e ending) {
	*[...]*int{waiting: &f.Waiting, dropped: &f.Dropped, gone: &f.Gone, failed: &f.Failed, joined: &f.Joined, sent: &f.Sent}[e]++
}

// ending is what became of a message.
type ending int

const (
	waiting ending = iota
	dropped
	gone
	failed
	joined
	sent
)

// fate is what became of one message.
type fate struct {
	play, step string
	ending     ending
	due        time.Time
	at         time.Time // when it went out
	over       bool      // it is too late for it
	listed     int       // the number of the last plan that had it
	whyNot     []Reason
}

// fates is what became of the messages to one customer that were due while they
// were watched. What is said of a message last counts, until it is too late: that
// a later step has passed it by is no news then.
type fates struct {
	from  time.Time // what was over by then is left out
	plans int
	place map[string]int // of a key
	all   []fate
}

// note looks through a plan.
func (f *fates) note(p *Plan, now time.Time) {
	f.plans++
	for i := range p.Decisions {
		d := &p.Decisions[i]
		tried := d.Until.IsZero() // as no message has no end
		if tried || d.Due.After(now) || !d.Until.After(f.from) {
			continue
		}
		x := f.of(d)
		x.listed = f.plans
		if x.ending > gone || x.over {
			continue
		}
		x.due, x.whyNot, x.ending = d.Due, d.WhyNot, waiting
		if d.Verdict == Drop {
			x.ending, x.over = dropped, !d.Until.After(now)
		}
	}
}

// of returns the fate of a decision's message.
func (f *fates) of(d *Decision) *fate {
	i, known := f.place[d.Key]
	if !known {
		i = len(f.all)
		f.place[d.Key] = i
		f.all = append(f.all, fate{play: d.Play, step: d.Step})
	}
	return &f.all[i]
}

// act notes that a message of the last plan went out, or failed to.
func (f *fates) act(d *Decision, c *Contact) {
	whole, parts := sent, joined
	if c.Outcome == Failed {
		whole, parts = failed, failed
	}
	x := f.of(d)
	x.at, x.ending = c.At, whole
	for i := range d.Also {
		part := &f.all[f.place[d.Also[i].Key]]
		part.at, part.ending = c.At, parts
	}
}

// close settles what became of the messages that wait, after the last plan.
func (f *fates) close() {
	for i := range f.all {
		if x := &f.all[i]; x.ending == waiting && x.listed < f.plans {
			x.ending = gone
		}
	}
}
