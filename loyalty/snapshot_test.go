package loyalty_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// faultsStoredEngine is one whose ledgers have most operations in them.
func faultsStoredEngine(t testing.TB) *loyalty.Engine {
	return compile(t, simple(func(ed *loyalty.Edition) {
		ed.Life = loyalty.Life{Span: retention.Span{Months: 2}, Slides: []string{"review"}}
		ed.Settle = retention.Span{Days: 14}
		ed.Earn = append(ed.Earn,
			loyalty.EarnRule{ID: "double", Times: dec("2"), When: loyalty.Cond{Tags: []string{"app"}}},
			loyalty.EarnRule{ID: "review", On: "review", Award: dec("50"), Wallet: "limited", Life: &loyalty.Life{AtOnce: true, Span: retention.Span{Days: 30}}},
		)
		ed.Refund.Shortfall = loyalty.Owe
	}))
}

// faultsDrawStored draws an account with a history.
func faultsDrawStored(t *rapid.T, e *loyalty.Engine, id string) loyalty.Account {
	a := loyalty.NewAccount(id)
	at := day("2026-01-01")
	holds, takes := []string{"0"}, []string{"0"}
	for i := range acrossAny(t, "events", 31) {
		at = at.Add(time.Duration(lawAny(t, "later", []int{0, 1, 3600e6, 86400e6, 10 * 86400e6, 40 * 86400e6})) * time.Microsecond)
		ref := fmt.Sprint("o", acrossAny(t, "ref", 4))
		points := loyalty.Points(rapid.IntRange(0, 60).Draw(t, "points"))
		var data loyalty.Data
		switch acrossAny(t, "event", 13) {
		case 0, 1, 2, 3:
			data = loyalty.Order{ID: ref, Lines: []loyalty.Line{{Amount: faultsDrawMoney(t).Abs()}}, Tags: []string{"app"}, Settled: rapid.Bool().Draw(t, "settled")}
		case 4:
			data = loyalty.Order{ID: ref}
		case 5:
			data = loyalty.Activity{Kind: "review", Ref: ref, Counts: map[string]loyalty.Money{"nights": faultsDrawMoney(t).Abs()}}
		case 6:
			data, takes = loyalty.Redeem{Points: points, Order: ref}, append(takes, fmt.Sprint(i))
		case 7:
			data, holds = loyalty.Hold{Points: points, Until: at.AddDate(0, 0, 30)}, append(holds, fmt.Sprint(i))
		case 8:
			data = loyalty.Cancel{Redemption: lawAny(t, "redemption", takes)}
		case 9:
			data, takes = loyalty.Commit{Hold: lawAny(t, "hold", holds), Points: points / 4}, append(takes, fmt.Sprint(i))
		case 10:
			data = loyalty.Adjust{Points: points + 1, Reason: faultsDrawText(t)}
		case 11:
			data = loyalty.Extend{Closes: at.AddDate(1, 0, 0)}
		case 12:
			data = loyalty.Enrol{Birthday: "02-29", Referrer: "aki"}
		}
		if next, _, err := e.Apply(a, loyalty.Event{ID: fmt.Sprint(i), At: at, Data: data}); err == nil {
			a = next
		}
	}
	return a
}

