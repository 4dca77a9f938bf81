package segment

// Way is how something would have to change.
type Way string

// The ways. Those of a field say where its value would have to lie.
const (
	ToRange   Way = "range"    // between From and To
	ToOneOf   Way = "oneOf"    // at one of the Values
	ToNoneOf  Way = "noneOf"   // anywhere but at the Values
	ToLike    Way = "like"     // where the Rules hold
	ToTags    Way = "tags"     // with some tags more, or less
	ToKnown   Way = "known"    // anywhere
	ToMissing Way = "missing"  // nowhere
	ToHold    Way = "hold"     // the Rule would have to hold
	ToNotHold Way = "not hold" // the Rule would have not to
)

// Need is what one field, or one rule that cannot be looked into, would have to
// become. It is plain data; values are int64, float64, [decimal.Decimal], string,
// bool, [time.Time], [retention.Date], or a sorted []string for tags.
//
// [decimal.Decimal]: https://pkg.go.dev/github.com/shopspring/decimal#Decimal
// [retention.Date]: https://pkg.go.dev/github.com/retentionkit/retention#Date
type Need struct {
	Way   Way    `json:"way"`
	Field string `json:"field,omitempty"` // as rules print it
	Rule  string `json:"rule,omitempty"`  // of ToHold and ToNotHold
	// Seen is the value as it is, nil if it is missing. That of a field made from
	// another one, such as days ago, may be that of the other.
	Seen any `json:"seen,omitempty"`

	// Nearest is the value that is nearest to the one seen: a value that will do, or
	// if Open one that it must come past by however little. Of ToLike it is an
	// example, if one was found. It is zero where no value is nearer than others.
	Nearest Bound `json:"nearest,omitzero"`
	// From and To limit the values around the nearest that will do as well. For
	// ToTags they are about the number of different tags, if that matters.
	From Bound `json:"from,omitzero"`
	To   Bound `json:"to,omitzero"`

	Values []any    `json:"values,omitempty"` // in their order
	Rules  []string `json:"rules,omitempty"`
	Add    []string `json:"add,omitempty"` // tags
	Remove []string `json:"remove,omitempty"`

	field *fieldForm // of Text
	rules []*form
}

// Bound is a limit of values. The zero Bound is no limit.
type Bound struct {
	Value any  `json:"value"`
	Open  bool `json:"open,omitempty"` // whether Value itself is out
}

// IsZero reports whether there is no limit.
func (b Bound) IsZero() bool { return b.Value == nil }
