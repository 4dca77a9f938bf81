package retention

// desk is where a worker fills trays with tickets, one tray for each part of
// the customers.
type desk[R any] struct {
	trays []tray[R]
	blank []*page[R]
}

// tray holds the tickets of a part, on pages that are full but for the last.
type tray[R any] struct {
	pages   []*page[R]
	last    *page[R]
	tickets uint
}

// page is a few tickets that are handed out together.
type page[R any] [pageTickets]ticket[R]

const pageTickets = 64

// ticket is an order on its way to its customer.
type ticket[R any] struct {
	key idKey
	row R
}

// ticket returns a zero ticket on the tray of a part.
func (d *desk[R]) ticket(part int) *ticket[R] {
	t := &d.trays[part]
	i := t.tickets % pageTickets
	if i == 0 {
		t.last = d.blankPage()
		t.pages = append(t.pages, t.last)
	}
	t.tickets++
	return &t.last[i]
}

// blankPage returns a page that was used before, if there is one.
func (d *desk[R]) blankPage() *page[R] {
	last := len(d.blank) - 1
	if last < 0 {
		return new(page[R])
	}
	p := d.blank[last]
	d.blank = d.blank[:last]
	clear(p[:]) // the whole page at once, which also brings it into the cache
	return p
}

// clear takes all tickets off the trays.
func (d *desk[R]) clear() {
	for i := range d.trays {
		t := &d.trays[i]
		d.blank = append(d.blank, t.pages...)
		t.pages, t.tickets = t.pages[:0], 0
	}
}
