// Package rulebench holds one segment rule of eight conditions against several
// engines that can run it, and says how long each takes and what each answers
// when a field is missing. All of it is tests and benchmarks; the README says
// how to run them.
package rulebench
