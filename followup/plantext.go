package followup

import "strings"

// Plan puts a plan into lines of text: what becomes of each message, with a "+" for
// what calls for it and a "-" for what is against it; how much is not listed; and when
// to plan again.
func (w Words) Plan(p Plan) string {
	var lines []string
	for i := range p.Decisions {
		lines = append(lines, w.lines(&p.Decisions[i])...)
	}
	if len(lines) == 0 {
		lines = append(lines, w.say("Nothing to do.", "連絡の予定はありません。"))
	}
	if p.Ahead > 0 {
		lines = append(lines, w.sayf("Not listed, as it is far ahead: %d", "先の予定のため省略したもの：%d件", p.Ahead))
	}
	if p.Over > 0 {
		lines = append(lines, w.sayf("Not listed, as it is long past: %d", "期限が過ぎてから日数が経ち、省略したもの：%d件", p.Over))
	}
	if p.Next.IsZero() {
		return strings.Join(append(lines, w.say("Look again when something happens.", "次の確認：変化があったとき")), "\n")
	}
	return strings.Join(append(lines, w.sayf("Look again on %s.", "次の確認：%s", w.moment(p.Next))), "\n")
}

// lines says what becomes of a message, and every reason.
func (w Words) lines(d *Decision) []string {
	lines := []string{w.titled(d)}
	for i := range d.Why {
		lines = append(lines, "  + "+w.Reason(d.Why[i]))
	}
	for i := range d.WhyNot {
		switch d.WhyNot[i].Code {
		case AlreadyDone, NotDue: // it has been said
		default:
			lines = append(lines, "  - "+w.blame(d, &d.WhyNot[i]))
		}
	}
	return lines
}
