package btyd_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
	"pgregory.net/rapid"
)

// Records, spends, times and discounts survive JSON to the last bit.
func TestTextsOfValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.IntRange(0, 1000).Draw(t, "x")
		tx, mean := 0.0, 0.0
		if x > 0 {
			tx = rapid.Float64Range(math.SmallestNonzeroFloat64, 1e5).Draw(t, "tx")
			mean = rapid.Float64Range(math.SmallestNonzeroFloat64, 1e15).Draw(t, "mean")
		}
		end := rapid.Float64Range(tx, 1e5).Draw(t, "T")
		c, err := btyd.NewRecord(x, btyd.Days(tx), btyd.Days(end))
		if err != nil {
			t.Fatal(err)
		}
		roundTrip(t, c)
		s, err := btyd.NewSpend(x, mean)
		if err != nil {
			t.Fatal(err)
		}
		roundTrip(t, s)
		roundTrip(t, btyd.Discount{Rate: rapid.Float64Range(0, 2).Draw(t, "rate"), Per: btyd.Days(1 + end)})
	})
}

func roundTrip[T comparable](t *rapid.T, v T) {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var back T
	if err := json.Unmarshal(data, &back); err != nil || back != v {
		t.Errorf("%v is %v after %s: %v", v, back, data, err)
	}
}

func TestTextsOfImpossibleValues(t *testing.T) {
	for _, text := range []string{`{"x":-1,"txDays":0,"tDays":1}`, `{"x":1,"txDays":3,"tDays":2}`, `{"x":"1"}`, `7`} {
		var c btyd.Record
		if err := json.Unmarshal([]byte(text), &c); err == nil {
			t.Errorf("record %s: no error", text)
		}
	}
	for _, text := range []string{`{"x":1,"mean":-1}`, `{"x":0,"mean":1}`, `"x"`} {
		var s btyd.Spend
		if err := json.Unmarshal([]byte(text), &s); err == nil {
			t.Errorf("spend %s: no error", text)
		}
	}
	if data, err := json.Marshal(btyd.Days(math.Inf(1))); err == nil {
		t.Errorf("an infinite time is %s", data)
	}
}
