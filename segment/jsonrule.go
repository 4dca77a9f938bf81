package segment

import "fmt"

// ruleKeys are the keys that tell the forms of rules apart.
var ruleKeys = [...]string{"all", "any", "not", "segment", "rule", "followed", "field"}

// rule returns the draft of a rule, nil after a mistake.
func (d *documentReader) rule(n *node) *draft {
	if !d.is(n, '{') {
		return nil
	}
	for _, name := range ruleKeys {
		if v := n.get(name); v != nil {
			return d.ruleOf(n, name, v)
		}
	}
	d.noForm(n, ErrDocument, "this is no rule", ruleKeys[:])
	return nil
}

// noForm notes that an object has none of the keys that it should have one of.
func (d *documentReader) noForm(n *node, err error, problem string, keys []string) {
	for _, k := range n.keys {
		if nearest(k.name, keys) != "" {
			d.noteName(k.at, err, fmt.Sprintf("unexpected key %q", k.name), k.name, keys)
			return
		}
	}
	d.note(n.at, err, problem, "an object with "+oneOf(keys))
}

func (d *documentReader) ruleOf(n *node, name string, v *node) *draft {
	r := &draft{at: v.at}
	switch name {
	case "all":
		d.object(n, name)
		r.op, r.parts = opAll, d.rules(v)
	case "any":
		d.object(n, name)
		r.op, r.parts = opAny, d.rules(v)
	case "not":
		d.object(n, name)
		r.op, r.parts = opNot, []*draft{d.rule(v)}
	case "segment":
		d.object(n, name)
		r.op, r.name = opRef, d.textOf(v)
	case "rule":
		return d.custom(n, r, v)
	case "followed":
		return d.followed(n, r, v)
	default:
		return d.condition(n, r, v)
	}
	if r.parts == nil && r.op != opRef {
		return nil
	}
	return r
}

func (d *documentReader) rules(n *node) []*draft {
	if !d.is(n, '[') {
		return nil
	}
	parts := make([]*draft, len(n.values))
	for i, v := range n.values {
		parts[i] = d.rule(v)
	}
	return parts
}

func (d *documentReader) custom(n *node, r *draft, name *node) *draft {
	d.object(n, "rule", "args")
	r.op, r.name = opCustom, d.textOf(name)
	if args := n.get("args"); args != nil {
		r.raw, r.rawAt = d.text[args.at:args.end], args.at
	}
	if name.what != '"' {
		return nil
	}
	return r
}

func (d *documentReader) followed(n *node, r *draft, first *node) *draft {
	d.object(n, "followed", "by", "within")
	r.op, r.first = opFollowed, d.events(first)
	then, within := d.required(n, "by"), d.required(n, "within")
	if then == nil || within == nil {
		return nil
	}
	r.then, r.args = d.events(then), []literal{d.literal(within)}
	return r
}

// events returns the draft of events that are a name, or an object.
func (d *documentReader) events(n *node) *eventsDraft {
	if n.what == '"' {
		return &eventsDraft{at: n.at, name: n.text}
	}
	if !d.object(n, append([]string{"events"}, narrowingKeys[:]...)...) {
		return nil
	}
	return d.narrowed(n, d.required(n, "events"))
}

var narrowingKeys = [...]string{"where", "inLast", "since", "before"}

// narrowed returns the draft of the events of a name, with what an object says
// about which of them count; nil after a mistake.
func (d *documentReader) narrowed(n, name *node) *eventsDraft {
	if name == nil || !d.is(name, '"') {
		return nil
	}
	e := &eventsDraft{at: name.at, name: name.text}
	if v := n.get("where"); v != nil {
		e.where = d.rule(v)
	}
	e.last, e.since, e.before = d.optional(n, "inLast"), d.optional(n, "since"), d.optional(n, "before")
	return e
}

func (d *documentReader) optional(n *node, name string) *literal {
	v := n.get(name)
	if v == nil {
		return nil
	}
	l := d.literal(v)
	return &l
}

