package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files in testdata")

// output returns what the program prints. The shop inside is looked at once.
func output(t testing.TB, args ...string) string {
	t.Helper()
	return lookAt(t, args...).print(t, args...)
}

// lookAt looks at orders as arguments say. At the shop inside it looks once, in
// whatever form the result is to be printed.
func lookAt(t testing.TB, args ...string) *analysis {
	t.Helper()
	fail := func(err error) {
		if err != nil {
			t.Fatalf("storefront %v: %v", args, err)
		}
	}
	o, err := parseFlags(args, io.Discard)
	fail(err)
	if of := inNoForm(args); len(of) > 0 {
		a, err := look(o, strings.NewReader(""), io.Discard)
		fail(err)
		return a
	}
	a, err := shopInside()
	fail(err)
	return a
}

var shopInside = sync.OnceValues(func() (*analysis, error) {
	o, err := parseFlags(nil, io.Discard)
	if err != nil {
		return nil, err
	}
	return look(o, nil, io.Discard)
})

// inNoForm leaves out the arguments that say how to print.
func inNoForm(args []string) (rest []string) {
	for i := 0; i < len(args); i++ {
		switch args[i] {
		case "-json":
		case "-lang":
			i++
		default:
			rest = append(rest, args[i])
		}
	}
	return rest
}

// print returns what the program prints with these arguments of what it has
// found.
func (a *analysis) print(t testing.TB, args ...string) string {
	t.Helper()
	o, err := parseFlags(args, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := a.write(&b, o); err != nil {
		t.Fatalf("storefront %v: %v", args, err)
	}
	return b.String()
}

// ran runs the program and returns all that it prints.
func ran(t testing.TB, stdin string, args ...string) (out, said string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if err := run(args, strings.NewReader(stdin), &stdout, &stderr); err != nil {
		t.Fatalf("storefront %v: %v", args, err)
	}
	return stdout.String(), stderr.String()
}

// smallShop returns the orders of every tenth customer of the shop inside, and
// every tenth of guests.
func smallShop(t testing.TB) string {
	t.Helper()
	var few strings.Builder
	for i, line := range strings.SplitAfter(unpack(t, bytes.NewReader(shopFile)), "\n") {
		if line == "" {
			break
		}
		fields := strings.SplitN(line, ",", 4) // order, line, customer
		who := fields[2]
		if who == "" {
			who = fields[0]
		}
		if i == 0 || drawn("small shop", who, 10) {
			few.WriteString(line)
		}
	}
	return few.String()
}

// save writes files and returns the flags that name them.
func save(t testing.TB, files ...string) []string {
	t.Helper()
	dir := t.TempDir()
	var args []string
	for i, text := range files {
		name := filepath.Join(dir, fmt.Sprintf("orders%d.csv", i+1))
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "-orders", name)
	}
	return args
}

// shared returns the path of a file of real orders, which are not part of the
// project, or skips the test.
func shared(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("RETENTION_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared") // beside the project
	}
	path := filepath.Join(dir, "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("real orders are missing: set RETENTION_SHARED to the folder with data/%s (%v)", name, err)
	}
	return path
}

func TestReports(t *testing.T) {
	for _, test := range []struct {
		golden string
		args   []string
	}{
		{"report.en.txt", nil},
		{"report.ja.txt", []string{"-lang", "ja"}},
		{"report.json", []string{"-json"}},
	} {
		t.Run(test.golden, func(t *testing.T) {
			got := output(t, test.args...)
			name := filepath.Join("testdata", test.golden)
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("report (-want +got), see -update:\n%s", diff)
			}
		})
	}
}

// onlineRetail returns what the program prints of half a million real rows, at
// which it looks once.
func onlineRetail(file string) (string, error) {
	onlineRetailOnce.Do(func() {
		var stdout bytes.Buffer
		onlineRetailOnce.err = run(append([]string{"-orders", file}, onlineRetailArgs...), nil, &stdout, io.Discard)
		onlineRetailOnce.text = stdout.String()
	})
	return onlineRetailOnce.text, onlineRetailOnce.err
}

var (
	onlineRetailArgs = []string{"-format", "uci", "-zone", "Europe/London", "-as-of", "2011-12-10", "-unit", "day", "-json"}
	onlineRetailOnce struct {
		sync.Once
		text string
		err  error
	}
)

