package ltv

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// Approach is a group of people to be asked to buy, such as new prospects or
// customers of the shop.
//
// Use your own win rates. The commonly quoted ones, 5 to 20 % for a new
// prospect and 60 to 70 % for an existing customer, are from Farris, Bendle,
// Pfeifer & Reibstein, Marketing Metrics, who state them as experience, not as
// a measurement. WinRate is best measured against people who were not
// contacted: some would have bought anyway.
type Approach struct {
	Name    string          `json:"name"`    // unique among those compared
	People  int             `json:"people"`  // how many there are to contact
	Cost    decimal.Decimal `json:"cost"`    // of contacting one
	WinRate float64         `json:"winRate"` // share of contacts that end in a sale, 0 to 1
	Margin  decimal.Decimal `json:"margin"`  // of a sale; the lifetime value of a customer won, to look further ahead
}

// Profit returns what one contact is expected to bring: WinRate × Margin - Cost,
// exactly, with WinRate read as the decimal that prints it. The error is an
// *[InputError] for a field out of its domain.
func (a Approach) Profit() (decimal.Decimal, error) {
	if err := a.check(); err != nil {
		return decimal.Decimal{}, err
	}
	return a.profit(), nil
}

func (a Approach) profit() decimal.Decimal {
	return exactDecimal(a.WinRate).Mul(a.Margin).Sub(a.Cost)
}

// BreakEvenWinRate returns Cost / Margin: the win rate at which a contact earns
// its cost. ok is false, and the rate 0, where no win rate does: a sale then
// leaves less than a contact costs. The error is that of Profit.
func (a Approach) BreakEvenWinRate() (rate float64, ok bool, err error) {
	if err := a.check(); err != nil {
		return 0, false, err
	}
	switch {
	case a.Cost.GreaterThan(a.Margin):
		return 0, false, nil
	case a.Cost.IsZero():
		return 0, true, nil
	}
	return quotient(a.Cost, a.Margin), true, nil
}

func (a Approach) check() error {
	c := inputCheck{of: fmt.Sprintf("Approach %q", a.Name)}
	c.count("People", a.People)
	c.money("Cost", a.Cost)
	c.share("WinRate", a.WinRate)
	c.money("Margin", a.Margin)
	return c.err
}

// ContactPlan is how to use a limited number of contacts.
type ContactPlan struct {
	Parts  []ContactPart   `json:"parts"`  // best first; by Name where contacts are worth the same
	Unused int             `json:"unused"` // contacts that nobody is worth, or is left, to spend on
	Profit decimal.Decimal `json:"profit"` // expected, of all parts
}

// ContactPart is the share of one [Approach] in a [ContactPlan]. Contacts is 0
// for an approach that earns no more than it costs, or whose turn comes after
// the contacts have run out.
type ContactPart struct {
	Approach Approach        `json:"approach"`
	Contacts int             `json:"contacts"`
	Each     decimal.Decimal `json:"each"`   // expected profit of a contact
	Profit   decimal.Decimal `json:"profit"` // of all Contacts
}

// ErrDuplicate is about a name that two things share.
var ErrDuplicate = errors.New("appears twice")

// PlanContacts spends a number of contacts on approaches, beginning with the
// one that brings the most per contact. It spends none on approaches that do
// not bring more than they cost. All contacts of one approach are worth the
// same, so no other plan has a higher expected profit. The order of the
// approaches does not matter.
//
// The error is an *[InputError] about a negative number of contacts, an approach
// out of its domain, or a name that appears twice ([ErrDuplicate]).
func PlanContacts(contacts int, approaches []Approach) (ContactPlan, error) {
	c := inputCheck{of: "PlanContacts"}
	if c.count("contacts", contacts); c.err != nil {
		return ContactPlan{}, c.err
	}
	plan := ContactPlan{Unused: contacts}
	for _, a := range approaches {
		each, err := a.Profit()
		if err != nil {
			return ContactPlan{}, err
		}
		plan.Parts = append(plan.Parts, ContactPart{Approach: a, Each: each})
	}
	slices.SortFunc(plan.Parts, func(a, b ContactPart) int {
		return cmp.Or(b.Each.Cmp(a.Each), cmp.Compare(a.Approach.Name, b.Approach.Name))
	})
	names := map[string]bool{}
	for i := range plan.Parts {
		name := plan.Parts[i].Approach.Name
		if names[name] {
			return ContactPlan{}, &InputError{fmt.Sprintf("Approach %q.Name", name), ErrDuplicate}
		}
		names[name] = true
		plan.spend(&plan.Parts[i])
	}
	return plan, nil
}

// spend gives a part what is left of the contacts, if it is worth it.
func (p *ContactPlan) spend(part *ContactPart) {
	if part.Each.Sign() > 0 {
		part.Contacts = min(p.Unused, part.Approach.People)
	}
	part.Profit = part.Each.Mul(decimal.NewFromInt(int64(part.Contacts)))
	p.Unused -= part.Contacts
	p.Profit = p.Profit.Add(part.Profit)
}
