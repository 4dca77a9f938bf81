package main

import (
	"cmp"
	"errors"
	"slices"

	"github.com/retentionkit/retention"
)

// fault is why a row cannot be used.
type fault int

const (
	usable fault = iota
	brokenQuotes
	missingFields
	extraFields
	notUTF8
	noOrder
	badTime
	ambiguousTime
	badAmount
	ambiguousAmount
	badKind
	neverPlaced
	noTotal
	faults
)

// faultCodes are stable: programs may look for them in -json.
var faultCodes = [faults]string{
	usable: "usable", brokenQuotes: "broken-quotes", missingFields: "missing-fields",
	extraFields: "extra-fields", notUTF8: "not-utf8", noOrder: "no-order-id",
	badTime: "bad-time", ambiguousTime: "ambiguous-time", badAmount: "bad-amount",
	ambiguousAmount: "ambiguous-amount", badKind: "bad-kind", neverPlaced: "never-placed",
	noTotal: "no-total",
}

var faultTexts = [faults]retention.Text{
	brokenQuotes: {
		English:  "a quote opens and does not close",
		Japanese: "引用符が閉じていません",
	},
	missingFields: {
		English:  "the row ends too early",
		Japanese: "列が足りません",
	},
	extraFields: {
		English:  "more fields than columns: a comma without quotes?",
		Japanese: "列が多すぎます（引用符のないカンマ？）",
	},
	notUTF8: {
		English:  "an ID is not UTF-8 (Shift_JIS? iconv -f CP932 -t UTF-8)",
		Japanese: "IDがUTF-8ではありません（iconv -f CP932 -t UTF-8 を）",
	},
	noOrder: {
		English:  "no order ID",
		Japanese: "注文番号がありません",
	},
	badTime: {
		English:  "no readable date, such as 2026-01-31 18:30",
		Japanese: "日時が読めません（例: 2026-01-31 18:30）",
	},
	ambiguousTime: {
		English:  "day or month first? -dates dmy or -dates mdy",
		Japanese: "日と月の順が不明です（-dates dmy か mdy を指定）",
	},
	badAmount: {
		English:  "an amount that is no number, or out of range",
		Japanese: "金額が数値でないか、範囲外です",
	},
	ambiguousAmount: {
		English:  "a thousand or a decimal, as in 1,234? for yen: -currency JPY",
		Japanese: "桁区切りか小数点か不明です（例: 1,234。円なら -currency JPY）",
	},
	badKind: {
		English:  "neither sale, refund nor void",
		Japanese: "種別が sale・refund・void のどれでもありません",
	},
	neverPlaced: {
		English:  "never became an order: unpaid, failed or a draft",
		Japanese: "成立しなかった注文です（未払い・失敗・下書き）",
	},
	noTotal: {
		English:  "the row with the order's total is missing",
		Japanese: "注文合計のある行がありません",
	},
}

// String returns the fault's code.
func (f fault) String() string { return faultCodes[f] }

// faultOf returns the fault that the library finds in an order.
func faultOf(err error) fault {
	switch {
	case err == nil:
		return usable
	case errors.Is(err, retention.ErrTime):
		return badTime
	case errors.Is(err, retention.ErrKind):
		return badKind
	case errors.Is(err, retention.ErrText):
		return notUTF8
	default:
		return badAmount
	}
}

// tally counts rows that cannot be used.
type tally [faults]struct {
	count int
	rows  []int // the first of their lines
}

// shownRows is how many lines are remembered for each fault.
const shownRows = 5

// add counts rows, of which the first is on the given line.
func (t *tally) add(f fault, rows, line int) {
	t[f].count += rows
	t[f].rows = append(t[f].rows, line)
	if len(t[f].rows) > shownRows {
		slices.Sort(t[f].rows)
		t[f].rows = t[f].rows[:shownRows]
	}
}

// unusable is one entry of the report.
type unusable struct {
	Reason    string `json:"reason"`
	Count     int    `json:"count"`
	FirstRows []int  `json:"first_rows"`

	fault fault
}

// list returns what was counted, the commonest first.
func (t *tally) list() []unusable {
	list := []unusable{} // for JSON: never null
	for f, found := range t {
		if found.count > 0 {
			slices.Sort(found.rows)
			list = append(list, unusable{fault(f).String(), found.count, found.rows, fault(f)})
		}
	}
	slices.SortStableFunc(list, func(a, b unusable) int { return cmp.Compare(b.Count, a.Count) })
	return list
}
