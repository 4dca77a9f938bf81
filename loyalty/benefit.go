package loyalty

// Benefit is something that a tier gives beside points, as data for the shop to
// act upon.
type Benefit struct {
	ID string `json:"id"`
}
