package retention

// pages is a list that grows without moving: new memory costs more than the
// look-up.
type pages[T any] struct {
	list  [][]T
	count uint32
}

const pageBits = 8

// at returns element i.
func (p *pages[T]) at(i uint32) *T {
	return &p.list[i>>pageBits][i&(1<<pageBits-1)]
}

// add adds a zero element and returns it.
func (p *pages[T]) add() *T {
	if int(p.count>>pageBits) == len(p.list) {
		p.list = append(p.list, make([]T, 1<<pageBits))
	}
	p.count++
	return p.at(p.count - 1)
}
