package segment_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

// compiled returns what the only segment of a set says of a customer now.
func compiled(t testing.TB, rule segment.Rule[*customer]) func(*customer) segment.Truth {
	t.Helper()
	view := compileOne(t, rule).AsOf(now, time.UTC)
	return func(c *customer) segment.Truth { return view.Test(c, 0) }
}

func TestCompiledIsTested(t *testing.T) {
	moment := segment.NewMoment(now, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		rule := rules(2).Draw(t, "rule")
		set := compileOne(t, rule)
		c := customers().Draw(t, "customer")
		if got, want := set.AsOf(now, time.UTC).Test(c, 0), rule.Test(c, moment); got != want {
			t.Errorf("%v: compiled %v, tested %v", rule, got, want)
		}
	})
}

func TestLawsOfLogic(t *testing.T) {
	moment := segment.NewMoment(now, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rules(1), 1, 4).Draw(t, "rules")
		c := customers().Draw(t, "customer")
		same := func(law string, a, b segment.Rule[*customer]) {
			if got, want := a.Test(c, moment), b.Test(c, moment); got != want {
				t.Errorf("%s: %v is %v, %v is %v", law, a, got, b, want)
			}
		}
		negated := make([]segment.Rule[*customer], len(parts))
		for i, p := range parts {
			negated[i] = segment.Not(p)
			same("double negation", segment.Not(negated[i]), p)
		}
		same("De Morgan", segment.Not(segment.All(parts...)), segment.Any(negated...))
		same("De Morgan", segment.Not(segment.Any(parts...)), segment.All(negated...))
		shuffled := rapid.Permutation(parts).Draw(t, "shuffled")
		same("order of all", segment.All(parts...), segment.All(shuffled...))
		same("order of any", segment.Any(parts...), segment.Any(shuffled...))
		same("repetition", segment.All(slices.Concat(parts, shuffled)...), segment.All(parts...))
	})
}
