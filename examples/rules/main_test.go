package main

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata anew")

// TestTour holds what the tour prints to what it printed when somebody read it.
func TestTour(t *testing.T) {
	var got bytes.Buffer
	if err := tour(&got, nil); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/tour.txt"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOneStep(t *testing.T) {
	var got bytes.Buffer
	if err := tour(&got, []string{"1"}); err != nil || !strings.HasPrefix(got.String(), "1. A first segment\n") {
		t.Errorf("step 1: %v, %s", err, got.String())
	}
	for _, number := range []string{"0", "13", "x", ""} {
		if err := tour(&got, []string{number}); err == nil {
			t.Errorf("step %q: no error", number)
		}
	}
}
