package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// A record that is longer than this is taken for the work of a stray quote.
const longestRecord = 1 << 20

// records reads CSV a record at a time: what encoding/csv does, but for one
// thing. A quote that opens and never closes makes encoding/csv take the rest
// of the file for one field. Here it costs a single line: the record is broken,
// and reading goes on with the line after it.
//
// Quotes matter where a field begins with one; elsewhere they are text. A field
// in quotes may hold separators, line ends, and quotes written twice. Lines end
// in LF or CRLF, and empty lines are passed over.
type records struct {
	scan  *bufio.Scanner
	comma byte // between fields: the first line decides
	line  int  // of the file, where the record begins; the first is 1
	next  int  // the line after the record

	fields   [][]byte // of the record, valid until the next one
	broken   bool     // the record could not be split into fields
	skipping bool     // inside a line that is too long to be held
}

func newRecords(r io.Reader) *records {
	c := &records{scan: bufio.NewScanner(r), next: 1}
	c.scan.Buffer(make([]byte, 256<<10), 2*longestRecord)
	c.scan.Split(c.split)
	return c
}

// read moves on to the next record, and reports false at the end of the file or
// where it cannot be read.
func (c *records) read() bool {
	for c.scan.Scan() {
		if record := c.scan.Bytes(); c.broken || len(record) > 0 {
			c.fields = c.fields[:0]
			if !c.broken {
				c.cut(record)
			}
			return true
		}
	}
	return false
}

// err says why the file could not be read to its end.
func (c *records) err() error { return c.scan.Err() }

// split is a bufio.SplitFunc. It returns a whole record, without its line end.
func (c *records) split(data []byte, atEOF bool) (advance int, record []byte, err error) {
	if len(data) == 0 && !c.skipping {
		return 0, nil, nil
	}
	end := bytes.IndexByte(data, '\n')
	if end < 0 && !atEOF {
		if !c.skipping && len(data) < longestRecord {
			return 0, nil, nil
		}
		c.skipping = true
		return len(data), nil, nil
	}
	if end < 0 {
		end = len(data)
	}
	firstLine := end
	if c.skipping {
		c.skipping = false
		c.begin(1, true)
		return min(firstLine+1, len(data)), []byte{}, nil
	}
	if c.comma == 0 {
		c.comma = separator(data[:firstLine])
	}
	if bytes.IndexByte(data[:end], '"') >= 0 {
		end, err = c.endOfRecord(data, atEOF)
		if errors.Is(err, errMore) && len(data) < longestRecord && !atEOF {
			return 0, nil, nil
		}
		if err != nil {
			c.begin(1, true)
			return min(firstLine+1, len(data)), []byte{}, nil
		}
	}
	record = data[:end]
	c.begin(1+bytes.Count(record, []byte{'\n'}), false)
	return min(end+1, len(data)), bytes.TrimSuffix(record, []byte{'\r'}), nil
}

func (c *records) begin(lines int, broken bool) {
	c.line = c.next
	c.next += lines
	c.broken = broken
}

var (
	errMore  = errors.New("the record goes on")
	errQuote = errors.New("text after a closing quote")
)

// endOfRecord returns where the line end of the first record of data is.
func (c *records) endOfRecord(data []byte, atEOF bool) (int, error) {
	for i := 0; ; i++ { // at the beginning of a field
		if i < len(data) && data[i] == '"' {
			after, err := endOfQuotes(data, i+1)
			if err != nil {
				return 0, err
			}
			i = after
			if rest := data[i:]; bytes.HasPrefix(rest, []byte("\r\n")) || string(rest) == "\r" {
				i++ // a lone CR may have its LF behind the end of data
			}
			if i < len(data) && data[i] != c.comma && data[i] != '\n' {
				return 0, errQuote
			}
		} else {
			for i < len(data) && data[i] != c.comma && data[i] != '\n' {
				i++
			}
		}
		switch {
		case i == len(data) && atEOF:
			return i, nil
		case i == len(data):
			return 0, errMore
		case data[i] == '\n':
			return i, nil
		}
	}
}

// endOfQuotes returns the place after the quote that closes a field whose text
// begins at i.
func endOfQuotes(data []byte, i int) (int, error) {
	for {
		n := bytes.IndexByte(data[i:], '"')
		if n < 0 {
			return 0, errMore
		}
		i += n + 1
		if i == len(data) || data[i] != '"' {
			return i, nil
		}
		i++
	}
}

// cut splits a record into its fields.
func (c *records) cut(record []byte) {
	for {
		if len(record) > 0 && record[0] == '"' {
			end, _ := endOfQuotes(record, 1) // split has made sure that there is one
			text := record[1 : end-1]
			if bytes.IndexByte(text, '"') >= 0 {
				text = bytes.ReplaceAll(text, []byte(`""`), []byte(`"`))
			}
			c.fields = append(c.fields, text)
			if record = record[end:]; len(record) == 0 {
				return
			}
			record = record[1:]
			continue
		}
		end := bytes.IndexByte(record, c.comma)
		if end < 0 {
			c.fields = append(c.fields, record)
			return
		}
		c.fields = append(c.fields, record[:end])
		record = record[end+1:]
	}
}
