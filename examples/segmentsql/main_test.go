package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestRun sees that the program finds members, and as many in SQL as in memory.
func TestRun(t *testing.T) {
	var out strings.Builder
	if err := run(&out, 300); err != nil {
		t.Fatal(err)
	}
	counts := regexp.MustCompile(`(\d+) customers in SQL, (\d+) in memory`).FindAllStringSubmatch(out.String(), -1)
	if len(counts) != 3 {
		t.Fatalf("%d segments:\n%s", len(counts), out.String())
	}
	for _, n := range counts {
		if n[1] != n[2] || n[1] == "0" || n[1] == "300" {
			t.Error(n[0])
		}
	}
}
