package followup_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/followup"
)

var (
	errLawrunTaken = errors.New("UNIQUE(key)")
	errLawrunStale = errors.New("the facts are others by now")
)

// lawrunStore keeps one customer as a database would: contacts have a unique key,
// and are appended only to the facts that they were planned with.
type lawrunStore struct {
	e       *followup.Engine
	c       followup.Customer
	keys    map[string]bool
	careful bool // compares the basis
}

func (s *lawrunStore) append(basis followup.Fingerprint, x followup.Contact, r followup.Response) error {
	if s.keys[x.Key] {
		return errLawrunTaken
	}
	if s.careful && s.e.Basis(s.c) != basis {
		return errLawrunStale
	}
	s.keys[x.Key] = true
	for _, part := range x.Also {
		s.keys[part.Key] = true
	}
	s.c = lawrunAfter(s.c, x, r)
	return nil
}

// lawrunMail is what really goes out. It knows a message by its key.
type lawrunMail map[string]int

// lawrunWorker plans and sends, one step at a time, and may crash in between.
type lawrunWorker struct {
	plan *followup.Plan
	mail bool // the message is out, but not stored
}

// lawrunWork lives through a time with two workers on one store that race and
// crash, and returns what went out.
func lawrunWork(t *rapid.T, s *lawrunStore, r *rand.Rand, from, to time.Time, mailFirst bool, respond lawrunResponder) lawrunMail {
	mail := lawrunMail{}
	workers := make([]lawrunWorker, 2)
	now := from
	for now.Before(to) {
		w := &workers[r.IntN(len(workers))]
		if w.plan == nil {
			p := lawrunPlan(t, s.e, s.c, now)
			w.plan = &p
			continue
		}
		if r.IntN(4) == 0 {
			*w = lawrunWorker{} // crashed: after planning, or after sending
			continue
		}
		sends := lawrunSends(*w.plan)
		if len(sends) == 0 {
			next := w.plan.Next
			stale := s.e.Basis(s.c) != w.plan.Basis
			*w = lawrunWorker{}
			switch {
			case stale:
			case next.IsZero():
				return mail
			case next.After(now):
				now = next // the other worker may have an old plan still
			}
			continue
		}
		x := sends[0].Contact(now, followup.Sent)
		if w.plan.At.Before(now) {
			x.At = w.plan.At // it was slow
		}
		if mailFirst && !w.mail {
			mail[x.Key] = 1 // the provider takes a key once
			w.mail = true
			continue
		}
		answer := respond(s.c, x)
		x.Outcome = answer.Outcome
		if err := s.append(w.plan.Basis, x, answer); err == nil && !mailFirst {
			mail[x.Key]++
		}
		*w = lawrunWorker{}
	}
	return mail
}

// Two workers race, and crash after planning or after sending: with a store that
// compares the basis they do what one that never fails does, contact by contact.
// Without, still no message goes out twice.
func TestLawRunCrashes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, c := lawrunPolicy(t), lawrunCustomer(t, "c1")
		lawrunTell(t, p, c)
		e := lawrunCompile(t, p)
		to := lawrunFrom.AddDate(0, 4, 0)
		respond := lawrunAnswers(rapid.Uint64().Draw(t, "mood"))
		s := &lawrunStore{e: e, c: c, keys: map[string]bool{}, careful: rapid.Bool().Draw(t, "careful")}
		mailFirst := rapid.Bool().Draw(t, "mail first")
		mail := lawrunWork(t, s, rand.New(rand.NewPCG(3, rapid.Uint64().Draw(t, "race"))), lawrunFrom, to, mailFirst, respond)
		seen := map[string]bool{}
		for _, x := range s.c.Contacts {
			if seen[x.Key] {
				t.Fatalf("%v is stored twice", x.Key)
			}
			seen[x.Key] = true
			if mail[x.Key] == 0 {
				t.Fatalf("%v is stored, and was not sent", x.Key)
			}
		}
		for key, n := range mail {
			if n > 1 {
				t.Fatalf("%v went out %d times", key, n)
			}
		}
		if !s.careful {
			return
		}
		_, want := lawrunLive(t, e, c, lawrunFrom, to, respond)
		if diff := cmp.Diff(want, s.c.Contacts, lawrunSame); diff != "" {
			t.Fatalf("one worker (-), two with crashes (+):\n%s", diff)
		}
	})
}

// A store can tell any new fact by the basis.
func TestBasisSeesContacts(t *testing.T) {
	e := compile(t, simple())
	x := followup.Contact{Key: "k", At: lawrunFrom, Channel: "email", Address: "a", Topic: "t", Purpose: followup.Service}
	seen := map[followup.Fingerprint]string{e.Basis(haru()): "nothing"}
	for reason, change := range map[string]func(*followup.Contact){
		"a contact": func(*followup.Contact) {}, "its key": func(x *followup.Contact) { x.Key = "l" },
		"its time": func(x *followup.Contact) { x.At = x.At.Add(1) }, "its channel": func(x *followup.Contact) { x.Channel = "phone" },
		"its address": func(x *followup.Contact) { x.Address = "b" }, "its topic": func(x *followup.Contact) { x.Topic = "u" },
		"its purpose": func(x *followup.Contact) { x.Purpose = 0 }, "its outcome": func(x *followup.Contact) { x.Outcome = followup.Reached },
		"a part": func(x *followup.Contact) { x.Also = []followup.Part{{Key: "p"}} },
	} {
		c, y := haru(), x
		change(&y)
		c.Contacts = []followup.Contact{y}
		if other, same := seen[e.Basis(c)]; same {
			t.Errorf("%s and %s have one basis", reason, other)
		}
		seen[e.Basis(c)] = reason
	}
}
