package loyalty

// Balance says what a member has, as in "1,200 points, 300 points pending". Zeros are
// left out, except for the points that can be spent.
func (w Words) Balance(b Balance) string {
	parts := []string{w.sayf("%s available", "利用可能%s", w.Points(b.Available))}
	add := func(n Points, english, japanese string) {
		if n > 0 {
			parts = append(parts, w.sayf(english, japanese, w.Points(n)))
		}
	}
	add(b.Pending, "%s pending", "獲得予定%s")
	add(b.Held, "%s reserved", "確保中%s")
	add(b.Debt, "%s to be made up", "相殺予定%s")
	return w.join(parts)
}

// Lapse reminds of points that end, as in "120 points lapse on 1 April 2026".
// In Japanese it gives the last day on which they are good.
func (w Words) Lapse(l Lapse) string {
	lapse := "lapse"
	if l.Points.Decimal(w.e.program.Scale).Equal(one) {
		lapse = "lapses"
	}
	on := "on"
	if !w.startsDay(l.At) {
		on = "at"
	}
	return w.say(
		w.Points(l.Points)+" "+lapse+" "+on+" "+w.moment(l.At),
		w.Points(l.Points)+"の有効期限は"+w.until(l.At)+"です",
	)
}

// Shortage says how many points are needed and how many there are.
func (w Words) Shortage(s *Shortage) string {
	return w.sayf("%s needed, %s available", "%sが必要ですが、利用できるのは%sです", w.Points(s.Need), w.Points(s.Have))
}

// Limit says which limit of the burn rule a redemption is outside of.
func (w Words) Limit(l *Limit) string {
	must, want := w.Points(l.Must), w.Points(l.Want)
	switch l.Name {
	case "min":
		return w.sayf("at least %s at a time, not %s", "一度に%sからご利用いただけます（指定%s）", must, want)
	case "max":
		return w.sayf("at most %s at a time, not %s", "一度にご利用いただけるのは%sまでです（指定%s）", must, want)
	case "step":
		return w.sayf("points are used in fixed steps: %s rather than %s", "ご利用単位の都合により、%sをご指定ください（指定%s）", must, want)
	}
	return w.sayf("this order can be paid with at most %s, not %s", "この注文にご利用いただけるのは%sまでです（指定%s）", must, want)
}
