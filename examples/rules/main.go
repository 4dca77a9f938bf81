// Command rules is a tour of package segment: rules about customers, written in
// code, from the first condition to rules of a shop's own, stored, explained and
// asked of everybody. Each step is a file; read it beside what it prints.
//
//	go run ./examples/rules        # all steps
//	go run ./examples/rules 4      # one of them
package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	_ "time/tzdata" // so that Asia/Tokyo is known everywhere
)

// steps are the parts of the tour, in their order.
var steps = []struct {
	title string
	run   func(io.Writer) error
}{
	{"A first segment", firstSegment},
	{"What is missing is unknown", missingValues},
	{"Segments that build on each other", buildOnEachOther},
	{"What customers did, and did not", events},
	{"A rule of your own", ownRule},
	{"A rule of your own that knows the time", ownTimedRule},
	{"A combination of your own", ownCombination},
	{"Why, and what would change it", explained},
	{"When time changes it", foretold},
	{"Rules that live in a database", stored},
	{"Everybody at once", everybody},
	{"The same rule in SQL", inSQL},
}

func main() {
	if err := tour(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "rules:", err)
		os.Exit(1)
	}
}

// tour runs the steps of some numbers, or all.
func tour(w io.Writer, numbers []string) error {
	if len(numbers) == 0 {
		for i := range steps {
			numbers = append(numbers, strconv.Itoa(i+1))
		}
	}
	for _, text := range numbers {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > len(steps) {
			return fmt.Errorf("%s: there are steps 1 to %d", text, len(steps))
		}
		fmt.Fprintf(w, "%d. %s\n\n", n, steps[n-1].title)
		if err := steps[n-1].run(w); err != nil {
			return err
		}
		fmt.Fprintln(w)
	}
	return nil
}
