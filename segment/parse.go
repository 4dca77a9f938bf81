package segment

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Parse reads a rule as people write it and as rules print themselves:
//
//	orders >= 3 and country in ("JP", "DE") and not tags has "wholesale"
//
// The grammar is that of [Schema]. The error is [Mistakes]: one where the text is
// no rule, and otherwise all names and values that do not fit.
func (s *Schema[T]) Parse(text string) (Rule[T], error) {
	p := &parser{scanner: scanner{text: text}}
	if at := validLength(text); at < len(text) {
		p.fail(at, ErrSyntax, "text that is not in UTF-8", "")
	}
	d := p.rule()
	if p.space(); p.rest() != "" {
		p.unexpected("and, or, or the end", "and", "or")
	}
	r := &p.reader
	if len(r.mistakes) > 0 {
		return nil, r.err(text)
	}
	rule := s.words.rule(d, r, 1)
	if err := r.err(text); err != nil {
		return nil, err
	}
	return rule, nil
}

// parser makes drafts of texts. A method for each line of the grammar takes what
// it describes off the text.
type parser struct {
	scanner
	depth int
}

// nest reports whether the text may go one level deeper; it must then leave.
func (p *parser) nest() bool {
	if p.depth++; p.depth <= maxNesting {
		return true
	}
	p.fail(p.at, ErrDepth, fmt.Sprintf("more than %d levels in each other", maxNesting), "")
	return false
}

func (p *parser) leave() { p.depth-- }

func (p *parser) rule() *draft {
	defer p.leave()
	if !p.nest() {
		return nil
	}
	return p.joined(opAny, "or", p.and)
}

func (p *parser) and() *draft { return p.joined(opAll, "and", p.not) }

// joined takes one part or several with a word between them.
func (p *parser) joined(o op, between string, part func() *draft) *draft {
	p.space()
	at, first := p.at, part()
	if !p.word(between) {
		return first
	}
	d := &draft{at: at, op: o, parts: []*draft{first, part()}}
	for p.word(between) {
		d.parts = append(d.parts, part())
	}
	return d
}

func (p *parser) not() *draft {
	p.space()
	at := p.at
	if !p.word("not") {
		return p.primary()
	}
	defer p.leave()
	if !p.nest() {
		return nil
	}
	return &draft{at: at, op: opNot, parts: []*draft{p.not()}}
}

func (p *parser) primary() *draft {
	p.space()
	d := &draft{at: p.at}
	switch {
	case p.sign("("):
		d = p.rule()
		p.want(")")
	case p.call("all"):
		d.op = opAll
		p.only(d)
	case p.call("any"):
		d.op = opAny
		p.only(d)
	case p.word("segment"):
		d.op, d.name = opRef, p.quoted().text
	case p.word("rule"):
		p.custom(d)
	case p.call("followed"):
		p.followed(d)
	default:
		p.space()
		d.field = p.field()
		return p.condition(d)
	}
	return d
}

// only takes the one part of an all or any.
func (p *parser) only(d *draft) {
	d.parts = []*draft{p.rule()}
	p.want(")")
}

func (p *parser) custom(d *draft) {
	d.op, d.name = opCustom, p.quoted().text
	if !p.startsJSON() {
		return
	}
	var args json.RawMessage
	decoder := json.NewDecoder(strings.NewReader(p.rest()))
	if err := decoder.Decode(&args); err != nil {
		p.fail(p.at, ErrSyntax, "arguments that are no JSON: "+err.Error(), "")
		return
	}
	d.raw, d.rawAt = string(args), p.at
	p.at += int(decoder.InputOffset())
}

// startsJSON reports whether a JSON value comes next: nothing else that may follow
// a rule begins like one.
func (p *parser) startsJSON() bool {
	switch p.space(); p.wordAt(p.at) {
	case "null", "true", "false":
		return true
	}
	return strings.IndexAny(p.rest(), `{["-0123456789`) == 0
}

func (p *parser) followed(d *draft) {
	d.op = opFollowed
	d.first = p.events()
	p.want(",")
	p.wantWord("by")
	d.then = p.events()
	p.want(",")
	p.wantWord("within")
	d.args = []literal{p.span()}
	p.want(")")
}

// field takes a field, made from others or not.
func (p *parser) field() *fieldDraft {
	defer p.leave()
	if !p.nest() {
		return nil
	}
	p.space()
	f := &fieldDraft{at: p.at}
	if p.call("or_else") {
		f.inner = p.field()
		p.want(",")
		value := p.value()
		f.orElse = &value
		p.want(")")
		return f
	}
	for how, name := range derivations {
		if name != "" && p.call(name) {
			f.from = derivation(how)
			p.made(f)
			return f
		}
	}
	f.name, f.at = p.name("a rule")
	if p.sign("(") {
		p.noFunction(f)
	}
	return f
}

func (p *parser) noFunction(f *fieldDraft) {
	if len(p.mistakes) == 0 {
		known := append([]string{"or_else", "followed", "all", "any"}, derivations[ofCount:]...)
		p.noteName(f.at, ErrSyntax, fmt.Sprintf("no function %q", f.name), f.name, known)
	}
	p.at = len(p.text)
}

// made takes what a field is made from.
func (p *parser) made(f *fieldDraft) {
	switch f.from {
	case ofCount, ofFirst, ofLast:
		f.events = p.events()
	case ofSize, ofDay, ofAge:
		f.inner = p.field()
	case ofRatio:
		f.inner = p.field()
		p.want(",")
		f.second = p.field()
	default:
		f.inner = p.field()
		p.wantWord("of")
		f.events = p.events()
	}
	p.want(")")
}

func (p *parser) events() *eventsDraft {
	e := &eventsDraft{}
	e.name, e.at = p.name("the name of events")
	for {
		start := p.at
		if !p.sign(",") || !p.narrowing(e) {
			if len(p.mistakes) == 0 {
				p.at = start
			}
			return e
		}
	}
}

// narrowingWords are the words that narrowings begin with.
var narrowingWords = [...]string{"where", "in", "since", "before"}

// narrowing takes what says which events count; it reports whether there was
// something.
func (p *parser) narrowing(e *eventsDraft) bool {
	p.space()
	at := p.at
	again := false
	switch {
	case p.word("where"):
		again = e.where != nil
		e.where = p.rule()
	case p.word("in"):
		again = e.last != nil
		p.wantWord("last")
		span := p.span()
		e.last = &span
	case p.word("since"):
		again = e.since != nil
		from := p.value()
		e.since = &from
	case p.word("before"):
		again = e.before != nil
		to := p.value()
		e.before = &to
	default:
		if nearest(p.wordAt(p.at), narrowingWords[:]) != "" {
			p.unexpected("where, in last, since or before", narrowingWords[:]...)
		}
		return false
	}
	if again {
		p.fail(at, ErrSyntax, "the events are narrowed down so twice", "")
	}
	return true
}

// span takes an ISO 8601 duration, or a number and a unit.
func (p *parser) span() literal {
	l := p.value()
	if !isDigits(l.text) || l.quoted {
		return l
	}
	for _, u := range []struct{ word, before, letter string }{
		{"hour", "PT", "H"}, {"day", "P", "D"}, {"week", "P", "W"}, {"month", "P", "M"}, {"year", "P", "Y"},
	} {
		if p.word(u.word) || p.word(u.word+"s") {
			l.text = u.before + l.text + u.letter
			return l
		}
	}
	p.unexpected("hours, days, weeks, months or years", "hours", "days", "weeks", "months", "years")
	return l
}
