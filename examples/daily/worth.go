package main

import (
	"context"
	"fmt"
	"io"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// value foretells what each customer will bring within a year, in whole yen.
func (s *shop) value(ctx context.Context, w io.Writer, view retention.View) (*ltv.Valuation, error) {
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
	fmt.Fprintf(w, format.In(s.lang), worth.Value.Total)
	for _, warning := range worth.Warnings {
		fmt.Fprintln(w, "  "+warning.Text(s.lang))
	}
	return worth.Value, nil
}
