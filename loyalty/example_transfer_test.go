package loyalty_test

import (
	"errors"
	"fmt"
	"log"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// club is a program whose points live for a year, with rewards for referrals,
// birthdays and the household's parent.
func club() *loyalty.Engine {
	p := simple(func(ed *loyalty.Edition) {
		ed.Life = loyalty.Life{AtOnce: true, Span: retention.Span{Months: 12}}
		ed.Earn = append(ed.Earn,
			loyalty.EarnRule{ID: "parent", Award: dec("20"), When: loyalty.Cond{Tags: []string{"parent"}}},
			loyalty.EarnRule{ID: "brought", On: loyalty.ReferralKind, Award: dec("500"), Life: &loyalty.Life{},
				When: loyalty.Cond{AtLeast: dec("3000")}, Caps: []loyalty.Cap{{Times: 10, Per: loyalty.PerYear}}},
			loyalty.EarnRule{ID: "welcome", On: loyalty.ReferredKind, Award: dec("200")},
			loyalty.EarnRule{ID: "birthday", On: loyalty.BirthdayKind, Award: dec("300")})
	})
	e, err := loyalty.Compile(p, tokyo)
	if err != nil {
		log.Fatal(err)
	}
	return e
}

func clubApply(e *loyalty.Engine, a loyalty.Account, id, date string, data loyalty.Data) loyalty.Account {
	next, _, err := e.Apply(a, loyalty.Event{ID: id, At: day(date), Data: data})
	if err != nil {
		log.Fatal(err)
	}
	return next
}

func ExampleEngine_Transfer() {
	e := club()
	haru := clubApply(e, loyalty.NewAccount("haru"), "o1", "2026-04-01", order("x", "30000"))
	mio := loyalty.NewAccount("mio")

	d, err := e.Transfer(haru, mio, loyalty.Event{ID: "gift", At: day("2026-06-01"), Data: loyalty.Transfer{To: "mio", Points: 120}})
	if err != nil {
		log.Fatal(err)
	}
	for _, x := range d.Entries {
		fmt.Println(x.Account, x.Op, x.Points, x.Ref, "until", retention.DateOf(x.Closes, tokyo))
	}
	// Output:
	// haru send 120 mio until 2027-04-02
	// mio receive 120 haru until 2027-04-02
}

// Two accounts of one person are merged and separated again. Every wallet is
// transferred. If the program has tiers, SetTier gives the better one, and an empty
// SetTier takes it back. The emptied account stays open as long as they may be
// separated.
func ExampleEngine_ApplyTransfer() {
	e := club()
	old := clubApply(e, loyalty.NewAccount("haru@old"), "o1", "2026-04-01", order("x", "30000"))
	haru := clubApply(e, loyalty.NewAccount("haru"), "o2", "2026-05-01", order("y", "10000"))

	merge := loyalty.Event{ID: "merge", At: day("2026-06-01"), Data: loyalty.Transfer{To: "haru"}}
	old, haru, _, err := e.ApplyTransfer(old, haru, merge)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("merged:", old.Balance(merge.At).Available, haru.Balance(merge.At).Available)

	part := loyalty.Event{ID: "part", At: day("2026-06-02"), Data: loyalty.Transfer{To: "haru", Undo: "merge"}}
	old, haru, _, err = e.ApplyTransfer(old, haru, part)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("parted:", old.Balance(part.At).Available, haru.Balance(part.At).Available)
	// Output:
	// merged: 0 400
	// parted: 300 100
}

// A household has an account of its own. Either the orders of its members go to that
// account, each with a tag of who bought, which rules can ask for: then there is one
// balance and one tier from the start. Or everybody keeps an account and transfers
// points to that of the household; when somebody leaves, the transfer is undone.
func Example_household() {
	e := club()
	home := loyalty.NewAccount("tanaka")
	by := func(who string, o loyalty.Order) loyalty.Order {
		o.Tags = []string{who}
		return o
	}
	home = clubApply(e, home, "o1", "2026-04-01", by("parent", order("x", "10000")))
	home = clubApply(e, home, "o2", "2026-04-02", by("child", order("y", "5000")))
	fmt.Println("shared from the start:", home.Balance(day("2026-04-03")).Available)

	haru := clubApply(e, loyalty.NewAccount("haru"), "o1", "2026-04-01", order("z", "8000"))
	join := loyalty.Event{ID: "join", At: day("2026-04-10"), Data: loyalty.Transfer{To: "tanaka"}}
	haru, home, _, err := e.ApplyTransfer(haru, home, join)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("with haru's:", home.Balance(join.At).Available)

	home = clubApply(e, home, "r1", "2026-04-20", loyalty.Redeem{Points: 150})
	leave := loyalty.Event{ID: "leave", At: day("2026-05-01"), Data: loyalty.Transfer{To: "tanaka", Undo: "join"}}
	haru, home, _, err = e.ApplyTransfer(haru, home, leave)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("after haru left:", home.Balance(leave.At).Available, haru.Balance(leave.At).Available)
	// Output:
	// shared from the start: 170
	// with haru's: 250
	// after haru left: 50 50
}

// A member who was brought places an order, which rewards both sides. The reward of the
// referrer is an event like any other, to be applied when convenient.
func Example_referral() {
	e := club()
	haru := loyalty.NewAccount("haru")
	mio := clubApply(e, loyalty.NewAccount("mio"), "enrol", "2026-04-01", loyalty.Enrol{Referrer: "haru"})

	tell := func(id, date string, data loyalty.Data) {
		next, d, err := e.Apply(mio, loyalty.Event{ID: id, At: day(date), Data: data})
		if err != nil {
			log.Fatal(err)
		}
		mio = next
		for _, f := range d.Follow { // stored beside d.Entries, applied by a queue
			next, _, err := e.Apply(haru, f.Event)
			switch {
			case errors.Is(err, loyalty.ErrClosed):
			case err != nil:
				log.Fatal(err)
			default:
				haru = next
			}
		}
		b := haru.Balance(day(date))
		fmt.Printf("%s: mio %d, haru %d and %d pending\n", id, mio.Balance(day(date)).Available, b.Available, b.Pending)
	}
	tell("ordered", "2026-04-02", order("x", "5000"))
	tell("kept", "2026-04-16", loyalty.Settle{Ref: "x"})
	tell("ordered again", "2026-04-20", order("y", "5000"))
	tell("returned after all", "2026-04-25", order("x", "0"))
	// Output:
	// ordered: mio 250, haru 0 and 500 pending
	// kept: mio 250, haru 500 and 0 pending
	// ordered again: mio 300, haru 500 and 0 pending
	// returned after all: mio 50, haru 0 and 0 pending
}

func ExampleEngine_Occasions() {
	e := club()
	a := clubApply(e, loyalty.NewAccount("haru"), "enrol", "2026-04-01", loyalty.Enrol{Birthday: "1996-02-29"})

	for _, ev := range e.Occasions(a, day("2027-02-01"), day("2027-05-01")) {
		next, d, err := e.Apply(a, ev)
		if err != nil {
			log.Fatal(err)
		}
		a = next
		fmt.Println(ev.ID, retention.DateOf(ev.At, tokyo), len(d.Entries) > 0)
	}
	fmt.Println(a.Balance(day("2027-05-01")).Available)
	// Output:
	// birthday/2027 2027-02-28 true
	// anniversary/2027 2027-04-01 true
	// 300
}
