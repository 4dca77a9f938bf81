package main

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

// These are the shapes of today's plan.
type (
	jsonPlan struct {
		NoPlan    *jsonNoPlan           `json:"no_plan"` // null: there is one
		Preset    string                `json:"preset"`
		From      string                `json:"followed_since"`
		At        string                `json:"at"`
		Customers int                   `json:"customers"`
		Send      int                   `json:"send"`
		Hold      int                   `json:"hold"`
		Drop      int                   `json:"drop"`
		Done      int                   `json:"done"`
		ByReason  map[followup.Code]int `json:"by_reason"`
		Held      map[followup.Code]int `json:"hold_by_reason"`
		Dropped   map[followup.Code]int `json:"drop_by_reason"`
		Sends     []jsonSend            `json:"sends"`
		Soon      int                   `json:"hold_within_a_day"`
		Next      string                `json:"next"` // empty: no plan changes
	}
	jsonNoPlan struct {
		Code string `json:"code"`
		Text string `json:"text"`
	}
	jsonSend struct {
		Customer string `json:"customer"`
		Key      string `json:"key"`
		Play     string `json:"play"`
		Channel  string `json:"channel"`
		Due      string `json:"due"`
		Until    string `json:"until"`
		Why      string `json:"why"`
	}
)

func (a *agenda) json() jsonPlan {
	j := jsonPlan{
		Preset: a.preset, From: rfc3339(a.from), At: rfc3339(a.at), Customers: a.customers,
		Send: a.verdicts[followup.Send], Hold: a.verdicts[followup.Hold], Drop: a.verdicts[followup.Drop], Done: a.verdicts[followup.Done],
		ByReason: a.against(), Held: plus(nil, a.held), Dropped: plus(nil, a.dropped),
		Sends: []jsonSend{}, Soon: a.soon, Next: rfc3339(a.next),
	}
	if a.missing != nil {
		j.NoPlan = &jsonNoPlan{a.missing.code, a.missing.text.In(retention.English)}
	}
	words := a.engine.Words(retention.English)
	for _, s := range a.sends[:min(len(a.sends), planShown)] {
		j.Sends = append(j.Sends, jsonSend{s.customer, s.Key, s.Play, s.Channel, rfc3339(s.Due), rfc3339(s.Until), words.Reason(s.Why[0])})
	}
	return j
}

// rfc3339 writes an instant, and nothing for none.
func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}
