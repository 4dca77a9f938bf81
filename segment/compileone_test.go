package segment_test

import (
	"errors"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

// compileOne returns the set of one segment, called it. Rules that are drawn may
// contradict themselves, which no set compiles with: then the test is skipped.
func compileOne(t rapid.TB, rule segment.Rule[*customer]) *segment.Set[*customer] {
	t.Helper()
	set, err := segment.Compile(segment.Segment[*customer]{Name: "it", Rule: rule})
	if errors.Is(err, segment.ErrNever) {
		t.Skip("a rule that can never hold")
	}
	if err != nil {
		t.Fatal(err)
	}
	return set
}
