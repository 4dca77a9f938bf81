package segment

// derived returns a field that is made from another one, less its value.
func derived[T, V, W any](f Field[T, V], how derivation, vs *values[W]) Field[T, W] {
	return Field[T, W]{
		form:    &fieldForm{kind: vs.kind, from: how, inner: f.form},
		values:  vs,
		changes: f.changes,
	}
}

// Ratio returns the field of one number divided by another, as a float. It is
// missing if one of them is, if the divisor is 0, or if the result is too large for
// a float. Whole numbers beyond 2^53 are rounded to floats first.
func Ratio[T any, V, W Numeric](dividend Field[T, V], divisor Field[T, W]) Field[T, float64] {
	f := derived(dividend, ofRatio, numbers[float64]())
	f.form.second = divisor.form
	f.value = func(c T, m *Moment) (float64, bool) {
		over, ok := dividend.value(c, m)
		under, known := divisor.value(c, m)
		if !ok || !known || under == 0 {
			return 0, false
		}
		ratio := float64(over) / float64(under)
		return ratio, f.values.present(ratio)
	}
	f.changes = either(dividend.changes, divisor.changes)
	return f
}
