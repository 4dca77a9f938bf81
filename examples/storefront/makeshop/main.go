// Makeshop writes the orders of the shop that examples/storefront has inside:
//
//	go run ./examples/storefront/makeshop -o examples/storefront/shop.csv.gz
//
// The shop does not exist. It is a Japanese tea shop, 茶舗みどり, with a web
// store: some 2,000 customers from 1 January 2023 to 31 December 2025, prices
// in yen with tax included, times as the clock in Tokyo shows them. What its
// customers do follows a model of behaviour (behaviour.go), what they buy a
// price list (catalogue.go), and what goes wrong between a shop and a file of
// its orders was put in on purpose (dirt.go).
//
// The same seed writes the same bytes on every machine: there is no floating
// point in it, and all chance comes from one PCG generator.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("makeshop: ")
	name := flag.String("o", "shop.csv.gz", "`file` to write")
	flag.Parse()
	if err := write(*name, shop()); err != nil {
		log.Fatal(err)
	}
}

// shop returns the whole file.
func shop() []byte {
	d := newDice()
	orders := number(live(d))
	return export(d, orders)
}

func write(name string, csv []byte) error {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(csv); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, packed.Bytes(), 0o644)
}
