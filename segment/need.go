package segment

// Way says in which way a field or a rule would have to change: see [Need].
type Way string

// The ways. All but the last two are about the value of a field.
const (
	ToRange   Way = "range"    // it must lie between From and To
	ToOneOf   Way = "oneOf"    // it must be one of Values
	ToNoneOf  Way = "noneOf"   // it must be a value that is none of Values
	ToLike    Way = "like"     // the Rules must hold for it
	ToTags    Way = "tags"     // it must gain the tags Add and lose the tags Remove; see also From
	ToKnown   Way = "known"    // it must be known
	ToMissing Way = "missing"  // it must be missing
	ToHold    Way = "hold"     // the Rule must hold
	ToNotHold Way = "not hold" // the Rule must not hold
)

// Need says how one field, or one rule that cannot be looked into, would have to
// change. It is plain data. Values are int64, float64, [decimal.Decimal], string,
// bool, [time.Time], [retention.Date], or a sorted []string for tags.
//
// [decimal.Decimal]: https://pkg.go.dev/github.com/shopspring/decimal#Decimal
// [retention.Date]: https://pkg.go.dev/github.com/retentionkit/retention#Date
type Need struct {
	Way   Way    `json:"way"`
	Field string `json:"field,omitempty"` // as rules print it
	Rule  string `json:"rule,omitempty"`  // of ToHold and ToNotHold
	// Seen is the value now, nil if it is missing. For a field made from another one,
	// such as days ago, it may be the value of the other.
	Seen any `json:"seen,omitempty"`

	// Nearest is the value nearest to Seen that is enough. If it is Open, the value
	// itself is not enough, but any value beyond it is, however little. With ToLike it
	// is an example, if one was found. It is zero if no value is nearer than others.
	Nearest Bound `json:"nearest,omitzero"`
	// From and To limit the values around Nearest that are enough as well. With
	// ToTags all three are about the number of different tags, if that matters.
	From Bound `json:"from,omitzero"`
	To   Bound `json:"to,omitzero"`

	Values []any    `json:"values,omitempty"` // ascending
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
