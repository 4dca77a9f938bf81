package btyd

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// ErrCovariates is wrapped by errors about covariates.
var ErrCovariates = errors.New("impossible covariates")

// Covariates are facts about a customer that do not change and may influence
// how often they buy and how soon they leave: the channel they came by, or the
// amount of the first order. Write a category as columns of zeros and ones,
// with one column fewer than there are categories. All customers must have
// equally many covariates. Count numbers that are all far from zero, such as
// years, from their middle. No covariate of a fit may be beyond 1e100, and the
// root of its mean square not below 1e-100, unless all are 0: coefficients and
// their variances would not be numbers.
type Covariates struct {
	Purchase []float64 // for the rate of purchases
	Dropout  []float64 // for leaving
}

// described is a record and covariates of both kinds.
type described struct {
	weighted
	z []float64
}

func (c described) compare(o described) int {
	return cmp.Or(c.Record.compare(o.Record), slices.Compare(c.z, o.z))
}

// description has the different records with their covariates, each of which is
// divided by its size, the root mean square.
type description struct {
	rows     []described
	size     []float64
	purchase int // how many covariates are for purchases, the first ones
}

func describe(records []Record, weights []float64, covariates []Covariates) (d description, err error) {
	if len(covariates) != len(records) {
		return d, fmt.Errorf("btyd: %w: those of %d customers for %d records", ErrCovariates, len(covariates), len(records))
	}
	d.purchase = len(covariates[0].Purchase)
	d.size = make([]float64, d.purchase+len(covariates[0].Dropout))
	for i, c := range records {
		z := slices.Concat(covariates[i].Purchase, covariates[i].Dropout)
		if len(covariates[i].Purchase) != d.purchase || len(z) != len(d.size) {
			return d, fmt.Errorf("btyd: %w: customer %d has not as many as customer 0", ErrCovariates, i)
		}
		if bad := slices.IndexFunc(z, func(v float64) bool { return !(math.Abs(v) <= mostParam) }); bad >= 0 {
			return d, fmt.Errorf("btyd: %w: customer %d has %v", ErrCovariates, i, z[bad])
		}
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		if w > 0 {
			d.rows = append(d.rows, described{weighted{c, w}, z})
		}
	}
	d.group()
	total := 0.0 // over rows in order, so that the order of the records does not matter
	for _, row := range d.rows {
		total += row.weight
	}
	return d, d.normalise(total)
}

// group merges equal customers.
func (d *description) group() {
	slices.SortFunc(d.rows, func(a, b described) int { return cmp.Or(a.compare(b), cmp.Compare(a.weight, b.weight)) })
	distinct := d.rows[:0]
	for _, row := range d.rows {
		if n := len(distinct); n > 0 && distinct[n-1].compare(row) == 0 {
			distinct[n-1].weight += row.weight
		} else {
			distinct = append(distinct, row)
		}
	}
	d.rows = distinct
}

func (d *description) normalise(total float64) error {
	for j := range d.size {
		largest, squares := 0.0, 0.0
		for _, row := range d.rows {
			largest = max(largest, math.Abs(row.z[j]))
		}
		if largest == 0 {
			d.size[j] = 1
			continue
		}
		for _, row := range d.rows {
			v := row.z[j] / largest
			squares += row.weight * v * v
		}
		if d.size[j] = largest * math.Sqrt(squares/total); d.size[j] < leastParam {
			return fmt.Errorf("btyd: %w: those in place %d are too small, some %v", ErrCovariates, j, d.size[j])
		}
	}
	for _, row := range d.rows {
		floats.Div(row.z, d.size)
	}
	return nil
}

// collinear reports whether, of the covariates [from, to) and a constant, one is
// made up by the others.
func (d *description) collinear(from, to int) bool {
	n := to - from + 1
	products := mat.NewSymDense(n, nil)
	one := make([]float64, n)
	one[0] = 1
	total := 0.0
	for _, row := range d.rows {
		copy(one[1:], row.z[from:to])
		products.SymRankOne(products, row.weight, mat.NewVecDense(n, one))
		total += row.weight
	}
	values, _, ok := eigen(products)
	return !ok || values[0] < 1e-10*total
}
