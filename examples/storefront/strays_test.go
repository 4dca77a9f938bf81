package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/retentionkit/retention"
)

// The odd day is named, and nothing else is odd.
func TestStrays(t *testing.T) {
	tests := []struct {
		reason string
		days   string
		asOf   string
		want   []string // the day, years, and orders, and the ID of a single one
	}{
		{"before all others", "1899-12-30 2024-01-01 2025-01-01 2025-06-01", "", []string{"1899-12-30 124 1 A0"}},
		{"after them", "2199-01-01 2024-01-01 2025-01-01 2025-06-01", "", []string{"2199-01-01 173 1 A0"}},
		{"both", "2199-01-01 1899-12-30 2024-01-01 2025-01-01 2025-06-01", "", []string{"1899-12-30 124 1 A1", "2199-01-01 173 1 A0"}},
		{"the latest first", "2025-06-01 2025-01-01 2024-01-01 1899-12-30", "", []string{"1899-12-30 124 1 A3"}},
		{"many of a day", "1900-01-01 1900-01-01 2024-01-01 2025-01-01 2025-06-01", "", []string{"1900-01-01 124 2 "}},
		{"many of a day to come", "2199-01-01 2024-01-01 2025-01-01 2025-06-01 2199-01-01", "", []string{"2199-01-01 173 2 "}},
		{"set aside already", "2199-01-01 2024-01-01 2025-01-01 2025-06-01", "2026-01-01", nil},
		{"set aside just so", "2199-01-01 2024-01-01 2025-01-01 2025-06-01", "2199-01-01", nil},
		{"five years", "2019-01-01 2024-01-01 2025-01-01", "", []string{"2019-01-01 5 1 A0"}},
		{"a day less", "2019-01-02 2024-01-01 2025-01-01", "", nil},
		{"as long as all others cover", "2000-01-01 2010-01-01 2020-01-02 2021-01-01", "", nil},
		{"a day longer", "1999-12-31 2010-01-01 2020-01-02 2021-01-01", "", []string{"1999-12-31 10 1 A0"}},
		{"less than all others cover", "2000-01-01 2007-01-01 2018-01-01 2024-06-01", "", nil},
		{"one of two", "1899-12-30 2025-01-01", "", nil},
		{"one of two ends, of three", "1899-12-30 2025-01-01 2199-01-01", "", nil},
		{"a single day", "2025-01-01 2025-01-01", "", nil},
		{"none at all", "", "", nil},
	}
	for _, test := range tests {
		a := &analysis{input: new(loader), zone: time.UTC, asOf: retention.NewDate(3000, 1, 1)}
		if test.asOf != "" {
			a.asOf, _ = retention.ParseDate(test.asOf)
		}
		for i, text := range strings.Fields(test.days) {
			day, err := retention.ParseDate(text)
			if err != nil {
				t.Fatal(err)
			}
			a.input.orders = append(a.input.orders, retention.Order{ID: fmt.Sprint("A", i), At: day.Start(time.UTC)})
		}
		var got []string
		for _, s := range a.strays() {
			got = append(got, fmt.Sprintf("%v %d %d %s", s.day, s.years, s.orders, s.id))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.reason, diff)
		}
	}
}

// What there is too little of to tell is said in few words.
func TestLittleWords(t *testing.T) {
	const head = "order,customer,date,amount\n"
	many := func(customers int, amount string) string {
		var b strings.Builder
		b.WriteString(head)
		for i := range customers {
			fmt.Fprintf(&b, "%d,c%d,2025-01-%02d,%s\n", i, i, i+1, amount)
			fmt.Fprintf(&b, "%d-2,c%d,2025-03-%02d,%s\n", i, i, i+1, amount)
		}
		return b.String()
	}
	tests := []struct {
		reason, file            string
		english, not            string
		japanese, notInJapanese string
	}{
		{"an odd date", head + "A1,c,1899-12-30,5\n2,c,2025-01-01,5\n3,d,2025-02-01,5\n4,d,2025-03-01,5\n",
			"the date 1899-12-30 (order A1) lies 125 years before those of all other orders", "-as-of 2025-03", "1899年12月30日（注文番号 A1）は、ほかの注文より 125 年以上前の日付です", "-as-of 2025-03"},
		{"an odd date to come", head + "A1,c,2199-12-30,5\n2,c,2025-01-01,5\n3,d,2025-02-01,5\n4,d,2025-03-01,5\n",
			"174 years after those of all other orders. If it is a slip, correct it, or set it aside with -as-of 2025-03-02", "", "174 年以上後の日付です。誤りなら日付を修正するか、-as-of 2025-03-02 で除いて", ""},
		{"no odd date", many(3, "5"), "2025-03", "slip", "", "誤りなら"},
		{"few customers", many(9, "5"), "fewer than 10 customers are too few for a model", "How far to trust", "顧客が 10 人に満たないと", "予測の検証"},
		{"enough", many(10, "5"), "How far to trust", "too few for a model", "予測の検証", "人に満たないとモデル"},
		{"nobody is worth anything", many(12, "0"), "Nobody is worth anything yet, so there are no groups by worth.", "High value", "価値によるグループはありません", "高価値"},
		{"somebody is", peculiar()["one customer"], "High value", "Nobody is worth", "高価値", "価値によるグループはありません"},
		{"nobody paid, so no basket is big", many(12, "0"), "Big first basket 0 0.0%", "", "", ""},
		{"no percent apart", many(12, "5"), "%", " %", "", " %"},
	}
	for _, test := range tests {
		a := lookAt(t, save(t, test.file)...)
		for lang, words := range map[retention.Language][2]string{
			retention.English: {test.english, test.not}, retention.Japanese: {test.japanese, test.notInJapanese},
		} {
			text := a.text(lang)
			flat := strings.Join(strings.Fields(text), " ")
			if lang == retention.Japanese {
				flat, words[0] = squeezed(text), squeezed(words[0])
			}
			if !strings.Contains(flat, words[0]) && !strings.Contains(text, words[0]) || words[1] != "" && strings.Contains(text, words[1]) {
				t.Errorf("%s, %s: want it with %q and without %q:\n%s", test.reason, lang, words[0], words[1], text)
			}
			checkFits(t, test.reason, text)
		}
	}
}

// Programs find the groups by worth where nobody is worth anything, with nobody in
// them.
func TestNobodyOfWorth(t *testing.T) {
	a := lookAt(t, save(t, peculiar()["for nothing"])...)
	for _, g := range a.groups.json() {
		if n := g.Customers; n > 0 && (g.Name == "high value" || g.Name == "promising" || g.Name == "standard" || g.Name == slipping) {
			t.Errorf("%d customers of %q", n, g.Name)
		}
	}
	if n := len(a.groups.json()); n != len(shopSegments()) {
		t.Errorf("%d groups, want %d", n, len(shopSegments()))
	}
}
