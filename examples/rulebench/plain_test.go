package rulebench_test

import "slices"

// plainGo is the rule written by hand: what the others are held to.
var plainGo = engine[Customer]{name: "plain-Go", compile: func() func(*Customer) bool { return holds }}

func holds(c *Customer) bool {
	return c.Orders >= 3 &&
		c.Spent >= 200.00 &&
		c.DaysSince <= 90 &&
		(c.Country == "JP" || c.Country == "KR" || c.Country == "TW") &&
		c.OptIn &&
		!slices.Contains(c.Tags, "wholesale") &&
		c.AOV >= 50.00 &&
		(c.Tier == "gold" || c.Tier == "platinum")
}
