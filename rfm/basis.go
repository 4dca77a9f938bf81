package rfm

import (
	"errors"
	"fmt"
	"time"

	"github.com/retentionkit/retention"
)

// Basis says how recency, frequency and money are measured. The zero Basis is
// the usual one: calendar days since the last purchase, number of purchases,
// net money, over the whole history.
type Basis struct {
	// Frequency is counted in Orders unless it is Days.
	Frequency Frequency `json:"frequency"`
	// Recency is counted in CalendarDays unless it is Elapsed.
	Recency Recency `json:"recency"`
	// Window limits all three measures to what happened within this span
	// before the as-of instant: from asOf-Window on, and before asOf. The zero
	// Span is the whole history. A customer whose purchases all lie before the
	// window counts as one without sales: name [Map.WithoutSales] accordingly.
	Window retention.Span `json:"window,omitzero"`
}

// Frequency is the unit in which purchases are counted.
type Frequency uint8

const (
	// Orders counts every sale.
	Orders Frequency = iota
	// Days counts the different calendar days with a sale, so that a basket
	// split over two orders is one visit.
	Days
)

// Recency is the unit in which the time since the last purchase is counted.
type Recency uint8

const (
	// CalendarDays is the number of midnights, in the zone of the measurement,
	// between the last sale and the as-of instant.
	CalendarDays Recency = iota
	// Elapsed is the number of whole 24-hour periods between the two.
	Elapsed
)

// ErrBasis is wrapped by every error about a [Basis] that cannot be used.
var ErrBasis = errors.New("unusable basis")

var (
	frequencyNames = [...]string{Orders: "orders", Days: "days"}
	recencyNames   = [...]string{CalendarDays: "calendar-days", Elapsed: "elapsed"}
)

// String returns "orders" or "days".
func (f Frequency) String() string { return name(frequencyNames[:], uint8(f)) }

// MarshalText implements [encoding.TextMarshaler].
func (f Frequency) MarshalText() ([]byte, error) {
	return marshalName(frequencyNames[:], uint8(f), "frequency")
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (f *Frequency) UnmarshalText(text []byte) error {
	n, err := unmarshalName(frequencyNames[:], text, "frequency")
	if err != nil {
		return err
	}
	*f = Frequency(n)
	return nil
}

// String returns "calendar-days" or "elapsed".
func (r Recency) String() string { return name(recencyNames[:], uint8(r)) }

// MarshalText implements [encoding.TextMarshaler].
func (r Recency) MarshalText() ([]byte, error) {
	return marshalName(recencyNames[:], uint8(r), "recency")
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (r *Recency) UnmarshalText(text []byte) error {
	n, err := unmarshalName(recencyNames[:], text, "recency")
	if err != nil {
		return err
	}
	*r = Recency(n)
	return nil
}

func name(names []string, n uint8) string {
	if int(n) < len(names) {
		return names[n]
	}
	return fmt.Sprintf("unknown (%d)", n)
}

func marshalName(names []string, n uint8, what string) ([]byte, error) {
	if int(n) >= len(names) {
		return nil, fmt.Errorf("rfm: unknown %s: %d", what, n)
	}
	return []byte(names[n]), nil
}

func unmarshalName(names []string, text []byte, what string) (uint8, error) {
	for i, name := range names {
		if name == string(text) {
			return uint8(i), nil
		}
	}
	return 0, fmt.Errorf("rfm: unknown %s: %q", what, text)
}

// start returns the first instant of the window before asOf, or the zero time
// if there is no window.
func (b Basis) start(asOf time.Time, zone *time.Location) (time.Time, error) {
	if b.Frequency > Days {
		return time.Time{}, fmt.Errorf("rfm: %w: frequency: %v", ErrBasis, b.Frequency)
	}
	if b.Recency > Elapsed {
		return time.Time{}, fmt.Errorf("rfm: %w: recency: %v", ErrBasis, b.Recency)
	}
	if b.Window.IsZero() {
		return time.Time{}, nil
	}
	from := b.Window.Before(asOf, zone)
	if !from.Before(asOf) {
		return time.Time{}, fmt.Errorf("rfm: %w: window %v does not reach back", ErrBasis, b.Window)
	}
	return from, nil
}
