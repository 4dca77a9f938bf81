package btyd

// MarshalJSON returns the model as, say,
// {"model":"Pareto/NBD","version":1,"r":0.553,"alpha_days":74.05,"s":0.606,"beta_days":81.68}.
// Numbers have as many digits as it takes to read the same model again. It fails
// if m fails [ParetoNBD.Check].
func (m ParetoNBD) MarshalJSON() ([]byte, error) {
	params := m.Params(Day)
	params[1].Name, params[3].Name = "alpha_days", "beta_days"
	return encodeModel(m.Name(), params)
}

// UnmarshalJSON reads what MarshalJSON wrote, and nothing else. The error wraps
// [ErrDecode] or [ErrParameter].
func (m *ParetoNBD) UnmarshalJSON(data []byte) error {
	v, err := decodeModel(data, m.Name(), "r", "alpha_days", "s", "beta_days")
	if err == nil {
		*m = ParetoNBD{v[0], Days(v[1]), v[2], Days(v[3])}
	}
	return err
}
