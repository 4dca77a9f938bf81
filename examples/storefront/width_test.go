package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWidth(t *testing.T) {
	for text, want := range map[string]int{
		"":            0,
		"Champions":   9,
		"優良顧客":        8,
		"お茶🍵好き":       10,
		"ﾊﾝｶｸ":        4, // half-width
		"Ｍ００１０９":      12,
		"e\u0301té":   3, // an accent on its own
		"が":           2,
		"か\u3099":     2, // ... and in kana
		"¥1,980":      6,
		"한국":          4,
		"zero\u200bw": 5,
	} {
		if got := width(text); got != want {
			t.Errorf("width(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestShown(t *testing.T) {
	tests := []struct{ in, want, reason string }{
		{"M00001", "M00001", "fits"},
		{"山田 花子", "山田 花子", "fits too"},
		{"山田花子山田花子", "山田花子…", "cut between characters"},
		{"a\x1b[31mb\n", "a·[31mb·", "a terminal must not be told what to do"},
		{strings.Repeat("x", 10_000), "xxxxxxxxx…", "10 kB"},
	}
	for _, test := range tests {
		if got := shown(test.in, 10); got != test.want {
			t.Errorf("shown(%.20q, 10) = %q, want %q (%s)", test.in, got, test.want, test.reason)
		}
	}
}

func TestShownFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, n := rapid.String().Draw(t, "text"), rapid.IntRange(2, 30).Draw(t, "columns")
		got := shown(s, n)
		if width(got) > n {
			t.Errorf("shown(%q, %d) = %q takes %d columns", s, n, got, width(got))
		}
		if strings.ContainsAny(got, "\n\r\x1b\x00") {
			t.Errorf("shown(%q, %d) = %q", s, n, got)
		}
	})
}

func TestWrap(t *testing.T) {
	tests := []struct {
		in   string
		n    int
		want []string
	}{
		{"", 10, []string{""}},
		{"one two three", 7, []string{"one two", "three"}},
		{"incomprehensible word", 7, []string{"incomprehensible", "word"}},
		{"特典や先行案内で、日頃の", 14, []string{"特典や", "先行案内で、", "日頃の"}},
		{"特典や先行案内、日頃の", 14, []string{"特典や", "先行案内、", "日頃の"}},
		{"きっかけを用意しましょう。", 22, []string{"きっかけを", "用意しましょう。"}},
		{"新規顧客獲得施策検討", 8, []string{"新規顧客", "獲得施策", "検討"}},
		{"注文12件（上位3％）", 11, []string{"注文12件", "（上位3％）"}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, wrap(test.in, test.n)); diff != "" {
			t.Errorf("wrap(%q, %d) (-want +got):\n%s", test.in, test.n, diff)
		}
	}
}
