package retention

// pages is a list that grows without moving: new memory costs more than the
// look-up.
type pages[T any] struct {
	list  []*[pageSize]T
	count uint32
}

const pageSize = 1 << 10

// at returns element i.
func (p *pages[T]) at(i uint32) *T {
	return &p.list[i/pageSize][i%pageSize]
}

// add adds a zero element and returns it.
func (p *pages[T]) add() *T {
	if int(p.count/pageSize) == len(p.list) {
		p.list = append(p.list, new([pageSize]T))
	}
	p.count++
	return p.at(p.count - 1)
}
