package loyalty

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Merge adds a report of other accounts, at the same instant and by the same
// valuation, which it cannot check. The order of merging does not matter, nor how
// the accounts were shared out.
//
// The error wraps [ErrTime] for a report of another instant, and [ErrOverflow]
// if there are more points than can be counted; r is then unchanged.
func (r *LiabilityReport) Merge(o LiabilityReport) error {
	if !r.At.Equal(o.At) {
		return fmt.Errorf("loyalty: %w: liabilities at %v and at %v", ErrTime, r.At, o.At)
	}
	sum := LiabilityReport{At: r.At, Members: r.Members + o.Members, Total: r.Total}
	if sum.Total.add(&o.Total); !sum.Total.counts() {
		return fmt.Errorf("loyalty: %w: in two reports", ErrOverflow)
	}
	sum.Lines = sumLines(slices.Concat(r.Lines, o.Lines))
	*r = sum
	return nil
}

func (o *Obligation) counts() bool { return min(o.Available, o.Pending, o.Held, o.Debt) >= 0 }

// ByWallet returns the lines added up to one for each wallet.
func (r *LiabilityReport) ByWallet() []LiabilityLine {
	return r.by(func(l *LiabilityLine) LiabilityLine { return LiabilityLine{Wallet: l.Wallet} })
}

// ByEdition returns the lines added up to one for each edition that granted
// points. Debt stands under the empty edition.
func (r *LiabilityReport) ByEdition() []LiabilityLine {
	return r.by(func(l *LiabilityLine) LiabilityLine { return LiabilityLine{Edition: l.Edition} })
}

// ByMonth returns the lines added up to one for each month in which points can be
// spent for the last time. Points that never lapse, and debt, come first.
func (r *LiabilityReport) ByMonth() []LiabilityLine {
	return r.by(func(l *LiabilityLine) LiabilityLine { return LiabilityLine{Lapses: l.Lapses} })
}

// by adds up the lines that have the same key.
func (r *LiabilityReport) by(key func(*LiabilityLine) LiabilityLine) []LiabilityLine {
	lines := make([]LiabilityLine, len(r.Lines))
	for i := range r.Lines {
		lines[i] = key(&r.Lines[i])
		lines[i].Obligation = r.Lines[i].Obligation
	}
	return sumLines(lines)
}

// sumLines sorts lines and adds up those that are about the same.
func sumLines(lines []LiabilityLine) (sums []LiabilityLine) {
	slices.SortStableFunc(lines, func(a, b LiabilityLine) int { return a.compare(&b) })
	for i := range lines {
		if n := len(sums); n > 0 && sums[n-1].compare(&lines[i]) == 0 {
			sums[n-1].add(&lines[i].Obligation)
		} else {
			sums = append(sums, lines[i])
		}
	}
	return sums
}

func (l *LiabilityLine) compare(m *LiabilityLine) int {
	return cmp.Or(strings.Compare(l.Wallet, m.Wallet), strings.Compare(l.Edition, m.Edition), l.Lapses.Compare(m.Lapses))
}

// Round returns the report with its money rounded to places decimals, for the
// books. Merge reports first and round the result.
//
// In the total, Breakage, Expected and Deferred are rounded once, half to even. In
// the lines they are rounded down, and what is then left goes unit by unit to those
// that lost most, and first to the first of equals. So the lines still sum to the
// total. Face becomes the sum of the rounded Breakage and Expected: it can differ from
// Face rounded by itself, by one unit, and by two in a line. Nothing becomes negative.
// Negative places round to tens, hundreds and so on.
func (r *LiabilityReport) Round(places int32) LiabilityReport {
	rounded := *r
	rounded.Lines = slices.Clone(r.Lines)
	for _, money := range [...]func(*Obligation) *Money{
		func(o *Obligation) *Money { return &o.Breakage },
		func(o *Obligation) *Money { return &o.Expected },
		func(o *Obligation) *Money { return &o.Deferred },
	} {
		rounded.round(places, money)
	}
	rounded.Total.Face = rounded.Total.Breakage.Add(rounded.Total.Expected)
	for i := range rounded.Lines {
		l := &rounded.Lines[i]
		l.Face = l.Breakage.Add(l.Expected)
	}
	return rounded
}

// round rounds one amount of the total, and apportions it to the lines.
func (r *LiabilityReport) round(places int32, money func(*Obligation) *Money) {
	total := money(&r.Total)
	sum := *total
	*total = sum.RoundBank(places)
	if sum.IsZero() {
		return
	}
	unit := decimal.New(1, -places)
	rests, left := make([]Money, len(r.Lines)), *total
	order := make([]int, len(r.Lines))
	for i := range r.Lines {
		m := money(&r.Lines[i].Obligation)
		whole := m.Truncate(places)
		rests[i], left, order[i] = m.Sub(whole), left.Sub(whole), i
		*m = whole
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(rests[j].Cmp(rests[i]), cmp.Compare(i, j)) })
	for _, i := range order {
		if left.Sign() <= 0 {
			break
		}
		m := money(&r.Lines[i].Obligation)
		*m, left = m.Add(unit), left.Sub(unit)
	}
}
