package loyalty_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// TestNothingHappensToNobody looks a member up who is not there.
func TestNothingHappensToNobody(t *testing.T) {
	e := compile(t, simple())
	members := map[string]loyalty.Account{}
	known := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-03-01"), loyalty.Adjust{Points: 10})
	gift := func(to string) loyalty.Event {
		return loyalty.Event{ID: "2", At: day("2026-03-02"), Data: loyalty.Transfer{To: to, Points: 1}}
	}
	for _, tt := range []struct {
		decide func() error
		reason string
	}{
		{func() error {
			_, _, err := e.Apply(members["haru"], loyalty.Event{ID: "1", At: day("2026-03-01"), Data: order("x", "1000")})
			return err
		}, "Apply"},
		{func() error {
			_, err := e.Decide(loyalty.NewAccount(""), loyalty.Event{ID: "1", At: day("2026-03-01"), Data: loyalty.Enrol{}})
			return err
		}, "Decide"},
		{func() error { _, err := e.Transfer(members["yuki"], known, gift("haru")); return err }, "from nobody"},
		{func() error { _, err := e.Transfer(known, members["yuki"], gift("")); return err }, "to nobody"},
	} {
		var refused *loyalty.Error
		if err := tt.decide(); !errors.As(err, &refused) || refused.Account != "" || !errors.Is(err, loyalty.ErrUnknown) || !strings.Contains(err.Error(), "NewAccount") {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
	if _, err := e.Quote(members["guest"], order("", "1000"), day("2026-03-01")); err != nil {
		t.Errorf("the cart of a guest: %v", err)
	}
}

func TestConflictSaysWhatToDo(t *testing.T) {
	e := compile(t, simple())
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-03-01"), order("x", "1000"))
	_, err := e.Decide(a, loyalty.Event{ID: "1", At: day("2026-03-01"), Data: order("x", "2000")})
	want := `loyalty: account "haru": event "1": another event has this ID: an edited row needs an event ID of its own`
	if err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

func TestBirthdayOfADate(t *testing.T) {
	e := compile(t, simple())
	for _, tt := range []struct {
		born retention.Date
		want string
	}{
		{retention.NewDate(1990, 4, 1), "1990-04-01"},
		{retention.Date{}, ""},
	} {
		text, err := tt.born.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		d, err := e.Decide(loyalty.NewAccount("haru"), loyalty.Event{ID: "1", At: day("2026-03-01"), Data: loyalty.Enrol{Birthday: string(text)}})
		if err != nil || d.Entries[0].Reason != tt.want {
			t.Errorf("%v: %v %v", tt.born, d.Entries, err)
		}
	}
}
