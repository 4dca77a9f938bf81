package rfm

import "time"

// instant is a time as it is compared in bulk.
type instant struct {
	second int64
	nano   int
}

func instantOf(t time.Time) instant { return instant{t.Unix(), t.Nanosecond()} }

func (i instant) before(o instant) bool {
	return i.second < o.second || i.second == o.second && i.nano < o.nano
}
