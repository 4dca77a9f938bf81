package ltv

import (
	"fmt"
	"strings"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Text gives the formula in words, with its revenue: "average purchase 3,250 ×
// 4 purchases a year × 3 years = 39,000". Purchases and years are shown to two
// decimals; the result is that of [Formula.Revenue], from the numbers as they
// are. The error is that of Revenue.
func (f Formula) Text(lang retention.Language) (string, error) {
	revenue, err := f.Revenue()
	if err != nil {
		return "", err
	}
	format := retention.Text{
		English:  "average purchase %s × %s purchases a year × %s years = %s",
		Japanese: "平均購入額 %s × 購入回数 年%s回 × 継続期間 %s年 = %s",
	}
	return fmt.Sprintf(format.In(lang),
		groupedDigits(f.AveragePurchase),
		groupedDigits(exactDecimal(f.PurchasesPerYear).Round(2)),
		groupedDigits(exactDecimal(f.Years).Round(2)),
		groupedDigits(revenue)), nil
}

// groupedDigits returns a number that is not negative with commas between
// thousands.
func groupedDigits(d decimal.Decimal) string {
	whole, fraction, found := strings.Cut(d.String(), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		return whole + "." + fraction
	}
	return whole
}
