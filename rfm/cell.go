package rfm

// Cells are numbered from 0, worst first: the scores less one are the digits
// of the number in base bins, recency first.

// countCells returns the number of cells.
func countCells(axes, bins int) int {
	n := 1
	for range axes {
		n *= bins
	}
	return n
}

// cellName returns the digits of a cell, such as "543".
func cellName(cell, axes, bins int) string {
	name := make([]byte, axes)
	for i := axes - 1; i >= 0; i-- {
		name[i] = digit(uint8(cell%bins + 1))
		cell /= bins
	}
	return string(name)
}

// parseCells returns the cells that a pattern stands for, ascending.
func parseCells(pattern string, axes, bins int) ([]int, bool) {
	cells := []int{0}
	for range axes {
		lo, hi, rest, ok := cutPart(pattern, bins)
		if !ok {
			return nil, false
		}
		var longer []int
		for _, cell := range cells {
			for score := lo; score <= hi; score++ {
				longer = append(longer, cell*bins+score-1)
			}
		}
		cells, pattern = longer, rest
	}
	if pattern != "" {
		return nil, false
	}
	return cells, true
}

// cutPart reads the scores that the first part of a pattern allows.
func cutPart(pattern string, bins int) (lo, hi int, rest string, ok bool) {
	switch {
	case pattern == "":
		return 0, 0, "", false
	case pattern[0] == '*':
		return 1, bins, pattern[1:], true
	case len(pattern) >= 5 && pattern[0] == '[' && pattern[2] == '-' && pattern[4] == ']':
		lo, hi, rest = int(pattern[1]-'0'), int(pattern[3]-'0'), pattern[5:]
	default:
		lo, hi, rest = int(pattern[0]-'0'), int(pattern[0]-'0'), pattern[1:]
	}
	return lo, hi, rest, 1 <= lo && lo <= hi && hi <= bins
}
