package segment

// draft is a rule as it was written, in a text or a document, before a vocabulary
// says what its names mean. Every at is a number of bytes from the start.
type draft struct {
	at    int
	op    op
	parts []*draft
	name  string // of opRef and opCustom; the salt of opSample

	field *fieldDraft
	said  string // the condition in the words of the text or document
	args  []literal

	raw   string // the JSON of the arguments of opCustom, "" if there are none
	rawAt int

	first, then *eventsDraft // of opFollowed
}

// fieldDraft is a field as it was written: see fieldForm.
type fieldDraft struct {
	at            int
	name          string
	from          derivation
	inner, second *fieldDraft
	events        *eventsDraft
	orElse        *literal
}

// eventsDraft are events as they were written: see eventsForm.
type eventsDraft struct {
	at                  int
	name                string
	where               *draft
	last, since, before *literal
}

// literal is a value as it was written.
type literal struct {
	at     int
	text   string
	quoted bool
	not    string // what it is if it is no value: "null", "a list"
}

// maxNesting is how deep parentheses, brackets and braces may lie in each other.
// Rules within MaxDepth do not come near.
const maxNesting = 16 * MaxDepth

// maxMade is how deep fields may be made from each other.
const maxMade = 10
