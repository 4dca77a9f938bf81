package ltv

import (
	"math"

	"github.com/shopspring/decimal"
)

// LessChurn asks how much it pays to lose fewer customers:
//
//	churn after = churn before × (1 - Share) - Points
//
// It checks the 5:25 law, by which 5 % less churn brings at least 25 % more
// profit, with the user's numbers. The law goes back to Reichheld & Sasser
// (1990), "Zero Defections: Quality Comes to Services", Harvard Business Review
// 68(5), who computed 25 % to 85 % for several trades as the change in the
// value of an average customer. It is arithmetic about their examples, not a
// law of nature, and holds under conditions:
//
//   - 5 % are points: from 10 % a year to 5 %, which halves churn and doubles the
//     lifetime. At a discount of 10 % the multiple of [RetentionModel] then
//     grows by 41 %. Taken as a share, 10 % to 9.5 %, it grows by 3 %.
//   - Churn is low to begin with: from 50 % to 45 % it grows by 20 %.
//   - It is the value of a customer that grows by this much, not the profit of
//     the next year.
//   - The cost of winning a customer is subtracted on both sides: the smaller
//     the value before, the larger its growth in percent.
//   - Margins that grow with the years (Growth) raise the gain, a high discount
//     lowers it.
//   - The customers who are kept are like those who stay anyway, and keeping
//     them costs nothing. How much it may cost is in [ChurnEffect].
type LessChurn struct {
	Model  RetentionModel `json:"model"`  // as things are
	Points float64        `json:"points"` // by which churn falls: 0.05 from 20 % to 15 %, 0 to 1
	Share  float64        `json:"share"`  // of churn by which it falls: 0.05 from 20 % to 19 %, 0 to 1
}

// ChurnEffect is the effect of losing fewer customers. Money is per customer,
// in the Places of the model.
type ChurnEffect struct {
	ChurnBefore float64         `json:"churnBefore"` // a period
	ChurnAfter  float64         `json:"churnAfter"`
	Before      decimal.Decimal `json:"before"` // values, each rounded half away from zero
	After       decimal.Decimal `json:"after"`  // likewise
	Gain        decimal.Decimal `json:"gain"`   // After - Before: what the change may cost for a customer, once and now

	// PerPeriod is what the change may cost for each period that a customer
	// stays, on top of Service, and growing as the margin does. It is rounded
	// down, so that spending it loses nothing; 0 where there is no gain.
	PerPeriod decimal.Decimal `json:"perPeriod"`
}

// Effect compares the value of a customer before and after. The error is that
// of [RetentionModel.Value] for either, or an *[InputError] for Points or Share
// out of their domain, or for more points than there is churn. Churn of zero,
// without a discount or a horizon, is [ErrDiverges].
func (l LessChurn) Effect() (ChurnEffect, error) {
	after, err := l.after()
	if err != nil {
		return ChurnEffect{}, err
	}
	e := ChurnEffect{ChurnBefore: l.Model.churn().InexactFloat64(), ChurnAfter: after.churn().InexactFloat64()}
	if e.Before, err = l.Model.Value(); err != nil {
		return ChurnEffect{}, err
	}
	if e.After, err = after.Value(); err != nil {
		return ChurnEffect{}, err
	}
	e.Gain = e.After.Sub(e.Before)
	e.PerPeriod, err = after.perPeriod(e.Gain)
	return e, err
}

// Relative returns the gain as a share of the value before: 0.25 is 25 % more.
// ok is false where the value before is not above 0, or is so small that the
// share is beyond float64.
func (e ChurnEffect) Relative() (share float64, ok bool) {
	if e.Before.Sign() <= 0 {
		return 0, false
	}
	if share = quotient(e.Gain, e.Before); math.IsInf(share, 0) {
		return 0, false
	}
	return share, true
}

// after returns the model with less churn.
func (l LessChurn) after() (RetentionModel, error) {
	if err := l.Model.check(); err != nil {
		return l.Model, err
	}
	c := inputCheck{of: "LessChurn"}
	c.share("Points", l.Points)
	c.share("Share", l.Share)
	if c.err != nil {
		return l.Model, c.err
	}
	churn := l.Model.churn().Mul(decimalOne.Sub(exactDecimal(l.Share))).Sub(exactDecimal(l.Points))
	if churn.IsNegative() {
		c.fail("Points", ErrMoreThanChurn)
		return l.Model, c.err
	}
	after := l.Model
	after.Retention = decimalOne.Sub(churn).InexactFloat64()
	return after, nil
}

// perPeriod spreads money of now over the periods of a model, rounded down.
func (m RetentionModel) perPeriod(money decimal.Decimal) (decimal.Decimal, error) {
	s, err := m.series()
	if err != nil {
		return decimal.Decimal{}, err
	}
	top, bottom, err := s.factor(m.Periods)
	if err != nil || money.Sign() <= 0 || top.IsZero() {
		return decimal.Zero, err
	}
	q, _ := money.Mul(bottom).QuoRem(top, m.Places)
	return q, nil
}
