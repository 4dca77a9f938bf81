package ltv

import (
	"fmt"
	"slices"
)

// names are the texts of an enumeration's values, which count from 0.
type names struct {
	of   string // the name of the type
	list []string
}

func (n names) text(i uint8) string {
	if int(i) < len(n.list) {
		return n.list[i]
	}
	return fmt.Sprintf("%s(%d)", n.of, i)
}

func (n names) marshal(i uint8) ([]byte, error) {
	if int(i) >= len(n.list) {
		return nil, fmt.Errorf("ltv: unknown %s", n.text(i))
	}
	return []byte(n.list[i]), nil
}

func (n names) unmarshal(text []byte) (uint8, error) {
	i := slices.Index(n.list, string(text))
	if i < 0 {
		return 0, fmt.Errorf("ltv: unknown %s %q", n.of, text)
	}
	return uint8(i), nil
}
