package loyalty_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

// lawBook is a ledger with about every kind of entry in it, and the engine that
// made it.
func lawBook(t testing.TB) (*loyalty.Engine, []loyalty.Entry) {
	t.Helper()
	p := simple(func(ed *loyalty.Edition) {
		tea, limited := loyalty.Life{Span: retention.Span{Days: 5}}, loyalty.Life{AtOnce: true, Span: retention.Span{Exact: 30 * time.Hour}}
		ed.Refund.Shortfall = loyalty.Forgive
		ed.Life.Slides = []string{"review"}
		ed.Life.Span = retention.Span{Months: 1}
		ed.Earn = append(ed.Earn,
			loyalty.EarnRule{ID: "tea", Award: dec("20"), Life: &tea},
			loyalty.EarnRule{ID: "limited", Award: dec("1"), Per: dec("50"), Wallet: "limited", Life: &limited},
			loyalty.EarnRule{ID: "review", On: "review", Award: dec("25")})
	})
	later := p.Editions[0]
	later.ID, later.From, later.Refund.Shortfall = "owe", lawHour(50), loyalty.Owe
	p.Editions = append(p.Editions, later)
	e := compile(t, p)
	a := loyalty.NewAccount("haru")
	for i, x := range []struct {
		hour int64
		data loyalty.Data
	}{
		{0, loyalty.Enrol{Birthday: "02-29", Referrer: "natsu"}},
		{0, order("x", "10000")},                                              // 100 + 20 pending, 200 limited
		{1, loyalty.Redeem{Points: 100}},                                      // e2
		{2, loyalty.Hold{Points: 150, Wallet: "limited", Until: lawHour(20)}}, // e3
		{3, order("x", "5000")},                                               // a claim
		{4, loyalty.Activity{Kind: "review", Ref: "r"}},
		{5, loyalty.Cancel{Redemption: "e2", Points: 80}}, // the claim is met
		{6, loyalty.Commit{Hold: "e3", Points: 100}},
		{7, loyalty.Settle{Kind: "order", Ref: "x"}},
		{8, loyalty.Hold{Points: 10, Until: lawHour(40)}}, // e9, times out
		{9, loyalty.Hold{Points: 10, Until: lawHour(12)}}, // e10
		{10, loyalty.Release{Hold: "e10"}},
		{45, loyalty.Cancel{Redemption: "e7"}}, // a new lot
		{46, loyalty.Adjust{Points: 70, Reason: "sorry"}},
		{47, loyalty.Adjust{Points: -30}},
		{48, loyalty.Extend{Closes: lawHour(2000), Reason: "storm"}},
		{49, order("x", "9000")}, // a claim is given up
		{60, order("y", "20000")},
		{61, loyalty.Redeem{Points: 200}},
		{62, order("y", "100")}, // a debt
		{63, order("y", "3000")},
		{64, loyalty.SetTier{Tier: "", Reason: "none"}},
		{65, loyalty.Redeem{Points: 1, Wallet: "limited"}},
		{66, loyalty.Adjust{Points: 5}},
		{66, loyalty.Redeem{Points: 5}},
		{67, order("x", "0")},    // a claim again
		{68, order("x", "4000")}, // given up
		{69, loyalty.Settle{Kind: "order", Ref: "x"}},
		{900, order("z", "700")},
		{901, loyalty.Close{Reason: "moved away"}},
		{902, order("z", "0")},
	} {
		next, _, err := e.Apply(a, loyalty.Event{ID: fmt.Sprint("e", i), At: lawHour(x.hour), Data: x.data})
		if err != nil && !errors.Is(err, loyalty.ErrInsufficient) {
			t.Fatal(i, err)
		}
		a = next
	}
	return e, slices.Collect(a.Entries())
}

func TestLawBookHasAllKinds(t *testing.T) {
	_, entries := lawBook(t)
	var ops [30]int
	for _, e := range entries {
		ops[e.Op]++
	}
	for op := loyalty.OpNote; op <= loyalty.OpClose; op++ {
		if ops[op] == 0 && op != loyalty.OpSend && op != loyalty.OpReceive {
			t.Errorf("no %v in %v", op, ops)
		}
	}
}

