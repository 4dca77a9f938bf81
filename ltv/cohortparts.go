package ltv

import (
	"runtime"
	"sync"

	"github.com/retentionkit/retention"
)

// cohortParts calls do for parts of a view at a time. It returns what do did,
// in the order of the customers.
func cohortParts[T any](v retention.View, do func(retention.View) T) []T {
	views := v.Split(runtime.GOMAXPROCS(0))
	results := make([]T, len(views))
	var wg sync.WaitGroup
	for i := range views {
		wg.Go(func() { results[i] = do(views[i]) })
	}
	wg.Wait()
	return results
}

// cohortFirstSale returns the day of a customer's first sale, or the zero Date.
func cohortFirstSale(c retention.Customer) retention.Date {
	for e := range c.Events() {
		if e.Kind == retention.Sale {
			return e.Day()
		}
	}
	return retention.Date{}
}
