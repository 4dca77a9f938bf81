package rfm

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// aggregate is what is gathered of one customer.
type aggregate struct {
	net            retention.Sum
	first, last    extreme // of the sales
	frequency      int32   // 0: without sales
	used           int32   // orders within the window
	earlier, later int32   // orders before it, and after the as-of instant
}

// moment is all that measures need of a time: twice its second, and one more if
// its nanoseconds are more than those of the as-of instant, so that a second
// less has passed.
type moment int64

func momentOf(at, asOf instant) moment {
	m := moment(at.second) << 1
	if at.nano > asOf.nano {
		m++
	}
	return m
}

// time returns a time that measures as the one that the moment is of.
func (m moment) time() time.Time { return time.Unix(int64(m>>1), int64(m&1)*(1e9-1)) }

// extreme keeps the highest of many numbers, and needs no branch to begin: the
// zero extreme is below all.
type extreme int64

const far = 1 << 60 // more than any moment

func (e *extreme) take(m moment) { *e = max(*e, extreme(m)+far) }

// addSale takes in a sale, in whatever order they come.
func (a *aggregate) addSale(m moment) {
	a.first.take(-m)
	a.last.take(m)
	a.frequency++
}

func (a *aggregate) firstSale() time.Time { return moment(far - a.first).time() }
func (a *aggregate) lastSale() time.Time  { return moment(a.last - far).time() }

// merge takes in all that b has.
func (a *aggregate) merge(b *aggregate) {
	a.net.Merge(b.net)
	a.first, a.last = max(a.first, b.first), max(a.last, b.last)
	a.frequency += b.frequency
	a.used += b.used
	a.earlier += b.earlier
	a.later += b.later
}

// tableOf makes a table of aggregates in the order of their IDs.
func tableOf(ids []string, list []aggregate, asOf time.Time, zone *time.Location, b Basis) *Table {
	t := newTable(ids, asOf, zone, b)
	parts := partsOf(len(ids))
	parallel(parts, func(part int) {
		for i := len(ids) * part / parts; i < len(ids)*(part+1)/parts; i++ {
			if a := &list[i]; a.frequency > 0 {
				t.setSales(i, a.firstSale(), a.lastSale(), int(a.frequency))
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
		units, scale, ok := list[i].net.Units()
		if !ok || uint8(scale) != m.scale {
			return mixedMoney(list)
		}
		m.units[i] = units
	}
	return m
}

// mixedMoney is moneyOfSums for sums of several scales.
func mixedMoney(list []aggregate) money {
	m := money{units: make([]int64, len(list)), scale: 2}
	for i := range list {
		_, scale, _ := list[i].net.Units()
		m.scale = max(m.scale, uint8(scale))
	}
	for i := range list {
		units, scale, ok := list[i].net.Units()
		if ok {
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
