package rfm_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
)

// A shop's own map, as it may lie in a database.
func ExampleMap() {
	const text = `{
		"version": 1, "name": "cafe", "bins": 3, "axes": "r-fm",
		"segments": [
			{"name": "regulars", "title": {"en": "Regulars", "ja": "常連"}, "cells": ["[2-3]3", "32"]},
			{"name": "guests",   "title": {"en": "Guests", "ja": "来店客"},  "cells": ["[2-3]1", "22"]},
			{"name": "missed",   "title": {"en": "Missed", "ja": "ご無沙汰"}, "cells": ["1*"]}
		],
		"withoutSales": {"name": "followers"}
	}`
	var m rfm.Map
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		log.Fatal(err)
	}
	segmenter, err := m.Compile()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(segmenter.Of(rfm.Score{R: 3, F: 3, M: 2}))
	fmt.Println(segmenter.Of(rfm.Score{}))
	fmt.Println(segmenter.Names())
	// Output:
	// regulars
	// followers
	// [regulars guests missed followers]
}

// All faults of a map are told at once.
func ExampleMap_Compile() {
	m := rfm.SixGroups()
	m.Segments[0].Cells = []string{"33[2-3]", "3x3"}
	m.Segments[5].Cells = append(m.Segments[5].Cells, "113")
	_, err := m.Compile()

	var faults *rfm.MapError
	if errors.As(err, &faults) {
		for _, f := range faults.Faults {
			fmt.Println(f.Code, f.Text(retention.English))
		}
	}
	// Output:
	// cell-syntax segment "champions": "3x3" is not a cell of this scale
	// overlap cell "113" is in both "at-risk" and "inactive"
	// uncovered cell "323" is in no segment
}

func ExampleMapFault_Text() {
	f := rfm.MapFault{Code: "uncovered", Index: -1, Cell: "323"}
	fmt.Println(f.Text(retention.English))
	fmt.Println(f.Text(retention.Japanese))
	// Output:
	// cell "323" is in no segment
	// セル"323"がどのセグメントにも含まれていません
}

// Ready-made maps are values to edit.
func ExampleElevenSegments() {
	m := rfm.ElevenSegments()
	m.Segments[0].Title.English = "Our best"
	segmenter, err := m.Compile()
	if err != nil {
		log.Fatal(err)
	}
	name := segmenter.Of(rfm.Score{R: 5, F: 5, M: 4})
	fmt.Println(name, "-", segmenter.Title(name, retention.English))
	// Output: champions - Our best
}

func ExampleTenGroups() {
	segmenter, err := rfm.TenGroups().Compile()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(segmenter.Of(rfm.Score{R: 1, F: 5, M: 4}))
	// Output: previously-loyal
}

func ExampleSixGroups() {
	segmenter, err := rfm.SixGroups().Compile()
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range segmenter.Names() {
		fmt.Println(name, segmenter.Title(name, retention.Japanese))
	}
	// Output:
	// champions 最優良顧客
	// loyal ロイヤル顧客
	// recent 最近の購入客
	// needs-attention 要フォロー顧客
	// at-risk 離反リスク顧客
	// inactive 休眠顧客
	// prospects 見込み顧客
}

func ExampleSegmenter_Advice() {
	segmenter, err := rfm.ElevenSegments().Compile()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(segmenter.Advice("lost", retention.English))
	fmt.Println(segmenter.Advice("lost", retention.Japanese))
	// Output:
	// Try to win them back once, and then leave them alone.
	// 掘り起こし施策は一度にとどめ、反応がなければ配信を控えましょう。
}
