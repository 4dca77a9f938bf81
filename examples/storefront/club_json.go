package main

import (
	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// These are the shapes of what a points program would have come to.
type (
	jsonClub struct {
		NoPoints   *jsonNoPoints     `json:"no_points"` // null: there are
		Program    *jsonProgram      `json:"program"`   // null: nobody has paid for anything
		Members    int               `json:"members"`
		Points     jsonPoints        `json:"points"`
		Tiers      []jsonTier        `json:"tiers"`
		CloseCount int               `json:"close_members"`
		Close      []jsonClose       `json:"close"`
		Lapsing    jsonLapsing       `json:"lapsing"`
		Liability  jsonLiability     `json:"liability"`
		Excess     jsonExcessRefunds `json:"excess_refunds"`
		Refused    int               `json:"refused"`
	}
	jsonNoPoints struct {
		Code string `json:"code"`
		Text string `json:"text"`
	}
	jsonProgram struct {
		Preset       string          `json:"preset"`
		TypicalOrder decimal.Decimal `json:"typical_order"`
		Rules        loyalty.Program `json:"rules"`
	}
	jsonPoints struct {
		Earned    loyalty.Points `json:"earned"`
		Spent     loyalty.Points `json:"spent"`
		Lapsed    loyalty.Points `json:"lapsed"`
		Clawed    loyalty.Points `json:"clawed"` // taken back for refunds
		Pending   loyalty.Points `json:"pending"`
		Available loyalty.Points `json:"available"`
		Debt      loyalty.Points `json:"debt"`
	}
	jsonTier struct {
		Tier    string  `json:"tier"` // empty: none
		Members int     `json:"members"`
		Share   float64 `json:"share"`
		Then    int     `json:"members_in_3_months"` // without another order
	}
	jsonClose struct {
		Customer string        `json:"customer"`
		Tier     string        `json:"tier"`
		Missing  []jsonMissing `json:"missing"`
		By       string        `json:"by"` // empty: there is no hurry
	}
	jsonMissing struct {
		Metric  string          `json:"metric"`
		Missing decimal.Decimal `json:"missing"`
	}
	jsonLapsing struct {
		From    string         `json:"from"`
		To      string         `json:"to"` // not included
		Points  loyalty.Points `json:"points"`
		Members int            `json:"members"`
		Most    []jsonLapse    `json:"most"`
	}
	jsonLapse struct {
		Customer string         `json:"customer"`
		Points   loyalty.Points `json:"points"`
		LastDay  string         `json:"last_day"`
	}
	jsonLiability struct {
		Points loyalty.Points  `json:"points"`
		Worth  decimal.Decimal `json:"worth"`  // of a point
		Amount decimal.Decimal `json:"amount"` // if all are spent
	}
	jsonExcessRefunds struct {
		Refunds int             `json:"refunds"`
		Amount  decimal.Decimal `json:"amount"`
	}
)

func (c *club) json() jsonClub {
	b := &c.points
	j := jsonClub{
		Members:   len(c.members),
		Points:    jsonPoints{b.Earned, b.Spent, b.Lapsed, b.Clawed, b.Pending, b.Available, b.Debt},
		Tiers:     []jsonTier{},
		Lapsing:   c.jsonLapsing(),
		Liability: jsonLiability{Points: c.left(), Amount: c.owed.Total.Face},
		Excess:    jsonExcessRefunds{c.refunds, c.excess},
		Refused:   len(c.refused),
	}
	if c.missing != nil {
		j.NoPoints = &jsonNoPoints{c.missing.code, c.missing.text.In(retention.English)}
	}
	if c.preset != "" {
		j.Program = &jsonProgram{c.preset, c.typical, c.program}
		j.Liability.Worth = c.worth()
	}
	for _, t := range c.tiers() {
		j.Tiers = append(j.Tiers, jsonTier{t.id, t.now, t.share, t.then})
	}
	j.Close, j.CloseCount = c.jsonClose()
	return j
}

func (c *club) jsonClose() (rows []jsonClose, all int) {
	list := c.close()
	rows = []jsonClose{}
	for _, m := range list[:min(len(list), clubShown)] {
		row := jsonClose{Customer: m.id, Tier: m.next.Tier}
		for _, gap := range m.next.Missing {
			row.Missing = append(row.Missing, jsonMissing{gap.Metric, gap.Missing})
		}
		if by := m.next.By(); !by.IsZero() {
			row.By = by.String()
		}
		rows = append(rows, row)
	}
	return rows, len(list)
}

func (c *club) jsonLapsing() jsonLapsing {
	list := c.lapsing()
	j := jsonLapsing{From: c.asOf.String(), To: c.monthLater().String(), Points: lapsed(list), Members: len(list), Most: []jsonLapse{}}
	for _, m := range list[:min(len(list), clubShown)] {
		j.Most = append(j.Most, jsonLapse{m.id, m.lapses, m.lastDay.String()})
	}
	return j
}

// lapsed adds up the points that members lose.
func lapsed(list []member) (sum loyalty.Points) {
	for i := range list {
		sum += list[i].lapses // no more than all that are left
	}
	return sum
}
