package rfm

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// Summary is one customer's row of a GROUP BY in the caller's database:
//
//	SELECT customer_id,
//	       min(placed_at) FILTER (WHERE kind = 'sale' AND amount >= 0),
//	       max(placed_at) FILTER (WHERE kind = 'sale' AND amount >= 0),
//	       count(*)       FILTER (WHERE kind = 'sale' AND amount >= 0),
//	       sum(CASE kind WHEN 'sale' THEN amount WHEN 'refund' THEN -abs(amount) ELSE 0 END)
//	FROM orders
//	WHERE customer_id <> '' AND placed_at < $1 -- the as-of instant
//	GROUP BY customer_id
//
// For a window, add AND placed_at >= $2; for [Days], count distinct days in the
// shop's zone instead. Leave out voided orders and rows that come twice
// beforehand: a [retention.History] does that by itself.
type Summary struct {
	Customer    string
	First, Last time.Time // of the sales; First may be left out
	Frequency   int       // number of sales, or of days with one
	Monetary    decimal.Decimal
	Currency    string // ISO 4217, or "" if unstated
}

// SummaryError tells which [Summary] could not be used, and why.
type SummaryError struct {
	Customer string
	Reason   string
}

// Error implements error.
func (e *SummaryError) Error() string {
	return fmt.Sprintf("rfm: customer %.64q: %s", e.Customer, e.Reason)
}

// FromSummaries makes a table of summaries that the caller has computed. The
// summaries may come in any order. Those without sales (Frequency 0) are
// customers too.
//
// A *[SummaryError] names the first customer, in the order of IDs, whose
// summary is impossible. That is a summary whose Customer is empty, not valid
// UTF-8, or the same as in another summary; with a sale at or after asOf, or
// before the window; with a First after the Last; with a negative Frequency;
// with a Frequency but no Last sale, or the reverse; or with money of more than
// 200 digits, or of another currency than the others. An error that wraps
// [ErrBasis] says what is wrong with the basis. A nil zone panics.
func FromSummaries(summaries []Summary, asOf time.Time, zone *time.Location, basis Basis) (*Table, error) {
	if zone == nil {
		panic("rfm.FromSummaries: nil zone")
	}
	from, err := basis.start(asOf, zone)
	if err != nil {
		return nil, err
	}
	rows := slices.Clone(summaries)
	slices.SortStableFunc(rows, func(a, b Summary) int { return cmp.Compare(a.Customer, b.Customer) })

	t := newTable(make([]string, len(rows)), asOf, zone, basis)
	totals := make([]decimal.Decimal, len(rows))
	for i, s := range rows {
		if i > 0 && s.Customer == rows[i-1].Customer {
			return nil, &SummaryError{s.Customer, "appears twice"}
		}
		if reason := s.fault(from, asOf); reason != "" {
			return nil, &SummaryError{s.Customer, reason}
		}
		if s.Currency != "" && t.currency == "" {
			t.currency = s.Currency
		}
		if s.Currency != "" && s.Currency != t.currency {
			return nil, &SummaryError{s.Customer, fmt.Sprintf("money in %s among %s", s.Currency, t.currency)}
		}
		t.ids[i] = s.Customer
		totals[i] = s.Monetary
		if s.Frequency > 0 {
			first := s.First
			if first.IsZero() {
				first = s.Last
			}
			t.setSales(i, first, s.Last, s.Frequency)
		}
	}
	t.monetary = moneyOf(totals)
	return t, nil
}

// fault says why a summary cannot be used, or "".
func (s *Summary) fault(from, asOf time.Time) string {
	switch {
	case s.Customer == "":
		return "no customer ID"
	case !utf8.ValidString(s.Customer) || !utf8.ValidString(s.Currency):
		return "ID or currency is not valid UTF-8"
	case s.Frequency < 0 || s.Frequency > math.MaxInt32:
		return fmt.Sprintf("frequency %d out of range", s.Frequency)
	case s.Frequency == 0 && !s.Last.IsZero():
		return "last sale without a frequency"
	case s.Frequency > 0 && s.Last.IsZero():
		return "frequency without a last sale"
	case !s.Last.Before(asOf) && s.Frequency > 0:
		return fmt.Sprintf("last sale %v is not before %v", s.Last, asOf)
	case s.Frequency > 0 && s.Last.Before(from):
		return fmt.Sprintf("last sale %v is before the window", s.Last)
	case !s.First.IsZero() && s.First.Before(from):
		return fmt.Sprintf("first sale %v is before the window", s.First)
	case s.First.After(s.Last):
		return "first sale after the last"
	case tooWide(s.Monetary):
		return "money out of range"
	}
	return ""
}

// tooWide reports whether calculating with d may take unreasonable memory.
func tooWide(d decimal.Decimal) bool {
	const most = 100 // digits before and after the point
	return d.Exponent() > most || d.Exponent() < -most || d.NumDigits() > 2*most
}
