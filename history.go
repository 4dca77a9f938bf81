package retention

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"
	"unicode/utf8"
)

// History holds the orders of a shop. They may come in any order. It keeps a
// record of about 40 bytes for each order, sorted by customer and time.
// Everything else is computed from a [View] of it at an instant.
//
// A History is a set: an order that comes twice (same customer, kind, ID, time
// and amount) is kept once and counted. So it is safe to add the last days again
// every night, as long as old orders come again unchanged. Orders without an ID
// are all kept, as nothing tells a repeat from a new order. Merging is
// commutative and associative: the same orders make the same History, byte for
// byte when encoded, however they were split, shuffled and merged.
//
// A History never forgets a single order, so rows that are edited need care. A row
// that comes again with another amount is a second version of the order. The
// version with the latest time counts, and of those at one time the one with the
// largest amount. So if a row keeps its ID and time and its amount is lowered, the
// old, larger amount still counts. A row that was deleted still counts, and a row
// that was moved to another customer counts for both. [Report.Conflicts] counts
// the versions that gave way. What to do about an edited row:
//
//   - Add a [Void] with the ID and the time of the old version, and the new
//     version as an order with another ID. A Void takes back all orders of the
//     customer with its ID, so the new version must not share it.
//   - Or, if only the amount was lowered, add a [Refund] of the difference at the
//     time of the edit. Views before the edit then stay as they were.
//   - Or make a new History from the whole table every night.
//
// The zero History is empty and ready for use. A History must not be copied.
// It is safe for concurrent use; a View never changes once it is made.
type History struct {
	mu       sync.Mutex
	runs     []*run  // each more than twice as large as the next, so few
	pending  []Order // checked, but in no run yet
	currency string
}

// pendingMost is how many orders wait for the others before they become a run.
const pendingMost = 1 << 16

// NewHistory returns a History of the given orders. It uses several processors
// where that helps. The error is that of [History.Add].
func NewHistory(orders []Order) (*History, error) {
	h := new(History)
	if err := h.Add(orders...); err != nil {
		return nil, err
	}
	return h, nil
}

// Collect returns a History of the orders of seq. It ranges over seq once and
// never holds all of the orders. The error is that of [History.Add] for the
// first order that cannot be kept.
func Collect(seq iter.Seq[Order]) (*History, error) {
	h := new(History)
	some := make([]Order, 0, 1<<8)
	for o := range seq {
		if some = append(some, o); len(some) < cap(some) {
			continue
		}
		if err := h.Add(some...); err != nil {
			return nil, err
		}
		some = some[:0]
	}
	if err := h.Add(some...); err != nil {
		return nil, err
	}
	return h, nil
}

// Add adds all of the orders or, if one of them cannot be kept, none.
//
// The error is an *[OrderError] for the first order that fails [Order.Check] or
// states another currency ([ErrCurrency]) than an order before it. To keep the
// others, leave out the order that failed and add again.
func (h *History) Add(orders ...Order) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	currency := h.currency
	for i := 0; i < len(orders) && currency == ""; i++ {
		currency = orders[i].Currency
	}
	if len(orders) < pendingMost {
		return h.addFew(orders, currency)
	}
	r, err := runOf(orders, currency)
	if err != nil {
		return err
	}
	h.currency = currency
	h.push(r)
	return nil
}

func (h *History) addFew(orders []Order, currency string) error {
	for i := range orders {
		if _, err := orders[i].check(currency); err != nil {
			return err
		}
	}
	h.currency = currency
	for _, o := range orders {
		o.Lines = nil
		h.pending = append(h.pending, o)
	}
	if len(h.pending) >= pendingMost {
		h.flush()
	}
	return nil
}

// flush makes a run of the pending orders.
func (h *History) flush() {
	if len(h.pending) == 0 {
		return
	}
	r, err := runOf(h.pending, h.currency)
	if err != nil {
		panic("retention: order changed after its check: " + err.Error())
	}
	clear(h.pending) // lets go of the caller's strings
	h.pending = h.pending[:0]
	h.push(r)
}

// push adds a run, and merges the last two while they are of like size: every
// order is merged O(log n) times.
func (h *History) push(r *run) {
	h.runs = append(h.runs, r)
	for n := len(h.runs); n > 1 && h.runs[n-2].size() <= 2*h.runs[n-1].size(); n-- {
		h.runs = append(h.runs[:n-2], merge(h.runs[n-2], h.runs[n-1]))
	}
}

// AddCustomers makes customers known that may not have ordered yet, such as
// those who registered: they appear in every View, without sales. An empty ID
// is passed over; one that is not valid UTF-8 is an *[OrderError], and then
// none is added.
func (h *History) AddCustomers(ids ...string) error {
	for _, id := range ids {
		if !utf8.ValidString(id) {
			return &OrderError{Customer: id, Err: fmt.Errorf("%w: %s", ErrText, quote(id))}
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.push(knownRun(ids))
	return nil
}

// Merge adds everything that other holds. The error wraps [ErrCurrency] if the
// two state different currencies; h is then unchanged.
func (h *History) Merge(other *History) error {
	theirs, currency := other.snapshot()
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.currency != "" && currency != "" && h.currency != currency {
		return fmt.Errorf("retention: %w", mixed(currency, h.currency))
	}
	h.currency = cmp.Or(h.currency, currency)
	h.push(theirs)
	return nil
}

// Erase removes customers and everything about them, as when somebody asks to be
// forgotten, and returns how many of the IDs it knew. Guests cannot be told apart,
// so they stay: an empty ID is passed over. Views that were made before still have
// them. An order that is added again, or merged from another History, brings its
// customer back. It takes time in proportion to the whole History, so erase many
// customers at once.
func (h *History) Erase(ids ...string) int {
	gone := make(map[string]bool, len(ids))
	for _, id := range ids {
		gone[id] = id != ""
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	all := h.settle()
	rest := all.without(gone)
	h.runs = append(h.runs[:0], rest)
	return len(all.customers) - len(rest.customers)
}

// Currency returns the currency that an order stated, or "".
func (h *History) Currency() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.currency
}

// Bounds returns the times, in UTC, of the earliest and the latest order of any
// kind and customer; zero times if there are none. The day after the latest is
// a common choice for [History.AsOf].
func (h *History) Bounds() (first, last time.Time) {
	r, _ := h.snapshot()
	a, b := r.bounds()
	if a == nil {
		return time.Time{}, time.Time{}
	}
	return a.time(time.UTC), b.time(time.UTC)
}

// AsOf returns the state of the shop just before an instant, as if the orders
// at or after it had not come yet, with days cut in the given zone.
//
// The first AsOf after orders were added sorts these in, which takes time in
// proportion to the whole History; the next ones take microseconds. Where
// orders come in all the time, keep a View for a while. AsOf panics if zone is
// nil.
func (h *History) AsOf(at time.Time, zone *time.Location) View {
	if zone == nil {
		panic("retention.History.AsOf: nil zone")
	}
	settled, currency := h.snapshot()
	return newView(settled, currency, at, zone)
}

// snapshot returns all orders as one run.
func (h *History) snapshot() (*run, string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.settle(), h.currency
}

// settle makes all orders one run.
func (h *History) settle() *run {
	h.flush()
	h.pending = nil
	all := new(run)
	for _, r := range slices.Backward(h.runs) {
		all = merge(all, r)
	}
	h.runs = append(h.runs[:0], all)
	return all
}

func mixed(a, b string) error {
	return fmt.Errorf("%w: %q among %q", ErrCurrency, a, b)
}