// lawSound wants an account to be of use, whatever entries it was made of: no
// number below zero, every lot and balance adding up, no panic.
func lawSound(t testing.TB, e *loyalty.Engine, a loyalty.Account) {
	t.Helper()
	for _, at := range []time.Time{{}, lawStart, lawHour(30), a.Posted(), lawHour(2000), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), time.UnixMicro(math.MaxInt64), time.Unix(1<<60, 0)} {
		for _, name := range a.Wallets() {
			b := a.Wallet(name).Balance(at)
			for _, n := range []loyalty.Points{b.Available, b.Pending, b.Held, b.Debt, b.Earned, b.Received, b.Spent, b.Sent, b.Lapsed, b.Clawed} {
				if n < 0 {
					t.Fatalf("at %v: below zero: %+v", at, b)
				}
			}
			if b.Earned+b.Received+b.Debt != b.Available+b.Pending+b.Held+b.Spent+b.Sent+b.Lapsed+b.Clawed {
				t.Fatalf("L2 at %v: %+v", at, b)
			}
			for _, l := range a.Wallet(name).Lots(at) {
				if l.Granted != l.Remaining+l.Held+l.Spent+l.Sent+l.Lapsed+l.Clawed+l.Repaid || min(l.Granted, l.Remaining, l.Held, l.Spent, l.Sent, l.Lapsed, l.Clawed, l.Repaid) < 0 {
					t.Fatalf("L1 at %v: %+v", at, l)
				}
			}
			a.Wallet(name).Lapsing(at, at.AddDate(1, 0, 0))
		}
	}
	for i, x := range []loyalty.Data{
		order("x", "0"), order("y", "123456"), loyalty.Activity{Kind: "review", Ref: "r", Void: true}, loyalty.Cancel{Redemption: "e2"}, loyalty.Commit{Hold: "e9"},
		loyalty.Redeem{Points: 1}, loyalty.Settle{Ref: "x"}, loyalty.Extend{}, loyalty.Close{},
	} {
		d, err := e.Decide(a, loyalty.Event{ID: fmt.Sprint("sound", i), At: lawHour(1000), Data: x})
		if err == nil {
			if _, err := a.Append(d.Entries...); err != nil {
				t.Fatalf("%+v: %v", x, err)
			}
		}
	}
}

