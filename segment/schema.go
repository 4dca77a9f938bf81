package segment

import (
	"encoding/json"
	"errors"
)

// ErrEntry is wrapped by the errors about entries that a [Schema] must not have.
var ErrEntry = errors.New("no entry of a schema")

// Schema is the vocabulary of a shop: the fields, events and rules that stored
// rules may speak of. It reads rules that live in a database ([Schema.Decode])
// and rules that people write ([Schema.Parse]). Writing needs no schema:
// [Encode], [Set.MarshalJSON] and the String method of every rule do it.
//
// A rule that is read back is the rule that was written: it prints the same, encodes
// to the same bytes, and gives the same answer for every customer. Reading refuses
// values and conditions that [Compile] would refuse. It leaves to Compile the names
// of segments that are missing, are used twice or refer to each other in a circle.
// All mistakes of a document are reported together, as [Mistakes].
//
// A Schema does not change and is safe for concurrent use.
//
// # JSON
//
// A document has a version, which is 1, and segments. The label is optional.
//
//	{"version": 1, "segments": [
//	  {"name": "vip", "label": {"en": "Regulars", "ja": "常連"}, "rule": RULE}
//	]}
//
// A RULE is an object of one of these forms:
//
//	{"all": [RULE, …]}                   all of them hold
//	{"any": [RULE, …]}                   at least one holds
//	{"not": RULE}                        the opposite
//	{"segment": "vip"}                   members of a segment
//	{"rule": "long ID"}                  a rule of the caller's
//	{"rule": "near", "args": …}          one with arguments
//	{"followed": EVENTS, "by": EVENTS, "within": "P14D"}
//	{"field": FIELD, "atLeast": 3}       a condition
//
// A condition has a field and one of these keys:
//
//	"missing": true                      of every field
//	"is": V, "in": [V, …]                of all but sets of texts; V is a value
//	"above": V, "atLeast": V             likewise
//	"below": V, "atMost": V              likewise
//	"inRange": [V, V]                    from the first on, and below the second
//	"contains": "…"                      of texts
//	"startsWith": "…", "endsWith": "…"   of texts
//	"has": "…"                           of sets of texts
//	"hasAny": ["…", …]                   of sets of texts
//	"hasAll": ["…", …]                   of sets of texts
//	"inLast": "P90D", "inNext": "P7D"    of times and days
//	"olderThan": "P1Y"                   of times and days
//	"anniversaryIn": 7                   of days; 1 to 365 days, today included
//	"top": 10, "bottom": 10              per cent of the customers
//	"sample": {"percent": 10, "salt": "spring"}   of texts that are IDs
//
// A FIELD is the name of a field, or an object that says what it is made from:
//
//	{"field": FIELD, "orElse": V}        a value in place of a missing one
//	{"count": "purchases"}               the number of events
//	{"first": "purchases"}               the time of the first one
//	{"last": "purchases"}                the time of the last one
//	{"sum": FIELD, "of": "purchases"}    a field of the events, added up;
//	                                     likewise average, smallest, largest, latest
//	{"size": FIELD}                      the number of texts in a set
//	{"day": FIELD}                       the day of a time
//	{"daysAgo": FIELD}                   the days since a time or day
//	{"ratio": [FIELD, FIELD]}            the first divided by the second
//
// Those of events take more keys, which say which events count; all are optional:
//
//	"where": RULE                        about the events
//	"inLast": "P90D"
//	"since": "2026-01-01T00:00:00Z"      from then on
//	"before": "2026-04-01T00:00:00Z"     before then
//
// EVENTS are the name of events, or an object with the name as "events" and these
// keys.
//
// Values go by the field. Numbers and true or false are those of JSON. Amounts are
// texts such as "12.50", or numbers, which are read exactly; they have no exponent
// and up to 100 digits. Times are as in RFC 3339, days as in 2026-03-01, spans as
// in ISO 8601 ([retention.ParseSpan]). Percentages are numbers. Rules are nested
// up to [MaxDepth], fields made from each other up to ten deep. Keys that an object
// should not have, or has twice, are errors.
//
// # Text
//
// The text of a rule is what it prints. "not" binds closer than "and", which
// binds closer than "or".
//
//	rule       = and { "or" and } .
//	and        = not { "and" not } .
//	not        = "not" not | primary .
//	primary    = "(" rule ")"
//	           | "all" "(" rule ")" | "any" "(" rule ")"
//	           | "segment" text
//	           | "rule" text [ JSON ]
//	           | "followed" "(" events "," "by" events "," "within" span ")"
//	           | field condition .
//	condition  = ( "=" | "!=" | ">" | ">=" | "<" | "<=" ) value
//	           | "is" [ "not" ] "missing"
//	           | [ "not" ] "in" "(" value { "," value } ")"
//	           | "in" "[" value "," value ")"
//	           | ( "contains" | "starts" "with" | "ends" "with" ) text
//	           | "has" ( text | ( "any" | "all" ) "(" text { "," text } ")" )
//	           | "in" ( "last" | "next" ) span | "older" "than" span
//	           | "anniversary" "in" number ( "days" | "day" )
//	           | "in" ( "top" | "bottom" ) number "%"
//	           | "in" "sample" number "%" text .
//	field      = name
//	           | "or_else" "(" field "," value ")"
//	           | ( "count" | "first" | "last" ) "(" events ")"
//	           | ( "sum" | "average" | "smallest" | "largest" | "latest" )
//	             "(" field "of" events ")"
//	           | ( "size" | "day" | "days_ago" ) "(" field ")"
//	           | "ratio" "(" field "," field ")" .
//	events     = name { "," narrowing } .
//	narrowing  = "where" rule | "in" "last" span | "since" time | "before" time .
//	value      = text | number | amount | time | day | "true" | "false" .
//	span       = ISO 8601 duration
//	           | digits ( "hour" | "day" | "week" | "month" | "year" ) [ "s" ] .
//	name       = letter { letter | digit | "." } | "`" any text "`" .
//
// Letters are those of Unicode, and "_". Texts stand in double quotes, and are escaped as in Go. A
// backquote in a name is written twice. Names stand in backquotes if they have
// other characters or are one of the words all, and, any, by, followed, not, of,
// or, or_else, rule, segment, where. Numbers, amounts, times and days stand as they
// are, in the form that they have in JSON. Spaces and line ends may stand between
// any two of these. A range includes its start and not its end.
type Schema[T any] struct{ words *vocabulary[T] }

