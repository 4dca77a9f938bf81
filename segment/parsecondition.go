package segment

// comparisons are the signs between a field and a value.
var comparisons = map[string]op{"=": opIs, ">": opAbove, ">=": opAtLeast, "<": opBelow, "<=": opAtMost}

// condition takes what is said of a field, and returns the rule.
func (p *parser) condition(d *draft) *draft {
	found := p.found()
	if d.at = p.at; found == "!=" {
		p.want(found)
		p.compare(d, opIs, found, p.value())
		return negated(d)
	}
	if o, ok := comparisons[found]; ok {
		p.want(found)
		p.compare(d, o, found, p.value())
		return d
	}
	return p.inWords(d)
}

func (p *parser) compare(d *draft, o op, said string, args ...literal) {
	d.op, d.said, d.args = o, said, args
}

func negated(d *draft) *draft { return &draft{at: d.at, op: opNot, parts: []*draft{d}} }

// inWords takes a condition that begins with a word.
func (p *parser) inWords(d *draft) *draft {
	switch {
	case p.word("is"):
		not := p.word("not")
		p.wantWord("missing")
		if p.compare(d, opMissing, "is missing"); not {
			return negated(d)
		}
	case p.word("not"):
		p.wantWord("in")
		p.want("(")
		p.compare(d, opIn, "not in", p.list(")")...)
		return negated(d)
	case p.word("in"):
		p.within(d)
	case p.word("contains"):
		p.compare(d, opContains, "contains", p.value())
	case p.word("starts"):
		p.wantWord("with")
		p.compare(d, opHasPrefix, "starts with", p.value())
	case p.word("ends"):
		p.wantWord("with")
		p.compare(d, opHasSuffix, "ends with", p.value())
	case p.word("has"):
		p.has(d)
	case p.word("older"):
		p.wantWord("than")
		p.compare(d, opOlderThan, "older than", p.span())
	case p.word("anniversary"):
		p.wantWord("in")
		p.compare(d, opAnniversary, "anniversary in", p.value())
		if !p.word("day") {
			p.wantWord("days")
		}
	default:
		p.unexpected("what is asked of the field, such as = or >=, in or is missing",
			"is", "not", "in", "contains", "starts", "ends", "has", "older", "anniversary")
	}
	return d
}

// within takes a condition that begins with "in".
func (p *parser) within(d *draft) {
	switch {
	case p.sign("("):
		p.compare(d, opIn, "in", p.list(")")...)
	case p.sign("["):
		from := p.value()
		p.want(",")
		p.compare(d, opInRange, "in [)", from, p.value())
		p.want(")")
	case p.word("last"):
		p.compare(d, opInLast, "in last", p.span())
	case p.word("next"):
		p.compare(d, opInNext, "in next", p.span())
	case p.word("top"):
		p.compare(d, opTop, "in top", p.value())
		p.want("%")
	case p.word("bottom"):
		p.compare(d, opBottom, "in bottom", p.value())
		p.want("%")
	case p.word("sample"):
		p.compare(d, opSample, "in sample", p.value())
		p.want("%")
		d.name = p.quoted().text
	default:
		p.unexpected(`a list such as ("JP", "DE"), a range such as [1, 5), last, next, top, bottom or sample`,
			"last", "next", "top", "bottom", "sample")
	}
}

func (p *parser) has(d *draft) {
	switch {
	case p.call("any"):
		p.compare(d, opHasAny, "has any", p.list(")")...)
	case p.call("all"):
		p.compare(d, opHasAll, "has all", p.list(")")...)
	default:
		p.compare(d, opHasAny, "has", p.value())
	}
}

// list takes values up to a sign.
func (p *parser) list(end string) []literal {
	values := []literal{p.value()}
	for p.sign(",") {
		values = append(values, p.value())
	}
	p.want(end)
	return values
}
