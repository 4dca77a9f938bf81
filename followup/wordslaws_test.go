package followup_test

import (
	"strings"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"pgregory.net/rapid"
)

var wordsLanguages = []retention.Language{retention.English, retention.Japanese}

// wordsReason draws a reason of any code with any of its fields.
func wordsReason(t *rapid.T) followup.Reason {
	name := rapid.SampledFrom([]string{"", "day", "長い名前", "a b"})
	when := rapid.SampledFrom([]time.Time{{}, at("2026-11-22 00:00"), at("2026-11-22 08:00"), at("2026-01-02 03:04").Add(5 * time.Second)})
	number := rapid.SampledFrom([]int{0, 1, 2, 1000})
	span := rapid.SampledFrom([]retention.Span{{}, days(1), {Months: 14}, exact(90 * time.Minute), exact(1500 * time.Millisecond)})
	return followup.Reason{
		Code: rapid.SampledFrom(followup.Codes()).Draw(t, "code"),
		Rule: rapid.SampledFrom([]string{"", "day", "in", "notIn", "audience"}).Draw(t, "rule"), Law: name.Draw(t, "law"), Ref: name.Draw(t, "ref"),
		Name: retention.Text{English: name.Draw(t, "name"), Japanese: name.Draw(t, "japanese")},
		At:   when.Draw(t, "at"), Until: when.Draw(t, "until"),
		Count: number.Draw(t, "count"), Max: number.Draw(t, "max"), Span: span.Draw(t, "span"),
	}
}

// whole reports what is wrong with a text: a gap, or a placeholder.
func whole(text string) string {
	switch {
	case text == "":
		return "empty"
	case strings.TrimSpace(text) != text:
		return "spaces around it"
	case strings.ContainsAny(text, "{}[]|"), strings.Contains(text, "%!"):
		return "a placeholder"
	}
	for _, gap := range []string{"  ", " ,", ",,", "()", "「」", "\"\"", "（）", "、、", "のの", "0001", " )", "( "} {
		if strings.Contains(text, gap) {
			return "a gap: " + gap
		}
	}
	for _, end := range []string{",", ":", " by", " for", " on", " of", " until", " to", "の", "、", "により", "に"} {
		if strings.HasSuffix(text, end) {
			return "ends in " + end
		}
	}
	return ""
}

// I32: every code has a text in every language, whatever its fields hold.
func TestReasonTextIsWhole(t *testing.T) {
	e := compile(t, textsPolicy())
	rapid.Check(t, func(t *rapid.T) {
		r := wordsReason(t)
		for _, lang := range wordsLanguages {
			for _, text := range []string{r.Code.Text(lang), r.Text(lang), e.Words(lang).Reason(r)} {
				if fault := whole(text); fault != "" {
					t.Errorf("%s in %s: %q has %s", r.Code, lang, text, fault)
				}
			}
		}
	})
}

// Decisions have words too, whatever they are about.
func TestDecisionWordsAreWhole(t *testing.T) {
	e := compile(t, textsPolicy())
	rapid.Check(t, func(t *rapid.T) {
		when := rapid.SampledFrom([]time.Time{{}, at("2026-11-22 00:00"), at("2026-11-22 08:00")})
		reasons := rapid.SliceOfN(rapid.Custom(wordsReason), 0, 3)
		d := followup.Decision{
			Play: rapid.SampledFrom([]string{"offer", "gone"}).Draw(t, "play"), Step: rapid.SampledFrom([]string{"mail", "gone"}).Draw(t, "step"),
			Verdict: followup.Verdict(rapid.IntRange(0, 3).Draw(t, "verdict")), Channel: rapid.SampledFrom([]string{"", "email", "gone"}).Draw(t, "channel"),
			Due: at("2026-11-22 08:00"), NotBefore: when.Draw(t, "notBefore"), Until: when.Draw(t, "until"), Behind: rapid.Bool().Draw(t, "behind"),
			Also: make([]followup.Part, rapid.IntRange(0, 2).Draw(t, "also")), Why: reasons.Draw(t, "why"), WhyNot: reasons.Draw(t, "whyNot"),
		}
		for _, lang := range wordsLanguages {
			w := e.Words(lang)
			if fault := whole(w.Decision(d)); fault != "" {
				t.Errorf("%q has %s", w.Decision(d), fault)
			}
			for line := range strings.Lines(w.Plan(followup.Plan{Decisions: []followup.Decision{d, d}, Over: 2, Ahead: 1})) {
				if fault := whole(strings.TrimLeft(strings.TrimSpace(line), "+- ")); fault != "" {
					t.Errorf("%q has %s", line, fault)
				}
			}
		}
	})
}