// A row that is not the one that was written is found out where anything
// depends on it.
func TestFoldRefuses(t *testing.T) {
	e, entries := lawBook(t)
	fold := func(t *testing.T, entries []loyalty.Entry) error {
		t.Helper()
		a, err := loyalty.Fold("haru", entries)
		var at *loyalty.EntryError
		switch {
		case err == nil:
			lawSound(t, e, a)
		case !errors.As(err, &at) || at.Account != "haru" || a != (loyalty.Account{}):
			t.Errorf("%#v, and an account %+v", err, a)
		}
		return err
	}
	if err := fold(t, entries); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		reason string
		change func(e *loyalty.Entry) // does nothing where it need not be found out
	}{
		{"another account", func(e *loyalty.Entry) { e.Account = "natsu" }},
		{"a gap", func(e *loyalty.Entry) { e.Seq++ }},
		{"twice", func(e *loyalty.Entry) { e.Seq-- }},
		{"another line", func(e *loyalty.Entry) { e.Line++ }},
		{"no line", func(e *loyalty.Entry) { e.Line = 0 }},
		{"before the one above", func(e *loyalty.Entry) {
			if e.Seq > 1 {
				e.Posted = lawStart.Add(-time.Hour)
			}
		}},
		{"apart from its event", func(e *loyalty.Entry) {
			if e.Line > 1 {
				e.Posted = e.Posted.Add(time.Microsecond)
			}
		}},
		{"never posted", func(e *loyalty.Entry) { e.Posted = time.Time{} }},
		{"posted beyond all years", func(e *loyalty.Entry) { e.Posted = time.Unix(1<<62, 0) }},
		{"points below zero", func(e *loyalty.Entry) { e.Points = -1 }},
		{"the points of somebody else", func(e *loyalty.Entry) {
			if e.Points > 0 && e.Op != loyalty.OpGrant {
				e.Points += 1e9
			}
		}},
		{"no such operation", func(e *loyalty.Entry) { e.Op = 99 }},
		{"no operation", func(e *loyalty.Entry) { e.Op = 0 }},
		{"no such lot", func(e *loyalty.Entry) {
			if e.Lot > 0 && e.Op != loyalty.OpGrant {
				e.Lot = 1
			}
		}},
		{"a lot of another wallet", func(e *loyalty.Entry) {
			if e.Lot > 0 && e.Op != loyalty.OpGrant {
				e.Wallet += "elsewhere"
			}
		}},
		{"no such redemption, hold or deed", func(e *loyalty.Entry) {
			if e.Ref != "" && !slices.Contains([]loyalty.Op{loyalty.OpDeed, loyalty.OpEnrol, loyalty.OpSpend, loyalty.OpHold}, e.Op) {
				e.Ref = "nobody"
			}
		}},
		{"no such kind of deed", func(e *loyalty.Entry) {
			if e.Kind != "" && e.Op != loyalty.OpDeed {
				e.Kind = "no kind"
			}
		}},
		{"no rule", func(e *loyalty.Entry) {
			if e.Kind != "" && e.Points > 0 {
				e.Rule = ""
			}
		}},
		{"an earlier event's", func(e *loyalty.Entry) {
			if e.Seq > 2 {
				e.Cause = "e0"
			}
		}},
		{"another event with the same ID", func(e *loyalty.Entry) {
			if e.Line > 1 {
				e.Digest++
			}
		}},
		{"booked what time has not brought", func(e *loyalty.Entry) {
			if e.Lot > 0 {
				e.Cause = "time@1"
			}
		}},
		{"an amount of too many digits", func(e *loyalty.Entry) {
			if e.Op == loyalty.OpDeed || e.Op == loyalty.OpCount {
				e.Quantity = decimal.New(1, math.MaxInt32)
			}
		}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			tried := 0
			for i := range entries {
				changed := slices.Clone(entries)
				if test.change(&changed[i]); changed[i] == entries[i] {
					continue
				}
				tried++
				if fold(t, changed) == nil {
					t.Errorf("%+v", changed[i])
				}
			}
			if tried == 0 {
				t.Error("nothing was tried")
			}
		})
	}
	for i := range entries {
		if i < len(entries)-1 && fold(t, slices.Delete(slices.Clone(entries), i, i+1)) == nil {
			t.Errorf("without entry %d", i+1)
		}
		if fold(t, slices.Insert(slices.Clone(entries), i, entries[i])) == nil {
			t.Errorf("entry %d twice", i+1)
		}
		if j := (i + 1) % len(entries); i != j {
			swapped := slices.Clone(entries)
			swapped[i], swapped[j] = swapped[j], swapped[i]
			if fold(t, swapped) == nil {
				t.Errorf("entries %d and %d swapped", i+1, j+1)
			}
		}
	}
}

// A redemption or hold gives back what it took, not what another took of the
// same lot.
func TestFoldRefusesOthersPoints(t *testing.T) {
	s := edgeBegin(t, simple()).then(loyalty.Adjust{Points: 100})
	s.then(loyalty.Redeem{Points: 10}).then(loyalty.Redeem{Points: 20}).then(loyalty.Hold{Points: 10, Until: lawHour(99)}).then(loyalty.Hold{Points: 20, Until: lawHour(99)})
	for _, back := range []loyalty.Data{loyalty.Cancel{Redemption: "2"}, loyalty.Release{Hold: "4"}, loyalty.Commit{Hold: "4"}} {
		d, err := s.engine.Decide(s.account, loyalty.Event{ID: "back", At: s.now, Data: back})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.account.Append(d.Entries...); err != nil {
			t.Errorf("%+v: %v", back, err)
		}
		d.Entries[0].Points++
		if _, err := s.account.Append(d.Entries...); !errors.Is(err, loyalty.ErrEntry) {
			t.Errorf("%+v: more than it took: %v", back, err)
		}
	}
}

