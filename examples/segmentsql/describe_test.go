package main

import "encoding/json"

// describe returns a customer for people to read.
func describe(c Customer) string {
	c.Paid = nil // which may be no number
	text, err := json.Marshal(c)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
