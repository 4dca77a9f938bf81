package retention_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

const module = "github.com/retentionkit/retention"

// The library is pure: these packages do I/O, read the environment, or bring a
// clock, a logger or randomness of their own.
var impure = []string{
	"bufio", "crypto/rand", "database/sql", "embed", "expvar", "io/fs", "io/ioutil", "log", "math/rand", "net", "os",
	"path/filepath", "plugin", "runtime/debug", "syscall", "testing", "time/tzdata", "unsafe",
}

// outside are the modules that the library may import.
var outside = []string{"github.com/shopspring/decimal", "gonum.org/v1/gonum"}

// clocks are the names in package time that read one, or a file.
var clocks = []string{"After", "AfterFunc", "LoadLocation", "Local", "NewTicker", "NewTimer", "Now", "Since", "Sleep", "Tick", "Until"}

// randoms are the names in package math/rand/v2 that have no source of their
// own.
var randoms = []string{
	"ExpFloat64", "Float32", "Float64", "Int", "Int32", "Int32N", "Int64", "Int64N", "IntN", "N", "NormFloat64", "Perm",
	"Shuffle", "Uint", "Uint32", "Uint32N", "Uint64", "Uint64N", "UintN",
}

// TestHouse walks the library's packages and holds them to the laws that
// CONTRIBUTING.md states.
func TestHouse(t *testing.T) {
	rooms := map[string]map[string]string{} // folder, file, source
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || name == "examples" || d.Name() == "testdata"):
			return fs.SkipDir
		case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(name)
		room := path.Dir(filepath.ToSlash(name))
		if rooms[room] == nil {
			rooms[room] = map[string]string{}
		}
		rooms[room][name] = string(source)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(rooms["."]) == 0 || len(rooms["rfm"]) == 0 {
		t.Fatal("nothing to look at")
	}
	for room, files := range rooms {
		for _, fault := range inspect(t, room, files) {
			t.Error(fault)
		}
	}
}

// inspect returns what is wrong with a package, given its folder in the module.
func inspect(t *testing.T, room string, sources map[string]string) (faults []string) {
	t.Helper()
	set := token.NewFileSet()
	var files []*ast.File
	for name, source := range sources {
		f, err := parser.ParseFile(set, name, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b *ast.File) int {
		return strings.Compare(set.Position(a.Pos()).Filename, set.Position(b.Pos()).Filename)
	})
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	// Names of other packages stay unknown, which is all right: only those of
	// this one are looked at.
	config := types.Config{Importer: noImports{}, Error: func(error) {}}
	pkg, _ := config.Check(room, set, files, info)

	report := func(n ast.Node, format string, args ...any) {
		at := set.Position(n.Pos())
		faults = append(faults, fmt.Sprintf("%s:%d: ", at.Filename, at.Line)+fmt.Sprintf(format, args...))
	}
	global := func(e ast.Expr) string {
		for {
			switch x := e.(type) {
			case *ast.ParenExpr:
				e = x.X
			case *ast.IndexExpr:
				e = x.X
			case *ast.SelectorExpr:
				e = x.X
			case *ast.StarExpr:
				e = x.X
			case *ast.SliceExpr:
				e = x.X
			case *ast.Ident:
				switch o := info.Uses[x].(type) {
				case *types.Var:
					if o.Parent() == pkg.Scope() {
						return x.Name
					}
				case *types.PkgName:
					return x.Name + ".…"
				}
				return ""
			default:
				return ""
			}
		}
	}
	changes := func(n ast.Node, e ast.Expr) {
		if name := global(e); name != "" {
			report(n, "package variable %s may change", name)
		}
	}
	for _, f := range files {
		for _, imp := range f.Imports {
			name, _ := strconv.Unquote(imp.Path.Value)
			if imp.Name != nil && imp.Name.Name == "." {
				report(imp, "imports %s without its name", name)
			}
			if reason := badImport(room, name); reason != "" {
				report(imp, "imports %s: %s", name, reason)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, e := range n.Lhs {
					if n.Tok != token.DEFINE {
						changes(n, e)
					}
				}
			case *ast.IncDecStmt:
				changes(n, n.X)
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					changes(n, n.X)
				}
			case *ast.RangeStmt:
				if n.Tok == token.ASSIGN {
					changes(n, n.Key)
					changes(n, n.Value)
				}
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); ok && len(n.Args) > 0 && slices.Contains([]string{"clear", "copy", "delete"}, f.Name) {
					changes(n, n.Args[0])
				}
				if f, ok := n.Fun.(*ast.Ident); ok && (f.Name == "print" || f.Name == "println") {
					report(n, "prints")
				}
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				if !ok {
					break
				}
				p, ok := info.Uses[x].(*types.PkgName)
				if !ok {
					break
				}
				switch {
				case p.Imported().Path() == "time" && slices.Contains(clocks, n.Sel.Name):
					report(n, "reads the clock or the zone of the machine: time.%s", n.Sel.Name)
				case p.Imported().Path() == "math/rand/v2" && slices.Contains(randoms, n.Sel.Name):
					report(n, "draws from a source of the process: rand.%s", n.Sel.Name)
				case p.Imported().Path() == "fmt" && (strings.HasPrefix(n.Sel.Name, "Print") || strings.Contains(n.Sel.Name, "Scan")):
					report(n, "does I/O: fmt.%s", n.Sel.Name)
				}
			case *ast.ValueSpec:
				v := info.Defs[n.Names[0]]
				if v == nil || v.Parent() != pkg.Scope() {
					break
				}
				if t, ok := n.Type.(*ast.SelectorExpr); ok {
					if x, ok := t.X.(*ast.Ident); ok && (x.Name == "sync" || x.Name == "atomic") {
						report(n, "package variable %s may change", v.Name())
					}
				}
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					report(n, "has an init function")
				}
			}
			return true
		})
	}
	return faults
}

