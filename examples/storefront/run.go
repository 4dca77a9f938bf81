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
	input, err := read(o, stdin, stderr)
	if err != nil {
		return err
	}
	result, err := analyse(input, o)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if o.json {
		err = result.writeJSON(&out)
	} else {
		result.writeText(&out, o.lang)
	}
	if err != nil {
		return err
	}
	_, err = stdout.Write(out.Bytes())
	return err
}

// read reads all files.
func read(o *options, stdin io.Reader, stderr io.Writer) (*loader, error) {
	sources := []source{shopSource}
	if len(o.files) > 0 {
		sources = sources[:0]
		for _, name := range o.files {
			sources = append(sources, sourceOf(name, stdin))
		}
	}
	p := newProgress(stderr, o.lang)
	defer p.done()
	o.progress = p.rows
	l := newLoader(o.reading)
	for _, s := range sources {
		if err := l.load(s); err != nil {
			return nil, err
		}
	}
	for _, f := range l.files {
		if f.guessed && !f.inside {
			says := retention.Text{English: "storefront: %s: read as a %s: %v\n", Japanese: "storefront: %s: %sとして読みました: %v\n"}
			fmt.Fprintf(stderr, says.In(o.lang), f.name, f.layout.format.title.In(o.lang), f.layout)
		}
	}
	if note, ok := l.zoneNote(); ok {
		fmt.Fprintf(stderr, "storefront: %s\n", note.In(o.lang))
	}
	return l, nil
}
