package main

import (
	"path/filepath"
	"strings"
	"testing"
)

const proven = "every confirmed event is there once, and every point is accounted for\n"

// A database that has seen a run takes another.
func TestRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "loyalty.db")
	few := []string{"-workers", "3", "-events", "10"}
	for name, args := range map[string]func(*testing.T) []string{
		"a database to throw away": func(*testing.T) []string { return nil },
		"a file":                   func(*testing.T) []string { return []string{"-db", file} },
		"PostgreSQL":               func(t *testing.T) []string { return []string{"-postgres", postgresPlace(t).source} },
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			args := append(args(t), few...)
			for range 2 {
				var out strings.Builder
				if err := run(t.Context(), &out, args); err != nil {
					t.Fatal(err)
				}
				for _, want := range []string{"\ncancels the rest    2          0     0      0         480                  0\n", "\n3 workers, 3 accounts, ", proven} {
					if !strings.Contains(out.String(), want) {
						t.Errorf("no %q in:\n%s", want, out.String())
					}
				}
			}
		})
	}
}

func TestRunThatCannotBe(t *testing.T) {
	for _, args := range [][]string{
		{"-postgres", "host=" + t.TempDir() + " user=nobody dbname=none"},
		{"-accounts", "0"},
		{"-unknown"},
		{"-db", filepath.Join(t.TempDir(), "no", "such", "directory")},
	} {
		if err := run(t.Context(), &strings.Builder{}, args); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
