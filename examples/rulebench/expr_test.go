package rulebench_test

import (
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// exprRun is Expr as its documentation runs a program.
var exprRun = engine[Customer]{name: "expr-Run", compile: func() func(*Customer) bool {
	program := exprProgram()
	return func(c *Customer) bool { return must(expr.Run(program, c)).(bool) }
}}

// exprVM is Expr with a machine that is used again.
var exprVM = engine[Customer]{name: "expr-VM", compile: func() func(*Customer) bool {
	program, machine := exprProgram(), new(vm.VM)
	return func(c *Customer) bool { return must(machine.Run(program, c)).(bool) }
}}

func exprProgram() *vm.Program {
	return must(expr.Compile(ruleText, expr.Env(&Customer{}), expr.AsBool()))
}

// exprStructAnswer asks with a struct, in which a missing number is a nil
// pointer.
func exprStructAnswer(q question) string {
	type customer struct {
		Country string
		Orders  *int
	}
	program := must(expr.Compile(q.rule, expr.Env(&customer{})))
	return answer(expr.Run(program, &customer{Country: "DE"}))
}

// exprMapAnswer asks with a map whose types the compiler was told.
func exprMapAnswer(q question) string {
	program := must(expr.Compile(q.rule, expr.Env(map[string]any{"Country": "", "Orders": 0})))
	return answer(expr.Run(program, map[string]any{"Country": "DE"}))
}
