package loyalty_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// acrossShop draws programs with much in them: pending points, a second wallet,
// caps, debt, a life of some months.
func acrossShop(rt *rapid.T) func(*loyalty.Edition) {
	shortfall := lawAny(rt, "shortfall", lawPolicies)
	days := acrossAny(rt, "settle", 11)
	life := acrossAny(rt, "life", 4)
	return func(ed *loyalty.Edition) {
		acrossRules(ed)
		ed.Earn = append(ed.Earn, loyalty.EarnRule{
			ID: "extra", Award: dec("1"), Per: dec("250"), Wallet: "extra",
			Life: &loyalty.Life{AtOnce: true, Span: retention.Span{Days: 20}}, Caps: []loyalty.Cap{{Points: 30, Per: loyalty.PerMonth}},
		})
		ed.Settle.Days = days
		ed.Life = loyalty.Life{AtOnce: days == 0, Span: retention.Span{Months: life}}
		ed.Refund.Shortfall = shortfall
		ed.Burn = []loyalty.BurnRule{{Worth: dec("1")}, {Wallet: "extra", Worth: dec("0.5")}}
	}
}

// acrossAny draws a number below n, none likelier than others.
func acrossAny(rt *rapid.T, label string, n uint64) int {
	x := uint64(0)
	for room := 8 * n; room > 0; room /= 2 { // of bits alone rapid draws no one oftener
		x *= 2
		if acrossBit.Draw(rt, label) {
			x++
		}
	}
	return int(x % n)
}

var acrossBit = rapid.Bool()

// acrossEvents draws what a member did in half a year. Not all of it can be.
func acrossEvents(rt *rapid.T, label string) []loyalty.Event {
	n := acrossAny(rt, label, 41)
	list := make([]loyalty.Event, 0, n)
	start := day("2026-01-01")
	holds, takes := []string{"e0"}, []string{"e0"}
	for range n {
		ev := loyalty.Event{
			ID: fmt.Sprint("e", acrossAny(rt, "id", 81)),
			At: start.Add(time.Duration(acrossAny(rt, "hour", 24*180)) * time.Hour),
		}
		if len(list) > 0 {
			last := list[len(list)-1].At
			switch acrossAny(rt, "after the last", 8) {
			case 0:
				ev.At = last
			case 1, 2, 3: // soon, so that they have to do with each other
				ev.At = last.Add(time.Duration(acrossAny(rt, "hours", 24*7)) * time.Hour)
			}
		}
		wallet := lawAny(rt, "wallet", []string{"", "", "extra"})
		points := loyalty.Points(1 + acrossAny(rt, "points", 60))
		switch acrossAny(rt, "what", 20) {
		case 0, 1, 2, 3, 4, 5, 6:
			id := fmt.Sprint("o", acrossAny(rt, "order", 6))
			ev.Data = order(id, fmt.Sprint(acrossAny(rt, "hundreds", 91)*100))
			if acrossAny(rt, "returned", 5) < 2 {
				ev.Data = loyalty.Order{ID: id}
			}
		case 7, 8, 9:
			ev.Data = loyalty.Redeem{Points: points, Wallet: wallet}
			takes = append(takes, ev.ID)
		case 10, 11:
			until := ev.At.Add(time.Duration(1+acrossAny(rt, "for", 900)) * time.Hour)
			ev.Data = loyalty.Hold{Points: points, Wallet: wallet, Until: until}
			holds = append(holds, ev.ID)
		case 12:
			ev.Data = loyalty.Commit{Hold: lawAny(rt, "hold", holds), Points: points / 4}
			takes = append(takes, ev.ID)
		case 13:
			ev.Data = loyalty.Release{Hold: lawAny(rt, "hold", holds)}
		case 14, 15:
			ev.Data = loyalty.Cancel{Redemption: lawAny(rt, "redemption", takes)}
		case 16:
			ev.Data = loyalty.Adjust{Points: points - 20, Wallet: wallet, Reason: "by hand"}
		case 17:
			ev.Data = loyalty.Activity{Kind: "review"}
		case 18:
			ev.Data = loyalty.Extend{Wallet: wallet, Closes: ev.At.AddDate(0, 1, 0)}
		default:
			switch rapid.IntRange(0, 5).Draw(rt, "rare") {
			case 0:
				ev.Data = loyalty.Close{}
			case 1:
				ev.Data = loyalty.Transfer{To: "else"}
			case 2:
				ev.Data = nil
			default:
				ev.Data = loyalty.Settle{Ref: fmt.Sprint("o", acrossAny(rt, "order", 6))}
			}
		}
		list = append(list, ev)
	}
	return list
}

// acrossLive applies events in the order in which they come, as a shop would.
func acrossLive(t rapid.TB, e *loyalty.Engine, id string, events []loyalty.Event) (a loyalty.Account, refused int) {
	a = loyalty.NewAccount(id)
	for _, ev := range events {
		next, _, err := e.Apply(a, ev)
		if err != nil {
			refused++
			continue
		}
		a = next
	}
	return a, refused
}

// acrossAccounts draws some members' accounts.
func acrossAccounts(rt *rapid.T, e *loyalty.Engine) (list []loyalty.Account) {
	for i := range acrossAny(rt, "members", 5) {
		events := acrossEvents(rt, "events")
		if acrossAny(rt, "late", 3) > 0 { // else some are told late
			slices.SortStableFunc(events, func(a, b loyalty.Event) int { return a.At.Compare(b.At) })
		}
		a, _ := acrossLive(rt, e, fmt.Sprint("m", i), events)
		list = append(list, a)
	}
	return list
}

func acrossEngine(rt *rapid.T, t *testing.T) *loyalty.Engine {
	return compile(t, simple(acrossShop(rt)))
}

// acrossTime draws an instant in, before or after the history.
func acrossTime(rt *rapid.T) time.Time {
	return day("2025-12-20").Add(time.Duration(acrossAny(rt, "at", 24*250)) * time.Hour)
}

// acrossMoment draws an instant at which something may just have happened to a
// lot.
func acrossMoment(rt *rapid.T, accounts []loyalty.Account) time.Time {
	var moments []time.Time
	for _, a := range accounts {
		for e := range a.Entries() {
			for _, at := range []time.Time{e.Opens, e.Closes} {
				if !at.IsZero() {
					moments = append(moments, at)
				}
			}
		}
	}
	if len(moments) == 0 || rapid.Bool().Draw(rt, "any time") {
		return acrossTime(rt)
	}
	return moments[acrossAny(rt, "moment", uint64(len(moments)))]
}

func acrossJSON(t rapid.TB, v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func acrossSeq(members map[string][]loyalty.Event, ids []string) iter.Seq2[string, iter.Seq[loyalty.Event]] {
	return func(yield func(string, iter.Seq[loyalty.Event]) bool) {
		for _, id := range ids {
			if !yield(id, slices.Values(members[id])) {
				return
			}
		}
	}
}
