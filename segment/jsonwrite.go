package segment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// documentVersion is that of the documents that this package writes and reads.
const documentVersion = 1

// Encode returns segments as a document, to be read again by [Schema.Decode]. The
// format is described at [Schema]. The error names the segment, and wraps
// [ErrNoRule] for a rule that is nil, [ErrOperand] for a value that has no text:
// NaN and the infinities, texts that are not in UTF-8, times and days outside the
// years 1 to 9999, amounts of more than 100 digits.
func Encode[T any](segments ...Segment[T]) ([]byte, error) {
	w := &jsonWriter{b: fmt.Appendf(nil, `{"version":%d,"segments":[`, documentVersion)}
	for i, s := range segments {
		if i > 0 {
			w.put(",")
		}
		writeSegment(w, s)
		if w.err != nil {
			return nil, fmt.Errorf("segment: segment %q: %w", s.Name, w.err)
		}
	}
	w.put("]}")
	return w.b, nil
}

// EncodeRule returns a rule as JSON, as it stands in a document, to be read again
// by [Schema.DecodeRule]. The error is as that of [Encode].
func EncodeRule[T any](rule Rule[T]) ([]byte, error) {
	w := &jsonWriter{}
	w.rule(formOf(rule))
	if w.err != nil {
		return nil, fmt.Errorf("segment: %w", w.err)
	}
	return w.b, nil
}

// MarshalJSON returns the segments as a document: see [Encode]. What [View.Fit]
// found is not part of it.
func (s *Set[T]) MarshalJSON() ([]byte, error) { return Encode(s.segments...) }

// MarshalJSON returns the segment as it stands in a document: see [Encode].
func (s Segment[T]) MarshalJSON() ([]byte, error) {
	w := &jsonWriter{}
	writeSegment(w, s)
	if w.err != nil {
		return nil, fmt.Errorf("segment: segment %q: %w", s.Name, w.err)
	}
	return w.b, nil
}

func writeSegment[T any](w *jsonWriter, s Segment[T]) {
	w.put(`{"name":`).text(s.Name)
	if l := s.Label; l != (retention.Text{}) {
		w.put(`,"label":{"en":`).text(l.English)
		if l.Japanese != "" {
			w.put(`,"ja":`).text(l.Japanese)
		}
		w.put("}")
	}
	w.put(`,"rule":`).rule(formOf(s.Rule))
	w.put("}")
}

// jsonWriter appends JSON and keeps the first error.
type jsonWriter struct {
	b   []byte
	err error
}

func (w *jsonWriter) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// put appends JSON as it stands.
func (w *jsonWriter) put(text string) *jsonWriter {
	w.b = append(w.b, text...)
	return w
}

