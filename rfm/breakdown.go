package rfm

import (
	"slices"

	"github.com/shopspring/decimal"
)

// SegmentTotals has the totals of the customers of one segment.
type SegmentTotals struct {
	Segment   string  `json:"segment"`
	Customers int     `json:"customers"`
	Share     float64 `json:"share"` // of all customers, 0 if there are none
	// Revenue is the sum of Monetary: sales less refunds. Over all segments it
	// sums exactly to that of the table.
	Revenue decimal.Decimal `json:"revenue"`
	// RevenueShare is Revenue divided by that of the table. It is 0 where the
	// table's is not above 0, and lies outside 0..1 only where some segments
	// gave back more than they paid.
	RevenueShare float64 `json:"revenueShare"`
	// A median is the middle value, or the exact mean of the two middle ones.
	// All six are 0 for an empty segment, and recency is 0 for customers
	// without sales.
	MedianRecency   float64         `json:"medianRecency"`
	MedianFrequency float64         `json:"medianFrequency"`
	MedianMonetary  decimal.Decimal `json:"medianMonetary"`
	MeanRecency     float64         `json:"meanRecency"`
	MeanFrequency   float64         `json:"meanFrequency"`
	// MeanMonetary is rounded half away from zero to two decimals.
	MeanMonetary decimal.Decimal `json:"meanMonetary"`
}

// Breakdown returns the totals of each segment, empty ones too, in the order
// of [Segmenter.Names]. It takes O(n log n) time.
func Breakdown(s *Segmented) []SegmentTotals {
	t := s.table()
	rows := s.rows()
	list := make([]SegmentTotals, len(rows))
	var revenue decimal.Decimal
	for i, name := range s.segmenter.Names() {
		list[i] = t.totals(rows[i])
		list[i].Segment = name
		list[i].Share = share(len(rows[i]), t.Len())
		revenue = revenue.Add(list[i].Revenue)
	}
	for i := range list {
		list[i].RevenueShare = moneyShare(list[i].Revenue, revenue)
	}
	return list
}

// rows returns the rows of each segment.
func (s *Segmented) rows() [][]int32 {
	rows := make([][]int32, len(s.segmenter.segments))
	for i, segment := range s.segment {
		rows[segment] = append(rows[segment], int32(i))
	}
	return rows
}

// totals returns the figures of some rows that need no others.
func (t *Table) totals(rows []int32) SegmentTotals {
	n := len(rows)
	var money total
	for _, i := range rows {
		money.add(&t.monetary, int(i))
	}
	recency, frequency := pick(t.recency, rows), pick(t.frequency, rows)
	return SegmentTotals{
		Customers:       n,
		Revenue:         money.decimal(),
		MedianRecency:   median(recency),
		MedianFrequency: median(frequency),
		MedianMonetary:  t.monetary.median(rows),
		MeanRecency:     mean(recency),
		MeanFrequency:   mean(frequency),
		MeanMonetary:    money.mean(n),
	}
}

// pick returns the values of some rows of a column.
func pick[V any](column []V, rows []int32) []V {
	values := make([]V, len(rows))
	for i, row := range rows {
		values[i] = column[row]
	}
	return values
}

// median sorts the values it is given.
func median(values []int32) float64 {
	n := len(values)
	if n == 0 {
		return 0
	}
	slices.Sort(values)
	return (float64(values[(n-1)/2]) + float64(values[n/2])) / 2
}

func (m *money) median(rows []int32) decimal.Decimal {
	n := len(rows)
	if n == 0 {
		return decimal.Decimal{}
	}
	var a, b decimal.Decimal
	if m.wide != nil {
		values := pick(m.wide, rows)
		slices.SortFunc(values, decimal.Decimal.Compare)
		a, b = values[(n-1)/2], values[n/2]
	} else {
		values := pick(m.units, rows)
		slices.Sort(values)
		a = decimal.New(values[(n-1)/2], -int32(m.scale))
		b = decimal.New(values[n/2], -int32(m.scale))
	}
	return a.Add(b).Mul(decimal.New(5, -1)) // exact, unlike a division
}

func mean(values []int32) float64 {
	if len(values) == 0 {
		return 0
	}
	var sum int64
	for _, v := range values {
		sum += int64(v)
	}
	return float64(sum) / float64(len(values))
}
