package btyd

import "sort"

// Path is the life of a simulated customer. Two purchases are never merged into
// one, however close they come.
type Path struct {
	Purchases []Time // the repeat purchases, ascending, as times since the first
	Leaves    Time   // when the customer leaves, if Left
	Left      bool   // whether that is within the time simulated
	Cut       bool   // whether there were more purchases than the million listed
}

// mostPurchases is how many purchases a path may have, so that it ends whatever
// the rate.
const mostPurchases = 1_000_000

// Record returns the record of the customer at a time t after the first
// purchase. It means nothing beyond the time that was simulated, or beyond the
// last purchase of a path that was cut.
func (p Path) Record(t Time) Record {
	c := Record{t: Time{t.horizon("Path.Record")}}
	c.x = p.Count(t)
	if c.x > 0 {
		c.tx = p.Purchases[c.x-1]
	}
	return c
}

// Count returns the number of repeat purchases within t of the first.
func (p Path) Count(t Time) int {
	return sort.Search(len(p.Purchases), func(i int) bool { return p.Purchases[i].days > t.days })
}
