package rfm

import (
	"runtime"
	"sync"
)

// partsOf returns in how many parts n customers are best worked on at a time.
func partsOf(n int) int {
	const worth = 1 << 12 // customers that are worth a goroutine
	return max(1, min(runtime.GOMAXPROCS(0), n/worth))
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
