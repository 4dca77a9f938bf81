package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/retentionkit/retention"
)

// 1,234 is a thousand in files in yen, wherever in them it stands, and nowhere
// else.
func TestThousands(t *testing.T) {
	const plain, stated = "customer,date,amount\n", "customer,date,amount,currency\n"
	day := func(n int) string { return fmt.Sprintf("c,2026-01-%02d,", n) }
	tests := []struct {
		reason string
		args   []string
		head   string
		rows   []string // amounts, and what follows
		want   []string // amounts that are understood; none: the first row is not
	}{
		{"a triangle, beside yen", nil, plain, []string{`"△1,000"`, `3000円`}, []string{"-1000", "3000"}},
		{"a plain one, beside yen", nil, plain, []string{`"1,234"`, `"¥1,980"`, `500`}, []string{"1234", "1980", "500"}},
		{"full-width", nil, plain, []string{`１，２３４`, `￥５００`}, []string{"1234", "500"}},
		{"another row states yen", nil, stated, []string{`"1,234",`, `500,JPY`}, []string{"1234", "500"}},
		{"another row states won", nil, stated, []string{`"1,234",`, `500,KRW`}, []string{"1234", "500"}},
		{"nothing says yen", nil, plain, []string{`"1,234"`, `500`}, nil},
		{"decimals elsewhere: perhaps yuan", nil, plain, []string{`"1,234"`, `¥500`, `19.80`}, nil},
		{"decimals that are none", nil, plain, []string{`"1,234"`, `¥500.00`}, nil},
		{"decimals after a comma", nil, plain, []string{`"1,234"`, `¥500`, `"19,8"`}, nil},
		{"dollars, too", nil, plain, []string{`"1,234"`, `¥500`, `$5`}, nil},
		{"dollars that are not clear themselves", nil, plain, []string{`"1,234"`, `¥500`, `"$5,000"`}, nil},
		{"another row states euros", nil, stated, []string{`"1,234",`, `500,EUR`}, nil},
		{"yen by sign, euros by column", nil, stated, []string{`"1,234",`, `¥500,EUR`}, nil},
		{"euros by flag", []string{"-currency", "EUR"}, plain, []string{`"1,234"`, `¥500`}, nil},
		{"a currency of its own, which no other row has", nil, stated, []string{`"1,234",EUR`, `500,USD`}, nil},
		{"no group of three", nil, plain, []string{`"1,23,456"`, `¥500`}, nil},
	}
	for _, test := range tests {
		file := []string{}
		for i, r := range test.rows {
			file = append(file, day(i+1)+r+"\n")
		}
		for _, way := range []string{"as it is", "backwards", "in two files"} {
			rows, line, texts := slices.Clone(file), 2, []string(nil)
			switch way {
			case "backwards":
				slices.Reverse(rows)
				line = len(rows) + 1
				fallthrough
			case "as it is":
				texts = []string{test.head + strings.Join(rows, "")}
			case "in two files":
				texts = []string{test.head + rows[0], test.head + strings.Join(rows[1:], "")}
			}
			l := load(t, test.args, texts...)
			if _, err := l.finish(); err != nil {
				t.Fatalf("%s: %v", test.reason, err)
			}
			var got []string
			slices.SortFunc(l.orders, func(a, b retention.Order) int { return a.At.Compare(b.At) })
			for _, o := range l.orders {
				got = append(got, o.Amount.String())
			}
			if test.want == nil {
				i := slices.IndexFunc(l.unusable.list(), func(u unusable) bool { return u.fault == ambiguousAmount && slices.Contains(u.FirstRows, line) })
				if i < 0 || l.used >= l.rows {
					t.Errorf("%s, %s: %v, and unusable %v, want line %d among these", test.reason, way, got, l.unusable.list(), line)
				}
			} else if diff := cmp.Diff(test.want, got); diff != "" || l.used != l.rows {
				t.Errorf("%s, %s: %d of %d rows (-want +got):\n%s", test.reason, way, l.used, l.rows, diff)
			}
		}
	}
}

// The lines of an order, and what an order's total says of refunds, are held back
// like whole rows.
func TestThousandsInParts(t *testing.T) {
	const totals = "order_id,order_date,status,order_total,refunded_total,customer_user"
	var filler strings.Builder // more than a reader's buffer
	for i := range 10_000 {
		fmt.Fprintf(&filler, "9,%d,nobody,2026-02-01,z,1,¥10\n", i)
	}
	for _, test := range []struct {
		reason string
		files  []string
		want   []string
	}{
		{"lines", []string{"order,customer,date,sku,quantity,price\n1,c,2026-01-01,a,2,\"1,500\"\n1,c,2026-01-01,b,1,¥500\n"},
			[]string{"c sale 1 2026-01-01T00:00:00Z 3500"}},
		{"refunds", []string{totals + "\n1,2026-01-01,completed,¥3000,\"1,500\",c\n"},
			[]string{"c refund 1 2026-01-01T00:00:00Z 1500", "c sale 1 2026-01-01T00:00:00Z 3000"}},
		{"a refund in dollars", []string{totals + "\n1,2026-01-01,completed,3000,\"$1,500\",c\n2,2026-01-01,completed,¥500,,c\n"},
			[]string{"c sale 2 2026-01-01T00:00:00Z 500"}},
		{"decimals, and a refund without", []string{totals + "\n1,2026-01-01,completed,\"1,500\",,c\n2,2026-01-01,completed,19.80,5,c\n3,2026-01-01,completed,¥5,,c\n"},
			[]string{"c refund 2 2026-01-01T00:00:00Z 5", "c sale 2 2026-01-01T00:00:00Z 19.8", "c sale 3 2026-01-01T00:00:00Z 5"}},
		{"the total on every line, before a file without lines",
			[]string{totals + ",item_sku\n1,2026-01-01,completed,\"1,500\",,c,a\n1,2026-01-01,completed,\"1,500\",,c,b\n", totals + "\n2,2026-01-01,completed,¥5,,c\n"},
			[]string{"c sale 1 2026-01-01T00:00:00Z 1500", "c sale 2 2026-01-01T00:00:00Z 5"}},
		{"a quantity that makes decimals", []string{"order,customer,date,sku,quantity,price\n1,c,2026-01-01,a,1.5,\"1,501\"\n1,c,2026-01-01,b,1,¥500\n"},
			[]string{"c sale 1 2026-01-01T00:00:00Z 500"}},
		{"long before the file's end",
			[]string{"order,line,customer,date,sku,quantity,price\n101,7,somebody,2026-01-01,a,1,\"1,500\"\n101,7,somebody,2026-01-01,a,1,\"1,600\"\n" + filler.String()},
			[]string{"nobody sale 9 2026-02-01T00:00:00Z 100000", "somebody sale 101 2026-01-01T00:00:00Z 1500", "somebody sale 101 2026-01-01T00:00:00Z 1600"}},
	} {
		if diff := cmp.Diff(test.want, ordersOf(t, load(t, nil, test.files...))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.reason, diff)
		}
	}
}
