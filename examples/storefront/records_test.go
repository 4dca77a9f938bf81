package main

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// readRecord is a record as a test sees it.
type readRecord struct {
	Line   int
	Fields []string // nil: broken
}

func readAll(t interface{ Fatalf(string, ...any) }, r io.Reader) []readRecord {
	c := newRecords(r)
	var list []readRecord
	for c.read() {
		rec := readRecord{Line: c.line}
		for _, f := range c.fields {
			rec.Fields = append(rec.Fields, string(f))
		}
		if c.broken {
			rec.Fields = nil
		}
		list = append(list, rec)
	}
	if err := c.err(); err != nil {
		t.Fatalf("err() = %v", err)
	}
	return list
}

func TestRecords(t *testing.T) {
	long := strings.Repeat("x", 2*longestRecord+100)
	tests := []struct {
		reason string
		in     string
		want   []readRecord
	}{
		{"nothing", "", nil},
		{"only line ends", "\n\r\n\n", nil},
		{"the last line needs no end", "a,b\n1,2", []readRecord{{1, []string{"a", "b"}}, {2, []string{"1", "2"}}}},
		{"CRLF", "a,b\r\n1,2\r\n", []readRecord{{1, []string{"a", "b"}}, {2, []string{"1", "2"}}}},
		{"empty fields count", "a,,\n,,\n", []readRecord{{1, []string{"a", "", ""}}, {2, []string{"", "", ""}}}},
		{"empty lines do not", "a\n\n\nb\n", []readRecord{{1, []string{"a"}}, {4, []string{"b"}}}},
		{"separators and quotes in quotes", `"a,b","say ""so""",""` + "\n", []readRecord{{1, []string{"a,b", `say "so"`, ""}}}},
		{"line ends in quotes", "\"a\nb\r\nc\",d\ne,f\n", []readRecord{{1, []string{"a\nb\r\nc", "d"}}, {4, []string{"e", "f"}}}},
		{"CRLF after quotes", "\"a\"\r\n\"b\"\r\n", []readRecord{{1, []string{"a"}}, {2, []string{"b"}}}},
		{"CR at the very end", "\"a\"\r", []readRecord{{1, []string{"a"}}}},
		{"a quote inside a field is text", "5\" nails,b\n", []readRecord{{1, []string{`5" nails`, "b"}}}},
		{"a quote that does not close, up to the end", "a,b\n1,\"2\n3,4\n5,6\n", []readRecord{
			{1, []string{"a", "b"}}, {2, nil}, {3, []string{"3", "4"}}, {4, []string{"5", "6"}}}},
		{"a quote that does not close, up to the next", "a,b\n1,\"2\n3,\"4\"\n", []readRecord{
			{1, []string{"a", "b"}}, {2, nil}, {3, []string{"3", "4"}}}},
		{"text after a closing quote", "a,\"b\"c\nd,e\n", []readRecord{{1, nil}, {2, []string{"d", "e"}}}},
		{"a quote at the very end", "a,\"", []readRecord{{1, nil}}},
		{"semicolons", "a;b;c,d\n1;2;3\n", []readRecord{{1, []string{"a", "b", "c,d"}}, {2, []string{"1", "2", "3"}}}},
		{"tabs", "a\tb\n1\t2,5\n", []readRecord{{1, []string{"a", "b"}}, {2, []string{"1", "2,5"}}}},
		{"a line that is too long", "a\n" + long + "\nb\n", []readRecord{{1, []string{"a"}}, {2, nil}, {3, []string{"b"}}}},
		{"... at the end", "a\n" + long, []readRecord{{1, []string{"a"}}, {2, nil}}},
		{"... that ends with the buffer", "a\n" + strings.Repeat("x", 2*longestRecord), []readRecord{{1, []string{"a"}}, {2, nil}}},
		{"a field with too many lines", "a\n\"" + strings.Repeat("x\n", longestRecord) + "\n", nil},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			got := readAll(t, strings.NewReader(test.in))
			if test.reason == "a field with too many lines" {
				if len(got) != longestRecord+1 || got[1].Fields != nil || got[2].Line != 3 {
					t.Errorf("%d records, the second %v, the third %v", len(got), got[1], got[2])
				}
				return
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
			if len(test.in) < 1000 {
				if diff := cmp.Diff(test.want, readAll(t, iotest.OneByteReader(strings.NewReader(test.in)))); diff != "" {
					t.Errorf("byte by byte (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// What encoding/csv writes, both read alike.
func TestRecordsAgreeWithEncodingCSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab,\"\n 茶;\t")))
		rows := rapid.SliceOfN(rapid.SliceOfN(text, 2, 4), 1, 6).Draw(t, "rows")
		rows[0] = []string{"a", "b", "c", "d"} // the first line decides on the separator
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(bytes.NewReader(file.Bytes()))
		r.FieldsPerRecord = -1
		want, err := r.ReadAll()
		if err != nil {
			t.Skip(err)
		}
		var got [][]string
		for _, rec := range readAll(t, &file) {
			for i, f := range rec.Fields { // encoding/csv turns CRLF in fields into LF
				rec.Fields[i] = strings.ReplaceAll(f, "\r\n", "\n")
			}
			got = append(got, rec.Fields)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("records (-want +got):\n%s", diff)
		}
	})
}
