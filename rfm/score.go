package rfm

// Score is a customer's place on the three axes, from 1 (worst) up to the bins
// of the scale (best). The zero Score is that of customers without sales, who
// have no score.
type Score struct {
	R uint8 `json:"r"`
	F uint8 `json:"f"`
	M uint8 `json:"m"`
}

// MaxBins is the largest number of scores on an axis.
const MaxBins = 9

// Scored reports whether the customer has a score at all.
func (s Score) Scored() bool { return s != Score{} }

// String returns the three digits, recency first, as in "543"; "---" for
// customers without sales.
func (s Score) String() string {
	if !s.Scored() {
		return "---"
	}
	return string([]byte{digit(s.R), digit(s.F), digit(s.M)})
}

func digit(n uint8) byte {
	if n > MaxBins {
		return '?'
	}
	return '0' + n
}
