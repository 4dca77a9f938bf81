package ltv

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"

	"github.com/shopspring/decimal"
)

// Lever is one input of a calculation T that [Sensitivity] moves.
type Lever[T any] struct {
	Name  string
	Scale func(base T, factor decimal.Decimal) T // returns base with the input times factor
}

// Tornado tells how much a result depends on each input, with the input that
// matters most first: the bars of a tornado chart, ready to plot.
type Tornado struct {
	Base   decimal.Decimal `json:"base"`   // the result of the inputs as they are
	Share  float64         `json:"share"`  // by which each input was moved, down and up
	Swings []Swing         `json:"swings"` // widest first; ties by Name
}

// Swing has the results of a calculation when one input moves and the others
// stay.
type Swing struct {
	Name  string          `json:"name"`
	Low   Outcome         `json:"low"`   // of the input × (1 - Share)
	High  Outcome         `json:"high"`  // of the input × (1 + Share)
	Width decimal.Decimal `json:"width"` // |High - Low|; from Base to the other one where one has no value
}

// Outcome is a result, or the reason why there is none: a margin of 95 %, say,
// cannot be a tenth higher.
type Outcome struct {
	Value decimal.Decimal // 0 with an error
	Err   error
}

// Sensitivity moves each input of a calculation by a share of itself, down and
// up, one at a time. It works for any calculation; this package has levers for
// [Formula] and [RetentionModel]:
//
//	tornado, err := ltv.Sensitivity(f, ltv.Formula.Value, ltv.FormulaLevers(), 0.10)
//
// The share is between 0 and 1 and read as the decimal that prints it. It is
// not an error if an input leaves its domain: its [Outcome] says so. The error
// is that of the calculation as it is, or an *[InputError] about the share.
func Sensitivity[T any](base T, value func(T) (decimal.Decimal, error), levers []Lever[T], share float64) (Tornado, error) {
	c := inputCheck{of: "Sensitivity"}
	if c.share("share", share); c.err != nil {
		return Tornado{}, c.err
	}
	v, err := value(base)
	if err != nil {
		return Tornado{}, err
	}
	t := Tornado{Base: v, Share: share}
	move := exactDecimal(share)
	for _, l := range levers {
		s := Swing{
			Name: l.Name,
			Low:  outcome(value(l.Scale(base, decimalOne.Sub(move)))),
			High: outcome(value(l.Scale(base, decimalOne.Add(move)))),
		}
		s.Width = s.High.or(v).Sub(s.Low.or(v)).Abs()
		t.Swings = append(t.Swings, s)
	}
	slices.SortStableFunc(t.Swings, func(a, b Swing) int {
		return cmp.Or(b.Width.Cmp(a.Width), cmp.Compare(a.Name, b.Name))
	})
	return t, nil
}

// MarshalJSON returns {"value":"9.5"}, or {"error":"…"} where there is no value.
func (o Outcome) MarshalJSON() ([]byte, error) {
	if o.Err != nil {
		return json.Marshal(map[string]string{"error": o.Err.Error()})
	}
	return json.Marshal(map[string]decimal.Decimal{"value": o.Value})
}

func outcome(v decimal.Decimal, err error) Outcome {
	if err != nil {
		return Outcome{Err: err}
	}
	return Outcome{Value: v}
}

// or returns the value, or another one where there is none.
func (o Outcome) or(v decimal.Decimal) decimal.Decimal {
	if o.Err != nil {
		return v
	}
	return o.Value
}

// FormulaLevers returns a lever for each input of a [Formula].
func FormulaLevers() []Lever[Formula] {
	type d = decimal.Decimal
	return []Lever[Formula]{
		{"AveragePurchase", func(f Formula, by d) Formula { f.AveragePurchase = f.AveragePurchase.Mul(by); return f }},
		{"PurchasesPerYear", func(f Formula, by d) Formula { f.PurchasesPerYear = scaledFloat(f.PurchasesPerYear, by); return f }},
		{"Years", func(f Formula, by d) Formula { f.Years = scaledFloat(f.Years, by); return f }},
		{"Margin", func(f Formula, by d) Formula { f.Margin = scaledFloat(f.Margin, by); return f }},
		{"Acquisition", func(f Formula, by d) Formula { f.Acquisition = f.Acquisition.Mul(by); return f }},
		{"RetentionPerYear", func(f Formula, by d) Formula { f.RetentionPerYear = f.RetentionPerYear.Mul(by); return f }},
	}
}

// RetentionModelLevers returns a lever for each input of a [RetentionModel].
// The lever moves churn and not retention, as a tenth more than 95 % retention
// would be more than 100 %.
func RetentionModelLevers() []Lever[RetentionModel] {
	type model = RetentionModel
	type d = decimal.Decimal
	return []Lever[model]{
		{"Margin", func(m model, by d) model { m.Margin = m.Margin.Mul(by); return m }},
		{"Service", func(m model, by d) model { m.Service = m.Service.Mul(by); return m }},
		{"Acquisition", func(m model, by d) model { m.Acquisition = m.Acquisition.Mul(by); return m }},
		{"Churn", func(m model, by d) model { m.Retention = stays(m.Retention, by); return m }},
		{"Growth", func(m model, by d) model { m.Growth = scaledFloat(m.Growth, by); return m }},
		{"Discount", func(m model, by d) model { m.Discount = m.Discount.scaled(by); return m }},
	}
}

// stays returns the retention with its churn times a factor.
func stays(retention float64, by decimal.Decimal) float64 {
	return scaledBy(retention, func(r decimal.Decimal) decimal.Decimal { return decimalOne.Sub(decimalOne.Sub(r).Mul(by)) })
}

func scaledFloat(f float64, by decimal.Decimal) float64 { return scaledBy(f, by.Mul) }

// scaledBy leaves what is no number to the checks.
func scaledBy(f float64, by func(decimal.Decimal) decimal.Decimal) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return f
	}
	return by(exactDecimal(f)).InexactFloat64()
}
