package main

import (
	"fmt"
	"time"

	"github.com/retentionkit/retention"
)

// offsets remembers how far from UTC the clocks behind a file's times were.
type offsets struct {
	one       time.Duration
	any, more bool // at least one; and different ones
}

// add takes in an offset. A nil offsets remembers nothing.
func (o *offsets) add(offset time.Duration) {
	if o == nil {
		return
	}
	o.more = o.more || o.any && offset != o.one
	o.one, o.any = offset, true
}

// zoneNote says that days are cut in UTC, if nobody asked for that and all times
// come from clocks somewhere else: then orders of the morning or the evening
// may count for the day before or after.
func (l *loader) zoneNote() (note retention.Text, ok bool) {
	o := l.offsets
	if l.zoned || !o.any || o.more || o.one == 0 {
		return note, false
	}
	sign, d := '+', o.one
	if d < 0 {
		sign, d = '-', -d
	}
	offset := fmt.Sprintf("%c%02d:%02d", sign, d/time.Hour, d%time.Hour/time.Minute)
	example := "Europe/London"
	if o.one == 9*time.Hour {
		example = "Asia/Tokyo"
	}
	return retention.Text{
		English:  "all times are " + offset + ", but days are cut in UTC: -zone names another, such as " + example,
		Japanese: "日時はすべて " + offset + " ですが、日付は UTC で区切っています（変更は -zone " + example + " など）",
	}, true
}
