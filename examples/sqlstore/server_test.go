package main

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// TestMain stops the server that the tests may have started.
func TestMain(m *testing.M) {
	code := m.Run()
	server.stop()
	os.Exit(code)
}

// server is the PostgreSQL server of all tests of this package.
var server postgresServer

// A postgresServer is started when a test first asks for its address.
type postgresServer struct {
	start sync.Once
	dsn   string
	err   error

	dir   string // its home, to be removed
	hold  io.Closer
	ended chan struct{}
}

// address returns how to connect to the server: to the one of
// RETENTION_POSTGRES, or else to one that runs until the tests end. Where that
// cannot be started, the test is skipped.
func (s *postgresServer) address(t testing.TB) string {
	t.Helper()
	if dsn := os.Getenv("RETENTION_POSTGRES"); dsn != "" {
		return dsn
	}
	s.start.Do(func() { s.dsn, s.err = s.launch() })
	if s.err != nil {
		t.Skipf("needs PostgreSQL (apt-get install postgresql, POSTGRES_BIN=directory of its programs, or "+
			"RETENTION_POSTGRES=connection string of a database): %v", s.err)
	}
	return s.dsn
}

// launch starts a server that listens on a socket in a directory of its own
// and nowhere else.
func (s *postgresServer) launch() (dsn string, err error) {
	bin, err := postgresPrograms()
	if err != nil {
		return "", err
	}
	if s.dir, err = os.MkdirTemp("", "pg"); err != nil { // short: a socket's path may have 107 bytes
		return "", err
	}
	as, err := asServerUser(s.dir)
	if err != nil {
		return "", err
	}
	data := filepath.Join(s.dir, "data")
	initdb := command(as, filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	initdb.Dir = s.dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return "", fmt.Errorf("initdb: %w\n%s", err, out)
	}

	// The server ends with the shell's standard input, and that with this
	// process, in whichever way it ends.
	run := command(as, "/bin/sh", "-c", `exec 3<&0; "$@" & pid=$!; (cat <&3; kill -INT $pid) 2>/dev/null & wait $pid`, "sh",
		filepath.Join(bin, "postgres"), "-D", data, "-k", s.dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	run.Dir = s.dir
	log, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		return "", err
	}
	defer log.Close()
	run.Stdout, run.Stderr = log, log
	if s.hold, err = run.StdinPipe(); err != nil {
		return "", err
	}
	if err := run.Start(); err != nil {
		return "", fmt.Errorf("postgres: %w", err)
	}
	s.ended = make(chan struct{})
	go func() {
		run.Wait()
		close(s.ended)
	}()

	dsn = "host=" + s.dir + " port=5432 user=postgres dbname=postgres"
	if err := s.answers(dsn, time.Minute); err != nil {
		said, _ := os.ReadFile(log.Name())
		return "", fmt.Errorf("postgres: %w\n%s", err, said)
	}
	return dsn, nil
}

// stop ends the server, if it runs, and removes its files.
func (s *postgresServer) stop() {
	if s.ended != nil {
		s.hold.Close()
		<-s.ended
	}
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
}

// postgresPrograms returns the directory that holds initdb and postgres: that
// of POSTGRES_BIN, of Debian's newest version, or of the PATH.
func postgresPrograms() (string, error) {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(dirs, func(a, b string) int { return version(b) - version(a) })
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(path))
		}
	}
	if dir := os.Getenv("POSTGRES_BIN"); dir != "" {
		dirs = []string{dir}
	}
	for _, dir := range dirs {
		_, initdb := exec.LookPath(filepath.Join(dir, "initdb"))
		_, postgres := exec.LookPath(filepath.Join(dir, "postgres"))
		if initdb == nil && postgres == nil {
			return dir, nil
		}
	}
	return "", fmt.Errorf("no programs initdb and postgres in %q or on the PATH", dirs)
}

// version returns the number in a path such as /usr/lib/postgresql/15/bin.
func version(bin string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	return n
}

// asServerUser returns the command that runs others as a user who may run the
// server, and gives dir to that user. PostgreSQL refuses to run as root.
func asServerUser(dir string) ([]string, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("root may not run it: %w", err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(dir, uid, gid); err != nil {
		return nil, err
	}
	setpriv, err := exec.LookPath("setpriv")
	if err != nil {
		return nil, fmt.Errorf("root may not run it: %w", err)
	}
	return []string{setpriv, "--reuid", u.Uid, "--regid", u.Gid, "--clear-groups", "--"}, nil
}

func command(as []string, name string, args ...string) *exec.Cmd {
	line := slices.Concat(as, []string{name}, args)
	return exec.Command(line[0], line[1:]...)
}

// answers waits until the server does.
func (s *postgresServer) answers(dsn string, patience time.Duration) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	late := time.After(patience)
	for {
		err := db.Ping()
		if err == nil {
			return nil
		}
		select {
		case <-s.ended:
			return errors.New("ended at once")
		case <-late:
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}
