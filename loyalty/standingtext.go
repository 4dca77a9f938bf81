package loyalty

// Standing says what tier a member holds and for how long, as in "Gold until
// the end of 31 December 2027, then Silver".
func (w Words) Standing(s Standing) string {
	if s.Tier == "" {
		return w.say("no tier yet", "会員ランクなし")
	}
	name := w.name(s.Name, s.Tier)
	if s.Until.IsZero() {
		return name
	}
	then := w.say("none", "ランクなし")
	if s.Projected != "" {
		then = w.tier(s.Projected)
	}
	return w.sayf("%s %s, then %s", "%s（%s、その後は%s）", name, w.until(s.Until), then)
}
