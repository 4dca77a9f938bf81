package rulebench_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// question is asked about a customer of whom only the country is known, DE. CEL
// and Expr read the rule as it stands; the others have a writing of their own.
type question struct{ rule, jsonLogic, nikunjy string }

var questions = []question{
	{`Orders >= 3`,
		`{">=": [{"var": "Orders"}, 3]}`,
		`Orders ge 3`},
	{`Orders < 3`,
		`{"<": [{"var": "Orders"}, 3]}`,
		`Orders lt 3`},
	{`!(Orders >= 3)`,
		`{"!": {">=": [{"var": "Orders"}, 3]}}`,
		`not (Orders ge 3)`},
	{`Orders != 3`,
		`{"!=": [{"var": "Orders"}, 3]}`,
		`Orders ne 3`},
	{`Country == "DE" || Orders >= 3`,
		`{"or": [{"==": [{"var": "Country"}, "DE"]}, {">=": [{"var": "Orders"}, 3]}]}`,
		`Country eq "DE" or Orders ge 3`},
	{`Orders >= 3 || Country == "DE"`,
		`{"or": [{">=": [{"var": "Orders"}, 3]}, {"==": [{"var": "Country"}, "DE"]}]}`,
		`Orders ge 3 or Country eq "DE"`},
	{`Orders >= 3 && Country == "FR"`,
		`{"and": [{">=": [{"var": "Orders"}, 3]}, {"==": [{"var": "Country"}, "FR"]}]}`,
		`Orders ge 3 and Country eq "FR"`},
}

// witnesses are the columns of the table in the README.
var witnesses = []struct {
	name   string
	answer func(question) string
}{
	{"segment", oursAnswer},
	{"cel-go 0.33", celGoAnswer},
	{"expr, struct", exprStructAnswer},
	{"expr, map", exprMapAnswer},
	{"jsonlogic", jsonLogicAnswer},
	{"nikunjy/rules", nikunjyAnswer},
}

func answer(verdict any, err error) string {
	if err != nil {
		return "error"
	}
	return fmt.Sprint(verdict)
}

// TestMissing holds the README's table of answers against the engines.
func TestMissing(t *testing.T) {
	want := readmeTable(t, "## A field that is missing")
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(missingTable(), "\n")); diff != "" {
		t.Errorf("the answers of today (-README +engines):\n%s", diff)
	}
}

// missingTable returns the answers in Markdown.
func missingTable() string {
	var table, rule strings.Builder
	table.WriteString("| Rule |")
	rule.WriteString("|---|")
	for _, w := range witnesses {
		fmt.Fprintf(&table, " %s |", w.name)
		rule.WriteString("---|")
	}
	fmt.Fprintf(&table, "\n%s\n", &rule)
	for _, q := range questions {
		fmt.Fprintf(&table, "| `%s` |", strings.ReplaceAll(q.rule, "|", `\|`))
		for _, w := range witnesses {
			fmt.Fprintf(&table, " %s |", w.answer(q))
		}
		table.WriteString("\n")
	}
	return table.String()
}

// readmeTable returns the first table under a heading of the README.
func readmeTable(t *testing.T, heading string) string {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(readme), heading+"\n")
	if !found {
		t.Fatalf("README.md: no heading %q", heading)
	}
	var table strings.Builder
	for line := range strings.Lines(section) {
		if strings.HasPrefix(line, "|") {
			table.WriteString(line)
		} else if table.Len() > 0 {
			break
		}
	}
	return table.String()
}
