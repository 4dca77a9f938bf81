package retention_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The README's minute of code compiles, but for names that stand for the
// reader's own.
func TestReadmeCompiles(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "```go\n")
	code, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("no code")
	}
	root, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile("go.sum")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": strings.Replace(string(mod), "module "+module, "module readme", 1) +
			"\nrequire " + module + " v0.0.0\n\nreplace " + module + " => " + root + "\n",
		"go.sum":  string(sums),
		"main.go": strings.Replace(readmeProgram, "CODE", code, 1),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.Command("go", "build", "-mod=mod", "-o", os.DevNull, ".")
	build.Dir = dir
	build.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

const readmeProgram = `package main

import (
	"context"
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/loyalty"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/retentionkit/retention/rfm"
	"github.com/retentionkit/retention/segment"
	"github.com/shopspring/decimal"
)

type Customer struct {
	Orders    int
	LastOrder time.Time
	Complains bool
}

func minute(
	ctx context.Context, customer *Customer, rows []loyalty.Entry, store func([]loyalty.Entry),
	send func(followup.Decision), keep func(string, followup.Contact) bool,
) error {
CODE
	return nil
}

func main() {
	if err := minute(context.Background(), nil, nil, nil, nil, nil); err != nil {
		fmt.Println(err)
	}
}
`
