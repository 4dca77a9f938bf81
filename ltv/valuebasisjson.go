package ltv

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// valueBasisVersion is that of the encoding of a ValueBasis.
const valueBasisVersion = 1

type valueBasisJSON struct {
	Version     int             `json:"version"`
	HorizonDays float64         `json:"horizonDays"`
	Discount    discountJSON    `json:"discount"`
	Margin      decimal.Decimal `json:"margin"`
	Gross       bool            `json:"gross"`
	RoundTo     decimal.Decimal `json:"roundTo"`
	Level       float64         `json:"level"`
}

type discountJSON struct {
	Rate    float64 `json:"rate"`
	PerDays float64 `json:"perDays"`
}

// MarshalJSON returns the basis with a version and with times in days. It fails
// where [ValueBasis.Check] does.
func (b ValueBasis) MarshalJSON() ([]byte, error) {
	if err := b.Check(); err != nil {
		return nil, err
	}
	return json.Marshal(valueBasisJSON{
		valueBasisVersion, b.Horizon.In(btyd.Day), discountJSON{b.Discount.Rate, b.Discount.Per.In(btyd.Day)},
		b.Margin, b.Gross, b.RoundTo, b.Level,
	})
}

// UnmarshalJSON reads what MarshalJSON wrote; fields that are missing are zero.
// Unknown ones, another version, and a basis that fails [ValueBasis.Check] are
// errors that wrap [ErrValueBasis].
func (b *ValueBasis) UnmarshalJSON(data []byte) error {
	var v valueBasisJSON
	if !json.Valid(data) { // a Decoder would not look beyond the first value
		return fmt.Errorf("ltv: %w: not JSON", ErrValueBasis)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&v); err != nil {
		return fmt.Errorf("ltv: %w: %w", ErrValueBasis, err)
	}
	if v.Version != valueBasisVersion {
		return fmt.Errorf("ltv: %w: version %d, where this package writes %d", ErrValueBasis, v.Version, valueBasisVersion)
	}
	read := ValueBasis{
		btyd.Days(v.HorizonDays), btyd.Discount{Rate: v.Discount.Rate, Per: btyd.Days(v.Discount.PerDays)},
		v.Margin, v.Gross, v.RoundTo, v.Level,
	}
	if err := read.Check(); err != nil {
		return err
	}
	*b = read
	return nil
}
