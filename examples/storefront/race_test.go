//go:build race

package main

// underRace tells that the race detector watches, which takes seven times as
// long.
const underRace = true
