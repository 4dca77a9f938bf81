package segment_test

import (
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// Windows are (t-w, t] and (t, t+w], and older is the rest: each limit belongs to
// one side.
func TestWindowLimits(t *testing.T) {
	week := retention.Span{Days: 7}
	past, ahead := now.AddDate(0, 0, -7), now.AddDate(0, 0, 7)
	for _, tt := range []struct {
		at                time.Time
		last, next, older segment.Truth
		reason            string
	}{
		{past.Add(-1), no, no, yes, "before the window"},
		{past, no, no, yes, "its far end is not in it"},
		{past.Add(1), yes, no, no, "just in it"},
		{now, yes, no, no, "now is in it"},
		{now.Add(1), no, yes, no, "after now lies the next"},
		{ahead, no, yes, no, "whose far end is in it"},
		{ahead.Add(1), no, no, no, "and then nothing"},
	} {
		c := &customer{LastOrder: tt.at, Purchases: []*purchase{{At: tt.at}}}
		for _, ask := range []struct {
			rule segment.Rule[*customer]
			want segment.Truth
		}{
			{lastOrder.InLast(week), tt.last},
			{lastOrder.KnownIf(func(*customer) bool { return true }).InLast(week), tt.last},
			{lastOrder.InNext(week), tt.next},
			{lastOrder.OlderThan(week), tt.older},
			{purchases.InLast(week).Some(), tt.last},
			{purchases.Since(past).Some(), segment.TruthOf(!tt.at.Before(past) && !tt.at.After(now))},
			{purchases.Before(past).Some(), segment.TruthOf(tt.at.Before(past))},
			{purchases.Some(), segment.TruthOf(!tt.at.After(now))},
		} {
			if got := compiled(t, ask.rule)(c); got != ask.want {
				t.Errorf("%v at %v: %v, want %v: %s", ask.rule, tt.at, got, ask.want, tt.reason)
			}
		}
	}
	if got := compiled(t, purchases.Some())(&customer{Purchases: []*purchase{{}}}); got != no {
		t.Errorf("a purchase without a time counts: %v", got)
	}
	twice := &customer{Purchases: []*purchase{{At: past, SKU: "tea"}, {At: now, SKU: "cup"}}}
	tea, cup := purchases.Where(sku.Is("tea")), purchases.Where(sku.Is("cup"))
	for _, tt := range []struct {
		rule   segment.Rule[*customer]
		want   segment.Truth
		reason string
	}{
		{segment.Followed(tea, cup, week), yes, "the far end belongs to the span"},
		{segment.Followed(tea, cup, retention.Span{Exact: 7*24*time.Hour - 1}), no, "and what is after it does not"},
		{segment.Followed(cup, tea, week), no, "the order matters"},
		{segment.Followed(cup, cup, week), no, "nothing follows itself"},
	} {
		if got := compiled(t, tt.rule)(twice); got != tt.want {
			t.Errorf("%v: %v, want %v: %s", tt.rule, got, tt.want, tt.reason)
		}
	}
}
