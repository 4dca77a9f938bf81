package loyalty

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// strictly decodes JSON and refuses what it would have to leave out or mend.
// Its errors begin with the name of the value, and the place within.
func strictly(name string, data []byte, into any) error {
	if !utf8.Valid(data) {
		return fmt.Errorf("%s: %w", name, errText)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	var text json.RawMessage
	if err := d.Decode(&text); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("%s: something follows it", name)
	}
	if err := spelt(text, reflect.TypeOf(into)); err != nil {
		return fmt.Errorf("%s%w", name, err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := sound(reflect.ValueOf(into)); err != nil {
		return fmt.Errorf("%s%w", name, err)
	}
	return nil
}

var errText = errors.New("a text that is not UTF-8")

// sound refuses a value that JSON would change in silence, or take all memory
// to write. Its error begins with the place of what is wrong, as in
// "lines[3].amount: ".
func sound(v reflect.Value) error {
	switch v.Kind() {
	case reflect.String:
		if !utf8.ValidString(v.String()) {
			return fmt.Errorf(": %w", errText)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return sound(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := sound(v.Index(i)); err != nil {
				return fmt.Errorf("[%d]%w", i, err)
			}
		}
	case reflect.Map:
		return soundMap(v)
	case reflect.Struct:
		return soundStruct(v)
	}
	return nil
}

// soundMap takes the names in their order: of many errors always the same one.
func soundMap(v reflect.Value) error {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	for _, key := range keys {
		if err := cmp.Or(sound(key), sound(v.MapIndex(key))); err != nil {
			return fmt.Errorf("[%.64q]%w", key.String(), err)
		}
	}
	return nil
}

// vast reports whether a number takes long to write or to count with.
func vast(d decimal.Decimal) bool {
	const most = 1000
	return d.NumDigits() > most || d.Exponent() > most || d.Exponent() < -most
}

func soundStruct(v reflect.Value) error {
	switch x := v.Interface().(type) {
	case decimal.Decimal:
		if vast(x) { // 0 × 10^-2147483648 is an amount, but a long text
			return fmt.Errorf(": a number of %d digits × 10^%d", x.NumDigits(), x.Exponent())
		}
		if _, err := retention.NewAmount(x); err != nil {
			return fmt.Errorf(": %w", err)
		}
		return nil
	case time.Time:
		if _, offset := x.Zone(); offset%60 != 0 {
			return fmt.Errorf(": a zone %d s from UTC, which has no text", offset)
		}
		return nil
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		if err := sound(v.Field(i)); err != nil {
			return fmt.Errorf(".%s%w", jsonName(f), err)
		}
	}
	return nil
}
