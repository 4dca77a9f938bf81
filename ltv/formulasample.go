package ltv

import (
	"errors"
	"fmt"
	"sort"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// LifetimeMethod tells how long customers stay, from what they did. The zero
// LifetimeMethod is [FromChurn].
type LifetimeMethod uint8

const (
	// FromChurn looks at the last two periods before the as-of instant. The
	// churn is the share of the buyers of the earlier one who did not buy in
	// the later one, and a lifetime is 1/churn periods. That is the mean of a
	// geometric distribution, as if everybody were equally likely to leave at
	// any time. Purchases and their average are those of the later period, per
	// buyer of it. A shop younger than two periods has had only part of the
	// earlier one: take shorter periods, as long as customers come back in
	// them.
	FromChurn LifetimeMethod = iota
	// ObservedMean looks at all that was before the as-of instant. A customer's
	// lifetime runs from the first sale to the last, counted in periods from
	// the day of the first, each begun one in full: whoever bought once has
	// stayed one. Purchases are counted per such period. The formula then
	// gives what a customer has spent on average so far. That is less than a
	// lifetime, as many are not done yet.
	ObservedMean
)

var lifetimeNames = names{"LifetimeMethod", []string{FromChurn: "churn", ObservedMean: "observed-mean"}}

// String returns "churn" or "observed-mean".
func (m LifetimeMethod) String() string { return lifetimeNames.text(uint8(m)) }

// MarshalText returns what String does, or an error for an unknown value.
func (m LifetimeMethod) MarshalText() ([]byte, error) { return lifetimeNames.marshal(uint8(m)) }

// UnmarshalText reads what MarshalText wrote.
func (m *LifetimeMethod) UnmarshalText(text []byte) error {
	i, err := lifetimeNames.unmarshal(text)
	if err == nil {
		*m = LifetimeMethod(i)
	}
	return err
}

// FormulaBasis says how [MeasureFormula] measures. The zero FormulaBasis takes
// churn from one year to the next.
type FormulaBasis struct {
	Period   retention.Span `json:"period,omitzero"` // of months or days; zero is a year
	Lifetime LifetimeMethod `json:"lifetime"`
}

// FormulaSample describes the orders that a [Formula] was measured from.
type FormulaSample struct {
	From    time.Time       `json:"from"` // where sales were counted: [From, To)
	To      time.Time       `json:"to"`
	Buyers  int             `json:"buyers"`  // customers with a sale there
	Sales   int             `json:"sales"`   // their sales
	Money   decimal.Decimal `json:"money"`   // of all sales there, less that of all refunds there
	Earlier int             `json:"earlier"` // by FromChurn: customers with a sale in the period before From
	Kept    int             `json:"kept"`    // by FromChurn: those of Earlier who are among Buyers
	Periods int             `json:"periods"` // by ObservedMean: the lifetimes of all Buyers together
}

var (
	// ErrNoSales is wrapped by the error about a shop without buyers in a
	// period that is needed.
	ErrNoSales = errors.New("no sales to measure")
	// ErrNoChurn is wrapped by the error about a shop whose buyers all came
	// back, so that 1/churn is infinite.
	ErrNoChurn = errors.New("no customer has left, so nothing tells how long they stay")
)

// MeasureFormula measures the first three fields of a [Formula] from a shop's
// orders: average purchase, purchases a year and years as a customer. Margin,
// costs and Places are left for the caller to fill in.
//
// The average purchase is Money / Sales of the sample, rounded half away from
// zero to two decimals; the rest is float64. The formula is made of these
// inputs as they stand.
//
// The sample is returned beside an error, too. The error
// wraps [ErrNoSales] or [ErrNoChurn], or is an *[InputError] about the basis,
// or about an average purchase below 0, where refunds outweigh the sales. It
// takes one look at every order.
func MeasureFormula(v retention.View, b FormulaBasis) (Formula, FormulaSample, error) {
	if b.Period.IsZero() {
		b.Period = oneYear
	}
	if !isPeriod(b.Period) {
		return Formula{}, FormulaSample{}, &InputError{"FormulaBasis.Period", fmt.Errorf("%v %w", b.Period, ErrPeriod)}
	}
	switch b.Lifetime {
	case FromChurn:
		return churnFormula(v, b.Period)
	case ObservedMean:
		return observedFormula(v, b.Period)
	}
	return Formula{}, FormulaSample{}, &InputError{"FormulaBasis.Lifetime", fmt.Errorf("%d %w", b.Lifetime, ErrOutOfRange)}
}

func churnFormula(v retention.View, period retention.Span) (Formula, FormulaSample, error) {
	s := FormulaSample{From: period.Before(v.AsOf(), v.Zone()), To: v.AsOf()}
	earlier := repeatedSpan(period, 2).Before(v.AsOf(), v.Zone())
	var money retention.Sum
	for c := range v.Customers() {
		s.addRecent(c, earlier, &money)
	}
	s.Money = money.Decimal()
	f, err := s.formula()
	switch {
	case err != nil:
		return Formula{}, s, err
	case s.Earlier == 0:
		return Formula{}, s, fmt.Errorf("ltv: %w before %v", ErrNoSales, s.From)
	case s.Earlier == s.Kept:
		return Formula{}, s, fmt.Errorf("ltv: %w", ErrNoChurn)
	}
	length := spanRatio(period, oneYear)
	f.PurchasesPerYear = float64(s.Sales) / float64(s.Buyers) / length
	f.Years = float64(s.Earlier) / float64(s.Earlier-s.Kept) * length
	return f, s, nil
}

// addRecent takes in what a customer did in the two periods, of which the first
// begins at earlier and the second at From.
func (s *FormulaSample) addRecent(c retention.Customer, earlier time.Time, money *retention.Sum) {
	before, sales := false, 0
	for e := range c.Events() {
		at, sale := e.At(), e.Kind == retention.Sale
		switch {
		case at.Before(earlier):
		case at.Before(s.From):
			before = before || sale
		default:
			money.Add(e.Amount)
			if sale {
				sales++
			}
		}
	}
	s.Sales += sales
	if before {
		s.Earlier++
	}
	if sales > 0 {
		s.Buyers++
	}
	if before && sales > 0 {
		s.Kept++
	}
}

func observedFormula(v retention.View, period retention.Span) (Formula, FormulaSample, error) {
	s := FormulaSample{To: v.AsOf()}
	var money retention.Sum
	for c := range v.Customers() {
		s.addAll(c, period, &money)
	}
	s.Money = money.Decimal()
	f, err := s.formula()
	if err != nil {
		return Formula{}, s, err
	}
	length := spanRatio(period, oneYear)
	f.PurchasesPerYear = float64(s.Sales) / float64(s.Periods) / length
	f.Years = float64(s.Periods) / float64(s.Buyers) * length
	return f, s, nil
}

// addAll takes in all that a customer did.
func (s *FormulaSample) addAll(c retention.Customer, period retention.Span, money *retention.Sum) {
	var first, last retention.Event
	sales := 0
	for e := range c.Events() {
		money.Add(e.Amount)
		if e.Kind != retention.Sale {
			continue
		}
		if sales == 0 {
			first = e
		}
		last = e
		sales++
	}
	if sales == 0 {
		return
	}
	if at := first.At(); s.From.IsZero() || at.Before(s.From) {
		s.From = at
	}
	s.Sales += sales
	s.Buyers++
	s.Periods += periodsThrough(first.Day(), last.Day(), period)
}

// formula returns a formula with the average purchase.
func (s *FormulaSample) formula() (Formula, error) {
	if s.Sales == 0 {
		return Formula{}, fmt.Errorf("ltv: %w before %v", ErrNoSales, s.To)
	}
	f := Formula{AveragePurchase: s.Money.DivRound(decimal.NewFromInt(int64(s.Sales)), 2)}
	return f, f.check()
}

// periodsThrough returns in which period from first the day last lies; the
// first is 1.
func periodsThrough(first, last retention.Date, period retention.Span) int {
	return 1 + sort.Search(last.DaysSince(first), func(n int) bool {
		p := repeatedSpan(period, n+1)
		return first.AddMonths(p.Months).AddDays(p.Days).After(last)
	})
}

// repeatedSpan returns n periods: counted from one day, none clips another's month.
func repeatedSpan(s retention.Span, n int) retention.Span {
	return retention.Span{Months: n * s.Months, Days: n * s.Days}
}
