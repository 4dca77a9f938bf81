package loyalty

import (
	"encoding/json"
	"fmt"
)

// accountJSON is an account as JSON: its entries are all that it is.
type accountJSON struct {
	ID      string  `json:"id"`
	Entries []Entry `json:"entries"`
}

// MarshalJSON implements [json.Marshaler]: the ID and all entries.
// [Account.MarshalBinary] is a twentieth of its size.
func (a Account) MarshalJSON() ([]byte, error) {
	j := accountJSON{ID: a.ID(), Entries: []Entry{}}
	for e := range a.Entries() {
		j.Entries = append(j.Entries, e)
	}
	return json.Marshal(j)
}

// UnmarshalJSON implements [json.Unmarshaler]. It folds the entries; its error
// is that of [Fold], or wraps [ErrEncoding].
func (a *Account) UnmarshalJSON(text []byte) error {
	var j accountJSON
	if err := strictly("account", text, &j); err != nil {
		return fmt.Errorf("loyalty: %w: %w", ErrEncoding, err)
	}
	read, err := Fold(j.ID, j.Entries)
	if err == nil {
		*a = read
	}
	return err
}
