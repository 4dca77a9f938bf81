package retention

import (
	"runtime"
	"sync"
)

// partsOf returns in how many parts n orders are best worked on at a time: in
// more than there are processors, as of these some may be slower, or shared.
func partsOf(n int) int {
	const (
		worth = 1 << 13 // orders that are worth a goroutine
		each  = 4       // parts for each processor
	)
	return max(1, min(each*runtime.GOMAXPROCS(0), n/worth))
}

// inStretches calls do for each of some stretches of 0 to n, at a time.
func inStretches(n, stretches int, do func(s, from, to int)) {
	parallel(stretches, func(s int) { do(s, n*s/stretches, n*(s+1)/stretches) })
}

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
