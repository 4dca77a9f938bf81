package segment_test

import (
	"fmt"
	"time"

	"github.com/retentionkit/retention/segment"
)

// AtLeastOf holds if at least N of some rules do, in the same logic as All and
// Any: it is Unknown as long as those that are Unknown could decide it.
type AtLeastOf struct {
	N     int
	Rules []segment.Rule[*Shopper]
}

func (r AtLeastOf) Test(c *Shopper, at *segment.Moment) segment.Truth {
	least, most := 0, 0
	for _, rule := range r.Rules {
		switch rule.Test(c, at) {
		case segment.True:
			least, most = least+1, most+1
		case segment.Unknown:
			most++
		}
	}
	switch {
	case least >= r.N:
		return segment.True
	case most < r.N:
		return segment.False
	}
	return segment.Unknown
}

func (r AtLeastOf) String() string { return fmt.Sprintf("at least %d of %v", r.N, r.Rules) }

// Parts and With make it a Composite, so that a set can resolve what its parts
// refer to.
func (r AtLeastOf) Parts() []segment.Rule[*Shopper] { return r.Rules }

func (r AtLeastOf) With(parts []segment.Rule[*Shopper]) segment.Rule[*Shopper] {
	return AtLeastOf{r.N, parts}
}

func ExampleComposite() {
	loyal := segment.Segment[*Shopper]{Name: "loyal", Rule: ordered.AtLeast(3)}
	engaged := segment.Segment[*Shopper]{Name: "engaged", Rule: AtLeastOf{2, []segment.Rule[*Shopper]{
		loyal.Ref(),
		reviews.Some(),
		nation.Is("JP"),
	}}}
	set, err := segment.Compile(engaged, loyal)
	if err != nil {
		fmt.Println(err)
		return
	}
	view := set.AsOf(march.Time(), tokyo)
	fmt.Println(view.Test(hana, 0), view.Test(emil, 0), view.Test(visitor, 0))
	// Output: true false false
}

// OnWeekends holds on Saturdays and Sundays, whoever the customer is.
type OnWeekends struct{}

func (OnWeekends) Test(_ *Shopper, at *segment.Moment) segment.Truth {
	day := at.Today().Weekday()
	return segment.TruthOf(day == time.Saturday || day == time.Sunday)
}

func (OnWeekends) String() string { return "on weekends" }

// Seen makes it an Explainer.
func (OnWeekends) Seen(_ *Shopper, at *segment.Moment) string { return at.Today().Weekday().String() }

// NextChange makes it a Forecaster. The next midnight may change nothing, which
// is no mistake.
func (OnWeekends) NextChange(_ *Shopper, at *segment.Moment) time.Time {
	return at.Today().AddDays(1).Start(at.Zone())
}

func ExampleExplainer() {
	var rule segment.Explainer[*Shopper] = OnWeekends{}
	fmt.Println(rule, "is", rule.Test(hana, march), "because it is", rule.Seen(hana, march))
	// Output: on weekends is false because it is Tuesday
}