// What data/README.md beside the real orders says, counted without this
// library.
func TestOnlineRetail(t *testing.T) {
	if testing.Short() {
		t.Skip("half a million rows")
	}
	text, err := onlineRetail(shared(t, "online_retail.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	got := decode(t, text)
	want := map[string]any{
		"as_of": "2011-12-10", "zone": "Europe/London",
		"input.rows": 541_909.0, "input.orders": 22_190.0, "input.sales": 18_536.0, "input.refunds": 3_654.0,
		"input.voids": 0.0, "input.customers": 4_372.0, "input.anonymous_orders": 3_710.0,
		"input.duplicates": 0.0, "input.conflicts": 0.0, "input.shared_ids": 0.0, "input.unusable": []any{},
		"input.gross_revenue": "8911407.904", "input.net_revenue": "8300065.814",
		"rfm.customers": 4_339.0, "rfm.without_sales": 33.0, "rfm.bins": 5.0,
		"rfm.scores.f":    []any{1494.0, 835.0, 508.0, 802.0, 700.0},
		"rfm.scores.m":    []any{868.0, 868.0, 868.0, 868.0, 867.0},
		"rfm.scores.r":    []any{869.0, 889.0, 866.0, 889.0, 826.0},
		"loyalty.members": 4_339.0, "loyalty.refused": 0.0, "loyalty.program.preset": "points",
	}
	for path, want := range want {
		if diff := cmp.Diff(want, at(got, path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	checkOnlineRetailLifetime(t, at(got, "ltv").(map[string]any))
}

func TestCDNOW(t *testing.T) {
	if testing.Short() {
		t.Skip("two reports of 7,000 orders")
	}
	file := shared(t, "cdnow_sample.csv")
	for frequency, want := range map[string][]any{
		"orders": {1205.0, 0.0, 406.0, 358.0, 388.0},
		"days":   {1218.0, 0.0, 403.0, 358.0, 378.0},
	} {
		got := decode(t, output(t, "-orders", file, "-frequency", frequency, "-json"))
		if diff := cmp.Diff(want, at(got, "rfm.scores.f")); diff != "" {
			t.Errorf("-frequency %s: F (-want +got):\n%s", frequency, diff)
		}
		if rows, as := at(got, "input.orders"), at(got, "as_of"); rows != 6919.0 || as != "1998-07-01" {
			t.Errorf("%v orders as of %v", rows, as)
		}
	}
}

func decode(t testing.TB, text string) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	var object map[string]any
	if err := d.Decode(&object); err != nil {
		t.Fatalf("%v in %.200q", err, text)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		t.Fatalf("more than one object: %v", err)
	}
	return object
}

// at returns the value at a path of keys.
func at(object map[string]any, path string) any {
	var v any = object
	for key := range strings.SplitSeq(path, ".") {
		v = v.(map[string]any)[key]
	}
	return v
}

// How rows are ordered, spread over files and worked on makes no difference.
func TestSameBytes(t *testing.T) {
	print := func(files ...string) string {
		return printAnyhow(t, []string{"-zone", "Asia/Tokyo", "-as-of", "2026-01-01", "-json"}, files...)
	}
	file := smallShop(t)
	want := print(file)
	for what, got := range map[string]string{
		"shuffled":          print(shuffled(file, 1)),
		"parted":            print(parted(file, 3)...),
		"shuffled, parted":  print(parted(shuffled(file, 2), 7)...),
		"on one processor":  onProcessors(1, func() string { return print(file) }),
		"on two processors": onProcessors(2, func() string { return print(shuffled(file, 3)) }),
	} {
		if got != want {
			t.Errorf("%s (-want +got):\n%s", what, cmp.Diff(want, got))
		}
	}

	whole := unpack(t, bytes.NewReader(shopFile))
	want = firstRows.ReplaceAllString(output(t, "-json"), "")
	got := onProcessors(1, func() string { return print(parted(shuffled(whole, 5), 3)...) })
	if got != want {
		t.Errorf("the whole shop, shuffled, parted, on one processor (-want +got):\n%s", cmp.Diff(want, got))
	}
}

// ... nor on half a million rows, of which many share an order.
func TestSameBytesOnlineRetail(t *testing.T) {
	if testing.Short() {
		t.Skip("half a million rows, twice")
	}
	name := shared(t, "online_retail.csv.gz")
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	file := unpack(t, f)
	want, err := onlineRetail(name)
	if err != nil {
		t.Fatal(err)
	}
	want = firstRows.ReplaceAllString(want, "")
	got := onProcessors(1, func() string { return printAnyhow(t, onlineRetailArgs, parted(shuffled(file, 4), 3)...) })
	if got != want {
		t.Errorf("shuffled, parted, on one processor (-want +got):\n%s", cmp.Diff(want, got))
	}
}

// printAnyhow prints what is in files but for the numbers of lines.
func printAnyhow(t *testing.T, args []string, files ...string) string {
	t.Helper()
	return firstRows.ReplaceAllString(output(t, append(save(t, files...), args...)...), "")
}

var firstRows = regexp.MustCompile(`(?s)"first_rows": \[.*?\]`)

func onProcessors(n int, do func() string) string {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
	return do()
}

func unpack(t testing.TB, r io.Reader) string {
	t.Helper()
	text, err := plain(r)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A report fits a terminal, whatever is in it.
func TestReportsFit(t *testing.T) {
	if testing.Short() {
		t.Skip("nine reports in two languages")
	}
	const columns = 100
	nasty := "order,customer,at,amount\n" +
		"1," + strings.Repeat("長い", 5000) + ",2026-01-01,9999999999999999\n" +
		"2,\"a\x1b[2J\nb\",2026-01-02,-5\n3,\"a\x1b[2J\nb\",2026-01-02,0.0123456789\n4,,2026-01-02,1\n" +
		strings.Repeat("5,x,1/2/2026,1\n", 20) + strings.Repeat("x\n", 20) + "6,\x8eR,2026-01-01,1\n\"7,x,2026-01-01,1\n"
	for name, args := range map[string][]string{
		"the shop":    nil,
		"days":        {"-frequency", "days"},
		"early":       {"-as-of", "2023-01-10"},
		"too early":   {"-as-of", "2000-01-01"},
		"nasty":       save(t, nasty),
		"guests only": save(t, "customer,date,amount\n,2026-01-01,1\n"),
		"returns":     save(t, "customer,date,amount\nc,2026-01-01,-1\n"),
		"offsets":     save(t, "customer,date,amount\nc,2026-01-01T10:00:00+09:00,1\nc,2026-01-01T10:00:00+09:00,\"1,234\"\n"),
		"the end":     save(t, "customer,date,amount,currency\nc,9999-12-31,1,CHF\n"),
	} {
		result := lookAt(t, args...)
		for _, lang := range []string{"en", "ja"} {
			report := result.print(t, "-lang", lang)
			for line := range strings.Lines(report) {
				if n := width(strings.TrimSuffix(line, "\n")); n > columns {
					t.Errorf("%s, %s: %d columns: %s", name, lang, n, line)
				}
			}
			if strings.Contains(report, "\x1b") || strings.Contains(report, "%!") {
				t.Errorf("%s, %s: %q", name, lang, report)
			}
		}
	}
}

// Where there is nothing to score, the keys are there all the same.
func TestNothingToScore(t *testing.T) {
	for name, file := range map[string]string{
		"guests only": "customer,date,amount\n,2026-01-01,1\n",
		"returns":     "customer,date,amount\nc,2026-01-01,-1\n",
		"all later":   "customer,date,amount\nc,2027-01-01,1\n",
	} {
		got := decode(t, output(t, append(save(t, file), "-json", "-as-of", "2026-06-01")...))
		none := []any{0.0, 0.0, 0.0, 0.0, 0.0}
		for path, want := range map[string]any{
			"rfm.customers": 0.0, "rfm.bins": 5.0, "rfm.segments": []any{}, "input.unusable": []any{},
			"rfm.scores.r": none, "rfm.scores.f": none, "rfm.scores.m": none,
		} {
			if diff := cmp.Diff(want, at(got, path)); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%s", name, path, diff)
			}
		}
	}
}

// What a report says about files with peculiarities, and what it must not say.
func TestWords(t *testing.T) {
	const (
		head = "customer,date,amount\n"
		zone = "order,customer,at,amount\n1,c,2026-01-05 08:00:00 %s,5\n2,c,2026-01-06 08:00:00 %s,5\n"
	)
	plusNine := fmt.Sprintf(zone, "+0900", "+09:00")
	tests := []struct {
		reason         string
		args           []string
		file           string
		lang           string
		has, hasNot    string
		stderr, notErr string
	}{
		{"no order numbers", nil, head + "c,2026-01-01,1\n", "en", "no order numbers: without them nothing can be recognised as a duplicate", "", "read as a plain", ""},
		{"no order numbers", nil, head + "c,2026-01-01,1\n", "ja-JP", "注文番号の列がないため、重複した注文を見つけられません", "", "注文の一覧表として読みました: customer=customer", "read as"},
		{"no order numbers, columns named", []string{"-columns", "customer=customer,at=date,amount=amount"}, head + "c,2026-01-01,1\n", "en", "has them: -columns order=…", "-format", "", ""},
		{"order numbers", nil, "order," + head + "1,c,2026-01-01,1\n", "en-US", "1 order of 1 customer, and 0 of guests", "no order numbers", "", ""},
		{"one of each", nil, "order," + head + "1,c,2026-01-01,1\n", "en", "1 row: ", "1 customers", "", ""},
		{"one best customer", nil, "order," + head + "1,c,2026-01-01,1\n", "en", "  1 of 1 customer brings 100.0%", "These 1", "", ""},
		{"yen have no sen", []string{"-currency", "JPY"}, head + "c,2026-01-01,\"1,980\"\n", "en", "¥1,980\n", "1,980.00", "", ""},
		{"yen by their sign", nil, head + "c,2026-01-01,\"1,980円\"\n", "ja", "¥1,980\n", "1,980.00", "", ""},
		{"what to do about 1,234", nil, head + "c,2026-01-01,\"1,234\"\nc,2026-01-01,5\n", "en", "-currency JPY", "", "", ""},
		{"what to do about 1,234", nil, head + "c,2026-01-01,\"1,234\"\nc,2026-01-01,5\n", "ja", "円なら -currency JPY", "", "", ""},
		{"one offset", nil, plusNine, "en", "Note: all times are +09:00, but days are cut in UTC: -zone names another, such as Asia/Tokyo", "", "storefront: all times are +09:00", ""},
		{"one offset", nil, plusNine, "ja", "日時はすべて +09:00 ですが、", "", "storefront: 日時はすべて +09:00", ""},
		{"half an hour west", nil, fmt.Sprintf(zone, "-0330", "-03:30"), "en", "all times are -03:30", "Tokyo", "", ""},
		{"one offset, and -zone", []string{"-zone", "Asia/Tokyo"}, plusNine, "en", "", "cut in UTC", "", "cut in UTC"},
		{"one offset, and -zone UTC", []string{"-zone", "UTC"}, plusNine, "en", "", "cut in UTC", "", "cut in UTC"},
		{"two offsets", nil, fmt.Sprintf(zone, "+0000", "+0100"), "en", "", "cut in UTC", "", "cut in UTC"},
		{"UTC", nil, fmt.Sprintf(zone, "UTC", "Z"), "en", "", "cut in UTC", "", "cut in UTC"},
		{"before all orders", []string{"-as-of", "2025-06-01"}, head + "c,2026-01-01,1\n", "en", "leave -as-of out, or name a day after 2026-01-01", "-as-of 2025", "", ""},
		{"before all orders", []string{"-as-of", "2025-06-01"}, head + "c,2026-01-01,1\n", "ja", "-as-of を省くか、2026-01-01 より後の日に", "-as-of 2025", "", ""},
		{"nothing three months ago", nil, head + "c,2026-01-01,1\n", "en", "-frequency days", "Look back", "", ""},
		{"something three months ago", nil, head + "c,2025-01-01,1\nc,2026-01-01,1\n", "en", "Look back: -as-of 2025-10-02", "", "", ""},
	}
	for _, test := range tests {
		report, said := ran(t, "", append(save(t, test.file), append(test.args, "-lang", test.lang)...)...)
		for what, check := range map[string][3]string{
			"report": {report, test.has, test.hasNot},
			"stderr": {said, test.stderr, test.notErr},
		} {
			if got, has, hasNot := check[0], check[1], check[2]; !strings.Contains(got, has) || hasNot != "" && strings.Contains(got, hasNot) {
				t.Errorf("%s, %s: %s, want one with %q and without %q:\n%s", test.reason, test.lang, what, has, hasNot, got)
			}
		}
	}
}

func TestStandardInput(t *testing.T) {
	args := []string{"-zone", "Asia/Tokyo", "-as-of", "2026-01-01", "-json"}
	small := smallShop(t)
	for _, test := range []struct{ name, in, want string }{
		{"packed", string(shopFile), output(t, "-json")},
		{"plain", small, output(t, append(save(t, small), args...)...)},
	} {
		got, said := ran(t, test.in, append(args, "-orders", "-")...)
		if got != test.want {
			t.Errorf("%s (-want +got):\n%s", test.name, cmp.Diff(test.want, got))
		}
		const guess = "storefront: standard input: read as a plain table of orders: order=order, line=line, customer=customer, at=placed_at, "
		if !strings.HasPrefix(said, guess) {
			t.Errorf("%s: stderr %q, want %q first", test.name, said, guess)
		}
	}
}

// The language changes the report, not the object.
func TestJSONHasNoLanguage(t *testing.T) {
	args := append(save(t, smallShop(t)), "-zone", "Asia/Tokyo", "-json")
	en, _ := ran(t, "", args...)
	if ja, _ := ran(t, "", append(args, "-lang", "ja")...); en != ja {
		t.Errorf("-lang ja (-en +ja):\n%s", cmp.Diff(en, ja))
	}
}

func TestMistakes(t *testing.T) {
	tests := []struct {
		args  []string
		want  string
		usage bool
	}{
		{[]string{"orders.csv"}, `unexpected "orders.csv": name a file with -orders`, true},
		{[]string{"-lang", "fr"}, `-lang "fr": there are en and ja`, true},
		{[]string{"-format", "amazon"}, `-format "amazon": there are shopify`, true},
		{[]string{"-zone", "Tokyo"}, `-zone "Tokyo": no such time zone`, true},
		{[]string{"-zone", "Local"}, `-zone "Local": no such time zone`, true},
		{[]string{"-as-of", "tomorrow"}, "want a day such as 2026-01-31", true},
		{[]string{"-as-of", "2026/01/01"}, "want a day such as 2026-01-31", true},
		{[]string{"-currency", "jpy"}, `-currency "jpy": want a code of three capitals, such as JPY`, true},
		{[]string{"-currency", "YEN!"}, "want a code of three capitals", true},
		{[]string{"-lang", "jav"}, `-lang "jav"`, true},
		{[]string{"-frequency", "weeks"}, "weeks", true},
		{[]string{"-dates", "ymd"}, `-dates "ymd": there are mdy and dmy`, true},
		{[]string{"-columns", "customer"}, "is not role=column", true},
		{[]string{"-columns", "price=a,price=b"}, `role "price" appears twice`, true},
		{[]string{"-columns", "name=a"}, `no role "name"; there are order, line, customer`, true},
		{[]string{"-orders", "a", "-orders", "a"}, "named twice", true},
		{[]string{"-nonsense"}, "-nonsense", true},
		{[]string{"-orders", "no/such/file.csv"}, "no/such/file.csv", false},
	}
	for _, test := range tests {
		var stderr bytes.Buffer
		err := run(test.args, strings.NewReader(""), io.Discard, &stderr)
		if stderr.Len() > 0 || err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("storefront %v: more than one line: %v\n%s", test.args, err, stderr.String())
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("storefront %v: error %v, want one with %q", test.args, err, test.want)
		}
		if usage := errors.As(err, new(usageError)); usage != test.usage {
			t.Errorf("storefront %v: %v: a mistake on the command line: %t", test.args, err, usage)
		}
	}
}

func TestHelp(t *testing.T) {
	var stderr bytes.Buffer
	err := run([]string{"-help"}, nil, io.Discard, &stderr)
	if !errors.Is(err, flag.ErrHelp) || !strings.Contains(stderr.String(), "-refund-prefix") {
		t.Errorf("error %v, stderr %q", err, stderr.String())
	}
}
