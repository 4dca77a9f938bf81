package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"testing"
)

// The shop inside storefront is what this program writes. The packed bytes may
// differ from one release of Go to the next, what is in them may not.
func TestShopIsReproduced(t *testing.T) {
	packed, err := os.Open("../shop.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	want, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if got := shop(); !bytes.Equal(got, want) {
		t.Errorf("shop() made %d bytes, ../shop.csv.gz holds %d others: run go generate ./examples/storefront", len(got), len(want))
	}
}
