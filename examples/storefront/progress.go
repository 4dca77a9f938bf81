package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/retentionkit/retention"
)

// progress tells a person at a terminal, now and then, how far reading has
// come. Anybody else gets nothing.
type progress struct {
	w     io.Writer // nil if nobody is looking
	says  string
	shown time.Time
	dirty bool
}

func newProgress(stderr io.Writer, lang retention.Language) *progress {
	says := retention.Text{English: "\r%s rows read", Japanese: "\r%s 行を読み込みました"}
	p := &progress{shown: time.Now(), says: says.In(lang)}
	if f, ok := stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = f
		}
	}
	return p
}

func (p *progress) rows(n int) {
	const pause = 200 * time.Millisecond
	if p.w == nil || time.Since(p.shown) < pause {
		return
	}
	p.shown, p.dirty = time.Now(), true
	fmt.Fprintf(p.w, p.says, count(n))
}

// done clears the line.
func (p *progress) done() {
	if p.dirty {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
