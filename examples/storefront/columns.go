package main

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/retentionkit/retention"
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

// roleTitles name them in Japanese.
var roleTitles = [roles]string{
	"注文番号", "行番号", "顧客", "日時", "種別", "商品", "分類", "数量", "単価",
	"金額", "通貨", "状態", "返金額", "取消日時",
}

// title names the role: in English as -columns does.
func (r role) title() retention.Text {
	return retention.Text{English: r.String(), Japanese: roleTitles[r] + "（" + r.String() + "）"}
}

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
			return complain("%q is not role=column", "%q は「役割=列名」の形になっていません", part)
		case r < 0:
			return complain("no role %q; there are %s", "役割 %q はありません。使えるのは %s です", key, strings.Join(roleNames[:roleStatus], ", "))
		case n[r] != "":
			return complain("role %q appears twice", "役割 %q が 2 回指定されています", key)
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
		return complain("no column %q (for the %v); the columns are %s", "%[2]vの列に指定された %[1]q がありません。ファイルの列: %[3]s", name, r.title(), l.list())
	case 1:
		l.column[r] = found[0]
		return nil
	}
	return complain("%d columns are named %q (for the %v)", "%[3]vの列 %[2]q が %[1]d つあります", len(found), name, r.title())
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
	var missing []retention.Text
	var without []role
	need := func(r role, name retention.Text) {
		missing, without = append(missing, name), append(without, r)
	}
	for _, r := range []role{roleCustomer, roleAt} {
		if !l.has(r) {
			need(r, r.title())
		}
	}
	switch {
	case l.has(roleAmount), l.has(roleQuantity) && l.has(rolePrice):
	case l.has(roleQuantity):
		need(rolePrice, rolePrice.title())
	case l.has(rolePrice):
		need(roleQuantity, roleQuantity.title())
	default:
		need(roleAmount, retention.Text{English: "amount (or quantity and price)", Japanese: "金額（amount、または quantity と price）"})
	}
	if missing != nil {
		return complain("no column for %v: %v; the columns are %s", "%vの列が見つかりません。%v。ファイルの列: %s",
			joined(missing, ", nor for ", "、"), l.remedy(without...), l.list())
	}
	l.needed = slices.Max(l.column[:]) + 1
	return nil
}

// remedy says how to name the columns of some roles.
func (l *layout) remedy(missing ...role) retention.Text {
	flags := l.flags(missing...)
	return retention.Text{English: one(len(missing), "name it with ", "name them with ") + flags, Japanese: flags + " で指定してください"}
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

func (s shape) title() retention.Text {
	return [...]retention.Text{
		{English: "one row per order", Japanese: "1 行が 1 注文"},
		{English: "one row per line of an order", Japanese: "1 行が注文の 1 明細"},
		{English: "totals of orders", Japanese: "注文合計のある形式"},
	}[s]
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
