package ltv

import (
	"context"
	"fmt"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
)

// sheet is what a valuation reads of a base. Predictions are computed once for
// each record, which many customers share.
type sheet struct {
	records []btyd.Record // the different ones
	of      []int32       // of each customer, in records
	spends  []btyd.Spend  // of each customer
}

func (v *Valuer) sheet(ctx context.Context, base *Base) (*sheet, error) {
	if err := v.made(); err != nil {
		return nil, err
	}
	if base == nil {
		return nil, fmt.Errorf("ltv: %w", ErrNoCustomers)
	}
	if is, want := base.Currency(), v.currency; is != want && is != "" && want != "" {
		return nil, fmt.Errorf("ltv: %w: a base in %s, and a valuer in %s", retention.ErrCurrency, is, want)
	}
	s := &sheet{of: make([]int32, base.Len()), spends: make([]btyd.Spend, base.Len())}
	err := each(ctx, base.Len(), func(i int) { s.spends[i] = mustSpend(&base.customers[i]) })
	if err != nil {
		return nil, err
	}
	seen := map[btyd.Record]int32{}
	for i := range base.customers {
		record := base.customers[i].Record()
		at, ok := seen[record]
		if !ok {
			at = int32(len(s.records))
			seen[record] = at
			s.records = append(s.records, record)
		}
		s.of[i] = at
	}
	return s, nil
}
