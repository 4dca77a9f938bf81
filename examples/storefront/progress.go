package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
)

// progress tells a person at a terminal, now and then, how far the work has
// come. Anybody else gets nothing.
type progress struct {
	w     io.Writer // nil if nobody is looking
	lang  retention.Language
	shown time.Time
	dirty bool
}

func newProgress(stderr io.Writer, lang retention.Language) *progress {
	p := &progress{shown: time.Now(), lang: lang}
	if f, ok := stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = f
		}
	}
	return p
}

func (p *progress) rows(n int) {
	p.tell(retention.Text{English: "%s rows read", Japanese: "%s 行を読み込みました"}, count(n))
}

func (p *progress) models(s ltv.SelectProgress) {
	p.tell(retention.Text{English: "fitting %v, model %d of %d: step %d", Japanese: "%v を推定中（%d/%d）: %d 回目"},
		s.Kind, s.Candidate, s.Of, s.Evaluations)
}

// tell shows a line in place of the one before, unless that is quite new.
func (p *progress) tell(says retention.Text, args ...any) {
	const pause = 200 * time.Millisecond
	if p.w == nil || time.Since(p.shown) < pause {
		return
	}
	p.shown, p.dirty = time.Now(), true
	fmt.Fprintf(p.w, "\r\x1b[K"+says.In(p.lang), args...)
}

// done clears the line.
func (p *progress) done() {
	if p.dirty {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.dirty = false
	}
}
