// Storefront shows a shop who its customers are: it reads the shop's orders and
// tells how good the data is, how recently, how often and for how much people
// buy, which groups of customers that makes, who the best of them are, what they
// are worth from here on, and whom to contact today.
//
//	go run ./examples/storefront                              a tea shop made up for it
//	go run ./examples/storefront -orders orders_export.csv    your own orders
//
// It is also the example to learn the library from. Reading files takes most of
// its code (source.go to totals.go); what the library is for begins in
// analysis.go. README.md tells all flags, formats and keys.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	_ "time/tzdata" // the zones of the world, wherever this runs

	"github.com/retentionkit/retention"
)

func main() {
	lang := languageAsked(os.Args[1:])
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	done := make(chan error, 1)
	go func() { done <- run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr) }()

	// Output is written at the very end and in one piece, so to stop at any time
	// leaves nothing half done, even while standard input is silent.
	select {
	case <-interrupted:
		fmt.Fprintln(os.Stderr, "\nstorefront: "+retention.Text{English: "interrupted", Japanese: "中断しました"}.In(lang))
		os.Exit(130)
	case err := <-done:
		switch {
		case errors.Is(err, flag.ErrHelp):
		case err != nil:
			fmt.Fprintln(os.Stderr, "storefront: "+failure(err, lang))
			if errors.As(err, new(usageError)) {
				os.Exit(2)
			}
			os.Exit(1)
		}
	}
}
