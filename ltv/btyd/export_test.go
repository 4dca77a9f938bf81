package btyd

// Evenly and Magnitude let the tests outside of the package draw as those inside.
var (
	Evenly    = evenly
	Magnitude = magnitude
)