// lawMutate changes a field of an entry, as two bytes say.
func lawMutate(e *loyalty.Entry, field, value byte) {
	texts := []string{"", "x", "y", "z", "e0", "e2", "e3", "e7", "e9", "limited", "order", "review", "base", "tea", "haru", "\xff", "time@1", "spend"}
	times := []time.Time{{}, lawStart, lawHour(5), lawHour(40), lawHour(61), lawHour(950), lawHour(-1e5), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), time.Unix(1<<60, 0), time.UnixMicro(math.MaxInt64)}
	numbers := []int64{0, 1, -1, 2, 7, 20, 50, 100, 200, 1 << 62, math.MaxInt64, math.MinInt64}
	amounts := []decimal.Decimal{{}, dec("1"), dec("-1"), dec("10000"), dec("999999999999999999"), decimal.New(1, math.MaxInt32), decimal.New(1, math.MinInt32)}
	text, at, number := texts[int(value)%len(texts)], times[int(value)%len(times)], numbers[int(value)%len(numbers)]
	switch field % 18 {
	case 0:
		e.Op = loyalty.Op(value % 28)
	case 1:
		e.Points = loyalty.Points(number)
	case 2:
		e.Points += loyalty.Points(value)
	case 3:
		e.Lot = uint64(value)
	case 4:
		e.Lot = uint64(number)
	case 5:
		e.Wallet = text
	case 6:
		e.Opens = at
	case 7:
		e.Closes = at
	case 8:
		e.Ref = text
	case 9:
		e.Kind = text
	case 10:
		e.Rule = text
	case 11:
		e.Cause = text
	case 12:
		e.At = at
	case 13:
		e.Posted = at
	case 14:
		e.Quantity = amounts[int(value)%len(amounts)]
	case 15:
		e.Metric, e.Tier, e.Edition, e.First = text, text, text, !e.First
	case 16:
		e.Closes = e.Posted.Add(time.Duration(value) * time.Hour)
	case 17:
		e.Line, e.Seq, e.Digest = int(number), uint64(number), number
	}
}

// lawRenumber lets mutated entries pass for a ledger in sequence.
func lawRenumber(entries []loyalty.Entry) {
	for i := range entries {
		e := &entries[i]
		e.Seq, e.Line = uint64(i+1), 1
		if i > 0 && entries[i-1].Cause == e.Cause {
			e.Line = entries[i-1].Line + 1
		}
	}
}

func FuzzFold(f *testing.F) {
	e, entries := lawBook(f)
	f.Add([]byte{})
	for i := range byte(22) { // a single mutation of each kind
		f.Add([]byte{1, 3 * i, i, i})
		f.Add([]byte{0, 5 * i, i, 9, 7 + i, 3, 12})
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || len(data) > 40 {
			return
		}
		changed := slices.Clone(entries)
		for m := data[1:]; len(m) >= 3 && len(changed) > 1; m = m[3:] {
			i := int(m[0]) % len(changed)
			switch m[1] % 22 {
			default:
				lawMutate(&changed[i], m[1]%22, m[2])
			case 18:
				changed = slices.Delete(changed, i, i+1)
			case 19:
				changed = slices.Insert(changed, i, changed[i])
			case 20:
				j := int(m[2]) % len(changed)
				changed[i], changed[j] = changed[j], changed[i]
			case 21:
				changed = changed[:i+1]
			}
		}
		if data[0]%2 == 1 {
			lawRenumber(changed)
		}
		a, err := loyalty.Fold("haru", changed)
		var at *loyalty.EntryError
		if err != nil {
			if !errors.As(err, &at) {
				t.Fatalf("%#v", err)
			}
			return
		}
		lawSound(t, e, a)
	})
}