// condition returns the draft of a condition; nil after a mistake.
func (d *documentReader) condition(n *node, r *draft, field *node) *draft {
	r.field = d.field(field)
	asked := 0
	for i, k := range n.keys {
		if k.name == "field" {
			continue
		}
		op, ok := opOf(k.name)
		switch {
		case !ok:
			d.noteName(k.at, ErrDocument, fmt.Sprintf("unexpected key %q", k.name), k.name, conditionKeys())
			return nil
		case asked > 0:
			d.note(k.at, ErrDocument, fmt.Sprintf("%q beside %q: a condition asks one thing", k.name, r.said), `"all" of two conditions`)
			return nil
		}
		asked++
		if r.op, r.said, r.at = op, k.name, k.at; !d.operands(r, n.values[i]) {
			return nil
		}
	}
	if asked == 0 {
		d.note(n.at, ErrDocument, "the condition asks nothing of the field", "a key such as is, in or atLeast")
		return nil
	}
	return r
}

func conditionKeys() []string { return append([]string{"has"}, opKeys[opMissing:]...) }

func opOf(key string) (o op, ok bool) {
	if key == "has" {
		return opHasAny, true
	}
	for o := opMissing; int(o) < len(opKeys); o++ {
		if opKeys[o] == key {
			return o, true
		}
	}
	return 0, false
}

// operands reads what a key of a condition says.
func (d *documentReader) operands(r *draft, n *node) bool {
	switch {
	case r.op == opMissing:
		if n.text != "true" || n.what != 't' {
			d.note(n.at, ErrDocument, fmt.Sprintf("%v after \"missing\"", d.literal(n)), `true, or a rule in "not"`)
			return false
		}
	case r.op == opSample:
		return d.sample(r, n)
	case r.op.takesList() && r.said != "has":
		r.args = d.literals(n)
		if n.what != '[' {
			return false
		}
		if len(r.args) != 2 && r.op == opInRange {
			d.note(n.at, ErrDocument, fmt.Sprintf("a range of %d values", len(r.args)), "a start and an end")
			return false
		}
	default:
		r.args = []literal{d.literal(n)}
	}
	return true
}

func (d *documentReader) sample(r *draft, n *node) bool {
	if !d.object(n, "percent", "salt") {
		return false
	}
	percent, salt := d.required(n, "percent"), d.required(n, "salt")
	if percent == nil || salt == nil {
		return false
	}
	r.args, r.name = []literal{d.literal(percent)}, d.textOf(salt)
	return true
}

// field returns the draft of a field; nil after a mistake.
func (d *documentReader) field(n *node) *fieldDraft {
	f := &fieldDraft{at: n.at}
	if n.what == '"' {
		f.name = n.text
		return f
	}
	if !d.is(n, '{') {
		return nil
	}
	if v := n.get("field"); v != nil {
		d.object(n, "field", "orElse")
		if d.required(n, "orElse") == nil {
			return nil
		}
		f.inner, f.orElse = d.field(v), d.optional(n, "orElse")
		return f
	}
	for how, name := range fieldKeys {
		if v := n.get(name); v != nil && name != "" {
			f.from = derivation(how)
			return d.made(n, f, v)
		}
	}
	d.noForm(n, ErrDocument, "this is no field", append([]string{"field"}, fieldKeys[ofCount:]...))
	return nil
}

// made reads what a field is made from.
func (d *documentReader) made(n *node, f *fieldDraft, v *node) *fieldDraft {
	name := fieldKeys[f.from]
	switch f.from {
	case ofSize, ofDay, ofAge:
		d.object(n, name)
		f.inner = d.field(v)
		return f
	case ofRatio:
		d.object(n, name)
		if !d.is(v, '[') {
			return nil
		}
		if len(v.values) != 2 {
			d.note(v.at, ErrDocument, fmt.Sprintf("a ratio of %d fields", len(v.values)), "two fields")
			return nil
		}
		f.inner, f.second = d.field(v.values[0]), d.field(v.values[1])
		return f
	case ofCount, ofFirst, ofLast:
		d.object(n, append([]string{name}, narrowingKeys[:]...)...)
		f.events = d.narrowed(n, v)
	default:
		d.object(n, append([]string{name, "of"}, narrowingKeys[:]...)...)
		if f.inner = d.field(v); f.inner == nil {
			return nil
		}
		f.events = d.narrowed(n, d.required(n, "of"))
	}
	if f.events == nil {
		return nil
	}
	return f
}
