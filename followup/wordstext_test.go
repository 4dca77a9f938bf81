package followup_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// The reason names the hours that there are.
func TestReasonNamesTheHours(t *testing.T) {
	window := func(days hours.Days, from, to hours.Clock) hours.Window {
		return hours.Window{Days: days, From: from, To: to}
	}
	for _, tt := range []struct {
		reason  string
		windows []hours.Window
		want    retention.Text
	}{
		{"every day", []hours.Window{window(0, 8*hours.Hour, 11*hours.Hour)}, retention.Text{English: "08:00-11:00", Japanese: "8:00～11:00"}},
		{"over midnight", []hours.Window{window(0, 22*hours.Hour, 30)}, retention.Text{English: "22:00-00:30", Japanese: "22:00～0:30"}},
		{
			"a break at noon", []hours.Window{window(hours.Weekdays, 10*hours.Hour, 12*hours.Hour), window(hours.Weekdays, 14*hours.Hour, 24*hours.Hour)},
			retention.Text{English: "Mon-Fri 10:00-12:00, 14:00-24:00", Japanese: "月～金 10:00～12:00、14:00～24:00"},
		}, {
			"days apart", []hours.Window{window(hours.On(time.Monday, time.Wednesday), 0, 0), window(0, 6*hours.Hour, 7*hours.Hour)},
			retention.Text{English: "06:00-07:00, Mon, Wed all day", Japanese: "6:00～7:00、月・水 終日"},
		},
	} {
		p := textsPolicy()
		p.Hours = []followup.HoursRule{{ID: "day", Hours: hours.Hours{Windows: tt.windows}}}
		reasons, err := compile(t, p).Allowed(haru(), followup.Message{Channel: "email"}, at("2026-11-21 13:00"))
		if err != nil || len(reasons) != 1 {
			t.Fatal(reasons, err)
		}
		if diff := cmp.Diff(tt.want, reasons[0].Name); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tt.reason, diff)
		}
	}
}

// Of addresses that bounced at one instant the reason names one, whatever their
// order.
func TestReasonNamesOneBounce(t *testing.T) {
	e, c := compile(t, textsPolicy()), haru()
	c.Addresses = []followup.Address{{Channel: "email", ID: "a"}, {Channel: "email", ID: "b"}}
	for _, a := range c.Addresses {
		c.Contacts = append(c.Contacts, followup.Contact{Key: "to " + a.ID, Address: a.ID, Channel: "email", At: at("2026-11-01 10:00"), Outcome: followup.Bounced})
	}
	for range 2 {
		reasons, err := e.Allowed(c, followup.Message{Channel: "email"}, at("2026-11-21 13:00"))
		if err != nil || len(reasons) != 1 || reasons[0].Ref != "to b" {
			t.Errorf("got %+v, %v", reasons, err)
		}
		c.Addresses[0], c.Addresses[1] = c.Addresses[1], c.Addresses[0]
	}
}

