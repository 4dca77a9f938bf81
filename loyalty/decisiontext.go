package loyalty

import (
	"strings"
)

// Decision says what an event came to and why: what the deed deserves by the
// rules, in one line for each, and what had to be taken back. It answers "why
// did I get 90 and not 120". Rules about deeds of another kind are left out.
// An event without rules is told by what its entries did.
func (w Words) Decision(d Decision) string {
	if d.Duplicate {
		return w.say("Applied before: nothing changed.", "適用済みのため、変更はありません。")
	}
	var lines []string
	if len(d.Steps) == 0 {
		for i := range d.Entries {
			e := &d.Entries[i]
			lines = append(lines, w.withPoints(w.Entry(*e), signed(e)))
		}
		return strings.Join(lines, "\n")
	}
	deserved := Points(0)
	for _, s := range d.Steps {
		deserved += s.Points
		if s.Why == OtherDeed {
			continue
		}
		mark := "- "
		if s.Applied() {
			mark = "+ "
		}
		lines = append(lines, mark+w.Step(s))
	}
	lines = append([]string{w.sayf("%s in all", "合計%s", w.Points(deserved))}, lines...)
	return strings.Join(append(lines, w.moved(d.Entries, deserved)...), "\n")
}

// moved says how what a deed was given changed, if it was given something
// before.
func (w Words) moved(entries []Entry, deserved Points) (lines []string) {
	var sum [len(opNames)]Points
	for i := range entries {
		if e := &entries[i]; int(e.Op) < len(sum) && (e.Op != OpClaw || e.Rule != "") {
			sum[e.Op] += e.Points
		}
	}
	less := sum[OpClaw] + sum[OpAbsorb] + sum[OpClaim] + sum[OpOwe]
	more := sum[OpGrant] + sum[OpUnclaim] + sum[OpUnowe]
	if less == 0 && more == deserved {
		return nil
	}
	say := func(op Op, english, japanese string) {
		if sum[op] > 0 {
			lines = append(lines, w.sayf(english, japanese, w.Points(sum[op])))
		}
	}
	lines = append(lines, w.sayf("before: %s", "変更前：%s", w.Points(deserved-more+less)))
	say(OpGrant, "added: %s", "追加：%s")
	say(OpUnclaim, "no longer missing: %s", "未回収の取り消し：%s")
	say(OpUnowe, "no longer owed: %s", "不足分の取り消し：%s")
	say(OpClaw, "taken back: %s", "取り消し：%s")
	say(OpAbsorb, "had lapsed already: %s", "失効済み：%s")
	say(OpClaim, "could not be taken back: %s", "未回収：%s")
	say(OpOwe, "to be made up by the next points: %s", "今後のポイントで相殺：%s")
	return lines
}

func (w Words) withPoints(text string, n Points) string {
	if n == 0 {
		return text
	}
	return text + w.colon() + w.Points(n)
}

// signed returns the points of an entry, less than none if they were taken away
// by hand.
func signed(e *Entry) Points {
	if e.Op == OpClaw && e.Kind == "" {
		return -e.Points
	}
	return e.Points
}
