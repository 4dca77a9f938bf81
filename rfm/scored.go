package rfm

import "iter"

// Scored is a table of customers with the score of each. It comes from
// [Scorer.Apply], is immutable, and is safe for concurrent use.
type Scored struct {
	scorer *Scorer
	table  *Table
	scores []Score // of each row
}

// Apply scores every customer of a table, in O(n), on several processors where
// that helps. The table may be of any time: scores by an old scale can be
// compared with the scores of its own day.
//
// A *[MismatchError] says that the table was measured in another zone, currency
// or basis. Money whose currency was never stated fits any.
func (s *Scorer) Apply(t *Table) (*Scored, error) {
	if err := mismatch(s.scale.measurement(), t.measurement()); err != nil {
		return nil, err
	}
	n := t.Len()
	scores := make([]Score, n)
	parts := partsOf(n)
	money := monetaryAxis.ladder(s.scale.M.Cuts, int(t.monetary.scale))
	parallel(parts, func(part int) {
		for i := n * part / parts; i < n*(part+1)/parts; i++ {
			if t.frequency[i] == 0 {
				continue
			}
			id := t.ids[i]
			scores[i].R = s.recency.score(s.recency.key(int64(t.recency[i])), id)
			scores[i].F = s.frequency.score(int64(t.frequency[i]), id)
			if t.monetary.wide != nil {
				scores[i].M = s.money.score(t.monetary.wide[i], id)
			} else {
				scores[i].M = money.score(t.monetary.units[i], id)
			}
		}
	})
	return &Scored{s, t, scores}, nil
}

// Scorer returns what scored the customers.
func (s *Scored) Scorer() *Scorer { return s.scorer }

// Table returns the customers.
func (s *Scored) Table() *Table { return s.table }

// Len returns the number of customers, those without sales included.
func (s *Scored) Len() int { return len(s.scores) }

// Score returns the score of the customer in row i of the table,
// 0 <= i < Len().
func (s *Scored) Score(i int) Score { return s.scores[i] }

// At returns the customer in row i, 0 <= i < Len(), and their score.
func (s *Scored) At(i int) (Customer, Score) { return s.table.At(i), s.scores[i] }

// All iterates over the customers and their scores, in the order of customer
// IDs.
func (s *Scored) All() iter.Seq2[Customer, Score] {
	return func(yield func(Customer, Score) bool) {
		for i := range s.scores {
			if !yield(s.At(i)) {
				return
			}
		}
	}
}

// bins returns the highest score.
func (s *Scored) bins() int { return s.scorer.scale.Bins }
