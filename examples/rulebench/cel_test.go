package rulebench_test

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
)

// celGo is CEL, reading the struct through an Activation of its own, which is its
// fastest way: no map, and no reflection.
var celGo = engine[Customer]{name: "cel-go-0.33", compile: func() func(*Customer) bool {
	program := celProgram(ruleText,
		cel.Variable("Orders", cel.IntType),
		cel.Variable("Spent", cel.DoubleType),
		cel.Variable("DaysSince", cel.IntType),
		cel.Variable("Country", cel.StringType),
		cel.Variable("OptIn", cel.BoolType),
		cel.Variable("Tags", cel.ListType(cel.StringType)),
		cel.Variable("AOV", cel.DoubleType),
		cel.Variable("Tier", cel.StringType))
	var customer celCustomer
	return func(c *Customer) bool {
		customer.Customer = c
		verdict, _, err := program.Eval(&customer)
		return must(verdict, err) == types.True
	}
}}

func celProgram(rule string, variables ...cel.EnvOption) cel.Program {
	env := must(cel.NewEnv(variables...))
	ast, issues := env.Compile(rule)
	if issues.Err() != nil {
		panic(issues.Err())
	}
	return must(env.Program(ast, cel.EvalOptions(cel.OptOptimize)))
}

// celCustomer is a customer as CEL's variables.
type celCustomer struct{ *Customer }

func (c *celCustomer) Parent() cel.Activation { return nil }

func (c *celCustomer) ResolveName(name string) (any, bool) {
	switch name {
	case "Orders":
		return types.Int(c.Orders), true
	case "Spent":
		return types.Double(c.Spent), true
	case "DaysSince":
		return types.Int(c.DaysSince), true
	case "Country":
		return types.String(c.Country), true
	case "OptIn":
		return types.Bool(c.OptIn), true
	case "Tags":
		return c.Tags, true
	case "AOV":
		return types.Double(c.AOV), true
	case "Tier":
		return types.String(c.Tier), true
	}
	return nil, false
}

// celGoAnswer asks with a map, in which a variable may be missing.
func celGoAnswer(q question) string {
	program := celProgram(q.rule, cel.Variable("Country", cel.StringType), cel.Variable("Orders", cel.IntType))
	verdict, _, err := program.Eval(map[string]any{"Country": "DE"})
	return answer(verdict, err)
}
