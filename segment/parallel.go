package segment

import "sync"

// parallel calls do(0) to do(n-1) at a time and returns when all are done. A call
// that panics is made again by the caller's goroutine, so that the panic is where
// the caller can see it and recover.
func parallel(n int, do func(i int)) {
	if n == 1 {
		do(0)
		return
	}
	done := make([]bool, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			defer func() { _ = recover() }()
			do(i)
			done[i] = true
		})
	}
	wg.Wait()
	for i := range n {
		if !done[i] {
			do(i)
		}
	}
}