// NewSchema returns the schema of some entries: fields, events, and rules of the
// caller's. Names must be unique: those of fields and events together, and those of
// rules.
//
//	schema, err := segment.NewSchema(orders, country, purchases.With(sku, amount), longID)
//
// The error joins all that is wrong. Each part wraps [ErrEntry], or [ErrField] for
// a name that is there twice.
func NewSchema[T any](entries ...Entry[T]) (*Schema[T], error) {
	words, err := newVocabulary("", entries)
	if err != nil {
		return nil, err
	}
	return &Schema[T]{words}, nil
}

// Entry is what a [Schema] is made of: a field as its constructor returned it
// ([Field], [TextField], [FlagField], [TimeField], [DayField], [TagsField]),
// events ([EventsField], [EventsField.With]), or a rule of the caller's ([Custom],
// [OwnRule], [OwnRuleFrom]).
type Entry[T any] interface {
	// enter puts the entry into a vocabulary, or says what is wrong with it.
	enter(*vocabulary[T]) error
}

func (f Field[T, V]) enter(v *vocabulary[T]) error     { return v.addField(f) }
func (f TagsField[T, V]) enter(v *vocabulary[T]) error { return v.addField(f) }

func (r *Custom[T]) enter(v *vocabulary[T]) error {
	if r == nil {
		return ErrEntry
	}
	return OwnRule(r).enter(v)
}

// OwnRule returns a rule of the caller's as an entry. Stored rules know it by what
// its String method returns. It does not take rules of this package, nor a
// [Parametric].
func OwnRule[T any](rule Rule[T]) Entry[T] {
	load := func(args json.RawMessage) (Rule[T], error) {
		if args != nil {
			return nil, errors.New("it takes no arguments")
		}
		return rule, nil
	}
	f := formOf(rule)
	if f.op != opCustom || len(f.args) > 0 {
		return ownRule[T]{}
	}
	return ownRule[T]{f.name, load}
}

// OwnRuleFrom returns rules of the caller's with arguments as an entry: those of a
// type that is a [Parametric] and has the name. The function makes one from the
// JSON of the arguments, which is nil if a stored rule has none.
func OwnRuleFrom[T any](name string, load func(args json.RawMessage) (Rule[T], error)) Entry[T] {
	return ownRule[T]{name, load}
}

// Parametric is a [Rule] of the caller's with arguments, which are stored with it
// and read again by an [OwnRuleFrom].
type Parametric[T any] interface {
	Rule[T]
	// RuleName returns the name that the entry has.
	RuleName() string
	// MarshalJSON returns the arguments: the same for the same rule.
	MarshalJSON() ([]byte, error)
}

type ownRule[T any] struct {
	name string
	load ruleMaker[T]
}

func (r ownRule[T]) enter(v *vocabulary[T]) error {
	if r.load == nil {
		return ErrEntry
	}
	return v.addRule(r.name, r.load)
}
