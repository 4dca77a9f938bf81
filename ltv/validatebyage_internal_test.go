package ltv

import (
	"context"
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention/ltv/btyd"
)

// Beyond a century, what is interpolated is what the model says.
func TestExpectedByAgeIsWhatTheModelSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		param := func(name string, from, to float64) float64 {
			return math.Exp(rapid.Float64Range(math.Log(from), math.Log(to)).Draw(t, "ln "+name))
		}
		r, alpha, s, beta := param("r", 1e-3, 1e3), btyd.Days(param("alpha", 1e-2, 1e7)), param("s", 1e-3, 1e3), param("beta", 1e-3, 1e4)
		m := rapid.SampledFrom([]btyd.Model{
			btyd.BGNBD{R: r, Alpha: alpha, A: s, B: beta}, btyd.MBGNBD{R: r, Alpha: alpha, A: s, B: beta},
			btyd.ParetoNBD{R: r, Alpha: alpha, S: s, Beta: btyd.Days(beta)},
		}).Draw(t, "model")
		n := rapid.IntRange(asked+1, 5*asked).Draw(t, "days")
		got, err := expectedByAge(context.Background(), constantUntil{m, asked}, n)
		if err != nil || len(got) != n {
			t.Fatal(len(got), err)
		}
		for _, age := range []int{0, 1, asked - 1, asked, n / 2, n - 1, rapid.IntRange(asked, n-1).Draw(t, "age")} {
			want := constantUntil{m, asked}.ExpectedNew(btyd.Days(float64(age)))
			if math.Abs(got[age]-want) > 1e-9*want {
				t.Errorf("%v by age %d, want %v", got[age], age, want)
			}
		}
	})
}

// constantUntil spares the test what the model says of each day before one.
type constantUntil struct {
	btyd.Model
	days float64
}

func (m constantUntil) ExpectedNew(t btyd.Time) float64 {
	if days := t.In(btyd.Day); days < m.days && days != m.days-1 && days > 1 {
		return 1
	}
	return m.Model.ExpectedNew(t)
}

func TestExpectedByAgeStops(t *testing.T) {
	m := btyd.ParetoNBD{R: 1, Alpha: btyd.Days(1), S: 1, Beta: btyd.Days(1)}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := expectedByAge(ctx, m, 10); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	m.R, m.Alpha = 1e100, btyd.Days(1e-100)
	if _, err := expectedByAge(t.Context(), m, 10); !errors.Is(err, btyd.ErrParameter) {
		t.Error(err)
	}
}
