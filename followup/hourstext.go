package followup

import (
	"strings"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// hoursText names the windows of hours, as in "08:00-21:00" or "Mon-Fri
// 10:00-13:00, 14:00-20:00". It is empty if there are none.
func hoursText(h hours.Hours) retention.Text {
	var english, japanese strings.Builder
	for i, w := range h.Windows {
		same := i > 0 && w.Days == h.Windows[i-1].Days
		if i > 0 {
			english.WriteString(", ")
			japanese.WriteString("、")
		}
		switch {
		case same:
		case w.Days != 0:
			english.WriteString(daysEnglish(w.Days) + " ")
			japanese.WriteString(daysJapanese.Replace(w.Days.String()) + " ")
		case i > 0:
			english.WriteString("daily ")
			japanese.WriteString("毎日 ")
		}
		english.WriteString(windowText(w, "all day", "-"))
		japanese.WriteString(windowText(w, "終日", "～"))
	}
	return retention.Text{English: english.String(), Japanese: japanese.String()}
}

// daysEnglish returns days as in "Mon-Fri, Sun".
func daysEnglish(d hours.Days) string {
	text := []byte(strings.ReplaceAll(d.String(), ",", ", "))
	for i := range text {
		if (i == 0 || text[i-1] == ' ' || text[i-1] == '-') && text[i] >= 'a' && text[i] <= 'z' {
			text[i] -= 'a' - 'A'
		}
	}
	return string(text)
}

var daysJapanese = strings.NewReplacer(
	"mon", "月", "tue", "火", "wed", "水", "thu", "木", "fri", "金", "sat", "土", "sun", "日", "-", "～", ",", "・",
)

func windowText(w hours.Window, allDay, to string) string {
	if w.From == w.To {
		return allDay
	}
	from, until := w.From.String(), w.To.String()
	if to != "-" { // Japanese has no leading zero
		from, until = strings.TrimPrefix(from, "0"), strings.TrimPrefix(until, "0")
	}
	return from + to + until
}
