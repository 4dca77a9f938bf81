package main

import (
	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention/segment"
)

// jsonGroup is a segment by rules.
type jsonGroup struct {
	Name         string          `json:"name"`
	Rule         string          `json:"rule"`
	Customers    int             `json:"customers"`
	Share        float64         `json:"share"`
	Unknown      int             `json:"unknown"` // customers of whom too much is missing to tell
	Revenue      decimal.Decimal `json:"revenue"` // net, so far
	RevenueShare decimal.Decimal `json:"revenue_share"`
	Value        decimal.Decimal `json:"value"` // forecast; what was spent so far where value_is says so
	ValueShare   decimal.Decimal `json:"value_share"`
	ValueIs      string          `json:"value_is"` // forecast or revenue
	MeanValue    decimal.Decimal `json:"mean_value"`
	Moves        *jsonMoves      `json:"moves"` // null: not known
}

// jsonMoves is who came and went since a day.
type jsonMoves struct {
	Since   string                `json:"since"`
	Entered int                   `json:"entered"`
	Left    int                   `json:"left"`
	Stayed  int                   `json:"stayed"`
	Causes  map[segment.Cause]int `json:"causes"` // of entering and leaving
}

func (g *groups) json() []jsonGroup {
	rows := make([]jsonGroup, len(g.now.Segments))
	for i, s := range g.now.Sizes() {
		worth, revenue := g.worth.Segments[i], g.revenue.Segments[i]
		rows[i] = jsonGroup{
			Name: s.Segment, Rule: g.now.Segments[i].Rule,
			Customers: s.Customers, Share: s.Share, Unknown: s.Unknown,
			Revenue: revenue.Value, RevenueShare: revenue.ValueShare,
			Value: worth.Value, ValueShare: worth.ValueShare, ValueIs: g.valueIs(), MeanValue: worth.Mean,
			Moves: g.jsonMoves(i),
		}
	}
	return rows
}

func (g *groups) valueIs() string {
	if g.forecast {
		return "forecast"
	}
	return "revenue"
}

func (g *groups) jsonMoves(i int) *jsonMoves {
	c, ok := g.moves(i)
	if !ok {
		return nil
	}
	return &jsonMoves{g.before.String(), len(c.Entered), len(c.Left), c.Stayed, g.causesOf(i)}
}

// causesOf counts why customers entered and left the i-th segment.
func (g *groups) causesOf(i int) map[segment.Cause]int {
	n := map[segment.Cause]int{}
	for _, moved := range [][]segment.Caused{g.causes[i].Entered, g.causes[i].Left} {
		for _, m := range moved {
			n[m.Cause]++
		}
	}
	return n
}
