package retention_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

func TestCheck(t *testing.T) {
	date := func(year int) time.Time { return time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC) }
	tests := []struct {
		order  retention.Order
		want   error
		reason string
	}{
		{retention.Order{At: epoch}, nil, "a guest's order of nothing"},
		{retention.Order{}, retention.ErrTime, "no time"},
		{retention.Order{At: date(1)}, nil, "year 1"},
		{retention.Order{At: date(9999)}, nil, "year 9999"},
		{retention.Order{At: date(0)}, retention.ErrTime, "year 0"},
		{retention.Order{At: date(10000)}, retention.ErrTime, "year 10000"},
		{retention.Order{At: date(300_000_000)}, retention.ErrTime, "a year that overflows microseconds"},
		{retention.Order{At: time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("", -7200))}, retention.ErrTime, "year 9999 that is 10000 in UTC"},
		{retention.Order{At: epoch, Kind: 3}, retention.ErrKind, "unknown kind"},
		{retention.Order{At: epoch, Amount: decimal.New(1, 300)}, retention.ErrAmount, "1e300"},
		{retention.Order{At: epoch, Amount: decimal.New(1, 300), Kind: retention.Void}, nil, "a void's amount does not matter"},
		{retention.Order{At: epoch, ID: "\xff"}, retention.ErrText, "ID is not UTF-8"},
		{retention.Order{At: epoch, Customer: "\x83\x65"}, retention.ErrText, "customer in Shift_JIS"},
		{retention.Order{At: epoch, Customer: " 🍵 with space ", ID: strings.Repeat("長", 3000)}, nil, "odd IDs are IDs"},
		{retention.Order{At: epoch, Customer: "a\x00b"}, nil, "a NUL is a byte"},
	}
	for _, tt := range tests {
		err := tt.order.Check()
		if !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s: Check = %v, want %v", tt.reason, err, tt.want)
		}
		var h retention.History
		if added := h.Add(tt.order); (added == nil) != (err == nil) {
			t.Errorf("%s: Check = %v, but Add = %v", tt.reason, err, added)
		}
		_, _, effect := tt.order.Effect()
		if (effect == nil) != (err == nil || errors.Is(err, retention.ErrText)) {
			t.Errorf("%s: Check = %v, but Effect = %v", tt.reason, err, effect)
		}
	}
}

func TestOrderErrorNamesTheCulprit(t *testing.T) {
	o := retention.Order{ID: "o3", Customer: "c17"}
	want := `retention: customer "c17": order "o3": no usable time: 0001-01-01 00:00:00 +0000 UTC`
	if err := o.Check(); err == nil || err.Error() != want {
		t.Errorf("error = %v\nwant    %s", err, want)
	}
	o.Customer = strings.Repeat("長", 5000)
	if err := o.Check(); err == nil || len(err.Error()) > 300 {
		t.Errorf("an error of %d bytes", len(err.Error()))
	}
}

func TestEffect(t *testing.T) {
	tests := []struct {
		kind   retention.Kind
		amount int64
		want   retention.Kind
		effect string
		reason string
	}{
		{retention.Sale, 5, retention.Sale, "5", "a sale"},
		{retention.Sale, 0, retention.Sale, "0", "a sale of nothing is a visit"},
		{retention.Sale, -5, retention.Refund, "-5", "a negative sale is a refund"},
		{retention.Refund, 5, retention.Refund, "-5", "a refund takes away"},
		{retention.Refund, -5, retention.Refund, "-5", "whatever its sign"},
		{retention.Void, 5, retention.Void, "0", "a void has no money"},
	}
	for _, tt := range tests {
		o := retention.Order{At: epoch, Kind: tt.kind, Amount: decimal.NewFromInt(tt.amount)}
		kind, amount, err := o.Effect()
		if err != nil || kind != tt.want || amount.String() != tt.effect {
			t.Errorf("%s: %v, %v, %v, want %v, %s", tt.reason, kind, amount, err, tt.want, tt.effect)
		}
	}
}

func TestKindText(t *testing.T) {
	for _, k := range []retention.Kind{retention.Sale, retention.Refund, retention.Void} {
		b, err := json.Marshal(k)
		if err != nil {
			t.Fatal(err)
		}
		var back retention.Kind
		if err := json.Unmarshal(b, &back); err != nil || back != k || string(b) != `"`+k.String()+`"` {
			t.Errorf("%v became %s and %v (%v)", k, b, back, err)
		}
	}
	var k retention.Kind
	if err := json.Unmarshal([]byte(`"gift"`), &k); !errors.Is(err, retention.ErrKind) {
		t.Errorf("gift: %v", err)
	}
	if _, err := json.Marshal(retention.Kind(7)); !errors.Is(err, retention.ErrKind) {
		t.Errorf("Kind(7): %v", err)
	}
	if got := retention.Kind(7).String(); got != "Kind(7)" {
		t.Errorf("String = %s", got)
	}
}

func TestText(t *testing.T) {
	both, one := retention.Text{English: "tea", Japanese: "茶"}, retention.Text{English: "tea"}
	for _, tt := range []struct {
		text   retention.Text
		lang   retention.Language
		want   string
		reason string
	}{
		{both, retention.English, "tea", "English"},
		{both, retention.Japanese, "茶", "Japanese"},
		{both, "", "tea", "no language is English"},
		{both, "fr", "tea", "so is an unknown one"},
		{one, retention.Japanese, "tea", "no words in Japanese"},
	} {
		if got := tt.text.In(tt.lang); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.reason, got, tt.want)
		}
	}
}
