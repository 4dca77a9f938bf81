package main

import (
	"slices"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

// A policy has names for its plays, channels and laws. These are for what it knows
// by an ID only.

// ruleNames are those of the rules of the preset policies.
var ruleNames = map[string]retention.Text{
	"day":       {English: "no messages at night", Japanese: "夜間は連絡しない"},
	"promotion": {English: "consent to promotion", Japanese: "販促への同意"},
	"sms":       {English: "consent to SMS", Japanese: "SMS への同意"},
	"gap":       {English: "a pause between messages", Japanese: "連絡の間隔"},
	"gap-line":  {English: "a pause between messages on LINE", Japanese: "LINE の間隔"},
	"gap-push":  {English: "a pause between messages in the app", Japanese: "アプリ通知の間隔"},
	"gap-sms":   {English: "a pause between text messages", Japanese: "SMS の間隔"},
	"week":      {English: "messages in a week", Japanese: "1 週間の回数"},
	"opinion":   {English: "questions of opinion", Japanese: "ご意見の依頼"},
	"survey":    {English: "surveys", Japanese: "アンケートの間隔"},
	"no":        {English: "quiet after a no", Japanese: "お断り後の休止"},
	"silent":    {English: "fewer without an answer", Japanese: "反応がなければ控える"},
	// Of laws.
	"calls":      {English: "calls and visits", Japanese: "電話・訪問"},
	"visits":     {English: "visits", Japanese: "訪問"},
	"mail":       {English: "advertising by e-mail", Japanese: "広告メール"},
	"mail-order": {English: "advertising by e-mail", Japanese: "広告メール"},
}

// factNames are those of the segments and events that the plan speaks of.
var factNames = map[string]retention.Text{
	followup.TopTierSegment: {English: "Gold", Japanese: "ゴールド"},
	followup.LapsedSegment:  {English: "Lapsed", Japanese: "休眠"},
	followup.DeliveredEvent: {English: "delivery", Japanese: "お届け"},
	followup.ReturnedEvent:  {English: "return", Japanese: "返品"},
}

// stepNames are those of the steps of plays that have several.
var stepNames = map[string]retention.Text{
	"greet": {English: "greeting", Japanese: "ご挨拶"},
	"offer": {English: "offer", Japanese: "ご提案"},
}

// readable puts names in place of IDs.
func readable(r followup.Reason, lang retention.Language) followup.Reason {
	if name, ok := ruleNames[r.Rule]; ok {
		r.Rule = name.In(lang)
	}
	if name, ok := factNames[r.Name.English]; ok {
		r.Name = name
	}
	return r
}

// readablePlan puts names in place of the IDs of a plan.
func readablePlan(p followup.Plan, lang retention.Language) followup.Plan {
	p.Decisions = slices.Clone(p.Decisions)
	for i := range p.Decisions {
		d := &p.Decisions[i]
		if name, ok := stepNames[d.Step]; ok {
			d.Step = name.In(lang)
		}
		for _, list := range []*[]followup.Reason{&d.Why, &d.WhyNot} {
			*list = slices.Clone(*list)
			for j, r := range *list {
				(*list)[j] = readable(r, lang)
			}
		}
	}
	return p
}
