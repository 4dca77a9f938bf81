package loyalty

import (
	"encoding/json"
	"fmt"
)

// ParseProgram reads a program from JSON, as [json.Marshal] writes it. Unknown fields
// and fields that come twice are errors: a misspelt rule would have no effect. Errors
// name the place and wrap [ErrEncoding], or [ErrVersion] for a program of another
// version. [Compile] checks what the program says.
func ParseProgram(data []byte) (Program, error) {
	var head struct{ Version int }
	if err := json.Unmarshal(data, &head); err == nil && head.Version != programVersion {
		return Program{}, fmt.Errorf("loyalty: program: %w: %d, not %d", ErrVersion, head.Version, programVersion)
	}
	var p Program
	if err := strictly("program", data, &p); err != nil {
		return Program{}, unreadable{err}
	}
	return p, nil
}

// unreadable is an [ErrEncoding] that goes without saying.
type unreadable struct{ err error }

func (u unreadable) Error() string { return fmt.Sprintf("loyalty: %v", u.err) }

func (u unreadable) Unwrap() []error { return []error{ErrEncoding, u.err} }