// What a name holds is never taken for a field.
func TestNamesAreNoFields(t *testing.T) {
	r := followup.Reason{Code: followup.OutsideHours, Rule: "[{at}|x]", Name: retention.Text{English: "{until}%s[x]"}}
	want := `it is outside the hours {until}%s[x] (rule "[{at}|x]")`
	if got := r.Text(retention.English); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLabelsTellCodesApart(t *testing.T) {
	for _, lang := range wordsLanguages {
		seen := map[string]followup.Code{}
		for _, c := range followup.Codes() {
			label := c.Text(lang)
			if before, ok := seen[label]; ok {
				t.Errorf("%s: %s and %s are both %q", lang, before, c, label)
			}
			seen[label] = c
		}
	}
	if got := followup.Code("theirs").Text(retention.Japanese); got != "theirs" {
		t.Errorf("a code of somebody else: %q", got)
	}
	if got := (followup.Reason{Code: "[{theirs}"}).Text(retention.English); got != "[{theirs}" {
		t.Errorf("a reason of somebody else: %q", got)
	}
}

func TestWordsOfEnumerations(t *testing.T) {
	for _, lang := range wordsLanguages {
		seen := map[string]bool{}
		say := func(kind, word, text string) {
			if fault := whole(text); fault != "" || seen[kind+text] || lang == retention.Japanese && text == word {
				t.Errorf("%s %s in %s: %q", kind, word, lang, text)
			}
			seen[kind+text] = true
		}
		for p := followup.Promotional; p <= followup.Transactional; p++ {
			say("purpose", p.String(), p.Text(lang))
		}
		for o := followup.Sent; o <= followup.OptedOut; o++ {
			say("outcome", o.String(), o.Text(lang))
		}
		for v := followup.Hold; v <= followup.Done; v++ {
			say("verdict", v.String(), v.Text(lang))
		}
		for a := followup.Everyone; a <= followup.Companies; a++ {
			say("audience", a.String(), a.Text(lang))
		}
	}
	if got := followup.Purpose(9).Text(retention.English); got != "Purpose(9)" {
		t.Errorf("no purpose: %q", got)
	}
}

// Times are told in the zone that they carry, with seconds if there are any.
func TestMomentsInTheirZone(t *testing.T) {
	zone := mustZone("America/New_York")
	for _, tt := range []struct {
		reason            string
		until             time.Time
		english, japanese string
	}{
		{"Tokyo", at("2026-11-22 08:00"), "22 November 2026 08:00", "2026年11月22日8:00"},
		{"the same in New York", at("2026-11-22 08:00").In(zone), "21 November 2026 18:00", "2026年11月21日18:00"},
		{"to the minute", at("2026-11-02 23:59").Add(7 * time.Second), "2 November 2026 23:59", "2026年11月2日23:59"},
		{"midnight", at("2026-12-01 00:00"), "1 December 2026 00:00", "2026年12月1日0:00"},
	} {
		r := followup.Reason{Code: followup.Paused, Until: tt.until}
		if got, want := r.Text(retention.English), "they asked to be left alone until "+tt.english; got != want {
			t.Errorf("%s: got %s, want %s", tt.reason, got, want)
		}
		if got, want := r.Text(retention.Japanese), "お客様の希望により"+tt.japanese+"まで休止"; got != want {
			t.Errorf("%s: got %s, want %s", tt.reason, got, want)
		}
	}
}
