package followup_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/followup"
)

// reasonDoc is what the comment beside a code says that its fields hold.
type reasonDoc struct {
	code   followup.Code
	always []string
	maybe  []string // in parentheses
}

var reasonField = regexp.MustCompile(`(?:^|\. |: )(\(?)(Rule|Law|Ref|Name|At|Until|Count|Max|Span)(\)?)(?::|\.|$)`)

// reasonDocs reads the codes from the source, in its order.
func reasonDocs(t *testing.T) (docs []reasonDoc) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "reason.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); !ok || kind.Name != "Code" {
			return true
		}
		text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil || spec.Comment == nil {
			t.Fatalf("%s: no text or no comment", spec.Names[0])
		}
		docs = append(docs, readReasonDoc(followup.Code(text), strings.TrimSpace(spec.Comment.Text())))
		return true
	})
	return docs
}

func readReasonDoc(code followup.Code, comment string) reasonDoc {
	doc := reasonDoc{code: code}
	for {
		m := reasonField.FindStringSubmatchIndex(comment)
		if m == nil {
			return doc
		}
		name := comment[m[4]:m[5]]
		if m[2] < m[3] {
			doc.maybe = append(doc.maybe, name)
		} else {
			doc.always = append(doc.always, name)
		}
		comment = comment[m[7]:]
	}
}

// reasonFields returns the names of the fields of a reason that hold something,
// but for Law.
func reasonFields(r followup.Reason) (names []string) {
	v := reflect.ValueOf(r)
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; name != "Code" && name != "Law" && !v.Field(i).IsZero() {
			names = append(names, name)
		}
	}
	return names
}

func TestCodesAreThoseOfTheSource(t *testing.T) {
	var want []followup.Code
	for _, doc := range reasonDocs(t) {
		want = append(want, doc.code)
	}
	if diff := cmp.Diff(want, followup.Codes()); diff != "" {
		t.Errorf("-source +Codes:\n%s", diff)
	}
}

// What is said beside the codes of the fields is all true, and all there is:
// every field that is promised is there, no other, and those in parentheses are
// sometimes.
func TestReasonFieldsAreAsDocumented(t *testing.T) {
	docs := map[followup.Code]reasonDoc{}
	for _, doc := range reasonDocs(t) {
		docs[doc.code] = doc
	}
	seen := map[followup.Code]map[string]int{}
	for _, tt := range textsTable() {
		_, d := tt.decide(t)
		for _, r := range slices.Concat(d.Why, d.WhyNot) {
			doc, fields := docs[r.Code], reasonFields(r)
			if seen[r.Code] == nil {
				seen[r.Code] = map[string]int{}
			}
			seen[r.Code][""]++
			for _, f := range fields {
				seen[r.Code][f]++
				if !slices.Contains(doc.always, f) && !slices.Contains(doc.maybe, f) {
					t.Errorf("%s: %s has %s, which is not documented", tt.reason, r.Code, f)
				}
			}
			for _, f := range doc.always {
				if !slices.Contains(fields, f) {
					t.Errorf("%s: %s has no %s", tt.reason, r.Code, f)
				}
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(docs)) {
		n := seen[code]
		if n[""] == 0 {
			t.Errorf("%s: no case has it", code)
			continue
		}
		for _, f := range docs[code].maybe {
			if n[f] == 0 || n[f] == n[""] {
				t.Errorf("%s: %s is there in %d of %d cases", code, f, n[f], n[""])
			}
		}
	}
}

// A rule of a law is one of the shop's, but that reasons name the law.
func TestReasonNamesTheLaw(t *testing.T) {
	named := map[followup.Code]bool{}
	for _, tt := range textsTable() {
		_, want := tt.decide(t)
		edit := tt.edit
		tt.edit = func(p *followup.Policy, c *followup.Customer) {
			if edit != nil {
				edit(p, c)
			}
			if len(p.Laws) > 0 || reflect.DeepEqual(p.Rules, followup.Rules{}) {
				return
			}
			p.Laws = []followup.Law{{ID: "law", AsOf: date("2026-01-01"), Sources: []string{"the text"}, Regions: []string{"JP", "XX"}, Rules: p.Rules}}
			p.Rules = followup.Rules{}
			if c.Region == "" {
				c.Region = "JP"
			}
		}
		_, got := tt.decide(t)
		for i := range got.WhyNot {
			r := &got.WhyNot[i]
			if r.Law != "law" || i < len(want.WhyNot) && want.WhyNot[i].Law != "" {
				continue
			}
			r.Law, named[r.Code] = "", true
		}
		if diff := cmp.Diff(want, got, cmp.Comparer(time.Time.Equal)); diff != "" {
			t.Errorf("%s: -shop +law:\n%s", tt.reason, diff)
		}
	}
	for _, code := range []followup.Code{
		followup.ConsentMissing, followup.AfterDecline, followup.OutsideHours, followup.OnHoliday, followup.Spread, followup.NeverOpen,
		followup.CapReached, followup.NeverAllowed, followup.RoomReserved,
	} {
		if !named[code] {
			t.Errorf("%s names no law", code)
		}
	}
}
