package loyalty

// Standing says what tier a member holds and for how long, as in "Gold until
// the end of 31 December 2027, then Silver". A higher tier that has been
// reached and takes effect later is named with its first day, as in "no tier
// yet, Gold from 1 April 2027".
func (w Words) Standing(s Standing) string {
	name := w.say("no tier yet", "会員ランクなし")
	if s.Tier != "" {
		name = w.name(s.Name, s.Tier)
	}
	ends, comes := w.ends(&s), w.comes(&s)
	switch {
	case ends == "" && comes == "":
		return name
	case ends == "":
		return w.sayf("%s, %s", "%s（%s）", name, comes)
	case comes == "":
		return w.sayf("%s %s", "%s（%s）", name, ends)
	}
	return w.sayf("%s %s, %s", "%s（%s、%s）", name, ends, comes)
}

// ends says when the tier ends and what follows, unless a higher one comes
// before that.
func (w Words) ends(s *Standing) string {
	if s.Until.IsZero() || s.Coming != "" && s.From.Before(s.Until) {
		return ""
	}
	then := w.say("none", "ランクなし")
	if s.Projected != "" {
		then = w.tier(s.Projected)
	}
	return w.sayf("%s, then %s", "%s、その後は%s", w.until(s.Until), then)
}

// comes says which higher tier takes effect, and when.
func (w Words) comes(s *Standing) string {
	if s.Coming == "" {
		return ""
	}
	return w.sayf("%s from %s", "%[2]sから%[1]s", w.tier(s.Coming), w.moment(s.From))
}
