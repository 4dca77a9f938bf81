package loyalty_test

import (
	"bytes"
	"encoding/hex"
	"runtime"
	"testing"
	"time"

	"github.com/retentionkit/retention/loyalty"
)

// What was stored is read for ever, so these bytes never change.
func TestSnapshotBytes(t *testing.T) {
	at := day("2026-04-01").UTC()
	a, err := loyalty.Fold("haru", []loyalty.Entry{
		{Account: "haru", Seq: 1, Cause: "1", Line: 1, Digest: 7, Op: loyalty.OpDeed, At: at, Posted: at, Kind: "order", Ref: "o", Edition: "2026", Tier: "gold", First: true, Quantity: dec("12.5"), Opens: at.Add(time.Hour)},
		{Account: "haru", Seq: 2, Cause: "1", Line: 2, Digest: 7, Op: loyalty.OpGrant, At: at, Posted: at, Kind: "order", Ref: "o", Edition: "2026", Rule: "base", Lot: 2, Points: 300, Opens: at.Add(time.Hour), Closes: at.AddDate(0, 0, 30)},
		{Account: "haru", Seq: 3, Cause: "1", Line: 3, Digest: 7, Op: loyalty.OpCount, At: at, Posted: at, Kind: "order", Ref: "o", Metric: "spend", Quantity: dec("12.5")},
		{Account: "haru", Seq: 4, Cause: "2", Line: 1, Digest: -8, Op: loyalty.OpGrant, At: at, Posted: at.Add(1500 * time.Microsecond), Wallet: "w", Lot: 4, Points: 1, Opens: at, Reason: "haru"},
		{Account: "haru", Seq: 5, Cause: "3", Line: 1, Digest: 9, Op: loyalty.OpSpend, At: at.Add(time.Second), Posted: at.Add(time.Second), Wallet: "w", Lot: 4, Points: 1, Ref: "o"},
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = "52544c4101086861727505028fe50902310700000000000000c2c3ddabb807026fc27001fa0108676f6c6408323032360a6f7264657204a0d201ac0282e8f8040862617365050316808d010001fa010a7370656e640504efd1130232f8fffffffffffffff12e0001ef2e0200000002771307bf80020233090000000000000091e3f30111010103"
	if got := hex.EncodeToString(faultsSnapshotOf(t, a)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	data, err := hex.DecodeString(want)
	if err != nil {
		t.Fatal(err)
	}
	var got loyalty.Account
	if err := got.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	faultsSameAccount(t, a, got)
}

// A count that promises much takes no memory before its rows are there.
func TestSnapshotTakesLittleMemory(t *testing.T) {
	data := append([]byte("RTLA\x01\x00\x80\x80\x40"), bytes.Repeat([]byte{0xff}, 1<<20)...) // 1048576 entries, and no rows
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := new(loyalty.Account).UnmarshalBinary(data); err == nil {
		t.Error("rows of nothing are read")
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 100<<20 {
		t.Errorf("%d bytes were taken for %d", n, len(data))
	}
}
