package ltv

// RankForTest ranks customers of whom so much was expected and who did so much.
func RankForTest(expected []float64, purchases []int) ([]Decile, Gini) {
	list := make([]forecast, len(expected))
	for i := range list {
		list[i] = forecast{customers: 1, expected: expected[i], patterns: []pattern{{purchases: purchases[i], customers: 1}}}
	}
	return rank(list)
}