type noImports struct{}

func (noImports) Import(name string) (*types.Package, error) {
	short := path.Base(name)
	if short == "v2" {
		short = path.Base(path.Dir(name))
	}
	p := types.NewPackage(name, short)
	p.MarkComplete()
	return p, nil
}

// badImport says why a package in room may not import another, or "".
func badImport(room, name string) string {
	if other, ours := strings.CutPrefix(name, module); ours {
		other = strings.TrimPrefix(other, "/")
		switch {
		case room == ".":
			return "the root imports no other package of ours"
		case other == "" || strings.HasPrefix(other, room+"/"):
			return ""
		}
		return "packages know the root, and those below them, only"
	}
	first, _, _ := strings.Cut(name, "/")
	if strings.Contains(first, ".") {
		for _, o := range outside {
			if name == o || strings.HasPrefix(name, o+"/") {
				return ""
			}
		}
		return "not among the few dependencies"
	}
	for _, i := range impure {
		if name == i || strings.HasPrefix(name, i+"/") && name != "math/rand/v2" {
			return "does I/O or has a state of its own"
		}
	}
	return ""
}

// TestInspect sees that every law is enforced.
func TestInspect(t *testing.T) {
	for _, tt := range []struct{ room, source, want string }{
		{".", `import "github.com/retentionkit/retention/rfm"`, "x.go:2: imports github.com/retentionkit/retention/rfm: the root imports no other package of ours"},
		{"rfm", `import "github.com/retentionkit/retention"`, ""},
		{"ltv", `import "github.com/retentionkit/retention/ltv/btyd"`, ""},
		{"rfm", `import "github.com/retentionkit/retention/ltv"`, "x.go:2: imports github.com/retentionkit/retention/ltv: packages know the root, and those below them, only"},
		{"rfm", `import "github.com/retentionkit/retention/rfmx"`, "x.go:2: imports github.com/retentionkit/retention/rfmx: packages know the root, and those below them, only"},
		{"ltv/btyd", `import "github.com/retentionkit/retention/ltv"`, "x.go:2: imports github.com/retentionkit/retention/ltv: packages know the root, and those below them, only"},
		{".", `import "os/exec"`, "x.go:2: imports os/exec: does I/O or has a state of its own"},
		{".", `import "math/rand"`, "x.go:2: imports math/rand: does I/O or has a state of its own"},
		{".", `import "math/rand/v2"`, ""},
		{".", `import "golang.org/x/text"`, "x.go:2: imports golang.org/x/text: not among the few dependencies"},
		{".", `import "time"; var t = time.Now()`, "x.go:2: reads the clock or the zone of the machine: time.Now"},
		{".", `import now "time"; func f() { _ = now.Since }`, "x.go:2: reads the clock or the zone of the machine: time.Since"},
		{".", `import "time"; func f() { time.LoadLocation("Asia/Tokyo") }`, "x.go:2: reads the clock or the zone of the machine: time.LoadLocation"},
		{".", `import . "time"; func f() Time { return Unix(0, 0) }`, "x.go:2: imports time without its name"},
		{".", `import "math/rand/v2"; func f() int { return rand.IntN(6) }`, "x.go:2: draws from a source of the process: rand.IntN"},
		{".", `import "github.com/shopspring/decimal"; func f() { decimal.DivisionPrecision = 4 }`, "x.go:2: package variable decimal.… may change"},
		{".", `import "sync"; var cache sync.Map`, "x.go:2: package variable cache may change"},
		{".", `import "fmt"; func f() { fmt.Println() }`, "x.go:2: does I/O: fmt.Println"},
		{".", `func f() { println() }`, "x.go:2: prints"},
		{".", `func init() {}`, "x.go:2: has an init function"},
		{".", `var table = [2]int{1, 2}; func f() int { table := [1]int{}; table[0] = 1; return table[0] }`, ""},
		{".", `var n int; func f() { n = 1 }`, "x.go:2: package variable n may change"},
		{".", `var n int; func f() { n++ }`, "x.go:2: package variable n may change"},
		{".", `var n struct{ a []int }; func f() { n.a[0] += 1 }`, "x.go:2: package variable n may change"},
		{".", `var n int; func f() *int { return &n }`, "x.go:2: package variable n may change"},
		{".", `var m map[int]int; func f() { delete(m, 1) }`, "x.go:2: package variable m may change"},
		{".", `var n int; func f(l []int) { for n = range l { } }`, "x.go:2: package variable n may change"},
	} {
		want := []string(nil)
		if tt.want != "" {
			want = []string{tt.want}
		}
		got := inspect(t, tt.room, map[string]string{"x.go": "package x\n" + tt.source})
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.source, diff)
		}
	}
}
