package loyalty

// The words that small enumerations are in JSON.

var roundingNames = [...]string{Down: "down", HalfEven: "half_even", Up: "up"}

// String returns the word for r, such as "half_even".
func (r Rounding) String() string { return wordOf(roundingNames[:], r, "Rounding") }

// MarshalText implements [encoding.TextMarshaler].
func (r Rounding) MarshalText() ([]byte, error) { return nameOf(roundingNames[:], r, "rounding") }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (r *Rounding) UnmarshalText(text []byte) error {
	return fromName(roundingNames[:], r, text, "rounding")
}

var capPerNames = [...]string{
	PerDeed: "deed", PerDay: "day", PerMonth: "month", PerYear: "year", PerEdition: "edition", PerLife: "life", PerBalance: "balance",
}

// String returns the word for p, such as "month".
func (p CapPer) String() string { return wordOf(capPerNames[:], p, "CapPer") }

// MarshalText implements [encoding.TextMarshaler].
func (p CapPer) MarshalText() ([]byte, error) { return nameOf(capPerNames[:], p, "cap per") }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (p *CapPer) UnmarshalText(text []byte) error {
	return fromName(capPerNames[:], p, text, "cap per")
}

var shortfallNames = [...]string{Forgive: "forgive", Owe: "owe", OwnLots: "own_lots"}

// String returns the word for s, such as "own_lots".
func (s Shortfall) String() string { return wordOf(shortfallNames[:], s, "Shortfall") }

// MarshalText implements [encoding.TextMarshaler].
func (s Shortfall) MarshalText() ([]byte, error) { return nameOf(shortfallNames[:], s, "shortfall") }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (s *Shortfall) UnmarshalText(text []byte) error {
	return fromName(shortfallNames[:], s, text, "shortfall")
}

var fallNames = [...]string{ToEarned: "to_earned", OneStep: "one_step", NoFall: "no_fall"}

// String returns the word for f, such as "one_step".
func (f Fall) String() string { return wordOf(fallNames[:], f, "Fall") }

// MarshalText implements [encoding.TextMarshaler].
func (f Fall) MarshalText() ([]byte, error) { return nameOf(fallNames[:], f, "fall") }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (f *Fall) UnmarshalText(text []byte) error { return fromName(fallNames[:], f, text, "fall") }
