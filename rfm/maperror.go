package rfm

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/retentionkit/retention"
)

// MapError holds every reason why a [Map] cannot be used: first those in its
// texts, then in its scale, then in the cells of each segment, and at last the
// cells that are left over.
type MapError struct {
	Map    string // Map.Name
	Faults []MapFault
}

// Error implements error. It spells out the first ten faults and counts the
// others.
func (e *MapError) Error() string {
	const most = 10
	var texts []string
	for _, f := range e.Faults[:min(most, len(e.Faults))] {
		texts = append(texts, f.Text(retention.English))
	}
	if more := len(e.Faults) - most; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf("rfm: segment map %q: %s", e.Map, strings.Join(texts, "; "))
}

// MapFault is one thing that is wrong with a [Map]. The codes are
//
//   - encoding: a text is not valid UTF-8,
//   - name-missing, name-repeated: the segment's name is blank, or taken,
//   - cells-without-sales: the segment of customers without sales has cells,
//   - version, bins, axes: the field is missing or out of range,
//   - segments: there are more segments than cells,
//   - no-cells: the segment has no cells,
//   - cell-syntax: Cell is not a pattern of this scale,
//   - overlap: Cell is in this segment and in an earlier one, Other,
//   - unreachable: all cells of the segment are in earlier ones,
//   - uncovered: Cell is in no segment.
type MapFault struct {
	Code string `json:"code"`
	// Segment is the name of the segment at fault and Index its place in
	// [Map.Segments], or just past them for [Map.WithoutSales]. They are "" and
	// -1 where the map as a whole is at fault.
	Segment string `json:"segment,omitempty"`
	Index   int    `json:"index"`
	Cell    string `json:"cell,omitempty"`
	Other   string `json:"other,omitempty"` // segment that has the cell too
}

const (
	faultEncoding          = "encoding"
	faultNameMissing       = "name-missing"
	faultNameRepeated      = "name-repeated"
	faultCellsWithoutSales = "cells-without-sales"
	faultVersion           = "version"
	faultBins              = "bins"
	faultAxes              = "axes"
	faultSegments          = "segments"
	faultNoCells           = "no-cells"
	faultCellSyntax        = "cell-syntax"
	faultOverlap           = "overlap"
	faultUnreachable       = "unreachable"
	faultUncovered         = "uncovered"
)

// Text says in a sentence what is wrong.
func (f MapFault) Text(lang retention.Language) string {
	return strings.NewReplacer(
		"{segment}", strconv.Quote(f.Segment),
		"{number}", strconv.Itoa(f.Index+1),
		"{cell}", strconv.Quote(f.Cell),
		"{other}", strconv.Quote(f.Other),
	).Replace(f.text().In(lang))
}

// text returns the sentence with places for the particulars.
func (f MapFault) text() retention.Text {
	text := func(en, ja string) retention.Text {
		return retention.Text{English: en, Japanese: ja}
	}
	switch f.Code {
	case faultEncoding:
		if f.Index == noSegment {
			return text("the name of the map is not valid UTF-8", "マップの名前が正しいUTF-8ではありません")
		}
		return text("segment {segment} has text that is not valid UTF-8", "セグメント{segment}に正しいUTF-8ではない文字列があります")
	case faultNameMissing:
		return text("segment {number} has no name", "{number}番目のセグメントに名前がありません")
	case faultNameRepeated:
		return text("the name {segment} is used twice", "セグメント名{segment}が重複しています")
	case faultCellsWithoutSales:
		return text("segment {segment} of customers without sales has cells", "購入のない顧客のセグメント{segment}にはセルを指定できません")
	case faultVersion:
		return text("the version is not 1", "versionは1である必要があります")
	case faultBins:
		return text("the number of bins is not 2 to 9", "binsは2〜9で指定してください")
	case faultAxes:
		return text(`the axes are neither "rfm" nor "r-fm"`, `axesは"rfm"または"r-fm"で指定してください`)
	case faultSegments:
		return text("there are more segments than cells", "セグメントの数がセルの数を超えています")
	case faultNoCells:
		return text("segment {segment} has no cells", "セグメント{segment}にセルがありません")
	case faultCellSyntax:
		return text("segment {segment}: {cell} is not a cell of this scale", "セグメント{segment}のセル{cell}を読み取れません")
	case faultOverlap:
		return text("cell {cell} is in both {other} and {segment}", "セル{cell}が{other}と{segment}の両方に含まれています")
	case faultUnreachable:
		return text("segment {segment} is unreachable: earlier ones have all its cells",
			"セグメント{segment}のセルはすべて他のセグメントにも含まれており、該当する顧客がいません")
	case faultUncovered:
		return text("cell {cell} is in no segment", "セル{cell}がどのセグメントにも含まれていません")
	}
	return text(f.Code, "")
}
