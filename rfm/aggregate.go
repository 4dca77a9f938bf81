package rfm

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// aggregate is what is gathered of one customer. It fills one cache line, which
// is why times are kept in pieces.
type aggregate struct {
	net                 retention.Sum
	firstSec, lastSec   int64 // of the sales
	firstNano, lastNano int32
	frequency           int32 // 0: without sales
	used                int32 // orders within the window
	earlier, later      int32 // orders before it, and after the as-of instant
}

func (a *aggregate) first() time.Time { return time.Unix(a.firstSec, int64(a.firstNano)) }
func (a *aggregate) last() time.Time  { return time.Unix(a.lastSec, int64(a.lastNano)) }

// addSale takes in a sale, in whatever order they come.
func (a *aggregate) addSale(sec int64, nano int32) {
	if a.frequency == 0 || sec < a.firstSec || sec == a.firstSec && nano < a.firstNano {
		a.firstSec, a.firstNano = sec, nano
	}
	if a.frequency == 0 || sec > a.lastSec || sec == a.lastSec && nano > a.lastNano {
		a.lastSec, a.lastNano = sec, nano
	}
	a.frequency++
}

// tableOf makes a table of aggregates in the order of their IDs.
func tableOf(ids []string, list []aggregate, asOf time.Time, zone *time.Location, b Basis) *Table {
	t := newTable(ids, asOf, zone, b)
	parts := partsOf(len(ids))
	parallel(parts, func(part int) {
		for i := len(ids) * part / parts; i < len(ids)*(part+1)/parts; i++ {
			if a := &list[i]; a.frequency > 0 {
				t.setSales(i, a.first(), a.last(), int(a.frequency))
			}
		}
	})
	t.monetary = moneyOfSums(list)
	return t
}

// moneyOfSums puts sums into a column.
func moneyOfSums(list []aggregate) money {
	m := money{units: make([]int64, len(list)), scale: 2}
	for i := range list {
		_, scale, _ := list[i].net.Units()
		m.scale = max(m.scale, uint8(scale))
	}
	for i := range list {
		units, scale, ok := list[i].net.Units()
		if ok && uint8(scale) != m.scale {
			units, ok = rescale(units, int(m.scale)-scale)
		}
		if !ok {
			return wideMoney(list)
		}
		m.units[i] = units
	}
	return m
}

func wideMoney(list []aggregate) money {
	m := money{wide: make([]decimal.Decimal, len(list))}
	for i := range list {
		m.wide[i] = list[i].net.Decimal()
	}
	return m
}

// rescale multiplies units by 10^by, and reports whether the product fits.
func rescale(units int64, by int) (int64, bool) {
	const most = (1<<63 - 1) / 10
	for range by {
		if units > most || units < -most {
			return 0, false
		}
		units *= 10
	}
	return units, true
}
