package retention_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/retentionkit/retention"
	"pgregory.net/rapid"
)

func TestEncodingRoundTrips(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := historyOf(t, genOrders().Draw(rt, "orders")...)
		if err := h.AddCustomers("ben", "zoe"); err != nil {
			rt.Fatal(err)
		}
		binary, text := bytesOf(t, h), must(json.Marshal(h))
		var fromBinary, fromText retention.History
		if err := fromBinary.UnmarshalBinary(binary); err != nil {
			rt.Fatal(err)
		}
		if err := json.Unmarshal(text, &fromText); err != nil {
			rt.Fatal(err)
		}
		for _, back := range []*retention.History{&fromBinary, &fromText} {
			if back.Currency() != h.Currency() || !bytes.Equal(bytesOf(t, back), binary) || !bytes.Equal(must(json.Marshal(back)), text) {
				rt.Fatalf("another History came back:\n%s\n%s", text, must(json.Marshal(back)))
			}
		}
	})
}

func TestUnmarshalBinaryRefusesTheRest(t *testing.T) {
	h := historyOf(t, bulk(800)[:200]...)
	good := bytesOf(t, h)
	refused := func(b []byte, what string) {
		var back retention.History
		if err := back.UnmarshalBinary(b); !errors.Is(err, retention.ErrEncoding) {
			t.Errorf("%s: %v", what, err)
		}
		if len(bytesOf(t, &back)) != len(bytesOf(t, new(retention.History))) {
			t.Errorf("%s: a refused History was taken in", what)
		}
	}
	for n := range good {
		refused(good[:n], "cut short")
	}
	refused(append(slices.Clip(good), 0), "a byte too many")
	refused([]byte("RTNH\x02\x00\x00"), "another version")
	refused([]byte("RTNH\x01\x00\x80\x00"), "a padded number")
	refused([]byte("RTNH\x01\x00\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), "more customers than bytes")
}

// TestUnmarshalBinaryRefusesOtherForms writes Histories by hand: one customer,
// whose orders follow.
func TestUnmarshalBinaryRefusesOtherForms(t *testing.T) {
	const begin, one, two = "RTNH\x01\x00\x01\x01a", "\x02", "\x04"
	// An order: time, nanoseconds, kind, extra decimals, amount, times seen, ID.
	for _, tt := range []struct {
		in     string
		ok     bool
		reason string
	}{
		{begin + one + "\x00\x00\x00\x00\x02\x01\x01o", true, "a sale of 0.01"},
		{begin + one + "\x00\x00\x00\x01\x02\x01\x01o", true, "a sale of 0.001"},
		{begin + one + "\x00\x00\x00\x01\x14\x01\x01o", false, "0.010 for 0.01"},
		{begin + one + "\x00\x00\x00\x01\x00\x01\x01o", false, "0.000 for 0"},
		{begin + one + "\x00\x00\x00\x0b\x02\x01\x01o", false, "13 decimals"},
		{begin + one + "\x00\xe7\x07\x00\x00\x02\x01\x01o", true, "999 nanoseconds"},
		{begin + one + "\x00\xe8\x07\x00\x00\x02\x01\x01o", false, "1000 nanoseconds"},
		{begin + one + "\x00\x00\x02\x00\x00\x01\x01o", true, "a void"},
		{begin + one + "\x00\x00\x02\x00\x02\x01\x01o", false, "a void with an amount"},
		{begin + one + "\x00\x00\x03\x00\x02\x01\x01o", false, "a fourth kind"},
		{begin + one + "\x00\x00\x00\x00\x02\x00\x01o", false, "never seen"},
		{begin + one + "\x00\x00\x00\x00\x02\xff\xff\xff\xff\x0f\x01o", true, "seen most often"},
		{begin + one + "\x00\x00\x00\x00\x02\x81\x80\x80\x80\x10\x01o", false, "seen once more"},
		{begin + one + "\x00\x00\x00\x00\x02\x01\x00", true, "no ID"},
		{begin + one + "\x00\x00\x00\x00\x02\x02\x00", false, "repeats without an ID"},
		{begin + one + "\x00\x00\x00\x00\x02\x01\x01\xff", false, "an ID that is not UTF-8"},
		{begin + two + "\x00\x00\x00\x00\x02\x01\x00" + "\x00\x00\x00\x00\x02\x01\x00", true, "two alike without an ID"},
		{begin + two + "\x00\x00\x00\x00\x02\x01\x01o" + "\x00\x00\x00\x00\x02\x01\x01o", false, "two alike with one"},
		{begin + two + "\x00\x00\x00\x00\x02\x01\x01o" + "\x01\x00\x00\x00\x02\x01\x01o", false, "back in time"},
		{begin + one + "\x80\x80\x80\x80\x80\x80\x80\x80\x7f\x00\x00\x00\x02\x01\x01o", false, "after the year 9999"},
		{begin + one + "\xff\xff\xdd\xf2\xdf\xff\xdf\xdc\x01\x01\x00\x00\x02\x01\x01o", true, "the first instant that is a time"},
		{begin + one + "\xff\xff\xdd\xf2\xdf\xff\xdf\xdc\x01\x00\x00\x00\x02\x01\x01o", false, "the zero time"},
		{begin + "\x00", false, "nothing is known"},
		{begin + "\x01", true, "known without orders"},
		{"RTNH\x01\x00\x01\x00\x01", false, "known guests"},
		{"RTNH\x01\x00\x01\x01\xff\x01", false, "a customer that is not UTF-8"},
		{"RTNH\x01\x00\x02\x01b\x01\x01a\x01", false, "customers out of order"},
		{"RTNH\x01\x00\x02\x01a\x01\x01a\x01", false, "a customer twice"},
	} {
		var h retention.History
		err := h.UnmarshalBinary([]byte(tt.in))
		if (err == nil) != tt.ok || err != nil && !errors.Is(err, retention.ErrEncoding) {
			t.Errorf("%s: %v", tt.reason, err)
		}
		if err == nil && string(bytesOf(t, &h)) != tt.in {
			t.Errorf("%s: %q became %q", tt.reason, tt.in, bytesOf(t, &h))
		}
	}
}

func TestUnmarshalJSONRefusesTheRest(t *testing.T) {
	for _, tt := range []struct{ in, reason string }{
		{`{}`, "no version"},
		{`{"version":2,"customers":[]}`, "another version"},
		{`{"version":1,"customers":[],"more":1}`, "unknown field"},
		{`{"version":1,"customers":[{"id":"a"}]}`, "a customer of whom nothing is known"},
		{`{"version":1,"customers":[{"id":"","known":true}]}`, "known guests"},
		{`{"version":1,"customers":[{"id":"a","known":true},{"id":"a","known":true}]}`, "a customer twice"},
		{`{"version":1,"customers":[{"id":"a","orders":[{"at":"2026-01-01T00:00:00Z","kind":"gift","amount":"1"}]}]}`, "unknown kind"},
		{`{"version":1,"customers":[{"id":"a","orders":[{"at":"2026-01-01T00:00:00Z","kind":"sale"}]}]}`, "no amount"},
		{`{"version":1,"customers":[{"id":"a","orders":[{"at":"2026-01-01T00:00:00Z","kind":"sale","amount":"1e999999999"}]}]}`, "absurd amount"},
		{`{"version":1,"customers":[{"id":"a","orders":[{"kind":"sale","amount":"1"}]}]}`, "no time"},
		{`{"version":1,"customers":[{"id":"a","orders":[{"at":"2026-01-01T00:00:00Z","kind":"sale","amount":"1","seen":2}]}]}`, "repeats without an ID"},
		{`{"version":1,"customers":[{"id":"a","orders":[{"idHash":"00","at":"2026-01-01T00:00:00Z","kind":"sale","amount":"1"}]}]}`, "short hash"},
	} {
		if err := json.Unmarshal([]byte(tt.in), new(retention.History)); !errors.Is(err, retention.ErrEncoding) {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
}

func TestRepeatsAreCountedToALimit(t *testing.T) {
	const most = "RTNH\x01\x00\x01\x01a\x02\x00\x00\x00\x00\x02\xff\xff\xff\xff\x0f\x01o" // seen 2^32-1 times
	var a, b retention.History
	for _, h := range []*retention.History{&a, &b} {
		if err := h.UnmarshalBinary([]byte(most)); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Merge(&b); err != nil {
		t.Fatal(err)
	}
	if got := string(bytesOf(t, &a)); got != most {
		t.Errorf("%q became %q", most, got)
	}
}

func TestUnmarshalJSONTakesAHistoryOnly(t *testing.T) {
	for _, in := range []string{`{"version":1,"customers":[]} {}`, `{"version":1,"customers":[]} x`, "{\"version\":1,\"customers\":[{\"id\":\"\xff\",\"known\":true}]}"} {
		if err := new(retention.History).UnmarshalJSON([]byte(in)); !errors.Is(err, retention.ErrEncoding) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func FuzzHistoryBinary(f *testing.F) {
	f.Add(bytesOf(f, new(retention.History)))
	f.Add([]byte("RTNH\x01\x00\x06\x00000\x01\x040000")) // an order ID of a wrong length
	f.Add(bytesOf(f, historyOf(f, bulk(800)[:50]...)))
	f.Fuzz(func(t *testing.T, data []byte) {
		var h retention.History
		if err := h.UnmarshalBinary(data); err != nil {
			return
		}
		if got := bytesOf(t, &h); !bytes.Equal(got, data) {
			t.Errorf("accepted bytes came back as others:\n%x\n%x", data, got)
		}
		checkJSON(t, &h)
	})
}

func FuzzHistoryJSON(f *testing.F) {
	f.Add(must(json.Marshal(historyOf(f, bulk(800)[:20]...))))
	f.Add([]byte(`{"version":1,"customers":[{"id":"a","known":true}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var h retention.History
		if err := json.Unmarshal(data, &h); err != nil {
			return
		}
		checkJSON(t, &h)
		var back retention.History
		if err := back.UnmarshalBinary(bytesOf(t, &h)); err != nil {
			t.Errorf("binary form: %v", err)
		}
	})
}

// checkJSON checks that a History survives JSON, and that nothing panics on it.
func checkJSON(t *testing.T, h *retention.History) {
	var back retention.History
	if err := json.Unmarshal(must(json.Marshal(h)), &back); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytesOf(t, h), bytesOf(t, &back)) {
		t.Error("JSON makes another History")
	}
	v := h.AsOf(epoch, epoch.Location())
	v.Report()
	eventsOf(v)
}
