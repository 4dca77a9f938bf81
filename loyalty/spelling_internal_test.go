package loyalty

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// twice looks for repeated names by tokens, the long way.
func twice(d *json.Decoder) bool {
	token, _ := d.Token()
	if token != json.Delim('{') && token != json.Delim('[') {
		return false
	}
	found, seen := false, map[string]bool{}
	for d.More() {
		if token == json.Delim('{') {
			name, _ := d.Token()
			found = found || seen[name.(string)]
			seen[name.(string)] = true
		}
		found = twice(d) || found
	}
	d.Token()
	return found
}

func drawJSON(t *rapid.T, depth int) string {
	space := func() string { return rapid.SampledFrom([]string{"", "", " ", "\n\t"}).Draw(t, "space") }
	text := func() string {
		return rapid.SampledFrom([]string{`"a"`, `"b"`, `"\u0061"`, `"\""`, `"\\"`, `"]},{["`, `""`}).Draw(t, "text")
	}
	var parts []string
	kind := rapid.IntRange(0, 3).Draw(t, "kind")
	if depth == 0 || kind < 2 {
		leaf := []string{"null", "true", "false", "0", "-1.5e+7", "12E-3", text()}
		return space() + rapid.SampledFrom(leaf).Draw(t, "leaf") + space()
	}
	for range rapid.IntRange(0, 3).Draw(t, "length") {
		part := drawJSON(t, depth-1)
		if kind == 3 {
			part = space() + text() + space() + ":" + part
		}
		parts = append(parts, part)
	}
	inner := strings.Join(parts, ",")
	if inner == "" {
		inner = space()
	}
	if kind == 3 {
		return space() + "{" + inner + "}" + space()
	}
	return space() + "[" + inner + "]" + space()
}

// Names that come twice are found at every depth, and nothing else is.
func TestSpeltFindsRepeatedNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawJSON(t, 4)
		if !json.Valid([]byte(text)) {
			t.Fatalf("drawn: %s", text)
		}
		want := twice(json.NewDecoder(strings.NewReader(text)))
		for _, into := range []reflect.Type{nil, reflect.TypeFor[*map[string]any](), reflect.TypeFor[[][]any]()} {
			if err := spelt([]byte(text), into); (err != nil) != want {
				t.Fatalf("%s into %v: %v", text, into, err)
			}
		}
	})
}
