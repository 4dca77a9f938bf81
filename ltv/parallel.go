package ltv

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/retentionkit/retention"
)

// parallel calls do(0) to do(n-1) at a time and returns when all are done.
func parallel(n int, do func(i int)) {
	if n == 1 {
		do(0)
		return
	}
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { do(i) })
	}
	wg.Wait()
}

// inParts calls do for parts of a view at a time. It returns what do did, in the
// order of the customers.
func inParts[T any](v retention.View, do func(retention.View) T) []T {
	views := v.Split(runtime.GOMAXPROCS(0))
	results := make([]T, len(views))
	parallel(len(views), func(i int) { results[i] = do(views[i]) })
	return results
}

// each calls do(0) to do(n-1) on all processors, in parts small enough that none
// waits long for the others, and stops between two if ctx is done: the error is
// that of ctx.
func each(ctx context.Context, n int, do func(i int)) error {
	const part = 32
	var next atomic.Int64
	parallel(max(1, min(runtime.GOMAXPROCS(0), n/part)), func(int) {
		for ctx.Err() == nil {
			to := int(next.Add(part))
			from := to - part
			if from >= n {
				return
			}
			for i := from; i < min(to, n) && ctx.Err() == nil; i++ {
				do(i)
			}
		}
	})
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("ltv: %w", err)
	}
	return nil
}
