package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/retentionkit/retention"
)

// reading says how files are to be read.
type reading struct {
	format       *format // nil: guess it, or take only the columns named
	columns      namedColumns
	refundPrefix string
	zone         *time.Location
	zoned        bool   // it was asked for
	currency     string // of rows that state none
	dates        dateOrder
	progress     func(rows int) // called now and then; may be nil
}

// loader turns rows into orders. Files may be read one after the other: what
// belongs together is found again, so where a file was cut makes no difference.
type loader struct {
	reading
	layout *layout // of the file being read
	clock  clock

	files      []file
	shape      shape
	linesSoFar int // of the files before this one

	rows, used int // without headers; used ends up as rows less those in unusable
	unusable   tally
	currencies map[string]int // rows that state each
	signs      signs
	unsettled  unsettled
	offsets    offsets
	customers  map[string]string
	sums       sums   // what is to become orders, of files with a row per line
	totals     totals // ... and of those that tell totals
	orders     []retention.Order
}

// file is a file that was read.
type file struct {
	name      retention.Text
	layout    *layout
	guessed   bool
	inside    bool // the shop inside
	firstLine int  // of the lines of all files; 1 for the first file
}

func newLoader(how reading) *loader {
	return &loader{
		reading:    how,
		currencies: make(map[string]int),
		customers:  make(map[string]string),
		sums:       sums{byKey: make(map[sumKey]*sum)},
		totals:     make(totals),
	}
}

// load reads a file. An error means that the file cannot be read at all; rows
// that cannot be used are counted.
func (l *loader) load(s source) error {
	f, err := s.open()
	if err != nil {
		return err
	}
	defer f.Close()
	text, err := plain(f)
	if err != nil {
		return readError(s.name, 0, err)
	}
	r := newRecords(text)
	r.read() // the header
	if err := r.err(); err != nil {
		return readError(s.name, 0, err) // and not for what the rest of it looks like
	}
	if err := l.begin(s, r); err != nil {
		return complain("%v: %v", "%v: %v", s.name, err)
	}
	for r.read() {
		l.rows++
		if f := l.row(r); f != usable {
			l.unusable.add(f, 1, l.linesSoFar+r.line)
		}
		if l.progress != nil && l.rows%(1<<12) == 0 {
			l.progress(l.rows)
		}
	}
	if err := r.err(); err != nil {
		return readError(s.name, r.next-1, err)
	}
	l.linesSoFar += r.next - 1
	return nil
}

// begin takes in the header, if there is one.
func (l *loader) begin(s source, r *records) error {
	if len(r.fields) == 0 && !r.broken {
		return complain("the file is empty: not even a line with the names of the columns",
			"ファイルが空です。列名の行もありません")
	}
	if r.broken {
		return complain("the first line, with the names of the columns, has a quote that does not close",
			"1 行目（列名）の引用符が閉じていません")
	}
	var header []string
	for _, h := range r.fields {
		if !utf8.Valid(h) {
			return complain("the names of the columns are not UTF-8 (Shift_JIS? try iconv -f CP932 -t UTF-8)",
				"列名が UTF-8 ではありません（Shift_JIS なら iconv -f CP932 -t UTF-8 で変換してください）")
		}
		header = append(header, strings.TrimSpace(string(h)))
	}
	f, guessed := l.format, false
	if f == nil && len(l.columns) == 0 {
		f, guessed = guess(header), true
	}
	layout, err := layOut(f, l.columns, header)
	if err != nil {
		return err
	}
	if shape := layout.shape(); len(l.files) > 0 && shape != l.shape {
		return complain("it has %v, but %v has %v: read them apart", "%vのファイルですが、%v は%vです。別々に読み込んでください",
			shape.title(), l.files[0].name, l.shape.title())
	}
	l.layout, l.shape = layout, layout.shape()
	l.clock = clock{zone: l.zone, dates: cmp.Or(l.dates, layout.format.dates), offsets: &l.offsets}
	l.files = append(l.files, file{s.name, layout, guessed, s.inside, l.linesSoFar + 1})
	return nil
}

// keep turns what is known of an order into orders of the library. The rows it
// came from are used from now on or, if the library cannot keep it, unusable.
func (l *loader) keep(orders []retention.Order, rows, firstLine int) {
	for i := range orders {
		if f := faultOf(orders[i].Check()); f != usable {
			l.unusable.add(f, rows, firstLine)
			return
		}
	}
	l.used += rows
	l.orders = append(l.orders, orders...)
}

// finish returns the history of all that was read.
func (l *loader) finish() (*retention.History, error) {
	l.release()
	l.sums.finish(l.keep)
	l.totals.finish(l.keep, func(rows, firstLine int) { l.unusable.add(noTotal, rows, firstLine) })
	switch {
	case l.rows == 0:
		return nil, complain("there are no orders: nothing but the names of the columns", "列名の行だけで、注文がありません")
	case l.used == 0:
		return nil, complain("not one of the %d rows can be used:\n%v", "%d 行のうち、使える行がありません:\n%v", l.rows, l.complaints())
	case len(l.currencies) > 1:
		return nil, l.mixedCurrencies()
	}
	currency := l.settle()
	for i := range l.orders {
		l.orders[i].Currency = currency
	}
	return retention.NewHistory(l.orders)
}

func (l *loader) complaints() retention.Text {
	var lines []retention.Text
	for _, u := range l.unusable.list() {
		says := faultTexts[u.fault]
		lines = append(lines, retention.Text{
			English:  fmt.Sprintf("  %d × %s (line %d)", u.Count, says.English, u.FirstRows[0]),
			Japanese: fmt.Sprintf("  %d × %s（%d 行目）", u.Count, says.Japanese, u.FirstRows[0]),
		})
	}
	return joined(lines, "\n", "\n")
}

func (l *loader) mixedCurrencies() error {
	const most = 5
	var list []string
	for _, c := range slices.Sorted(maps.Keys(l.currencies)) {
		if len(list) == most {
			list = append(list, "…")
			break
		}
		list = append(list, fmt.Sprintf("%s: %d", shown(c, 12), l.currencies[c]))
	}
	return complain("%v (rows of %s): money of one currency only can be added up; make a file of each",
		"通貨が混在しています（行数は %[2]s）。合計できるのは 1 つの通貨だけです。通貨ごとにファイルを分けてください",
		retention.ErrCurrency, strings.Join(list, ", "))
}
