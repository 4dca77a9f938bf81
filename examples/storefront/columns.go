package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// role is what a column tells about an order.
type role int

const (
	roleOrder     role = iota // the order's ID
	roleLine                  // the number of the line within the order
	roleCustomer              // the customer's ID
	roleAt                    // when
	roleKind                  // sale, refund or void
	roleSKU                   // what
	roleCategory              // what sort of what
	roleQuantity              // how many
	rolePrice                 // of one
	roleAmount                // of the row
	roleCurrency              // ISO 4217
	roleStatus                // of the shop's own words (only in formats)
	roleRefunded              // money given back (only in formats)
	roleCancelled             // when it was cancelled (only in formats)
	roles
)

var roleNames = [roles]string{
	"order", "line", "customer", "at", "kind", "sku", "category", "quantity", "price",
	"amount", "currency", "status", "refunded", "cancelled",
}

func (r role) String() string { return roleNames[r] }

// namedColumns maps roles to the names of columns, as in -columns.
type namedColumns map[role]string

// String implements [flag.Value].
func (n namedColumns) String() string {
	var parts []string
	for r, name := range n {
		parts = append(parts, r.String()+"="+name)
	}
	slices.Sort(parts)
	return strings.Join(parts, ",")
}

// Set implements [flag.Value].
func (n namedColumns) Set(text string) error {
	for part := range strings.SplitSeq(text, ",") {
		key, name, ok := strings.Cut(part, "=")
		key, name = strings.TrimSpace(key), strings.TrimSpace(name)
		r := role(slices.Index(roleNames[:roleStatus], key))
		switch {
		case !ok || name == "":
			return fmt.Errorf("%q is not role=column", part)
		case r < 0:
			return fmt.Errorf("no role %q; there are %s", key, strings.Join(roleNames[:roleStatus], ", "))
		case n[r] != "":
			return fmt.Errorf("role %q appears twice", key)
		}
		n[r] = name
	}
	return nil
}

// layout tells which column of a file has which role.
type layout struct {
	format *format
	column [roles]int // -1 for none
	header []string
	needed int // fields that a row must have
}

func newLayout(f *format, header []string) *layout {
	l := &layout{format: f, header: header}
	for r := range l.column {
		l.column[r] = -1
	}
	return l
}

func (l *layout) has(r role) bool { return l.column[r] >= 0 }

// text returns what a row says in a role, without blanks around it, and nothing
// if the file has no such column.
func (l *layout) text(fields [][]byte, r role) []byte {
	i := l.column[r]
	if i < 0 {
		return nil
	}
	return bytes.TrimSpace(fields[i])
}

// find gives a role to the column of that name.
func (l *layout) find(r role, name string) error {
	found := l.indexes(name)
	switch len(found) {
	case 0:
		return fmt.Errorf("no column %q (for the %v); the columns are %s", name, r, l.list())
	case 1:
		l.column[r] = found[0]
		return nil
	}
	return fmt.Errorf("%d columns are named %q (for the %v)", len(found), name, r)
}

// indexes returns the columns of a name. Upper and lower case, blanks and marks
// make no difference, unless a column has exactly that name.
func (l *layout) indexes(name string) []int {
	var exact, alike []int
	for i, h := range l.header {
		if h == name {
			exact = append(exact, i)
		}
		if simple(h) == simple(name) && simple(h) != "" {
			alike = append(alike, i)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return alike
}

// simple reduces a column's name to its letters and digits in lower case.
func simple(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// list prints the columns that a file has.
func (l *layout) list() string {
	const most = 100
	names := l.header[:min(len(l.header), most)]
	list := strings.Join(names, ", ")
	if len(l.header) > most {
		list += ", …"
	}
	return list
}

// check makes sure that there is enough to know an order by, and finds how
// long a row has to be. It names all that is missing at once.
func (l *layout) check() error {
	var missing []string
	var without []role
	need := func(r role, name string) {
		missing, without = append(missing, name), append(without, r)
	}
	for _, r := range []role{roleCustomer, roleAt} {
		if !l.has(r) {
			need(r, r.String())
		}
	}
	switch {
	case l.has(roleAmount), l.has(roleQuantity) && l.has(rolePrice):
	case l.has(roleQuantity):
		need(rolePrice, "price")
	case l.has(rolePrice):
		need(roleQuantity, "quantity")
	default:
		need(roleAmount, "amount (or quantity and price)")
	}
	if missing != nil {
		return fmt.Errorf("no column for %s: %s; the columns are %s", strings.Join(missing, ", nor for "), l.remedy(without...), l.list())
	}
	l.needed = slices.Max(l.column[:]) + 1
	return nil
}

// remedy says how to name the columns of some roles.
func (l *layout) remedy(missing ...role) string {
	if len(missing) == 1 {
		return "name it with " + l.flags(missing...)
	}
	return "name them with " + l.flags(missing...)
}

// flags returns the flags that name the columns of some roles. Without its
// -format, those that were found would have to be named as well.
func (l *layout) flags(of ...role) string {
	var parts []string
	for _, r := range of {
		parts = append(parts, r.String()+"=…")
	}
	flags := "-columns " + strings.Join(parts, ",")
	if formatNamed(l.format.name) != nil {
		flags = "-format " + l.format.name + " " + flags
	}
	return flags
}

// String says which column has which role.
func (l *layout) String() string {
	var parts []string
	for r, i := range l.column {
		if i >= 0 {
			parts = append(parts, role(r).String()+"="+l.header[i])
		}
	}
	return strings.Join(parts, ", ")
}

// shape is what a row of a file stands for.
type shape int

const (
	rowPerOrder shape = iota // an order
	rowPerLine               // a line of an order: the amounts add up
	rowOfTotal               // an order or a line of it: the amount is the order's
)

func (s shape) String() string {
	return [...]string{"one row per order", "one row per line of an order", "totals of orders"}[s]
}

func (l *layout) shape() shape {
	switch {
	case l.format.totals:
		return rowOfTotal
	case l.has(roleOrder) && l.hasLines():
		return rowPerLine
	}
	return rowPerOrder
}

// hasLines reports whether the rows of one order may be many.
func (l *layout) hasLines() bool {
	return l.has(roleSKU) || l.has(roleQuantity) || l.has(roleLine)
}