func faultsSnapshotOf(t rapid.TB, a loyalty.Account) []byte {
	data, err := a.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// faultsSameAccount compares all that accounts can be asked.
func faultsSameAccount(t rapid.TB, want, got loyalty.Account) {
	if want.ID() != got.ID() || want.Seq() != got.Seq() || want.Closed() != got.Closed() || !want.Posted().Equal(got.Posted()) {
		t.Fatalf("got account %q of %d entries, want %q of %d", got.ID(), got.Seq(), want.ID(), want.Seq())
	}
	if diff := cmp.Diff(slices.Collect(want.Entries()), slices.Collect(got.Entries())); diff != "" {
		t.Fatalf("entries (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want.Wallets(), got.Wallets()); diff != "" {
		t.Fatalf("wallets (-want +got):\n%s", diff)
	}
	for _, wallet := range want.Wallets() {
		for _, at := range []time.Time{want.Posted(), day("2026-02-01"), day("2030-01-01")} {
			if diff := cmp.Diff(want.Wallet(wallet).Lots(at), got.Wallet(wallet).Lots(at)); diff != "" {
				t.Fatalf("lots at %v (-want +got):\n%s", at, diff)
			}
			if diff := cmp.Diff(want.Wallet(wallet).Balance(at), got.Wallet(wallet).Balance(at)); diff != "" {
				t.Fatalf("balance at %v (-want +got):\n%s", at, diff)
			}
		}
	}
}

func TestSnapshotRoundTrip(t *testing.T) {
	e := faultsStoredEngine(t)
	rapid.Check(t, func(t *rapid.T) {
		a := faultsDrawStored(t, e, faultsDrawText(t))
		data := faultsSnapshotOf(t, a)
		var got loyalty.Account
		if err := got.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		faultsSameAccount(t, a, got)
		// The same entries have the same bytes, in whatever pieces they came.
		whole, err := loyalty.Fold(a.ID(), slices.Collect(a.Entries()))
		if err != nil {
			t.Fatal(err)
		}
		if again := faultsSnapshotOf(t, whole); string(again) != string(data) {
			t.Fatal("the same entries have other bytes")
		}
		if added, err := a.AppendBinary([]byte("before")); err != nil || string(added) != "before"+string(data) {
			t.Fatalf("appended: %v", err)
		}
	})
}

// L21: a snapshot and the tail are the full fold.
func TestSnapshotAndTail(t *testing.T) {
	e := faultsStoredEngine(t)
	rapid.Check(t, func(t *rapid.T) {
		a := faultsDrawStored(t, e, "haru")
		all := slices.Collect(a.Entries())
		cut := rapid.IntRange(0, len(all)).Draw(t, "cut")
		head, err := loyalty.Fold("haru", slices.Clone(all[:cut]))
		if err != nil {
			t.Fatal(err)
		}
		var got loyalty.Account
		if err := got.UnmarshalBinary(faultsSnapshotOf(t, head)); err != nil {
			t.Fatal(err)
		}
		if got, err = got.Append(all[cut:]...); err != nil {
			t.Fatal(err)
		}
		faultsSameAccount(t, a, got)
		if string(faultsSnapshotOf(t, a)) != string(faultsSnapshotOf(t, got)) {
			t.Fatal("they have other bytes")
		}
	})
}

// An engine goes on from a snapshot as from the account itself.
func TestSnapshotGoesOn(t *testing.T) {
	e := faultsStoredEngine(t)
	rapid.Check(t, func(t *rapid.T) {
		a := faultsDrawStored(t, e, "haru")
		var b loyalty.Account
		if err := b.UnmarshalBinary(faultsSnapshotOf(t, a)); err != nil {
			t.Fatal(err)
		}
		ev := loyalty.Event{ID: rapid.SampledFrom([]string{"new", "1"}).Draw(t, "id"), At: day("2026-06-01"), Data: faultsDrawData(t)}
		want, err1 := e.Decide(a, ev)
		got, err2 := e.Decide(b, ev)
		if fmt.Sprint(err1) != fmt.Sprint(err2) {
			t.Fatalf("got %v, want %v", err2, err1)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateComparable(retention.Amount{})); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// Bytes that were changed are refused, or another account's.
func TestSnapshotOfChangedBytes(t *testing.T) {
	e := faultsStoredEngine(t)
	rapid.Check(t, func(t *rapid.T) {
		data := faultsSnapshotOf(t, faultsDrawStored(t, e, "haru"))
		i := rapid.IntRange(0, len(data)-1).Draw(t, "place")
		switch rapid.IntRange(0, 2).Draw(t, "change") {
		case 0:
			data[i] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		case 1:
			data = data[:i]
		case 2:
			data = slices.Insert(data, i, rapid.Byte().Draw(t, "byte"))
		}
		faultsTrySnapshot(t, data)
	})
}

// faultsTrySnapshot holds what holds for any bytes.
func faultsTrySnapshot(t rapid.TB, data []byte) {
	before := loyalty.NewAccount("before")
	a := before
	if err := a.UnmarshalBinary(data); err != nil {
		if !errors.Is(err, loyalty.ErrEncoding) {
			t.Fatalf("which error is %v", err)
		}
		if a != before {
			t.Fatal("the account was changed")
		}
		return
	}
	if string(faultsSnapshotOf(t, a)) != string(data) {
		t.Fatal("bytes that we do not write were read")
	}
	a.Balance(day("2030-01-01"))
	a.Lots(a.Posted())
}

func FuzzAccountBinary(f *testing.F) {
	e := faultsStoredEngine(f)
	for seed := range 20 {
		a := rapid.Custom(func(t *rapid.T) loyalty.Account { return faultsDrawStored(t, e, "haru") }).Example(seed)
		f.Add(faultsSnapshotOf(f, a))
	}
	f.Add(faultsSnapshotOf(f, loyalty.Account{}))
	f.Add([]byte("RTLA\x01\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Add([]byte("RTLA\x01\x00\xff\xff\xff\x07" + strings.Repeat("\x01\x00", 100)))
	f.Fuzz(func(t *testing.T, data []byte) { faultsTrySnapshot(t, data) })
}

func TestSnapshotRefuses(t *testing.T) {
	good := faultsSnapshotOf(t, apply(t, faultsStoredEngine(t), loyalty.NewAccount("haru"), "1", day("2026-01-01"), order("o", "1000")))
	later := slices.Clone(good)
	later[4] = 2
	for _, tt := range []struct {
		reason string
		data   []byte
		want   string
	}{
		{"nothing", nil, "no account of version 1"},
		{"another version", later, "no account of version 1"},
		{"half", good[:len(good)/2], "cut short"},
		{"more", append(slices.Clone(good), 0), "more bytes than an account"},
		{"a count beyond all memory", []byte("RTLA\x01\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), "cut short"},
		{"an operation without a name", []byte("RTLA\x01\x00\x01\xff\x00"), "unknown operation"},
		{"no operation", []byte("RTLA\x01\x00\x01\x00\x00"), "not an entry of this ledger"},
		{"a padded number", []byte("RTLA\x01\x00\x80\x00"), "written in another way than ours"},
		{"a text before the first", []byte("RTLA\x01\x01\x00"), "a text before the first"},
	} {
		var a loyalty.Account
		err := a.UnmarshalBinary(tt.data)
		if !errors.Is(err, loyalty.ErrEncoding) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.reason, err, tt.want)
		}
	}
}

// Entries that no engine writes can be folded, but have no snapshot.
func TestSnapshotOfStrangeEntries(t *testing.T) {
	entry := loyalty.Entry{Account: "haru", Seq: 1, Cause: "1", Line: 1, Op: loyalty.OpNote, At: day("2026-01-01"), Posted: day("2026-01-01")}
	for _, tt := range []struct {
		reason string
		change func(*loyalty.Entry)
	}{
		{"a time after all years", func(e *loyalty.Entry) { e.At = e.At.AddDate(9000, 0, 0) }},
		{"a time before all years", func(e *loyalty.Entry) { e.Opens = e.At.AddDate(-3000, 0, 0) }},
		{"a quantity that no memory holds", func(e *loyalty.Entry) { e.Quantity = faultsHuge }},
	} {
		e := entry
		tt.change(&e)
		a, err := loyalty.Fold("haru", []loyalty.Entry{e})
		if err != nil {
			continue // better still
		}
		var where *loyalty.EntryError
		if _, err := a.MarshalBinary(); !errors.As(err, &where) || where.Seq != 1 || !errors.Is(err, loyalty.ErrEncoding) {
			t.Errorf("%s: got %v", tt.reason, err)
		}
	}
}

// Entries survive JSON, a row each.
func TestEntryJSON(t *testing.T) {
	e := faultsStoredEngine(t)
	rapid.Check(t, func(t *rapid.T) {
		a := faultsDrawStored(t, e, "haru")
		var rows []loyalty.Entry
		for want := range a.Entries() {
			text, err := json.Marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			var got loyalty.Entry
			if err := json.Unmarshal(text, &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
			rows = append(rows, got)
		}
		again, err := loyalty.Fold("haru", rows)
		if err != nil {
			t.Fatal(err)
		}
		faultsSameAccount(t, a, again)
	})
}

func TestEntryJSONText(t *testing.T) {
	at := day("2026-04-01").UTC()
	full := loyalty.Entry{
		Account: "haru", Seq: 3, Cause: "7", Line: 2, Digest: -1 << 62, Op: loyalty.OpGrant, At: at, Posted: at.Add(1500 * time.Microsecond), Wallet: "limited", Lot: 3,
		Points: 1<<53 + 1, Opens: at, Closes: at, Kind: "order", Ref: "o", Edition: "2026", Rule: "base", Tier: "gold", First: true, Metric: "spend", Quantity: dec("1.5"), Reason: "r",
	}
	for _, tt := range []struct {
		entry loyalty.Entry
		want  string
	}{
		{full, `{"account":"haru","seq":3,"cause":"7","line":2,"digest":"-4611686018427387904","op":"grant","at":"2026-03-31T15:00:00Z","posted":"2026-03-31T15:00:00.0015Z",` +
			`"wallet":"limited","lot":3,"points":"9007199254740993","opens":"2026-03-31T15:00:00Z","closes":"2026-03-31T15:00:00Z","kind":"order","ref":"o","edition":"2026",` +
			`"rule":"base","tier":"gold","first":true,"metric":"spend","quantity":"1.5","reason":"r"}`},
		{loyalty.Entry{Account: "haru", Seq: 1, Cause: "1", Line: 1, Op: loyalty.OpNote, At: at, Posted: at},
			`{"account":"haru","seq":1,"cause":"1","line":1,"digest":"0","op":"note","at":"2026-03-31T15:00:00Z","posted":"2026-03-31T15:00:00Z"}`},
	} {
		text, err := json.Marshal(tt.entry)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, string(text)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		var got loyalty.Entry
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.entry, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if _, err := json.Marshal(loyalty.Entry{}); err == nil {
		t.Error("an entry without an operation has a text")
	}
}

// faultsStoredHistory is an account of about n entries, as a shop's are.
func faultsStoredHistory(t testing.TB, n int) loyalty.Account {
	e := faultsStoredEngine(t)
	a := loyalty.NewAccount("customer-000042")
	at := day("2020-01-01").Add(10 * time.Hour)
	for i := 0; int(a.Seq()) < n; i++ {
		at = at.AddDate(0, 0, 5).Add(1234567 * time.Microsecond)
		id := fmt.Sprintf("order-%06d", 100000+17*i)
		a = apply(t, e, a, "evt-"+id, at, loyalty.Order{ID: id, Lines: []loyalty.Line{{Amount: dec("4980")}, {Amount: dec("1250")}}, Tags: []string{"app"}})
		if i%4 == 3 {
			a = apply(t, e, a, "redeem-"+id, at.Add(time.Hour), loyalty.Redeem{Points: 80, Order: id})
		}
	}
	return a
}

func BenchmarkSnapshot(b *testing.B) {
	for _, n := range []int{100, 1000} {
		a := faultsStoredHistory(b, n)
		entries := slices.Collect(a.Entries())
		data := faultsSnapshotOf(b, a)
		text, err := json.Marshal(entries)
		if err != nil {
			b.Fatal(err)
		}
		perEntry := func(b *testing.B, size int) {
			b.ReportAllocs()
			b.ReportMetric(float64(size)/float64(len(entries)), "B/entry")
		}
		b.Run(fmt.Sprintf("Marshal/%d", n), func(b *testing.B) {
			for b.Loop() {
				a.MarshalBinary()
			}
			perEntry(b, len(data))
		})
		b.Run(fmt.Sprintf("Unmarshal/%d", n), func(b *testing.B) {
			for b.Loop() {
				new(loyalty.Account).UnmarshalBinary(data)
			}
			perEntry(b, len(data))
		})
		b.Run(fmt.Sprintf("FoldAlone/%d", n), func(b *testing.B) {
			for b.Loop() {
				loyalty.Fold(a.ID(), entries)
			}
			b.ReportAllocs()
		})
		b.Run(fmt.Sprintf("MarshalJSON/%d", n), func(b *testing.B) {
			for b.Loop() {
				json.Marshal(entries)
			}
			perEntry(b, len(text))
		})
		b.Run(fmt.Sprintf("UnmarshalJSON/%d", n), func(b *testing.B) {
			for b.Loop() {
				var rows []loyalty.Entry
				json.Unmarshal(text, &rows)
				loyalty.Fold(a.ID(), rows)
			}
			perEntry(b, len(text))
		})
	}
}

func ExampleAccount_MarshalBinary() {
	engine, err := loyalty.Compile(loyalty.Program{Version: 1, Zone: "Asia/Tokyo", Currency: "JPY", Editions: []loyalty.Edition{{
		ID: "2026", Earn: []loyalty.EarnRule{{ID: "base", Award: dec("1"), Per: dec("100")}}, Life: loyalty.Life{AtOnce: true},
	}}}, tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	account := loyalty.NewAccount("haru")
	account, _, _ = engine.Apply(account, loyalty.Event{ID: "1", At: day("2026-04-01"), Data: order("881", "12800")})
	snapshot, err := account.MarshalBinary()
	fmt.Println(account.Seq(), "entries in", len(snapshot), "bytes", err)

	// Rows that were stored since.
	decision, _ := engine.Decide(account, loyalty.Event{ID: "2", At: day("2026-04-02"), Data: loyalty.Redeem{Points: 100}})

	var later loyalty.Account
	if err := later.UnmarshalBinary(snapshot); err != nil {
		fmt.Println(err)
		return
	}
	later, err = later.Append(decision.Entries...)
	fmt.Println(later.Balance(day("2026-04-03")).Available, err)
	// Output:
	// 5 entries in 105 bytes <nil>
	// 28 <nil>
}
