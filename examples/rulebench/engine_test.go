package rulebench_test

import "testing"

// engine runs the rule over customers of type C. What compile returns serves one
// goroutine, so that an engine may keep what it can use again.
type engine[C any] struct {
	name    string
	compile func() func(*C) bool
}

var engines = []engine[Customer]{
	plainGo,
	ours,
	celGo,
	exprRun,
	exprVM,
	jsonLogic,
	nikunjy,
}

// ruleText is the rule as CEL and Expr both read it.
const ruleText = `Orders >= 3 && Spent >= 200.00 && DaysSince <= 90 && Country in ["JP", "KR", "TW"] && OptIn &&
	!("wholesale" in Tags) && AOV >= 50.00 && Tier in ["gold", "platinum"]`

// must returns v. No rule and no customer here gives an engine cause to fail.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// BenchmarkRule has one customer for an operation.
func BenchmarkRule(b *testing.B) {
	benchmarkEngines(b, "mixed", engines, mixed())
	benchmarkEngines(b, "all", engines, all())
}

func benchmarkEngines[C any](b *testing.B, set string, engines []engine[C], customers []C) {
	for _, e := range engines {
		b.Run(set+"/"+e.name, func(b *testing.B) {
			member := e.compile()
			members, i := 0, 0
			b.ReportAllocs()
			for b.Loop() {
				if member(&customers[i%crowd]) {
					members++
				}
				i++
			}
			b.ReportMetric(100*float64(members)/float64(i), "%members")
		})
	}
}

// BenchmarkCompile is from the text of the rule to a function that runs it.
func BenchmarkCompile(b *testing.B) {
	for _, e := range engines {
		b.Run(e.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e.compile()
			}
		})
	}
}
