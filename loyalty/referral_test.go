package loyalty_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// bringing rewards both sides of a referral: 500 points for who brings, for a
// first order of 3,000 or more and twice a month at most, and 200 for who is
// brought. Points open when the order is final.
func bringing(t testing.TB, change ...func(*loyalty.Edition)) *loyalty.Engine {
	return compile(t, simple(append([]func(*loyalty.Edition){func(ed *loyalty.Edition) {
		ed.Life.AtOnce = false
		ed.Earn = []loyalty.EarnRule{
			{ID: "brought", On: loyalty.ReferralKind, Award: dec("500"), When: loyalty.Cond{AtLeast: dec("3000")}, Caps: []loyalty.Cap{{Times: 2, Per: loyalty.PerMonth}}},
			{ID: "welcome", On: loyalty.ReferredKind, Award: dec("200")},
		}
	}}, change...)...))
}

// told applies an event of a member and passes on what it says to the referrer.
func told(t testing.TB, e *loyalty.Engine, member, referrer loyalty.Account, id string, at time.Time, data loyalty.Data) (loyalty.Account, loyalty.Account) {
	t.Helper()
	member, d, err := e.Apply(member, loyalty.Event{ID: id, At: at, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range d.Follow {
		if f.Account != referrer.ID() {
			t.Fatalf("told %s instead of %s", f.Account, referrer.ID())
		}
		if referrer, _, err = e.Apply(referrer, f.Event); err != nil {
			t.Fatal(err)
		}
	}
	return member, referrer
}

func brought(t testing.TB, e *loyalty.Engine, id string) loyalty.Account {
	return apply(t, e, loyalty.NewAccount(id), "enrol", movingStart, loyalty.Enrol{Referrer: "ann"})
}

func TestReferralOfBothSides(t *testing.T) {
	e := bringing(t)
	ann, ben := loyalty.NewAccount("ann"), brought(t, e, "ben")
	for i, c := range []struct {
		reason   string
		data     loyalty.Data
		ann, ben loyalty.Balance
	}{
		{"pending until the order is final", order("x", "5000"), loyalty.Balance{Pending: 500, Earned: 500}, loyalty.Balance{Pending: 200, Earned: 200}},
		{"a second order brings nothing", order("y", "9000"), loyalty.Balance{Pending: 500, Earned: 500}, loyalty.Balance{Pending: 200, Earned: 200}},
		{"less than the minimum", order("x", "2900"), loyalty.Balance{Earned: 500, Clawed: 500}, loyalty.Balance{Pending: 200, Earned: 200}},
		{"the minimum again", order("x", "3000"), loyalty.Balance{Pending: 500, Earned: 1000, Clawed: 500}, loyalty.Balance{Pending: 200, Earned: 200}},
		{"final", loyalty.Settle{Ref: "x"}, loyalty.Balance{Available: 500, Earned: 1000, Clawed: 500}, loyalty.Balance{Available: 200, Earned: 200}},
		{"final once more", loyalty.Settle{Ref: "x"}, loyalty.Balance{Available: 500, Earned: 1000, Clawed: 500}, loyalty.Balance{Available: 200, Earned: 200}},
		{"returned after all", order("x", "0"), loyalty.Balance{Earned: 1000, Clawed: 1000}, loyalty.Balance{Earned: 200, Clawed: 200}},
	} {
		at := movingAt(i + 1)
		ben, ann = told(t, e, ben, ann, fmt.Sprint(i), at, c.data)
		if diff := cmp.Diff(c.ann, ann.Balance(at)); diff != "" {
			t.Errorf("%s: referrer (-want +got):\n%s", c.reason, diff)
		}
		if diff := cmp.Diff(c.ben, ben.Balance(at)); diff != "" {
			t.Errorf("%s: member (-want +got):\n%s", c.reason, diff)
		}
	}
}

// An order that is said to be final when it is said again opens both sides'
// points.
func TestReferralSettledByTheOrder(t *testing.T) {
	e := bringing(t)
	ann, ben := loyalty.NewAccount("ann"), brought(t, e, "ben")
	ben, ann = told(t, e, ben, ann, "1", movingAt(1), order("x", "5000"))
	final := order("x", "5000")
	final.Settled = true
	_, ann = told(t, e, ben, ann, "2", movingAt(2), final)
	if got := ann.Balance(movingAt(2)); got.Available != 500 {
		t.Errorf("referrer: %+v, want 500 available", got)
	}
	if l := ann.Lots(movingAt(2))[0]; !l.Opens.Equal(movingAt(2)) || !l.At.Equal(movingAt(1)) {
		t.Errorf("lot of %v opened at %v", l.At, l.Opens)
	}
}

func TestReferralIsLimitedPerReferrer(t *testing.T) {
	e := bringing(t)
	ann := loyalty.NewAccount("ann")
	var members []loyalty.Account
	for i := range 4 {
		at := movingAt(i)
		if i == 3 {
			at = day("2026-05-01") // another month
		}
		m, told := told(t, e, brought(t, e, fmt.Sprint("m", i)), ann, "o", at, order("x", "5000"))
		members, ann = append(members, m), told
	}
	at := day("2026-05-02")
	if got := ann.Balance(at).Pending; got != 1500 {
		t.Fatalf("two in April and one in May: %d points", got)
	}
	members[0], ann = told(t, e, members[0], ann, "v", at, order("x", "0"))
	if got := ann.Balance(at).Pending; got != 1000 {
		t.Fatalf("one returned: %d points", got)
	}
	_, ann = told(t, e, members[2], ann, "e", at, order("x", "5100")) // of April as well
	if got := ann.Balance(at).Pending; got != 1500 {
		t.Errorf("room in April again: %d points", got)
	}
	_, ann = told(t, e, members[0], ann, "again", at, order("x", "5000"))
	if got := ann.Balance(at).Pending; got != 1500 {
		t.Errorf("the room was used: %d points", got)
	}
}

func TestNobodyBringsThemselves(t *testing.T) {
	e := bringing(t)
	ann := loyalty.NewAccount("ann")
	if _, err := e.Decide(ann, loyalty.Event{ID: "e", At: movingStart, Data: loyalty.Enrol{Referrer: "ann"}}); !errors.Is(err, loyalty.ErrEvent) {
		t.Errorf("enrolled by oneself: %v", err)
	}
	of := func(a loyalty.Account, member string) loyalty.Reason {
		d, err := e.Decide(a, loyalty.Event{ID: "r", At: movingAt(9), Data: loyalty.Referral{Member: member, Order: "x", Amount: dec("5000")}})
		if err != nil || len(d.Steps) != 2 || d.Steps[1].Why != loyalty.OtherDeed {
			t.Fatalf("%+v, %v", d, err)
		}
		return d.Steps[0].Why
	}
	if why := of(ann, "ann"); why != loyalty.InCircle {
		t.Errorf("oneself: %v", why)
	}
	ben := brought(t, e, "ben")
	if why := of(ben, "ann"); why != loyalty.InCircle {
		t.Errorf("who brought ben: %v", why)
	}
	if why := of(ben, "cy"); why != loyalty.Granted {
		t.Errorf("another: %v", why)
	}
}

// What was granted before the circle was closed is still taken back with the
// order.
func TestReturnInALaterCircle(t *testing.T) {
	e := bringing(t)
	ann, ben := loyalty.NewAccount("ann"), brought(t, e, "ben")
	ben, ann = told(t, e, ben, ann, "1", movingAt(1), order("x", "5000"))
	ann = apply(t, e, ann, "enrol", movingAt(2), loyalty.Enrol{Referrer: "ben"})
	_, ann = told(t, e, ben, ann, "2", movingAt(3), order("x", "0"))
	if got := ann.Balance(movingAt(3)); got.Pending != 0 || got.Clawed != 500 {
		t.Errorf("%+v, want nothing left", got)
	}
}

func TestReferrerWhoClosed(t *testing.T) {
	e := bringing(t)
	ann, ben := loyalty.NewAccount("ann"), brought(t, e, "ben")
	gone := apply(t, e, ann, "c", movingAt(1), loyalty.Close{})
	ben, d, err := e.Apply(ben, loyalty.Event{ID: "1", At: movingAt(2), Data: order("x", "5000")})
	if err != nil || len(d.Follow) != 1 {
		t.Fatalf("%+v, %v", d.Follow, err)
	}
	if _, err := e.Decide(gone, d.Follow[0].Event); !errors.Is(err, loyalty.ErrClosed) {
		t.Errorf("a closed account earns: %v", err)
	}
	// Who closes after it still has the reward taken back.
	ann, _, err = e.Apply(ann, d.Follow[0].Event)
	if err != nil {
		t.Fatal(err)
	}
	ann = apply(t, e, ann, "c", movingAt(3), loyalty.Close{})
	if _, ann = told(t, e, ben, ann, "2", movingAt(4), order("x", "0")); ann.Balance(movingAt(4)).Pending != 0 {
		t.Error("points of a closed account")
	}
}

// The first order is returned, the next is the first again, and then the first
// is delivered after all: one of them stands at every moment, and one reward.
func TestReferralOfSeveralFirstOrders(t *testing.T) {
	e := bringing(t)
	ann, ben := loyalty.NewAccount("ann"), brought(t, e, "ben")
	for i, c := range []struct {
		order, yen string
		want       loyalty.Points
	}{{"x", "5000", 500}, {"x", "0", 0}, {"y", "5000", 500}, {"x", "4000", 500}, {"x", "0", 500}, {"y", "0", 0}} {
		ben, ann = told(t, e, ben, ann, fmt.Sprint(i), movingAt(i), order(c.order, c.yen))
		if got := ann.Balance(movingAt(i)).Pending; got != c.want {
			t.Errorf("%d: order %s is now %s: %d points, want %d", i, c.order, c.yen, got, c.want)
		}
	}
}

// What was final of the first order does not make the next final.
func TestReferralOfANextOrderWaits(t *testing.T) {
	e := bringing(t)
	ann, ben := loyalty.NewAccount("ann"), brought(t, e, "ben")
	for i, c := range []struct {
		reason string
		data   loyalty.Data
		want   loyalty.Balance
	}{
		{"first", order("x", "5000"), loyalty.Balance{Pending: 500, Earned: 500}},
		{"final", loyalty.Settle{Ref: "x"}, loyalty.Balance{Available: 500, Earned: 500}},
		{"returned", order("x", "0"), loyalty.Balance{Earned: 500, Clawed: 500}},
		{"the next", order("y", "5000"), loyalty.Balance{Pending: 500, Earned: 1000, Clawed: 500}},
		{"final", loyalty.Settle{Ref: "y"}, loyalty.Balance{Available: 500, Earned: 1000, Clawed: 500}},
	} {
		ben, ann = told(t, e, ben, ann, fmt.Sprint(i), movingAt(i), c.data)
		if diff := cmp.Diff(c.want, ann.Balance(movingAt(i))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.reason, diff)
		}
	}
}

// The first order tells when the referral was, even one that is returned: what
// comes of the next is valued by the same rules in any order.
func TestReferralHasOneTime(t *testing.T) {
	p := simple(func(ed *loyalty.Edition) {
		ed.Earn = []loyalty.EarnRule{{ID: "brought", On: loyalty.ReferralKind, Award: dec("500")}}
	})
	later := p.Editions[0]
	later.ID, later.From = "later", movingAt(40)
	later.Earn = []loyalty.EarnRule{{ID: "brought", On: loyalty.ReferralKind, Award: dec("9")}}
	p.Editions = append(p.Editions, later)
	e := compile(t, p)
	ben := brought(t, e, "ben")
	var follow []loyalty.Event
	for i, o := range []loyalty.Order{order("x", "5000"), order("x", "0"), order("y", "5000"), order("x", "7000")} {
		next, d, err := e.Apply(ben, loyalty.Event{ID: fmt.Sprint(i), At: movingAt(20 * i), Data: o})
		if err != nil || len(d.Follow) != min(1, 3-i) { // the last is not the first any more
			t.Fatalf("%+v, %v", d.Follow, err)
		}
		ben = next
		for _, f := range d.Follow {
			follow = append(follow, f.Event)
		}
	}
	for _, turn := range [][]int{{0, 1, 2}, {2, 1, 0}, {2, 0, 1}, {1, 2, 0}} {
		ann := loyalty.NewAccount("ann")
		for _, i := range turn {
			next, _, err := e.Apply(ann, follow[i])
			if err != nil {
				t.Fatal(err)
			}
			ann = next
		}
		if got := ann.Balance(movingAt(100)).Available; got != 500 {
			t.Errorf("told in the order %v: %d points, want 500", turn, got)
		}
	}
	last := follow[2].Data.(loyalty.Referral)
	if last.Order != "y" || !last.Amount.Equal(dec("5000")) {
		t.Errorf("told of order %s of %v: the first is y of 5000", last.Order, last.Amount)
	}
}

// Members and events may have any name: what they say to one referrer has an ID
// each.
func TestFollowIDsDoNotCollide(t *testing.T) {
	e := bringing(t)
	seen := map[string]string{}
	for _, c := range [][2]string{{"a", "b/c"}, {"a/b", "c"}, {"a/b/4", "c"}} {
		_, d, err := e.Apply(brought(t, e, c[0]), loyalty.Event{ID: c[1], At: movingAt(1), Data: order("x", "5000")})
		if err != nil {
			t.Fatal(err)
		}
		id := d.Follow[0].Event.ID
		if other, taken := seen[id]; taken {
			t.Errorf("%q: members %q and %q", id, other, c[0])
		}
		seen[id] = c[0]
	}
}

// What is said by hand is the newest, and does not make older news new.
func TestReferralByHand(t *testing.T) {
	e := bringing(t)
	ann := loyalty.NewAccount("ann")
	for _, c := range []struct {
		version uint64
		yen     string
		want    loyalty.Points
	}{{5, "5000", 500}, {0, "0", 0}, {4, "5000", 0}, {5, "5000", 500}, {4, "0", 500}, {6, "0", 0}} {
		id := fmt.Sprint(c.version, " ", c.yen, " ", ann.Seq())
		ann = apply(t, e, ann, id, movingStart, loyalty.Referral{Member: "ben", Order: "x", Amount: dec(c.yen), Version: c.version})
		if got := ann.Balance(movingStart).Pending; got != c.want {
			t.Errorf("version %d of %s: %d points, want %d", c.version, c.yen, got, c.want)
		}
	}
}

// Follow events reach the referrer late, more than once and in any order: where
// they have all arrived the same is there.
func TestFollowInAnyOrder(t *testing.T) {
	p := simple(func(ed *loyalty.Edition) {
		ed.Life.AtOnce = false
		ed.Earn = []loyalty.EarnRule{{ID: "brought", On: loyalty.ReferralKind, Award: dec("1"), Per: dec("100"), When: loyalty.Cond{AtLeast: dec("300")}}}
	})
	second := p.Editions[0]
	second.ID, second.From = "later", movingAt(40)
	second.Earn = []loyalty.EarnRule{{ID: "brought", On: loyalty.ReferralKind, Award: dec("7"), Per: dec("100")}}
	p.Editions = append(p.Editions, second)
	e := compile(t, p)
	rapid.Check(t, func(t *rapid.T) {
		var follow []loyalty.Event
		members := []loyalty.Account{}
		for i := range 2 {
			m, _, err := e.Apply(loyalty.NewAccount(fmt.Sprint("m", i)), loyalty.Event{ID: "enrol", At: movingStart, Data: loyalty.Enrol{Referrer: "ann"}})
			if err != nil {
				t.Fatal(err)
			}
			members = append(members, m)
		}
		for i := range 1 + acrossAny(t, "events", 20) {
			m := &members[rapid.IntRange(0, 1).Draw(t, "member")]
			ref := lawAny(t, "order", []string{"x", "y"})
			o := order(ref, lawAny(t, "yen", []string{"0", "0", "200", "300", "900"}))
			o.Settled = acrossAny(t, "settled", 4) == 0
			var data loyalty.Data = o
			if acrossAny(t, "settle", 4) == 0 {
				data = loyalty.Settle{Ref: ref}
			}
			at := movingAt(5*i - acrossAny(t, "late", 13))
			next, d, err := e.Apply(*m, loyalty.Event{ID: fmt.Sprint(i), At: at, Posted: movingAt(5 * i), Data: data})
			if errors.Is(err, loyalty.ErrUnknown) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			*m = next
			for _, f := range d.Follow {
				follow = append(follow, f.Event)
			}
		}
		deliver := func(events []loyalty.Event) loyalty.Account {
			ann := loyalty.NewAccount("ann")
			for _, ev := range events {
				next, d, err := e.Apply(ann, ev)
				if err != nil {
					t.Fatal(err)
				}
				ann = next
				if !d.Duplicate && len(d.Steps) != 1 {
					t.Fatalf("%d steps of 1 rule", len(d.Steps))
				}
			}
			return ann
		}
		straight := deliver(follow)
		mixed := rapid.Permutation(append(follow, follow[:rapid.IntRange(0, len(follow)).Draw(t, "twice")]...)).Draw(t, "order")
		shuffled := deliver(mixed)
		for _, hours := range []int{100, 200} {
			a, b := straight.Balance(movingAt(hours)), shuffled.Balance(movingAt(hours))
			if a.Available+a.Pending != b.Available+b.Pending {
				t.Fatalf("in order: %+v\nshuffled: %+v", a, b)
			}
		}
		// The twin: what the last state of each member deserves.
		want := loyalty.Points(0)
		for _, m := range members {
			want += standingReferral(m)
		}
		if b := straight.Balance(movingAt(100)); b.Available+b.Pending != want {
			t.Fatalf("%+v, want %d points", b, want)
		}
	})
}

// standingReferral counts by hand what a member is worth to the referrer.
func standingReferral(m loyalty.Account) loyalty.Points {
	amounts := map[string]loyalty.Entry{}
	var firsts []string
	for x := range m.Entries() {
		if x.Op != loyalty.OpDeed || !x.First {
			continue
		}
		if _, known := amounts[x.Ref]; !known {
			firsts = append(firsts, x.Ref)
		}
		amounts[x.Ref] = x
	}
	if len(firsts) == 0 {
		return 0
	}
	later := !amounts[firsts[0]].At.Before(movingAt(40))
	for _, ref := range firsts {
		if n := amounts[ref].Quantity; n.Sign() > 0 && later {
			return 7 * loyalty.Points(n.IntPart()/100)
		} else if n.Sign() > 0 && n.IntPart() >= 300 {
			return loyalty.Points(n.IntPart() / 100)
		} else if n.Sign() > 0 {
			return 0
		}
	}
	return 0
}
