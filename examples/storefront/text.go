package main

import (
	"bytes"
	"fmt"
	"path/filepath"

	"github.com/retentionkit/retention"
)

// writeText prints the report for the owner of the shop.
func (a *analysis) writeText(w *bytes.Buffer, lang retention.Language) {
	p := &page{lang: lang, currency: a.table.Currency()}
	p.title("%s: your customers on %s", "%s 顧客レポート（%s 時点）", a.title(p.lang), p.date(a.asOf))
	a.dataSection(p)
	if a.scored == nil {
		p.say("\n  No customer has bought anything before %s: there is nobody to score.",
			"\n  %s より前に購入した顧客がいないため、評価できません。", p.date(a.asOf))
	} else {
		a.scoresSection(p)
		a.segmentsSection(p)
		a.heatSection(p)
		a.bestSection(p)
		a.lifetime.sections(p)
		a.groups.sections(p)
		a.club.sections(p)
		a.agenda.sections(p)
	}
	a.stepsSection(p)
	w.Write(p.Bytes())
}

// title names the shop: by its files, as nobody told its name.
func (a *analysis) title(lang retention.Language) string {
	name := shown(filepath.Base(a.input.files[0].name.In(lang)), 50)
	if more := len(a.input.files) - 1; more > 0 {
		name += fmt.Sprintf(" + %d", more)
	}
	return name
}
