package rfm

import "github.com/shopspring/decimal"

// HeatCell has the totals of the customers with one recency score and one
// frequency score.
type HeatCell struct {
	R         uint8   `json:"r"`
	F         uint8   `json:"f"`
	Customers int     `json:"customers"`
	Share     float64 `json:"share"` // of the customers with sales
	// Revenue is the sum of Monetary: sales less refunds.
	Revenue decimal.Decimal `json:"revenue"`
	// Mean is Revenue / Customers, rounded half away from zero to two
	// decimals; 0 in an empty cell.
	Mean decimal.Decimal `json:"mean"`
}

// HeatMap returns all cells of recency by frequency, empty ones too, ascending
// by R and then by F. Customers without sales are in none.
func HeatMap(s *Scored) []HeatCell {
	t, bins := s.Table(), s.bins()
	cells := make([]HeatCell, bins*bins)
	money := make([]total, len(cells))
	customers := 0
	for i := range s.Len() {
		if score := s.Score(i); score.Scored() {
			cell := (int(score.R)-1)*bins + int(score.F) - 1
			cells[cell].Customers++
			customers++
			money[cell].add(&t.monetary, i)
		}
	}
	for i := range cells {
		c := &cells[i]
		c.R, c.F = uint8(i/bins+1), uint8(i%bins+1)
		c.Share = share(c.Customers, customers)
		c.Revenue = money[i].decimal()
		c.Mean = money[i].mean(c.Customers)
	}
	return cells
}