func (w *jsonWriter) text(text string) {
	if !utf8.ValidString(text) {
		w.fail(fmt.Errorf("%w: %q is not in UTF-8", ErrOperand, text))
		return
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		w.fail(err)
	}
	w.b = append(w.b, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

func (w *jsonWriter) rule(f *form) {
	switch f.op {
	case opAll:
		w.parts("all", f.parts)
	case opAny:
		w.parts("any", f.parts)
	case opNot:
		w.put(`{"not":`).rule(f.parts[0])
	case opRef:
		w.put(`{"segment":`).text(f.name)
	case opCustom:
		w.custom(f)
	case opFollowed:
		w.put(`{"followed":`).events(f.first)
		w.put(`,"by":`).events(f.then)
		w.put(`,"within":`).value(f.args[0])
	default:
		w.put(`{"field":`).field(f.field)
		w.condition(f)
	}
	w.put("}")
}

func (w *jsonWriter) parts(name string, parts []*form) {
	w.put(`{"` + name + `":[`)
	for i, part := range parts {
		if i > 0 {
			w.put(",")
		}
		w.rule(part)
	}
	w.put("]")
}

func (w *jsonWriter) custom(f *form) {
	if f.name == "" {
		w.fail(ErrNoRule)
	}
	w.put(`{"rule":`).text(f.name)
	for _, arg := range f.args {
		switch arg := arg.(type) {
		case json.RawMessage:
			w.put(`,"args":` + string(arg))
		case error:
			w.fail(fmt.Errorf("rule %q: %w", f.name, arg))
		}
	}
}

// opKeys are the keys of conditions; "has" is another one for opHasAny.
var opKeys = [...]string{
	opMissing: "missing", opIs: "is", opIn: "in", opAbove: "above", opAtLeast: "atLeast", opBelow: "below",
	opAtMost: "atMost", opInRange: "inRange", opContains: "contains", opHasPrefix: "startsWith", opHasSuffix: "endsWith",
	opHasAny: "hasAny", opHasAll: "hasAll", opInLast: "inLast", opInNext: "inNext", opOlderThan: "olderThan",
	opAnniversary: "anniversaryIn", opTop: "top", opBottom: "bottom", opSample: "sample",
}

// takesList reports whether the operands of an op are a list.
func (o op) takesList() bool {
	return o == opIn || o == opInRange || o == opHasAny || o == opHasAll
}

func (w *jsonWriter) condition(f *form) {
	switch {
	case f.op == opHasAny && len(f.args) == 1:
		w.put(`,"has":`).value(f.args[0])
		return
	case f.op == opSample:
		w.put(fmt.Sprintf(`,"sample":{"percent":%v,"salt":`, f.args[0])).text(f.name)
		w.put("}")
		return
	}
	switch w.put(`,"` + opKeys[f.op] + `":`); {
	case f.op == opMissing:
		w.put("true")
	case f.op == opTop || f.op == opBottom:
		w.put(f.args[0].(decimal.Decimal).String())
	case f.op.takesList():
		w.list(f.args)
	default:
		w.value(f.args[0])
	}
}

func (w *jsonWriter) list(values []any) {
	w.put("[")
	for i, v := range values {
		if i > 0 {
			w.put(",")
		}
		w.value(v)
	}
	w.put("]")
}

func (w *jsonWriter) value(value any) {
	if err := writable(value); err != nil {
		w.fail(err)
		return
	}
	switch v := value.(type) {
	case int64:
		w.b = strconv.AppendInt(w.b, v, 10)
	case float64:
		w.b = strconv.AppendFloat(w.b, v, 'g', -1, 64)
	case bool:
		w.b = strconv.AppendBool(w.b, v)
	case string:
		w.text(v)
	default:
		w.text(string(appendValue(nil, v)))
	}
}

// writable returns what keeps a value from being read again.
func writable(value any) error {
	if err := checkValue(value); err != nil {
		return err
	}
	switch v := value.(type) {
	case decimal.Decimal:
		if !writableAmount(v) {
			return fmt.Errorf("%w: an amount of more than %d digits", ErrOperand, maxDigits)
		}
	case time.Time:
		if !writableTime(v) {
			return fmt.Errorf("%w: a time in the year %d", ErrOperand, v.UTC().Year())
		}
	case retention.Date:
		if _, err := v.MarshalText(); err != nil {
			return fmt.Errorf("%w: %w", ErrOperand, err)
		}
	}
	return nil
}

// fieldKeys are the keys of fields that are made from others.
var fieldKeys = [...]string{
	ofCount: "count", ofSum: "sum", ofAverage: "average", ofSmallest: "smallest", ofLargest: "largest",
	ofFirst: "first", ofLast: "last", ofLatest: "latest",
	ofSize: "size", ofDay: "day", ofAge: "daysAgo", ofRatio: "ratio",
}

func (w *jsonWriter) field(f *fieldForm) {
	switch {
	case f.orElse != nil:
		w.put(`{"field":`).field(f.inner)
		w.put(`,"orElse":`).value(f.orElse)
		w.put("}")
		return
	case f.from == plain:
		w.text(f.name)
		return
	case f.from == ofRatio:
		w.put(`{"ratio":[`).field(f.inner)
		w.put(",").field(f.second)
		w.put("]}")
		return
	}
	switch w.put(`{"` + fieldKeys[f.from] + `":`); {
	case f.events == nil:
		if f.from == ofAge && f.inner.isDay() {
			f = f.inner
		}
		w.field(f.inner)
	case f.inner == nil:
		w.text(f.events.name)
		w.narrowing(f.events)
	default:
		w.field(f.inner)
		w.put(`,"of":`).text(f.events.name)
		w.narrowing(f.events)
	}
	w.put("}")
}

func (w *jsonWriter) events(e *eventsForm) {
	if e.isWhole() {
		w.text(e.name)
		return
	}
	w.put(`{"events":`).text(e.name)
	w.narrowing(e)
	w.put("}")
}

// narrowing appends which events count.
func (w *jsonWriter) narrowing(e *eventsForm) {
	if e.where != nil {
		w.put(`,"where":`).rule(e.where)
	}
	if !e.last.IsZero() {
		w.put(`,"inLast":`).value(e.last)
	}
	if !e.since.IsZero() {
		w.put(`,"since":`).value(e.since)
	}
	if !e.before.IsZero() {
		w.put(`,"before":`).value(e.before)
	}
}
