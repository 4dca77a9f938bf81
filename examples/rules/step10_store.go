package main

import (
	"fmt"
	"io"

	"github.com/retentionkit/retention/segment"
)

// A schema is the vocabulary of stored rules. With it, a marketer's rule is read
// from JSON or text, and checked against the fields that there are.
func stored(w io.Writer) error {
	schema, err := segment.NewSchema(country, spent, lastOrder, birthday, features, rating, purchases.With(sku), shortID)
	if err != nil {
		return err
	}
	document, err := segment.Encode(regulars, abroad)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s\n", document)
	segments, err := schema.Decode(document)
	if err != nil {
		return err
	}
	if _, err := segment.Compile(segments...); err != nil {
		return err
	}

	rule, err := schema.Parse(`count(purchases, where sku = "kettle") >= 1 and not features has "wish list"`)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "vogel:", rule.Test(vogel, segment.NewMoment(today, tokyo)))

	_, err = schema.Parse(`spend >= 1000`)
	fmt.Fprintln(w, err)
	_, err = schema.Decode([]byte(`{"version":1,"segments":[{"name":"x","rule":{"field":"rating","atLeast":"9"}}]}`))
	fmt.Fprintln(w, err)
	return nil
}
