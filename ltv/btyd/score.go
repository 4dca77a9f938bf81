package btyd

import (
	"runtime"
	"slices"
	"sync"
)

// Score computes f of each record, on all processors, into dst, which is
// replaced if it is too short, and returns it:
//
//	expected = btyd.Score(expected, records, func(c btyd.Record) float64 {
//		return model.Expected(c, btyd.Weeks(39))
//	})
//
// f is called from several goroutines at a time. A panic in it ends the program.
// The records may be of any type, so f can be given more than a [Record].
func Score[C any](dst []float64, records []C, f func(C) float64) []float64 {
	dst = slices.Grow(dst[:0], len(records))[:len(records)]
	parallel(len(records), recordsWorth, func(from, to int) {
		for i := from; i < to; i++ {
			dst[i] = f(records[i])
		}
	})
	return dst
}

// How much is worth a goroutine.
const (
	recordsWorth = 1 << 10
	chunksWorth  = 4
)

// parallel calls do with the parts of [0, n), several at a time, and returns
// when all are done. A part has at least worth of them.
func parallel(n, worth int, do func(from, to int)) {
	parts := max(1, min(runtime.GOMAXPROCS(0), n/worth))
	if parts == 1 {
		do(0, n)
		return
	}
	var wg sync.WaitGroup
	for part := range parts {
		wg.Go(func() { do(n*part/parts, n*(part+1)/parts) })
	}
	wg.Wait()
}
