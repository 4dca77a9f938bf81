package hours_test

import (
	"os"
	"path/filepath"
	"testing"
)

// shared returns the path of a file of the data that this module's tests share
// with other projects. It lies in the directory RETENTION_SHARED, or else in
// shared beside the module. Where the file is missing, the test is skipped.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir := os.Getenv("RETENTION_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{dir}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs shared test data; set RETENTION_SHARED to its directory: %v", err)
	}
	return path
}
