package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/retentionkit/retention"
)

// run is the whole program, but for its process.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	o, err := parseFlags(args, stderr)
	if err != nil {
		return err
	}
	result, err := look(o, stdin, stderr)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := result.write(&out, o); err != nil {
		return err
	}
	_, err = stdout.Write(out.Bytes())
	return err
}

// look reads the orders and says what they come to.
func look(o *options, stdin io.Reader, stderr io.Writer) (*analysis, error) {
	p := newProgress(stderr, o.lang)
	defer p.done()
	o.progress, o.lifetime.progress = p.rows, p.models
	input, err := read(o, stdin)
	p.done()
	if err != nil {
		return nil, err
	}
	input.say(stderr, o.lang)
	return analyse(input, o)
}

// write prints what was asked for: the object, or the report.
func (a *analysis) write(w *bytes.Buffer, o *options) error {
	if o.json {
		return a.writeJSON(w)
	}
	a.writeText(w, o.lang)
	return nil
}

// read reads all files.
func read(o *options, stdin io.Reader) (*loader, error) {
	sources := []source{shopSource}
	if len(o.files) > 0 {
		sources = sources[:0]
		for _, name := range o.files {
			sources = append(sources, sourceOf(name, stdin))
		}
	}
	l := newLoader(o.reading)
	for _, s := range sources {
		if err := l.load(s); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// say tells how the files were understood.
func (l *loader) say(stderr io.Writer, lang retention.Language) {
	for _, f := range l.files {
		if f.guessed && !f.inside {
			says := retention.Text{English: "storefront: %s: read as a %s: %v\n", Japanese: "storefront: %s: %sとして読みました: %v\n"}
			fmt.Fprintf(stderr, says.In(lang), f.name.In(lang), f.layout.format.title.In(lang), f.layout)
		}
	}
	if note, ok := l.zoneNote(); ok {
		fmt.Fprintf(stderr, "storefront: %s\n", note.In(lang))
	}
}
