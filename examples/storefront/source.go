package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"

	"github.com/retentionkit/retention"
)

// source is a file of orders.
type source struct {
	name   retention.Text
	open   func() (io.ReadCloser, error)
	inside bool // the shop inside
}

// sourceOf returns the source that -orders names.
func sourceOf(name string, stdin io.Reader) source {
	if name == "-" {
		return source{name: retention.Text{English: "standard input", Japanese: "標準入力"}, open: func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil }}
	}
	return source{name: retention.Text{English: name}, open: func() (io.ReadCloser, error) { return os.Open(name) }}
}

// plain returns the CSV inside a file, unpacked if its content (not its name)
// says that it is packed, and without the mark that some programs begin UTF-8
// with.
func plain(file io.Reader) (io.Reader, error) {
	r := bufio.NewReaderSize(file, 64<<10)
	if starts(r, "\x1f\x8b") {
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, err
		}
		r = bufio.NewReaderSize(z, 64<<10)
	}
	switch {
	case starts(r, "PK\x03\x04"):
		return nil, complain("this is an Excel workbook or a zip archive: save the sheet as CSV (UTF-8)",
			"Excel ブックか zip ファイルです。シートを CSV（UTF-8）で保存してください")
	case starts(r, "\xd0\xcf\x11\xe0"):
		return nil, complain("this is an old Excel workbook: save the sheet as CSV (UTF-8)",
			"古い形式の Excel ブックです。シートを CSV（UTF-8）で保存してください")
	case starts(r, "\xff\xfe"), starts(r, "\xfe\xff"):
		return nil, complain("this is UTF-16 text: save it as UTF-8, or convert it with iconv -f UTF-16 -t UTF-8",
			"UTF-16 のテキストです。UTF-8 で保存するか、iconv -f UTF-16 -t UTF-8 で変換してください")
	case starts(r, "\xef\xbb\xbf"):
		if _, err := r.Discard(3); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func starts(r *bufio.Reader, with string) bool {
	head, _ := r.Peek(len(with)) // an error shows again when it is read
	return string(head) == with
}

// separator guesses what stands between the fields of a header: the commonest
// of comma, semicolon and tab.
func separator(header []byte) byte {
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if bytes.Count(header, []byte{c}) > bytes.Count(header, []byte{best}) {
			best = c
		}
	}
	return best
}

// readError puts the place into an error that ended the reading of a file.
func readError(name retention.Text, line int, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		if line == 0 {
			return complain("%v ends in the middle of its first line (unexpected end): is the copy complete?",
				"%v は 1 行目の途中で終わっています。最後までコピーされているか確認してください", name)
		}
		return complain("%v ends in the middle, after line %d (unexpected end): is the copy complete?",
			"%v は %d 行目の後、途中で終わっています。最後までコピーされているか確認してください", name, line)
	}
	if line == 0 {
		return complain("%v: %v", "%v: %v", name, err)
	}
	return complain("%v, after line %d: %v", "%v、%d 行目の後: %v", name, line, err)
}
