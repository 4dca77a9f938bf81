package main

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

// agenda is whom to contact, if the shop had followed up by a preset policy.
type agenda struct {
	from   time.Time // since when it has
	at     time.Time // the instant that the plan is for
	zone   *time.Location
	preset string // japanese or shop
	policy followup.Policy
	engine *followup.Engine
	past   *followup.Engine // the same, for the days before
	club   *club
	agendaCount
	missing *missingValue // why there is no plan
}

var (
	nobodyToContact = &missingValue{"no_sales", retention.Text{
		English:  "Nobody has bought anything, so there is nobody to contact.",
		Japanese: "購入した顧客がいないため、連絡の予定はありません。"}}
	farFromNow = &missingValue{"out_of_time", retention.Text{
		English:  "Plans are made for the years 1900 to 2099 only. Some orders, or what would follow from them, lie outside of these.",
		Japanese: "計画を立てられるのは 1900 年から 2099 年までです。この範囲の外に、注文またはそれに続く予定があります。"}}
)

const (
	daysFollowed = 70 // how long the policy has been followed, so that caps and fatigue show
	planHour     = 10 // o'clock: when most of what the policy says is due
)

// analysePlan lives through the last days with every customer of a view by the
// policy, and plans for the day after.
func analysePlan(view retention.View, asOf retention.Date, c *club) (*agenda, error) {
	a := &agenda{
		from: asOf.AddDays(-daysFollowed).Start(view.Zone()),
		at:   time.Date(asOf.Year(), asOf.Month(), asOf.Day(), planHour, 0, 0, 0, view.Zone()),
		zone: view.Zone(), club: c,
	}
	a.choose(view)
	switch {
	case view.Report().Customers == 0:
		a.missing = nobodyToContact
		return a, nil
	case a.at.Year() < 1900 || a.at.Year() > 2099:
		a.missing = farFromNow
		return a, nil
	}
	err := a.compile()
	if err != nil {
		return nil, err
	}
	a.agendaCount, err = a.planAll(view)
	switch {
	case errors.Is(err, followup.ErrTime):
		a.agendaCount, a.missing = agendaCount{}, farFromNow
	case err != nil:
		return nil, err
	case a.customers == 0:
		a.missing = nobodyToContact
	}
	return a, nil
}

// choose takes the preset that fits the shop: the one for Japan there, as the
// points program does. It changes two things: the newsletter began before the
// days that are looked at, and who got the how-to does not get it again within a year.
func (a *agenda) choose(view retention.View) {
	a.preset, a.policy = "shop", followup.ShopPolicy()
	if a.zone.String() == "Asia/Tokyo" && view.Currency() == "JPY" {
		a.preset, a.policy = "japanese", followup.JapaneseShopPolicy()
	}
	for i := range a.policy.Plays {
		switch p := &a.policy.Plays[i]; p.Topic {
		case followup.NewsletterTopic:
			weekly := p.Trigger.Every
			weeks := (weekly.Anchor.DaysSince(retention.DateOf(a.from, a.zone)) + 6) / 7
			weekly.Anchor = weekly.Anchor.AddDays(-7 * max(0, weeks))
		case followup.HowToTopic:
			p.Reentry = retention.Span{Months: 12}
		}
	}
}

// compile compiles the policy, and once more for the days that are lived through:
// there nobody reads what is done or dropped, so it need not be worked out.
func (a *agenda) compile() (err error) {
	world, past := followup.World{Zone: time.LoadLocation}, a.policy
	past.Lookback = retention.Span{Exact: 1}
	if a.engine, err = followup.Compile(a.policy, world); err != nil {
		return err
	}
	a.past, err = followup.Compile(past, world)
	return err
}

// planAll plans for everybody, as many at a time as there are processors.
func (a *agenda) planAll(view retention.View) (all agendaCount, err error) {
	parts := view.Split(clubParts)
	counts, faults := make([]agendaCount, len(parts)), make([]error, len(parts))
	inParallel(len(parts), func(i int) { counts[i], faults[i] = a.planPart(parts[i]) })
	if err := errors.Join(faults...); err != nil {
		return all, err
	}
	for i := range counts {
		all.merge(&counts[i])
	}
	all.sends = a.sorted(all.sends)
	return all, nil
}

func (a *agenda) planPart(part retention.View) (n agendaCount, err error) {
	for customer := range part.Customers() {
		b := a.buyer(customer)
		if len(b.orders) == 0 {
			continue
		}
		plan, err := a.planFor(b)
		if err != nil {
			return n, err
		}
		n.add(&plan, a.at)
	}
	return n, nil
}

// planFor lives through the days before with a customer, from order to order,
// and plans. Nobody answers: orders are all that is known of them.
func (a *agenda) planFor(b *buyer) (followup.Plan, error) {
	var contacts []followup.Contact
	from := b.orders[0]
	if from.Before(a.from) {
		from = a.from
	}
	for from.Before(a.at) {
		to := b.next(from, a.at)
		c := a.known(b, from, to)
		c.Contacts = contacts
		_, sent, err := a.past.Run(c, from, to, nil)
		if err != nil {
			return followup.Plan{}, err
		}
		contacts, from = append(contacts, sent...), to
	}
	c := a.known(b, a.at, a.at)
	c.Contacts = contacts
	return a.engine.Plan(c, a.at)
}

// sorted puts the most important play first, and takes one message of each play
// in turn, so that the first few show all there is.
func (a *agenda) sorted(sends []send) []send {
	slices.SortFunc(sends, func(x, y send) int {
		return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.customer, y.customer), cmp.Compare(x.Key, y.Key))
	})
	turns := map[string]int{}
	for i := range sends {
		sends[i].turn = turns[sends[i].Play]
		turns[sends[i].Play]++
	}
	rank := map[string]int{}
	for i, p := range a.ranked() {
		rank[p.ID] = i
	}
	slices.SortStableFunc(sends, func(x, y send) int {
		return cmp.Or(cmp.Compare(x.turn, y.turn), cmp.Compare(rank[x.Play], rank[y.Play]))
	})
	return sends
}

// ranked returns the plays, the most important first.
func (a *agenda) ranked() []followup.Play {
	return slices.SortedStableFunc(slices.Values(a.policy.Plays), func(x, y followup.Play) int { return cmp.Compare(y.Priority, x.Priority) })
}
