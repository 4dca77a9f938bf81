package followup

import (
	"errors"
	"fmt"
)

var errNoZones = errors.New("the World given has no Zone to find it with")

func quoted(name string) string { return fmt.Sprintf("%.64q", name) }

func joinZone(name string, err error) error {
	if err == nil {
		return fmt.Errorf("%w: zone %.64q", ErrMissing, name)
	}
	return fmt.Errorf("%w: zone %.64q: %w", ErrMissing, name, err)
}

// ruleOf names a rule of a law, or of the shop.
func ruleOf(law, kind, id string) string {
	if law != "" {
		return fmt.Sprintf("law %.64q: %s %.64q", law, kind, id)
	}
	return fmt.Sprintf("%s %.64q", kind, id)
}

// check looks through the policy.
func (b *builder) check(p *Policy) {
	if p.Version == "" {
		b.fault("version", ErrName)
	}
}
