package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/segment"
)

// planOf returns the plan of a shop, and the view that it looks at. That of the
// shop inside is made once.
func planOf(t testing.TB, args ...string) (*agenda, retention.View) {
	t.Helper()
	c, view := clubOf(t, args...)
	if len(args) == 0 {
		return lookAt(t).agenda, view
	}
	a, err := analysePlan(view, c.asOf, c)
	if err != nil {
		t.Fatal(err)
	}
	return a, view
}

// The plan is what comes of acting on each plan by hand, one customer after the
// other, and counting.
func TestPlanAgreesWithActing(t *testing.T) {
	whole, view := planOf(t)
	for _, code := range []followup.Code{followup.CapReached, followup.Tired, followup.ConsentRefused, followup.RoomReserved} {
		if whole.against()[code] == 0 {
			t.Errorf("nothing is kept back by %q: the days before tell too little", code)
		}
	}
	a, view := new(*whole), view.Split(20)[3]
	var err error
	if a.agendaCount, err = a.planAll(view); err != nil {
		t.Fatal(err)
	}
	verdicts, reasons := map[followup.Verdict]int{}, map[followup.Code]int{}
	var next time.Time
	var sends []string
	for customer := range view.Customers() {
		b := a.buyer(customer)
		if len(b.orders) == 0 {
			continue
		}
		p := planByHand(t, a, b)
		if next.IsZero() || !p.Next.IsZero() && p.Next.Before(next) {
			next = p.Next
		}
		for _, d := range p.Decisions {
			verdicts[d.Verdict]++
			if d.Verdict == followup.Send {
				sends = append(sends, p.Customer+" "+d.Key)
			}
			seen := map[followup.Code]bool{}
			for _, r := range d.WhyNot {
				if !seen[r.Code] && (d.Verdict == followup.Hold || d.Verdict == followup.Drop) {
					reasons[r.Code]++
				}
				seen[r.Code] = true
			}
		}
	}
	got := a.json()
	if diff := cmp.Diff(verdicts, map[followup.Verdict]int{
		followup.Send: got.Send, followup.Hold: got.Hold, followup.Drop: got.Drop, followup.Done: got.Done,
	}); diff != "" {
		t.Errorf("decisions (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(reasons, got.ByReason); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	if got.Next != next.Format(time.RFC3339Nano) || !next.After(a.at) {
		t.Errorf("next is %s, want %v", got.Next, next)
	}
	var listed []string
	for _, s := range a.sends {
		listed = append(listed, s.customer+" "+s.Key)
	}
	slices.Sort(listed)
	if diff := cmp.Diff(slices.Sorted(slices.Values(sends)), listed); diff != "" {
		t.Errorf("sends (-want +got):\n%s", diff)
	}
}

// planByHand sends what a plan says, plans again, and waits for Plan.Next.
func planByHand(t *testing.T, a *agenda, b *buyer) followup.Plan {
	t.Helper()
	var contacts []followup.Contact
	now := b.orders[0]
	if now.Before(a.from) {
		now = a.from
	}
	event := b.next(now, a.at)
	c := a.known(b, now, event)
	for {
		c.Contacts = contacts
		p, err := a.engine.Plan(c, now)
		if err != nil {
			t.Fatal(err)
		}
		if !now.Before(a.at) {
			return p
		}
		if i := slices.IndexFunc(p.Decisions, func(d followup.Decision) bool { return d.Verdict == followup.Send }); i >= 0 {
			contacts = append(contacts, p.Decisions[i].Contact(now, followup.Sent))
			continue
		}
		if !p.Next.IsZero() && p.Next.Before(event) {
			now = p.Next
			continue
		}
		now = event
		event = b.next(now, a.at)
		c = a.known(b, now, event)
	}
}

// Who counts as lapsed is in one of the two groups that say so.
func TestPlanLapsed(t *testing.T) {
	a, view := planOf(t)
	groups, err := segment.Compile(shopSegments()...)
	if err != nil {
		t.Fatal(err)
	}
	lapsed := 0
	now := groups.AsOf(view.AsOf(), view.Zone())
	all := shoppers(view, (&lifetime{missing: nobodyBought}).worthOf)
	for i, customer := range slices.Collect(view.Customers()) {
		b := a.buyer(customer)
		if len(b.orders) == 0 {
			continue
		}
		want := now.Test(all[i], groups.Index("lapsed")) == segment.True || now.Test(all[i], groups.Index("lapsed by rhythm")) == segment.True
		if since := a.lapsed(b.orders); want == since.After(view.AsOf()) {
			t.Errorf("%s, %d orders: lapsed since %v, want %t", b.id, len(b.orders), since, want)
		}
		if want {
			lapsed++
		}
	}
	if lapsed < 100 {
		t.Errorf("%d have lapsed: too few to tell", lapsed)
	}
}

// What may go out on a day follows from what was ordered, and went out before.
func TestPlanOfFewOrders(t *testing.T) {
	const head = "order,customer,date,amount\n"
	one := head + "1,mail,2026-01-05 12:00,500\n"
	ids := strings.NewReplacer("mail", buyerWho(false, false), "leaver", buyerWho(false, true), "app", buyerWho(true, false))
	for _, test := range []struct {
		reason, file, day string
		send              string // key and channel, if anything
		done              int
	}{
		{"thanks the day after", one, "2026-01-06", "thanks/1/thank email", 0},
		{"sent already, and a newsletter this morning", one, "2026-01-07", "", 2},
		{"it arrives after 3 days, and 3 later they are told how to use it", one, "2026-01-11", "how-to/1/explain email", 2},
		{"a newsletter on a Tuesday", one, "2026-01-13", "newsletter/2026-01-13/send email", 3},
		{"not after the return", one + "2,mail,2026-01-09,-500\n", "2026-01-11", "", 2},
		{"nor a second time, after another order", head + "1,mail,2025-12-01 12:00,500\n2,mail,2026-01-05 12:00,500\n", "2026-01-11", "", 7}, // a surprise among them
		{"by then they opted out", head + "1,leaver,2025-11-01,500\n2,leaver,2026-01-05 12:00,500\n", "2026-01-06", "", 0},
		{"by the channel they prefer", head + "1,app,2026-01-05 12:00,500\n", "2026-01-06", "thanks/1/thank push", 0},
	} {
		a, _ := planOf(t, append(save(t, ids.Replace(test.file)), "-as-of", test.day)...)
		var sends []string
		for _, s := range a.sends {
			sends = append(sends, s.Key+" "+s.Channel)
		}
		if got := strings.Join(sends, ", "); got != test.send || a.verdicts[followup.Done] != test.done {
			t.Errorf("%s: sends %q with %d done, want %q with %d", test.reason, got, a.verdicts[followup.Done], test.send, test.done)
		}
	}
}

// buyerWho returns the ID of somebody who has the app or not, and opts out or not.
func buyerWho(app, leaves bool) string {
	for i := 0; ; i++ {
		id := fmt.Sprint("c", i)
		if drawn("second channel", id, secondShare) == app && drawn("opt-out", id, leaverShare) == leaves {
			return id
		}
	}
}

// Points that lapse and tiers that are reached come from the points program.
func TestPlanKnowsPoints(t *testing.T) {
	a, view := planOf(t)
	gold, lapsing := 0, 0
	for customer := range view.Customers() {
		b := a.buyer(customer)
		if len(b.orders) == 0 {
			continue
		}
		c := a.known(b, a.at, a.at)
		if _, in := c.Segments[followup.TopTierSegment]; in {
			gold++
		}
		month := false
		for _, e := range c.Events {
			month = month || e.Kind == followup.PointsLapseEvent && !e.Due.After(view.AsOf().AddDate(0, 1, 0))
		}
		if month {
			lapsing++
		}
	}
	tiers := a.club.tiers()
	if want := tiers[len(tiers)-1].now; gold != want || gold == 0 {
		t.Errorf("%d hold the top tier, want %d", gold, want)
	}
	if want := len(a.club.lapsing()); lapsing != want || lapsing == 0 {
		t.Errorf("%d have points that lapse within a month, want %d", lapsing, want)
	}
}

// A sample is about as large as it says, and does not change.
func TestDrawn(t *testing.T) {
	n := 0
	for i := range 10_000 {
		if drawn("second channel", string(rune('a'+i%26))+strings.Repeat("x", i/26), secondShare) {
			n++
		}
	}
	if n < 2_800 || n > 3_200 {
		t.Errorf("%d of 10,000, want about 3,000", n)
	}
}

// However little there is to plan, the keys are the same and the report fits.
func TestLittleToPlan(t *testing.T) {
	shops := peculiar()
	shops["long ago"] = "customer,date,amount\nc,1899-12-31,5\nc,2026-01-01,5\n"
	shops["all too early"] = "customer,date,amount\nc,1899-12-01,5\nc,1899-12-20,5\n"
	shops["early, but not too early"] = "customer,date,amount\nc,1900-01-01,5\nc,1900-01-20,5\n"
	shops["late, but not too late"] = "customer,date,amount\nc,2098-09-01,5\nc,2098-10-20,5\n"
	shops["too late"] = "customer,date,amount\nc,2099-09-01,5\nc,2100-01-20,5\n"
	shops["all long ago"] = "customer,date,amount\nc,0001-01-01,5\nc,0001-01-20,5\n"
	noPlan := map[string]string{
		"guests only": "no_sales", "refunds only": "no_sales", "the last days": "out_of_time", "many centuries": "out_of_time", "long ago": "out_of_time", "all long ago": "out_of_time",
		"all too early": "out_of_time", "too late": "out_of_time",
	}
	whole, _ := planOf(t)
	keys := planKeys(t, whole)
	for name, file := range shops {
		a, _ := planOf(t, save(t, file)...)
		if diff := cmp.Diff(keys, planKeys(t, a)); diff != "" {
			t.Errorf("%s: keys (-want +got):\n%s", name, diff)
		}
		code, got := "", a.json()
		if got.NoPlan != nil {
			code = got.NoPlan.Code
		}
		if code != noPlan[name] || code != "" && got.Send+got.Hold+got.Drop+got.Done+len(got.ByReason)+len(got.Sends)+len(got.Next) > 0 {
			t.Errorf("%s: no plan for %q, want %q: %+v", name, code, noPlan[name], got)
		}
		checkCounts(t, name, &got)
		for _, lang := range []retention.Language{retention.English, retention.Japanese} {
			p := &page{lang: lang}
			a.sections(p)
			checkFits(t, name, p.String())
			years := p.in("the years 1900 to 2099", "1900 年から 2099 年まで")
			if says := strings.Contains(squeezed(p.String()), squeezed(years)); says != (code == "out_of_time") {
				t.Errorf("%s, %s: no plan for %q, and the report says\n%s", name, lang, code, p.String())
			}
		}
	}
}

func planKeys(t *testing.T, a *agenda) []string {
	t.Helper()
	text, err := json.Marshal(a.json())
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(decode(t, string(text))))
}

