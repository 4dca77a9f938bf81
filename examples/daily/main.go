// Command daily is the job that a tea shop's backend runs every morning, with
// all packages in one: it reads the shop's tables, measures and values its
// customers, groups them by a rule of the shop's own, books points, stores what
// the next morning needs, and only then writes to whom there is something to say.
// The shop is made up (madeup.go, memory.go); the rest is what a shop would write.
// Begin with morning, in shop.go.
//
//	go run ./examples/daily           # two mornings, the second from what the first stored
//	go run ./examples/daily -lang ja
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
	_ "time/tzdata" // so that Asia/Tokyo is known everywhere

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

func main() {
	lang := flag.String("lang", "en", "language of the output: en or ja")
	flag.Parse()
	if err := mornings(context.Background(), os.Stdout, retention.Language(*lang)); err != nil {
		fmt.Fprintln(os.Stderr, "daily:", err)
		os.Exit(1)
	}
}

// mornings runs the job on two days in a row. Between them there is nothing but
// the tables and what the first stored.
func mornings(ctx context.Context, out io.Writer, lang retention.Language) error {
	if lang != retention.English && lang != retention.Japanese {
		return fmt.Errorf("-lang %s: en or ja", lang)
	}
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		return err
	}
	shop, err := open(tokyo, lang, out)
	if err != nil {
		return err
	}
	backend := &memory{kept: map[string][]followup.Contact{}, out: out, words: shop.manners.Words(lang)}
	for _, day := range []retention.Date{retention.NewDate(2026, time.February, 28), retention.NewDate(2026, time.March, 1)} {
		if err := shop.morning(ctx, backend, day); err != nil {
			return fmt.Errorf("%v: %w", day, err)
		}
	}
	return nil
}
