package segment_test

import (
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

// compileOne returns the set of one segment, called it. The rule may contradict
// itself: what it answers is asked all the same.
func compileOne(t rapid.TB, rule segment.Rule[*customer]) *segment.Set[*customer] {
	t.Helper()
	set, err := segment.CompileAnyway(segment.Segment[*customer]{Name: "it", Rule: rule})
	if err != nil {
		t.Fatal(err)
	}
	return set
}
