package ltv_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func econDrawApproaches(t *rapid.T) []ltv.Approach {
	list := make([]ltv.Approach, rapid.IntRange(0, 3).Draw(t, "approaches"))
	for i := range list {
		list[i] = ltv.Approach{
			Name:    fmt.Sprint("a", i),
			People:  rapid.IntRange(0, 5).Draw(t, "people"),
			Cost:    econDrawMoney(t, "cost", 3),
			WinRate: econDrawHundredths(t, "win rate", 0, 100),
			Margin:  econDrawMoney(t, "margin", 10),
		}
	}
	return list
}

// econBest tries every way to use up to n contacts.
func econBest(list []ltv.Approach, n int) decimal.Decimal {
	if len(list) == 0 {
		return decimal.Zero
	}
	a := list[0]
	each := decimal.NewFromFloat(a.WinRate).Mul(a.Margin).Sub(a.Cost)
	most := decimal.New(-1, 9)
	for k := 0; k <= min(n, a.People); k++ {
		most = decimal.Max(most, each.Mul(decimal.NewFromInt(int64(k))).Add(econBest(list[1:], n-k)))
	}
	return most
}

func TestPlanContactsIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, n := econDrawApproaches(t), rapid.IntRange(0, 12).Draw(t, "contacts")
		plan, err := ltv.PlanContacts(n, list)
		if err != nil {
			t.Fatal(err)
		}
		if want := econBest(list, n); !plan.Profit.Equal(want) {
			t.Errorf("profit %v, want %v", plan.Profit, want)
		}
		used, profit := plan.Unused, decimal.Zero
		for _, p := range plan.Parts {
			each, err := p.Approach.Profit()
			if err != nil || !p.Each.Equal(each) || !p.Profit.Equal(each.Mul(decimal.NewFromInt(int64(p.Contacts)))) {
				t.Errorf("%+v, want %v each", p, each)
			}
			if p.Contacts < 0 || p.Contacts > p.Approach.People || p.Contacts > 0 && !each.IsPositive() {
				t.Errorf("%d contacts of %+v", p.Contacts, p.Approach)
			}
			used, profit = used+p.Contacts, profit.Add(p.Profit)
		}
		if used != n || !profit.Equal(plan.Profit) || len(plan.Parts) != len(list) {
			t.Errorf("%+v uses %d of %d contacts for %v", plan, used, n, profit)
		}
		again, err := ltv.PlanContacts(n, rapid.Permutation(list).Draw(t, "shuffled"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(plan, again); diff != "" {
			t.Errorf("another order gives another plan (-first +second)\n%s", diff)
		}
	})
}

func TestBreakEvenWinRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := ltv.Approach{Cost: econDrawMoney(t, "cost", 10), Margin: econDrawMoney(t, "margin", 10), WinRate: econDrawHundredths(t, "win rate", 0, 100)}
		rate, ok, err := a.BreakEvenWinRate()
		if err != nil {
			t.Fatal(err)
		}
		profit, err := a.Profit()
		econMustMoney(t, profit, err)
		switch {
		case !ok && (profit.Sign() >= 0 || rate != 0):
			t.Errorf("no rate breaks even, it says, but %v brings %v", a.WinRate, profit)
		case ok && (rate < 0 || rate > 1):
			t.Errorf("win rate %v", rate)
		case ok && a.WinRate > rate && profit.IsNegative(), ok && a.WinRate < rate && profit.IsPositive():
			t.Errorf("%v breaks even, but %v brings %v", rate, a.WinRate, profit)
		}
		if a.WinRate = rate; ok {
			profit, err := a.Profit()
			if got := econMustMoney(t, profit, err); got.Abs().GreaterThan(decimal.New(1, -12)) {
				t.Errorf("at break-even a contact brings %v", got)
			}
		}
	})
}