// What the policy calls things comes before the words of this package, and those
// before the names in the facts.
func TestReasonUsesTheNames(t *testing.T) {
	p := textsPolicy()
	p.Names = map[string]retention.Text{
		"slipping": {English: "slipping away", Japanese: "離れかけ"}, "order": {English: "purchase", Japanese: "お買い上げ"}, "visit": {Japanese: "ご来店"},
	}
	named, plain := compile(t, p), compile(t, textsPolicy())
	for _, tt := range []struct {
		code                        followup.Code
		name, english, japanese, id string
	}{
		{followup.BySegment, "slipping", `they came into the segment "slipping away"`, "セグメント「離れかけ」への追加に伴う連絡", "セグメント「slipping」への追加に伴う連絡"},
		{followup.ByEvent, "order", `"purchase" calls for it`, "「お買い上げ」に伴う連絡", "「注文」に伴う連絡"},
		{followup.ByEvent, "visit", `"visit" calls for it`, "「ご来店」に伴う連絡", "「来店」に伴う連絡"},
		{followup.ByEvent, "delivered", `"delivery" calls for it`, "「お届け」に伴う連絡", "「お届け」に伴う連絡"},
		{followup.ByDate, "founded", `"founded" calls for it`, "「founded」に合わせた連絡", "「founded」に合わせた連絡"},
	} {
		r := followup.Reason{Code: tt.code, Name: retention.Text{English: tt.name}}
		got := []string{named.Words(retention.English).Reason(r), named.Words(retention.Japanese).Reason(r), plain.Words(retention.Japanese).Reason(r), r.Text(retention.Japanese)}
		if diff := cmp.Diff([]string{tt.english, tt.japanese, tt.id, tt.id}, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

// A key is no text for people: of a play without a name there is the ID.
func TestWordsShowNoKeys(t *testing.T) {
	p := textsPolicy()
	p.Plays[0].Name = retention.Text{}
	r := followup.Reason{Code: followup.InDigest, Ref: "offer/2026-11-21T23:36:37.737163014Z/mail"}
	if got, want := compile(t, p).Words(retention.English).Reason(r), `it goes out inside of "offer"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Times are those of the minute that they lie in, and those in UTC say so.
func TestWordsTellTheMinute(t *testing.T) {
	last := at("2026-12-31 23:59").Add(59*time.Second + 999999999)
	for _, tt := range []struct {
		at                time.Time
		english, japanese string
	}{
		{last, "31 December 2026 23:59", "2026年12月31日23:59"},
		{last.Add(1), "1 January 2027 00:00", "2027年1月1日0:00"},
		{last.UTC(), "31 December 2026 14:59 UTC", "2026年12月31日14:59 UTC"},
		{last.In(mustZone("Europe/London")), "31 December 2026 14:59", "2026年12月31日14:59"},
	} {
		r := followup.Reason{Code: followup.TooLate, At: tt.at}
		got := [2]string{r.Text(retention.English), r.Text(retention.Japanese)}
		if diff := cmp.Diff([2]string{"it is too late after " + tt.english, tt.japanese + "の期限を過ぎた"}, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

func TestReasonNamesTheSpan(t *testing.T) {
	for _, tt := range []struct {
		span              retention.Span
		english, japanese string
	}{
		{retention.Span{Months: 14}, "1 year 2 months", "1年2か月"},
		{retention.Span{Months: 11, Days: 1}, "11 months 1 day", "11か月1日"},
		{exact(25*time.Hour + 30*time.Minute), "25 hours 30 minutes", "25時間30分"},
		{exact(1500 * time.Millisecond), "1.5 seconds", "1.5秒"},
	} {
		r := followup.Reason{Code: followup.BySilence, Span: tt.span}
		if got, want := r.Text(retention.English), "it follows a silence of "+tt.english; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if got, want := r.Text(retention.Japanese), tt.japanese+"、連絡も反応もない場合の連絡"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A plan says each thing once: not that what is planned is not due, and not
// that what is on record is.
func TestWordsPlan(t *testing.T) {
	reason := func(code followup.Code) []followup.Reason { return []followup.Reason{{Code: code}} }
	p := followup.Plan{
		Decisions: []followup.Decision{
			{Play: "offer", Verdict: followup.Hold, Channel: "email", NotBefore: at("2026-11-22 08:00"), Why: reason(followup.BySchedule), WhyNot: reason(followup.NotDue)},
			{Play: "offer", Verdict: followup.Done, Channel: "email", Due: at("2026-11-20 08:00"), WhyNot: reason(followup.AlreadyDone)},
			{Play: "offer", Verdict: followup.Drop, Why: reason(followup.BySchedule), WhyNot: reason(followup.HeldOut)},
		},
		Over: 1, Ahead: 2,
	}
	e := compile(t, textsPolicy())
	english := `Offer by e-mail: planned for 22 November 2026 08:00
  + it is scheduled
Offer by e-mail: on record for 20 November 2026 08:00
Offer: will not go out
  + it is scheduled
  - they are in the group that is left alone for comparison
Not listed, as it is far ahead: 2
Not listed, as it is long past: 1
Look again when something happens.`
	japanese := `ご案内のメール：2026年11月22日8:00に予定
  + 定期連絡
ご案内のメール：2026年11月20日8:00に記録済み
ご案内：見送り
  + 定期連絡
  - 効果比較のため連絡しないグループ
先の予定のため省略したもの：2件
期限が過ぎてから日数が経ち、省略したもの：1件
次の確認：変化があったとき`
	if diff := cmp.Diff([]string{english, japanese}, []string{e.Words(retention.English).Plan(p), e.Words(retention.Japanese).Plan(p)}); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	empty := e.Words(retention.English).Plan(followup.Plan{Next: at("2026-11-22 08:00")})
	if want := "Nothing to do.\nLook again on 22 November 2026 08:00."; empty != want {
		t.Errorf("got %s, want %s", empty, want)
	}
}
