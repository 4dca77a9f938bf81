package rulebench_test

import (
	"encoding/json"

	"github.com/diegoholiveira/jsonlogic/v3"
)

const jsonLogicRule = `{"and": [
	{">=": [{"var": "Orders"}, 3]},
	{">=": [{"var": "Spent"}, 200.00]},
	{"<=": [{"var": "DaysSince"}, 90]},
	{"in": [{"var": "Country"}, ["JP", "KR", "TW"]]},
	{"var": "OptIn"},
	{"!": {"in": ["wholesale", {"var": "Tags"}]}},
	{">=": [{"var": "AOV"}, 50.00]},
	{"in": [{"var": "Tier"}, ["gold", "platinum"]]}
]}`

// jsonLogic takes values as encoding/json decodes them, so the map that it is
// asked with is part of its time.
var jsonLogic = engine[Customer]{name: "jsonlogic", compile: func() func(*Customer) bool {
	rule := jsonLogicParse(jsonLogicRule)
	return func(c *Customer) bool {
		tags := make([]any, len(c.Tags))
		for i, tag := range c.Tags {
			tags[i] = tag
		}
		return must(jsonLogicApply(rule, map[string]any{
			"Orders":    float64(c.Orders),
			"Spent":     c.Spent,
			"DaysSince": float64(c.DaysSince),
			"Country":   c.Country,
			"OptIn":     c.OptIn,
			"Tags":      tags,
			"AOV":       c.AOV,
			"Tier":      c.Tier,
		})).(bool)
	}
}}

func jsonLogicParse(text string) (rule any) {
	if err := json.Unmarshal([]byte(text), &rule); err != nil {
		panic(err)
	}
	return rule
}

func jsonLogicApply(rule, data any) (any, error) {
	//lint:ignore SA1019 Apply would read the rule and the customer from JSON text each time
	return jsonlogic.ApplyInterface(rule, data)
}

func jsonLogicAnswer(q question) string {
	return answer(jsonLogicApply(jsonLogicParse(q.jsonLogic), map[string]any{"Country": "DE"}))
}
