package main

import (
	"context"
	"fmt"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
)

// report says what was counted, and what was not.
func (s *shop) report(day retention.Date, r retention.Report) {
	format := retention.Text{
		English:  "%v: %d customers, %d sales and %d refunds for %v yen in all, %d orders that were cancelled\n\n",
		Japanese: "%v：顧客%d人、売上%d件、返金%d件、純売上%v円、取消%d件\n\n",
	}
	fmt.Fprintf(s.out, format.In(s.lang), day, r.Customers, r.Sales, r.Refunds, r.Net, r.Voided)
}

// measure scores the customers and names their segments.
func (s *shop) measure(view retention.View) (*rfm.Segmented, error) {
	table, err := rfm.Measure(view, rfm.Basis{})
	if err != nil {
		return nil, err
	}
	named, err := rfm.Classify(table, rfm.Method{}, rfm.ElevenSegments())
	if err != nil {
		return nil, err
	}
	for _, g := range rfm.Breakdown(named) {
		fmt.Fprintf(s.out, "%5d %5.1f%% %12s  %s\n", g.Customers, 100*g.Share, g.Revenue, named.Segmenter().Title(g.Segment, s.lang))
	}
	return named, nil
}

// value foretells what each customer will bring within a year, in whole yen.
func (s *shop) value(ctx context.Context, view retention.View) (*ltv.Valuation, error) {
	worth, err := ltv.Predict(ctx, view, ltv.PredictSettings{Value: ltv.ValueBasis{
		Horizon:  btyd.Years(1),
		Discount: btyd.Discount{Rate: 0.10, Per: btyd.Years(1)},
		Margin:   decimal.RequireFromString("0.4"),
		RoundTo:  decimal.NewFromInt(1),
	}})
	if err != nil {
		return nil, err
	}
	format := retention.Text{English: "\nWithin a year they will bring about %v yen.\n", Japanese: "\n今後1年の価値：約%v円\n"}
	fmt.Fprintf(s.out, format.In(s.lang), worth.Value.Total)
	for _, warning := range worth.Warnings {
		fmt.Fprintln(s.out, "  "+warning.Text(s.lang))
	}
	return worth.Value, nil
}
