package rulebench_test

import (
	"strings"

	"github.com/nikunjy/rules/parser"
)

const nikunjyRule = `Orders ge 3 and Spent ge 200.00 and DaysSince le 90 and Country in ["JP", "KR", "TW"] and OptIn eq true and ` +
	`not (Tags co ",wholesale,") and AOV ge 50.00 and Tier in ["gold", "platinum"]`

// nikunjy knows no lists in its data, so tags are joined into one string.
var nikunjy = engine[Customer]{name: "nikunjy-rules", compile: func() func(*Customer) bool {
	rule := must(parser.NewEvaluator(nikunjyRule))
	return func(c *Customer) bool {
		return must(rule.Process(map[string]any{
			"Orders":    c.Orders,
			"Spent":     c.Spent,
			"DaysSince": c.DaysSince,
			"Country":   c.Country,
			"OptIn":     c.OptIn,
			"Tags":      "," + strings.Join(c.Tags, ",") + ",",
			"AOV":       c.AOV,
			"Tier":      c.Tier,
		}))
	}
}}

func nikunjyAnswer(q question) string {
	return answer(must(parser.NewEvaluator(q.nikunjy)).Process(map[string]any{"Country": "DE"}))
}