// checkCounts checks what holds of all counts.
func checkCounts(t *testing.T, name string, p *jsonPlan) {
	t.Helper()
	reasons := 0
	for code, n := range p.ByReason {
		reasons += n
		if held, dropped := p.Held[code], p.Dropped[code]; n != held+dropped || held > p.Hold || dropped > p.Drop {
			t.Errorf("%s: %d have the reason %q, %d of %d held and %d of %d dropped", name, n, code, held, p.Hold, dropped, p.Drop)
		}
	}
	if reasons < p.Hold+p.Drop {
		t.Errorf("%s: %d reasons for %d held and %d dropped", name, reasons, p.Hold, p.Drop)
	}
	if len(p.Sends) != min(p.Send, planShown) || p.Soon > p.Hold {
		t.Errorf("%s: %d of %d sends named; %d of %d held for a day at most", name, len(p.Sends), p.Send, p.Soon, p.Hold)
	}
}

// The report names the messages and reasons in the language of its reader.
func TestPlanWords(t *testing.T) {
	a, _ := planOf(t)
	counts := a.json()
	checkCounts(t, "the shop", &counts)
	for lang, has := range map[retention.Language][]string{
		retention.English: {
			fmt.Sprintf("To go out now: %d messages", len(a.sends)), "Thanks for the order", "opted out", "limit reached", "Look again at ",
			"One customer in full: ", "may go out now, until 1 January 2026 21:00", "10 in 100 took that back 30 days later",
		},
		retention.Japanese: {
			fmt.Sprintf("いま連絡するもの: %d 件", len(a.sends)), "ご購入のお礼", "連絡停止の申し出", "上限到達", "次の確認: ", "顧客の例: ", "2026年1月1日21:00までに連絡",
			"10% は 30 日後に",
		},
	} {
		p := &page{lang: lang}
		a.sections(p)
		for _, text := range has {
			if !strings.Contains(p.String(), text) {
				t.Errorf("%s: no %q in\n%s", lang, text, p.String())
			}
		}
		for i := range a.sends[:planShown] {
			if !strings.Contains(p.String(), a.sends[i].customer) {
				t.Errorf("%s: no %s", lang, a.sends[i].customer)
			}
		}
		for _, d := range a.shown.Decisions {
			for _, r := range d.WhyNot {
				why := a.engine.Words(lang).Reason(r)
				if d.Verdict == followup.Drop && !strings.Contains(squeezed(p.String()), squeezed(why)) {
					t.Errorf("%s: nothing of %s says %q", lang, a.shown.Customer, why)
				}
			}
		}
	}
}

// squeezed leaves out the blanks, and where lines break.
func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }

func BenchmarkPlan(b *testing.B) {
	a, view := planOf(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := analysePlan(view, a.club.asOf, a.club); err != nil {
			b.Fatal(err)
		}
	}
}
