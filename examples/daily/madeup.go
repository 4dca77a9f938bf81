package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// readTables returns the tables as they are at an instant. In place of a
// database there are 300 customers made up by dice, who come for two years: each
// at a pace of their own, until some day they stay away.
func readTables(at time.Time, zone *time.Location) ([]customerRow, []orderRow) {
	dice := rand.New(rand.NewPCG(20, 26))
	begin := retention.NewDate(2024, time.March, 1)
	const span = 740
	var customers []customerRow
	var orders []orderRow
	for i := range 300 {
		day := dice.IntN(span - 10)
		c := customerRow{
			ID:        fmt.Sprintf("c%03d", i),
			Birthday:  retention.NewDate(1960+dice.IntN(45), time.Month(1+dice.IntN(12)), 1+dice.IntN(28)),
			OptedInAt: begin.AddDays(day).At(9*time.Hour, zone),
			TeaClass:  dice.IntN(4) == 0,
		}
		if dice.IntN(3) > 0 {
			c.Line = "line-" + c.ID
		}
		if c.Line == "" || dice.IntN(2) == 0 {
			c.Email = c.ID + "@example.jp"
		}
		if dice.IntN(10) == 0 {
			c.OptedOutAt = begin.AddDays(day+30).At(20*time.Hour, zone)
		}
		pace, leaving, spend := 8+40*dice.ExpFloat64(), 0.03+0.2*dice.Float64(), 1000+dice.IntN(7000)
		for n := 1; day < span; n++ {
			o := orderRow{
				ID: fmt.Sprintf("%s-%d", c.ID, n), Customer: c.ID, Status: "paid",
				At:    begin.AddDays(day).At(time.Duration(9*60+dice.IntN(12*60))*time.Minute, zone),
				Total: decimal.NewFromInt(int64(spend/2 + dice.IntN(spend))),
			}
			back := o.At.Add(time.Duration(1+dice.IntN(72)) * time.Hour)
			if status := dice.IntN(60); status < 2 && back.Before(at) {
				o.Status, o.BackAt = []string{"cancelled", "returned"}[status], back
			}
			if o.At.Before(at) {
				orders = append(orders, o)
			}
			day += 1 + int(pace*dice.ExpFloat64())
			if dice.Float64() < leaving {
				break
			}
		}
		if c.OptedOutAt.After(at) {
			c.OptedOutAt = time.Time{}
		}
		if c.OptedInAt.Before(at) {
			customers = append(customers, c)
		}
	}
	slices.SortFunc(orders, func(a, b orderRow) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return customers, orders
}
