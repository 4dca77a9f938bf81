package main

import (
	"encoding/json"
	"io"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// These are the shapes of -json. Keys are only ever added.
type (
	jsonReport struct {
		AsOf  string    `json:"as_of"`
		Zone  string    `json:"zone"`
		Input jsonInput `json:"input"`
		RFM   jsonRFM   `json:"rfm"`

		Lifetime *jsonLifetime `json:"ltv"`
		Groups   []jsonGroup   `json:"segments"`
		Loyalty  jsonClub      `json:"loyalty"`
		Plan     jsonPlan      `json:"plan"`
	}
	jsonInput struct {
		Rows            int             `json:"rows"`
		Orders          int             `json:"orders"`
		Sales           int             `json:"sales"`
		Refunds         int             `json:"refunds"`
		Voided          int             `json:"voided"`
		Voids           int             `json:"voids"`
		Customers       int             `json:"customers"`
		AnonymousOrders int             `json:"anonymous_orders"`
		Duplicates      int             `json:"duplicates"`
		Conflicts       int             `json:"conflicts"`
		SharedIDs       int             `json:"shared_ids"`
		Later           int             `json:"later"`
		Currency        string          `json:"currency"`
		GrossRevenue    decimal.Decimal `json:"gross_revenue"`
		NetRevenue      decimal.Decimal `json:"net_revenue"`
		FirstOrder      string          `json:"first_order"`
		LastOrder       string          `json:"last_order"`
		Unusable        []unusable      `json:"unusable"`
	}
	jsonRFM struct {
		Customers    int           `json:"customers"`
		WithoutSales int           `json:"without_sales"`
		Bins         int           `json:"bins"`
		Scores       jsonScores    `json:"scores"`
		Segments     []jsonSegment `json:"segments"`
	}
	jsonScores struct {
		R []int `json:"r"`
		F []int `json:"f"`
		M []int `json:"m"`
	}
	jsonSegment struct {
		Name         string          `json:"name"`
		Customers    int             `json:"customers"`
		Share        float64         `json:"share"`
		Revenue      decimal.Decimal `json:"revenue"`
		RevenueShare float64         `json:"revenue_share"`
	}
)

// writeJSON prints one object.
func (a *analysis) writeJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(jsonReport{
		AsOf:  a.asOf.String(),
		Zone:  a.zone.String(),
		Input: a.jsonInput(),
		RFM:   a.jsonRFM(),

		Lifetime: a.lifetime.json(),
		Groups:   a.groups.json(),
		Loyalty:  a.club.json(),
		Plan:     a.agenda.json(),
	})
}

func (a *analysis) jsonInput() jsonInput {
	d := a.data
	in := jsonInput{
		Rows:            a.input.rows,
		Orders:          a.data.Orders(),
		Sales:           d.Sales,
		Refunds:         d.Refunds,
		Voided:          d.Voided,
		Voids:           d.Voids,
		Customers:       d.Customers,
		AnonymousOrders: d.Guests,
		Duplicates:      d.Duplicates,
		Conflicts:       d.Conflicts,
		SharedIDs:       d.SharedIDs,
		Later:           d.Later,
		Currency:        a.table.Currency(),
		GrossRevenue:    d.Gross,
		NetRevenue:      d.Net,
		Unusable:        a.input.unusable.list(),
	}
	if !d.First.IsZero() {
		in.FirstOrder = retention.DateOf(d.First, a.zone).String()
		in.LastOrder = retention.DateOf(d.Last, a.zone).String()
	}
	return in
}

func (a *analysis) jsonRFM() jsonRFM {
	j := jsonRFM{
		Customers:    a.table.WithSales(),
		WithoutSales: a.table.Len() - a.table.WithSales(),
		Bins:         5,
		Segments:     []jsonSegment{},
	}
	if a.scale == nil {
		none := make([]int, j.Bins)
		j.Scores = jsonScores{none, none, none}
		return j
	}
	j.Bins = a.scale.Bins
	j.Scores = jsonScores{a.scale.R.Counts, a.scale.F.Counts, a.scale.M.Counts}
	for _, t := range a.totals {
		j.Segments = append(j.Segments, jsonSegment{t.Segment, t.Customers, t.Share, t.Revenue, t.RevenueShare})
	}
	return j
}
