package main

import (
	"fmt"
	"io"

	"github.com/retentionkit/retention/segment"
)

// Where a million customers are in a database, the database can select them: the
// same ones, with every value a parameter. examples/segmentsql proves it.
func inSQL(w io.Writer) error {
	set, err := segment.Compile(valued, regulars, abroad)
	if err != nil {
		return err
	}
	where, args, err := set.AsOf(today, tokyo).Where("valued", segment.Table{})
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "SELECT id FROM customers WHERE", where)
	for i, arg := range args {
		fmt.Fprintf(w, "  $%d = %v\n", i+1, arg)
	}
	return nil
}
