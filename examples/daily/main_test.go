package main

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
)

var update = flag.Bool("update", false, "write testdata anew")

// TestMornings holds what the job prints to what it printed when somebody read
// it.
func TestMornings(t *testing.T) {
	for _, lang := range []retention.Language{retention.English, retention.Japanese} {
		var got bytes.Buffer
		if err := mornings(context.Background(), &got, lang); err != nil {
			t.Fatal(err)
		}
		file := "testdata/mornings." + string(lang) + ".txt"
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", lang, diff)
		}
	}
}

// TestNothingTwice runs each of five mornings again from what it stored, as if it
// had been called twice: nothing is sent or booked another time.
func TestNothingTwice(t *testing.T) {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	s, err := open(tokyo, retention.English)
	if err != nil {
		t.Fatal(err)
	}
	morning := func(day retention.Date, stored []byte) []byte {
		stored, err := s.morning(t.Context(), io.Discard, day, stored)
		if err != nil {
			t.Fatal(err)
		}
		return stored
	}
	var stored []byte
	sent, invited := map[string]bool{}, false
	for day := retention.NewDate(2026, time.February, 23); day.Before(retention.NewDate(2026, time.February, 28)); day = day.AddDays(1) {
		once := morning(day, stored)
		if again := morning(day, once); !bytes.Equal(once, again) {
			t.Fatalf("%v: the second time it stored something else", day)
		}
		stored = once
	}
	kept, err := restore(stored)
	if err != nil {
		t.Fatal(err)
	}
	for id, contacts := range kept.Contacts {
		for _, c := range contacts {
			if sent[id+c.Key] {
				t.Errorf("%s was sent %s twice", id, c.Key)
			}
			sent[id+c.Key] = true
			invited = invited || strings.HasPrefix(c.Key, "tea/")
		}
	}
	if len(sent) < 20 || !invited {
		t.Errorf("%d messages, an invitation to tea: %v", len(sent), invited)
	}
}

func TestUnknownLanguage(t *testing.T) {
	if err := mornings(context.Background(), io.Discard, "fr"); err == nil {
		t.Error("no error for a language that nothing is said in")
	}
}
