package hours_test

import (
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

func ExampleFrance() {
	name, off := hours.France{}.Holiday(retention.NewDate(2026, time.May, 25))
	fmt.Println(name.English, off)
	// Output: Whit Monday true
}
